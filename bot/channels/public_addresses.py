"""Which addresses are of the internet: whoever can have this machine ask an address must not reach its network."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

_WRAPPED = (ipaddress.IPv6Network("::/96"), ipaddress.IPv6Network("64:ff9b::/96"))


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the internet, also where it is wrapped into one of IPv6."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(found) if isinstance(found, ipaddress.IPv6Address) else None
    return found.is_global and not found.is_multicast and (inner is None or inner.is_global)


def _inner(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if any(found in network for network in _WRAPPED):
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)


class NotPublicError(OSError):
    """A name that leads to no public address."""


class PublicOnly(AbstractResolver):
    """Looks names up and leaves out what is not of the internet: what is connected to is what was looked at."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> Any:
        """Return the public addresses of a name. Raises NotPublicError where it has none."""
        found: list[ResolveResult] = await self._inner.resolve(host, port, family)
        public = [each for each in found if is_public(each["host"])]
        if not public:
            raise NotPublicError
        return public

    async def close(self) -> None:
        """Close what looks up."""
        await self._inner.close()


def is_ip(host: str) -> bool:
    """Return whether a host is an address in figures, which is not looked up."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
