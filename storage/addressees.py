"""Where persons are written to: the accounts of one channel for each, of those that can be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.people import Role, To, reader_of
from storage.people import HELD, person_of
from storage.rows import listed, one, rows
from storage.ways import IN_ORDER, ORDERED

_IN_CHOSEN_CHANNEL = f"""a.channel = (
    SELECT b.channel FROM {ORDERED}
    WHERE b.person = a.person AND b.unlinked_at IS NULL AND b.reach = 'ok' ORDER BY {IN_ORDER} LIMIT 1)"""
"""Of the channels in which a person can be reached, the first in their order, else the one that was linked last."""


def recipients(db: Database, roles: frozenset[Role], today: date) -> list[To]:
    """Return where everybody who holds one of `roles` today is written to: accounts of one channel for each."""
    # Values of our own enum, never people's words; sorted, so that one set of roles is one cached statement.
    marks = ", ".join(f"'{role.value}'" for role in sorted(roles))
    found = rows(
        db,
        f"""SELECT DISTINCT a.id AS account, a.channel, a.address, p.* FROM accounts a
            JOIN persons p ON p.id = a.person JOIN duties d ON d.person = p.id
            WHERE a.unlinked_at IS NULL AND a.reach = 'ok' AND d.role IN ({marks}) AND {HELD} AND {_IN_CHOSEN_CHANNEL}
            ORDER BY a.id""",
        today=today.isoformat(),
    )
    return _recipients(db, found, today)


def recipient(db: Database, account: int, today: date) -> To | None:
    """Return where a live account is written to."""
    row = one(
        db,
        """SELECT a.id AS account, a.channel, a.address, p.* FROM accounts a JOIN persons p ON p.id = a.person
           WHERE a.id = :account AND a.unlinked_at IS NULL""",
        account=account,
    )
    return _recipients(db, [row], today)[0] if row else None


def reachable_accounts(db: Database, person: int) -> list[int]:
    """Return the linked accounts under which a person is written to: those of one channel that can be reached."""
    found = rows(
        db,
        f"""SELECT a.id FROM accounts a
            WHERE a.person = :person AND a.unlinked_at IS NULL AND a.reach = 'ok' AND {_IN_CHOSEN_CHANNEL}""",
        person=person,
    )
    return [row["id"] for row in found]


def holders_of_seats(
    db: Database, seats: Collection[int], roles: frozenset[Role], today: date
) -> dict[int, list[tuple[int, int]]]:
    """Return by person who holds one of `roles` on these seats today the pairs of a seat and an account of theirs.

    The accounts are those under which the person is written to; who cannot be reached is left out.
    """
    found = rows(
        db,
        f"""SELECT DISTINCT d.person, d.seat, a.id AS account FROM duties d JOIN accounts a ON a.person = d.person
            WHERE d.seat IN (SELECT value FROM json_each(:seats)) AND {HELD}
                AND d.role IN (SELECT value FROM json_each(:roles))
                AND a.unlinked_at IS NULL AND a.reach = 'ok' AND {_IN_CHOSEN_CHANNEL}
            ORDER BY d.person, d.seat, a.id""",
        seats=listed(seats),
        roles=listed(sorted(role.value for role in roles)),
        today=today.isoformat(),
    )
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in found:
        pairs[row["person"]].append((row["seat"], row["account"]))
    return pairs


def of_persons(db: Database, persons: Collection[int], today: date) -> dict[int, list[To]]:
    """Return by person where they are written to: the accounts of one channel; who cannot be reached is left out."""
    found = rows(
        db,
        f"""SELECT a.id AS account, a.channel, a.address, p.* FROM accounts a JOIN persons p ON p.id = a.person
            WHERE a.person IN (SELECT value FROM json_each(:persons)) AND a.unlinked_at IS NULL AND a.reach = 'ok'
                AND {_IN_CHOSEN_CHANNEL} ORDER BY a.id""",
        persons=listed(persons),
    )
    written: dict[int, list[To]] = defaultdict(list)
    for row, to in zip(found, _recipients(db, found, today), strict=True):
        written[row["id"]].append(to)
    return written


def _recipients(db: Database, accounts: Collection[Row], today: date) -> list[To]:
    """What each person does decides how they are written to; one question for all."""
    roles: dict[int, set[Role]] = defaultdict(set)
    for row in rows(
        db,
        f"""SELECT person, role FROM duties d WHERE {HELD} AND person IN (SELECT value FROM json_each(:persons))""",
        persons=listed({row["id"] for row in accounts}),
        today=today.isoformat(),
    ):
        roles[row["person"]].add(Role(row["role"]))
    return [
        To(row["channel"], row["address"], reader_of(person_of(row), frozenset(roles[row["id"]])), row["account"])
        for row in accounts
    ]
