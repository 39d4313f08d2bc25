"""Adding a person to the roster, or a duty to one who is on it, in a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import directory_forms as asked
from bot.domain.characters import key
from bot.domain.duties import takes_two
from bot.domain.form_questions import missing
from bot.domain.forms import Done, Draft, Form
from bot.domain.people import MEMBER_ROLES, Actor, Duty, Person, Role, Seat
from bot.domain.requests import VALID_FOR
from bot.domain.texts import Screen, Text
from bot.domain.verbs.directory import OpenAddition
from bot.errors import BotError
from bot.screens.people import changing, forming
from bot.screens.people import requests as request_wording
from bot.services.people import approvals, directory, duties
from bot.services.people.duties import Grant
from bot.services.reply import Reply
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people
from storage.unit import Unit


def start(unit: Unit, actor: Actor, person: int | None) -> Reply:
    """Open the form, or the draft of it that there is. Raises BotError("stale") for a person not on the roster."""
    subject = directory.entry(unit, person).person.code if person else ""
    draft = drafts.live_draft(unit.db, actor.person.id, 0, asked.ADDITION, subject) or drafts.add_draft(
        unit.db, actor.person.id, 0, asked.ADDITION, subject, "", unit.now
    )
    return open_draft(unit, actor, FORM, draft if draft.rev else _begun(unit, draft))


def _begun(unit: Unit, draft: Draft) -> Draft:
    begun = replace(draft, position=_form(unit, draft).start())
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def _form(unit: Unit, draft: Draft) -> Form:
    return asked.addition(draft, duties.roles_to_give(unit, draft.person), duties.seats(unit))


def _known(unit: Unit, draft: Draft) -> Person | None:
    return people.person_by_code(unit.db, draft.subject) if draft.subject else None


def _grant(unit: Unit, draft: Draft) -> Grant | None:
    """What the answers ask for; None while one is missing."""
    role = asked.role_of(draft)
    if role is None or missing(_form(unit, draft), draft):
        return None
    item = draft.items[0]
    person = _known(unit, draft) or asked.person_of(item, "")
    return Grant(person, role, item.get(asked.SEAT, "") if role in MEMBER_ROLES else "")


def _seat(unit: Unit, grant: Grant) -> Seat | None:
    return next((seat for seat in duties.seats(unit) if seat.code == grant.seat), None)


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    form, grant = _form(unit, draft), _grant(unit, draft)
    seats, role = {seat.code: seat for seat in duties.seats(unit)}, asked.role_of(draft)
    roles = frozenset({role}) if role else frozenset(Role)
    held = people.seats_held(unit.db, [seat.id for seat in seats.values()], roles, unit.today)
    # Those for whom nobody has this duty yet are the likeliest.
    suggested = sorted(seats.values(), key=lambda seat: (seat.id in held, seat.rank))
    view = forming.View(
        form=form,
        heading=forming.addition_heading(_known(unit, draft)),
        seats=seats,
        people={},
        suggested=[seat.code for seat in suggested],
        missing_second=Role.ADMIN in actor.roles and not duties.second_admins(unit, actor.person.id),
        result=_result(unit, grant) if grant else (),
        confirm=_confirm(grant) if grant else forming.ADD,
    )
    return forming.draft_screen(view, draft)


def _result(unit: Unit, grant: Grant) -> Sequence[Text]:
    twins = [] if grant.person.id else _twins(unit, grant.person.full_name)
    duty = Duty(grant.role, _seat(unit, grant))
    return forming.addition_result(grant.person, duty, twins, takes_two=takes_two(grant.role))


def _confirm(grant: Grant) -> Text:
    if takes_two(grant.role):
        return forming.ASK
    return forming.ADD_DUTY if grant.person.id else forming.ADD


def _twins(unit: Unit, full_name: str) -> list[Person]:
    return [person for person in people.all_persons(unit.db, unit.today) if key(person.full_name) == key(full_name)]


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    grant = _grant(unit, draft)
    if grant is None:
        raise BotError("stale")
    # Asked again: the draft may be older than the actor's rights.
    duties.check_right(unit, actor, grant.role)
    if takes_two(grant.role):
        request, questions = approvals.ask(unit, actor, grant)
        drafts.close_draft(unit.db, draft.id, f"request:{request}", unit.now)
        said = request_wording.asked(grant.person.full_name, unit.now + VALID_FOR)
        return Reply(Screen((said,), (request_wording.to_list(),)), notices=questions)
    person_id, told = duties.give(unit, grant, duties.by(actor))
    person = people.person_by_id(unit.db, person_id)
    drafts.close_draft(unit.db, draft.id, person.code, unit.now)
    shown = directory.shown(unit, actor, person_id)
    done = changing.given(person, Duty(grant.role, _seat(unit, grant)), unit.now)
    return Reply(shown.with_line_first(done), notices=told)


def _left(unit: Unit, _actor: Actor, draft: Draft) -> Reply:
    known = _known(unit, draft)
    return Reply(forming.left(OpenAddition(known.id if known else None)))


FORM = DraftForm(_form, _screen, _send, last_day_untouched, done_before=forming.done_before, left=_left)
"""The form that puts somebody on the roster."""
