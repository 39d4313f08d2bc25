"""What is said of a file in a channel that cannot send any."""

from __future__ import annotations

from enum import Enum, auto

from bot.domain.profiles import Office
from bot.domain.texts import N_, Screen, Text


class Place(Enum):
    """Where a file that a channel cannot carry is to be had."""

    OFFICE = auto()
    """From the office, which has the page at most."""
    PAGE = auto()
    """In its reader's conversation on the page."""
    BY_LINK = auto()
    """There too, and a link that signs in follows."""


_WHERE = {
    Place.PAGE: N_("This channel cannot send files. The file is on the page {page}, in the conversation of {you}."),
    Place.BY_LINK: N_(
        "This channel cannot send files. The file is on the page {page}, in the conversation of {you}; a link that"
        " signs in follows."
    ),
}


def not_sent(caption: Text, name: str, office: Office, page: str, place: Place = Place.OFFICE) -> Screen:
    """Which file there is, and where to get it: `page` is the address of the office's page, if there is one."""
    named = (Text(N_("File: {name}"), name=name),) if name else ()
    asked = N_("This channel cannot send files. To get the file, please write to {email} or call {phone}.")
    opened = N_(
        "This channel cannot send files. To get the file, please open {page}, or write to {email} or call {phone}."
    )
    where = Text(
        _WHERE.get(place, opened if page else asked),
        page=page,
        email=office.email,
        phone=office.phone,
    )
    return Screen((caption, *named, where))


def not_received(page: str, email: str) -> Text:
    """What is said of a file, a contact or a sticker that a channel without files does not hand over."""
    asked = N_("This channel hands over texts and photos only; what was just sent did not arrive. Files: to {email}.")
    opened = N_(
        "This channel hands over texts and photos only; what was just sent did not arrive. Files can be sent on the"
        " page {page} or to {email}."
    )
    return Text(opened if page else asked, page=page, email=email)
