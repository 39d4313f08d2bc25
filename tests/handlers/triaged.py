"""A full house: the standing cast, a second officer, and the seats of the shipped roster, which report at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database

from bot.domain.people import MEMBER_ROLES
from bot.domain.periods import Period
from bot.domain.reports import Urgency
from storage import people
from tests.filed import file_adhoc, file_report
from tests.handlers.acts import CONTENT
from tests.world import ROSTER, World

_SHIPPED = (Path(__file__).parents[2] / "bot" / "data" / "full_roster.csv").read_text(encoding="utf-8").splitlines()
HUY = "MAI,Lê Quang Huy,Chuyên viên,,vi,,secretariat,,,"
"""A second officer; the phone is Mai's."""
FULL = "\n".join([*ROSTER.splitlines(), HUY, *_SHIPPED[3:]]) + "\n"
"""Without the shipped officers: Chi and Huy are the desk."""
NOVEMBER = Period(2026, 11)


def item(field: str, agency: str = "") -> dict[str, str]:
    """A difficulty of a field, in the words of a form."""
    return {"field": field, "content": CONTENT, "proposal": "Đề nghị bãi bỏ.", "agency": agency}


async def report(world: World, seat: str, *items: dict[str, str], urgency: Urgency | None = None) -> Sequence[str]:
    """Let a seat send a report for November, or an ad hoc one of one difficulty; return the codes of difficulties."""

    def work(db: Database) -> list[str]:
        unit = world.unit(db)
        found = next(each for each in people.seats_ever(db) if each.code == seat)
        person = next(iter(people.persons_of_seat(db, found.id, MEMBER_ROLES, unit.today)))
        if urgency:
            filed = file_adhoc(unit, found, person, urgency, items[0], ())
        else:
            filed = file_report(unit, found, person, NOVEMBER, items)
        return [difficulty.code for difficulty in filed.difficulties]

    codes: list[str] = await world.writer.write(work)
    return codes
