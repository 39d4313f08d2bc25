"""`import-roster`: who may use the program."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bot.config import Settings
from bot.domain.screens import N_, Text
from bot.errors import BotError
from bot.services import roster
from bot.verbs.opening import BY, say, to_write


def run(options: Namespace, settings: Settings) -> int:
    """Check the whole file, list the duties that end, then write."""
    text = read_text(Path(options.file))
    with to_write(settings) as (base, writer):
        lines = roster.read(text, base.rules.profile.bodies)
        for ended in roster.missing_duties(base.unit(base.db), lines):
            print(
                say(
                    Text(
                        N_("Ends today: {person} – {role} {seat}"),
                        person=ended.person_code,
                        role=ended.role,
                        seat=ended.seat_code,
                    )
                )
            )
        writer.write_now(lambda db: roster.write(base.unit(db), lines, BY))
    persons = len({line["person_code"] for line in lines})
    print(
        say(
            Text(
                N_("Imported: {duties:number} duties of {persons:number} persons."), duties=len(lines), persons=persons
            )
        )
    )
    return 0


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8. Raises BotError("file_missing")."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BotError("file_missing", path=str(path)) from error
