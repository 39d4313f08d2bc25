"""How a difficulty is worded for the document, beside what its member wrote: on its page, and asked by the acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain.difficulties import DifficultyEvent
from bot.domain.handling import Case
from bot.domain.operations import Guard
from bot.domain.people import Actor, Role
from bot.domain.texts import Screen
from bot.domain.wordings import Wording, asked, fitting, is_outdated
from bot.screens.difficulties import wordings as wording
from bot.services.difficulties.cases import names_of
from bot.services.tasks.listing import sees_all
from storage import difficulties, reports, wordings
from storage.rows import iso
from storage.unit import Unit


def wording_of(unit: Unit, case: Case) -> Wording | None:
    """Return the wording of what a difficulty says now; None where there is none."""
    return fitting(wordings.wordings_of(unit.db, [case.code]).get(case.code, ()), case.difficulty)


def asked_guard(code: str, event: DifficultyEvent) -> Guard:
    """Return the question whether what the member is asked by an event is still to be asked when it leaves."""
    return Guard("wording_asked", {"code": code, "at": iso(event.at)})


def still_asked(db: Database, asking: Mapping[str, Any], _now: datetime) -> bool:
    """The guard of what asks a member: is the wording that was asked about `at` still the one of now, and unanswered?

    It is not where the desk has worded the difficulty with this `code` anew before it left, nor where the member has
    amended it.
    """
    code = asking["code"]
    events, report = difficulties.events_of(db, [code]).get(code, ()), reports.report_of_difficulty(db, code)
    number = asked(events)
    if report is None or not number or iso(events[number - 1].at) != asking["at"]:
        return False
    said = next(each for each in report.difficulties if each.code == code)
    return fitting(wordings.wordings_of(db, [code]).get(code, ()), said) is not None


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
