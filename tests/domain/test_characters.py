"""What people type: cleaned, folded, counted and cut."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.characters import clean, cut, fold, is_visible, key, utf16_length, visible_length

ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Every code point, unpaired surrogates and controls included."""
ROUGH = st.text(st.sampled_from("aăđĐ́̉̂\u0300\u202e\u2066\u2069\u200e\x00\x07\r\n\t \ud800\udfff\ufffe🏛\u2028\x85"))
BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@given(st.one_of(ANY_TEXT, ROUGH))
def test_cleaning_what_is_clean_changes_nothing(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@given(st.one_of(ANY_TEXT, ROUGH))
def test_what_has_been_cleaned_can_be_stored_and_printed(raw: str) -> None:
    text = clean(raw)

    assert text == unicodedata.normalize("NFC", text)
    assert text.encode("utf-8").decode("utf-8") == text
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert not set(text) & {"\ufffe", "\uffff"}


@given(st.one_of(ANY_TEXT, ROUGH))
def test_no_text_turns_round_the_words_that_stand_after_it(raw: str) -> None:
    text = clean(raw)

    inside = text[1:-1] if text.startswith("\u2068") else text
    assert not set(inside) & set(BIDI_CONTROLS)
    assert text.startswith("\u2068") == text.endswith("\u2069")


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Đất đai \n", "Đất đai"),
        (unicodedata.normalize("NFD", "Đất đai"), "Đất đai"),
        ("a\x00b\x07c\x9fd", "abcd"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("a\tb", "a\tb"),
        ("a\ud800b\udc00", "ab"),
        ("a\ufffeb", "ab"),
        ("abc\u202edef", "\u2068abcdef\u2069"),
        ("\u202e \u2069", ""),
        ("<b>&amp;=1+1 *_[", "<b>&amp;=1+1 *_["),
        ("👩‍👩‍👧 🏛", "👩‍👩‍👧 🏛"),
    ],
)
def test_cleaning_removes_what_cannot_be_read_and_nothing_else(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


UNSEEN = [
    "\u3164",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u2800",
    "\u115f",
    "\ufe0f",
    "\u2060",
    "\U000e0041",
    "\u034f",
    "\uffa0",
]


@pytest.mark.parametrize("character", UNSEEN)
def test_a_text_of_which_nothing_is_seen_is_empty(character: str) -> None:
    assert clean(character * 25) == ""
    assert visible_length(character * 25) == 0


@pytest.mark.parametrize(
    "text",
    ["❤️", "👩‍👩‍👧", "🏴\U000e0067\U000e0062\U000e007f", "क्‍ष", "\u0600", "؁", "ᄀ", "ㅤx", "가", "\u0e33", "-", "."],
)
def test_what_is_seen_is_stored_with_all_that_steers_how_it_is_drawn(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)
    assert visible_length(text) > 0


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Đất đai", 7),
        ("  Đất \n\t đai ", 7),
        ("Đ\u200bất\u3164", 3),
        ("🏛", 2),
        ("👩‍👧", 4),
        ("a" + " " * 30 + "b", 3),
    ],
)
def test_length_counts_what_is_seen(text: str, length: int) -> None:
    assert visible_length(text) == length


def test_a_letter_counts_the_same_in_a_text_in_vietnamese_and_in_any_other() -> None:
    alone = [visible_length(f"đ{chr(code)}ậ") for code in range(0x3000)]
    beside_another = [visible_length(f"đ{chr(code)}ậ🏛") for code in range(0x3000)]

    assert [length - 2 for length in beside_another] == alone


@given(st.one_of(ANY_TEXT, ROUGH))
def test_a_text_is_empty_exactly_where_nothing_of_it_is_seen(raw: str) -> None:
    assert bool(clean(raw)) == any(map(is_visible, clean(raw)))
    assert visible_length(raw) <= utf16_length(raw)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ðất đai", "Đất đai"),
        ("Ɖất đai", "Đất đai"),
        ("ÐẤT\u00a0ĐAI", "đất đai"),
        ("Đ\u200bất \u2009\ufeffđai", "Đất đai"),
        ("ＢＴＣ", "btc"),
        ("Bộ\u3164Tài\u00adchính", "BộTàichính"),
    ],
)
def test_what_looks_the_same_has_the_same_key(typed: str, meant: str) -> None:
    assert key(typed) == key(meant)


@pytest.mark.parametrize(("one", "other"), [("Đất", "Đá"), ("NV-26-045", "NV26045"), ("O", "0"), ("l", "1")])
def test_what_differs_to_the_eye_has_another_key(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(st.one_of(ANY_TEXT, ROUGH))
def test_the_key_of_a_key_is_itself(raw: str) -> None:
    assert key(key(raw)) == key(raw)
    assert key(clean(raw)) == key(raw)


def test_without_accents_and_capitals_the_same_words_are_found() -> None:
    assert fold("dat dai") == fold("Đất đai") == fold("  ĐẤT\n ĐAI ")


@pytest.mark.parametrize(("old", "new"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("Uỷ", "Ủy")])
def test_old_and_new_placement_of_the_tone_are_equal(old: str, new: str) -> None:
    assert fold(old) == fold(new)


@given(st.text("aăâbđeêghioôơuưyĐẤ ", max_size=30), st.sampled_from(["\u0300", "\u0337", "\u0489", "\u0361"]))
def test_a_heap_of_marks_hides_no_word(text: str, mark: str) -> None:
    heaped = "".join(character + mark * 9 for character in text)

    assert fold(heaped) == fold(text)


@pytest.mark.parametrize(("text", "length"), [("", 0), ("ế", 1), ("🏛", 2), ("👩‍👧", 5), ("e\u0301", 2), ("\ud800", 1)])
def test_length_is_counted_as_telegram_counts_it(text: str, length: int) -> None:
    assert utf16_length(text) == length


@given(st.text(), st.integers(5, 60))
def test_a_text_that_was_cut_is_within_its_limit_and_begins_as_the_whole(text: str, limit: int) -> None:
    short = cut(text, limit)

    assert utf16_length(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(st.text(min_size=70), st.integers(5, 60))
def test_a_cut_text_still_turns_round_nothing_after_it(text: str, limit: int) -> None:
    isolated = clean(f"\u202e{text}x")

    short = cut(isolated, limit)

    assert utf16_length(short) <= limit
    assert (short[0], short[-1]) == ("\u2068", "\u2069")


def test_an_emoji_is_never_cut_in_two() -> None:
    assert cut("🏛🏛🏛", 4) == "🏛…"
    assert cut("🏛🏛", 4) == "🏛🏛"
