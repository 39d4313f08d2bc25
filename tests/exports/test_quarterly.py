"""The documents of a quarter: results of tasks and free paragraphs, the same figures in every file."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.domain.characters import clean
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


typed_texts = st.one_of(st.sampled_from([*HOSTILE, UNPRINTABLE, "a\n\n- b\tc ", "  "]), st.text(max_size=60))
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


def said_of(task: dict[str, Any], **answers: str) -> dict[str, Any]:
    return {**task, **answers}


def test_what_members_say_of_their_tasks_stands_below_the_table_and_beside_the_task() -> None:
    late = said_of(task(0, 1, Bucket.OPEN_OVERDUE), result="Đã trình dự thảo.\nĐã lấy ý kiến.", cause="Chờ ý kiến.")
    done = said_of(task(1, 2, Bucket.NO_DEADLINE), document="Quyết định số 5/QĐ-BTC")
    data = quarter([late, task(0, 3, Bucket.OPEN_IN_TIME), done])

    words, sheet = paragraphs(data), book(data)["Kết quả thực hiện nhiệm vụ"]

    at = words.index("Kết quả, văn bản và nguyên nhân chậm do thành viên nêu:")
    assert words[at + 1 : at + 8] == [
        f"1. {MEMBERS[0][1]}, NV-26-001 – Rà soát thủ tục (chủ trì; chưa hoàn thành, quá hạn; thời hạn 30/11/2026):",
        "- Kết quả: Đã trình dự thảo.",
        "Đã lấy ý kiến.",
        "- Nguyên nhân chậm: Chờ ý kiến.",
        f"2. {MEMBERS[1][1]}, NV-26-002 – Rà soát thủ tục (chủ trì; không hạn):",
        "- Văn bản: Quyết định số 5/QĐ-BTC",
        "III. KHÓ KHĂN, VƯỚNG MẮC THEO LĨNH VỰC",
    ]
    assert [[cell.value or "" for cell in row[9:]] for row in sheet.iter_rows()] == [
        ["Kết quả", "Văn bản", "Nguyên nhân chậm"],
        ["Đã trình dự thảo.\nĐã lấy ý kiến.", "", "Chờ ý kiến."],
        ["", "", ""],
        ["", "Quyết định số 5/QĐ-BTC", ""],
    ]


@pytest.mark.parametrize("name", ["result", "document", "cause"])
def test_only_what_somebody_gave_has_a_column(name: str) -> None:
    heads = {"result": "Kết quả", "document": "Văn bản", "cause": "Nguyên nhân chậm"}
    data = quarter([said_of(task(0, 1, Bucket.OPEN_OVERDUE), **{name: "Nội dung"})])

    assert [cell.value for cell in book(data)["Kết quả thực hiện nhiệm vụ"][1]][9:] == [heads[name]]


def test_where_nobody_said_anything_both_files_are_as_if_it_could_not_be_said() -> None:
    data = quarter([task(0, 1, Bucket.OPEN_OVERDUE)])

    assert not any("do thành viên nêu" in line for line in paragraphs(data))
    assert book(data)["Kết quả thực hiện nhiệm vụ"].max_column == 9


@settings(max_examples=40)
@given(
    st.lists(
        st.fixed_dictionaries({}, optional=dict.fromkeys(("result", "document", "cause"), typed_texts)),
        min_size=1,
        max_size=4,
    )
)
def test_what_was_typed_is_what_both_files_say_letter_by_letter(typed: list[dict[str, str]]) -> None:
    given_ = [{name: clean(text) for name, text in each.items() if clean(text)} for each in typed]
    data = quarter([said_of(task(0, n, Bucket.OPEN_OVERDUE), **each) for n, each in enumerate(given_)])

    sheet, words = book(data)["Kết quả thực hiện nhiệm vụ"], "\n".join(paragraphs(data))
    heads = {"Kết quả": "result", "Văn bản": "document", "Nguyên nhân chậm": "cause"}
    columns = {heads[str(cell.value)]: number for number, cell in enumerate(sheet[1][9:], 9)}

    said_in_full = [dict.fromkeys(columns, "") for _ in given_]
    for row in list(sheet.iter_rows(values_only=True))[1:]:  # what is taller than a row may be goes on in the next
        for name, column in columns.items():
            said_in_full[int(str(row[0])) - 1][name] += str(row[column] or "")
    for found, each in zip(said_in_full, given_, strict=True):
        assert {name: letters(text) for name, text in found.items() if text} == {n: letters(t) for n, t in each.items()}
    expected = []
    for number, (task_, each) in enumerate([pair for pair in zip(data["tasks"], given_, strict=True) if pair[1]], 1):
        about = "Rà soát thủ tục (chủ trì; chưa hoàn thành, quá hạn; thời hạn 30/11/2026)"
        expected += [f"{number}. {MEMBERS[0][1]}, {task_['code']} – {about}:"]
        expected += [f"- {head}: {each[name]}" for head, name in heads.items() if name in each]
    assert "\n".join(expected) in words
    assert ("do thành viên nêu" in words) == bool(expected)


def letters(text: str) -> str:
    """Everything but white space."""
    return "".join(text.split())


def test_a_line_that_leads_to_an_answer_stays_on_its_page() -> None:
    data = quarter([said_of(task(0, 1, Bucket.OPEN_OVERDUE), result="Đã trình.", cause="Chờ ý kiến.")])

    found = Document(io.BytesIO(docx.build(data))).paragraphs
    kept = [paragraph.text.split(",")[0] for paragraph in found if paragraph.paragraph_format.keep_with_next]

    assert [text for text in kept if text in ("Kết quả", f"1. {MEMBERS[0][1]}")] == ["Kết quả", f"1. {MEMBERS[0][1]}"]


def test_a_quarter_is_titled_by_the_results_of_tasks_too_and_its_annex_by_what_it_lists() -> None:
    words, months = paragraphs(quarter([task(0, 1, Bucket.OPEN_OVERDUE)])), paragraphs(snapshot(2))

    titled = next(line for line in words if line.startswith("Tình hình gửi báo cáo"))
    assert "về thủ tục hành chính và kết quả thực hiện nhiệm vụ quý IV/2026 của thành viên" in " ".join(titled.split())
    assert "TỔNG HỢP KHÓ KHĂN, VƯỚNG MẮC VỀ THỦ TỤC HÀNH CHÍNH QUÝ IV/2026" in words
    assert any("tổng hợp tình hình gửi báo cáo, kết quả thực hiện nhiệm vụ và khó khăn" in line for line in words)
    assert not any("nhiệm vụ" in line for line in months)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("digest", "Tổng hợp khó khăn, vướng mắc về thủ tục hành chính và kết quả thực hiện nhiệm vụ quý IV/2026"),
        (
            "addendum",
            "Phụ lục bổ sung số 01: khó khăn, vướng mắc về thủ tục hành chính"
            " và kết quả thực hiện nhiệm vụ quý IV/2026",
        ),
    ],
)
def test_the_workbook_of_a_quarter_is_titled_by_the_results_of_tasks_too(kind: str, title: str) -> None:
    data = quarter([task(0, 1, Bucket.OPEN_OVERDUE)]) | {"kind": kind, "addendum": 1}

    assert book(data).properties.title == book(data)["Tổng hợp"]["A1"].value == title


def test_an_answer_written_like_the_name_of_a_task_is_not_taken_for_one() -> None:
    forged = f"Đã trình.\n2. {MEMBERS[1][1]}, NV-26-002 – Rà soát thủ tục (chủ trì; chưa hoàn thành, quá hạn):"
    data = quarter([said_of(task(0, 1, Bucket.OPEN_OVERDUE), result=forged)])

    found = Document(io.BytesIO(docx.build(data))).paragraphs
    names = [paragraph.text for paragraph in found if any(run.italic for run in paragraph.runs)]

    assert forged.splitlines()[1] in [paragraph.text for paragraph in found]
    assert [name for name in names if "NV-26" in name] == [
        f"1. {MEMBERS[0][1]}, NV-26-001 – Rà soát thủ tục (chủ trì; chưa hoàn thành, quá hạn; thời hạn 30/11/2026):"
    ]
