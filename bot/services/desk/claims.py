"""Who of the desk takes care of a difficulty, as its page says it."""

from __future__ import annotations

from bot.domain.handling import Case
from bot.domain.people import Actor, Role
from bot.domain.texts import Screen
from bot.domain.triage import Claim, QueueView, group_of
from bot.screens import triage as wording
from storage import claims
from storage.unit import Unit


def claim_of(unit: Unit, case: Case) -> Claim | None:
    """Return who takes care of a difficulty; nobody where it has ended since, or they are of the desk no longer."""
    found = claims.claims(unit.db, [case.code], unit.today).get(case.code)
    return found if found and found.holds(case.events) else None


def beside(unit: Unit, actor: Actor, screen: Screen, case: Case, view: QueueView | None) -> Screen:
    """Return the page of a difficulty with who takes care of it, as the desk sees it while it is open."""
    if Role.SECRETARIAT not in actor.roles or group_of(case.events) is None:
        return screen
    claim = claim_of(unit, case)
    own = claim is not None and claim.person == actor.person.id
    return wording.with_claim(screen, case.code, claim, unit.now, view, own=own)
