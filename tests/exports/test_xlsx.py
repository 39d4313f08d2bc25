"""The workbook: the same rows, codes and totals as the draft report; nothing in it is a formula."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.domain.characters import clean
from bot.exports import docx, xlsx
from bot.exports.snapshot import sha256
from tests.exports.conftest import ToPdf
from tests.exports.samples import HOSTILE, MEMBERS, UNPRINTABLE, snapshot
from tests.exports.test_docx import COLUMNS, annex_of, cells_of
from tests.exports.test_docx import opened as opened_docx


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def rows_of(sheet: Worksheet) -> list[list[object]]:
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


def totals_of(book: Workbook) -> dict[object, object]:
    return {row[0]: row[1] for row in rows_of(book["Tổng hợp"])}


def test_there_are_three_sheets() -> None:
    assert opened(xlsx.build(snapshot(1))).sheetnames == ["Phụ lục", "Thành viên", "Tổng hợp"]


@pytest.mark.parametrize("count", [0, 1, 500])
def test_the_annex_has_every_difficulty_in_the_order_of_the_snapshot(count: int) -> None:
    data = snapshot(count)

    head, *rows = rows_of(opened(xlsx.build(data))["Phụ lục"])

    assert head == COLUMNS
    assert [row[:2] for row in rows] == [[n, d["code"]] for n, d in enumerate(data["difficulties"], 1)]


def test_the_annex_is_that_of_the_draft_report() -> None:
    data = snapshot(40)

    in_workbook = [[str(value) for value in row] for row in rows_of(opened(xlsx.build(data))["Phụ lục"])]

    assert in_workbook == cells_of(annex_of(opened_docx(docx.build(data))))


def test_every_seat_is_listed_with_its_state_in_words() -> None:
    _, *rows = rows_of(opened(xlsx.build(snapshot(40)))["Thành viên"])

    assert len(rows) == len(MEMBERS)
    assert rows[3] == [
        4,
        "Hiệp hội Doanh nghiệp châu Âu tại Việt Nam",
        "Đã gửi quá hạn (có vướng mắc)",
        "BC-2611-004",
        "09:00 ngày 16/11/2026",
        "Nguyễn Thị Minh Châu",
        10,
        "",
    ]
    assert rows[9][2:] == ["Chưa gửi", "", "", "", 0, ""]


def test_the_totals_are_the_sums_of_their_parts_and_those_of_the_snapshot() -> None:
    data = snapshot(41)

    totals = totals_of(opened(xlsx.build(data)))

    states = [
        "Chưa gửi",
        "Đang soạn",
        "Đã gửi (có vướng mắc)",
        "Đã gửi quá hạn (có vướng mắc)",
        "Không phát sinh",
        "Không phát sinh (gửi quá hạn)",
        "Chưa gửi (quá hạn)",
        "Được miễn báo cáo",
    ]
    assert sum(int(str(totals[state])) for state in states) == totals["Tổng số thành viên phải gửi báo cáo"] == 10
    assert sum(int(str(totals[field["name"]])) for field in data["fields"]) == 41
    assert totals["Tổng số khó khăn, vướng mắc"] == 41


def test_the_totals_name_the_period_the_hour_and_the_fingerprint() -> None:
    data = snapshot(2)

    totals = totals_of(opened(xlsx.build(data)))

    assert totals["Kỳ báo cáo"] == "tháng 11/2026"
    assert totals["Số liệu đến"] == "09:14 ngày 20/11/2026 (số liệu tạm tính)"
    assert totals["SHA-256 của số liệu"] == sha256(data)


@pytest.mark.parametrize("name", ["Phụ lục", "Thành viên"])
def test_the_head_of_a_list_stays_in_sight_filters_and_repeats_in_print(name: str) -> None:
    sheet = opened(xlsx.build(snapshot(3)))[name]

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize("name", ["Phụ lục", "Thành viên", "Tổng hợp"])
def test_every_sheet_prints_across_an_a4_page_with_wrapped_text(name: str) -> None:
    sheet = opened(xlsx.build(snapshot(3)))[name]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth is None  # one page, where nothing is said
    assert sheet.page_setup.fitToHeight == 0
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)


def test_a_row_is_tall_enough_for_its_longest_text() -> None:
    sheet = opened(xlsx.build(snapshot(1, "dòng\n" * 9 + "dòng")))["Phụ lục"]

    assert (sheet.row_dimensions[2].height or 0) >= 10 * 14


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_comes_out_as_text(text: str) -> None:
    book = opened(xlsx.build(snapshot(2, text)))

    cells = [book["Phụ lục"].cell(2, column) for column in (3, 5, 6, 7, 8)]
    cells += [book["Thành viên"].cell(2, column) for column in (2, 6)]

    assert {(cell.value, cell.data_type, cell.hyperlink) for cell in cells} == {(text, "s", None)}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_strange_file_name_stands_in_the_note_as_text(text: str) -> None:
    note = opened(xlsx.build(snapshot(1, text)))["Phụ lục"]["J2"]

    assert (note.value, note.data_type) == (f"Tệp kèm theo (02): {text}; Ảnh 1", "s")


def test_a_snapshot_from_before_there_were_files_still_gives_an_annex() -> None:
    data = snapshot(4)
    for difficulty in data["difficulties"]:
        del difficulty["files"]

    notes = [row[9] for row in opened(xlsx.build(data))["Phụ lục"].iter_rows(min_row=2, values_only=True)]

    assert notes == ["Gửi quá hạn" if difficulty["late"] else "" for difficulty in data["difficulties"]]


def test_no_cell_of_a_hostile_workbook_is_a_formula() -> None:
    data = snapshot(4, "=1+1")
    data["fields"][0]["name"] = "=cmd|' /C calc'!A0"

    cells = [cell for sheet in opened(xlsx.build(data)) for row in sheet.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} == {"s", "n"}


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert opened(xlsx.build(snapshot(1, UNPRINTABLE)))["Phụ lục"]["G2"].value == "az"


def test_a_text_longer_than_a_cell_holds_ends_with_an_ellipsis() -> None:
    value = str(opened(xlsx.build(snapshot(1, "đ" * 40_000)))["Phụ lục"]["G2"].value)

    assert len(value) == 32_767
    assert value.endswith("đ…")


@settings(max_examples=25)
@given(st.text())
def test_any_text_at_all_can_be_opened_again(text: str) -> None:
    value = opened(xlsx.build(snapshot(1, text)))["Phụ lục"]["G2"].value

    assert (value or "") == clean(text)


def test_an_office_program_makes_pages_of_the_workbook(to_pdf: ToPdf) -> None:
    assert to_pdf(xlsx.build(snapshot(len(MEMBERS))), "xlsx").startswith(b"%PDF-")
