"""How difficulties go on from report to report: how often and since when one is raised, how a period leaves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache

from bot.domain.difficulties import (
    OF_MEMBERS,
    UNRESOLVED,
    DifficultyAct,
    DifficultyEvent,
    DifficultyState,
    current_state,
)
from bot.domain.periods import Period
from bot.domain.reports import Difficulty

_PERIODIC = "BC-"
_RAISES = frozenset(
    {DifficultyAct.SENT, DifficultyAct.RAISED_AGAIN, DifficultyAct.PARTLY_SOLVED, DifficultyAct.SUPPLEMENTED}
)
"""What says that a difficulty is still there; what is said twice in one report counts once."""
Events = Sequence[DifficultyEvent]


def times_raised(events: Iterable[DifficultyEvent]) -> int:
    """Return in how many reports a difficulty was raised, the first among them."""
    return len({event.report for event in events if event.act in _RAISES})


@lru_cache(maxsize=8192)
def first_period(code: str) -> Period:
    """Return the period that a difficulty was first reported in, of an ad hoc one the month: its code names it.

    It reads codes of reports as well. Raises BotError("bad_period") for what is no such code.
    """
    return Period.parse(code.split("-")[1])


@dataclass(frozen=True)
class Made:
    """When papers were made: until when they know what members say, and until when what the desk did.

    Both are one instant where papers are made and sent at once; where the desk works on them until it releases them,
    the figures of the reports are older than its acts.
    """

    reports: datetime
    acts: datetime

    @classmethod
    def at(cls, instant: datetime) -> Made:
        """Papers that know everything up to an instant."""
        return cls(instant, instant)

    def knows(self, event: DifficultyEvent) -> bool:
        """Return whether an event stands in these papers, as far as time tells."""
        return event.at <= (self.reports if event.act in OF_MEMBERS else self.acts)


def known(events: Events, through: Period, made: Made | None = None) -> Events:
    """Return what had happened by the papers of a period: nothing they do not know, nor said in a later report.

    Two periods are open at once for some days, so that time alone does not tell what belongs to which.
    """
    return [event for event in events if not _is_later(event, through) and (made is None or made.knows(event))]


def _is_later(event: DifficultyEvent, period: Period) -> bool:
    return event.report.startswith(_PERIODIC) and first_period(event.report) > period


@dataclass(frozen=True)
class Followed:
    """A difficulty that an earlier report carries, with its latest words and what happened to it."""

    difficulty: Difficulty
    seat: int
    report: str
    """The code of the report that carries it."""
    events: Events

    @property
    def code(self) -> str:
        """Its code."""
        return self.difficulty.code

    @property
    def state(self) -> DifficultyState:
        """Where it stands."""
        return current_state(self.events)

    @property
    def state_since(self) -> datetime:
        """When it came to stand there."""
        states = [current_state(self.events[:n]) for n in range(1, len(self.events) + 1)]
        last_other = max((n for n, state in enumerate(states) if state is not states[-1]), default=-1)
        return self.events[last_other + 1].at

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in UNRESOLVED

    @property
    def times(self) -> int:
        """In how many reports it was raised."""
        return times_raised(self.events)

    @property
    def since(self) -> Period:
        """The period, or the month, in which it was first sent."""
        return first_period(self.code)


@dataclass(frozen=True)
class Reckoning:
    """How a period leaves difficulties, in lines. Each term is counted by itself; see `adds_up`.

    `unmerged` and `merged` are kept in a snapshot only where they are not zero: one of before they were known counts
    what was merged among the closed.
    """

    carried: int = 0
    """Of earlier periods, and open when their papers were made."""
    new: int = 0
    """In reports of the period."""
    reopened: int = 0
    """Of earlier periods and ended by then, yet open now."""
    closed: int = 0
    """Carried or new, and ended now: closed, solved among that, withdrawn or not accepted."""
    open: int = 0
    unmerged: int = 0
    """Of earlier periods and merged into another by then, yet lines of their own again and open now."""
    merged: int = 0
    """Carried or new, and merged into another now: no line any more, its source stands in the other."""

    @property
    def sum(self) -> int:
        """What the terms come to."""
        return self.carried + self.new + self.reopened + self.unmerged - self.closed - self.merged

    @property
    def handled(self) -> Fraction | None:
        """The share that has ended of all that ended or is open; None where there is nothing of either.

        These are all that were open when the period began, were opened again in it or are new; what was merged counts
        with its head.
        """
        return Fraction(self.closed, self.closed + self.open) if self.closed + self.open else None

    @property
    def adds_up(self) -> bool:
        """Whether the line that states it is true."""
        return self.sum == self.open


@dataclass(frozen=True)
class Course:
    """A line between two papers: the state in which the earlier ones left it, and where it stands now.

    `before` is None for what the earlier ones did not know of.
    """

    before: DifficultyState | None
    now: DifficultyState
    is_new: bool = False
    """Whether a report of the period sent it first."""

    @property
    def terms(self) -> frozenset[str]:
        """The terms of the reckoning that count it: how it came and where it is; none where it is no line of either."""
        is_open = self.now in UNRESOLVED
        if self.is_new or self.before is None or self.before in UNRESOLVED:
            came = "new" if self.is_new else "carried"
        elif is_open:
            came = "unmerged" if self.before is DifficultyState.MERGED else "reopened"
        else:
            return frozenset()
        left = "open" if is_open else "merged" if self.now is DifficultyState.MERGED else "closed"
        return frozenset({came, left})


def is_open(events: Events, period: Period) -> bool:
    """Return whether a difficulty is still open by the reports up to those of `period`."""
    return current_state(known(events, period)) in UNRESOLVED


def course(events: Events, period: Period, before: Made, *, is_new: bool = False) -> Course:
    """Return how a line went from the papers of the period before to those of `period`.

    What came in for an earlier period after its papers were made is carried over.
    """
    then = () if is_new else known(events, period.previous(), before)
    return Course(current_state(then) if then else None, current_state(known(events, period)), is_new)


def reckon(courses: Iterable[Course]) -> Reckoning:
    """Count lines of earlier periods and those that are new."""
    return Reckoning(**Counter(term for each in courses for term in each.terms))
