"""The demonstration fits the contract it is loaded by."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date

import pytest

from bot.calendar_source import load_calendar
from bot.clock import SANDBOX_START, VN
from bot.data_source import DemonstrationReport, load_agencies, load_demonstration, load_fields, load_profile
from bot.domain import questions
from bot.domain.characters import clean, utf16_length
from bot.domain.people import Honorific, Role
from bot.domain.periods import Period, PeriodRules, schedule

COLUMNS = "person_code,full_name,title,address,language,phone,role,body,seat_code,organisation"
DEMONSTRATION = load_demonstration()
ROSTER = list(csv.DictReader(DEMONSTRATION.roster_csv.splitlines()))
PERSONS = {row["person_code"]: row for row in ROSTER}
SEATS = {seat.seat_code: seat for seat in DEMONSTRATION.seats}
COUNCIL = [seat for seat in DEMONSTRATION.seats if seat.body == "hoi_dong_tu_van"]
PHONES = {phone.user_id: phone for phone in DEMONSTRATION.phones}
MEMBER, STRANGER = PHONES[700001], PHONES[700003]
OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


def reports_of(period: Period) -> list[DemonstrationReport]:
    return [report for report in DEMONSTRATION.reports if report.period == period]


# --- seats and persons


def test_fifteen_seats_of_the_council_stand_in_order_of_rank() -> None:
    assert [seat.rank for seat in COUNCIL] == list(range(1, 16))


def test_one_seat_is_of_the_working_group_and_of_a_ministry_of_today() -> None:
    assert [seat.seat_code for seat in DEMONSTRATION.seats if seat not in COUNCIL] == ["TCTBNNMT"]
    assert SEATS["TCTBNNMT"].body == "to_cong_tac"
    assert SEATS["TCTBNNMT"].organisation == load_agencies()["BNNMT"].name


def test_every_seat_has_a_code_of_its_own_and_was_there_before_the_first_period() -> None:
    assert len(SEATS) == len(DEMONSTRATION.seats) == 16
    assert all(re.fullmatch("[A-Z]{3,10}", code) for code in SEATS)
    assert all(seat.valid_from <= date(2026, 9, 15) for seat in DEMONSTRATION.seats)


def test_the_roster_has_the_columns_of_the_contract_and_eleven_persons() -> None:
    assert DEMONSTRATION.roster_csv.splitlines()[0] == COLUMNS
    assert len(PERSONS) == len(ROSTER) == 11
    assert Counter(row["role"] for row in ROSTER) == {"secretariat": 1, "leader": 1, "focal": 7, "principal": 2}


def test_every_value_of_the_roster_is_one_the_program_knows() -> None:
    bodies = load_profile("vpcp-2023").bodies

    assert {row["address"] for row in ROSTER} <= set(Honorific)
    assert {row["language"] for row in ROSTER} == {"vi", "en"}
    assert {row["role"] for row in ROSTER} <= set(Role)
    assert {row["body"] for row in ROSTER} <= {"", *bodies}
    assert all(row[name] for row in ROSTER for name in ("person_code", "full_name", "title", "organisation"))


def test_members_have_a_seat_of_their_own_and_the_desk_has_none() -> None:
    members = [row for row in ROSTER if row["role"] in ("focal", "principal")]
    desk = [row for row in ROSTER if row not in members]

    assert len({row["seat_code"] for row in members}) == len(members) == 9
    assert all(row["body"] == SEATS[row["seat_code"]].body for row in members)
    assert all(row["organisation"] == SEATS[row["seat_code"]].organisation for row in members)
    assert all(row["body"] == row["seat_code"] == "" for row in desk)


def test_the_page_has_a_phone_for_everybody_the_program_speaks_to_the_first_report_first() -> None:
    assert [(phone.user_id, phone.code, phone.person_code) for phone in DEMONSTRATION.phones] == [
        (700001, "member", "TV01"),
        (700002, "secretary", "TT01"),
        (700003, "stranger", ""),
        (700004, "member", "TV08"),
        (700005, "member", "TC16"),
        (700006, "leader", "TT02"),
    ]
    assert STRANGER.display_name == "Người lạ"


def test_the_phones_are_of_focal_persons_of_both_bodies_in_both_languages_and_of_the_desk() -> None:
    held = {phone.user_id: PERSONS[phone.person_code] for phone in DEMONSTRATION.phones if phone is not STRANGER}

    assert held[MEMBER.user_id]["address"] == "", "the member is asked how to be addressed"
    assert [(row["role"], row["body"], row["language"]) for row in held.values()] == [
        ("focal", "hoi_dong_tu_van", "vi"),
        ("secretariat", "", "vi"),
        ("focal", "hoi_dong_tu_van", "en"),
        ("focal", "to_cong_tac", "vi"),
        ("leader", "", "vi"),
    ]


# --- reports


def test_seven_seats_reported_in_october_and_five_of_them_in_november_so_far() -> None:
    assert len({report.seat_code for report in reports_of(OCTOBER)}) == len(reports_of(OCTOBER)) == 7
    assert len({report.seat_code for report in reports_of(NOVEMBER)}) == len(reports_of(NOVEMBER)) == 5
    assert len(DEMONSTRATION.reports) == 12


@pytest.mark.parametrize("period", [OCTOBER, NOVEMBER], ids=["october", "november"])
def test_one_report_of_each_period_says_that_nothing_arose(period: Period) -> None:
    assert [report.nil for report in reports_of(period)].count(True) == 1


def test_reports_come_from_the_person_who_holds_the_seat_and_never_from_the_members_phone() -> None:
    senders = {report.person_code for report in DEMONSTRATION.reports}

    assert all(PERSONS[report.person_code]["seat_code"] == report.seat_code for report in DEMONSTRATION.reports)
    assert MEMBER.person_code not in senders
    assert len(senders) == 7


def test_one_october_report_was_late_and_every_other_on_time() -> None:
    days = {p: schedule(p, PeriodRules(), load_calendar(2026, 2026)) for p in (OCTOBER, NOVEMBER)}
    late = [report for report in DEMONSTRATION.reports if report.sent_at > days[report.period].due_at]

    assert [report.period for report in late] == [OCTOBER]
    assert all(days[r.period].opens_at <= r.sent_at < days[r.period].digest_at for r in DEMONSTRATION.reports)


def test_everything_was_sent_on_working_days_in_office_hours_before_the_demonstration_begins() -> None:
    calendar = load_calendar(2026, 2026)
    local = [report.sent_at.astimezone(VN) for report in DEMONSTRATION.reports]

    assert local == sorted(local)
    assert all(at < SANDBOX_START for at in local)
    assert all(calendar.is_working(at.date()) and 8 <= at.hour < 17 for at in local)


def test_a_report_carries_one_to_three_difficulties_and_a_nil_report_none() -> None:
    counts = [(report.nil, len(report.difficulties)) for report in DEMONSTRATION.reports]

    assert [pair for pair in counts if pair not in ((True, 0), (False, 1), (False, 2), (False, 3))] == []


def test_every_difficulty_names_a_known_field_and_keeps_the_limits_of_the_form() -> None:
    fields = {field.code for field in load_fields()}
    difficulties = [each for report in DEMONSTRATION.reports for each in report.difficulties]

    assert {each["field"] for each in difficulties} <= fields
    for each in difficulties:
        assert set(each) <= {question.name for question in questions.texts()}
        for question in (q for q in questions.texts() if not q.chosen):
            text = each.get(question.name, "")
            skipped = question.optional and not text
            assert skipped or question.least <= utf16_length(text) <= question.most, (question.name, each)


def test_every_text_is_already_clean() -> None:
    texts = [text for report in DEMONSTRATION.reports for each in report.difficulties for text in each.values()]
    texts += [value for row in ROSTER for value in row.values()]
    texts += [seat.organisation for seat in DEMONSTRATION.seats]

    assert [text for text in texts if clean(text) != text] == []
    assert [text for text in texts if "!" in text] == []
