"""`python -m bot.services.tasks.notice_child NAME`: the bytes of a notice on standard input, what it says as JSON.

A file of strangers is opened here and nowhere else, with little memory and little time: whatever becomes of this
process, the program goes on. Ends with 0, with `REFUSED` where a person must be told why (a BotError, as JSON on
standard error), with anything else where the file is too much for it.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date

from bot.calendar_source import calendar_around
from bot.data_source import load_agencies
from bot.domain.notice_lines import ReadNotice, as_plain, fingerprint, passages_of
from bot.domain.notices import read_notice
from bot.domain.secrecy import mark_in
from bot.errors import BotError
from bot.services.tasks.notice_files import text_of
from bot.services.tasks.notice_reading import CPU_SECONDS, MEMORY_BYTES, REFUSED


def main() -> int:
    """Run the child; return its exit status."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        found = read(sys.stdin.buffer.read(), sys.argv[1] if len(sys.argv) > 1 else "")
    except BotError as error:
        json.dump({"code": error.code, "params": error.params}, sys.stderr)
        return REFUSED
    json.dump(as_plain(found), sys.stdout)
    return 0


def read(content: bytes, name: str) -> ReadNotice:
    """Return what a notice says. Raises BotError: what `text_of` raises, and notice_marked, notice_empty."""
    text = text_of(content, name)
    if mark_in((text,), (name,)):
        raise BotError("notice_marked")
    if not text.strip():
        raise BotError("notice_empty")
    agencies = load_agencies()
    # Its day decides what its deadlines mean, and by which years' days off.
    stated = read_notice(text, agencies, calendar_around(date(2026, 1, 1))).stated
    notice = read_notice(text, agencies, calendar_around(stated or date(2026, 1, 1)), stated)
    return ReadNotice(notice.sign, notice.stated, fingerprint(text), passages_of(text, notice))


if __name__ == "__main__":
    sys.exit(main())
