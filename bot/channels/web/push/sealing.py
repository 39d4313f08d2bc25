"""What a push says, sealed for one browser (RFC 8291) in one record (RFC 8188, aes128gcm).

A push service carries it and cannot read it, and a browser takes nothing else for it.
"""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
AUTH_BYTES = 16
_POINT_BYTES = 65
_SALT_BYTES = 16
_RECORD_BYTES = 4096
_LAST_RECORD = b"\x02"


def receiver(point: bytes) -> ec.EllipticCurvePublicKey:
    """Return the public key of a browser from its point. Raises ValueError where it is none of the curve."""
    if len(point) != _POINT_BYTES:
        raise ValueError("no uncompressed point")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as its uncompressed point."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def sealed(content: bytes, point: bytes, auth: bytes) -> bytes:
    """Return the body of a push for the browser with this public key and this secret. Raises ValueError."""
    return sealed_with(content, point, auth, ec.generate_private_key(CURVE), secrets.token_bytes(_SALT_BYTES))


def sealed_with(content: bytes, point: bytes, auth: bytes, sender: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """As `sealed`, with a key and a salt that are good for this one body and no other."""
    shared = sender.exchange(ec.ECDH(), receiver(point))
    ours = point_of(sender.public_key())
    material = _derived(shared, auth, b"WebPush: info\0" + point + ours, 32)
    key = _derived(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(material, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD_BYTES.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + AESGCM(key).encrypt(nonce, content + _LAST_RECORD, None)


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(material)
