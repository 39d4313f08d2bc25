"""A paper that was issued again says in the place of which, and why."""

from __future__ import annotations

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.exports import docx, file_name, xlsx
from tests.exports.samples import snapshot

AGAIN = {"number": 2, "of": 0, "sha256": "ab" * 32, "at": "2026-11-24T02:00:00.000000Z"}
TOLD = "Bản số 2 được lập lúc 09:00 ngày 24/11/2026 thay bản số 0"


def issued() -> dict[str, object]:
    return snapshot(2) | {"kind": "digest", "again": AGAIN}


def test_the_word_paper_says_so() -> None:
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(docx.build(issued()))).paragraphs)

    assert TOLD in text
    assert "nội dung đã gỡ bỏ theo quy định về bảo vệ bí mật nhà nước" in text


def test_the_workbook_says_so() -> None:
    book = load_workbook(io.BytesIO(xlsx.build(issued())))

    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert any(TOLD in cell for cell in cells)


@pytest.mark.parametrize(("name", "called"), [("docx", "Du-thao-bao-cao-ban-02-2026-11.docx")])
def test_its_files_bear_its_number(name: str, called: str) -> None:
    assert file_name(name, issued()) == called
