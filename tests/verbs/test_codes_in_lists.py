"""A code in other letters, capital or small, is the same seat and the same person."""

from __future__ import annotations

from datetime import date

import pytest
from sqlite_utils import Database

from bot.domain.people import Honorific, Person, Role
from storage import people
from tests.verbs.conftest import Run
from tests.verbs.data_directory import write
from tests.verbs.list_files import DESK, MEMBER, ROSTER, TASK, TASKS, put
from tests.verbs.test_import_roster import count

PRINCIPAL = ["TV02", "Trần Thế Lữ", *MEMBER[2:6], "principal", *MEMBER[7:]]
FILES = pytest.mark.parametrize("name", ["ds.csv", "ds.xlsx"])


def add_again(db: Database) -> None:
    """What an import left behind that took a code in other letters for another one."""
    person = people.put_person(db, Person(0, "Tv01", MEMBER[1], MEMBER[2], Honorific.MR, "vi", ""))
    seat = people.seats_of_body(db, "hoi_dong_tu_van")[0]
    people.add_duty(db, person, seat.id, Role.FOCAL, date(2026, 1, 1))


def respelled(row: list[str], person: str, seat: str) -> list[str]:
    return [person, *row[1:8], seat, *row[9:]]


@FILES
@pytest.mark.parametrize(("person", "seat"), [("Tv01", "Hhmia"), ("tv01", "hhMIA"), ("tV01", "HHMIA")])
def test_a_roster_imported_again_in_other_letters_ends_nothing_and_adds_nobody(
    run: Run, name: str, person: str, seat: str
) -> None:
    run("import-roster", "--yes", put("ds-cu.csv", [ROSTER, DESK, MEMBER]))
    audited = count("audit")

    said = run("import-roster", "--yes", put(name, [ROSTER, DESK, respelled(MEMBER, person, seat)]))

    assert said.status == 0, said.err
    assert said.out.splitlines()[-1] == "Danh sách hiện hành đã đúng như tệp, không có thay đổi."
    assert "Kết thúc" not in said.out
    assert (count("persons"), count("seats"), count("duties")) == (2, 1, 2)
    assert count("duties", "valid_to IS NOT NULL") == 0
    assert (count("persons", "code = 'TV01'"), count("seats", "code = 'HHMIA'")) == (1, 1)
    assert count("audit") == audited


@FILES
def test_a_person_is_counted_once_and_a_seat_made_once_whatever_the_letters_of_a_line(run: Run, name: str) -> None:
    second = respelled([*MEMBER[:6], "principal", *MEMBER[7:]], "Tv01", "Hhmia")

    said = run("import-roster", "--yes", put(name, [ROSTER, MEMBER, second, respelled(PRINCIPAL, "TV02", "hhMIA")]))

    assert said.out.splitlines()[-1] == "Đã nhập: 3 nhiệm vụ của 2 người."
    assert (count("persons"), count("seats"), count("duties")) == (2, 1, 3)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (respelled(MEMBER, "tv01", "Hhmia"), "nhiệm vụ này đã có ở dòng trước"),
        (["tv01", "Tên khác", *PRINCIPAL[2:]], "full_name: thông tin người tv01 khác với dòng trước"),
        ([*respelled(PRINCIPAL, "TV02", "hhmia")[:9], "Hội khác"], "organisation: thông tin thành viên hhmia khác"),
    ],
)
def test_a_contradiction_is_seen_whatever_the_letters(run: Run, line: list[str], reason: str) -> None:
    said = run("import-roster", "--yes", put("ds.csv", [ROSTER, MEMBER, line]))

    assert said.status == 1
    assert "dòng 3: " in said.err
    assert reason in said.err


def test_a_seat_that_the_program_knows_is_known_in_any_letters(run: Run) -> None:
    known = [*MEMBER[:7], "to_cong_tac", "tctbkhdt", "Bộ Kế hoạch và Đầu tư"]

    run("import-roster", "--yes", put("ds.csv", [ROSTER, known]))

    assert count("seats", "code = 'TCTBKHDT' AND valid_from = '2023-08-06'") == 1


@pytest.mark.parametrize(("lead", "coordinating"), [("hhmia", ""), ("Hhmia", "Hoi_Dong_Tu_Van"), ("HHmia", "hhMIA")])
def test_a_task_names_a_seat_or_a_body_in_any_letters(run: Run, lead: str, coordinating: str) -> None:
    run("import-roster", "--yes", put("ds.csv", [ROSTER, MEMBER]))

    said = run("import-tasks", put("nv.csv", [TASKS, [*TASK[:3], lead, coordinating, *TASK[5:]]]))

    assert said.status == 0, said.err
    assert count("tasks") == 1


def test_a_person_is_invited_by_a_code_in_any_letters(run: Run) -> None:
    run("import-roster", "--yes", put("ds.csv", [ROSTER, MEMBER]))

    said = run("invite", "--person", "tv01")

    assert said.status == 0, said.err
    assert "TV01," in said.out


def test_codes_that_a_base_holds_twice_are_one_again_after_the_next_import(run: Run) -> None:
    run("import-roster", "--yes", put("ds.csv", [ROSTER, MEMBER]))
    write(add_again)

    said = run("import-roster", "--yes", put("ds.csv", [ROSTER, respelled(MEMBER, "Tv01", "Hhmia")]))

    assert said.out.splitlines()[:2] == [
        "Kết thúc hôm nay, không còn nhiệm vụ: 1 người",
        "  - Tv01 Đặng Hòa Thủy: đầu mối của HHMIA",
    ]
    assert count("duties", "valid_to IS NULL AND person = 1") == 1
    assert count("duties", "valid_to IS NULL") == 1
