"""What a line of a notice is proposed as, what its deadline may mean, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.calendars import Calendar
from bot.domain.characters import cut
from bot.domain.deadlines import DeadlineKind, counted_on, due_on
from bot.domain.notice_lines import Chosen, Line, Passage, target_in
from bot.domain.series import is_reported, may_count_reports
from bot.screens.tasks.notice_lines import View
from bot.services.tasks.importing import FORM
from bot.services.tasks.notice_parties import Directory, Parties
from storage.unit import Unit


def proposed(directory: Directory, passage: Passage) -> Chosen:
    """Return the task that a passage seems to assign, as the clerk is shown it first."""
    lead, helping = directory.of_said(passage.lead), directory.of_said(passage.coordinating)
    targets = [found for found in map(target_in, passage.figures) if found]
    target, unit = targets[0] if len(targets) == 1 else (None, "")
    chosen = with_parties(Chosen(cut(passage.title, FORM.most_characters), target=target, unit=unit), lead, helping)
    if passage.term is None:
        return chosen
    term = passage.term
    return replace(chosen, kind=term.kind, deadline=term.deadline, recurrence=term.recurrence)


def with_parties(chosen: Chosen, lead: Parties, helping: Parties) -> Chosen:
    """Return a task with those who lead it and take part; who leads takes no other part."""
    seats = tuple(seat for seat in helping.seats if seat not in lead.seats)
    names = tuple(name for name in helping.names if name not in lead.names)
    return replace(chosen, lead=lead.seats, outside=lead.names, coordinating=seats, helping=names)


def last_day(chosen: Chosen, today: date) -> date | None:
    """Return the last day as the document names it; of what recurs the first one from today on."""
    return due_on(chosen.kind, chosen.deadline, chosen.recurrence, today)


def counts_on(chosen: Chosen, today: date, calendar: Calendar) -> date | None:
    """Return the working day that a deadline is followed by; None where there is none."""
    last = last_day(chosen, today)
    return counted_on(chosen.kind, last, calendar) if last else None


def readings(chosen: Chosen) -> list[Chosen]:
    """Return what the deadline of a task may mean, the likeliest first."""
    if chosen.kind is DeadlineKind.BEFORE_DAY:
        return [chosen, replace(chosen, kind=DeadlineKind.DAY)]
    return [chosen]


def counts_reports(directory: Directory, line: Line) -> bool | None:
    """Return whether periodic reports are the results of what a line assigns; None where they cannot be."""
    chosen = line.chosen
    if not may_count_reports(chosen.recurrence, directory.cadences(Parties(chosen.lead, chosen.outside))):
        return None
    return is_reported(chosen.title) if line.reports is None else line.reports


def view_of(unit: Unit, directory: Directory, line: Line, total: int) -> View:
    """Return a line as its screen shows it."""
    chosen = line.chosen
    last, counted = last_day(chosen, unit.today), counts_on(chosen, unit.today, unit.rules.calendar)
    return View(
        line,
        total,
        directory.shown(Parties(chosen.lead, chosen.outside)),
        directory.shown(Parties(chosen.coordinating, chosen.helping)),
        last,
        counted,
        passed=counted is not None and counted < unit.today,
        gone=_some_are_gone(directory, (*chosen.lead, *chosen.coordinating)),
        reports=counts_reports(directory, line),
    )


def _some_are_gone(directory: Directory, codes: Sequence[str]) -> bool:
    return len(directory.there(codes)) < len(codes)
