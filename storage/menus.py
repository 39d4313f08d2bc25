"""Which menus the accounts of a channel should have, by what decides about them, and which they were shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from bot.domain.people import Role
from storage.ledgers import fact, put_fact
from storage.people import HELD
from storage.rows import change, rows, value


@dataclass(frozen=True)
class Held:
    """An account that has a menu, and what decides which."""

    account: int
    address: str
    lang: str
    roles: frozenset[Role]


def version(db: Database) -> int:
    """Return a number that changes when another connection has changed anything in the base."""
    return int(value(db, "PRAGMA data_version") or 0)


def held(db: Database, channel: str, today: date, behind: int, most: int) -> list[Held]:
    """Return the next reachable accounts, by id, of everybody who holds a duty today, at most so many."""
    found = rows(
        db,
        f"""SELECT a.id, a.address, p.language, group_concat(d.role) AS roles
            FROM accounts a CROSS JOIN persons p ON p.id = a.person CROSS JOIN duties d ON d.person = p.id
            WHERE a.id > :behind AND a.channel = :channel AND a.unlinked_at IS NULL AND a.reach = 'ok' AND {HELD}
            GROUP BY a.id ORDER BY a.id LIMIT :most""",
        channel=channel,
        today=today.isoformat(),
        behind=behind,
        most=most,
    )
    return [Held(r["id"], r["address"], r["language"], frozenset(map(Role, r["roles"].split(",")))) for r in found]


def shown(db: Database, channel: str) -> dict[int, tuple[str, str]]:
    """Return by account where a menu is shown, and the hash of its commands."""
    found = rows(
        db, "SELECT id, address, menu_hash FROM accounts WHERE channel = :channel AND menu_hash <> ''", channel=channel
    )
    return {row["id"]: (row["address"], row["menu_hash"]) for row in found}


def introduced(db: Database, channel: str) -> dict[str, str]:
    """Return by language the hash of how the program was introduced in a channel."""
    found: dict[str, str] = json.loads(fact(db, f"introduced:{channel}") or "{}")
    return found


def put_introduced(db: Database, channel: str, hashes: Mapping[str, str]) -> None:
    """Keep how the program was introduced in a channel, by language."""
    put_fact(db, f"introduced:{channel}", json.dumps(hashes))


def put_shown(db: Database, hashes: Mapping[int, str]) -> None:
    """Keep which menus accounts are shown now; an empty hash where none is."""
    for account, found in hashes.items():
        change(db, "UPDATE accounts SET menu_hash = :hash WHERE id = :id", id=account, hash=found)
