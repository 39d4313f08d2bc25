"""Texts that somebody sent while nothing was open, kept until they are used, discarded or old."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain.writing import Written
from storage.rows import change, iso, value


def kept_text(db: Database, account: int) -> tuple[Written, ...]:
    """Return the messages that are kept for an account."""
    return tuple(Written(each["ref"], each["text"]) for each in _stored(db, account) if not each.get("short"))


def put_kept_text(db: Database, account: int, messages: Sequence[Written], now: datetime) -> None:
    """Keep these messages for an account, in place of what was kept before and of what was too short to be."""
    _put(db, account, [asdict(message) for message in messages], now, anew=True)


def short_texts(db: Database, account: int) -> tuple[Written, ...]:
    """Return the messages that an account sent last and that were too short to be kept by themselves."""
    return tuple(Written(each["ref"], each["text"]) for each in _stored(db, account) if each.get("short"))


def put_short_texts(db: Database, account: int, messages: Sequence[Written], now: datetime) -> None:
    """Bear in mind messages that may be the beginning of more, in place of those before."""
    kept = [asdict(message) for message in kept_text(db, account)]
    _put(db, account, [*kept, *({**asdict(message), "short": True} for message in messages)], now, anew=False)


def _stored(db: Database, account: int) -> list[dict[str, Any]]:
    found = value(db, "SELECT messages FROM kept_texts WHERE account = :account", account=account)
    return list(json.loads(str(found))) if found else []


def _put(db: Database, account: int, messages: Sequence[dict[str, Any]], now: datetime, *, anew: bool) -> None:
    if not messages:
        change(db, "DELETE FROM kept_texts WHERE account = :account", account=account)
        return
    change(
        db,
        """INSERT INTO kept_texts (account, messages, kept_at) VALUES (:account, :messages, :now)
           ON CONFLICT (account) DO UPDATE SET messages = excluded.messages,
               kept_at = CASE WHEN :anew THEN excluded.kept_at ELSE kept_at END""",
        account=account,
        messages=json.dumps(messages, ensure_ascii=False),
        now=iso(now),
        anew=anew,
    )


def purge_kept_texts(db: Database, before: datetime) -> int:
    """Delete what was kept before an instant, and what accounts kept that were unlinked; return how many."""
    return change(
        db,
        """DELETE FROM kept_texts WHERE kept_at < :before
           OR account IN (SELECT id FROM accounts WHERE unlinked_at IS NOT NULL)""",
        before=iso(before),
    )
