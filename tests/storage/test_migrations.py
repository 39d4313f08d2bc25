"""Bringing a base to the present schema, or leaving it alone."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.config import load_key
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.forms import At, Position
from bot.domain.tasks import Bucket, Part, TaskState
from bot.errors import BotError
from storage import difficulties, drafts, ledgers, migrations, reports
from storage.database import Writer, is_sound, migrate, open_for_reading, open_for_writing, pending
from storage.first_schema import FIRST
from storage.lock import exclusive
from storage.migrations import MIGRATIONS, STEPS, m006_quarterly

AN = """INSERT INTO persons (id, code, full_name, title, honorific, language, phone)
        VALUES (1, 'AN', 'Nguyễn Văn An', '', '', 'vi', '')"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def schema(path: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    connection.close()
    return found


def fill(path: Path) -> None:
    migrate(path)
    writer = Writer(open_for_writing(path))
    for number in range(200):
        writer.write_now(lambda db, name=f"n{number}": ledgers.put_fact(db, name, "z" * 500))  # type: ignore[misc]
    writer.close()


@pytest.mark.parametrize("step", [step.__name__ for step in STEPS])
def test_a_base_stopped_before_any_step_ends_up_like_a_new_one(path: Path, tmp_path: Path, step: str) -> None:
    fresh = tmp_path / "fresh.db"
    migrate(fresh)
    older = open_for_writing(path)
    MIGRATIONS.apply(older, stop_before=step)
    older.close()

    applied = migrate(path)

    assert applied[0] == step
    assert schema(path) == schema(fresh)


def test_a_second_run_has_nothing_to_do(path: Path) -> None:
    first, second = migrate(path), migrate(path)

    assert first == [step.__name__ for step in STEPS]
    assert second == []


def test_a_step_that_fails_leaves_nothing_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "FIRST", FIRST + ";\nCREATE TABLE meta (name TEXT);\n")

    with pytest.raises(sqlite3.OperationalError):
        migrate(path)

    assert {table for _, _, table, _ in schema(path)} == {"_sqlite_migrations"}


def test_every_difficulty_stored_before_there_were_events_was_sent_with_its_report(path: Path) -> None:
    older = open_for_writing(path)
    MIGRATIONS.apply(older, stop_before=STEPS[STEPS.index(m006_quarterly) + 1].__name__)
    fill_with_reports(older)
    older.close()

    migrate(path)

    reading = open_for_reading(path)
    events = difficulties.events_of(reading, difficulties.codes_in_report(reading, "BC-2611-001"))
    columns = [row["name"] for row in reading.conn.execute("PRAGMA table_info(difficulties)")]
    reading.close()
    sent = DifficultyEvent(DifficultyAct.SENT, datetime(2026, 11, 16, 1, 15, tzinfo=UTC), "person:AN")
    assert events == {"VM-2611-001": (sent,), "VM-2611-002": (sent,)}
    assert "state" not in columns


def fill_with_reports(db: Database) -> None:
    """Put in a report of two difficulties, and one without any, as the sixth step knows them."""
    for statement in (
        AN,
        "INSERT INTO seats VALUES (1, 'HIEPHOIA', 'hoi_dong_tu_van', 'Hiệp hội A', 1, '2020-01-01', NULL)",
        """INSERT INTO reports (id, code, version, seat, kind, period, nil, by_person, via, sent_at) VALUES
           (1, 'BC-2611-001', 1, 1, 'periodic', '2026-11', 0, 1, 'self', '2026-11-16T01:15:00.000000Z'),
           (2, 'BC-2612-001', 1, 1, 'periodic', '2026-12', 1, 1, 'self', '2026-12-16T01:15:00.000000Z')""",
        """INSERT INTO difficulties (code, report, position, field, procedure, content, legal, proposal, folded) VALUES
           ('VM-2611-001', 1, 1, 'dat_dai', '', 'Nội dung', '', 'Kiến nghị', 'noi dung'),
           ('VM-2611-002', 1, 2, 'dat_dai', '', 'Nội dung', '', 'Kiến nghị', 'noi dung')""",
    ):
        db.conn.execute(statement)


def test_a_base_of_a_newer_program_is_refused(path: Path) -> None:
    migrate(path)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO _sqlite_migrations VALUES (99, 'bot', 'm999_later', '2030-01-01')")
    connection.close()

    with pytest.raises(BotError) as refused:
        migrate(path)

    assert refused.value.code == "schema_newer"


@pytest.mark.parametrize(
    ("kind", "at", "number", "name"),
    [
        ("report", "step", 0, "field"),
        ("report", "step", 4, "proposal"),
        ("report", "step", 5, "files"),
        ("adhoc", "step", 2, "proposal"),
        ("adhoc", "step", 3, "files"),
        ("report", "review", 0, ""),
    ],
)
def test_a_draft_that_was_open_still_stands_at_the_question_it_stood_at(
    path: Path, kind: str, at: str, number: int, name: str
) -> None:
    older = open_for_writing(path)
    MIGRATIONS.apply(older, stop_before="m010_questions")
    older.conn.executescript(
        f"""{AN};
            INSERT INTO seats VALUES (1, 'A', 'hoi_dong_tu_van', 'A', 1, '2026-01-01', NULL);
            INSERT INTO drafts (id, seat, person, kind, subject, rev, step, answers, updated_at) VALUES
                (1, 1, 1, '{kind}', '2026-11', 7, '{{"at": "{at}", "item": 2, "step": {number}, "returning": true,
                "adding": false, "wide": false, "nil": false}}', '{{}}', '2026-11-16T01:15:00.000000Z');"""
    )
    older.close()

    migrate(path)

    reading = open_for_reading(path)
    draft = drafts.draft_by_id(reading, 1)
    reading.close()
    assert draft is not None
    assert draft.position == Position(At(at), 2, name, returning=True)


def overwrite_a_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(2 * 4096)
        file.write(b"\xff" * 4096)


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def replace_by_text(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 1000)


@pytest.mark.parametrize("damage", [overwrite_a_page, truncate, replace_by_text])
def test_a_damaged_file_is_refused_and_left_as_it_is(path: Path, damage: Callable[[Path], None]) -> None:
    fill(path)
    damage(path)
    before = path.read_bytes()

    with pytest.raises(BotError) as refused:
        migrate(path)

    assert refused.value.code == "database_damaged"
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", [overwrite_a_page, truncate, replace_by_text])
def test_a_damaged_file_is_not_sound(path: Path, damage: Callable[[Path], None]) -> None:
    fill(path)
    whole = open_for_reading(path)
    sound_before = is_sound(whole)
    whole.close()
    damage(path)

    damaged = open_for_reading(path)
    sound_after = is_sound(damaged)
    damaged.close()

    assert (sound_before, sound_after) == (True, False)


def test_a_broken_reference_found_after_the_steps_is_damage(path: Path) -> None:
    migrate(path)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO consents (account, version, at) VALUES (999, 'x', 'x')")
    connection.close()

    with pytest.raises(BotError) as refused:
        migrate(path)

    assert refused.value.code == "database_damaged"


def test_a_base_that_is_only_locked_is_not_called_damaged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE t (x)")
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(BotError) as refused:
        migrate(path)
    other.close()

    assert refused.value.code == "already_running"


@pytest.mark.usefixtures("umask")
def test_every_file_of_the_data_is_for_its_owner_only(path: Path) -> None:
    load_key(path.parent)
    fill(path)
    writer = Writer(open_for_writing(path))
    writer.write_now(lambda db: ledgers.put_fact(db, "a", "b"))
    with exclusive(path.parent):
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    writer.close()

    assert set(modes) == {"bot.db", "bot.db-wal", "bot.db-shm", "bot.lock", "secret.key"}
    assert set(modes.values()) == {0o600}


def test_the_reading_connection_cannot_write(path: Path) -> None:
    migrate(path)
    reading = open_for_reading(path)

    with pytest.raises(sqlite3.OperationalError):
        reading.conn.execute("DELETE FROM meta")
    reading.close()


def test_an_empty_file_still_lacks_every_step(path: Path) -> None:
    path.touch()
    reading = open_for_reading(path)

    assert pending(reading) == [step.__name__ for step in STEPS]
    reading.close()


def test_reminders_of_an_older_base_keep_what_became_of_them(path: Path) -> None:
    older = open_for_writing(path)
    MIGRATIONS.apply(older, stop_before="m008_delivery")
    older.conn.execute(AN)
    older.conn.execute("INSERT INTO seats VALUES (1, 'A', 'b', 'A', 1, '2026-01-01', NULL)")
    for state in ("planned", "sent", "skipped", "superseded"):
        older.conn.execute(
            "INSERT INTO reminders VALUES (?, 'd3', 'report', '2026-11', 1, 1, '2026-11-20', '2026-11-17', 1, ?, 'at')",
            (state, state),
        )
    older.close()

    migrate(path)

    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT key, state, queued_on, changed_at FROM reminders").fetchall()
    connection.close()
    assert found == [(state, state, None, "at") for state in ("planned", "sent", "skipped", "superseded")]


def test_a_report_of_an_older_base_says_of_its_tasks_what_it_said(path: Path) -> None:
    older = open_for_writing(path)
    MIGRATIONS.apply(older, stop_before="m016_task_events")
    older.conn.execute(AN)
    older.conn.execute("INSERT INTO seats VALUES (1, 'A', 'b', 'A', 1, '2026-01-01', NULL)")
    older.conn.execute(
        """INSERT INTO reports (id, code, version, seat, kind, period, nil, by_person, via, sent_at, opinion)
           VALUES (1, 'BC-26Q4-001', 1, 1, 'periodic', '2026-Q4', 1, 1, 'self', '2026-11-16T01:15:00.000000Z', '')"""
    )
    older.conn.execute(
        "INSERT INTO report_tasks VALUES (1, 1, 'NV-26-001', 'Việc', 'lead', '2026-11-30', NULL, 'open_in_time')"
    )
    older.close()

    migrate(path)

    reading = open_for_reading(path)
    report = reports.report_by_code(reading, "BC-26Q4-001")
    reading.close()
    assert report is not None
    assert report.quarterly is not None
    assert report.quarterly.tasks == (
        TaskState("NV-26-001", "Việc", Part.LEAD, date(2026, 11, 30), None, Bucket.OPEN_IN_TIME),
    )


def test_the_drafts_of_an_older_base_stay_as_they_are_and_open_where_they_were(path: Path) -> None:
    older = open_for_writing(path)
    MIGRATIONS.apply(older, stop_before="m020_directory")
    older.conn.execute(AN)
    older.conn.execute("INSERT INTO seats VALUES (1, 'A', 'b', 'A', 1, '2026-01-01', NULL)")
    older.conn.execute(
        """INSERT INTO drafts (id, seat, person, kind, subject, rev, step, answers, updated_at)
           VALUES (7, 1, 1, 'report', '2026-11', 3, '{"at": "opening"}', '{"items": []}',
                   '2026-11-16T01:15:00.000000Z')"""
    )
    older.conn.execute(
        """INSERT INTO accounts (id, channel, user_key, address, person, linked_at, open_draft)
           VALUES (1, 'telegram', '101', '101', 1, '2026-11-16T01:15:00.000000Z', 7)"""
    )
    older.close()

    migrate(path)

    db = open_for_writing(path)
    draft = drafts.live_draft(db, 1, 1, "report", "2026-11")
    opened = db.conn.execute("SELECT open_draft FROM accounts").fetchone()[0]
    drafts.drop_draft(db, 7)
    left = db.conn.execute("SELECT open_draft FROM accounts").fetchone()[0]
    db.close()
    assert draft is not None
    assert (draft.id, draft.seat, draft.rev, opened, left) == (7, 1, 3, 7, None)


def test_of_a_person_there_is_one_live_draft_of_no_seat_and_the_same_subject(path: Path) -> None:
    migrate(path)
    db = open_for_writing(path)
    db.conn.execute(AN)
    now = datetime(2026, 11, 16, 1, 15, tzinfo=UTC)

    drafts.add_draft(db, 1, 0, "addition", "", "", now)
    with pytest.raises(sqlite3.IntegrityError):
        drafts.add_draft(db, 1, 0, "addition", "", "", now)
    other = drafts.add_draft(db, 1, 0, "addition", "AN", "", now)
    db.close()

    assert other.seat == 0


def test_what_was_in_an_accepted_ad_hoc_report_is_accepted_in_a_newer_base(path: Path) -> None:
    older = open_for_writing(path)
    MIGRATIONS.apply(older, stop_before="m024_handling")
    older.conn.execute(AN)
    older.conn.execute("INSERT INTO seats VALUES (1, 'A', 'b', 'A', 1, '2026-01-01', NULL)")
    for number, accepted in ((1, "'2026-11-16T02:00:00.000000Z'"), (2, "NULL")):
        older.conn.execute(
            f"""INSERT INTO reports (id, code, version, seat, kind, urgency, nil, by_person, via, sent_at)
                VALUES ({number}, 'DX-2611-00{number}', 1, 1, 'adhoc', 'khan', 0, 1, 'self',
                        '2026-11-16T01:15:00.000000Z')"""
        )
        older.conn.execute(
            f"""INSERT INTO difficulties (code, report, position, field, procedure, content, legal, proposal)
                VALUES ('VM-2611-00{number}', {number}, 1, 'dat_dai', '', 'Nội dung', '', 'Kiến nghị')"""
        )
        older.conn.execute(
            f"""INSERT INTO difficulty_events (difficulty, report, kind, at, actor, detail)
                VALUES ('VM-2611-00{number}', {number}, 'sent', '2026-11-16T01:15:00.000000Z', 'person:AN', '{{}}')"""
        )
        older.conn.execute(
            f"""INSERT INTO receptions (report_code, accepted_at, accepted_by)
                VALUES ('DX-2611-00{number}', {accepted}, {"1" if number == 1 else "NULL"})"""
        )
    older.close()

    migrate(path)

    db = open_for_reading(path)
    events = difficulties.events_of(db, ["VM-2611-001", "VM-2611-002"])
    db.close()
    assert {code: [each.act.value for each in found] for code, found in events.items()} == {
        "VM-2611-001": ["sent", "accepted"],
        "VM-2611-002": ["sent"],
    }
    assert events["VM-2611-001"][1].at == datetime(2026, 11, 16, 2, tzinfo=UTC)
