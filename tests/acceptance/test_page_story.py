"""The whole story in the sandbox's page, with a real browser and the real program in processes of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from scripts.screenshots import CHROMIUM, CONTENT, PROPOSAL, Story, page, program

needs_browser = pytest.mark.skipif(
    not CHROMIUM.exists() and not os.environ.get("CI"), reason=f"no browser at {CHROMIUM}"
)


@needs_browser
async def test_what_a_member_reports_in_the_page_stands_in_the_documents_the_secretary_downloads(
    tmp_path: Path,
) -> None:
    with program(tmp_path / "data") as address:
        async with page(address) as opened:
            story = Story(opened)
            await story.a_stranger_tries()
            await story.the_member_joins()
            await story.the_member_writes_a_report()
            await story.the_member_sends_it()
            await story.the_secretary_asks_for_the_aggregate()
            draft = await story.the_secretary_downloads(".docx", tmp_path)
            annex = await story.the_secretary_downloads(".xlsx", tmp_path)
            seen_by_the_stranger = await story.stranger.inner_text()

    assert "DỰ THẢO" in _text(draft)
    assert CONTENT in _text(draft)
    assert {CONTENT, PROPOSAL} <= _cells(annex)
    assert "BC-2611" not in seen_by_the_stranger


def _text(path: Path) -> str:
    document = Document(str(path))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(part.text for part in (*document.paragraphs, *cells))


def _cells(path: Path) -> set[object]:
    book = load_workbook(path)
    return {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
