"""`import-roster`: the whole file or nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.verbs.conftest import Run
from tests.world import ROSTER

HEADER, AN, *_ = ROSTER.splitlines()


def count(table: str, where: str = "1") -> int:
    if not Path("data/bot.db").exists():
        return 0  # nothing has been written yet
    with sqlite3.connect("data/bot.db") as connection:
        found = connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]
    connection.close()
    return int(found)


def test_a_roster_is_taken_in_and_counted(run: Run) -> None:
    said = run("import-roster", "--yes", "roster.csv")

    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines()[0] == "Thêm mới: 5 người"
    assert said.out.splitlines()[-1] == "Đã nhập: 5 nhiệm vụ của 5 người."
    assert (count("persons"), count("seats"), count("duties")) == (5, 2, 5)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_as_spreadsheets_save_it_means_the_same(run: Run, mark: str, separator: str, ending: str) -> None:
    text = mark + ROSTER.replace(",", separator).replace("\n", ending)
    Path("roster.csv").write_bytes(text.encode())

    assert run("import-roster", "--yes", "roster.csv").status == 0
    assert count("persons") == 5
    assert count("seats", "organisation = 'Hiệp hội A'") == 1


def test_quoted_cells_may_hold_separators_and_empty_lines_are_passed_over(run: Run) -> None:
    line = 'X,"Nguyễn Văn X",,,vi,,focal,hoi_dong_tu_van,SX,"Hiệp hội ""X"", Y"'
    Path("roster.csv").write_text(f"{HEADER}\n\n{line}\n,,,,,,,,,\n", encoding="utf-8")

    assert run("import-roster", "--yes", "roster.csv").status == 0
    assert count("seats", "organisation = 'Hiệp hội \"X\", Y'") == 1


BAD_LINES = [
    (",Tên,,,vi,,secretariat,,,", "person_code"),
    ("Ă,Tên,,,vi,,secretariat,,,", "person_code"),
    ("X,,,,vi,,secretariat,,,", "full_name"),
    ("X,Tên,,mr,vi,,secretariat,,,", "address"),
    ("X,Tên,,,fr,,secretariat,,,", "language"),
    ("X,Tên,,,vi,,boss,,,", "role"),
    ("X,Tên,,,vi,,focal,nowhere,S,Nơi", "body"),
    ("X,Tên,,,vi,,focal,hoi_dong_tu_van,,Nơi", "seat_code"),
    ("X,Tên,,,vi,,focal,hoi_dong_tu_van,S,", "organisation"),
    ("X,Tên,,,vi,,secretariat,hoi_dong_tu_van,,", "secretariat"),
    ("X,Tên,,,vi,,leader,,S,", "leader"),
    (f"X,{'T' * 301},,,vi,,secretariat,,,", "300"),
    ("X,Tên,,,vi", "role"),
    ("X,Tên,,,vi,,secretariat,,,,,thừa", "cột L"),
    ("AN,Tên khác,,,vi,,leader,,,", "AN"),
    ("X,Tên,,,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Tên khác", "HIEPHOIA"),
    (AN, "nhiệm vụ"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD_LINES, ids=[bad for bad, _ in BAD_LINES])
def test_a_bad_line_is_named_with_its_reason_and_nothing_is_written(run: Run, bad: str, reason: str) -> None:
    Path("roster.csv").write_text(f"{HEADER}\n{AN}\n{bad}\n", encoding="utf-8")

    said = run("import-roster", "--yes", "roster.csv")

    assert said.status == 1
    assert said.out == ""
    assert any("dòng 3" in line.casefold() and reason in line for line in said.err.splitlines()), said.err
    assert "1 lỗi" in said.err.replace("01 lỗi", "1 lỗi")
    assert (count("persons"), count("duties"), count("audit")) == (0, 0, 0)


def test_every_bad_line_is_named_in_order(run: Run) -> None:
    lines = [bad for bad, _ in BAD_LINES]
    Path("roster.csv").write_text("\n".join([HEADER, AN, *lines]), encoding="utf-8")

    said = run("import-roster", "--yes", "roster.csv")

    numbers = [int(line.split(":")[0].split()[-1]) for line in said.err.splitlines()[1:]]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(3, 3 + len(lines)))


@pytest.mark.parametrize("text", ["", "a,b,c\n", HEADER.replace("phone", "tel"), HEADER + "\n", f'{HEADER}\n"X,Y\n'])
def test_a_file_that_is_no_roster_is_refused(run: Run, text: str) -> None:
    Path("roster.csv").write_text(text, encoding="utf-8")

    said = run("import-roster", "--yes", "roster.csv")

    assert said.status == 1
    assert "dòng" in said.err.casefold()
    assert count("persons") == 0


@pytest.mark.parametrize("content", [None, "Nguyên".encode("latin-1")])
def test_a_file_that_cannot_be_read_is_named(run: Run, content: bytes | None) -> None:
    if content is None:
        Path("roster.csv").unlink()
    else:
        Path("roster.csv").write_bytes(content)

    said = run("import-roster", "--yes", "roster.csv")

    assert said.status == 1
    assert "roster.csv" in said.err


def test_the_next_roster_updates_and_ends_what_it_does_not_name_and_says_so_first(with_roster: Run) -> None:
    changed = [
        line.replace("Phó Chủ tịch", "Chủ tịch") for line in ROSTER.splitlines() if not line.startswith(("AN,", "LAN,"))
    ]
    Path("roster.csv").write_text("\n".join([*changed, "MOI,Người Mới,,,vi,,leader,,,"]), encoding="utf-8")

    said = with_roster("import-roster", "--yes", "roster.csv")

    assert said.status == 0
    told = said.out.splitlines()
    ends = told.index("Kết thúc hôm nay, không còn nhiệm vụ: 2 người")
    assert told[ends + 1].startswith("  - AN ")
    assert "HIEPHOIA" in told[ends + 1]
    assert told[ends + 2].startswith("  - LAN ")
    assert told[-1].startswith("Đã nhập: 4 nhiệm vụ của 4 người")
    assert count("persons") == 6
    assert count("persons", "title = 'Chủ tịch'") == 2
    assert count("duties", "valid_to IS NOT NULL") == 2
    assert count("audit", "verb = 'duty.ended'") == 2


def test_the_same_roster_again_changes_nothing(with_roster: Run) -> None:
    entries = count("audit")

    said = with_roster("import-roster", "--yes", "roster.csv")

    assert said.out == "Danh sách hiện hành đã đúng như tệp, không có thay đổi.\n"
    assert (count("duties"), count("duties", "valid_to IS NOT NULL"), count("audit")) == (5, 0, entries)
