"""The form engine: `step(form, draft, event)` is a pure function from one saved draft to the next.

An error changes nothing, a stale button changes nothing, going back keeps every answer, and nothing is sent
while a mandatory answer is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.domain.attachments import Attachment, why_refused
from bot.domain.characters import clean, cut, utf16_length, visible_length
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
    asked_at,
    just_answered,
    may_write_more,
    missing,
    step_after,
    step_before,
)
from bot.domain.texts import N_, NP_, Text

_SPLIT_UNITS = 4000
"""A phone cuts a longer text into several messages, each about this long or longer but the last."""
_SPLIT_WITHIN = timedelta(seconds=2)
"""The rest of a text that the phone cut comes faster than anybody types."""
_REFUSED_KEPT = 30
"""How many files that were not taken one screen names."""

STALE = Text(N_("This screen is out of date; nothing was done. The latest content is shown again."))


def step(form: Form, draft: Draft, event: Event) -> Outcome:
    """Return what `event` makes of `draft`."""
    outcome = _taken(form, draft, event)
    if outcome.draft.rev == draft.rev:
        return outcome
    return replace(outcome, draft=with_closing_asked(form, outcome.draft))


def with_closing_asked(form: Form, draft: Draft) -> Draft:
    """Return a draft that has come to its end, at the closing question where that has not been answered or skipped."""
    nil = draft.position.at is At.NIL
    at_the_end = nil or (draft.position.at is At.REVIEW and missing(form, draft) is None)
    if form.closing is None or draft.closing is not None or not at_the_end:
        return draft
    return replace(draft, position=Position(At.CLOSING, nil=nil))


def _taken(form: Form, draft: Draft, event: Event) -> Outcome:
    if isinstance(event, Tap):
        # A button of an earlier screen is out of date, even where the same act is offered now.
        act = _ACTS.get((draft.position.at, event.what)) if event.rev == draft.rev else None
        return act(form, draft, event.index) if act else Outcome(draft, STALE)
    if isinstance(event, Unreadable):
        return Outcome(draft, event.remark)
    if isinstance(event, Attached):
        return _attached(form, draft, event.attachment)
    if draft.position.at not in (At.STEP, At.CLOSING):
        return Outcome(draft, Text(N_("What you just sent has not been put into the report. Please choose one of:")))
    return _typed(form, draft, event)


def _typed(form: Form, draft: Draft, event: Typed) -> Outcome:
    asked = asked_at(form, draft.position)
    if asked.files_max:
        return Outcome(draft, Text(N_("Files are awaited at this step; the text has not been kept. Please choose:")))
    if asked.find:
        return _chosen(form, draft, asked.find(event.text)) or Outcome(draft, _no_such_option(event.text))
    text = clean(event.text)
    if draft.split_at and event.at - draft.split_at <= _SPLIT_WITHIN:
        return Outcome(replace(draft, split_at=event.at), _rest_refused(asked))
    if draft.position.adding:
        text = f"{draft.answer(draft.position.item, asked) or ''}\n{text}".strip()
    length = visible_length(text)
    if length > asked.most:
        # Before cleaning: that is the length by which the phone decided to cut.
        was_split = event.at if utf16_length(event.text) >= _SPLIT_UNITS else None
        return Outcome(replace(draft, split_at=was_split), _too_long(length, asked))
    if length < asked.least:
        return Outcome(draft, _too_short(text, asked))
    return _closed(draft, text) if draft.position.at is At.CLOSING else _answered(form, draft, text)


def _chosen(form: Form, draft: Draft, meant: tuple[str, ...]) -> Outcome | None:
    """Take the option that was meant, or offer those that may be; None where there is none."""
    if len(meant) == 1:
        return _answered(form, draft, meant[0])
    return _moved(draft, replace(draft.position, offered=meant)) if meant else None


def _attached(form: Form, draft: Draft, attachment: Attachment) -> Outcome:
    """Take a file, or keep in mind that it was not taken: files come many at once and get one answer."""
    position = draft.position
    asked = form.step(position.step) if position.at is At.STEP else None
    if asked is None or not asked.files_max:
        return Outcome(draft, _files_elsewhere(form, position))
    why, files = why_refused(attachment), draft.attached(position.item)
    if why:
        refused = (*draft.refused, Refused(attachment.name, attachment.size, why))
        return Outcome(replace(draft, refused=refused[-_REFUSED_KEPT:]))
    if len(files) >= asked.files_max:
        return Outcome(replace(draft, surplus=draft.surplus + 1))
    return Outcome(replace(_with_files(draft, (*files, attachment)), rev=draft.rev + 1))


def _with_files(draft: Draft, files: tuple[Attachment, ...]) -> Draft:
    """Return the draft with these as the files of the present item."""
    # Filled up first: files are kept for as many items as have any.
    everything = [draft.attached(item) for item in range(len(draft.items))]
    everything[draft.position.item] = files
    return replace(draft, files=tuple(everything))


def _files_elsewhere(form: Form, position: Position) -> Text:
    """Files have a step of their own, the last."""
    at = {"step": len(form.steps), "steps": len(form.steps)}
    if position.at is At.STEP:
        return Text(
            N_("At this step a text is needed; files are taken at step {step}/{steps}. The file has not been stored."),
            **at,
        )
    return Text(N_("Files are taken at step {step}/{steps} of a difficulty. The file has not been stored."), **at)


def _no_such_option(typed: str) -> Text:
    return Text(
        N_('The list has no field "{typed}". Please choose the nearest one, or Other fields.'),
        typed=cut(clean(typed), 60),
    )


def _too_short(text: str, asked: Step) -> Text:
    return Text(
        N_('The answer needs at least {least} characters. Entered: "{text}". Please write more.'),
        least=asked.least,
        text=text,
    )


def _too_long(length: int, asked: Step) -> Text:
    return Text(
        N_(
            "The text has {length:number} characters, over the limit of {most:number}."
            " What was entered before is kept. Please send a shorter text."
        ),
        length=length,
        most=asked.most,
    )


def _rest_refused(asked: Step) -> Text:
    return Text(
        N_(
            "This message continues the text that was over the limit of {most:number} characters, so it was not taken."
            " What was entered before is kept. Please send a shorter text."
        ),
        most=asked.most,
    )


def _moved(draft: Draft, position: Position) -> Outcome:
    return Outcome(replace(draft, rev=draft.rev + 1, position=position, split_at=None, refused=(), surplus=0))


def _answered(form: Form, draft: Draft, answer: str) -> Outcome:
    position = draft.position
    items = [dict(item) for item in draft.items]
    # An item begins with its first answer, so that going back from its first question leaves nothing behind.
    if position.item == len(items):
        items.append({})
    items[position.item][position.step] = answer
    return _moved(replace(draft, items=tuple(items)), _after(form, position))


def _closed(draft: Draft, answer: str) -> Outcome:
    return _moved(replace(draft, closing=answer), Position(At.NIL if draft.position.nil else At.REVIEW))


def _after(form: Form, position: Position) -> Position:
    if position.returning:
        return Position(At.REVIEW)
    following = step_after(form, position.step)
    if following:
        return Position(At.STEP, position.item, following.name)
    return Position(At.ITEM_DONE, position.item) if form.items_max > 1 else Position(At.REVIEW)


def _go(at: At) -> Callable[[Form, Draft, int], Outcome]:
    return lambda _form, draft, _index: _moved(draft, Position(at, draft.position.item))


def _leave(done: Done) -> Callable[[Form, Draft, int], Outcome]:
    return lambda _form, draft, _index: Outcome(draft, done=done)


def _begin(form: Form, draft: Draft, _index: int) -> Outcome:
    return Outcome(draft, STALE) if form.openings else _past_opening(form, draft)


def _begin_as(form: Form, draft: Draft, index: int) -> Outcome:
    if index >= len(form.openings):
        return Outcome(draft, STALE)
    return _past_opening(form, replace(draft, opening=form.openings[index]))


def _past_opening(form: Form, draft: Draft) -> Outcome:
    return _moved(draft, Position(At.REVIEW) if draft.items else form.start())


def _nothing(form: Form, draft: Draft, _index: int) -> Outcome:
    return Outcome(draft, STALE) if form.openings else _moved(draft, Position(At.NIL))


def _reopen(form: Form, draft: Draft, _index: int) -> Outcome:
    return _moved(draft, Position(At.OPENING)) if form.openings else Outcome(draft, STALE)


def _choose(form: Form, draft: Draft, index: int) -> Outcome:
    options = form.step(draft.position.step).options
    return _answered(form, draft, options[index]) if index < len(options) else Outcome(draft, STALE)


def _skip(form: Form, draft: Draft, _index: int) -> Outcome:
    return _answered(form, draft, "") if form.step(draft.position.step).optional else Outcome(draft, STALE)


def _take_back(form: Form, draft: Draft, _index: int) -> Outcome:
    files = draft.attached(draft.position.item)
    if not form.step(draft.position.step).files_max or not files:
        return Outcome(draft, STALE)
    return _moved(_with_files(draft, files[:-1]), draft.position)


def _keep(form: Form, draft: Draft, _index: int) -> Outcome:
    answer = draft.answer(draft.position.item, form.step(draft.position.step))
    return Outcome(draft, STALE) if answer is None else _moved(draft, _after(form, draft.position))


def _widen(_form: Form, draft: Draft, _index: int) -> Outcome:
    return _moved(draft, replace(draft.position, wide=True, offered=()))


def _back(form: Form, draft: Draft, _index: int) -> Outcome:
    position = draft.position
    if position.returning:
        return _moved(draft, Position(At.ITEM, position.item))
    if position.adding:
        return _moved(draft, _after(form, position))
    before = step_before(form, position.step)
    if before:
        return _moved(draft, Position(At.STEP, position.item, before.name))
    if position.item and form.closing and draft.closing is None:
        return _moved(draft, Position(At.ITEM_DONE, position.item - 1))  # the review would ask what closes the form
    return _moved(draft, Position(At.REVIEW if position.item else At.OPENING))


def _more(form: Form, draft: Draft, _index: int) -> Outcome:
    before = just_answered(form, draft)
    if before is None or not may_write_more(form, draft):
        return Outcome(draft, STALE)
    return _moved(draft, Position(At.STEP, draft.position.item, before.name, adding=True))


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
    return _moved(draft, form.start(len(draft.items)))


def _open_item(_form: Form, draft: Draft, index: int) -> Outcome:
    return _moved(draft, Position(At.ITEM, index)) if index < len(draft.items) else Outcome(draft, STALE)


def _change(form: Form, draft: Draft, index: int) -> Outcome:
    if index >= len(form.steps):
        return Outcome(draft, STALE)
    return _moved(draft, Position(At.STEP, draft.position.item, form.steps[index].name, returning=True))


def _drop(_form: Form, draft: Draft, _index: int) -> Outcome:
    gone = draft.position.item
    items = draft.items[:gone] + draft.items[gone + 1 :]
    files = draft.files[:gone] + draft.files[gone + 1 :]
    return _moved(replace(draft, items=items, files=files), Position(At.REVIEW if items else At.OPENING))


def _reask(form: Form, draft: Draft, _index: int) -> Outcome:
    if form.closing is None or (draft.position.at is At.REVIEW and missing(form, draft)):
        return Outcome(draft, STALE)
    return _moved(draft, Position(At.CLOSING, nil=draft.position.at is At.NIL))


def _skip_closing(_form: Form, draft: Draft, _index: int) -> Outcome:
    return _closed(draft, "")


def _keep_closing(_form: Form, draft: Draft, _index: int) -> Outcome:
    return Outcome(draft, STALE) if draft.closing is None else _closed(draft, draft.closing)


def _before_closing(form: Form, draft: Draft, index: int) -> Outcome:
    """To where its answer stands, or to the screen it was first asked after."""
    if draft.closing is not None:
        return _keep_closing(form, draft, index)
    return _moved(draft, Position(At.OPENING) if draft.position.nil else Position(At.ITEM_DONE, len(draft.items) - 1))


def _complete(form: Form, draft: Draft, _index: int) -> Outcome:
    position = missing(form, draft)
    return _moved(draft, position) if position else Outcome(draft, STALE)


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
}
