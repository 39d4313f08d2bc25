"""The tasks of two notices, from the notice to the papers and to whoever reported the difficulty; under kills too."""

from __future__ import annotations

import asyncio
import io
from collections import defaultdict
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.reconciling import Fault
from bot.domain.tasks import Bucket
from bot.services.desk.reconciling import faults_of
from bot.services.tasks.listing import status_of
from storage import ledgers, snapshots, task_events, tasks
from tests.acceptance.killed import lived_and_died
from tests.acceptance.seed_tasks import OFFICE, SeedTasks, days
from tests.acceptance.seeds_2023 import DESK, FINANCE, LEADER, SEAFOOD

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:openpyxl")

# Worked out by hand from the script: what happens to each task, in order. 002 and 011 are series, 003, 013 and 015
# the months of the first, 012, 014 and 016 those of the second.
WAYS = """
NV-23-001 created
NV-23-002 created
NV-23-003 created
NV-23-004 created
NV-23-005 created received linked progressed extension_asked extension_granted reported confirmed
NV-23-006 created
NV-23-007 created
NV-23-008 created
NV-23-009 created
NV-23-010 created received progressed progressed reported returned reported confirmed
NV-23-011 created
NV-23-012 created fulfilled
NV-23-013 created
NV-23-014 created
NV-23-015 created
NV-23-016 created
"""
DONE = {"NV-23-005": ("2023-12-19", Bucket.DONE_ON_TIME), "NV-23-010": ("2023-10-31", Bucket.DONE_ON_TIME)}
PAPERS = """
2023-10 courses 53 done_on_time 1 done_late 0 open_in_time 49 open_overdue 0 no_deadline 3
2023-11 courses 84 done_on_time 2 done_late 0 open_in_time 49 open_overdue 30 no_deadline 3
2023-12 courses 115 done_on_time 3 done_late 0 open_in_time 48 open_overdue 61 no_deadline 3
2023-Q4 courses 115 done_on_time 3 done_late 0 open_in_time 48 open_overdue 61 no_deadline 3
"""
"""Every lead is a course: 15 of 001; 004 to 010 one each, 22 in all; of each month from October on 1 and 30.

Overdue is what was due in a month that has ended: all of it but what Seafood reported in October.
"""
TOLD = {
    SEAFOOD: (
        "18/10 08:30 Kính gửi Quý thành viên, Cơ quan thường trực giao nhiệm vụ NV-23-011",
        "18/10 09:02 Để tháo gỡ vướng mắc VM-2310-001 do Quý thành viên nêu, nhiệm vụ NV-23-005 đã được giao; cơ quan"
        " chủ trì: Bộ Tài chính.",
        "21/12 09:00 Nhiệm vụ NV-23-005, được giao để tháo gỡ VM-2310-001, đã hoàn thành ngày 19/12/2023.",
    ),
    OFFICE: (
        "30/10 09:01 Kính gửi đồng chí Phạm Hữu Thuần, Cơ quan thường trực đề nghị hoàn thiện kết quả nhiệm vụ"
        " NV-23-010",
        "01/11 09:00 Nhiệm vụ NV-23-010 được xác nhận hoàn thành đúng hạn (kết quả gửi ngày 31/10/2023, xác nhận ngày"
        " 01/11/2023).",
    ),
    FINANCE: (
        "04/12 09:00 Đề nghị điều chỉnh thời hạn NV-23-005 được chấp thuận. Thời hạn mới: 17:00 thứ Sáu, ngày"
        " 22/12/2023",
        "21/12 09:00 Nhiệm vụ NV-23-005 được xác nhận hoàn thành đúng hạn (kết quả gửi ngày 19/12/2023, xác nhận ngày"
        " 21/12/2023).",
    ),
    DESK: (
        "27/10 15:02 NV-23-010 – Văn phòng Chính phủ báo hoàn thành (15:02 ngày 27/10/2023, đúng hạn)",
        "01/12 09:01 NV-23-005 – Bộ Tài chính đề nghị điều chỉnh thời hạn",
        "19/12 09:01 NV-23-005 – Bộ Tài chính báo hoàn thành (09:01 ngày 19/12/2023, đúng hạn)",
    ),
}
"""What came by itself to whom, at which time, once each."""


def test_the_tasks_of_two_notices_go_their_ways_into_the_papers_and_to_those_concerned(tmp_path: Path) -> None:
    autumn = SeedTasks(tmp_path)

    asyncio.run(autumn.live())

    is_as_worked_out(autumn)
    stands_in_the_workbook(autumn)
    autumn.close()


def is_as_worked_out(autumn: SeedTasks) -> None:
    """The ways, the ends and the papers are those of the tables, and everybody was told."""
    assert ways(autumn.read) == dict(line.split(" ", 1) for line in WAYS.strip().splitlines())
    unit = autumn.unit()
    for code, (day, bucket) in DONE.items():
        task = tasks.task_by_code(autumn.read, code)
        assert task is not None
        assert (str(task.done_on), status_of(unit, task).bucket) == (day, bucket)
    papers = snapshots.all_digests(autumn.read)
    assert sorted(figures(each.period, each.snapshot) for each in papers) == PAPERS.strip().splitlines()
    assert [faults_of(each.snapshot) for each in papers] == [list[Fault]()] * 4
    assert next(ledgers.audit_faults(autumn.read), None) is None
    for code, lines in TOLD.items():
        came = arrivals(autumn, code)
        assert {line: sum(each.startswith(line) for each in came) for line in lines} == dict.fromkeys(lines, 1)
    assert not [each for each in arrivals(autumn, SEAFOOD) if "NV-23-012" in each], "who has reported is not reminded"


def ways(db: Database) -> dict[str, str]:
    """What happened to each task, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in db.conn.execute("SELECT t.code, t.id FROM tasks t ORDER BY t.code").fetchall():
        found[row["code"]] += [event.act.value for event in task_events.events_of(db, [row["id"]])[row["id"]]]
    return {code: " ".join(acts) for code, acts in found.items()}


def figures(period: str, snapshot: dict[str, object]) -> str:
    """How many courses a paper counts in each bucket, as the table writes it."""
    courses = snapshot["courses"]
    assert isinstance(courses, dict)
    counted = {bucket: sum(row["bucket"] == bucket for row in courses["rows"]) for bucket in _BUCKETS}
    return " ".join([period, "courses", str(len(courses["rows"])), *(f"{b} {n}" for b, n in counted.items())])


_BUCKETS = ("done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline")


def arrivals(autumn: SeedTasks, code: str) -> list[str]:
    """What came to somebody, each with its day and time, in one line."""
    found = []
    for seen in autumn.phone_of(code).messages:
        when, text, _, _ = autumn.kept.arrivals[seen.id]
        found.append(f"{when.astimezone(VN):%d/%m %H:%M} {' '.join(text.split())}")
    return found


def stands_in_the_workbook(autumn: SeedTasks) -> None:
    """The leader's workbook of the quarter has every course, with the first deadline and the one in force."""
    files = dict(seen.file for seen in autumn.phone_of(LEADER).messages if seen.file)
    [book] = [load_workbook(io.BytesIO(data)) for name, data in files.items() if name.endswith("2023-Q4.xlsx")]
    [sheet] = [sheet for sheet in book if sheet.title == "Nhiệm vụ"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    [finance] = [row for row in rows if "NV-23-005" in row]
    words = " ".join(str(cell) for cell in finance)
    for said in ("Bộ Tài chính", "trước ngày 15/12/2023", "2023-12-22", "2023-12-19", "Đã cắt giảm 22%", "VM-2310-001"):
        assert said in words
    assert sum("NV-23-014" in row for row in rows) == 30


def test_on_a_turned_clock_and_killed_on_every_day_that_anybody_acts_the_tasks_go_the_same_ways(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    autumn = lived_and_died("seed_tasks", SeedTasks, tmp_path, days(), capsys)

    is_as_worked_out(autumn)
    autumn.close()
