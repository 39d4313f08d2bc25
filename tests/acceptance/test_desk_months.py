"""November and December 2026 of the desk and forty-five seats: every step holds, also under kills."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlite_utils import Database

from bot.domain.reconciling import Fault
from bot.exports.snapshot import sha256
from bot.services.desk.reconciling import faults_of
from storage import difficulties, ledgers, snapshots
from storage.rows import change
from tests.acceptance.desk_months import Office, WatchedOffice, days
from tests.acceptance.desk_script import CHANGED, DESK, LEADER, STATED
from tests.acceptance.every_step import faults
from tests.acceptance.killed import lived_and_died

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:openpyxl")

# Worked out by hand from who reports what and what the desk does, in `desk_script`.
WAYS = """
VM-2611-001 sent accepted forwarded answered closed
VM-2611-002 sent accepted proposed directed raised_again
VM-2611-003 sent undone undone accepted forwarded answered solved
VM-2611-004 sent undone undone accepted solved
VM-2611-005 sent asked supplemented accepted raised_again
VM-2611-006 sent accepted answered partly_solved solved
VM-2611-007 sent closed not_solved
VM-2611-008 sent accepted answered closed
VM-2611-009 sent asked corrected lapsed accepted
VM-2611-010 sent not_accepted reopened
VM-2611-011 sent withdrawn sent returned supplemented worded wording_sent wording_confirmed accepted
VM-2611-012 sent merged answered not_solved
VM-2611-013 sent merged answered unmerged
VM-2611-014 sent accepted undone undone
VM-2611-015 sent worded accepted
VM-2611-016 sent corrected corrected accepted forwarded partly_solved
VM-2611-017 sent accepted answered solved
VM-2611-018 sent accepted withdrawn
VM-2611-019 sent accepted
VM-2611-020 sent accepted
VM-2612-001 sent merged
VM-2612-002 sent
VM-2612-003 sent
VM-2612-004 sent
VM-2612-005 sent
VM-2612-006 sent
VM-2612-007 sent
VM-2612-008 sent
VM-26Q4-001 sent
"""
PAPERS = """
2026-11 0 due 30 reported 12 reported_late 2 nil 9 nil_late 1 missing 5 excused 1 new 18 closed 1 merged 1 open 16
2026-11 1 due 30 reported 12 reported_late 3 nil 9 nil_late 2 missing 3 excused 1 new 19 closed 1 merged 1 open 17
2026-12 0 due 30 reported 11 nil 13 nil_late 1 missing 5 carried 17 new 9 unmerged 1 closed 6 merged 1 open 20
2026-Q4 0 due 15 reported 1 nil 9 nil_late 2 missing 3 new 1 open 1
2026-12 1 due 30 reported 11 nil 13 nil_late 3 missing 3 carried 17 new 9 unmerged 1 closed 6 merged 1 open 20
"""
"""Each paper in the order of release: members by state, lines by where they came from and went; what is 0 is left out.

December ends 6: two by silence (001, 008), three called solved (004, 006, and the ad hoc 017), one withdrawn (018);
013, which November had merged, is parted.
"""

TASKS = [
    ("TCTBCA", "NV-26-102", "coord", "open_in_time"),
    ("TCTBTC", "NV-26-101", "lead", "open_overdue"),
    ("TCTBTNMT", "NV-26-102", "lead", "open_in_time"),
    ("TCTBTP", "NV-26-101", "coord", "open_overdue"),
    ("TCTBXD", "NV-26-103", "lead", "done_on_time"),
]
"""The tasks in the quarter's paper, as each seat that reported has them."""


def test_after_each_act_of_two_months_every_difficulty_has_one_state_one_way_and_its_sender_was_told_once(
    tmp_path: Path,
) -> None:
    office = WatchedOffice(tmp_path)

    asyncio.run(office.live())

    assert office.wrong == []
    assert office.looks > 100
    is_as_worked_out(office.read)
    said = "\n".join(seen.text for seen in office.phone_of(DESK).messages)
    assert "không khớp nhật ký thao tác" in said, "what was changed behind the program's back stopped the release"
    assert "BC-2611-002:1" in said
    say_the_same(office)
    finds_what_is_wrong(office)
    office.close()


def is_as_worked_out(db: Database) -> None:
    """The ways and the papers are those of the tables."""
    ways = [line.split(" ", 1) for line in WAYS.strip().splitlines()]
    events = difficulties.events_of(db, [code for code, _ in ways])
    assert {code: " ".join(event.act.value for event in events[code]) for code, _ in ways} == dict(ways)
    assert [figures(each.period, each.number, each.snapshot) for each in snapshots.all_digests(db)] == [
        " ".join(sorted_terms(line)) for line in PAPERS.strip().splitlines()
    ]
    quarter = snapshots.digest(db, "2026-Q4", 0)
    assert quarter is not None
    stated = [(each["seat"], each["code"], each["part"], each["bucket"]) for each in quarter.snapshot["tasks"]]
    assert sorted(stated) == TASKS
    assert [each["result"] for each in quarter.snapshot["tasks"] if "result" in each] == [STATED[0]]
    assert [faults_of(each.snapshot) for each in snapshots.all_digests(db)] == [list[Fault]()] * 5
    assert next(ledgers.audit_faults(db), None) is None


def figures(period: str, number: int, snapshot: Mapping[str, Any]) -> str:
    """What a paper states, as the table writes it."""
    stated = {**snapshot["ledger"], **snapshot["reckoning"], "open": snapshot["reckoning"]["open"]}
    assert snapshot["ledger"]["open"] == 0, "who has sent nothing by the aggregate is missing"
    return " ".join([period, str(number), *sorted(f"{term} {count}" for term, count in stated.items() if count)])


def sorted_terms(line: str) -> list[str]:
    period, number, *rest = line.split(" ")
    return [period, number, *sorted(f"{term} {count}" for term, count in zip(rest[::2], rest[1::2], strict=True))]


def say_the_same(office: Office) -> None:
    """The leader's files hold every line of their snapshot, and its hash."""
    files = dict(seen.file for seen in office.phone_of(LEADER).messages if seen.file)
    for each in snapshots.all_digests(office.read):
        stem = f"bo-sung-{each.number:02}-{each.period}" if each.number else each.period
        docx, xlsx = (
            next(data for name, data in files.items() if name.endswith(f"{stem}.{ext}")) for ext in EXTENSIONS
        )
        package = zipfile.ZipFile(io.BytesIO(docx))
        words = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
        book = load_workbook(io.BytesIO(xlsx))
        cells = " ".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)
        lines = [line["code"] for line in each.snapshot["difficulties"]]
        assert sha256(each.snapshot) in words
        assert sha256(each.snapshot) in cells
        assert [code for code in lines if code not in cells] == []


EXTENSIONS = ("docx", "xlsx")


def finds_what_is_wrong(office: WatchedOffice) -> None:
    """What looks at every step would have seen a step that is not allowed, and a message too many or too few."""
    assert faults(office.unit(), office.kept) == []
    phone = office.phone_of("TV01")
    told = next(seen for seen in phone.messages if "Kết quả xử lý vướng mắc VM-2611-001" in seen.text)
    phone.messages.append(told)
    twice = faults(office.unit(), office.kept)
    phone.messages[:] = [seen for seen in phone.messages if seen is not told]
    never = faults(office.unit(), office.kept)
    office.write_now(lambda db: change(db, "UPDATE difficulty_events SET kind = 'forwarded' WHERE kind = 'merged'"))
    astray = faults(office.unit(), office.kept)

    assert [fault for fault in twice if "VM-2611-001: answered 1 times, its sender was told 2 times" in fault]
    assert [fault for fault in never if "VM-2611-001: answered 1 times, its sender was told 0 times" in fault]
    assert [fault for fault in astray if fault.startswith("VM-2611-012: forwarded while sent")]


def test_killed_on_every_day_that_anybody_acts_the_desk_has_the_same_months(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = lived_and_died("desk_months", Office, tmp_path, days(), capsys)

    is_as_worked_out(office.read)
    assert faults(office.unit(), office.kept) == []
    assert CHANGED[0] in "".join(seen.text for seen in office.phone_of(DESK).messages)
    office.close()
