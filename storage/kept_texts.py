"""Texts that somebody sent while nothing was open, kept until they are used, discarded or old."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlite_utils import Database

from bot.domain.writing import Written
from storage.rows import change, iso, value


def kept_text(db: Database, account: int) -> tuple[Written, ...]:
    """Return the messages that are kept for an account."""
    found = value(db, "SELECT messages FROM kept_texts WHERE account = :account", account=account)
    return tuple(Written(**each) for each in json.loads(str(found))) if found else ()


def put_kept_text(db: Database, account: int, messages: Sequence[Written], now: datetime) -> None:
    """Keep these messages for an account, in place of what was kept before."""
    if not messages:
        change(db, "DELETE FROM kept_texts WHERE account = :account", account=account)
        return
    change(
        db,
        """INSERT INTO kept_texts (account, messages, kept_at) VALUES (:account, :messages, :now)
           ON CONFLICT (account) DO UPDATE SET messages = excluded.messages, kept_at = excluded.kept_at""",
        account=account,
        messages=json.dumps([asdict(message) for message in messages], ensure_ascii=False),
        now=iso(now),
    )


def purge_kept_texts(db: Database, before: datetime) -> int:
    """Delete what was kept before an instant, and what accounts kept that were unlinked; return how many."""
    return change(
        db,
        """DELETE FROM kept_texts WHERE kept_at < :before
           OR account IN (SELECT id FROM accounts WHERE unlinked_at IS NOT NULL)""",
        before=iso(before),
    )
