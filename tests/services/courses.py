"""A task of two leads, and what those of the cast do to it by the services alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.clock import VN
from bot.domain.courses import Course, Lead, Stage
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.operations import Send
from bot.domain.people import Actor, Caller, Reader
from bot.domain.tasks import Part, Task, TaskStatus
from bot.i18n import translate
from bot.services.reply import Reply
from bot.services.tasks import assigning
from bot.services.tasks.courses import status_of_course
from bot.services.tasks.listing import status_of
from storage import people, tasks
from storage.unit import Unit
from tests.world import USERS, World

OUTSIDE = "Ủy ban nhân dân tỉnh Điện Biên"
Act = Callable[[Unit, Actor], Reply]


@dataclass
class Desk:
    """The world of a test, and the one task in it."""

    world: World
    task_id: int = 0
    replied: Reply | None = None

    def actor(self, code: str) -> Actor:
        """Return somebody of the cast as he stands now."""
        user = str(USERS[code])
        found = people.find_actor(self.world.read, Caller("telegram", user, user), self.world.unit().today)
        assert found is not None
        return found

    def seat(self, code: str) -> int:
        """Return the id of a seat."""
        row = self.world.read.conn.execute("SELECT id FROM seats WHERE code = ?", (code,)).fetchone()
        return int(row[0])

    def does(self, code: str, act: Act) -> Reply:
        """Let somebody do something; return what he and the others are told."""
        reply: Reply = self.world.write_now(lambda db: act(self.world.unit(db), self.actor(code)))
        self.replied = reply
        return reply

    def assign(self, new: Task) -> Task:
        """Let the desk assign a task."""
        task, reply = self.world.write_now(lambda db: assigning.assign(self.world.unit(db), self.actor("CHI"), new))
        self.task_id, self.replied = task.id, reply
        return self.task

    @property
    def task(self) -> Task:
        """The task as a second connection reads it."""
        found = tasks.task_by_id(self.world.read, self.task_id)
        assert found is not None
        return found

    def course(self, lead: Lead) -> Course:
        """Return a course of the task."""
        found = self.task.course_of(lead)
        assert found is not None
        return found

    def at(self, lead: Lead | None = None) -> TaskStatus:
        """Return where the task stands, or one course of it."""
        unit = self.world.unit()
        return status_of_course(unit, self.task, self.course(lead)) if lead else status_of(unit, self.task)

    def stages(self) -> list[Stage]:
        """Return where its courses stand, in the order of its leads."""
        return [course.stage for course in self.task.courses]

    def told(self) -> dict[str, str]:
        """Return who was told of the last act, and what, in Vietnamese; by the address of each."""
        assert self.replied is not None
        names = {str(user): code for code, user in USERS.items()}
        sends = [each for each in self.replied.notices if isinstance(each, Send)]
        return {
            names[each.to.address]: "\n".join(translate(line, each.to.reader or Reader()) for line in each.screen.lines)
            for each in sends
        }

    def turn(self, day: int, month: int = 11, hour: int = 9) -> None:
        """Turn the clock to an hour of a day of 2026 in Viet Nam."""
        self.world.clock.set(datetime(2026, month, day, hour, tzinfo=VN).astimezone(UTC))

    def later(self, **by: int) -> None:
        """Turn the clock on."""
        self.world.clock.set(self.world.clock.now() + timedelta(**by))


def a_task(desk: Desk, *leads: str, due: date | None = date(2026, 11, 25), **more: object) -> Task:
    """Return a task that seats lead by their codes; the other one of A and B takes part."""
    ids = tuple(desk.seat(code) for code in leads)
    others = tuple(desk.seat(code) for code in ("HIEPHOIA", "HIEPHOIB") if code not in leads)
    seats = {**({Part.LEAD: ids} if ids else {}), **({Part.COORDINATING: others} if others else {})}
    kind, text = (DeadlineKind.DAY, f"{due:%d/%m/%Y}") if due else (DeadlineKind.NONE, "")
    fixed = (0, "", "Thông báo số 437/TB-VPCP", "Rà soát thủ tục", kind, text, Recurrence.NONE, "", None, None, "")
    return Task(*fixed, seats=seats, **more)  # type: ignore[arg-type]
