"""Fields are found by what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.data_source import load_fields
from bot.domain.characters import fold
from bot.domain.fields import Field, find
from bot.domain.texts import Label

FIELDS = load_fields()


def found(typed: str) -> str | None:
    field = find(FIELDS, typed)
    return field.code if field else None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Đất đai", "dat_dai"),
        ("dat dai", "dat_dai"),
        ("  THUẾ,  hải quan ", "thue_hai_quan"),
        ("thue hai quan", "thue_hai_quan"),
        ("hai quan", "thue_hai_quan"),
        ("thue", "thue_hai_quan"),
        ("phong chay", "xay_dung"),
        ("c/o", "xuat_nhap_khau"),
        ("tax and customs", "thue_hai_quan"),
        ("khác", "khac"),
    ],
)
def test_a_field_is_found_by_its_name_or_another_word_for_it(typed: str, code: str) -> None:
    assert found(typed) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [("xay", "xay_dung"), ("nang", "nang_luong"), ("co phieu dau tu", "dau_tu"), ("lĩnh vực đất đai", "dat_dai")],
)
def test_part_of_a_name_or_a_name_among_other_words_is_enough_where_it_is_clear(typed: str, code: str) -> None:
    assert found(typed) == code


@pytest.mark.parametrize("typed", ["thu", "đầu tư xây dựng", "đất đai, môi trường"])
def test_what_fits_two_fields_finds_neither(typed: str) -> None:
    assert found(typed) is None


@pytest.mark.parametrize("typed", ["", " ", "...", "x", "y", "thiên văn"])
def test_what_fits_no_field_finds_none(typed: str) -> None:
    assert found(typed) is None


def test_a_whole_name_counts_before_the_beginning_of_another() -> None:
    power = Field("power", Label("Điện", "Power"), Label("Điện", "Power"))
    film = Field("film", Label("Điện ảnh", "Film"), Label("Điện ảnh", "Film"))

    assert find([film, power], "dien") == power


@given(st.sampled_from([(field.code, name) for field in FIELDS for name in (field.name.vi, *field.aliases)]))
def test_every_name_and_alias_leads_to_its_own_field_with_and_without_marks(pair: tuple[str, str]) -> None:
    code, name = pair

    assert found(name) == code
    assert found(fold(name)) == code


@given(st.text())
def test_any_text_at_all_may_be_typed(typed: str) -> None:
    assert find(FIELDS, typed) in (None, *FIELDS)
