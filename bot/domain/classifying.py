"""How the desk classifies a difficulty: what can be corrected or marked, and what has been."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Matter(StrEnum):
    """What of a difficulty the desk can correct; the value stands in the base and in buttons.

    The first three are answers of its sender, and called as these are.
    """

    FIELD = "field"
    PROCEDURE = "procedure"
    AGENCY = "agency"
    TITLE = "title"
    """A few words by which the desk knows it; its sender gives none."""
    CAUSE = "cause"
    """Why it arises, as the annex names it; its sender is not asked."""
    AFFECTED = "affected"
    """Whom it affects and where, likewise."""
    CRITERIA = "criteria"
    OUTSIDE = "outside"
    """The code it has in another system, such as PAKN.20260812.0012."""


ANSWERED = (Matter.FIELD, Matter.PROCEDURE, Matter.AGENCY)
BESIDE = (Matter.TITLE, Matter.CAUSE, Matter.AFFECTED, Matter.OUTSIDE)
"""What the desk says of a difficulty in words of its own, of which its sender says nothing."""
TYPED = frozenset({Matter.PROCEDURE, Matter.AGENCY, *BESIDE})
"""What is kept as somebody typed it; the others are codes."""


class Criterion(StrEnum):
    """By what a rule itself is the difficulty: Resolution 206/2025/QH15, Article 2; the value stands in the base."""

    CONFLICT = "conflict"
    """Rules contradict or overlap each other, in one document or between several."""
    UNCLEAR = "unclear"
    """A rule is unclear, read in several ways, unreasonable or cannot be carried out."""
    BURDEN = "burden"
    """A rule makes it costly to comply with."""
    MISSING = "missing"
    """There is no rule, or the rules hold back what is new."""


MATTER, SAID, BEFORE, AFTER, CODE, NAMES = "matter", "said", "before", "after", "code", "names"
"""Keys of the detail of a correction: what was corrected; what its sender said of it then; how it was classified
before and since; the code of an agency that is on the list; the names of both fields, in Vietnamese and English."""


@dataclass(frozen=True)
class Classified:
    """What the desk says of a difficulty besides, or otherwise than its sender."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    """What its sender said where the desk says otherwise, by the names of the columns."""
    beside: Mapping[Matter, str] = field(default_factory=dict)
    """What the desk says besides, by what it is about; nothing is empty."""
    criteria: tuple[Criterion, ...] = ()
    names: tuple[str, ...] = ()
    """The names of the field it was put into, by which it is found."""

    @property
    def searched(self) -> tuple[str, ...]:
        """What searching looks at besides the words of its sender."""
        return (*self.beside.values(), *self.names)


UNCLASSIFIED = Classified()
"""Of a difficulty that stands as its sender has it."""
