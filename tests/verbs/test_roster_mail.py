"""The optional column `email` of a roster: it proposes, is shown before, and undoes nothing that somebody has said."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from storage import mailboxes, people
from tests.verbs.conftest import Run
from tests.verbs.data_directory import write
from tests.verbs.list_files import DESK, MEMBER, ROSTER, put
from tests.verbs.test_import_roster import count
from tests.world import START

HEADER = [*ROSTER, "email"]
AT = "tv01@example.vn"


def roster(address: str) -> str:
    return put("ds.csv", [HEADER, [*DESK, ""], [*MEMBER, address]])


def imported(run: Run, address: str) -> str:
    said = run("import-roster", "--yes", roster(address))
    assert said.status == 0, said.err
    return said.out


def test_an_address_is_proposed_and_not_used(run: Run) -> None:
    imported(run, AT)

    assert count("mailboxes", f"address = '{AT}' AND proposed = 1 AND confirmed_at IS NULL") == 1
    assert count("audit", "verb = 'mail.proposed'") == 1


def test_it_is_shown_before_and_the_same_again_changes_nothing(run: Run) -> None:
    imported(run, "")
    assert count("mailboxes") == 0

    assert AT in run("import-roster", "--dry-run", roster(AT)).out
    imported(run, AT)

    assert "không có thay đổi" in imported(run, AT.upper().replace("TV01", "tv01"))
    assert "không có thay đổi" in imported(run, "")
    assert count("mailboxes") == 1


def test_another_address_takes_its_place_while_nobody_has_confirmed_it(run: Run) -> None:
    imported(run, AT)
    imported(run, "moi@example.vn")

    assert count("mailboxes", "address = 'moi@example.vn'") == count("mailboxes") == 1


def test_what_somebody_has_confirmed_stays(run: Run) -> None:
    imported(run, AT)

    def confirm(db: Database) -> None:
        person = people.person_by_code(db, MEMBER[0])
        assert person is not None
        found = mailboxes.unconfirmed(db, person.id)
        assert found is not None
        mailboxes.confirm(db, found, START)

    write(confirm)

    assert "không có thay đổi" in imported(run, "moi@example.vn")
    assert count("mailboxes", f"address = '{AT}'") == 1


@pytest.mark.parametrize("address", ["tv01", "a@example.vn; b@example.vn", "Tên <tv01@example.vn>"])
def test_what_is_no_address_refuses_the_whole_file(run: Run, address: str) -> None:
    said = run("import-roster", "--yes", roster(address))

    assert said.status == 1
    assert "email: chưa phải địa chỉ thư điện tử" in said.err


def test_a_file_without_the_column_is_as_before(run: Run) -> None:
    assert run("import-roster", "--yes", put("ds.csv", [ROSTER, DESK, MEMBER])).status == 0
    assert count("mailboxes") == 0
