"""A sandbox of 17/10/2023: its people, the organisations of that time, its days off."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest

from bot.calendar_source import calendar_around, last_year, load_calendar
from bot.clock import SANDBOX_START
from bot.data_source import PRESENT, cast_on, load_agencies, load_demonstration, load_profile, load_seats
from bot.domain.agencies import in_place_of
from bot.domain.calendars import DayKind
from bot.domain.periods import Period, schedule
from bot.domain.suggesting import likely

DAY = date(2023, 10, 17)
OLD = load_demonstration(cast_on(DAY))
AGENCIES = load_agencies()
ROSTER = list(csv.DictReader(OLD.roster_csv.splitlines()))


# which demonstration


@pytest.mark.parametrize(
    ("day", "seats"),
    [(date(2023, 8, 6), 45), (DAY, 45), (date(2025, 2, 28), 45), (date(2025, 3, 1), 16), (SANDBOX_START.date(), 16)],
)
def test_the_demonstration_of_a_day_is_of_seats_that_are_there_on_it(day: date, seats: int) -> None:
    found = load_demonstration(cast_on(day))

    assert len(found.seats) == seats
    assert all(seat.valid_from <= day for seat in found.seats)


def test_the_present_one_is_what_is_loaded_where_none_is_named() -> None:
    assert cast_on(SANDBOX_START.date()) == PRESENT
    assert load_demonstration() == load_demonstration(PRESENT)


# people and seats of 2023


def test_every_seat_of_the_list_is_held_and_is_named_as_the_roster_names_it() -> None:
    named = {row["seat_code"]: (row["body"], row["organisation"]) for row in ROSTER if row["seat_code"]}

    assert {seat.seat_code: (seat.body, seat.organisation) for seat in OLD.seats} == named
    assert [seat.seat_code for seat in OLD.seats] == list(load_seats())


def test_the_organisations_of_its_seats_are_there_on_that_day() -> None:
    for seat in load_seats().values():
        agency = AGENCIES[seat.agency]
        assert not agency.ended(DAY)
        assert agency.valid_from is None or agency.valid_from <= DAY


def test_its_phones_are_of_people_of_the_roster_with_the_accounts_of_the_present_ones() -> None:
    people = {row["person_code"] for row in ROSTER}

    assert {phone.person_code for phone in OLD.phones} - people == {""}
    assert [(p.user_id, p.code) for p in OLD.phones] == [(p.user_id, p.code) for p in load_demonstration().phones]


def test_nothing_in_it_is_of_a_later_year() -> None:
    assert OLD.reports == ()
    assert OLD.tasks_csv == ""


# who did what an agency does now


@pytest.mark.parametrize(
    ("code", "day", "there"),
    [
        ("BNNMT", DAY, ["BNNPTNT", "BTNMT"]),
        ("BNNMT", date(2025, 3, 1), ["BNNMT"]),
        ("BTC", DAY, ["BTC"]),
        ("BKHDT", DAY, ["BKHDT"]),
        ("BKHDT", date(2026, 11, 16), ["BTC"]),
        ("KSTTHC_BTP", DAY, ["KSTTHC_VPCP"]),
    ],
)
def test_before_an_organisation_was_there_those_it_followed_stand_for_it(
    code: str, day: date, there: list[str]
) -> None:
    assert sorted(agency.code for agency in in_place_of(AGENCIES, code, day)) == there


def test_no_organisation_is_suggested_that_is_not_there_yet() -> None:
    later = likely([], "BNNMT", AGENCIES, date(2026, 11, 16))

    assert likely([], "BNNMT", AGENCIES, DAY) is None
    assert later is not None
    assert later.agency.code == "BNNMT"


# days


@pytest.mark.parametrize(
    "day",
    [
        *(date(2023, 1, 20) + timedelta(days=n) for n in range(7)),
        *(date(2023, 4, 29) + timedelta(days=n) for n in range(5)),
        *(date(2023, 9, 1) + timedelta(days=n) for n in range(4)),
        date(2024, 1, 1),
        *(date(2024, 2, 8) + timedelta(days=n) for n in range(7)),
        date(2024, 4, 29),
    ],
)
def test_the_days_off_of_that_time_are_known(day: date) -> None:
    calendar = calendar_around(DAY)

    assert not calendar.is_working(day)
    assert not calendar.is_provisional(day)


def test_a_saturday_that_was_worked_for_a_monday_is_a_working_day() -> None:
    assert calendar_around(DAY).day(date(2024, 5, 4)).kind is DayKind.MAKE_UP


def test_the_autumn_has_working_days_from_monday_to_friday() -> None:
    calendar = calendar_around(DAY)
    days = [date(2023, 9, 5) + timedelta(days=n) for n in range(117)]

    assert all(calendar.is_working(day) == (day.weekday() < 5) for day in days)


def test_the_period_of_october_runs_from_mid_september_and_is_due_on_the_twentieth() -> None:
    days = schedule(Period(2023, 10), load_profile("vpcp-2023").periods, calendar_around(DAY))

    assert (days.period.first_day, days.period.last_day) == (date(2023, 9, 15), date(2023, 10, 14))
    assert days.due_on == date(2023, 10, 20)
    assert days.due_at.isoformat() == "2023-10-20T10:00:00+00:00"
    assert days.digest_at.isoformat() == "2023-10-23T10:00:00+00:00", "the 22nd is a Sunday"
    assert days.stop_at.isoformat() == "2023-10-25T10:00:00+00:00"


def test_around_the_last_day_to_begin_on_the_days_off_are_still_known() -> None:
    assert load_calendar(last_year() - 1, last_year() + 2).day(date(last_year() + 2, 9, 2)).kind is DayKind.HOLIDAY
