"""How difficulties go on from report to report: how often and since when one is raised, how a period leaves them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.difficulties import UNRESOLVED, DifficultyAct, DifficultyEvent, DifficultyState, current_state
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


def first_period(code: str) -> Period:
    """Return the period that a difficulty was first reported in, of an ad hoc one the month: its code names it.

    It reads codes of reports as well. Raises BotError("bad_period") for what is no such code.
    """
    return Period.parse(code.split("-")[1])


def known(events: Events, through: Period, until: datetime | None = None) -> Events:
    """Return what had happened by the papers of a period: nothing later than `until`, nor said in a later report.

    Two periods are open at once for some days, so that time alone does not tell what belongs to which.
    """
    return [event for event in events if not _is_later(event, through) and (until is None or event.at <= until)]


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
    """How a period leaves difficulties. Each is counted by itself; carried + new + reopened - closed = open."""

    carried: int = 0
    """Of earlier periods, and open when their papers were made."""
    new: int = 0
    """In reports of the period."""
    reopened: int = 0
    """Of earlier periods and closed by then, yet open now."""
    closed: int = 0
    """Carried or new, and closed now: solved, withdrawn, merged, not accepted or closed by the desk."""
    open: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether the line that states it is true."""
        return self.carried + self.new + self.reopened - self.closed == self.open


def was_open(events: Events, period: Period, since: datetime) -> bool:
    """Return whether a difficulty of an earlier period is carried over into `period`.

    `since` is when the papers of the period before were made. What came in for one of those after that is carried over.
    """
    before = known(events, period.previous(), since)
    return not before or current_state(before) in UNRESOLVED


def is_open(events: Events, period: Period) -> bool:
    """Return whether a difficulty is still open by the reports up to those of `period`."""
    return current_state(known(events, period)) in UNRESOLVED


def reckon(earlier: Iterable[Events], new: Iterable[Events], period: Period, since: datetime) -> Reckoning:
    """Count difficulties of earlier periods and those that are new in `period`; `since` as in `was_open`."""
    old = [(was_open(events, period, since), is_open(events, period)) for events in earlier]
    came = [is_open(events, period) for events in new]
    return Reckoning(
        carried=sum(before for before, _ in old),
        new=len(came),
        reopened=sum(now and not before for before, now in old),
        closed=sum(before and not now for before, now in old) + sum(not now for now in came),
        open=sum(now for _, now in old) + sum(came),
    )
