"""`simulate`: what would be sent in some days to come, if nobody did anything; played on a copy, nothing is written."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from sqlite_utils import Database

from bot.channels.telegram.capabilities import CAPABILITIES
from bot.clock import VN
from bot.config import Settings
from bot.data_source import rules_in
from bot.domain.days import kept
from bot.domain.forecasts import MOST_DAYS, Forecast, by_day, by_person
from bot.domain.reminder_rules import Kind, Rule
from bot.domain.texts import BLANK, N_, Text, joined
from bot.errors import BotError
from bot.runtime.ports import Capabilities
from bot.runtime.simulation import Program, forecast
from bot.screens import forecasting as wording
from bot.toml_file import read_toml
from bot.verbs.opening import Base, say, to_read
from storage import people, reminder_rules
from storage.rehearsal import copy_in_memory
from storage.unit import Rules

DAYS = 14
"""So many days are shown where no last one is named."""

MakeProgram = Callable[[Rules, Mapping[str, Capabilities]], Program]


def run(options: Namespace, settings: Settings, program: MakeProgram) -> int:
    """Print by day and person what would be sent, then what would not be and why."""
    rules = rules_in(read_toml(Path(options.rule))) if options.rule else {}
    with to_read(settings) as base:
        today = base.clock.now().astimezone(VN).date()
        first = _day(options.first) or today
        last = _day(options.last) or first + timedelta(days=DAYS)
        _check(first, last, today)
        with copy_in_memory(base.db) as copy:
            if rules:
                _lay_over(base, copy, rules)
            found = forecast(program(base.rules, {"telegram": CAPABILITIES}), copy, base.clock.now(), last)
            for line in _told(copy, found.since(first), first, last):
                print(say(line))
    return 0


def _day(typed: str | None) -> date | None:
    found = kept(typed) if typed else None
    if typed and found is None:
        raise BotError("day_bad", typed=typed)
    return found


def _check(first: date, last: date, today: date) -> None:
    if first < today:
        raise BotError("simulate_past", day=first, today=today)
    if last < first:
        raise BotError("simulate_order", first=first, last=last)
    if last > today + timedelta(days=MOST_DAYS):
        raise BotError("simulate_far", day=last, last=today + timedelta(days=MOST_DAYS))


def _lay_over(base: Base, copy: Database, rules: Mapping[Kind, Rule]) -> None:
    """Set rules in the copy, over those in force; the reminders that follow are planned anew by its first plan."""
    unit = base.unit(copy)
    reminder_rules.put_version(copy, {**unit.rules.reminders.rules, **rules}, "simulate", unit.now)


def _told(db: Database, found: Forecast, first: date, last: date) -> Iterator[Text]:
    yield wording.heading(first, last, found.pushes)
    for day, pushes in by_day(found.pushes).items():
        yield BLANK
        yield wording.of_day(day, pushes)
        for person, of_person in by_person(pushes).items():
            name = Text("{name}", name=people.person_by_id(db, person).full_name) if person else wording.DESK_GROUP
            for push in of_person:
                words = N_("  {at:clock} {name}: {what}")
                yield Text(words, at=push.at, name=name, what=joined(wording.what(push), "; "))
    if found.unsent:
        yield BLANK
        yield Text(N_("Not sent:"))
    for each in found.unsent:
        who = people.person_by_id(db, each.person).full_name
        words = N_("  {day:date} {name}: {what} – {why}")
        yield Text(words, day=each.day, name=who, what=wording.matter(each.matter), why=wording.why(each.reason))
