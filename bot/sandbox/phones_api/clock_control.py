"""Until when the clock is to be turned, and how far the program has come.

The page says until when; the program's process waits for that, walks there and says how far it has come. The instant
that was asked for is kept, so that neither a restart of the program nor one of the sandbox forgets it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf

from aiohttp import web

from bot.clock import VN
from bot.domain.profiles import Profile
from bot.domain.texts import N_, Text
from bot.sandbox.hub import Hub
from bot.sandbox.phones_api.clock_choices import ClockChoice, clock_choices
from bot.sandbox.phones_api.desk_calendar import calendar_at
from bot.sandbox.store.records import Json

FARTHEST = timedelta(days=400)
"""How far ahead the clock is turned at once; holidays are known for longer."""
_NOTIFY_EVERY_SECONDS = 0.2
_TARGET = "clock_target"
_ABSENT = Text(N_("The assistant is not running. The clock is turned once it starts."))
_BLOCKED = Text(
    N_("The time is standing still: something could not be sent or finished yet. It goes on by itself afterwards.")
)


def _monotonic() -> float:
    return asyncio.get_running_loop().time()


class ClockError(Exception):
    """What was asked of the clock cannot be; `reason` is for the person who asked."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


@dataclass
class ClockControl:
    """The clock of a sandbox, and how far it is to be turned by the days of a profile."""

    hub: Hub
    profile: Profile
    _notified_at: float = -inf
    _heard_at: float = field(default_factory=_monotonic)
    """When the program was last on its way."""
    _was_blocked: bool = False

    @property
    def target(self) -> datetime | None:
        """Until when the clock is being turned, or None."""
        kept = self.hub.store.setting(_TARGET)
        return datetime.fromisoformat(kept) if kept else None

    @property
    def choices(self) -> list[ClockChoice]:
        """What the page offers at present."""
        now = self.hub.clock.now()
        return clock_choices(now, self.profile, calendar_at(self.hub.data, now))

    @property
    def remark(self) -> Text | None:
        """Why the clock is not being turned although somebody asked for it, None where all is well."""
        if self.target is None:
            return None
        if not self.hub.online:
            return _ABSENT
        return _BLOCKED if self._is_blocked else None

    @property
    def _is_blocked(self) -> bool:
        """Whether the program has not come further for a while of real time."""
        return self.target is not None and _monotonic() - self._heard_at >= self.hub.waits.standing

    def refresh(self) -> None:
        """Let the pages follow where the program has come to stand, or goes on."""
        if self._is_blocked != self._was_blocked:
            self._was_blocked = not self._was_blocked
            self.hub.store.touch()

    def heard(self) -> None:
        """Take note that the program hears until when to turn the clock."""
        self._heard_at = _monotonic()

    def ask(self, body: Json) -> None:
        """Ask for the clock to be turned; of two who ask at once, the later instant counts."""
        to = self._asked_for(body)
        if self.target is None:
            self.heard()  # the program has nothing to answer for before it was asked
        self.hub.store.set(_TARGET, max(to, self.target or to).isoformat())

    def reached(self, now: datetime) -> None:
        """Take note of how far the program has come. The pages follow, but not every one of thousands of steps."""
        store, moment = self.hub.store, _monotonic()
        self.heard()
        if self.target and now >= self.target:
            store.unset(_TARGET)
        elif moment - self._notified_at >= _NOTIFY_EVERY_SECONDS:
            self._notified_at = moment
            store.touch()

    def _asked_for(self, body: Json) -> datetime:
        now = self.hub.clock.now()
        to = self._chosen(body["choice"]) if "choice" in body else instant(body.get("to"))
        if to <= now:
            raise ClockError(
                Text(
                    N_("It is {now:full} already. The clock is turned forward only; please choose a later time."),
                    now=now,
                )
            )
        if to - now > FARTHEST:
            raise ClockError(
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
        raise ClockError(Text(N_("This choice is not there any more. Please choose again.")))


CLOCK: web.AppKey[ClockControl] = web.AppKey("clock", ClockControl)


def instant(text: object) -> datetime:
    """Return the instant of ISO 8601 text; one without a zone is meant in Viet Nam's."""
    try:
        at = datetime.fromisoformat(str(text))
        return (at if at.tzinfo else at.replace(tzinfo=VN)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ClockError(
            Text(N_("The time was not understood. Please write it like 2026-11-20T08:30:00+07:00."))
        ) from error
