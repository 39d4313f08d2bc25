"""`import-calendar`: days of the calendar from a file, shown with all that they move before they are set."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.calendar_source import days_in
from bot.config import Settings
from bot.domain.calendar_days import DaysSet, as_plain
from bot.domain.calendars import Calendar, Day
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.screens import calendar_moves as wording
from bot.screens.calendar_year import KINDS
from bot.services.desk import calendar_moves
from bot.toml_file import TomlFile, read_toml
from bot.verbs.agreeing import ask
from bot.verbs.changing import carry_out
from bot.verbs.opening import say, to_preview


@dataclass(frozen=True)
class _Look:
    """What a file would change: the days that would be others, all that would be set, by which version, what moves."""

    days: dict[date, Day]
    decides: int | None
    own: DaysSet
    version: int
    moves: list[Text]


def run(options: Namespace, settings: Settings) -> int:
    """Check the whole file, show what it would change and move, ask, then set all of it."""
    file = read_toml(Path(options.file))
    found = days_in(file)
    seen = _look(settings, file, found)
    _show(seen)
    while not options.dry_run and (seen.days or seen.decides):
        if not options.yes:
            ask()
        try:
            done = carry_out(settings, "import-calendar", {"version": seen.version, "own": as_plain(seen.own)})
        except BotError as error:
            # Whoever agreed beforehand did not agree to something else.
            if error.code != "calendar_changed" or options.yes:
                raise
            print(say(Text(N_("The calendar has changed meanwhile; nothing was set. Now the file would do this:"))))
            seen = _look(settings, file, found)
            _show(seen)
        else:
            print(say(Text(N_("Set: version {version} of the calendar."), version=done["version"])))
            break
    return 0


def _look(settings: Settings, file: TomlFile, found: DaysSet) -> _Look:
    with to_preview(settings) as base:
        unit = base.unit(base.db)
        known = calendar_moves.known(unit)
        days = _others(file, found, known.calendar, known.today.day, known.until)
        # An old file does not make undecided again what is decided.
        decided = found.decided_through or 0
        decides = decided if decided > known.calendar.decided_through else None
        own = known.own.with_days(days)
        if decides:
            own = own.decided(decides, _source_of(found, decides) or file.path.name)
        moves = calendar_moves.moves(unit, own)
        lines = list(wording.lines(moves, calendar_moves.names(unit, moves)))
        return _Look(days, decides, own, calendar_moves.version(unit), lines)


def _others(file: TomlFile, found: DaysSet, calendar: Calendar, today: date, until: date) -> dict[date, Day]:
    """The days that are not yet as in the file. Raises BotError("bad_file") for what is past or not known yet."""
    others = {}
    for number, (day, each) in enumerate(found.days.items()):
        now = calendar.day(day)
        if (now.kind, now.name, now.source) == (each.kind, each.name, each.source):
            continue
        if (day <= today and now.kind is not each.kind) or day > until:
            raise file.refusal(f"{day:%d/%m/%Y}", "day", number, "date")
        others[day] = each
    return others


def _source_of(found: DaysSet, year: int) -> str:
    return next((each.source for day, each in found.days.items() if day.year == year), "")


def _show(seen: _Look) -> None:
    for day, each in sorted(seen.days.items()):
        words = N_("{day:day}: {kind}, {name} – {source}")
        print(say(Text(words, day=day, kind=Text(KINDS[each.kind]), name=each.name, source=each.source)))
    if seen.decides:
        print(say(Text(N_("The days off up to {year} are decided."), year=seen.decides)))
    if not (seen.days or seen.decides):
        print(say(Text(N_("The calendar is as in the file already; nothing changes."))))
        return
    for line in seen.moves:
        print(say(line))
