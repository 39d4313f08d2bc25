"""One report, several colleagues of a seat: who finds a draft of another reads it or writes on in their place."""

from __future__ import annotations

from bot.domain.forms import Draft
from bot.domain.people import MEMBER_ROLES, Actor
from bot.domain.reports import REPORT
from bot.errors import BotError
from bot.screens.reporting import own_drafts as wording
from bot.screens.reporting.form import View
from bot.services.reply import Reply
from storage import drafts, ledgers, people
from storage.unit import Unit


def found_beside(unit: Unit, actor: Actor, seat: int, subject: str) -> Reply | None:
    """Return what is said where a colleague who still holds the seat is writing its report; None where nobody is.

    A draft that was only opened holds nobody up.
    """
    holders = people.persons_of_seat(unit.db, seat, MEMBER_ROLES, unit.today)
    beside = drafts.drafts_beside(unit.db, actor.person.id, seat, REPORT, subject)
    draft = next((each for each in beside if each.holds_answers and each.person in holders), None)
    return _shared(unit, actor, draft) if draft else None


def show(unit: Unit, actor: Actor, draft_id: int) -> Reply:
    """What a colleague has entered. Raises BotError("stale") for what is not a colleague's, or not open any more."""
    draft = _of_colleague(unit, actor, draft_id)
    people.set_open_draft(unit.db, actor.account, None)
    organisation = next(seat.organisation for seat in actor.seats if seat.id == draft.seat)
    view = View(
        unit.rules.report_form,
        unit.rules.fields,
        organisation,
        people.person_by_id(unit.db, draft.person).full_name,
        email=unit.rules.profile.office.email,
    )
    return Reply(wording.view(view, draft))


def take(unit: Unit, actor: Actor, draft_id: int, rev: int) -> Reply | None:
    """Make a colleague's draft the actor's, if it is as it was shown; else return what is said of it now.

    Raises what `show` raises, and BotError("stale") where the actor has entered something of their own.
    """
    draft = _of_colleague(unit, actor, draft_id)
    if draft.rev != rev:
        return _shared(unit, actor, draft)
    own = drafts.live_draft(unit.db, actor.person.id, draft.seat, draft.kind, draft.subject)
    if own and own.holds_answers:
        raise BotError("stale")
    if own:
        drafts.drop_draft(unit.db, own.id)
    drafts.take_draft(unit.db, draft.id, actor.person.id, unit.now)
    before = people.person_by_id(unit.db, draft.person)
    ledgers.append_audit(
        unit.db,
        unit.now,
        f"person:{actor.person.code}",
        "draft.taken",
        f"draft:{draft.id}",
        {"from": before.code, "subject": draft.subject},
    )
    return None


def taken_from(unit: Unit, actor: Actor, draft_id: int) -> Draft | None:
    """Return a draft that a colleague of the actor's seat took from them and has not sent yet, or None."""
    draft = drafts.draft_by_id(unit.db, draft_id)
    if draft is None or draft.closed_at or draft.taken_from != actor.person.id or draft.person == actor.person.id:
        return None
    return draft if draft.seat in (seat.id for seat in actor.seats) else None


def _shared(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    people.set_open_draft(unit.db, actor.account, None)
    organisation = next(seat.organisation for seat in actor.seats if seat.id == draft.seat)
    return Reply(wording.shared(draft, organisation, people.person_by_id(unit.db, draft.person).full_name))


def _of_colleague(unit: Unit, actor: Actor, draft_id: int) -> Draft:
    draft = drafts.draft_by_id(unit.db, draft_id)
    if draft is None or draft.closed_at or draft.kind != REPORT or draft.person == actor.person.id:
        raise BotError("stale")
    holds = draft.seat in (seat.id for seat in actor.seats)
    # What somebody left who holds the seat no longer goes to others by a handover only.
    if not holds or draft.person not in people.persons_of_seat(unit.db, draft.seat, MEMBER_ROLES, unit.today):
        raise BotError("stale")
    return draft
