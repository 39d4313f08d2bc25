"""Ad hoc reports: written and sent at any time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.clock import VN
from bot.domain.amendments import Difference, difference
from bot.domain.forms import Done, Draft, Outcome
from bot.domain.operations import Lane, Operation, Replace, Send, TopicKind
from bot.domain.people import Actor
from bot.domain.reports import ADHOC, Report, Urgency
from bot.domain.texts import Screen, Text
from bot.domain.verbs.reporting import OpenAdhoc
from bot.errors import BotError
from bot.screens.reporting import adhoc as wording
from bot.screens.reporting import amending
from bot.screens.reporting import difference as differing
from bot.services.desk.notices import files_to_desk, has_left, naming_absent, waiting_of
from bot.services.reply import Reply
from bot.services.reporting.acceptance import DESK, acceptance_of, anchor_of, desk_card, topic_of
from bot.services.reporting.alike import alike, headline
from bot.services.reporting.destination import has_digest, paper_of
from bot.services.reporting.drafting import DraftForm, open_draft, seat_of, shown
from bot.services.reporting.filing import compose_adhoc, contents_of, file_report
from bot.services.reporting.versions import amended, overtaken, told_of_withdrawal, window_of, withdrawable
from bot.services.upkeep.housekeeping import OPEN_DRAFTS_FOR
from storage import addressees, difficulties, drafts, people, reports
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


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    return wording.draft_screen(unit.rules.profile, _view(unit, actor, draft), draft)


def _view(unit: Unit, actor: Actor, draft: Draft) -> wording.View:
    amends = amended(unit, draft)
    has_paper = amends is not None and has_digest(unit, window_of(unit, amends).period)
    return wording.View(
        unit.rules.adhoc_form,
        unit.rules.fields,
        seat_of(actor, draft).organisation,
        actor.person.full_name,
        email=unit.rules.profile.office.email,
        alike=alike(unit, draft),
        headline=headline(unit, draft),
        amends=amends,
        paper=_paper(unit, amends) if amends and has_paper else None,
    )


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say that the report a draft was taken up from has got another version, or return None."""
    live = reports.report_by_code(unit.db, draft.report) if draft.base else None
    return overtaken(unit, actor, live) if live and live.version != draft.base else None


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    # Asked again in the transaction that files: somebody else of the same seat may have been first.
    filed = _overtaken(unit, actor, draft)
    if filed:
        return filed
    amends, urgency, contents = amended(unit, draft), Urgency(draft.opening), contents_of(draft)
    composed = compose_adhoc(unit, seat_of(actor, draft), actor.person.id, urgency, contents, draft.report)
    found = difference(amends, composed) if amends else None
    if found and found.is_nothing:
        return shown(unit, actor, FORM, Outcome(draft, amending.UNCHANGED))
    report = file_report(unit, composed, amends)
    drafts.close_draft(unit.db, draft.id, report.code, unit.now)
    reached = bool(addressees.recipients(unit.db, DESK, unit.today))
    receipt = wording.receipt(
        unit.rules.profile,
        report,
        _paper(unit, report),
        withdrawable(unit, report),
        found,
        draft.cosigned,
        on_duty=reached,
        told_at=waiting_of(unit, report, amends).not_before,
    )
    return Reply(
        kept=receipt,
        kept_topic=topic_of(TopicKind.RECEIPT, report),
        notices=tuple(_to_desk(unit, actor, report, amends, found)),
    )


def _to_desk(
    unit: Unit, actor: Actor, report: Report, amends: Report | None, found: Difference | None
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
    changed = differing.screen(amends, report, found, organisation, actor.person.full_name, unit.rules.fields)
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


def _kept_until(_unit: Unit, draft: Draft) -> date:
    """The last whole day before housekeeping deletes a draft that nobody touched."""
    return (draft.updated_at + OPEN_DRAFTS_FOR - timedelta(days=1)).astimezone(VN).date()


FORM = DraftForm(lambda unit, _draft: unit.rules.adhoc_form, _screen, _send, _kept_until, _overtaken)
"""The form of an ad hoc report."""
