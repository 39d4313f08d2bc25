"""What a number or a label that is typed chooses: of the newest screen, and of cards where there are no buttons."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from storage.rows import as_json, change, iso, maybe_instant, value

NO_NUMBER = -1


@dataclass(frozen=True)
class Numbered:
    """A choice as a chat shows it, and what its button would carry."""

    number: int
    """`NO_NUMBER` where none is typed for it."""
    label: str
    data: str
    since: datetime | None = None
    """When it was shown, by the channel's time; None on the screen a person works on, whose anchor says so."""
    until: datetime | None = None
    """When a newer message took its number, by the channel's time; None as long as it is its own."""
    word: str = ""
    """What is typed for it beside its label, where there is such a word."""


def offered(db: Database, chat: str) -> list[Numbered]:
    """Return what a chat (a keyed hash) offers at present, by number."""
    found = value(db, "SELECT offered FROM choices WHERE chat = :chat", chat=chat)
    return [_numbered(*each) for each in json.loads(str(found))] if found else []


def _numbered(
    number: int, label: str, data: str, since: str | None = None, until: str | None = None, word: str = ""
) -> Numbered:
    return Numbered(number, label, data, maybe_instant(since), maybe_instant(until), word)


def put_offered(db: Database, chat: str, account: int | None, listed: Sequence[Numbered], now: datetime) -> None:
    """Keep what a chat offers from now on; a stranger's has no account."""
    change(
        db,
        """INSERT INTO choices (chat, account, offered, shown_at) VALUES (:chat, :account, :offered, :now)
           ON CONFLICT (chat) DO UPDATE SET account = excluded.account, offered = excluded.offered,
               shown_at = excluded.shown_at""",
        chat=chat,
        account=account,
        offered=as_json([_stored(each) for each in listed]),
        now=iso(now),
    )


def _stored(each: Numbered) -> list[object]:
    times = (iso(at) if at else None for at in (each.since, each.until))
    return [each.number, each.label, each.data, *times, *((each.word,) if each.word else ())]


def purge_choices(db: Database, before: datetime) -> int:
    """Delete what was offered to strangers, and to accounts that were unlinked, before an instant; return how many."""
    return change(
        db,
        """DELETE FROM choices WHERE shown_at < :before
           AND (account IS NULL OR account IN (SELECT id FROM accounts WHERE unlinked_at IS NOT NULL))""",
        before=iso(before),
    )
