"""`import-roster` shows what it would change, asks, and backs up first."""

from __future__ import annotations

import io
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from storage import people
from tests.verbs.conftest import Run
from tests.verbs.data_directory import write
from tests.verbs.list_files import DESK, MEMBER, ROSTER, put
from tests.verbs.test_import_roster import count

LEADER = ["LD01", "Hoàng Văn Dũng", "Vụ trưởng", "ong", "vi", "0933111222", "leader", "", "", ""]
OTHER = [
    "TV02",
    "Trần Thế Lữ",
    "Phó phòng",
    "ong",
    "vi",
    "0988000111",
    "focal",
    "hoi_dong_tu_van",
    "HHMUOI",
    "Hội Muối",
]
FILES = pytest.mark.parametrize("name", ["ds.csv", "ds.xlsx"])


class Terminal(io.StringIO):
    """What is typed at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def roster(run: Run) -> Run:
    assert run("import-roster", "--yes", put("cu.csv", [ROSTER, DESK, LEADER, MEMBER, OTHER])).status == 0
    return run


def changed(row: list[str], **values: str) -> list[str]:
    return [values.get(column, value) for column, value in zip(ROSTER, row, strict=True)]


def backups() -> list[Path]:
    return sorted(Path("data/backups").glob("bot-*.db"))


@FILES
def test_who_comes_goes_and_moves_and_which_seat_stays_empty_is_shown(roster: Run, name: str) -> None:
    new = changed(MEMBER, person_code="TV03", full_name="Phan Thị Ngân", phone="0977", role="principal")
    moved = changed(MEMBER, seat_code="HHMUOI", organisation="Hội Muối")

    said = roster("import-roster", "--dry-run", put(name, [ROSTER, DESK, moved, new]))

    assert said.status == 0, said.err
    assert [line for line in said.out.splitlines() if "trang tính" not in line] == [
        "Thêm mới: 1 người",
        "  + TV03 Phan Thị Ngân: lãnh đạo của HHMIA",
        "Kết thúc hôm nay, không còn nhiệm vụ: 2 người",
        "  - LD01 Hoàng Văn Dũng: lãnh đạo Cơ quan thường trực",
        "  - TV02 Trần Thế Lữ: đầu mối của HHMUOI",
        "Thay đổi nhiệm vụ: 1 người",
        "  TV01 Đặng Hòa Thủy: đầu mối của HHMIA -> đầu mối của HHMUOI",
    ]


def test_a_seat_that_nobody_holds_afterwards_is_named(roster: Run) -> None:
    said = roster("import-roster", "--dry-run", put("ds.csv", [ROSTER, DESK, LEADER, MEMBER]))

    told = said.out.splitlines()
    assert told[told.index("Sau thay đổi chưa có người phụ trách: 1 thành viên") + 1] == "  HHMUOI"


def test_a_role_that_is_added_or_ended_beside_another_is_shown(roster: Run) -> None:
    more = changed(DESK, role="admin")
    both = put("hai.csv", [ROSTER, DESK, more, LEADER, MEMBER, OTHER])

    added = roster("import-roster", "--yes", both)
    ended = roster("import-roster", "--dry-run", put("ds.csv", [ROSTER, DESK, LEADER, MEMBER, OTHER]))

    assert "  CQ01 Lý Thị Mận: thêm quản trị Hệ thống" in added.out.splitlines()
    assert "  CQ01 Lý Thị Mận: thôi quản trị Hệ thống" in ended.out.splitlines()


def test_particulars_that_change_are_shown_with_what_they_were(roster: Run) -> None:
    rows = [ROSTER, DESK, LEADER, changed(MEMBER, phone="0912 000 000", organisation="Hội Mía đường"), OTHER]

    said = roster("import-roster", "--dry-run", put("ds.csv", rows))

    assert said.out.splitlines() == [
        "Thay đổi thông tin: 2 mã",
        '  TV01: phone "0912" -> "0912 000 000"',
        '  HHMIA: organisation "Hội Mía" -> "Hội Mía đường"',
    ]


@pytest.mark.parametrize(
    ("row", "doubt"),
    [
        (changed(OTHER, person_code="TV09", phone=""), "TV09 trùng họ tên với TV02"),
        (changed(OTHER, person_code="TV09", full_name="TRẦN THẾ LỮ", phone=""), "TV09 trùng họ tên với TV02"),
        (changed(OTHER, person_code="X", full_name="Võ An"), "X trùng số điện thoại với TV02"),
        (changed(OTHER, person_code="X", full_name="Võ An", phone="+84 988.000.111"), "X trùng số điện thoại với TV02"),
        (changed(OTHER, person_code="X", full_name="Võ An", phone="098 800 0111"), "X trùng số điện thoại với TV02"),
    ],
)
def test_a_person_who_looks_like_somebody_elses_code_is_shown(roster: Run, row: list[str], doubt: str) -> None:
    said = roster("import-roster", "--dry-run", "--add", put("ds.csv", [ROSTER, row]))

    told = said.out.splitlines()
    assert told[told.index("Đề nghị kiểm tra: 1 mã") + 1] == f"  {doubt}"


@pytest.mark.parametrize("seat", ["HHMUO", "HHMUOII", "HHMU0I", "hhmuoy", "HMUOI"])
def test_a_seat_code_one_letter_from_an_existing_one_is_shown(roster: Run, seat: str) -> None:
    row = ["X", "Võ An", "", "", "vi", "", "focal", "hoi_dong_tu_van", seat, "Hội Muối"]

    said = roster("import-roster", "--dry-run", "--add", put("ds.csv", [ROSTER, row]))

    assert f"  mã thành viên mới {seat} chỉ khác HHMUOI một chữ" in said.out.splitlines()


@pytest.mark.parametrize("seats", [("TV01", "TV02"), ("HH1", "HH11"), ("HHMUOI", "HHMUAA")])
def test_numbered_codes_and_codes_that_differ_in_more_are_no_slip(run: Run, seats: tuple[str, str]) -> None:
    rows = [["P" + seat, "Võ " + seat, *MEMBER[2:5], "", *MEMBER[6:8], seat, "Hội " + seat] for seat in seats]

    assert "chỉ khác" not in run("import-roster", "--dry-run", put("ds.csv", [ROSTER, DESK, *rows])).out


def test_a_look_writes_nothing_at_all(run: Run) -> None:
    said = run("import-roster", "--dry-run", put("ds.csv", [ROSTER, DESK, MEMBER]))

    assert said.status == 0
    assert not Path("data").exists()


def test_a_look_at_a_base_that_is_there_changes_nothing(roster: Run) -> None:
    entries = count("audit")

    roster("import-roster", "--dry-run", put("ds.csv", [ROSTER, DESK]))

    assert (count("audit"), count("duties", "valid_to IS NOT NULL"), len(backups())) == (entries, 0, 0)


@FILES
def test_a_partial_file_ends_no_duty(roster: Run, name: str) -> None:
    new = changed(MEMBER, person_code="TV03", full_name="Phan Thị Ngân", phone="", role="principal")

    said = roster("import-roster", "--yes", "--add", put(name, [ROSTER, new]))

    assert said.status == 0, said.err
    assert "Kết thúc" not in said.out
    assert (count("duties"), count("duties", "valid_to IS NOT NULL")) == (5, 0)


def test_a_list_that_would_leave_no_secretariat_is_refused(roster: Run) -> None:
    said = roster("import-roster", "--yes", put("ds.csv", [ROSTER, LEADER, MEMBER]))

    assert said.status == 1
    assert "không còn cán bộ Cơ quan thường trực" in said.err
    assert count("duties", "valid_to IS NOT NULL") == 0
    assert backups() == []


@pytest.mark.parametrize("role", ["leader", "admin"])
def test_the_only_secretariat_cannot_be_given_another_role(roster: Run, role: str) -> None:
    said = roster("import-roster", "--yes", put("ds.csv", [ROSTER, changed(DESK, role=role), MEMBER]))

    assert said.status == 1
    assert count("duties", "valid_to IS NOT NULL") == 0


def test_without_a_terminal_it_is_refused_unless_agreed_beforehand(
    roster: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("nhap\n"))

    said = roster("import-roster", put("ds.csv", [ROSTER, DESK, MEMBER]))

    assert said.status == 1
    assert "--yes" in said.err
    assert "Kết thúc hôm nay" in said.out
    assert count("duties", "valid_to IS NOT NULL") == 0


@pytest.mark.parametrize(
    ("typed", "done"), [("nhap\n", 2), ("  NHAP \n", 2), ("nhập\n", 2), ("\n", 0), ("", 0), ("y\n", 0)]
)
def test_it_asks_at_the_terminal(roster: Run, monkeypatch: pytest.MonkeyPatch, typed: str, done: int) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(typed))

    said = roster("import-roster", put("ds.csv", [ROSTER, DESK, MEMBER]))

    assert said.status == (0 if done else 1)
    assert count("duties", "valid_to IS NOT NULL") == done


def test_a_backup_is_made_first_and_named(roster: Run) -> None:
    said = roster("import-roster", "--yes", put("ds.csv", [ROSTER, DESK, MEMBER]))

    (backup,) = backups()
    assert f"Đã sao lưu trước khi thay đổi: {backup}" in said.out.splitlines()
    with sqlite3.connect(backup) as connection:
        assert connection.execute("SELECT count(*) FROM duties WHERE valid_to IS NOT NULL").fetchone() == (0,)
    connection.close()


def test_a_roster_that_changes_while_the_question_waits_is_shown_anew(
    roster: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow:
        """A terminal at which somebody thinks, while somebody else changes the roster."""

        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            if not backups():
                write(lambda db: people.put_seat(db, "HHMUOI", "hoi_dong_tu_van", "Hội Muối biển", date(2026, 1, 1)))
            return "nhap\n"

    monkeypatch.setattr("sys.stdin", Slow())

    said = roster("import-roster", put("ds.csv", [ROSTER, DESK, LEADER, MEMBER, OTHER, changed(LEADER, role="admin")]))

    assert said.status == 0, said.err
    _, _, anew = said.out.partition("Danh sách vừa được thay đổi ở nơi khác")
    assert 'organisation "Hội Muối biển" -> "Hội Muối"' in anew
    assert count("seats", "organisation = 'Hội Muối'") == 1


def test_a_first_roster_of_thousands_is_shown_by_its_beginning(run: Run) -> None:
    rows = [[f"P{n}", f"Người {n}", *MEMBER[2:5], "", *MEMBER[6:8], f"S{n}", f"Hội {n}"] for n in range(100)]

    asked = run("import-roster", "--yes", put("ds.csv", [ROSTER, DESK, *rows]))

    told = asked.out.splitlines()
    assert told[0] == "Thêm mới: 101 người"
    assert "  … và 81 mục nữa" in told
    assert len(told) < 30


def test_whoever_wants_to_see_all_of_it_looks(run: Run) -> None:
    rows = [[f"P{n}", f"Người {n}", *MEMBER[2:5], "", *MEMBER[6:8], f"S{n}", f"Hội {n}"] for n in range(100)]

    said = run("import-roster", "--dry-run", put("ds.csv", [ROSTER, DESK, *rows]))

    assert sum(line.startswith("  + ") for line in said.out.splitlines()) == 101
