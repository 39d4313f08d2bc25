"""A letter rings for a message that did not get to its reader by any way: when, for whom, and what becomes of it.

It carries nothing, so it is no way of its own: what it rings for stays where it is, and counts as it did before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.mailboxes import LETTER_FOR, earliest
from bot.domain.operations import Guard, Lane, Operation, Topic, TopicKind
from bot.screens import letters as wording
from bot.services import letters
from bot.services.desk.notices import to_desk
from storage import ledgers, mailboxes, people, preferences
from storage import letters as rows
from storage.outbox import Message, OutboxState
from storage.shown_codes import shows_code
from storage.unit import Unit

GUARD = "push_unread"


def ring(unit: Unit, message: Message) -> Sequence[Operation]:
    """Return the letter that tells the reader of a message that something waits, if they want that and it rings.

    One letter is enough for all that waits.
    """
    page = letters.page(unit)
    if not page or message.account is None or not _rings(message):
        return ()
    person = people.person_of_account(unit.db, message.account)
    mailbox = mailboxes.in_use(unit.db, person.id)
    if mailbox is None:
        return ()
    chosen = preferences.preferences(unit.db, person.id)
    last, visited = rows.last(unit.db, person.id), mailboxes.last_visit(unit.db, person.id)
    at = earliest(unit.now.astimezone(VN), last, visited, chosen)
    if waiting := rows.waiting(unit.db, person.id):
        rows.bring_forward(unit.db, waiting, at)
        return ()
    nudge = wording.nudge(page, letters.stop_link(unit, mailbox))
    guard = Guard(GUARD, {"person": person.id, "row": message.id})
    key = rows.key_of(person.id, unit.now)
    return (letters.send(unit, mailbox, nudge, key, at + LETTER_FOR, guard=guard, not_before=at),)


def _rings(message: Message) -> bool:
    """Whether a message came unasked, shows no code, and is not about messages that do not arrive."""
    is_push = message.ways is not None or message.lane is Lane.BULK
    is_of_delivery = message.topic is not None and message.topic.kind is TopicKind.UNDELIVERED
    return is_push and message.kind in ("send", "file") and not is_of_delivery and not shows_code(message)


def still_unread(db: Database, letter: Mapping[str, Any], _now: datetime) -> bool:
    """The guard of a letter: does anything wait for its `person`, or was the `row` lost that it was to ring for?"""
    person = letter["person"]
    if mailboxes.in_use(db, person) is None:
        return False
    if rows.has_unopened(db, person):
        return True
    lost, visited = rows.lost_at(db, letter["row"]), mailboxes.last_visit(db, person)
    return lost is not None and (visited is None or visited < lost)


def ended(unit: Unit, message: Message, state: OutboxState) -> Sequence[Operation]:
    """Tell the desk, once a day, that letters are given up; that one was taken says nothing of whether it is read."""
    if state is not OutboxState.EXPIRED or shows_code(message):
        return ()
    key = f"letters-expired:{unit.today.isoformat()}"
    return to_desk(unit, wording.expired(unit.now), key, Topic(TopicKind.UNDELIVERED))


def refused(unit: Unit, key: str) -> None:
    """Keep that an address takes no letters; what waits for it ends. Its person reads so in the settings."""
    mailbox = mailboxes.by_key(unit.db, key)
    if mailbox is None:
        return
    mailboxes.mark_refused(unit.db, key, unit.now)
    rows.cancel(unit.db, key, unit.now)
    person = people.person_by_id(unit.db, mailbox.person)
    ledgers.append_audit(unit.db, unit.now, "system", "mail.refused", f"person:{person.code}")
