"""What is asked in a form: at a position, before and after a step, and what is still missing of a draft."""

from __future__ import annotations

from bot.domain.forms import SUPPLEMENT, At, Draft, Form, Position, Step
from bot.domain.writing import Source


def asked_at(form: Form, position: Position) -> Step:
    """Return what is asked at a position that takes a text."""
    if position.step:
        return form.step(position.step)
    assert form.closing is not None
    return form.closing


def answer_at(draft: Draft, position: Position) -> tuple[str | None, tuple[Source, ...]]:
    """Return the answer to what is asked at a position that takes a text, and the messages it was typed as."""
    if position.step == SUPPLEMENT:
        about = draft.carried[position.item]
        return about.words, about.sources
    if not position.step:
        return draft.closing, draft.closing_sources
    item = draft.items[position.item] if position.item < len(draft.items) else {}
    return item.get(position.step), draft.answered_by(position.item, position.step)


def missing(form: Form, draft: Draft) -> Position | None:
    """Return the first position where a mandatory answer is missing, or None."""
    if form.openings and draft.opening not in form.openings:
        return Position(At.OPENING)
    if not draft.items and draft.statements:
        return None  # a report may consist of nothing else
    # A form without an item lacks the answers of its first one.
    for item in range(max(1, len(draft.items))):
        for asked in form.steps:
            if not asked.optional and not draft.answer(item, asked):
                return Position(At.STEP, item, asked.name)
    return None


def may_write_more(form: Form, draft: Draft) -> bool:
    """Return whether the answer just given can be written on."""
    before = just_answered(form, draft)
    return before is not None and before.extendable and bool(draft.answer(draft.position.item, before))


def just_answered(form: Form, draft: Draft) -> Step | None:
    """Return the step whose answer led to the present one, or None."""
    position = draft.position
    if position.at is not At.STEP or position.returning or position.adding:
        return None
    return step_before(form, position.step)


def step_before(form: Form, name: str) -> Step | None:
    """Return the step before this one, or None before the first."""
    number = form.number(name)
    return form.steps[number - 1] if number else None


def step_after(form: Form, name: str) -> Step | None:
    """Return the step after this one, or None after the last."""
    return next(iter(form.steps[form.number(name) + 1 :]), None)


def awaits_text(form: Form, position: Position) -> bool:
    """Return whether what is typed here is content, digits too, and no choice but by a word or a label."""
    match position.at:
        case At.CLOSING | At.SUPPLEMENT:
            return True
        case At.SHORTEN:
            return position.part is not None
        case At.STEP:
            asked = next((step for step in form.steps if step.name == position.step), None)
            return asked is not None and not asked.options and not asked.files_max
    return False
