"""Drafts that nobody has touched for long: whether their writers were told so, and when they go."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from storage.drafts import draft_by_id
from storage.rows import change, iso


def note_told(db: Database, draft: int, updated_at: datetime, now: datetime, *, going: bool) -> None:
    """Keep that the writer was told of a draft that has not been touched since, `going`: of its end too."""
    changed = "idle_told_at = :now, purge_told_at = :now" if going else "idle_told_at = :now"
    sql = f"UPDATE drafts SET {changed} WHERE id = :id AND updated_at = :at"
    change(db, sql, id=draft, at=iso(updated_at), now=iso(now))


def is_untouched(db: Database, draft: int, updated_at: datetime) -> bool:
    """Return whether a draft is still open and as it was saved at an instant."""
    found = draft_by_id(db, draft)
    return found is not None and found.closed_at is None and found.updated_at == updated_at


def purge_closed(db: Database, before: datetime) -> int:
    """Delete drafts that were sent before an instant; return how many."""
    return change(db, "DELETE FROM drafts WHERE closed_at < :before", before=iso(before))


def purge_untouched(db: Database, *, untouched_before: datetime, told_before: datetime, anyway_before: datetime) -> int:
    """Delete open drafts that have had their time; return how many.

    Those of no seat go that nobody has touched. One of a seat goes once its writer was told so before `told_before`,
    and in any case where it was touched last before `anyway_before`: not everybody can be told. One that waits for
    approval stays: its writer is not the one who lets it lie.
    """
    # Accounts that have one of them open lose it by their foreign key (ON DELETE SET NULL).
    return change(
        db,
        """DELETE FROM drafts WHERE closed_at IS NULL AND updated_at < :untouched
               AND NOT EXISTS (SELECT 1 FROM submissions s WHERE s.draft = drafts.id AND s.ended_at IS NULL)
               AND (seat IS NULL OR updated_at < :anyway
                    OR (purge_told_at > updated_at AND purge_told_at < :told))""",
        untouched=iso(untouched_before),
        told=iso(told_before),
        anyway=iso(anyway_before),
    )
