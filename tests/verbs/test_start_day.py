"""`run --sandbox --start`: an empty sandbox begins on another day; the sandbox itself is not started."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlite_utils import Database

from bot.clock import SANDBOX_START, VN, SandboxClock, begin_at
from bot.config import load_key
from bot.sandbox import process
from bot.sandbox.client import Phone
from bot.sandbox.hub import Hub
from bot.sandbox.server import sandbox as sandbox_server
from bot.services.rules import load_rules
from bot.services.standing import accepting_now
from storage import people
from storage.database import migrate, reading
from storage.unit import Unit
from tests.guards.tree import ROOT
from tests.verbs.conftest import Run

DATA = Path("data")
OCTOBER = datetime(2023, 10, 17, 8, 15, tzinfo=VN)
MINUTE = timedelta(minutes=1)


def clock() -> datetime:
    return SandboxClock(DATA / "clock.json").now()


def begins_at(moment: datetime) -> bool:
    """Whether the sandbox has just begun there: its clock runs."""
    return timedelta(0) <= clock() - moment < MINUTE


def started(sandbox: Run, *options: str) -> None:
    said = sandbox("run", "--sandbox", *options)
    assert said.status == 0, said.err


def count(*tables: str) -> list[int]:
    with reading(DATA / "bot.db") as db:
        return [int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables]


def phones() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / "phones.json").read_text())
    return found


def kept() -> dict[str, bytes]:
    """Return what is in the directory, but for what SQLite adds to a base that is looked at."""
    return {path.name: path.read_bytes() for path in DATA.iterdir() if not path.name.startswith("bot.db-")}


def seats(db: Database, bodies: Iterable[str]) -> dict[str, set[str]]:
    today = clock().astimezone(VN).date()
    return {body: {s.code for s in people.seats_of_body(db, body) if s.valid_from <= today} for body in bodies}


# when it begins


@pytest.mark.parametrize("written", ["2023-10-17T08:15", "2023-10-17 08:15", "2023-10-17"])
def test_the_day_and_the_hour_are_those_of_viet_nam_and_a_day_alone_means_a_quarter_past_eight(
    sandbox: Run, written: str
) -> None:
    started(sandbox, "--start", written)

    assert begins_at(OCTOBER)


def test_another_hour_is_taken_as_it_is_written(sandbox: Run) -> None:
    started(sandbox, "--start", "2024-02-29T00:05")

    assert begins_at(datetime(2024, 2, 29, 0, 5, tzinfo=VN))


@pytest.mark.parametrize("options", [(), ("--empty",)], ids=["demonstration", "empty"])
def test_later_starts_go_on_from_there(sandbox: Run, options: tuple[str, ...]) -> None:
    started(sandbox, *options, "--start", "2023-10-17")
    SandboxClock(DATA / "clock.json").set(OCTOBER + timedelta(days=3))

    started(sandbox)

    assert begins_at(OCTOBER + timedelta(days=3))


def test_without_the_option_a_sandbox_begins_where_it_always_did(sandbox: Run) -> None:
    started(sandbox)

    assert begins_at(SANDBOX_START)
    assert [phone["user_id"] for phone in phones()] == [700001, 700002, 700003, 700004, 700005, 700006]
    assert count("reports", "tasks") == [12, 6]


# who and what is there


def test_in_2023_the_seats_of_that_time_are_there_and_nothing_was_sent(sandbox: Run) -> None:
    started(sandbox, "--start", "2023-10-17")

    with reading(DATA / "bot.db") as db:
        found = seats(db, ("to_cong_tac", "hoi_dong_tu_van"))
        held = people.everybody(db, OCTOBER.date())
    assert {body: len(codes) for body, codes in found.items()} == {"to_cong_tac": 15, "hoi_dong_tu_van": 30}
    assert {"TCTBKHDT", "TCTBTNMT", "TCTKSTTHC"} <= found["to_cong_tac"]
    assert "TCTBNNMT" not in found["to_cong_tac"]
    assert len(held) == 52
    assert count("reports", "tasks", "difficulties") == [0, 0, 0]


def test_its_phones_are_of_people_of_that_roster_from_start_to_start(sandbox: Run) -> None:
    started(sandbox, "--start", "2023-10-17")
    first = phones()
    SandboxClock(DATA / "clock.json").set(OCTOBER + timedelta(days=2))
    started(sandbox)

    assert phones() == first
    assert [(phone["kind"], phone["seat"]) for phone in first] == [
        ("member", "Hiệp hội Chế biến và Xuất khẩu Thủy sản Việt Nam"),
        ("secretary", "Chuyên viên"),
        ("stranger", ""),
        ("member", "Hiệp hội Thương mại Hoa Kỳ tại Việt Nam"),
        ("member", "Bộ Tài chính"),
        ("leader", "Lãnh đạo phụ trách"),
    ]


def test_the_period_of_october_2023_is_open_to_be_reported(sandbox: Run) -> None:
    started(sandbox, "--start", "2023-10-17")

    rules = load_rules("vpcp-2023", load_key(DATA), OCTOBER.date())
    with reading(DATA / "bot.db") as db:
        open_ = accepting_now(Unit(db, OCTOBER, rules), rules.profile.bodies["hoi_dong_tu_van"].cadence)[0]
    assert (open_.period.iso, open_.period.first_day, open_.period.last_day) == (
        "2023-10",
        date(2023, 9, 15),
        date(2023, 10, 14),
    )
    assert open_.due_on == date(2023, 10, 20)


def test_of_the_present_demonstration_only_what_was_before_is_there(sandbox: Run) -> None:
    started(sandbox, "--start", "2026-10-14T12:00")

    with reading(DATA / "bot.db") as db:
        found = [row[0] for row in db.conn.execute("SELECT code FROM tasks")]
        sent = [row[0] for row in db.conn.execute("SELECT sent_at FROM reports ORDER BY sent_at")]
    assert found == ["NV-26-038"]
    assert len(sent) == 2
    assert datetime.fromisoformat(sent[-1]) < datetime(2026, 10, 14, 12, tzinfo=VN)


def test_one_without_the_demonstration_takes_a_roster_on_its_own_day(sandbox: Run) -> None:
    started(sandbox, "--empty", "--start", "2023-10-17")
    sandbox("import-roster", "--yes", "roster.csv")
    started(sandbox)

    assert begins_at(OCTOBER)
    with reading(DATA / "bot.db") as db:
        assert [person.code for person in people.all_persons(db, OCTOBER.date())] == [
            "AN",
            "BICH",
            "BINH",
            "CHI",
            "LAN",
        ]


# where it is refused


def refused(sandbox: Run, *options: str) -> str:
    """Return why; nothing of the data is changed."""
    before = kept() if DATA.exists() else None
    said = sandbox("run", "--sandbox", *options)
    assert said.status == 1
    assert len(said.err.splitlines()) == 1
    assert (kept() if DATA.exists() else None) == before
    return said.err


@pytest.mark.parametrize("first", [(), ("--empty",), ("--start", "2023-10-17")], ids=["run", "empty", "started"])
def test_a_base_that_was_run_begins_no_second_time(sandbox: Run, first: tuple[str, ...]) -> None:
    started(sandbox, *first)

    said = refused(sandbox, "--start", "2023-10-17")

    assert "đã có dữ liệu" in said
    assert "--reset" in said


def test_what_is_there_is_named(sandbox: Run) -> None:
    started(sandbox, "--start", "2023-10-17")

    said = refused(sandbox, "--start", "2023-10-18")

    assert "data" in said
    assert "52 người" in said
    assert "17/10/2023" in said


def test_an_imported_roster_is_of_the_day_it_was_imported(sandbox: Run) -> None:
    sandbox("import-roster", "--yes", "roster.csv")

    said = refused(sandbox, "--start", "2023-10-17")

    assert "05 người" in said
    assert not (DATA / "clock.json").exists()


def test_real_data_are_never_begun_anew(sandbox: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox("import-roster", "--yes", "roster.csv")
    monkeypatch.setenv("BOT_TOKEN", "42:memory_memory_memory_memory")
    assert sandbox("run").status == 0

    refused(sandbox, "--start", "2023-10-17")

    assert not (DATA / "clock.json").exists()


def test_phones_that_were_used_are_not_empty(sandbox: Run) -> None:
    started(sandbox)
    asyncio.run(written(DATA))
    for path in DATA.glob("bot.db*"):
        path.unlink()

    said = sandbox("run", "--sandbox", "--start", "2023-10-17")

    assert said.status == 1
    assert "sandbox.db" in said.err
    assert begins_at(SANDBOX_START)


async def written(data: Path) -> None:
    async with sandbox_server(data) as address, ClientSession() as session:
        await Phone(session, address, 700001).send("Xin chào")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2023-02-30", "không có trong lịch"),
        ("2023-13-01", "không có trong lịch"),
        ("2023-10-17T24:00", "không có trong lịch"),
        ("2023-10-17T08:60", "không có trong lịch"),
        ("0000-01-01", "không có trong lịch"),
        ("2023-08-05", "06/08/2023"),
        ("1999-12-31", "06/08/2023"),
        ("2098-01-01", "31/12/2097"),
        ("9999-12-31", "31/12/2097"),
        ("2023-10-17T08:15Z", "múi giờ"),
        ("2023-10-17T08:15+00:00", "múi giờ"),
        ("2023-10-17T08:15+07:00", "múi giờ"),
        ("2023-10-17T8h15", "2023-10-17T08:15"),
        ("17/10/2023", "2023-10-17T08:15"),
        ("２０２３-10-17", "2023-10-17T08:15"),
        ("hôm nay", "2023-10-17T08:15"),
        ("", "2023-10-17T08:15"),
    ],
)
def test_what_is_no_day_to_begin_on_is_refused_with_its_reason(sandbox: Run, written: str, why: str) -> None:
    said = refused(sandbox, "--start", written)

    assert why in said
    assert not DATA.exists()


@pytest.mark.parametrize("day", ["2023-08-06", "2097-12-31"])
def test_the_first_and_the_last_day_can_be_chosen(sandbox: Run, day: str) -> None:
    started(sandbox, "--start", day)

    assert clock().astimezone(VN).date() == date.fromisoformat(day)


def test_on_telegram_it_is_refused(sandbox: Run) -> None:
    said = sandbox("run", "--start", "2023-10-17")

    assert said.status == 1
    assert "--start" in said.err
    assert not DATA.exists()


# what is left of others


def test_a_reset_sandbox_can_begin_there(sandbox: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    started(sandbox)
    monkeypatch.setattr("sys.stdin", io.StringIO("xoa\n"))

    started(sandbox, "--reset", "--start", "2023-10-17")

    assert begins_at(OCTOBER)
    assert count("reports") == [0]


def test_a_bad_day_deletes_nothing(sandbox: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    started(sandbox)
    monkeypatch.setattr("sys.stdin", io.StringIO("xoa\n"))

    refused(sandbox, "--reset", "--start", "2023-02-30")


def test_a_clock_that_a_killed_start_left_does_not_count(sandbox: Run) -> None:
    DATA.mkdir()
    migrate(DATA / "bot.db")
    begin_at(DATA / "clock.json", SANDBOX_START)

    started(sandbox, "--start", "2023-10-17")

    assert begins_at(OCTOBER)


def test_a_start_that_was_killed_before_anybody_was_there_goes_on_without_the_option(sandbox: Run) -> None:
    DATA.mkdir()
    migrate(DATA / "bot.db")
    begin_at(DATA / "clock.json", OCTOBER)

    started(sandbox)

    assert begins_at(OCTOBER)
    assert len(phones()) == 6
    assert count("reports") == [0]


def test_a_sandbox_that_runs_with_nothing_in_it_is_ended_so_that_it_does_not_take_the_clock_along(
    sandbox: Run, here: Path
) -> None:
    command = [sys.executable, "-m", "bot.sandbox", "--data", str(DATA.absolute())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as alone:
        assert alone.stdout is not None
        alone.stdout.readline()

        started(sandbox, "--start", "2023-10-17")

    assert alone.returncode == 0
    assert process.find(DATA) is None
    assert begins_at(OCTOBER)
    hub = Hub(DATA)
    assert timedelta(0) <= hub.clock.now() - OCTOBER < MINUTE
    hub.store.close()
