"""Which address does what; all of them for a session, and all but the state for one that owes no second factor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from bot.channels.web import acts, files, stream
from bot.channels.web.asking import Session, Sessions
from bot.channels.web.client import WebChannel
from bot.channels.web.refusals import for_session, past_second_factor
from bot.channels.web.state import state

_OfChannel = Callable[[WebChannel, web.Request, Session], Awaitable[web.StreamResponse]]


def routes(channel: WebChannel, sessions: Sessions) -> list[web.RouteDef]:
    """Return the routes of the conversation."""

    def served(handler: _OfChannel) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        return for_session(sessions, past_second_factor(partial(handler, channel)))

    follow = past_second_factor(partial(stream.events, channel, sessions))
    return [
        web.get("/web/state", for_session(sessions, partial(state, channel))),
        web.get("/web/events", for_session(sessions, follow)),
        web.post("/web/acts/text", served(acts.text)),
        web.post("/web/acts/command", served(acts.text)),
        web.post("/web/acts/edit", served(acts.edit)),
        web.post("/web/acts/tap", served(acts.tap)),
        web.post("/web/acts/files", served(files.up)),
        web.post("/web/seen", served(acts.seen)),
        web.get(r"/web/files/{number:\d+}", served(files.down)),
    ]
