"""Codes that are handed out are codes in every spelling."""

from __future__ import annotations

import secrets

import pytest

from bot.services.people import enrolment
from tests.world import World


@pytest.mark.parametrize("first", ["ABCDEFGHJK", "KLMNPQRSTU", "VWXYZVWXYZ"])
def test_a_code_without_a_digit_is_drawn_again(still_world: World, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    """Without its prefix and a digit it would be taken for a word."""
    drawn = iter(f"{first}7K2Q94XMHP")
    monkeypatch.setattr(secrets, "choice", lambda _letters: next(drawn))

    code = still_world.invite("AN").code

    assert code == "MOI-7K2Q-94XM-HP"
    assert enrolment.looks_like_code(code.removeprefix("MOI-").replace("-", "").lower())


def test_a_code_of_digits_alone_is_drawn_again(still_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its prefix it would be taken for a telephone number."""
    drawn = iter("23456789237K2Q94XMHP")
    monkeypatch.setattr(secrets, "choice", lambda _letters: next(drawn))

    assert still_world.invite("AN").code == "MOI-7K2Q-94XM-HP"


@pytest.mark.parametrize("number", range(30))
def test_every_code_is_known_without_its_prefix(still_world: World, number: int) -> None:
    code = still_world.invite("AN").code

    assert enrolment.looks_like_code(code.removeprefix("MOI-"))
    assert enrolment.may_be_code(code.removeprefix("MOI-"))
