"""From operations to queued messages, in the transaction of what led to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from bot.domain.operations import Delete, Lane, Leave, Operation, Replace, Send, SendFile, Strip, Toast
from bot.domain.texts import Screen
from bot.i18n import render
from bot.runtime.numbering import rendered
from bot.runtime.ports import PLAINEST, Capabilities
from bot.runtime.reckoning import Reckoner
from bot.screens.files import not_sent
from storage import outbox
from storage.outbox import Envelope
from storage.unit import Unit


@dataclass(frozen=True)
class Queued:
    """A message that was put into the outbox: its row, and where it goes."""

    row: int
    channel: str
    address: str


def enqueue(
    unit: Unit, operations: Sequence[Operation], key: str, capabilities: Mapping[str, Capabilities]
) -> list[Queued]:
    """Put what is to be sent into the outbox, each in its reader's language, in the caller's transaction.

    What has no key of its own gets its place under `key`, which must never have been used: raises KeyTakenError.
    `capabilities` are those of every channel, by its name.
    """
    queued = []
    for number, operation in enumerate(operations):
        if not isinstance(operation, Toast):
            able = capabilities.get(operation.to.channel, PLAINEST)
            if isinstance(operation, SendFile) and not able.files:
                operation = _in_words(unit, operation)
            row = outbox.put(unit.db, _envelope(operation, f"{key}:{number}", able), unit.now)
            if row is not None:
                queued.append(Queued(row, operation.to.channel, operation.to.address))
    return queued


def _in_words(unit: Unit, file: SendFile) -> Send:
    screen = not_sent(file.caption, file.name, unit.rules.profile.office)
    return Send(
        file.to,
        screen,
        topic=file.topic,
        lane=file.lane,
        key=file.key,
        guard=file.guard,
        not_before=file.not_before,
    )


@dataclass(frozen=True)
class Postbox:
    """Where a part of the program puts what it has to say, in the transaction of what it did."""

    unit: Callable[[Database], Unit]
    capabilities: Mapping[str, Capabilities]
    queued: Callable[[], None]
    """To be called once the transaction is committed."""
    reckoner: Reckoner | None = None
    """What does long work beside the program; without it all is done at once."""

    def put(self, unit: Unit, operations: Sequence[Operation], key: str) -> None:
        """Queue operations under a key of their own."""
        enqueue(unit, operations, key, self.capabilities)


def _envelope(
    operation: Send | Replace | Strip | SendFile | Delete | Leave, key: str, capabilities: Capabilities
) -> Envelope:
    to = operation.to
    place = (to.channel, to.address, to.account)
    match operation:
        case Send():
            return Envelope(
                operation.key or key,
                *place,
                operation.lane,
                "send",
                rendered(operation.screen, to.reader, capabilities),
                operation.anchor,
                operation.topic,
                operation.guard,
                operation.expires_at,
                once=bool(operation.key),
                not_before=operation.not_before,
            )
        case Replace():
            body = rendered(operation.screen, to.reader, capabilities)
            return Envelope(key, *place, Lane.INTERACTIVE, "replace", body, operation.anchor, operation.topic)
        case Strip():
            body = {"data": operation.data} if operation.data else {}
            return Envelope(key, *place, Lane.INTERACTIVE, "strip", body, operation.anchor)
        case Leave():
            return Envelope(key, *place, Lane.INTERACTIVE, "leave", {})
        case Delete():
            body = {"message": operation.message}
            once = bool(operation.key)
            return Envelope(operation.key or key, *place, Lane.BULK, "delete", body, topic=operation.topic, once=once)
        case SendFile():
            caption = render(Screen((operation.caption,)), to.reader, capabilities.caption_limit)
            body = {**caption, "ref": operation.ref, "name": operation.name}
            return Envelope(
                operation.key or key,
                *place,
                operation.lane,
                "file",
                body,
                topic=operation.topic,
                guard=operation.guard,
                once=bool(operation.key),
                not_before=operation.not_before,
            )
