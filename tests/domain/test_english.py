"""What is in English is known by its words; short names and Vietnamese without accents are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.domain.characters import fold
from bot.domain.english import is_english

STATEMENTS: list[str] = json.loads(
    (Path(__file__).parents[1] / "exports" / "statements.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    "text",
    [
        "The customs authority asks for the same documents twice.",
        "Please extend the deadline for investors.",
        "Foreign companies cannot open an account without a certificate;\nbanks refuse to accept digital signatures.",
        'The procedure "Đăng ký biến động quyền sử dụng đất" takes 30 days, which is too long for our members.',
        "Work permits: applications are rejected when degrees were issued abroad.",
        "- It takes 45 days to get a licence\n- There is no list of the papers that are needed",
    ],
)
def test_sentences_in_english_are_in_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "EVFTA",
        "EVFTA, CPTPP, RCEP, UKVFTA, ATIGA",
        "Certificate of Origin (C/O) form D",
        "Incoterms 2020",
        "Nghị định số 15/2018/NĐ-CP",
        "De nghi Bo Tai chinh som ban hanh huong dan de doanh nghiep co the nop ho so qua mang, khong phai di lai",
        "khong the in to khai an toan o cho do, ho so da nop tu lau ma den nay van chua co ket qua tra loi",
        "Doanh nghiệp nộp hồ sơ C/O form D theo ATIGA nhưng hệ thống VNACCS báo lỗi timeout, not found",
        'Hệ thống báo "The request could not be processed" khi doanh nghiệp nộp hồ sơ xin cấp giấy phép lao động',
        "Les douanes demandent les mêmes documents deux fois et refusent de répondre",
        "1.000894.000.00.00.H55",
        "不動産登記の手続き",
    ],
)
def test_names_abbreviations_and_vietnamese_are_not(text: str) -> None:
    assert not is_english(text)


@pytest.mark.parametrize("text", STATEMENTS)
def test_no_vietnamese_statement_is_taken_for_english_with_its_accents_or_without(text: str) -> None:
    assert not is_english(text)
    assert not is_english(fold(text))
