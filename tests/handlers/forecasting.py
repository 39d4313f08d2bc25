"""A world that is left to itself, and what it sends then: beside it what a forecast had said."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from sqlite3 import Row
from typing import Any
from unittest.mock import patch

from sqlite_utils import Database

from bot.clock import VN
from bot.data_source import load_demonstration
from bot.domain.forecasts import DESK, Forecast, Push
from bot.domain.people import Caller
from bot.runtime.ports import capabilities_of
from bot.runtime.simulation import Program, forecast
from bot.services import demonstration
from main import program_simulation
from storage import invitations, people
from storage.database import open_for_reading
from storage.rehearsal import copy_in_memory
from storage.rows import instant, iso
from tests.task_world import FULL_HEADER, import_tasks
from tests.world import World, running

SERIES = f"""{FULL_HEADER}
NV-26-201,Thông báo số 437/TB-VPCP,Tổng hợp khó khăn hằng tháng,VASEP VCCI VITAS,,recurring,20,monthly,,,16/10/2026,,,
NV-26-202,Văn bản số 202,Việc đến hạn sau Tết,TCTBNNMT,VCCI,day,18/02/2027,,,,12/11/2026,,,
NV-26-203,Văn bản số 203,Việc cuối năm,VASEP,VITAS,day,31/12/2026,,,,12/11/2026,,,
"""
Card = tuple[str, int | None, str, str, bool, tuple[str, ...]]
"""Day and minute in Viet Nam, the person, the topic and what of it, whether it is a file, the keys of what it reminds
of."""


def people_it(world: World, first_user: int = 9000) -> None:
    """Fill a world with the people of the demonstration and with tasks and a series; each is on a phone, whose user is
    `first_user` and the person's number more.
    """

    def work(db: Database) -> None:
        unit = world.unit(db)
        demonstration.seed(unit, replace(load_demonstration(), phones=()), "telegram")
        for person, _duties in people.everybody(db, unit.today):
            user = str(first_user + person.id)
            account = people.link_account(db, Caller("telegram", user, user), person.id, unit.now)
            invitations.add_consent(db, account, unit.rules.profile.notice_version, unit.now)

    world.write_now(work)
    import_tasks(world, SERIES)


def program_of(world: World) -> Program:
    return program_simulation(world.rules, capabilities_of(world.app.channels))


def forecast_of(world: World, until: date, base: Path | None = None) -> Forecast:
    """Work out what a world will send to the end of a day."""
    with closing(open_for_reading(base or world.path / "bot.db")) as reading, copy_in_memory(reading) as copy:
        return forecast(program_of(world), copy, world.clock.now(), until)


async def left_alone(world: World, end: datetime) -> Counter[Card]:
    """Let time pass from one instant to the next until `end`; return what was sent."""
    # No pace holds anything back: whenever it is asked an hour has passed.
    world.clock.monotonic = count(0, 3600).__next__
    found = Counter[Card]()
    with patch("bot.runtime.app._LOOK_AGAIN_SECONDS", 0.0002):
        await world.app.catch_up()
        while True:
            found.update(sent(world.read, at=world.clock.now()))
            if world.clock.now() >= end:
                return found
            world.clock.set(min(world.app.next_instant(world.clock.now()), end))
            await world.app.catch_up()


def sent(db: Database, at: datetime | None = None) -> Iterator[Card]:
    """Yield what a base has sent, or what of it at one instant."""
    sql = """SELECT o.*, a.person FROM outbox o LEFT JOIN accounts a ON a.id = o.account
             WHERE o.state = 'sent' AND o.kind IN ('send', 'file') AND o.ended_at = coalesce(?, o.ended_at)"""
    return (_card(row) for row in db.conn.execute(sql, [at and iso(at)]))


def _card(row: Row) -> Card:
    arguments: dict[str, Any] = json.loads(row["topic_arguments"] or "{}")
    subject = DESK if arguments.get("desk") else str(arguments.get("code") or arguments.get("period") or "")
    keys = tuple(sorted(arguments.get("occurrences", ())))
    at = f"{instant(row['ended_at']).astimezone(VN):%Y-%m-%d %H:%M}"
    return at, row["person"], row["topic"] or "", subject, row["kind"] == "file", keys


def cards(pushes: Iterable[Push]) -> Counter[Card]:
    """Return what a forecast says as `left_alone` returns what came."""
    return Counter(
        (
            f"{push.at.astimezone(VN):%Y-%m-%d %H:%M}", push.person, push.topic, push.subject, push.is_file,
            tuple(sorted(matter.key for matter in push.matters)),
        )
        for push in pushes
    )  # fmt: skip


async def said_and_came(path: Path, profile: str, until: date) -> tuple[Counter[Card], Counter[Card]]:
    """Return what a new world says on its first day that it will send to the end of a day, and what then comes."""
    world = World(path, profile=profile)
    people_it(world)
    said = cards(forecast_of(world, until).pushes)
    async with running(world):
        came = await left_alone(world, datetime.combine(until, time(23, 59), VN))
    world.close()
    return said, came
