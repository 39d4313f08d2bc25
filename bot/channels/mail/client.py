"""Hands letters over to a mail server. That it took one says nothing of whether the letter arrives."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.channels.mail.failures import failure_of

_CALL_SECONDS = 30.0
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Letter:
    """A letter as it leaves; `stop_link` is where its reader ends such letters, empty where there is none."""

    to: str
    subject: str
    text: str
    stop_link: str = ""


@dataclass(frozen=True)
class Server:
    """Where letters are handed over, as the setting says: `smtp://user:password@host:587` or `smtps://…`."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    """Whether the connection begins with TLS; else it has to be asked for, unless it does not leave the machine."""

    @classmethod
    def of(cls, url: str) -> Server:
        """Read the setting. Raises ValueError for what it may not be."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError(parts.scheme)
        return cls(
            parts.hostname,
            parts.port or _PORTS[parts.scheme],
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            parts.scheme == "smtps",
        )

    @property
    def is_loopback(self) -> bool:
        """Whether what is sent there stays on the machine. A name can be anybody's, but for `localhost`."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def connection(self, seconds: float) -> aiosmtplib.SMTP:
        """Return a connection that opens with its context; each of its steps takes so many seconds at most."""
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password or None,
            use_tls=self.is_tls,
            # Never in the clear over a wire: a server that cannot is refused.
            start_tls=not (self.is_tls or self.is_loopback),
            timeout=seconds,
        )

    def __repr__(self) -> str:
        """Name it for the log, without what is secret."""
        return f"{self.host}:{self.port}"


class Mailer:
    """Hands over one letter at a time, each over a connection of its own."""

    def __init__(self, server: Server, sender: str) -> None:
        self._server = server
        self._sender = sender

    async def hand_over(self, letter: Letter) -> str:
        """Hand a letter over; return its id. Raises ChannelError: RETRY for later, REFUSED for never."""
        message = self._message(letter)
        try:
            async with self._server.connection(_CALL_SECONDS) as client:
                await client.send_message(message)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise failure_of(error, str(self._server)) from error
        return str(message["Message-ID"])

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        # The library refuses line breaks in headers, whoever brought them.
        message["From"], message["To"], message["Subject"] = self._sender, letter.to, letter.subject
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2].strip(">") or "localhost")
        # No answer of a machine may come back to a machine (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        if letter.stop_link:
            message["List-Unsubscribe"] = f"<{letter.stop_link}>"
        message.set_content(letter.text)
        return message
