"""Writing and sending a periodic report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.form_engine import with_closing_asked
from bot.domain.forms import At, Done, Draft, Form, Item, Position
from bot.domain.operations import Lane, Topic, TopicKind
from bot.domain.people import Actor, Seat
from bot.domain.periods import Cadence, Period, Schedule, SeatState
from bot.domain.reports import REPORT, TASK_RESULT, Quarterly, Report
from bot.domain.tasks import TaskState
from bot.domain.texts import Screen
from bot.domain.verbs.reporting import OpenNilReport, OpenReport
from bot.errors import BotError
from bot.screens import desk as desk_wording
from bot.screens.people import seat_requests as asking
from bot.screens.reporting import choosing, stating
from bot.screens.reporting import periodic as wording
from bot.services.desk.notices import files_to_desk, naming_absent, to_desk
from bot.services.reply import Reply
from bot.services.reporting import sharing
from bot.services.reporting.destination import paper_of
from bot.services.reporting.drafting import DraftForm, open_draft, own_draft, seat_of, sent_before
from bot.services.reporting.filing import file_report
from bot.services.reporting.quarterly import states
from bot.services.standing import SeatPeriod, kept_until, period_schedule, seat_periods, sent_adhoc
from storage import difficulties, drafts, people, reports, tasks
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
    filed = _filed(unit, actor, seat_id, period)
    if filed:
        return filed
    standing = _standing(unit, actor, seat_id, period)
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
    filed = _filed(unit, actor, seat_id, period)
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
    view = _view(unit, actor, draft)
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
    following = _free_period(unit, actor, draft)
    still_open = unit.now < period_schedule(unit, Period.parse(draft.subject)).stop_at
    if still_open or following is None:
        filed = _overtaken(unit, actor, draft) if still_open else _filed_instead(unit, actor, draft)
        if filed is None:
            raise BotError("stale")
        return filed
    drafts.move_draft(unit.db, draft.id, following.period.iso, unit.now)
    moved = own_draft(unit, actor, draft.id)
    if moved.position.at is At.NIL:
        moved = _to_review(unit, moved)
    return open_draft(unit, actor, FORM, moved)


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
    return _already(unit, actor, report, seat_of(actor, draft), draft) if report else None


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


def _view(unit: Unit, actor: Actor, draft: Draft) -> wording.View:
    schedule = period_schedule(unit, Period.parse(draft.subject))
    stated = states(unit, draft.seat, schedule.period) if _is_quarterly(draft) else None
    return wording.View(
        form=_form(unit, draft),
        fields=unit.rules.fields,
        schedule=schedule,
        organisation=seat_of(actor, draft).organisation,
        sender=actor.person.full_name,
        email=unit.rules.profile.office.email,
        late=unit.now > schedule.due_at,
        unfinished=unit.now < schedule.data_end_at,
        tasks=stated,
        unsaved=_unsaved(unit, draft, stated or ()),
        adhoc=sent_adhoc(unit, [draft.seat], schedule.period)[draft.seat],
    )


def _unsaved(unit: Unit, draft: Draft, stated: Sequence[TaskState]) -> tuple[str, ...]:
    """Return the codes of the tasks of which this person has entered something else than what has been saved."""
    found = [each for each in drafts.live_drafts(unit.db, draft.person) if each.kind == TASK_RESULT]
    entered = {each.subject: each.items[0] for each in found if each.seat == draft.seat and each.items}
    return tuple(task.code for task in stated if _is_news(entered.get(task.code, {}), task))


def _is_news(entered: Item, task: TaskState) -> bool:
    answers = {name: answer for name, answer in entered.items() if answer}
    return bool(answers) and answers != (dict(task.statement.answers) if task.statement else {})


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    return wording.draft_screen(_view(unit, actor, draft), draft)


def _send(unit: Unit, actor: Actor, draft: Draft, done: Done) -> Reply:
    nil, view = done is Done.SEND_NIL, _view(unit, actor, draft)
    # Asked again in the transaction that files: somebody else of the same seat may have been first.
    filed = _overtaken(unit, actor, draft)
    if filed:
        return filed
    # After that: what was filed is named even where the period has closed.
    if unit.now >= view.schedule.stop_at:
        people.set_open_draft(unit.db, actor.account, None)
        return Reply(wording.closed(view.schedule, draft, _free_period(unit, actor, draft)))
    items = () if nil else draft.items
    stated = None if view.tasks is None else Quarterly(view.tasks, draft.closing or "")
    report = file_report(unit, seat_of(actor, draft), actor.person.id, view.schedule.period, items, draft.files, stated)
    if nil and draft.items:
        if draft.closing:
            drafts.save_draft(unit.db, replace(draft, closing=None), unit.now)  # the paragraph has been sent
        people.set_open_draft(unit.db, actor.account, None)  # what was entered stays, as the screen promised
    else:
        drafts.close_draft(unit.db, draft.id, report.code, unit.now)
    copy = Topic(TopicKind.DESK_COPY, {"code": report.code})
    notice = naming_absent(unit, desk_wording.new_report(view, report))
    return Reply(
        kept=wording.receipt(unit.rules.profile, view, report, paper_of(unit, view.schedule.period)),
        kept_topic=Topic(TopicKind.RECEIPT, {"code": report.code}),
        notices=(
            *to_desk(unit, notice, f"desk:{report.reference}", copy),
            *files_to_desk(unit, report, Lane.BULK),
        ),
    )


def _already(unit: Unit, actor: Actor, report: Report, seat: Seat, draft: Draft | None) -> Reply:
    """Say what was filed; a draft beside it stays as it is, and the next typed text does not belong to it."""
    people.set_open_draft(unit.db, actor.account, None)
    schedule = period_schedule(unit, Period.parse(report.period))
    sender = people.person_by_id(unit.db, report.person).full_name
    kept = draft if draft and (draft.items or draft.closing) else None
    following = _free_period(unit, actor, kept) if kept and unit.now >= schedule.stop_at else None
    return Reply(wording.already_received(report, seat.organisation, sender, schedule, kept, following))


def _free_period(unit: Unit, actor: Actor, draft: Draft) -> Schedule | None:
    for standing in seat_periods(unit, actor):
        if standing.seat.id == draft.seat and standing.report is None and standing.draft is None:
            return standing.schedule
    return None


FORM = DraftForm(_form, _screen, _send, kept_until, _overtaken)
"""The form of a periodic report."""
