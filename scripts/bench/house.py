"""A data directory with members who can be written to, for a program that is started as a user starts it."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from bot.clock import SystemClock
from bot.config import DEFAULT_PROFILE, load_key
from bot.domain.people import Caller, Honorific, Person, Role
from bot.services.rules import load_rules
from storage import invitations, people
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
    writer = Writer(open_for_writing(file))
    writer.write_now(lambda db: _fill(unit(db, place), members))
    writer.close()
    return file


def _fill(unit: Unit, members: int) -> None:
    first_day = unit.today  # nothing that came before is made up for when the program starts
    officer = _join(unit, "CHI", "Phạm Thu Chi", DESK)
    people.add_duty(unit.db, officer, None, Role.SECRETARIAT, first_day)
    for number in range(members):
        seat = people.put_seat(unit.db, f"HH{number + 1:05}", _BODY, f"Hiệp hội số {number + 1}", first_day, number + 1)
        person = _join(unit, f"P{number + 1:05}", f"Nguyễn Văn {number + 1}", FIRST + number)
        people.add_duty(unit.db, person, seat, Role.FOCAL, first_day)


def _join(unit: Unit, code: str, name: str, user: int) -> int:
    person = people.put_person(unit.db, Person(0, code, name, "", Honorific.NONE, "vi", ""))
    account = people.link_account(unit.db, Caller(CHANNEL, str(user), str(user)), person, unit.now)
    invitations.add_consent(unit.db, account, unit.rules.profile.notice_version, unit.now)
    return person
