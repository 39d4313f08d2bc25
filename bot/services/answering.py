"""Whether somebody has seen that something is overdue: asked with the reminder, asked again, told to the desk.

A sign is a press on "received", which counts for the whole seat, or whatever answers the matter itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain import answering as rules
from bot.domain.answering import AGAIN, Matter, matter_of
from bot.domain.calendars import Provisional
from bot.domain.operations import Operation, Strip
from bot.domain.people import MEMBER_ROLES, Actor, Role
from bot.domain.periods import Period
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Due, Occurrence
from bot.domain.texts import Screen
from bot.domain.verbs.answering import AcknowledgeReport, AcknowledgeTask
from bot.errors import BotError
from bot.screens import answering as wording
from bot.screens.answering import Asked, AtDesk
from bot.services.people import duties
from bot.services.reply import Reply
from bot.services.standing import period_schedule
from storage import acknowledgements, addressees, directory, ledgers, people, tasks
from storage.unit import Unit


def with_steps(unit: Unit, found: Sequence[Due]) -> Sequence[Due]:
    """Return what is due with the ladder of everything overdue in it, as far as nobody has given a sign."""
    return [*found, *_steps(unit, found)]


def _steps(unit: Unit, found: Sequence[Due]) -> Iterator[Due]:
    late = rules.overdue(found, unit.today)
    waited = waiting(unit, late)
    if not waited:
        return
    officers = directory.holders_of_role(unit.db, Role.SECRETARIAT, unit.today)

    @cache
    def holders(seat: int) -> list[int]:
        roles = unit.rules.reminders.of(Kind.UNANSWERED_PRINCIPAL).audience
        return people.persons_of_seat(unit.db, seat, roles, unit.today)

    for matter, since in waited.items():
        yield from rules.steps(matter, since, late[matter], holders(matter.seat), officers)


def waiting(unit: Unit, late: Collection[Matter]) -> dict[Matter, date]:
    """Return those of these overdue matters of which a sign is waited for, and since when."""
    if not late:
        return {}
    told, confirmed = acknowledgements.told(unit.db, late, unit.today), acknowledgements.confirmed(unit.db, late)
    open_ = [(matter, told[matter].since) for matter in late if matter in told and matter not in confirmed]
    since = {matter: day for matter, day in open_ if day}
    said = acknowledgements.answered_on(unit.db, since)
    return {matter: day for matter, day in since.items() if matter not in said or said[matter] < day}


def as_plain(found: Sequence[Due], owed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a message keeps of steps of the ladder; `owed`: what it keeps of what they are about."""
    kept = [[due.subject, due.seat, due.due_on.isoformat(), str(due.opening_on or due.due_on)] for due in found]
    return {"unanswered": kept, "of": owed} if kept else {}


def is_waited_for(db: Database, kept: Mapping[str, Any]) -> bool:
    """Return whether a sign is still waited for of anything that a message keeps."""
    return any(
        acknowledgements.is_waited_for(db, Matter(subject, seat, date.fromisoformat(due)), date.fromisoformat(since))
        for subject, seat, due, since in kept.get("unanswered", ())
    )


def base_of(due: Due) -> Due:
    """Return what a step of the ladder is about, as the one whom it goes to would owe it."""
    return Due(matter_of(due).kind, due.subject, due.person, due.seat, due.due_on)


def is_open(unit: Unit, due: Due) -> bool:
    """Return whether a sign is still waited for of a step of the ladder."""
    return acknowledgements.is_waited_for(unit.db, matter_of(due), due.opening_on or due.due_on)


def at_desk(found: Sequence[Occurrence]) -> list[tuple[Occurrence, AtDesk]]:
    """Return what an officer's card says of the matters that have come to the call list, in one, with the first."""
    come = [each for each in found if each.due.kind is Kind.UNANSWERED_DESK]
    return [(come[0], AtDesk(len({matter_of(each.due) for each in come})))] if come else []


def with_asks(unit: Unit, screen: Screen, found: Sequence[Occurrence]) -> Screen:
    """Return a reminder that asks for a sign of what is overdue, or says who has given it."""
    again = {matter_of(each.due) for each in found if each.due.kind in AGAIN}
    matters = list(dict.fromkeys(matter_of(each.due) for each in found if rules.is_asked(each)))
    return wording.with_asks(screen, [_asked(unit, matter, again=matter in again) for matter in matters])


def _asked(unit: Unit, matter: Matter, *, again: bool) -> Asked:
    seat = people.seat_by_id(unit.db, matter.seat)
    assert seat is not None
    return Asked(matter, seat, verb_of(unit, matter), acknowledgements.of(unit.db, matter), again)


def verb_of(unit: Unit, matter: Matter) -> AcknowledgeReport | AcknowledgeTask:
    """Return what confirms a matter."""
    day = matter.due_on.toordinal()
    if matter.kind is Kind.REPORT:
        return AcknowledgeReport(matter.seat, Period.parse(matter.subject), day)
    task = tasks.task_by_code(unit.db, matter.subject)
    assert task is not None  # tasks are never deleted
    return AcknowledgeTask(matter.seat, task.id, day)


def acknowledge(unit: Unit, actor: Actor, press: AcknowledgeReport | AcknowledgeTask) -> Reply:
    """Record that somebody has seen that something of their seat is overdue, and say what is expected of it.

    Raises BotError("stale") where it is of no seat of theirs, or was never reminded of as overdue by that day.
    """
    matter = _named(unit, actor, press)
    before = acknowledgements.of(unit.db, matter)
    if before is None:
        acknowledgements.add(unit.db, matter, actor.person.id, unit.now)
        ledgers.append_audit(unit.db, unit.now, duties.by(actor), "reminder.acknowledged", matter.key)
    seat = people.seat_by_id(unit.db, matter.seat)
    assert seat is not None
    said = wording.acknowledged(matter, seat, before, unit.now, _stop(unit, matter))
    return Reply(kept=said, aside=True, notices=tuple(_taken_off(unit, matter, press.data)))


def _named(unit: Unit, actor: Actor, press: AcknowledgeReport | AcknowledgeTask) -> Matter:
    if press.seat not in {seat.id for seat in actor.seats} or not 0 < press.due <= date.max.toordinal():
        raise BotError("stale")
    due_on = date.fromordinal(press.due)
    if isinstance(press, AcknowledgeReport):
        matter = Matter(press.period.iso, press.seat, due_on)
    else:
        task = tasks.task_by_id(unit.db, press.task)
        matter = Matter(task.code if task else "", press.seat, due_on)
    # Nobody confirms what the system has not told their seat.
    if not acknowledgements.asked_with(unit.db, matter, _holders(unit, matter)):
        raise BotError("stale")
    return matter


def _stop(unit: Unit, matter: Matter) -> datetime | Provisional:
    """By when it is to be done: a report before its period closes, a task within the next working day."""
    if matter.kind is Kind.REPORT:
        schedule = period_schedule(unit, Period.parse(matter.subject))
        return schedule.stated(schedule.stop_at)
    day = unit.rules.calendar.next_working_after(unit.today)
    return datetime.combine(day, unit.rules.profile.periods.hour, VN)


def _taken_off(unit: Unit, matter: Matter, data: str) -> Iterator[Operation]:
    """The choice goes from every message that offers it: those of other phones and of colleagues too."""
    keys = acknowledgements.asked_with(unit.db, matter, _holders(unit, matter))
    for account, anchor in acknowledgements.messages(unit.db, keys):
        to = addressees.recipient(unit.db, account, unit.today)
        if to:
            yield Strip(to, anchor, data)


def _holders(unit: Unit, matter: Matter) -> list[int]:
    return people.persons_of_seat(unit.db, matter.seat, MEMBER_ROLES, unit.today)
