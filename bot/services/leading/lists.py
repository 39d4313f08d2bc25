"""The lists behind a leader's main screen, to be read: who has not reported, what is late, what each field has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.domain import questions
from bot.domain.difficulties import UNRESOLVED, DifficultyState
from bot.domain.leading import UNSENT, Breakdown, LeaderView
from bot.domain.people import Actor
from bot.domain.periods import Period, SeatState
from bot.domain.texts import Screen, Text
from bot.domain.triage import mark, pages
from bot.exports.snapshot import Snapshot
from bot.screens.leading import lists as wording
from bot.screens.leading.lists import Late, Listed, Unsent
from bot.screens.leading.lists import Part as Shown
from bot.services import lookup
from bot.services.beside import OverPapers
from bot.services.desk import queue
from bot.services.difficulties.directing import leader_only
from bot.services.leading.showing import shown
from bot.services.leading.situation import situation
from bot.services.reply import Reply
from bot.services.tasks.courses import lead_name
from bot.services.tasks.figures import course_lines
from storage.unit import Unit

_T = TypeVar("_T")
CARRIED = 1
"""The mark of what earlier periods leave: no field and no agency has so small a one."""


def unsent(unit: Unit, actor: Actor, period: Period, page: int) -> Reply:
    """Show a page of the members whose report is missing. Raises what `shown` raises."""
    return shown(unit, actor, UnsentOf(period, page))


@dataclass(frozen=True)
class UnsentOf(OverPapers):
    """The work of finding the members whose report is missing."""

    period: Period
    page: int

    def __call__(self, unit: Unit) -> Screen | None:
        """Return a page of them, None for a period that does not run."""
        running = situation(unit, self.period)
        if running is None:
            return None
        found, others = running
        listed = [
            Unsent(seat["organisation"], SeatState(seat["state"]), represented=seat["represented"])
            for seat in found.snapshot["seats"]
            if SeatState(seat["state"]) in UNSENT
        ]
        of_page, number, count = _page(listed, self.page, wording.UNSENT_SHOWN)
        return wording.unsent(self.period, of_page, number, count, len(listed), others)


def _page(found: Sequence[_T], page: int, of: int) -> tuple[Sequence[_T], int, int]:
    """What stands on a page, its number and how many there are; one that is not there any more is the last."""
    count = pages(len(found), of)
    number = min(page, count - 1)
    return found[number * of : (number + 1) * of], number, count


def late(unit: Unit, actor: Actor, page: int) -> Reply:
    """Show a page of the tasks and difficulties that are late, with the agency in charge, the worst first."""
    return shown(unit, actor, LateOf(page))


@dataclass(frozen=True)
class LateOf(OverPapers):
    """The work of finding what is late."""

    page: int

    def __call__(self, unit: Unit) -> Screen:
        """Return a page of it."""
        tasks, replies = _late_tasks(unit), _late_replies(unit)
        ranked = sorted([*tasks, *replies], key=lambda each: (-each.days, each.code))
        of_page, number, count = _page(ranked, self.page, wording.LATE_SHOWN)
        return wording.late(of_page, number, count, len(tasks), len(replies))


def _late_tasks(unit: Unit) -> list[Late]:
    """A task once for each lead that is late with it."""
    found = [line for line in course_lines(unit) if line.standing.overdue]
    return [
        Late(line.task.code, line.standing.working_days.count, [name] if (name := lead_name(unit, line.lead)) else [])
        for line in found
    ]


def _late_replies(unit: Unit) -> list[Late]:
    between = unit.rules.calendar.working_days_between
    return [
        Late(item.code, between(item.reply_missed, unit.today), [item.agency] if item.agency else [])
        for item in queue.items(unit)
        if item.reply_missed
    ]


def open_late(unit: Unit, actor: Actor, code: str, page: int) -> Reply:
    """Show a task or a difficulty with the way back to what is late. Raises BotError: leaders_only, not_found."""
    leader_only(unit, actor)
    return lookup.show_with(unit, actor, code, wording.back_to_late(page))


def breakdown(unit: Unit, actor: Actor, period: Period, by: Breakdown, page: int) -> Reply:
    """Show a page of the difficulties of a period by field or agency, as its papers count them."""
    return shown(unit, actor, BreakdownOf(period, by, page))


@dataclass(frozen=True)
class BreakdownOf(OverPapers):
    """The work of counting the difficulties of a period by field or agency."""

    period: Period
    by: Breakdown
    page: int

    def __call__(self, unit: Unit) -> Screen | None:
        """Return a page of the fields or agencies, None for a period that does not run."""
        running = situation(unit, self.period)
        if running is None:
            return None
        found, others = running
        of_page, number, count = _page(_parts(unit, found.snapshot, self.by), self.page, wording.PARTS_SHOWN)
        return wording.breakdown(self.period, self.by, of_page, number, count, others)


def lines(unit: Unit, actor: Actor, view: LeaderView) -> Reply:
    """Show a page of the difficulties of one field or agency. Raises what `shown` raises."""
    return shown(unit, actor, LinesOf(view))


@dataclass(frozen=True)
class LinesOf(OverPapers):
    """The work of finding the difficulties of one field or agency."""

    view: LeaderView

    def __call__(self, unit: Unit) -> Screen | None:
        """Return a page of them, None for a period that does not run, or that has none of them."""
        view, running = self.view, situation(unit, self.view.period)
        parts = _parts(unit, running[0].snapshot, view.by) if running else []
        part = next((each for each in parts if each.value == view.value), None)
        if part is None:
            return None
        of_page, number, count = _page(part.lines, view.page, wording.LINES_SHOWN)
        return wording.lines(part, of_page, LeaderView(view.by, view.value, number, view.period), count)


def open_line(unit: Unit, actor: Actor, code: str, view: LeaderView) -> Reply:
    """Show a difficulty with the way back to its list. Raises BotError: leaders_only, not_found."""
    leader_only(unit, actor)
    return lookup.show_with(unit, actor, code, wording.back_to_lines(view))


def _parts(unit: Unit, snapshot: Snapshot, by: Breakdown) -> list[Shown]:
    """What the period has of each field or agency, most first, and what earlier ones have left open to it."""
    new = {each["code"]: each for each in snapshot["difficulties"]}
    if by is Breakdown.FIELD:
        parts = [
            Shown(mark(each["code"]), Text("{field}", field=unit.rules.fields[each["code"]].name), _of(new, each))
            for each in snapshot["fields"]
        ]
    else:
        parts = [
            Shown(
                mark(each["name"]), wording.agency(each["name"]), [_listed(new[code]) for code in each["difficulties"]]
            )
            for each in snapshot["agencies"]
        ]
    left = [_listed(each) for each in snapshot["carried"] if each["open"]]
    return [*parts, *([Shown(CARRIED, wording.carried(), left)] if left else [])]


def _of(new: Mapping[str, Mapping[str, Any]], field: Mapping[str, Any]) -> list[Listed]:
    return [_listed(each) for each in new.values() if each[questions.FIELD] == field["name"]]


def _listed(each: Mapping[str, Any]) -> Listed:
    state = DifficultyState(each["state"])
    return Listed(each["code"], each["organisation"], state, each.get("members", 1), is_open=state in UNRESOLVED)
