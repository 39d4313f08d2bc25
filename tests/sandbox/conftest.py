"""What the tables of the Bot API are about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from telegram.error import ChatMigrated

from bot.clock import SANDBOX_START
from bot.sandbox.hub import Waits
from bot.sandbox.store.database import Store
from tests.sandbox.contract import Table
from tests.sandbox.pictures import png
from tests.sandbox.sandbox_world import MEMBER, SECRETARY, STRANGER, sandbox_world


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def table(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Table]:
    data = tmp_path_factory.mktemp("contract")
    async with sandbox_world(data, waits=Waits(held=0.01)) as world:
        table = Table(world, world.bot)
        await _prepare(table, data)
        yield table


@pytest.fixture
def plain_time_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library give spans of time as such, without a warning about its older form."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


async def _prepare(table: Table, data: Path) -> None:
    bot, phone = table.bot, table.world.phone()
    table.text = (await bot.send_message(MEMBER, "Việc hôm nay")).message_id
    old = await bot.send_message(MEMBER, "Việc tuần trước")
    table.old = old.message_id
    await phone.send("Xin chào")
    table.own = (await phone.messages())[-1]["id"]
    photo = await bot.send_photo(MEMBER, png(640, 480), caption="Ảnh")
    document = await bot.send_document(MEMBER, b"content", filename="a.docx", caption="Tệp")
    assert document.document
    table.photo, table.photo_id = photo.message_id, photo.photo[-1].file_id
    table.document, table.document_id = document.message_id, document.document.file_id
    groups = (await table.world.get("sandbox/state"))["phones"][1]["groups"]
    table.group = groups[0]["chat_id"]
    table.group_text = (await bot.send_message(table.group, "Chào nhóm")).message_id
    table.left, table.kicked, table.moved = [await _group(table) for _ in range(3)]
    for chat in (table.kicked, table.moved):
        await table.world.act(f"groups/{chat}/bot", {"member": True})
    await table.world.act(f"groups/{table.kicked}/bot", {"member": False})
    await table.fault("migrate", chat=table.moved)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(table.moved, "Chào")
    table.moved_to = caught.value.new_chat_id
    await table.world.act(f"phones/{STRANGER}/block", {"blocked": True})
    _make_older(data, table.old)


async def _group(table: Table) -> int:
    _, answer = await table.world.act("groups", {"title": "Tổ công tác", "members": [MEMBER, SECRETARY]})
    chat: int = answer["chat_id"]
    return chat


def _make_older(data: Path, message_id: int) -> None:
    store = Store(data / "sandbox.db", lambda: None)
    kept = store.message(message_id)
    assert kept
    store.replace_message(kept.body | {"date": int((SANDBOX_START - timedelta(hours=49)).timestamp())})
    store.close()
