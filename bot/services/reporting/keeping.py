"""Texts that no question took: kept for whoever wrote them, and handed to the next report that is opened."""

from __future__ import annotations

from bot.domain.people import Actor
from bot.domain.writing import Written, is_too_much
from storage import kept_texts
from storage.unit import Unit


def kept(unit: Unit, actor: Actor) -> tuple[Written, ...]:
    """Return what is kept for an account."""
    return kept_texts.kept_text(unit.db, actor.account)


def keep(unit: Unit, actor: Actor, *messages: Written) -> bool:
    """Keep messages behind what is kept already; return False, keeping nothing, where that would be too much."""
    together = (*kept(unit, actor), *messages)
    if is_too_much(together):
        return False
    kept_texts.put_kept_text(unit.db, actor.account, together, unit.now)
    return True


def short(unit: Unit, actor: Actor) -> tuple[Written, ...]:
    """Return what an account sent last that was too short to be kept by itself."""
    return kept_texts.short_texts(unit.db, actor.account)


def bear_in_mind(unit: Unit, actor: Actor, *messages: Written) -> None:
    """Have `short` return these messages, as they may be the beginning of more."""
    kept_texts.put_short_texts(unit.db, actor.account, messages, unit.now)


def hand_over(unit: Unit, actor: Actor, *messages: Written) -> None:
    """Keep what was kept elsewhere until now, however much it is: nothing is refused on its way."""
    kept_texts.put_kept_text(unit.db, actor.account, (*kept(unit, actor), *messages), unit.now)


def take(unit: Unit, actor: Actor) -> tuple[Written, ...]:
    """Return what is kept, which from now on is kept elsewhere."""
    found = kept(unit, actor)
    kept_texts.put_kept_text(unit.db, actor.account, (), unit.now)
    return found
