"""`run --sandbox` on one's own roster, and beginning anew; the sandbox itself is not started."""

from __future__ import annotations

import asyncio
import io
import json
import socket
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.clock import SANDBOX_START, VN, SandboxClock, SystemClock
from bot.sandbox import process
from bot.sandbox.client import Phone
from bot.sandbox.server import sandbox as sandbox_server
from bot.verbs import resetting
from storage import ledgers, people
from storage.database import reading
from storage.lock import exclusive
from tests.guards.tree import ROOT
from tests.verbs.conftest import Run, in_a_shell

DATA = Path("data")


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def phones() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / "phones.json").read_text())
    return found


def fact(name: str) -> str | None:
    with reading(DATA / "bot.db") as db:
        return ledgers.fact(db, name)


def kept() -> dict[str, bytes]:
    """Return what is in the directory, but for what SQLite adds to a base that is looked at."""
    return {path.name: path.read_bytes() for path in DATA.iterdir() if not path.name.startswith("bot.db-")}


def persons() -> list[str]:
    now = SandboxClock(DATA / "clock.json").now()
    with reading(DATA / "bot.db") as db:
        return [person.code for person in people.all_persons(db, now.astimezone(VN).date())]


# one's own roster


def test_an_imported_roster_has_the_phones_and_nothing_of_the_demonstration_is_there(sandbox: Run) -> None:
    sandbox("import-roster", "--yes", "roster.csv")

    said = sandbox("run", "--sandbox", "--empty")

    assert said.status == 0
    phones_at, page_at = said.out.splitlines()[-2:]
    assert phones_at.endswith("http://127.0.0.1:9/")
    assert "http://localhost:14" in page_at
    assert persons() == ["AN", "BICH", "BINH", "CHI", "LAN"]
    assert [(phone["name"], phone["kind"]) for phone in phones()] == [
        ("Phạm Thu Chi", "secretary"),
        ("Hoàng Thị Lan", "leader"),
        ("Nguyễn Văn An", "member"),
        ("Trần Thị Bích", "member"),
        ("Lê Văn Bình", "member"),
        ("Người lạ", "stranger"),
    ]
    assert all(phone["code"] for phone in phones()[:-1])
    assert phones()[-1]["code"] is None


def test_its_clock_does_not_stand_before_the_day_of_the_import(sandbox: Run) -> None:
    before = SystemClock().now()
    sandbox("import-roster", "--yes", "roster.csv")
    sandbox("run", "--sandbox", "--empty")

    assert SandboxClock(DATA / "clock.json").now() >= max(before, SANDBOX_START)


def test_codes_and_accounts_stay_the_same_from_start_to_start_with_or_without_the_option(sandbox: Run) -> None:
    sandbox("import-roster", "--yes", "roster.csv")
    sandbox("run", "--sandbox", "--empty")
    first = phones()

    assert sandbox("run", "--sandbox").status == 0
    assert phones() == first
    assert sandbox("run", "--sandbox", "--empty").status == 0
    assert phones() == first


def test_without_a_roster_it_stays_empty_says_how_to_fill_it_and_takes_one_later(sandbox: Run) -> None:
    said = sandbox("run", "--sandbox", "--empty")
    alone = phones()
    sandbox("import-roster", "--yes", "roster.csv")
    sandbox("run", "--sandbox")

    assert "DATA_DIR=data python main.py import-roster" in said.out
    assert [phone["kind"] for phone in alone] == ["stranger"]
    assert len(phones()) == 6
    assert not set(persons()) & {"TV01", "TT01"}


def test_of_a_long_roster_the_desk_and_the_first_by_rank_have_a_phone(sandbox: Run, here: Path) -> None:
    head, *desk = (line for line in Path("roster.csv").read_text("utf-8").splitlines() if "hoi_dong" not in line)
    members = [f"M{n:02},Thành viên {n:02},,,vi,,focal,hoi_dong_tu_van,GHE{n:02},Hội {n:02}" for n in range(20)]
    Path("roster.csv").write_text("\n".join([head, *members, *desk]), "utf-8")
    sandbox("import-roster", "--yes", "roster.csv")

    sandbox("run", "--sandbox", "--empty")

    assert [phone["kind"] for phone in phones()] == ["secretary", "leader", *["member"] * 10, "stranger"]
    assert [phone["name"] for phone in phones()[2:-1]] == [f"Thành viên {n:02}" for n in range(10)]


def test_the_demonstration_is_not_mixed_with_an_own_roster(sandbox: Run) -> None:
    sandbox("run", "--sandbox")

    said = sandbox("run", "--sandbox", "--empty")

    assert said.status == 1
    assert "--reset" in said.err
    assert "TV01" in persons()


@pytest.mark.parametrize("option", ["--empty", "--reset"])
def test_on_telegram_these_options_are_refused(sandbox: Run, option: str) -> None:
    said = sandbox("run", option)

    assert said.status == 1
    assert option in said.err
    assert not DATA.exists()


# beginning anew


def test_who_agrees_begins_anew_and_is_told_what_was_deleted(sandbox: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox("run", "--sandbox")
    key = (DATA / "secret.key").read_bytes()
    (DATA / "notes.txt").write_text("mine")
    SandboxClock(DATA / "clock.json").set(datetime.fromisoformat("2027-01-01T00:00:00+07:00"))
    answer(monkeypatch, "Xóa\n")

    said = sandbox("run", "--sandbox", "--reset")

    deleted = next(line for line in said.out.splitlines() if "Đã xóa" in line)
    assert said.status == 0
    assert all(name in deleted for name in ("bot.db", "clock.json", "phones.json", "secret.key"))
    assert (DATA / "secret.key").read_bytes() != key
    assert (DATA / "notes.txt").read_text() == "mine"
    assert SandboxClock(DATA / "clock.json").now().year == 2026
    assert "TV01" in persons()


def test_what_a_used_and_backed_up_sandbox_wrote_is_deleted_and_nothing_else_is(
    sandbox: Run, monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    sandbox("run", "--sandbox")
    asyncio.run(used(DATA))
    assert sandbox("backup").status == 0
    for left in ("restore.part", "backups/.part/part.db", "clock.json.123", "sandbox.json.123", "sandbox.log"):
        (DATA / left).parent.mkdir(exist_ok=True)
        (DATA / left).write_text("left by one that was killed")
    own = {"notes.txt", "backups/mine.txt", "reports/bot-2026.db"}
    for name in own:
        (DATA / name).parent.mkdir(exist_ok=True)
        (DATA / name).write_text("mine")
    answer(monkeypatch, "xoa\n")

    with exclusive(DATA):
        resetting.reset(DATA)

    assert {str(path.relative_to(DATA)) for path in DATA.rglob("*") if path.is_file()} == own | {
        "bot.lock",
        "sandbox.lock",
    }


def test_a_link_to_backups_elsewhere_is_not_followed(sandbox: Run, monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    sandbox("run", "--sandbox")
    (here / "elsewhere").mkdir()
    (here / "elsewhere" / "bot-20261116-081500.db").write_text("of another base")
    (DATA / "backups").symlink_to(here / "elsewhere")
    answer(monkeypatch, "xoa\n")

    with exclusive(DATA):
        resetting.reset(DATA)

    assert (here / "elsewhere" / "bot-20261116-081500.db").read_text() == "of another base"
    assert not (DATA / "bot.db").exists()


async def used(data: Path) -> None:
    """Send files in the sandbox of a directory."""
    async with sandbox_server(data) as address, ClientSession() as session:
        phone = Phone(session, address, phones()[0]["user_id"])
        await phone.attach(("Bảng kê.pdf", b"%PDF-1"), ("Ghi chú.txt", b"x" * 70000), caption="Kèm tệp")


@pytest.mark.parametrize("typed", ["", "\n", "không\n", "yes\n"])
def test_without_that_word_nothing_is_deleted(sandbox: Run, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    sandbox("run", "--sandbox")
    before = kept()
    answer(monkeypatch, typed)

    said = sandbox("run", "--sandbox", "--reset")

    assert said.status == 1
    assert "Chưa xóa" in said.err
    assert kept() == before


@pytest.mark.parametrize("kind", ["live", None])
def test_data_that_are_not_marked_as_the_sandboxs_are_never_deleted(
    sandbox: Run, monkeypatch: pytest.MonkeyPatch, kind: str | None
) -> None:
    sandbox("import-roster", "--yes", "roster.csv")
    if kind:
        monkeypatch.setenv("BOT_TOKEN", "42:memory_memory_memory_memory")
        assert sandbox("run").status == 0
    before = (DATA / "bot.db").read_bytes()
    answer(monkeypatch, "xoa\n")

    said = sandbox("run", "--sandbox", "--reset")

    assert said.status == 1
    assert "không được ghi nhận" in said.err
    assert (DATA / "bot.db").read_bytes() == before
    assert fact("kind") == kind


def test_nothing_is_deleted_while_the_program_runs(sandbox: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox("run", "--sandbox")
    answer(monkeypatch, "xoa\n")

    with exclusive(DATA):
        said = sandbox("run", "--sandbox", "--reset")

    assert said.status == 1
    assert fact("kind") == "sandbox"


def test_a_new_place_is_begun_without_a_question(sandbox: Run) -> None:
    said = sandbox("run", "--sandbox", "--reset", "--empty")

    assert said.status == 0
    assert "Không có dữ liệu" in said.out
    assert fact("kind") == "sandbox"


def test_a_sandbox_whose_program_was_killed_is_ended_first(
    sandbox: Run, monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    sandbox("run", "--sandbox")
    answer(monkeypatch, "xoa\n")
    command = [sys.executable, "-m", "bot.sandbox", "--data", str(DATA.absolute())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as orphan:
        assert orphan.stdout is not None
        orphan.stdout.readline()

        said = sandbox("run", "--sandbox", "--reset")

    assert said.status == orphan.returncode == 0
    assert "sandbox.db" in said.out
    assert process.find(DATA) is None


# as a process


def test_a_port_in_use_is_said_in_a_sentence_that_names_the_way_out(here: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = in_a_shell(["run", "--sandbox", "--port", str(port)], here)

    assert said.status == 1
    assert len(said.err.splitlines()) == 1
    assert f"Cổng {port}" in said.err
    assert "PORT=8016" in said.err


def test_a_port_that_cannot_be_is_a_misuse(here: Path) -> None:
    said = in_a_shell(["run", "--sandbox", "--port", "65536"], here)

    assert said.status == 2
    assert "Traceback" not in said.err


def test_a_base_that_cannot_be_opened_is_said_in_a_sentence(here: Path) -> None:
    (here / "data" / "bot.db").mkdir(parents=True)

    said = in_a_shell(["run", "--sandbox", "--port", "0"], here)

    assert said.status == 1
    assert len(said.err.splitlines()) == 1
    assert "data" in said.err


def test_without_a_terminal_and_an_answer_nothing_is_deleted(sandbox: Run, here: Path) -> None:
    sandbox("run", "--sandbox")

    said = in_a_shell(["run", "--sandbox", "--reset"], here)

    assert said.status == 1
    assert "Chưa xóa" in said.err
    assert fact("kind") == "sandbox"
