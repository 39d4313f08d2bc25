"""The whole story in the sandbox's page, with a real browser and the real program in processes of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.async_api import ViewportSize

from scripts.page_story import (
    AGGREGATED,
    CONTENT,
    DUE_DAY,
    LEADER,
    PHOTO_SAYS,
    PROPOSAL,
    SECOND_CONTENT,
    SECOND_PROPOSAL,
    SECRETARY,
    STRANGER,
    URGENT_CONTENT,
    Story,
)
from scripts.papers import TABLE
from scripts.screenshots import CHROMIUM, NARROW, WIDE, page, program

FILES = (f'Ảnh 1 – "{PHOTO_SAYS}"', TABLE)
SHOWN_TO_THE_STRANGER = 2
"""What the stranger typed, and the one answer."""

needs_browser = pytest.mark.skipif(
    not CHROMIUM.exists() and not os.environ.get("CI"), reason=f"no browser at {CHROMIUM}"
)


@needs_browser
@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "light"), (WIDE, "dark")], ids=["narrow", "wide"])
async def test_what_people_report_in_the_page_stands_in_the_documents_the_secretary_downloads(
    tmp_path: Path, size: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    with program(tmp_path / "data") as address:
        async with page(address, size, scheme) as opened:
            story = Story(opened)
            await story.a_stranger_tries()
            await story.the_member_joins()
            await story.the_member_writes_a_report()
            await story.the_member_sends_it()
            await story.the_ministry_joins()
            await story.the_ministry_asks_urgently()
            await story.the_secretary_accepts()
            await story.the_chamber_joins()
            await story.the_clock_is_turned(DUE_DAY)
            await story.the_chamber_is_reminded()
            await story.the_chamber_has_nothing_new()
            await story.the_clock_is_turned(AGGREGATED)
            await story.the_aggregate_is_there(LEADER)
            await story.the_aggregate_is_there(SECRETARY)
            draft = await story.the_secretary_downloads(".docx", tmp_path)
            annex = await story.the_secretary_downloads(".xlsx", tmp_path)
            seen_by_the_stranger = await (await story.turns_to(STRANGER)).get_by_role("article").all_inner_texts()

    said = {CONTENT, PROPOSAL, SECOND_CONTENT, SECOND_PROPOSAL}
    assert "DỰ THẢO" in _head(draft)
    assert said <= _annex(draft)
    assert said <= _cells(annex)
    assert URGENT_CONTENT not in _annex(draft), "sent on the 16th, it is of the window of the next paper"
    assert all(name in _words(draft) for name in FILES)
    assert set(FILES) <= _cells(annex)
    assert len(seen_by_the_stranger) == SHOWN_TO_THE_STRANGER
    assert "-2611-" not in " ".join(seen_by_the_stranger)


def _head(path: Path) -> str:
    """Return the words of the letterhead, the first table."""
    return "\n".join(cell.text for row in Document(str(path)).tables[0].rows for cell in row.cells)


def _annex(path: Path) -> set[str]:
    """Return what stands in the cells of the annex, the widest table."""
    annex = max(Document(str(path)).tables, key=lambda table: len(table.columns))
    return {cell.text for row in annex.rows for cell in row.cells}


def _words(path: Path) -> str:
    """Return what stands between the tables."""
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def _cells(path: Path) -> set[object]:
    book = load_workbook(path)
    return {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
