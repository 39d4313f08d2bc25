"""Copies of the words of reports that are kept for a while: in chats, messages under way, drafts, searches, updates."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from bot.domain import questions
from bot.domain.traces import Traces
from storage import paper_basis, snapshots, web_messages
from storage.purging import Wanted, Words, all_reports, attachments, seats_of
from storage.rows import as_json, change, iso, listed, maybe_instant, rows

_IN_CODES = "(SELECT value FROM json_each(:codes))"
_IN_REPORTS = "(SELECT value FROM json_each(:reports))"
_IN_SEATS = "(SELECT value FROM json_each(:seats))"
_IN_IDS = "(SELECT value FROM json_each(:ids))"


@dataclass(frozen=True)
class Shown:
    """A message in a chat, the program's or its reader's: whose chat, and when it was sent, as far as that is known."""

    account: int | None
    """None for a message in the group of the desk."""
    full_name: str
    """Empty for that group."""
    channel: str
    address: str
    message_id: str
    at: datetime | None
    kept_here: bool = False
    """Whether it is kept in this base, from which it can be deleted at any time."""


@dataclass(frozen=True)
class Reach:
    """Whose chats and drafts may hold words, and by what these are known there.

    What others wrote in the same words is no copy.
    """

    traces: Traces
    shown_to: Collection[int]
    """The accounts that may have been shown them."""
    typed_by: Collection[int]
    """The accounts that may have typed them."""
    seats: Collection[int]
    """The seats for which drafts may hold them."""


def reaches(db: Database, wanted: Wanted, words: Words) -> Sequence[Reach]:
    """Return how far the words have got: with the seats that sent them and the desk, with co-signers, with all."""
    seats = seats_of(db, wanted)
    own = _accounts(db, seats, all_reports(db, wanted))
    signed = [
        row["seat"]
        for row in rows(
            db, f"SELECT seat FROM cosigns WHERE difficulty IN {_IN_CODES}", codes=listed(wanted.difficulties)
        )
    ]
    signers = _accounts(db, signed, ())
    everybody = [row["id"] for row in rows(db, "SELECT id FROM accounts")]
    return (
        Reach(Traces([*words.own, *words.examples, *words.shared]), own, own, seats),
        Reach(Traces(words.examples), signers, signers, signed),
        # Whole alone: a headline is so general that members write parts of it themselves.
        Reach(Traces(words.shared, whole=True), everybody, (), ()),
    )


def _accounts(db: Database, seats: Collection[int], reports: Collection[str]) -> frozenset[int]:
    """The accounts of those who held one of these seats or a duty at the desk, or sent one of these reports."""
    found = rows(
        db,
        f"""SELECT a.id FROM accounts a WHERE a.person IN (
                SELECT person FROM duties WHERE seat IS NULL OR seat IN {_IN_SEATS}
                UNION SELECT by_person FROM reports WHERE code IN {_IN_REPORTS})""",
        seats=listed(seats),
        reports=listed(reports),
    )
    return frozenset(row["id"] for row in found)


# What stands in a group that the bot has left it cannot delete: as of what is too old, only people can.
_IF_THERE = """CASE WHEN EXISTS (SELECT 1 FROM places l WHERE l.channel = {of}.channel AND l.address = {of}.address
                AND l.left_at IS NOT NULL) THEN NULL ELSE {at} END"""
_SHOWING = f"""
    json_extract(o.topic_arguments, '$.code') IN {_IN_CODES}
    OR EXISTS (SELECT 1 FROM json_each(:codes) c
        WHERE instr(' ' || json_extract(o.topic_arguments, '$.sources') || ' ', ' ' || c.value || ' '))
    OR (o.topic <> 'receipt' AND json_extract(o.topic_arguments, '$.code') IN {_IN_REPORTS})
    OR (o.topic = 'draft' AND json_extract(o.topic_arguments, '$.draft') IN (
        SELECT id FROM drafts WHERE result_code IN {_IN_CODES} OR result_code IN {_IN_REPORTS}))
    OR (o.topic = 'approval' AND json_extract(o.topic_arguments, '$.submission') IN (
        SELECT s.id FROM submissions s JOIN drafts d ON d.id = s.draft
        WHERE d.result_code IN {_IN_REPORTS} OR json_extract(d.answers, '$.report') IN {_IN_REPORTS}))
    OR (o.topic = 'seat' AND json_extract(o.topic_arguments, '$.request') IN (SELECT value FROM json_each(:requests)))
    OR (o.topic = 'membership' AND json_extract(o.topic_arguments, '$.data') IN (SELECT value FROM json_each(:made)))
    OR (o.topic = 'aggregate' AND json_extract(o.topic_arguments, '$.period') || ':' ||
        json_extract(o.topic_arguments, '$.number') IN (SELECT value FROM json_each(:papers)))
    OR (o.topic IN ('provisional', 'dossier') AND EXISTS (
        SELECT 1 FROM reports r WHERE r.code IN {_IN_REPORTS} AND r.sent_at <= o.created_at
        AND coalesce(r.period, json_extract(o.topic_arguments, '$.period'))
            = json_extract(o.topic_arguments, '$.period')
        AND (o.topic = 'provisional' OR a.person IN (SELECT person FROM duties WHERE seat = r.seat))))
"""
"""What a message is about that shows the words, or may. A receipt counts, and does not say what a difficulty says."""


def chats(db: Database, wanted: Wanted, reached: Sequence[Reach], papers: Collection[tuple[str, int]]) -> list[Shown]:
    """Return the messages that show the words, or may: as far as it is kept what was sent, and what chats show now."""
    found = rows(
        db,
        f"""SELECT o.account, coalesce(p.full_name, '') AS full_name, o.channel, o.address, o.message_id,
                {_IF_THERE.format(at="min(o.ended_at)", of="o")} AS at FROM outbox o
            LEFT JOIN accounts a ON a.id = o.account LEFT JOIN persons p ON p.id = a.person
            WHERE o.state IN ('sent', 'held', 'passed') AND o.message_id IS NOT NULL AND o.address IS NOT NULL
                AND ({_SHOWING})
            GROUP BY o.account, o.channel, o.address, o.message_id ORDER BY p.full_name, at""",
        codes=listed({*wanted.difficulties, *wanted.reports, wanted.code}),
        reports=listed(all_reports(db, wanted)),
        made=listed(_made(db, wanted, reached[0])),
        requests=listed(_requests(db, reached[0])),
        papers=listed(f"{period}:{number}" for period, number in papers),
    )
    shown = {(row["address"], row["message_id"]): _shown(row) for row in found}
    for row in (*(row for reach in reached for row in _anchored(db, wanted, reach)), *_own_messages(db, wanted)):
        shown.setdefault((row["address"], row["message_id"]), _shown(row))
    return list(shown.values())


def _requests(db: Database, reach: Reach) -> list[int]:
    """What was asked for these seats in the same words."""
    found = rows(db, f"SELECT id, body, words FROM seat_requests WHERE seat IN {_IN_SEATS}", seats=listed(reach.seats))
    return [row["id"] for row in found if any(reach.traces.are_in(row[name]) for name in ("body", "words"))]


def forget_copies(db: Database, wanted: Wanted, reached: Sequence[Reach], instead: str, now: datetime) -> None:
    """Take the words from all that is kept for a while: screens, messages under way, drafts, searches, updates."""
    # What somebody has begun to say of a difficulty, or to share of it, is about nothing but its words.
    change(
        db,
        f"""DELETE FROM drafts WHERE closed_at IS NULL
            AND substr(subject, 1, instr(subject || ':', ':') - 1) IN {_IN_CODES}""",
        codes=listed(wanted.difficulties),
    )
    gone = {(row["channel"], row["file_ref"]) for row in attachments(db, wanted)}
    for reach in reached:
        _scrub_outbox(db, wanted, reach, instead, now)
        for row in _anchored(db, wanted, reach):
            change(db, "UPDATE anchors SET body = '{}' WHERE anchor = :anchor", anchor=row["anchor"])
        _scrub_drafts(db, wanted, reach, gone, instead)
        _scrub_typed(db, reach)
        _scrub_conversations(db, wanted, reach, now)
    for row in rows(db, "SELECT seq, raw FROM inbox WHERE state = 'quarantined' AND raw IS NOT NULL"):
        texts = _texts(json.loads(row["raw"]))
        if any(reach.traces.are_in(text) for reach in reached for text in texts):
            change(db, "UPDATE inbox SET raw = NULL, user_key = NULL WHERE seq = :seq", seq=row["seq"])


def _scrub_typed(db: Database, reach: Reach) -> None:
    """What people typed beside a draft."""
    for row in _of(db, "kept_texts", reach.typed_by):
        kept = [each for each in json.loads(row["messages"]) if not reach.traces.are_in(each["text"])]
        change(db, "UPDATE kept_texts SET messages = :kept WHERE account = :id", kept=as_json(kept), id=row["account"])
    for row in _of(db, "searches", reach.typed_by):
        # However short: whoever lost what was looked for last looks for it once more.
        if reach.traces.are_in(row["query"]) or reach.traces.hold(row["query"], least=1):
            change(db, "DELETE FROM searches WHERE account = :account", account=row["account"])
    for row in _of(db, "choices", reach.shown_to):
        if reach.traces.are_in(row["offered"]):
            change(db, "DELETE FROM choices WHERE chat = :chat", chat=row["chat"])


def _scrub_conversations(db: Database, wanted: Wanted, reach: Reach, now: datetime) -> None:
    """What pages of the office's own show, which is all kept here: however old it is, nobody has to delete it."""
    accounts = {*reach.shown_to, *reach.typed_by}
    web_messages.remove_words(db, accounts, lambda said: _shows(said, wanted, reach.traces), now)


def _of(db: Database, table: str, accounts: Collection[int]) -> list[Row]:
    return rows(db, f"SELECT * FROM {table} WHERE account IN {_IN_IDS}", ids=listed(accounts))


def _scrub_drafts(db: Database, wanted: Wanted, reach: Reach, gone: Collection[tuple[str, str]], instead: str) -> None:
    # The desk has drafts for no seat.
    of_desk = f"OR seat IS NULL AND person IN (SELECT person FROM accounts WHERE id IN {_IN_IDS})"
    found = rows(
        db,
        f"SELECT id, answers FROM drafts WHERE seat IN {_IN_SEATS} {of_desk}",
        seats=listed(reach.seats),
        ids=listed(reach.typed_by),
    )
    for row in found:
        held = json.loads(row["answers"])
        files = [[each for each in of if not _goes(each, reach.traces, gone)] for of in held.get("files", ())]
        left = {**held, "files": files} if "files" in held else held
        cleared = _without_items(reach.traces.without(left, instead), wanted, instead)
        if cleared != held:
            # What its screens offered is of another content.
            change(
                db,
                "UPDATE drafts SET answers = :held, rev = rev + 1 WHERE id = :id",
                held=as_json(cleared),
                id=row["id"],
            )


def _goes(file: dict[str, Any], traces: Traces, gone: Collection[tuple[str, str]]) -> bool:
    """Whether a file in a draft is one that goes: by what the channel calls it, or by its name or caption."""
    named = any(traces.are_in(file[name] or "") for name in ("name", "caption"))
    return named or (file["channel"], file["ref"]) in gone


def _without_items(answers: dict[str, Any], wanted: Wanted, instead: str) -> dict[str, Any]:
    """A draft that was taken up from a report knows its items by their codes: they go however short they are."""
    cleared = dict(answers)
    items, files, sources = (list(answers.get(name, ())) for name in ("items", "files", "sources"))
    for number, code in enumerate(answers.get("codes", ())):
        if code in wanted.difficulties and number < len(items):
            items[number] = {
                name: text if name == questions.FIELD or not text else instead for name, text in items[number].items()
            }
            files[number : number + 1], sources[number : number + 1] = [[]], [{}]
    said = [
        {**each, "words": each["words"] and instead} if each["code"] in wanted.difficulties else each
        for each in answers.get("carried", ())
    ]
    taken_up = answers.get("report") in wanted.reports
    closing = {"closing": instead} if taken_up and answers.get("closing") else {}
    parts = {"items": items, "files": files, "sources": sources, "carried": said}
    return cleared | {name: part for name, part in parts.items() if name in answers} | closing


def drop_provisional(db: Database, wanted: Wanted, reached: Sequence[Reach]) -> list[str]:
    """Delete what was made on request of what is removed: aggregates, dossiers, what is stored about a person.

    Return how the files are referred to, up to a name.
    """
    paper_basis.removed(db)
    found = _made(db, wanted, reached[0])
    change(db, f"DELETE FROM snapshots WHERE id IN {_IN_IDS}", ids=listed(found))
    return [f"make:%:provisional:{each}" for each in found]


def _made(db: Database, wanted: Wanted, reach: Reach) -> list[int]:
    """What was made on request and names a code, or has the words."""
    codes = [f'"{code}"' for code in (*wanted.difficulties, *wanted.reports)]
    return [
        number
        for number, body in snapshots.provisional_texts(db)
        if any(code in body for code in codes) or any(reach.traces.are_in(text) for text in _texts(json.loads(body)))
    ]


def cancel_files(db: Database, references: Collection[str], now: datetime) -> None:
    """End messages with files that are gone; `%` in a reference stands for anything."""
    for reference in references:
        change(
            db,
            """UPDATE outbox SET state = 'cancelled', body = NULL, ended_at = :now
               WHERE state IN ('queued', 'retry', 'unknown') AND json_extract(body, '$.ref') LIKE :reference""",
            reference=reference,
            now=iso(now),
        )
        # What its channel holds stays there, and goes no other way.
        held = "UPDATE outbox SET body = NULL WHERE state = 'held' AND json_extract(body, '$.ref') LIKE :reference"
        change(db, held, reference=reference)


def forget_message(db: Database, shown: Shown) -> None:
    """A message goes from its chat: what names it names nothing any more."""
    change(
        db,
        "DELETE FROM anchors WHERE channel = :channel AND address = :address AND message_id = :message_id",
        channel=shown.channel,
        address=shown.address,
        message_id=shown.message_id,
    )


def _scrub_outbox(db: Database, wanted: Wanted, reach: Reach, instead: str, now: datetime) -> None:
    """What waits is not sent any more; what is under way, and may have to be tried again, says nothing of it."""
    codes = {*wanted.difficulties, *wanted.reports}
    to_group = """SELECT o.* FROM outbox o JOIN places l ON l.channel = o.channel AND l.address = o.address
                  WHERE o.account IS NULL AND o.body IS NOT NULL"""
    for row in (*_of(db, "outbox", reach.shown_to), *rows(db, to_group)):
        if row["body"] is None:
            continue
        about = json.loads(row["topic_arguments"] or "{}").get("code")
        body = json.loads(row["body"])
        cleared = reach.traces.without(body, instead)
        if cleared == body and about not in codes and not _shows(body, wanted, reach.traces):
            continue
        if row["state"] == "held":
            # It is in its conversation, from where it is deleted; by another way it does not go any more.
            change(db, "UPDATE outbox SET body = NULL WHERE id = :id", id=row["id"])
            continue
        ends = row["state"] != "sending"
        change(
            db,
            """UPDATE outbox SET body = CASE WHEN :ends THEN NULL ELSE :body END,
                   state = CASE WHEN :ends THEN 'cancelled' ELSE state END,
                   ended_at = CASE WHEN :ends THEN :now ELSE ended_at END WHERE id = :id""",
            id=row["id"],
            ends=ends,
            body=as_json(cleared),
            now=iso(now),
        )


def _anchored(db: Database, wanted: Wanted, reach: Reach) -> list[Row]:
    """The screens and cards that chats show at present."""
    found = rows(
        db,
        f"""SELECT n.*, a.id AS account, p.full_name, n.shown_at AS at FROM anchors n
           JOIN accounts a ON a.channel = n.channel AND a.address = n.address AND a.unlinked_at IS NULL
           JOIN persons p ON p.id = a.person WHERE a.id IN {_IN_IDS}
           UNION ALL
           SELECT n.*, NULL, '', {_IF_THERE.format(at="n.shown_at", of="n")} FROM anchors n
           WHERE EXISTS (SELECT 1 FROM places l WHERE l.channel = n.channel AND l.address = n.address)""",
        ids=listed(reach.shown_to),
    )
    return [row for row in found if _shows(json.loads(row["body"]), wanted, reach.traces)]


def _shows(body: Any, wanted: Wanted, traces: Traces) -> bool:
    """Whether a message holds the words; of one that names the code a single short word is enough."""
    texts = _texts(body)
    named = any(code in text for code in (*wanted.difficulties, *wanted.reports) for text in texts)
    return any(traces.are_in(text) or (named and traces.stand_in(text)) for text in texts)


def _own_messages(db: Database, wanted: Wanted) -> list[Row]:
    """What members typed into the drafts that became these reports, or what was said of these difficulties."""
    # A name of a message is "ACCOUNT:ID"; when each was sent is not kept, so that it was before the draft was closed.
    return rows(
        db,
        f"""SELECT a.id AS account, p.full_name, a.channel, a.address, r.message AS message_id, r.closed_at AS at
            FROM (SELECT d.closed_at, CAST(substr(e.value, 1, instr(e.value, ':') - 1) AS INTEGER) AS account,
                         substr(e.value, instr(e.value, ':') + 1) AS message
                  FROM drafts d, json_each(d.answers, '$.refs') e
                  WHERE d.closed_at IS NOT NULL AND (d.result_code IN {_IN_CODES}
                      OR substr(d.subject, 1, instr(d.subject || ':', ':') - 1) IN {_IN_CODES})) r
            JOIN accounts a ON a.id = r.account AND a.address <> '' JOIN persons p ON p.id = a.person""",
        codes=listed({*all_reports(db, wanted), *wanted.difficulties}),
    )


def _texts(detail: Any) -> list[str]:
    if isinstance(detail, str):
        return [detail]
    inner = list(detail.values()) if isinstance(detail, dict) else detail if isinstance(detail, list) else []
    return [text for each in inner for text in _texts(each)]


def _shown(row: Row) -> Shown:
    at = maybe_instant(row["at"])
    return Shown(
        row["account"],
        row["full_name"],
        row["channel"],
        row["address"],
        row["message_id"],
        at,
        row["channel"] == web_messages.CHANNEL,
    )
