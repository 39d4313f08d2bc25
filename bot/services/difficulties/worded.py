"""How a difficulty is worded for the document, beside what its member wrote: on its page, and asked by the acts."""

from __future__ import annotations

from bot.domain.handling import Case
from bot.domain.people import Actor, Role
from bot.domain.texts import Screen
from bot.domain.wordings import Wording, fitting, is_outdated
from bot.screens.difficulties import wordings as wording
from bot.services.difficulties.cases import names_of
from bot.services.tasks.listing import sees_all
from storage import wordings
from storage.unit import Unit


def wording_of(unit: Unit, case: Case) -> Wording | None:
    """Return the wording of what a difficulty says now; None where there is none."""
    return fitting(wordings.wordings_of(unit.db, [case.code]).get(case.code, ()), case.difficulty)


def beside(unit: Unit, actor: Actor, case: Case, screen: Screen) -> Screen:
    """Return the page of a difficulty with its wording, for the desk, leaders and those who hold its seat."""
    own = case.seat.id in (seat.id for seat in actor.seats)
    if not (own or sees_all(actor)):
        return screen
    found = wordings.wordings_of(unit.db, [case.code]).get(case.code, ())
    # To its member a wording of words that are gone is nothing to read; the desk has to make it anew.
    outdated = is_outdated(found, case.difficulty) and sees_all(actor)
    worded = wording.Worded(fitting(found, case.difficulty), outdated, names_of(unit, case.events))
    return wording.on_page(screen, case, worded, desk=Role.SECRETARIAT in actor.roles, own=own)
