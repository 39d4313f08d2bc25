"""A webhook: updates are posted to the bot, one after the other, each until it is taken."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.sandbox.bot_api.call import Call, Methods
from bot.sandbox.bot_api.checks import RefusedError
from bot.sandbox.hub import Hub
from bot.sandbox.store.records import Json

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_CONNECTIONS = 40
_AT_ONCE = 100
_SETTING = "webhook"
_ANSWER_SECONDS = 60.0
_IDLE_SECONDS = 30.0


async def set_webhook(call: Call) -> object:
    url = call.text("url")
    if not url:
        return await delete_webhook(call)
    secret = call.text("secret_token")
    if len(secret) > 256:
        raise RefusedError("secret token is too long")
    if not re.fullmatch("[A-Za-z0-9_-]*", secret):
        raise RefusedError("secret token contains unallowed characters")
    url = _address(url)
    call.hub.allow(call.json("allowed_updates"))
    _drop_pending(call)
    most = min(max(call.number("max_connections") or _CONNECTIONS, 1), 100)
    call.hub.store.set(_SETTING, {"url": url, "secret": secret, "max_connections": most})
    return True


def _address(url: str) -> str:
    """Return where to post, https unless said. Only this machine can be reached; plain http is good enough there."""
    full = url if "://" in url else f"https://{url}"
    try:
        parsed = urlsplit(full)
        host, _ = parsed.hostname, parsed.port
    except ValueError as error:
        raise RefusedError("invalid webhook URL specified") from error
    if not host or parsed.scheme not in ("http", "https"):
        raise RefusedError("invalid webhook URL specified")
    if host in LOOPBACK:
        return full
    if parsed.scheme == "http":
        raise RefusedError("bad webhook: An HTTPS URL must be provided for webhook")
    raise RefusedError("bad webhook: Failed to resolve host: Name or service not known")


async def delete_webhook(call: Call) -> object:
    _drop_pending(call)
    call.hub.store.unset(_SETTING)
    return True


def _drop_pending(call: Call) -> None:
    if call.flag("drop_pending_updates"):
        call.hub.store.confirm_before(call.hub.store.next_update_id())


async def get_webhook_info(call: Call) -> object:
    store = call.hub.store
    webhook = store.setting(_SETTING) or {}
    info = {
        "url": webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": store.pending_count(),
    }
    info |= {key: value for key, value in webhook.items() if key not in ("url", "secret")}
    if webhook:
        info["ip_address"] = "127.0.0.1"
    allowed = store.setting("allowed_updates")
    return info | ({"allowed_updates": allowed} if allowed else {})


async def deliver(hub: Hub) -> None:
    """Post what waits, for as long as the sandbox runs; an update that was not taken goes first the next time."""
    pause = hub.waits.retry
    async with ClientSession(timeout=ClientTimeout(total=_ANSWER_SECONDS)) as session:
        while not hub.closing:
            webhook = hub.store.setting(_SETTING)
            ready = webhook and not hub.faults.outage
            waiting = hub.updates_to_give(0, _AT_ONCE) if ready else []
            if not waiting:
                await hub.wait(_IDLE_SECONDS)
            elif await _post_all(hub, session, webhook, waiting):
                pause = hub.waits.retry
            else:
                await hub.pause(pause)
                pause = min(pause * 2, hub.waits.retry_most)


async def _post_all(hub: Hub, session: ClientSession, webhook: Json, updates: list[Json]) -> bool:
    """Post updates in order; stop at the first that is not taken. Return whether all were."""
    for update in updates:
        problem = await _post(session, webhook, update)
        # Another address was set, or none, while this one was answering: its answer counts for nothing.
        if (hub.store.setting(_SETTING) or {}).get("url") != webhook["url"]:
            return True
        _note(hub, webhook, problem)
        if problem:
            return False
        hub.store.forget_update(update["update_id"])
    return True


async def _post(session: ClientSession, webhook: Json, update: Json) -> str:
    """Post an update; return why it was not taken, nothing if it was."""
    headers = {SECRET_HEADER: webhook["secret"]} if webhook["secret"] else {}
    try:
        async with session.post(webhook["url"], json=update, headers=headers, allow_redirects=False) as response:
            if response.ok and response.status < 300:
                return ""
            return f"Wrong response from the webhook: {response.status} {response.reason}"
    except TimeoutError:
        return "Read timeout expired"
    except (ClientError, OSError):
        return "Connection refused"
    except Exception:  # an address that cannot be posted to must not end the whole sandbox
        logger.exception("The webhook could not be posted to")
        return "Internal error"


def _note(hub: Hub, webhook: Json, problem: str) -> None:
    """Keep the last error for getWebhookInfo; a success clears it."""
    known = {key: value for key, value in webhook.items() if not key.startswith("last_error")}
    if problem:
        known |= {"last_error_date": int(hub.clock.now().timestamp()), "last_error_message": problem}
    if known != hub.store.setting(_SETTING):
        hub.store.set(_SETTING, known)


METHODS: Methods = {
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
