"""Names of messages that are there already, so that an operation need not know an id."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain.operations import Topic, TopicKind
from storage.line import IS_OPEN
from storage.outbox import Message, stored_topic
from storage.rows import as_json, change, iso, maybe_instant, one, rows
from storage.shown_codes import shows_code


@dataclass(frozen=True)
class Anchor:
    """Where a named message is and what it shows."""

    address: str
    message_id: str
    shows: str
    """Its `body`, as it is stored."""
    subject: str
    """The question of a draft that it asks (`subject_of`); empty where it asks none."""
    shown_at: datetime | None
    """When it was shown, by the channel's time; None in a base from before that was kept."""

    @property
    def body(self) -> dict[str, Any]:
        """What it shows, read anew each time: most ask only where it is."""
        found: dict[str, Any] = json.loads(self.shows)
        return found


def subject_of(draft: int, turn: int) -> str:
    """Return the name of the question that a draft asks at a turn."""
    return f"draft:{draft}:{turn}"


def anchor(db: Database, name: str) -> Anchor | None:
    """Return the message a name stands for."""
    row = one(db, "SELECT * FROM anchors WHERE anchor = :name", name=name)
    if row is None:
        return None
    shown_at = maybe_instant(row["shown_at"])
    return Anchor(row["address"], row["message_id"], row["body"], row["subject"] or "", shown_at)


def put_anchor(db: Database, row: Message, message_id: str, body: dict[str, Any], at: datetime) -> None:
    """Keep which message a name stands for now, what it shows, and since when (the channel's time).

    A question that is shown again, as when a file came beside it, has been seen since it was shown first. Where only
    choices were taken away, the screen is the one it was.
    """
    change(
        db,
        """INSERT INTO anchors (anchor, channel, address, message_id, body, subject, shown_at)
           VALUES (:anchor, :channel, :address, :message_id, :body, :subject, :at)
           ON CONFLICT (anchor) DO UPDATE SET channel = excluded.channel, address = excluded.address,
               message_id = excluded.message_id, body = excluded.body,
               shown_at = CASE WHEN :is_strip OR anchors.subject = excluded.subject THEN anchors.shown_at
                               ELSE excluded.shown_at END,
               subject = CASE WHEN :is_strip THEN anchors.subject ELSE excluded.subject END""",
        anchor=row.anchor,
        channel=row.channel,
        address=row.address,
        message_id=message_id,
        # Taking choices away needs the words again: a channel edits a message as a whole. A code is not kept even
        # so: what takes its place brings words of its own.
        body=as_json({} if shows_code(row) else body),
        subject=_subject(row.topic),
        at=iso(at),
        is_strip=row.kind == "strip",
    )


_UNDER_WAY = f"""SELECT anchor, topic, topic_arguments, created_at FROM outbox
                WHERE {IS_OPEN} AND state = 'sending' AND kind <> 'strip' AND anchor IS NOT NULL"""


def on_its_way_since(db: Database, name: str, subject: str) -> datetime | None:
    """Return when a question that is being sent now was queued; None where it is not being sent."""
    under_way = rows(db, f"{_UNDER_WAY} AND anchor = :name", name=name)
    found = [row["created_at"] for row in under_way if _subject(stored_topic(row)) == subject]
    return maybe_instant(found[-1]) if found else None


def count_as_shown(db: Database) -> None:
    """At start: take every question that was being sent for shown since it was queued; it is sent once more.

    Whoever answers it saw it before the program died, and no later showing may make them seem too early.
    """
    for row in rows(db, _UNDER_WAY):
        change(
            db,
            "UPDATE anchors SET subject = :subject, shown_at = :at WHERE anchor = :anchor AND subject IS NOT :subject",
            anchor=row["anchor"],
            subject=_subject(stored_topic(row)),
            at=row["created_at"],
        )


def newest_subject(db: Database, account: int, name: str) -> str | None:
    """Return the subject of the newest screen of an account, delivered or not, if it answers what nothing asked for."""
    # By the index of topics first, for what is newer are a few rows.
    found = one(
        db,
        """SELECT topic, topic_arguments FROM outbox AS found WHERE account = :account AND topic = :unasked
           AND NOT EXISTS (SELECT 1 FROM outbox AS newer
                           WHERE newer.id > found.id AND newer.anchor = :anchor AND newer.kind <> 'strip')
           ORDER BY id DESC LIMIT 1""",
        account=account,
        unasked=TopicKind.UNASKED,
        anchor=name,
    )
    return _subject(stored_topic(found)) if found else None


def _subject(topic: Topic | None) -> str | None:
    if topic is None:
        return None
    if topic.kind is TopicKind.UNASKED:
        return f"unasked:{topic.arguments['at']}:{topic.arguments['messages']}"
    if topic.kind is not TopicKind.DRAFT:
        return None
    return subject_of(topic.arguments["draft"], topic.arguments.get("turn", 0))


def forget_anchors(db: Database, account: int) -> None:
    """Forget the live screen of an account that is no longer linked."""
    change(db, "DELETE FROM anchors WHERE anchor = :anchor", anchor=f"screen:{account}")
