"""Codes in whatever spelling they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import invitation_code, invitation_letters, link_token, read_code, squeezed

SEPARATORS = st.sampled_from(["", " ", "-", " - ", "–", ".", "/", "_"])
KINDS = st.sampled_from([("NV", "26"), ("VM", "2611"), ("BC", "2611"), ("BC", "26Q4"), ("DX", "2602")])


@given(KINDS, st.integers(1, 99999), SEPARATORS, SEPARATORS, st.booleans())
def test_a_code_is_read_in_any_case_with_any_separator(
    kind: tuple[str, str], number: int, first: str, second: str, lower: bool
) -> None:
    name, period = kind
    code = f"{name}-{period}-{number:03}"
    typed = f"{name}{first}{period}{second}{number:03}"

    assert read_code(typed.lower() if lower else typed) == code
    assert read_code(squeezed(code)) == code
    assert len(squeezed(code)) <= 12


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("nv 26 045", "NV-26-045"),
        ("nv-26-45", "NV-26-045"),
        ("vm 2611 031", "VM-2611-031"),
        ("bc2611007", "BC-2611-007"),
        ("  BC 26q4 003 ", "BC-26Q4-003"),
    ],
)
def test_the_spellings_people_use(typed: str, code: str) -> None:
    assert read_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("“NV-26-045”", "NV-26-045"),
        ("(nv-26-045).", "NV-26-045"),
        ("[VM-2611-031]", "VM-2611-031"),
        ("Mã: BC-2611-007", "BC-2611-007"),
        ("Mã số NV 26 45.", "NV-26-045"),
        ("MÃ NV-26-045!", "NV-26-045"),
        ("Cho tôi xem mã NV-26-045 với ạ", "NV-26-045"),
        ("nv 26 045 và", "NV-26-045"),
        ("BC-26Q4-003, BC-26Q4-003", "BC-26Q4-003"),
        ("NV\u201126\u2011045", "NV-26-045"),
        ("NV\u200b-26\u00a0-\ufeff045", "NV-26-045"),
        ("ＮＶ－２６－０４５", "NV-26-045"),
    ],
)
def test_a_code_is_taken_out_of_the_words_and_signs_around_it(typed: str, code: str) -> None:
    assert read_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nv",
        "nv 26",
        "NV-26-",
        "BC-26-007",
        "MOI-7K2Q-94XM-3P",
        "VM-26Q5-001",
        "NV-26-045 và NV-26-046",
        "họp nv 26 5 người",
        "xNV-26-045",
        "NV-26-045 chưa có hướng dẫn, đề nghị bổ sung sớm.",
        "đất đai",
        "nv" + " " * 60 + "26045",
        "NV-٢٦-٠٤٥",
    ],
)
def test_anything_else_is_no_code(typed: str) -> None:
    assert read_code(typed) is None


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    code = read_code(text)

    assert code is None or read_code(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "MOI-7K2Q-94XM-3P",
        "“MOI-7K2Q-94XM-3P”",
        "Mã mời: moi-7k2q-94xm-3p.",
        "Mã mời của tôi là MOI 7K2Q 94XM 3P ạ",
        "Mã 7K2Q-94XM-3P",
        "(7k2q–94xm–3p)",
        "MOI\u200b-7K2Q\u00a094XM-3P",
        "Kính gửi ông An, mã mời MOI-7K2Q-94XM-3P, hạn 17:00 ngày 19/11/2026.",
    ],
)
def test_an_invitation_code_is_taken_out_of_the_words_and_signs_around_it(typed: str) -> None:
    code = invitation_code(typed)

    assert code is not None
    assert invitation_letters(code).removeprefix("MOI") == "7K2Q94XM3P"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Kính mời anh chị năm 2026 tham dự",
        "Năm 2026 chưa có hướng dẫn",
        "Kính mời tham gian hàng, 2026",
        "NV-26-045",
        "VM-2611-031",
        "hẹn 2026-1234-56789",
    ],
)
def test_words_and_other_codes_are_no_invitation_code(typed: str) -> None:
    assert invitation_code(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "https://t.me/tro_ly_bot?start=abcDEF_-0123456789abcd",
        "Mời bấm t.me/tro_ly_bot?start=abcDEF_-0123456789abcd.",
        "<tg://resolve?domain=tro_ly_bot&start=abcDEF_-0123456789abcd>",
        "https://t.me/tro_ly_bot?start=\u200babcDEF_-0123456789abcd\nMã: MOI-7K2Q-94XM-3P",
    ],
)
def test_the_token_is_taken_out_of_a_pasted_link(typed: str) -> None:
    assert link_token(typed) == "abcDEF_-0123456789abcd"


@pytest.mark.parametrize("typed", ["https://t.me/tro_ly_bot", "start=abcdefgh", "https://t.me/x?startgroup=abcdefghij"])
def test_a_link_without_a_token_has_none(typed: str) -> None:
    assert link_token(typed) is None


@given(st.text())
def test_no_text_breaks_the_readers_of_invitations(text: str) -> None:
    assert invitation_code(text) is None or invitation_letters(text)
    link_token(text)
