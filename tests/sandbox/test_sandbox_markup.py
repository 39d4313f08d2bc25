"""Telegram's HTML, read as Telegram reads it."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.characters import utf16_length
from bot.sandbox.bot_api.markup import MarkupError, parse_html, trimmed

words = st.text(st.characters(exclude_categories=["Cs"]))


@given(words)
def test_escaped_text_comes_back_whole_without_entities(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@given(words, words.filter(bool), words)
def test_an_entity_covers_exactly_its_words(before: str, bold: str, after: str) -> None:
    text, (entity,) = parse_html(f"{html.escape(before)}<b>{html.escape(bold)}</b>{html.escape(after)}")

    assert text == before + bold + after
    assert entity == {"type": "bold", "offset": utf16_length(before), "length": utf16_length(bold)}


@given(words, words.filter(str.strip), words)
def test_trimming_keeps_every_entity_on_its_words(before: str, bold: str, after: str) -> None:
    source = before + bold + after

    text, entities = trimmed(source, [{"type": "bold", "offset": utf16_length(before), "length": utf16_length(bold)}])

    assert text == source.strip()
    (entity,) = entities
    raw = text.encode("utf-16-le")
    covered = raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")
    assert covered.strip() == bold.strip()


def test_tags_may_be_nested_and_written_in_capitals() -> None:
    text, entities = parse_html('<B>a<i>b</i></B><a href="https://example.org/?a=1&amp;b=2">c</a>')

    assert text == "abc"
    assert sorted((e["type"], e["offset"], e["length"], e.get("url")) for e in entities) == [
        ("bold", 0, 2, None),
        ("italic", 1, 1, None),
        ("text_link", 2, 1, "https://example.org/?a=1&b=2"),
    ]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("đ <b", "Unclosed start tag at byte offset 3"),
        ("<b class=", "Unclosed start tag at byte offset 0"),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>a</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ],
)
def test_what_is_not_well_formed_is_refused(source: str, complaint: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)

    assert str(caught.value) == complaint
