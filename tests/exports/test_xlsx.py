"""The workbook: the same rows, codes and totals as the draft report; nothing in it is a formula."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.domain.characters import clean
from bot.exports import docx, xlsx
from bot.exports.snapshot import sha256
from tests.exports.conftest import ToPdf
from tests.exports.samples import HOSTILE, MEMBERS, UNPRINTABLE, at, snapshot
from tests.exports.test_docx import annex_of, body_of, cells_of
from tests.exports.test_docx import opened as opened_docx

COLUMNS = [
    "STT",
    "Mã",
    "Mã báo cáo",
    "Loại báo cáo",
    "Thành viên",
    "Lĩnh vực",
    "Tên TTHC",
    "Căn cứ pháp lý",
    "Nội dung",
    "Kiến nghị",
    "Cơ quan có thẩm quyền",
    "Thời điểm gửi",
    "Quá hạn",
    "Số tệp",
]
CONTENT = COLUMNS.index("Nội dung")


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def rows_of(sheet: Worksheet) -> list[list[object]]:
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


def totals_of(book: Workbook) -> dict[object, object]:
    return {row[0]: row[1] for row in rows_of(book["Tổng hợp"])}


def test_there_are_three_sheets_and_one_for_files_where_there_are_any() -> None:
    data = snapshot(2)
    for difficulty in data["difficulties"]:
        difficulty["files"] = []

    assert opened(xlsx.build(data)).sheetnames == ["Phụ lục", "Thành viên", "Tổng hợp"]
    assert opened(xlsx.build(snapshot(2))).sheetnames == ["Phụ lục", "Tệp kèm theo", "Thành viên", "Tổng hợp"]


@pytest.mark.parametrize("count", [0, 1, 500])
def test_the_annex_has_every_difficulty_in_the_order_of_the_snapshot(count: int) -> None:
    data = snapshot(count)

    head, *rows = rows_of(opened(xlsx.build(data))["Phụ lục"])

    assert head == COLUMNS
    assert [row[:2] for row in rows] == [[n, d["code"]] for n, d in enumerate(data["difficulties"], 1)]


def test_the_annex_is_that_of_the_draft_report() -> None:
    data = snapshot(40)

    in_workbook = [[str(value) for value in row] for row in rows_of(opened(xlsx.build(data))["Phụ lục"])]

    both = [COLUMNS.index(head) for head in cells_of(annex_of(opened_docx(docx.build(data))))[0][:-1]]
    assert [[row[column] for column in both] for row in in_workbook] == [
        row[:-1] for row in cells_of(annex_of(opened_docx(docx.build(data))))
    ]


def test_code_time_and_lateness_have_columns_that_sort_and_filter() -> None:
    data = snapshot(4)

    rows = rows_of(opened(xlsx.build(data))["Phụ lục"])[1:]

    assert [(row[2], row[11], row[12], row[13]) for row in rows] == [
        (d["report"], at("2026-11-16 09:00"), "có" if d["late"] else "không", len(d["files"]))
        for d in data["difficulties"]
    ]
    assert opened(xlsx.build(data))["Phụ lục"]["L2"].number_format == "dd/mm/yyyy hh:mm"


def test_what_was_sent_ad_hoc_is_told_from_what_was_sent_for_the_period() -> None:
    data = snapshot(2)
    data["difficulties"][1]["adhoc"] = "khan"

    kinds = [row[3] for row in rows_of(opened(xlsx.build(data))["Phụ lục"])]

    assert kinds == ["Loại báo cáo", "định kỳ", "đột xuất"]


def test_the_files_have_a_sheet_of_their_own() -> None:
    data = snapshot(2)
    first = data["difficulties"][0]

    head, *rows = rows_of(opened(xlsx.build(data))["Tệp kèm theo"])

    assert head == ["STT", "Mã", "Thành viên", "Tên tệp"]
    assert rows == [[n, first["code"], first["organisation"], name] for n, name in enumerate(first["files"], 1)]


@pytest.mark.parametrize(("schema", "heads"), [(1, 10), (2, 11)])
def test_an_annex_that_was_frozen_before_keeps_its_columns(schema: int, heads: int) -> None:
    head, row = rows_of(opened(xlsx.build(snapshot(1, schema=schema)))["Phụ lục"])

    assert (len(head), head[-2:]) == (heads, ["Kết quả xử lý", "Ghi chú"])
    assert row[-1] == "Tệp kèm theo (02): trich luc.pdf; Ảnh 1"


def test_every_seat_is_listed_with_its_state_in_words() -> None:
    _, *rows = rows_of(opened(xlsx.build(snapshot(40)))["Thành viên"])

    assert len(rows) == len(MEMBERS)
    assert rows[3] == [
        4,
        "Hiệp hội Doanh nghiệp châu Âu tại Việt Nam",
        "Đã gửi quá hạn (có vướng mắc)",
        "BC-2611-004",
        at("2026-11-16 09:00"),
        "có",
        "Nguyễn Thị Minh Châu",
        10,
        "",
    ]
    assert rows[9][2:] == ["Chưa gửi", "", "", "", "", "", ""]  # no count of a report that is not there
    assert [row[7] for row in rows if row[2] == "Không phát sinh"] == [0]


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
    assert (
        sum(int(str(totals[state])) for state in states) == totals["Tổng số thành viên phải gửi báo cáo định kỳ"] == 10
    )
    assert sum(int(str(totals[field["name"]])) for field in data["fields"]) == 41
    assert totals["Tổng số khó khăn, vướng mắc"] == 41
    assert sum(int(str(totals[name])) for _, name in MEMBERS[:4]) == 41


def test_the_totals_say_what_the_draft_report_says() -> None:
    data = snapshot(41)

    totals, words = totals_of(opened(xlsx.build(data))), body_of(opened_docx(docx.build(data)))

    due, sent = totals["Tổng số thành viên phải gửi báo cáo định kỳ"], totals["Số thành viên đã gửi báo cáo định kỳ"]
    share = float(str(totals["Tỷ lệ thành viên đã gửi báo cáo định kỳ"]))
    assert f"Tổng số thành viên phải gửi báo cáo định kỳ: {due}." in words
    assert f"Đã gửi báo cáo định kỳ: {int(str(sent)):02}/{due} thành viên, đạt {share:.0%}." in words
    assert f"{totals['Tổng số khó khăn, vướng mắc']} khó khăn, vướng mắc" in words
    for field in data["fields"]:
        assert f"- {field['name']}: {totals[field['name']]} vướng mắc" in words


def test_a_share_is_a_number_with_a_percent_sign_and_an_hour_is_a_date() -> None:
    sheet = opened(xlsx.build(snapshot(2)))["Tổng hợp"]

    looks = {row[0].value: (row[1].data_type, row[1].number_format) for row in sheet.iter_rows()}

    assert looks["Tỷ lệ thành viên đã gửi báo cáo định kỳ"] == ("n", "0.0%")
    assert looks["Số liệu tạm tính, đến"] == ("d", "dd/mm/yyyy hh:mm")


def test_the_totals_name_the_period_the_hour_and_the_fingerprint() -> None:
    data = snapshot(2)

    totals = totals_of(opened(xlsx.build(data)))

    assert totals["Kỳ báo cáo"] == "tháng 11/2026"
    assert totals["Số liệu tạm tính, đến"] == at("2026-11-20 09:14")
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

    cells = [book["Phụ lục"].cell(2, column) for column in (5, 7, 8, 9, 10, 11)]
    cells += [book["Thành viên"].cell(2, column) for column in (2, 7)]
    cells.append(book["Tệp kèm theo"].cell(2, 4))

    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}
    assert all(text.startswith(str(cell.value)) for cell in cells)
    assert {cell.quotePrefix for cell in cells} == {text.startswith(("=", "+", "-", "@"))}


@pytest.mark.parametrize("text", [*HOSTILE, "dòng\n" * 59 + "dòng", "Hồ sơ bị trả lại nhiều lần. " * 70, "đ" * 40_000])
def test_nothing_of_a_text_is_lost_in_the_rows_it_takes(text: str) -> None:
    sheet = opened(xlsx.build(snapshot(1, text)))["Phụ lục"]

    rows = rows_of(sheet)[1:]
    first, *following = rows

    for column in range(6, 11):
        assert bare("".join(str(row[column]) for row in rows)) == bare(text)
    assert first[:2] == [1, "VM-2611-001"]
    assert all(row[:3] == [1, "VM-2611-001 (tiếp)", first[2]] for row in following)
    assert all(row[11:13] == first[11:13] and row[13] == "" for row in following)
    assert all((sheet.row_dimensions[number].height or 0) <= 409 for number in range(1, len(rows) + 2))


def bare(text: str) -> str:
    """The letters without the space between them."""
    return "".join(text.split())


def test_a_snapshot_from_before_there_were_files_still_gives_an_annex() -> None:
    data = snapshot(4, schema=1)
    for difficulty in data["difficulties"]:
        del difficulty["files"]

    notes = [row[9] for row in opened(xlsx.build(data))["Phụ lục"].iter_rows(min_row=2, values_only=True)]

    assert notes == ["Gửi quá hạn" if difficulty["late"] else "" for difficulty in data["difficulties"]]


def test_no_cell_of_a_hostile_workbook_is_a_formula() -> None:
    data = snapshot(4, "=1+1")
    data["fields"][0]["name"] = "=cmd|' /C calc'!A0"

    cells = [cell for sheet in opened(xlsx.build(data)) for row in sheet.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} == {"s", "n", "d"}


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert opened(xlsx.build(snapshot(1, UNPRINTABLE)))["Phụ lục"].cell(2, CONTENT + 1).value == "az"


@settings(max_examples=25)
@given(st.text())
def test_any_text_at_all_can_be_opened_again(text: str) -> None:
    rows = rows_of(opened(xlsx.build(snapshot(1, text)))["Phụ lục"])[1:]

    assert bare("".join(str(row[CONTENT]) for row in rows)) == bare(clean(text))


def test_an_office_program_makes_pages_of_the_workbook(to_pdf: ToPdf) -> None:
    assert to_pdf(xlsx.build(snapshot(len(MEMBERS))), "xlsx").startswith(b"%PDF-")


@pytest.mark.parametrize("kind", ["provisional", "digest", "addendum"])
def test_the_total_of_the_difficulties_is_said_once(kind: str) -> None:
    data = {**snapshot(5), "kind": kind, "addendum": 1}

    labels = [row[0] for row in rows_of(opened(xlsx.build(data))["Tổng hợp"])]

    assert sum(str(label).startswith("Tổng số khó khăn, vướng mắc") for label in labels) == 1


def test_times_are_whole_seconds() -> None:
    data = snapshot(1)
    data["taken_at"] = "2026-11-20T02:14:05.678901Z"
    data["difficulties"][0]["sent_at"] = data["seats"][0]["sent_at"] = "2026-11-16T02:00:00.999999Z"

    book = opened(xlsx.build(data))

    found = [cell for sheet in book for row in rows_of(sheet) for cell in row if isinstance(cell, datetime)]
    assert at("2026-11-20 09:14:05") in found
    assert all(not moment.microsecond for moment in found)
