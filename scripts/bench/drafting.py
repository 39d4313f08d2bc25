"""Reports that members have begun and not sent: one that is written in the conversation, and as many like it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.domain.people import Actor, Caller
from scripts.bench import house
from scripts.bench.asking import Asker
from scripts.bench.conversation import SAID
from storage import drafts, people
from storage.database import Writer, open_for_writing
from storage.unit import Unit

BEGUN = SAID[:4]
"""So far each of them is: up to the field of the first difficulty."""


async def write_one(asker: Asker) -> None:
    """Let the member of the first seat begin a report."""
    for said in BEGUN:
        await asker.ask(house.FIRST, said)


def like_the_first(place: Path, many: int) -> None:
    """Let the members of so many seats have what the member of the first one has begun."""
    writer = Writer(open_for_writing(place / "bot.db"))
    writer.write_now(lambda db: _fill(house.unit(db, place), many))
    writer.close()


def _fill(unit: Unit, many: int) -> None:
    first = _actor(unit, house.FIRST)
    (pattern,) = drafts.live_drafts(unit.db, first.person.id)
    for user in range(house.FIRST + 1, house.FIRST + many):
        actor = _actor(unit, user)
        (seat,) = actor.seats
        added = drafts.add_draft(
            unit.db, actor.person.id, seat.id, pattern.kind, pattern.subject, pattern.hint, unit.now
        )
        same = replace(pattern, id=added.id, person=actor.person.id, seat=seat.id)
        drafts.save_draft(unit.db, same, unit.now)
        people.set_open_draft(unit.db, actor.account, added.id)


def _actor(unit: Unit, user: int) -> Actor:
    found = people.find_actor(unit.db, Caller(house.CHANNEL, str(user), str(user)), unit.today)
    assert found is not None
    return found
