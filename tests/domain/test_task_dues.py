"""Who is reminded of a task and since when a receipt is waited for, and how courses are counted: pure rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.calendar_source import load_calendar
from bot.clock import VN
from bot.data_source import load_reminder_rules
from bot.domain.courses import DONE_ON, TO, Course, Lead, TaskAct, TaskEvent, courses_of
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.reminder_rules import ON_THE_DAY, Kind, after, before
from bot.domain.reminders import Due, plan
from bot.domain.task_dues import owed_in, still_owed, terms, unreceived
from bot.domain.task_figures import by_lead, figures_of, lines_of, waiting_decisions
from bot.domain.tasks import Bucket, Part, Task, TaskStatus, course_status

RULES = load_reminder_rules()
CALENDAR = load_calendar(2025, 2028)
HOUR = time(17)
A, B, C, W, OUT = 1, 2, 3, 4, Lead(agency="Ủy ban nhân dân tỉnh Điện Biên")


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), VN).astimezone(UTC)


def event(number: int, act: TaskAct, day: date, lead: Lead | None = None, **detail: object) -> TaskEvent:
    actor = str(detail.pop("by", "person:CHI"))
    return TaskEvent(number, act, at(day, int(str(detail.pop("hour", 9)))), actor, detail, lead)


def a_task(due: date, *events: TaskEvent, outside: tuple[str, ...] = (), kind: str = "day") -> Task:
    seats = {Part.LEAD: (A, B), Part.COORDINATING: (C,), Part.WATCHING: (W,)}
    fixed = (1, "NV-26-001", "TB", "Rà soát", DeadlineKind(kind), f"{due:%d/%m/%Y}", Recurrence.NONE, "")
    task = Task(*fixed, None, None, "", seats=seats, outside=outside)
    return replace(task, courses=courses_of(task.leads, events))


def owed(task: Task, today: date) -> list[tuple[Part, int, date | None]]:
    def standing(course: Course) -> TaskStatus:
        return course_status(task, course, at(today), HOUR, CALENDAR)

    return [(each.part, each.seat, each.standing.due_on) for each in owed_in(task, standing)]


def test_each_lead_owes_its_own_course_who_watches_that_of_an_agency_and_who_takes_part_the_first_deadline() -> None:
    due, later = date(2026, 11, 18), date(2026, 11, 27)
    granted = event(1, TaskAct.EXTENSION_GRANTED, date(2026, 11, 16), Lead(A), **{TO: later.isoformat()})
    task = a_task(due, granted, outside=(OUT.agency,))

    assert owed(task, date(2026, 11, 16)) == [
        (Part.LEAD, A, later),
        (Part.LEAD, B, due),
        (Part.WATCHING, W, due),
        (Part.COORDINATING, C, due),
    ]


@pytest.mark.parametrize("act", [TaskAct.REPORTED, TaskAct.CONFIRMED])
def test_whoever_has_reported_owes_nothing_and_who_takes_part_owes_until_all_have(act: TaskAct) -> None:
    due, today = date(2026, 11, 18), date(2026, 11, 16)
    done = event(1, act, today, Lead(A), **{DONE_ON: "2026-11-16"})
    one = a_task(due, done)
    both = a_task(due, done, replace(done, id=2, lead=Lead(B)))

    assert [seat for _, seat, _ in owed(one, today)] == [B, C]
    assert owed(both, today) == []
    again = event(3, TaskAct.RETURNED, today, Lead(A))
    assert [seat for _, seat, _ in owed(a_task(due, done, again), today)] == ([A, B, C])


@pytest.mark.parametrize("act", [TaskAct.SUSPENDED, TaskAct.CANCELLED])
def test_nobody_owes_what_is_suspended_or_cancelled(act: TaskAct) -> None:
    today = date(2026, 11, 16)

    assert owed(a_task(date(2026, 11, 18), event(1, act, today)), today) == []


def test_a_message_is_still_wanted_as_long_as_the_course_is_owed_by_the_deadline_it_had() -> None:
    task = a_task(date(2026, 11, 18))
    said = terms(task, task.courses[0])
    later = {TO: "2026-11-27"}
    moved = a_task(date(2026, 11, 18), event(1, TaskAct.EXTENSION_GRANTED, date(2026, 11, 16), Lead(A), **later))

    assert still_owed(task, A, Part.LEAD, said)
    assert not still_owed(moved, A, Part.LEAD, said)
    assert still_owed(moved, B, Part.LEAD, said)
    assert still_owed(moved, C, Part.COORDINATING, said)
    assert not still_owed(a_task(date(2026, 11, 20)), A, Part.LEAD, said)


@pytest.mark.parametrize(
    ("stated", "counted"),
    [
        (date(2026, 1, 10), date(2026, 1, 10)),  # a Saturday that is worked for the 2nd
        (date(2026, 1, 2), date(2026, 1, 5)),  # the day off for it
        (date(2026, 2, 17), date(2026, 2, 23)),  # the first day of Tết
        (date(2027, 2, 8), date(2027, 2, 11)),
    ],
)
def test_reminders_follow_the_day_that_counts_through_tet_and_exchanged_days(stated: date, counted: date) -> None:
    ((_, _, due_on),) = owed(replace(a_task(stated), seats={Part.LEAD: (A,)}, courses=(Course(Lead(A)),)), stated)[:1]
    assert due_on == counted

    found = {o.mark: o.send_on for o in plan([Due(Kind.TASK, "NV-26-001", 1, A, due_on)], RULES, CALENDAR)}
    assert found[ON_THE_DAY] == counted
    assert all(CALENDAR.is_working(day) for day in found.values())
    assert found[after(1)] == CALENDAR.next_working_after(counted)


def test_who_takes_part_is_reminded_three_days_before_and_on_the_day_alone() -> None:
    found = plan([Due(Kind.JOINT, "NV-26-001", 1, C, date(2026, 11, 19))], RULES, CALENDAR)

    assert [(o.mark, o.send_on.day) for o in found] == [(before(3), 16), (ON_THE_DAY, 19)]


# --- receipts


MONDAY = date(2026, 11, 16)


def waited(*events: TaskEvent, task: Task | None = None) -> dict[int | None, date]:
    found = unreceived(task or a_task(date(2026, 12, 15), *events), events, HOUR, CALENDAR)
    return {each.lead.seat: each.since for each in found}


def test_a_receipt_is_waited_for_from_the_working_day_of_the_assignment() -> None:
    assert waited(event(1, TaskAct.CREATED, MONDAY)) == {A: MONDAY, B: MONDAY}
    assert waited(event(1, TaskAct.CREATED, MONDAY, hour=18)) == dict.fromkeys((A, B), date(2026, 11, 17))
    assert waited(event(1, TaskAct.CREATED, date(2026, 11, 22))) == dict.fromkeys((A, B), date(2026, 11, 23))
    assert waited(event(1, TaskAct.CREATED, MONDAY), event(2, TaskAct.RECEIVED, MONDAY, Lead(A))) == {B: MONDAY}


def test_nobody_is_asked_for_the_receipt_of_what_was_imported_or_by_an_agency_without_a_seat() -> None:
    assert waited(event(1, TaskAct.CREATED, MONDAY, by="operator")) == {}
    created = event(1, TaskAct.CREATED, MONDAY)
    assert OUT.seat not in waited(created, task=a_task(date(2026, 12, 15), created, outside=(OUT.agency,)))


def test_a_lead_that_a_change_put_there_is_waited_for_from_that_day() -> None:
    seats = {"from": {"lead": [A]}, "to": {"lead": [A, B]}}
    changed = event(2, TaskAct.CHANGED, date(2026, 11, 18), seats=seats)

    assert waited(event(1, TaskAct.CREATED, MONDAY, by="operator"), changed) == {B: date(2026, 11, 18)}


# --- figures


def test_courses_are_counted_each_in_one_bucket_and_what_is_cancelled_in_none() -> None:
    done = event(1, TaskAct.CONFIRMED, MONDAY, Lead(A), **{DONE_ON: "2026-11-10"})
    one = a_task(date(2026, 11, 12), done)
    undated = replace(a_task(MONDAY), id=2, deadline_kind=DeadlineKind.NONE, deadline="")
    cancelled = replace(a_task(MONDAY, event(2, TaskAct.CANCELLED, MONDAY)), id=3)

    found = lines_of([one, undated, cancelled], lambda t, c: course_status(t, c, at(MONDAY), HOUR, CALENDAR))
    figures = figures_of(found)

    assert (figures.tasks, figures.courses, figures.done, figures.open) == (2, 4, 1, 3)
    assert {bucket: n for bucket, n in figures.buckets.items() if n} == {
        Bucket.DONE_ON_TIME: 1,
        Bucket.OPEN_OVERDUE: 1,
        Bucket.NO_DEADLINE: 2,
    }
    assert sum(figures.buckets.values()) == figures.courses
    assert list(by_lead(found)) == [Lead(B), Lead(A)]  # what is overdue first


def test_a_later_deadline_waits_too_long_after_two_working_days() -> None:
    asked = event(1, TaskAct.EXTENSION_ASKED, date(2026, 11, 19), Lead(A), **{TO: "2026-12-01"})
    task = a_task(date(2026, 11, 26), asked)

    def late(today: date) -> int:
        found = lines_of([task], lambda t, c: course_status(t, c, at(today), HOUR, CALENDAR))
        return len(waiting_decisions(found, CALENDAR))

    # Friday and Monday are two days, Tuesday the 24th is a day off.
    assert [late(date(2026, 11, day)) for day in (20, 23, 24, 25)] == [0, 0, 0, 1]
