"""What an account has not got since it could not be reached: read from what ended unseen and what was never queued."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bot.domain.operations import Topic, TopicKind
from storage.outbox import UNREACHABLE
from storage.rows import Value, change, instant, iso, listed, one, rows

if TYPE_CHECKING:
    from bot.domain.difficulties import DifficultyAct

_OF_PERSON = "account IN (SELECT b.id FROM accounts a JOIN accounts b ON b.person = a.person WHERE a.id = :account)"
"""Of any way of its reader: what came by another one was not missed."""
_SEEN = f"""SELECT json_extract(topic_arguments, '$.code') FROM outbox
           WHERE {_OF_PERSON} AND topic = :topic AND state NOT IN ('failed', 'cancelled', 'expired')
           AND (ended_at IS NULL OR ended_at >= :since)"""
"""The codes of which the person of an account has got, or is about to get, a message of a topic."""


@dataclass(frozen=True)
class Unseen:
    """Something an account has not got: what it is about, and when it would have come."""

    topic: Topic
    at: datetime


@dataclass(frozen=True)
class OutOfReach:
    """A linked account of somebody with a duty to which nothing arrives."""

    account: int
    person: int
    full_name: str
    since: datetime


def ended_unseen(db: Database, account: int, since: datetime) -> list[Unseen]:
    """Return what was queued for an account and was not delivered, each topic once."""
    # An edit that takes choices away says nothing that could be missed.
    found = rows(
        db,
        f"""SELECT topic, topic_arguments, min(ended_at) AS at FROM outbox
            WHERE account = :account AND topic IS NOT NULL AND kind <> 'strip' AND ended_at >= :since
            AND (state IN ('failed', 'expired') OR (state = 'cancelled' AND error = '{UNREACHABLE}'))
            GROUP BY topic, topic_arguments ORDER BY at""",
        account=account,
        since=iso(since),
    )
    return [Unseen(Topic(TopicKind(r["topic"]), json.loads(r["topic_arguments"])), instant(r["at"])) for r in found]


def filed_unseen(db: Database, account: int, since: datetime) -> list[Unseen]:
    """Return the reports of which an officer got no copy."""
    return _unseen(
        db,
        account,
        since,
        TopicKind.DESK_COPY,
        "SELECT code, sent_at AS at FROM reports WHERE superseded_at IS NULL AND withdrawn_at IS NULL",
    )


def escalated_unseen(db: Database, account: int, since: datetime) -> list[Unseen]:
    """Return the urgent reports that were brought to the leaders, but not to this one."""
    return _unseen(
        db, account, since, TopicKind.ESCALATION, "SELECT report_code AS code, escalated_at AS at FROM receptions"
    )


def handled_unseen(db: Database, account: int, person: int, since: datetime) -> list[Unseen]:
    """Return the reports of a person that were accepted, or brought to the leaders, without their being told."""
    return _unseen(
        db,
        account,
        since,
        TopicKind.HANDLING,
        """SELECT r.code, coalesce(c.accepted_at, c.escalated_at) AS at FROM receptions c
           JOIN reports r ON r.code = c.report_code AND r.by_person = :person""",
        person=person,
    )


def difficulties_unseen(db: Database, account: int, seats: Collection[int], since: datetime) -> list[Unseen]:
    """Return the difficulties of these seats with which the desk did something without this account being told."""
    from storage.difficulties import stands  # `doctor` asks who is out of reach, and nothing of difficulties

    return _unseen(
        db,
        account,
        since,
        TopicKind.DIFFICULTY,
        f"""SELECT e.difficulty AS code, max(e.at) AS at FROM difficulty_events e JOIN reports r ON r.id = e.report
            WHERE r.seat IN (SELECT value FROM json_each(:seats)) AND e.at >= :since AND e.kind IN
               ('asked', 'forwarded', 'answered', 'returned', 'not_accepted', 'closed', 'reopened', 'wording_sent')
               AND {stands("e")} GROUP BY e.difficulty""",
        seats=listed(seats),
    )


def said_unseen(db: Database, account: int, act: DifficultyAct, since: datetime) -> list[Unseen]:
    """Return the difficulties of which leaders were asked, or officers told, without this account being told."""
    from storage.difficulties import stands

    return _unseen(
        db,
        account,
        since,
        TopicKind.DIFFICULTY,
        f"""SELECT e.difficulty AS code, max(e.at) AS at FROM difficulty_events e
            WHERE e.at >= :since AND e.kind = :kind AND {stands("e")} GROUP BY e.difficulty""",
        kind=act.value,
    )


def frozen_unseen(db: Database, account: int, since: datetime) -> list[Unseen]:
    """Return the aggregates that were frozen and did not get to an account."""
    found = rows(
        db,
        f"""SELECT period, number, taken_at FROM digests d
           WHERE taken_at >= :since AND removed_at IS NULL AND NOT EXISTS (
               SELECT 1 FROM outbox WHERE {_OF_PERSON} AND topic = 'aggregate'
               AND json_extract(topic_arguments, '$.period') = d.period
               AND json_extract(topic_arguments, '$.number') = d.number
               AND state NOT IN ('failed', 'cancelled', 'expired')) ORDER BY taken_at""",
        account=account,
        since=iso(since),
    )
    return [
        Unseen(Topic(TopicKind.AGGREGATE, {"period": r["period"], "number": r["number"]}), instant(r["taken_at"]))
        for r in found
    ]


def list_is_under_way(db: Database, account: int) -> bool:
    """Return whether a list of what was missed is on its way to an account."""
    found = one(
        db,
        """SELECT 1 FROM outbox WHERE account = :account AND topic = 'missed'
           AND state IN ('queued', 'sending', 'retry', 'unknown', 'held')""",
        account=account,
    )
    return found is not None


def told_until(db: Database, account: int, until: datetime) -> None:
    """Keep that an account has been told of everything it had missed by an instant."""
    # Out of reach again: what came after the list is still missed.
    change(
        db,
        "UPDATE accounts SET missed_since = CASE WHEN reach = 'ok' THEN NULL ELSE :until END WHERE id = :account",
        account=account,
        until=iso(until),
    )


def out_of_reach(db: Database, today: date, limit: int = -1) -> list[OutOfReach]:
    """Return the accounts to which nothing arrives: the desk's and its leaders' first, then the longest absence."""
    # A LIMIT below zero is none. Somebody with several duties stands once, where the weightiest puts them.
    found = rows(
        db,
        """SELECT a.id AS account, a.person, p.full_name, a.missed_since
           FROM accounts a INDEXED BY accounts_out_of_reach
           JOIN persons p ON p.id = a.person JOIN duties d ON d.person = p.id
           WHERE a.unlinked_at IS NULL AND a.reach <> 'ok'
           AND d.valid_from <= :today AND (d.valid_to IS NULL OR d.valid_to > :today)
           GROUP BY a.id ORDER BY max(d.role IN ('secretariat', 'leader')) DESC, a.missed_since, a.id LIMIT :limit""",
        today=today.isoformat(),
        limit=limit,
    )
    return [OutOfReach(r["account"], r["person"], r["full_name"], instant(r["missed_since"])) for r in found]


def _unseen(
    db: Database, account: int, since: datetime, topic: TopicKind, source: str, **params: Value
) -> list[Unseen]:
    # Every message of these topics names a code: one NULL among them, and NOT IN would be true of nothing.
    found = rows(
        db,
        f"SELECT code, at FROM ({source}) WHERE at >= :since AND code NOT IN ({_SEEN}) ORDER BY at",
        account=account,
        since=iso(since),
        topic=topic,
        **params,
    )
    return [Unseen(Topic(topic, {"code": row["code"]}), instant(row["at"])) for row in found]
