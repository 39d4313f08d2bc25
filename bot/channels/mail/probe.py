"""One call to the mail server without a letter, for an operator who wants to know whether it would take one."""

from __future__ import annotations

import asyncio

import aiosmtplib

from bot.channels.mail.client import Server
from bot.channels.mail.failures import failure_of
from bot.config import Settings
from bot.runtime.probing import Answer

_SECONDS = 15.0


def ask(settings: Settings) -> Answer:
    """Return what comes of connecting, encrypting and signing in."""
    return asyncio.run(answer_of(Server.of(settings.smtp_url)))


async def answer_of(server: Server) -> Answer:
    """Connect, encrypt, sign in, and say goodbye."""
    try:
        async with server.connection(_SECONDS) as client:
            await client.noop()
    except aiosmtplib.SMTPAuthenticationError:
        return Answer(refused=True)
    except (aiosmtplib.SMTPException, OSError) as error:
        return Answer(failure=str(failure_of(error, str(server))))
    return Answer(str(server))
