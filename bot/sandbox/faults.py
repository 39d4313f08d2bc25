"""What goes wrong on demand: refusals, dropped lines, outages, updates that come twice or in the wrong order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.sandbox.store.records import Json

ON_CALLS = (
    "too_many", "error_500", "bad_gateway", "timeout_before", "timeout_after", "drop", "blocked", "migrate",
)  # fmt: skip
ON_UPDATES = ("duplicate", "reorder")
KINDS = (*ON_CALLS, *ON_UPDATES, "outage")
NOT_UNASKED = ("getupdates", "getme")
"""Methods that only a fault set for them (or an outage) concerns: a poll would use up what is meant for an act."""
ON_MESSAGES = ("blocked", "timeout_after")
"""Faults that concern messages alone, unless another method is named: nobody is blocked by a chat action."""


@dataclass(frozen=True)
class Fault:
    """One fault: it happens `left` times more, only in `chat` or for `method` where these are given.

    An outage lasts `until` an instant of real time, or until it is cleared. `retry_after` is in seconds.
    """

    kind: str
    left: int = 1
    chat: int | None = None
    method: str = ""
    retry_after: int = 5
    until: datetime | None = None

    def applies_to(self, method: str, chat: int | None, *, is_group: bool) -> bool:
        """Whether a call of `method` (in lower case) in `chat` fails by it."""
        if self.kind not in ON_CALLS or (self.kind == "migrate" and not is_group):
            return False
        if self.chat is not None and self.chat != chat:
            return False
        if self.method:
            return self.method.lower() == method
        return _brings_message(method) if self.kind in ON_MESSAGES else method not in NOT_UNASKED


def _brings_message(method: str) -> bool:
    return method.startswith(("send", "copymessage", "edit")) and method != "sendchataction"


class Faults:
    """The faults that are set; they are kept in memory, so that a restart of the server clears them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._set: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._set.append(fault)

    def clear(self) -> None:
        self._set.clear()

    def active(self) -> tuple[Fault, ...]:
        """Return what is still to come; an outage that is over is forgotten."""
        now = self._clock.now()
        self._set = [fault for fault in self._set if fault.until is None or fault.until > now]
        return tuple(self._set)

    @property
    def outage(self) -> bool:
        """Whether nothing answers at present."""
        return any(fault.kind == "outage" for fault in self.active())

    def take(self, method: str, chat: int | None, *, is_group: bool) -> Fault | None:
        """Return the fault by which a call fails, which is then used up once; None if it does not."""
        for fault in self._set:
            if fault.applies_to(method, chat, is_group=is_group):
                self._use(fault)
                return fault
        return None

    def arrange(self, updates: list[Json]) -> list[Json]:
        """Return `updates` as the faults give them: the first twice, or the first two the other way round.

        A fault of one chat looks at that chat's updates alone. One update alone waits for the second that it changes
        places with.
        """
        # A copy, as using a fault up changes the list.
        for fault in tuple(self._set):
            places = [at for at, update in enumerate(updates) if fault.chat in (None, _chat_of(update))]
            if fault.kind == "duplicate" and places:
                self._use(fault)
                updates = [*updates[: places[0] + 1], *updates[places[0] :]]
            elif fault.kind == "reorder" and len(places) > 1:
                self._use(fault)
                first, second = places[:2]
                updates = list(updates)
                updates[first], updates[second] = updates[second], updates[first]
            elif fault.kind == "reorder":
                updates = [update for at, update in enumerate(updates) if at not in places]
        return updates

    def _use(self, fault: Fault) -> None:
        at = self._set.index(fault)
        self._set[at : at + 1] = [replace(fault, left=fault.left - 1)] if fault.left > 1 else []


def _chat_of(update: Json) -> object:
    """Return the id of the chat that an update, perhaps a malformed one, comes from; None where it names none."""
    for content in update.values():
        for holder in (content, _field(content, "message")):
            chat_id = _field(_field(holder, "chat"), "id")
            if chat_id is not None:
                return chat_id
    return None


def _field(thing: object, name: str) -> object:
    return thing.get(name) if isinstance(thing, dict) else None


def read(body: Mapping[str, object], now: datetime) -> Fault:
    """Return the fault that `body` describes. Raises ValueError with a sentence for the developer."""
    kind = body.get("kind")
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    chat, method, minutes = body.get("chat"), body.get("method") or "", body.get("minutes")
    if chat is not None and (not isinstance(chat, int) or isinstance(chat, bool)):
        raise ValueError("chat must be the id of a chat")
    if chat is not None and kind == "outage":
        raise ValueError("chat must not be given: an outage is everywhere")
    if not isinstance(method, str):
        raise ValueError("method must be the name of a method")
    if minutes is not None and not (isinstance(minutes, int | float) and 0 < minutes <= 24 * 60):
        raise ValueError("minutes must lie between 0 and 1440")
    until = now + timedelta(minutes=minutes) if kind == "outage" and minutes is not None else None
    left, retry_after = _count(body, "times", 1), _count(body, "retry_after", Fault.retry_after)
    return Fault(str(kind), left, chat, method, retry_after, until)


def _count(body: Mapping[str, object], name: str, default: int) -> int:
    value = body.get(name)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 3600:
        raise ValueError(f"{name} must be a whole number from 1 to 3600")
    return value
