"""Three months played by hand: what their papers say of each other, and the workbook read back cell by cell."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.domain.difficulties import DifficultyAct
from bot.domain.periods import Period
from bot.exports import docx, trends, xlsx
from bot.exports.snapshot import sha256
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from storage import snapshots
from tests.services.months import handle, item, play, year
from tests.world import World

JANUARY, FEBRUARY, MARCH = (Period(2026, month) for month in (1, 2, 3))
HEADS = ["Kỳ báo cáo", "Phải gửi", "Đã gửi", "Kỳ trước chuyển sang", "Mới", "Mở lại, tách ra"]
HEADS += ["Kết thúc, gộp", "Đang theo dõi"]
CLOSED, ACCEPTED = DifficultyAct.CLOSED, DifficultyAct.ACCEPTED


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """January: five are named, one is closed. February: one, two closed. March: two; an earlier one is answered."""
    world = year(tmp_path_factory.mktemp("months"))
    land, tax = item("dat_dai", agency="Bộ Tài chính", procedure="Đăng ký 1.009974"), item("moi_truong")
    play(world, JANUARY, {"SA": [land, land, tax], "SB": [land, tax], "SC": None}, {"VM-2601-001": CLOSED})
    play(world, FEBRUARY, {"SA": [tax], "SC": None}, {"VM-2601-002": CLOSED, "VM-2601-004": CLOSED})
    at = period_schedule(world.unit(), MARCH).due_at
    said = {"document": "12/TB-BTC", "dated": "2026-03-10", "words": "Bỏ yêu cầu."}
    world.write_now(lambda db: handle(db, "VM-2601-003", DifficultyAct.ANSWERED, at, **said))
    forwarded = {"agency": "Bộ Y tế"}
    world.write_now(lambda db: handle(db, "VM-2601-005", DifficultyAct.FORWARDED, at, **forwarded))
    play(world, MARCH, {"SA": [land], "SB": [land], "SC": None, "SD": None}, {"VM-2603-002": ACCEPTED}, late=["SD"])
    yield world
    world.close()


def frozen(world: World, period: str) -> dict[str, Any]:
    last = snapshots.last_digest(world.read, period)
    assert last is not None
    return last.snapshot


def rows(content: bytes, sheet: str) -> list[list[object]]:
    book = load_workbook(io.BytesIO(content))
    return [["" if value is None else value for value in row] for row in book[sheet].iter_rows(values_only=True)]


def said(snapshot: dict[str, Any]) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(docx.build(snapshot))).paragraphs)


def test_a_paper_holds_what_the_papers_before_it_said_with_their_hashes(months: World) -> None:
    earlier, now = [frozen(months, f"2026-0{n}") for n in (1, 2)], frozen(months, "2026-03")

    assert "trend" not in earlier[0]
    assert [row["sha256"] for row in now["trend"]] == [sha256(each) for each in earlier]
    found = [(r.period.number, r.due, r.sent, r.carried, r.new, r.ended, r.open) for r in trends.runs(now)]
    assert found == [(1, 4, 3, 0, 5, 1, 4), (2, 4, 2, 4, 1, 2, 3), (3, 4, 4, 3, 2, 0, 5)]
    assert [dict(r.fields) for r in trends.runs(now)] == [
        {"Đất đai": 3, "Môi trường": 2},
        {"Môi trường": 1},
        {"Đất đai": 2},
    ]


def test_the_paper_says_in_sentences_what_changed_and_how_three_months_ran(months: World) -> None:
    second, third = said(frozen(months, "2026-02")), said(frozen(months, "2026-03"))

    assert "DIỄN BIẾN" not in said(frozen(months, "2026-01"))
    for line in (
        "So với tháng 01/2026:",
        "- Thành viên đã gửi báo cáo định kỳ: 02/04 (kỳ trước: 03/04);",
        "- Vướng mắc mới: 01 (giảm 04);",
        "- Vướng mắc kết thúc: 02 (tăng 01);",
        "- Vướng mắc đang theo dõi: 03 (giảm 01).",
        "giảm nhiều nhất: Đất đai (từ 03 thành 00); Môi trường (từ 02 thành 01).",
    ):
        assert line in second
    assert "Trong 02 kỳ" not in second
    run = "từ tháng 01/2026 đến tháng 3/2026: 08 vướng mắc mới, 03 vướng mắc kết thúc; số đang theo dõi từ 04 thành 05:"
    assert f"Trong 03 kỳ, {run}" in third
    assert "- tháng 02/2026: mới 01, kết thúc 02, đang theo dõi 03;" in third


def test_a_month_without_papers_is_named_and_its_figures_are_not_invented(months: World) -> None:
    data = frozen(months, "2026-03")

    found = list(trends.sentences({**data, "trend": data["trend"][:1]}))

    assert found == ["Không có số liệu đã chốt của: tháng 02/2026."]


def test_the_sheet_of_the_months_has_their_figures_as_numbers_and_a_chart_of_its_own(months: World) -> None:
    content = xlsx.build(frozen(months, "2026-03"))

    found = rows(content, "Diễn biến")

    assert [row[:8] for row in found[:4]] == [
        HEADS,
        ["tháng 01/2026", 4, 3, 0, 5, 0, 1, 4],
        ["tháng 02/2026", 4, 2, 4, 1, 0, 2, 3],
        ["tháng 3/2026", 4, 4, 3, 2, 0, 0, 5],
    ]
    assert [row[:4] for row in found[-2:]] == [["Đất đai", 3, 0, 2], ["Môi trường", 2, 1, 0]]
    (chart,) = load_workbook(io.BytesIO(content))["Diễn biến"]._charts  # type: ignore[attr-defined]
    assert [series.val.numRef.f for series in chart.series] == [
        f"'Diễn biến'!${column}$2:${column}$4" for column in "EGH"
    ]


def test_every_line_is_one_typed_row_of_the_data(months: World) -> None:
    data = frozen(months, "2026-03")

    head, *found = rows(xlsx.build(data), "Dữ liệu")

    lines = [dict(zip(head, row, strict=True)) for row in found]
    assert [line["Mã"] for line in lines] == [
        *(each["code"] for each in data["difficulties"]),
        *(each["code"] for each in data["carried"]),
    ]
    by_code = {str(line["Mã"]): line for line in lines}
    new, answered, forwarded = (by_code[code] for code in ("VM-2603-002", "VM-2601-003", "VM-2601-005"))
    assert {name: new[name] for name in ("Mới hoặc chuyển sang", "Loại thành viên", "Mã TTHC", "Tình trạng")} == {
        "Mới hoặc chuyển sang": "mới trong kỳ",
        "Loại thành viên": "Hội đồng tư vấn",
        "Mã TTHC": "1.009974",
        "Tình trạng": "đã tiếp nhận",
    }
    assert (new["Cơ quan có thẩm quyền"], new["Nêu lần thứ"], new["Số thành viên"]) == ("Bộ Tài chính", 1, 1)
    assert answered["Kết quả xử lý"] == "12/TB-BTC ngày 10/03/2026\nBỏ yêu cầu."
    assert (answered["Mới hoặc chuyển sang"], str(answered["Nêu từ"])[:10]) == ("kỳ trước chuyển sang", "2026-01-01")
    assert forwarded["Cơ quan đã chuyển đến"] == "Bộ Y tế"
    assert "Căn cứ pháp lý" not in head  # nobody filled it in


def test_an_empty_period_has_sheets_without_rows_and_no_chart(tmp_path: Path) -> None:
    world = year(tmp_path)
    unit = world.unit()
    data = make_snapshot(unit, window(unit, period_schedule(unit, JANUARY)))
    world.close()

    book = load_workbook(io.BytesIO(xlsx.build(data)))

    assert book.sheetnames[2:-1] == ["Dữ liệu", "Bảng chéo - mới", "Bảng chéo - đang theo dõi"]
    assert [row[-1].value for row in book["Bảng chéo - mới"].iter_rows()] == ["Tổng cộng", 0]
