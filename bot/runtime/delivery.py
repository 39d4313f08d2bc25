"""The call that a message needs, whatever it is: a new message, an edit, a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sqlite_utils import Database

from bot.domain.operations import STORED_FILE
from bot.runtime.ports import Channel, ChannelError, Failure
from storage import anchors, difficulties
from storage.outbox import Message

FileMaker = Callable[[Database, str], Callable[[], bytes]]
"""Given a reference, read what is needed and return what builds the bytes outside the loop."""


class Delivery:
    """Makes calls. Raises ChannelError where the channel does not take a message, anything else where a file fails."""

    def __init__(self, channel: Channel, reading: Database, make_file: FileMaker) -> None:
        self._channel = channel
        self._reading = reading
        self._make_file = make_file

    async def deliver(self, message: Message) -> tuple[str | None, dict[str, Any]]:
        """Make the call; return the message's id and what it shows now."""
        if message.kind == "file":
            return await self._file(message), message.body
        if message.kind == "strip":
            return await self._strip(message)
        if message.kind == "replace":
            return await self._replace(message)
        return await self._channel.send(message.address, message.body), message.body

    async def _file(self, message: Message) -> str:
        body, reference = message.body, message.body["ref"]
        if reference.startswith(STORED_FILE):
            stored = difficulties.attachment_by_id(self._reading, int(reference.removeprefix(STORED_FILE)))
            if stored is None or stored.channel != message.channel:
                raise ChannelError(Failure.REFUSED, "the file is not known in this channel")
            return await self._channel.send_stored(message.address, stored, body)
        data = await asyncio.to_thread(self._make_file(self._reading, reference))
        return await self._channel.send_file(message.address, body["name"], data, body)

    async def _strip(self, message: Message) -> tuple[str | None, dict[str, Any]]:
        there = anchors.anchor(self._reading, message.anchor)
        if there is None or not there.body.get("rows"):
            return None, {}
        body = {**there.body, "rows": []}
        try:
            await self._channel.edit(there.address, there.message_id, body)
        except ChannelError as error:
            if error.failure not in (Failure.NO_MESSAGE, Failure.UNCHANGED, Failure.REFUSED):
                raise
        return there.message_id, body

    async def _replace(self, message: Message) -> tuple[str | None, dict[str, Any]]:
        there = anchors.anchor(self._reading, message.anchor)
        if there is not None:
            try:
                await self._channel.edit(there.address, there.message_id, message.body)
                return there.message_id, message.body
            except ChannelError as error:
                if error.failure is Failure.UNCHANGED:
                    return there.message_id, message.body
                if error.failure is not Failure.NO_MESSAGE:
                    raise
        return await self._channel.send(message.address, message.body), message.body
