"""For whom a difficulty waits, what is late, in which order the desk sees it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.calendars import Calendar
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.handling import AGENCY, UNTIL
from bot.domain.people import Seat
from bot.domain.reports import Urgency
from bot.domain.triage import (
    Claim,
    QueueFilter,
    QueueGroup,
    QueueItem,
    QueueView,
    counts,
    group_of,
    in_charge,
    is_overdue,
    mark,
)
from bot.domain.verbs.triage import AskQueueFilter, OpenQueueItem
from tests.queue_order import filtered, values

MONDAY = datetime(2026, 11, 2, 1, tzinfo=UTC)
PLAIN = Calendar({}, 2026)
SEAT = Seat(7, "HHA", "hoi_dong_tu_van", "Hiệp hội A", 1, date(2026, 1, 1), None)


def after(acts: str, **detail: str) -> list[DifficultyEvent]:
    """What happened day by day from a Monday on, the detail being that of the last."""
    names = acts.split()
    return [
        DifficultyEvent(DifficultyAct(name), MONDAY + timedelta(days=day), "x", detail if day == len(names) - 1 else {})
        for day, name in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("acts", "group"),
    [
        ("sent", QueueGroup.NEW),
        ("sent supplemented", QueueGroup.NEW),
        ("sent asked", QueueGroup.MEMBER),
        ("sent asked lapsed", QueueGroup.NEW),
        ("sent accepted", QueueGroup.OURS),
        ("sent accepted asked supplemented", QueueGroup.OURS),
        ("sent accepted forwarded", QueueGroup.FORWARDED),
        ("sent accepted forwarded raised_again", QueueGroup.FORWARDED),
        ("sent accepted forwarded supplemented", QueueGroup.OURS),
        ("sent accepted forwarded supplemented forwarded", QueueGroup.FORWARDED),
        ("sent accepted answered", QueueGroup.MEMBER),
        ("sent accepted answered partly_solved", QueueGroup.OURS),
        ("sent accepted answered not_solved", QueueGroup.OURS),
        ("sent accepted answered solved", None),
        ("sent returned", QueueGroup.MEMBER),
        ("sent returned supplemented", QueueGroup.OURS),
        ("sent not_accepted", None),
        ("sent accepted closed", None),
        ("sent merged", None),
        ("sent withdrawn sent", QueueGroup.NEW),
    ],
)
def test_a_difficulty_waits_for_whoever_has_to_do_the_next_thing(acts: str, group: QueueGroup | None) -> None:
    assert group_of(after(acts)) is group


def test_what_is_late_is_what_was_promised_or_the_working_days_of_the_profile() -> None:
    week_later, asked = MONDAY + timedelta(days=7), after("sent asked", **{UNTIL: "2026-11-05T10:00:00.000000Z"})
    by_day, by_hour = (after("sent accepted forwarded", **{UNTIL: until}) for until in ("2026-11-06", "2026-11-06T10Z"))

    assert not is_overdue(after("sent"), week_later, 5, PLAIN)
    assert is_overdue(after("sent"), week_later + timedelta(days=1), 5, PLAIN)
    assert not is_overdue(asked, datetime(2026, 11, 5, 10, tzinfo=UTC), 5, PLAIN)
    assert is_overdue(asked, datetime(2026, 11, 5, 10, 1, tzinfo=UTC), 5, PLAIN)
    for forwarded in (by_day, by_hour):
        assert not is_overdue(forwarded, datetime(2026, 11, 6, 16, 59, tzinfo=UTC), 5, PLAIN)  # still that day
        assert is_overdue(forwarded, datetime(2026, 11, 6, 17, tzinfo=UTC), 5, PLAIN)
    assert not is_overdue(after("sent accepted forwarded"), MONDAY + timedelta(days=90), 5, PLAIN)
    assert not is_overdue(after("sent accepted"), MONDAY + timedelta(days=90), 5, PLAIN)


def test_who_is_in_charge_is_whom_it_was_forwarded_to_last() -> None:
    assert in_charge(after("sent"), "BTC", "Bộ Tài chính") == "Bộ Tài chính"
    assert (
        in_charge(after("sent accepted forwarded", **{AGENCY: "Bộ Xây dựng"}), "BTC", "Bộ Tài chính") == "Bộ Xây dựng"
    )


def test_filters_are_joined_and_values_counted_and_what_is_urgent_comes_first() -> None:
    claim = Claim(1, "VM-2611-003", 4, "Chi", MONDAY)
    items = [
        QueueItem("VM-2611-001", "dat_dai", SEAT, "Bộ A", None, MONDAY, QueueGroup.NEW, overdue=False),
        QueueItem("VM-2611-002", "dau_tu", SEAT, "", Urgency.URGENT, MONDAY, QueueGroup.OURS, overdue=False),
        QueueItem("VM-2611-003", "dat_dai", SEAT, "Bộ A", None, MONDAY, QueueGroup.NEW, overdue=True, claim=claim),
    ]

    def codes(view: QueueView, person: int = 4) -> list[str]:
        return [item.code[-3:] for item in filtered(items, view, person)]

    assert codes(QueueView()) == ["002", "003", "001"]
    assert codes(QueueView(field=mark("dat_dai"), agency=mark("Bộ A"))) == ["003", "001"]
    assert codes(QueueView(mine=1)) == ["003"]
    assert codes(QueueView(mine=1), person=5) == []
    assert codes(QueueView(urgency=2)) == []
    assert values(items, QueueFilter.AGENCY) == [(mark("Bộ A"), 2)]
    assert counts(items)[QueueGroup.OVERDUE] == 1
    assert sum(counts(items)[group] for group in list(QueueGroup)[1:5]) == counts(items)[QueueGroup.ALL] == 3
    widest = QueueView(QueueGroup.OVERDUE, 1000, 2**32 - 1, 99999, 2**32 - 1, 2, 1)
    assert len(OpenQueueItem("VM-2611-1031", widest).data) <= 64
    assert AskQueueFilter.read(AskQueueFilter(QueueFilter.SEAT, 3, widest).data) == AskQueueFilter(
        QueueFilter.SEAT, 3, widest
    )


def test_a_claim_holds_until_the_difficulty_ends_and_does_not_come_back_with_it() -> None:
    events = after("sent accepted answered solved not_solved")

    def holds(day: int, seen: int) -> bool:
        return Claim(1, "VM-2611-001", 4, "Chi", MONDAY + timedelta(days=day, hours=1)).holds(events[:seen])

    assert holds(1, 3)
    assert not holds(1, 4)
    assert not holds(1, 5)
    assert holds(3, 5)
