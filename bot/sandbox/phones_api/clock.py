"""The clock over HTTP: the page asks for it to be turned, the program says how far it has come."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime

from aiohttp import web

from bot.clock import VN
from bot.domain.people import Reader
from bot.sandbox.language import reader_of, translate
from bot.sandbox.phones_api.clock_control import CLOCK, ClockControl, ClockError, instant
from bot.sandbox.store.records import Json

WANTED_SECONDS = 25.0
"""How long the program's question waits for somebody to ask for the clock to be turned."""


def clock_state(app: web.Application, reader: Reader) -> Json:
    """Return what the page shows of the clock; instants are ISO 8601 in Viet Nam's time."""
    clock = app[CLOCK]
    target, remark = clock.target, clock.remark
    return {
        "now": _iso(clock.hub.clock.now()),
        "target": target and _iso(target),
        "choices": [
            {"key": each.key, "label": translate(each.label, reader), "at": _iso(each.at)} for each in clock.choices
        ],
        "remark": translate(remark, reader) if remark else "",
    }


async def turn(request: web.Request) -> web.Response:
    """A person asks for the clock to be turned."""
    clock = request.app[CLOCK]
    try:
        clock.ask(await _body(request))
    except ClockError as refusal:
        return _refused(refusal, request)
    return web.json_response({"seq": clock.hub.store.seq, **_target(clock)})


async def wanted(request: web.Request) -> web.Response:
    """Tell the program until when to turn the clock; wait until somebody asks for it, but not for ever."""
    clock = request.app[CLOCK]
    loop = asyncio.get_running_loop()
    end = loop.time() + WANTED_SECONDS
    while clock.target is None and not clock.hub.closing and loop.time() < end:
        await clock.hub.wait(end - loop.time())
    clock.heard()
    return web.json_response(_target(clock))


async def reached(request: web.Request) -> web.Response:
    """The program says how far it has come, and is told until when to go on."""
    clock = request.app[CLOCK]
    try:
        clock.reached(instant((await _body(request)).get("now")))
    except ClockError as refusal:
        return _refused(refusal, request)
    return web.json_response(_target(clock))


def routes() -> list[web.RouteDef]:
    """Return the routes of the clock."""
    return [
        web.post("/sandbox/clock", turn),
        web.get("/sandbox/clock/wanted", wanted),
        web.post("/sandbox/clock/reached", reached),
    ]


async def _body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        body = {}
    return body if isinstance(body, dict) else {}


def _target(clock: ClockControl) -> Json:
    return {"target": clock.target and _iso(clock.target)}


def _refused(refusal: ClockError, request: web.Request) -> web.Response:
    return web.json_response({"error": translate(refusal.reason, reader_of(request))}, status=400)


def _iso(at: datetime) -> str:
    return at.astimezone(VN).isoformat()
