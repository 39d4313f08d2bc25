"""From a message that holds a file to what the program knows of it."""

from __future__ import annotations

from aiogram.types import Message

from bot.domain.attachments import Attachment, FileKind, received


def file_of(message: Message, channel: str) -> Attachment | None:
    """Return the photo or the file of a message of a channel, or None.

    A film or a sound that is part of an album counts as a file too, so that it is named among those not taken.
    """
    if message.photo:
        # A photo comes in several sizes.
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return received(
            channel, largest.file_id, FileKind.PHOTO, size=largest.file_size, mime="image/jpeg", caption=message.caption
        )
    found = message.document or ((message.video or message.audio) if message.media_group_id else None)
    if found is None:
        return None
    return received(
        channel,
        found.file_id,
        FileKind.DOCUMENT,
        name=found.file_name,
        size=found.file_size,
        mime=found.mime_type,
        caption=message.caption,
    )
