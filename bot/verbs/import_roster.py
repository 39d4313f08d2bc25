"""`import-roster`: who may use the program."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bot.config import Settings
from bot.data_source import load_agencies, load_seats
from bot.domain.characters import key
from bot.domain.texts import N_, Text
from bot.services.people import roster
from bot.services.people.roster import Ended
from bot.verbs import list_files
from bot.verbs.opening import BY, say, to_write


def run(options: Namespace, settings: Settings) -> int:
    """Check the whole file, say which duties end and which organisations have changed, then write."""
    # Before the base is opened: a file that is not there must not bring one into being.
    table = list_files.read(Path(options.file))
    with to_write(settings) as (base, writer):
        lines = roster.check(table, base.rules.profile.bodies)
        list_files.say_sheets(table)
        for ended in roster.missing_duties(base.unit(base.db), lines):
            print(_ends(ended))
        for old, new in roster.succeeded(lines, load_agencies(), base.unit(base.db).today):
            remark = N_("Note: since {since:date} {old} has been followed by {new}. The name was imported as it is.")
            print(say(Text(remark, since=old.valid_to, old=old.name, new=new.name)))
        writer.write_now(lambda db: roster.write(base.unit(db), lines, BY, load_seats()))
    persons = len({key(line["person_code"]) for line in lines})
    done = N_("Imported: {duties:number} duties of {persons:number} persons.")
    print(say(Text(done, duties=len(lines), persons=persons)))
    return 0


def _ends(ended: Ended) -> str:
    words = N_("Ends today: {person} – {role} {seat}")
    return say(Text(words, person=ended.person_code, role=ended.role, seat=ended.seat_code))
