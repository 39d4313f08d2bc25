"""A proxy with TLS in front of the page, as nginx stands there, on a network that fails where it is told to."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "localhost"
STREAM = "/web/events"
KINDS = re.compile(r"/(web/acts/|web/state|web/seen|web/totp|web/files/|vao/|$)")
"""What is cut besides the stream: whoever has the page open, or opens it for the first time, needs nothing else."""
FILES = re.compile(r"/(page/|conversation/|web/strings|manifest)")
"""The page's own files, which a browser keeps once it has had them."""
_UNTIL_NOTICED = ("POST /web/acts/", "POST /web/totp")
"""What is cut as often as it comes: a browser sends once more by itself what a fresh connection did not answer."""
_READ_BYTES = 2**16
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CONNECTION = re.compile(rb"\r\nconnection: [^\r]*", re.IGNORECASE)
_END = b"\r\n\r\n"


class Cut(StrEnum):
    """Where the network is cut."""

    BEFORE = "before the request has arrived"
    INSIDE = "in the middle of the request"
    UNANSWERED = "before the answer has arrived"
    HALF_ANSWERED = "in the middle of the answer"
    TOLD = "in the middle of what the stream tells"
    REFUSED = "nobody takes a connection"


@dataclass
class Network:
    """Takes connections for the program that listens at `program`; each carries one request."""

    program: int
    client: str
    """From where everybody asks, as the proxy sees it."""
    identity: Identity
    port: int = 0
    cuts: list[str] = field(default_factory=list)
    """What was cut since it was told to fail last: method and kind."""
    _cut: Cut | None = None
    _with_files: bool = False
    _is_noticed: bool = False
    _server: asyncio.Server | None = None
    _open: set[StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}"

    def fails(self, how: Cut | None, *, with_files: bool = False) -> None:
        """From now on every kind of request is cut once, the page's files too if told so; with None none is.

        What a person does is cut until it is `noticed`.
        """
        self._cut, self.cuts, self._with_files, self._is_noticed = how, [], with_files, False

    def noticed(self) -> None:
        """The page knows that what its person did got no answer: it may try again."""
        self._is_noticed = True

    async def listen(self) -> None:
        """Take connections, always at the same port."""
        if self._server is not None and self._server.is_serving():
            return
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self.identity.tls)
        self.port = self._server.sockets[0].getsockname()[1]

    def refuse(self) -> None:
        """Hang up on everybody, and take no connection until `listen`."""
        if self._server is not None:
            self._server.close()
        for writer in self._open:
            writer.transport.abort()

    async def end(self) -> None:
        """Hang up for good."""
        self.refuse()
        while self._open:
            await asyncio.sleep(0)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._open.add(writer)
        try:
            # A browser may hang up at any time, and opens connections for later that it never uses.
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._carry(await reader.readuntil(_END), reader, writer)
        finally:
            writer.transport.abort()
            self._open.discard(writer)

    async def _carry(self, head: bytes, reader: StreamReader, writer: StreamWriter) -> None:
        method, path = head.split(b" ", 2)[:2]
        cut = self._due(method.decode(), path.decode().partition("?")[0])
        body = await reader.readexactly(_length(head))
        if cut is Cut.BEFORE:
            return
        from_program, to_program = await asyncio.open_connection("127.0.0.1", self.program)
        try:
            sent = self._forwarded(head) + body
            if cut is Cut.INSIDE:
                to_program.write(sent[: len(sent) - (len(body) or len(sent)) // 2])
                await to_program.drain()
                return
            to_program.write(sent)
            if cut in (Cut.UNANSWERED, Cut.HALF_ANSWERED):
                answer = await from_program.read()
                if cut is Cut.HALF_ANSWERED:
                    await _half(answer, writer)
                return
            await self._answer(path.startswith(STREAM.encode()), from_program, reader, writer)
        finally:
            to_program.close()

    async def _answer(self, is_stream: bool, program: StreamReader, reader: StreamReader, writer: StreamWriter) -> None:
        """Pass on an answer as it comes, until it ends or the browser hangs up."""
        async with asyncio.TaskGroup() as group:
            relaying = group.create_task(self._relay(is_stream, program, writer))
            watching = group.create_task(_hung_up(reader, relaying))
            await asyncio.wait([relaying])
            watching.cancel()

    async def _relay(self, is_stream: bool, program: StreamReader, writer: StreamWriter) -> None:
        with suppress(OSError):
            while part := await program.read(_READ_BYTES):
                if is_stream and b"data:" in part and self._is_due(f"GET {STREAM}", Cut.TOLD):
                    await _half(part, writer)
                    return
                writer.write(part)
                await writer.drain()
            await _ended(writer)

    def _forwarded(self, head: bytes) -> bytes:
        """As nginx hands it on, one request a connection."""
        said = f"\r\nX-Forwarded-For: {self.client}\r\nX-Forwarded-Proto: https\r\nConnection: close{_END.decode()}"
        return _CONNECTION.sub(b"", head.removesuffix(_END)) + said.encode()

    def _due(self, method: str, path: str) -> Cut | None:
        found = KINDS.match(path) or (FILES.match(path) if self._with_files else None)
        what = f"{method} {found[0]}" if found else ""
        is_cut = what and self._cut not in (None, Cut.REFUSED) and self._is_due(what, self._cut)
        return self._cut if is_cut else None

    def _is_due(self, what: str, how: Cut | None) -> bool:
        if self._cut is not how or what.endswith(STREAM) != (how is Cut.TOLD):
            return False
        if what in self.cuts and (self._is_noticed or what not in _UNTIL_NOTICED):
            return False
        self.cuts.append(what)
        return True


async def _hung_up(reader: StreamReader, relaying: asyncio.Task[None]) -> None:
    with suppress(OSError):
        await reader.read(1)
    relaying.cancel()


async def _half(whole: bytes, writer: StreamWriter) -> None:
    """Let half arrive: of what has a body half of that."""
    head, end, body = whole.partition(_END)
    at = len(head + end) + len(body) // 2 if body else len(whole) // 2
    writer.write(whole[:at])
    await _ended(writer)


async def _ended(writer: StreamWriter) -> None:
    writer.close()
    await writer.wait_closed()


def _length(head: bytes) -> int:
    found = _LENGTH.search(head)
    return int(found[1]) if found else 0


@dataclass(frozen=True)
class Identity:
    """What the proxy shows, and by what a browser that is told to knows it as an office's own."""

    tls: ssl.SSLContext
    trusted_by: str
    """The option of Chromium by which it trusts this very key."""


def own_identity(directory: Path) -> Identity:
    """Make a certificate and its key anew."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = directory / "tls.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    spki = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    pin = base64.b64encode(hashlib.sha256(spki).digest()).decode()
    return Identity(context, f"--ignore-certificate-errors-spki-list={pin}")


@asynccontextmanager
async def network(program: int, client: str, directory: Path) -> AsyncIterator[Network]:
    """Stand before a program that listens, or will listen, at a port of this machine."""
    made = Network(program, client, own_identity(directory))
    await made.listen()
    try:
        yield made
    finally:
        await made.end()
