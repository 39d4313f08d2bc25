"""What runs beside the program for the office's page; it imports a server where there is a page alone."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from bot.channels.web.links import CHANNEL
from bot.config import Settings
from bot.runtime.ports import Channels
from bot.runtime.postbox import Postbox
from bot.services.people import signing_in
from storage.database import Writer

if TYPE_CHECKING:
    from aiohttp import web


def page_parts(
    channels: Channels, settings: Settings, writer: Writer, postbox: Postbox
) -> Sequence[Callable[[], Coroutine[Any, Any, None]]]:
    """Return what runs beside the program: the server of its page, and what says in the settings whether there is one.

    Without a page, links to one that was there are offered no more.
    """

    async def announce() -> None:
        await writer.write(lambda db: signing_in.announce(postbox.unit(db), CHANNEL, settings.public_url))

    if not settings.public_url:
        return [announce]
    from bot.channels.web.client import WebChannel
    from bot.channels.web.program import server_of

    page = channels[CHANNEL]
    assert isinstance(page, WebChannel)
    further, bell = list(_webhooks(channels)), []
    if settings.web_push_contact:
        from bot.channels.web.push import program as push

        further += push.routes_of(page, settings, postbox)
        bell = [push.ringer_of(page, settings, postbox).run]
    return [announce, server_of(page, settings, postbox, further).run, page.tidy, *bell]


def _webhooks(channels: Channels) -> Sequence[web.AbstractRouteDef]:
    """Return where Zalo calls, where it is told to."""
    from bot.channels.zalo import links, routes
    from bot.channels.zalo.client import ZaloChannel

    zalo = channels.get(links.CHANNEL)
    return routes.routes(zalo) if isinstance(zalo, ZaloChannel) and zalo.door.is_open else ()
