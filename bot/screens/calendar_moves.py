"""What a change of the calendar moves, in words: for whoever makes it, and for whom it concerns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.calendar_moves import DeadlineMove, Moves, PeriodMove, ReminderMove
from bot.domain.calendars import DayKind
from bot.domain.people import Person
from bot.domain.provisional import Step
from bot.domain.texts import BLANK, N_, NP_, Excerpt, Screen, Text
from bot.screens.matters import matter

_NAMED, _DAYS = 8, 8
_STEPS: Mapping[Step, str] = {
    Step.OPENING: N_("• Announcement of {period}: {before:date} → {after:date}"),
    Step.DUE: N_("• Deadline of {period}: {before:date} → {after:date}"),
    Step.DIGEST: N_("• Aggregate of {period}: {before:date} → {after:date}"),
    Step.STOP: N_("• Close of {period}: {before:date} → {after:date}"),
}


@dataclass(frozen=True)
class Moved:
    """What moves, as it is told: the lines about it, how many reminders, and whose deadlines."""

    lines: Sequence[Text]
    reminders: int
    deadlines: Sequence[DeadlineMove]

    @property
    def persons(self) -> Mapping[int, Sequence[DeadlineMove]]:
        """Those whose own deadline moves, each with what does."""
        return Moves((), self.deadlines, ()).persons


def moved(found: Moves, people: Mapping[int, Person]) -> Moved:
    """Return what moves as it is told; `people` are those who may be named."""
    return Moved(tuple(lines(found, people)), len(found.reminders), tuple(found.deadlines))


def lines(found: Moves, people: Mapping[int, Person]) -> Iterator[Text]:
    """Yield what moves: deadlines that come earlier in front, then days of periods, deadlines, reminders."""
    earlier = [move for move in found.deadlines if move.is_earlier]
    later = [move for move in found.deadlines if not move.is_earlier]
    if not (found.periods or found.deadlines or found.reminders):
        yield Text(N_("No deadline and no reminder moves."))
        return
    if earlier:
        count = len({move.person for move in earlier})
        yield Text(_EARLIER, count=count)
        yield from _deadlines(earlier, people)
    if found.periods:
        yield Text(N_("Days of periods:"))
        yield from _first([_period(move) for move in found.periods])
    if later:
        yield Text(_LATER, count=len({move.person for move in later}))
        yield from _deadlines(later, people)
    yield from _reminders(found.reminders, people)


_EARLIER = NP_(
    "<b>Attention: the deadline of {count:count} person comes earlier:</b>",
    "<b>Attention: the deadlines of {count:count} persons come earlier:</b>",
    by="count",
)
_LATER = NP_(
    "The deadline of {count:count} person comes later:", "Deadlines of {count:count} persons come later:", by="count"
)
_OTHERS = NP_("and {count:count} other", "and {count:count} others", by="count")


def _first(found: Sequence[Text]) -> Iterator[Text]:
    yield from found[:_NAMED]
    if len(found) > _NAMED:
        yield Text(_OTHERS, count=len(found) - _NAMED)


def _period(move: PeriodMove) -> Text:
    return Text(_STEPS[move.step], period=move.period, before=move.before, after=move.after)


def _deadlines(found: Sequence[DeadlineMove], people: Mapping[int, Person]) -> Iterator[Text]:
    words = N_("• {full_name}, {matter}: {before:date} → {after:date}")
    yield from _first(
        [
            Text(
                words,
                full_name=Excerpt(people[move.person].full_name),
                matter=matter(move.kind, move.subject),
                before=move.before,
                after=move.after,
            )
            for move in found
        ]
    )


def _reminders(found: Sequence[ReminderMove], people: Mapping[int, Person]) -> Iterator[Text]:
    if not found:
        yield Text(N_("No reminder that is not sent yet moves."))
        return
    words = N_("Reminders not sent yet that move: {count:count}, to {persons:count} persons.")
    yield Text(words, count=len(found), persons=len({move.person for move in found}))
    yield from _by_day(found)
    yield from _first([_reminder(move, people) for move in found])


def _by_day(found: Sequence[ReminderMove]) -> Iterator[Text]:
    counted = Counter((move.before, move.after) for move in found)
    persons: dict[tuple[date | None, date | None], set[int]] = defaultdict(set)
    for move in found:
        persons[move.before, move.after].add(move.person)
    for pair, number in list(counted.items())[:_DAYS]:
        words = N_("{days}: {count:count} reminders, {persons:count} persons")
        yield Text(words, days=_days(*pair), count=number, persons=len(persons[pair]))


def _days(before: date | None, after: date | None) -> Text:
    if before is None:
        return Text(N_("new on {after:date}"), after=after)
    if after is None:
        return Text(N_("{before:date}, no more"), before=before)
    return Text(N_("{before:date} → {after:date}"), before=before, after=after)


def _reminder(move: ReminderMove, people: Mapping[int, Person]) -> Text:
    return Text(
        N_("• {full_name}, {matter}: {days}"),
        full_name=Excerpt(people[move.person].full_name),
        matter=matter(move.kind, move.subject),
        days=_days(move.before, move.after),
    )


def told(moved: Sequence[DeadlineMove]) -> Screen:
    """Tells somebody that deadlines of theirs have moved."""
    each = [
        Text(
            N_("• {matter}: {before:date} → {after:day}"),
            matter=matter(move.kind, move.subject),
            before=move.before,
            after=move.after,
        )
        for move in moved
    ]
    heading = Text(N_("The days off have been changed by a decision, and your deadlines move:"))
    note = Text(N_("Some come earlier than before: please take note."))
    return Screen((heading, *_first(each), *((BLANK, note) if any(move.is_earlier for move in moved) else ())))


def swapped(kind: DayKind, other: date) -> Text:
    """Return the name of a day that was swapped with another."""
    words = (
        N_("Make-up day (in place of {other:date})")
        if kind is DayKind.MAKE_UP
        else N_("Day off (in place of {other:date})")
    )
    return Text(words, other=other)
