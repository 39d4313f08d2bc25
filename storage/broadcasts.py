"""What the desk announces: to whom, what became of it for each of them, and who confirmed it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.broadcasts import Broadcast, Chosen, Fate, LeftOut, Message, Recipient
from bot.domain.people import MEMBER_ROLES, Duty
from storage.held import UNOPENED
from storage.outbox import UNREACHABLE
from storage.people import HELD
from storage.rows import change, insert, instant, iso, listed, maybe_instant, one, rows, value

_KEY = "broadcast"
_STOPPED = "stopped"
"""The error of a message that was waiting when its announcement was stopped."""
_TEXT = "text"
MEMBER = tuple(sorted(role.value for role in MEMBER_ROLES))
"""The roles on a seat, as they stand in what a recipient keeps (`basis_of`)."""
_OF_OUTBOX = "topic = 'broadcast' AND json_extract(topic_arguments, '$.broadcast') = :id"
_OPEN = "state IN ('queued', 'sending', 'retry', 'unknown')"
_TO_BE_OPENED = f"state = 'held' AND coalesce(error, '') <> '{UNOPENED}'"
# In these words SQLite knows the index for it.
_WAITING = f"{_OPEN} AND state <> 'sending'"
_TO_QUEUE = "r.queued_at IS NULL AND r.left_out_reason = ''"


def text_key(broadcast: int, person: int, account: int) -> str:
    """Return the key of the message with the words of an announcement to an account."""
    return f"{_KEY}:{broadcast}:{person}:{account}:{_TEXT}"


def file_key(broadcast: int, person: int, account: int, file: int) -> str:
    """Return the key of a file of an announcement to an account."""
    # The account is the last part that is a number (`bot.domain.ways.for_account`).
    return f"{_KEY}:{broadcast}:{person}:{account}:file-{file}"


def anchor(broadcast: int, account: int) -> str:
    """Return the anchor of the message with the words."""
    return f"{_KEY}:{broadcast}:{account}"


def basis_of(duties: Iterable[Duty]) -> frozenset[str]:
    """Return duties as a recipient keeps them: still held where one of these is."""
    return frozenset(f"{duty.role.value}:{duty.seat.id if duty.seat else 0}" for duty in duties)


def add(db: Database, made: Broadcast, recipients: Sequence[tuple[int, frozenset[str]]]) -> int:
    """Keep an announcement with its recipients, in order: each a person and the duties they were chosen by."""
    number = insert(
        db,
        """INSERT INTO broadcasts (code, person, words, files, audience, confirm, made_at, send_at)
           VALUES (:code, :person, :words, :files, :audience, :confirm, :made_at, :send_at)""",
        code=made.code,
        person=made.person,
        words=made.words,
        files=listed(made.files),
        audience=made.chosen.stored,
        confirm=int(made.confirm),
        made_at=iso(made.made_at),
        send_at=iso(made.send_at),
    )
    db.conn.executemany(
        "INSERT INTO broadcast_recipients (broadcast, person, place, basis) VALUES (?, ?, ?, ?)",
        [(number, person, place, listed(sorted(basis))) for place, (person, basis) in enumerate(recipients)],
    )
    return number


def by_id(db: Database, broadcast: int) -> Broadcast | None:
    """Return an announcement."""
    row = one(db, "SELECT * FROM broadcasts WHERE id = :id", id=broadcast)
    return _broadcast(row) if row else None


def by_code(db: Database, code: str) -> Broadcast | None:
    """Return the announcement with a code."""
    row = one(db, "SELECT * FROM broadcasts WHERE code = :code", code=code)
    return _broadcast(row) if row else None


def newest(db: Database, most: int, skipped: int) -> list[Broadcast]:
    """Return the newest announcements after so many that are skipped."""
    found = rows(
        db, "SELECT * FROM broadcasts ORDER BY id DESC LIMIT :most OFFSET :skipped", most=most, skipped=skipped
    )
    return [_broadcast(row) for row in found]


def count(db: Database) -> int:
    """Return how many announcements there are."""
    return int(value(db, "SELECT count(*) FROM broadcasts") or 0)


def last_with_words(db: Database, words: str, since: datetime) -> Broadcast | None:
    """Return the announcement with exactly these words that was made last, since an instant."""
    row = one(
        db,
        "SELECT * FROM broadcasts WHERE words = :words AND made_at >= :since ORDER BY id DESC LIMIT 1",
        words=words,
        since=iso(since),
    )
    return _broadcast(row) if row else None


def last_to(db: Database, chosen: Chosen, since: datetime) -> Broadcast | None:
    """Return the announcement to an audience that was made last, since an instant; none that was stopped."""
    row = one(
        db,
        """SELECT * FROM broadcasts WHERE audience = :audience AND made_at >= :since AND stopped_at IS NULL
           ORDER BY id DESC LIMIT 1""",
        audience=chosen.stored,
        since=iso(since),
    )
    return _broadcast(row) if row else None


def with_unconfirmed(db: Database, most: int) -> list[str]:
    """Return the codes of the newest announcements that somebody who got them was asked to confirm and has not."""
    found = rows(
        db,
        """SELECT b.code FROM broadcasts b WHERE b.confirm = 1 AND EXISTS (
               SELECT 1 FROM broadcast_recipients r
               WHERE r.broadcast = b.id AND r.queued_at IS NOT NULL AND r.confirmed_at IS NULL)
           ORDER BY b.id DESC LIMIT :most""",
        most=most,
    )
    return [row["code"] for row in found]


def to_start(db: Database) -> bool:
    """Return whether anything of an announcement is still to be queued, now or later, or to be told of."""
    return one(db, "SELECT 1 FROM broadcasts WHERE ended_at IS NULL LIMIT 1") is not None


def under_way(db: Database, now: datetime) -> list[Broadcast]:
    """Return the announcements whose hour has come and that have not ended."""
    found = rows(
        db,
        "SELECT * FROM broadcasts WHERE ended_at IS NULL AND (send_at <= :now OR send_at = made_at) ORDER BY id",
        now=iso(now),
    )
    return [_broadcast(row) for row in found]


def to_queue(db: Database, broadcast: int, most: int) -> list[tuple[int, frozenset[str]]]:
    """Return the next recipients of whom nothing has been queued yet, with the duties they were chosen by."""
    found = rows(
        db,
        f"SELECT r.person, r.basis FROM broadcast_recipients r WHERE r.broadcast = :id AND {_TO_QUEUE}"
        " ORDER BY r.place LIMIT :most",
        id=broadcast,
        most=most,
    )
    return [(row["person"], frozenset(json.loads(row["basis"]))) for row in found]


def mark_queued(db: Database, broadcast: int, persons: Collection[int], now: datetime) -> None:
    """Record that messages to these recipients are queued."""
    sql = "UPDATE broadcast_recipients SET queued_at = ? WHERE broadcast = ? AND person = ?"
    db.conn.executemany(sql, [(iso(now), broadcast, person) for person in persons])


def leave_out(db: Database, broadcast: int, reasons: Mapping[int, LeftOut]) -> None:
    """Record that nothing is sent to these recipients, and why."""
    sql = "UPDATE broadcast_recipients SET left_out_reason = ? WHERE broadcast = ? AND person = ?"
    db.conn.executemany(sql, [(reason.value, broadcast, person) for person, reason in reasons.items()])


def due_count(db: Database, broadcast: int, now: datetime, most: int) -> int:
    """Return how many messages of an announcement are on their way now, at most so many."""
    found = value(
        db,
        f"SELECT count(*) FROM (SELECT 1 FROM outbox WHERE {_OF_OUTBOX} AND {_OPEN} AND next_at <= :now LIMIT :most)",
        id=broadcast,
        now=iso(now),
        most=most,
    )
    return int(found or 0)


def is_on_its_way(db: Database, broadcast: int) -> bool:
    """Return whether a message of an announcement has not ended."""
    for state in (_OPEN, _TO_BE_OPENED):
        if one(db, f"SELECT 1 FROM outbox WHERE {_OF_OUTBOX} AND {state} LIMIT 1", id=broadcast):
            return True
    return False


def mark_stopped(db: Database, broadcast: int, person: int, now: datetime) -> bool:
    """Record who stops an announcement; return False where it was stopped or had ended before."""
    sql = """UPDATE broadcasts SET stopped_at = :now, stopped_by = :person
             WHERE id = :id AND stopped_at IS NULL AND ended_at IS NULL"""
    return change(db, sql, id=broadcast, person=person, now=iso(now)) > 0


def cancel_waiting(db: Database, broadcast: int, now: datetime) -> int:
    """End everything of an announcement that waits; return how many messages that were."""
    return change(
        db,
        f"""UPDATE outbox SET state = 'cancelled', ended_at = :now, body = NULL, error = :error
            WHERE {_OF_OUTBOX} AND {_WAITING}""",
        id=broadcast,
        now=iso(now),
        error=_STOPPED,
    )


def stands(db: Database, broadcast: int, person: int, today: date) -> bool:
    """Return whether a message to somebody is still wanted: not stopped, and a duty held by which they were chosen."""
    row = one(
        db,
        f"""SELECT 1 FROM broadcast_recipients r JOIN broadcasts b ON b.id = r.broadcast
            WHERE r.broadcast = :id AND r.person = :person AND b.stopped_at IS NULL AND EXISTS (
                SELECT 1 FROM duties d WHERE d.person = r.person AND {HELD}
                    AND d.role || ':' || coalesce(d.seat, 0) IN (SELECT value FROM json_each(r.basis)))""",
        id=broadcast,
        person=person,
        today=today.isoformat(),
    )
    return row is not None


def recipients(db: Database, broadcast: int) -> list[Recipient]:
    """Return everybody an announcement is for, in order."""
    found = rows(db, "SELECT * FROM broadcast_recipients r WHERE r.broadcast = :id ORDER BY r.place", id=broadcast)
    return [_recipient(row) for row in found]


def recipient(db: Database, broadcast: int, person: int) -> Recipient | None:
    """Return what an announcement is for one person; None where it is not for them."""
    row = one(
        db, "SELECT * FROM broadcast_recipients r WHERE r.broadcast = :id AND r.person = :person",
        id=broadcast, person=person,
    )  # fmt: skip
    return _recipient(row) if row else None


def messages(db: Database, broadcast: int) -> Mapping[int, list[tuple[Message, datetime | None]]]:
    """Return by person how each message with the words stands, and when it ended."""
    found = rows(
        db,
        """SELECT dedupe_key, state, error, ended_at FROM outbox
           WHERE dedupe_key >= :first AND dedupe_key < :last AND state <> 'passed'""",
        first=f"{_KEY}:{broadcast}:",
        last=f"{_KEY}:{broadcast};",
    )
    standing: dict[int, list[tuple[Message, datetime | None]]] = defaultdict(list)
    for row in found:
        _, _, person, _, what = row["dedupe_key"].split(":")
        if what == _TEXT:
            standing[int(person)].append((_message(row), maybe_instant(row["ended_at"])))
    return standing


def _message(row: Row) -> Message:
    match row["state"]:
        case "sent":
            return Message.SENT
        case "queued" | "sending" | "retry" | "unknown":
            return Message.OPEN
        case "held":
            return Message.UNOPENED if row["error"] == UNOPENED else Message.OPEN
        case _ if row["error"] == UNREACHABLE:
            return Message.GONE
        case "expired":
            return Message.LATE
        case "cancelled":
            return Message.STOPPED if row["error"] == _STOPPED else Message.UNWANTED
        case _:
            return Message.LOST


def settle(db: Database, broadcast: int, outcomes: Mapping[int, tuple[Fate, datetime | None]], now: datetime) -> bool:
    """Keep what became of an announcement for everybody, as nothing of it is on its way; False where that was done."""
    ended = "UPDATE broadcasts SET ended_at = :now WHERE id = :id AND ended_at IS NULL"
    if not change(db, ended, id=broadcast, now=iso(now)):
        return False
    db.conn.executemany(
        "UPDATE broadcast_recipients SET outcome = ?, sent_at = ? WHERE broadcast = ? AND person = ?",
        [(fate.value, iso(at) if at else None, broadcast, person) for person, (fate, at) in outcomes.items()],
    )
    return True


def opened(db: Database, broadcast: int, person: int, now: datetime) -> None:
    """Keep that an announcement was opened that had been settled without that."""
    change(
        db,
        """UPDATE broadcast_recipients SET outcome = 'sent', sent_at = :now
           WHERE broadcast = :id AND person = :person AND outcome = 'unopened'""",
        id=broadcast,
        person=person,
        now=iso(now),
    )


def confirm(db: Database, broadcast: int, person: int, now: datetime) -> bool:
    """Record that somebody confirms an announcement that went to them; return False where they had before."""
    sql = """UPDATE broadcast_recipients SET confirmed_at = :now
             WHERE broadcast = :id AND person = :person AND queued_at IS NOT NULL AND confirmed_at IS NULL"""
    return change(db, sql, id=broadcast, person=person, now=iso(now)) > 0


@dataclass(frozen=True)
class Unconfirmed:
    """Somebody who got an announcement at an instant, was asked to confirm it and has not."""

    broadcast: int
    code: str
    person: int
    sent_at: datetime


def unconfirmed(db: Database, since: datetime) -> list[Unconfirmed]:
    """Return who got since an instant what they were asked to confirm and have not, each person once for each code."""
    # While an announcement is under way, that it arrived is known by the messages alone.
    found = rows(
        db,
        """SELECT b.id, b.code, r.person, r.sent_at AS at FROM broadcasts b
               JOIN broadcast_recipients r ON r.broadcast = b.id
           WHERE b.confirm = 1 AND b.ended_at >= :since AND r.confirmed_at IS NULL AND r.sent_at >= :since
           UNION ALL
           SELECT b.id, b.code, r.person, min(o.ended_at) FROM broadcasts b
               JOIN broadcast_recipients r ON r.broadcast = b.id JOIN accounts a ON a.person = r.person
               JOIN outbox o ON o.state = 'sent' AND o.ended_at >= :since AND o.dedupe_key =
                   'broadcast:' || b.id || ':' || r.person || ':' || a.id || ':text'
           WHERE b.confirm = 1 AND b.ended_at IS NULL AND r.confirmed_at IS NULL AND r.queued_at IS NOT NULL
           GROUP BY b.id, r.person ORDER BY 1, 3""",
        since=iso(since),
    )
    return [Unconfirmed(row["id"], row["code"], row["person"], instant(row["at"])) for row in found]


def has_confirmed(db: Database, code: str, person: int) -> bool:
    """Return whether somebody has confirmed the announcement with a code."""
    row = one(
        db,
        """SELECT 1 FROM broadcast_recipients r JOIN broadcasts b ON b.id = r.broadcast
           WHERE b.code = :code AND r.person = :person AND r.confirmed_at IS NOT NULL""",
        code=code,
        person=person,
    )
    return row is not None


def duties_held(db: Database, persons: Collection[int], today: date) -> Mapping[int, frozenset[str]]:
    """Return by person the duties held today, as a recipient keeps them."""
    found = rows(
        db,
        f"""SELECT d.person, d.role || ':' || coalesce(d.seat, 0) AS duty FROM duties d
            WHERE d.person IN (SELECT value FROM json_each(:persons)) AND {HELD}""",
        persons=listed(persons),
        today=today.isoformat(),
    )
    held: dict[int, set[str]] = defaultdict(set)
    for row in found:
        held[row["person"]].add(row["duty"])
    return {person: frozenset(each) for person, each in held.items()}


def _broadcast(row: Row) -> Broadcast:
    return Broadcast(
        id=row["id"],
        code=row["code"],
        person=row["person"],
        words=row["words"],
        files=tuple(json.loads(row["files"])),
        chosen=Chosen.read(row["audience"]),
        confirm=bool(row["confirm"]),
        made_at=instant(row["made_at"]),
        send_at=instant(row["send_at"]),
        stopped_at=maybe_instant(row["stopped_at"]),
        stopped_by=row["stopped_by"],
        ended_at=maybe_instant(row["ended_at"]),
    )


def _recipient(row: Row) -> Recipient:
    return Recipient(
        person=row["person"],
        queued=row["queued_at"] is not None,
        left_out=LeftOut(row["left_out_reason"]),
        kept=Fate(row["outcome"]) if row["outcome"] else None,
        confirmed_at=maybe_instant(row["confirmed_at"]),
    )
