"""Which screen of theirs somebody had read when they sent something, and what a message of the program is about."""

from __future__ import annotations

from datetime import datetime

from bot.domain.operations import Topic, screen_anchor
from bot.domain.people import Actor
from bot.domain.writing import READ_AFTER
from storage import anchors, outbox
from storage.unit import Unit


def was_read(unit: Unit, actor: Actor, at: datetime, subject: str | None = None) -> bool:
    """Return whether the live screen had been read when a message was sent, both by the channel's times.

    With `subject` only the screen of that question counts. Where there is no screen, there was nothing to be read.
    """
    name = screen_anchor(actor.account)
    shown = anchors.anchor(unit.db, name)
    if subject is not None and (shown is None or shown.subject != subject):
        # Its delivery may not have been marked yet, though it stands on the phone.
        queued_at = anchors.on_its_way_since(unit.db, name, subject)
        return queued_at is not None and at >= queued_at + READ_AFTER
    return shown is None or shown.shown_at is None or at >= shown.shown_at + READ_AFTER


def goes_on(unit: Unit, actor: Actor, at: datetime) -> bool:
    """Return whether a message goes on with what was typed last while nothing was open.

    So it does where it was sent before the answer to that could be read, whatever else was waited for.
    """
    subject = anchors.newest_subject(unit.db, actor.account, screen_anchor(actor.account))
    return subject is not None and actor.open_draft is None and not was_read(unit, actor, at, subject)


def topic_of(unit: Unit, actor: Actor, message_id: str) -> Topic | None:
    """Return what a message that this account was sent is about, as long as that is kept."""
    return outbox.topic_of_message(unit.db, actor.caller.channel, actor.caller.address, message_id)
