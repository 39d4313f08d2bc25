"""Whether accounts can be reached, and where they are."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from storage.rows import change, iso


def set_reachable(db: Database, account: int) -> None:
    """Keep that something arrived at an account, or that it wrote."""
    # What was missed stays noted until the list of it has arrived (`missed.told_until`). Nearly always nothing is new,
    # and nothing is written.
    change(db, "UPDATE accounts SET reach = 'ok' WHERE id = :id AND reach <> 'ok'", id=account)


def set_unreachable(db: Database, account: int, since: datetime) -> bool:
    """Keep that an account cannot be reached and misses what is sent from `since` on; return whether that is new."""
    # A second absence, before the first was told of, goes on with it.
    return (
        change(
            db,
            """UPDATE accounts SET reach = 'blocked', missed_since = coalesce(missed_since, :since)
               WHERE id = :id AND reach = 'ok'""",
            id=account,
            since=iso(since),
        )
        > 0
    )


def move_address(db: Database, channel: str, old: str, new: str) -> None:
    """Write a chat's new address wherever the old one stands."""
    for table in ("accounts", "anchors", "outbox", "places"):
        change(
            db,
            f"UPDATE {table} SET address = :new WHERE channel = :channel AND address = :old",
            channel=channel,
            old=old,
            new=new,
        )
