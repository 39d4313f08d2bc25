"""Invitations, the wrong codes that were tried, and consents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.people import Caller
from storage.rows import change, insert, instant, iso, maybe_instant, one, value


@dataclass(frozen=True)
class Invitation:
    """An invitation of one person; token and code are known as keyed hashes only."""

    id: int
    person: int
    expires_at: datetime
    used_at: datetime | None
    locked_at: datetime | None
    confirmed_at: datetime | None
    adds: bool = False
    """Whether its person made it to be reached in another way as well: it ends no link."""


def add_invitation(
    db: Database,
    person: int,
    token_hash: str,
    code_hash: str,
    now: datetime,
    expires_at: datetime,
    *,
    adds: bool = False,
) -> int:
    """Store an invitation and return its id; a person's earlier open ones end now."""
    # Not deleted: whoever types an earlier code learns that it has expired, not that there is none.
    end_open(db, person, now)
    return insert(
        db,
        """INSERT INTO invitations (person, token_hash, code_hash, created_at, expires_at, adds)
           VALUES (:person, :token_hash, :code_hash, :now, :expires_at, :adds)""",
        adds=adds,
        person=person,
        token_hash=token_hash,
        code_hash=code_hash,
        now=iso(now),
        expires_at=iso(expires_at),
    )


def end_open(db: Database, person: int, now: datetime) -> None:
    """End the invitation of a person that can still be used."""
    change(
        db,
        "UPDATE invitations SET expires_at = :now WHERE person = :person AND used_at IS NULL AND expires_at > :now",
        person=person,
        now=iso(now),
    )


def invitation_by_hash(db: Database, secret_hash: str) -> Invitation | None:
    """Return the invitation whose token or code has this hash."""
    row = one(db, "SELECT * FROM invitations WHERE code_hash = :hash OR token_hash = :hash", hash=secret_hash)
    return _invitation(row) if row else None


def has_open(db: Database, person: int, now: datetime) -> bool:
    """Return whether a person holds an invitation that can still be used."""
    row = one(
        db,
        """SELECT 1 FROM invitations WHERE person = :person AND used_at IS NULL AND locked_at IS NULL
           AND expires_at > :now LIMIT 1""",
        person=person,
        now=iso(now),
    )
    return row is not None


def offer(db: Database, invitation: int, caller: Caller, now: datetime) -> None:
    """Remember to which account an invitation was shown; only that one can go on with it."""
    # Whoever is shown it next has to say anew that it is theirs.
    change(
        db,
        """UPDATE invitations SET offered_channel = :channel, offered_user = :user_key, offered_at = :now,
           confirmed_at = NULL WHERE id = :id""",
        id=invitation,
        channel=caller.channel,
        user_key=caller.user_key,
        now=iso(now),
    )


def offered(db: Database, caller: Caller, now: datetime) -> Invitation | None:
    """Return the open invitation shown to this account last."""
    row = one(
        db,
        """SELECT * FROM invitations WHERE offered_channel = :channel AND offered_user = :user_key
           AND used_at IS NULL AND locked_at IS NULL AND expires_at > :now ORDER BY offered_at DESC LIMIT 1""",
        channel=caller.channel,
        user_key=caller.user_key,
        now=iso(now),
    )
    return _invitation(row) if row else None


def confirm(db: Database, invitation: int, now: datetime) -> None:
    """Keep that the person named on the invitation is the one who has it."""
    change(db, "UPDATE invitations SET confirmed_at = :now WHERE id = :id", id=invitation, now=iso(now))


def lock(db: Database, invitation: int, now: datetime) -> None:
    """End an invitation that reached somebody else. Who that was stays known until the reason is settled."""
    change(db, "UPDATE invitations SET locked_at = :now WHERE id = :id", id=invitation, now=iso(now))


def denied(db: Database, caller: Caller, since: datetime) -> Invitation | None:
    """Return the invitation that this account denied last, at `since` or later, and may still give a reason for."""
    row = one(
        db,
        """SELECT * FROM invitations WHERE offered_channel = :channel AND offered_user = :user_key
           AND locked_at >= :since ORDER BY locked_at DESC LIMIT 1""",
        channel=caller.channel,
        user_key=caller.user_key,
        since=iso(since),
    )
    return _invitation(row) if row else None


def forget_offer(db: Database, invitation: int) -> None:
    """Forget to whom an invitation was shown."""
    change(db, "UPDATE invitations SET offered_channel = NULL, offered_user = NULL WHERE id = :id", id=invitation)


def use(db: Database, invitation: int, account: int, now: datetime) -> None:
    """Mark an invitation as used by an account."""
    # `used_by` says from now on whose it was.
    change(
        db,
        """UPDATE invitations SET used_at = :now, used_by = :account, offered_channel = NULL, offered_user = NULL
           WHERE id = :id""",
        id=invitation,
        account=account,
        now=iso(now),
    )


def forget_offers(db: Database, offered_before: datetime) -> int:
    """Forget to whom invitations were shown that nobody went on with; return how many."""
    return change(
        db,
        """UPDATE invitations SET offered_channel = NULL, offered_user = NULL
           WHERE offered_channel IS NOT NULL AND (expires_at < :before OR offered_at < :before)""",
        before=iso(offered_before),
    )


def add_attempt(db: Database, account_hash: str, now: datetime) -> None:
    """Count a wrong code."""
    insert(db, "INSERT INTO code_attempts (account_hash, at) VALUES (:hash, :now)", hash=account_hash, now=iso(now))


def attempts_since(db: Database, since: datetime, account_hash: str | None = None) -> int:
    """Return how many wrong codes came since an instant, from one account or from all."""
    found = value(
        db,
        "SELECT count(*) FROM code_attempts WHERE at > :since AND (:hash IS NULL OR account_hash = :hash)",
        since=iso(since),
        hash=account_hash,
    )
    return int(found or 0)


def last_attempt(db: Database, account_hash: str) -> datetime | None:
    """Return when an account last entered a wrong code."""
    found = value(db, "SELECT max(at) FROM code_attempts WHERE account_hash = :hash", hash=account_hash)
    return instant(str(found)) if found else None


def purge_attempts(db: Database, before: datetime) -> int:
    """Delete wrong codes counted before an instant; return how many."""
    return change(db, "DELETE FROM code_attempts WHERE at < :before", before=iso(before))


def add_consent(db: Database, account: int, version: str, now: datetime) -> None:
    """Keep which version of the notice an account agreed to, and when."""
    insert(
        db,
        "INSERT INTO consents (account, version, at) VALUES (:account, :version, :now)",
        account=account,
        version=version,
        now=iso(now),
    )


def _invitation(row: Row) -> Invitation:
    return Invitation(
        id=row["id"],
        person=row["person"],
        expires_at=instant(row["expires_at"]),
        used_at=maybe_instant(row["used_at"]),
        locked_at=maybe_instant(row["locked_at"]),
        confirmed_at=maybe_instant(row["confirmed_at"]),
        adds=bool(row["adds"]),
    )


def withdraw_consent(db: Database, account: int, now: datetime) -> None:
    """Keep that the consents of an account were withdrawn."""
    change(
        db,
        "UPDATE consents SET withdrawn_at = :now WHERE account = :account AND withdrawn_at IS NULL",
        account=account,
        now=iso(now),
    )
