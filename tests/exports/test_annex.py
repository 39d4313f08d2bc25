"""The annex of the draft report: its columns, its tall rows, its files, and what is written in English."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from docx.oxml.ns import qn
from docx.table import _Row

from bot.exports import docx
from tests.exports.samples import snapshot
from tests.exports.test_docx import LANDSCAPE_TEXT_MM, annex_of, body_of, cells_of, opened


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
