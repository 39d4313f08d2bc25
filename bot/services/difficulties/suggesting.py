"""Which agency is likely in charge of a difficulty; the desk takes it or does not."""

from __future__ import annotations

from bot.domain.classifying import Matter
from bot.domain.correcting import said_of
from bot.domain.difficulties import UNRESOLVED
from bot.domain.handling import Case
from bot.domain.suggesting import Suggestion, likely
from bot.domain.triage import in_charge
from storage.unit import Unit


def suggestion(unit: Unit, case: Case) -> Suggestion | None:
    """Return the agency that is likely in charge, where neither its sender nor the desk has named one."""
    said = said_of(case.difficulty, Matter.AGENCY)
    if case.state not in UNRESOLVED or in_charge(case.events, said, said):
        return None
    return likely_of(unit, case)


def likely_of(unit: Unit, case: Case) -> Suggestion | None:
    """Return the agency that is likely in charge, whoever has been named."""
    found = case.difficulty
    return likely(found.provisions, unit.rules.fields[found.field].agency, unit.rules.agencies, unit.today)
