"""What is deleted or blanked where a person's data are erased; what has to stay loses whose it was."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from storage import kept_files, paper_basis, snapshots
from storage.reindexing import index_anew
from storage.rows import change, iso, listed, one, rows, value

NAMELESS = "(đã xóa dữ liệu cá nhân)"
"""What stands in the place of a name, in whatever language somebody reads: it is data, as the name was."""
_LEAST_DIGITS = 8
"""A shorter number is no telephone number that could be told from others."""

_ACCOUNTS = "SELECT id FROM accounts WHERE person = :person"
_BLANKED = (
    # By the names of the accounts, before these go.
    """UPDATE inbox SET raw = NULL, user_key = NULL WHERE (channel, user_key) IN
           (SELECT channel, user_key FROM accounts WHERE person = :person)""",
    """DELETE FROM web_messages WHERE user_key IN
           (SELECT user_key FROM accounts WHERE channel = 'web' AND person = :person)""",
    """DELETE FROM anchors WHERE (channel, address) IN
           (SELECT channel, address FROM accounts WHERE person = :person)""",
    """UPDATE invitations SET offered_channel = NULL, offered_user = NULL
           WHERE person = :person OR (offered_channel, offered_user) IN
               (SELECT channel, user_key FROM accounts WHERE person = :person)""",
    """DELETE FROM web_sessions WHERE (channel, user_key) IN
           (SELECT channel, user_key FROM accounts WHERE person = :person)""",
    "DELETE FROM sign_in_links WHERE person = :person",
    "DELETE FROM second_factors WHERE person = :person",
    "DELETE FROM sign_in_attempts WHERE person = :person",
    # A key may be made of an address: nothing is sent to these accounts any more that had to be the same message.
    f"""UPDATE outbox SET body = NULL, address = NULL, error = NULL, dedupe_key = 'erased:' || id
            WHERE account IN ({_ACCOUNTS})""",
    f"DELETE FROM choices WHERE account IN ({_ACCOUNTS})",
    f"DELETE FROM kept_texts WHERE account IN ({_ACCOUNTS})",
    f"DELETE FROM searches WHERE account IN ({_ACCOUNTS})",
    f"DELETE FROM refused_texts WHERE account IN ({_ACCOUNTS})",
    f"UPDATE fetches SET file_ref = '', name = '' WHERE account IN ({_ACCOUNTS})",
    "DELETE FROM drafts WHERE person = :person",
    "DELETE FROM preferences WHERE person = :person",
    "DELETE FROM ways WHERE person = :person",
    """UPDATE outbox SET body = NULL, address = NULL, error = NULL, dedupe_key = 'erased:' || id
           WHERE topic = 'letter' AND json_extract(topic_arguments, '$.person') = :person""",
    "DELETE FROM mailboxes WHERE person = :person",
    "DELETE FROM mail_codes WHERE person = :person",
    "DELETE FROM snoozes WHERE person = :person",
    "UPDATE calls SET phone = '' WHERE person = :person",
    """UPDATE accounts SET user_key = 'erased:' || id, address = '', open_draft = NULL, menu_hash = ''
           WHERE person = :person""",
)


def erase(db: Database, person: int, now: datetime) -> None:
    """Erase the data of a person whose accounts are unlinked. Reports stay, as of nobody who can be named."""
    row = one(db, "SELECT * FROM persons WHERE id = :id", id=person)
    assert row is not None
    keys = [each["user_key"] for each in rows(db, _ACCOUNTS.replace("id", "user_key", 1), person=person)]
    _forget_updates(db, row, keys)
    for statement in _BLANKED:
        change(db, statement, person=person)
    change(
        db,
        """UPDATE persons SET full_name = :name, title = '', phone = '', honorific = '', language = 'vi',
               language_chosen = 0, erased_at = :now WHERE id = :person""",
        person=person,
        name=NAMELESS,
        now=iso(now),
    )
    named = _named(db, row)
    if named:
        _drop_made(db, named, now)
        _rename(db, named)
        index_anew(db)
    # A roster that waits for somebody's word may name the person again: it is of a roster that has changed.
    change(
        db,
        """UPDATE requests SET body = '{}', file = NULL, ended_at = :now, outcome = 'lapsed'
           WHERE kind = 'roster' AND ended_at IS NULL""",
        now=iso(now),
    )
    # What stood in the drafts alone is nobody's file any more.
    kept_files.forget_unused(db)


def _named(db: Database, person: Row) -> re.Pattern[str] | None:
    """By what a person is found in texts; None where nothing tells them from others.

    A name of one word is a word as well, and a name or a number that another person has is theirs.
    """
    name, digits = person["full_name"].strip(), re.sub(r"\D", "", person["phone"])
    others = "SELECT 1 FROM persons WHERE id <> :id AND"
    theirs = value(db, f"{others} full_name = :name", name=name, id=person["id"])
    shared = value(db, f"{others} phone = :phone", phone=person["phone"], id=person["id"])
    found = []
    if " " in name and name != NAMELESS and not theirs:
        # As it is typed, and as JSON spells it.
        found += [rf"(?<!\w){re.escape(each)}(?!\w)" for each in (name, json.dumps(name)[1:-1])]
    if len(digits) >= _LEAST_DIGITS and not shared:
        local = re.sub("^(84|0)", "", digits)
        found += [r"(?<!\d)(?:\+?84[ .-]?|0)?" + r"[ .-]?".join(local) + r"(?!\d)"]
    return re.compile("|".join(dict.fromkeys(found)), re.IGNORECASE) if found else None


def _forget_updates(db: Database, person: Row, keys: list[str]) -> None:
    """Updates of others that were set aside, such as of a shared contact."""
    named = _named(db, person)
    for row in rows(db, "SELECT seq, raw FROM inbox WHERE state = 'quarantined' AND raw IS NOT NULL"):
        if (named and named.search(row["raw"])) or any(re.search(rf"\b{re.escape(key)}\b", row["raw"]) for key in keys):
            change(db, "UPDATE inbox SET raw = NULL, user_key = NULL WHERE seq = :seq", seq=row["seq"])


def _drop_made(db: Database, named: re.Pattern[str], now: datetime) -> None:
    """What was made on request and names the person: it can be made again, without the name."""
    paper_basis.removed(db)
    found = [number for number, body in snapshots.provisional_texts(db) if named.search(body)]
    change(db, "DELETE FROM snapshots WHERE id IN (SELECT value FROM json_each(:ids))", ids=listed(found))
    for each in found:
        change(
            db,
            """UPDATE outbox SET state = 'cancelled', body = NULL, ended_at = :now
               WHERE state IN ('queued', 'retry', 'unknown') AND json_extract(body, '$.ref') LIKE :reference""",
            reference=f"make:%:provisional:{each}",
            now=iso(now),
        )


_KEPT: Mapping[str, frozenset[str]] = {
    # What others are called is theirs; the person's own row is done.
    "persons": frozenset({"full_name", "title", "phone"}),
    # Frozen papers are official records, and their hashes are of what they say.
    "digests": frozenset({"body"}),
    # A chain: each entry is hashed with the one before. It names persons by their codes.
    "audit": frozenset({"at", "actor", "verb", "object", "salt", "detail_hash", "prev", "hash"}),
}
"""The columns that are left as they are."""
_INDEXES = " OR ".join(
    f"name LIKE '{each}%'" for each in ("difficulty_words", "report_words", "alike_words", "sqlite_")
)


def _rename(db: Database, named: re.Pattern[str]) -> None:
    """Put `NAMELESS` in the place of the person in every text of every table: a table that is added is one of them."""
    tables = rows(db, f"SELECT name FROM sqlite_master WHERE type = 'table' AND NOT ({_INDEXES})")
    for table in (row["name"] for row in tables):
        columns = rows(db, f'PRAGMA table_info("{table}")')
        keys = [each["name"] for each in columns if each["pk"]] or ["rowid"]
        kept = _KEPT.get(table, frozenset())
        texts = [
            each["name"] for each in columns if each["type"] == "TEXT" and not each["pk"] and each["name"] not in kept
        ]
        wanted = ", ".join({*keys, *texts})
        for row in rows(db, f'SELECT {wanted} FROM "{table}"') if texts else ():
            changed = {name: named.sub(NAMELESS, row[name]) for name in texts if row[name] and named.search(row[name])}
            if changed:
                change(
                    db,
                    f"""UPDATE "{table}" SET {", ".join(f"{name} = :{name}" for name in changed)}
                        WHERE {" AND ".join(f"{name} = :{name}" for name in keys)}""",
                    **changed,
                    **{name: row[name] for name in keys},
                )
