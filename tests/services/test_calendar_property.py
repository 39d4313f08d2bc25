"""Whatever days are set, deadlines stay in order, and only that of the deadline's own day is sent on a day off."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.calendar_source import load_calendar
from bot.data_source import load_reminder_rules
from bot.domain.calendar_days import DaysSet, as_plain, days_off, may_be, of_plain, swapped
from bot.domain.calendar_moves import deadline_moves, period_moves, reminder_moves
from bot.domain.calendars import Calendar, Day, DayKind
from bot.domain.periods import Cadence, Period, PeriodRules, schedule
from bot.domain.provisional import Step, period_days
from bot.domain.reminder_rules import ON_THE_DAY, Kind
from bot.domain.reminders import Due, plan
from bot.services import reminding
from bot.services.desk import calendar_moves
from storage import reminders
from tests.world import World

FIRST, LAST = date(2026, 11, 17), date(2027, 12, 31)
SHIPPED = load_calendar(2022, 2028)
RULES = load_reminder_rules()
DAYS = st.dates(FIRST, LAST)


def as_set(day: date, kind: DayKind) -> Day:
    return Day(kind if may_be(day, kind) else DayKind.HOLIDAY, "Nghỉ", "số 1 ngày 10/11/2026")


OWN = st.builds(
    lambda days, stretch, through: DaysSet(
        {**days_off(stretch, stretch + timedelta(days=9), "Nghỉ", "số 2", SHIPPED), **days}, through
    ),
    st.dictionaries(DAYS, st.sampled_from(DayKind), max_size=30).map(
        lambda found: {day: as_set(day, kind) for day, kind in found.items()}
    ),
    DAYS,
    st.sampled_from([None, 2026, 2027]),
)
PERIODS = st.builds(
    lambda day, cadence: Period.containing(day, cadence), DAYS, st.sampled_from([Cadence.MONTH, Cadence.QUARTER])
)


@given(OWN, PERIODS)
def test_the_days_of_a_period_stay_in_order(own: DaysSet, period: Period) -> None:
    calendar = own.over(SHIPPED)

    found = schedule(period, PeriodRules(), calendar)
    days = period_days(period, PeriodRules(), calendar)

    assert period.last_day < found.due_on
    assert found.due_at < found.digest_at <= found.stop_at
    assert all(calendar.is_working(days[step]) for step in (Step.DUE, Step.DIGEST, Step.STOP))


@given(OWN, PERIODS)
def test_no_reminder_is_on_a_day_off_but_that_of_the_day_of_the_deadline(own: DaysSet, period: Period) -> None:
    calendar = own.over(SHIPPED)
    found = schedule(period, PeriodRules(), calendar)
    dues = [
        Due(Kind.REPORT, period.iso, 1, 1, found.due_on, found.opening_push_on),
        Due(Kind.TASK, "NV-26-001", 1, 1, period.last_day),
        Due(Kind.JOINT, "NV-26-002", 1, 1, period.last_day),
    ]

    for occurrence in plan(dues, RULES, calendar):
        assert calendar.is_working(occurrence.send_on) or occurrence.mark == ON_THE_DAY


@given(OWN)
def test_what_is_set_is_kept_as_it_is_and_beats_what_ships(own: DaysSet) -> None:
    assert of_plain(as_plain(own)) == own
    assert all(own.over(SHIPPED).day(day) == found for day, found in own.days.items())


@given(OWN, OWN)
def test_what_is_said_to_move_is_the_whole_difference(one: DaysSet, other: DaysSet) -> None:
    before, after = one.over(SHIPPED), other.over(SHIPPED)
    rules = PeriodRules()

    moves = {
        (m.period, m.step): (m.before, m.after) for m in period_moves([Cadence.MONTH], rules, before, after, FIRST)
    }

    period = Period.containing(FIRST, Cadence.MONTH).previous()
    while period <= Period.containing(FIRST + timedelta(days=366), Cadence.MONTH):
        now, then = period_days(period, rules, before), period_days(period, rules, after)
        for step in Step:
            told = moves.get((period, step), (now[step], now[step]))
            assert told == (now[step], then[step]) or max(now[step], then[step]) < FIRST
        period = period.next()


@given(OWN, OWN, st.lists(st.tuples(DAYS, st.integers(1, 4)), max_size=12))
def test_moved_reminders_are_exactly_what_two_plans_differ_in(
    one: DaysSet, other: DaysSet, owed: list[tuple[date, int]]
) -> None:
    def planned(calendar: Calendar) -> tuple[list[Due], list[tuple[str, str, int, date]]]:
        dues = [
            Due(Kind.TASK, f"NV-{n}", person, 1, calendar.previous_working(day)) for n, (day, person) in enumerate(owed)
        ]
        return dues, [(o.due.subject, str(o.mark), o.due.person, o.send_on) for o in plan(dues, RULES, calendar)]

    calendars = (one.over(SHIPPED), other.over(SHIPPED))
    (dues, before), (later, after) = (planned(calendar) for calendar in calendars)

    moves = reminder_moves(plan(dues, RULES, calendars[0]), plan(later, RULES, calendars[1]))

    stays = set(before) & set(after)
    assert sum(move.before is not None for move in moves) == len(before) - len(stays)
    assert sum(move.after is not None for move in moves) == len(after) - len(stays)
    told = {(move.subject, move.before, move.after) for move in deadline_moves(dues, later)}
    assert told == {(a.subject, a.due_on, b.due_on) for a, b in zip(dues, later, strict=True) if a.due_on != b.due_on}


@given(DAYS, DAYS)
def test_a_swap_is_found_from_either_of_its_days(off: date, worked: date) -> None:
    if off == worked:
        return
    own = DaysSet(swapped(off, worked, "số 1", lambda _kind, other: f"thay cho {other:%d/%m/%Y}"))

    assert (own.partner(off), own.partner(worked)) == (worked, off)
    assert own.without(off).days == own.without(worked).days == {}


def set_days(world: World, own: DaysSet, db: Database) -> None:
    calendar_moves.change(world.unit(db), own, "person:CHI")


@pytest.mark.parametrize("seed", range(4))
def test_the_rows_of_reminders_follow_whatever_is_set_one_change_after_another(still_world: World, seed: int) -> None:
    chance, world = Random(seed), still_world
    world.write_now(lambda db: reminding.plan_now(world.unit(db)))

    for _ in range(4):
        span = [FIRST + timedelta(days=number) for number in range(40)]
        days = {day: as_set(day, chance.choice(list(DayKind))) for day in chance.sample(span, 8)}
        world.write_now(partial(set_days, world, DaysSet(days)))

        unit = world.unit()
        calendar = unit.rules.calendar
        unsent = {each.key: each for each in reminders.unsent(unit.db, unit.today)}
        ahead = {each.key for each in reminding.planned(unit, reminding.due_now(unit)) if each.send_on >= unit.today}
        assert unsent.keys() == ahead
        assert ahead
        for each in unsent.values():
            assert calendar.is_working(each.send_on) or each.mark == ON_THE_DAY
