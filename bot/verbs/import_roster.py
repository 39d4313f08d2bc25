"""`import-roster`: who may use the program."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.config import Settings
from bot.data_source import load_agencies, load_seats
from bot.domain.agencies import Agency
from bot.domain.characters import key
from bot.domain.rosters import Preview
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.screens.people import changes as wording
from bot.services.people import changes, roster
from bot.services.people.changes import Changes
from bot.services.tables.table import Line, Table
from bot.verbs import list_files
from bot.verbs.agreeing import ask
from bot.verbs.changing import carry_out
from bot.verbs.opening import clock_of, database, prepare, say, to_preview
from storage.backup import BACKUPS, make_backup


@dataclass(frozen=True)
class _Look:
    """What a file holds and would change, and which of its organisations have been followed by others."""

    lines: Sequence[Line]
    changes: Changes
    preview: Preview
    followed: Sequence[tuple[Agency, Agency]]


def run(options: Namespace, settings: Settings) -> int:
    """Check the whole file, show what it would change, ask, back up, then write all of it or nothing."""
    table = list_files.read(Path(options.file))
    seen = _look(settings, table, partial=options.add)
    list_files.say_sheets(table)
    _show(seen, whole=options.dry_run)
    while not (options.dry_run or seen.preview.changes_nothing):
        if seen.preview.loses_secretariat:
            raise BotError("roster_no_secretariat")
        if not options.yes:
            ask()
        _back_up(settings.directory())
        try:
            carry_out(settings, "import-roster", seen.changes.as_plain())
        except BotError as error:
            # Whoever agreed beforehand did not agree to something else.
            if error.code != "roster_changed" or options.yes:
                raise
            print(say(Text(N_("The roster has changed meanwhile; nothing was imported. Now the file would do this:"))))
            seen = _look(settings, table, partial=options.add)
            _show(seen, whole=False)
        else:
            _tell(seen.lines)
            break
    return 0


def _look(settings: Settings, table: Table, *, partial: bool) -> _Look:
    with to_preview(settings) as base:
        unit = base.unit(base.db)
        lines = roster.check(table, unit.rules.profile.bodies)
        found = changes.of_roster(unit, lines, partial=partial, known=load_seats())
        followed = roster.succeeded(lines, load_agencies(), unit.today)
        return _Look(lines, found, changes.preview(unit, found), followed)


def _show(seen: _Look, *, whole: bool) -> None:
    for line in wording.lines(seen.preview, None) if whole else wording.lines(seen.preview):
        print(say(line))
    if seen.preview.changes_nothing:
        print(say(Text(N_("Everything is as in the file; there is nothing to change."))))
    for old, new in seen.followed:
        remark = N_("Note: since {since:date} {old} has been followed by {new}. The file's name is taken as it is.")
        print(say(Text(remark, since=old.valid_to, old=old.name, new=new.name)))


def _tell(lines: Sequence[Line]) -> None:
    persons = len({key(line["person_code"]) for line in lines})
    done = N_("Imported: {duties:number} duties of {persons:number} persons.")
    print(say(Text(done, duties=len(lines), persons=persons)))


def _back_up(directory: Path) -> None:
    base = database(directory)
    if base.exists():
        prepare(directory)  # before a file of somebody else lies there
        made = make_backup(base, directory / BACKUPS, clock_of(directory).now())
        print(say(Text(N_("Backed up before: {path}"), path=str(made.path))), flush=True)
