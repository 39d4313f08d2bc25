"""What the desk asks its leader about a difficulty, and what the leader says: pure rules over events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.difficulties import GOES_ON, UNRESOLVED, DifficultyAct, DifficultyEvent, current_state
from bot.domain.duties import keeps_roster
from bot.domain.forms import Form, Step
from bot.domain.handling import WORDS
from bot.domain.mail_forms import MAIL_ADDRESS, MAIL_CODE
from bot.domain.people import Role
from bot.domain.texts import N_, Text

DIRECTING = "directing"
"""The kind of drafts that become an opinion of a leader; they are of no seat, and their subject is the code."""
TASK_DIRECTING = "directing_task"
"""The same of a task."""
OF_EVERYBODY = frozenset({MAIL_ADDRESS, MAIL_CODE})
"""The kinds of drafts that are about whoever writes them."""
OF_LEADERS = frozenset({DIRECTING, TASK_DIRECTING})
DIRECTION = "direction"
"""The key of an event's detail that says which direction it is."""


class Direction(StrEnum):
    """What a leader says of a difficulty; the value stands in the base."""

    AGREED = "agreed"
    """To what the desk proposed last."""
    OWN = "own"
    """Words of the leader's own."""
    URGED = "urged"
    """What is late is to be urged."""


_OF_DESK = GOES_ON | {DifficultyAct.PROPOSED}
"""After one of these a direction does not wait for the desk any more."""


@dataclass(frozen=True)
class Directed:
    """A direction with its words: for one that agrees, those of the proposal; empty for one that urges."""

    direction: Direction
    at: datetime
    actor: str
    words: str


def may_direct(events: Sequence[DifficultyEvent]) -> bool:
    """Return whether a leader may say something of a difficulty: as long as something is to be done about it."""
    return current_state(events) in UNRESOLVED


def proposal(events: Sequence[DifficultyEvent]) -> DifficultyEvent | None:
    """Return what the desk proposed last, None where it never asked."""
    return next((event for event in reversed(events) if event.act is DifficultyAct.PROPOSED), None)


def awaits_opinion(events: Sequence[DifficultyEvent]) -> bool:
    """Return whether the desk waits for an opinion: one that urges answers no proposal."""
    last = next((event for event in reversed(events) if _is_opinion(event) or _is_proposal(event)), None)
    return last is not None and _is_proposal(last) and may_direct(events)


def _is_proposal(event: DifficultyEvent) -> bool:
    return event.act is DifficultyAct.PROPOSED


def _is_opinion(event: DifficultyEvent) -> bool:
    return event.act is DifficultyAct.DIRECTED and event.detail[DIRECTION] != Direction.URGED


def awaits_desk(events: Sequence[DifficultyEvent]) -> bool:
    """Return whether a leader has said something and the desk has done nothing since."""
    return bool(_since_desk(events)) and may_direct(events)


def may_urge(events: Sequence[DifficultyEvent]) -> bool:
    """Return whether what is late may be urged by the leader: not twice while the desk has done nothing since."""
    return may_direct(events) and all(event.detail[DIRECTION] != Direction.URGED for event in _since_desk(events))


def _since_desk(events: Sequence[DifficultyEvent]) -> list[DifficultyEvent]:
    acts = [number for number, event in enumerate(events) if event.act in _OF_DESK]
    return [event for event in events[acts[-1] if acts else 0 :] if event.act is DifficultyAct.DIRECTED]


def directions(events: Sequence[DifficultyEvent]) -> list[Directed]:
    """Return what leaders have said of a difficulty, in order."""
    return [directed(events, number) for number, e in enumerate(events) if e.act is DifficultyAct.DIRECTED]


def directed(events: Sequence[DifficultyEvent], number: int) -> Directed:
    """Return the direction that event `number`, counted from 0, is."""
    event = events[number]
    direction = Direction(str(event.detail[DIRECTION]))
    asked = proposal(events[:number]) if direction is Direction.AGREED else None
    return Directed(direction, event.at, event.actor, str((asked or event).detail.get(WORDS, "")))


def may_work_on(kind: str, roles: frozenset[Role]) -> bool:
    """Return whether whoever holds `roles` may work on a draft of no seat of this kind."""
    if kind in OF_EVERYBODY:
        return True
    return Role.LEADER in roles if kind in OF_LEADERS else keeps_roster(roles)


def opinion_form() -> Form:
    """Return the form in which a leader says what is to be done."""
    asked = Text(N_("What is to be done? The Standing Body reads it as it is typed; the member does not."))
    return Form((Step(WORDS, (asked,), least=3, most=2000, extendable=True),), items_max=1)
