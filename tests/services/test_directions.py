"""By agency in charge: the same numbers in both papers, a direction for each, and what was raised again by its age."""

from __future__ import annotations

import io
from datetime import datetime
from functools import partial
from typing import Any

from docx import Document
from openpyxl import load_workbook

from bot.clock import VN
from bot.domain.carrying import Said
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.handling import INTO
from bot.domain.periods import Period
from bot.exports import docx, xlsx
from bot.exports.snapshot import sha256
from bot.services.desk.reconciling import faults_of
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from storage import difficulties
from tests.filed import file_report
from tests.services.test_carried import says
from tests.services.test_window import ITEM, _filed, filed
from tests.world import ROSTER, World

DECEMBER = Period(2026, 12)
_SAID = (
    (DifficultyAct.PROPOSED, {"words": "Giao Bộ Tài chính rà soát"}),
    (DifficultyAct.DIRECTED, {"direction": "agreed"}),
    (DifficultyAct.DIRECTED, {"direction": "own", "words": "họp trước ngày 30/12"}),
    (DifficultyAct.DIRECTED, {"direction": "urged"}),
)
IN_DECEMBER = datetime(2026, 12, 16, 9, tzinfo=VN)


def _story(world: World) -> None:
    """November leaves a line; December adds four, of which one was merged into it, and leaders spoke of another."""
    filed(world, datetime(2026, 11, 16, 9, tzinfo=VN), "HIEPHOIA", 1)
    items = [
        {**ITEM, "agency": "Bộ Tài chính"},
        {**ITEM, "agency": "bộ tài chính"},
        {**ITEM, "agency": "Ban Quản lý khu công nghiệp"},
        {**ITEM, "agency": ""},
    ]
    _filed(world, IN_DECEMBER, "HIEPHOIB", lambda u, s, by: file_report(u, s, by, DECEMBER, items))
    says(world, Said("VM-2611-001", DifficultyAct.RAISED_AGAIN))
    merged = DifficultyEvent(DifficultyAct.MERGED, IN_DECEMBER, "person:CHI", {INTO: "VM-2611-001"})
    own = 2
    world.write_now(lambda db: difficulties.add_event(db, "VM-2612-003", own, merged))
    for act, detail in _SAID:
        event = DifficultyEvent(act, IN_DECEMBER, "person:LAN", detail)
        world.write_now(partial(difficulties.add_event, code="VM-2612-001", report=own, event=event))


def test_agencies_directions_merges_and_ages_stand_alike_in_both_papers(empty_world: World) -> None:
    world = empty_world
    world.import_roster(ROSTER)
    _story(world)
    world.clock.set(IN_DECEMBER)
    unit = world.unit()

    snapshot: dict[str, Any] = make_snapshot(unit, window(unit, period_schedule(unit, DECEMBER)))

    assert faults_of(snapshot) == []
    assert [(each["name"], each["count"]) for each in snapshot["agencies"]] == [
        ("Bộ Tài chính", 2),
        ("Ban Quản lý khu công nghiệp", 1),
        ("", 1),
    ]
    assert snapshot["reckoning"] == {"carried": 1, "new": 4, "reopened": 0, "closed": 0, "open": 4, "merged": 1}
    assert snapshot["carried"][0]["members"] == 2

    paper = Document(io.BytesIO(docx.build(snapshot)))
    lines = [paragraph.text for paragraph in paper.paragraphs]
    assert "- Bộ Tài chính: 02 vướng mắc;" in lines
    assert "- Chưa xác định cơ quan có thẩm quyền: 01 vướng mắc." in lines
    assert any("mới 04, kết thúc 00, gộp với vướng mắc khác 01, đang theo dõi 04." in line for line in lines)
    assert "- VM-2611-001, Đất đai, Hiệp hội A: nêu lần thứ 2, từ tháng 11/2026." in lines
    directed = [[cell.text for cell in row.cells] for row in paper.tables[-3].rows]
    # What was merged is directed with the line it went into; who signs names the day.
    assert directed == [
        ["STT", "Nội dung đề nghị chỉ đạo", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"],
        [
            "1",
            "Xem xét, giải quyết 02 vướng mắc: VM-2612-001, VM-2612-002",
            "Bộ Tài chính",
            "Văn phòng Chính phủ",
            "…/…/…",
        ],
    ]
    assert "Gộp vào VM-2611-001" in paper.tables[-1].rows[3].cells[-1].text

    _has_what_leaders_said(lines, xlsx.build(snapshot))
    book = load_workbook(io.BytesIO(xlsx.build(snapshot)))
    totals = {row[0]: row[1] for row in book.worksheets[-1].iter_rows(values_only=True) if row[0]}
    assert totals["Bộ Tài chính"] == 2
    assert totals["Chưa xác định cơ quan có thẩm quyền"] == 1
    assert totals["Vướng mắc gộp với vướng mắc khác"] == 1
    assert sha256(snapshot) in totals.values()


def _has_what_leaders_said(lines: list[str], workbook: bytes) -> None:
    """Below the annex, and in a list of its own."""
    assert lines[lines.index("Ý kiến chỉ đạo đối với vướng mắc:") + 1 :][:3] == [
        "- VM-2612-001, ngày 16/12/2026: đồng ý đề xuất của Cơ quan thường trực: Giao Bộ Tài chính rà soát;",
        "- VM-2612-001, ngày 16/12/2026: họp trước ngày 30/12;",
        "- VM-2612-001, ngày 16/12/2026: yêu cầu đôn đốc.",
    ]

    book = load_workbook(io.BytesIO(workbook))
    said = [row[1:4:2] for row in book["Ý kiến chỉ đạo"].iter_rows(values_only=True, min_row=2)]
    assert ("VM-2612-001", "họp trước ngày 30/12") in said
    assert len(said) == 3
