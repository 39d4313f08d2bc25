"""How a draft goes on: to another position, or with an answer to the next question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.domain.carrying import Carried
from bot.domain.form_questions import step_after
from bot.domain.forms import NOT_MEANT, SUPPLEMENT, At, Draft, Form, Outcome, Position
from bot.domain.texts import N_, Text
from bot.domain.writing import Source, Written, sources, undivided

V = TypeVar("V")

CARRIED_SHOWN = 8
"""So many difficulties that are carried over stand on one screen."""
STALE = Text(N_("This screen is out of date; nothing was done. The latest content is shown again."))


def moved(draft: Draft, position: Position) -> Outcome:
    """Return the draft at another position; what was said of the one before is over.

    A text that was too long for its question is kept like any other that no question took.
    """
    if position.question is None or position.question != draft.position.question:
        draft = long_set_aside(draft)
    return Outcome(replace(draft, rev=draft.rev + 1, position=position, burst=None, refused=(), surplus=0))


def long_set_aside(draft: Draft) -> Draft:
    """Return the draft with the text that was too long among what is kept."""
    return replace(draft, kept=(*draft.kept, *undivided(draft.long)), long=())


def answered(form: Form, draft: Draft, answer: str, messages: Sequence[Written] = ()) -> Outcome:
    """Return the draft with an answer to what is asked, and behind it; `messages` are what it was typed as."""
    position = draft.position
    changed = with_answer(draft, position, answer, sources(messages))
    return moved(changed, behind(form.becomes(changed) if form.becomes else form, position))


def with_answer(draft: Draft, position: Position, answer: str | None, of: Sequence[Source] = ()) -> Draft:
    """Return the draft with this answer to what is asked at a position; None: with none."""
    if position.step == SUPPLEMENT:
        about = replace(draft.carried[position.item], words=answer, sources=tuple(of))
        return with_carried(draft, position.item, about)
    if not position.step:
        return replace(draft, closing=answer, closing_sources=tuple(of))
    return replace(
        draft,
        # An item begins with its first answer, so that going back from its first question leaves nothing behind.
        items=_with(draft.items, position, answer),
        sources=_with(draft.sources, position, tuple(of) or None),
    )


def with_carried(draft: Draft, place: int, about: Carried) -> Draft:
    """Return the draft with something else said of the difficulty at a place of those carried over."""
    return replace(draft, carried=(*draft.carried[:place], about, *draft.carried[place + 1 :]))


def carry_list(place: int = 0) -> Position:
    """Return the position that lists what is carried over, at the page with the difficulty at this place."""
    return Position(At.CARRY, place - place % CARRIED_SHOWN)


def nothing_new(draft: Draft) -> Position:
    """Return where it leads to say that nothing new arose: what was said of earlier difficulties is a report."""
    return Position(At.REVIEW if draft.statements else At.NIL)


def _with(kept: Sequence[Mapping[str, V]], position: Position, value: V | None) -> tuple[Mapping[str, V], ...]:
    """Return what is kept of each item with one value changed, without items at the end that hold nothing."""
    filled = [*kept, *({} for _ in range(position.item + 1 - len(kept)))]
    others = {name: each for name, each in filled[position.item].items() if name != position.step or value is not None}
    filled[position.item] = others if value is None else {**others, position.step: value}
    while filled and not filled[-1].keys() - {NOT_MEANT}:
        filled.pop()
    return tuple(filled)


def behind(form: Form, position: Position) -> Position:
    """Return where a question leads once it has an answer."""
    if position.step == SUPPLEMENT:
        return carry_list(position.item)
    if not position.step:
        return Position(At.NIL if position.nil else At.REVIEW)
    if position.returning:
        return Position(At.REVIEW)
    following = step_after(form, position.step)
    if following:
        return Position(At.STEP, position.item, following.name)
    return Position(At.REVIEW)


def question_of(position: Position) -> Position:
    """Return the position that asks a question whose answer is being worked on."""
    asked = At.SUPPLEMENT if position.step == SUPPLEMENT else At.STEP if position.step else At.CLOSING
    return replace(position, at=asked, part=None)
