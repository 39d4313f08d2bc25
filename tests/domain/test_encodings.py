"""Text from before Unicode is recognised, and text that is in order never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.data_source import load_agencies, load_demonstration
from bot.domain.encodings import is_damaged, is_legacy

IN_ORDER = [
    "Nguyễn Thị Hương",
    "Đắk Lắk, Kon Plông, Krông Pắc",
    "Nghị định số 61/2018/NÐ-CP",  # with the letter Eth, which looks like Đ
    "Loïc Müller, François André, José Núñez, Bjørn Åse, Zoë Conceição, Lü Wei",
    "Côte d'Ivoire, São Tomé, Réunion, Zürich",
    "300 m², 25 °C, ½ ngày, § 4, “trích dẫn”, «ghi chú»",
    "",
]


@pytest.mark.parametrize(
    "text",
    [
        "Lý ThÞ MËn",
        "§Æng Hßa Thñy",
        "HiÖp héi MÝa ®­êng §ång Xoµi",
        "TRÇN THÞ B×NH",
        "Bé C«ng Th­¬ng",
        "Lyù Thò Maän",
        "Ñaëng Hoøa Thuûy",
        "Hieäp hoäi Mía ñöôøng Ñoàng Xoaøi",
        "NGUYEÃN VAÊN AN",
        "Cuïc Kieåm soaùt thuû tuïc haønh chính",
    ],
)
def test_text_of_a_legacy_font_is_recognised(text: str) -> None:
    assert is_legacy(text)


@pytest.mark.parametrize("text", IN_ORDER)
def test_vietnamese_in_unicode_and_names_of_other_languages_are_in_order(text: str) -> None:
    assert not is_legacy(text)
    assert not is_damaged(text)


def test_no_name_and_no_list_that_the_program_ships_is_taken_for_a_legacy_font() -> None:
    shipped = [agency.name for agency in load_agencies().values()]
    shipped += [*load_demonstration().roster_csv.splitlines(), *load_demonstration().tasks_csv.splitlines()]

    assert [text for text in shipped if is_legacy(text) or is_damaged(text)] == []


@pytest.mark.parametrize(
    "text", ["Nguy?n V?n An", "Th? M?n ??ng", "Nguyá»…n", "Äáº·ng Hòa", "Trần \ufffdh", "Æ°u tiÃªn"]
)
def test_letters_lost_in_a_wrong_encoding_are_recognised(text: str) -> None:
    assert is_damaged(text)


@pytest.mark.parametrize("text", ["Có vướng mắc không?", "https://dichvucong.gov.vn/tim?ma=1", "Ai? Khi nào?"])
def test_a_question_mark_that_was_typed_is_in_order(text: str) -> None:
    assert not is_damaged(text)


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert is_legacy(text) in (True, False)
    assert is_damaged(text) in (True, False)
