"""Browsers that sign in: begun, known again by what they hold, ended."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.people import Actor, Caller
from bot.domain.sessions import CODE_FOR, FORGOTTEN_AFTER, GUARDED, GUEST_FOR, MOST_SESSIONS, Secret, Standing
from bot.services.people.secret_codes import keyed
from storage import ledgers, people, sign_in, web_sessions
from storage.unit import Unit
from storage.web_sessions import NewSession, WebSession

_SECRET_BYTES = 16
_SEEN_AGAIN = timedelta(minutes=5)
"""How exactly it is kept when a session was used."""
TOTP, TOTP_SETUP = "totp", "totp_setup"


@dataclass(frozen=True)
class Shown:
    """What a cookie holds: which session, and its secret of the moment."""

    series: str
    secret: str

    def __str__(self) -> str:
        return f"{self.series}.{self.secret}"

    @classmethod
    def read(cls, cookie: str) -> Shown | None:
        """Return what a cookie holds, None for anything else."""
        series, _, secret = cookie.partition(".")
        return cls(series, secret) if series and secret else None


@dataclass(frozen=True)
class Signed:
    """A session as it stands: who is linked to its account, and what is still owed for the second factor."""

    session: WebSession
    actor: Actor | None
    owes: str
    cookie: str = ""
    """What the browser is to hold from now on, where that is to change."""

    @property
    def lang(self) -> str:
        """The language of the person, of the browser where nobody has signed in."""
        return self.actor.person.lang if self.actor else self.session.lang


def start(unit: Unit, channel: str, user_key: str, device: str, lang: str) -> tuple[WebSession, str]:
    """Begin a session of an account, which may be linked to nobody; return it with what the browser is to hold."""
    live = web_sessions.live(unit.db, channel, user_key)
    for oldest in live[MOST_SESSIONS - 1 :]:
        web_sessions.end(unit.db, oldest.id, unit.now)
    shown = Shown(_drawn(), _drawn())
    session = secrets.token_hex(8)
    new = NewSession(session, channel, user_key, keyed(unit, _series(shown)), keyed(unit, _secret(shown)), device, lang)
    web_sessions.add(unit.db, new, unit.now)
    begun = web_sessions.by_id(unit.db, session)
    assert begun is not None
    return begun, str(shown)


def fresh_key() -> str:
    """Return the key of an account nobody has."""
    return _drawn()


def look(unit: Unit, cookie: str) -> tuple[Signed | None, bool]:
    """Return whose cookie it is, None where it opens nothing (any more), and whether `settle` has something to keep.

    Reads only: so it is with most requests.
    """
    found = _found(unit, cookie)
    if found is None:
        return None, False
    if found.standing is Standing.REPLAYED:
        return None, True
    signed = now(unit, found.session)
    return signed, signed is not None and _is_to_be_kept(unit, found, signed)


def settle(unit: Unit, cookie: str) -> Signed | None:
    """Keep that a cookie was shown, and change its secret where that is due; a copy of an old one ends the session.

    Looked up anew in the transaction: of two requests at once the first may have changed it.
    """
    found = _found(unit, cookie)
    if found is None:
        return None
    if found.standing is Standing.REPLAYED:
        _end_replayed(unit, found.session)
        return None
    signed = now(unit, found.session)
    if signed is None:
        return None
    web_sessions.note_seen(unit.db, found.session.id, unit.now)
    if _is_to_change(unit, found, signed):
        return replace(signed, cookie=_changed(unit, found))
    if found.comes_back_first:
        came_back = replace(found.session.secret, came_back_at=unit.now)
        web_sessions.put_secret(unit.db, found.session.id, came_back)
    return signed


def now(unit: Unit, session: WebSession) -> Signed | None:
    """Return a live session as it stands: roles, links and accounts are looked up anew. None where its time is over."""
    actor = people.find_actor(unit.db, Caller(session.channel, session.user_key, session.user_key), unit.today)
    # A roster that is imported ends duties and leaves accounts linked; what is open to all is closed to who has none.
    is_over = unit.now - session.seen_at >= (FORGOTTEN_AFTER if actor else GUEST_FOR)
    if is_over or (actor and not actor.duties):
        return None
    return Signed(session, actor, _owes(unit, session, actor))


def end(unit: Unit, session: WebSession) -> None:
    """End a session, as its person wants."""
    web_sessions.end(unit.db, session.id, unit.now)


def end_other(unit: Unit, signed: Signed, session: str) -> bool:
    """End a session of the same account; return whether there was one."""
    mine = web_sessions.live(unit.db, signed.session.channel, signed.session.user_key)
    return any(each.id == session and web_sessions.end(unit.db, session, unit.now) for each in mine)


def _drawn() -> str:
    return secrets.token_urlsafe(_SECRET_BYTES)


def _series(shown: Shown) -> str:
    return f"session:{shown.series}"


def _secret(shown: Shown) -> str:
    return f"session-secret:{shown.secret}"


@dataclass(frozen=True)
class _Found:
    """A live session, and what is shown of it."""

    session: WebSession
    shown: Shown
    standing: Standing
    is_before: bool
    """Whether it is the secret before the one of the moment."""

    @property
    def comes_back_first(self) -> bool:
        """Whether the secret of the moment is shown for the first time."""
        return not self.is_before and self.session.secret.came_back_at is None


def _found(unit: Unit, cookie: str) -> _Found | None:
    shown = Shown.read(cookie)
    session = web_sessions.by_series(unit.db, keyed(unit, _series(shown))) if shown else None
    if shown is None or session is None:
        return None
    secret = keyed(unit, _secret(shown))
    standing = session.secret.standing(secret, unit.now)
    return _Found(session, shown, standing, secret == session.secret.before)


def _is_to_be_kept(unit: Unit, found: _Found, signed: Signed) -> bool:
    is_old = unit.now - found.session.seen_at >= _SEEN_AGAIN
    return is_old or found.comes_back_first or _is_to_change(unit, found, signed)


def _is_to_change(unit: Unit, found: _Found, signed: Signed) -> bool:
    """Whether another secret is due; also after the link of the account: a guest's opens no member's chat for long."""
    if found.standing is not Standing.GOOD:
        return True
    if signed.actor is None or found.is_before:
        return False
    return people.linked_at(unit.db, signed.actor.account) > found.session.secret.since


def _changed(unit: Unit, found: _Found) -> str:
    """The one before stays where the last one was lost: it is what the browser has."""
    secret, new = found.session.secret, replace(found.shown, secret=_drawn())
    before = secret.before if found.standing is Standing.LOST else secret.now
    changed = Secret(keyed(unit, _secret(new)), unit.now, None, before)
    web_sessions.put_secret(unit.db, found.session.id, changed)
    return str(new)


def _end_replayed(unit: Unit, session: WebSession) -> None:
    web_sessions.end(unit.db, session.id, unit.now)
    ledgers.append_audit(unit.db, unit.now, "system", "session.replayed", f"session:{session.id}")


def _owes(unit: Unit, session: WebSession, actor: Actor | None) -> str:
    if actor is None or not unit.shipped.profile.sign_in.totp or not actor.roles & GUARDED:
        return ""
    if sign_in.factor(unit.db, actor.person.id) is None:
        return TOTP_SETUP
    is_fresh = session.confirmed_at is not None and unit.now - session.confirmed_at < CODE_FOR
    return "" if is_fresh else TOTP
