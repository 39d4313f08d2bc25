"""Who rings (VAPID, RFC 8292): by one key push services and browsers know this program, and take nobody else for it."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from bot.channels.web.push import base64url
from bot.channels.web.push.sealing import CURVE, point_of

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256: as many private keys there are, and one."""
_PURPOSE = b"web-push:vapid"
_GOOD_FOR = timedelta(hours=12)
"""At most a day may be claimed; half of it bears a clock that is wrong by hours."""


class Vapid:
    """The key, and what is said with it to a push service."""

    def __init__(self, secret_key: bytes, contact: str) -> None:
        """`contact` is whom a push service turns to, mailto: or https:."""
        self._private = _derived(secret_key)
        self._contact = contact
        self.public_key = base64url.written(point_of(self._private.public_key()))
        """What browsers are told when they subscribe."""

    def authorization(self, origin: str, now: datetime) -> str:
        """Return the header by which the push service at an origin knows who sends."""
        claims = {"aud": origin, "exp": int((now + _GOOD_FOR).timestamp()), "sub": self._contact}
        said = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
        r, s = decode_dss_signature(self._private.sign(said.encode(), ec.ECDSA(SHA256())))
        signature = base64url.written(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return f"vapid t={said}.{signature}, k={self.public_key}"


def _derived(secret_key: bytes) -> ec.EllipticCurvePrivateKey:
    """Twice as many bits as are needed, so that no key is likelier than another by what could be noticed."""
    made = int.from_bytes(hmac.new(secret_key, _PURPOSE, hashlib.sha512).digest(), "big")
    return ec.derive_private_key(made % (_ORDER - 1) + 1, CURVE)


def _part(said: dict[str, object]) -> str:
    return base64url.written(json.dumps(said, separators=(",", ":")).encode())
