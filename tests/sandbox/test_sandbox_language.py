"""The sandbox's own catalogue: complete, parted from the program's, and as official in tone as the program's."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog

from bot import i18n
from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.errors import BotError
from bot.sandbox.language import catalogue, translate
from bot.screens.errors import sentence
from scripts import catalogue as checker
from tests.catalogues import messages


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_text_of_the_sandbox_has_its_translation_and_no_other_is_kept(lang: str) -> None:
    wanted = checker.template(checker.SANDBOX_PAGE)

    assert list(checker.faults(lang, wanted, checker.SANDBOX_PAGE)) == []
    assert catalogue(lang).keys() == {str(message.id) for message in wanted if message.id}


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_what_is_wrong_with_the_sandboxes_catalogue_is_found(lang: str) -> None:
    wanted = Catalog()
    wanted.add("Nowhere {place}", locations=[("bot/sandbox/x.py", 1)])

    found = list(checker.faults(lang, wanted, checker.SANDBOX_PAGE))

    assert f"{lang}: missing: Nowhere {{place}}" in found
    assert f"{lang}: not shown in this language: Phones" in found


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_programs_catalogues_hold_no_word_of_the_sandbox(lang: str) -> None:
    of_both = {msgid for msgid in catalogue(lang) if msgid in messages(lang)}

    assert of_both <= {str(message.id) for message in checker.template() if message.id}


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_no_translation_of_the_sandbox_is_taken_for_a_text_of_the_program(lang: str) -> None:
    """It goes through the program's catalogue once more, where dates and names are filled in."""
    taken = (messages(lang).get(text) for text in catalogue(lang).values())

    assert [message.id for message in taken if message and message.string != message.id] == []


@pytest.mark.parametrize("word", [r"n['’]t\b", r"\b\w+['’](?:ll|re|ve|d)\b", "!"])
def test_the_sandbox_speaks_english_without_contractions_and_exclamations(word: str) -> None:
    assert [text for text in catalogue("en").values() if re.search(word, text, re.IGNORECASE)] == []


def test_a_text_of_the_sandbox_and_an_error_of_the_program_are_both_translated() -> None:
    own, error = Text("{count} new", count=2), sentence(BotError("cannot_write", path="x"))

    assert (translate(own, Reader("vi")), translate(own, Reader("en"))) == ("2 tin mới", "2 new")
    assert translate(error, Reader("vi")) == i18n.translate(error, Reader("vi")) != error.msgid
