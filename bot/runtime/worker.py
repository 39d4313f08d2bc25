"""From the inbox through the handlers: one update, one unit of work."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlite_utils import Database

from bot.clock import Clock
from bot.domain.operations import Send, Toast
from bot.domain.people import Reader
from bot.errors import BotError
from bot.i18n import translate
from bot.runtime.answers import Answers
from bot.runtime.arrivals import Arrivals
from bot.runtime.held import Held
from bot.runtime.outbox import Sender
from bot.runtime.ports import Channels, Handled, Handlers, UnparseableError, capabilities_of
from bot.runtime.postbox import Postbox, Queued, enqueue
from bot.runtime.redaction import describe
from bot.services.beside import BesideError
from storage import beside, inbox, ledgers
from storage.database import Writer, attempt, savepoint
from storage.inbox import Stored
from storage.unit import Unit

log = logging.getLogger(__name__)

_BACK_OFF_SECONDS = (1, 2, 4, 8)
_TOAST_SECONDS = 10.0
"""A phone shows its button as waiting; a remark that comes later is over nothing."""
_FAILED_PAUSE_SECONDS = 1.0
_DEATHS = 3
"""So often the program may die of one update: a kill that has nothing to do with it may hit the same one twice."""


@dataclass
class Quota:
    """At most `most` updates of one user within `seconds`, on monotonic time."""

    most: int = 30
    seconds: float = 10.0
    monotonic: Callable[[], float] = time.monotonic
    _taken: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def take(self, user_key: str) -> bool:
        """Take a place for an update; False if the user has to wait."""
        now = self.monotonic()
        taken = self._taken[user_key]
        while taken and taken[0] <= now - self.seconds:
            taken.popleft()
        if len(taken) >= self.most:
            return False
        taken.append(now)
        return True

    def forget_quiet(self) -> None:
        """Forget users who have not been heard for a while."""
        since = self.monotonic() - self.seconds
        for user_key in [key for key, taken in self._taken.items() if not taken or taken[-1] <= since]:
            del self._taken[user_key]


def answer_key(update: Stored) -> str:
    """Return the key of the answers to an update: its row's number never comes again, the channel's id may."""
    return f"update:{update.seq}"


class Worker:
    """Serves users in turn, each in order; an update that fails holds up its own user only.

    What is found unfinished at the start is *suspect*: the program may have died of it. A suspect is served after
    what everybody else has sent, with nothing else in hand, and its death is counted before it can happen.
    """

    def __init__(
        self,
        handlers: Handlers,
        channels: Channels,
        writer: Writer,
        reading: Database,
        clock: Clock,
        postbox: Postbox,
        *,
        sender: Sender,
        asked: Callable[[], None],
        quota: Quota | None = None,
    ) -> None:
        self._handlers = handlers
        self._channels = channels
        self._capabilities = capabilities_of(channels)
        self._writer = writer
        self._reading = reading
        self._clock = clock
        self._unit = postbox.unit
        self._sender = sender
        self._asked = asked
        self._quota = quota or Quota()
        self._arrivals = Arrivals(reading, clock)
        self._held = Held(postbox.reckoner)
        self._wake = asyncio.Event()
        self._working = False
        self._suspects: Mapping[int, int] = {}
        self._uncut = True
        """Whether the log may hold what must be gone from the disk: after a kill nobody knows."""

    def arrived(self, updates: Sequence[Stored]) -> None:
        """These have been stored."""
        self._arrivals.take(updates)
        self._wake.set()

    def wake(self) -> None:
        """Something may wait that nobody handed over."""
        self._arrivals.left()
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether nothing is being handled and nothing is due."""
        return not self._working and not self._arrivals.any_due

    def next_retry(self, after: datetime) -> datetime | None:
        """Return when, later than `after`, an update is tried again."""
        return inbox.next_after(self._reading, after)

    async def run(self) -> None:
        """Handle what is stored until cancelled."""
        self._suspects = inbox.waiting_deaths(self._reading)
        last = max(self._suspects, default=0)
        async with asyncio.TaskGroup() as beside:
            while True:
                self._wake.clear()
                found = self._held.free(self._arrivals.next_of_each(last))
                fresh = [update for update in found if update.seq not in self._suspects]
                suspects = [update for update in found if update.seq in self._suspects]
                served = [*await self._serve_together(fresh), *await self._serve_alone(suspects)]
                # After the commit only: a remark may say that something was received.
                for update, handled in served:
                    if handled and handled.callback:
                        beside.create_task(self._toast(update.channel, handled))
                    if handled and handled.asked:
                        beside.create_task(self._reckon(update, handled.asked))
                if self._uncut:
                    await self._cut_log()
                if not served:
                    await self._wait()

    def forgive(self) -> None:
        """The program ends, and no update is the reason: no death is counted. After `run`, and after the writer's."""
        try:
            if self._suspects:
                self._writer.write_now(inbox.forgive)
        except Exception:
            log.exception("deaths could not be forgiven")

    async def _serve_together(self, found: Sequence[Stored]) -> list[tuple[Stored, Handled | None]]:
        """Serve updates of different users; return each with what it led to."""
        chosen = [(update, self._quota.take(f"{update.channel}:{update.user_key}")) for update in found]
        # A member's surplus stays in the inbox and waits its turn; a stranger's is ended without an answer.
        chosen = [(update, in_quota) for update, in_quota in chosen if in_quota or not update.linked]
        if len(chosen) < len(found):
            self._arrivals.left()
        self._working = True
        answers = await asyncio.gather(*(self._serve_one(update, in_quota=in_quota) for update, in_quota in chosen))
        self._working = False
        return [(update, handled) for (update, _), handled in zip(chosen, answers, strict=True)]

    async def _serve_alone(self, suspects: Sequence[Stored]) -> list[tuple[Stored, Handled | None]]:
        """Serve the first that its user's quota allows for."""
        for update in suspects:
            # What is on its way when the program dies is sent twice: an update that may kill again waits for it.
            if self._suspects[update.seq] and not self._sender.idle:
                return []
            if served := await self._serve_together([update]):
                return served
        return []

    async def _serve_one(self, update: Stored, *, in_quota: bool) -> Handled | None:
        if not in_quota:
            return await self._serve(update, self._drop)
        deaths = self._suspects.get(update.seq)
        return await (self._serve(update, self._work) if deaths is None else self._try(update, deaths))

    async def _try(self, update: Stored, deaths: int) -> Handled | None:
        """Serve a suspect, or set it aside: it has nothing else beside it, so its next death is its own."""
        try:
            await self._writer.write(partial(inbox.count_deaths, seq=update.seq, deaths=deaths + 1))
        except Exception:
            log.exception("update %d could not be marked and waits", update.seq)
            await asyncio.sleep(_FAILED_PAUSE_SECONDS)
            return None
        if deaths < _DEATHS:
            return await self._serve(update, self._work)
        log.error("the program has died %d times of update %d", deaths, update.seq)
        # Should even the apology be the end of it, the next time there is none.
        return await self._failed(update, final=True, told=deaths == _DEATHS)

    async def _wait(self) -> None:
        self._quota.forget_quiet()
        # What is held is released with a call: nobody looks meanwhile whether it has been.
        due = self._arrivals.next_at(self._held.waiting)
        if self._uncut:
            due = self._clock.now()
        # With something due, its user has used up the quota: look again soon.
        seconds = None if due is None else min(max((due - self._clock.now()).total_seconds(), 0.1), 1.0)
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _serve(self, update: Stored, work: Callable[[Database, Stored, Answers], Handled]) -> Handled | None:
        answers = Answers(self._sender)
        try:
            handled, is_asked = await self._writer.write(lambda db: (work(db, update, answers), beside.is_asked(db)))
        except Exception as error:
            answers.drop()
            self._held.forget(update)
            log.error("update %d failed: %s", update.seq, describe(error))
            return await self._failed(update, final=isinstance(error, UnparseableError))
        answers.go()
        if handled.asked:
            self._arrivals.left()
            self._held.hold(update, handled.asked.place)
        else:
            self._held.forget(update)
        if handled.is_secret:
            await self._cut_log()
        if is_asked:
            self._asked()
        return handled

    async def _cut_log(self) -> None:
        """What was blanked goes from the disk too; where somebody reads just now, it is tried again in a moment."""
        self._uncut = True
        try:
            self._uncut = not await self._writer.checkpoint()
        except Exception as error:
            log.error("the log could not be cut: %s", describe(error))

    def _drop(self, db: Database, update: Stored, _answers: Answers) -> Handled:
        """A stranger beyond the quota is not answered."""
        inbox.end(db, update.seq, self._clock.now())
        return Handled([])

    def _work(self, db: Database, update: Stored, answers: Answers) -> Handled:
        unit, raw = replace(self._unit(db), beside=self._held.place(update)), json.loads(update.raw)
        try:
            # A savepoint: what the handler did is undone, and what explains it is in the same transaction.
            with savepoint(db):
                if not inbox.end(db, update.seq, unit.now):
                    return Handled([])  # it has been handled
                handled = self._handlers.handle(unit, update.channel, raw)
                queued = self._enqueue(unit, update, handled)
        except BesideError as asked:
            handled = self._meanwhile(unit, update, raw, asked)
            queued = enqueue(unit, handled.operations, f"meanwhile:{update.seq}", self._capabilities)
        except BotError as error:
            handled = self._handlers.explain(unit, update.channel, raw, error)
            inbox.end(db, update.seq, unit.now)
            queued = self._enqueue(unit, update, handled)
        # Of several messages that came together the last is answered: what waits is superseded, what is sent is not.
        if self._arrivals.is_alone(update):
            answers.take(db, queued)
        else:
            answers.leave()
        return handled

    def _meanwhile(self, unit: Unit, update: Stored, raw: dict[str, Any], asked: BesideError) -> Handled:
        """The update waits as it did; that something is being made is said once."""
        if asked.place.results:
            return Handled([], asked=asked)
        handled = self._handlers.meanwhile(unit, update.channel, raw, looked_for=asked.is_of_words)
        # After a death it is asked for anew, and has been said.
        said = [replace(o, key=f"meanwhile:{update.seq}") if isinstance(o, Send) else o for o in handled.operations]
        return replace(handled, operations=said, asked=asked)

    async def _reckon(self, update: Stored, asked: BesideError) -> None:
        try:
            await self._held.reckon(asked)
        except Exception as error:
            self._held.forget(update)
            log.error("nothing could be reckoned for update %d: %s", update.seq, describe(error))
            await self._failed(update, final=False)
        finally:
            self._held.release(update)
            self._wake.set()

    def _enqueue(self, unit: Unit, update: Stored, handled: Handled) -> list[Queued]:
        return enqueue(unit, handled.operations, answer_key(update), self._capabilities)

    async def _failed(self, update: Stored, *, final: bool, told: bool = True) -> Handled | None:
        self._arrivals.left()
        try:
            # A transaction of its own: the one that failed is undone.
            return await self._writer.write(lambda db: self._set_aside(db, update, final=final, told=told))
        except Exception:
            # The base takes nothing at present: the update stays as it was and comes round again.
            log.exception("update %d could not be set aside", update.seq)
            await asyncio.sleep(_FAILED_PAUSE_SECONDS)
            return None
        finally:
            self._sender.wake()

    def _set_aside(self, db: Database, update: Stored, *, final: bool, told: bool) -> Handled | None:
        unit = self._unit(db)
        if not final and update.attempts < len(_BACK_OFF_SECONDS):
            inbox.retry_later(db, update.seq, unit.now + timedelta(seconds=_BACK_OFF_SECONDS[update.attempts]))
            return None
        incident = ledgers.next_incident(db, unit.today)
        log.error("update %d set aside as %s", update.seq, incident)
        kept = not self._handlers.is_secret(json.loads(update.raw))
        self._uncut = self._uncut or not kept
        inbox.quarantine(db, update.seq, incident, unit.now, keep=kept)
        if not told:
            return None  # `doctor` lists it
        # The update is set aside all the same where its apology cannot be made: else it would fail for ever.
        handled, error = attempt(db, lambda: self._apologise(unit, update, incident))
        if error:
            log.error("nobody could be told of %s: %s", incident, describe(error))  # `doctor` lists it
        return handled

    def _apologise(self, unit: Unit, update: Stored, incident: str) -> Handled:
        handled = self._handlers.apologise(unit, update.channel, json.loads(update.raw), incident)
        enqueue(unit, handled.operations, f"apology:{incident}", self._capabilities)
        return handled

    async def _toast(self, channel: str, handled: Handled) -> None:
        words = [operation.text for operation in handled.operations if isinstance(operation, Toast)]
        text = translate(words[0], Reader(lang=handled.lang)) if words else ""
        try:
            async with asyncio.timeout(_TOAST_SECONDS):
                await self._channels[channel].toast(handled.callback, text)
        except Exception as error:
            log.info("a toast was dropped: %s", type(error).__name__)
