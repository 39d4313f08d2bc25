"""The page put together: what it serves, to whom, and behind what."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.channels.web.addresses import Address
from bot.channels.web.client import WebChannel
from bot.channels.web.guarding import Guards
from bot.channels.web.page.routes import routes as page_routes
from bot.channels.web.routes import routes as conversation_routes
from bot.channels.web.server import WebServer
from bot.channels.web.sessions import BrowserSessions
from bot.channels.web.signing_in import WayIn
from bot.channels.web.stopping import Stopping
from bot.config import Settings
from bot.runtime.postbox import Postbox


def sessions_of(channel: WebChannel, settings: Settings, postbox: Postbox) -> BrowserSessions:
    """Return who knows the browsers of the page by their cookies."""
    is_encrypted = Address.of(settings).is_encrypted
    return BrowserSessions(channel.writer, channel.reading, postbox.unit, is_encrypted=is_encrypted)


def server_of(
    channel: WebChannel, settings: Settings, postbox: Postbox, further: Sequence[web.AbstractRouteDef] = ()
) -> WebServer:
    """Return the server of the page, with the way in and the conversation behind it.

    `further` are of what stands beside the conversation: the bell of the page, and where the servers of other channels
    call (`guarding`).
    """
    address = Address.of(settings)
    sessions = sessions_of(channel, settings, postbox)
    guards = Guards(address, sessions, channel.rules.profile.office.phone)
    way_in = WayIn(sessions, channel.writer, channel.reading, postbox)
    stopping = Stopping(channel.writer, channel.reading, postbox)
    opened = [*page_routes(), *way_in.routes(), *stopping.routes()]
    routes = [*opened, *conversation_routes(channel, sessions), *further]
    return WebServer(address, guards, routes, channel.pages.close)
