"""getUpdates: a long poll that takes nothing away by reading."""

from __future__ import annotations

import asyncio

from aiohttp import web
from telegram.constants import PollingLimit

from bot.sandbox.calls import Call, Methods
from bot.sandbox.checks import RefusedError
from bot.sandbox.store import Json

LONGEST_POLL_SECONDS = 50


async def get_updates(call: Call) -> object:
    """Confirm what lies before `offset`, then answer with what waits."""
    exchange = call.exchange
    _check_no_webhook(call)
    exchange.allow(call.json("allowed_updates"))
    mark = exchange.poll_begins()
    hung_up = False
    try:
        return await _poll(call, mark)
    except asyncio.CancelledError:
        hung_up = True
        raise
    finally:
        exchange.poll_ends(mark, hung_up=hung_up)


async def _poll(call: Call, mark: object) -> list[Json]:
    exchange, store = call.exchange, call.exchange.store
    offset = call.number("offset")
    if offset < 0:
        offset = store.offset_from_end(-offset)
    store.confirm_before(offset)
    limit = call.number("limit") or PollingLimit.MAX_LIMIT
    limit = min(max(limit, PollingLimit.MIN_LIMIT), PollingLimit.MAX_LIMIT)
    loop = asyncio.get_running_loop()
    end = loop.time() + min(call.number("timeout"), LONGEST_POLL_SECONDS)
    while True:
        if exchange.faults.outage:
            raise web.HTTPBadGateway
        _check_no_webhook(call, "terminated by setWebhook request")
        if not exchange.is_current(mark):
            raise RefusedError(
                "terminated by other getUpdates request; make sure that only one bot instance is running", 409
            )
        waiting = exchange.waiting(offset, limit)
        if waiting or exchange.closing or loop.time() >= end:
            return waiting
        await exchange.wait(end - loop.time())


def _check_no_webhook(
    call: Call,
    reason: str = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
) -> None:
    if call.exchange.store.setting("webhook"):
        raise RefusedError(reason, 409)


METHODS: Methods = {"getupdates": get_updates}
