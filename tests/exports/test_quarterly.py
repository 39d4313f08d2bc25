"""The documents of a quarter: results of tasks and free paragraphs, the same figures in every file."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.domain.tasks import Bucket, Part
from bot.exports import docx, tasks, xlsx
from tests.exports.conftest import ToPdf
from tests.exports.samples import HOSTILE, MEMBERS, UNPRINTABLE, at, snapshot

MONTHS = ["I. TÌNH HÌNH GỬI BÁO CÁO", "II. KHÓ KHĂN, VƯỚNG MẮC THEO LĨNH VỰC", "III. KIẾN NGHỊ"]
QUARTERS = [
    "I. TÌNH HÌNH GỬI BÁO CÁO",
    "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
    "III. KHÓ KHĂN, VƯỚNG MẮC THEO LĨNH VỰC",
    "IV. SÁNG KIẾN, CÁCH LÀM HAY, KIẾN NGHỊ CHUNG",
    "V. KIẾN NGHỊ",
]


def task(seat: int, number: int, bucket: Bucket, text: str = "Rà soát thủ tục") -> dict[str, Any]:
    code, organisation = MEMBERS[seat]
    return {
        "seat": code,
        "organisation": organisation,
        "report": f"BC-26Q4-{seat + 1:03}",
        "code": f"NV-26-{number:03}",
        "title": text,
        "part": Part.LEAD.value,
        "due_on": None if bucket is Bucket.NO_DEADLINE else "2026-11-30",
        "done_on": "2026-11-20" if bucket.value.startswith("done") else None,
        "bucket": bucket.value,
    }


def quarter(stated: list[dict[str, Any]], *opinions: str) -> dict[str, Any]:
    """A quarter with these tasks and paragraphs, and two difficulties."""
    data = snapshot(2)
    data["period"] |= {"cadence": "quarter", "number": 4, "code": "26Q4"}
    data["tasks"] = stated
    data["opinions"] = [
        {"seat": MEMBERS[n][0], "organisation": MEMBERS[n][1], "report": f"BC-26Q4-{n + 1:03}", "text": text}
        for n, text in enumerate(opinions)
    ]
    return data


def table_of_tasks(data: dict[str, Any]) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(docx.build(data))).tables[1].rows]


def paragraphs(data: dict[str, Any]) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(docx.build(data))).paragraphs]


def headings(data: dict[str, Any]) -> list[str]:
    found = Document(io.BytesIO(docx.build(data))).paragraphs
    return [paragraph.text for paragraph in found if paragraph.style and paragraph.style.name == "Heading 1"]


def book(data: dict[str, Any]) -> Workbook:
    return load_workbook(io.BytesIO(xlsx.build(data)))


def test_a_quarter_has_sections_for_tasks_and_paragraphs_and_a_month_has_not() -> None:
    assert headings(quarter([])) == QUARTERS
    assert headings(snapshot(2)) == MONTHS


def test_a_quarter_frozen_before_tasks_were_in_it_still_builds_as_it_did() -> None:
    older = quarter([])
    del older["tasks"], older["opinions"]

    assert headings(older) == MONTHS
    assert book(older).sheetnames == ["Phụ lục", "Tệp kèm theo", "Thành viên", "Tổng hợp"]


def test_a_quarters_workbook_has_a_sheet_of_tasks_and_one_of_paragraphs() -> None:
    data = quarter([task(0, 1, Bucket.OPEN_OVERDUE), task(1, 2, Bucket.DONE_LATE)], "Ý một.\nÝ hai.")

    found = book(data)

    assert found.sheetnames == [
        "Phụ lục",
        "Tệp kèm theo",
        "Thành viên",
        "Kết quả thực hiện nhiệm vụ",
        "Ý kiến chung",
        "Tổng hợp",
    ]
    assert [list(row) for row in found["Kết quả thực hiện nhiệm vụ"].iter_rows(values_only=True)][1:] == [
        [1, MEMBERS[0][1], "BC-26Q4-001", "NV-26-001", "Rà soát thủ tục", "chủ trì", at("2026-11-30"),
         "Chưa hoàn thành, quá hạn", ""],
        [2, MEMBERS[1][1], "BC-26Q4-002", "NV-26-002", "Rà soát thủ tục", "chủ trì", at("2026-11-30"),
         "Đã hoàn thành quá hạn", at("2026-11-20")],
    ]  # fmt: skip
    assert [list(row) for row in found["Ý kiến chung"].iter_rows(values_only=True)][1:] == [
        [1, MEMBERS[0][1], "BC-26Q4-001", "Ý một.\nÝ hai."]
    ]


stated_tasks = st.lists(
    st.builds(task, st.integers(0, len(MEMBERS) - 1), st.integers(1, 9), st.sampled_from(Bucket)), min_size=1
)


@settings(max_examples=25)
@given(stated_tasks)
def test_rows_and_columns_add_up_in_the_document_and_the_workbook_says_the_same(stated: list[dict[str, Any]]) -> None:
    stated.sort(key=lambda one: one["seat"])
    data = quarter(stated)

    _, *rows, total = table_of_tasks(data)
    sums = [int(cell) for cell in total[2:]]
    totals = {row[0]: row[1] for row in book(data)["Tổng hợp"].iter_rows(values_only=True)}

    counts = [[int(cell) for cell in row[2:]] for row in rows]
    assert all(row[0] == sum(row[1:]) for row in [*counts, sums])
    assert [sum(column) for column in zip(*counts, strict=True)] == sums
    assert sums[0] == len(stated) == totals["Nhiệm vụ (tính cho từng thành viên)"]
    assert sums[1:] == [value for label, value in totals.items() if str(label).startswith("Nhiệm vụ: ")]
    assert len(rows) == len({one["seat"] for one in stated}) == tasks.results(data).members


def test_a_task_of_two_members_counts_for_each_and_once_among_the_different_ones() -> None:
    words = paragraphs(quarter([task(0, 7, Bucket.OPEN_IN_TIME), task(1, 7, Bucket.OPEN_IN_TIME)]))

    assert any(line.startswith("02 thành viên báo cáo 02 nhiệm vụ") and "khác nhau: 01" in line for line in words)


def test_the_paragraphs_stand_below_their_heading_with_the_member_and_every_line_of_its_own() -> None:
    words = paragraphs(quarter([], "Ý một.\nÝ hai."))

    at = words.index(QUARTERS[3])
    assert words[at + 1 : at + 3] == [f"- {MEMBERS[0][1]}: Ý một.", "Ý hai."]


def test_a_long_paragraph_goes_on_in_rows_of_its_sheet_and_a_long_name_may_split_in_the_table_of_tasks() -> None:
    lines = "\n".join(f"Ý thứ {n}." for n in range(1, 101))
    data = quarter([task(0, 1, Bucket.OPEN_OVERDUE)], lines)
    data["tasks"][0]["organisation"] = lines

    rows = [list(row) for row in book(data)["Ý kiến chung"].iter_rows(min_row=2, values_only=True)]
    marks = Document(io.BytesIO(docx.build(data))).tables[1]._tbl.tr_lst[1].xpath("w:trPr/w:cantSplit")

    assert "\n".join(str(row[3]) for row in rows) == lines
    assert [row[2] for row in rows] == ["BC-26Q4-001", *["BC-26Q4-001 (tiếp)"] * (len(rows) - 1)]
    assert len(rows) > 3
    assert marks == []


def test_a_paragraph_in_english_is_marked_in_both_files() -> None:
    data = quarter([], "We propose to publish the list of procedures that are delegated to provinces.")

    marked = f"(nguyên văn tiếng Anh) {data['opinions'][0]['text']}"
    assert f"- {MEMBERS[0][1]}: {marked}" in paragraphs(data)
    assert book(data)["Ý kiến chung"]["D2"].value == marked


def test_where_there_is_nothing_the_document_says_so() -> None:
    words = paragraphs(quarter([]))

    assert "Các báo cáo không có nhiệm vụ nào." in words
    assert "Các báo cáo không nêu sáng kiến, cách làm hay, kiến nghị chung." in words


@pytest.mark.parametrize("text", [*HOSTILE, UNPRINTABLE])
def test_whatever_was_written_stays_text_in_both_files(text: str) -> None:
    data = quarter([task(0, 1, Bucket.OPEN_OVERDUE, text)], text)

    sheets = book(data)
    cells = [cell for name in ("Kết quả thực hiện nhiệm vụ", "Ý kiến chung") for row in sheets[name] for cell in row]

    assert paragraphs(data)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    data = quarter([task(0, 1, Bucket.OPEN_OVERDUE)], "Ý một.")

    assert docx.build(data) == docx.build(data)
    assert xlsx.build(data) == xlsx.build(data)


def test_the_draft_of_a_quarter_can_be_opened_where_the_officials_work(to_pdf: ToPdf) -> None:
    many = [task(seat, seat * 10 + n, bucket) for seat in range(len(MEMBERS)) for n, bucket in enumerate(Bucket)]

    assert to_pdf(docx.build(quarter(many, "Ý một.")), "docx").startswith(b"%PDF")
