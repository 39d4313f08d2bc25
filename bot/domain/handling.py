"""What may be done to a difficulty in the state it is in, and what silence means: pure rules over its events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.difficulties import UNRESOLVED, DifficultyAct, DifficultyEvent, DifficultyState, current_state
from bot.domain.people import Seat
from bot.domain.reports import Difficulty, Report

OBJECTION, SUPPLEMENT = "objection", "supplement"
"""The kinds of drafts that become words about a difficulty: why it is not solved, what is added. Their subject is its
code; that of an objection names the event too, as `VM-2611-031:4`."""

WORDS, UNTIL, SILENCE = "words", "until", "silence"
"""Keys of an event's detail: what was said; until when it can be answered, ISO; whether nobody said anything."""
AGENCY, DOCUMENT, DATED, ADVICE, INTO = "agency", "document", "dated", "advice", "into"
"""To whom it was forwarded; the document of a result and its day, ISO; what can be done instead; the code of the one
that it was merged into."""
HELD = "held"
"""Until when an act of the desk can be taken back, ISO; as long its notice waits."""
FILES = "files"
"""The numbers of the files that go with a result."""
COUNTED = "counted"
"""The day that the days of an authority end on, ISO, where it is a day off and `UNTIL` is the working day after it."""

_AT_WORK = frozenset(
    {DifficultyState.ACCEPTED, DifficultyState.ASKED, DifficultyState.FORWARDED, DifficultyState.ANSWERED}
)
_OPEN_TO_DESK: Mapping[DifficultyAct, frozenset[DifficultyState]] = {
    DifficultyAct.ACCEPTED: frozenset({DifficultyState.SENT, DifficultyState.RETURNED}),
    DifficultyAct.ASKED: frozenset({DifficultyState.SENT, DifficultyState.ACCEPTED, DifficultyState.FORWARDED}),
    DifficultyAct.FORWARDED: _AT_WORK,
    DifficultyAct.ANSWERED: _AT_WORK,
    DifficultyAct.RETURNED: frozenset({DifficultyState.SENT, DifficultyState.ACCEPTED, DifficultyState.ASKED}),
    DifficultyAct.NOT_ACCEPTED: frozenset(
        {DifficultyState.SENT, DifficultyState.ACCEPTED, DifficultyState.ASKED, DifficultyState.RETURNED}
    ),
    DifficultyAct.CLOSED: UNRESOLVED,
    DifficultyAct.REOPENED: frozenset({DifficultyState.CLOSED, DifficultyState.NOT_ACCEPTED}),
    DifficultyAct.PROPOSED: UNRESOLVED,
    DifficultyAct.MERGED: UNRESOLVED,
    DifficultyAct.UNMERGED: frozenset({DifficultyState.MERGED}),
    DifficultyAct.CORRECTED: frozenset(DifficultyState) - {DifficultyState.WITHDRAWN},
}
_OF_ONE_ALONE = frozenset({DifficultyAct.CORRECTED, DifficultyAct.WORDED})
"""What the desk does to one difficulty, also where that was merged: it reaches no other, and comes from none."""
_ENDED = (DifficultyState.CLOSED, DifficultyState.MERGED)
"""What is merged is answered and closed with its head."""
_MAY_BE_ADDED_TO = UNRESOLVED | {DifficultyState.NOT_ACCEPTED, DifficultyState.MERGED}
_CONFIRMATIONS = frozenset({DifficultyAct.SOLVED, DifficultyAct.PARTLY_SOLVED, DifficultyAct.NOT_SOLVED})
_OF_SENDER = _CONFIRMATIONS | {DifficultyAct.SUPPLEMENTED, DifficultyAct.RAISED_AGAIN}
"""Whoever does one of these after a result is not silent about it."""
ENDING = frozenset(
    {
        DifficultyAct.FORWARDED,
        DifficultyAct.RETURNED,
        DifficultyAct.NOT_ACCEPTED,
        DifficultyAct.WITHDRAWN,
        DifficultyAct.CLOSED,
        DifficultyAct.SOLVED,
        DifficultyAct.NOT_SOLVED,
        DifficultyAct.SUPPLEMENTED,
        DifficultyAct.LAPSED,
        DifficultyAct.REOPENED,
    }
)
"""After one of these nothing is waited for that was asked before it; what was merged may be parted and wait again."""


@dataclass(frozen=True)
class Case:
    """A difficulty of the live version of its report, as it is classified, and what has happened to it, in order."""

    difficulty: Difficulty
    report: Report
    seat: Seat
    events: tuple[DifficultyEvent, ...]

    @property
    def code(self) -> str:
        """The code of the difficulty."""
        return self.difficulty.code

    @property
    def state(self) -> DifficultyState:
        """Where it stands."""
        return current_state(self.events)


@dataclass(frozen=True)
class Note:
    """What an officer noted on a difficulty: for the desk alone, and no event of it."""

    at: datetime
    actor: str
    words: str


def files_of(event: DifficultyEvent) -> tuple[int, ...]:
    """Return the numbers of the files that go with a result; none of any other event."""
    named = event.detail.get(FILES)
    return tuple(named) if isinstance(named, list) else ()


class Verdict(StrEnum):
    """What its sender says a result has come to; the value stands in buttons."""

    SOLVED = "y"
    PARTLY_SOLVED = "p"
    NOT_SOLVED = "n"

    @property
    def act(self) -> DifficultyAct:
        """What it is as an event."""
        return DifficultyAct[self.name]


class DeskAct(StrEnum):
    """An act of the desk that is told in words of its own; the value stands in buttons."""

    ASKED = "q"
    FORWARDED = "f"
    ANSWERED = "r"
    NOT_ACCEPTED = "n"
    RETURNED = "b"
    CLOSED = "c"
    REOPENED = "o"
    PROPOSED = "l"
    """The leader is asked; the member is told nothing of it."""
    NOTED = "i"
    """A note for the desk alone, which is no event of a difficulty: nobody else ever reads it."""

    @property
    def act(self) -> DifficultyAct:
        """What it is as an event. Raises KeyError for a note."""
        return DifficultyAct[self.name]


def open_to_desk(act: DifficultyAct, events: Sequence[DifficultyEvent]) -> bool:
    """Return whether the desk may do this to a difficulty now; what is no act of the desk never."""
    if act is DifficultyAct.REOPENED and is_solved(events):
        return False
    return current_state(events) in _OPEN_TO_DESK.get(act, ())


def open_acts(events: Sequence[DifficultyEvent]) -> list[DeskAct]:
    """Return the acts with words that are open to the desk now, notes left out, in the order they are offered in."""
    return [act for act in DeskAct if act is not DeskAct.NOTED and open_to_desk(act.act, events)]


def awaits_forwarding(events: Sequence[DifficultyEvent]) -> bool:
    """Return whether the time runs in which a difficulty is to be forwarded: not while its sender is asked."""
    untouched = all(event.act not in (DifficultyAct.FORWARDED, DifficultyAct.ANSWERED) for event in events)
    return untouched and current_state(events) in (DifficultyState.SENT, DifficultyState.ACCEPTED)


def accepted_together(cases: Sequence[Case], now: datetime) -> list[Case]:
    """Return the difficulties of a report that were accepted last, at one instant, as far as that can be taken back."""
    found = [(case, case.events[number - 1]) for case in cases if (number := revocable(case.events, now))]
    accepted = [(case, event.at) for case, event in found if event.act is DifficultyAct.ACCEPTED]
    last = max((at for _, at in accepted), default=None)
    return [case for case, at in accepted if at == last]


def newest(events: Sequence[DifficultyEvent]) -> int:
    """Return the number of the newest event that stands, the first being 1."""
    standing = (number for number in range(len(events), 0, -1) if events[number - 1].act is not DifficultyAct.UNDONE)
    return next(standing, 0)


def brought_about(events: Sequence[DifficultyEvent]) -> int:
    """Return the number of the newest event that brought a difficulty where it stands, the first being 1; 0 for none.

    What is said of it beside that, such as a correction, a wording or an opinion, brings it nowhere.
    """
    number, here = len(events), _place(events)
    while number > 1 and _place(events[: number - 1]) == here:
        number -= 1
    again = (at for at in range(len(events), number, -1) if events[at - 1].act is events[number - 1].act)
    return next(again, number)


def _place(events: Sequence[DifficultyEvent]) -> tuple[DifficultyState, bool]:
    return current_state(events), is_solved(events)


def revocable(events: Sequence[DifficultyEvent], now: datetime) -> int:
    """Return the number of the act of the desk that can be taken back at this moment, the first being 1; 0 for none.

    Only the newest that has happened: of what came after it, something may rest on it. What reached a difficulty with
    its head is taken back with its head; a correction and a wording reach one alone. A direction is its leader's, and
    taken back by nobody else.
    """
    number = newest(events)
    act = events[number - 1].act if number else None
    merged = current_state(events) is DifficultyState.MERGED and act not in _OF_ONE_ALONE
    return 0 if merged or act is DifficultyAct.DIRECTED else _held(events, number, now)


def revocable_direction(events: Sequence[DifficultyEvent], actor: str, now: datetime) -> int:
    """Return the number of the direction that its leader, as the audit names them, can take back now; 0 for none."""
    number = newest(events)
    own = bool(number) and (events[number - 1].act, events[number - 1].actor) == (DifficultyAct.DIRECTED, actor)
    return _held(events, number, now) if own else 0


def _held(events: Sequence[DifficultyEvent], number: int, now: datetime) -> int:
    held = events[number - 1].detail.get(HELD) if number else None
    return number if isinstance(held, str) and now < datetime.fromisoformat(held) else 0


def may_be_added_to(events: Sequence[DifficultyEvent]) -> bool:
    """Return whether its sender may add something to a difficulty, asked or unasked."""
    return current_state(events) in _MAY_BE_ADDED_TO


def confirmation(events: Sequence[DifficultyEvent], number: int) -> DifficultyEvent | None:
    """Return what its sender said first after event `number`, the first being 1, of what it has come to; or None."""
    return next((event for event in events[number:] if event.act in _CONFIRMATIONS), None)


def opinion(events: Sequence[DifficultyEvent]) -> DifficultyEvent | None:
    """Return what its sender said last of what it has come to, after the newest result where there is one; or None."""
    results = [number for number, event in enumerate(events) if event.act is DifficultyAct.ANSWERED]
    since = events[results[-1] :] if results else events
    return next((event for event in reversed(since) if event.act in _CONFIRMATIONS), None)


def may_say(events: Sequence[DifficultyEvent], number: int, verdict: Verdict) -> bool:
    """Return whether a sender may still say this of event `number`, a result or a close.

    Of the newest result everything, once, also after it was closed meanwhile. Of a close that it is not solved, where
    nothing has come of it since.
    """
    asked = next(iter(events[number - 1 : number]), None)
    if asked is None or number < 1 or confirmation(events, number):
        return False
    state = current_state(events)
    if asked.act is DifficultyAct.ANSWERED:
        is_newest = all(event.act is not DifficultyAct.ANSWERED for event in events[number:])
        return is_newest and state in (DifficultyState.ANSWERED, *_ENDED)
    return asked.act is DifficultyAct.CLOSED and verdict is Verdict.NOT_SOLVED and state in _ENDED


def asked_about(events: Sequence[DifficultyEvent]) -> int:
    """Return the number of the event of which its sender can say something now, the first being 1; 0 for none."""
    numbers = range(len(events), 0, -1)
    return next((number for number in numbers if may_say(events, number, Verdict.NOT_SOLVED)), 0)


def silent_until(events: Sequence[DifficultyEvent]) -> datetime | None:
    """Return when silence about the newest result closes a difficulty; None where it does not.

    Whoever said anything since is not silent; a result that reached nobody has no such day.
    """
    if current_state(events) is not DifficultyState.ANSWERED:
        return None
    return _until(events, DifficultyAct.ANSWERED, _OF_SENDER | ENDING)


def asked_until(events: Sequence[DifficultyEvent]) -> datetime | None:
    """Return until when the desk waits for what it asked; None where it does not wait."""
    if current_state(events) is not DifficultyState.ASKED:
        return None
    return _until(events, DifficultyAct.ASKED, ENDING)


def _until(events: Sequence[DifficultyEvent], act: DifficultyAct, answers: frozenset[DifficultyAct]) -> datetime | None:
    number = max(number for number, event in enumerate(events) if event.act is act)
    if any(event.act in answers for event in events[number:]):
        return None
    until = events[number].detail.get(UNTIL)
    return datetime.fromisoformat(until) if isinstance(until, str) else None


def head_of(events: Sequence[DifficultyEvent]) -> str:
    """Return the code of what a difficulty was merged into; empty where it is followed by itself."""
    if current_state(events) is not DifficultyState.MERGED:
        return ""
    return next(str(event.detail.get(INTO, "")) for event in reversed(events) if event.act is DifficultyAct.MERGED)


def is_solved(events: Sequence[DifficultyEvent]) -> bool:
    """Return whether its sender has said that a difficulty is solved; that it is closed says no such thing."""
    ends = [event.act for event in events if event.act in (DifficultyAct.SOLVED, DifficultyAct.CLOSED)]
    return current_state(events) is DifficultyState.CLOSED and ends[-1] is DifficultyAct.SOLVED
