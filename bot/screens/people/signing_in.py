"""What is said where somebody signs in to the office's page."""

from __future__ import annotations

from datetime import datetime

from bot.domain.texts import N_, Screen, Text

TITLE = Text(N_("Sign in"))
SIGN_IN = Text(N_("Sign in"))
NOT_SIGNED_IN = Text(N_("Not signed in"))
TO_PAGE = Text(N_("Open the page"))
_AS_IT_IS = "{address}"
UNKNOWN_DEVICE = Text(N_("Unknown browser"))


def offered(full_name: str, title: str) -> tuple[Text, ...]:
    """Who would sign in with a link, before anything is done."""
    return (
        Text(N_("This link signs {full_name} in to {title} in this browser."), full_name=full_name, title=title),
        Text(N_("If this is not you, please close the page; the link is not used up by looking at it.")),
    )


def link(address: str, expires_at: datetime) -> Screen:
    """The link that somebody asked for."""
    return Screen(
        (
            Text(
                N_("Link to the office's page, for {you} alone. It works once, until {until:clock}:"), until=expires_at
            ),
            Text(_AS_IT_IS, address=address),
            Text(N_("Please do not pass it on: whoever opens it is signed in with your name.")),
        )
    )


def asked_elsewhere() -> Text:
    """Below a file that was asked for in a channel without files."""
    return Text(N_("File that {you} asked for in another channel."))


def told(device: str, at: datetime, phone: str) -> Screen:
    """To the other accounts of a person: somebody has signed in with their name."""
    return Screen(
        (
            Text(
                N_(
                    "{You} signed in to the office's page at {at:stamp} ({device}). If this was not {you}, please call"
                    " {phone} at once, and choose Unlink account under /caidat."
                ),
                at=at,
                device=device or UNKNOWN_DEVICE,
                phone=phone,
            ),
        )
    )
