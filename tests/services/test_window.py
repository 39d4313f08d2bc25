"""What belongs to the papers of a period: one window for every report, periodic or ad hoc."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.periods import Cadence, Period
from bot.domain.reports import Report, Urgency
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import Window, period_schedule, window
from storage import people, receptions, reports
from tests.filed import file_adhoc, file_report
from tests.world import ROSTER, World

OCTOBER, NOVEMBER, DECEMBER = Period(2026, 10), Period(2026, 11), Period(2026, 12)
QUARTER = Period(2026, 4, Cadence.QUARTER)
ITEM = {"field": "dat_dai", "content": "Phải nộp lại giấy tờ.", "proposal": "Đề nghị bỏ."}
OTHER = {**ITEM, "field": "bat_dong_san"}
MINISTRY = "HOA,Vũ Thị Hoa,Vụ trưởng,ba,vi,,focal,to_cong_tac,BOB,Bộ B\n"


@pytest.fixture
def council(empty_world: World) -> World:
    empty_world.import_roster(ROSTER + MINISTRY)
    return empty_world


def sent(world: World, at: datetime, seat: str, urgency: Urgency = Urgency.URGENT) -> Report:
    """An ad hoc report of a seat, sent at an instant."""
    return _filed(world, at, seat, lambda unit, found, by: file_adhoc(unit, found, by, urgency, OTHER, ()))


def filed(world: World, at: datetime, seat: str, items: int, period: Period = NOVEMBER) -> Report:
    """A periodic report of a seat, sent at an instant."""
    return _filed(world, at, seat, lambda unit, found, by: file_report(unit, found, by, period, [ITEM] * items))


def _filed(world: World, at: datetime, seat: str, file: Any) -> Report:
    def work(db: Database) -> Report:
        unit = replace(world.unit(db), now=at)
        by = {"HIEPHOIA": "AN", "HIEPHOIB": "BICH", "BOB": "HOA"}[seat]
        person = people.person_by_code(db, by)
        assert person is not None
        bodies = ("hoi_dong_tu_van", "to_cong_tac")
        found = next(s for body in bodies for s in people.seats_of_body(db, body) if s.code == seat)
        stored: Report = file(unit, found, person.id)
        return stored

    report: Report = world.write_now(work)
    return report


def of(world: World, period: Period) -> Window:
    unit = world.unit()
    return window(unit, period_schedule(unit, period))


def codes(found: Window) -> list[str]:
    return [row.report.code for row in found.adhoc]


@pytest.mark.parametrize(
    ("at", "period"),
    [
        (datetime(2026, 10, 14, 23, 59, 59, tzinfo=VN), OCTOBER),
        (datetime(2026, 10, 15, tzinfo=VN), NOVEMBER),
        (datetime(2026, 11, 14, 23, 59, 59, tzinfo=VN), NOVEMBER),
        (datetime(2026, 11, 15, tzinfo=VN), DECEMBER),
        (datetime(2026, 11, 20, 9, tzinfo=VN), DECEMBER),  # before the digest of November, after its data
    ],
)
def test_an_ad_hoc_report_belongs_to_the_one_month_whose_window_it_was_sent_in(
    council: World, at: datetime, period: Period
) -> None:
    report = sent(council, at, "HIEPHOIA")

    found = {each: codes(of(council, each)) for each in (OCTOBER, NOVEMBER, DECEMBER, QUARTER)}

    assert found == {each: [report.code] if each == period else [] for each in found}


def test_an_ad_hoc_report_of_the_working_group_belongs_to_its_quarter_and_to_no_month(council: World) -> None:
    report = sent(council, datetime(2026, 11, 2, tzinfo=VN), "BOB")

    assert codes(of(council, QUARTER)) == [report.code]
    assert codes(of(council, NOVEMBER)) == []


def test_a_later_version_of_an_ad_hoc_report_stays_where_the_first_belongs_and_one_withdrawn_is_nowhere(
    council: World,
) -> None:
    first = sent(council, datetime(2026, 11, 2, tzinfo=VN), "HIEPHOIA")
    gone = sent(council, datetime(2026, 11, 3, tzinfo=VN), "HIEPHOIB")
    later = replace(first, sent_at=datetime(2026, 11, 16, tzinfo=VN))
    council.write_now(lambda db: reports.add_version(db, later))
    council.write_now(lambda db: reports.withdraw(db, gone.code, later.sent_at, gone.person))

    assert codes(of(council, NOVEMBER)) == [first.code]
    assert codes(of(council, DECEMBER)) == []


def test_an_ad_hoc_report_of_a_seat_that_is_not_due_any_more_is_in_the_papers_all_the_same(council: World) -> None:
    report = sent(council, datetime(2026, 11, 2, tzinfo=VN), "HIEPHOIA")
    council.write_now(lambda db: db.execute("UPDATE seats SET valid_to = '2026-11-10' WHERE code = 'HIEPHOIA'"))

    snapshot: Any = make_snapshot(council.unit(), of(council, NOVEMBER))

    assert [seat["code"] for seat in snapshot["seats"]] == ["HIEPHOIB"]
    assert [each["code"] for each in snapshot["adhoc"]] == [report.code]
    assert [d["report"] for d in snapshot["difficulties"]] == [report.code]


def test_the_rows_of_a_member_stand_together_and_add_up(council: World) -> None:
    late = datetime(2026, 11, 23, 9, tzinfo=VN)
    urgent = sent(council, datetime(2026, 11, 2, tzinfo=VN), "HIEPHOIA")
    soon = sent(council, datetime(2026, 11, 3, tzinfo=VN), "HIEPHOIB", Urgency.SOON)
    monthly, nil = filed(council, late, "HIEPHOIA", 2), filed(council, late, "HIEPHOIB", 0)
    council.write_now(lambda db: receptions.accept(db, soon.code, soon.person, late))

    snapshot: Any = make_snapshot(council.unit(), of(council, NOVEMBER))

    shown = [(d["report"], d["adhoc"], d["late"]) for d in snapshot["difficulties"]]
    assert shown == [
        (monthly.code, None, True),
        (monthly.code, None, True),
        (urgent.code, "khan", False),
        (soon.code, "som", False),
    ]
    assert [d["number"] for d in snapshot["difficulties"]] == [1, 2, 3, 4]
    assert [(s["report"], s["state"], s["difficulties"], s["adhoc"]) for s in snapshot["seats"]] == [
        (monthly.code, "reported_late", 2, [urgent.code]),
        (nil.code, "nil_late", 0, [soon.code]),
    ]
    assert [(a["code"], a["accepted"]) for a in snapshot["adhoc"]] == [(urgent.code, False), (soon.code, True)]
    periodic = sum(seat["difficulties"] for seat in snapshot["seats"])
    adhoc = sum(len(each["difficulties"]) for each in snapshot["adhoc"])
    assert periodic + adhoc == len(snapshot["difficulties"]) == sum(f["count"] for f in snapshot["fields"])


def test_fields_of_equal_counts_stand_in_the_order_of_the_list_of_fields(council: World) -> None:
    filed(council, datetime(2026, 11, 16, tzinfo=VN), "HIEPHOIA", 1)
    sent(council, datetime(2026, 11, 2, tzinfo=VN), "HIEPHOIA")

    snapshot: Any = make_snapshot(council.unit(), of(council, NOVEMBER))

    listed = list(council.rules.fields)
    shown = [field["code"] for field in snapshot["fields"]]
    assert shown == sorted(shown, key=listed.index)
    assert len(shown) == 2


def test_a_seat_on_which_nobody_holds_a_duty_is_known_to_be_without_a_representative(council: World) -> None:
    without_b = "".join(line for line in ROSTER.splitlines(keepends=True) if "HIEPHOIB" not in line)
    council.import_roster(without_b + MINISTRY)

    snapshot: Any = make_snapshot(council.unit(), of(council, NOVEMBER))

    assert {seat["code"]: seat["represented"] for seat in snapshot["seats"]} == {"HIEPHOIA": True, "HIEPHOIB": False}
