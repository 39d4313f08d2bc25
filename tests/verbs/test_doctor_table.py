"""docs/doctor.md: every state on that page is made, and doctor says and returns what stands there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

import pytest

from tests.guards.tree import ROOT
from tests.unprivileged import unprivileged
from tests.verbs import doctor_data_states, doctor_mail_states  # noqa: F401 - their states register themselves
from tests.verbs.conftest import Run, Said
from tests.verbs.data_directory import TOKEN
from tests.verbs.doctor_states import COMPLETE, STATES, Scene, put_in_order
from tests.world import START

PAGE = ROOT / "docs" / "doctor.md"
FIXED = """
import sys
from datetime import datetime
import main
from bot.clock import SystemClock
SystemClock.now = lambda _clock: datetime.fromisoformat({now!r})
sys.exit(main.main({arguments}))
"""


class Row(NamedTuple):
    """A row of the page: a state, the lines doctor says of it ("…" for anything), the exit status."""

    state: str
    said: tuple[str, ...]
    status: int


def _rows() -> Iterator[Row]:
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[-1].isdecimal():
            yield Row(cells[0], tuple(cells[1].split("<br>")), int(cells[2]))


ROWS = list(_rows())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the place in which everything is in order is kept, once it has been made."""
    return tmp_path_factory.mktemp("kept") / "data"


@pytest.fixture
def scene(run: Run, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """A place in which everything is in order."""
    with ExitStack() as stack:
        scene = Scene(monkeypatch, stack)
        scene.set_clock(START)
        Path("roster.csv").write_text(COMPLETE, encoding="utf-8")
        monkeypatch.setenv("BOT_TOKEN", TOKEN)
        if kept.exists():
            copytree(kept, "data")
        else:
            assert run("import-roster", "roster.csv", "--yes").status == 0
            put_in_order()
            copytree("data", kept)
        yield scene


def test_the_page_has_the_states_of_the_test_and_no_other() -> None:
    assert [row.state for row in ROWS] == list(dict.fromkeys(row.state for row in ROWS))
    assert {row.state for row in ROWS} == set(STATES)
    assert len(ROWS) >= 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.state)
def test_doctor_says_of_a_state_what_the_page_says(scene: Scene, run: Run, row: Row) -> None:
    STATES[row.state](scene)

    said = _without_privileges(scene) if scene.unprivileged else run(*scene.arguments)

    lines = [*said.out.splitlines(), *said.err.splitlines()]
    for wanted in row.said:
        assert any(_is(line, wanted) for line in lines), lines
    # Nothing red beside it.
    red = [line for line in lines if line.startswith("Cần xử lý:")]
    assert [line for line in red if not any(_is(line, wanted) for wanted in row.said)] == []
    assert ("Không có việc cần xử lý." in lines) == (row.status == 0)
    assert said.status == row.status
    assert "Traceback" not in said.err
    assert "c4n4ry" not in said.out + said.err


def _is(line: str, wanted: str) -> bool:
    return re.fullmatch(".+".join(map(re.escape, wanted.split("…"))), line) is not None


def _without_privileges(scene: Scene) -> Said:
    """Run doctor as a process for which rights of files count, also where root runs the tests."""
    script = FIXED.format(now=START.isoformat(), arguments=json.dumps(scene.arguments))
    found = subprocess.run(
        unprivileged([sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{script}"]),
        capture_output=True,
        text=True,
        check=False,
    )
    Path("data").chmod(0o700)  # so that it can be removed
    return Said(found.returncode, found.stdout, found.stderr)


def test_doctor_makes_nothing(scene: Scene, run: Run) -> None:
    before = sorted(Path().rglob("*"))

    assert run("doctor").status == 0

    # What SQLite makes beside a base that is read goes with it.
    assert {path.name for path in set(Path().rglob("*")) - set(before)} <= {"bot.db-wal", "bot.db-shm"}


def test_a_check_that_fails_stops_no_other(scene: Scene, run: Run) -> None:
    for name in ("Một mục kiểm tra bị lỗi chương trình", "Khóa trống", "Có tin để riêng", "Ổ đĩa gần hết inode"):
        STATES[name](scene)

    said = run("doctor")

    assert said.status == 1
    assert said.out.count("Cần xử lý:") == 4
    assert "Kỳ đang nhận: tháng 11/2026" in said.out


def test_a_sandbox_as_it_is_laid_out_needs_nothing(demonstration: Run) -> None:
    said = demonstration("doctor")

    assert said.status == 0, said.out
    assert "Dữ liệu: data (sandbox)" in said.out
