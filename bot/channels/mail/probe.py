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
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        use_tls=server.is_tls,
        start_tls=not (server.is_tls or server.is_loopback),
        timeout=_SECONDS,
    )
    try:
        async with client:
            await client.noop()
    except aiosmtplib.SMTPAuthenticationError:
        return Answer(refused=True)
    except (aiosmtplib.SMTPException, OSError) as error:
        return Answer(failure=str(failure_of(error, str(server))))
    return Answer(str(server))
