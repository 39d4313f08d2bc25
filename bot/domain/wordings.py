"""What the document is to say in the place of a member's words, which stay as they are; and what the member says of it.

A wording belongs to the very words it was made of: of a version that says something else it says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.difficulties import GOES_ON, UNRESOLVED, DifficultyAct, DifficultyEvent, DifficultyState, current_state
from bot.domain.english import is_english
from bot.domain.reports import Difficulty

CONTENT, PROPOSAL = "content", "proposal"
"""The questions that are worded. `PROPOSAL` is a key of the detail of an event as well; the content stands as its
words."""

_ANSWERS = frozenset({DifficultyAct.WORDING_CONFIRMED, DifficultyAct.WORDING_OBJECTED})
_ABOUT_WORDING = _ANSWERS | {DifficultyAct.WORDED, DifficultyAct.WORDING_SENT}
_OF_DESK = GOES_ON | {DifficultyAct.WORDED, DifficultyAct.WORDING_SENT}


class Agreement(StrEnum):
    """What a member says of a wording; the value stands in buttons."""

    CONFIRMED = "y"
    OBJECTED = "n"

    @property
    def act(self) -> DifficultyAct:
        """What it is as an event."""
        return DifficultyAct[f"WORDING_{self.name}"]


@dataclass(frozen=True)
class Wording:
    """How the desk worded a difficulty, when and by whom, and the words of the member that it had before it."""

    at: datetime
    actor: str
    content: str
    proposal: str
    """Empty where the member's stays as it is."""
    of_content: str
    of_proposal: str

    def fits(self, difficulty: Difficulty) -> bool:
        """Return whether a difficulty, as some version has it, says what this was made of."""
        answers = difficulty.answers
        return (self.of_content, self.of_proposal) == (answers[CONTENT], answers[PROPOSAL])


def fitting(wordings: Sequence[Wording], difficulty: Difficulty) -> Wording | None:
    """Return the newest of these, which are in order, that is of the words of a difficulty as some version has it."""
    return next((wording for wording in reversed(wordings) if wording.fits(difficulty)), None)


def is_outdated(wordings: Sequence[Wording], difficulty: Difficulty) -> bool:
    """Return whether a difficulty was worded, but says something else by now."""
    return bool(wordings) and fitting(wordings, difficulty) is None


def lacks_vietnamese(content: str, proposal: str) -> bool:
    """Return whether what a paper would print is in English, of which it is to have a Vietnamese wording."""
    return is_english(content) or is_english(proposal)


def may_be_worded(events: Sequence[DifficultyEvent]) -> bool:
    """Return whether the desk may word a difficulty: wherever it stands, unless its sender took it back."""
    return current_state(events) is not DifficultyState.WITHDRAWN


def may_be_sent(events: Sequence[DifficultyEvent]) -> bool:
    """Return whether the member can be asked about the newest wording: once, of what is still being worked on."""
    last = next((event.act for event in reversed(events) if event.act in _ABOUT_WORDING), None)
    return last is DifficultyAct.WORDED and current_state(events) in UNRESOLVED


def sent(events: Sequence[DifficultyEvent]) -> int:
    """Return the number of the event, the first being 1, that asked about the newest wording; 0 for none."""
    for number in range(len(events), 0, -1):
        if events[number - 1].act is DifficultyAct.WORDING_SENT:
            return number
        if events[number - 1].act is DifficultyAct.WORDED:
            break
    return 0


def answer(events: Sequence[DifficultyEvent]) -> DifficultyEvent | None:
    """Return what the member said of the newest wording, None where nothing."""
    number = sent(events)
    return next((event for event in events[number:] if event.act in _ANSWERS), None) if number else None


def asked(events: Sequence[DifficultyEvent]) -> int:
    """Return the number of the event of which the member can say something now, the first being 1; 0 for none."""
    withdrawn = current_state(events) is DifficultyState.WITHDRAWN
    return 0 if withdrawn or answer(events) else sent(events)


def is_objected(events: Sequence[DifficultyEvent]) -> bool:
    """Return whether the member asked for another wording, and there has been none since."""
    said = answer(events)
    return said is not None and said.act is DifficultyAct.WORDING_OBJECTED


def awaits_wording(events: Sequence[DifficultyEvent]) -> bool:
    """Return whether the desk has done nothing since the member asked for another wording."""
    acts = [event.act for event in events if event.act in _OF_DESK or event.act is DifficultyAct.WORDING_OBJECTED]
    return bool(acts) and acts[-1] is DifficultyAct.WORDING_OBJECTED
