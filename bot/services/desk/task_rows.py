"""The tasks of a paper: every course of every task that is followed, and how many there are of each lead agency.

A paper tells of all tasks, as the chat of leaders does, and says how many of them members of its body lead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain.courses import Completion, Course, Lead, Stage
from bot.domain.people import Seat
from bot.domain.task_counts import count, plain
from bot.domain.task_figures import CourseLine
from bot.domain.tasks import Bucket, Part, Task
from bot.exports.wording import vietnamese
from bot.screens.tasks.deadlines import as_stated
from bot.services.tasks.courses import status_of_course
from bot.services.tasks.figures import course_lines
from storage import people, task_difficulties, tasks
from storage.rows import iso, maybe_iso_day
from storage.unit import Unit

Seats = Mapping[int, Seat]


def courses_of_paper(unit: Unit, body: str) -> dict[str, object]:
    """Return what a paper of this body says of tasks as they stand now; nothing where there have been none."""
    found, cancelled = course_lines(unit), tasks.cancelled(unit.db)
    if not found and not cancelled:
        return {}
    seats = people.seats_by_id(unit.db, {seat for each in found for of in each.task.seats.values() for seat in of})
    links = task_difficulties.difficulties_of_each(unit.db, {each.task.id for each in found})
    of_body = [each for each in found if _seat(seats, each.course.lead) and _is_of(seats, each, body)]
    return {
        "courses": {
            "figures": plain(count(found, sum(len(task.courses) for task in cancelled))),
            "cancelled": [task.code for task in cancelled],
            "of_body": plain(count(of_body)),
            "agencies": list(_agencies(seats, found)),
            "rows": [row_of(unit, seats, each, links[each.task.id]) for each in found],
        }
    }


def _seat(seats: Seats, lead: Lead) -> Seat | None:
    return seats[lead.seat] if lead.seat is not None else None


def _is_of(seats: Seats, each: CourseLine, body: str) -> bool:
    seat = _seat(seats, each.course.lead)
    return seat is not None and seat.body == body


def name_of(seats: Seats, lead: Lead) -> str:
    """Return the agency that leads; empty where nobody is named."""
    seat = _seat(seats, lead)
    return seat.organisation if seat else lead.agency


def _agencies(seats: Seats, found: Sequence[CourseLine]) -> Iterator[dict[str, object]]:
    """The counts of each agency that leads: seats by rank, then those without one by name, then nobody."""
    buckets = Counter((each.course.lead, each.standing.bucket) for each in found)
    extensions: Counter[Lead] = Counter()
    for each in found:
        extensions[each.course.lead] += each.course.extensions

    def place(lead: Lead) -> tuple[int, int, str]:
        seat = _seat(seats, lead)
        return (0, seat.rank, seat.code) if seat else (1 if lead.agency else 2, 0, lead.agency)

    for lead in sorted({each.course.lead for each in found}, key=place):
        seat = _seat(seats, lead)
        yield {
            "seat": seat.code if seat else "",
            "name": name_of(seats, lead),
            "buckets": {bucket.value: buckets[lead, bucket] for bucket in Bucket},
            "extensions": extensions[lead],
        }


def row_of(unit: Unit, seats: Seats, each: CourseLine, links: Sequence[str]) -> dict[str, object]:
    """Return a course as papers have it; `links` are the difficulties that its task resolves."""
    task, course, at = each.task, each.course, each.standing
    first = status_of_course(unit, task, replace(course, due_on=None))
    seat, stated = _seat(seats, course.lead), as_stated(task, first.stated_on)
    coordinating = task.seats.get(Part.COORDINATING, ())
    return {
        "code": task.code,
        "basis": task.basis,
        "title": task.title,
        "seat": seat.code if seat else "",
        "lead": name_of(seats, course.lead),
        "coordinating": [seats[other].organisation for other in coordinating],
        "stated": vietnamese(stated) if stated else "",
        "first_due_on": maybe_iso_day(first.due_on),
        "due_on": maybe_iso_day(at.due_on),
        "overdue_days": at.working_days.count if at.overdue else None,
        "extensions": course.extensions,
        "asked": maybe_iso_day(course.asked.to) if course.asked else None,
        "stage": course.stage.value,
        "bucket": at.bucket.value,
        "progress": _progress(task, course),
        **_result(course),
        "done_on": maybe_iso_day(course.done_on),
        "difficulties": list(links),
    }


def _progress(task: Task, course: Course) -> dict[str, object] | None:
    said = course.progress
    if said is None:
        return None
    counted = {"figure": said.figure, "target": task.target, "unit": task.unit} if said.figure is not None else {}
    return {"at": iso(said.at), "percent": said.percent, "words": said.words, **counted}


def _result(course: Course) -> dict[str, object]:
    """The result that was confirmed, with its document; one of an import is a text alone."""
    completion = confirmed(course)
    if completion is None:
        return {"result": course.result, "document": "", "dated": None}
    return {
        "result": completion.result,
        "document": completion.document,
        "dated": maybe_iso_day(completion.dated),
    }


def confirmed(course: Course) -> Completion | None:
    """Return what a course ended with, where its lead reported it."""
    found = course.completion
    return found if found and course.stage is Stage.DONE and course.ended_by == found.event else None
