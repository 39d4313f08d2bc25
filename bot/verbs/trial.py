"""How a trial differs from what is set up: it goes by way of this machine alone."""

from __future__ import annotations

import socket
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlsplit

from bot.config import Settings
from storage.unit import Rules

_TOKEN = "1000001:sandbox_sandbox_sandbox_sandbox"  # noqa: S105 - of the local server, which takes any
_HOST = "127.0.0.1"
_BESIDE = 5
"""The page's port is so far from the sandbox's, where that one is free."""


def settings(found: Settings, address: str) -> Settings:
    """Return the settings of a trial, whose sandbox answers at `address`; the office's page is offered beside it."""
    # A proxy that is set for Telegram would be asked for an address of this machine; a real bot hears of no trial.
    port = _free((urlsplit(address).port or 0) + _BESIDE)
    return replace(
        found,
        bot_token=_TOKEN,
        bot_api_base=address.rstrip("/"),
        proxy_url="",
        zalo_bot_token="",
        smtp_url="",
        mail_from="",
        web_push_contact="",
        public_url=f"http://localhost:{port}",
        web_listen=f"{_HOST}:{port}",
    )


def rules(found: Rules) -> Rules:
    """Return the rules of a trial: its clock is turned, so that no phone knows a code of its time."""
    return replace(found, profile=replace(found.profile, sign_in=replace(found.profile.sign_in, totp=False)))


def _free(wanted: int) -> int:
    """Return the port `wanted` where nobody has it, else any other."""
    for port in (wanted, 0):
        with closing(socket.socket()) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((_HOST, port))
            except OSError:
                continue
            return int(trial.getsockname()[1])
    return wanted
