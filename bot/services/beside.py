"""Work that would hold up everybody is done beside the program: in a process of its own that can only read.

A service asks for the result (`reckoned`). Where the work is small it is done there and then. Else the service is left
by a `BesideError`, and with it everything it has done in this transaction; whoever runs the service has the work done
beside the loop, and runs the service once more, which then finds the result. Nothing is kept of it: a program that
dies meanwhile begins again with whatever led to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar, cast

from storage import paper_basis, to_plan
from storage.unit import Beside, Unit

MOST_AT_ONCE = 150
"""So many rows take some 15 ms: what is not larger is done at once."""
_WORDS_FOR_ONE = 30
"""So many rows that are only compared by their words take as long as one of what papers are made of."""
_ROUNDS = 3
"""So often it is reckoned anew because something was changed meanwhile; then it is done at once, however long."""

T_co = TypeVar("T_co", covariant=True)


class Work(Protocol[T_co]):
    """Something that is only read and reckoned: it and its result can be sent to another process, and it be hashed."""

    def size(self, unit: Unit) -> int:
        """Return about how many rows it goes over."""
        ...

    def __call__(self, unit: Unit) -> T_co:
        """Do it; nothing is written."""
        ...


class OverPapers:
    """Work that goes over what papers are made of."""

    def size(self, unit: Unit) -> int:
        """As many rows as papers go over."""
        return paper_basis.size(unit.db)


class OverTasks:
    """Work that goes over every task."""

    def size(self, unit: Unit) -> int:
        """As many as there are."""
        return paper_basis.tasks(unit.db)


class OverPlan:
    """Work that plans everything."""

    def size(self, unit: Unit) -> int:
        """As many rows as a plan of everything looks at."""
        return to_plan.size(unit.db)


class OverWords:
    """Work that goes over all that has been sent, by its words."""

    def size(self, unit: Unit) -> int:
        """As many rows of papers as take that long."""
        return -(-paper_basis.size(unit.db) // _WORDS_FOR_ONE)


@dataclass(frozen=True)
class Asked(Generic[T_co]):
    """A work, and whether what comes of it has to be exact."""

    work: Work[T_co]
    exactly: bool


class BesideError(Exception):
    """Raised through a service whose work is to be done beside; to be caught by whoever runs it, and by nobody else."""

    def __init__(self, asked: Asked[object], now: datetime, basis: str, place: Beside) -> None:
        super().__init__(type(asked.work).__name__)
        self.asked = asked
        self.now = now
        self.basis = basis
        self.place = place
        """Where the result is put, for the unit that asks again."""

    @property
    def is_of_words(self) -> bool:
        """Whether something is looked for by its words."""
        return isinstance(self.asked.work, OverWords)


def places() -> Beside:
    """Return where a unit finds what was reckoned beside it."""
    return Beside(MOST_AT_ONCE)


def reckoned(unit: Unit, work: Work[T_co], *, exactly: bool = False) -> T_co:
    """Return what comes of some work. Raises BesideError where it is too long to be done here.

    `exactly`: it has to be what would come of it in this transaction. Else it may be some seconds old, but never from
    before words were removed.
    """
    beside = unit.beside
    if beside is None:
        return work(unit)
    asked, basis = Asked(work, exactly), _basis(unit, exactly=exactly)
    found = beside.results.get(asked)
    if found is not None and found.basis == basis:
        return cast("T_co", found.value)
    if work.size(unit) <= beside.most or (found and found.rounds >= _ROUNDS):
        return work(unit)
    raise BesideError(asked, unit.now, basis, beside)


def _basis(unit: Unit, *, exactly: bool) -> str:
    """Another one where words were removed; where it is exact, where a paper, its day or its rules may be others."""
    removals = paper_basis.removals(unit.db)
    return (
        f"{removals}:{paper_basis.changes(unit.db)}:{unit.today}:{unit.rules.fingerprint}" if exactly else str(removals)
    )
