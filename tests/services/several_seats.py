"""Several seats that have sent the same difficulty several times, and Chi at the desk; an example begins with them."""

from __future__ import annotations

from bot.domain.people import Caller, Honorific, Person, Role
from bot.domain.periods import Period
from storage import people
from storage.unit import Unit
from tests.filed import file_report
from tests.world import START

SEATS = 3
ITEM = {"field": "dat_dai", "content": "Nộp lại trích lục bản đồ", "proposal": "Bãi bỏ"}


class Undone(Exception):  # noqa: N818 - it is no error
    """Ends an example, so that the next begins with the same base."""


def codes(each: int) -> list[str]:
    """Return the codes of what is there where each seat has sent so many."""
    return [f"VM-2611-{number:03}" for number in range(1, SEATS * each + 1)]


def fill(unit: Unit, each: int) -> None:
    """Let each of the seats send so many difficulties."""
    person = people.put_person(unit.db, Person(0, "AN", "An", "", Honorific.NONE, "vi", ""))
    chi = people.put_person(unit.db, Person(0, "CHI", "Chi", "", Honorific.NONE, "vi", ""))
    people.add_duty(unit.db, chi, None, Role.SECRETARIAT, START.date())
    people.link_account(unit.db, Caller("telegram", "1", "1"), chi, unit.now)
    for number in range(SEATS):
        people.put_seat(unit.db, f"S{number}", "hoi_dong_tu_van", f"Hội {number}", START.date().replace(year=2020))
    for seat in people.seats_of_body(unit.db, "hoi_dong_tu_van"):
        file_report(unit, seat, person, Period(2026, 11), [ITEM] * each)
