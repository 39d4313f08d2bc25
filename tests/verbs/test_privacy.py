"""`privacy`: what is kept, and the data of one person erased."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.domain.people import Caller
from bot.domain.preferences import Preferences
from storage import drafts, invitations, people, preferences
from storage.erasure import NAMELESS
from tests.verbs.conftest import Run
from tests.verbs.data_directory import BASE, in_base, write
from tests.world import ROSTER, START

WITHOUT_AN = "".join(line for line in ROSTER.splitlines(keepends=True) if not line.startswith("AN,"))
NAME, PHONE_NUMBER = "Nguyễn Văn An", "7770007771"


def lived(db: Database) -> None:
    """Let An have linked an account, written a draft and looked something up."""
    an = people.person_by_code(db, "AN")
    assert an is not None
    seat = db.conn.execute("SELECT id FROM seats WHERE code = 'HIEPHOIA'").fetchone()[0]
    account = people.link_account(db, Caller("telegram", PHONE_NUMBER, PHONE_NUMBER), an.id, START)
    invitations.add_consent(db, account, "2026-11", START)
    drafts.add_draft(db, an.id, seat, "report", "2026-11", "", START)
    preferences.put_preferences(db, an.id, Preferences())


@pytest.fixture
def left(with_roster: Run) -> Run:
    """An had an account and a draft, and is on the roster no more."""
    write(lived)
    Path("roster.csv").write_text(WITHOUT_AN, encoding="utf-8")
    assert with_roster("import-roster", "--yes", "roster.csv").status == 0
    return with_roster


def stored() -> str:
    """Return everything that the base holds, as text."""
    with sqlite3.connect(BASE) as connection:
        return "\n".join(connection.iterdump())


def test_report_names_what_is_kept_for_how_long_and_changes_nothing(with_roster: Run) -> None:
    before = stored()

    said = with_roster("privacy", "report")

    assert said.status == 0
    assert "  tin đã gửi: 30 ngày; 0" in said.out
    assert "danh sách thành viên: họ tên" in said.out
    assert stored() == before


def test_report_counts_what_would_go_now(left: Run) -> None:
    write(lambda db: db.conn.execute("UPDATE drafts SET updated_at = '2020-01-01T00:00:00.000000Z'"))

    said = left("privacy", "report")

    assert "  bản nháp không được sửa tiếp: 75 ngày; 1" in said.out
    assert in_base("SELECT count(*) FROM drafts") == 1


def test_whoever_is_on_duty_is_not_erased(with_roster: Run) -> None:
    said = with_roster("privacy", "erase", "AN", "--yes")

    assert (said.status, said.out) == (1, "")
    assert "đang có hoặc sắp có nhiệm vụ" in said.err
    assert NAME in stored()


def test_nobody_is_erased_under_a_code_that_is_not_there(with_roster: Run) -> None:
    said = with_roster("privacy", "erase", "AI", "--yes")

    assert said.status == 1
    assert '"AI"' in said.err


def test_without_a_terminal_and_without_yes_nothing_is_erased(left: Run) -> None:
    said = left("privacy", "erase", "AN")

    assert said.status == 1
    assert NAME in stored()


def test_the_data_of_whoever_has_left_are_gone_from_every_table(left: Run) -> None:
    assert NAME in stored()
    assert PHONE_NUMBER in stored()

    said = left("privacy", "erase", "AN", "--yes")

    assert said.status == 0
    assert "Đã xóa" in said.out
    after = stored()
    assert NAME not in after
    assert PHONE_NUMBER not in after
    assert NAMELESS in after
    assert "person.erased" in after
    assert left("audit", "verify").status == 0
