"""What each choice of a form does to its draft, by the position where it is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.domain import form_carry, form_texts
from bot.domain.form_files import with_files
from bot.domain.form_moves import STALE, answered, behind, moved, nothing_new, question_of
from bot.domain.form_privacy import covered, personal_in
from bot.domain.form_questions import just_answered, may_write_more, missing, step_before
from bot.domain.forms import NOT_MEANT, Act, At, Done, Draft, Form, Outcome, Position, understood
from bot.domain.texts import NP_, Text

V = TypeVar("V")


def _go(at: At) -> Callable[[Form, Draft, int], Outcome]:
    return lambda _form, draft, _index: moved(draft, Position(at, draft.position.item))


def _leave(done: Done) -> Callable[[Form, Draft, int], Outcome]:
    return lambda _form, draft, _index: Outcome(draft, done=done)


def _begin(form: Form, draft: Draft, _index: int) -> Outcome:
    return Outcome(draft, STALE) if form.openings else _past_opening(form, draft)


def _begin_as(form: Form, draft: Draft, index: int) -> Outcome:
    if index >= len(form.openings):
        return Outcome(draft, STALE)
    return _past_opening(form, replace(draft, opening=form.openings[index]))


def _past_opening(form: Form, draft: Draft) -> Outcome:
    return moved(draft, Position(At.REVIEW) if draft.items else form.start())


def _nothing(form: Form, draft: Draft, _index: int) -> Outcome:
    return Outcome(draft, STALE) if form.openings else moved(draft, nothing_new(draft))


def _reopen(form: Form, draft: Draft, _index: int) -> Outcome:
    return moved(draft, Position(At.OPENING)) if form.openings else Outcome(draft, STALE)


def _choose(form: Form, draft: Draft, index: int) -> Outcome:
    asked = form.step(draft.position.step)
    # What is being added to an answer is typed; a whole answer would take its place.
    options = asked.options or (() if draft.position.adding else asked.quick)
    return answered(form, draft, options[index]) if index < len(options) else Outcome(draft, STALE)


def _skip(form: Form, draft: Draft, _index: int) -> Outcome:
    return answered(form, draft, "") if form.step(draft.position.step).optional else Outcome(draft, STALE)


def _files_complete(form: Form, draft: Draft, index: int) -> Outcome:
    return _skip(form, draft, index) if form.step(draft.position.step).files_max else Outcome(draft, STALE)


def _take_back(form: Form, draft: Draft, _index: int) -> Outcome:
    files = draft.attached(draft.position.item)
    if not form.step(draft.position.step).files_max or not files:
        return Outcome(draft, STALE)
    return moved(with_files(draft, files[:-1]), draft.position)


def _keep(form: Form, draft: Draft, _index: int) -> Outcome:
    answer = draft.answer(draft.position.item, form.step(draft.position.step))
    return Outcome(draft, STALE) if answer is None else moved(draft, behind(form, draft.position))


def _widen(_form: Form, draft: Draft, _index: int) -> Outcome:
    return moved(draft, replace(draft.position, wide=True, offered=()))


def _back(form: Form, draft: Draft, _index: int) -> Outcome:
    position = draft.position
    if position.returning:
        return moved(draft, Position(At.ITEM, position.item))
    if position.adding:
        return moved(draft, behind(form, position))
    before = step_before(form, position.step)
    if before:
        return moved(draft, Position(At.STEP, position.item, before.name))
    return moved(draft, Position(At.REVIEW if position.item else At.OPENING))


def _revise(form: Form, draft: Draft, _index: int) -> Outcome:
    before = just_answered(form, draft)
    return moved(draft, Position(At.STEP, draft.position.item, before.name)) if before else Outcome(draft, STALE)


def _more(form: Form, draft: Draft, _index: int) -> Outcome:
    before = just_answered(form, draft)
    if before is None or not may_write_more(form, draft):
        return Outcome(draft, STALE)
    return moved(draft, Position(At.STEP, draft.position.item, before.name, adding=True))


def _add(form: Form, draft: Draft, _index: int) -> Outcome:
    if len(draft.items) >= form.items_max:
        return Outcome(
            draft,
            Text(
                NP_(
                    "One report carries at most {most:count} difficulty.",
                    "One report carries at most {most:count} difficulties.",
                    by="most",
                ),
                most=form.items_max,
            ),
        )
    return moved(draft, form.start(len(draft.items)))


def _open_item(_form: Form, draft: Draft, index: int) -> Outcome:
    return moved(draft, Position(At.ITEM, index)) if index < len(draft.items) else Outcome(draft, STALE)


def _change(form: Form, draft: Draft, index: int) -> Outcome:
    if index >= len(form.steps):
        return Outcome(draft, STALE)
    return moved(draft, Position(At.STEP, draft.position.item, form.steps[index].name, returning=True))


def _drop(_form: Form, draft: Draft, _index: int) -> Outcome:
    return without_item(draft, draft.position.item)


def without_item(draft: Draft, gone: int) -> Outcome:
    """Return the draft without an item, at what is left of it."""
    left = replace(
        draft,
        items=_without(draft.items, gone),
        files=_without(draft.files, gone),
        sources=_without(draft.sources, gone),
        codes=_without(draft.codes, gone),
    )
    return moved(left, Position(At.REVIEW if left.items else At.OPENING))


def _ask_to_drop(_form: Form, draft: Draft, index: int) -> Outcome:
    return moved(draft, Position(At.DROP, index)) if index < len(draft.items) else Outcome(draft, STALE)


def _without(kept: tuple[V, ...], gone: int) -> tuple[V, ...]:
    return kept[:gone] + kept[gone + 1 :]


def _use_kept(form: Form, draft: Draft, _index: int) -> Outcome:
    asked = form.closing if draft.position.at is At.CLOSING else form.step(draft.position.step)
    if not draft.kept or asked is None or asked.files_max or asked.find:
        return Outcome(draft, STALE)
    return form_texts.use_kept(form, draft)


def _ask_to_discard(_form: Form, draft: Draft, _index: int) -> Outcome:
    """What was typed is not thrown away by one press, nor by one number that was typed."""
    there = draft.kept if draft.position.part is None else draft.long
    return moved(draft, replace(draft.position, at=At.DISCARD)) if there else Outcome(draft, STALE)


def _discard(form: Form, draft: Draft, _index: int) -> Outcome:
    number = draft.position.part
    if number is None:
        return moved(replace(draft, kept=()), question_of(draft.position))
    return form_texts.shortened(form, draft, draft.long[:number] + draft.long[number + 1 :])


def _before_discarding(_form: Form, draft: Draft, _index: int) -> Outcome:
    if draft.position.part is not None:
        return moved(draft, replace(draft.position, at=At.SHORTEN))
    return moved(draft, question_of(draft.position))


def _shorten(_form: Form, draft: Draft, _index: int) -> Outcome:
    return moved(draft, replace(draft.position, at=At.SHORTEN)) if draft.long else Outcome(draft, STALE)


def _open_part(_form: Form, draft: Draft, index: int) -> Outcome:
    return moved(draft, replace(draft.position, part=index)) if index < len(draft.long) else Outcome(draft, STALE)


def _before_shortening(_form: Form, draft: Draft, _index: int) -> Outcome:
    """From a part to the list of parts, from there to the question."""
    if draft.position.part is not None:
        return moved(draft, replace(draft.position, part=None))
    return moved(draft, question_of(draft.position))


def _reask(form: Form, draft: Draft, _index: int) -> Outcome:
    if form.closing is None or (draft.position.at is At.REVIEW and missing(form, draft)):
        return Outcome(draft, STALE)
    return moved(draft, Position(At.CLOSING, nil=draft.position.at is At.NIL))


def _skip_closing(form: Form, draft: Draft, _index: int) -> Outcome:
    return answered(form, draft, "")


def _keep_closing(form: Form, draft: Draft, _index: int) -> Outcome:
    return Outcome(draft, STALE) if draft.closing is None else moved(draft, behind(form, draft.position))


def _before_closing(form: Form, draft: Draft, index: int) -> Outcome:
    """To where its answer stands, or to the screen it was first asked after."""
    if draft.closing is not None:
        return _keep_closing(form, draft, index)
    if draft.position.nil or not draft.items:
        return moved(draft, Position(At.OPENING))
    return moved(draft, Position(At.STEP, len(draft.items) - 1, form.steps[-1].name))


def _show_understood(form: Form, draft: Draft, _index: int) -> Outcome:
    if not understood(form, draft):
        return Outcome(draft, STALE)
    position = draft.position
    return moved(draft, Position(At.UNDERSTOOD, position.item, position.step, position.returning))


def _turn_understood(form: Form, draft: Draft, index: int) -> Outcome:
    """Leave out what was understood wrongly, or take it in again; the words stay as they were typed."""
    found = understood(form, draft)
    if index >= len(found):
        return Outcome(draft, STALE)
    chosen, items = found[index], list(draft.items)
    left_out = [line for line in items[chosen.item].get(NOT_MEANT, "").split("\n") if line not in ("", chosen.text)]
    lines = [*left_out, chosen.text] if chosen.meant else left_out
    items[chosen.item] = {**items[chosen.item], NOT_MEANT: "\n".join(lines)}
    return moved(replace(draft, items=tuple(items)), draft.position)


def _before_understood(_form: Form, draft: Draft, _index: int) -> Outcome:
    position = draft.position
    if not position.step:
        return moved(draft, Position(At.REVIEW))
    return moved(draft, replace(position, at=At.STEP))


def _complete(form: Form, draft: Draft, _index: int) -> Outcome:
    position = missing(form, draft)
    return moved(draft, position) if position else Outcome(draft, STALE)


def _send(form: Form, draft: Draft, _index: int) -> Outcome:
    # The screen offers it only where nothing is missing, but a button is never believed.
    return Outcome(draft, STALE) if missing(form, draft) else Outcome(draft, done=Done.SEND)


def _cover(form: Form, draft: Draft, _index: int) -> Outcome:
    return moved(covered(form, draft), draft.position) if personal_in(form, draft) else Outcome(draft, STALE)


# What is not in here is out of date, wherever the button came from.
ACTS: Mapping[tuple[At, Act], Callable[[Form, Draft, int], Outcome]] = {
    (At.OPENING, Act.BEGIN): _begin,
    (At.OPENING, Act.CHOOSE): _begin_as,
    (At.OPENING, Act.NOTHING): _nothing,
    (At.OPENING, Act.EXIT): _leave(Done.EXIT),
    (At.NIL, Act.SEND): _leave(Done.SEND_NIL),
    (At.NIL, Act.BACK): _go(At.OPENING),
    (At.NIL, Act.CHANGE_CLOSING): _reask,
    (At.NIL, Act.COVER): _cover,
    (At.STEP, Act.CHOOSE): _choose,
    (At.STEP, Act.SKIP): _skip,
    (At.STEP, Act.FILES_COMPLETE): _files_complete,
    (At.STEP, Act.KEEP): _keep,
    (At.STEP, Act.TAKE_BACK): _take_back,
    (At.STEP, Act.WIDEN): _widen,
    (At.STEP, Act.BACK): _back,
    (At.STEP, Act.WRITE_MORE): _more,
    (At.STEP, Act.EXIT): _leave(Done.EXIT),
    (At.STEP, Act.REVISE): _revise,
    (At.STEP, Act.USE_KEPT): _use_kept,
    (At.STEP, Act.DROP_KEPT): _ask_to_discard,
    (At.STEP, Act.OPEN_PART): _shorten,
    (At.CLOSING, Act.USE_KEPT): _use_kept,
    (At.CLOSING, Act.DROP_KEPT): _ask_to_discard,
    (At.CLOSING, Act.OPEN_PART): _shorten,
    (At.SHORTEN, Act.OPEN_PART): _open_part,
    (At.SHORTEN, Act.DROP_PART): _ask_to_discard,
    (At.SHORTEN, Act.BACK): _before_shortening,
    (At.SHORTEN, Act.EXIT): _leave(Done.EXIT),
    (At.CLOSING, Act.SKIP): _skip_closing,
    (At.CLOSING, Act.KEEP): _keep_closing,
    (At.CLOSING, Act.BACK): _before_closing,
    (At.CLOSING, Act.EXIT): _leave(Done.EXIT),
    (At.REVIEW, Act.SEND): _send,
    (At.REVIEW, Act.CHANGE_CLOSING): _reask,
    (At.REVIEW, Act.COMPLETE): _complete,
    (At.REVIEW, Act.NOTHING): _complete,  # of buttons from when both were written alike
    (At.REVIEW, Act.OPEN_ITEM): _open_item,
    (At.REVIEW, Act.ADD_ITEM): _add,
    (At.REVIEW, Act.REOPEN): _reopen,
    (At.REVIEW, Act.COVER): _cover,
    (At.REVIEW, Act.EXIT): _leave(Done.EXIT),
    (At.ITEM, Act.CHANGE): _change,
    (At.ITEM, Act.DROP): _go(At.DROP),
    (At.ITEM, Act.BACK): _go(At.REVIEW),
    (At.STEP, Act.SHOW_UNDERSTOOD): _show_understood,
    (At.REVIEW, Act.SHOW_UNDERSTOOD): _show_understood,
    (At.REVIEW, Act.LEAVE_ITEM_OUT): _ask_to_drop,
    (At.COSIGN, Act.BACK): _go(At.REVIEW),
    (At.COSIGN, Act.EXIT): _leave(Done.EXIT),
    (At.UNDERSTOOD, Act.TURN_UNDERSTOOD): _turn_understood,
    (At.UNDERSTOOD, Act.BACK): _before_understood,
    (At.UNDERSTOOD, Act.EXIT): _leave(Done.EXIT),
    (At.DROP, Act.DROP): _drop,
    (At.DROP, Act.BACK): _go(At.ITEM),
    (At.DISCARD, Act.DROP): _discard,
    (At.DISCARD, Act.BACK): _before_discarding,
    (At.SUPPLEMENT, Act.USE_KEPT): _use_kept,
    (At.SUPPLEMENT, Act.DROP_KEPT): _ask_to_discard,
    (At.SUPPLEMENT, Act.OPEN_PART): _shorten,
    **form_carry.ACTS,
}
