"""Ad hoc reports: written and sent at any time."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.amendments import Difference, difference
from bot.domain.forms import Done, Draft, Form, Outcome
from bot.domain.operations import Lane, Operation, Replace, Send, TopicKind
from bot.domain.people import Actor
from bot.domain.reports import ADHOC, SENDER_ALONE, Endorsement, Report, Urgency, Via
from bot.domain.texts import Screen, Text
from bot.domain.verbs.reporting import OpenAdhoc
from bot.errors import BotError
from bot.screens.reporting import adhoc as wording
from bot.screens.reporting import amending
from bot.screens.reporting import difference as differing
from bot.screens.reporting import own_drafts as drafts_wording
from bot.screens.reporting.signing import signature
from bot.services.desk.notices import files_to_desk, has_left, naming_absent, waiting_of
from bot.services.reply import Reply
from bot.services.reporting import submitting
from bot.services.reporting.acceptance import DESK, acceptance_of, anchor_of, desk_card, topic_of
from bot.services.reporting.alike import alike, headline
from bot.services.reporting.cosigners import still_cosigned
from bot.services.reporting.destination import has_digest, paper_of
from bot.services.reporting.drafting import ASKING, DraftForm, open_draft, seat_of, shown
from bot.services.reporting.filing import changes_nothing, compose_adhoc, contents_of, file_report
from bot.services.reporting.submitting import Filing
from bot.services.reporting.versions import amended, overtaken, told_of_withdrawal, window_of, withdrawable
from bot.services.reporting.waiting import ADHOC_SUBJECTS, begun_adhoc, free_subject
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import addressees, difficulties, drafts, people, reports, submissions
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
    own = drafts.drafts_of_seat(unit.db, actor.person.id, seat_id)
    there = [each for each in own if each.kind == ADHOC and not each.report]
    empty = next((draft for draft in there if not draft.holds_answers), None)
    return open_draft(unit, actor, FORM, empty or _added(unit, actor, seat_id))


def _added(unit: Unit, actor: Actor, seat: int) -> Draft:
    subject = free_subject(unit, actor.person.id, seat)
    if subject is None:
        raise BotError("drafts_full", most=len(ADHOC_SUBJECTS))
    hint = difficulties.last_field(unit.db, seat)
    return drafts.add_draft(unit.db, actor.person.id, seat, ADHOC, subject, hint, unit.now)


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    view = _asking(unit) if draft.position.at in ASKING else _view(unit, draft)
    return wording.draft_screen(unit.rules.reminders, view, draft)


def _asking(unit: Unit) -> wording.View:
    """What the screens of a question show: nothing of what the seat has sent."""
    rules = unit.rules
    return wording.View(rules.adhoc_form, rules.fields, "", "", email=rules.profile.office.email)


def _view(unit: Unit, draft: Draft) -> wording.View:
    amends = amended(unit, draft)
    has_paper = amends is not None and has_digest(unit, window_of(unit, amends).period)
    return wording.View(
        unit.rules.adhoc_form,
        unit.rules.fields,
        people.seats_by_id(unit.db, [draft.seat])[draft.seat].organisation,
        people.person_by_id(unit.db, draft.person).full_name,
        email=unit.rules.profile.office.email,
        alike=alike(unit, draft),
        headline=headline(unit, draft),
        approval=submitting.awaited(unit, draft, waits=_waits(draft)),
        amends=amends,
        paper=_paper(unit, amends) if amends and has_paper else None,
    )


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say that the report a draft was taken up from has got another version, or return None."""
    live = reports.report_by_code(unit.db, draft.report) if draft.base else None
    if live and live.version != draft.base:
        return overtaken(unit, actor, live)
    return _waiting(unit, actor, draft)


def _waiting(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Show a draft that waits for approval as that, or return None."""
    found = submissions.waiting_of_draft(unit.db, draft.id)
    return submitting.waiting_reply(unit, actor, found, FILING) if found else None


def _waits(draft: Draft) -> bool:
    return draft.opening != Urgency.URGENT


def _send(unit: Unit, actor: Actor, draft: Draft, done: Done) -> Reply:
    return submitting.send(unit, actor, draft, done, FILING, waits=_waits(draft))


def _refused(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply | None:
    """Say why a draft is not sent: its report has got another version, or nothing differs; or return None."""
    filed = _overtaken(unit, actor, draft)
    if filed:
        return filed
    if changes_nothing(amended(unit, draft), contents_of(draft), lambda: _composed(unit, draft)):
        return shown(unit, actor, FORM, Outcome(draft, amending.UNCHANGED))
    return None


def _composed(unit: Unit, draft: Draft, endorsed: Endorsement = SENDER_ALONE) -> Report:
    seat = people.seats_by_id(unit.db, [draft.seat])[draft.seat]
    urgency, contents = Urgency(draft.opening), contents_of(draft)
    return compose_adhoc(unit, seat, draft.person, urgency, contents, draft.report, endorsed)


def _file(unit: Unit, actor: Actor, draft: Draft, done: Done, endorsed: Endorsement) -> Reply:
    # Asked again in the transaction that files: somebody else of the same seat may have been first.
    refused = _refused(unit, actor, draft, done)
    if refused:
        return refused
    amends, seat = amended(unit, draft), seat_of(actor, draft)
    composed = _composed(unit, draft, endorsed)
    found = difference(amends, composed) if amends else None
    report = file_report(unit, composed, amends)
    drafts.close_draft(unit.db, draft.id, report.code, unit.now)
    signed = signature(report, people.persons_by_id(unit.db, report.signers))
    receipt = wording.receipt(
        unit.rules.profile,
        unit.rules.reminders,
        report,
        _paper(unit, report),
        withdrawable(unit, report),
        found,
        still_cosigned(unit, draft),
        signed,
        on_duty=bool(addressees.recipients(unit.db, DESK, unit.today)),
        told_at=waiting_of(unit, report, amends).not_before,
    )
    of_seat = submitting.to_seat(unit, seat, receipt, report) if endorsed.via is Via.PROXY else ()
    return Reply(
        kept=receipt,
        kept_topic=topic_of(TopicKind.RECEIPT, report),
        notices=(*_to_desk(unit, signed, report, amends, found), *of_seat, *submitting.overtake(unit, report)),
    )


def _content(unit: Unit, draft: Draft, _nil: bool) -> Sequence[Text]:
    return wording.submitted_lines(_view(unit, draft), draft)


def _to_desk(
    unit: Unit, signed: Text, report: Report, amends: Report | None, found: Difference | None
) -> Sequence[Operation]:
    """The card, in place of the one before; where the desk has that, what has changed besides."""
    waiting, topic = waiting_of(unit, report, amends), topic_of(TopicKind.DESK_COPY, report)
    desk = addressees.recipients(unit.db, DESK, unit.today)
    card = naming_absent(unit, desk_card(unit, report, acceptance_of(unit, report)))
    if found is None or amends is None or not has_left(unit, amends):
        cards = [
            Send(
                to,
                card,
                anchor_of(to.account, report),
                topic,
                key=f"desk:{report.reference}:{to.account}",
                guard=waiting.guard,
                not_before=waiting.not_before,
            )
            for to in desk
        ]
        return [*cards, *files_to_desk(unit, report, Lane.INTERACTIVE, waiting)]
    organisation = people.seats_by_id(unit.db, [report.seat])[report.seat].organisation
    changed = differing.screen(amends, report, found, organisation, signed, unit.rules.fields)
    told = [Send(to, changed, topic=topic, key=f"desk:{report.reference}:{to.account}") for to in desk]
    return [
        *(Replace(to, card, anchor_of(to.account, report), topic) for to in desk),
        *told,
        *files_to_desk(unit, report, Lane.INTERACTIVE, amends=amends),
        *told_of_withdrawal(unit, report, found),
    ]


def _paper(unit: Unit, report: Report) -> Text:
    """Of the window in which the report was filed."""
    return paper_of(unit, window_of(unit, report).period)


def _form(unit: Unit, _draft: Draft) -> Form:
    return unit.rules.adhoc_form


FILING = Filing(_form, _file, _content, _refused)
FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken)
"""The form of an ad hoc report."""
