"""What is not needed any more goes, after as long as each table promises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.domain.operations import Piece
from bot.services.secrecy import KEPT_FOR as REFUSED_FOR
from storage import (
    choices,
    files,
    idle_drafts,
    inbox,
    invitations,
    kept_files,
    kept_texts,
    outbox,
    reminders,
    requests,
    search,
    seat_requests,
    secrecy,
    shown_codes,
    snapshots,
)
from storage.unit import Unit

KEYS_FOR = timedelta(hours=48)
"""Telegram keeps updates for 24 hours; after a quiet week their numbers start anew."""
QUARANTINE_FOR = timedelta(days=7)
OUTBOX_FOR = timedelta(days=30)
"""So far back reaches the list of what somebody out of reach has missed."""
SENT_DRAFTS_FOR = timedelta(days=35)
"""So long a second press of Send is answered with the code."""
OPEN_DRAFTS_FOR = timedelta(days=75)
"""Longer than from the first day of a period to the close of the next, which is what a member was told."""
UNTOLD_DRAFTS_FOR = timedelta(days=30)
"""So much longer a draft is kept whose writer cannot be told that it goes."""
KEPT_TEXTS_FOR = timedelta(days=35)
"""So long a text that no report took is offered to the next one: longer than from one period to the next."""
SNAPSHOTS_FOR = timedelta(days=7)
"""Longer than a message is tried in an outage: its files are built when it is sent."""
OFFERS_FOR = timedelta(days=3)
QUERIES_FOR = timedelta(days=1)
"""So long the pages of a search can be turned."""
REQUESTS_FOR = timedelta(days=35)
"""What is left of a request that has ended names nobody; the audit has it for good."""
FETCHES_FOR = timedelta(days=7)
REMINDERS_FOR = timedelta(days=400)
"""A year of what was sent and what was skipped can be looked up."""


def clean_up(unit: Unit) -> Iterable[Piece]:
    """Delete and blank what has had its time, all of it or nothing; sends nothing."""
    now = unit.now
    inbox.purge_inbox(unit.db, now - KEYS_FOR, now - QUARANTINE_FOR)
    outbox.purge_outbox(unit.db, now - OUTBOX_FOR)
    idle_drafts.purge_drafts(
        unit.db,
        closed_before=now - SENT_DRAFTS_FOR,
        untouched_before=now - OPEN_DRAFTS_FOR,
        told_before=now - timedelta(days=unit.rules.profile.draft_notice_days),
        anyway_before=now - OPEN_DRAFTS_FOR - UNTOLD_DRAFTS_FOR,
    )
    # After the drafts: what was in them alone is nobody's any more.
    kept_files.forget_unused(unit.db)
    kept_texts.purge_kept_texts(unit.db, now - KEPT_TEXTS_FOR)
    snapshots.purge_snapshots(unit.db, now - SNAPSHOTS_FOR)
    shown_codes.purge_replaced(unit.db)
    invitations.forget_offers(unit.db, now - OFFERS_FOR)
    choices.purge_choices(unit.db, now - OFFERS_FOR)
    search.purge_queries(unit.db, now - QUERIES_FOR)
    secrecy.purge_refused(unit.db, now - REFUSED_FOR)
    # No pause looks back further at wrong codes than a day.
    invitations.purge_attempts(unit.db, now - timedelta(days=1))
    requests.purge_requests(unit.db, now - REQUESTS_FOR)
    seat_requests.purge_requests(unit.db, now - REQUESTS_FOR)
    files.purge_fetches(unit.db, now - FETCHES_FOR)
    reminders.purge_reminders(unit.db, unit.today - REMINDERS_FOR)
    return ()
