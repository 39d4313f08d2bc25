"""What the page and the tests send to the people's side, checked before it is believed, and what answers it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.hub import HUB, Hub
from bot.sandbox.store.records import Json

FILES_LIMIT = 60 * 2**20
"""Bytes that a person may send at once."""


_READING_MOST = 3600


class ActionError(Exception):
    """A person cannot do that; the text is for the developer who tried."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Sending:
    """How a person sends something: in which group (None: the private chat), and in answer to which message.

    `reading` is for how many seconds the person had read what is there.
    """

    chat: int | None = None
    reading: int = 0
    reply_to: int | None = None


@dataclass(frozen=True)
class Attached:
    """Files that a person sends, as name and content, and how."""

    files: list[tuple[str, bytes]]
    caption: str
    as_documents: bool
    sending: Sending


def hub_of(request: web.Request) -> Hub:
    """Return the hub, as things are at this moment."""
    hub = request.app[HUB]
    hub.refresh()
    return hub


def done(hub: Hub) -> web.Response:
    """Answer with the state's number after the action."""
    return web.json_response({"seq": hub.store.seq})


async def read(request: web.Request) -> Json:
    """Return a JSON object."""
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError) as error:
        raise ActionError("not JSON") from error
    if not isinstance(body, dict):
        raise ActionError("an object expected")
    return body


def string(body: Json, name: str) -> str:
    """Return a text of `body` that can be sent."""
    value = body.get(name)
    if not isinstance(value, str):
        raise ActionError(f"{name} must be a text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ActionError(f"{name} is not valid Unicode") from error
    return value


def flag(body: Json, name: str) -> bool:
    """Return a truth value of `body`."""
    value = body.get(name)
    if not isinstance(value, bool):
        raise ActionError(f"{name} must be true or false")
    return value


def number(body: Json, name: str) -> int:
    """Return a whole number of `body` that the base can keep."""
    value = body.get(name)
    if not is_number(value):
        raise ActionError(f"{name} must be a number")
    assert isinstance(value, int)
    return value


def sending(body: Json) -> Sending:
    """Return how something is sent; what nothing is said of is as in an ordinary message of the private chat."""
    seconds = _optional(body, "reading") or 0
    if not 0 <= seconds <= _READING_MOST:
        raise ActionError(f"reading must be 0 to {_READING_MOST} seconds")
    return Sending(_optional(body, "chat"), seconds, _optional(body, "reply_to"))


def _optional(body: Json, name: str) -> int | None:
    return None if body.get(name) is None else number(body, name)


def numbers(body: Json, name: str) -> list[int]:
    """Return a list of whole numbers of `body`."""
    value = body.get(name)
    if not isinstance(value, list) or not all(map(is_number, value)):
        raise ActionError(f"{name} must be a list of numbers")
    return value


def is_number(value: object) -> bool:
    """Whether `value` is a whole number that the base can keep."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


async def files(request: web.Request) -> Attached:
    """Return the files of a form."""
    if request.content_type != "multipart/form-data":
        raise ActionError("multipart/form-data expected", 415)
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge as error:
        raise ActionError(f"the files are larger than {FILES_LIMIT // 2**20} MB together", 413) from error
    except (ValueError, AssertionError, LookupError) as error:  # a body that is not what its header says
        raise ActionError("not a form") from error
    found = [value for value in form.getall("file", []) if isinstance(value, web.FileField)]
    named = [(value.filename.encode("utf-8", "replace").decode(), value.file.read()) for value in found]
    for value in found:
        value.file.close()
    how = {name: _form_number(form, name) for name in ("chat", "reading", "reply_to")}
    return Attached(named, _words(form, "caption"), _manner(form) == "document", sending(how))


def _words(form: Any, name: str) -> str:
    value = form.get(name, "")
    if not isinstance(value, str):
        raise ActionError(f"{name} must be a text")
    return string({name: value}, name).strip()


def _manner(form: Any) -> str:
    manner = _words(form, "as") or "auto"
    if manner not in ("auto", "document"):
        raise ActionError("as must be auto or document")
    return manner


def _form_number(form: Any, name: str) -> int | None:
    value = _words(form, name)
    try:
        return number({name: int(value)}, name) if value else None
    except ValueError as error:
        raise ActionError(f"{name} must be a number") from error
