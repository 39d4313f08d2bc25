"""Running the program: what it needs, its settings, and the verbs as processes."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import main
from bot.clock import FixedClock, SandboxClock
from bot.errors import BotError
from bot.screens.errors import sentence
from bot.verbs import opening
from storage import ledgers
from storage.lock import exclusive
from storage.migrations import STEPS
from tests.guards.tree import ROOT
from tests.verbs.conftest import Ended, Run, in_a_shell
from tests.verbs.data_directory import TOKEN, in_base, table, write
from tests.world import START

# run


def test_run_without_a_token_says_what_to_do(run: Run) -> None:
    said = run("run")

    assert said.status == 1
    assert "BOT_TOKEN" in said.err
    assert "--sandbox" in said.err
    assert not Path("data").exists()


def test_run_without_a_roster_says_what_to_do(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)

    said = run("run")

    assert said.status == 1
    assert "import-roster" in said.err
    assert in_base("SELECT count(*) FROM meta WHERE name = 'kind'") == 0


def test_the_demonstration_is_never_run_live(demonstration: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)

    said = demonstration("run")

    assert said.status == 1
    assert "data" in said.err
    assert in_base("SELECT count(*) FROM meta WHERE name = 'kind' AND value = 'sandbox'") == 1


def test_real_data_is_never_run_in_the_sandbox_and_keeps_its_own_time(with_roster: Run) -> None:
    write(lambda db: ledgers.put_fact(db, "kind", "live"))
    before = {file.name for file in Path("data").iterdir()}

    said = with_roster("run", "--sandbox")

    assert said.status == 1
    assert "data" in said.err
    assert {file.name for file in Path("data").iterdir()} == before
    assert not isinstance(opening.clock_of(Path("data")), SandboxClock)


def test_a_second_program_on_the_same_data_is_refused(with_roster: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)

    with exclusive(Path("data")):
        said = with_roster("run")

    assert said.status == 1
    assert "data" in said.err


def test_a_damaged_base_is_refused_before_anything_is_asked_for_or_written(
    with_roster: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    class Noted(Ended):
        async def run(self) -> None:
            ran.append("run")

    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setattr(main, "build_app", lambda *_: Noted())
    first = with_roster("run")
    base = Path("data/bot.db")
    # Its last page: nothing that a start reads.
    damaged = base.read_bytes()[:-4096] + b"\xff" * 4096
    base.write_bytes(damaged)

    said = with_roster("run")

    assert (first.status, said.status, ran) == (0, 1, ["run"])
    assert opening.say(sentence(BotError("database_damaged", path="data/bot.db"))) in said.err
    assert base.read_bytes() == damaged


# settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "not-a-token-c4n4ry"),
        ("BOT_API_BASE", "ftp://example.vn"),
        ("BOT_USERNAME", "tên bot"),
        ("PROXY_URL", "socks9://user:c4n4ry@proxy"),
        ("LOG_LEVEL", "LOUD"),
        ("SENDERS", "0"),
        ("PROFILE", "khong-co"),
    ],
)
def test_a_wrong_setting_names_itself_and_keeps_its_secret(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    said = run("doctor")

    assert said.status == 1
    # A profile is a file that is looked for like the data; what is written wrongly stops before anything is looked at.
    assert name in said.err if name != "PROFILE" else "vpcp-2023" in said.out
    assert "c4n4ry" not in said.out + said.err


def test_a_place_that_cannot_be_written_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "roster.csv/data")

    said = run("migrate")

    assert said.status == 1
    assert "roster.csv/data" in said.err


# as a process


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["migrate"], 0),
        (["import-roster", "missing.csv"], 1),
        ([], 2),
        (["dance"], 2),
        (["invite"], 2),
        (["invite", "--all", "--person", "AN"], 2),
        (["digest", "--period", "2026-11"], 2),
        (["replay", "two"], 2),
    ],
)
def test_the_exit_status_tells_success_from_failure_and_from_misuse(
    here: Path, arguments: list[str], status: int
) -> None:
    said = in_a_shell(arguments, here)

    assert said.status == status
    assert bool(said.err) == (status != 0)
    assert "Traceback" not in said.err
    if status == 1:
        assert len(said.err.splitlines()) == 1


def test_the_version_is_told_of_the_program_and_of_its_data_without_any_package(here: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-S", str(ROOT / "main.py"), "--version"], capture_output=True, text=True, check=True
    )

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert found.stdout == f"{project['name']} {project['version']}, cấu trúc dữ liệu {STEPS[-1].__name__}\n"
    assert list(here.glob("data")) == []


def test_an_error_can_be_printed_on_a_terminal_without_utf_8(here: Path) -> None:
    said = in_a_shell(
        ["import-roster", "--yes", "missing.csv"], here, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii"
    )

    assert said.status == 1
    assert "missing.csv" in said.err
    assert "Traceback" not in said.err


def test_output_can_be_printed_where_there_is_no_utf_8(here: Path) -> None:
    said = in_a_shell(["migrate"], here, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert said.status == 0, said.err


def test_times_are_viet_nams_wherever_the_operator_sits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "clock_of", lambda _directory: FixedClock(START))
    monkeypatch.setenv("TZ", "America/New_York")
    run("import-roster", "--yes", "roster.csv")

    (row,) = table(run("invite", "--person", "AN").out)

    assert row["expires_at"] == "2026-11-19T08:15+07:00"
