"""The acts of the desk on a difficulty: each is kept as an event, and told to those who hold its seat today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from bot.clock import VN
from bot.domain.characters import clean
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.handling import ADVICE, AGENCY, DATED, DOCUMENT, UNTIL, WORDS, Case, open_to_desk
from bot.domain.people import Actor, Role
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens.difficulties import notices as wording
from bot.screens.difficulties.standing import standing
from bot.services.difficulties import clusters
from bot.services.difficulties.cases import case_of, people_of, record, to_seat
from bot.services.reply import Reply
from bot.services.reporting import acceptance
from storage import receptions
from storage.rows import iso
from storage.unit import Unit

Told = Callable[[Case], Screen]


def accept(unit: Unit, actor: Actor, code: str) -> Reply:
    """Accept a difficulty for handling. An ad hoc report nobody has accepted is accepted whole, with what follows."""
    case = _open(unit, actor, code, DifficultyAct.ACCEPTED)
    if case.report.urgency and receptions.reception(unit.db, case.report.code).accepted_at is None:
        return acceptance.accept(unit, actor, case.report.code)
    return _done(unit, actor, case, DifficultyAct.ACCEPTED, {}, wording.accepted)


def ask_back(unit: Unit, actor: Actor, code: str, words: str, within: int | None = None) -> Reply:
    """Ask the sender for more, within so many working days, those of the profile where none are named."""
    case = _open(unit, actor, code, DifficultyAct.ASKED)
    days = unit.rules.profile.supplement_within if within is None else within
    detail = {WORDS: _worded(words), UNTIL: iso(until(unit, days))}
    return _done(unit, actor, case, DifficultyAct.ASKED, detail, lambda c: wording.asked(unit.rules.fields, c))


def forward(unit: Unit, actor: Actor, code: str, agency: str, reply_by: date | None = None) -> Reply:
    """Record that a difficulty was forwarded to an agency, by its code in the list or its name."""
    case = _open(unit, actor, code, DifficultyAct.FORWARDED)
    known = unit.rules.agencies.get(agency)
    detail = {AGENCY: known.name if known else _worded(agency)}
    if reply_by:
        detail[UNTIL] = reply_by.isoformat()
    return _done(unit, actor, case, DifficultyAct.FORWARDED, detail, wording.forwarded)


def answer(unit: Unit, actor: Actor, code: str, words: str, document: str = "", dated: date | None = None) -> Reply:
    """Record the result, with the document that holds it; its sender is asked once what it has come to in practice.

    Where the question reaches nobody no day is set after which silence counts.
    """
    case = _open(unit, actor, code, DifficultyAct.ANSWERED)
    detail = {WORDS: _worded(words)}
    if clean(document):
        detail[DOCUMENT] = clean(document)
    if dated:
        detail[DATED] = dated.isoformat()
    if people_of(unit, case.seat):
        detail[UNTIL] = iso(until(unit, unit.rules.profile.confirm_within))
    return _done(unit, actor, case, DifficultyAct.ANSWERED, detail, wording.result)


def give_back(unit: Unit, actor: Actor, code: str, reason: str) -> Reply:
    """Return a difficulty to its sender to be put in order."""
    case = _open(unit, actor, code, DifficultyAct.RETURNED)
    return _done(unit, actor, case, DifficultyAct.RETURNED, {WORDS: _worded(reason)}, wording.returned)


def not_accept(unit: Unit, actor: Actor, code: str, reason: str, advice: str = "") -> Reply:
    """Do not accept a difficulty; `advice` says what its sender can do instead."""
    case = _open(unit, actor, code, DifficultyAct.NOT_ACCEPTED)
    detail = {WORDS: _worded(reason)}
    if clean(advice):
        detail[ADVICE] = clean(advice)
    return _done(unit, actor, case, DifficultyAct.NOT_ACCEPTED, detail, wording.not_accepted)


def close(unit: Unit, actor: Actor, code: str, reason: str) -> Reply:
    """Close a difficulty, which does not say that it is solved."""
    case = _open(unit, actor, code, DifficultyAct.CLOSED)
    return _done(unit, actor, case, DifficultyAct.CLOSED, {WORDS: _worded(reason)}, wording.closed)


def until(unit: Unit, days: int) -> datetime:
    """Return the hour of deadlines on the last of so many working days from today."""
    day = unit.rules.calendar.working_day_after(unit.today, days)
    return datetime.combine(day, unit.rules.profile.periods.hour, VN)


def _open(unit: Unit, actor: Actor, code: str, act: DifficultyAct) -> Case:
    """Return the case. Raises BotError: rights, not_found, or difficulty_moved_on where the act is not open to it."""
    if Role.SECRETARIAT not in actor.roles:
        raise BotError("rights", phone=unit.rules.profile.office.phone)
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


def _done(unit: Unit, actor: Actor, case: Case, act: DifficultyAct, detail: Mapping[str, object], told: Told) -> Reply:
    after = record(unit, case, DifficultyEvent(act, unit.now, f"person:{actor.person.code}", detail))
    notices = to_seat(unit, after, told(after))
    more, said = clusters.spread(unit, after, told, reached=bool(notices))
    return Reply(toast=said or wording.recorded(case.code, told=bool(notices)), notices=(*notices, *more))
