"""One attempt at a slot of a tick, from its first piece to its record: a work of the Writer, another for each pause."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlite_utils import Database

from bot.domain.operations import Pause, Piece
from bot.domain.texts import Text
from bot.runtime.postbox import Postbox
from bot.runtime.redaction import describe
from bot.runtime.ticks import Tick, last_slot
from bot.services import beside
from bot.services.beside import BesideError
from storage import ledgers
from storage.database import Writer
from storage.rows import iso
from storage.unit import Unit

log = logging.getLogger(__name__)


class UndoneError(Exception):
    """A work that its service has gone past was undone with others: only the whole slot can be done again."""


class Attempt:
    """Does the pieces of a slot, each in a savepoint. Everything up to a pause stands, whatever comes of the rest."""

    def __init__(self, tick: Tick, slot: datetime, postbox: Postbox) -> None:
        self._tick = tick
        self._slot = slot
        self._postbox = postbox
        self._held: Piece | None = None
        """The piece that waits for what is reckoned beside."""
        self._asked: BesideError | None = None
        self._unit: Unit | None = None
        self._pieces: Iterator[Piece | Pause] = iter(())
        self._undone: list[str | Text] = []
        self._key = ""
        self._number = 0
        self._begun = 0

    async def by(self, writer: Writer) -> list[str | Text]:
        """Do all of it; return what those pieces are about that failed. Raises what the service raises."""
        goes_on, work = await writer.write(self._begin), 0
        while goes_on:
            self._postbox.queued()
            if self._asked:
                await self._reckon(self._asked)
            work += 1
            goes_on = await writer.write(partial(self._go_on, work))
        return self._undone

    async def _reckon(self, asked: BesideError) -> None:
        """Between two works, as a pause is: what was done before stands. Where it fails its piece has failed."""
        assert self._postbox.reckoner is not None
        self._asked = None
        try:
            await self._postbox.reckoner.reckon(asked)
        except Exception as error:
            held, self._held = self._held, None
            assert held is not None
            self._failed(held, error)

    def at_once(self, db: Database) -> list[str | Text]:
        """Do all of it in the caller's transaction, pauses or none; return and raise as `by` does."""
        goes_on, work = self._begin(db), 0
        while goes_on:
            work += 1
            goes_on = self._go_on(work, db)
        return self._undone

    def _begin(self, db: Database) -> bool:
        """Begin, or begin again where the Writer had to undo it; return whether there is more after a pause."""
        self._undone, self._number, self._begun, self._held, self._asked = [], 0, 0, None, None
        unit = replace(self._postbox.unit(db), beside=beside.places() if self._postbox.reckoner else None)
        failure = ledgers.tick_failures(db).get(self._tick.name)
        last = last_slot(db, self._tick, unit.now)
        if last and last >= self._slot:
            return False  # another wake-up was first
        # A later attempt has keys of its own: some pieces of this one may be on their way. So has a slot that comes
        # round again because the clock was set back.
        number = failure.attempts if failure else 0
        self._key = f"tick:{self._tick.name}:{iso(self._slot)}:{iso(unit.now)}:{number}"
        self._unit, self._pieces = unit, iter(self._tick.service(unit))
        return self._do(unit)

    def _go_on(self, work: int, _db: Database) -> bool:
        assert self._unit is not None
        if work <= self._begun:
            raise UndoneError(self._tick.name)
        self._begun = work
        return self._do(self._unit)

    def _do(self, unit: Unit) -> bool:
        while (piece := self._next()) is not None:
            if isinstance(piece, Pause):
                return True
            error = unit.attempt(partial(self._put, unit, piece, f"{self._key}:{self._number}"))
            if isinstance(error, BesideError):
                self._held, self._asked = piece, error
                return True
            self._number += 1
            if error:
                self._failed(piece, error)
        if not self._undone:
            ledgers.record_slot(unit.db, self._tick.name, self._slot, unit.now)
        return False

    def _next(self) -> Piece | Pause | None:
        if held := self._held:
            self._held = None
            return held
        return next(self._pieces, None)

    def _put(self, unit: Unit, piece: Piece, key: str) -> None:
        self._postbox.put(unit, piece.work(), key)

    def _failed(self, piece: Piece, error: Exception) -> None:
        log.error("a piece of tick %s failed: %s", self._tick.name, describe(error))
        # Several pieces may be of one matter, which is told once.
        if piece.about not in self._undone:
            self._undone.append(piece.about)
