"""What a browser says of itself when it subscribes, which anybody could say: looked at before it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from yarl import URL

from bot.channels.web.push import base64url
from bot.channels.web.push.sealing import AUTH_BYTES, receiver
from storage.push import Subscription

_WRITTEN = re.compile("[!-~]{1,1500}")
"""An endpoint; the longest of those in use have some six hundred characters."""
_NAME = re.compile(r"([a-z0-9_-]+\.)+[a-z][a-z0-9-]*")
"""A host by its name on the internet: no figures, in whatever spelling, and no name of this network alone."""
_LONGEST_KEY = 100


def read(asked: Mapping[str, Any], trusted: frozenset[str]) -> Subscription:
    """Return what a browser names. Raises ValueError where it is no place on the internet, or no key.

    `trusted` are origins of tests, taken as they are.
    """
    endpoint, p256dh, auth = (_text(asked, name) for name in ("endpoint", "p256dh", "auth"))
    address(endpoint, trusted)
    receiver(_key(p256dh))
    if len(_key(auth)) != AUTH_BYTES:
        raise ValueError("no secret of a subscription")
    return Subscription(endpoint, p256dh, auth)


def address(endpoint: str, trusted: frozenset[str]) -> URL:
    """Return an endpoint as an address that may be asked, whatever its name leads to. Raises ValueError."""
    if not _WRITTEN.fullmatch(endpoint):
        raise ValueError("no address")
    # As it is: spelt anew, it might be another.
    url = URL(endpoint, encoded=True)
    if url.absolute and str(url.origin()) in trusted:
        return url
    is_named = _NAME.fullmatch(url.host or "") is not None
    if url.scheme != "https" or url.port != 443 or url.user or url.password or url.fragment or not is_named:
        raise ValueError("no address of a push service")
    return url


def _text(asked: Mapping[str, Any], name: str) -> str:
    found = asked.get(name)
    if not isinstance(found, str):
        raise ValueError(name)
    return found


def _key(text: str) -> bytes:
    if len(text) > _LONGEST_KEY:
        raise ValueError("no key")
    return base64url.read(text)
