"""A data directory with members who can be written to, for a program that is started as a user starts it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlite_utils import Database

from bot.clock import VN, SystemClock
from bot.config import DEFAULT_PROFILE, load_key
from bot.domain.people import Caller, Honorific, Person, Role
from bot.domain.periods import Cadence, Period
from bot.services.rules import load_rules
from bot.services.standing import period_schedule
from scripts.bench.corpus import reports_of
from storage import invitations, people, reports
from storage.database import Writer, migrate, open_for_writing
from storage.unit import Unit

CHANNEL = "telegram"
DESK = 999
"""The user of the officer at the desk."""
FIRST = 1001
"""The user who holds the first seat; the others follow."""
_BODY = "hoi_dong_tu_van"


def unit(db: Database, place: Path) -> Unit:
    """Return a unit of work at this moment, by the rules as they are shipped."""
    now = SystemClock().now()
    return Unit(db, now, load_rules(DEFAULT_PROFILE, load_key(place), now.date()))


def furnish(place: Path, members: int) -> Path:
    """Make a base at this place with so many seats, a person on each, and an officer; return it."""
    place.mkdir(parents=True, exist_ok=True)
    file = place / "bot.db"
    migrate(file)
    join(place, members)
    return file


def join(place: Path, members: int) -> None:
    """Let so many members join a base that is there, and an officer."""
    writer = Writer(open_for_writing(place / "bot.db"))
    writer.write_now(lambda db: _fill(unit(db, place), members))
    writer.close()


def file_now(place: Path, many: int) -> Period:
    """Let the members file so many difficulties in the period that is open, ten in a report; return the period."""
    db = open_for_writing(place / "bot.db")
    writer = Writer(db)
    today = SystemClock().now().astimezone(VN).date()
    period = Period.containing(today, Cadence.MONTH)
    while period_schedule(unit(db, place), period).stop_at <= SystemClock().now():
        period = period.next()
    writer.write_now(lambda db: _file(unit(db, place), many, period))
    writer.close()
    return period


def _file(unit: Unit, many: int, period: Period) -> None:
    seats = [seat.id for seat in people.seats_ever(unit.db)]
    person = people.all_persons(unit.db, unit.today)[0].id
    for report in reports_of(unit, many, seats, person, 1):
        reports.add_version(unit.db, replace(report, period=period.iso, sent_at=unit.now))


def _fill(unit: Unit, members: int) -> None:
    first_day = unit.today  # nothing that came before is made up for when the program starts
    officer = _join(unit, "CHI", "Phạm Thu Chi", DESK)
    people.add_duty(unit.db, officer, None, Role.SECRETARIAT, first_day)
    for number in range(members):
        seat = people.put_seat(unit.db, f"HH{number + 1:05}", _BODY, f"Hiệp hội số {number + 1}", first_day)
        person = _join(unit, f"P{number + 1:05}", f"Nguyễn Văn {number + 1}", FIRST + number)
        people.add_duty(unit.db, person, seat, Role.FOCAL, first_day)


def _join(unit: Unit, code: str, name: str, user: int) -> int:
    person = people.put_person(unit.db, Person(0, code, name, "", Honorific.NONE, "vi", ""))
    account = people.link_account(unit.db, Caller(CHANNEL, str(user), str(user)), person, unit.now)
    invitations.add_consent(unit.db, account, unit.rules.profile.notice_version, unit.now)
    return person
