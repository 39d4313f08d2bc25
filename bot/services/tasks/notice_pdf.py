"""A notice that comes as PDF with text; its pages are taken out of it by a child that may use only so much."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path, PurePath
from typing import TypedDict

from bot.domain.notice_pages import has_letters, is_blank, joined
from bot.errors import BotError
from bot.services.tasks.pdf_pages import BROKEN, HEAVY, LOCKED, MOST_PAGES, REFUSED

MARK = b"%PDF-"
_ROOT = Path(__file__).parents[3]
_SECONDS = 60
"""How long the child may take; 40 pages take two."""
_MOST_NAMED = 10


def is_pdf(content: bytes) -> bool:
    """Return whether a file is a PDF; its mark may have something in front of it."""
    return MARK in content[:1024]


def text_of_pdf(content: bytes, name: str) -> str:
    """Return the text of a PDF, a paragraph a line.

    Raises BotError("notice_scanned") with the pages that are pictures, BotError("notice_locked") for one that is
    protected, BotError("notice_heavy") for one that takes too much, BotError("notice_unreadable") for a broken one.
    """
    pages = _pages(content, PurePath(name).name)
    pictures = [number for number, page in enumerate(pages, 1) if _is_picture(page)]
    written = [page["text"] for page in pages if page["text"].strip()]
    if pictures or not written:
        raise BotError("notice_scanned", pages=_listed(pictures or list(range(1, len(pages) + 1))))
    return joined(written)


class _Page(TypedDict):
    text: str
    scan: bool
    drawn: bool


def _is_picture(page: _Page) -> bool:
    """A page of paper with a stamp in letters is one, a page with a name and a drawn signature is none."""
    return is_blank(page["text"]) and (page["scan"] or (page["drawn"] and not has_letters(page["text"])))


def _pages(content: bytes, name: str) -> list[_Page]:
    command = [sys.executable, "-m", "bot.services.tasks.pdf_pages"]
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module, no shell
            command, input=content, capture_output=True, timeout=_SECONDS, cwd=_ROOT, close_fds=True, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal(HEAVY, name) from error
    except OSError as error:
        raise _refusal(BROKEN, name) from error
    if done.returncode:
        # Whatever ended it without a word had used up its time or its memory.
        raise _refusal(done.stderr.decode() if done.returncode == REFUSED else HEAVY, name)
    pages: list[_Page] = json.loads(done.stdout)
    return pages


def _refusal(why: str, name: str) -> BotError:
    if why == LOCKED:
        return BotError("notice_locked", path=name)
    if why == BROKEN:
        return BotError("notice_unreadable", path=name)
    return BotError("notice_heavy", path=name, pages=MOST_PAGES)


def _listed(numbers: list[int]) -> str:
    """Numbers of pages with ranges as one: "2, 4-6"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join(said[:_MOST_NAMED]) + (", …" if len(said) > _MOST_NAMED else "")
