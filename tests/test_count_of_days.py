"""Whatever shows how far a deadline is counts working days, and the same ones everywhere."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_source import load_calendar
from bot.clock import VN
from bot.data_source import load_profile, load_reminder_rules
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.people import Reader, Seat
from bot.domain.periods import Period, schedule
from bot.domain.reminder_rules import Kind, Mark
from bot.domain.tasks import Part, Task, TaskFilter, task_status
from bot.domain.texts import Label, Screen, Text
from bot.i18n import translate
from bot.screens import reminding
from bot.screens.reminding import Overdue, ReportDue
from bot.screens.tasks import listing, page
from bot.screens.tasks.listing import Entry, Page
from bot.screens.tasks.reminding import TaskDue

CALENDAR = load_calendar(2025, 2028)
PROFILE = load_profile("vpcp-2023")
DUE = date(2026, 12, 11)
HOUR = time(17)
COUNTED = re.compile("(?<![:0-9])([0-9]+) (ngày làm việc|ngày|working days?|days?)( \\((?:dự kiến|provisional)\\))?")


def task(due: date) -> Task:
    return Task(
        id=1,
        code="NV-26-001",
        basis="Văn bản số 1",
        title="Rà soát",
        deadline_kind=DeadlineKind.DAY,
        deadline=due.strftime("%d/%m/%Y"),
        recurrence=Recurrence.NONE,
        note="",
        assigned_on=None,
        done_on=None,
        result="",
        seats={Part.LEAD: (1,)},
    )


def screens(due: date, now: datetime) -> list[Screen]:
    """Return everything that shows how far a task is: list, detail, reminder, the cards of a member and of the desk."""
    one = task(due)
    standing = task_status(one, now, HOUR, CALENDAR)
    item = TaskDue(one, standing, Part.LEAD, None)
    own, at_desk = Entry(one, standing, Part.LEAD, ()), Entry(one, standing, None, ["HIEPHOIA"])
    found = [
        listing.task_list(TaskFilter.OPEN, Page([own], 0, 1, 1), sees_all=False),
        page.detail(page.View(one, standing, {Part.LEAD: ["Hiệp hội A"]}, (), listing.TASKS)),
        reminding.reminder(item, PROFILE, now.date()),
        reminding.morning(now.date(), [reminding.short(item, several=False, alone=False)[0]], ()),
    ]
    if standing.overdue:
        found.append(reminding.with_overdue(Screen((Text("{x}", x=""),)), [item]))
        found.append(reminding.desk_morning(now.date(), [], Overdue(1, [at_desk])))
    return found


@given(st.integers(-400, 500), st.times(), st.sampled_from(["vi", "en"]))
def test_every_screen_that_shows_a_task_counts_the_same_working_days(away: int, at: time, lang: str) -> None:
    now = datetime.combine(DUE - timedelta(days=away), at.replace(tzinfo=None), VN)

    shown = screens(DUE, now)

    lines = [" ".join(translate(line, Reader(lang)) for line in screen.lines) for screen in shown]
    counted = [set(COUNTED.findall(text)) for text in lines]
    units = {re.sub("s$", "", unit) for text in lines for _, unit, _ in COUNTED.findall(text)}
    assert units <= {"ngày làm việc" if lang == "vi" else "working day"}
    assert len({frozenset(each) for each in counted}) == 1
    assert all(len(each) <= 1 for each in counted)


@given(
    st.integers(0, 40),
    st.sampled_from(load_reminder_rules().of(Kind.REPORT).marks),
    st.sampled_from([Period(2026, 12), Period(2027, 2)]),
)
def test_a_reminder_of_a_report_counts_working_days_whatever_its_mark_and_whenever_it_is_sent(
    away: int, mark: Mark, period: Period
) -> None:
    due = schedule(period, PROFILE.periods, CALENDAR)
    today = due.due_on - timedelta(days=away)
    left = CALENDAR.working_days_between(today, due.due_on)
    seat = Seat(1, "HIEPHOIA", "hoi_dong_tu_van", "Hiệp hội A", 1, date(2026, 1, 1), None)
    item = ReportDue(mark, seat, Label("HĐ", "AC"), due, left, away == 1, 0, None)

    (sentence, _) = reminding.short(item, several=False, alone=False)

    counted = COUNTED.findall(translate(sentence, Reader("vi")))
    assert all(unit == "ngày làm việc" and int(number) == left > 0 for number, unit, _ in counted)
