"""What a button carries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.callbacks import base36, number, pack, unpack

ARGUMENTS = st.one_of(st.integers(0, 36**12 - 1), st.from_regex("[a-z0-9]{1,12}", fullmatch=True))


@given(st.integers(0, 2**63))
def test_a_number_comes_back_from_base_36(value: int) -> None:
    assert number(base36(value)) == value


@given(st.from_regex("[a-z]{1,2}", fullmatch=True), st.lists(ARGUMENTS, max_size=5))
def test_what_was_packed_is_unpacked(verb: str, args: list[int | str]) -> None:
    unpacked = unpack(pack(verb, *args))

    assert unpacked == (verb, tuple(arg if isinstance(arg, str) else base36(arg) for arg in args))


@given(st.text())
def test_whatever_is_read_from_a_button_is_short_and_plain(data: str) -> None:
    unpacked = unpack(data)

    if unpacked is not None:
        verb, args = unpacked
        assert pack(verb, *args) == data
        assert all(arg.isascii() and arg.isalnum() and len(arg) <= 12 for arg in args)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "f:",
        ":",
        "f::1",
        "F:1",
        "f:1 ",
        "f:1\n",
        "f:-1",
        "f:1:2:3:4:5:6",
        "abc:1",
        "f:đ",
        "f:" + "1" * 13,
        "f;1",
        "١",
    ],
)
def test_data_that_is_not_of_our_making_is_not_read(data: str) -> None:
    assert unpack(data) is None


@given(st.from_regex("[a-z0-9]{1,12}", fullmatch=True))
def test_every_number_that_can_be_read_fits_into_the_database(arg: str) -> None:
    assert 0 <= number(arg) < 2**63
