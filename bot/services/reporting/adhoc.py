"""Ad hoc reports: written and sent at any time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.clock import VN
from bot.domain.forms import Done, Draft, Form
from bot.domain.operations import Lane, Send, TopicKind
from bot.domain.people import Actor
from bot.domain.periods import Period
from bot.domain.reports import ADHOC, Endorsement, Urgency, Via
from bot.domain.texts import Screen, Text
from bot.domain.verbs.reporting import OpenAdhoc
from bot.errors import BotError
from bot.screens.reporting import adhoc as wording
from bot.screens.reporting.form import View
from bot.screens.reporting.signing import signature
from bot.services.desk.notices import files_to_desk, naming_absent
from bot.services.reply import Reply
from bot.services.reporting import submitting
from bot.services.reporting.acceptance import DESK, anchor_of, desk_card, topic_of
from bot.services.reporting.destination import paper_of
from bot.services.reporting.drafting import DraftForm, open_draft, seat_of
from bot.services.reporting.filing import file_adhoc
from bot.services.reporting.submitting import Filing
from bot.services.upkeep.housekeeping import OPEN_DRAFTS_FOR
from storage import addressees, difficulties, drafts, people, submissions
from storage.unit import Unit


def start(unit: Unit, actor: Actor, seat_id: int | None) -> Reply:
    """Open an ad hoc report, or the draft of one that there is; who has several seats names one first.

    Raises BotError("stale") for a seat that is not theirs.
    """
    if seat_id is None and len(actor.seats) > 1:
        people.set_open_draft(unit.db, actor.account, None)
        return Reply(wording.choose_seat([(seat.organisation, OpenAdhoc(seat.id)) for seat in actor.seats]))
    seat = next((seat for seat in actor.seats if seat_id in (None, seat.id)), None)
    if seat is None:
        raise BotError("stale")
    draft = drafts.live_draft(unit.db, actor.person.id, seat.id, ADHOC, "") or drafts.add_draft(
        unit.db, actor.person.id, seat.id, ADHOC, "", difficulties.last_field(unit.db, seat.id), unit.now
    )
    return open_draft(unit, actor, FORM, draft)


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    return wording.draft_screen(unit.rules.profile, _view(unit, draft), draft)


def _view(unit: Unit, draft: Draft) -> View:
    return View(
        unit.rules.adhoc_form,
        unit.rules.fields,
        people.seats_by_id(unit.db, [draft.seat])[draft.seat].organisation,
        people.person_by_id(unit.db, draft.person).full_name,
        email=unit.rules.profile.office.email,
        approval=submitting.awaited(unit, draft, waits=_waits(draft)),
    )


def _waits(draft: Draft) -> bool:
    return draft.opening != Urgency.URGENT


def _send(unit: Unit, actor: Actor, draft: Draft, done: Done) -> Reply:
    return submitting.send(unit, actor, draft, done, FILING, waits=_waits(draft))


def _file(unit: Unit, actor: Actor, draft: Draft, _done: Done, endorsed: Endorsement) -> Reply:
    # The form has one item and is not sent without it.
    urgency, (item,), seat = Urgency(draft.opening), draft.items, seat_of(actor, draft)
    report = file_adhoc(unit, seat, draft.person, urgency, item, draft.attached(0), endorsed)
    drafts.close_draft(unit.db, draft.id, report.code, unit.now)
    desk, card = addressees.recipients(unit.db, DESK, unit.today), naming_absent(unit, desk_card(unit, report))
    topic = topic_of(TopicKind.DESK_COPY, report)
    notices = [
        Send(to, card, anchor_of(to.account, report), topic, key=f"desk:{report.reference}:{to.account}") for to in desk
    ]
    signed = signature(report, people.persons_by_id(unit.db, report.signers))
    paper = _paper(unit, actor, draft)
    receipt = wording.receipt(unit.rules.profile, report, paper, signed, on_duty=bool(desk))
    of_seat = submitting.to_seat(unit, seat, receipt, report) if endorsed.via is Via.PROXY else ()
    return Reply(
        kept=receipt,
        kept_topic=topic_of(TopicKind.RECEIPT, report),
        notices=(*notices, *files_to_desk(unit, report, Lane.INTERACTIVE), *of_seat),
    )


def _content(unit: Unit, draft: Draft, _nil: bool) -> Sequence[Text]:
    return wording.submitted_lines(_view(unit, draft), draft)


def _waiting(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Show a draft that waits for approval as that, or return None."""
    found = submissions.waiting_of_draft(unit.db, draft.id)
    return submitting.waiting_reply(unit, actor, found, FILING) if found else None


def _paper(unit: Unit, actor: Actor, draft: Draft) -> Text:
    """Of the window in which the report is sent."""
    cadence = unit.rules.profile.bodies[seat_of(actor, draft).body].cadence
    return paper_of(unit, Period.containing(unit.today, cadence))


def _kept_until(_unit: Unit, draft: Draft) -> date:
    """The last whole day before housekeeping deletes a draft that nobody touched."""
    return (draft.updated_at + OPEN_DRAFTS_FOR - timedelta(days=1)).astimezone(VN).date()


def _form(unit: Unit, _draft: Draft) -> Form:
    return unit.rules.adhoc_form


FILING = Filing(_form, _file, _content, _waiting)
FORM = DraftForm(_form, _screen, _send, _kept_until, _waiting)
"""The form of an ad hoc report."""
