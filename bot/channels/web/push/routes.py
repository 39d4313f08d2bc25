"""The page's routes of its bell: whether this browser is rung, from now on, no more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from bot.channels.web.acts import asked_of
from bot.channels.web.asking import Session, Sessions
from bot.channels.web.client import WebChannel
from bot.channels.web.push.endpoints import read
from bot.channels.web.refusals import RefusedError, for_session, past_second_factor
from storage import push

_OfChannel = Callable[[WebChannel, web.Request, Session], Awaitable[web.Response]]


def routes(channel: WebChannel, sessions: Sessions, trusted: frozenset[str] = frozenset()) -> list[web.RouteDef]:
    """Return them. `trusted` are origins of tests."""

    def served(handler: _OfChannel) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        return for_session(sessions, past_second_factor(partial(handler, channel)))

    return [
        web.get("/web/push", served(_state)),
        web.post("/web/push", served(partial(_subscribe, trusted))),
        web.post("/web/push/end", served(_end)),
    ]


async def _state(channel: WebChannel, _request: web.Request, session: Session) -> web.Response:
    return web.json_response({"on": push.is_subscribed(channel.reading, session.id)})


async def _subscribe(
    trusted: frozenset[str], channel: WebChannel, request: web.Request, session: Session
) -> web.Response:
    """A guest is written to by nobody, and rung for nothing."""
    asked = await asked_of(request)
    try:
        to = read(asked, trusted)
    except ValueError:
        raise RefusedError("push") from None  # its words quote what was sent
    if not session.is_member:
        raise RefusedError("push")
    now = channel.clock.now()
    await channel.writer.write(lambda db: push.subscribe(db, session.id, to, now))
    return web.json_response({"on": True})


async def _end(channel: WebChannel, _request: web.Request, session: Session) -> web.Response:
    await channel.writer.write(lambda db: push.unsubscribe(db, session.id))
    return web.json_response({"on": False})
