"""Versions of a report: the newest takes the place of the one before, and nothing that was sent is written over."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.domain import questions
from bot.domain.attachments import Attachment, FileKind
from bot.domain.difficulties import DifficultyState, current_state
from bot.domain.reports import Difficulty, Quarterly, Report, Urgency
from bot.domain.tasks import Bucket, Part, TaskState
from storage import difficulties, people, receptions, reports
from tests.world import START, World

CODE = "BC-2611-001"
A_FILE = Attachment("telegram", "REF", FileKind.DOCUMENT, "a.pdf", 1000, "application/pdf", "Trang 2")
A_TASK = TaskState("NV-26-001", "Việc", Part.LEAD, None, None, Bucket.NO_DEADLINE)


def person(world: World, code: str = "AN") -> int:
    found = people.person_by_code(world.read, code)
    assert found is not None
    return found.id


def difficulty(number: int, content: str = "Nội dung", files: int = 0) -> Difficulty:
    attachments = tuple(replace(A_FILE, ref=f"{number}-{each}") for each in range(files))
    answers = questions.kept({"field": "dat_dai", "content": content, "proposal": "Kiến nghị"}, {})
    return Difficulty(0, f"VM-2611-{number:03}", answers, attachments)


def report(world: World, *found: Difficulty, at: datetime = START, code: str = CODE, seat: int = 0) -> Report:
    of_body = people.seats_of_body(world.read, "hoi_dong_tu_van")
    return Report(0, code, of_body[seat].id, "2026-11", not found, person(world), at, found)


def add(world: World, each: Report) -> Report:
    stored: Report = world.write_now(lambda db: reports.add_version(db, each))
    return stored


def withdraw(world: World, code: str = CODE, at: datetime = START + timedelta(days=1)) -> bool:
    by = person(world)
    done: bool = world.write_now(lambda db: reports.withdraw(db, code, at, by))
    return done


def states(world: World, code: str = CODE) -> dict[str, str]:
    """The state of every difficulty that was ever in a report, by the end of its code."""
    events = difficulties.events_of(world.read, difficulties.codes_in_report(world.read, code))
    return {each[-3:]: current_state(found).value for each, found in events.items()}


def test_the_first_version_is_number_one_and_live(still_world: World) -> None:
    stored = add(still_world, report(still_world, difficulty(1)))

    assert (stored.version, stored.reference) == (1, "BC-2611-001:1")
    assert reports.report_by_code(still_world.read, CODE) == stored


def test_a_later_version_takes_the_place_of_the_one_before_which_stays_as_it_was_sent(still_world: World) -> None:
    first = add(still_world, report(still_world, difficulty(1, files=2), difficulty(2)))
    an_hour_later = START + timedelta(hours=1)

    second = add(still_world, report(still_world, difficulty(1, "Nội dung khác"), at=an_hour_later))

    assert second.version == 2
    assert reports.report_by_code(still_world.read, CODE) == second
    assert reports.reports_of_period(still_world.read, "2026-11") == [second]
    assert reports.live_report(still_world.read, first.seat, "2026-11") == second
    assert reports.report_by_code(still_world.read, CODE, 1) == first
    assert still_world.count("reports", "version = 1 AND superseded_at LIKE '2026-11-16T02:15%'") == 1


def test_a_version_keeps_its_tasks_and_its_paragraph(still_world: World) -> None:
    stated = replace(report(still_world), quarterly=Quarterly((A_TASK,), "Ý kiến"))

    first = add(still_world, stated)
    second = add(still_world, replace(stated, quarterly=Quarterly((A_TASK, replace(A_TASK, code="NV-26-002")), "")))

    assert reports.report_by_code(still_world.read, CODE, 1) == first
    assert reports.report_by_code(still_world.read, CODE) == second
    assert [len(each.quarterly.tasks) for each in (first, second) if each.quarterly] == [1, 2]


def test_a_difficulty_keeps_its_events_over_versions_and_one_taken_out_is_withdrawn(still_world: World) -> None:
    add(still_world, report(still_world, difficulty(1), difficulty(2)))

    add(still_world, report(still_world, difficulty(2, "Sửa"), difficulty(3), at=START + timedelta(hours=1)))

    events = difficulties.events_of(still_world.read, difficulties.codes_in_report(still_world.read, CODE))
    happened = {code[-3:]: [(e.act.value, e.at, e.actor) for e in found] for code, found in events.items()}
    assert happened == {
        "001": [("sent", START, "person:AN"), ("withdrawn", START + timedelta(hours=1), "person:AN")],
        "002": [("sent", START, "person:AN")],
        "003": [("sent", START + timedelta(hours=1), "person:AN")],
    }


def test_a_difficulty_taken_out_can_come_back(still_world: World) -> None:
    for found in ([difficulty(1)], [], [difficulty(1)]):
        add(still_world, report(still_world, *found))

    assert states(still_world) == {"001": "sent"}


def test_a_withdrawn_report_is_live_no_more_and_its_difficulties_are_withdrawn(still_world: World) -> None:
    stored = add(still_world, report(still_world, difficulty(1), difficulty(2)))

    first, second = withdraw(still_world), withdraw(still_world)

    assert (first, second) == (True, False)
    assert reports.report_by_code(still_world.read, CODE) is None
    assert reports.reports_of_period(still_world.read, "2026-11") == []
    assert reports.report_of_difficulty(still_world.read, "VM-2611-001") is None
    assert reports.report_by_code(still_world.read, CODE, 1) == stored
    assert states(still_world) == {"001": "withdrawn", "002": "withdrawn"}
    assert still_world.count("difficulty_events") == 4


def test_what_was_never_sent_cannot_be_withdrawn(still_world: World) -> None:
    add(still_world, report(still_world, difficulty(1)))

    assert withdraw(still_world, "BC-2611-999") is False
    assert states(still_world) == {"001": "sent"}


def test_a_seat_has_one_live_report_per_period_and_a_refused_one_leaves_nothing(still_world: World) -> None:
    add(still_world, report(still_world, difficulty(1)))

    with pytest.raises(sqlite3.IntegrityError):
        add(still_world, report(still_world, difficulty(2), code="BC-2611-002"))

    assert still_world.count("reports") == still_world.count("difficulties") == 1
    add(still_world, report(still_world, difficulty(3), code="BC-2611-003", seat=1))
    withdraw(still_world)
    assert add(still_world, report(still_world, difficulty(4), code="BC-2611-004")).version == 1


def test_a_version_that_would_give_its_seat_a_second_live_report_leaves_the_one_before_live(
    still_world: World,
) -> None:
    add(still_world, report(still_world, difficulty(1)))
    other = add(still_world, report(still_world, difficulty(2), code="BC-2611-002", seat=1))

    with pytest.raises(sqlite3.IntegrityError):
        add(still_world, report(still_world, difficulty(2), code="BC-2611-002", seat=0))

    assert reports.report_by_code(still_world.read, "BC-2611-002") == other


def test_an_ad_hoc_report_waits_for_acceptance_once_whatever_its_versions(still_world: World) -> None:
    sent = replace(report(still_world, difficulty(1), code="DX-2611-001"), period="", urgency=Urgency.URGENT)
    add(still_world, sent)
    still_world.write_now(lambda db: receptions.accept(db, sent.code, sent.person, START))

    second = add(still_world, sent)

    assert receptions.reception(still_world.read, sent.code).accepted_at == START
    assert reports.unaccepted(still_world.read, Urgency.URGENT) == []
    assert second.version == 2


CODES = (CODE, "BC-2611-002")
ACT = st.tuples(st.sampled_from(CODES), st.none() | st.sets(st.integers(1, 3)))
"""A report withdrawn, or a version of it with these of its difficulties."""
WHEN_IT_ENDED = {"superseded_at", "withdrawn_at"}


def rows_of(world: World) -> dict[tuple[str, int], list[tuple[object, ...]]]:
    """Every row of each version, apart from when it ended."""
    found: dict[tuple[str, int], list[tuple[object, ...]]] = {}
    tables = {
        "reports": "SELECT * FROM reports WHERE id = ?",
        "difficulties": "SELECT * FROM difficulties WHERE report = ? ORDER BY id",
        "attachments": "SELECT a.* FROM attachments a JOIN difficulties d ON d.id = a.difficulty WHERE d.report = ?",
    }
    for number, code, version in world.read.conn.execute("SELECT id, code, version FROM reports").fetchall():
        found[code, version] = [
            tuple(None if column in WHEN_IT_ENDED else row[column] for column in row.keys())  # noqa: SIM118
            for sql in tables.values()
            for row in world.read.conn.execute(sql, [number]).fetchall()
        ]
    return found


def ends_of(world: World) -> dict[tuple[str, int], tuple[str | None, str | None]]:
    """When each version that has ended did so, and how."""
    found = world.read.conn.execute("SELECT * FROM reports WHERE superseded_at <> '' OR withdrawn_at <> ''").fetchall()
    return {(row["code"], row["version"]): (row["superseded_at"], row["withdrawn_at"]) for row in found}


def forget_reports(db: Database) -> None:
    for table in ("difficulty_events", "attachments", "difficulties", "reports"):
        db.conn.execute(f"DELETE FROM {table}")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACT, max_size=12))
def test_whatever_is_done_each_code_has_one_live_version_or_none_and_every_version_stays(
    still_world: World, acts: list[tuple[str, set[int] | None]]
) -> None:
    still_world.write_now(forget_reports)
    live, sent = dict[str, set[int]](), dict.fromkeys(CODES, 0)
    for minute, (code, numbers) in enumerate(acts, 1):
        before, ended = rows_of(still_world), ends_of(still_world)
        at, seat = START + timedelta(minutes=minute), CODES.index(code)
        if numbers is None:
            assert withdraw(still_world, code, at) is (code in live)
            live.pop(code, None)
        else:
            live[code], sent[code] = {10 * seat + n for n in numbers}, sent[code] + 1
            found = [difficulty(n, f"Lúc {at:%H:%M}", files=n % 3) for n in sorted(live[code])]
            add(still_world, report(still_world, *found, at=at, code=code, seat=seat))

        assert rows_of(still_world).items() >= before.items()
        assert ends_of(still_world).items() >= ended.items()
        for each in CODES:
            assert_versions(still_world, each, sent[each], live.get(each))


def assert_versions(world: World, code: str, sent: int, live: set[int] | None) -> None:
    """Versions count from 1, at most the last of them is live, and the events tell which difficulties it carries."""
    found = world.read.conn.execute("SELECT * FROM reports WHERE code = ? ORDER BY version", [code]).fetchall()
    assert [row["version"] for row in found] == list(range(1, sent + 1))
    alive = [row["version"] for row in found if not (row["superseded_at"] or row["withdrawn_at"])]
    assert alive == ([sent] if live is not None else [])
    assert all(bool(row["superseded_at"]) != bool(row["withdrawn_at"]) for row in found if row["version"] not in alive)
    events = difficulties.events_of(world.read, difficulties.codes_in_report(world.read, code))
    still_there = {each for each, kinds in events.items() if current_state(kinds) is DifficultyState.SENT}
    assert still_there == {f"VM-2611-{number:03}" for number in live or ()}
    for kinds in events.values():
        assert [each.act.value for each in kinds] == (["sent", "withdrawn"] * len(kinds))[: len(kinds)]
