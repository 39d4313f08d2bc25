"""Lists that came through several programs: what they say beside the list is understood or refused by its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.verbs.conftest import Run
from tests.verbs.list_files import DESK, MEMBER, ROSTER, TASK, TASKS, Rows, as_csv, book_of, put, rewritten, saved
from tests.verbs.test_import_roster import count

FILES = pytest.mark.parametrize("name", ["ds.csv", "ds.xlsx"])
LIST: Rows = [ROSTER, DESK, MEMBER]


def text(separator: str = ",", ending: str = "\r\n", rows: Rows = LIST) -> str:
    return ending.join([separator.join(row) for row in rows]) + ending


def imported(run: Run, content: bytes) -> None:
    Path("ds.csv").write_bytes(content)

    said = run("import-roster", "--yes", "ds.csv")

    assert (said.status, said.err) == (0, "")
    assert count("persons") == 2
    assert count("seats", "organisation = 'Hội Mía'") == 1


def changed(row: Sequence[str], **values: str) -> list[str]:
    header = ROSTER if len(row) == len(ROSTER) else TASKS
    return [values.get(column, value) for column, value in zip(header, row, strict=True)]


# --- separators, ends of lines, encodings


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("first", ["sep={}\r\n", '"sep={}"\n', "SEP={}\r"])
def test_a_first_line_that_names_the_separator_is_followed_and_not_counted(
    run: Run, first: str, separator: str
) -> None:
    imported(run, ("\ufeff" + first.format(separator) + text(separator)).encode())


def test_a_line_is_counted_without_the_one_that_names_the_separator(run: Run) -> None:
    Path("ds.csv").write_bytes(f"sep=;\r\n{text(';', rows=[ROSTER, changed(DESK, full_name='')])}".encode())

    assert "dòng 2: full_name để trống" in run("import-roster", "ds.csv").err


@pytest.mark.parametrize("rows", [LIST, [ROSTER, [], DESK, [], MEMBER], [[], *LIST]])
def test_a_file_whose_lines_end_as_on_an_old_macintosh_is_read(run: Run, rows: Rows) -> None:
    imported(run, text(ending="\r", rows=rows).encode())


@pytest.mark.parametrize("separator", ["\t", ",", ";"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_says_so_is_read(run: Run, encoding: str, separator: str) -> None:
    imported(run, ("\ufeff" + text(separator)).encode(encoding))


@pytest.mark.parametrize(
    "content", [text().encode("utf-16-le"), text().encode("utf-32"), text(rows=[ROSTER]).encode("utf-16-be")]
)
def test_utf_16_that_does_not_say_so_is_refused_by_its_name(run: Run, content: bytes) -> None:
    Path("ds.csv").write_bytes(content)

    said = run("import-roster", "ds.csv")

    assert said.status == 1
    assert "UTF-16" in said.err or "UTF-8" in said.err
    assert not Path("data").exists()


def test_utf_16_that_is_cut_off_is_refused(run: Run) -> None:
    Path("ds.csv").write_bytes(text().encode("utf-16")[:-1])

    assert "không dùng bảng mã UTF-8" in run("import-roster", "ds.csv").err


# --- the header


@FILES
@pytest.mark.parametrize(
    ("above", "line"), [([["DANH SÁCH THÀNH VIÊN"]], 2), ([["BỘ", "", "CỘNG HÒA"], [], ["DANH SÁCH"]], 4)]
)
def test_a_title_above_the_header_is_refused_by_its_name(run: Run, name: str, above: Rows, line: int) -> None:
    said = run("import-roster", put(name, [*above, *LIST]))

    assert said.status == 1
    assert f"dòng 1: dòng tiêu đề nằm ở dòng {line}; đề nghị xóa các dòng phía trên" in said.err
    assert "1 lỗi" in said.err


def test_a_merged_title_above_the_header_is_refused_once(run: Run) -> None:
    book = book_of([["DANH SÁCH"], *LIST])
    book.active.merge_cells("A1:J1")  # type: ignore[union-attr]
    Path("ds.xlsx").write_bytes(saved(book))

    assert len(run("import-roster", "ds.xlsx").err.splitlines()) == 2


@FILES
def test_a_title_above_the_header_of_tasks_is_refused(run: Run, name: str) -> None:
    assert "dòng tiêu đề nằm ở dòng 2" in run("import-tasks", put(name, [["NHIỆM VỤ"], TASKS, TASK])).err


@FILES
@pytest.mark.parametrize("header", [[c.upper() for c in ROSTER], [c.title() for c in ROSTER]])
def test_a_header_in_other_letters_is_the_same_header(run: Run, name: str, header: list[str]) -> None:
    said = run("import-roster", "--yes", put(name, [header, DESK, MEMBER]))

    assert said.status == 0, said.err


# --- words and codes in other letters


@FILES
@pytest.mark.parametrize(
    "row", [changed(MEMBER, role="Focal", language="VI", address="Ong"), changed(MEMBER, body="HOI_DONG_TU_VAN")]
)
def test_words_that_are_chosen_from_a_few_are_taken_in_any_letters(run: Run, name: str, row: list[str]) -> None:
    said = run("import-roster", "--yes", put(name, [ROSTER, DESK, row]))

    assert said.status == 0, said.err
    assert count("duties", "role = 'focal'") == 1
    assert count("persons", "language = 'vi' AND honorific = 'ong'") == 1
    assert count("seats", "body = 'hoi_dong_tu_van'") == 1


@FILES
@pytest.mark.parametrize("values", [{"task_code": "nv-26-001"}, {"deadline_kind": "DAY"}, {"task_code": "Nv-26-001"}])
def test_a_task_is_taken_in_any_letters(run: Run, name: str, values: dict[str, str]) -> None:
    run("import-roster", "--yes", put("tv.csv", LIST))
    run("import-tasks", put("nv.csv", [TASKS, TASK]))

    said = run("import-tasks", put(name, [TASKS, changed(TASK, **values)]))

    assert said.out.splitlines()[-1] == "Đã nhập: 0 nhiệm vụ mới, 0 thay đổi, 1 giữ nguyên."


def test_a_task_that_stands_twice_in_other_letters_is_refused(run: Run) -> None:
    run("import-roster", "--yes", put("tv.csv", LIST))

    said = run("import-tasks", put("nv.csv", [TASKS, TASK, changed(TASK, task_code="nv-26-001")]))

    assert "dòng 3: task_code" in said.err


# --- what a spreadsheet made of codes and telephone numbers


@FILES
@pytest.mark.parametrize("phone", ["912345678", "243 804 4141", "912.345.678"])
def test_a_telephone_number_that_lost_its_first_zero_is_refused(run: Run, name: str, phone: str) -> None:
    said = run("import-roster", put(name, [ROSTER, DESK, changed(MEMBER, phone=phone)]))

    assert "dòng 3: phone: số điện thoại bị mất số 0 ở đầu" in said.err


@FILES
@pytest.mark.parametrize("phone", ["0912345678", "+84912345678", "84912345678", "024 3804 4141", "19001234", ""])
def test_a_telephone_number_that_is_whole_is_taken(run: Run, name: str, phone: str) -> None:
    assert run("import-roster", "--yes", put(name, [ROSTER, DESK, changed(MEMBER, phone=phone)])).status == 0


@FILES
@pytest.mark.parametrize("values", [{"phone": "9.12E+08"}, {"phone": "9,12E+08"}, {"seat_code": "1E+05"}])
def test_a_number_that_a_spreadsheet_rounded_is_refused(run: Run, name: str, values: dict[str, str]) -> None:
    said = run("import-roster", put(name, [ROSTER, DESK, changed(MEMBER, **values)]))

    assert f"dòng 3: {next(iter(values))}: ô có định dạng số" in said.err


@pytest.mark.parametrize(("at", "value"), [("A2", 26001), ("D2", 12), ("E2", 3.5)])
def test_a_number_where_a_code_of_a_task_belongs_is_refused(run: Run, at: str, value: float) -> None:
    run("import-roster", "--yes", put("tv.csv", LIST))
    book = book_of([TASKS, TASK])
    book.active[at] = value  # type: ignore[index]
    Path("nv.xlsx").write_bytes(saved(book))

    column = TASKS["ABCDEFGHI".index(at[0])]
    assert f"dòng 2: {column}: ô có định dạng số" in run("import-tasks", "nv.xlsx").err


# --- what is empty, however much


@pytest.mark.parametrize("dimension", [b"A1:XFD1048576", b"A1:XFD3", b"A1:J1048576"])
def test_what_a_workbook_says_of_its_size_is_not_believed(run: Run, dimension: bytes) -> None:
    Path("ds.xlsx").write_bytes(rewritten(book_of(LIST), b'ref="A1:J3"', b'ref="' + dimension + b'"'))

    assert run("import-roster", "--yes", "ds.xlsx").status == 0


@pytest.mark.parametrize("last", ["XFD1048576", "A1048576", "XFD3"])
def test_a_cell_that_is_only_coloured_is_passed_over_wherever_it_is(run: Run, last: str) -> None:
    book = book_of(LIST)
    book.active[last].number_format = "0.00"  # type: ignore[index]
    Path("ds.xlsx").write_bytes(saved(book))

    assert run("import-roster", "--yes", "ds.xlsx").status == 0


@pytest.mark.parametrize(("columns", "rows"), [(16_384, 20), (10, 200_000), (1, 1_000_000)])
def test_a_csv_of_empty_cells_is_passed_over(run: Run, columns: int, rows: int) -> None:
    imported(run, as_csv([[*row, *[""] * (columns - 10)] for row in LIST]) + (b"," * (columns - 1) + b"\r\n") * rows)


# --- very many errors


def bad(number: int) -> list[str]:
    return changed(MEMBER, person_code=f"P{number}", phone="", language="fr" if number % 11 == 0 else "vi")


@FILES
def test_many_errors_are_told_by_their_reason_with_every_line(run: Run, name: str) -> None:
    said = run("import-roster", put(name, [ROSTER, *[bad(number) for number in range(2, 3402)]]))

    first, told = said.err.splitlines()
    assert "Có 309 lỗi" in first
    assert "309 dòng: language chỉ nhận vi hoặc en" in told
    lines = told.rpartition("các dòng ")[2].rstrip(")").split(", ")
    assert [int(line) for line in lines] == list(range(11, 3401, 11))


def test_lines_that_follow_one_another_are_told_as_one_range(run: Run) -> None:
    rows = [changed(bad(1), person_code=f"P{number}", language="fr") for number in range(100)]

    said = run("import-roster", put("ds.csv", [ROSTER, *rows]))

    assert "(các dòng 2–101)" in said.err


def test_every_line_is_named_even_where_each_has_a_reason_of_its_own(run: Run) -> None:
    twice = [changed(MEMBER, person_code=f"P{n // 2}", full_name=f"Người {n}", phone="") for n in range(400)]

    said = run("import-roster", put("ds.csv", [ROSTER, *twice]))

    assert "Có 400 lỗi" in said.err
    assert len(said.err.splitlines()) == 42
    assert said.err.splitlines()[-1].startswith("161 lỗi khác, tại các dòng ")
