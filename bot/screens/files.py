"""What is said of a file in a channel that cannot send any."""

from __future__ import annotations

from bot.domain.profiles import Office
from bot.domain.texts import N_, Screen, Text


def not_sent(caption: Text, name: str, office: Office) -> Screen:
    """Which file there is, and where to get it."""
    named = (Text(N_("File: {name}"), name=name),) if name else ()
    where = Text(
        N_("This channel cannot send files. To get the file, please write to {email} or call {phone}."),
        email=office.email,
        phone=office.phone,
    )
    return Screen((caption, *named, where))
