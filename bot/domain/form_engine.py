"""The form engine: `step(form, draft, event)` is a pure function from one saved draft to the next.

An error changes nothing, a stale button changes nothing, going back keeps every answer, and nothing is sent
while a mandatory answer is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.domain import form_texts
from bot.domain.attachments import Attachment, why_refused
from bot.domain.form_moves import STALE, answered, behind, moved, question_of
from bot.domain.forms import (
    Act,
    At,
    Attached,
    Done,
    Draft,
    Event,
    Form,
    Outcome,
    Position,
    Refused,
    Step,
    Tap,
    Typed,
    Unreadable,
    just_answered,
    may_write_more,
    missing,
    step_before,
)
from bot.domain.texts import N_, NP_, Text

V = TypeVar("V")

_REFUSED_KEPT = 30
"""How many files that were not taken one screen names."""


def step(form: Form, draft: Draft, event: Event) -> Outcome:
    """Return what `event` makes of `draft`."""
    outcome = _taken(form, draft, event)
    changed = outcome.draft
    if _is_answered(draft, event, outcome):
        changed = replace(changed, turn=draft.turn + 1)
    if changed.rev != draft.rev:
        changed = with_closing_asked(form, changed)
    return replace(outcome, draft=changed)


def _is_answered(draft: Draft, event: Event, outcome: Outcome) -> bool:
    """Whether the screen that follows answers what a person typed or chose; a file may come beside a question."""
    if isinstance(event, Tap):
        return outcome.draft.rev != draft.rev
    return isinstance(event, Typed) or (isinstance(event, Attached) and bool(event.attachment.caption))


def with_closing_asked(form: Form, draft: Draft) -> Draft:
    """Return a draft that has come to its end, at the closing question where that has not been answered or skipped."""
    nil = draft.position.at is At.NIL
    at_the_end = nil or (draft.position.at is At.REVIEW and missing(form, draft) is None)
    if form.closing is None or draft.closing is not None or not at_the_end:
        return draft
    return replace(draft, position=Position(At.CLOSING, nil=nil))


def _taken(form: Form, draft: Draft, event: Event) -> Outcome:
    if isinstance(event, Tap):
        return _tapped(form, draft, event)
    if isinstance(event, Unreadable):
        return Outcome(draft, event.remark)
    if isinstance(event, Attached):
        return _attached(form, draft, event)
    return form_texts.typed(form, draft, event)


def _tapped(form: Form, draft: Draft, tap: Tap) -> Outcome:
    # A button of an earlier screen is out of date, even where the same act is offered now.
    act = _ACTS.get((draft.position.at, tap.what)) if tap.rev == draft.rev else None
    if act is None:
        return Outcome(draft, STALE)
    outcome = act(form, draft, tap.index)
    return form_texts.typed_choice(form, draft, outcome, tap.typed) if tap.typed else outcome


def _attached(form: Form, draft: Draft, event: Attached) -> Outcome:
    """Take a file where files are awaited; at any other question it waits for them, and its words are a text."""
    position = draft.position
    asked = form.step(position.step) if position.at is At.STEP else None
    if asked and asked.files_max:
        return _with_file(draft, asked, replace(event.attachment, message=event.ref))
    words = event.attachment.caption
    outcome = _file_kept(form, draft, replace(event.attachment, caption=""))
    if not words:
        return outcome
    said = form_texts.typed(form, outcome.draft, Typed(words, event.ref, event.seen))
    return replace(said, remark=said.remark or outcome.remark)


def _file_kept(form: Form, draft: Draft, attachment: Attachment) -> Outcome:
    """Keep a file that came with another question of an item for its step for files."""
    files = next((asked for asked in form.steps if asked.files_max), None)
    if files is None or not draft.position.step:
        return Outcome(draft, _files_elsewhere(form))
    outcome = _with_file(draft, files, attachment)
    taken = outcome.draft.files != draft.files
    return Outcome(outcome.draft, _FILE_WAITS if taken else None)


def _with_file(draft: Draft, asked: Step, attachment: Attachment) -> Outcome:
    """Take a file, or keep in mind that it was not taken: files come many at once and get one answer."""
    why, files = why_refused(attachment), draft.attached(draft.position.item)
    if why:
        refused = (*draft.refused, Refused(attachment.name, attachment.size, why))
        return Outcome(replace(draft, refused=refused[-_REFUSED_KEPT:]))
    if len(files) >= asked.files_max:
        return Outcome(replace(draft, surplus=draft.surplus + 1))
    return Outcome(replace(_with_files(draft, (*files, attachment)), rev=draft.rev + 1))


def _with_files(draft: Draft, files: tuple[Attachment, ...]) -> Draft:
    """Return the draft with these as the files of the present item."""
    # Filled up first: files are kept for as many items as have any, one that is only being begun among them.
    item = draft.position.item
    everything = [draft.attached(number) for number in range(max(len(draft.items), item + 1))]
    everything[item] = files
    return replace(draft, files=tuple(everything))


_FILE_WAITS = Text(N_("The file has been kept; it is shown at the step for files."))


def _files_elsewhere(form: Form) -> Text:
    """Files have a step of their own, the last."""
    if not any(asked.files_max for asked in form.steps):
        return Text(N_("Files are not taken here. The file has not been stored."))
    return Text(
        N_("Files are taken at step {step}/{steps} of a difficulty. The file has not been stored."),
        step=len(form.steps),
        steps=len(form.steps),
    )


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
    return Outcome(draft, STALE) if form.openings else moved(draft, Position(At.NIL))


def _reopen(form: Form, draft: Draft, _index: int) -> Outcome:
    return moved(draft, Position(At.OPENING)) if form.openings else Outcome(draft, STALE)


def _choose(form: Form, draft: Draft, index: int) -> Outcome:
    options = form.step(draft.position.step).options
    return answered(form, draft, options[index]) if index < len(options) else Outcome(draft, STALE)


def _skip(form: Form, draft: Draft, _index: int) -> Outcome:
    return answered(form, draft, "") if form.step(draft.position.step).optional else Outcome(draft, STALE)


def _take_back(form: Form, draft: Draft, _index: int) -> Outcome:
    files = draft.attached(draft.position.item)
    if not form.step(draft.position.step).files_max or not files:
        return Outcome(draft, STALE)
    return moved(_with_files(draft, files[:-1]), draft.position)


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
    if position.item and form.closing and draft.closing is None:
        return moved(draft, Position(At.ITEM_DONE, position.item - 1))  # the review would ask what closes the form
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
    gone = draft.position.item
    left = replace(
        draft,
        items=_without(draft.items, gone),
        files=_without(draft.files, gone),
        sources=_without(draft.sources, gone),
    )
    return moved(left, Position(At.REVIEW if left.items else At.OPENING))


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
    return moved(draft, Position(At.OPENING) if draft.position.nil else Position(At.ITEM_DONE, len(draft.items) - 1))


def _complete(form: Form, draft: Draft, _index: int) -> Outcome:
    position = missing(form, draft)
    return moved(draft, position) if position else Outcome(draft, STALE)


def _send(form: Form, draft: Draft, _index: int) -> Outcome:
    # The screen offers it only where nothing is missing, but a button is never believed.
    return Outcome(draft, STALE) if missing(form, draft) else Outcome(draft, done=Done.SEND)


# What is not in here is out of date, wherever the button came from.
_ACTS: Mapping[tuple[At, Act], Callable[[Form, Draft, int], Outcome]] = {
    (At.OPENING, Act.BEGIN): _begin,
    (At.OPENING, Act.CHOOSE): _begin_as,
    (At.OPENING, Act.NOTHING): _nothing,
    (At.OPENING, Act.EXIT): _leave(Done.EXIT),
    (At.NIL, Act.SEND): _leave(Done.SEND_NIL),
    (At.NIL, Act.BACK): _go(At.OPENING),
    (At.NIL, Act.CHANGE_CLOSING): _reask,
    (At.STEP, Act.CHOOSE): _choose,
    (At.STEP, Act.SKIP): _skip,
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
    (At.ITEM_DONE, Act.ADD_ITEM): _add,
    (At.ITEM_DONE, Act.REVIEW): _go(At.REVIEW),
    (At.ITEM_DONE, Act.EXIT): _leave(Done.EXIT),
    (At.CLOSING, Act.SKIP): _skip_closing,
    (At.CLOSING, Act.KEEP): _keep_closing,
    (At.CLOSING, Act.BACK): _before_closing,
    (At.CLOSING, Act.EXIT): _leave(Done.EXIT),
    (At.REVIEW, Act.SEND): _send,
    (At.REVIEW, Act.CHANGE_CLOSING): _reask,
    (At.REVIEW, Act.COMPLETE): _complete,
    (At.REVIEW, Act.OPEN_ITEM): _open_item,
    (At.REVIEW, Act.ADD_ITEM): _add,
    (At.REVIEW, Act.REOPEN): _reopen,
    (At.REVIEW, Act.EXIT): _leave(Done.EXIT),
    (At.ITEM, Act.CHANGE): _change,
    (At.ITEM, Act.DROP): _go(At.DROP),
    (At.ITEM, Act.BACK): _go(At.REVIEW),
    (At.DROP, Act.DROP): _drop,
    (At.DROP, Act.BACK): _go(At.ITEM),
    (At.DISCARD, Act.DROP): _discard,
    (At.DISCARD, Act.BACK): _before_discarding,
}
