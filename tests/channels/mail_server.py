"""A mail server on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

from bot.channels.mail.client import Server


class Box:
    """The mail server: keeps what it takes, and answers as it is told."""

    def __init__(self) -> None:
        self.answers = {"RCPT": "250 OK", "DATA": "250 OK"}
        """By the step; where an address stands here, that is what it is answered as a recipient."""
        self.taken: list[EmailMessage] = []
        self.password = ""
        """What it expects of whoever signs in; without one it is not asked."""

    def signed_in(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        """Take a password, or not."""
        return AuthResult(success=data.password == self.password.encode(), handled=False)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        answer = self.answers.get(address, self.answers["RCPT"])
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.answers["DATA"].startswith("2"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answers["DATA"]


@asynccontextmanager
async def listening(box: Box, port: int = 0) -> AsyncIterator[Server]:
    loop = asyncio.get_running_loop()

    def speaker() -> SMTP:
        return SMTP(box, loop=loop, authenticator=box.signed_in, auth_require_tls=False)

    server = await loop.create_server(speaker, "127.0.0.1", port)
    try:
        yield Server.of(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    finally:
        server.close()
        await server.wait_closed()
