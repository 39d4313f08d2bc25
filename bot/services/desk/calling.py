"""Whom the desk calls: who gives no sign, who cannot be reached, seats that nobody holds; and what came of it.

What is late is the desk's alone; an administrator sees whom nothing reaches, and which numbers are wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.clock import VN
from bot.domain.answering import Matter, matter_of
from bot.domain.calls import PAGE, CallMade, Late, Outcome, ToCall, again_on, pages, to_call
from bot.domain.directory import Call, DirectoryEntry, call_list
from bot.domain.operations import Operation, Send, Topic, TopicKind
from bot.domain.people import MEMBER_ROLES, Actor, Duty, Role, Seat
from bot.domain.reminder_rules import Kind
from bot.domain.verbs.calling import RecordCall
from bot.errors import BotError
from bot.screens.people import calling as wording
from bot.screens.people.calling import Shown
from bot.services.people import duties
from bot.services.people.duties import officer_only
from bot.services.people.quiet import held
from bot.services.reminding.owing import is_owed
from bot.services.reply import Reply, with_remark
from bot.services.standing import accepting_now, period_schedule
from bot.services.tasks.listing import status_of
from storage import acknowledgements, addressees, broadcasts, calls, directory, ledgers, people, reminders, tasks
from storage.unit import Unit

_ANNOUNCEMENTS = 20
"""So many of the newest announcements are looked through for who has not confirmed them."""
_EARLIER = 3
"""So many earlier calls to somebody are shown."""


def show_list(unit: Unit, actor: Actor, page: int) -> Reply:
    """Show a screen of the list, the last one where it has become shorter."""
    people.set_open_draft(unit.db, actor.account, None)
    of_desk = Role.SECRETARIAT in actor.roles
    found = _found(unit, of_desk=of_desk)
    page = min(page, pages(len(found)) - 1)
    here = [_shown(unit, each) for each in found[page * PAGE : (page + 1) * PAGE]]
    return Reply(wording.listed(here, page, len(found), unit.now, of_desk=of_desk))


def show(unit: Unit, actor: Actor, seat: int, person: int) -> Reply:
    """Show one of them, whoever else has to be called. Raises BotError: rights, or stale where they hold no duty."""
    officer_only(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    each = _one(unit, seat, person)
    earlier = calls.of_person(unit.db, person, _EARLIER) if person else [each.last] if each.last else []
    return Reply(wording.one(_shown(unit, each), earlier, unit.now))


def record(unit: Unit, actor: Actor, press: RecordCall) -> Reply:
    """Record what came of a call; where somebody recorded one meanwhile, show that instead.

    Raises what `show` raises.
    """
    officer_only(unit, actor)
    each = _one(unit, press.seat, press.person)
    before = each.last
    if (before.id if before else 0) != press.last:
        assert before is not None
        return with_remark(show(unit, actor, press.seat, press.person), wording.recorded_before(before))
    phone = each.entry.person.phone if each.entry else ""
    keys = [late.matter.key for late in each.late]
    made = calls.add(
        unit.db,
        each.seat.id,
        each.person or None,
        phone,
        press.outcome,
        keys,
        _again_on(unit, press.outcome, each.seat),
        actor.person.id,
        unit.now,
    )
    detail = {"outcome": press.outcome.value, "seat": each.seat.code}
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), "call.recorded", f"call:{made}", detail)
    told = _to_admins(unit, each, made) if press.outcome is Outcome.WRONG_NUMBER else []
    shown = wording.recorded(each, press.outcome, made)
    return Reply(show_list(unit, actor, 0).screen, kept=shown, aside=True, notices=tuple(told))


def _found(unit: Unit, *, of_desk: bool) -> list[ToCall]:
    everybody = directory.entries(unit.db, unit.today)
    seats = people.seats_there(unit.db, unit.today)
    away = call_list(everybody, seats, tuple(unit.rules.profile.bodies), unit.now)
    by_id = {seat.id: seat for seat in seats}
    late, announced = (_late(unit, by_id), _announced(unit)) if of_desk else ({}, {})
    return to_call(away, late, announced, _holders(everybody), by_id, calls.everything(unit.db), unit.today)


def _late(unit: Unit, seats: Mapping[int, Seat]) -> Mapping[int, Sequence[Late]]:
    """What has come to the list: steps of the ladder whose day has come, of what still waits for a sign."""
    found: dict[int, dict[Matter, Late]] = {}
    for due in reminders.come(unit.db, Kind.UNANSWERED_DESK, unit.today):
        matter = matter_of(due)
        if due.seat in seats and matter not in found.get(due.seat, {}) and is_owed(unit, due):
            days = unit.rules.calendar.working_days_between(due.due_on, unit.today)
            found.setdefault(due.seat, {})[matter] = Late(matter, days)
    return {seat: sorted(late.values(), key=lambda each: -each.days) for seat, late in found.items()}


def _announced(unit: Unit) -> Mapping[int, list[Late]]:
    """By person the announcements whose receipt they were to confirm and have not, as long as the ladder waits."""
    found: dict[int, list[Late]] = {}
    wait = max(mark.number for mark in unit.rules.reminders.of(Kind.UNANSWERED_DESK).marks)
    for code in broadcasts.with_unconfirmed(unit.db, _ANNOUNCEMENTS):
        made = broadcasts.by_code(unit.db, code)
        assert made is not None
        day = made.send_at.astimezone(VN).date()
        days = unit.rules.calendar.working_days_between(day, unit.today)
        for each in broadcasts.recipients(unit.db, made.id) if days >= wait and not made.stopped_at else ():
            if each.queued and not each.confirmed_at:
                found.setdefault(each.person, []).append(Late(Matter(code, 0, day), days, announced=True))
    return found


def _holders(everybody: Sequence[DirectoryEntry]) -> Mapping[int, Sequence[tuple[DirectoryEntry, Duty]]]:
    found: dict[int, list[tuple[DirectoryEntry, Duty]]] = {}
    for entry in everybody:
        for duty in entry.duties:
            if duty.seat and duty.role in MEMBER_ROLES:
                found.setdefault(duty.seat.id, []).append((entry, duty))
    return found


def _one(unit: Unit, seat_id: int, person: int) -> ToCall:
    """Somebody of a seat, with everything they are to be called about, whatever was recorded before."""
    seats = {seat.id: seat for seat in people.seats_there(unit.db, unit.today)}
    everybody = directory.entries(unit.db, unit.today)
    holders = _holders(everybody).get(seat_id, ())
    entry, duty = next(((entry, duty) for entry, duty in holders if entry.person.id == person), (None, None))
    if seat_id not in seats or (entry is None and (person or holders)):
        raise BotError("stale")
    seat = seats[seat_id]
    away = [each for each in call_list(everybody, [seat], (), unit.now) if _is(each, person)]
    late = (*_late(unit, {seat_id: seat}).get(seat_id, ()), *_announced(unit).get(person, ()))
    last = calls.last(unit.db, seat_id, person or None)
    return ToCall(seat, entry, duty, late, bool(away), any(each.nobody_else for each in away), last)


def _is(call: Call, person: int) -> bool:
    return (call.entry.person.id if call.entry else 0) == person


def _shown(unit: Unit, each: ToCall) -> Shown:
    if each.entry is None:
        return Shown(each, None, ())
    who = each.entry.person
    seen = calls.heard_of(unit.db, who.id, who.code)
    steps = [acknowledgements.steps(unit.db, late.matter, [who.id], unit.today) for late in each.late]
    return Shown(each, seen, tuple(steps))


def _again_on(unit: Unit, outcome: Outcome, seat: Seat) -> date:
    return again_on(outcome, unit.today, unit.rules.calendar.next_working_after(unit.today), _deadlines(unit, seat))


def _deadlines(unit: Unit, seat: Seat) -> list[date]:
    """The days of the deadlines that a seat has before it: of its reports, and of its tasks."""
    open_ = accepting_now(unit, unit.rules.profile.bodies[seat.body].cadence)
    reports = [each for schedule in open_ for each in (schedule, period_schedule(unit, schedule.period.next()))]
    owed = [status_of(unit, task).due_on for task in tasks.tasks_of_seats(unit.db, [seat.id], done=False)]
    return [*(schedule.due_on for schedule in reports), *(day for day in owed if day)]


def _to_admins(unit: Unit, each: ToCall, call: int) -> Sequence[Operation]:
    screen = wording.wrong_number(each)
    return held(
        unit,
        (
            Send(to, screen, topic=Topic(TopicKind.MEMBERSHIP), key=f"wrong-number:{call}:{to.account}")
            for to in addressees.recipients(unit.db, frozenset({Role.ADMIN}), unit.today)
        ),
    )


def last_calls(unit: Unit, person: int, *, of_desk: bool) -> list[CallMade]:
    """Return what the page of a person says of the last calls: all to the desk, to others that a number is wrong."""
    found = calls.of_person(unit.db, person, 1)
    return found if of_desk else [replace(each, note="") for each in found if each.outcome is Outcome.WRONG_NUMBER]
