"""Links that open the office's page."""

from __future__ import annotations

from storage.web_messages import CHANNEL as CHANNEL


def invitation_link(_bot_name: str, _token: str) -> str:
    """There is none: whoever opens the page for the first time types the code of the invitation there."""
    return ""
