"""How far somebody says that a task is, in figures or in words."""

from __future__ import annotations

import pytest

from bot.domain.progress_words import Said, read_progress

WAITING = "đang chờ ý kiến Bộ Tư pháp"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (f"80% {WAITING}", Said(80, words=WAITING)),
        (f"80 %, {WAITING}", Said(80, words=WAITING)),
        (f"80 phần trăm – {WAITING}", Said(80, words=WAITING)),
        (f"Đã đạt 80%: {WAITING}", Said(80, words=WAITING)),
        ("khoảng 62,5%", Said(62)),
        ("80", Said(80)),
        ("0", Said(0)),
        ("100", Said(100, full=True)),
        ("100% đã ban hành", Said(100, words="đã ban hành", full=True)),
        ("Đã xong.", Said(full=True)),
        ("hoàn thành", Said(full=True)),
        ("101", Said(101, too_far=True)),
        ("120% rồi", Said(120, words="rồi", too_far=True)),
        ("-5", Said(words="-5", too_far=True)),
        (WAITING, Said(words=WAITING)),
        ("05 địa phương đã gửi ý kiến", Said(words="05 địa phương đã gửi ý kiến")),
        ("15/11 họp với Bộ Tài chính", Said(words="15/11 họp với Bộ Tài chính")),
        ("xong phần 1, còn phần 2", Said(words="xong phần 1, còn phần 2")),
        ("giảm 20% chi phí", Said(words="giảm 20% chi phí")),
    ],
)
def test_a_figure_is_a_per_cent_where_it_is_said_to_be_or_stands_alone(typed: str, said: Said) -> None:
    assert read_progress(typed, None) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("120/342", Said(figure=120)),
        ("đã được 120 / 342 đang rà soát", Said(figure=120, words="đang rà soát")),
        ("120", Said(figure=120)),
        ("342", Said(figure=342, full=True)),
        ("35%", Said(35)),
        ("120/340", Said(figure=120, other_target=340)),
        ("120 kiến nghị", Said(words="120 kiến nghị")),
        ("15/11/2026 họp", Said(words="15/11/2026 họp")),
    ],
)
def test_where_something_is_counted_a_figure_counts_towards_it(typed: str, said: Said) -> None:
    assert read_progress(typed, 342) == said
