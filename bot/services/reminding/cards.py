"""What a reminder says: one matter by itself, several in the card of a morning, in the order of their urgency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import VN
from bot.domain.answering import as_told
from bot.domain.people import MEMBER_ROLES, Seat
from bot.domain.periods import Period
from bot.domain.pushes import is_pressing, urgency, without_closed
from bot.domain.reminder_rules import ON_THE_DAY, Kind
from bot.domain.reminders import Occurrence
from bot.domain.reports import REPORT
from bot.domain.texts import Screen
from bot.screens import reminding as wording
from bot.screens.reasons import with_reason
from bot.screens.reminding import Matter, ReportDue
from bot.screens.tasks.reminding import TaskDue
from bot.screens.waited import ApprovalDue, ClosingDue, ConfirmationDue, DraftDue, QuestionDue
from bot.services import answering
from bot.services.difficulties.cases import case_of
from bot.services.reasons import why
from bot.services.reminding import waited
from bot.services.reporting.deciding import FILINGS
from bot.services.reporting.submitting import describe
from bot.services.standing import period_schedule
from bot.services.tasks import dues
from bot.services.upkeep import idle_drafts
from bot.services.upkeep.idle_drafts import Lying
from storage import drafts, people, submissions
from storage.unit import Unit


@dataclass(frozen=True)
class Card:
    """A message to one person, and the drafts that it tells of."""

    screen: Screen
    lying: Sequence[Lying]


def card(unit: Unit, person: int, found: Sequence[Occurrence], late: Sequence[Occurrence]) -> Card | None:
    """Return what a person is told of these occurrences, None where nothing is left to say.

    `late` are those that should have gone out on an earlier day.
    """
    lying = idle_drafts.lying(unit, person, [o for o in found if o.due.kind is Kind.DRAFT])
    told = without_closed(as_told(found))
    pairs = _items(unit, sorted(told, key=lambda o: urgency(o.due, unit.today)), lying)
    pairs = [pair for pair in pairs if not _is_named(pair[1], [item for _, item in pairs])]
    if not pairs:
        return None
    items = [item for _, item in pairs]
    # A day off is disturbed for what is due on it alone.
    beside = _also_overdue(unit, person, items) if unit.rules.calendar.is_working(unit.today) else ()
    since = min((o.send_on for o in late), default=None)
    pressing = sum(is_pressing(o.due, unit.today) for o, _ in pairs)
    screen = wording.message(items, unit.rules.profile, unit.today, wording.Beside(beside, pressing, since))
    screen = answering.with_asks(unit, screen, found)
    reason = why(unit, person, [occurrence.due for occurrence, _ in pairs])
    return Card(with_reason(screen, reason), list(lying.values()))


def _items(unit: Unit, found: Sequence[Occurrence], lying: Mapping[str, Lying]) -> list[tuple[Occurrence, Matter]]:
    """What a card says; what the desk is told of one task stands together, at the end."""
    alone = [o for o in found if o.due.kind not in (Kind.RECEIPT_DESK, Kind.UNANSWERED_DESK)]
    at_desk = [o for o in found if o.due.kind is Kind.RECEIPT_DESK]
    pairs = [(o, item) for o in alone for item in [_item(unit, o, lying)] if item]
    return [*pairs, *((at_desk[0], item) for item in dues.items(unit, at_desk)), *answering.at_desk(found)]


def _item(unit: Unit, occurrence: Occurrence, lying: Mapping[str, Lying]) -> Matter | None:
    match occurrence.due.kind:
        case Kind.REPORT:
            return _report(unit, occurrence)
        case Kind.CLOSING:
            return _closing(unit, occurrence)
        case Kind.QUESTION | Kind.CONFIRMATION:
            return _of_difficulty(unit, occurrence)
        case Kind.APPROVAL:
            return _approval(unit, occurrence)
        case Kind.DRAFT:
            each = lying.get(occurrence.due.subject)
            return DraftDue(each.waiting, idle_drafts.last_day(unit, each)) if each else None
    return dues.items(unit, [occurrence])[0]


def _is_named(item: Matter, items: Sequence[Matter]) -> bool:
    """Whether a draft that lies is named by the reminder of its report, which stands by itself."""
    if not isinstance(item, DraftDue) or item.last_day:
        return False
    others = [each for each in items if each is not item]
    if len(others) != 1 or not isinstance(others[0], ReportDue):
        return False
    report, draft = others[0], item.waiting.draft
    of_draft = (draft.kind, draft.seat, draft.subject)
    return bool(report.draft_items) and of_draft == (REPORT, report.seat.id, report.schedule.period.iso)


def _also_overdue(unit: Unit, person: int, items: Sequence[Matter]) -> Sequence[TaskDue]:
    """What else of a person is overdue, the longest first, without a mark of its own this morning."""
    shown = {item.task.id for item in items if isinstance(item, TaskDue)}
    seats = people.seats_of_person(unit.db, person, MEMBER_ROLES, unit.today)
    return [item for item in dues.overdue_of(unit, seats) if item.task.id not in shown]


def _seat(unit: Unit, seat: int) -> Seat:
    found = people.seat_by_id(unit.db, seat)
    assert found is not None
    return found


def _missed_on(unit: Unit, occurrence: Occurrence) -> date | None:
    return occurrence.send_on if occurrence.send_on < unit.today else None


def _report(unit: Unit, occurrence: Occurrence) -> ReportDue:
    due, schedule = occurrence.due, period_schedule(unit, Period.parse(occurrence.due.subject))
    seat = _seat(unit, due.seat)
    draft = drafts.live_draft(unit.db, due.person, due.seat, REPORT, due.subject)
    return ReportDue(
        mark=occurrence.mark,
        seat=seat,
        body=unit.rules.profile.bodies[seat.body].short,
        schedule=schedule,
        left=unit.rules.calendar.working_days_between(unit.today, schedule.due_on),
        tomorrow=schedule.due_on - unit.today == timedelta(days=1),
        draft_items=len(draft.items) if draft else 0,
        missed_on=_missed_on(unit, occurrence),
        aggregated=unit.now >= schedule.digest_at,
    )


def _closing(unit: Unit, occurrence: Occurrence) -> ClosingDue:
    due = occurrence.due
    draft = drafts.live_draft(unit.db, due.person, due.seat, REPORT, due.subject)
    schedule = period_schedule(unit, Period.parse(due.subject))
    begun, today = bool(draft and draft.has_begun), occurrence.mark == ON_THE_DAY
    return ClosingDue(_seat(unit, due.seat), schedule, due.due_on, today, begun)


def _of_difficulty(unit: Unit, occurrence: Occurrence) -> QuestionDue | ConfirmationDue | None:
    due = occurrence.due
    case = case_of(unit, due.subject)
    until = waited.waits_until(unit.db, due.kind, due.subject, due.due_on)
    if case is None or until is None:
        return None
    return QuestionDue(case, until) if due.kind is Kind.QUESTION else ConfirmationDue(case, until)


def _approval(unit: Unit, occurrence: Occurrence) -> ApprovalDue | None:
    due = occurrence.due
    found = submissions.waiting_for(unit.db, due.seat, due.subject)
    draft = drafts.draft_by_id(unit.db, found.draft) if found else None
    if found is None or draft is None:
        return None
    waiting = describe(unit, found, draft, FILINGS[found.kind])
    at = waiting.deadline
    return ApprovalDue(waiting, bool(at and at.astimezone(VN).date() == unit.today))
