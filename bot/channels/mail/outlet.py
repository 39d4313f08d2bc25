"""Letters as the sender knows them: messages that go out, and to which nobody answers here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlite_utils import Database

from bot.channels.mail.client import Letter, Mailer, Server
from bot.channels.runs import text_of
from bot.config import Settings
from bot.runtime.ports import Capabilities, ChannelError, Failure, Shown
from storage import mailboxes
from storage.letters import CHANNEL

CAPABILITIES = Capabilities(
    text_limit=2000,
    caption_limit=0,
    bulk_per_second=2.0,
    chat_burst=1,
    chat_per_second=1.0,
    buttons=True,  # it has no choices, and is not asked to number any
    weights=False,
    edit=False,
    files=False,
    toasts=False,
    commands=False,
    deletes_for=timedelta(0),
    # A server may want a stranger to come back (greylisting), and be down for a night: until its letter is over.
    patience=timedelta(days=3),
)


class MailOutlet:
    """Hands letters over. Their address is the key of a mailbox: what it stands for is looked up as it leaves."""

    name = CHANNEL
    capabilities = CAPABILITIES

    def __init__(self, settings: Settings, reading: Database) -> None:
        self._mailer = Mailer(Server.of(settings.smtp_url), settings.mail_from)
        self._reading = reading

    async def send(self, address: str, body: dict[str, Any]) -> Shown:
        """Hand a letter over; that is all that is known of it. Raises ChannelError."""
        mailbox = mailboxes.by_key(self._reading, address)
        if mailbox is None:
            raise ChannelError(Failure.GONE, "the address is kept no longer")
        # As `bot.screens.letters` has it.
        subject, _, text = text_of(body).partition("\n")
        return Shown(await self._mailer.hand_over(Letter(mailbox.address, subject, text, text.rpartition("\n")[2])))

    async def edit(self, *_given: object, **_named: object) -> Shown:
        """Nothing but letters is sent. Raises ChannelError."""
        raise _no_letter()

    async def delete(self, *_given: object, **_named: object) -> None:
        """Nothing but letters is sent. Raises ChannelError."""
        raise _no_letter()

    async def leave(self, *_given: object, **_named: object) -> None:
        """Nothing but letters is sent. Raises ChannelError."""
        raise _no_letter()

    async def send_file(self, *_given: object, **_named: object) -> Shown:
        """Nothing but letters is sent. Raises ChannelError."""
        raise _no_letter()

    async def send_stored(self, *_given: object, **_named: object) -> Shown:
        """Nothing but letters is sent. Raises ChannelError."""
        raise _no_letter()


def _no_letter() -> ChannelError:
    return ChannelError(Failure.REFUSED, "only letters go by mail")
