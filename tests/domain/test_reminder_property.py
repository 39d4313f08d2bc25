"""The plan of reminders from 2024 to 2030 is what an oracle says of each day, however deadlines lie."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from bot.calendar_source import load_calendar
from bot.data_source import load_reminder_rules
from bot.domain.periods import Cadence, Period, PeriodRules, schedule
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Due, Occurrence, plan
from tests.domain.reminder_oracle import LATE, SHIPPED, Deadline, Office, month, said_on

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
CALENDAR = load_calendar(2022, 2032)
OFFICE = Office(CALENDAR.days, CALENDAR.decided_through)
RULES = load_reminder_rules()
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
AROUND = timedelta(days=60)
"""Nothing is said of a deadline further away than this, before or after it."""


def test_the_shipped_rules_are_those_that_the_documents_state() -> None:
    for kind, marks in SHIPPED.items():
        rule = RULES.of(Kind(kind))
        assert (tuple(map(str, rule.marks)), rule.late_days) == (marks, LATE[kind])


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 2, 8), False),  # the eve of Tết
        (date(2024, 2, 15), True),
        (date(2024, 4, 29), False),  # exchanged for Saturday, 4 May
        (date(2024, 5, 4), True),
        (date(2024, 2, 29), True),
        (date(2025, 4, 26), True),  # worked for Friday, 2 May
        (date(2025, 5, 2), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2026, 2, 16), False),
        (date(2026, 2, 23), True),
        (date(2028, 2, 29), True),
    ],
)
def test_the_calendar_knows_tet_and_days_that_were_exchanged(day: date, works: bool) -> None:
    assert OFFICE.works(day) is works
    assert CALENDAR.is_working(day) is works


def by_day(planned: Iterable[Occurrence]) -> dict[date, Counter[tuple[str, str]]]:
    found: dict[date, Counter[tuple[str, str]]] = defaultdict(Counter)
    for occurrence in planned:
        found[occurrence.send_on][occurrence.due.subject, str(occurrence.mark)] += 1
    return found


def all_periods() -> list[Period]:
    """Every period whose last month lies in these years, the last quarter and month of the last year included."""
    months = [Period(year, number) for year in range(2024, 2031) for number in range(1, 13)]
    quarters = [Period(year, number, Cadence.QUARTER) for year in range(2024, 2031) for number in range(1, 5)]
    return [*months, *quarters]


def test_every_report_is_reminded_of_on_each_day_on_which_the_oracle_says_so_and_on_no_other() -> None:
    owed, dues = {}, []
    for period in all_periods():
        last = period.last_day
        days = month(last.year, last.month, OFFICE)
        owed[period.iso] = Deadline("report", days.due, days.opening)
        found = schedule(period, PeriodRules(), CALENDAR)
        assert (found.due_on, found.stop_at) == (days.due, days.stop_at)
        dues.append(Due(Kind.REPORT, period.iso, 1, 1, found.due_on, found.opening_push_on))

    planned = by_day(plan(dues, RULES, CALENDAR))

    for day in DAYS:
        near = {code: each for code, each in owed.items() if abs(each.day - day) <= AROUND}
        said = {(code, mark) for code, each in near.items() if (mark := said_on(day, each, OFFICE))}
        assert planned[day] == Counter(said), day
    assert sum(1 for found in planned.values() for _, mark in found if mark == "d0") == len(owed)


ODD = [date(2024, 2, 29), date(2028, 2, 29), date(2030, 12, 31), date(2026, 1, 31), date(2027, 2, 8), date(2026, 1, 10)]
DEADLINES = st.one_of(st.dates(FIRST, LAST), st.sampled_from(ODD))
KINDS = st.sampled_from([Kind.TASK, Kind.JOINT, Kind.REPORT, Kind.CLOSING, Kind.APPROVAL])
RECEIPTS = st.sampled_from([Kind.RECEIPT, Kind.RECEIPT_PRINCIPAL, Kind.RECEIPT_DESK])


@st.composite
def dues(draw: st.DrawFn) -> Due:
    """Something that is owed, by a deadline on any day, or waited for since any."""
    subject = f"NV-{draw(st.integers(1, 5))}"
    person, seat, day = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(DEADLINES)
    if draw(st.booleans()):
        return Due(draw(RECEIPTS), subject, person, seat, day, day + timedelta(days=draw(st.integers(0, 4))))
    return Due(draw(KINDS), subject, person, seat, day)


@settings(max_examples=150)
@given(st.lists(dues(), min_size=1, max_size=6, unique=True))
@example([Due(Kind.TASK, "NV-1", 1, 1, day) for day in ODD])
def test_whatever_is_due_is_reminded_of_on_the_days_that_the_oracle_says(found: list[Due]) -> None:
    found = list({(due.kind, due.subject, due.person, due.seat, due.due_on): due for due in found}.values())
    planned = plan(found, RULES, CALENDAR)

    expected = {
        (due, mark, day)
        for due in found
        for n in range(-AROUND.days, AROUND.days)
        for day in [due.due_on + timedelta(days=n)]
        if (mark := said_on(day, Deadline(due.kind.value, due.due_on, due.opening_on), OFFICE))
    }
    event(f"{len(expected)} occurrences")
    assert Counter((each.due, str(each.mark), each.send_on) for each in planned) == Counter(expected)
    assert len({each.key for each in planned}) == len(planned)
    for each in planned:
        assert OFFICE.works(each.send_on) or str(each.mark) == "d0", "on a day off only that it is the deadline"


@settings(max_examples=50)
@given(dues())
def test_planning_again_or_beside_others_changes_nothing(due: Due) -> None:
    other = Due(due.kind, "NV-9", due.person, due.seat, due.due_on, due.opening_on)

    alone = plan([due], RULES, CALENDAR)

    assert plan([due], RULES, CALENDAR) == alone
    assert [each for each in plan([other, due], RULES, CALENDAR) if each.due == due] == alone
