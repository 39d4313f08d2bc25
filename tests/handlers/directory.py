"""Persons of the list of members, and rosters that change."""

from __future__ import annotations

import re

from bot.services.people import roster
from storage import people
from tests.telegram import Phone
from tests.world import World, say

CODE = re.compile(r"MOI-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}")


def person_id(world: World, code: str) -> int:
    person = people.person_by_code(world.read, code)
    assert person is not None
    return person.id


async def open_person(world: World, chi: Phone, name: str) -> None:
    """Open the list and the person with this name on its first screen."""
    await say(world, chi, "/thanhvien")
    line = next(line for line in chi.last.text.splitlines() if name in line)
    await say(world, chi, f"[Chọn {line.partition('.')[0]}]")


async def change_roster(world: World, text: str) -> None:
    """Import a roster while the program runs."""
    lines = roster.read(text, world.rules.profile.bodies)
    await world.writer.write(lambda db: roster.write(world.unit(db), lines, "test"))
