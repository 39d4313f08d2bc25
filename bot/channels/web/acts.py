"""What people do on the page: an act is answered once it is stored, and stored once however often it is sent."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.channels.web import inbound
from bot.channels.web.asking import Session
from bot.channels.web.capabilities import CAPABILITIES
from bot.channels.web.client import WebChannel
from bot.channels.web.refusals import RefusedError
from bot.domain.characters import utf16_length
from bot.domain.secrecy import mark_in
from storage import web_messages
from storage.web_messages import Own

log = logging.getLogger(__name__)

Json = dict[str, Any]

STORED_SECONDS = 20.0
"""So long a page waits for its act to be stored; then it is told to send it again."""
_KEY = re.compile(r"([0-9]{13})-[A-Za-z]{16}")
_OLDEST = timedelta(hours=24)
"""Half as long as the keys of what was stored are kept: nothing that is sent again is stored twice."""
_AHEAD = timedelta(minutes=5)
_DATA_UNITS = 256
_LARGEST_NUMBER = 2**53
"""A page counts no further exactly."""


async def text(channel: WebChannel, request: web.Request, session: Session) -> web.Response:
    """Take a text."""
    asked = await asked_of(request)
    own = Own(_key(asked), said(asked), reply_to=_maybe_number(asked, "reply_to"))
    return await say(channel, session, [own], number(asked, "seen"))


async def edit(channel: WebChannel, request: web.Request, session: Session) -> web.Response:
    """Take the new words of a text that the person sent."""
    asked = await asked_of(request)
    key, words, edited = _key(asked), said(asked), number(asked, "message_id")
    check_age(key, channel.clock.now())
    found = web_messages.message(channel.reading, session.user_key, edited)
    if found is None or not found.act_key or found.file:
        raise RefusedError("gone")
    raw = {**_raw(channel, session, key, inbound.EDIT, number(asked, "seen")), "own": edited, "text": words}
    await hand_on(channel, [raw])
    now, shown = channel.second(), _without_marks(Own(key, words)).text
    await _written(channel, lambda db: web_messages.edit_own(db, session.user_key, edited, key, shown, now))
    channel.pages.tell(session.user_key)
    return stored()


async def tap(channel: WebChannel, request: web.Request, session: Session) -> web.Response:
    """Take the press of a button. What it claims is looked at where it is handled, as of every press."""
    asked = await asked_of(request)
    key, pressed, data = _key(asked), number(asked, "message_id"), _string(asked, "data")
    if not data or utf16_length(data) > _DATA_UNITS:
        raise RefusedError("bad")
    check_age(key, channel.clock.now())
    found = web_messages.message(channel.reading, session.user_key, pressed)
    if found is None or found.act_key:
        raise RefusedError("gone")
    raw = {**_raw(channel, session, key, inbound.PRESS, number(asked, "seen")), "message": pressed, "data": data}
    await hand_on(channel, [raw])
    return stored()


async def seen(channel: WebChannel, request: web.Request, session: Session) -> web.Response:
    """Note that the page has shown everything up to a change."""
    await channel.open_all(session.user_key, number(await asked_of(request), "upto"))
    return stored()


async def say(channel: WebChannel, session: Session, owns: Sequence[Own], seen_until: int) -> web.Response:
    """Hand on what a person says, in as many acts; answer once all are stored, and the conversation shows them."""
    user, now = session.user_key, channel.second()
    # What stands there is stored, however long ago: only what does not is too old to become it.
    if not web_messages.has_act(channel.reading, user, owns[-1].act_key):
        check_age(owns[0].act_key, channel.clock.now())
    shown = [_without_marks(own) for own in owns]
    kept = await _written(channel, lambda db: [web_messages.add_own(db, user, own, now) for own in shown])
    new = [(own, row) for own, (row, was_stored) in zip(owns, kept, strict=True) if not was_stored]
    await hand_on(channel, [_said_raw(channel, session, own, row, seen_until) for own, row in new])
    if new:
        await channel.show_own(user, [row for _, row in new])
    for own, held in zip(owns, shown, strict=True):
        if own.file and held is not own:
            channel.uploads.was_read(own.file.ref)  # unless somebody is to fetch it all the same, it need not lie here
    return stored()


def _without_marks(own: Own) -> Own:
    """Return what the conversation keeps of something that is said: of what bears a mark of secrecy nothing.

    It is handled like anything else, which holds it back, and tells its sender.
    """
    names = [own.file.name] if own.file else []
    if mark_in([own.text or ""], names) is None:
        return own
    return replace(own, text=None, file=replace(own.file, name="") if own.file else None)


async def hand_on(channel: WebChannel, raws: Sequence[Json]) -> None:
    """Wait until acts are stored. Raises RefusedError where they are not within a time."""
    if raws and not await channel.waiting_acts.stored(raws, STORED_SECONDS):
        raise RefusedError("busy")


def stored() -> web.Response:
    """Say that it is done."""
    return web.json_response({"stored": True})


def check_age(key: str, now: datetime) -> None:
    """Refuse what was begun too long ago, or later than now, by the time of the server that the page goes by."""
    milliseconds = int(key[:13])
    begun = timedelta(milliseconds=milliseconds) - timedelta(seconds=now.timestamp())
    if begun > _AHEAD or begun < -_OLDEST:
        raise RefusedError("old")


def key_of(value: object) -> str:
    """Return the key of an act, which the page made. Raises RefusedError."""
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise RefusedError("bad")
    return value


def said(asked: Json, name: str = "text") -> str:
    """Return the words of an act, as they were typed. Raises RefusedError for none, and for too many."""
    words = _string(asked, name)
    if not words.strip():
        raise RefusedError("empty")
    return short_enough(words, CAPABILITIES.text_limit)


def short_enough(words: str, most: int) -> str:
    """Return words that are not too many, as they can be stored. Raises RefusedError."""
    if utf16_length(words) > most:
        raise RefusedError("long", most=most)
    # A half of a pair cannot be stored, and a null ends texts elsewhere.
    return words.encode("utf-8", "replace").decode().replace("\0", "")


def number(asked: Json, name: str) -> int:
    """Return a number of an act. Raises RefusedError."""
    found = asked.get(name)
    if type(found) is not int or not 0 <= found < _LARGEST_NUMBER:
        raise RefusedError("bad")
    return found


def _maybe_number(asked: Json, name: str) -> int | None:
    return None if asked.get(name) is None else number(asked, name)


def _string(asked: Json, name: str) -> str:
    found = asked.get(name)
    if not isinstance(found, str):
        raise RefusedError("bad")
    return found


async def asked_of(request: web.Request) -> Json:
    """Return what a request says, which is an object. Raises RefusedError."""
    if request.content_type != "application/json":
        raise RefusedError("bad")
    try:
        found = json.loads(await request.text())
    except web.HTTPRequestEntityTooLarge as error:
        raise RefusedError("long", most=CAPABILITIES.text_limit) from error
    except (ValueError, RecursionError, LookupError) as error:
        raise RefusedError("bad") from error
    if not isinstance(found, dict):
        raise RefusedError("bad")
    return found


def _key(asked: Json) -> str:
    return key_of(asked.get("key"))


def _said_raw(channel: WebChannel, session: Session, own: Own, row: int, seen_until: int) -> Json:
    file = own.file
    raw = _raw(channel, session, own.act_key, inbound.FILE if file else inbound.TEXT, seen_until)
    raw |= {"own": row, "text": own.text, "message": own.reply_to}
    if file is None:
        return raw
    # As a document even where it is a picture: its name comes with it, and what it is its content says.
    held = {"ref": file.ref, "name": file.name, "size": file.size, "mime": file.mime}
    return {**raw, "file": held, "album": own.album_key}


def _raw(channel: WebChannel, session: Session, act_key: str, kind: str, seen_until: int) -> Json:
    at = _answered_at(channel, session.user_key, seen_until)
    user = session.user_key
    return {"id": f"{user}:{act_key}", "user": user, "lang": session.lang, "kind": kind, "at": int(at.timestamp())}


def _answered_at(channel: WebChannel, user_key: str, seen_until: int) -> datetime:
    """When an act counts as done: before whatever its page had not shown, so that it answers what stood there."""
    unseen = web_messages.first_unseen(channel.reading, user_key, seen_until)
    now = channel.second()
    return min(now, unseen - timedelta(seconds=1)) if unseen else now


async def _written(channel: WebChannel, work: Any) -> Any:
    try:
        return await channel.writer.write(work)
    except Exception as error:
        log.error("an act could not be kept: %s", type(error).__name__)  # its text may quote what was to be written
        raise RefusedError("busy") from error
