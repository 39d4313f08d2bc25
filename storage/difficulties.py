"""Difficulties of reports, the files in them, and what happened to them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain import questions
from bot.domain.attachments import Attachment, FileKind
from bot.domain.carrying import WORDS, Said
from bot.domain.correcting import corrected
from bot.domain.difficulties import DONE_AT, OF_MEMBERS, UNDOES, DifficultyAct, DifficultyEvent, as_they_stand
from bot.domain.duplicates import Sketch, sketch
from bot.domain.following import Followed
from bot.domain.handling import ENDING
from bot.domain.reports import Difficulty
from storage.alike_index import index_sketch, unindex_sketch
from storage.kept_files import kept_of
from storage.ledgers import fresh_id
from storage.rows import detail_of, insert, instant, iso, listed, one, rows, value
from storage.search import index_difficulty, unindex_difficulty

_ATTACHMENTS = """SELECT a.*, k.state, k.why, k.sha256, k.altered FROM attachments a
                  LEFT JOIN kept_files k ON k.id = a.file"""

NOTE = "noted"
"""The kind of rows that are no events: notes of the desk, which nothing reads but `storage/notes.py`."""


def stands(event: str) -> str:
    """Return the condition in SQL that an event, by its alias, is one that changes something and was not taken back."""
    # Alias and keys come from the program, never from people.
    return f"""{event}.kind NOT IN ('undone', '{NOTE}') AND NOT EXISTS (
        SELECT 1 FROM difficulty_events undone WHERE undone.difficulty = {event}.difficulty AND undone.id > {event}.id
        AND undone.kind = 'undone' AND json_extract(undone.detail, '$.{UNDOES}') = {event}.kind
        AND json_extract(undone.detail, '$.{DONE_AT}') = {event}.at)"""


@dataclass(frozen=True)
class Mark:
    """How far members' words are known: the last version of a report and the last event that there were at an instant.

    By number, since an instant can hold both what is known and what came after it. What the desk does counts whenever.
    """

    at: datetime
    reports: int
    events: int


EVERYTHING = Mark(datetime.max.replace(tzinfo=UTC), 2**62, 2**62)


def mark(db: Database, now: datetime) -> Mark:
    """Return how far everything has come by now."""
    reports, events = (
        int(value(db, f"SELECT coalesce(max(id), 0) FROM {table}") or 0) for table in ("reports", "difficulty_events")
    )
    return Mark(now, reports, events)


def add_difficulty(
    db: Database, report: int, position: int, difficulty: Difficulty, events: Sequence[DifficultyEvent] = ()
) -> None:
    """Store a difficulty of a report with its files, at its place in the report; `events`: what happened to it."""
    # Names of columns come from the table of questions, never from people.
    answers = questions.columns()
    names, values = ", ".join(answers), ", ".join(f":{name}" for name in answers)
    difficulty_id = insert(
        db,
        f"""INSERT INTO difficulties (code, report, position, {names})
            VALUES (:code, :report, :position, {values})""",
        code=difficulty.code,
        report=report,
        position=position,
        **difficulty.answers,
    )
    for number, attachment in enumerate(difficulty.attachments, 1):
        _add_attachment(db, difficulty_id, number, attachment)
    index(db, difficulty_id, corrected(difficulty, events))


def index(db: Database, row: int, difficulty: Difficulty) -> None:
    """Let a row be found by its words, and by what it has in common with others."""
    index_difficulty(db, row, difficulty.searched)
    index_sketch(db, row, sketch_of(difficulty))


def index_again(db: Database, before: Difficulty, after: Difficulty) -> None:
    """Let a row be found as it is classified now, and no more as it was indexed: as `before` has it."""
    unindex_difficulty(db, before.id, before.searched)
    unindex_sketch(db, before.id, sketch_of(before))
    index(db, after.id, after)


def sketch_of(difficulty: Difficulty) -> Sketch:
    """Return what of a difficulty is compared with others; not its proposal: the same is asked for of many things."""
    texts = (difficulty.procedure, difficulty.answers["content"])
    return sketch(texts, difficulty.procedure, (*difficulty.provisions, *difficulty.procedure_codes))


def difficulties_of(db: Database, reports: Collection[int]) -> Mapping[int, tuple[Difficulty, ...]]:
    """Return the difficulties of each of these reports in their order; one question for all, one for all files."""
    found = rows(
        db,
        """SELECT * FROM difficulties WHERE report IN (SELECT value FROM json_each(:reports))
           ORDER BY report, position""",
        reports=listed(reports),
    )
    attachments = _attachments(db, [row["id"] for row in found])
    # An entry for reports without difficulties too: callers index it.
    difficulties: dict[int, tuple[Difficulty, ...]] = dict.fromkeys(reports, ())
    for row in found:
        difficulties[row["report"]] += (_difficulty(row, attachments[row["id"]]),)
    return difficulties


def by_rows(db: Database, wanted: Collection[int]) -> Mapping[int, tuple[Difficulty, int]]:
    """Return the difficulties of these rows, without their files, each with the seat that sent it."""
    found = rows(
        db,
        """SELECT d.*, r.seat FROM difficulties d JOIN reports r ON r.id = d.report
           WHERE d.id IN (SELECT value FROM json_each(:ids))""",
        ids=listed(wanted),
    )
    return {row["id"]: (without_files(row), row["seat"]) for row in found}


def attachment_by_id(db: Database, attachment: int) -> Attachment | None:
    """Return a file of a report."""
    row = one(db, f"{_ATTACHMENTS} WHERE a.id = :id", id=attachment)
    return attachment_of(row) if row else None


def last_field(db: Database, seat: int) -> str:
    """Return the field of the difficulty a seat sent last, or an empty string."""
    found = value(
        db,
        # CROSS JOIN: the reports of the seat first, and not back through what others sent until one is its own.
        """SELECT d.field FROM reports r CROSS JOIN difficulties d ON d.report = r.id WHERE r.seat = :seat
           ORDER BY d.id DESC LIMIT 1""",
        seat=seat,
    )
    return str(found or "")


def add_event(db: Database, code: str, report: int, event: DifficultyEvent) -> None:
    """Keep what happened to a difficulty in a version of its report."""
    insert(
        db,
        """INSERT INTO difficulty_events (difficulty, report, kind, at, actor, detail)
           VALUES (:code, :report, :kind, :at, :actor, :detail)""",
        code=code,
        report=report,
        kind=event.act.value,
        at=iso(event.at),
        actor=event.actor,
        detail=json.dumps(dict(event.detail), ensure_ascii=False, sort_keys=True),
    )


def waited_for(db: Database) -> list[str]:
    """Return the difficulties of which a result, or what the desk asked, may still wait for an answer."""
    # A partial index finds these two kinds. Whether one waits is a rule over all events; this leaves out the many that
    # have ended.
    found = rows(
        db,
        f"""SELECT DISTINCT e.difficulty FROM difficulty_events e
            WHERE e.kind IN ('asked', 'answered') AND {stands("e")}
            AND json_extract(e.detail, '$.until') IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM difficulty_events l WHERE l.difficulty = e.difficulty AND l.id > e.id
                            AND l.kind IN (SELECT value FROM json_each(:ending)) AND {stands("l")})
            ORDER BY e.difficulty""",
        ending=listed(sorted(ENDING)),
    )
    return [row["difficulty"] for row in found]


@dataclass(frozen=True)
class Written:
    """An event as it stands in the base, whether it counts or not; `report` is the version, such as BC-2611-007:1."""

    difficulty: str
    report: str
    event: DifficultyEvent
    is_statement: bool
    """Whether it stands in a version that was sent, or follows from one that was sent or withdrawn."""


def everything_written(db: Database, codes: Collection[str]) -> list[Written]:
    """Return every event of these difficulties, in order."""
    found = rows(
        db,
        """SELECT e.*, r.code AS said_in, r.code || ':' || r.version AS reference,
               e.at IN (r.sent_at, r.withdrawn_at) AS with_version
           FROM difficulty_events e JOIN reports r ON r.id = e.report
           WHERE e.kind <> 'noted' AND e.difficulty IN (SELECT value FROM json_each(:codes)) ORDER BY e.id""",
        codes=listed(codes),
    )
    of_members = {act.value for act in OF_MEMBERS}
    return [
        Written(
            row["difficulty"], row["reference"], _event(row), bool(row["with_version"] and row["kind"] in of_members)
        )
        for row in found
    ]


def codes_in_report(db: Database, code: str) -> frozenset[str]:
    """Return the difficulties that any version of the report with this code carried."""
    found = rows(
        db,
        "SELECT DISTINCT d.code FROM difficulties d JOIN reports r ON r.id = d.report WHERE r.code = :code",
        code=code,
    )
    return frozenset(row["code"] for row in found)


def codes_of_seat(db: Database, seat: int) -> list[str]:
    """Return the difficulties that any version of any report of a seat carried, the oldest first."""
    found = rows(
        db,
        """SELECT d.code FROM reports r CROSS JOIN difficulties d ON d.report = r.id WHERE r.seat = :seat
           GROUP BY d.code ORDER BY min(d.id)""",
        seat=seat,
    )
    return [row["code"] for row in found]


_EVENTS = """
SELECT e.*, r.code AS said_in,
    r.id <= :reports AND (r.withdrawn_at IS NULL OR r.withdrawn_at > :at) AND NOT EXISTS (
        SELECT 1 FROM reports later WHERE later.code = r.code AND later.version > r.version AND later.id <= :reports
    ) AS live,
    EXISTS (SELECT 1 FROM difficulties d JOIN reports own ON own.id = d.report
            WHERE d.code = e.difficulty AND own.code = r.code) AS of_its_own
FROM difficulty_events e JOIN reports r ON r.id = e.report
WHERE e.kind <> 'noted' AND ({wanted})
    AND (e.id <= :events OR e.kind NOT IN (SELECT value FROM json_each(:of_members))) ORDER BY e.id
"""


def events_of(
    db: Database, codes: Collection[str], until: Mark = EVERYTHING
) -> Mapping[str, tuple[DifficultyEvent, ...]]:
    """Return what happened, in order, to each of these difficulties; those that are not there are left out.

    What another report than its own says of a difficulty counts while that version of it is live, from when a version
    of it first said so. What the desk took back stands as `UNDONE`. `until`: as members' words stood at a mark.
    """
    wanted = "e.difficulty IN (SELECT value FROM json_each(:codes))"
    # By number, since several events can be of the same instant.
    found = rows(db, _EVENTS.format(wanted=wanted), codes=listed(codes), **_bounds(until))
    first: dict[tuple[str, ...], int] = {}
    for row in found:
        first.setdefault(_statement(row), row["id"])
    counting = [row for row in found if row["live"] or row["of_its_own"]]
    counting.sort(key=lambda row: row["id"] if row["of_its_own"] else first[_statement(row)])
    events: dict[str, tuple[DifficultyEvent, ...]] = {}
    for row in counting:
        events[row["difficulty"]] = (*events.get(row["difficulty"], ()), _event(row))
    return {code: as_they_stand(written) for code, written in events.items()}


def _bounds(until: Mark) -> dict[str, int | str]:
    of_members = listed(sorted(OF_MEMBERS))
    return {"at": iso(until.at), "reports": until.reports, "events": until.events, "of_members": of_members}


def _statement(row: Row) -> tuple[str, ...]:
    return row["difficulty"], row["said_in"], row["kind"], row["detail"]


def said_in(db: Database, reports: Collection[int]) -> Mapping[int, tuple[Said, ...]]:
    """Return what each of these versions of reports says of difficulties of earlier reports, in order."""
    wanted = "e.report IN (SELECT value FROM json_each(:versions))"
    said: dict[int, tuple[Said, ...]] = dict.fromkeys(reports, ())
    for row in rows(db, _EVENTS.format(wanted=wanted), **{**_bounds(EVERYTHING), "versions": listed(reports)}):
        if not row["of_its_own"]:
            words = str(detail_of(row["detail"]).get(WORDS, ""))
            said[row["report"]] += (Said(row["difficulty"], DifficultyAct(row["kind"]), words),)
    return said


_EARLIER = """
WITH sent AS (
    SELECT d.code, r.seat, r.code AS report, min(d.id) AS first, max(d.id) AS latest
    FROM reports r CROSS JOIN reports v1 ON v1.code = r.code AND v1.version = 1
        CROSS JOIN difficulties d ON d.report = r.id WHERE r.seat IN (SELECT value FROM json_each(:seats))
        AND (r.kind = 'periodic' AND r.period < :period OR r.kind = 'adhoc' AND v1.sent_at < :since)
        AND r.id <= :reports
    GROUP BY d.code)
SELECT d.*, sent.seat, sent.report AS of FROM sent JOIN difficulties d ON d.id = sent.latest ORDER BY sent.first
"""


def earlier(
    db: Database, seats: Collection[int], period: str, since: datetime, until: Mark = EVERYTHING
) -> list[Followed]:
    """Return every difficulty that these seats sent for periods before this one, or ad hoc before `since`.

    In the order in which they were first sent, whatever became of them, with the latest words, as they are classified.
    """
    # The periods of a seat are of one cadence, so that their texts sort in order of time.
    found = rows(db, _EARLIER, seats=listed(seats), period=period, since=iso(since), reports=until.reports)
    attachments = _attachments(db, [row["id"] for row in found])
    events = events_of(db, [row["code"] for row in found], until)
    return [
        Followed(corrected(_difficulty(row, attachments[row["id"]]), came), row["seat"], row["of"], came)
        for row in found
        for came in [events.get(row["code"], ())]
        if row["code"] in events
    ]


def _event(row: Row) -> DifficultyEvent:
    detail = detail_of(row["detail"])
    return DifficultyEvent(DifficultyAct(row["kind"]), instant(row["at"]), row["actor"], detail, row["said_in"])


def _difficulty(row: Row, attachments: tuple[Attachment, ...]) -> Difficulty:
    return Difficulty(
        id=row["id"],
        code=row["code"],
        answers={name: row[name] for name in questions.columns()},
        attachments=attachments,
    )


def without_files(row: Row) -> Difficulty:
    """Return the difficulty of a row, without its files."""
    return _difficulty(row, ())


def _add_attachment(db: Database, difficulty: int, position: int, attachment: Attachment) -> None:
    insert(
        db,
        """INSERT INTO attachments (id, difficulty, position, channel, file_ref, kind, name, size, mime, caption, file)
           VALUES (:id, :difficulty, :position, :channel, :file_ref, :kind, :name, :size, :mime, :caption, :file)""",
        # As of what is made on request: messages on their way name it.
        id=fresh_id(db, "attachments"), difficulty=difficulty, position=position, channel=attachment.channel,
        file_ref=attachment.ref, kind=attachment.kind.value, name=attachment.name, size=attachment.size,
        mime=attachment.mime, caption=attachment.caption, file=attachment.file or None,
    )  # fmt: skip


def _attachments(db: Database, difficulties: Collection[int]) -> Mapping[int, tuple[Attachment, ...]]:
    found = rows(
        db,
        f"""{_ATTACHMENTS} WHERE a.difficulty IN (SELECT value FROM json_each(:difficulties))
            ORDER BY a.difficulty, a.position""",
        difficulties=listed(difficulties),
    )
    # As above: every difficulty has an entry.
    attachments: dict[int, tuple[Attachment, ...]] = dict.fromkeys(difficulties, ())
    for row in found:
        attachments[row["difficulty"]] += (attachment_of(row),)
    return attachments


def attachment_of(row: Row) -> Attachment:
    """Return the file of a row with the columns of `kept_files` beside its own."""
    return Attachment(
        channel=row["channel"],
        ref=row["file_ref"],
        kind=FileKind(row["kind"]),
        name=row["name"],
        size=row["size"],
        mime=row["mime"],
        caption=row["caption"],
        id=row["id"],
        file=row["file"] or 0,
        kept=kept_of(row) if row["file"] else None,
    )


def newest_of_seat(db: Database, seat: int, most: int) -> list[tuple[Difficulty, datetime]]:
    """Return the newest difficulties of a seat's live reports, at most so many, with when each was sent.

    Without their files; one that stands in several reports comes once, as the newest has it.
    """
    found = rows(
        db,
        """SELECT d.*, r.sent_at, max(d.id) FROM reports r CROSS JOIN difficulties d ON d.report = r.id
           WHERE r.seat = :seat AND r.superseded_at IS NULL AND r.withdrawn_at IS NULL
           GROUP BY d.code ORDER BY max(d.id) DESC LIMIT :most""",
        seat=seat,
        most=most,
    )
    return [(without_files(row), instant(row["sent_at"])) for row in found]
