"""How the tasks stand, for a leader: figures by course, and the courses behind each, down to the task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.courses import Lead
from bot.domain.people import Actor
from bot.domain.task_figures import (
    BUCKETS,
    CourseLine,
    TaskBy,
    TaskView,
    by_lead,
    figures_of,
    waiting_decisions,
)
from bot.domain.texts import Screen, Text
from bot.domain.triage import mark, pages
from bot.errors import BotError
from bot.screens.leading import tasks as wording
from bot.screens.leading.tasks import OfLead
from bot.services.beside import OverTasks
from bot.services.difficulties.directing import leader_only
from bot.services.leading.showing import shown
from bot.services.reply import Reply
from bot.services.tasks.figures import course_lines
from bot.services.tasks.page import detail
from storage import people, tasks
from storage.unit import Unit


def show(unit: Unit, actor: Actor) -> Reply:
    """Show how the tasks stand. Raises BotError("leaders_only")."""
    return shown(unit, actor, FiguresOf())


@dataclass(frozen=True)
class FiguresOf(OverTasks):
    """The work of counting how the tasks stand."""

    def __call__(self, unit: Unit) -> Screen:
        """Return the figures, and the leads that are late."""
        lines = course_lines(unit)
        late = [each for each in _leads(unit, lines) if each.figures.overdue]
        return wording.figures(figures_of(lines), late, len(undecided(unit, lines)), unit.now)


def undecided(unit: Unit, lines: Sequence[CourseLine]) -> list[CourseLine]:
    """Return the courses whose later deadline waits for the desk longer than it should, the longest first."""
    return waiting_decisions(lines, unit.rules.calendar)


def show_lines(unit: Unit, actor: Actor, view: TaskView) -> Reply:
    """Show a page of the courses of a view. Raises BotError: leaders_only, stale for a lead that has none."""
    return shown(unit, actor, CoursesOf(view))


@dataclass(frozen=True)
class CoursesOf(OverTasks):
    """The work of finding the courses of a view."""

    view: TaskView

    def __call__(self, unit: Unit) -> Screen | None:
        """Return a page of them, None for a lead that has none."""
        view, lines = self.view, course_lines(unit)
        of_view = _of_view(unit, view, lines)
        if of_view is None:
            return None
        heading, found = of_view
        count = pages(len(found), wording.LINES_SHOWN)
        number = min(view.page, count - 1)
        of_page = found[number * wording.LINES_SHOWN : (number + 1) * wording.LINES_SHOWN]
        names = _names(unit, of_page)
        named = [(line, names[line.lead]) for line in of_page]
        return wording.lines(TaskView(view.by, view.value, number), heading, named, count, len(found))


def _of_view(unit: Unit, view: TaskView, lines: Sequence[CourseLine]) -> tuple[Text, list[CourseLine]] | None:
    if view.by is TaskBy.LEAD:
        names = _names(unit, lines)
        found = [line for line in lines if mark(names[line.lead]) == view.value]
        if not found:
            return None
        return wording.lead_name(names[found[0].lead]), sorted(found, key=_urgency)
    if view.by is TaskBy.WAITING:
        return wording.heading_of(view.by), undecided(unit, lines)
    of_bucket = [line for line in lines if line.bucket is BUCKETS[view.by]]
    return wording.heading_of(view.by), sorted(of_bucket, key=_urgency)


def _urgency(line: CourseLine) -> tuple[bool, str, str]:
    """What is not done first, the nearest deadline first, what has none last."""
    return line.course.ended, str(line.standing.due_on or "9999"), line.task.code


def show_leads(unit: Unit, actor: Actor, page: int) -> Reply:
    """Show a page of the leads with their figures. Raises BotError("leaders_only")."""
    return shown(unit, actor, LeadsOf(page))


@dataclass(frozen=True)
class LeadsOf(OverTasks):
    """The work of counting the courses of each lead."""

    page: int

    def __call__(self, unit: Unit) -> Screen:
        """Return a page of the leads."""
        found = _leads(unit, course_lines(unit))
        count = pages(len(found), wording.LEADS_SHOWN)
        number = min(self.page, count - 1)
        of_page = found[number * wording.LEADS_SHOWN : (number + 1) * wording.LEADS_SHOWN]
        return wording.leads(of_page, number, count, len(found))


def open_line(unit: Unit, actor: Actor, task_id: int, view: TaskView) -> Reply:
    """Show a task with the way back to its list. Raises BotError: leaders_only, stale."""
    leader_only(unit, actor)
    task = tasks.task_by_id(unit.db, task_id)
    if task is None:
        raise BotError("stale")
    return detail(unit, actor, task, wording.back_to(view))


def _leads(unit: Unit, lines: Sequence[CourseLine]) -> list[OfLead]:
    names = _names(unit, lines)
    return [OfLead(names[lead], mark(names[lead]), figures_of(of)) for lead, of in by_lead(lines).items()]


def _names(unit: Unit, lines: Sequence[CourseLine]) -> dict[Lead, str]:
    seats = people.seats_by_id(unit.db, {line.lead.seat for line in lines if line.lead.seat is not None})
    return {
        line.lead: seats[line.lead.seat].organisation if line.lead.seat is not None else line.lead.agency
        for line in lines
    }
