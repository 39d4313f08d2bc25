"""The card of a week for leaders: how the week before went and how things stand, where anything is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from bot.clock import VN
from bot.domain.leading import card_day, went
from bot.domain.operations import Lane, Operation, Piece, Send, Topic, TopicKind
from bot.domain.people import Role, To
from bot.domain.preferences import Preferences
from bot.domain.task_figures import figures_of
from bot.screens.leading import weekly as wording
from bot.screens.leading.weekly import Week
from bot.services.beside import OverPapers, reckoned
from bot.services.desk import queue
from bot.services.leading.situation import situations
from bot.services.leading.task_lists import undecided
from bot.services.overview import repeated
from bot.services.people.quiet import held
from bot.services.tasks.figures import course_lines
from storage import addressees, difficulties, outbox, people, preferences
from storage import queue as queued
from storage.unit import Unit

_LEADERS = frozenset({Role.LEADER})
_WEEK = timedelta(days=7)


def send(unit: Unit) -> Iterable[Piece]:
    """Send the card to every leader once a week: on its day from its hour on, else later in the same week.

    Who has paused reminders gets none meanwhile; nobody does on a day off or in quiet hours.
    """
    if not _has_come(unit):
        return
    chosen, told = preferences.everybodys(unit.db), _keys(unit)
    known = outbox.known_keys(unit.db, told)
    for key, (person, to) in told.items():
        if key not in known and not chosen.get(person, Preferences()).is_paused(unit.today):
            yield Piece(to.reader.full_name, partial(_send, unit, to, key))


def _has_come(unit: Unit) -> bool:
    rules, calendar = unit.rules.profile.leaders, unit.rules.calendar
    day = card_day(unit.today, rules.weekly_weekday, calendar)
    return (
        day is not None and calendar.is_working(unit.today) and unit.now >= datetime.combine(day, rules.weekly_at, VN)
    )


def _keys(unit: Unit) -> dict[str, tuple[int, To]]:
    """Who gets a card, by the key of the message: one for a person, however many accounts there are."""
    found: dict[str, tuple[int, To]] = {}
    for to in addressees.recipients(unit.db, _LEADERS, unit.today):
        assert to.account is not None
        person = people.person_of_account(unit.db, to.account).id
        found.setdefault(f"weekly:{_week(unit)}:{person}", (person, to))
    return found


def _week(unit: Unit) -> str:
    year, week, _ = unit.today.isocalendar()
    return f"{year}-W{week:02}"


def _send(unit: Unit, to: To, key: str) -> Sequence[Operation]:
    week = reckoned(unit, WeekOf())
    if not (week.open or week.tasks or week.went.new or week.went.ended):
        return ()
    topic = Topic(TopicKind.WEEKLY, {"week": _week(unit)})
    over = _monday(unit) + _WEEK
    return held(unit, [Send(to, wording.card(week), topic=topic, lane=Lane.BULK, key=key, expires_at=over)])


@dataclass(frozen=True)
class WeekOf(OverPapers):
    """The work of finding what the card says, which is the same for every leader."""

    def __call__(self, unit: Unit) -> Week:
        """Find it."""
        return _found(unit)


def _monday(unit: Unit) -> datetime:
    """The first instant of this week."""
    return datetime.combine(unit.today - timedelta(days=unit.today.weekday()), time(), VN)


def _found(unit: Unit) -> Week:
    until = _monday(unit)
    since = until - _WEEK
    ways = difficulties.events_of(unit.db, queued.touched(unit.db, since, until))
    items, running = queue.items(unit), situations(unit)
    courses = course_lines(unit)
    counted = figures_of(courses)
    return Week(
        first=since.date(),
        last=(until - timedelta(days=1)).date(),
        went=went(ways.values(), since, until),
        open=len(items),
        missed=sum(item.reply_missed is not None for item in items),
        tasks=counted.open,
        overdue=counted.overdue,
        periods=[(each.period, each.figures) for each in running],
        asked=sum(item.asks_leader for item in items),
        repeated=repeated(running),
        now=unit.now,
        undecided=len(undecided(unit, courses)),
    )
