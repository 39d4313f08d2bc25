"""What letters say: that there is something, and nothing of what.

The first line of a letter is its subject, and the last one the link with which its reader stops such letters.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.mailboxes import CODE_FOR
from bot.domain.texts import BLANK, N_, Screen, Text

_NEVER_ASKS = Text(N_("A letter of the system never has any content in it, and never asks for a code or a password."))


def nudge(page: str, stop: str) -> Screen:
    """Something waits on the page."""
    return Screen(
        (
            Text(N_("There is something new to be handled")),
            Text(N_("There is something new to be handled. Please open the page of the office:")),
            Text(N_("{text}"), text=page),
            BLANK,
            Text(
                N_(
                    "This letter comes because you gave this address to be told when a message has not been opened or"
                    " has not arrived."
                )
            ),
            _NEVER_ASKS,
            BLANK,
            *_stop(stop),
        )
    )


def code(spelt: str, stop: str) -> Screen:
    """The code that confirms an address."""
    typed = N_("Please type it where you gave this address, within {minutes:count} minutes. Please give it to nobody.")
    return Screen(
        (
            Text(N_("Code for confirming an e-mail address")),
            Text(N_("Code: {code}"), code=spelt),
            Text(typed, minutes=int(CODE_FOR.total_seconds()) // 60),
            BLANK,
            Text(N_("If it was not you who gave this address, nothing needs to be done: nothing else is sent to it.")),
            BLANK,
            *_stop(stop),
        )
    )


def _stop(link: str) -> tuple[Text, ...]:
    return (Text(N_("To get no such letters any more:")), Text(N_("{text}"), text=link))


def expired(now: datetime) -> Screen:
    """To the desk: the mail server has taken no letter for a day."""
    said = N_(
        "At {now:stamp} letters that tell members of unopened messages were given up: the mail server has not taken"
        " them for a day. The messages themselves are kept. Please tell the operator (python main.py doctor --online),"
        " and call whoever has to know."
    )
    return Screen((Text(said, now=now),))


STOP_TITLE = Text(N_("Letters to this address"))
STOPPED_TITLE = Text(N_("No letters any more"))
STOP = Text(N_("Send no more letters"))


def ask_stop(masked: str) -> tuple[Text, ...]:
    """Whether to end the letters, on the page of the link in them."""
    return (
        Text(N_("Letters that say that something waits go to {address}."), address=masked),
        Text(N_("Nothing is stopped before the button below is chosen. Messages on the page go on as before.")),
    )


def has_stopped(masked: str) -> tuple[Text, ...]:
    """The letters have ended."""
    return (
        Text(N_("No more letters go to {address}; the address is not kept any longer."), address=masked),
        Text(N_("To be told by e-mail again, please give an address under Settings (/caidat).")),
    )
