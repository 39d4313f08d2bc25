"""From operations to queued messages, and from queued messages to the channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlite_utils import Database

from bot.clock import Clock
from bot.domain.operations import INTERACTIVE, STORED_FILE, Operation, Replace, Send, SendFile, Strip, Toast
from bot.domain.texts import Screen
from bot.i18n import render
from bot.runtime.numbering import rendered, with_lines
from bot.runtime.pace import Pace
from bot.runtime.ports import PLAINEST, Capabilities, ChannelError, Channels, Failure, capabilities_of
from bot.screens.files import not_sent
from bot.services import choosing
from storage import outbox, people, reports
from storage.choices import Numbered
from storage.database import Writer
from storage.outbox import Envelope, Message
from storage.unit import Unit

log = logging.getLogger(__name__)

_RETRY_SECONDS = (2, 5, 15, 60, 300, 900)
_LATEST_SECONDS = 1800
_CALL_SECONDS = 150.0
"""More than a channel takes for one call and a file for being built."""
_MAKE_ATTEMPTS = 4
_LOOK_AGAIN_SECONDS = 0.1
_LOOK_AT = 64
"""How many chats are looked at for one that may be written to."""
_FAILED_PAUSE_SECONDS = 1.0

Guard = Callable[[Database, str, datetime], bool]
"""A named question: given its arguments and now, is the message still wanted?"""

FileMaker = Callable[[Database, str], Callable[[], bytes]]
"""Given a reference, read what is needed and return what builds the bytes outside the loop."""

Notice = Callable[[Unit, int], Sequence[Operation]]
"""What has to be said when nothing can be delivered to an account any more."""

FileNotice = Callable[[Unit, int, str], Sequence[Operation]]
"""What has to be said when the file of a reference could not be delivered to an account."""


def enqueue(unit: Unit, operations: list[Operation], key: str, capabilities: Mapping[str, Capabilities]) -> None:
    """Put what is to be sent into the outbox, each in its reader's language, in the caller's transaction.

    `capabilities` are those of every channel, by its name.
    """
    for number, operation in enumerate(operations):
        if not isinstance(operation, Toast):
            able = capabilities.get(operation.to.channel, PLAINEST)
            if isinstance(operation, SendFile) and not able.files:
                operation = _in_words(unit, operation)
            outbox.put(unit.db, _envelope(operation, f"{key}:{number}", able), unit.now)


def _in_words(unit: Unit, operation: SendFile) -> Send:
    screen = not_sent(operation.caption, operation.name, unit.rules.profile.office)
    return Send(operation.to, screen, lane=operation.lane, key=operation.key)


@dataclass(frozen=True)
class Postbox:
    """Where a part of the program puts what it has to say, in the transaction of what it did."""

    unit: Callable[[Database], Unit]
    capabilities: Mapping[str, Capabilities]
    queued: Callable[[], None]
    """To be called once the transaction is committed."""

    def put(self, unit: Unit, operations: Sequence[Operation], key: str) -> None:
        """Queue operations under a key of their own."""
        enqueue(unit, list(operations), key, self.capabilities)


def _envelope(operation: Send | Replace | Strip | SendFile, key: str, capabilities: Capabilities) -> Envelope:
    to = operation.to
    place = (key, to.channel, to.address, to.account)
    match operation:
        case Send():
            return Envelope(
                operation.key or place[0],
                *place[1:],
                operation.lane,
                "send",
                rendered(operation.screen, to.reader, capabilities),
                operation.anchor,
                operation.subject,
                operation.guard,
                operation.expires_at,
            )
        case Replace():
            body = rendered(operation.screen, to.reader, capabilities)
            return Envelope(*place, INTERACTIVE, "replace", body, operation.anchor, operation.subject)
        case Strip():
            return Envelope(*place, INTERACTIVE, "strip", {}, operation.anchor)
        case SendFile():
            caption = render(Screen((operation.caption,)), to.reader, capabilities.caption_limit)
            body = {**caption, "ref": operation.ref, "name": operation.name}
            return Envelope(operation.key or place[0], *place[1:], operation.lane, "file", body)


class Sender:
    """Takes queued messages to the channels their rows name, each marked before and after.

    In each channel `senders` at once, one per chat: a channel that does not answer keeps no other from its turn.
    """

    def __init__(
        self,
        channels: Channels,
        writer: Writer,
        reading: Database,
        clock: Clock,
        *,
        senders: int,
        make_file: FileMaker,
        guards: Mapping[str, Guard],
        unit: Callable[[Database], Unit],
        unreachable: Notice,
        file_failed: FileNotice,
    ) -> None:
        self._channels = channels
        self._capabilities = capabilities_of(channels)
        self._writer = writer
        self._reading = reading
        self._clock = clock
        self._senders = senders
        self._make_file = make_file
        self._guards = guards
        self._unit = unit
        self._unreachable = unreachable
        self._file_failed = file_failed
        self._paces = {name: Pace(channel.capabilities, clock.seconds) for name, channel in channels.items()}
        self._busy: set[tuple[str, str]] = set()
        self._wake = asyncio.Event()
        self._finishing = False
        self._recovered = False

    def finish(self) -> None:
        """Take nothing more; `run` ends when what is on its way has arrived."""
        self._finishing = True
        self._wake.set()

    def wake(self) -> None:
        """Something may have been queued."""
        self._wake.set()

    def next_retry(self, after: datetime) -> datetime | None:
        """Return when, later than `after`, a message is tried again or a channel may be called again."""
        due = [outbox.next_after(self._reading, name, after) for name in self._channels]
        free_in = [pace.held().seconds for pace in self._paces.values()]
        instants = (*due, *(after + timedelta(seconds=seconds) for seconds in free_in if seconds))
        return min((instant for instant in instants if instant is not None), default=None)

    @property
    def idle(self) -> bool:
        """Whether nothing is on its way and nothing is due but what its channel asked to leave alone."""
        return self._recovered and not self._busy and not any(self._sendable(name, 1) for name in self._channels)

    async def run(self) -> None:
        """Send until cancelled."""
        now = self._clock.now()
        await self._writer.write(lambda db: outbox.recover(db, now))
        self._recovered = True
        async with asyncio.TaskGroup() as deliveries:
            while not self._finishing:
                self._wake.clear()
                for message in [due for name in self._channels for due in self._due(name)]:
                    self._busy.add((message.channel, message.address))
                    deliveries.create_task(self._deliver(message))
                await self._wait()

    def _due(self, channel: str) -> list[Message]:
        free = self._senders - sum(name == channel for name, _ in self._busy)
        if free <= 0:
            return []
        due, pace = self._sendable(channel, _LOOK_AT), self._paces[channel]
        # Asked one by one: a chat whose pace is used up must not keep the others from their turn.
        may_go = (m for m in due if m.lane == INTERACTIVE or pace.take(m.address))
        return list(islice(may_go, free))

    def _sendable(self, channel: str, most: int) -> list[Message]:
        held = self._paces[channel].held()
        if held.everything:
            return []
        busy = held.addresses | {address for name, address in self._busy if name == channel}
        return outbox.sendable(self._reading, channel, self._clock.now(), busy, most)

    async def _wait(self) -> None:
        """Until something is queued or delivered, or a retry is due, or a pace or a pause may be over."""
        try:
            async with asyncio.timeout(self._pause()):
                await self._wake.wait()
        except TimeoutError:
            pass

    def _pause(self) -> float | None:
        due = min(filter(None, (outbox.next_at(self._reading, name) for name in self._channels)), default=None)
        if due is None:
            return None
        return min(max((due - self._clock.now()).total_seconds(), _LOOK_AGAIN_SECONDS), 1.0)

    async def _deliver(self, message: Message) -> None:
        try:
            if await self._writer.write(lambda db: self._claim(db, message)):
                await self._send(message)
        except Exception:
            # The row stays as it is: waiting, or sending and therefore sent once more after the next start.
            log.exception("message %d could not be marked", message.id)
            await asyncio.sleep(_FAILED_PAUSE_SECONDS)
        finally:
            self._busy.discard((message.channel, message.address))
            self._wake.set()

    def _claim(self, db: Database, message: Message) -> bool:
        now = self._clock.now()
        if message.expires_at and now >= message.expires_at:
            outbox.end(db, message.id, "expired", now)
            return False
        if message.guard and not self._still_wanted(db, message.guard, now):
            outbox.end(db, message.id, "cancelled", now)
            return False
        return outbox.claim(db, message.id)

    def _still_wanted(self, db: Database, guard: str, now: datetime) -> bool:
        name, _, arguments = guard.partition(":")
        return self._guards[name](db, arguments, now)

    async def _send(self, message: Message) -> None:
        try:
            async with asyncio.timeout(_CALL_SECONDS):
                shown = await self._call(message)
        except ChannelError as error:
            await self._failed(message, error)
        except TimeoutError:
            await self._failed(message, ChannelError(Failure.RETRY, "timeout"))
        except Exception as error:
            log.exception("message %d could not be made", message.id)
            again = message.attempts + 1 < _MAKE_ATTEMPTS
            await self._failed(message, ChannelError(Failure.RETRY if again else Failure.REFUSED, type(error).__name__))
        else:
            await self._writer.write(lambda db: self._sent(db, message, *shown))

    async def _call(self, message: Message) -> tuple[str | None, dict[str, Any]]:
        """Make the call; return the message's id and what it shows now."""
        if message.kind == "file":
            return await self._file(message), message.body
        if message.kind == "strip":
            return await self._strip(message)
        if message.kind == "replace":
            return await self._replace(message)
        return await self._channels[message.channel].send(message.address, self._shown(message)), message.body

    def _shown(self, message: Message) -> dict[str, Any]:
        """What a channel is handed: where it has no buttons, choices as numbered lines."""
        if self._capabilities[message.channel].buttons:
            return message.body
        return with_lines(message.body, self._numbered(self._reading, message))

    def _numbered(self, db: Database, message: Message) -> list[Numbered]:
        rows, live = message.body.get("rows", []), choosing.is_live(message.account, message.anchor)
        return choosing.number(self._unit(db), message.channel, message.address, rows, live=live)

    async def _file(self, message: Message) -> str:
        body, reference, channel = message.body, message.body["ref"], self._channels[message.channel]
        if reference.startswith(STORED_FILE):
            stored = reports.attachment_by_id(self._reading, int(reference.removeprefix(STORED_FILE)))
            if stored is None or stored.channel != message.channel:
                raise ChannelError(Failure.REFUSED, "the file is not known in this channel")
            return await channel.send_stored(message.address, stored, body)
        data = await asyncio.to_thread(self._make_file(self._reading, reference))
        return await channel.send_file(message.address, body["name"], data, body)

    async def _strip(self, message: Message) -> tuple[str | None, dict[str, Any]]:
        there = outbox.anchor(self._reading, message.anchor)
        if there is None or not there.body.get("rows") or not self._capabilities[message.channel].edit:
            return None, {}
        body = {**there.body, "rows": []}
        try:
            await self._channels[message.channel].edit(there.address, there.message_id, body)
        except ChannelError as error:
            if error.failure not in (Failure.NO_MESSAGE, Failure.UNCHANGED, Failure.REFUSED):
                raise
        return there.message_id, body

    async def _replace(self, message: Message) -> tuple[str | None, dict[str, Any]]:
        channel, shown = self._channels[message.channel], self._shown(message)
        there = outbox.anchor(self._reading, message.anchor) if channel.capabilities.edit else None
        if there is not None:
            try:
                await channel.edit(there.address, there.message_id, shown)
                return there.message_id, message.body
            except ChannelError as error:
                if error.failure is Failure.UNCHANGED:
                    return there.message_id, message.body
                if error.failure is not Failure.NO_MESSAGE:
                    raise
        return await channel.send(message.address, shown), message.body

    def _sent(self, db: Database, message: Message, message_id: str | None, body: dict[str, Any]) -> None:
        now = self._clock.now()
        outbox.end(db, message.id, "sent", now, message_id)
        if message.anchor and message_id is not None:
            outbox.put_anchor(db, message, message_id, body)
        if message.account is not None:
            people.set_reach(db, message.account, "ok", now)
        if not self._capabilities[message.channel].buttons:
            self._offer(db, message)

    def _offer(self, db: Database, message: Message) -> None:
        live = choosing.is_live(message.account, message.anchor)
        numbered = self._numbered(db, message)
        choosing.offer(self._unit(db), message.channel, message.address, message.account, numbered, live=live)

    async def _failed(self, message: Message, error: ChannelError) -> None:
        log.warning("message %d: %s (%s)", message.id, error.failure.name, error)
        if error.failure is Failure.THROTTLED:
            self._paces[message.channel].hold(None if error.everywhere else message.address, error.retry_after)
        await self._writer.write(lambda db: self._mark_failed(db, message, error))

    def _mark_failed(self, db: Database, message: Message, error: ChannelError) -> None:
        now = self._clock.now()
        match error.failure:
            case Failure.THROTTLED:
                outbox.wait(db, message.id, now + timedelta(seconds=error.retry_after), "throttled")
            case Failure.MOVED:
                people.move_address(db, message.channel, message.address, error.moved_to)
                outbox.wait(db, message.id, now, "moved")
            case Failure.GONE:
                outbox.end(db, message.id, "failed", now, error="address gone")
                self._gone(db, message, now)
            case Failure.REFUSED | Failure.UNCHANGED | Failure.NO_MESSAGE:
                outbox.end(db, message.id, "failed", now, error=str(error)[:200])
                if message.kind == "file":
                    reference = message.body["ref"]
                    self._tell(db, message, lambda unit, account: self._file_failed(unit, account, reference), "file")
            case _:
                seconds = (
                    _RETRY_SECONDS[message.attempts] if message.attempts < len(_RETRY_SECONDS) else _LATEST_SECONDS
                )
                outbox.wait(db, message.id, now + timedelta(seconds=seconds), error.failure.name.lower())

    def _gone(self, db: Database, message: Message, now: datetime) -> None:
        if message.account is not None and people.set_reach(db, message.account, "blocked", now):
            outbox.cancel_for(db, message.account, now)
            self._tell(db, message, self._unreachable, "gone")

    def _tell(self, db: Database, message: Message, notice: Notice, key: str) -> None:
        if message.account is not None:
            unit = self._unit(db)
            operations = list(notice(unit, message.account))
            enqueue(unit, operations, f"{key}:{message.id}", self._capabilities)
