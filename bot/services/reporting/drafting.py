"""Forms that are saved as drafts: opened, answered, edited, left and sent, whatever they ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import form_edits, form_texts
from bot.domain.calendars import Provisional
from bot.domain.directing import may_work_on
from bot.domain.form_engine import step
from bot.domain.form_privacy import personal_in
from bot.domain.form_questions import awaits_text
from bot.domain.forms import At, Attached, Done, Draft, Event, Form, Outcome, Position, Tap, Typed
from bot.domain.operations import Topic, TopicKind
from bot.domain.people import Actor, Seat
from bot.domain.texts import Screen, Text
from bot.domain.writing import Written
from bot.errors import BotError
from bot.screens.reporting import form as wording
from bot.screens.reporting import personal
from bot.services import seen
from bot.services.reply import Reply
from bot.services.reporting import keeping, kept_files, sharing
from storage import anchors, drafts, people
from storage.unit import Unit


@dataclass(frozen=True)
class DraftForm:
    """What one kind of draft asks, shows and does when it is sent."""

    form: Callable[[Unit, Draft], Form]
    screen: Callable[[Unit, Actor, Draft], Screen]
    send: Callable[[Unit, Actor, Draft, Done], Reply]
    kept_until: Callable[[Unit, Draft], date | Provisional]
    overtaken: Callable[[Unit, Actor, Draft], Reply | None] = lambda _unit, _actor, _draft: None
    """Says what was filed, by whomever, in place of a draft; None while it can still be sent."""
    done_before: Callable[[str, datetime], Text] = wording.received_toast
    """What a second press of the last button is told, by what the draft became and when."""
    left: Callable[[Unit, Actor, Draft], Reply] | None = None
    """What follows where the form is left; without, a screen that says until when the draft is kept."""
    renewed: Callable[[Unit, Draft], Draft] = lambda _unit, draft: draft
    """Brings a draft up to date with what it is about, when it is opened."""
    at_once: Callable[[Unit, Draft], bool] = lambda _unit, _draft: False
    """Whether what its last question was answered with is sent without a review."""


def own_draft(unit: Unit, actor: Actor, draft_id: int) -> Draft:
    """Return a draft that is the actor's to work on. Raises what `checked` raises."""
    return checked(unit, actor, draft_id, drafts.draft_by_id(unit.db, draft_id))


def checked(unit: Unit, actor: Actor, draft_id: int, draft: Draft | None) -> Draft:
    """Return a draft of this person for a seat still held, or about the roster where they may still change it.

    Raises BotError("stale") for any other, whether it exists or not, BotError("draft_taken") for one that a colleague
    took over, BotError("seat_ended") and BotError("rights"). `draft` is what was found under its number.
    """
    if draft is None or draft.person != actor.person.id:
        taken = sharing.taken_from(unit, actor, draft_id)
        if taken is None:
            raise BotError("stale")
        writer = people.person_by_id(unit.db, taken.person)
        raise BotError("draft_taken", full_name=writer.full_name, at=taken.taken_at)
    if not draft.seat:
        if not may_work_on(draft.kind, actor.roles):
            raise BotError("rights", phone=unit.rules.profile.office.phone)
        return draft
    if draft.seat not in (seat.id for seat in actor.seats):
        seat = people.seat_by_id(unit.db, draft.seat)
        assert seat is not None
        raise BotError("seat_ended", organisation=seat.organisation, phone=unit.rules.profile.office.phone)
    return draft


ASKING = frozenset({At.STEP, At.SHORTEN, At.CLOSING, At.DISCARD, At.UNDERSTOOD})
"""Where a draft asks a question, whose screen says nothing of what the seat has sent."""


def seat_of(actor: Actor, draft: Draft) -> Seat:
    """Return the seat a draft is for, which the actor holds (`own_draft`)."""
    return next(seat for seat in actor.seats if seat.id == draft.seat)


def open_draft(unit: Unit, actor: Actor, kind: DraftForm, draft: Draft) -> Reply:
    """Take up a draft where it was left; the next typed text belongs to it. One that was sent names its code.

    What was kept while nothing was open goes into it, to be offered there.
    """
    if draft.result_code:
        return sent_before(draft, kind.done_before)
    overtaken = kind.overtaken(unit, actor, draft)
    if overtaken:
        return overtaken
    people.set_open_draft(unit.db, actor.account, draft.id)
    draft = kind.renewed(unit, draft)
    takes_kept = draft.seat and kind.form(unit, draft).keeps
    kept = (*draft.kept, *keeping.take(unit, actor)) if takes_kept else ()
    opened = replace(draft, turn=draft.turn + 1, burst=None, kept=kept)
    drafts.save_draft(unit.db, opened, draft.updated_at)  # to look at it is not to work on it
    return shown(unit, actor, kind, Outcome(opened))


def answer_draft(
    unit: Unit,
    actor: Actor,
    kind: DraftForm,
    draft: Draft,
    event: Event,
    at: datetime | None = None,
    *,
    replied: bool = False,
) -> Reply:
    """Take a button or a text into a draft, or leave or send it.

    `at` is when a text was sent, by the channel's time; `replied`: whether it answers the very question, which
    therefore has been seen.
    Where the draft has been overtaken a button says so; a text is kept all the same, lest it be lost.
    """
    if draft.result_code:
        return sent_before(draft, kind.done_before)
    overtaken = kind.overtaken(unit, actor, draft) if isinstance(event, Tap) else None
    if overtaken:
        return overtaken
    if isinstance(event, Typed | Attached):
        asked = anchors.subject_of(draft.id, draft.turn)
        event = replace(event, seen=replied or (at is not None and seen.was_read(unit, actor, at, asked)))
    draft = _with_files_asked_for(unit, actor, draft)
    outcome = step(kind.form(unit, draft), draft, event)
    outcome = replace(outcome, draft=kept_files.asked_for(unit, actor, outcome.draft))
    answered = draft.position.at is At.STEP and outcome.draft.position.at is At.REVIEW
    if answered and kind.at_once(unit, outcome.draft):
        drafts.save_draft(unit.db, outcome.draft, unit.now)
        return _sent(unit, actor, kind, outcome.draft, Done.SEND)
    if outcome.done is Done.EXIT:
        people.set_open_draft(unit.db, actor.account, None)
        if kind.left:
            return kind.left(unit, actor, draft)
        return Reply(wording.draft_saved(draft, kind.kept_until(unit, draft), unit.now))
    if outcome.done:
        return _sent(unit, actor, kind, draft, outcome.done)
    if outcome.draft != draft:
        drafts.save_draft(unit.db, outcome.draft, unit.now)
    people.set_open_draft(unit.db, actor.account, draft.id)
    return shown(unit, actor, kind, outcome)


def keep_in_draft(unit: Unit, actor: Actor, kind: DraftForm, draft: Draft, written: Written) -> Reply:
    """Keep a text that answers an earlier question, and take the draft up where it is."""
    outcome = form_texts.keep(replace(draft, turn=draft.turn + 1, burst=None), written)
    drafts.save_draft(unit.db, outcome.draft, unit.now)
    people.set_open_draft(unit.db, actor.account, draft.id)
    return shown(unit, actor, kind, outcome)


def edit_draft(unit: Unit, actor: Actor, kind: DraftForm, draft: Draft, new: Written) -> Reply | None:
    """Change what an edited message was taken into; None where there was nothing to change."""
    outcome = form_edits.edit(kind.form(unit, draft), draft, new)
    if outcome.draft == draft and outcome.remark is None:
        return None
    drafts.save_draft(unit.db, outcome.draft, unit.now)
    if actor.open_draft == draft.id:
        return shown(unit, actor, kind, outcome)
    assert outcome.remark is not None
    return Reply(kept=Screen((outcome.remark,)), aside=True)


def _with_files_asked_for(unit: Unit, actor: Actor, draft: Draft) -> Draft:
    """Files of before the program kept any are asked for once their draft is worked on."""
    asked = kept_files.asked_for(unit, actor, draft)
    if asked is not draft:
        drafts.save_draft(unit.db, asked, draft.updated_at)
    return asked


def _sent(unit: Unit, actor: Actor, kind: DraftForm, draft: Draft, done: Done) -> Reply:
    """Send a draft; what was kept beside its answers is no part of the report, and stays with its writer."""
    reply = kind.send(unit, actor, draft, done)
    after = drafts.draft_by_id(unit.db, draft.id)
    if draft.seat and after is not None and after.closed_at and draft.kept:
        keeping.hand_over(unit, actor, *draft.kept)
    return reply


def shown(unit: Unit, actor: Actor, kind: DraftForm, outcome: Outcome) -> Reply:
    """Return the screen of a draft as an event has left it, with what has to be said about that."""
    draft = outcome.draft
    screen = kind.screen(unit, actor, draft)
    # Where it would be sent; the roster is about persons, and its forms are for nobody else.
    if draft.seat and draft.position.at in (At.REVIEW, At.NIL):
        screen = personal.pointed_out(screen, draft, personal_in(kind.form(unit, draft), draft))
    screen = replace(screen, awaits_text=awaits_text(kind.form(unit, draft), draft.position))
    if outcome.remark:
        screen = screen.with_line_first(outcome.remark)
    return Reply(screen, topic=Topic(TopicKind.DRAFT, {"draft": draft.id, "turn": draft.turn}))


def at_review_again(unit: Unit, actor: Actor, kind: DraftForm, draft: Draft, remark: Text) -> Reply:
    """Show a draft at its review once more, as its writer now knows what it did not rest on; what that is, is said."""
    again = replace(draft, rev=draft.rev + 1, position=Position(At.REVIEW))
    drafts.save_draft(unit.db, again, unit.now)
    people.set_open_draft(unit.db, actor.account, draft.id)
    return shown(unit, actor, kind, Outcome(again, remark))


def sent_before(draft: Draft, said: Callable[[str, datetime], Text] = wording.received_toast) -> Reply:
    """Name what a draft became, which is a report where nothing else is `said`."""
    assert draft.result_code is not None
    assert draft.closed_at is not None
    return Reply(toast=said(draft.result_code, draft.closed_at))
