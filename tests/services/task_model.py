"""What a task is, written once more and as simply as can be: no events, only what is true now."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.clock import VN

AT_WORK = ("new", "received", "working", "again")


@dataclass
class ModelCourse:
    """How it stands with one lead, who is named by the code of a seat or by an agency's name."""

    lead: str
    stage: str = "new"
    percent: int | None = None
    reported_on: date | None = None
    done_on: date | None = None
    granted: date | None = None
    extensions: int = 0
    asked: date | None = None
    changes: int = 0
    """How often anything was done to it: a decision is made on one of these states."""
    before: tuple[ModelCourse, str, datetime] | None = None
    """How it was before the last act, who did that and when, where it can be taken back."""


@dataclass
class ModelTask:
    """A task of the model; `due` is the day that counts, None where there is none."""

    courses: list[ModelCourse]
    coordinating: set[str]
    watching: set[str]
    due: date | None
    suspended: bool = False
    cancelled: bool = False
    questions: dict[int, bool] = field(default_factory=dict)
    """By the event that asked, whether it has been answered."""

    def course(self, lead: str) -> ModelCourse:
        """Return the course of a lead."""
        return next(each for each in self.courses if each.lead == lead)

    def stage_of(self, course: ModelCourse) -> str:
        """Return where a course stands, whatever holds the task as a whole."""
        if self.cancelled:
            return "cancelled"
        return "suspended" if self.suspended and course.stage != "done" else course.stage

    @property
    def stage(self) -> str:
        """Where it stands as a whole."""
        stages = {self.stage_of(course) for course in self.courses}
        if len(stages) == 1:
            return stages.pop()
        if stages <= {"waiting", "done"}:
            return "waiting"
        if "suspended" in stages:
            return "suspended"
        if "again" in stages:
            return "again"
        return "new" if stages == {"new", "received"} else "working"

    def touched(self) -> None:
        """Something was done to the task as a whole: no act on a course can be taken back, nor decided as it was."""
        for course in self.courses:
            course.changes += 1
            course.before = None

    def bucket(self, course: ModelCourse, now: datetime) -> str:
        """Return the official bucket of a course."""
        due = course.granted or self.due
        if due is None:
            return "no_deadline"
        if course.stage == "done":
            assert course.done_on is not None
            return "done_on_time" if course.done_on <= due else "done_late"
        local = now.astimezone(VN)
        if self.stage_of(course) == "suspended":
            return "open_in_time"
        if course.stage == "waiting":
            assert course.reported_on is not None
            return "open_overdue" if course.reported_on > due else "open_in_time"
        late = local.date() > due or (local.date() == due and (local.hour, local.minute) > (17, 0))
        return "open_overdue" if late else "open_in_time"

    def whole_bucket(self, now: datetime) -> str:
        """Return the bucket of the task: the worst of its courses."""
        found = {self.bucket(course, now) for course in self.courses}
        order = ("open_overdue", "open_in_time", "no_deadline", "done_late", "done_on_time")
        return next(each for each in order if each in found)


def cheap(course: ModelCourse, by: str, now: datetime, **new: object) -> None:
    """Do what can be taken back for a while."""
    old = deepcopy(course)
    for name, value in new.items():
        setattr(course, name, value)
    course.before = (old, by, now)
    course.changes += 1


def firm(course: ModelCourse, **new: object) -> None:
    """Do what stays done."""
    for name, value in new.items():
        setattr(course, name, value)
    course.before = None
    course.changes += 1


def take_back(course: ModelCourse, by: str, now: datetime) -> bool:
    """Undo the last act, if it can be; return whether it could."""
    if course.before is None or course.before[1] != by or now - course.before[2] > timedelta(minutes=10):
        return False
    old, changes = course.before[0], course.changes
    for name, value in vars(old).items():
        setattr(course, name, value)
    course.changes = changes + 1
    return True


def working(day: date, is_working: Callable[[date], bool]) -> date:
    """Return the day itself where offices work on it, else the next on which they do."""
    while not is_working(day):
        day += timedelta(days=1)
    return day
