"""Writing and sending a periodic report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.amendments import as_new, difference, is_taken_up_from
from bot.domain.form_carry import renewed
from bot.domain.form_engine import with_closing_asked
from bot.domain.forms import At, Done, Draft, Form, Outcome, Position
from bot.domain.operations import Topic, TopicKind
from bot.domain.people import Actor, Seat
from bot.domain.periods import Cadence, Period, Schedule, SeatState
from bot.domain.reports import PROXIES, REPORT, SENDER_ALONE, Endorsement, Quarterly, Report, Via
from bot.domain.tasks import TaskState
from bot.domain.texts import Screen, Text
from bot.domain.verbs.reporting import OpenNilReport, OpenReport
from bot.errors import BotError
from bot.screens.people import seat_requests as asking
from bot.screens.reporting import amending, choosing, stating
from bot.screens.reporting import periodic as wording
from bot.screens.reporting import periodic_received as received
from bot.screens.reporting.carrying import Going
from bot.screens.reporting.signing import signature
from bot.services.reply import Reply
from bot.services.reporting import carrying, sharing, submitting
from bot.services.reporting.alike import alike, headline
from bot.services.reporting.cosigners import still_cosigned
from bot.services.reporting.destination import has_digest, paper_of
from bot.services.reporting.drafting import ASKING, DraftForm, open_draft, own_draft, seat_of, sent_before, shown
from bot.services.reporting.filing import Contents, changes_nothing, compose, contents_of, file_report
from bot.services.reporting.periodic_told import told_to_desk
from bot.services.reporting.quarterly import states, unsaved
from bot.services.reporting.submitting import Filing
from bot.services.reporting.versions import amended, overtaken, withdrawable
from bot.services.standing import SeatPeriod, kept_until, period_schedule, seat_periods, sent_adhoc
from storage import difficulties, drafts, people, reports, submissions, tasks
from storage.unit import Unit


def choose(unit: Unit, actor: Actor) -> Reply:
    """Which reports can be sent: one choice per seat and open period that has none, oldest first."""
    people.set_open_draft(unit.db, actor.account, None)
    found = seat_periods(unit, actor)
    several = len(actor.seats) > 1
    options = [
        (choosing.report_label(s.seat.code if several else None, s.schedule), OpenReport(s.seat.id, s.schedule.period))
        for s in found
        if s.report is None
    ]
    filed = [
        choosing.filed_line(s.schedule, s.report, s.seat.organisation if several else "") for s in found if s.report
    ]
    may_be_excused = any(s.report is None and s.state is not SeatState.EXCUSED for s in found)
    beside = (*((asking.CHOOSE,) if may_be_excused else ()), asking.ABSENCE)
    return Reply(choosing.choose(options, filed, beside))


def choose_nil(unit: Unit, actor: Actor) -> Reply:
    """Say that nothing new arose: at once where one report can be meant, else after a choice of the reports.

    Of a period that is not over yet nobody knows, so it is meant only where no other is due.
    """
    unfiled = [s for s in seat_periods(unit, actor) if s.report is None]
    unfiled = [s for s in unfiled if unit.today > s.schedule.period.last_day] or unfiled
    if len(unfiled) == 1:
        return start_nil(unit, actor, unfiled[0].seat.id, unfiled[0].schedule.period)
    if not unfiled:
        return choose(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    several = len(actor.seats) > 1
    return Reply(
        choosing.choose_nil(
            [
                (
                    choosing.report_label(s.seat.code if several else None, s.schedule),
                    OpenNilReport(s.seat.id, s.schedule.period),
                )
                for s in unfiled
            ]
        )
    )


def start(unit: Unit, actor: Actor, seat_id: int, period: Period) -> Reply:
    """Open the report of a seat for a period, or the draft of it that there is; one that was sent is named.

    Where a colleague is writing it, that is said first.
    """
    # Before `_standing`, which knows open periods only: what was filed is named however long ago that was.
    filed = _filed(unit, actor, seat_id, period) or _waiting(unit, actor, seat_id, period)
    if filed:
        return filed
    standing = _standing(unit, actor, seat_id, period)
    waiting = _waiting(unit, actor, seat_id, period)
    if waiting:
        return waiting
    if standing.draft is None or not standing.draft.holds_answers:
        shared = sharing.found_beside(unit, actor, seat_id, period.iso)
        if shared:
            return shared
    return open_draft(unit, actor, FORM, standing.draft or _added(unit, actor, seat_id, period))


def _added(unit: Unit, actor: Actor, seat: int, period: Period) -> Draft:
    hint = difficulties.last_field(unit.db, seat)
    return drafts.add_draft(unit.db, actor.person.id, seat, REPORT, period.iso, hint, unit.now)


def start_nil(unit: Unit, actor: Actor, seat_id: int, period: Period) -> Reply:
    """Open the report of a seat for a period where it says that nothing new arose; one that was sent is named."""
    filed = _filed(unit, actor, seat_id, period) or _waiting(unit, actor, seat_id, period)
    if filed:
        return filed
    standing = _standing(unit, actor, seat_id, period)
    draft = standing.draft or _added(unit, actor, seat_id, period)
    at_nil = with_closing_asked(_form(unit, draft), replace(draft, rev=draft.rev + 1, position=Position(At.NIL)))
    drafts.save_draft(unit.db, at_nil, unit.now)
    return open_draft(unit, actor, FORM, at_nil)


def show_tasks(unit: Unit, actor: Actor, draft_id: int, page: int = 0, at: str = "") -> Reply:
    """The tasks that the draft of a quarterly report states: a page of them, or the page of the task with this code.

    A page that is not there any more shows the last one. Raises BotError("stale") for any other draft.
    """
    draft = own_draft(unit, actor, draft_id)
    if draft.kind != REPORT or not _is_quarterly(draft):
        raise BotError("stale")
    if draft.result_code:
        return sent_before(draft)
    filed = _overtaken(unit, actor, draft)
    if filed:
        return filed
    # The form is out of sight now: what is typed next must not go into it.
    people.set_open_draft(unit.db, actor.account, None)
    view = _view(unit, draft)
    codes = [task.code for task in view.tasks or ()]
    if not codes:
        return open_draft(unit, actor, FORM, draft)
    page = codes.index(at) // stating.PER_PAGE if at in codes else min(page, (len(codes) - 1) // stating.PER_PAGE)
    return Reply(stating.task_list(view, draft, page, tasks.ids_by_code(unit.db, codes)))


def move(unit: Unit, actor: Actor, draft_id: int) -> Reply:
    """Put the draft of a period that has closed into the oldest open one that has neither report nor draft."""
    draft = own_draft(unit, actor, draft_id)
    if draft.kind != REPORT:
        raise BotError("stale")
    if draft.result_code:
        return sent_before(draft)
    waits = submissions.waiting_of_draft(unit.db, draft.id)
    if waits:
        return submitting.waiting_reply(unit, actor, waits, FILING)
    following = _free_period(unit, actor, draft)
    still_open = unit.now < period_schedule(unit, Period.parse(draft.subject)).stop_at
    if still_open or following is None:
        filed = _overtaken(unit, actor, draft) if still_open else _filed_instead(unit, actor, draft)
        if filed is None:
            raise BotError("stale")
        return filed
    drafts.move_draft(unit.db, draft.id, following.period.iso, unit.now)
    moved = own_draft(unit, actor, draft.id)
    if moved.base:
        moved = as_new(
            moved, reports.report_by_code(unit.db, moved.report, moved.base) if _stands(unit, moved) else None
        )
        drafts.save_draft(unit.db, moved, unit.now)
    if moved.position.at is At.NIL:
        moved = _to_review(unit, moved)
    return open_draft(unit, actor, FORM, moved)


def _stands(unit: Unit, draft: Draft) -> bool:
    """Whether the report that a draft was taken up from has not been withdrawn."""
    return reports.report_by_code(unit.db, draft.report) is not None


def _to_review(unit: Unit, draft: Draft) -> Draft:
    """Lead a draft that was kept beside a nil report to what it holds; nobody has said that nothing arose since."""
    # A paragraph that was skipped beside the nil report is asked for again.
    at_review = replace(draft, rev=draft.rev + 1, position=Position(At.REVIEW), closing=draft.closing or None)
    at_review = with_closing_asked(_form(unit, draft), at_review)
    drafts.save_draft(unit.db, at_review, unit.now)
    return at_review


def _filed(unit: Unit, actor: Actor, seat_id: int, period: Period) -> Reply | None:
    """Say what a seat of the actor has filed for a period, however long ago, or return None."""
    seat = next((seat for seat in actor.seats if seat.id == seat_id), None)
    report = reports.live_report(unit.db, seat.id, period.iso) if seat else None
    if seat is None or report is None:
        return None
    draft = drafts.live_draft(unit.db, actor.person.id, seat.id, REPORT, period.iso)
    return _already(unit, actor, report, seat, draft)


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say what was filed for the period of a draft, which then cannot be sent for it any more, or return None."""
    report = reports.live_report(unit.db, draft.seat, draft.subject)
    if report and not is_taken_up_from(draft, report):
        if draft.base:
            return overtaken(unit, actor, report)
        return _already(unit, actor, report, seat_of(actor, draft), draft)
    # What waits for approval does not stand in the way of the desk.
    return None if draft.kind in PROXIES else _waiting(unit, actor, draft.seat, Period.parse(draft.subject))


def _waiting(unit: Unit, actor: Actor, seat_id: int, period: Period) -> Reply | None:
    """Show the report of a seat of the actor that waits for approval, or return None."""
    own = seat_id in (seat.id for seat in actor.seats)
    found = submissions.waiting_for(unit.db, seat_id, period.iso) if own else None
    return submitting.waiting_reply(unit, actor, found, FILING) if found else None


def _filed_instead(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say what was filed for the period into which a draft would have moved, or return None."""
    for standing in seat_periods(unit, actor):
        if standing.seat.id == draft.seat and standing.report:
            return _already(unit, actor, standing.report, standing.seat, draft)
    return None


def _standing(unit: Unit, actor: Actor, seat_id: int, period: Period) -> SeatPeriod:
    for standing in seat_periods(unit, actor):
        if standing.seat.id == seat_id and standing.schedule.period == period:
            return standing
    raise BotError("stale")


def _form(unit: Unit, draft: Draft) -> Form:
    return unit.rules.quarterly_form if _is_quarterly(draft) else unit.rules.report_form


def _is_quarterly(draft: Draft) -> bool:
    return Period.parse(draft.subject).cadence is Cadence.QUARTER


def _view(unit: Unit, draft: Draft) -> wording.View:
    schedule = period_schedule(unit, Period.parse(draft.subject))
    stated = states(unit, draft.seat, schedule.period) if _is_quarterly(draft) else None
    amends = amended(unit, draft)
    return wording.View(
        form=_form(unit, draft),
        fields=unit.rules.fields,
        schedule=schedule,
        organisation=people.seats_by_id(unit.db, [draft.seat])[draft.seat].organisation,
        sender=people.person_by_id(unit.db, draft.person).full_name,
        email=unit.rules.profile.office.email,
        late=(amends.filed_at if amends else unit.now) > schedule.due_at,
        closed=unit.now >= schedule.stop_at,
        unfinished=unit.now < schedule.data_end_at,
        approval=submitting.awaited(unit, draft),
        tasks=stated,
        unsaved=unsaved(unit, draft, stated or ()),
        adhoc=sent_adhoc(unit, [draft.seat], schedule.period)[draft.seat],
        amends=amends,
        paper=paper_of(unit, schedule.period) if amends and has_digest(unit, schedule.period) else None,
    )


def _going(unit: Unit, seat: int, period: Period) -> Going:
    sent = carrying.followed(unit, seat, period)
    return Going(sent, carrying.carried(unit, seat, period, sent))


def _renewed(unit: Unit, draft: Draft) -> Draft:
    return renewed(draft, carrying.carried(unit, draft.seat, Period.parse(draft.subject)))


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    if draft.position.at in ASKING:
        return wording.draft_screen(_asking(unit, draft), draft)
    view = _view(unit, draft)
    going = _going(unit, draft.seat, view.schedule.period)
    view = replace(view, going=going, alike=alike(unit, draft), headline=headline(unit, draft))
    return wording.draft_screen(view, draft)


def _asking(unit: Unit, draft: Draft) -> wording.View:
    """What the screens of a question show: nothing of what the seat has sent or is followed for."""
    schedule, email = period_schedule(unit, Period.parse(draft.subject)), unit.rules.profile.office.email
    return wording.View(_form(unit, draft), unit.rules.fields, "", "", schedule, late=False, email=email)


def _send(unit: Unit, actor: Actor, draft: Draft, done: Done) -> Reply:
    return submitting.send(unit, actor, draft, done, FILING)


def _refused(unit: Unit, actor: Actor, draft: Draft, done: Done) -> Reply | None:
    """Say why a draft is not sent: its period has another report or has closed, or nothing differs; or return None."""
    # Asked again in the transaction that files: somebody else of the same seat may have been first.
    filed = _overtaken(unit, actor, draft)
    if filed:
        return filed
    # After that: what was filed is named even where the period has closed.
    schedule = period_schedule(unit, Period.parse(draft.subject))
    if unit.now >= schedule.stop_at:
        return closed(unit, actor, draft)
    contents = _contents(draft, done)
    if changes_nothing(amended(unit, draft), contents, lambda: _composed(unit, draft, contents)):
        return shown(unit, actor, FORM, Outcome(draft, amending.UNCHANGED))
    return None


def _contents(draft: Draft, done: Done) -> Contents:
    return Contents(()) if done is Done.SEND_NIL else contents_of(draft)


def _composed(unit: Unit, draft: Draft, contents: Contents, endorsed: Endorsement = SENDER_ALONE) -> Report:
    seat = people.seats_by_id(unit.db, [draft.seat])[draft.seat]
    stated = Quarterly(tuple(_stated(unit, draft)), draft.closing or "") if _is_quarterly(draft) else None
    period = Period.parse(draft.subject)
    return compose(unit, seat, draft.person, period, contents, stated, amended(unit, draft), endorsed)


def _file(unit: Unit, actor: Actor, draft: Draft, done: Done, endorsed: Endorsement) -> Reply:
    refused = _refused(unit, actor, draft, done)
    if refused:
        return refused
    nil, view, seat = done is Done.SEND_NIL, _view(unit, draft), seat_of(actor, draft)
    present = _renewed(unit, draft)
    if not nil and present.statements != draft.statements:
        drafts.save_draft(unit.db, present, unit.now)
        return Reply(_screen(unit, actor, present).with_line_first(wording.CARRIED_CHANGED))
    amends, period = view.amends, view.schedule.period
    composed = _composed(unit, draft, _contents(draft, done), endorsed)
    found = difference(amends, composed) if amends else None
    report = file_report(unit, composed, amends)
    if nil and (draft.items or draft.statements):
        _keep_beside(unit, actor, draft)
    else:
        drafts.close_draft(unit.db, draft.id, report.code, unit.now)
    # The ages that are told count this report.
    signed = signature(report, people.persons_by_id(unit.db, report.signers))
    view = replace(view, going=_going(unit, seat.id, period), signature=signed)
    paper, until = paper_of(unit, period), withdrawable(unit, report)
    receipt = received.receipt(unit.rules.profile, view, report, paper, until, found, still_cosigned(unit, draft))
    return Reply(
        kept=receipt,
        kept_topic=Topic(TopicKind.RECEIPT, {"code": report.code}),
        notices=(
            *told_to_desk(unit, view, signed, report, found),
            *(submitting.to_seat(unit, seat, receipt, report) if endorsed.via is Via.PROXY else ()),
            *submitting.overtake(unit, report),
        ),
    )


def _content(unit: Unit, draft: Draft, nil: bool) -> Sequence[Text]:
    return wording.submitted_lines(_view(unit, draft), draft, nil=nil)


def _stated(unit: Unit, draft: Draft) -> Sequence[TaskState]:
    return states(unit, draft.seat, Period.parse(draft.subject)) if _is_quarterly(draft) else ()


def _keep_beside(unit: Unit, actor: Actor, draft: Draft) -> None:
    """What was entered stays beside a report of nothing new, as the screen promised; the paragraph has been sent."""
    drafts.save_draft(
        unit.db, replace(draft, closing=None if draft.closing else draft.closing, base=0, report=""), unit.now
    )
    people.set_open_draft(unit.db, actor.account, None)


def closed(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    """Say that the period of a draft has closed, and where it can go with what it holds."""
    people.set_open_draft(unit.db, actor.account, None)
    schedule = period_schedule(unit, Period.parse(draft.subject))
    return Reply(received.closed(schedule, draft, _free_period(unit, actor, draft)))


def _already(unit: Unit, actor: Actor, report: Report, seat: Seat, draft: Draft | None) -> Reply:
    """Say what was filed; a draft beside it stays as it is, and the next typed text does not belong to it."""
    people.set_open_draft(unit.db, actor.account, None)
    schedule = period_schedule(unit, Period.parse(report.period))
    sender = signature(report, people.persons_by_id(unit.db, report.signers))
    kept = draft if draft and draft.has_begun else None
    is_closed, by_desk = unit.now >= schedule.stop_at, draft is not None and draft.kind in PROXIES
    following = _free_period(unit, actor, kept) if kept and is_closed else None
    return Reply(
        received.already_received(
            report, seat.organisation, sender, schedule, kept, following, is_closed=is_closed, by_desk=by_desk
        )
    )


def _free_period(unit: Unit, actor: Actor, draft: Draft) -> Schedule | None:
    if draft.kind in PROXIES:
        return None  # the desk chooses the period anew
    for standing in seat_periods(unit, actor):
        if standing.seat.id == draft.seat and standing.report is None and standing.draft is None:
            return standing.schedule
    return None


FILING = Filing(_form, _file, _content, _refused, _stated)
FORM = DraftForm(_form, _screen, _send, kept_until, _overtaken, renewed=_renewed)
"""The form of a periodic report."""
