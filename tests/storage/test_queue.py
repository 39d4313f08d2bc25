"""What the queue of the desk leaves out has surely ended."""

from __future__ import annotations

import random
from datetime import timedelta

from sqlite_utils import Database

from bot.domain.carrying import STATEMENTS
from bot.domain.difficulties import UNRESOLVED, DifficultyAct, DifficultyEvent, current_state
from bot.domain.people import MEMBER_ROLES
from bot.domain.periods import Period
from storage import difficulties, people, queue
from tests.filed import file_report
from tests.world import World

_LATER = ("withdrawn_at", "superseded_at")


def test_every_open_difficulty_is_a_candidate_whatever_happened_to_it(still_world: World) -> None:
    """Random events of its own report, and statements of later ones that are live, superseded or withdrawn."""
    chance = random.Random(6)
    world = still_world

    def fill(db: Database) -> None:
        unit = world.unit(db)
        seat = people.seats_ever(db)[0]
        person = people.persons_of_seat(db, seat.id, MEMBER_ROLES, unit.today)[0]
        item = {"field": "dat_dai", "content": "Nộp lại giấy tờ.", "proposal": "Bãi bỏ."}
        first = file_report(unit, seat, person, Period(2026, 9), [item] * 20)
        later = [file_report(unit, seat, person, Period(2026, month), []) for month in (10, 11, 12)]
        of_desk = [act for act in DifficultyAct if act not in (*STATEMENTS, DifficultyAct.UNDONE)]
        for number in range(500):
            code = chance.choice(first.difficulties).code
            own = chance.random() < 0.7
            act = chance.choice(of_desk if own else STATEMENTS)
            report = first.id if own else chance.choice(later).id
            at = unit.now + timedelta(minutes=number)
            difficulties.add_event(db, code, report, DifficultyEvent(act, at, "person:CHI"))
        for version, column in zip(later, _LATER, strict=False):
            db.conn.execute(f"UPDATE reports SET {column} = '2026-12-01' WHERE id = ?", [version.id])

    world.write_now(fill)

    found = difficulties.events_of(world.read, [f"VM-2609-{number:03}" for number in range(1, 21)])
    open_ = {code for code, events in found.items() if current_state(events) in UNRESOLVED}
    candidates = {each.code for each in queue.candidates(world.read)}
    assert len(found) == 20
    assert open_ <= candidates
    assert 0 < len(open_) < 20
    assert len(candidates) < 20
