"""What the tests of the pages share: one browser for all of them, a sandbox or a stub for each.

A browser lives in the loop it was started in, hence the loop of the session.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser

from tests.acceptance.browsing import browser
from tests.acceptance.web_stub import Stub, stub_server
from tests.sandbox.sandbox_world import World, sandbox_world


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with browser() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path) as world:
        yield world


@pytest_asyncio.fixture(loop_scope="session")
async def stub() -> AsyncIterator[Stub]:
    """The office's page with a list behind it, in which one question stands."""
    stub = Stub()
    stub.says(
        "Kiểm tra trước khi gửi",
        [{"text": "Gửi báo cáo", "data": "s:1", "weight": "primary"}],
        [{"text": "Sửa", "data": "e:1"}, {"text": "Xóa dự thảo", "data": "d:1", "weight": "danger"}],
    )
    async with stub_server(stub):
        yield stub
