"""What a search is narrowed by, as people type it."""

from __future__ import annotations

import pytest

from bot.domain.difficulties import UNRESOLVED, DifficultyState
from bot.domain.periods import Cadence, Period
from bot.domain.search_filters import Filters, read_filters

FORWARDED = frozenset({DifficultyState.FORWARDED})


@pytest.mark.parametrize(
    ("typed", "filters", "words"),
    [
        ("trích lục", Filters(), "trích lục"),
        ("trích lục kỳ 10/2026", Filters(Period(2026, 10)), "trích lục"),
        ("ky thang 10/2026, trích lục", Filters(Period(2026, 10)), "trích lục"),
        ("kỳ quý IV/2026", Filters(Period(2026, 4, Cadence.QUARTER)), ""),
        ("Tình trạng: đã chuyển", Filters(states=FORWARDED), ""),
        ("đất tinh trang da chuyen đai", Filters(states=FORWARDED), "đất đai"),
        ("thanh vien HIEPHOIA trích lục", Filters(seat="HIEPHOIA"), "trích lục"),
        ("state open period 11/2026", Filters(Period(2026, 11), UNRESOLVED), ""),
        ("chu kỳ thu phí", Filters(), "chu kỳ thu phí"),
        ("tình trạng ngập úng", Filters(), "tình trạng ngập úng"),
        ("thành viên hợp danh", Filters(), "thành viên hợp danh"),
        ("kỳ", Filters(), "kỳ"),
        ("", Filters(), ""),
    ],
)
def test_a_period_a_state_and_a_seat_are_taken_out_of_the_words(typed: str, filters: Filters, words: str) -> None:
    assert read_filters(typed) == (filters, words)


def test_what_must_have_been_done_says_nothing_of_what_was_only_sent() -> None:
    assert Filters(states=UNRESOLVED).done == ()
    assert Filters(states=FORWARDED).done == ("forwarded",)
    assert set(Filters(states=frozenset({DifficultyState.CLOSED})).done) == {"closed", "solved"}
