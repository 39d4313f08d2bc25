"""`invite --sign-in` and `reset-totp`: what an operator does for somebody on the telephone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.verbs.conftest import Run
from tests.verbs.data_directory import in_base, write

ADDRESS = "https://bot.coquan.gov.vn"
FACTOR = "INSERT INTO second_factors SELECT id, 'k', 'x', 1 FROM persons WHERE code = 'CHI'"


def test_a_link_to_sign_in_is_printed_for_one_person_and_kept_as_a_hash(
    with_roster: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", ADDRESS)

    printed = with_roster("invite", "--sign-in", "an")

    assert printed.status == 0
    link = re.search(rf"{ADDRESS}/vao/([A-Za-z0-9_-]{{32}})$", printed.out.strip())
    assert link
    assert "Nguyễn Văn An" in printed.out
    assert "nhận ra người đó" in printed.err
    assert not any(link[1].encode() in file.read_bytes() for file in Path("data").iterdir())
    assert in_base("SELECT count(*) FROM sign_in_links WHERE used_at IS NULL") == 1
    assert in_base("SELECT count(*) FROM audit WHERE verb = 'sign_in_link.issued' AND object = 'person:AN'") == 1


def test_without_a_page_there_is_no_link_to_it(with_roster: Run) -> None:
    refused = with_roster("invite", "--sign-in", "AN")

    assert (refused.status, refused.out) == (1, "")
    assert "PUBLIC_URL" in refused.err


@pytest.mark.parametrize("code", ["XX", ""])
def test_nobody_is_signed_in_under_a_code_that_is_not_there(
    with_roster: Run, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setenv("PUBLIC_URL", ADDRESS)

    assert with_roster("invite", "--sign-in", code).status == 1
    assert in_base("SELECT count(*) FROM sign_in_links") == 0


def test_whoever_lost_the_authenticator_is_reset_and_the_audit_says_so(with_roster: Run) -> None:
    write(lambda db: db.conn.execute(FACTOR))

    printed = with_roster("reset-totp", "chi")

    assert printed.status == 0
    assert "Phạm Thu Chi" in printed.out
    assert in_base("SELECT count(*) FROM second_factors") == 0
    assert in_base("SELECT count(*) FROM audit WHERE verb = 'second_factor.reset' AND object = 'person:CHI'") == 1
    assert with_roster("reset-totp", "XX").status == 1
