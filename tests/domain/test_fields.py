"""Fields are found by what people type."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.data_source import load_fields
from bot.domain.characters import fold
from bot.domain.fields import Field, find
from bot.domain.texts import Label

FIELDS = load_fields()


def found(typed: str) -> list[str]:
    return [field.code for field in find(FIELDS, typed)]


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
        ("dược", "y_te"),
        ("Ðất đai", "dat_dai"),
        ("\u0110at\u00a0dai\u200b.", "dat_dai"),
        ("Đât đai", "dat_dai"),
        ("insurance", "lao_dong"),
    ],
)
def test_a_field_is_found_by_its_name_a_part_of_it_or_another_word_for_it(typed: str, code: str) -> None:
    assert found(typed) == [code]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("cổ phiếu đầu tư", "dau_tu"),
        ("lĩnh vực đất đai", "dat_dai"),
        ("ve thue", "thue_hai_quan"),
        ("thiết kế", "xay_dung"),
        ("tác động môi trường", "moi_truong"),
    ],
)
def test_a_name_among_other_words_or_whole_words_of_one_are_enough_where_it_is_clear(typed: str, code: str) -> None:
    assert found(typed) == [code]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("đầu tư xây dựng", ["dau_tu", "xay_dung"]),
        ("đất đai, môi trường", ["dat_dai", "moi_truong"]),
        ("thuế và đất đai", ["dat_dai", "thue_hai_quan"]),
        ("thuế, đất đai", ["dat_dai", "thue_hai_quan"]),
        ("thue va dat dai", ["dat_dai", "thue_hai_quan"]),
        (unicodedata.normalize("NFD", "thuế và đất đai"), ["dat_dai", "thue_hai_quan"]),
        ("thương mại", ["xuat_nhap_khau"]),
        ("kinh doanh", ["dau_tu", "bat_dong_san", "nang_luong"]),
        ("food", ["nong_nghiep", "y_te"]),
    ],
)
def test_what_fits_several_fields_finds_each_of_them(typed: str, codes: list[str]) -> None:
    assert found(typed) == codes


@pytest.mark.parametrize("typed", ["không", "Không", "khong", "không có", "ko", "nang", "xay", "thu", "quan", "động"])
def test_a_syllable_of_a_word_finds_nothing(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["vật", "vật liệu", "cấp được phép", "thuê", "điên", "thuệ"])
def test_other_marks_are_another_word(typed: str) -> None:
    assert "thue_hai_quan" not in found(typed)
    assert "y_te" not in found(typed)
    assert "nang_luong" not in found(typed)


@pytest.mark.parametrize("typed", ["", " ", "...", "x", "y", "thiên văn", ", ,"])
def test_what_fits_no_field_finds_none(typed: str) -> None:
    assert found(typed) == []


def test_a_whole_name_counts_before_part_of_another() -> None:
    power = Field("power", Label("Điện", "Power"), Label("Điện", "Power"))
    film = Field("film", Label("Điện, điện ảnh", "Film"), Label("Điện ảnh", "Film"))

    assert find([film, power], "dien") == (power,)


@given(st.sampled_from([(field.code, name) for field in FIELDS for name in (field.name.vi, *field.aliases)]))
def test_every_name_and_alias_leads_to_its_own_field_with_and_without_marks(pair: tuple[str, str]) -> None:
    code, name = pair

    assert found(name) == [code]
    assert found(fold(name)) == [code]


@given(st.text())
def test_any_text_at_all_may_be_typed(typed: str) -> None:
    assert set(find(FIELDS, typed)) <= set(FIELDS)
