"""Says in the log whether a channel can be reached: what has changed, once, and what lasts, now and then."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.runtime.ports import ChannelError, Failure

log = logging.getLogger(__name__)

_BORNE = 2
"""So many questions in vain in a row are said: a line that is dropped now and then is nothing."""
_AGAIN_SECONDS = 600.0
"""An operator who looks at the last lines only finds it there."""


class Reach:
    """What there is to be said of one channel. Times are in seconds of `seconds`, which never go back."""

    def __init__(self, channel: str, seconds: Callable[[], float]) -> None:
        self._channel = channel
        self._seconds = seconds
        self._failures = 0
        self._since = 0.0
        self._said = ""
        self._said_at = 0.0
        self._ever = False

    def succeeded(self) -> None:
        """The channel has answered."""
        if self._said:
            log.warning("%s is back after %d s", self._channel, self._seconds() - self._since)
        self._failures, self._said, self._ever = 0, "", True

    def failed(self, error: ChannelError) -> None:
        """The channel has not answered, or not with updates."""
        now = self._seconds()
        if not self._failures:
            self._since = now
        self._failures += 1
        reason = _reason(error)
        # What does not work from the beginning is hardly ever chance.
        if self._failures < _BORNE and self._ever:
            return
        if reason != self._said or now - self._said_at >= _AGAIN_SECONDS:
            log.warning("%s is out of reach for %d s: %s", self._channel, now - self._since, reason)
            self._said, self._said_at = reason, now


def _reason(error: ChannelError) -> str:
    if error.failure is Failure.CONFLICT:
        return f"another program asks for the updates of this bot, waiting for it to end ({error})"
    text = str(error) or error.failure.name.lower()
    return f"{error.doubt} ({text})" if error.doubt else text
