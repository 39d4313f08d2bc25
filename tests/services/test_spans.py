"""Half a year of months played by hand: what their frozen papers come to, and both files read back against it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.domain.difficulties import DifficultyAct
from bot.domain.periods import Cadence, Period
from bot.domain.reports import Quarterly
from bot.domain.tasks import Bucket, Part, TaskState
from bot.exports import file_name, names_of, span_docx, span_xlsx
from bot.exports.snapshot import canonical, sha256
from bot.services.desk import span_papers, spans
from storage import snapshots
from tests.services.months import item, play, year
from tests.world import World

HALF = Period(2026, 1, Cadence.HALF)
QUARTER = Period(2026, 1, Cadence.QUARTER)
CLOSED, ANSWERED, FORWARDED = DifficultyAct.CLOSED, DifficultyAct.ANSWERED, DifficultyAct.FORWARDED
TASKS = Quarterly((TaskState("NV-26-001", "Rà soát.", Part.LEAD, None, None, Bucket.NO_DEADLINE),))


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """January to March, and May; the papers of April were never made, and June has not come. A quarter with a task."""
    world = year(tmp_path_factory.mktemp("half"))
    land, water = item("dat_dai", agency="Bộ Tài chính"), item("moi_truong", agency="Phòng nào đó")
    play(world, Period(2026, 1), {"SA": [land, land, water], "SB": [land], "SC": None}, {"VM-2601-001": CLOSED})
    play(world, Period(2026, 2), {"SA": [water], "SB": None}, {"VM-2601-002": ANSWERED}, late=["SB"])
    play(world, Period(2026, 3), {"SA": [land], "SB": [land]}, {"VM-2601-002": CLOSED, "VM-2603-001": FORWARDED})
    play(world, QUARTER, {"SG": None}, opinions={"SG": TASKS})
    play(world, Period(2026, 4), {"SC": [land, land]}, {"VM-2601-003": CLOSED}, frozen=False)
    play(world, Period(2026, 5), {"SA": None, "SB": None}, {"VM-2602-001": CLOSED})
    yield world
    world.close()


@pytest.fixture(scope="module")
def snapshot(half: World) -> dict[str, Any]:
    return spans.make(half.unit(), HALF).snapshot


def council(snapshot: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(body for body in snapshot["bodies"] if body["code"] == "hoi_dong_tu_van")
    return found


def sheet(snapshot: dict[str, Any], name: str) -> list[list[object]]:
    book = load_workbook(io.BytesIO(span_xlsx.build(snapshot)))
    return [["" if value is None else value for value in row] for row in book[name].iter_rows(values_only=True)]


def said(snapshot: dict[str, Any]) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(span_docx.build(snapshot))).paragraphs)


def test_what_months_come_to_is_read_from_their_frozen_papers_and_a_missing_one_is_not_invented(
    half: World, snapshot: dict[str, Any]
) -> None:
    body, made = council(snapshot), spans.make(half.unit(), HALF)

    assert [(row["period"]["number"], row["reckoning"]["open"]) for row in body["runs"]] == [
        (1, 3),
        (2, 4),
        (3, 5),
        (5, 5),
    ]
    assert [each["number"] for each in body["missing"]] == [4, 6]
    # 0 + 7 new - 3 closed; April, of which nothing is known, brought one more than it ended.
    assert body["reckoning"] == {
        "carried": 0,
        "new": 7,
        "reopened": 0,
        "unmerged": 0,
        "closed": 3,
        "merged": 0,
        "unknown": 1,
        "open": 5,
    }
    assert made.breaks == []
    assert made.unfinished == [Period(2026, 2, Cadence.QUARTER), Period(2026, 6)]
    assert [(each["name"], each["count"]) for each in body["fields"]] == [("Đất đai", 5), ("Môi trường", 2)]
    assert [(each["name"], each["count"]) for each in body["agencies"]] == [("Bộ Tài chính", 5), ("", 2)]
    assert [(each["code"], each["period"]["number"]) for each in body["results"]] == [
        ("VM-2601-001", 1),
        ("VM-2601-002", 2),
        ("VM-2602-001", 5),
    ]
    assert body["open"] == {"sent": 4, "forwarded": 1}


def test_no_words_of_members_are_in_it(snapshot: dict[str, Any]) -> None:
    text = canonical(snapshot).decode()

    assert all(word not in text for word in ("Phải nộp lại", "Phòng nào đó", "Rà soát"))


def test_the_ledger_has_every_member_in_every_month(snapshot: dict[str, Any]) -> None:
    head, *rows = sheet(snapshot, "Gửi báo cáo - Hội đồng tư vấn")

    assert head[2:] == [
        "Tháng 1",
        "Tháng 2",
        "Tháng 3",
        "Tháng 4",
        "Tháng 5",
        "Tháng 6",
        "Đã gửi",
        "Quá hạn",
        "Chưa gửi",
    ]
    assert [row[1:] for row in rows] == [
        ["Hiệp hội A", "Gửi", "Gửi", "Gửi", "", "KPS", "", 4, 0, 0],
        ["Hiệp hội B", "Gửi", "KPS, QH", "Gửi", "", "KPS", "", 4, 1, 0],
        ["Hiệp hội C", "KPS", "Chưa", "Chưa", "", "Chưa", "", 1, 0, 3],
        ["Hiệp hội D", "Chưa", "Chưa", "Chưa", "", "Chưa", "", 0, 0, 4],
    ]


def test_the_report_says_what_the_workbook_says(snapshot: dict[str, Any]) -> None:
    words, totals = said(snapshot), {str(row[0]): row[1] for row in sheet(snapshot, "Tổng hợp")}

    for line in (
        "04/06 kỳ có số liệu đã chốt; 16 lượt phải gửi báo cáo định kỳ, đã gửi 09 lượt, đạt 56,3%.",
        "- Có khó khăn, vướng mắc: 05 lượt;",
        "- Không phát sinh: 04 lượt, trong đó gửi quá hạn 01;",
        "- Chưa gửi: 07 lượt.",
        "Không có số liệu đã chốt của: tháng 4/2026; tháng 6/2026.",
        "Thành viên không gửi báo cáo định kỳ trong các kỳ này: (1) Hiệp hội D.",
        "đầu kỳ 00, mới 07, kết thúc 03, chênh lệch qua các kỳ không có số liệu +1, đang theo dõi cuối kỳ 05.",
        "- Đất đai: 05 vướng mắc;",
        "- Cơ quan khác do thành viên nêu: 02 vướng mắc.",
        "03 vướng mắc có kết quả trong kỳ: đã kết thúc theo dõi 03.",
        "Theo báo cáo quý I/2026, 01 thành viên nêu 01 lượt nhiệm vụ (01 nhiệm vụ khác nhau):",
        "từ ngày 15 tháng 12 năm 2025 đến ngày 14 tháng 6 năm 2026",
    ):
        assert line in words
    assert totals["Vướng mắc đang theo dõi"] == 5
    assert totals["Chênh lệch qua các kỳ không có số liệu"] == 1
    assert totals["SHA-256 của số liệu"] == sha256(snapshot)


def test_the_sheet_of_months_has_the_figures_of_their_papers(snapshot: dict[str, Any]) -> None:
    rows = sheet(snapshot, "Diễn biến - Hội đồng tư vấn")

    assert [row[:8] for row in rows[1:5]] == [
        ["tháng 01/2026", 4, 3, 0, 4, 0, 1, 3],
        ["tháng 02/2026", 4, 2, 3, 1, 0, 0, 4],
        ["tháng 3/2026", 4, 2, 4, 2, 0, 1, 5],
        ["tháng 5/2026", 4, 2, 6, 0, 0, 1, 5],
    ]


def test_the_files_are_named_after_the_half_year_and_are_the_same_bytes_each_time(snapshot: dict[str, Any]) -> None:
    assert [file_name(name, snapshot) for name in names_of(snapshot)] == [
        "Du-thao-bao-cao-6-thang-dau-nam-2026.docx",
        "Phu-luc-6-thang-dau-nam-2026.xlsx",
    ]
    assert span_docx.build(snapshot) == span_docx.build(snapshot)
    assert span_xlsx.build(snapshot) == span_xlsx.build(snapshot)


def test_a_year_is_made_of_the_same_papers_as_its_halves(half: World, snapshot: dict[str, Any]) -> None:
    made = spans.make(half.unit(), Period(2026, 1, Cadence.YEAR)).snapshot
    whole = council(made)

    assert whole["runs"] == council(snapshot)["runs"]
    assert len(whole["missing"]) == 8
    # Twelve months have room for numbers alone.
    assert sheet(made, "Gửi báo cáo - Hội đồng tư vấn")[0][2:14] == [f"T{month}" for month in range(1, 13)]


def test_papers_that_do_not_join_or_were_changed_are_found(tmp_path: Path) -> None:
    world = year(tmp_path)
    play(world, Period(2026, 1), {"SA": [item()]})
    play(world, Period(2026, 2), {"SA": [item()]})
    frozen = snapshots.last_digest(world.read, "2026-02")
    assert frozen is not None
    assert span_papers.changed_papers(world.unit(), spans.make(world.unit(), HALF).frozen) == []

    broken = {**frozen.snapshot, "carried": []}
    broken["reckoning"] = {**broken["reckoning"], "carried": 0, "open": 1}
    body = json.dumps(broken)
    world.write_now(lambda db: db.conn.execute("UPDATE digests SET body = ? WHERE period = '2026-02'", [body]))
    made = spans.make(world.unit(), HALF)

    assert [(str(b.before.iso), b.after.iso, b.left_open, b.carried, b.codes) for b in made.breaks] == [
        ("2026-01", "2026-02", 1, 0, ["VM-2601-001"])
    ]
    assert span_papers.changed_papers(world.unit(), made.frozen) == ["digest:2026-02:0"]
    world.close()
