"""A difficulty as the desk has corrected it: a fold of its events over what its sender said.

A correction counts as long as its sender says what was corrected. Where a later version of the report says something
else of that very thing, the newer word of the sender counts, and the desk is shown the difference.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.domain import questions
from bot.domain.classifying import (
    AFTER,
    ANSWERED,
    BESIDE,
    CODE,
    MATTER,
    NAMES,
    SAID,
    Classified,
    Criterion,
    Matter,
)
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.reports import Difficulty
from bot.domain.understood import CODES, PROVISIONS

Events = Sequence[DifficultyEvent]
_SEVERAL = ","


def corrections(events: Events) -> Mapping[Matter, DifficultyEvent]:
    """Return the last correction of each matter, whether it counts or not."""
    return {Matter(str(each.detail[MATTER])): each for each in events if each.act is DifficultyAct.CORRECTED}


def said_of(difficulty: Difficulty, matter: Matter) -> str:
    """Return what its sender says of a matter; nothing where only the desk says anything."""
    return difficulty.own.answers.get(matter.value, "") if matter in ANSWERED else ""


def value(events: Events, matter: Matter, said: str) -> str:
    """Return how a matter is classified of which its sender says `said`."""
    last = corrections(events).get(matter)
    return str(last.detail[AFTER]) if last and last.detail[SAID] == said else said


def corrected(difficulty: Difficulty, events: Events) -> Difficulty:
    """Return a difficulty as it is classified; `difficulty` is as its sender has it, or as it was classified before."""
    own, last = difficulty.own, corrections(events)
    counting = {matter: each for matter, each in last.items() if each.detail[SAID] == said_of(own, matter)}
    if not counting:
        return own
    answers = _answers(own, counting)
    after = {matter: str(each.detail[AFTER]) for matter, each in counting.items()}
    chosen = {name: said for name, said in own.answers.items() if answers[name] != said}
    classified = Classified(
        chosen,
        {matter: after[matter] for matter in BESIDE if after.get(matter)},
        criteria_in(after.get(Matter.CRITERIA, "")),
        tuple(_names(counting[Matter.FIELD])[2:]) if questions.FIELD in chosen else (),
    )
    return replace(own, answers=answers, classified=classified)


def _answers(own: Difficulty, counting: Mapping[Matter, DifficultyEvent]) -> Mapping[str, str]:
    given = {matter.value: str(counting[matter].detail[AFTER]) for matter in ANSWERED if matter in counting}
    answers = {**own.answers, **given}
    if Matter.AGENCY in counting:
        answers[f"{Matter.AGENCY.value}_code"] = str(counting[Matter.AGENCY].detail.get(CODE, ""))
    if answers[questions.PROCEDURE] != own.procedure:
        read = questions.kept({**own.item, **given}, {})
        answers |= {name: read[name] for name in (PROVISIONS, CODES)}
    return answers


def _names(event: DifficultyEvent) -> Sequence[str]:
    names = event.detail.get(NAMES, ())
    return [str(name) for name in names] if isinstance(names, Sequence) else []


def overruled(difficulty: Difficulty, events: Events) -> list[DifficultyEvent]:
    """Return the corrections that count no more, because the sender has said something else since."""
    said = {matter: said_of(difficulty, matter) for matter in Matter}
    last = corrections(events).items()
    return [each for matter, each in last if said[matter] not in (each.detail[SAID], each.detail[AFTER])]


def criteria_in(text: str) -> tuple[Criterion, ...]:
    """Return the criteria of a correction, in their order."""
    found = text.split(_SEVERAL)
    return tuple(each for each in Criterion if each.value in found)


def criteria_text(criteria: Collection[Criterion]) -> str:
    """Return criteria as a correction keeps them."""
    return _SEVERAL.join(each.value for each in Criterion if each in criteria)
