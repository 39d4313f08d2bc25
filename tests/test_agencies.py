"""Organisations and seats: data that the program ships, and how a name of before leads to the one of today."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.data_source import load_agencies, load_demonstration, load_profile, load_seats
from bot.domain.agencies import Agency, current, find, only
from bot.services.people import roster
from bot.services.tables.table import Line

AGENCIES, SEATS = load_agencies(), load_seats()
FULL_ROSTER = (Path(__file__).parent.parent / "bot" / "data" / "full_roster.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(FULL_ROSTER.splitlines()))
MEMBERS = [row for row in ROWS if row["seat_code"]]
TODAY = date(2026, 11, 16)
MERGED = date(2025, 3, 1)
PROFILES = ("vpcp-2023", "btp-2026")


def seats_of(body: str) -> list[str]:
    return [seat.code for seat in SEATS.values() if seat.body == body]


def read_full_roster(profile: str) -> list[Line]:
    return roster.read(FULL_ROSTER, load_profile(profile).bodies)


# --- who followed whom


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("BKHDT", "BTC"), ("BGTVT", "BXD"), ("BNNPTNT", "BNNMT"), ("BTNMT", "BNNMT"), ("BTTTT", "BKHCN"),
        ("BLDTBXH", "BNV"), ("UBDT", "BDTTG"),
    ],
)  # fmt: skip
def test_a_ministry_merged_on_the_first_of_march_2025_is_followed_from_that_day_on(before: str, after: str) -> None:
    assert current(AGENCIES, before, MERGED - timedelta(days=1)).code == before
    assert current(AGENCIES, before, MERGED).code == after


def test_the_control_of_procedures_moved_to_another_ministry_at_the_beginning_of_2026() -> None:
    assert current(AGENCIES, "KSTTHC_VPCP", date(2025, 12, 31)).code == "KSTTHC_VPCP"
    assert current(AGENCIES, "KSTTHC_VPCP", date(2026, 1, 1)).code == "KSTTHC_BTP"


def test_fourteen_ministries_and_three_agencies_of_their_rank_are_there_today() -> None:
    ministries = [a for a in AGENCIES.values() if a.name.startswith("Bộ ") and not a.ended(TODAY)]

    assert len(ministries) == 14
    assert {"NHNN", "TTCP", "VPCP"} <= AGENCIES.keys()


def test_five_of_the_nine_line_ministries_of_the_working_group_have_another_name_today() -> None:
    line_ministries = [SEATS[code].agency for code in seats_of("to_cong_tac")[5:14]]

    assert len(line_ministries) == 9
    assert [current(AGENCIES, code, TODAY).code == code for code in line_ministries].count(False) == 5


def test_every_successor_is_known_and_is_there_when_it_is_needed() -> None:
    for agency in AGENCIES.values():
        follower = current(AGENCIES, agency.code, TODAY)
        assert not follower.ended(TODAY)
        assert bool(agency.successor) == (agency.valid_to is not None)
        if agency.valid_to and follower.valid_from:
            assert follower.valid_from <= agency.valid_to


def test_every_organisation_has_a_plain_code_and_a_source() -> None:
    assert all(re.fullmatch("[A-Z]+(_[A-Z]+)?", code) for code in AGENCIES)
    assert all(agency.source for agency in AGENCIES.values())


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=6, unique=True), st.integers(0, 1100))
def test_whoever_is_current_on_a_day_has_not_ended_on_it_unless_nobody_followed(ends: list[int], day: int) -> None:
    start = date(2020, 1, 1)
    chain = {
        f"A{n}": Agency(f"A{n}", f"Cơ quan {n}", (), None, start + timedelta(days=end), f"A{n + 1}", "")
        for n, end in enumerate(sorted(ends))
    }
    last = f"A{len(ends)}"
    chain[last] = Agency(last, "Cơ quan cuối", (), None, None, "", "")
    today = start + timedelta(days=day)

    found = current(chain, "A0", today)

    assert not found.ended(today)
    assert found.code == f"A{sum(end <= day for end in ends)}"


def test_an_organisation_that_ended_without_a_successor_stands_for_itself() -> None:
    gone = Agency("X", "Hội cũ", (), None, date(2025, 1, 1), "", "")

    assert current({"X": gone}, "X", TODAY) is gone


# --- found by old and new names


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Bộ Kế hoạch và Đầu tư", ["BKHDT"]), ("bo khdt", ["BKHDT"]), ("BKHDT", ["BKHDT"]), ("bộ kh&đt", ["BKHDT"]),
        ("bo lao dong thuong binh va xa hoi", ["BLDTBXH"]), ("Bộ Tài chính", ["BTC"]), ("vcci", ["VCCI"]),
        ("eurocham", ["EUROCHAM"]), ("tài nguyên", ["BTNMT"]), ("môi trường", ["BNNMT", "BTNMT"]),
        ("cuc kiem soat thu tuc hanh chinh", ["KSTTHC_VPCP", "KSTTHC_BTP"]), ("ĐBSCL", ["DBSCL"]), ("khoáng sản", []),
        ("", []), ("b", []),
    ],
)  # fmt: skip
def test_an_organisation_is_found_by_its_old_and_new_names_with_or_without_marks(typed: str, codes: list[str]) -> None:
    assert [agency.code for agency in find(AGENCIES, typed)] == codes


@pytest.mark.parametrize("code", AGENCIES)
def test_every_code_name_and_alias_finds_its_own_organisation_and_no_other(code: str) -> None:
    agency = AGENCIES[code]

    assert {found.code for name in (code, agency.name, *agency.aliases) for found in find(AGENCIES, name)} == {code}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Bộ Kế hoạch và Đầu tư", "BKHDT"), ("bo tai chinh", "BTC"), ("Ministry of Health", "BYT"),
        ("bộ kh&đt", "BKHDT"), ("tài nguyên", ""), ("Bộ Tài chính và Bộ Công an", ""), ("Kiểm soát", ""),
        ("UBND tỉnh", ""), ("", ""),
    ],
)  # fmt: skip
def test_only_a_whole_name_stands_for_an_organisation_unseen(typed: str, code: str) -> None:
    assert only(AGENCIES, typed) == code


def test_a_name_that_two_organisations_have_stands_for_neither() -> None:
    first, second = (Agency(code, code, ("chung",), None, None, "", "x") for code in ("A", "B"))

    assert only({"A": first, "B": second}, "Chung") == ""


# --- seats


def test_thirty_seats_of_the_council_and_fifteen_of_the_working_group_stand_in_order_of_rank() -> None:
    for body, count, since in (("hoi_dong_tu_van", 30, date(2023, 12, 26)), ("to_cong_tac", 15, date(2023, 8, 6))):
        seats = [SEATS[code] for code in seats_of(body)]
        assert [seat.rank for seat in seats] == list(range(1, count + 1))
        assert {seat.valid_from for seat in seats} == {since}
    assert len(SEATS) == 45


def test_every_seat_is_of_a_known_organisation_one_seat_each_in_a_body() -> None:
    assert {seat.agency for seat in SEATS.values()} <= AGENCIES.keys()
    assert len({(seat.body, seat.agency) for seat in SEATS.values()}) == 45
    assert all(re.fullmatch("[A-Z]{3,10}", code) for code in SEATS)


def test_the_heads_of_both_bodies_and_their_deputies_come_first() -> None:
    assert [SEATS[code].position for code in seats_of("to_cong_tac")[:5]] == [
        "Tổ trưởng", "Tổ phó thường trực", "Tổ phó", "Tổ phó", "Tổ phó",
    ]  # fmt: skip
    assert SEATS["VPCP"].position == "Chủ tịch"
    assert Counter(SEATS[code].position for code in seats_of("hoi_dong_tu_van"))["Thành viên"] == 25


def test_the_seats_of_the_demonstration_are_the_councils_in_the_same_order() -> None:
    shown = [seat.seat_code for seat in load_demonstration().seats if seat.body == "hoi_dong_tu_van"]

    assert shown == [code for code in seats_of("hoi_dong_tu_van") if code in shown]


# --- the complete roster


@pytest.mark.parametrize("profile", PROFILES)
def test_the_complete_roster_can_be_imported_under_both_profiles(profile: str) -> None:
    lines = read_full_roster(profile)

    assert len(lines) == len(ROWS) == 52
    assert Counter(line["role"] for line in lines) == {"focal": 45, "principal": 5, "secretariat": 1, "leader": 1}


def test_every_seat_has_one_focal_person_and_a_few_have_a_leader_too() -> None:
    held = Counter((row["seat_code"], row["role"]) for row in MEMBERS)

    assert {seat for seat, role in held if role == "focal"} == SEATS.keys()
    assert set(held.values()) == {1}
    assert len({row["person_code"] for row in ROWS}) == len(ROWS)


def test_a_seat_of_the_roster_has_the_body_and_the_organisation_of_the_shipped_list() -> None:
    for row in MEMBERS:
        seat = SEATS[row["seat_code"]]
        assert (row["body"], row["organisation"]) == (seat.body, AGENCIES[seat.agency].name)


def test_the_five_foreign_chambers_are_written_to_in_english() -> None:
    english = {row["seat_code"] for row in ROWS if row["language"] == "en"}

    assert english == {"AMCHAM", "EUROCHAM", "BRITCHAM", "JCCI", "KOTRA"}


def test_the_councils_and_the_desks_persons_of_the_demonstration_keep_their_codes_and_seats() -> None:
    shown = [r for r in csv.DictReader(load_demonstration().roster_csv.splitlines()) if r["body"] != "to_cong_tac"]

    assert [row for row in shown if row not in ROWS] == []


def test_an_import_can_name_the_organisations_that_have_been_followed_by_others() -> None:
    lines = read_full_roster("btp-2026")

    followed = {old.code: new.code for old, new in roster.succeeded(lines, AGENCIES, TODAY)}

    assert followed == {
        "BKHDT": "BTC", "BGTVT": "BXD", "BTNMT": "BNNMT", "BNNPTNT": "BNNMT", "BLDTBXH": "BNV",
        "KSTTHC_VPCP": "KSTTHC_BTP",
    }  # fmt: skip
    assert roster.succeeded(lines, AGENCIES, date(2024, 1, 1)) == []
