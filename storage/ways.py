"""The ways to a person: the channels in which they have an account, and in which order these are tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlite_utils import Database

from bot.domain.ways import Way
from storage.rows import change, listed, rows

IN_ORDER = "w.place IS NULL, w.place, b.linked_at DESC, b.id DESC"
"""The order of the accounts `b` of a person with `w`, their places: as chosen, the others as they were linked last."""
ORDERED = "accounts b LEFT JOIN ways w ON w.person = b.person AND w.channel = b.channel"


def of_person(db: Database, person: int) -> list[Way]:
    """Return the linked accounts of a person in the order in which they are tried."""
    found = rows(
        db,
        f"""SELECT b.id, b.channel, b.address, b.reach = 'ok' AS is_reachable FROM {ORDERED}
            WHERE b.person = :person AND b.unlinked_at IS NULL ORDER BY {IN_ORDER}""",
        person=person,
    )
    return [Way(r["id"], r["channel"], r["address"], bool(r["is_reachable"])) for r in found]


def of_everybody(db: Database) -> dict[int, tuple[Way, ...]]:
    """Return by person the linked accounts in the order in which they are tried."""
    found = rows(
        db,
        f"""SELECT b.person, b.id, b.channel, b.address, b.reach = 'ok' AS is_reachable FROM {ORDERED}
            WHERE b.unlinked_at IS NULL ORDER BY b.person, {IN_ORDER}""",
    )
    by_person: dict[int, list[Way]] = defaultdict(list)
    for row in found:
        by_person[row["person"]].append(Way(row["id"], row["channel"], row["address"], bool(row["is_reachable"])))
    return {person: tuple(each) for person, each in by_person.items()}


def after(db: Database, account: int, tried: Collection[str]) -> list[Way]:
    """Return the accounts of the next way to the person of an account: of the first channel that was not tried."""
    # Also of an account that its person has removed meanwhile: what was meant for the person still is.
    found = rows(db, "SELECT person FROM accounts WHERE id = :account", account=account)
    left = [way for row in found for way in of_person(db, row["person"]) if way.is_reachable]
    untried = [way for way in left if way.channel not in tried]
    return [way for way in untried if way.channel == untried[0].channel]


def beside(db: Database, accounts: Collection[int]) -> dict[int, frozenset[str]]:
    """Return of each of these accounts the other channels in which its person can be reached; without any, nothing.

    Letters count as one, though nothing goes by them: what rings for a push is known by its other ways.
    """
    found = rows(
        db,
        """SELECT DISTINCT a.id, b.channel FROM accounts a JOIN accounts b ON b.person = a.person
           WHERE a.id IN (SELECT value FROM json_each(:accounts)) AND b.channel <> a.channel
               AND b.unlinked_at IS NULL AND b.reach = 'ok'
           UNION ALL SELECT a.id, 'letters' FROM accounts a JOIN mailboxes m ON m.person = a.person
           WHERE a.id IN (SELECT value FROM json_each(:accounts)) AND m.confirmed_at IS NOT NULL
               AND m.refused_at IS NULL""",
        accounts=listed(accounts),
    )
    channels: dict[int, set[str]] = defaultdict(set)
    for row in found:
        channels[row["id"]].add(row["channel"])
    return {account: frozenset(others) for account, others in channels.items()}


def chosen_order(db: Database, person: int) -> list[str]:
    """Return the channels of a person that have a place, in order."""
    found = rows(db, "SELECT channel FROM ways WHERE person = :person ORDER BY place", person=person)
    return [row["channel"] for row in found]


def put_order(db: Database, person: int, channels: Sequence[str]) -> None:
    """Keep in which order the ways to a person are tried."""
    forget_order(db, person)
    for place, channel in enumerate(channels):
        change(
            db,
            "INSERT INTO ways (person, channel, place) VALUES (:person, :channel, :place)",
            person=person,
            channel=channel,
            place=place,
        )


def forget_order(db: Database, person: int) -> None:
    """Try the ways to a person in the order in which they were linked, the last one first."""
    change(db, "DELETE FROM ways WHERE person = :person", person=person)
