"""Names of messages that are there already, so that an operation need not know an id."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from storage.outbox import Message, as_json
from storage.rows import change, one


@dataclass(frozen=True)
class Anchor:
    """Where a named message is and what it shows."""

    address: str
    message_id: str
    body: dict[str, Any]


def anchor(db: Database, name: str) -> Anchor | None:
    """Return the message a name stands for."""
    row = one(db, "SELECT * FROM anchors WHERE anchor = :name", name=name)
    return Anchor(row["address"], row["message_id"], json.loads(row["body"])) if row else None


def put_anchor(db: Database, row: Message, message_id: str, body: dict[str, Any]) -> None:
    """Keep which message a name stands for now, and what it shows."""
    change(
        db,
        """INSERT INTO anchors (anchor, channel, address, message_id, body)
           VALUES (:anchor, :channel, :address, :message_id, :body)
           ON CONFLICT (anchor) DO UPDATE SET channel = excluded.channel, address = excluded.address,
               message_id = excluded.message_id, body = excluded.body""",
        anchor=row.anchor,
        channel=row.channel,
        address=row.address,
        message_id=message_id,
        # Taking choices away needs the words again: a channel edits a message as a whole.
        body=as_json(body),
    )


def forget_anchors(db: Database, account: int) -> None:
    """Forget the live screen of an account that is no longer linked."""
    change(db, "DELETE FROM anchors WHERE anchor = :anchor", anchor=f"screen:{account}")
