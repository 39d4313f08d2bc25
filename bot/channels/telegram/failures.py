"""What Telegram's refusals mean (texts of the Bot API server, which are stable), and which setting is in doubt."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorCertificateError, ClientConnectorDNSError, ClientConnectorError
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.runtime.ports import ChannelError, Failure

_BY_TEXT = (
    ("message is not modified", Failure.UNCHANGED),
    ("message to edit not found", Failure.NO_MESSAGE),
    ("message to delete not found", Failure.NO_MESSAGE),
    ("message can't be edited", Failure.NO_MESSAGE),
    ("message_id_invalid", Failure.NO_MESSAGE),
    ("chat not found", Failure.GONE),
    ("user is deactivated", Failure.GONE),
    ("peer_id_invalid", Failure.GONE),
    # Of groups: it may not write there, or there is none any more.
    ("not enough rights to send", Failure.GONE),
    ("have no rights to send", Failure.GONE),
    ("chat_write_forbidden", Failure.GONE),
    ("group chat was deactivated", Failure.GONE),
)


@dataclass(frozen=True)
class WaySettings:
    """The settings that decide how calls go out: BOT_API_BASE and PROXY_URL, empty where they are not set."""

    base: str = ""
    proxy: str = ""

    @property
    def way(self) -> str:
        """Say how calls go out, without the secrets that addresses may hold."""
        parts = [f"through {_place(url)} ({name})" for name, url in self._set]
        return " and ".join(parts) or "directly"

    @property
    def names(self) -> str:
        """Name those that are set."""
        return " and ".join(name for name, _ in self._set)

    @property
    def _set(self) -> list[tuple[str, str]]:
        return [(name, url) for name, url in (("PROXY_URL", self.proxy), ("BOT_API_BASE", self.base)) if url]


def _place(url: str) -> str:
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")


def classify(error: Exception, settings: WaySettings = WaySettings()) -> ChannelError:
    """Return what an error of a call means for whoever made it."""
    found = _classify(error)
    found.doubt = doubt(error, settings)
    return found


def doubt(error: Exception, settings: WaySettings) -> str:
    """Return what an operator may look at; empty where the settings have nothing to do with it."""
    match error:
        case ClientDecodeError():
            other = f", or {settings.names} leads to another server" if settings.names else ""
            return f"something else than the Bot API answers: a login page of the network{other}"
        case TelegramNotFound():
            return f"the server does not know this address: check {'BOT_API_BASE' if settings.base else 'BOT_TOKEN'}"
        case ProxyError():
            wants_login = "407" in f"{error.error_code} {error}" or "auth" in str(error).lower()
            reason = "asks for a user name and a password" if wants_login else "does not let the call through"
            return f"the proxy {reason}: check PROXY_URL"
        case ProxyConnectionError() | ProxyTimeoutError():
            return "the proxy does not answer: check PROXY_URL"
        case TelegramNetworkError():
            return _doubt_of_network(error.__cause__, settings)
    return ""


def _doubt_of_network(cause: BaseException | None, settings: WaySettings) -> str:
    where = settings.names or "the network of this machine"
    match cause:
        case ClientConnectorCertificateError():
            return f"the certificate is not the server's: check the clock of this machine and {where}"
        case ClientConnectorDNSError():
            return f"the server's name is not found: check {where}"
        case ClientConnectorError() if cause.os_error.errno == errno.ECONNREFUSED:
            return f"nothing listens at the server's port: check {where}"
    return f"no answer: check {where}" + ("" if settings.proxy else "; some networks need PROXY_URL")


def _classify(error: Exception) -> ChannelError:
    # Errors that are not the library's may quote the address called, which holds the token.
    # A refusal may come without a word.
    text = getattr(error, "message", None) if isinstance(error, AiogramError) else None
    text = text or type(error).__name__
    match error:
        case TelegramRetryAfter():
            return ChannelError(Failure.THROTTLED, text, retry_after=error.retry_after)
        case TelegramMigrateToChat():
            return ChannelError(Failure.MOVED, text, moved_to=str(error.migrate_to_chat_id))
        case TelegramForbiddenError():
            return ChannelError(Failure.GONE, text)
        case TelegramUnauthorizedError():
            return ChannelError(Failure.UNAUTHORISED, text)
        case TelegramConflictError():
            return ChannelError(Failure.CONFLICT, text)
        case TelegramNotFound():
            return ChannelError(Failure.REFUSED, text)
        case TelegramBadRequest():
            found = (failure for part, failure in _BY_TEXT if part in text.casefold())
            return ChannelError(next(found, Failure.REFUSED), text)
        case _:
            # Server errors, a page of HTML instead of JSON, a dropped line: nobody knows; it may have arrived.
            return ChannelError(Failure.RETRY, text)
