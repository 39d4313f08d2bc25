"""The bell of the page put together."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.channels.web.client import WebChannel
from bot.channels.web.program import sessions_of
from bot.channels.web.push import routes
from bot.channels.web.push.ringer import Ringer
from bot.channels.web.push.services import PushServices
from bot.channels.web.push.vapid import Vapid
from bot.config import Settings
from bot.runtime.postbox import Postbox


def routes_of(channel: WebChannel, settings: Settings, postbox: Postbox) -> Sequence[web.AbstractRouteDef]:
    """Return the routes with which a browser is rung from now on, or no more."""
    return routes.routes(channel, sessions_of(channel, settings, postbox))


def ringer_of(channel: WebChannel, settings: Settings, postbox: Postbox) -> Ringer:
    """Return what rings; from now on the page offers it."""
    return Ringer(channel, postbox.unit, PushServices(Vapid(channel.rules.key, settings.web_push_contact)))
