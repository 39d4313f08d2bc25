"""Turning the clock, as the page asks for it and as the program does it.

The page says until when; the program's process waits for that, walks there and says how far it has come. The instant
that was asked for is kept, so that neither a restart of the program nor one of the sandbox forgets it.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf

from aiohttp import web

from bot.calendar_source import calendar_around
from bot.clock import VN
from bot.domain.people import Reader
from bot.domain.profiles import Profile
from bot.domain.texts import N_, Text
from bot.i18n import translate
from bot.sandbox.choices import Choice, choices
from bot.sandbox.exchange import Exchange
from bot.sandbox.readers import reader_of
from bot.sandbox.store import Json

FARTHEST = timedelta(days=400)
"""How far ahead the clock is turned at once; holidays are known for longer."""
WANTED_SECONDS = 25.0
_SHOWN_EVERY_SECONDS = 0.2
_TARGET = "clock_target"
_ABSENT = Text(N_("The assistant is not running. The clock is turned once it starts."))
_STANDING = Text(
    N_("The time is standing still: something could not be sent or finished yet. It goes on by itself afterwards.")
)


def _monotonic() -> float:
    return asyncio.get_running_loop().time()


class _RefusedError(Exception):
    """What was asked of the clock cannot be; `reason` is for the person who asked."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


@dataclass
class Clockwork:
    """The clock of a sandbox, and how far it is to be turned by the days of a profile."""

    exchange: Exchange
    profile: Profile
    _shown_at: float = -inf
    _heard_at: float = field(default_factory=_monotonic)
    """When the program was last on its way."""
    _was_standing: bool = False

    @property
    def target(self) -> datetime | None:
        """Until when the clock is being turned, or None."""
        kept = self.exchange.store.setting(_TARGET)
        return datetime.fromisoformat(kept) if kept else None

    @property
    def choices(self) -> list[Choice]:
        """What the page offers at present."""
        now = self.exchange.clock.now()
        return choices(now, self.profile, calendar_around(now.astimezone(VN).date()))

    @property
    def remark(self) -> Text | None:
        """Why the clock is not being turned although somebody asked for it, None where all is well."""
        if self.target is None:
            return None
        if not self.exchange.online:
            return _ABSENT
        return _STANDING if self._is_standing else None

    @property
    def _is_standing(self) -> bool:
        """Whether the program has not come further for a while of real time."""
        return self.target is not None and _monotonic() - self._heard_at >= self.exchange.waits.standing

    def refresh(self) -> None:
        """Let the pages follow where the program has come to stand, or goes on."""
        if self._is_standing != self._was_standing:
            self._was_standing = not self._was_standing
            self.exchange.store.touch()

    def told(self) -> None:
        """Take note that the program hears until when to turn the clock."""
        self._heard_at = _monotonic()

    def ask(self, body: Json) -> None:
        """Ask for the clock to be turned; of two who ask at once, the later instant counts."""
        to = self._asked_for(body)
        if self.target is None:
            self.told()
        self.exchange.store.set(_TARGET, max(to, self.target or to).isoformat())

    def reached(self, now: datetime) -> None:
        """Take note of how far the program has come. The pages follow, but not every one of thousands of steps."""
        store, moment = self.exchange.store, _monotonic()
        self.told()
        if self.target and now >= self.target:
            store.unset(_TARGET)
        elif moment - self._shown_at >= _SHOWN_EVERY_SECONDS:
            self._shown_at = moment
            store.touch()

    def _asked_for(self, body: Json) -> datetime:
        now = self.exchange.clock.now()
        to = self._chosen(body["choice"]) if "choice" in body else _instant(body.get("to"))
        if to <= now:
            raise _RefusedError(
                Text(
                    N_("It is {now:full} already. The clock is turned forward only; please choose a later time."),
                    now=now,
                )
            )
        if to - now > FARTHEST:
            raise _RefusedError(
                Text(
                    N_("The clock is turned to {latest:full} at most. Please choose an earlier time."),
                    latest=now + FARTHEST,
                )
            )
        return to

    def _chosen(self, key: object) -> datetime:
        for choice in self.choices:
            if choice.key == key:
                return choice.at
        raise _RefusedError(Text(N_("This choice is not there any more. Please choose again.")))


CLOCKWORK: web.AppKey[Clockwork] = web.AppKey("clockwork", Clockwork)


def state(app: web.Application, reader: Reader) -> Json:
    """Return what the page shows of the clock; instants are ISO 8601 in Viet Nam's time."""
    clockwork = app[CLOCKWORK]
    target, remark = clockwork.target, clockwork.remark
    return {
        "now": _iso(clockwork.exchange.clock.now()),
        "target": target and _iso(target),
        "choices": [
            {"key": each.key, "label": translate(each.label, reader), "at": _iso(each.at)} for each in clockwork.choices
        ],
        "remark": translate(remark, reader) if remark else "",
    }


async def turn(request: web.Request) -> web.Response:
    """A person asks for the clock to be turned."""
    clockwork = request.app[CLOCKWORK]
    try:
        clockwork.ask(await _body(request))
    except _RefusedError as refusal:
        return _refused(refusal, request)
    return web.json_response({"seq": clockwork.exchange.store.seq, **_target(clockwork)})


async def wanted(request: web.Request) -> web.Response:
    """Tell the program until when to turn the clock; wait until somebody asks for it, but not for ever."""
    clockwork = request.app[CLOCKWORK]
    loop = asyncio.get_running_loop()
    end = loop.time() + WANTED_SECONDS
    while clockwork.target is None and not clockwork.exchange.closing and loop.time() < end:
        await clockwork.exchange.wait(end - loop.time())
    clockwork.told()
    return web.json_response(_target(clockwork))


async def reached(request: web.Request) -> web.Response:
    """The program says how far it has come, and is told until when to go on."""
    clockwork = request.app[CLOCKWORK]
    try:
        clockwork.reached(_instant((await _body(request)).get("now")))
    except _RefusedError as refusal:
        return _refused(refusal, request)
    return web.json_response(_target(clockwork))


def routes() -> list[web.RouteDef]:
    """Return the routes of the clock."""
    return [
        web.post("/sandbox/clock", turn),
        web.get("/sandbox/clock/wanted", wanted),
        web.post("/sandbox/clock/reached", reached),
    ]


def _instant(text: object) -> datetime:
    """Return the instant of ISO 8601 text; one without a zone is meant in Viet Nam's."""
    try:
        at = datetime.fromisoformat(str(text))
        return (at if at.tzinfo else at.replace(tzinfo=VN)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _RefusedError(
            Text(N_("The time was not understood. Please write it like 2026-11-20T08:30:00+07:00."))
        ) from error


async def _body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        body = {}
    return body if isinstance(body, dict) else {}


def _target(clockwork: Clockwork) -> Json:
    return {"target": clockwork.target and _iso(clockwork.target)}


def _refused(refusal: _RefusedError, request: web.Request) -> web.Response:
    return web.json_response({"error": translate(refusal.reason, reader_of(request))}, status=400)


def _iso(at: datetime) -> str:
    return at.astimezone(VN).isoformat()
