"""What a failed call means for its message: another try, or the end. Pure; the sender carries it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.operations import Lane
from bot.runtime.ports import ChannelError, Failure
from storage.outbox import Message

REST = timedelta(seconds=5)
"""Between two tries of a message where its chat, its reader or the channel has given a sign of life meanwhile."""
PATIENCE = {Lane.INTERACTIVE: timedelta(minutes=10), Lane.BULK: timedelta(minutes=30)}
"""How long a message is tried while the channel works for others.

An answer holds back the next answers to somebody who is at the phone; for a notice half an hour is nothing, and a
part of the channel's machines is seldom out of order for longer.
"""
PATIENCE_WITH_STRIPS = timedelta(seconds=30)
"""How long choices are tried to be taken away: old ones do no harm, and the next screen waits behind them."""
PATIENCE_IN_OUTAGE = timedelta(days=3)
"""How long where the channel as a whole is failing: nothing could take the message's place. Over a weekend."""
PATIENCE_WHEN_THROTTLED = timedelta(days=1)
"""How long a channel that is not failing may ask for patience, beyond the first time it asked for."""

_PAUSES_SECONDS = (2, 5, 15, 60, 300, 900, 1800)
"""By the number of tries: most failures pass in seconds, and long ones are ended sooner by a sign of life."""
_FINAL = frozenset({Failure.GONE, Failure.REFUSED, Failure.UNCHANGED, Failure.NO_MESSAGE, Failure.UNKNOWN})


@dataclass(frozen=True)
class Again:
    """Another try at an instant, or sooner after a sign of life, but never before `rests_until`."""

    at: datetime
    rests_until: datetime
    failing_since: datetime


def again(
    message: Message, error: ChannelError, now: datetime, *, outage: bool, least: timedelta = timedelta(0)
) -> Again | None:
    """Return when a message is tried again after a call that failed; None if it has come to its end.

    `outage`: whether the channel as a whole is failing; `least`: how long it is tried at least, as the channel is slow.
    """
    if error.failure in _FINAL:
        return None
    if error.failure is Failure.THROTTLED:
        return _when_throttled(message, error, now)
    since = message.failing_since or now
    # Once: a chat that says it moves again and again is not followed without a pause.
    if error.failure is Failure.MOVED and message.failing_since is None:
        return Again(now, now, since)
    deadline = since + max(_patience(message, outage=outage), least)
    if now >= deadline:
        return None
    pause = timedelta(seconds=_PAUSES_SECONDS[min(message.attempts, len(_PAUSES_SECONDS) - 1)])
    # The last try comes when the patience ends, not a pause after it.
    return Again(min(now + pause, deadline), now + REST, since)


def _patience(message: Message, *, outage: bool) -> timedelta:
    if outage:
        return PATIENCE_IN_OUTAGE
    return PATIENCE_WITH_STRIPS if message.kind == "strip" else PATIENCE[message.lane]


def _when_throttled(message: Message, error: ChannelError, now: datetime) -> Again | None:
    """It simply waits: the pace knows when its chat may be called again, and after a restart it is due."""
    since = message.failing_since or now + timedelta(seconds=error.retry_after)
    return None if now >= since + PATIENCE_WHEN_THROTTLED else Again(now, now, since)
