"""The frame in which tasks are acted on at random: people, the service, and the model beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from bot.clock import VN
from bot.domain.courses import Lead
from bot.domain.deadlines import DeadlineKind
from bot.domain.people import Actor, Caller
from bot.domain.tasks import Task
from bot.errors import BotError
from storage import people, tasks
from storage.unit import Unit
from tests.services.task_model import ModelCourse, ModelTask
from tests.services.task_model import working as next_working
from tests.world import USERS, World

PEOPLE = ("AN", "BICH", "BINH", "CHI", "LAN")
SEATS = {"AN": "HIEPHOIA", "BICH": "HIEPHOIB", "BINH": "HIEPHOIB"}
OUTSIDE = "Ủy ban nhân dân tỉnh Điện Biên"
LEADS = ("HIEPHOIA", "HIEPHOIB", OUTSIDE)
START = datetime(2026, 12, 21, 9, tzinfo=VN).astimezone(UTC)
"""Before the new year, whose first days are off."""


@dataclass(frozen=True)
class Seen:
    """A state of a course that somebody has on a screen: by the model, and by the service."""

    task: int
    lead: str
    changes: int
    newest: int


class TaskMachine(RuleBasedStateMachine):
    """The service as the program calls it, and what the model says of rights; what a run did is undone after it."""

    world: ClassVar[World]
    steps: ClassVar[list[int]] = []

    def __init__(self) -> None:
        super().__init__()
        self.now, self.model = START, dict[int, ModelTask]()
        self.seen: list[Seen] = []
        self.count = 0
        self.world.db.conn.execute("BEGIN")

    def teardown(self) -> None:
        self.world.db.conn.execute("ROLLBACK")
        self.steps.append(self.count)

    # --- the service, as the program calls it

    @property
    def unit(self) -> Unit:
        return Unit(self.world.db, self.now, self.world.rules)

    def actor(self, code: str) -> Actor:
        found = people.find_actor(
            self.world.db, Caller("telegram", str(USERS[code]), str(USERS[code])), self.unit.today
        )
        assert found is not None
        return found

    def seat(self, code: str) -> int:
        return int(self.world.db.conn.execute("SELECT id FROM seats WHERE code = ?", (code,)).fetchone()[0])

    def lead(self, name: str) -> Lead:
        return Lead(agency=name) if name == OUTSIDE else Lead(self.seat(name))

    def task(self, number: int) -> Task:
        found = tasks.task_by_id(self.world.db, number)
        assert found is not None
        return found

    def tried(self, who: str, act: Callable[[Unit, Actor], Any]) -> str:
        """Do it; return the code of what was refused, empty where it was done. What is refused changes nothing."""
        self.count += 1
        before = self.world.db.conn.total_changes
        try:
            act(self.unit, self.actor(who))
        except BotError as refused:
            assert self.world.db.conn.total_changes == before
            return refused.code
        return ""

    # --- what the model says of rights

    def may_lead(self, who: str, task: ModelTask, lead: str) -> bool:
        if lead != OUTSIDE:
            return SEATS.get(who) == lead
        return who == "CHI" or SEATS.get(who) in task.watching

    def has_part(self, who: str, task: ModelTask) -> bool:
        seat = SEATS.get(who)
        return seat in {*(course.lead for course in task.courses), *task.coordinating, *task.watching}

    def of_lead(self, who: str, task: ModelTask, lead: str) -> str:
        """Return why a lead's act is refused, whatever the act; empty where it is not."""
        if self.may_lead(who, task, lead):
            return ""
        return "task_not_lead" if self.has_part(who, task) else "stale"

    def some(self, data: st.DataObject) -> tuple[int, ModelTask, ModelCourse]:
        number = data.draw(st.sampled_from(sorted(self.model)))
        task = self.model[number]
        return number, task, data.draw(st.sampled_from(task.courses))

    def counts(self, day: date, kind: DeadlineKind) -> date:
        is_working = self.world.rules.calendar.is_working
        if kind is DeadlineKind.DAY:
            return next_working(day, is_working)
        day -= timedelta(days=1)
        while not is_working(day):
            day -= timedelta(days=1)
        return day
