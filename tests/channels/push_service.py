"""A push service on this machine, and browsers that subscribe to it: it looks at who sends, they at what was sealed.

Written apart from what it tests: keys are derived here step by step as RFC 5869 and RFC 8291 have them.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import struct
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HANG = "hang"


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """What a browser has for one subscription: where it is reached, a private key, a secret."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"

    @property
    def point(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def subscription(self) -> dict[str, str]:
        """What a page posts."""
        return {"endpoint": self.endpoint, "p256dh": b64(self.point), "auth": b64(self.auth)}

    def opened(self, body: bytes) -> bytes:
        """Return what a body says. Raises InvalidTag for one that was sealed for another."""
        salt, (size, length) = body[:16], struct.unpack(">IB", body[16:21])
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        material = _hmac(_hmac(self.auth, shared), b"WebPush: info\x00" + self.point + sender + b"\x01")
        pseudo_random = _hmac(salt, material)
        key = _hmac(pseudo_random, b"Content-Encoding: aes128gcm\x00\x01")[:16]
        nonce = _hmac(pseudo_random, b"Content-Encoding: nonce\x00\x01")[:12]
        content, mark, padding = AESGCM(key).decrypt(nonce, sealed, None).rpartition(b"\x02")
        assert mark
        assert not padding.strip(b"\x00")
        return content


def _hmac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()


@dataclass(frozen=True)
class Received:
    """A push as it came."""

    name: str
    headers: dict[str, str]
    body: bytes

    @property
    def claims(self) -> dict[str, Any]:
        """What the sender claims, once the signature holds by the key that comes with it. Raises InvalidSignature."""
        token, key = self._credentials()
        head, claims, signature = token.split(".")
        assert json.loads(unb64(head)) == {"typ": "JWT", "alg": "ES256"}
        r, s = (int.from_bytes(part, "big") for part in (unb64(signature)[:32], unb64(signature)[32:]))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(key))
        public.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
        found = json.loads(unb64(claims))
        assert isinstance(found, dict)
        return found

    @property
    def key(self) -> str:
        """The public key of the sender."""
        return self._credentials()[1]

    def _credentials(self) -> tuple[str, str]:
        scheme, _, rest = self.headers["Authorization"].partition(" ")
        assert scheme == "vapid"
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        return parts["t"], parts["k"]


Answer = int | str | tuple[int, dict[str, str]]


@dataclass
class PushService:
    """Answers 201, or as told."""

    origin: str = ""
    received: list[Received] = field(default_factory=list)
    answers: deque[Answer] = field(default_factory=deque)

    def device(self, name: str = "a") -> Device:
        """Return a browser that this service knows by a name."""
        return Device(f"{self.origin}/push/{name}")

    async def take(self, request: web.Request) -> web.Response:
        self.received.append(Received(request.match_info["name"], dict(request.headers), await request.read()))
        answer = self.answers.popleft() if self.answers else 201
        if isinstance(answer, str):
            await asyncio.Event().wait()
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        return web.Response(status=int(status), headers=headers)


@asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    """Serve one on loopback for the time of a test."""
    service, app = PushService(), web.Application()
    app.add_routes([web.post("/push/{name}", service.take)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    service.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield service
    finally:
        await runner.cleanup()
