"""Which words are marks of secrecy, and which only look like them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.secrecy import Mark, mark_in
from scripts.secrecy import measured, phrases

_SPELLINGS = ("TUYỆT MẬT", "Tuyệt mật", "tuyet mat", "TỐI MẬT", "tối mật", "CHỈ LƯU HÀNH NỘI BỘ", "chi luu hanh noi bo")
_BETWEEN = st.sampled_from(("", " ", ".", "-", "_", "  ", "\u200b", " - "))


def test_the_list_is_told_apart_as_well_as_the_docs_state() -> None:
    listed = list(phrases())

    measure = measured(listed)

    assert len(listed) >= 200
    assert measure.precision >= 0.99
    assert measure.recall >= 0.98


def test_a_mark_that_is_found_is_the_one_that_is_there() -> None:
    taken_for_another = [p.words for p in phrases() if p.found and p.mark and p.found is not p.mark]

    assert taken_for_another == []


def test_the_gravest_of_several_marks_is_named() -> None:
    assert mark_in(("Độ mật: Mật", "CHỈ LƯU HÀNH NỘI BỘ"), ("toi-mat.pdf",)) is Mark.HIGH


@given(st.sampled_from(_SPELLINGS), st.data())
def test_whatever_stands_between_the_letters_hides_no_mark(words: str, data: st.DataObject) -> None:
    spelt = "".join(c if c.isspace() else c + data.draw(_BETWEEN) for c in words)

    assert mark_in((spelt,)) is mark_in((words,)) is not None


@given(st.sampled_from(_SPELLINGS), st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")), st.booleans())
def test_the_form_of_unicode_and_the_case_hide_no_mark(words: str, form: str, upper: bool) -> None:
    written = unicodedata.normalize(form, words.upper() if upper else words)  # type: ignore[arg-type]

    assert mark_in((written,)) is mark_in((words,))


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    assert mark_in((text,), (text,)) in (None, *Mark)


@pytest.mark.parametrize("words", [p.words for p in phrases() if p.mark is Mark.TOP and not p.is_name])
def test_a_mark_within_a_sentence_is_found_as_it_is_alone(words: str) -> None:
    assert mark_in((f"Kính gửi Tổ công tác: {words} kèm theo văn bản này.",)) is Mark.TOP
