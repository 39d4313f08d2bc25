"""A proxy that the settings take is one that the channel can use."""

from __future__ import annotations

import pytest
from aiogram.client.session.aiohttp import AiohttpSession

from bot.channels.telegram.client import TelegramChannel
from bot.config import Settings
from tests.world import TOKEN


@pytest.mark.parametrize(
    "address",
    [
        "http://proxy:3128",
        "http://proxy.vpcp.vn:3128/",
        "HTTP://user:p%40ss@10.0.0.1:3128",
        "socks4://proxy:1080",
        "socks5://user:secret@proxy:1080",
        "socks5://[::1]:1080",
    ],
)
def test_every_proxy_that_is_taken_as_a_setting_is_taken_by_the_channel(address: str) -> None:
    settings = Settings(proxy_url=address)

    session = TelegramChannel(TOKEN, "", settings.proxy_url).bot.session

    assert isinstance(session, AiohttpSession)
    assert session.proxy == settings.proxy_url
