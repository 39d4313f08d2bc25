"""A text that is too long is divided where a reader would, and no character of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.characters import clean, utf16_length
from bot.domain.writing import Written, divided, joined, undivided

PARAGRAPH = "Doanh nghiệp phải nộp lại trích lục bản đồ. "
texts = st.one_of(
    st.text(min_size=1, max_size=3000),
    st.lists(
        st.sampled_from(
            [
                "Điều 5. ",
                "TP. Huế ",
                "nội dung dài ",
                "hết câu. ",
                "một; ",
                "hai!\n",
                "\n\n",
                "🏛" * 300,
                "ư" * 900,
                '."” ',
            ]
        ),
        min_size=1,
        max_size=120,
    ).map("".join),
)
messages = st.lists(texts.map(clean).filter(bool), min_size=1, max_size=4).map(
    lambda said: tuple(Written(f"1:{n}", text) for n, text in enumerate(said))
)


def pieces(text: str) -> list[str]:
    return [part.text for part in divided((Written("1", text),))]


@given(messages)
def test_the_parts_of_messages_are_all_of_them_and_are_put_together_again(said: tuple[Written, ...]) -> None:
    parts = divided(said)

    assert "".join(part.text for part in parts) == "".join(f"{message.text}\n" for message in said)
    assert undivided(parts) == said
    assert all(part.text for part in parts)


@given(messages)
def test_there_are_few_parts_and_none_is_out_of_proportion(said: tuple[Written, ...]) -> None:
    parts, length = divided(said), utf16_length(joined(said))

    assert len(parts) <= 12 + len(said)
    assert all(utf16_length(part.text) <= 4 * max(700, length // 12) for part in parts)


@pytest.mark.parametrize("end", [". ", "; ", ".” ", "? ", "… "])
def test_a_long_paragraph_is_divided_at_the_ends_of_its_sentences(end: str) -> None:
    sentence = f"Doanh nghiệp phải nộp lại trích lục bản đồ{end}"

    found = pieces(sentence * 60)

    assert len(found) > 1
    assert all(piece.strip().endswith(end.strip()) for piece in found)


def test_paragraphs_are_kept_whole() -> None:
    paragraph = PARAGRAPH * 10

    found = pieces("\n".join([paragraph.strip()] * 8))

    assert len(found) > 1
    assert all(piece.endswith("bản đồ.\n") for piece in found)


@pytest.mark.parametrize("inside", ["khoản 2. Hồ sơ", "Điều 15. Trình tự", "UBND TP. Huế", "Tp. Huế", "mục 3.1 về"])
def test_a_full_stop_that_ends_no_sentence_divides_nothing(inside: str) -> None:
    sentence = f"Theo quy định tại {inside} {'của nghị định này ' * 8}thì không phải nộp. "

    found = pieces(sentence * 30)

    assert len(found) > 1
    assert all(piece.strip().endswith("thì không phải nộp.") for piece in found)


def test_a_sentence_longer_than_a_part_is_divided_at_its_words() -> None:
    found = pieces("một hai ba " * 400)

    assert len(found) > 1
    assert all(piece.endswith((" ", "\n")) for piece in found)
