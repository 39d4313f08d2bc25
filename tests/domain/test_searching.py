"""What a query asks for, which hits are the best, which part of a text is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.searching import QUERY_LENGTH, SNIPPET_LENGTH, FoundKind, Hit, best, matched, read_query, snippet, spelt

LAND = "Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu đất đai của tỉnh từ năm 2024."


def shown(*texts: str, words: str) -> str:
    """Return a snippet with what was looked for in brackets."""
    pieces = snippet(texts, read_query(words))
    return "".join(f"[{text}]" if bold else text for text, bold in pieces)


def terms(words: str) -> list[str]:
    """Return the terms of a query, folded."""
    return [term.folded for term in read_query(words).terms]


def stands(words: str, text: str) -> bool:
    """Return whether the first term of a query stands in a text."""
    return bool(matched([text], read_query(words).terms) & 1)


def test_a_query_is_its_words_each_once_and_all_of_them_in_a_row() -> None:
    query = read_query("  Đất đai, ĐẤT ở (Hoà) ")

    assert query.text == "Đất đai, ĐẤT ở (Hoà)"
    assert list(query.words.values()) == ["Đất", "đai", "ở", "Hoà"]
    assert terms("  Đất đai, ĐẤT ở (Hoà) ") == ["dat", "dai", "o", "hoa", "dat dai o hoa"]
    assert terms("thuế") == ["thue"]


def test_a_word_without_accents_stands_for_every_word_of_its_letters() -> None:
    assert [stands("dat", text) for text in ("Đất", "đạt", "dat", "DAT", "dài")] == [True, True, True, True, False]


def test_a_word_with_accents_stands_for_itself_and_for_its_letters_without_any() -> None:
    assert [stands("đất", text) for text in ("Đất", "đạt", "dat", "đat")] == [True, False, True, False]
    assert [stands("xưởng", text) for text in ("xuống", "nhà xưởng", "nha xuong")] == [False, True, True]


def test_the_old_and_the_new_place_of_a_tone_and_both_ways_to_write_a_letter_are_one() -> None:
    assert spelt("hoà") == spelt("hòa") == spelt("HO\u0041\u0300")
    assert stands("hoà", "hòa giải")
    assert stands("đất", "\u0111a\u0302\u0301t")


def test_the_same_words_whatever_their_accents() -> None:
    loose = read_query("đất đạt").loosely

    assert list(loose.words) == ["dat"]
    assert matched(["đắt"], loose.terms) == 1


def test_a_query_without_letters_or_digits_has_no_words() -> None:
    assert [read_query(typed).words for typed in ('"*', "😀", "\u200b\u2060", "_-_", "")] == [{}] * 5


def test_of_a_query_too_long_to_be_looked_for_the_beginning_is() -> None:
    query = read_query("một hai ba " + "chữ " * 2500)

    assert len(query.text) <= QUERY_LENGTH
    assert list(query.words.values()) == ["một", "hai", "ba", "chữ"]
    assert read_query(query.text) == query


def test_of_many_words_the_first_twelve_are_looked_for() -> None:
    assert len(read_query(" ".join(f"a{number}" for number in range(30))).words) == 12


def test_words_are_compared_whole_and_in_a_row() -> None:
    asked = read_query("dat dai").terms

    assert matched(["Luật Đất\u00a0đai"], asked) == 0b111
    assert matched(["Đai, đất"], asked) == 0b011
    assert matched(["Đất", "đai"], asked) == 0b011
    assert matched(["đấtđai"], asked) == 0


def test_what_has_all_words_comes_alone_and_the_phrase_before_the_newest() -> None:
    hits = [
        Hit(FoundKind.DIFFICULTY, 1, "2026-10", 0b111),
        Hit(FoundKind.DIFFICULTY, 2, "2026-11", 0b011),
        Hit(FoundKind.DIFFICULTY, 3, "2026-12", 0b001),
        Hit(FoundKind.PERSON, 4, "", 0b011),
    ]

    found = best(read_query("đất đai"), hits)

    assert [hit.id for hit in found.hits] == [1, 4, 2]
    assert (list(found.known), list(found.unknown), found.all_words) == (["đất", "đai"], [], True)


def test_a_word_that_nothing_has_is_left_out_before_giving_up() -> None:
    found = best(read_query("đất xyz đai"), [Hit(FoundKind.TASK, 1, "", 0b101), Hit(FoundKind.TASK, 2, "", 0b001)])

    assert [hit.id for hit in found.hits] == [1]
    assert (list(found.known), list(found.unknown), found.all_words) == (["đất", "đai"], ["xyz"], True)


def test_where_nothing_has_all_words_what_has_the_most_is_shown_and_that_is_known() -> None:
    hits = [Hit(FoundKind.TASK, 1, "", 0b011), Hit(FoundKind.TASK, 2, "", 0b110), Hit(FoundKind.TASK, 3, "", 0b001)]

    found = best(read_query("đất đai thuế"), hits)

    assert [hit.id for hit in found.hits] == [2, 1]
    assert not found.all_words


def test_less_than_half_of_the_words_is_nothing_found() -> None:
    assert list(best(read_query("đất đai thuế"), [Hit(FoundKind.TASK, 1, "", 0b001)]).hits) == []
    assert len(best(read_query("đất thuế"), [Hit(FoundKind.TASK, 1, "", 0b01)]).hits) == 1


def test_without_hits_there_is_nothing() -> None:
    found = best(read_query("đất đai"), [])

    assert (list(found.hits), list(found.known), list(found.unknown)) == ([], [], ["đất", "đai"])


def test_a_snippet_has_the_letters_of_the_text_with_what_was_found_marked() -> None:
    assert shown("Luật Đất đai\n(sửa đổi)", words="dat dai") == "Luật [Đất] [đai] (sửa đổi)"


def test_a_snippet_is_cut_between_words_around_the_place_where_most_words_are_near_each_other() -> None:
    text = f"{LAND} Đất ở nông thôn. {LAND}"

    assert shown(text, words="tinh nam dat") == (
        "…đã có trên cơ sở dữ liệu [đất] đai của [tỉnh] từ [năm] 2024. [Đất] ở nông thôn. Doanh nghiệp phải…"
    )


def test_a_word_with_accents_is_not_marked_where_the_accents_are_others() -> None:
    assert shown("Giá dầu đầu năm, dau", words="dầu") == "Giá [dầu] đầu năm, [dau]"
    assert shown("Giá dầu đầu năm, dau", words="dau") == "Giá [dầu] [đầu] năm, [dau]"


def test_the_text_that_has_the_most_words_is_the_one_shown() -> None:
    assert shown("Giao đất", "Thuế đất đai", words="dat dai").endswith("[đất] [đai]")


def test_without_any_of_the_words_the_beginning_of_the_first_text_is_shown() -> None:
    assert shown("", LAND, words="thue") == LAND[: LAND.index(" tỉnh")] + "…"
    assert shown("", "", words="thue") == ""


def test_a_text_that_runs_the_other_way_stays_within_its_isolate() -> None:
    assert shown("\u2068đất\u2069", words="dat") == "\u2068[đất]\u2069"


@given(st.lists(st.text(st.sampled_from("aàbđ \n\u2068\u2069_,😀"), max_size=300), max_size=3), st.text(max_size=30))
def test_whatever_a_text_is_its_snippet_is_short_and_a_part_of_it(texts: list[str], words: str) -> None:
    pieces = snippet(texts, read_query(words))

    said = "".join(text for text, _ in pieces).strip("\u2068\u2069").strip("…")
    assert len(said) <= SNIPPET_LENGTH
    assert any(said in " ".join(text.replace("\u2068", "").replace("\u2069", "").split()) for text in (*texts, ""))


@pytest.mark.parametrize("look_alike", ["\u00d0ặng", "\u0189ặng"])
def test_a_letter_that_only_looks_like_another_is_that_letter(look_alike: str) -> None:
    assert stands(look_alike, "Ông Đặng Minh Quân")
    assert stands("Đặng", f"Ông {look_alike} Minh Quân")
