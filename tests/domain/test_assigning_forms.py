"""Who is named for a task and until when, as people say it, and what is kept of it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.agencies import Agency
from bot.domain.assigning_forms import codes_in, target_of
from bot.domain.days import Reading, read
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.people import Seat
from bot.domain.task_deadlines import NO_DEADLINE, Stated, ends_before, spelt, stated
from bot.domain.task_parts import Directory, outside_of, parts_of
from bot.domain.tasks import Part
from tests.domain.test_days import today_of

FRIDAY = date(2026, 11, 20)


def agency(code: str, name: str, *aliases: str, successor: str = "") -> Agency:
    ended = date(2025, 3, 1) if successor else None
    return Agency(code, name, aliases, None, ended, successor, "")


def seat(number: int, code: str, organisation: str, body: str = "to_cong_tac") -> Seat:
    return Seat(number, code, body, organisation, number, date(2023, 1, 1), None)


KNOWN = Directory(
    (
        seat(1, "BTC", "Bộ Tài chính"),
        seat(2, "BTP", "Bộ Tư pháp"),
        seat(3, "HDBTC", "Bộ Tài chính", "hoi_dong"),
        seat(4, "HHA", "Hiệp hội Chế biến nông sản", "hoi_dong"),
    ),
    {"to_cong_tac": "Tổ công tác", "hoi_dong": "Hội đồng tư vấn"},
    {
        each.code: each
        for each in (
            agency("BTC", "Bộ Tài chính", "BTC"),
            agency("BTP", "Bộ Tư pháp"),
            agency("BKHDT", "Bộ Kế hoạch và Đầu tư", successor="BTC"),
            agency("BXD", "Bộ Xây dựng", "BXD"),
        )
    },
    FRIDAY,
)


@pytest.mark.parametrize(
    ("typed", "seats", "outside"),
    [
        ("BTP", [2], []),
        ("bo tu phap", [2], []),
        ("BTC; Bộ Tư pháp", [1, 2], []),
        ("Chế biến nông sản", [4], []),
        ("Tổ công tác", [1, 2], []),
        ("Bộ Xây dựng\nUBND tỉnh Điện Biên", [], ["Bộ Xây dựng", "UBND tỉnh Điện Biên"]),
        ("BXD; Bộ Tư pháp; bxd", [2], ["Bộ Xây dựng"]),
    ],
)
def test_who_is_named_is_found_by_any_of_his_names(typed: str, seats: list[int], outside: list[str]) -> None:
    found = KNOWN.named(typed)

    assert list(parts_of({Part.LEAD: found}).get(Part.LEAD, ())) == seats
    assert list(outside_of(found)) == outside
    kept = KNOWN.named("; ".join(each.kept for each in found))
    assert [(each.seats, each.outside) for each in kept] == [(each.seats, each.outside) for each in found]


@pytest.mark.parametrize("typed", ["Bộ Tài chính", "Bộ Kế hoạch và Đầu tư"])
def test_one_that_has_two_seats_is_unclear_and_so_is_one_that_was_merged_into_it(typed: str) -> None:
    (found,) = KNOWN.named(typed)

    assert [each.code for each in found.meant] == ["BTC", "HDBTC"]
    assert (found.seats, found.outside) == ((), "")


def test_a_seat_has_the_weightiest_part_it_is_named_for() -> None:
    named = {Part.LEAD: KNOWN.named("BTP"), Part.COORDINATING: KNOWN.named("to_cong_tac")}

    assert parts_of(named) == {Part.LEAD: (2,), Part.COORDINATING: (1,)}


@pytest.mark.parametrize(
    "said",
    ["25/11", "thứ Sáu", "trước ngày 25/11", "hết quý IV", "tháng 12", "năm 2027", "hằng tháng", "ngày 15 hằng quý"],
)
def test_what_is_kept_of_a_deadline_is_read_again_as_the_same(said: str) -> None:
    today = today_of(FRIDAY)
    found = read(said, today)
    assert isinstance(found, Reading)

    kept = spelt(found.kind, found.deadline, found.recurrence)

    assert stated(kept) == Stated(found.kind, found.deadline, found.recurrence)
    assert read(kept, today) == found


def test_no_deadline_is_kept_too_and_before_a_day_can_mean_two() -> None:
    assert stated(NO_DEADLINE) == Stated(DeadlineKind.NONE)
    assert spelt(DeadlineKind.NONE, "", Recurrence.NONE) == NO_DEADLINE
    assert ends_before("trước ngày 25/11/2026") == (date(2026, 11, 24), date(2026, 11, 25))
    assert ends_before("25/11/2026") is None
    assert ends_before("gì đó") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("342 phản ánh, kiến nghị", (342, "phản ánh, kiến nghị")),
        ("1.250 hồ sơ", (1250, "hồ sơ")),
        ("20 %", (20, "%")),
        ("cắt giảm 20%", (20, "%")),
        ("tối thiểu 30", (30, "tối thiểu")),
        ("0 hồ sơ", (None, "")),
        ("nhiều", (None, "")),
        ("9999999999 hồ sơ", (None, "")),
    ],
)
def test_what_is_counted_is_a_whole_number_and_of_what(typed: str, meant: tuple[int | None, str]) -> None:
    assert target_of(typed) == meant


def test_codes_are_read_in_any_spelling_each_once() -> None:
    assert codes_in("vm 2611 031, VM-2611-031; abc\nnv26045") == ["VM-2611-031", "abc", "NV-26-045"]
