"""Profiles and fields: data that the program ships."""

from __future__ import annotations

import dataclasses
import re
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.data_source import load_fields, load_profile
from bot.domain.characters import utf16_length
from bot.domain.periods import Cadence
from bot.domain.profiles import Profile
from bot.errors import BotError

CODES = ("vpcp-2023", "btp-2026")
BUTTON = 20


def test_the_profile_of_the_source_documents_names_the_office_of_the_government() -> None:
    profile = load_profile("vpcp-2023")

    assert profile.code == "vpcp-2023"
    assert profile.office.issuer == "VĂN PHÒNG CHÍNH PHỦ"
    assert profile.office.sign == "BC-VPCP"
    assert profile.office.department.vi == "Cục Kiểm soát thủ tục hành chính, Văn phòng Chính phủ"


def test_the_profile_of_2026_names_the_ministry_of_justice() -> None:
    profile = load_profile("btp-2026")

    assert profile.office.issuer == "BỘ TƯ PHÁP"
    assert profile.office.sign == "BC-BTP"
    assert "Văn phòng Chính phủ" not in repr(profile)
    assert "VPCP" not in repr(profile)


@pytest.mark.parametrize("code", CODES)
def test_the_council_reports_monthly_and_the_working_group_quarterly(code: str) -> None:
    bodies = load_profile(code).bodies

    assert {body.code: body.cadence for body in bodies.values()} == {
        "to_cong_tac": Cadence.QUARTER,
        "hoi_dong_tu_van": Cadence.MONTH,
    }


@pytest.mark.parametrize("code", CODES)
def test_the_days_and_limits_of_a_shipped_profile(code: str) -> None:
    profile = load_profile(code)
    periods, invitations = profile.periods, profile.invitations

    assert (periods.opening_push_day, periods.due_day, periods.digest_day, periods.stop_day) == (10, 20, 22, 25)
    assert periods.hour == time(17)
    assert invitations.valid_for == timedelta(hours=72)
    assert (invitations.wrong_per_account, invitations.locked_for) == (5, timedelta(minutes=15))
    assert invitations.wrong_per_hour == 50
    assert (profile.undo_within, profile.forward_within, profile.reply_within) == (timedelta(minutes=5), 5, 15)
    assert "Luật Tố cáo" in profile.reasons.advice("Là khiếu nại, tố cáo")
    assert profile.difficulties_max == 20
    assert (profile.budget.per_day, profile.budget.per_subject) == (3, 8)
    assert profile.notice_version


@pytest.mark.parametrize("code", CODES)
def test_the_contacts_of_a_shipped_profile_are_plainly_not_real(code: str) -> None:
    office = load_profile(code).office

    assert office.email.endswith("@example.vn")
    assert office.phone.startswith("080 000")
    assert office.phone_duty.startswith("080 000")


@pytest.mark.parametrize("written", ["VPCP-2023", " vpcp-2023\u00a0", "Vpcp-2023\u200b"])
def test_a_profile_is_named_in_any_case(written: str) -> None:
    assert load_profile(written) == load_profile("vpcp-2023")


@pytest.mark.parametrize("code", ["", "vpcp", "../x", "../profiles/vpcp-2023", "vpcp-2023.toml", "/etc/passwd"])
def test_an_unknown_profile_is_refused_with_the_known_ones(code: str) -> None:
    with pytest.raises(BotError) as error:
        load_profile(code)

    assert error.value.code == "unknown_profile"
    assert error.value.params == {"profile": code, "known": "btp-2026, vpcp-2023"}


def test_no_name_of_an_office_stands_in_code() -> None:
    root = Path(__file__).parent.parent
    code = [path for part in ("bot", "handlers", "storage") for path in (root / part).rglob("*.py")]
    names = re.compile("Văn phòng Chính phủ|Bộ Tư pháp|BC-VPCP|BC-BTP|Office of the Government|Ministry of Justice")

    assert code
    assert [path for path in code if names.search(path.read_text(encoding="utf-8"))] == []


def test_a_profile_cannot_be_changed_while_the_program_runs() -> None:
    profile: Profile = load_profile("vpcp-2023")

    with pytest.raises(dataclasses.FrozenInstanceError):
        profile.difficulties_max = 1  # type: ignore[misc]


# --- fields


def test_there_are_sixteen_fields_the_most_used_first_and_the_rest_last() -> None:
    codes = [field.code for field in load_fields()]

    assert len(set(codes)) == len(codes) == 16
    assert codes[:6] == ["dat_dai", "dau_tu", "xay_dung", "moi_truong", "thue_hai_quan", "lao_dong"]
    assert codes[-1] == "khac"
    assert all(re.fullmatch("[a-z_]+", code) for code in codes)


def test_the_name_of_a_field_on_a_button_fits_it_in_both_languages() -> None:
    labels = [label for field in load_fields() for label in (field.short.vi, field.short.en)]

    assert [label for label in labels if not 0 < utf16_length(label) <= BUTTON] == []
