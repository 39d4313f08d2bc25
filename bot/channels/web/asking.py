"""Who asks: what the routes of the page know of whoever sent a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from aiohttp import web


@dataclass(frozen=True)
class Session:
    """A browser that was let in, as it stands at this request: roles and accounts are looked up anew each time."""

    id: str
    """The session's own, which tells nothing; what the cookie holds is nowhere but in the browser."""
    user_key: str
    """Its account in this channel."""
    address: str
    """Where it is written to: the account's conversation, the same on every device."""
    is_member: bool
    """Whether a person is linked to the account at present; a guest has the conversation of the invitation."""
    lang: str = "vi"
    """The language of the person, of the browser where nobody is linked; ISO 639-1."""
    needs_totp: str = ""
    """"totp" while a code of the second factor is owed, "totp_setup" while none is set up yet: until then nothing of
    the conversation is served and nothing is taken in. Empty: nothing is owed."""


class Sessions(Protocol):
    """Who keeps the sessions."""

    async def of(self, request: web.Request) -> Session | None:
        """Return whose request this is; None without a session that holds."""
        ...

    async def still(self, session: Session) -> Session | None:
        """Return a session as it stands now, by its id alone; None where it has ended.

        For a stream that goes on for minutes: its cookie is that of its beginning, and may have been changed since.
        """
        ...
