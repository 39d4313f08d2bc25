"""Names of organisations in English: those the data know, wherever a reader of English meets them."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from bot.data_source import load_agencies
from bot.domain.people import Reader
from bot.domain.texts import Excerpt, Text
from bot.i18n import LOCALES, translate
from tests.catalogues import messages
from tests.handlers.acts import bring_roster
from tests.world import ROSTER, World, say

EN, VI = Reader("en"), Reader("vi")
PREPARED = "{organisation} – prepared by: {sender}"


def test_every_english_name_is_one_that_the_list_of_organisations_has() -> None:
    known = {agency.name: agency.aliases for agency in load_agencies().values()}
    with (LOCALES / "en" / "organisations.po").open("rb") as file:
        named = {str(message.id): message.string for message in read_po(file, locale="en") if message.id}

    assert named
    assert [name for name, english in named.items() if english not in known.get(name, ())] == []


@pytest.mark.parametrize("name", ["Bộ Tư pháp", "Hiệp hội Doanh nghiệp châu Âu tại Việt Nam"])
def test_a_known_name_is_english_for_readers_of_english_alone(name: str) -> None:
    text = Text(PREPARED, organisation=name, sender="Hoa")

    assert name in translate(text, VI)
    assert name not in translate(text, EN)


def test_a_list_is_translated_name_by_name_and_what_is_not_known_stays() -> None:
    names = Excerpt("Bộ Tư pháp; Hiệp hội A; Bộ Văn hóa, Thể thao và Du lịch")
    text = Text("• {state} ({count:count}): {names}", state="Not sent", count=3, names=names)

    assert translate(text, EN).endswith(": Ministry of Justice; Hiệp hội A; Ministry of Culture, Sports and Tourism")


def test_what_a_person_wrote_is_never_taken_for_a_name() -> None:
    assert translate(Text("General opinion: {opinion}", opinion="Bộ Tư pháp"), EN).endswith("Bộ Tư pháp")


def test_every_english_sentence_with_an_organisation_lets_it_be_named_in_english() -> None:
    sentences = [str(message.string) for message in messages("en") if message.id]

    assert [text for text in sentences if re.search(r"\{organisation\}", text)] == []


async def test_an_officer_who_reads_english_meets_english_names_in_the_aggregate(world: World) -> None:
    chi = world.phone("CHI")
    english = ROSTER.replace("CHI,Phạm Thu Chi,Chuyên viên,,vi", "CHI,Phạm Thu Chi,Chuyên viên,,en")
    await bring_roster(world, english.replace("HIEPHOIB,Hiệp hội B", "TCTBTP,Bộ Tư pháp"))

    await say(world, chi, "/digest")

    assert "Ministry of Justice" in chi.messages[0].text
    assert "Bộ Tư pháp" not in chi.messages[0].text
