"""`import-roster` with a workbook: the same list, the same sentences by line."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from argparse import Namespace
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from bot.config import Settings
from bot.data_source import load_profile, load_seats
from bot.domain.people import Reader
from bot.errors import BotError
from bot.i18n import translate
from bot.screens.errors import sentence
from bot.services.people import roster
from bot.services.tables import workbook as reader
from bot.services.tables.reading import MOST_BYTES
from bot.services.tables.table import MOST_ROWS, Line
from bot.verbs import import_roster
from storage import people
from storage.database import open_for_reading
from tests.world import ROSTER

BODIES = load_profile("vpcp-2023").bodies
AN = ["AN", "Nguyễn Văn An", "Chánh Văn phòng", "ong", "vi", "0912", "focal", "hoi_dong_tu_van", "HHA", "Hiệp hội A"]
DESK = ["CHI", "Phạm Thu Chi", "", "", "vi", "", "secretariat", "", "", ""]
Rows = Sequence[Sequence[object]]


def workbook(rows: Rows, *, header: Sequence[object] = roster.COLUMNS, **cells: object) -> bytes:
    """Return a workbook with these rows below the header; `cells` are put in by their address."""
    book = Workbook()
    sheet: Any = book.active
    for row in (header, *rows):
        sheet.append(list(row))
    for address, value in cells.items():
        sheet[address] = value
    book.create_sheet("Khác").append(["không đọc"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def said(error: BotError) -> str:
    return translate(sentence(error), Reader())


def read(data: bytes) -> list[Line]:
    return roster.check(reader.read(data), BODIES)


def refused(data: bytes) -> BotError:
    with pytest.raises(BotError) as caught:
        read(data)
    return caught.value


def imported(path: Path, data: Path) -> int:
    return import_roster.run(Namespace(file=str(path), add=False, yes=True, dry_run=False), Settings(data_dir=data))


# --- what is read


def test_a_workbook_gives_the_lines_that_the_same_csv_gives() -> None:
    table = [line.split(",") for line in ROSTER.splitlines()]

    assert read(workbook(table[1:])) == roster.read(ROSTER, BODIES)


@pytest.mark.parametrize(
    ("at", "value", "column"),
    [("F2", 912345678, "phone"), ("F2", 24.0, "phone"), ("I2", 7, "seat_code"), ("A2", 12, "person_code")],
)
def test_a_number_where_a_code_or_a_telephone_number_belongs_is_refused(at: str, value: Any, column: str) -> None:
    cells: dict[str, Any] = {at: value}

    assert f"dòng 2: {column}: ô có định dạng số nên đã mất số 0" in said(refused(workbook([AN], **cells)))


@pytest.mark.parametrize("value", [2026, 45.0])
def test_a_number_elsewhere_is_read_without_a_decimal_point(value: float) -> None:
    (line,) = read(workbook([AN], C2=value))

    assert line["title"] == str(int(value))


def test_empty_lines_and_cells_that_are_only_coloured_are_passed_over() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (roster.COLUMNS, AN, [], DESK):
        sheet.append(list(row))
    for address in ("K2", "A40"):
        sheet[address].fill = PatternFill("solid", fgColor="FFFF00")
    out = io.BytesIO()
    book.save(out)

    assert [line.number for line in read(out.getvalue())] == [2, 4]


def test_only_the_first_sheet_is_read() -> None:
    assert [line["person_code"] for line in read(workbook([AN]))] == ["AN"]


# --- what is refused


@pytest.mark.parametrize("value", [date(1990, 1, 1), datetime.combine(date(1990, 1, 1), time(8)), time(8)])
def test_a_date_is_refused_with_its_line_and_column(value: object) -> None:
    assert 'trang tính "Sheet", dòng 3: title: ô có định dạng ngày' in said(refused(workbook([DESK, AN], C3=value)))


def test_a_formula_is_refused_with_its_line_and_column() -> None:
    assert "dòng 2: phone: ô chứa công thức" in said(refused(workbook([AN], F2="=1+1")))


@pytest.mark.parametrize("value", [True, "#N/A"])
def test_what_is_neither_text_nor_number_is_refused(value: object) -> None:
    assert "dòng 2: title: ô không phải là chữ hoặc số" in said(refused(workbook([AN], C2=value)))


def test_every_bad_line_is_named_in_order_in_the_words_used_for_csv() -> None:
    error = refused(workbook([[*AN[:4], "fr", *AN[5:]], AN, AN, DESK, DESK], C3="=A1", L4="ngoài bảng"))

    assert said(error).splitlines()[1:] == [
        'trang tính "Sheet", dòng 2: language chỉ nhận vi hoặc en',
        'trang tính "Sheet", dòng 3: title: ô chứa công thức; đề nghị thay bằng giá trị',
        'trang tính "Sheet", dòng 4: cột L không có tên cột nhưng có nội dung ở dòng này',
        'trang tính "Sheet", dòng 6: person_code, role, seat_code: nhiệm vụ này đã có ở dòng trước',
    ]
    assert error.params["count"] == 4


@pytest.mark.parametrize("address", ["K2", "N2", "XFD2"])
def test_something_outside_the_columns_is_refused_with_its_line_and_column(address: str) -> None:
    assert f"dòng 2: cột {address[:-1]} không có tên cột" in said(refused(workbook([AN], **{address: "thừa"})))


@pytest.mark.parametrize("header", [roster.COLUMNS[:-1], [*roster.COLUMNS, "ghi chú"], ["STT", *roster.COLUMNS[1:]]])
def test_another_header_is_refused(header: Sequence[str]) -> None:
    assert "dòng 1: dòng tiêu đề phải là person_code,full_name" in said(refused(workbook([AN], header=header)))


def test_a_list_of_more_than_ten_thousand_lines_is_refused() -> None:
    many = [[f"P{number}"] for number in range(MOST_ROWS + 1)]

    said_of_it = said(refused(workbook(many)))

    assert f"dòng {MOST_ROWS + 2}: danh sách có quá 10.000 dòng" in said_of_it


@pytest.mark.parametrize("content", [b"", b"person_code,full_name\n", b"PK\x03\x04", workbook([AN])[:-200]])
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(content: bytes) -> None:
    assert refused(content).code == "not_workbook"


def test_an_archive_that_is_no_workbook_is_refused_with_a_sentence() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")

    assert refused(out.getvalue()).code == "not_workbook"


def test_an_archive_that_unpacks_to_far_more_than_it_weighs_is_not_unpacked() -> None:
    out = io.BytesIO(workbook([AN]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"0" * (reader.MOST_UNPACKED_BYTES + 1))

    assert len(out.getvalue()) < 200_000
    assert refused(out.getvalue()).code == "list_too_large"


def test_a_cell_at_the_far_corner_of_the_sheet_is_found() -> None:
    assert "dòng 1048576: cột XFD không có tên cột" in said(refused(workbook([AN], XFD1048576="xa")))


# --- the verb


@pytest.mark.parametrize("name", ["danh-sach.xlsx", "DANH-SACH.XLSX"])
def test_the_verb_imports_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    path = tmp_path / name
    path.write_bytes(workbook([AN, DESK]))

    assert imported(path, tmp_path / "data") == 0

    db = open_for_reading(tmp_path / "data" / "bot.db")
    assert [person.code for person in people.all_persons(db, date(2100, 1, 1))] == ["AN", "CHI"]
    db.close()


@pytest.mark.parametrize("name", ["to.csv", "to.xlsx"])
def test_a_file_of_more_bytes_than_any_list_has_is_not_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"0" * (MOST_BYTES + 1))

    with pytest.raises(BotError) as error:
        imported(path, tmp_path / "data")

    assert error.value.code == "list_too_large"


def test_nothing_is_written_when_one_line_is_bad(tmp_path: Path) -> None:
    path = tmp_path / "ds.xlsx"
    path.write_bytes(workbook([AN, DESK], B3="=A1"))

    with pytest.raises(BotError):
        imported(path, tmp_path / "data")

    assert not (tmp_path / "data").exists()


def test_a_known_seat_gets_its_rank_and_first_day_and_a_followed_organisation_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ds.csv"
    seats = ["TCTBKHDT,Bộ Kế hoạch và Đầu tư", "KHAC,Cơ quan khác"]
    rows = [f"P{n},Người {n},,,vi,,focal,to_cong_tac,{seat}" for n, seat in enumerate(seats)]
    path.write_text("\n".join([",".join(roster.COLUMNS), *rows]), encoding="utf-8")

    imported(path, tmp_path / "data")

    assert "từ ngày 01/03/2025, Bộ Tài chính kế thừa Bộ Kế hoạch và Đầu tư" in capsys.readouterr().out
    db = open_for_reading(tmp_path / "data" / "bot.db")
    known, other = people.seats_of_body(db, "to_cong_tac")
    db.close()
    assert (known.rank, known.valid_from) == (load_seats()["TCTBKHDT"].rank, date(2023, 8, 6))
    assert other.rank == known.rank + 1
    assert other.valid_from > date(2026, 1, 1)


def test_the_library_for_workbooks_is_loaded_for_a_workbook_only(tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    path.write_text(ROSTER, encoding="utf-8")
    program = (
        "import sys; from argparse import Namespace; from pathlib import Path\n"
        "from bot.config import Settings; from bot.verbs import import_roster\n"
        f"options = Namespace(file={str(path)!r}, add=False, yes=True, dry_run=False)\n"
        f"import_roster.run(options, Settings(data_dir=Path({str(tmp_path / 'data')!r})))\n"
        "print('openpyxl' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "False"
