"""Tasks on the running program: those of the cast, and what is done to them beside the chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from bot.domain.courses import Course, Lead, TaskEvent
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.people import Caller
from bot.domain.tasks import Part, Task
from bot.services.tasks import assigning
from storage import people, task_events, tasks
from tests.handlers.handled import decide, turn_by
from tests.world import USERS, World

CODE = "NV-26-001"
OUTSIDE = "Ủy ban nhân dân tỉnh Điện Biên"


def seat(world: World, code: str) -> int:
    """Return the id of a seat."""
    row = world.read.conn.execute("SELECT id FROM seats WHERE code = ?", (code,)).fetchone()
    return int(row[0])


def new_task(world: World, *leads: str, due: date | None = date(2026, 11, 25), **more: Any) -> Task:
    """Return a task that seats lead, the other one of A and B taking part."""
    ids = tuple(seat(world, code) for code in leads)
    others = tuple(seat(world, code) for code in ("HIEPHOIA", "HIEPHOIB") if code not in leads)
    seats = {**({Part.LEAD: ids} if ids else {}), **({Part.COORDINATING: others} if others else {})}
    kind, text = (DeadlineKind.DAY, f"{due:%d/%m/%Y}") if due else (DeadlineKind.NONE, "")
    fixed = (0, "", "Thông báo số 437/TB-VPCP", "Rà soát thủ tục", kind, text, Recurrence.NONE, "", None, None, "")
    return replace(Task(*fixed, seats=seats), **more)


async def assign(world: World, *leads: str, **more: Any) -> Task:
    """Let the desk assign such a task; nobody is told."""
    new = new_task(world, *leads, **more)

    def work(db: Database) -> Task:
        actor = people.find_actor(db, Caller("telegram", str(USERS["CHI"]), str(USERS["CHI"])), world.unit().today)
        assert actor is not None
        return assigning.assign(world.unit(db), actor, new)[0]

    made: Task = await world.writer.write(work)
    return made


async def assign_and_tell(world: World, *leads: str, **more: Any) -> None:
    """Let the desk assign such a task, and everybody be told."""
    new = new_task(world, *leads, **more)
    await decide(world, lambda unit, actor: assigning.assign(unit, actor, new)[1])
    await turn_by(world, timedelta(minutes=1))


def lead(world: World, code: str = "HIEPHOIA") -> Lead:
    """Return the lead that a seat is."""
    return Lead(seat(world, code))


def stored(world: World, code: str = CODE) -> Task:
    """Return a task as it is stored."""
    found = tasks.task_by_code(world.read, code)
    assert found is not None
    return found


def course(world: World, of: str = "HIEPHOIA", code: str = CODE) -> Course:
    """Return a course of a task."""
    found = stored(world, code).course_of(lead(world, of))
    assert found is not None
    return found


def events(world: World, code: str = CODE) -> list[TaskEvent]:
    """Return what happened to a task."""
    task = stored(world, code)
    return task_events.events_of(world.read, [task.id])[task.id]


def acts(world: World, code: str = CODE) -> list[str]:
    """Return what happened to a task, by its name."""
    return [event.act.value for event in events(world, code)]
