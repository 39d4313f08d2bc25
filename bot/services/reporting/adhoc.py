"""Ad hoc reports: written and sent at any time."""

from __future__ import annotations

from datetime import date, timedelta

from bot.clock import VN
from bot.domain.forms import Done, Draft
from bot.domain.operations import Lane, Send, TopicKind
from bot.domain.people import Actor
from bot.domain.periods import Period
from bot.domain.reports import ADHOC, Urgency
from bot.domain.texts import Screen, Text
from bot.domain.verbs.reporting import OpenAdhoc
from bot.errors import BotError
from bot.screens.reporting import adhoc as wording
from bot.screens.reporting import own_drafts as drafts_wording
from bot.screens.reporting.form import View
from bot.services.desk.notices import files_to_desk, naming_absent
from bot.services.reply import Reply
from bot.services.reporting.acceptance import DESK, anchor_of, desk_card, topic_of
from bot.services.reporting.destination import paper_of
from bot.services.reporting.drafting import DraftForm, open_draft, seat_of
from bot.services.reporting.filing import file_adhoc
from bot.services.reporting.waiting import ADHOC_SUBJECTS, begun_adhoc, free_subject
from bot.services.upkeep.housekeeping import OPEN_DRAFTS_FOR
from storage import addressees, difficulties, drafts, people
from storage.unit import Unit


def start(unit: Unit, actor: Actor, seat_id: int | None) -> Reply:
    """Open an ad hoc report; who has several seats names one first, and drafts that hold anything are named before.

    Raises BotError("stale") for a seat that is not theirs.
    """
    if seat_id is None and len(actor.seats) > 1:
        people.set_open_draft(unit.db, actor.account, None)
        return Reply(wording.choose_seat([(seat.organisation, OpenAdhoc(seat.id)) for seat in actor.seats]))
    seat = next((seat for seat in actor.seats if seat_id in (None, seat.id)), None)
    if seat is None:
        raise BotError("stale")
    begun = begun_adhoc(unit, actor, seat.id)
    if begun:
        people.set_open_draft(unit.db, actor.account, None)
        return Reply(drafts_wording.found(begun, seat.id))
    return start_another(unit, actor, seat.id)


def start_another(unit: Unit, actor: Actor, seat_id: int) -> Reply:
    """Begin an ad hoc report of a seat beside the drafts there are; one that holds nothing yet is that one.

    Raises BotError("stale") for a seat that is not theirs, BotError("drafts_full").
    """
    if seat_id not in (seat.id for seat in actor.seats):
        raise BotError("stale")
    there = [each for each in drafts.drafts_of_seat(unit.db, actor.person.id, seat_id) if each.kind == ADHOC]
    empty = next((draft for draft in there if not draft.holds_answers), None)
    return open_draft(unit, actor, FORM, empty or _added(unit, actor, seat_id))


def _added(unit: Unit, actor: Actor, seat: int) -> Draft:
    subject = free_subject(unit, actor.person.id, seat)
    if subject is None:
        raise BotError("drafts_full", most=len(ADHOC_SUBJECTS))
    hint = difficulties.last_field(unit.db, seat)
    return drafts.add_draft(unit.db, actor.person.id, seat, ADHOC, subject, hint, unit.now)


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    view = View(
        unit.rules.adhoc_form,
        unit.rules.fields,
        seat_of(actor, draft).organisation,
        actor.person.full_name,
        email=unit.rules.profile.office.email,
    )
    return wording.draft_screen(unit.rules.profile, view, draft)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    # The form has one item and is not sent without it.
    urgency, (item,) = Urgency(draft.opening), draft.items
    report = file_adhoc(unit, seat_of(actor, draft), actor.person.id, urgency, item, draft.attached(0))
    drafts.close_draft(unit.db, draft.id, report.code, unit.now)
    desk, card = addressees.recipients(unit.db, DESK, unit.today), naming_absent(unit, desk_card(unit, report))
    topic = topic_of(TopicKind.DESK_COPY, report)
    notices = [
        Send(to, card, anchor_of(to.account, report), topic, key=f"desk:{report.reference}:{to.account}") for to in desk
    ]
    receipt = wording.receipt(unit.rules.profile, report, _paper(unit, actor, draft), on_duty=bool(desk))
    return Reply(
        kept=receipt,
        kept_topic=topic_of(TopicKind.RECEIPT, report),
        notices=(*notices, *files_to_desk(unit, report, Lane.INTERACTIVE)),
    )


def _paper(unit: Unit, actor: Actor, draft: Draft) -> Text:
    """Of the window in which the report is sent."""
    cadence = unit.rules.profile.bodies[seat_of(actor, draft).body].cadence
    return paper_of(unit, Period.containing(unit.today, cadence))


def _kept_until(_unit: Unit, draft: Draft) -> date:
    """The last whole day before housekeeping deletes a draft that nobody touched."""
    return (draft.updated_at + OPEN_DRAFTS_FOR - timedelta(days=1)).astimezone(VN).date()


FORM = DraftForm(lambda unit, _draft: unit.rules.adhoc_form, _screen, _send, _kept_until)
"""The form of an ad hoc report."""
