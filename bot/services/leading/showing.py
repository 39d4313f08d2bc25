"""How what leaders look at is shown: made of all that papers or tasks are made of, hence beside the loop where long."""

from __future__ import annotations

from bot.domain.people import Actor
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.services.beside import Work, reckoned
from bot.services.difficulties.directing import leader_only
from bot.services.reply import Reply
from storage import people
from storage.unit import Unit


def shown(unit: Unit, actor: Actor, work: Work[Screen | None]) -> Reply:
    """Show a leader what comes of some work. Raises BotError: leaders_only, or stale where nothing does."""
    leader_only(unit, actor)
    return made(unit, actor, work)


def made(unit: Unit, actor: Actor, work: Work[Screen | None]) -> Reply:
    """Show what comes of some work to somebody who may see it. Raises BotError("stale") where nothing does."""
    people.set_open_draft(unit.db, actor.account, None)
    screen = reckoned(unit, work)
    if screen is None:
        raise BotError("stale")
    return Reply(screen)
