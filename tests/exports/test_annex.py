"""The annex of the draft report: its columns, its tall rows, its files, and what is written in English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.table import _Row

from bot.exports import docx
from bot.exports.figures import annex_rows, annex_widths
from bot.exports.measure import wrapped
from tests.exports.samples import snapshot
from tests.exports.test_docx import LANDSCAPE_TEXT_MM, annex_of, body_of, cells_of, opened
from tests.golden.papers import load


def test_the_head_of_the_annex_repeats_and_no_row_splits_that_fits_on_a_page() -> None:
    rows = annex_of(opened(docx.build(snapshot(3)))).rows

    assert marks_of(rows) == [{qn("w:cantSplit"), qn("w:tblHeader")}, *[{qn("w:cantSplit")}] * 3]


@pytest.mark.parametrize("text", ["dòng\n" * 59 + "dòng", "Hồ sơ bị trả lại nhiều lần. " * 70, "đ" * 2000])
def test_a_row_that_is_tall_may_go_on_on_the_next_page(text: str) -> None:
    data = snapshot(2)
    data["difficulties"][1]["content"] = text

    rows = annex_of(opened(docx.build(data))).rows

    assert marks_of(rows)[1:] == [{qn("w:cantSplit")}, set()]


def marks_of(rows: Iterable[_Row]) -> list[set[str]]:
    return [{str(mark.tag) for mark in row._tr.trPr} for row in rows if row._tr.trPr is not None]


def test_the_files_are_listed_below_the_annex_by_the_code_of_their_difficulty() -> None:
    data = snapshot(2)
    data["difficulties"][1]["files"] = [f"{'Bảng kê chi tiết các lô hàng bị chậm ' * 5}.pdf", "a.b.jpg"]

    lines = [p.text for p in opened(docx.build(data)).paragraphs]

    at = lines.index("Tệp kèm theo các khó khăn, vướng mắc:")
    first, second = data["difficulties"]
    assert lines[at + 1 : at + 3] == [
        f"- {first['code']}: (1) {first['files'][0]}; (2) {first['files'][1]};",
        f"- {second['code']}: (1) {second['files'][0]}; (2) a.b.jpg.",
    ]


def test_an_annex_without_files_has_no_list_of_them() -> None:
    data = snapshot(1)
    data["difficulties"][0]["files"] = []

    assert "Tệp kèm theo" not in body_of(opened(docx.build(data)))


@pytest.mark.parametrize(("schema", "heads"), [(1, 10), (2, 11)])
def test_an_annex_that_was_frozen_before_keeps_its_columns_and_names_its_files_in_them(schema: int, heads: int) -> None:
    document = opened(docx.build(snapshot(1, schema=schema)))

    head, row = cells_of(annex_of(document))
    assert (len(head), head[-2:]) == (heads, ["Kết quả xử lý", "Ghi chú"])
    assert row[-2:] == ["", "Tệp kèm theo (02): trich luc.pdf; Ảnh 1"]
    assert "Tệp kèm theo" not in body_of(document)


def test_a_text_in_english_is_marked_and_one_in_vietnamese_is_not() -> None:
    data = snapshot(2)
    english = "The customs authority asks for the same documents twice."
    data["difficulties"][0]["content"] = english

    contents = [row[6] for row in cells_of(annex_of(opened(docx.build(data))))]

    assert contents[1:] == [f"(nguyên văn tiếng Anh) {english}", data["difficulties"][1]["content"]]


def test_the_columns_of_the_annex_fill_the_width_between_the_margins() -> None:
    widths = [column.width for column in annex_of(opened(docx.build(snapshot(1)))).columns]

    assert sum(width.mm for width in widths if width is not None) == pytest.approx(LANDSCAPE_TEXT_MM, abs=0.2)


def quarter(adhoc: bool = False, procedure: str = "") -> dict[str, Any]:
    """An annex in which nobody named a procedure, a legal basis or a body that is competent."""
    data = snapshot(2)
    for difficulty in data["difficulties"]:
        difficulty |= {"procedure": procedure, "legal": "", "agency": "", "adhoc": "khan" if adhoc else None}
        difficulty |= {"report": "DX-2611-002"} if adhoc else {}
    return data


def test_columns_that_nobody_filled_in_leave_their_room_to_the_content() -> None:
    full, bare, named = (annex_widths(data) for data in (snapshot(2), quarter(), quarter(procedure="Thủ tục A")))

    assert [bare[name] for name in ("procedure", "legal", "agency")] == [15, 15, 15]
    assert named["procedure"] == full["procedure"]
    assert bare["content"] > named["content"] > full["content"]
    assert sum(bare.values()) == sum(named.values()) == sum(full.values()) == LANDSCAPE_TEXT_MM


def test_a_code_in_the_note_stays_on_one_line() -> None:
    widths = annex_widths(quarter(adhoc=True))

    note = annex_rows(quarter(adhoc=True))[0][-1]
    lines = wrapped(note, (widths["note"] - 2) / 25.4 * 72, 11)
    assert "DX-2611-002" in note
    assert any("DX-2611-002" in line for line in lines)
    assert sum(widths.values()) == LANDSCAPE_TEXT_MM


def test_an_annex_frozen_before_keeps_its_widths_though_columns_are_empty() -> None:
    assert annex_widths({**quarter(), "schema": 2}) == annex_widths(snapshot(2, schema=2))


def test_below_a_table_there_is_room_before_a_heading() -> None:
    document = opened(docx.build(load("quarter-2")))

    below = [p for p in document.paragraphs if (b := p._p.getprevious()) is not None and b.tag == qn("w:tbl")]
    headings = [p for p in below if p.style is not None and p.style.name == "Heading 1"]
    assert headings
    assert all(p.paragraph_format.space_before and p.paragraph_format.space_before.pt >= 12 for p in headings)
