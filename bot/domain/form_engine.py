"""The form engine: `step(form, draft, event)` is a pure function from one saved draft to the next.

An error changes nothing, a stale button changes nothing, going back keeps every answer, and nothing is sent
while a mandatory answer is missing.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain import form_texts
from bot.domain.form_acts import ACTS
from bot.domain.form_files import file_kept, with_file
from bot.domain.form_moves import STALE
from bot.domain.form_questions import missing
from bot.domain.forms import At, Attached, Draft, Event, Form, Outcome, Position, Tap, Typed, Unreadable


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
    act = ACTS.get((draft.position.at, tap.what)) if tap.rev == draft.rev else None
    if act is None:
        return Outcome(draft, STALE)
    outcome = act(form, draft, tap.index)
    return form_texts.typed_choice(form, draft, outcome, tap.typed) if tap.typed else outcome


def _attached(form: Form, draft: Draft, event: Attached) -> Outcome:
    """Take a file where files are awaited; at any other question it waits for them, and its words are a text."""
    position = draft.position
    asked = form.step(position.step) if position.at is At.STEP else None
    if asked and asked.files_max:
        return with_file(draft, asked, replace(event.attachment, message=event.ref))
    words = event.attachment.caption
    outcome = file_kept(form, draft, replace(event.attachment, caption=""))
    if not words:
        return outcome
    said = form_texts.typed(form, outcome.draft, Typed(words, event.ref, event.seen))
    return replace(said, remark=said.remark or outcome.remark)
