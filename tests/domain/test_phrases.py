"""What people type for "nothing"."""

from __future__ import annotations

import pytest

from bot.domain.phrases import looks_like_content, says_nothing_new, skips


@pytest.mark.parametrize(
    "text",
    [
        "không phát sinh",
        "Không phát sinh.",
        "KHÔNG CÓ VƯỚNG MẮC",
        "khong co vuong mac gi",
        "Trong kỳ không phát sinh khó khăn, vướng mắc mới",
        "Báo cáo: chưa phát sinh",
        "ko có khó khăn",
        "nothing new",
    ],
)
def test_whoever_says_that_nothing_arose_is_understood(text: str) -> None:
    assert says_nothing_new(text)


@pytest.mark.parametrize(
    "text",
    [
        "không",
        "phát sinh",
        "vướng mắc",
        "không phát sinh hóa đơn điện tử cho hộ kinh doanh",
        "không có vướng mắc nhưng thủ tục chậm",
        "không nộp được hồ sơ vì vướng mắc đất đai",
        "",
    ],
)
def test_whoever_says_more_or_less_is_not(text: str) -> None:
    assert not says_nothing_new(text)


@pytest.mark.parametrize(
    "text", ["không", "Không có.", "ko", "K", "không rõ", "bỏ qua", "n/a", "-", "–", "none", "Skip"]
)
def test_a_word_that_skips_is_known_in_every_spelling(text: str) -> None:
    assert skips(text)


@pytest.mark.parametrize("text", ["không khí", "k1", "không phát sinh", "- đất", "", "hàng không"])
def test_a_word_that_begins_like_one_is_none(text: str) -> None:
    assert not skips(text)


def test_content_has_length_and_words() -> None:
    assert looks_like_content("Doanh nghiệp phải nộp lại trích lục.")
    assert not looks_like_content("xin chào hệ thống")
    assert not looks_like_content("x" * 300)
