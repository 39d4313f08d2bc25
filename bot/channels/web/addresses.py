"""Where the page is: what browsers call it, where it listens, and from where a request comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web

from bot.config import Settings

Network = IPv4Network | IPv6Network
_SOCKET = "unix"
"""From where a request comes that came through a Unix socket without saying more."""
_OF_ONE = 64
"""Bits of an IPv6 address that one customer of a network has to choose from."""


@dataclass(frozen=True)
class Address:
    """What browsers call the page, where it listens, and whom it believes when they say for whom they ask."""

    public_url: str
    listen: str
    trusted: Sequence[Network]

    @classmethod
    def of(cls, settings: Settings) -> Address:
        """Return what is set."""
        return cls(settings.public_url, settings.web_listen, settings.trusted_proxies)

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers reach it through TLS; on this machine, for trials, they need not."""
        return self.public_url.startswith("https:")

    def client(self, request: web.Request) -> str:
        """Return from where a request comes: as the proxies say that are trusted, never as a stranger says.

        Of an IPv6 address the network. Walked from the nearest to the farthest, up to the first that is not trusted:
        what stands before that one was written by it, and may be anything.
        """
        nearest = request.remote or ""
        if nearest and not self._trusts(nearest):
            return _network_of(nearest)
        said = ",".join(request.headers.getall("X-Forwarded-For", []))
        for each in reversed([part.strip() for part in said.split(",")]):
            if not _is_address(each):
                break
            nearest = each
            if not self._trusts(each):
                break
        return _network_of(nearest) if nearest else _SOCKET

    def _trusts(self, address: str) -> bool:
        return _is_address(address) and any(_plain(address) in network for network in self.trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _plain(text: str) -> IPv4Address | IPv6Address:
    """An IPv4 address that is written as an IPv6 one is the IPv4 one."""
    address = ip_address(text)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _network_of(text: str) -> str:
    address = _plain(text)
    return str(ip_network((address, _OF_ONE), strict=False)) if isinstance(address, IPv6Address) else str(address)
