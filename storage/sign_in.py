"""Links that sign in once, second factors, and the wrong codes that were tried."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from storage.rows import change, instant, iso, maybe_instant, one, rows


@dataclass(frozen=True)
class SignInLink:
    """A link of one person; its token is known as a keyed hash only."""

    id: int
    person: int
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class SecondFactor:
    """What a person's codes follow from (with the key of the hashes), and the step of the last that was taken."""

    setup_key: str
    last_step: int


def add_link(db: Database, person: int, token_hash: str, now: datetime, expires_at: datetime) -> None:
    """Store a link; a person's earlier open ones end now."""
    end_links(db, person, now)
    change(
        db,
        """INSERT INTO sign_in_links (person, token_hash, made_at, expires_at)
           VALUES (:person, :token, :now, :expires_at)""",
        person=person,
        token=token_hash,
        now=iso(now),
        expires_at=iso(expires_at),
    )


def end_links(db: Database, person: int, now: datetime) -> None:
    """End the links of a person that can still be used."""
    change(
        db,
        "UPDATE sign_in_links SET expires_at = :now WHERE person = :person AND used_at IS NULL AND expires_at > :now",
        person=person,
        now=iso(now),
    )


def link_by_hash(db: Database, token_hash: str) -> SignInLink | None:
    """Return the link whose token has this hash."""
    row = one(db, "SELECT * FROM sign_in_links WHERE token_hash = :hash", hash=token_hash)
    if row is None:
        return None
    return SignInLink(row["id"], row["person"], instant(row["expires_at"]), maybe_instant(row["used_at"]))


def has_open_link(db: Database, person: int, now: datetime) -> bool:
    """Return whether a person has a link that can still be used."""
    sql = "SELECT 1 FROM sign_in_links WHERE person = :person AND used_at IS NULL AND expires_at > :now"
    return one(db, sql, person=person, now=iso(now)) is not None


def files_asked_for(db: Database, person: int, since: datetime) -> list[tuple[str, str]]:
    """Return by reference and name the files that messages with links since an instant were sent for, each once."""
    found = rows(
        db,
        """SELECT o.topic_arguments ->> '$.files' AS files FROM accounts a JOIN outbox o ON o.account = a.id
           WHERE a.person = :person AND o.topic = 'membership' AND o.created_at >= :since
               AND o.topic_arguments ->> '$.files' IS NOT NULL ORDER BY o.id""",
        person=person,
        since=iso(since),
    )
    return list({ref: (ref, name) for row in found for ref, name in json.loads(row["files"])}.values())


def use_link(db: Database, link: int, now: datetime) -> None:
    """Mark a link as used."""
    change(db, "UPDATE sign_in_links SET used_at = :now WHERE id = :id", id=link, now=iso(now))


def purge_links(db: Database, expired_before: datetime) -> int:
    """Delete links that expired before an instant; return how many."""
    return change(db, "DELETE FROM sign_in_links WHERE expires_at < :before", before=iso(expired_before))


def factor(db: Database, person: int) -> SecondFactor | None:
    """Return the second factor of a person, None where none is set up."""
    row = one(db, "SELECT setup_key, last_step FROM second_factors WHERE person = :person", person=person)
    return SecondFactor(row["setup_key"], row["last_step"]) if row else None


def add_factor(db: Database, person: int, setup_key: str, step: int, now: datetime) -> None:
    """Store the second factor of a person who has none, confirmed by the code of a step."""
    change(
        db,
        "INSERT INTO second_factors (person, setup_key, made_at, last_step) VALUES (:person, :key, :now, :step)",
        person=person,
        key=setup_key,
        step=step,
        now=iso(now),
    )


def take_step(db: Database, person: int, step: int) -> None:
    """Keep the step of the code that was taken last."""
    change(db, "UPDATE second_factors SET last_step = :step WHERE person = :person", person=person, step=step)


def remove_factor(db: Database, person: int) -> bool:
    """Remove the second factor of a person; return whether there was one."""
    return bool(change(db, "DELETE FROM second_factors WHERE person = :person", person=person))


def add_attempt(db: Database, person: int, now: datetime) -> None:
    """Count a wrong code."""
    change(db, "INSERT INTO sign_in_attempts (person, at) VALUES (:person, :now)", person=person, now=iso(now))


def attempts_since(db: Database, person: int, since: datetime) -> list[datetime]:
    """Return when a person's wrong codes came since an instant, the first one first."""
    found = rows(
        db,
        "SELECT at FROM sign_in_attempts WHERE person = :person AND at > :since ORDER BY at",
        person=person,
        since=iso(since),
    )
    return [instant(row["at"]) for row in found]


def forget_attempts(db: Database, person: int) -> None:
    """Forget the wrong codes of a person, after a right one."""
    change(db, "DELETE FROM sign_in_attempts WHERE person = :person", person=person)


def purge_attempts(db: Database, before: datetime) -> int:
    """Delete wrong codes counted before an instant; return how many."""
    return change(db, "DELETE FROM sign_in_attempts WHERE at < :before", before=iso(before))
