"""Where the words of reports are besides the reports, and how they are taken from there."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from bot.domain import questions
from bot.domain.traces import Traces
from storage.difficulties import difficulties_of
from storage.outbox import as_json
from storage.rows import change, iso, listed, maybe_instant, one, rows, value
from storage.search import index_difficulty, index_report

_WORDS = [name for name in questions.columns() if name != questions.FIELD]
"""The columns of a difficulty that hold what somebody typed, or follow from it."""
_CODES = "(SELECT value FROM json_each(:codes))"
_REPORTS = "(SELECT value FROM json_each(:reports))"
_SEATS = f"SELECT seat FROM reports WHERE code IN {_CODES}"


@dataclass(frozen=True)
class Wanted:
    """What is to be removed: difficulties, in every version and report, and what else these reports say."""

    code: str
    difficulties: Collection[str]
    reports: Collection[str]

    @property
    def codes(self) -> str:
        """All codes as one parameter."""
        return listed({*self.difficulties, *self.reports, self.code})


@dataclass(frozen=True)
class Shown:
    """A message in a chat, the program's or its reader's: whose chat, and when it was sent, as far as that is known."""

    account: int
    full_name: str
    channel: str
    address: str
    message_id: str
    at: datetime | None


def report_codes_of(db: Database, difficulty: str) -> list[str]:
    """Return the codes of the reports that carry a difficulty in any version."""
    found = rows(
        db,
        "SELECT DISTINCT r.code FROM difficulties d JOIN reports r ON r.id = d.report WHERE d.code = :code",
        code=difficulty,
    )
    return [row["code"] for row in found]


def versions(db: Database, wanted: Wanted) -> int:
    """Return in how many versions of reports the words stand."""
    found = value(
        db,
        f"""SELECT count(*) FROM reports r WHERE code IN {_REPORTS} OR EXISTS (
            SELECT 1 FROM difficulties d WHERE d.report = r.id AND d.code IN {_CODES})""",
        codes=listed(wanted.difficulties),
        reports=listed(wanted.reports),
    )
    return int(found or 0)


def words(db: Database, wanted: Wanted) -> list[str]:
    """Return every text that is to be removed."""
    named = {"codes": listed(wanted.difficulties), "reports": listed(wanted.reports)}
    found: list[str] = []
    for row in rows(db, f"SELECT {', '.join(_WORDS)} FROM difficulties WHERE code IN {_CODES}", codes=named["codes"]):
        found += [text for text in row if text]
    for row in _attachments(db, wanted):
        found += [text for text in (row["name"], row["caption"]) if text]
    for row in rows(db, f"SELECT opinion FROM reports WHERE code IN {_REPORTS}", reports=named["reports"]):
        found += [row["opinion"]] if row["opinion"] else []
    for _, detail in (*_events(db, wanted), *_statements(db, wanted)):
        found += [text for text in _texts(detail) if " " in text]
    return list(dict.fromkeys(found))


def attachments(db: Database, wanted: Wanted) -> list[int]:
    """Return the files that go."""
    return [row["id"] for row in _attachments(db, wanted)]


def remove(db: Database, wanted: Wanted, instead: str) -> None:
    """Put `instead` in the place of the words in every version, delete the files, and index everything anew."""
    change(
        db,
        f"""DELETE FROM attachments WHERE difficulty IN (SELECT id FROM difficulties WHERE code IN {_CODES})""",
        codes=listed(wanted.difficulties),
    )
    coded = {question.code_name for question in questions.QUESTIONS if question.names_agency}
    cleared = ", ".join(
        f"{name} = ''" if name in coded else f"{name} = CASE WHEN {name} = '' THEN '' ELSE :instead END"
        for name in _WORDS
    )
    change(
        db,
        f"UPDATE difficulties SET {cleared} WHERE code IN {_CODES}",
        codes=listed(wanted.difficulties),
        instead=instead,
    )
    change(
        db,
        f"UPDATE reports SET opinion = :instead WHERE code IN {_REPORTS} AND opinion <> ''",
        reports=listed(wanted.reports),
        instead=instead,
    )
    for table, found in (("difficulty_events", _events(db, wanted)), ("task_events", _statements(db, wanted))):
        for number, detail in found:
            change(
                db,
                f"UPDATE {table} SET detail = :detail WHERE id = :id",
                id=number,
                detail=json.dumps(_without_words(detail, instead), ensure_ascii=False, sort_keys=True),
            )
    _index_anew(db)


def chats(
    db: Database, wanted: Wanted, seen_by: Collection[int], papers: Collection[tuple[str, int]], traces: Traces
) -> list[Shown]:
    """Return the messages that show the words, or may: as far as it is kept what was sent, and what chats show now."""
    found = rows(
        db,
        f"""SELECT o.account, p.full_name, o.channel, o.address, o.message_id, min(o.ended_at) AS at FROM outbox o
            JOIN accounts a ON a.id = o.account JOIN persons p ON p.id = a.person
            WHERE o.state = 'sent' AND o.message_id IS NOT NULL AND (
                json_extract(o.topic_arguments, '$.code') IN {_CODES}
                OR (o.topic = 'draft' AND json_extract(o.topic_arguments, '$.draft') IN (
                    SELECT id FROM drafts WHERE result_code IN {_CODES}))
                OR (o.topic = 'aggregate' AND json_extract(o.topic_arguments, '$.period') || ':' ||
                    json_extract(o.topic_arguments, '$.number') IN (SELECT value FROM json_each(:papers)))
                OR (o.topic = 'provisional' AND json_extract(o.topic_arguments, '$.period') IN (
                    SELECT period FROM reports WHERE code IN {_CODES})))
            GROUP BY o.account, o.channel, o.address, o.message_id ORDER BY p.full_name, at""",
        codes=wanted.codes,
        papers=listed(f"{period}:{number}" for period, number in papers),
    )
    shown = {(row["address"], row["message_id"]): _shown(row) for row in found}
    for row in (*_anchored(db, seen_by, traces), *_own_messages(db, wanted)):
        shown.setdefault((row["address"], row["message_id"]), _shown(row))
    return list(shown.values())


def readers(db: Database, wanted: Wanted) -> frozenset[int]:
    """Return the accounts of those who may have seen the words: of the seats that sent them, and of the desk.

    What others wrote in the same words is no copy.
    """
    found = rows(
        db,
        f"""SELECT a.id FROM accounts a WHERE a.person IN (
                SELECT person FROM duties WHERE seat IS NULL OR seat IN ({_SEATS})
                UNION SELECT by_person FROM reports WHERE code IN {_CODES})""",
        codes=listed(_all_reports(db, wanted)),
    )
    return frozenset(row["id"] for row in found)


def forget_copies(
    db: Database, wanted: Wanted, seen_by: Collection[int], traces: Traces, instead: str, now: datetime
) -> None:
    """Take the words from all that is kept for a while: screens, messages under way, drafts, searches, updates."""
    _scrub_outbox(db, wanted, seen_by, traces, instead, now)
    for row in _anchored(db, seen_by, traces):
        change(db, "UPDATE anchors SET body = '{}' WHERE anchor = :anchor", anchor=row["anchor"])
    _scrub_drafts(db, wanted, traces, instead)
    for row in _of(db, "kept_texts", seen_by):
        kept = [each for each in json.loads(row["messages"]) if not traces.are_in(each["text"])]
        change(db, "UPDATE kept_texts SET messages = :kept WHERE account = :id", kept=as_json(kept), id=row["account"])
    for row in _of(db, "searches", seen_by):
        if traces.are_in(row["query"]) or traces.hold(row["query"]):
            change(db, "DELETE FROM searches WHERE account = :account", account=row["account"])
    for row in _of(db, "choices", seen_by):
        if traces.are_in(row["offered"]):
            change(db, "DELETE FROM choices WHERE chat = :chat", chat=row["chat"])
    for row in rows(db, "SELECT seq, raw FROM inbox WHERE state = 'quarantined' AND raw IS NOT NULL"):
        if any(traces.are_in(text) for text in _texts(json.loads(row["raw"]))):
            change(db, "UPDATE inbox SET raw = NULL, user_key = NULL WHERE seq = :seq", seq=row["seq"])


def _of(db: Database, table: str, accounts: Collection[int]) -> list[Row]:
    return rows(db, f"SELECT * FROM {table} WHERE account IN (SELECT value FROM json_each(:ids))", ids=listed(accounts))


def _scrub_drafts(db: Database, wanted: Wanted, traces: Traces, instead: str) -> None:
    found = rows(
        db,
        f"SELECT id, answers FROM drafts WHERE seat IN ({_SEATS})",
        codes=listed(_all_reports(db, wanted)),
    )
    for row in found:
        held = json.loads(row["answers"])
        cleared = traces.without(held, instead)
        if cleared != held:
            # What its screens offered is of another content.
            change(
                db,
                "UPDATE drafts SET answers = :held, rev = rev + 1 WHERE id = :id",
                held=as_json(cleared),
                id=row["id"],
            )


def drop_provisional(db: Database, wanted: Wanted) -> list[str]:
    """Delete provisional aggregates that name what is removed; return how their files are referred to, up to a name."""
    found = [
        row["id"]
        for row in rows(db, "SELECT id, body FROM snapshots")
        if any(f'"{code}"' in row["body"] for code in (*wanted.difficulties, *wanted.reports))
    ]
    change(db, "DELETE FROM snapshots WHERE id IN (SELECT value FROM json_each(:ids))", ids=listed(found))
    return [f"make:%:provisional:{each}" for each in found]


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


def forget_message(db: Database, shown: Shown) -> None:
    """A message goes from its chat: what names it names nothing any more."""
    change(
        db,
        "DELETE FROM anchors WHERE channel = :channel AND address = :address AND message_id = :message_id",
        channel=shown.channel,
        address=shown.address,
        message_id=shown.message_id,
    )


def _scrub_outbox(
    db: Database, wanted: Wanted, seen_by: Collection[int], traces: Traces, instead: str, now: datetime
) -> None:
    """What waits is not sent any more; what is under way, and may have to be tried again, says nothing of it."""
    codes = {*wanted.difficulties, *wanted.reports}
    for row in _of(db, "outbox", seen_by):
        if row["body"] is None:
            continue
        about = json.loads(row["topic_arguments"] or "{}").get("code")
        body = json.loads(row["body"])
        cleared = traces.without(body, instead)
        if cleared == body and about not in codes:
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


def _attachments(db: Database, wanted: Wanted) -> list[Row]:
    return rows(
        db,
        f"""SELECT * FROM attachments WHERE difficulty IN (SELECT id FROM difficulties WHERE code IN {_CODES})""",
        codes=listed(wanted.difficulties),
    )


def _events(db: Database, wanted: Wanted) -> list[tuple[int, Any]]:
    found = rows(
        db,
        f"SELECT id, detail FROM difficulty_events WHERE difficulty IN {_CODES}",
        codes=listed(wanted.difficulties),
    )
    return [(row["id"], json.loads(row["detail"])) for row in found]


def _statements(db: Database, wanted: Wanted) -> list[tuple[int, Any]]:
    """What these reports say of tasks."""
    found = rows(
        db,
        f"""SELECT e.id, e.detail FROM task_events e WHERE e.id IN (
            SELECT t.event FROM report_tasks t JOIN reports r ON r.id = t.report WHERE r.code IN {_REPORTS})""",
        reports=listed(wanted.reports),
    )
    return [(row["id"], json.loads(row["detail"])) for row in found]


def _anchored(db: Database, seen_by: Collection[int], traces: Traces) -> list[Row]:
    """The screens and cards that chats show at present."""
    found = rows(
        db,
        """SELECT n.*, a.id AS account, p.full_name, n.shown_at AS at FROM anchors n
           JOIN accounts a ON a.channel = n.channel AND a.address = n.address AND a.unlinked_at IS NULL
           JOIN persons p ON p.id = a.person WHERE a.id IN (SELECT value FROM json_each(:ids))""",
        ids=listed(seen_by),
    )
    return [row for row in found if any(traces.are_in(text) for text in _texts(json.loads(row["body"])))]


def _all_reports(db: Database, wanted: Wanted) -> set[str]:
    """The reports whose words go, and those that carry a difficulty whose words go."""
    return {*wanted.reports, *(code for each in wanted.difficulties for code in report_codes_of(db, each))}


def _own_messages(db: Database, wanted: Wanted) -> list[Row]:
    """What members typed into the drafts that became these reports."""
    # A name of a message is "ACCOUNT:ID"; when each was sent is not kept, so that it was before the report.
    return rows(
        db,
        f"""SELECT a.id AS account, p.full_name, a.channel, a.address, r.message AS message_id, r.closed_at AS at
            FROM (SELECT d.closed_at, CAST(substr(e.value, 1, instr(e.value, ':') - 1) AS INTEGER) AS account,
                         substr(e.value, instr(e.value, ':') + 1) AS message
                  FROM drafts d, json_each(d.answers, '$.refs') e
                  WHERE d.closed_at IS NOT NULL AND d.result_code IN {_CODES}) r
            JOIN accounts a ON a.id = r.account JOIN persons p ON p.id = a.person""",
        codes=listed(_all_reports(db, wanted)),
    )


def _index_anew(db: Database) -> None:
    """An index without contents cannot take out words: what was deleted would stay in it until it is merged."""
    for table in ("difficulty_words", "report_words"):
        change(db, f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    for row in rows(db, "SELECT id, opinion FROM reports ORDER BY id"):
        index_report(db, row["id"], row["opinion"] or "")
        for difficulty in difficulties_of(db, [row["id"]])[row["id"]]:
            index_difficulty(db, difficulty.id, difficulty.searched)


def _texts(detail: Any) -> list[str]:
    if isinstance(detail, str):
        return [detail]
    inner = list(detail.values()) if isinstance(detail, dict) else detail if isinstance(detail, list) else []
    return [text for each in inner for text in _texts(each)]


def _without_words(detail: Any, instead: str) -> Any:
    """Codes, days and names of things stay: they are written without a space."""
    if isinstance(detail, str):
        return instead if " " in detail else detail
    if isinstance(detail, dict):
        return {name: _without_words(each, instead) for name, each in detail.items()}
    return [_without_words(each, instead) for each in detail] if isinstance(detail, list) else detail


def _shown(row: Row) -> Shown:
    at = maybe_instant(row["at"])
    return Shown(row["account"], row["full_name"], row["channel"], row["address"], row["message_id"], at)


def exists(db: Database, report: str) -> bool:
    """Return whether there is a report with this code, whatever became of it."""
    return one(db, "SELECT 1 FROM reports WHERE code = :code", code=report) is not None
