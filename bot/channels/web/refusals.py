"""What a request is told that is not done: a code for the page, and a sentence for the person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps

from aiohttp import web

from bot.channels.web.asking import Session, Sessions
from bot.domain.people import Reader
from bot.domain.texts import N_, Text
from bot.i18n import LANGUAGES, translate

REFUSALS: Mapping[str, tuple[int, str]] = {
    "session": (401, N_("This page is not signed in any more. Please sign in again; what was typed is kept.")),
    "totp": (403, N_("Please enter the code of the second factor first; what was typed is kept.")),
    "old": (
        409,
        N_(
            "This was typed too long ago, or by a clock that is wrong, and was not sent. Please read it again and send"
            " it anew."
        ),
    ),
    "bad": (400, N_("The page sent something that cannot be read; nothing was done. Please load the page anew.")),
    "empty": (400, N_("There is nothing in it to be sent. Nothing was done.")),
    "long": (413, N_("The text is longer than {most:count} characters and was not sent. Please send it in parts.")),
    "large": (
        413,
        N_(
            "A file may have {file:count} MB at most, and all that are sent at once {all:count} MB. Nothing was sent;"
            " please choose smaller files."
        ),
    ),
    "many": (413, N_("At most {files:count} files can be sent at once. Nothing was sent.")),
    "gone": (404, N_("This is not kept here any more.")),
    "push": (400, N_("Notifications cannot be turned on in this browser. Nothing was changed.")),
    "crowded": (429, N_("The page is open too often at once. Please close it on other devices or in other tabs.")),
    "busy": (503, N_("The System cannot store this at the moment. It is sent again by itself; nothing is lost.")),
}
"""By its code: the status of the answer and the sentence."""

Handler = Callable[[web.Request, Session], Awaitable[web.StreamResponse]]


class RefusedError(Exception):
    """A request that is not done, by its code."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def refusal(error: RefusedError, lang: str) -> web.Response:
    """Return the answer to a request that is not done."""
    status, msgid = REFUSALS[error.code]
    said = translate(Text(msgid, **error.params), Reader(lang if lang in LANGUAGES else LANGUAGES[0]))
    return web.json_response({"error": said, "code": error.code}, status=status)


def for_session(sessions: Sessions, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Return a handler that answers whoever is let in, and refuses everybody else; deny by default."""

    @wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        session = await sessions.of(request)
        if session is None:
            return refusal(RefusedError("session"), request.query.get("lang", ""))
        try:
            return await handler(request, session)
        except RefusedError as error:
            return refusal(error, session.lang)

    return answer


def past_second_factor(handler: Handler) -> Handler:
    """Return a handler that refuses a session which owes the code of its second factor."""

    @wraps(handler)
    async def answer(request: web.Request, session: Session) -> web.StreamResponse:
        if session.needs_totp:
            raise RefusedError("totp")
        return await handler(request, session)

    return answer
