"""The acts of the desk on a difficulty: each is kept as an event, and told to those who hold its seat today.

Nobody is told before the time is over in which an act can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from bot.clock import VN
from bot.domain.agencies import only
from bot.domain.characters import clean
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.handling import (
    ADVICE,
    AGENCY,
    COUNTED,
    DATED,
    DOCUMENT,
    HELD,
    UNTIL,
    WORDS,
    Case,
    open_to_desk,
)
from bot.domain.people import Actor
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens.difficulties import notices as wording
from bot.screens.difficulties.standing import standing
from bot.services.difficulties import clusters
from bot.services.difficulties.cases import case_of, people_of, record, to_seat
from bot.services.people.duties import officer_only
from bot.services.reply import Reply
from bot.services.reporting import acceptance
from storage import receptions
from storage.rows import iso
from storage.unit import Unit

Detail = Mapping[str, object]
_TOLD: Mapping[DifficultyAct, Callable[[Unit, Case], Screen]] = {
    DifficultyAct.ACCEPTED: lambda _unit, case: wording.accepted(case),
    DifficultyAct.ASKED: lambda unit, case: wording.asked(unit.rules.fields, case),
    DifficultyAct.FORWARDED: lambda _unit, case: wording.forwarded(case),
    DifficultyAct.ANSWERED: lambda _unit, case: wording.result(case),
    DifficultyAct.RETURNED: lambda _unit, case: wording.returned(case),
    DifficultyAct.NOT_ACCEPTED: lambda _unit, case: wording.not_accepted(case),
    DifficultyAct.CLOSED: lambda _unit, case: wording.closed(case),
    DifficultyAct.REOPENED: lambda _unit, case: wording.reopened(case),
}


def accept(unit: Unit, actor: Actor, code: str) -> Reply:
    """Accept a difficulty for handling. An ad hoc report nobody has accepted is accepted whole, with what follows."""
    case = open_case(unit, actor, code, DifficultyAct.ACCEPTED)
    if case.report.urgency and receptions.reception(unit.db, case.report.code).accepted_at is None:
        return acceptance.accept(unit, actor, case.report.code, meant=code)
    return do(unit, actor, case, DifficultyAct.ACCEPTED, {})


def ask_back(unit: Unit, actor: Actor, code: str, words: str, within: int | None = None) -> Reply:
    """Ask the sender for more, within so many working days, those of the profile where none are named."""
    case = open_case(unit, actor, code, DifficultyAct.ASKED)
    return do(unit, actor, case, DifficultyAct.ASKED, asking(unit, words, within))


def asking(unit: Unit, words: str, within: int | None = None, by: date | None = None) -> Detail:
    """Return what is kept of a question, which is to be answered within so many working days, or `by` a day."""
    days = unit.rules.profile.supplement_within if within is None else within
    last = datetime.combine(by, unit.rules.profile.periods.hour, VN) if by else until(unit, days)
    return {WORDS: _worded(words), UNTIL: iso(last)}


def forward(
    unit: Unit, actor: Actor, code: str, agency: str, reply_by: date | None = None, document: str = ""
) -> Reply:
    """Record that a difficulty was forwarded to an agency, by its code in the list or its name.

    Where no day is named the agency has the days of the profile.
    """
    case = open_case(unit, actor, code, DifficultyAct.FORWARDED)
    return do(unit, actor, case, DifficultyAct.FORWARDED, forwarding(unit, agency, reply_by, document))


def forwarding(unit: Unit, agency: str, reply_by: date | None = None, document: str = "") -> Detail:
    """Return what is kept of a forwarding."""
    agencies, calendar = unit.rules.agencies, unit.rules.calendar
    known = agencies.get(agency) or agencies.get(only(agencies, agency))
    detail: dict[str, object] = {AGENCY: known.name if known else _worded(agency)}
    if clean(document):
        detail[DOCUMENT] = clean(document)
    counted = unit.today + timedelta(days=unit.rules.profile.reply_within)
    moved = counted if calendar.is_working(counted) else calendar.next_working_after(counted)
    detail[UNTIL] = (reply_by or moved).isoformat()
    if reply_by is None and moved != counted:
        detail[COUNTED] = counted.isoformat()
    return detail


def answer(unit: Unit, actor: Actor, code: str, words: str, document: str = "", dated: date | None = None) -> Reply:
    """Record the result, with the document that holds it; its sender is asked once what it has come to in practice."""
    case = open_case(unit, actor, code, DifficultyAct.ANSWERED)
    return do(unit, actor, case, DifficultyAct.ANSWERED, answering(unit, case, words, document, dated))


def answering(unit: Unit, case: Case, words: str, document: str = "", dated: date | None = None) -> Detail:
    """Return what is kept of a result.

    Where the question reaches nobody no day is set after which silence counts.
    """
    detail: dict[str, object] = {WORDS: _worded(words)}
    if clean(document):
        detail[DOCUMENT] = clean(document)
    if dated:
        detail[DATED] = dated.isoformat()
    if people_of(unit, case.seat):
        detail[UNTIL] = iso(until(unit, unit.rules.profile.confirm_within))
    return detail


def give_back(unit: Unit, actor: Actor, code: str, reason: str) -> Reply:
    """Return a difficulty to its sender to be put in order."""
    case = open_case(unit, actor, code, DifficultyAct.RETURNED)
    return do(unit, actor, case, DifficultyAct.RETURNED, saying(reason))


def not_accept(unit: Unit, actor: Actor, code: str, reason: str, advice: str = "") -> Reply:
    """Do not accept a difficulty; `advice` says what its sender can do instead."""
    case = open_case(unit, actor, code, DifficultyAct.NOT_ACCEPTED)
    return do(unit, actor, case, DifficultyAct.NOT_ACCEPTED, saying(reason, advice))


def close(unit: Unit, actor: Actor, code: str, reason: str) -> Reply:
    """Close a difficulty, which does not say that it is solved."""
    case = open_case(unit, actor, code, DifficultyAct.CLOSED)
    return do(unit, actor, case, DifficultyAct.CLOSED, saying(reason))


def reopen(unit: Unit, actor: Actor, code: str, reason: str) -> Reply:
    """Open again what was closed, where its sender has not said that it is solved."""
    case = open_case(unit, actor, code, DifficultyAct.REOPENED)
    return do(unit, actor, case, DifficultyAct.REOPENED, saying(reason))


def saying(words: str, advice: str = "") -> Detail:
    """Return what is kept of an act that gives a reason."""
    advised = {ADVICE: clean(advice)} if clean(advice) else {}
    return {WORDS: _worded(words), **advised}


def until(unit: Unit, days: int) -> datetime:
    """Return the hour of deadlines on the last of so many working days from today."""
    day = unit.rules.calendar.working_day_after(unit.today, days)
    return datetime.combine(day, unit.rules.profile.periods.hour, VN)


def open_case(unit: Unit, actor: Actor, code: str, act: DifficultyAct) -> Case:
    """Return the case. Raises BotError: rights, not_found, or difficulty_moved_on where the act is not open to it."""
    officer_only(unit, actor)
    case = case_of(unit, code)
    if case is None:
        raise BotError("not_found", typed=code)
    if not open_to_desk(act, case.events):
        raise BotError("difficulty_moved_on", code=code, state=standing(case.events))
    return case


def _worded(words: str) -> str:
    """What somebody is told has words. Raises BotError("words_missing")."""
    text = clean(words)
    if not text:
        raise BotError("words_missing")
    return text


def do(unit: Unit, actor: Actor, case: Case, act: DifficultyAct, detail: Detail) -> Reply:
    """Do something that is open to a case, and have everybody of its seat told once it cannot be taken back."""
    after = record(unit, case, event_of(unit, actor, act, detail))
    told = to_seat(unit, after, told_of(unit, after))
    more, said = clusters.spread(unit, after, partial(told_of, unit), reached=bool(told))
    recorded = wording.recorded(case.code, unit.rules.profile.undo_within, told=bool(told))
    return Reply(toast=said or recorded, notices=(*told, *more))


def event_of(unit: Unit, actor: Actor, act: DifficultyAct, detail: Detail) -> DifficultyEvent:
    """Return an act of an officer at this moment; until when it can be taken back stands in it."""
    held = {HELD: iso(unit.now + unit.rules.profile.undo_within)}
    return DifficultyEvent(act, unit.now, f"person:{actor.person.code}", {**detail, **held})


def preview(unit: Unit, actor: Actor, case: Case, act: DifficultyAct, detail: Detail) -> Screen:
    """Return what those of its seat would be told of an act."""
    return told_of(unit, replace(case, events=(*case.events, event_of(unit, actor, act, detail))))


def told_of(unit: Unit, case: Case) -> Screen:
    """Return what those of its seat are told of the newest event of a case, an act of the desk."""
    return _TOLD[case.events[-1].act](unit, case)
