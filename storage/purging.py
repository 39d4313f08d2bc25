"""Where the words of reports stand by their own right, and how they are taken from there."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row
from typing import Any

from sqlite_utils import Database

from bot.domain import questions
from bot.domain.classifying import AFTER, BEFORE, CODE, MATTER, SAID, TYPED, Matter
from bot.domain.handling import ADVICE, AGENCY, DOCUMENT, FILES, WORDS
from bot.domain.traces import Traces
from bot.domain.understood import CODES, PROVISIONS
from bot.domain.wordings import PROPOSAL
from storage import kept_files, notices, remarks
from storage.reindexing import index_anew
from storage.reports import codes_carrying
from storage.rows import change, iso, listed, one, rows, value

WORDED = [question.name for question in questions.texts() if question.name != questions.FIELD]
"""The columns of a difficulty that hold what somebody typed."""
DERIVED = [*(question.code_name for question in questions.QUESTIONS if question.names_agency), PROVISIONS, CODES]
"""The columns that follow from these: codes, which no sentence may take the place of."""
_SAID = (WORDS, DOCUMENT, ADVICE, PROPOSAL, *(question.name for question in questions.STATEMENT))
"""The keys of an event under which words of people stand; beside them an agency, however it is named."""
_IN_CODES = "(SELECT value FROM json_each(:codes))"
_IN_REPORTS = "(SELECT value FROM json_each(:reports))"
_IN_SEATS = "(SELECT value FROM json_each(:seats))"


@dataclass(frozen=True)
class Wanted:
    """What is to be removed: difficulties, in every version and report, and what else these reports say."""

    code: str
    difficulties: Collection[str]
    reports: Collection[str]


@dataclass(frozen=True)
class Words:
    """Every text that is to be removed, by who wrote it: by that it is known who may have a copy."""

    own: list[str]
    """What stands in the reports, and what was said of it: by their seats and by the desk."""
    examples: list[str]
    """What members wrote who co-signed it."""
    shared: list[str]
    """What every member could read."""


def all_reports(db: Database, wanted: Wanted) -> set[str]:
    """Return the reports whose words go, and those that carry a difficulty whose words go."""
    return {*wanted.reports, *(code for each in wanted.difficulties for code in codes_carrying(db, each))}


def seats_of(db: Database, wanted: Wanted) -> list[int]:
    """Return the seats whose reports these are."""
    found = rows(
        db, f"SELECT DISTINCT seat FROM reports WHERE code IN {_IN_REPORTS}", reports=listed(all_reports(db, wanted))
    )
    return [row["seat"] for row in found]


def versions(db: Database, wanted: Wanted) -> int:
    """Return in how many versions of reports the words stand."""
    found = value(
        db,
        f"""SELECT count(*) FROM reports r WHERE code IN {_IN_REPORTS} OR EXISTS (
            SELECT 1 FROM difficulties d WHERE d.report = r.id AND d.code IN {_IN_CODES})""",
        codes=listed(wanted.difficulties),
        reports=listed(wanted.reports),
    )
    return int(found or 0)


def words(db: Database, wanted: Wanted, instead: str) -> Words:
    """Return every text that is to be removed; `instead` stands where that was done before."""
    codes, reports = listed(wanted.difficulties), listed(wanted.reports)
    own: list[str] = []
    for row in rows(db, f"SELECT * FROM difficulties WHERE code IN {_IN_CODES}", codes=codes):
        # An agency that is on the list is a name that everybody writes.
        own += [row[name] for name in WORDED if not (name == AGENCY and row[f"{AGENCY}_code"])]
    for row in attachments(db, wanted):
        own += [row["name"], row["caption"]]
    for row in rows(db, f"SELECT opinion, origin_number FROM reports WHERE code IN {_IN_REPORTS}", reports=reports):
        own += [row["opinion"] or "", row["origin_number"]]
    for _, detail in (*_events(db, wanted), *_statements(db, wanted)):
        own += [str(detail.get(name, "")) for name in (*_SAID, *_traced(detail))]
    own += [row["reason"] for row in _submissions(db, wanted)]
    signed = rows(db, f"SELECT example FROM cosigns WHERE difficulty IN {_IN_CODES}", codes=codes)
    shared = rows(db, f"SELECT headline, answer FROM shared_headlines WHERE difficulty IN {_IN_CODES}", codes=codes)
    found = (own, [row["example"] for row in signed], [text for row in shared for text in row])
    return Words(*([text for text in dict.fromkeys(texts) if text and text != instead] for texts in found))


def attachments(db: Database, wanted: Wanted) -> list[Row]:
    """Return the files that go: those of members, and those that were sent with the results."""
    return rows(
        db,
        f"""SELECT a.channel, a.file_ref, a.name, a.caption, a.file, k.sha256
            FROM attachments a LEFT JOIN kept_files k ON k.id = a.file
            WHERE a.difficulty IN (SELECT id FROM difficulties WHERE code IN {_IN_CODES})
            UNION ALL SELECT f.channel, f.file_ref, f.name, f.caption, f.file, k.sha256
            FROM result_files f LEFT JOIN kept_files k ON k.id = f.file WHERE f.subject IN {_IN_CODES}""",
        codes=listed(wanted.difficulties),
    )


def same_files(db: Database, wanted: Wanted) -> list[str]:
    """Return the difficulties and tasks beside these that have a file of the same content, which stays for them."""
    hashes = {row["sha256"] for row in attachments(db, wanted) if row["sha256"]}
    found = rows(
        db,
        f"""SELECT DISTINCT d.code FROM kept_files k JOIN attachments a ON a.file = k.id
                JOIN difficulties d ON d.id = a.difficulty
            WHERE k.sha256 IN (SELECT value FROM json_each(:hashes)) AND d.code NOT IN {_IN_CODES}
            UNION SELECT f.subject FROM kept_files k JOIN result_files f ON f.file = k.id
            WHERE k.sha256 IN (SELECT value FROM json_each(:hashes)) AND f.subject NOT IN {_IN_CODES} ORDER BY 1""",
        hashes=listed(hashes),
        codes=listed(wanted.difficulties),
    )
    return [row["code"] for row in found]


def remove(db: Database, wanted: Wanted, copies: Traces, instead: str, now: datetime) -> None:
    """Put `instead` in the place of the words wherever they stand, delete the files, and index everything anew.

    `copies`: by what they are known in what the same seats said elsewhere.
    """
    _remove_files(db, wanted)
    cleared = [f"{name} = CASE WHEN {name} = '' THEN '' ELSE :instead END" for name in WORDED]
    derived = [f"{name} = ''" for name in DERIVED]
    codes, reports = listed(wanted.difficulties), listed(wanted.reports)
    change(
        db,
        f"UPDATE difficulties SET {', '.join(cleared + derived)} WHERE code IN {_IN_CODES}",
        codes=codes,
        instead=instead,
    )
    change(
        db,
        f"UPDATE reports SET opinion = :instead WHERE code IN {_IN_REPORTS} AND opinion <> ''",
        reports=reports,
        instead=instead,
    )
    change(
        db,
        f"UPDATE reports SET origin_number = :instead WHERE code IN {_IN_REPORTS} AND origin_number <> ''",
        reports=reports,
        instead=instead,
    )
    change(
        db,
        f"UPDATE cosigns SET example = :instead WHERE difficulty IN {_IN_CODES} AND example <> ''",
        codes=codes,
        instead=instead,
    )
    change(
        db,
        f"""UPDATE shared_headlines SET headline = :instead, revoked_at = coalesce(revoked_at, :now),
                answer = CASE WHEN answer = '' THEN '' ELSE :instead END WHERE difficulty IN {_IN_CODES}""",
        codes=codes,
        instead=instead,
        now=iso(now),
    )
    for row in _submissions(db, wanted):
        change(db, "UPDATE submissions SET reason = :instead WHERE id = :id", instead=instead, id=row["id"])
    for table, found in (("difficulty_events", _events(db, wanted)), ("task_events", _statements(db, wanted))):
        for number, detail in found:
            worded = {*_SAID, AGENCY, *_corrected(detail)}
            said = {name: instead if name in worded and text else text for name, text in detail.items()}
            # Of what answered many at once, this one leads to the files no longer.
            said |= {FILES: []} if FILES in said else {}
            _put_detail(db, table, number, said)
    _remove_copies(db, seats_of(db, wanted), copies, instead)
    remarks.remove_words(db, copies, instead)
    notices.remove_words(db, copies)
    index_anew(db)


def _corrected(detail: Mapping[str, Any]) -> Collection[str]:
    """The keys of a correction under which words stand: of what is typed, and is no name of the list."""
    if detail.get(MATTER) not in TYPED:
        return ()
    return (SAID, BEFORE) if detail.get(CODE) else (SAID, BEFORE, AFTER)


def _traced(detail: Mapping[str, Any]) -> Collection[str]:
    """Those of them that are known wherever they are repeated: of an agency only what the desk typed."""
    return [key for key in _corrected(detail) if key == AFTER or detail[MATTER] != Matter.AGENCY]


def _remove_files(db: Database, wanted: Wanted) -> None:
    """The files of difficulties, and their bytes where they stand nowhere else."""
    fetched = listed({row["file"] for row in attachments(db, wanted) if row["file"]})
    change(
        db,
        f"DELETE FROM attachments WHERE difficulty IN (SELECT id FROM difficulties WHERE code IN {_IN_CODES})",
        codes=listed(wanted.difficulties),
    )
    change(db, f"DELETE FROM result_files WHERE subject IN {_IN_CODES}", codes=listed(wanted.difficulties))
    # A job that waits has the name of the file; one under way ends as one that nobody waits for.
    change(
        db,
        "UPDATE fetches SET name = '' WHERE file IN (SELECT value FROM json_each(:files))",
        files=fetched,
    )
    kept_files.forget_unused(db)


_WORKED = f"SELECT t.code FROM tasks t JOIN task_events e ON e.task = t.id WHERE e.seat IN {_IN_SEATS}"
"""The tasks of which these seats said something."""
_COPIED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "broadcasts": ("TRUE", ("words",)),
    "cosigns": (f"seat IN {_IN_SEATS}", ("example",)),
    "excuses": (f"seat IN {_IN_SEATS}", ("reason",)),
    "seat_requests": (f"seat IN {_IN_SEATS}", ("body", "words")),
    "submissions": (f"seat IN {_IN_SEATS}", ("reason",)),
    "calls": (f"seat IN {_IN_SEATS}", ("note",)),
    # What was done in the name of an agency is of no seat.
    "task_events": (f"(seat IN {_IN_SEATS} OR agency <> '')", ("detail",)),
    "result_files": (f"subject IN ({_WORKED})", ("name", "caption")),
    "difficulty_events": (f"report IN (SELECT id FROM reports WHERE seat IN {_IN_SEATS})", ("detail",)),
}
"""What else seats say, or are told, that may repeat the words: which rows, and in which columns."""
_AS_JSON = frozenset({"body", "detail"})
_KEYS: Mapping[str, tuple[str, ...]] = {"excuses": ("seat", "period")}


def _remove_copies(db: Database, seats: Collection[int], copies: Traces, instead: str) -> None:
    # What the desk keeps to use again is about nothing but these words: there is no sense in what would be left.
    for row in rows(db, "SELECT * FROM saved_replies"):
        if copies.are_in(row["words"]) or copies.are_in(row["name"]):
            change(db, "DELETE FROM saved_replies WHERE id = :id", id=row["id"])
    for table, (where, columns) in _COPIED.items():
        keys = _KEYS.get(table, ("id",))
        for row in rows(db, f"SELECT * FROM {table} WHERE {where}", seats=listed(seats)):
            cleared = {name: _without(row[name], name in _AS_JSON, copies, instead) for name in columns}
            if any(cleared[name] != row[name] for name in columns):
                change(
                    db,
                    f"""UPDATE {table} SET {", ".join(f"{name} = :{name}" for name in columns)}
                        WHERE {" AND ".join(f"{name} = :{name}" for name in keys)}""",
                    **cleared,
                    **{name: row[name] for name in keys},
                )


def _without(text: str, is_json: bool, copies: Traces, instead: str) -> str:
    if not is_json:
        return str(copies.without(text, instead))
    held = json.loads(text)
    cleared = copies.without(held, instead)
    return text if cleared == held else json.dumps(cleared, ensure_ascii=False, sort_keys=True)


def _put_detail(db: Database, table: str, number: int, detail: Mapping[str, Any]) -> None:
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    change(db, f"UPDATE {table} SET detail = :detail WHERE id = :id", id=number, detail=text)


def _events(db: Database, wanted: Wanted) -> list[tuple[int, dict[str, Any]]]:
    """What was said of these difficulties, and what these reports say of earlier ones."""
    found = rows(
        db,
        f"""SELECT id, detail FROM difficulty_events WHERE difficulty IN {_IN_CODES}
            OR report IN (SELECT id FROM reports WHERE code IN {_IN_REPORTS})""",
        codes=listed(wanted.difficulties),
        reports=listed(wanted.reports),
    )
    return [(row["id"], json.loads(row["detail"])) for row in found]


def _statements(db: Database, wanted: Wanted) -> list[tuple[int, dict[str, Any]]]:
    """What these reports say of tasks: statements, progress, later deadlines that were asked for, results."""
    found = rows(
        db,
        f"""WITH named AS (
                SELECT t.* FROM report_tasks t JOIN reports r ON r.id = t.report WHERE r.code IN {_IN_REPORTS})
            SELECT e.id, e.detail FROM task_events e WHERE e.id IN (
                SELECT event FROM named UNION SELECT progress FROM named UNION SELECT asked FROM named
                UNION SELECT value FROM named, json_each(named.result_refs))""",
        reports=listed(wanted.reports),
    )
    return [(row["id"], json.loads(row["detail"])) for row in found]


def _submissions(db: Database, wanted: Wanted) -> list[Row]:
    """Why drafts that became these reports were returned before: it is said of what they say."""
    return rows(
        db,
        f"""SELECT s.id, s.reason FROM submissions s JOIN drafts d ON d.id = s.draft WHERE s.reason <> ''
            AND (d.result_code IN {_IN_REPORTS} OR json_extract(d.answers, '$.report') IN {_IN_REPORTS})""",
        reports=listed(all_reports(db, wanted)),
    )


def exists(db: Database, report: str) -> bool:
    """Return whether there is a report with this code, whatever became of it."""
    return one(db, "SELECT 1 FROM reports WHERE code = :code", code=report) is not None
