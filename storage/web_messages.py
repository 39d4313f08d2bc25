"""The conversations of the office's page: every message under the account whose page shows it.

Changes are numbered over all conversations, so that a page asks for whatever came after the last that it knows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from storage.ledgers import next_number
from storage.rows import change, instant, iso, listed, maybe_instant, one, rows, value

CHANNEL = "web"
"""What the page is called among the channels."""
_COUNTER = "web_messages"
_LIVE = "taken = 1 AND deleted_at IS NULL"
_BLANK = """body = '{}', file_kind = NULL, file_name = NULL, file_mime = NULL, file_size = NULL, file_ref = NULL,
    file_sha256 = NULL"""


@dataclass(frozen=True)
class WebFile:
    """A file of a message. One that a person sent has a `ref` until it is fetched; one of the program has a hash."""

    kind: str
    """"photo" or "document"."""
    name: str
    size: int
    mime: str
    ref: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class WebMessage:
    """A message as it stands now."""

    id: int
    changed: int
    body: dict[str, Any]
    """As it was rendered; of a person: `runs` alone."""
    shown_at: datetime
    act_key: str = ""
    """The key of the act by which a person sent it; empty for a message of the program."""
    file: WebFile | None = None
    album_key: str = ""
    reply_to: int | None = None
    edited: bool = False
    deleted: bool = False


@dataclass(frozen=True)
class Own:
    """What a person is about to say: hidden until it is stored as an update."""

    act_key: str
    text: str | None
    """None for words that may not be kept here: that they are not is what the conversation shows."""
    file: WebFile | None = None
    album_key: str = ""
    reply_to: int | None = None


def add(
    db: Database,
    user_key: str,
    body: dict[str, Any],
    now: datetime,
    file: WebFile | None = None,
    *,
    rings: bool = False,
) -> int:
    """Show a message of the program, one with a file as soon as its bytes are there (`show`); return its number.

    With `rings` the reader's browsers are rung for it where no page shows it (`storage.push`).
    """
    return _insert(db, user_key, Own("", "", file), body, now, taken=file is None, rings=rings)


def add_own(db: Database, user_key: str, own: Own, now: datetime) -> tuple[int, bool]:
    """Keep what a person says; return its number and whether it was stored as an update before."""
    known = one(
        db,
        "SELECT id, taken FROM web_messages WHERE user_key = :user_key AND act_key = :act_key",
        user_key=user_key,
        act_key=own.act_key,
    )
    if known:
        return known["id"], bool(known["taken"])
    return _insert(db, user_key, own, _said(own.text), now, taken=False), False


def _said(text: str | None) -> dict[str, Any]:
    return {"withheld": True} if text is None else {"runs": [["", text]]}


def _insert(
    db: Database, user_key: str, own: Own, body: dict[str, Any], now: datetime, *, taken: bool, rings: bool = False
) -> int:
    number, file = next_number(db, _COUNTER), own.file
    change(
        db,
        """INSERT INTO web_messages (id, user_key, changed, act_key, taken, rings, body, album_key, reply_to,
               file_kind, file_name, file_mime, file_size, file_ref, file_sha256, shown_at, touched_at)
           VALUES (:id, :user_key, :id, :act_key, :taken, :rings, :body, :album_key, :reply_to, :kind,
               :name, :mime, :size, :ref, :sha256, :now, :now)""",
        id=number,
        user_key=user_key,
        act_key=own.act_key or None,
        taken=int(taken),
        rings=int(rings),
        body=json.dumps(body, ensure_ascii=False),
        album_key=own.album_key or None,
        reply_to=own.reply_to,
        kind=file.kind if file else None,
        name=file.name if file else None,
        mime=file.mime if file else None,
        size=file.size if file else None,
        ref=(file.ref or None) if file else None,
        sha256=(file.sha256 or None) if file else None,
        now=iso(now),
    )
    return number


def show(db: Database, numbers: Collection[int]) -> None:
    """Show what was hidden: an act that is stored, a message whose file is there."""
    for number in numbers:
        change(
            db,
            "UPDATE web_messages SET taken = 1, changed = :changed WHERE id = :id AND taken = 0",
            id=number,
            changed=next_number(db, _COUNTER),
        )


def edit(db: Database, user_key: str, number: int, body: dict[str, Any], now: datetime) -> bool | None:
    """Let a message of the program show something else; False where it shows that, None where it is not there."""
    text = json.dumps(body, ensure_ascii=False)
    row = one(db, f"SELECT body FROM web_messages WHERE {_THERE} AND act_key IS NULL", id=number, user_key=user_key)
    if row is None or row["body"] == text:
        return None if row is None else False
    change(
        db,
        # What was read once and shows something else now has come no second time: it rings no more.
        """UPDATE web_messages SET body = :body, changed = :changed, edited = 1, touched_at = :now, opened_at = NULL,
               rings = CASE WHEN opened_at IS NULL THEN rings ELSE 0 END WHERE id = :id""",
        id=number,
        body=text,
        changed=next_number(db, _COUNTER),
        now=iso(now),
    )
    return True


_THERE = f"id = :id AND user_key = :user_key AND {_LIVE}"


def edit_own(db: Database, user_key: str, number: int, edit_key: str, text: str | None, now: datetime) -> None:
    """Let a person's message show its new words; an edit that comes again, or late, changes nothing."""
    change(
        db,
        f"""UPDATE web_messages SET body = :body, changed = :changed, edited = 1, edit_key = :edit_key,
                touched_at = :now
            WHERE {_THERE} AND act_key IS NOT NULL AND coalesce(edit_key, '') < :edit_key""",
        id=number,
        user_key=user_key,
        edit_key=edit_key,
        body=json.dumps(_said(text), ensure_ascii=False),
        changed=next_number(db, _COUNTER),
        now=iso(now),
    )


def delete(db: Database, user_key: str, number: int, now: datetime) -> WebMessage | None:
    """Delete a message, whoever sent it; return what it was, None where it is not there."""
    found = message(db, user_key, number)
    if found is not None:
        _bury(db, number, now)
    return found


def _bury(db: Database, number: int, now: datetime) -> None:
    change(
        db,
        f"UPDATE web_messages SET {_BLANK}, deleted_at = :now, changed = :changed WHERE id = :id",
        id=number,
        changed=next_number(db, _COUNTER),
        now=iso(now),
    )


def message(db: Database, user_key: str, number: int) -> WebMessage | None:
    """Return a message that a conversation shows; None for any other."""
    row = one(db, f"SELECT * FROM web_messages WHERE {_THERE}", id=number, user_key=user_key)
    return _message(row) if row else None


def newest(db: Database, user_key: str, before: int | None, most: int) -> list[WebMessage]:
    """Return the newest messages of a conversation, oldest first; with `before` those with smaller numbers."""
    found = rows(
        db,
        f"""SELECT * FROM web_messages WHERE user_key = :user_key AND id < :before AND {_LIVE}
            ORDER BY id DESC LIMIT :most""",
        user_key=user_key,
        before=2**62 if before is None else before,
        most=most,
    )
    return [_message(row) for row in reversed(found)]


def changes(db: Database, user_key: str, after: int, most: int) -> list[WebMessage]:
    """Return what has changed in a conversation after a change, in order, at most so many; deleted ones too."""
    found = rows(
        db,
        """SELECT * FROM web_messages WHERE user_key = :user_key AND changed > :after AND taken = 1
           ORDER BY changed LIMIT :most""",
        user_key=user_key,
        after=after,
        most=most,
    )
    return [_message(row) for row in found]


def last_change(db: Database) -> int:
    """Return the number of the newest change, over all conversations; 0 where there was none."""
    return int(value(db, "SELECT value FROM counters WHERE name = :name", name=_COUNTER) or 0)


def first_unseen(db: Database, user_key: str, seen: int) -> datetime | None:
    """Return when the first message came, or changed, that a page had not shown which knew all changes up to `seen`."""
    found = value(
        db,
        f"""SELECT touched_at FROM web_messages
            WHERE user_key = :user_key AND changed > :seen AND act_key IS NULL AND {_LIVE}
            ORDER BY changed LIMIT 1""",
        user_key=user_key,
        seen=seen,
    )
    return instant(str(found)) if found else None


def open_all(db: Database, user_key: str, upto: int, now: datetime) -> list[int]:
    """A page has shown all up to a change; return the messages of the program that none had shown before."""
    found = rows(
        db,
        """UPDATE web_messages SET opened_at = :now
           WHERE user_key = :user_key AND changed <= :upto AND opened_at IS NULL AND act_key IS NULL AND taken = 1
           RETURNING id""",
        user_key=user_key,
        upto=upto,
        now=iso(now),
    )
    return sorted(row["id"] for row in found)


def opened_since(db: Database, since: datetime) -> dict[str, list[int]]:
    """Return, by conversation, the messages of the program that a page has shown since an instant; asked at a start."""
    found = rows(
        db,
        "SELECT user_key, id FROM web_messages WHERE opened_at >= :since ORDER BY id",
        since=iso(since),
    )
    by_user: dict[str, list[int]] = {}
    for row in found:
        by_user.setdefault(row["user_key"], []).append(row["id"])
    return by_user


def has_act(db: Database, user_key: str, act_key: str) -> bool:
    """Return whether what a person sent with an act stands in the conversation."""
    found = one(
        db,
        "SELECT 1 FROM web_messages WHERE user_key = :user_key AND act_key = :act_key AND taken = 1",
        user_key=user_key,
        act_key=act_key,
    )
    return found is not None


def waits_to_be_fetched(db: Database, file_ref: str) -> bool:
    """Return whether a file that came in is still to be fetched."""
    found = one(
        db,
        "SELECT 1 FROM fetches WHERE state IN ('queued', 'fetching') AND channel = :channel AND file_ref = :ref",
        channel=CHANNEL,
        ref=file_ref,
    )
    return found is not None


def remove_words(db: Database, accounts: Collection[int], shows: Callable[[object], bool], now: datetime) -> None:
    """Delete the messages of these accounts that `shows` names, given what a message says and its file's name."""
    found = rows(
        db,
        """SELECT w.id, w.body, w.file_name FROM web_messages w JOIN accounts a
               ON a.channel = 'web' AND a.user_key = w.user_key
           WHERE a.id IN (SELECT value FROM json_each(:accounts)) AND w.deleted_at IS NULL""",
        accounts=listed(accounts),
    )
    for row in found:
        if shows([json.loads(row["body"]), row["file_name"] or ""]):
            _bury(db, row["id"], now)


def purge(db: Database, touched_before: datetime) -> int:
    """Delete messages that were neither shown nor changed since an instant; return how many."""
    return change(db, "DELETE FROM web_messages WHERE touched_at < :before", before=iso(touched_before))


def _message(row: Row) -> WebMessage:
    file = row["file_kind"] and WebFile(
        row["file_kind"], row["file_name"] or "", row["file_size"] or 0, row["file_mime"] or "",
        row["file_ref"] or "", row["file_sha256"] or "",
    )  # fmt: skip
    return WebMessage(
        row["id"],
        row["changed"],
        json.loads(row["body"]),
        instant(row["shown_at"]),
        act_key=row["act_key"] or "",
        file=file or None,
        album_key=row["album_key"] or "",
        reply_to=row["reply_to"],
        edited=bool(row["edited"]),
        deleted=maybe_instant(row["deleted_at"]) is not None,
    )
