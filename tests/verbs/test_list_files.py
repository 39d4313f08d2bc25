"""Lists as offices save them: what means nothing is passed over, what cannot be taken is refused with its reason."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.verbs.conftest import Run
from tests.verbs.list_files import DESK, MEMBER, ROSTER, TASK, TASKS, as_workbook, book_of, put, rewritten, saved
from tests.verbs.test_import_roster import count

FILES = pytest.mark.parametrize("name", ["ds.csv", "ds.xlsx"])


def decomposed(row: list[str]) -> list[str]:
    return [unicodedata.normalize("NFD", value) for value in row]


# --- what means the same


@FILES
def test_tasks_are_read_from_either_form_of_file(run: Run, name: str) -> None:
    run("import-roster", "--yes", put("tv.csv", [ROSTER, MEMBER]))

    said = run("import-tasks", put(name, [TASKS, TASK]))

    assert said.status == 0, said.err
    assert said.out.splitlines()[-1] == "Đã nhập: 1 nhiệm vụ mới, 0 thay đổi, 0 giữ nguyên."
    assert count("tasks", "title = 'Rà soát biểu mẫu'") == 1


@FILES
def test_the_same_name_once_composed_and_once_decomposed_is_the_same(run: Run, name: str) -> None:
    principal = decomposed([*MEMBER[:6], "principal", *MEMBER[7:]])
    other = decomposed(["TV02", "Trần Thế Lữ", *MEMBER[2:6], "principal", *MEMBER[7:]])

    said = run("import-roster", "--yes", put(name, [ROSTER, MEMBER, principal, other]))

    assert said.status == 0, said.err
    assert (count("persons"), count("seats"), count("duties")) == (2, 1, 3)
    assert count("persons", "full_name = 'Đặng Hòa Thủy'") == 1


@FILES
@pytest.mark.parametrize("empty", [1, 3, 200])
def test_empty_columns_and_rows_are_passed_over_however_many(run: Run, name: str, empty: int) -> None:
    wide = [[*row, *[" "] * empty] for row in (ROSTER, DESK, MEMBER)]
    blank = [[" "] * (len(ROSTER) + empty)] * 60

    said = run("import-roster", "--yes", put(name, [*blank, wide[0], *blank, *wide[1:], *blank]))

    assert said.status == 0, said.err
    assert count("persons") == 2


@FILES
@pytest.mark.parametrize("at", [0, 4])
def test_an_empty_column_between_the_others_is_passed_over(run: Run, name: str, at: int) -> None:
    rows = [[*row[:at], "", *row[at:]] for row in (ROSTER, DESK, MEMBER)]

    said = run("import-roster", "--yes", put(name, rows))

    assert said.status == 0, said.err
    assert count("seats", "organisation = 'Hội Mía'") == 1


def test_twenty_thousand_rows_that_were_only_coloured_are_passed_over(run: Run) -> None:
    rows = "\r\n".join([",".join(ROSTER), ",".join(MEMBER), *[",,,,,,,,,"] * 20_000])
    Path("ds.csv").write_bytes(rows.encode())

    assert run("import-roster", "--yes", "ds.csv").status == 0


def test_cells_missing_at_the_end_of_a_line_are_empty(run: Run) -> None:
    full = [*TASKS, "watching", "assigned_on", "done_on", "result"]
    # Spreadsheets write no separators behind the last value from the seventeenth row on.
    lines = [[f"NV-26-{number:03}", *TASK[1:7]] for number in range(1, 41)]
    rows = [[*row, *[""] * 6] if number < 16 else row for number, row in enumerate(lines)]
    run("import-roster", "--yes", put("tv.csv", [ROSTER, MEMBER]))

    said = run("import-tasks", put("nv.csv", [full, *rows]))

    assert said.status == 0, said.err
    assert count("tasks") == 40


def test_a_roster_without_the_last_separators_is_read(run: Run) -> None:
    said = run("import-roster", "--yes", put("ds.csv", [ROSTER, DESK[:7], MEMBER]))

    assert said.status == 0, said.err
    assert count("persons") == 2


@FILES
@pytest.mark.parametrize("line_break", ["\n", "\r\n", " \r ", "\n\n", "\u2028", "\u00a0", "  "])
def test_a_line_break_or_another_blank_in_a_cell_becomes_one_space(run: Run, name: str, line_break: str) -> None:
    broken = [MEMBER[0], f"Đặng{line_break}Hòa Thủy", f"Phó{line_break}phòng", *MEMBER[3:9], f"Hội{line_break}Mía"]

    said = run("import-roster", "--yes", put(name, [ROSTER, broken, DESK]))

    assert said.status == 0, said.err
    assert count("persons", "full_name = 'Đặng Hòa Thủy' AND title = 'Phó phòng'") == 1
    assert count("seats", "organisation = 'Hội Mía'") == 1


def test_a_vertical_tab_becomes_one_space(run: Run) -> None:
    run("import-roster", "--yes", put("ds.csv", [ROSTER, [*MEMBER[:9], "Hội\vMía"]]))

    assert count("seats", "organisation = 'Hội Mía'") == 1


def test_a_line_break_as_workbooks_write_it_in_letters_becomes_one_space(run: Run) -> None:
    Path("ds.xlsx").write_bytes(as_workbook([ROSTER, [*MEMBER[:9], "Hội_x000D_\nMía"]]))

    run("import-roster", "--yes", "ds.xlsx")

    assert count("seats", "organisation = 'Hội Mía'") == 1


def test_a_line_is_counted_as_spreadsheets_count_it(run: Run) -> None:
    said = run("import-roster", "--yes", put("ds.csv", [ROSTER, ["A", "Tên\ndài", *DESK[2:]], ["B", "", *DESK[2:]]]))

    assert "dòng 3: full_name để trống" in said.err


# --- what is refused


@FILES
@pytest.mark.parametrize(("verb", "header", "row"), [("import-roster", ROSTER, MEMBER), ("import-tasks", TASKS, TASK)])
def test_something_behind_the_last_column_is_refused_with_its_line(
    run: Run, name: str, verb: str, header: list[str], row: list[str]
) -> None:
    run("import-roster", "--yes", put("tv.csv", [ROSTER, MEMBER]))

    said = run(verb, put(name, [header, row, [*row, "", "thừa"]]))

    letter = "L" if verb == "import-roster" else "K"
    assert said.status == 1
    assert f"dòng 3: cột {letter} không có tên cột nhưng có nội dung" in said.err


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "latin-1"])
def test_a_list_in_another_encoding_is_refused_with_its_reason(run: Run, encoding: str) -> None:
    text = "\n".join(",".join(row) for row in (ROSTER, MEMBER))
    Path("ds.csv").write_bytes(text.encode(encoding, "replace"))

    said = run("import-roster", "--yes", "ds.csv")

    assert said.status == 1
    assert said.err == (
        "Tệp ds.csv không dùng bảng mã UTF-8. Đề nghị lưu lại dạng CSV UTF-8 hoặc Excel Workbook (.xlsx).\n"
    )
    assert not Path("data").exists()


@pytest.mark.parametrize("name", ["ds.xls", "ds.xlsx"])
def test_a_workbook_of_the_old_form_is_refused_with_its_reason(run: Run, name: str) -> None:
    Path(name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))

    assert "Tệp không phải là bảng tính dạng .xlsx" in run("import-roster", "--yes", name).err


def test_a_workbook_under_the_name_of_a_csv_is_read_as_what_it_is(run: Run) -> None:
    Path("ds.csv").write_bytes(as_workbook([ROSTER, MEMBER]))

    assert run("import-roster", "--yes", "ds.csv").status == 0


@FILES
@pytest.mark.parametrize(
    ("person", "organisation"),
    [("§Æng Hßa Thñy", "HiÖp héi MÝa"), ("Ñaëng Hoøa Thuûy", "Hieäp hoäi Mía"), ("NGUYÔN V¡N", "Bé C«ng Th­¬ng")],
)
def test_text_in_a_legacy_font_is_refused_with_the_lines_and_how_to_convert(
    run: Run, name: str, person: str, organisation: str
) -> None:
    legacy = [MEMBER[0], person, *MEMBER[2:9], organisation]

    said = run("import-roster", "--yes", put(name, [ROSTER, DESK, legacy, ["X", "", *DESK[2:]]]))

    _, second, third = said.err.splitlines()
    assert "dòng 3: full_name, organisation: chữ được gõ bằng phông cũ (TCVN3 hoặc VNI)" in second
    assert "UniKey" in second
    assert "dòng 4: full_name để trống" in third
    assert count("persons") == 0


def test_tasks_in_a_legacy_font_are_refused(run: Run) -> None:
    run("import-roster", "--yes", put("tv.csv", [ROSTER, MEMBER]))

    said = run("import-tasks", put("nv.csv", [TASKS, [*TASK[:2], "Rµ so¸t biÓu mÉu", *TASK[3:]]]))

    assert "dòng 2: title: chữ được gõ bằng phông cũ" in said.err


@FILES
def test_letters_lost_in_saving_are_refused(run: Run, name: str) -> None:
    said = run("import-roster", "--yes", put(name, [ROSTER, [MEMBER[0], "Đ?ng Hòa Th?y", *MEMBER[2:]]]))

    assert "dòng 2: full_name: có chữ bị mất khi lưu tệp" in said.err


@FILES
def test_every_bad_line_is_in_one_answer_once_with_its_columns(run: Run, name: str) -> None:
    rows = [
        ["", *DESK[1:]],
        MEMBER,
        [MEMBER[0], "Tên khác", "Chức danh khác", *MEMBER[3:6], "principal", *MEMBER[7:]],
        ["TV02", *MEMBER[1:9], "Hội khác"],
        MEMBER,
        ["TV03", "T" * 301, *DESK[2:]],
    ]

    said = run("import-roster", "--yes", put(name, [ROSTER, *rows]))

    assert [line[line.index("dòng") :] for line in said.err.splitlines()[1:]] == [
        "dòng 2: person_code chỉ gồm chữ cái không dấu và chữ số",
        "dòng 4: full_name, title: thông tin người TV01 khác với dòng trước",
        "dòng 5: organisation: thông tin thành viên HHMIA khác với dòng trước",
        "dòng 6: person_code, role, seat_code: nhiệm vụ này đã có ở dòng trước",
        "dòng 7: full_name: nội dung dài quá 300 ký tự",
    ]


def test_what_stands_before_a_quote_that_is_never_closed_is_in_the_same_answer(run: Run) -> None:
    lines = [",".join(ROSTER), ",".join(["X", "", *DESK[2:]]), ",".join(DESK), 'Y,"Tên']
    Path("ds.csv").write_text("\n".join(lines), encoding="utf-8")

    said = run("import-roster", "--yes", "ds.csv").err

    assert "dòng 2: full_name để trống" in said
    assert "dòng 4: không đúng định dạng CSV" in said


# --- workbooks


def sheets(run: Run, book: Any) -> Any:
    Path("ds.xlsx").write_bytes(saved(book))
    return run("import-roster", "--yes", "ds.xlsx")


@pytest.mark.parametrize("mark", [b'hidden="1"', b'hidden="true" outlineLevel="1"', b'ht="0" customHeight="1"'])
def test_a_hidden_row_is_named_and_refused(run: Run, mark: bytes) -> None:
    book = book_of([ROSTER, DESK, MEMBER])
    Path("ds.xlsx").write_bytes(rewritten(book, b'<row r="3"', b'<row r="3" ' + mark))

    said = run("import-roster", "--yes", "ds.xlsx")

    assert 'trang tính "Danh sách", dòng 3: dòng đang bị ẩn' in said.err
    assert count("persons") == 0


def test_a_hidden_row_of_tasks_is_named_and_refused(run: Run) -> None:
    run("import-roster", "--yes", put("tv.csv", [ROSTER, MEMBER]))
    book = book_of([TASKS, TASK])
    book.active.row_dimensions[2].hidden = True  # type: ignore[union-attr]
    Path("nv.xlsx").write_bytes(saved(book))

    assert "dòng 2: dòng đang bị ẩn" in run("import-tasks", "nv.xlsx").err


def test_an_empty_row_that_is_hidden_is_passed_over(run: Run) -> None:
    book = book_of([ROSTER, [], MEMBER])
    for number in (2, 500):
        book.active.row_dimensions[number].hidden = True  # type: ignore[union-attr]

    assert sheets(run, book).status == 0


def test_a_hidden_column_is_named_and_refused_and_an_unused_one_passed_over(run: Run) -> None:
    book = book_of([ROSTER, MEMBER])
    book.active.column_dimensions["G"].hidden = True  # type: ignore[union-attr]
    book.active.column_dimensions.group("L", "XFD", hidden=True)  # type: ignore[union-attr]

    said = sheets(run, book)

    assert said.err.splitlines()[1:] == ['trang tính "Danh sách", dòng 1: role: cột đang bị ẩn; đề nghị bỏ ẩn']


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_passed_over_and_named(run: Run, state: str) -> None:
    book = book_of([ROSTER, DESK, MEMBER])
    book.create_sheet("danhmuc", 0).sheet_state = state

    said = sheets(run, book)

    assert said.out.splitlines()[:2] == ['Đã đọc: trang tính "Danh sách".', 'Không đọc: trang tính "danhmuc".']
    assert count("persons") == 2


def test_a_workbook_whose_sheets_are_all_hidden_is_refused_by_name(run: Run) -> None:
    Path("ds.xlsx").write_bytes(rewritten(book_of([ROSTER, DESK]), b'"visible"', b'"hidden"'))

    assert "Mọi trang tính của tệp đều bị ẩn: Danh sách." in run("import-roster", "--yes", "ds.xlsx").err


@pytest.mark.parametrize("cells", ["I3:I4", "A3:J3", "B2:C4"])
def test_merged_cells_are_refused_with_their_lines_and_reason(run: Run, cells: str) -> None:
    book = book_of([ROSTER, DESK, MEMBER, ["TV02", "Trần Thế Lữ", *MEMBER[2:]]])
    book.active.merge_cells(cells)  # type: ignore[union-attr]

    said = sheets(run, book)

    assert f'trang tính "Danh sách", dòng 3: các ô {cells} bị gộp' in said.err
    assert count("persons") == 0


def test_a_header_that_is_not_there_names_the_sheet(run: Run) -> None:
    said = sheets(run, book_of([["DANH SÁCH"], MEMBER], "Bìa"))

    assert 'trang tính "Bìa", dòng 1: dòng tiêu đề phải là person_code' in said.err
