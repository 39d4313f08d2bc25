"""Browsers that are rung for what no page has shown: which of them may be, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import VN
from bot.domain.ringing import Nudged, kept_for
from bot.services.people import sessions
from storage import preferences, push, web_sessions
from storage.push import Waiting
from storage.unit import Unit


def claim(unit: Unit, to: Waiting) -> timedelta | None:
    """Keep that a browser is being rung; return for how long the nudge may be kept on its way, None for no nudge.

    Kept before it is sent: one that dies with the program is lost, and none is sent twice. Looked up anew, as whatever
    came may be opened or gone, and the session over, since it was found.
    """
    kept = _kept_for(unit, to)
    # What was passed over rang nobody, and stands in the way of no other nudge.
    claimed = push.claim(unit.db, to, unit.now if kept else to.rung_at)
    return kept if claimed else None


def settle(unit: Unit, to: Waiting, outcome: Nudged) -> None:
    """Keep how a nudge ended: what may be tried again is as if it had not been, and who is gone is rung no more."""
    push.note(unit.db, unit.today, outcome, unit.now)
    if outcome is Nudged.GONE:
        push.forget(unit.db, to.session, to.subscription.endpoint)
    elif outcome in (Nudged.LATER, Nudged.UNANSWERED):
        push.take_back(unit.db, to)


def _kept_for(unit: Unit, to: Waiting) -> timedelta | None:
    session = web_sessions.by_id(unit.db, to.session)
    signed = sessions.now(unit, session) if session else None
    if signed is None or signed.actor is None:
        return None
    chosen = preferences.preferences(unit.db, signed.actor.person.id)
    return kept_for(to.last_at.astimezone(VN), unit.now.astimezone(VN), chosen)
