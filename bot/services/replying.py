"""A text that answers an older message of the program concerns what that message was about."""

from __future__ import annotations

from datetime import datetime

from bot.domain.form_texts import NOT_KEPT
from bot.domain.forms import Attached, Event, Typed, Unreadable
from bot.domain.operations import Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.periods import Period
from bot.domain.phrases import looks_like_content, says_nothing_new, skips
from bot.domain.reminder_rules import Kind
from bot.domain.reminders import Due
from bot.domain.texts import Text
from bot.domain.writing import Written
from bot.errors import BotError
from bot.screens.reporting import freetext as wording
from bot.screens.reporting import own_drafts as drafts_wording
from bot.services import home, lookup, seen
from bot.services.difficulties import saying
from bot.services.reply import Reply, with_remark
from bot.services.reporting import forms, freetext, keeping, periodic, sharing
from bot.services.tasks import writing
from storage import people, reminders
from storage.unit import Unit


def to_open_form(unit: Unit, actor: Actor, draft_id: int, event: Event, written: Written, at: datetime) -> Reply:
    """Take a message into the form that is open; where a colleague has taken that over, keep it for another."""
    taken = sharing.taken_from(unit, actor, draft_id)
    if taken is None or isinstance(event, Unreadable):
        return forms.answer(unit, actor, draft_id, event, at)
    people.set_open_draft(unit.db, actor.account, None)
    writer, taken_at = people.person_by_id(unit.db, taken.person).full_name, taken.taken_at
    assert taken_at is not None
    said = drafts_wording.lost_file if isinstance(event, Attached) else drafts_wording.taken
    shown = freetext.add(unit, actor, [written], at) if written.text else home.home(unit, actor)
    return with_remark(shown, said(taken, writer, taken_at))


def answer(unit: Unit, actor: Actor, message_id: str, written: Written, at: datetime) -> Reply | None:
    """Take a text as what concerns the subject of a message; None where that has none that is known."""
    topic = seen.topic_of(unit, actor, message_id)
    if topic is None:
        return None
    if topic.kind is TopicKind.DRAFT and actor.seats:
        return _to_draft(unit, actor, topic, written, at)
    if topic.kind is TopicKind.REMINDER and actor.seats:
        return _to_reminder(unit, actor, topic, written, at)
    if topic.kind is TopicKind.UNASKED and keeping.kept(unit, actor):
        return freetext.add(unit, actor, [written], at) if actor.open_draft is None else None
    code = topic.arguments.get("code")
    if topic.kind is TopicKind.DIFFICULTY and code and (added := _to_difficulty(unit, actor, code, written, at)):
        return added
    if topic.kind is TopicKind.TASK and code and (typed := writing.progress_typed(unit, actor, code, written)):
        return typed
    return _beside(unit, actor, code, written) if code else None


_REPORTS = frozenset({Kind.REPORT, Kind.CLOSING})
_TASKS = frozenset({Kind.TASK, Kind.JOINT, Kind.RECEIPT, Kind.RECEIPT_PRINCIPAL, Kind.RECEIPT_DESK})
_DIFFICULTIES = frozenset({Kind.QUESTION, Kind.CONFIRMATION})
_NAMES_NOTHING = _REPORTS | {Kind.APPROVAL, Kind.DRAFT}
"""Reminders of these name nothing that can be found by a code."""


def point_to(unit: Unit, actor: Actor, message_id: str, remark: Text) -> Reply | None:
    """Show the screen of what a message is about below `remark`, which says why an answer to it was not taken.

    None where it is about nothing that is known, or about the form that is open, which says so itself.
    """
    topic = seen.topic_of(unit, actor, message_id)
    shown = _subject(unit, actor, topic) if topic else None
    return with_remark(shown, remark) if shown and shown.screen else None


def _subject(unit: Unit, actor: Actor, topic: Topic) -> Reply | None:
    if topic.kind is TopicKind.DRAFT:
        draft = forms.live(unit, actor, topic.arguments["draft"])
        return forms.resume(unit, actor, draft.id) if draft and draft.id != actor.open_draft else None
    code = topic.arguments.get("code")
    if topic.kind is TopicKind.REMINDER:
        dues = _dues(unit, topic)
        if actor.seats and any(due.kind in _REPORTS for due in dues):
            return periodic.choose(unit, actor)
        code = next((due.subject for due in dues if due.kind not in _NAMES_NOTHING), None)
    return _found(unit, actor, code) if code else None


def _dues(unit: Unit, topic: Topic) -> list[Due]:
    return [each.due for each in reminders.occurrences(unit.db, topic.arguments.get("occurrences", ()))]


def _to_draft(unit: Unit, actor: Actor, topic: Topic, written: Written, at: datetime) -> Reply | None:
    """Whoever answers a question had seen it; what answers an earlier one is kept in its draft."""
    draft = forms.live(unit, actor, topic.arguments["draft"])
    if draft is None:
        return None
    if topic.arguments.get("turn") == draft.turn:
        return forms.answer(unit, actor, draft.id, Typed(written.text, written.ref), at, replied=True)
    return forms.keep(unit, actor, draft.id, written)


def _to_reminder(unit: Unit, actor: Actor, topic: Topic, written: Written, at: datetime) -> Reply | None:
    """A card may speak of tasks and of a report: that there is nothing can be said of a report alone."""
    dues = _dues(unit, topic)
    report = next((due for due in dues if due.kind in _REPORTS), None)
    if report and (says_nothing_new(written.text) or skips(written.text)):
        return periodic.start_nil(unit, actor, report.seat, Period.parse(report.subject))
    task = next((due for due in dues if due.kind in _TASKS), None)
    if task:
        typed = writing.progress_typed(unit, actor, task.subject, written)
        return typed or _beside(unit, actor, task.subject, written)
    about = next((due.subject for due in dues if due.kind in _DIFFICULTIES), None)
    if about and not report:
        return _to_difficulty(unit, actor, about, written, at) or _beside(unit, actor, about, written)
    return freetext.take(unit, actor, written, at)


def _to_difficulty(unit: Unit, actor: Actor, code: str, written: Written, at: datetime) -> Reply | None:
    """Take what the desk waits for into the form that adds to a difficulty, to be sent there; None where it does not.

    What has been written there before stays: the text is then offered beside it.
    """
    draft = saying.draft_of_what_was_asked(unit, actor, code)
    return forms.answer(unit, actor, draft, Typed(written.text, written.ref), at, replied=True) if draft else None


def _beside(unit: Unit, actor: Actor, code: str, written: Written) -> Reply | None:
    """Show what the message was about; what is written there changes nothing that was sent."""
    found = _found(unit, actor, code)
    return with_remark(found, _said(unit, actor, code, written)) if found and found.screen else None


def _found(unit: Unit, actor: Actor, code: str) -> Reply | None:
    try:
        return lookup.find(unit, actor, code)
    except BotError:
        return None  # it was theirs to see then, and is no longer


def _said(unit: Unit, actor: Actor, code: str, written: Written) -> Text:
    if not actor.seats or not looks_like_content(written.text):
        return wording.changes_nothing(code)
    return wording.kept_beside(code) if keeping.keep(unit, actor, written) else NOT_KEPT
