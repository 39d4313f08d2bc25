"""From queued messages to the channels their rows name."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlite_utils import Database

from bot.clock import Clock
from bot.domain.operations import Lane
from bot.runtime import verdict
from bot.runtime.delivery import Delivery, FileMaker, FileReader
from bot.runtime.endings import Endings
from bot.runtime.hastening import make_due
from bot.runtime.health import Health
from bot.runtime.holding import Holding
from bot.runtime.leaving import Leaving, Question
from bot.runtime.line import Line
from bot.runtime.pace import Pace
from bot.runtime.ports import ChannelError, Failure, Outlets, Shown
from bot.runtime.postbox import Queued
from storage import outbox, outbox_claims, reach, retries
from storage.database import Writer
from storage.outbox import Message, OutboxState
from storage.unit import Unit

log = logging.getLogger(__name__)

_CALL_SECONDS = 150.0
"""More than a channel takes for one call and a file for being built."""
_MAKE_ATTEMPTS = 4
"""A file that cannot be built, or a row that cannot be read, seldom gets better by waiting."""
_LOOK_AGAIN_SECONDS = 0.1
_LOOK_AT = 64
"""How many chats are looked at for one that may be written to."""
_FAILED_PAUSE_SECONDS = 1.0
_REASONS = {Failure.GONE: outbox.UNREACHABLE, Failure.UNKNOWN: outbox.UNCERTAIN}
"""What is kept of why a message has ended, where that means something to whoever reads it; else the channel's words."""


class Sender:
    """Takes queued messages to their channels, each marked before and after.

    In each channel `senders` at once, one per chat: a channel that does not answer keeps no other from its turn.
    """

    def __init__(
        self,
        channels: Outlets,
        writer: Writer,
        reading: Database,
        clock: Clock,
        *,
        senders: int,
        make_file: FileMaker,
        kept_file: FileReader,
        guards: Mapping[str, Question],
        unit: Callable[[Database], Unit],
        endings: Endings,
    ) -> None:
        self._channels = channels
        self._writer = writer
        self._reading = reading
        self._clock = clock
        self._delivery = Delivery(channels, reading, make_file, kept_file, unit)
        self._leaving = Leaving(guards, endings)
        self._endings = endings
        self._holding = Holding(self._leaving, endings, unit)
        self._health = {name: Health() for name in channels}
        self._paces = {name: Pace(channel.capabilities, clock.seconds) for name, channel in channels.items()}
        self._lines = {name: Line(senders) for name in channels}
        self._deliveries: asyncio.TaskGroup | None = None
        self._wake = asyncio.Event()
        self._hastening = False
        self._finishing = False
        self._recovered = False

    def finish(self) -> None:
        """Take nothing more; `run` ends when what is on its way has arrived."""
        self._finishing = True
        self._wake.set()

    def wake(self) -> None:
        """Something may have been queued."""
        self._wake.set()

    def deaf(self, channel: str) -> None:
        """A channel could not be asked for updates."""
        self._health[channel].asking_failed(self._clock.now())

    def heard(self, channel: str, users: Collection[str]) -> None:
        """A channel was asked for updates; these users have sent some."""
        self._health[channel].asking_succeeded(users)
        if self._has_signs:
            self._wake.set()

    async def opened(self, channel: str, address: str, message_ids: Collection[str]) -> None:
        """A page has shown messages of a chat that its channel held; ids that are not held (any more) are ignored."""
        if await self._writer.write(lambda db: self._holding.opened(db, channel, address, message_ids)):
            self._wake.set()

    def next_retry(self, after: datetime) -> datetime | None:
        """Return when, later than `after`, a message is tried again, looked at again, or a channel may be called."""
        due = [outbox.next_after(self._reading, name, after) for name in self._channels]
        free_in = [pace.held().seconds for pace in self._paces.values()]
        looked_at = [at for at in (self._holding.look_at,) if at and at > after]
        instants = (*due, *looked_at, *(after + timedelta(seconds=seconds) for seconds in free_in if seconds))
        return min((instant for instant in instants if instant is not None), default=None)

    @property
    def idle(self) -> bool:
        """Whether nothing is on its way and nothing is due but what its channel asked to leave alone."""
        is_busy = any(line.busy for line in self._lines.values()) or self._holding.is_due(self._clock.now())
        at_rest = self._recovered and not is_busy and not self._hastening and not self._has_signs
        return at_rest and not any(self._sendable(name, 1) for name in self._channels)

    @property
    def _has_signs(self) -> bool:
        return any(health.has_signs for health in self._health.values())

    async def run(self) -> None:
        """Send until cancelled."""
        # Before the first look: what is `sending` now was being sent by the program before this one.
        await self._writer.write(self._recover)
        self._holding.learn(self._reading)
        self._recovered = True
        for name in outbox.channels_waited_for(self._reading) - self._channels.keys():
            log.warning("messages wait for the channel %s, which is not set up", name)
        async with asyncio.TaskGroup() as self._deliveries:
            while not self._finishing:
                # Before looking, so that what is queued meanwhile is not waited for.
                self._wake.clear()
                for name, health in self._health.items():
                    if health.has_signs:
                        await self._hasten(name, health)
                await self._look_at_held()
                for message in [due for name in self._channels for due in self._due(name)]:
                    self._deliveries.create_task(self._deliver(message))
                await self._wait()

    def _recover(self, db: Database) -> None:
        cautious = [name for name, channel in self._channels.items() if not channel.capabilities.repeats]
        for message in [each for name in cautious for each in outbox_claims.under_way(db, name)]:
            self._mark_failed(db, message, ChannelError(Failure.UNKNOWN, "the program ended meanwhile"))
        retries.recover(db, self._clock.now())

    async def _look_at_held(self) -> None:
        if self._holding.is_due(self._clock.now()):
            try:
                await self._writer.write(self._holding.look)
                self._holding.learn(self._reading)
            except Exception:
                log.exception("what was not opened could not be sent on")
                await asyncio.sleep(_FAILED_PAUSE_SECONDS)

    async def _hasten(self, channel: str, health: Health) -> None:
        """What waits for a chat, a person or a channel is due when they have given a sign of life."""
        signs, self._hastening = health.take_signs(), True
        try:
            await self._writer.write(lambda db: make_due(db, channel, signs, self._clock.now()))
        except Exception:
            log.exception("what waits could not be made due")  # it is tried at its own time
        finally:
            self._hastening = False

    def _due(self, channel: str) -> list[Message]:
        """Return what can be sent now, and reserve its addresses."""
        line, pace = self._lines[channel], self._paces[channel]
        free = max(line.free, 0)
        due = self._sendable(channel, _LOOK_AT) if free else []
        # Asked one by one: a chat whose pace is used up must not keep the others from their turn.
        may_go = (m for m in due if pace.take(m.address, answer=m.lane is Lane.INTERACTIVE))
        taken = list(islice(may_go, free))
        line.looked_at(len(taken), free)
        # Before their tasks begin: the next look must not take the same chats again.
        line.busy.update(message.address for message in taken)
        return taken

    def _sendable(self, channel: str, most: int) -> list[Message]:
        held = self._paces[channel].held()
        if held.everything:
            return []
        busy = held.addresses | self._lines[channel].busy
        return outbox.sendable(self._reading, channel, self._clock.now(), busy, most)

    async def _wait(self) -> None:
        """Until something is queued or delivered, or a retry is due, or a pace or a pause may be over."""
        try:
            async with asyncio.timeout(self._pause()):
                await self._wake.wait()
        except TimeoutError:
            pass

    def _pause(self) -> float | None:
        queued = (outbox.next_at(self._reading, name) for name in self._channels)
        due = min(filter(None, (*queued, self._holding.look_at)), default=None)
        # Nothing waits: whoever queues something wakes the sender.
        if due is None:
            return None
        # Where it is due already, a pace or a busy chat holds it back, and of that nobody tells.
        return min(max((due - self._clock.now()).total_seconds(), _LOOK_AGAIN_SECONDS), 1.0)

    def reserve(self, queued: Queued) -> bool:
        """Let an answer go to its address before anything else, if nothing keeps it; `free` lets go of it."""
        line = self._lines.get(queued.channel)
        if line is None or self._deliveries is None or not self._may_answer(queued):
            return False
        return line.reserve(queued.address)

    def is_full(self, channel: str) -> bool:
        """Return whether an answer whose address is reserved has to wait until a sender is free."""
        return self._lines[channel].free < 0

    def claim_answer(self, db: Database, queued: Queued) -> Message | None:
        """Take an answer in the transaction that queues it, or ends the one before it; None where it cannot leave."""
        may = self._may_answer(queued)
        return outbox_claims.claim_answer(db, queued.row, self._clock.now()) if may else None

    def _may_answer(self, to: Queued | Message) -> bool:
        return not self._finishing and self._paces[to.channel].answers_at_once(to.address)

    def deliver(self, message: Message) -> None:
        """Deliver what was taken, now that this is committed."""
        assert self._deliveries is not None
        self._deliveries.create_task(self._deliver(message, is_claimed=True))

    def line_up(self, queued: Queued) -> None:
        """Let an answer that has been committed wait for a sender."""
        line = self._lines[queued.channel]
        line.stand(queued)
        self._step_up(line)

    def free(self, to: Queued | Message) -> None:
        """Nothing is on its way to an address any more."""
        line = self._lines[to.channel]
        if line.release(to.address):
            self._wake.set()
        self._step_up(line)

    def _step_up(self, line: Line) -> None:
        queued = line.step_up() if line.free > 0 and not self._finishing else None
        if queued:
            assert self._deliveries is not None
            self._deliveries.create_task(self._deliver_next(queued))

    async def _deliver_next(self, queued: Queued) -> None:
        """Deliver an answer whose turn came when nothing ended with which it could be taken."""
        message = None
        try:
            message = await self._writer.write(lambda db: self.claim_answer(db, queued))
        except Exception:
            log.exception("message %d could not be taken", queued.row)
            await asyncio.sleep(_FAILED_PAUSE_SECONDS)
        if message:
            await self._deliver(message, is_claimed=True)
            return
        self._wake.set()
        self.free(queued)

    async def _deliver(self, message: Message, *, is_claimed: bool = False) -> None:
        try:
            # Committed before the call: no transaction is open while the network is waited for.
            is_claimed = is_claimed or await self._writer.write(lambda db: self._claim(db, message))
            following: Message | None = message if is_claimed else None
            while following:
                if following.address != message.address:
                    self.free(message)
                message = following
                following = await self._send(message)
        except Exception:
            # The row stays as it is: waiting, or sending and therefore sent once more after the next start.
            log.exception("message %d could not be marked", message.id)
            await asyncio.sleep(_FAILED_PAUSE_SECONDS)
            self._wake.set()
        finally:
            if not is_claimed:
                self._wake.set()
            self.free(message)

    def _claim(self, db: Database, message: Message) -> bool:
        return self._leaving.may_go(db, message, self._clock.now()) and outbox_claims.claim(db, message.id)

    async def _send(self, message: Message) -> Message | None:
        """Send what was taken; return the next answer, to the same address or in line, taken with the mark of this."""
        try:
            async with asyncio.timeout(_CALL_SECONDS):
                shown, body = await self._delivery.deliver(message)
        except ChannelError as error:
            await self._failed(message, error)
        except TimeoutError:
            repeats = self._channels[message.channel].capabilities.repeats
            await self._failed(message, ChannelError(Failure.RETRY if repeats else Failure.UNKNOWN, "timeout"))
        except Exception as error:
            log.exception("message %d could not be made", message.id)
            again = message.attempts + 1 < _MAKE_ATTEMPTS
            made = ChannelError(Failure.RETRY if again else Failure.REFUSED, type(error).__name__)
            await self._writer.write(lambda db: self._mark_failed(db, message, made))
        else:
            return await self._mark_sent(message, shown, body)
        self._wake.set()
        return None

    async def _mark_sent(self, message: Message, shown: Shown | None, body: dict[str, Any]) -> Message | None:
        line = self._lines[message.channel]
        queued = line.step_up()
        try:
            more, following = await self._writer.write(lambda db: self._sent(db, message, shown, body, queued))
        except Exception:
            if queued:
                line.stand_first(queued)
            raise
        if shown is not None and shown.is_held:
            self._holding.learn(self._reading)
            more = True
        # Where no call was made, that says nothing of the chat.
        if shown is not None:
            self._succeeded(message)
        if more:
            self._wake.set()
        if queued:
            self._settle(queued, following)
        if following and following.address == message.address:
            line.asked(message.address, goes_on=True)
        return following

    def _settle(self, queued: Queued, following: Message | None) -> None:
        """What stood in line is sent next, has to wait, or cannot leave as it was."""
        if following is None:
            self._wake.set()
            self.free(queued)
        elif following.id != queued.row:
            self._lines[queued.channel].stand_first(queued)

    def _succeeded(self, message: Message) -> None:
        self._health[message.channel].call_succeeded(message.address)
        if self._has_signs:
            self._wake.set()

    def _sent(
        self, db: Database, message: Message, shown: Shown | None, body: dict[str, Any], queued: Queued | None
    ) -> tuple[bool, Message | None]:
        """Mark it; return whether more is to be looked for, and the next answer to the same address, or in line."""
        now = self._clock.now()
        if shown is not None and shown.is_held:
            said = self._holding.hold(db, message, shown, body)
        else:
            said = self._leaving.arrived(db, message, shown, body, now)
        self._delivery.keep_choices(db, message, (shown.at if shown else None) or now)
        self._lines[message.channel].asked(message.address)
        following = None
        if outbox_claims.any_due(db, message.channel, message.address, now):
            following = self._next_answer(db, message, now)
            said = said or following is None
        return said, following or (self.claim_answer(db, queued) if queued else None)

    def _next_answer(self, db: Database, message: Message, now: datetime) -> Message | None:
        may = self._may_answer(message)
        return outbox_claims.claim_next_answer(db, message.channel, message.address, now) if may else None

    async def _failed(self, message: Message, error: ChannelError) -> None:
        doubt = f", look at {error.doubt}" if error.doubt else ""
        log.warning("message %d: %s (%s)%s", message.id, error.failure.name, error, doubt)
        if error.failure is Failure.THROTTLED:
            self._paces[message.channel].hold(None if error.everywhere else message.address, error.retry_after)
        if error.failure in (Failure.RETRY, Failure.UNKNOWN):
            self._health[message.channel].call_failed(message.address, self._clock.now())
        await self._writer.write(lambda db: self._mark_failed(db, message, error))

    def _mark_failed(self, db: Database, message: Message, error: ChannelError) -> None:
        now = self._clock.now()
        if error.failure is Failure.MOVED:
            reach.move_address(db, message.channel, message.address, error.moved_to)
        if error.failure is Failure.THROTTLED and error.everywhere:
            self._endings.throttled(db, message)
        patience = self._channels[message.channel].capabilities.patience
        again = verdict.again(message, error, now, outage=self._health[message.channel].outage, least=patience)
        if again:
            retries.wait(db, message.id, again.at, again.rests_until, again.failing_since, error.failure.name.lower())
            return
        # What may have arrived goes no other way: it would come twice.
        passed = error.failure is not Failure.UNKNOWN and self._endings.passed_on(db, message)
        if not passed:
            why = _REASONS.get(error.failure, str(error)[:200])
            self._endings.end(db, message, OutboxState.FAILED, error=why)
            # What may have arrived is not rung for.
            if error.failure is not Failure.UNKNOWN:
                self._endings.unread(db, message)
        if error.failure is Failure.GONE:
            self._endings.gone(db, message, since=now)
            return
        log.warning("message %d is given up after %d tries", message.id, message.attempts + 1)
        if not passed:
            self._endings.given_up(db, message)
