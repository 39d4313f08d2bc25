"""The dossier of a task as a file: what was assigned, how each course stands, and what happened, in order.

Whoever sees all tasks gets all of it. A member gets the courses that are its own to move, what happened to the task as
a whole and what its own seats said or were told; of the other leads it gets their names and the state of the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.courses import FILES, Course, Lead, TaskAct, TaskEvent, in_force
from bot.domain.operations import SendFile
from bot.domain.people import Actor, Seat
from bot.domain.task_figures import CourseLine
from bot.domain.tasks import Part, Task
from bot.errors import BotError
from bot.exports import TASK, task_file_name
from bot.exports.snapshot import canonical, sha256
from bot.screens.tasks import papers as wording
from bot.services.desk.snapshots import PROVISIONAL
from bot.services.desk.task_rows import name_of, row_of
from bot.services.people.duties import by
from bot.services.reply import Reply
from bot.services.tasks.courses import courses_to_move, status_of_course, topic_of
from bot.services.tasks.listing import may_see, sees_all, status_of, with_part
from storage import ledgers, people, result_files, snapshots, task_difficulties, task_events, tasks
from storage.rows import iso, maybe_iso_day
from storage.unit import Unit

_MADE = "task_dossier.made"
_OF_DESK = frozenset(
    {
        TaskAct.CREATED,
        TaskAct.IMPORTED,
        TaskAct.CHANGED,
        TaskAct.SUSPENDED,
        TaskAct.RESUMED,
        TaskAct.CANCELLED,
        TaskAct.DONE,
        TaskAct.CONFIRMED,
        TaskAct.RETURNED,
        TaskAct.EXTENSION_GRANTED,
        TaskAct.EXTENSION_REFUSED,
        TaskAct.REPLIED,
    }
)
"""What the desk does is told to members as done by the Standing Body, whoever did it."""
_OF_LEAD = frozenset(
    {
        TaskAct.RECEIVED,
        TaskAct.PROGRESSED,
        TaskAct.REPORTED,
        TaskAct.EXTENSION_ASKED,
        TaskAct.ASKED,
        TaskAct.STATED,
    }
)
_TOLD = _OF_DESK | _OF_LEAD
"""Acts that a dossier tells of, each named: what leaders say to the desk is none of them, and a new act is not told
before somebody says that it may be."""
_PERSON = "person:"


@dataclass(frozen=True)
class _Seen:
    """What of a task somebody sees: all of it, or the courses of some leads and what some seats said."""

    everything: bool
    courses: Sequence[Course]
    seats: frozenset[int]

    def tells_of(self, event: TaskEvent) -> bool:
        """Whether an event is theirs to see."""
        if event.act not in _TOLD:
            return False
        if self.everything or event.lead is None:
            return True
        own = event.lead.seat is not None and event.lead.seat in self.seats
        return own or event.lead in [course.lead for course in self.courses]


def make(unit: Unit, actor: Actor, task_id: int) -> Reply:
    """Send the dossier of a task. Raises BotError("stale") for one that is not there or not theirs to see."""
    task = tasks.task_by_id(unit.db, task_id)
    if task is None or not may_see(actor, task):
        raise BotError("stale")
    snapshot = make_dossier(unit, actor, task)
    fingerprint = sha256(snapshot)
    # Of no period: it says nothing of what a period has come to.
    number = snapshots.add_snapshot(unit.db, "", unit.now, canonical(snapshot), fingerprint)
    ledgers.append_audit(unit.db, unit.now, by(actor), _MADE, f"task:{task.code}", {"sha256": fingerprint})
    caption = wording.caption(task.code, unit.now, fingerprint)
    file = SendFile(actor.to, f"make:{TASK}:{PROVISIONAL}:{number}", task_file_name(task.code), caption, topic_of(task))
    return Reply(toast=wording.made(task.code), notices=(file,))


def make_dossier(unit: Unit, actor: Actor, task: Task) -> dict[str, object]:
    """Return what somebody sees of a task as plain data."""
    seen = _seen(actor, task)
    seats = people.seats_by_id(unit.db, [*with_part(task), *(seat.id for seat in actor.seats)])
    events = in_force(task_events.events_of_task(unit.db, task.id))
    told = [event for event in events if seen.tells_of(event)]
    names = _names(unit, told, seen)
    at = status_of(unit, task)
    links = task_difficulties.difficulties_of(unit.db, task.id) if seen.everything else ()
    return {
        "schema": 1,
        "kind": "task",
        "taken_at": iso(unit.now),
        "by": actor.person.full_name,
        "standing_body": unit.rules.profile.office.standing_body.vi,
        "code": task.code,
        "title": task.title,
        "basis": task.basis,
        "note": task.note,
        "assigned_on": maybe_iso_day(task.assigned_on),
        "priority": task.priority,
        "target": task.target,
        "unit": task.unit,
        "leads": [name_of(seats, course.lead) for course in task.courses],
        "coordinating": [seats[each].organisation for each in task.seats.get(Part.COORDINATING, ())],
        "watching": [seats[each].organisation for each in task.seats.get(Part.WATCHING, ())],
        "stage": task.stage.value,
        "bucket": at.bucket.value,
        "due_on": maybe_iso_day(at.due_on),
        "courses": [_course(unit, seats, task, course, links) for course in seen.courses],
        "events": [_event(unit, event, seats, names) for event in told],
    }


def _seen(actor: Actor, task: Task) -> _Seen:
    if sees_all(actor):
        return _Seen(True, task.courses, frozenset())
    return _Seen(False, courses_to_move(actor, task), frozenset(seat.id for seat in actor.seats))


def _course(
    unit: Unit, seats: Mapping[int, Seat], task: Task, course: Course, links: Sequence[str]
) -> Mapping[str, object]:
    line = CourseLine(task, course, status_of_course(unit, task, course))
    return row_of(unit, seats, line, links)


def _names(unit: Unit, events: Sequence[TaskEvent], seen: _Seen) -> Mapping[str, str]:
    """Who did what, by the actor of an event: to members the desk has no names."""
    named = [event.actor for event in events if seen.everything or event.act in _OF_LEAD]
    codes = {actor.removeprefix(_PERSON) for actor in named if actor.startswith(_PERSON)}
    return {f"{_PERSON}{code}": name for code, name in people.names_by_code(unit.db, codes).items() if name}


def _event(unit: Unit, event: TaskEvent, seats: Mapping[int, Seat], names: Mapping[str, str]) -> dict[str, object]:
    lead = event.lead or Lead()
    by_lead = event.act in _OF_LEAD
    return {
        "at": iso(event.at),
        "act": event.act.value,
        "of_desk": not by_lead,
        "who": names.get(event.actor, "") if by_lead or event.actor in names else "",
        "lead": _whose(unit, seats, lead),
        "said": {name: value for name, value in event.detail.items() if name != FILES},
        "files": _files(unit, event),
    }


def _whose(unit: Unit, seats: Mapping[int, Seat], lead: Lead) -> str:
    """Whose course it is; also of a seat that has no part in the task any more."""
    if lead.seat is None:
        return lead.agency
    seat = seats.get(lead.seat) or people.seat_by_id(unit.db, lead.seat)
    return seat.organisation if seat else ""


def _files(unit: Unit, event: TaskEvent) -> list[dict[str, str]]:
    numbers = event.detail.get(FILES)
    if not isinstance(numbers, list):
        return []
    found = result_files.by_id(unit.db, numbers)
    return [{"name": each.name, "sha256": each.sha256} for each in found.values()]
