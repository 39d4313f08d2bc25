"""What one person is pushed of what has come due, and in which order it stands: pure rules."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_source import load_calendar
from bot.data_source import load_reminder_rules
from bot.domain.preferences import Preferences, QuietHours
from bot.domain.profiles import Budget
from bot.domain.pushes import about, hour_of, is_of_the_day, slot_of, urgency, within_budget
from bot.domain.reminder_rules import ON_THE_DAY, Kind, Mark, Side, after, before
from bot.domain.reminders import Due, Occurrence, this_morning

TODAY = date(2026, 11, 18)
BUDGET = Budget(3, 8)
CARDS = [kind for kind in Kind if kind not in (Kind.URGENT, Kind.URGENT_LEADER, Kind.SOON)]
DUES = st.builds(
    Due,
    st.sampled_from(CARDS),
    st.sampled_from(["2026-11", "NV-26-001", "NV-26-002"]),
    st.just(1),
    st.integers(1, 2),
    st.integers(-5, 5).map(lambda days: TODAY + timedelta(days=days)),
)
OCCURRENCES = st.builds(
    Occurrence, st.sampled_from([ON_THE_DAY, before(3), after(1)]), DUES, st.sampled_from([TODAY, date(2026, 11, 17)])
)
COME = st.lists(OCCURRENCES, unique_by=lambda o: o.key, max_size=8)


@given(COME, st.integers(0, 6), st.integers(0, 10), st.data())
def test_nothing_is_lost_and_the_day_of_a_deadline_is_never_held_back(
    come: list[Occurrence], pushed: int, told: int, data: st.DataObject
) -> None:
    held = data.draw(st.sets(st.sampled_from([o.key for o in come]))) if come else set()
    told_of = {about(o.due): told for o in come}

    push = within_budget(come, TODAY, budget=BUDGET, pushed=pushed, told_of=told_of, held=held)

    of_the_day = [o for o in come if is_of_the_day(o, TODAY)]
    assert sorted(o.key for o in push.everything) in ([], sorted(o.key for o in come)), "all of it or nothing"
    assert set(of_the_day) <= set(push.everything)
    if come and pushed < BUDGET.per_day and told < BUDGET.per_subject:
        assert push.told
    if pushed >= BUDGET.per_day or told >= BUDGET.per_subject:
        assert set(push.told) <= set(of_the_day)
    assert not push.beside or push.told, "nothing stands beside nothing"


def test_what_was_held_back_before_only_stands_in_the_card_of_something_else() -> None:
    one, other = (
        Occurrence(before(3), Due(Kind.TASK, code, 1, 1, date(2026, 11, 21)), TODAY) for code in ("NV-1", "NV-2")
    )

    beside = within_budget([one, other], TODAY, budget=BUDGET, pushed=0, told_of={}, held={one.key})
    alone = within_budget([one], TODAY, budget=BUDGET, pushed=0, told_of={}, held={one.key})

    assert (beside.told, beside.beside) == ((other,), (one,))
    assert (alone.told, alone.beside) == ((one,), ())


@given(st.lists(DUES, max_size=12))
def test_due_today_stands_first_then_what_is_overdue_then_tasks_and_reports_last(dues: list[Due]) -> None:
    found = sorted(dues, key=lambda due: urgency(due, TODAY))

    ranks = [urgency(due, TODAY)[0] for due in found]
    dated = [rank for due, rank in zip(found, ranks, strict=True) if due.kind in (Kind.TASK, Kind.REPORT)]
    assert ranks == sorted(ranks)
    assert all((rank == 0) == (due.due_on == TODAY) for due, rank in zip(found, ranks, strict=True) if rank in dated
               and due.kind in (Kind.TASK, Kind.REPORT))  # fmt: skip
    overdue = [due.due_on for due, rank in zip(found, ranks, strict=True) if rank == 1]
    assert overdue == sorted(overdue), "the longest overdue first"


def test_the_order_of_a_card_is_that_of_the_morning() -> None:
    later = TODAY + timedelta(days=3)
    kinds = [Kind.REPORT, Kind.DRAFT, Kind.CONFIRMATION, Kind.APPROVAL, Kind.QUESTION, Kind.RECEIPT, Kind.TASK]
    dues = [Due(kind, "x", 1, 1, later) for kind in kinds]
    today, overdue = Due(Kind.REPORT, "x", 1, 1, TODAY), Due(Kind.TASK, "y", 1, 1, TODAY - timedelta(days=2))

    found = sorted([*dues, overdue, today], key=lambda due: urgency(due, TODAY))

    assert found == [today, overdue, *reversed(dues)]


@pytest.mark.parametrize(
    ("hour", "quiet", "comes"),
    [
        (None, QuietHours.NIGHT, time(8, 30)),
        (time(7), QuietHours.NIGHT, time(7)),
        (time(7), QuietHours.AFTER_WORK, time(7, 30)),
        (time(14), QuietHours.AFTER_WORK, time(14)),
    ],
)
def test_the_hour_of_a_rule_is_kept_but_for_quiet_hours(hour: time | None, quiet: QuietHours, comes: time) -> None:
    assert hour_of(hour, Preferences(quiet=quiet)) == comes


@given(st.times())
def test_the_slot_of_a_clock_is_the_half_hour_that_it_is_in(clock: time) -> None:
    slot = slot_of(clock)

    assert slot <= clock.replace(tzinfo=None)
    assert (slot.minute, slot.second) in ((0, 0), (30, 0))


def test_of_thousands_that_come_at_once_none_is_compared_with_each_other_one(monkeypatch: pytest.MonkeyPatch) -> None:
    come = [
        Occurrence(Mark(Side.WAITED, 3), Due(Kind.UNANSWERED_DESK, "2026-11", 1, seat, TODAY, TODAY), TODAY)
        for seat in range(2000)
    ]
    compared, is_same = [], Occurrence.__eq__

    def compare(one: Occurrence, other: object) -> bool:
        compared.append(one.due.seat)
        return is_same(one, other)

    monkeypatch.setattr(Occurrence, "__eq__", compare)
    rules, calendar = load_reminder_rules(), load_calendar(2026, 2027)
    morning = this_morning(come, TODAY, rules, calendar)
    push = within_budget(morning.send, TODAY, budget=BUDGET, pushed=0, told_of={}, held={come[0].key})

    assert (len(push.told), len(push.beside), morning.late, morning.folded) == (1999, 1, (), ())
    assert len(compared) < 10
