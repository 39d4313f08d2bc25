"""How the reports of a seat are approved: the principal's setting, and who approves in the principal's place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.domain import delegation_forms as asked
from bot.domain.approving import DELEGATE, DELEGATION, SINCE, UNTIL, Delegation
from bot.domain.days import kept
from bot.domain.form_questions import missing
from bot.domain.forms import Done, Draft, Form
from bot.domain.operations import Operation
from bot.domain.people import MEMBER_ROLES, Actor, Person, Role, Seat
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.screens.reporting import deciding as deciding_wording
from bot.screens.reporting import delegating as wording
from bot.services.reply import Reply, with_remark
from bot.services.reporting.deciding import subject_of
from bot.services.reporting.drafting import DraftForm, open_draft, seat_of
from bot.services.reporting.submitting import plain, reachable, told
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import approvals, drafts, ledgers, people, submissions
from storage.unit import Unit


def show(unit: Unit, actor: Actor) -> Reply:
    """Show how the reports of the actor's seats are approved, and what waits."""
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.rules([_rule(unit, actor, seat) for seat in actor.seats], actor.person.id))


def _rule(unit: Unit, actor: Actor, seat: Seat) -> wording.Rule:
    requirement = approvals.requirements(unit.db, [seat.id]).get(seat.id)
    found = approvals.delegations(unit.db, [seat.id], unit.today)
    names = people.persons_by_id(unit.db, {each.person for each in found} | {each.by for each in found})
    return wording.Rule(
        seat,
        requirement,
        people.person_by_id(unit.db, requirement.by).full_name if requirement else "",
        [each.person.full_name for each in reachable(unit, seat.id)],
        [(each, names[each.person].full_name, names[each.by].full_name) for each in found],
        [plain(unit, each) for each in submissions.waiting(unit.db, [seat.id])],
        principal=is_principal(actor, seat.id),
        decides=approvals.authority(unit.db, seat.id, actor.person.id, unit.today) is not None,
    )


def is_principal(actor: Actor, seat: int) -> bool:
    """Return whether the actor is a principal of a seat at this moment."""
    return any(duty.role is Role.PRINCIPAL and duty.seat and duty.seat.id == seat for duty in actor.duties)


def require(unit: Unit, actor: Actor, seat_id: int, *, on: bool) -> Reply:
    """Have the reports of a seat need approval, or not; tell everybody of the seat.

    Raises BotError("stale") unless the actor is its principal.
    """
    seat = _as_principal(actor, seat_id)
    if approvals.is_required(unit.db, seat.id) != on:
        if on:
            approvals.require(unit.db, seat.id, actor.person.id, unit.now)
        else:
            approvals.release(unit.db, seat.id)
        _audit(unit, actor, "approval.required" if on else "approval.released", seat)
        said = wording.required(seat.organisation, actor.person.full_name, unit.now, on=on)
        return replace(
            with_remark(show(unit, actor), said), notices=_to_others(unit, actor, seat, said, f"required-{on}")
        )
    return show(unit, actor)


def _as_principal(actor: Actor, seat_id: int) -> Seat:
    seat = next((seat for seat in actor.seats if seat.id == seat_id), None)
    if seat is None or not is_principal(actor, seat_id):
        raise BotError("stale")
    return seat


def _to_others(unit: Unit, actor: Actor, seat: Seat, line: Text, what: str) -> tuple[Operation, ...]:
    persons = people.persons_of_seat(unit.db, seat.id, MEMBER_ROLES, unit.today)
    key = f"approval:{what}:{seat.id}:{unit.now:%Y%m%d%H%M%S%f}"
    return tuple(
        notice
        for person in persons
        if person != actor.person.id
        for notice in told(unit, person, wording.told(line), key)
    )


def _audit(unit: Unit, actor: Actor, verb: str, seat: Seat, detail: dict[str, object] | None = None) -> None:
    ledgers.append_audit(unit.db, unit.now, f"person:{actor.person.code}", verb, f"seat:{seat.code}", detail)


def start(unit: Unit, actor: Actor, seat_id: int) -> Reply:
    """Open the form in which approval is delegated, or the draft of it that there is.

    Raises BotError("stale") unless the actor is the principal of the seat.
    """
    seat = _as_principal(actor, seat_id)
    if not _others(unit, actor.person.id, seat.id):
        return Reply(wording.nobody_to_delegate(seat.organisation))
    draft = drafts.live_draft(unit.db, actor.person.id, seat.id, DELEGATION, "") or drafts.add_draft(
        unit.db, actor.person.id, seat.id, DELEGATION, "", "", unit.now
    )
    if not draft.rev:
        draft = replace(draft, position=_form(unit, draft).start(), rev=1)
        drafts.save_draft(unit.db, draft, unit.now)
    return open_draft(unit, actor, FORM, draft)


def _others(unit: Unit, own: int, seat: int) -> list[Person]:
    """Who else is of a seat and no principal of it, to whom approval can be delegated."""
    principals = people.persons_of_seat(unit.db, seat, frozenset({Role.PRINCIPAL}), unit.today)
    persons = people.persons_of_seat(unit.db, seat, MEMBER_ROLES, unit.today)
    found = people.persons_by_id(unit.db, [each for each in persons if each != own and each not in principals])
    return sorted(found.values(), key=lambda person: person.id)


def _form(unit: Unit, draft: Draft) -> Form:
    since = kept(draft.items[0].get(SINCE, "")) if draft.items else None
    return asked.delegation_form(_others(unit, draft.person, draft.seat), unit.today_for_words, since)


def _result(unit: Unit, draft: Draft) -> tuple[Person, date, date] | None:
    """Who approves, from which day and until before which; None while something is missing or past."""
    if not draft.items or missing(_form(unit, draft), draft):
        return None
    answers = draft.items[0]
    person = next((p for p in _others(unit, draft.person, draft.seat) if p.code == answers[DELEGATE]), None)
    since = max(kept(answers.get(SINCE, "")) or unit.today, unit.today)
    last = kept(answers[UNTIL])
    if person is None or last is None or last < since:
        return None
    return person, since, last + timedelta(days=1)


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    found = _result(unit, draft)
    names = {person.code: person.full_name for person in _others(unit, draft.person, draft.seat)}
    result = (found[0].full_name, found[1], found[2] - timedelta(days=1)) if found else None
    view = wording.View(_form(unit, draft), seat_of(actor, draft).organisation, names, result)
    return wording.delegating(view, draft)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    seat, found = _as_principal(actor, draft.seat), _result(unit, draft)
    if found is None:
        raise BotError("stale")
    person, since, until = found
    number = approvals.delegate(unit.db, seat.id, person.id, actor.person.id, (since, until), unit.now)
    detail: dict[str, object] = {"to": person.code, "from": since.isoformat(), "until": until.isoformat()}
    _audit(unit, actor, "approval.delegated", seat, detail)
    drafts.close_draft(unit.db, draft.id, subject_of(draft), unit.now)
    last = until - timedelta(days=1)
    said = wording.delegated(person.full_name, actor.person.full_name, seat.organisation, since, last)
    return replace(
        with_remark(show(unit, actor), said), notices=_to_others(unit, actor, seat, said, f"delegated-{number}")
    )


def stop(unit: Unit, actor: Actor, delegation_id: int) -> Reply:
    """End what was delegated, at once; tell everybody of the seat.

    Raises BotError("stale") unless the actor is a principal of the seat or the delegate.
    """
    found = approvals.delegation(unit.db, delegation_id, unit.today)
    seat = _stoppable(actor, found)
    assert found is not None
    approvals.stop(unit.db, found.id, actor.person.id, unit.now)
    person = people.person_by_id(unit.db, found.person)
    _audit(unit, actor, "approval.delegation_stopped", seat, {"to": person.code, "delegation": found.id})
    said = wording.stopped(person.full_name, seat.organisation, actor.person.full_name, unit.now)
    return replace(
        with_remark(show(unit, actor), said), notices=_to_others(unit, actor, seat, said, f"stopped-{found.id}")
    )


def _stoppable(actor: Actor, found: Delegation | None) -> Seat:
    seat = next((seat for seat in actor.seats if found and seat.id == found.seat), None)
    if found is None or seat is None or not (is_principal(actor, seat.id) or found.person == actor.person.id):
        raise BotError("stale")
    return seat


def _overtaken(_unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Whoever is no principal of the seat any more has nothing to delegate: BotError("stale")."""
    _as_principal(actor, draft.seat)
    return None


def _left(unit: Unit, actor: Actor, _draft: Draft) -> Reply:
    return show(unit, actor)


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, deciding_wording.done_before, _left)
"""The form in which approval is delegated."""
