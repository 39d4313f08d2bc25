"""`import-roster`: who may use the program."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bot.config import Settings
from bot.data_source import load_agencies, load_seats
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.services.csv_table import Line
from bot.services.people import roster
from bot.services.people.roster import Ended
from bot.verbs.opening import BY, Base, say, to_write


def run(options: Namespace, settings: Settings) -> int:
    """Check the whole file, say which duties end and which organisations have changed, then write."""
    path = Path(options.file)
    # Before the base is opened: a file that is not there must not bring one into being.
    content = read_bytes(path)
    with to_write(settings) as (base, writer):
        lines = _lines(path, content, base)
        for ended in roster.missing_duties(base.unit(base.db), lines):
            print(_ends(ended))
        for old, new in roster.succeeded(lines, load_agencies(), base.unit(base.db).today):
            remark = N_("Note: since {since:date} {old} has been followed by {new}. The name was imported as it is.")
            print(say(Text(remark, since=old.valid_to, old=old.name, new=new.name)))
        writer.write_now(lambda db: roster.write(base.unit(db), lines, BY, load_seats()))
    persons = len({line["person_code"] for line in lines})
    done = N_("Imported: {duties:number} duties of {persons:number} persons.")
    print(say(Text(done, duties=len(lines), persons=persons)))
    return 0


def read_bytes(path: Path) -> bytes:
    """Return what a roster file holds. Raises BotError("file_missing"), BotError("roster_too_large")."""
    try:
        with path.open("rb") as file:
            # One byte more is enough to see that it is too large.
            content = file.read(roster.MOST_BYTES + 1)
    except OSError as error:
        raise BotError("file_missing", path=str(path)) from error
    if len(content) > roster.MOST_BYTES:
        raise BotError("roster_too_large")
    return content


def _lines(path: Path, content: bytes, base: Base) -> list[Line]:
    bodies = base.rules.profile.bodies
    if path.suffix.casefold() == ".xlsx":
        from bot.services.people import roster_workbook  # a library that no other file needs

        return roster_workbook.read(content, bodies)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BotError("file_missing", path=str(path)) from error
    return roster.read(text, bodies)


def _ends(ended: Ended) -> str:
    words = N_("Ends today: {person} – {role} {seat}")
    return say(Text(words, person=ended.person_code, role=ended.role, seat=ended.seat_code))
