"""Updates for which something is reckoned beside the loop: their senders wait, nobody else does."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.runtime.reckoning import Reckoner
from bot.services import beside
from bot.services.beside import BesideError
from storage.inbox import Stored
from storage.unit import Beside


class Held:
    """What was reckoned for each update that waits for it. It lives in memory: after a death all of it is done anew."""

    def __init__(self, reckoner: Reckoner | None) -> None:
        self._reckoner = reckoner
        self._places: dict[int, Beside] = {}
        self._busy: dict[tuple[str, str], int] = {}
        """Whose updates wait, and which of each: the oldest of theirs."""

    @property
    def waiting(self) -> Collection[int]:
        """The updates that wait for what is reckoned."""
        return self._busy.values()

    def place(self, update: Stored) -> Beside | None:
        """Return where an update finds what was reckoned for it; None where all is done at once."""
        if self._reckoner is None:
            return None
        return self._places.get(update.seq) or beside.places()

    def free(self, updates: Iterable[Stored]) -> list[Stored]:
        """Return those whose sender does not wait."""
        return [update for update in updates if (update.channel, update.user_key) not in self._busy]

    def hold(self, update: Stored, place: Beside) -> None:
        """Let the sender of an update wait, until it is released."""
        self._places[update.seq] = place
        self._busy[update.channel, update.user_key] = update.seq

    def release(self, update: Stored) -> None:
        """Let its sender wait no longer."""
        self._busy.pop((update.channel, update.user_key), None)

    async def reckon(self, asked: BesideError) -> None:
        """Do what was asked for. Raises what the reckoner raises."""
        assert self._reckoner is not None
        await self._reckoner.reckon(asked)

    def forget(self, update: Stored) -> None:
        """An update has been handled."""
        self._places.pop(update.seq, None)
