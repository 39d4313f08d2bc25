"""An office made up: seats, one person on each, and tasks that they lead and take part in, in a base of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.clock import VN
from bot.domain.courses import Lead, TaskAct
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.people import Caller, Honorific, Person, Role
from bot.domain.tasks import Part, Task
from storage import people, task_events, tasks
from storage.unit import Unit

NOW = datetime(2027, 6, 1, 0, 10, tzinfo=VN).astimezone(UTC)
"""In the night after which nothing is planned yet."""
_BODY = "hoi_dong_tu_van"
_DAYS = 70
"""Over so many days, a week of them past, the deadlines of the tasks are spread."""


def fill(unit: Unit, seats: int, each: int, channel: str = "telegram") -> None:
    """Put so many seats there, each with a person who can be written to; each leads half of its tasks.

    Half of the tasks of a seat are led by it with its neighbour taking part, the other half the other way round. One in
    two was confirmed as received.
    """
    first_day = (unit.now - timedelta(days=400)).date()
    officer = people.put_person(unit.db, Person(0, "CHI", "Phạm Thu Chi", "", Honorific.NONE, "vi", ""))
    people.add_duty(unit.db, officer, None, Role.SECRETARIAT, first_day)
    people.link_account(unit.db, Caller(channel, "1", "1"), officer, unit.now)
    made = []
    for number in range(1, seats + 1):
        seat = people.put_seat(unit.db, f"HH{number:05}", _BODY, f"Hiệp hội số {number}", first_day, number)
        person = people.put_person(
            unit.db, Person(0, f"P{number:05}", f"Nguyễn Văn {number}", "", Honorific.NONE, "vi", "")
        )
        people.add_duty(unit.db, person, seat, Role.FOCAL, first_day)
        user = str(1000 + number)
        people.link_account(unit.db, Caller(channel, user, user), person, unit.now)
        made.append(seat)
    for number in range(seats * each // 2):
        _assign(unit, number, made[number % seats], made[(number + 1) % seats])


def _assign(unit: Unit, number: int, lead: int, helping: int) -> None:
    due = unit.today + timedelta(days=number % _DAYS - 7)
    task = Task(
        0, f"NV-27-{number + 1:06}", "Thông báo số 1/TB-VPCP", f"Việc số {number + 1}", DeadlineKind.DAY,
        f"{due:%d/%m/%Y}", Recurrence.NONE, "", None, None, "",
        {Part.LEAD: (lead,), Part.COORDINATING: (helping,)} if lead != helping else {Part.LEAD: (lead,)},
    )  # fmt: skip
    stored = tasks.put_task(unit.db, task)
    at = unit.now - timedelta(days=20)
    task_events.add_event(unit.db, stored, TaskAct.CREATED, at, "person:CHI")
    if number % 2:
        task_events.add_event(unit.db, stored, TaskAct.RECEIVED, at, f"person:P{number:05}", lead=Lead(lead))
