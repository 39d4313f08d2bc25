"""Several difficulties that an officer has marked, to do one thing with all of them: which of them it is open to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zlib import crc32

from bot.domain.difficulties import DifficultyAct
from bot.domain.handling import Case, DeskAct, newest, open_to_desk
from bot.domain.triage import Claim, group_of

JOINT = "joint"
"""The kind of the drafts of an act on what is marked, which are of no seat; their subject is the act."""
MOST = 30
"""So many can be marked at once."""


class JointAct(StrEnum):
    """What can be done with all that is marked; the value stands in buttons."""

    ACCEPTED = "a"
    FORWARDED = "f"
    ASKED = "q"
    NOT_ACCEPTED = "n"
    CLAIMED = "c"
    HANDED_OVER = "h"

    @property
    def with_words(self) -> DeskAct | None:
        """The act with words that it is for each; None for one without."""
        return DeskAct[self.name] if self.name in DeskAct.__members__ else None

    @property
    def event(self) -> DifficultyAct | None:
        """The event it is for each; None where it is none."""
        return DifficultyAct[self.name] if self.name in DifficultyAct.__members__ else None


class Hindrance(StrEnum):
    """Why an act is not done with a difficulty that is marked."""

    GONE = "gone"
    """No report carries it any more."""
    STATE = "state"
    """The act is not open where it stands."""
    ADHOC = "adhoc"
    """It is of an ad hoc report that nobody has accepted, which is accepted whole."""
    TAKEN = "taken"
    """A colleague takes care of it."""
    OWN = "own"
    """It is with whoever should take it on already."""
    FAILED = "failed"
    """Something went wrong with it alone."""


@dataclass(frozen=True)
class Marked:
    """A difficulty that is marked: as it is now, who takes care of it, why the act is not done; None where it is."""

    code: str
    case: Case | None
    claim: Claim | None
    hindrance: Hindrance | None = None


@dataclass(frozen=True)
class Facts:
    """What decides whether an act is open to what is marked: who it would be with, which ad hoc reports wait whole."""

    person: int
    """The officer who acts."""
    to: int = 0
    """The colleague to whom it would be handed over."""
    unaccepted: frozenset[str] = frozenset()
    """The codes of the ad hoc reports that nobody has accepted."""


def hindrance(act: JointAct, case: Case | None, claim: Claim | None, facts: Facts) -> Hindrance | None:
    """Return why an act is not open to a difficulty; None where it is."""
    if case is None:
        return Hindrance.GONE
    if act.event is None:
        return _of_claims(act, case, claim, facts)
    if not open_to_desk(act.event, case.events):
        return Hindrance.STATE
    if act is JointAct.ACCEPTED and case.report.code in facts.unaccepted:
        return Hindrance.ADHOC
    return None


def _of_claims(act: JointAct, case: Case, claim: Claim | None, facts: Facts) -> Hindrance | None:
    if group_of(case.events) is None:
        return Hindrance.STATE
    if claim and claim.person == (facts.to or facts.person):
        return Hindrance.OWN
    mine = claim is None or (act is JointAct.HANDED_OVER and claim.person == facts.person)
    return None if mine else Hindrance.TAKEN


def fingerprint(marked: Iterable[Marked]) -> int:
    """Return a number that changes with what is marked, with what happened to it, and with what is open to it."""
    said = [(each.code, newest(each.case.events) if each.case else 0, str(each.hindrance)) for each in marked]
    return crc32(repr(sorted(said)).encode())


def by_seat(cases: Sequence[Case]) -> Mapping[int, Sequence[Case]]:
    """Return difficulties by the seat that sent them, in their order."""
    found: dict[int, list[Case]] = {}
    for case in cases:
        found.setdefault(case.seat.id, []).append(case)
    return found
