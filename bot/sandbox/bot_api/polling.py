"""getUpdates: a long poll that takes nothing away by reading."""

from __future__ import annotations

import asyncio

from aiohttp import web
from telegram.constants import PollingLimit

from bot.sandbox.bot_api.call import Call, Methods
from bot.sandbox.bot_api.checks import RefusedError
from bot.sandbox.store.records import Json

LONGEST_POLL_SECONDS = 50


async def get_updates(call: Call) -> object:
    """Confirm what lies before `offset`, then answer with what waits."""
    hub = call.hub
    _check_no_webhook(call)
    hub.allow(call.json("allowed_updates"))
    mark = hub.begin_poll()
    hung_up = False
    try:
        return await _poll(call, mark)
    except asyncio.CancelledError:  # the server cancels a handler whose caller has closed the line
        hung_up = True
        raise
    finally:
        hub.end_poll(mark, hung_up=hung_up)


async def _poll(call: Call, mark: object) -> list[Json]:
    hub, store = call.hub, call.hub.store
    offset = call.number("offset")
    if offset < 0:
        offset = store.offset_from_end(-offset)
    store.confirm_before(offset)
    limit = call.number("limit") or PollingLimit.MAX_LIMIT
    limit = min(max(limit, PollingLimit.MIN_LIMIT), PollingLimit.MAX_LIMIT)
    loop = asyncio.get_running_loop()
    end = loop.time() + min(call.number("timeout"), LONGEST_POLL_SECONDS)
    while True:
        if hub.faults.outage:
            raise web.HTTPBadGateway
        # Asked at every turn: what would refuse a call that begins now also ends one that is waiting.
        _check_no_webhook(call, "terminated by setWebhook request")
        if not hub.is_current_poll(mark):
            raise RefusedError(
                "terminated by other getUpdates request; make sure that only one bot instance is running", 409
            )
        waiting = hub.updates_to_give(offset, limit)
        if waiting or hub.closing or loop.time() >= end:
            return waiting
        await hub.wait(end - loop.time())


def _check_no_webhook(
    call: Call,
    reason: str = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
) -> None:
    if call.hub.store.setting("webhook"):
        raise RefusedError(reason, 409)


METHODS: Methods = {"getupdates": get_updates}
