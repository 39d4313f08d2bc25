"""A file that a person of the sandbox sent, fetched by the program's own channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram.client import TelegramChannel
from bot.runtime.ports import ChannelError, Failure
from handlers.files import file_of
from tests.sandbox.sandbox_world import TOKEN, World, sandbox_world

ROSTER = "person_code,full_name\nAN,Nguyễn Văn An\n".encode()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path) as found:
        yield found


@pytest.fixture
async def channel(world: World) -> AsyncIterator[TelegramChannel]:
    found = TelegramChannel(TOKEN, world.address.rstrip("/"), "")
    yield found
    await found.close()


async def sent(world: World, channel: TelegramChannel, name: str, content: bytes) -> str:
    """Send a file as a person; return the identifier under which the program learns of it."""
    await world.phone().attach((name, content), as_documents=True)
    (raw,) = await channel.fetch("")
    update = channel.parse(raw)
    assert update is not None
    assert update.message is not None
    file = file_of(update.message, channel.name)
    assert file is not None
    assert (file.name, file.size) == (name, len(content))
    return file.ref


@pytest.mark.parametrize("content", [ROSTER, bytes(range(256)) * 1000, b"x"])
async def test_a_document_comes_byte_for_byte(world: World, channel: TelegramChannel, content: bytes) -> None:
    file = await sent(world, channel, "danh-sach.csv", content)

    assert await channel.download(file, 1_000_000) == content


async def test_a_document_over_the_limit_does_not_come(world: World, channel: TelegramChannel) -> None:
    file = await sent(world, channel, "danh-sach.csv", ROSTER)

    with pytest.raises(ChannelError) as refused:
        await channel.download(file, len(ROSTER) - 1)

    assert refused.value.failure is Failure.REFUSED


async def test_a_download_that_the_server_does_not_know_any_more_is_tried_again(
    world: World, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = await sent(world, channel, "danh-sach.csv", ROSTER)
    monkeypatch.setattr(type(channel.bot.session.api), "file_url", lambda *_: f"{world.address}file/bot{TOKEN}/nowhere")

    with pytest.raises(ChannelError) as failed:
        await channel.download(file, 1000)

    assert failed.value.failure is Failure.RETRY
    assert TOKEN not in str(failed.value)
