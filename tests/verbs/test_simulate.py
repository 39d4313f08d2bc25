"""`simulate`: what would be sent, printed by day and person; the base is as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from bot.clock import VN, FixedClock, begin_at
from bot.verbs import opening
from tests.guards.tree import ROOT
from tests.handlers.forecasting import people_it
from tests.task_world import FULL_HEADER, import_tasks
from tests.verbs.conftest import Run
from tests.world import START, World

BASE = Path("data/bot.db")


def laid_out(at: datetime, tasks: str = "") -> None:
    """Fill the data directory with the people of the demonstration, who are all linked; it is `at` there."""
    BASE.parent.mkdir(exist_ok=True)
    world = World(BASE.parent, clock=FixedClock(at))
    people_it(world)
    if tasks:
        import_tasks(world, f"{FULL_HEADER}\n{tasks}\n")
    world.close()


Stand = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Let the verb's clock stand where it is told."""

    def stand(now: datetime) -> None:
        monkeypatch.setattr(opening, "clock_of", lambda _: FixedClock(now))

    return stand


@pytest.fixture
def demonstration(run: Run, at: Stand) -> Run:
    laid_out(START)
    at(START)
    return run


def of_day(out: str, day: str) -> list[str]:
    """Return what is printed of a day."""
    (block,) = [part for part in out.split("\n\n") if day in part.split("\n")[0]]
    return block.strip().split("\n")[1:]


def test_it_prints_what_is_sent_to_whom_by_day_with_the_totals(demonstration: Run) -> None:
    said = demonstration("simulate", "--to", "30/11/2026")

    lines = said.out.split("\n")
    assert said.status == 0
    count, persons = (int(word) for word in lines[0].split() if word.isdecimal())
    assert lines[0] == f"Từ 16/11/2026 đến 30/11/2026: {count} tin tới {persons} người."
    sent, _, _ = said.out.partition("\nKhông gửi:")
    assert count == sum(line.startswith("  ") for line in sent.split("\n"))
    assert "  08:30 Emily Carter: Nhắc báo cáo tháng 11/2026" in of_day(said.out, "ngày 19/11/2026")


def test_days_before_the_first_are_played_and_not_printed(demonstration: Run) -> None:
    whole = demonstration("simulate", "--to", "30/11/2026").out

    later = demonstration("simulate", "--from", "20/11/2026", "--to", "30/11/2026").out

    assert "19/11/2026:" not in later
    assert of_day(later, "ngày 23/11/2026") == of_day(whole, "ngày 23/11/2026")


def test_the_base_is_as_it_was_to_the_byte(demonstration: Run) -> None:
    before = sha256(BASE.read_bytes()).hexdigest()

    demonstration("simulate", "--to", "31/12/2026")

    assert sha256(BASE.read_bytes()).hexdigest() == before
    assert not Path("data/bot.db-wal").exists() or not Path("data/bot.db-wal").stat().st_size


def test_a_file_of_rules_is_tried_and_not_taken(demonstration: Run) -> None:
    Path("rules.toml").write_text(
        '[report]\nmarks = ["d2", "d0"]\naudience = ["focal", "principal"]\nlate_days = 5\n', encoding="utf-8"
    )
    report = "  08:30 Emily Carter: Nhắc báo cáo tháng 11/2026"

    tried = demonstration("simulate", "--to", "23/11/2026", "--rule", "rules.toml").out
    plain = demonstration("simulate", "--to", "23/11/2026").out

    assert report in of_day(tried, "ngày 18/11/2026")
    assert report not in of_day(plain, "ngày 18/11/2026")
    assert report in of_day(plain, "ngày 19/11/2026")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--from", "15/11/2026"], "Ngày 15/11/2026 đã qua"),
        (["--from", "20/11/2026", "--to", "19/11/2026"], "Ngày cuối 19/11/2026 trước ngày đầu 20/11/2026"),
        (["--to", "01/01/2028"], "ngày cuối muộn nhất là 21/12/2027"),
        (["--to", "31/11/2026"], '"31/11/2026"'),
        (["--rule", "none.toml"], "none.toml"),
    ],
)
def test_what_cannot_be_worked_out_is_refused_by_name(demonstration: Run, arguments: list[str], named: str) -> None:
    said = demonstration("simulate", *arguments)

    assert said.status == 1
    assert named in said.err
    assert said.out == ""


def test_a_slip_in_a_file_of_rules_is_named_with_its_line(demonstration: Run) -> None:
    Path("rules.toml").write_text(
        '# thử\n[report]\nmarks = ["d0", "d99"]\naudience = ["focal"]\nlate_days = 5\n', encoding="utf-8"
    )

    said = demonstration("simulate", "--rule", "rules.toml")

    assert said.status == 1
    assert "rules.toml" in said.err
    assert "dòng 3" in said.err


def test_without_data_there_is_nothing_to_work_out_and_nothing_is_made(run: Run) -> None:
    said = run("simulate")

    assert said.status == 1
    assert not BASE.parent.exists()


def test_a_deadline_on_the_last_of_february_of_a_leap_year_has_its_day(run: Run, at: Stand) -> None:
    now = datetime(2028, 2, 20, 9, 0, tzinfo=VN)
    laid_out(now, "NV-28-901,Văn bản số 1,Việc hết tháng 2,AMCHAM,,day,29/02/2028,,,,14/02/2028,,")
    at(now)

    said = run("simulate", "--to", "01/03/2028")

    assert "  08:30 Emily Carter: Nhắc nhiệm vụ NV-28-901" in of_day(said.out, "ngày 29/02/2028")


def test_the_last_period_of_a_year_is_followed_by_the_first_of_the_next(run: Run, at: Stand) -> None:
    now = datetime(2026, 12, 17, 9, 0, tzinfo=VN)
    laid_out(now)
    at(now)

    said = run("simulate", "--to", "20/01/2027")

    assert "  08:30 Emily Carter: Nhắc báo cáo tháng 12/2026" in of_day(said.out, "ngày 18/12/2026")
    assert "Nhắc báo cáo tháng 01/2027" in said.out


def test_the_zone_of_the_server_changes_nothing(run: Run) -> None:
    laid_out(START)
    begin_at(BASE.parent / "clock.json", START)
    verb = [sys.executable, str(ROOT / "main.py"), "simulate", "--from", "17/11/2026", "--to", "23/11/2026"]

    def said(zone: str) -> str:
        ended = subprocess.run(verb, capture_output=True, text=True, check=True, env={**os.environ, "TZ": zone})
        return ended.stdout

    assert said("America/Los_Angeles") == said("Asia/Ho_Chi_Minh")
