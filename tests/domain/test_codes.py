"""Codes in whatever spelling they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import read_code, squeezed

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
    "typed",
    [
        "",
        "nv",
        "nv 26",
        "NV-26-",
        "BC-26-007",
        "MOI-7K2Q-94XM-3P",
        "VM-26Q5-001",
        "nv 26 045 và",
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
