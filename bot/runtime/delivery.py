"""The call that a message needs, whatever it is: a new message, an edit, a file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain.attachments import Attachment, FileState
from bot.domain.operations import RESULT_FILE, STORED_FILE
from bot.runtime.numbering import with_lines
from bot.runtime.ports import ChannelError, Failure, Outlets, Shown
from bot.services import choosing
from storage import anchors, difficulties, result_files
from storage.choices import Numbered
from storage.outbox import Message
from storage.unit import Unit

FileMaker = Callable[[str], Awaitable[bytes]]
"""Given a reference, returns the bytes of a file that the program makes itself."""
_UNNAMED = "anh.jpg"
"""Of what has no name: a photo."""
FileReader = Callable[[str], Awaitable[bytes | None]]
"""Given its SHA-256, returns the bytes of a file that is kept; None where they are not what they were."""


class Delivery:
    """Makes calls. Raises ChannelError where the channel does not take a message, anything else where a file fails."""

    def __init__(
        self,
        channels: Outlets,
        reading: Database,
        make_file: FileMaker,
        kept_file: FileReader,
        unit: Callable[[Database], Unit],
    ) -> None:
        self._channels = channels
        self._reading = reading
        self._make_file = make_file
        self._kept_file = kept_file
        self._unit = unit

    async def deliver(self, message: Message) -> tuple[Shown | None, dict[str, Any]]:
        """Make the call; return the message as it was shown, None where there was nothing to call for, and its body."""
        if message.kind == "file":
            return await self._file(message), message.body
        if message.kind == "strip":
            return await self._strip(message)
        if message.kind == "delete":
            await self._delete(message)
            return None, {}
        if message.kind == "leave":
            await self._channels[message.channel].leave(message.address)
            return None, {}
        if message.kind == "replace":
            return await self._replace(message)
        return await self._channels[message.channel].send(message.address, self._shown(message)), message.body

    def keep_choices(self, db: Database, message: Message, at: datetime) -> None:
        """Keep what a message that has arrived offers, so that it can be chosen by typing; `at`: when it was shown."""
        listed, live = self._numbered(db, message), choosing.is_live(message.account, message.anchor)
        choosing.offer(
            self._unit(db), message.channel, message.address, message.account, listed,
            live=live, counting_on=self._counts_on(message), at=at,
        )  # fmt: skip

    def _shown(self, message: Message) -> dict[str, Any]:
        """What the channel is handed: where it has no buttons, choices as numbered lines."""
        if self._channels[message.channel].capabilities.buttons:
            return message.body
        return with_lines(message.body, self._numbered(self._reading, message))

    def _numbered(self, db: Database, message: Message) -> list[Numbered]:
        rows, words = message.body.get("rows", []), message.body.get("words", [])
        return choosing.number(
            self._unit(db), message.channel, message.address, rows,
            counting_on=self._counts_on(message), words=words,
        )  # fmt: skip

    def _counts_on(self, message: Message) -> bool:
        """Whether numbers go on from those shown before: where they are lines to be read, and below a screen."""
        has_buttons = self._channels[message.channel].capabilities.buttons
        return not has_buttons and not choosing.is_live(message.account, message.anchor)

    async def _file(self, message: Message) -> Shown:
        body, reference, channel = message.body, message.body["ref"], self._channels[message.channel]
        if reference.startswith(STORED_FILE):
            number = int(reference.removeprefix(STORED_FILE))
            return await self._attachment(message, difficulties.attachment_by_id(self._reading, number))
        if reference.startswith(RESULT_FILE):
            number = int(reference.removeprefix(RESULT_FILE))
            return await self._attachment(message, result_files.by_id(self._reading, [number]).get(number))
        data = await self._make_file(reference)
        return await channel.send_file(message.address, body["name"], data, body)

    async def _attachment(self, message: Message, file: Attachment | None) -> Shown:
        """Send a file on by its identifier, which costs nothing, or else from the bytes that are kept."""
        if file is None or file.state in (FileState.WAITING, FileState.REFUSED):
            raise ChannelError(Failure.REFUSED, "there is no file to be sent on")
        channel = self._channels[message.channel]
        # An identifier means nothing to any other channel, and what was left out of a photo is still in the original.
        if file.channel == message.channel and not (file.kept and file.kept.altered):
            try:
                return await channel.send_stored(message.address, file, message.body)
            except ChannelError as error:
                if error.failure is not Failure.REFUSED or not file.sha256:
                    raise
        content = await self._kept_file(file.sha256) if file.sha256 else None
        if content is None:
            raise ChannelError(Failure.REFUSED, "the file is not known in this channel, and its bytes are not here")
        name = message.body["name"] or file.name or _UNNAMED
        return await channel.send_file(message.address, name, content, message.body)

    async def _delete(self, message: Message) -> None:
        channel = self._channels[message.channel]
        if not channel.capabilities.deletes_for:
            raise ChannelError(Failure.REFUSED, "messages of this channel cannot be deleted")
        try:
            await channel.delete(message.address, message.body["message"])
        except ChannelError as error:
            # Whoever has it in their chat may have deleted it already.
            if error.failure is not Failure.NO_MESSAGE:
                raise

    async def _strip(self, message: Message) -> tuple[Shown | None, dict[str, Any]]:
        channel, there = self._channels[message.channel], anchors.anchor(self._reading, message.anchor)
        shown = there.body if there else {}
        if there is None or not shown.get("rows") or not channel.capabilities.edit:
            return None, {}
        body = {**shown, "rows": _left(shown["rows"], message.body.get("data", ""))}
        if body["rows"] == shown["rows"]:
            return None, {}
        try:
            await channel.edit(there.address, there.message_id, body)
        except ChannelError as error:
            # Old choices do no harm, and the next screen waits behind this.
            if error.failure not in (Failure.NO_MESSAGE, Failure.UNCHANGED, Failure.REFUSED):
                raise
        return Shown(there.message_id), body

    async def _replace(self, message: Message) -> tuple[Shown, dict[str, Any]]:
        channel, shown = self._channels[message.channel], self._shown(message)
        there = anchors.anchor(self._reading, message.anchor) if channel.capabilities.edit else None
        if there is not None:
            try:
                return await channel.edit(there.address, there.message_id, shown), message.body
            except ChannelError as error:
                if error.failure is Failure.UNCHANGED:
                    return Shown(there.message_id), message.body
                # Only where the message is not there is a new one no duplicate.
                if error.failure is not Failure.NO_MESSAGE:
                    raise
        return await channel.send(message.address, shown), message.body


def _left(rows: list[list[list[str]]], data: str) -> list[list[list[str]]]:
    """What a message still offers where the choice that asks for `data` is taken away, or all of them."""
    kept = [[button for button in row if button[1] != data] for row in rows] if data else []
    return [row for row in kept if row]
