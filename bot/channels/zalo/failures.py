"""What refusals of Zalo's Bot API mean, and which setting is in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from bot.runtime.ports import ChannelError, Failure

QUOTA_REST = 900.0
"""Seconds for which nothing is sent after a refusal for the quota: there is no word of when it is filled again."""
_GONE = ("chat not found", "user not found", "has blocked", "was blocked")
_TEXT_LETTERS = 200
_NETWORK = "no answer: check ZALO_API_BASE and the network of this machine"
_FOREIGN = "something else than Zalo's Bot API answers: a login page of the network, or check ZALO_API_BASE"
# Whoever owns the account may end the bot at any time: that is no reason for the other channels to stop.
_DOUBTS: Mapping[int, str] = {
    HTTPStatus.UNAUTHORIZED: "the server does not accept ZALO_BOT_TOKEN: take the right one from the bot's owner",
    HTTPStatus.NOT_FOUND: "the server does not know this address: check ZALO_BOT_TOKEN and ZALO_API_BASE",
    HTTPStatus.CONFLICT: "another program asks for the updates of this bot",
}


class NothingYetError(ChannelError):
    """What was waited for has not come in the time of one question."""


def classify(answer: dict[str, Any], status: int, *, acts: bool) -> ChannelError:
    """Return what an answer means that says "ok: false"; where it names no code, the status of HTTP is one."""
    code = answer.get("error_code")
    code = code if type(code) is int else status
    said = answer.get("description")
    text = f"{code} {said[:_TEXT_LETTERS]}" if isinstance(said, str) and said else str(code)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return ChannelError(Failure.THROTTLED, text, retry_after=QUOTA_REST, everywhere=True)
    if code in _DOUBTS:
        return ChannelError(Failure.RETRY, text, doubt=_DOUBTS[code])
    if code == HTTPStatus.REQUEST_TIMEOUT:
        return ChannelError(Failure.UNKNOWN, text) if acts else NothingYetError(Failure.RETRY, text)
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ChannelError(Failure.RETRY, text)  # it answers, and says that it has not done it
    gone = code == HTTPStatus.FORBIDDEN or any(part in text.casefold() for part in _GONE)
    return ChannelError(Failure.GONE if gone else Failure.REFUSED, text)


def unreachable(name: str) -> ChannelError:
    """Return what it means that there was no line: nothing has been done."""
    return ChannelError(Failure.RETRY, name, doubt=_NETWORK)


def cut_off(name: str, *, acts: bool) -> ChannelError:
    """Return what it means that a call was cut off: what `acts` may have been done all the same."""
    return ChannelError(Failure.UNKNOWN if acts else Failure.RETRY, name, doubt=_NETWORK)


def foreign(*, acts: bool) -> ChannelError:
    """Return what an answer means that is none of a Bot API's."""
    return ChannelError(Failure.UNKNOWN if acts else Failure.RETRY, "no answer of a Bot API", doubt=_FOREIGN)
