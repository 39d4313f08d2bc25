"""One clerk's month from a phone 390 pixels wide: as many presses as the page says, and every button is in reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser

from tests.acceptance.browsing import NARROW, in_the_browser, page_of
from tests.acceptance.clerk_month import GOALS, Month
from tests.acceptance.program import ROOT, no_sandbox_left
from tests.acceptance.stage import running

pytestmark = in_the_browser

PAGE = ROOT / "docs" / "nguoi-dung.md"
HEAD = "| Việc của cán bộ trong tháng | Tính từ | Chọn nút | Nhập |"
MOST = {
    "tiếp nhận mọi mục của báo cáo mới": 2,
    "ghi kết quả xử lý": 4,
    "duyệt số liệu": 3,
    "duyệt phụ lục bổ sung": 3,
}
"""How many presses an official has patience for."""

KEY = 'article.querySelector(".key")'
SPOILT = {
    f'{KEY}.style.minHeight = {KEY}.style.height = "38px"': "38 high",
    f'{KEY}.textContent = "Tải lại tất cả các tệp của phụ lục bổ sung"': "lines",
    f'{KEY}.style.minWidth = "500px"': "out of the view",
    'article.querySelector(".bubble").style.minWidth = "500px"': "the message is cut",
}
"""What the measuring would have found, had it been so."""


def table() -> dict[str, tuple[int, int]]:
    """Return presses and texts of every row of the page."""
    below = PAGE.read_text(encoding="utf-8").split(f"{HEAD}\n|---|---|---|---|\n")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in below.splitlines()]
    return {name: (int(presses), int(texts)) for name, _, presses, texts in rows}


@pytest_asyncio.fixture(loop_scope="session")
async def month(tmp_path: Path, chromium: Browser) -> AsyncIterator[Month]:
    """The month, lived through once; a browser and a program that are the real ones."""
    data = tmp_path / "data"
    with no_sandbox_left(data):
        async with (
            running(data, PROFILE="btp-2026") as stage,
            page_of(chromium, stage.address, NARROW, has_touch=True, is_mobile=True) as page,
        ):
            lived = Month(page, stage, tmp_path)
            await lived.play()
            yield lived


async def test_a_month_takes_the_presses_that_the_page_says_and_every_button_is_whole_and_in_reach(
    month: Month,
) -> None:
    assert month.counted == table()
    assert month.clerk.misshapen == []
    assert month.clerk.screens > len(GOALS)
    assert {row: month.counted[row][0] for row in MOST if month.counted[row][0] > MOST[row]} == {}
    assert Counter(path.suffix for path in month.saved) == {".docx": 2}
    for spoil, complaint in SPOILT.items():
        await month.clerk.article.evaluate(f"(article) => {{ {spoil}; }}")
        assert [each for each in await month.clerk.measured() if complaint in each] != [], spoil
