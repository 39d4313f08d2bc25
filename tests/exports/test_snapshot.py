"""One way to write a snapshot, so that its fingerprint means something."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.characters import clean
from bot.exports.snapshot import canonical, printable, sha256
from bot.exports.wording import official_date, percent

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert (
        canonical({"b": [1, None], "a": {"d": True, "c": "Đất"}}) == '{"a":{"c":"Đất","d":true},"b":[1,null]}'.encode()
    )


def test_the_order_of_keys_and_the_form_of_letters_leave_the_fingerprint_alone() -> None:
    decomposed = unicodedata.normalize("NFD", "Hội đồng")

    assert sha256({"a": "Hội đồng", "b": 1}) == sha256({"b": 1, "a": decomposed})


def test_another_figure_has_another_fingerprint() -> None:
    assert sha256({"due": 15}) != sha256({"due": 16})


def test_a_mark_that_follows_a_line_break_stays_what_it_is() -> None:
    assert json.loads(canonical({"text": "n\n\u0303"})) == {"text": "n\n\u0303"}


def test_half_a_surrogate_pair_can_be_written_and_read() -> None:
    assert json.loads(canonical({"text": "a\ud800"})) == {"text": "a\ud800"}


@given(st.dictionaries(st.text(), json_values))
def test_what_is_read_back_is_written_the_same(data: dict[str, object]) -> None:
    once = canonical(data)

    assert canonical(json.loads(once)) == once


@given(st.text())
def test_what_is_printed_is_what_intake_would_have_left(text: str) -> None:
    assert printable({"text": text}) == {"text": clean(text)}


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 2, 9), "ngày 09 tháng 02 năm 2026"),
        (date(2027, 1, 10), "ngày 10 tháng 01 năm 2027"),
        (date(2026, 11, 21), "ngày 21 tháng 11 năm 2026"),
        (date(2026, 9, 1), "ngày 01 tháng 9 năm 2026"),
    ],
)
def test_days_under_ten_and_the_first_two_months_take_a_zero(day: date, text: str) -> None:
    assert official_date(day) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(5, 15, "33,3%"), (2, 3, "66,7%"), (15, 15, "100%"), (0, 15, "0%"), (1, 16, "6,3%"), (1, 80, "1,3%")],
)
def test_a_share_has_a_comma_and_at_most_one_decimal(part: int, whole: int, text: str) -> None:
    assert percent(part, whole) == text
