"""How the desk has classified the difficulties of a window, as its papers show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain import questions
from bot.domain.classifying import ANSWERED, Matter
from bot.domain.correcting import corrected
from bot.domain.difficulties import DifficultyEvent
from bot.domain.following import Followed
from bot.domain.reports import Difficulty, Report
from bot.services.standing import Window
from storage import difficulties, people
from storage.unit import Unit

_Events = Mapping[str, Sequence[DifficultyEvent]]


def classified(unit: Unit, window: Window) -> Window:
    """Return a window in which every difficulty stands as it is classified; the one place that does so for papers."""
    codes = [difficulty.code for _, report in window.reports for difficulty in report.difficulties]
    events = difficulties.events_of(unit.db, codes, window.mark)
    return replace(
        window,
        rows=[replace(row, report=of_report(row.report, events)) if row.report else row for row in window.rows],
        adhoc=[replace(row, report=of_report(row.report, events)) for row in window.adhoc],
    )


def of_report(report: Report, events: _Events) -> Report:
    """Return a report with its difficulties as they are classified; `events` are those of each by its code."""
    found = tuple(corrected(each, events.get(each.code, ())) for each in report.difficulties)
    return replace(report, difficulties=found)


def as_classified(unit: Unit, difficulty: Difficulty) -> Mapping[str, object]:
    """Return as plain data what the desk says otherwise than the sender, or besides; nothing where it says nothing."""
    desk, own = difficulty.classified, difficulty.own
    names = [matter.value for matter in ANSWERED if matter.value in desk.chosen]
    chosen = {name: _shown(unit, name, own.answers[name]) for name in names}
    found = {
        "chosen": chosen,
        Matter.CRITERIA.value: [each.value for each in desk.criteria],
        **{matter.value: text for matter, text in desk.beside.items()},
    }
    return {name: said for name, said in found.items() if said}


def _shown(unit: Unit, name: str, answer: str) -> str:
    return unit.rules.fields[answer].name.vi if name == questions.FIELD else answer


def conflicts(unit: Unit, window: Window, earlier: Sequence[Followed]) -> Mapping[str, object]:
    """Return as plain data the difficulties that a rule itself makes, those of earlier periods behind the new ones.

    Nothing where the desk has marked none. The window and `earlier` are as they are classified.
    """
    new = [(seat.organisation, each) for seat, report in window.reports for each in report.difficulties]
    seats = people.seats_by_id(unit.db, {each.seat for each in earlier})
    old = [(seats[each.seat].organisation, each.difficulty) for each in earlier]
    found = [_conflict(organisation, each) for organisation, each in (*new, *old) if each.classified.criteria]
    return {"conflicts": found} if found else {}


def _conflict(organisation: str, difficulty: Difficulty) -> Mapping[str, object]:
    answers, desk = difficulty.answers, difficulty.classified
    # What was understood names documents and provisions; where nothing was, the words themselves.
    return {
        "code": difficulty.code,
        "organisation": organisation,
        Matter.CRITERIA.value: [each.value for each in desk.criteria],
        "provisions": list(difficulty.provisions) or ([answers[questions.LEGAL]] if answers[questions.LEGAL] else []),
        "content": answers["content"],
        "proposal": answers["proposal"],
        Matter.AGENCY.value: answers[Matter.AGENCY.value],
        Matter.OUTSIDE.value: desk.beside.get(Matter.OUTSIDE, ""),
    }
