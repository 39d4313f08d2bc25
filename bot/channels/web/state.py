"""What a page shows when it is opened: who looks, the menu, the newest messages."""

from __future__ import annotations

from aiohttp import web

from bot.channels.runs import Json
from bot.channels.web.asking import Session
from bot.channels.web.client import WebChannel
from bot.channels.web.links import CHANNEL
from bot.channels.web.markup import view
from bot.channels.web.refusals import RefusedError
from bot.clock import VN
from bot.domain.people import Actor, Caller, Reader, Role
from bot.domain.texts import Text
from bot.i18n import translate
from bot.screens.commands import DESCRIPTION, menu
from storage import people, web_messages
from storage.web_messages import WebMessage

SHOWN = 60
"""Messages at once; those before are asked for."""
_GUEST = "guest"
_KINDS = (Role.LEADER, Role.SECRETARIAT, Role.ADMIN, Role.PRINCIPAL, Role.FOCAL)
"""As what somebody is shown who is several things: the first of these."""


async def state(channel: WebChannel, request: web.Request, session: Session) -> web.Response:
    """Answer with what the page shows; while a second factor is owed, with nothing of the conversation."""
    before = request.query.get("before", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) < 17):
        raise RefusedError("bad")
    found = page_state(channel, session, int(before) if before else None)
    return web.json_response(found, headers={"Cache-Control": "no-store"})


def page_state(channel: WebChannel, session: Session, before: int | None = None) -> Json:
    """Return all that the page shows, of messages the newest, or the newest before a number."""
    now, profile = channel.clock.now(), channel.rules.profile
    caller = Caller(CHANNEL, session.user_key, session.address)
    actor = people.find_actor(channel.reading, caller, now.astimezone(VN).date())
    roles = actor.roles if actor else frozenset[Role]()
    lang = actor.person.lang if actor else session.lang
    owes = bool(session.needs_totp)
    return {
        "now": int(now.timestamp() * 1000),
        "lang": lang,
        "who": session.user_key,
        "me": _me(actor) if not owes else None,
        "is_member": session.is_member,
        "needs": session.needs_totp or None,
        "push_key": channel.push_key or None if session.is_member and not owes else None,
        "bot": {"name": _said(Text("{name}", name=profile.bot_title), lang), "description": _said(DESCRIPTION, lang)},
        "title": _said(Text("{name}", name=profile.office.standing_body), lang),
        "commands": [
            {"command": _said(name, lang), "description": _said(text, lang)}
            for name, text in (() if owes else menu(roles))
        ],
        **(_NOTHING if owes else conversation(channel, session, before)),
    }


_NOTHING: Json = {"messages": [], "seq": 0, "more": False}


def conversation(channel: WebChannel, session: Session, before: int | None) -> Json:
    """Return the newest messages, or the newest before a number, and up to which change they are those of now."""
    # The number first: what comes in between is asked for once more, and nothing is passed over.
    seq = web_messages.last_change(channel.reading)
    found = web_messages.newest(channel.reading, session.user_key, before, SHOWN + 1)
    return {"messages": views(channel, session, found[-SHOWN:]), "seq": seq, "more": len(found) > SHOWN}


def views(channel: WebChannel, session: Session, messages: list[WebMessage]) -> list[Json]:
    """Return messages as the page shows them."""
    return [view(each, _answered(channel, session, each), session.lang) for each in messages]


def _answered(channel: WebChannel, session: Session, message: WebMessage) -> WebMessage | None:
    if message.reply_to is None:
        return None
    return web_messages.message(channel.reading, session.user_key, message.reply_to)


def _me(actor: Actor | None) -> Json:
    if actor is None:
        return {"name": "", "seat": "", "kind": _GUEST}
    kind = next((role.value for role in _KINDS if role in actor.roles), _GUEST)
    return {
        "name": actor.person.full_name,
        "seat": ", ".join(seat.organisation for seat in actor.seats),
        "kind": kind,
    }


def _said(text: Text, lang: str) -> str:
    return translate(text, Reader(lang))
