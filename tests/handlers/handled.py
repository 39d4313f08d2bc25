"""The desk acts on difficulties, as its buttons will ask the services to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlite_utils import Database

from bot.channels.telegram.client import CAPABILITIES
from bot.clock import VN
from bot.domain.people import Caller
from bot.domain.texts import Text
from bot.runtime.postbox import enqueue
from bot.services.reply import Reply
from storage import difficulties, people
from tests.catalogues import said
from tests.world import USERS, World

CODE = "VM-2611-001"
_KEYS = count()
Act = Callable[..., Reply]


async def do(world: World, act: Act, *args: Any, who: str = "CHI") -> str:
    """Let an officer do something to a difficulty, and what follows be sent once it cannot be taken back any more.

    Returns what is said over the button.
    """
    over_button = await decide(world, act, *args, who=who)
    await turn_by(world, world.rules.profile.undo_within)
    return over_button


async def decide(world: World, act: Act, *args: Any, who: str = "CHI") -> str:
    """Let an officer do something to a difficulty, which nobody is told yet; return what is said over the button."""
    words: list[Text | None] = []

    def work(db: Database) -> None:
        unit = world.unit(db)
        user = str(USERS[who])
        actor = people.find_actor(db, Caller("telegram", user, user), unit.today)
        assert actor is not None
        reply = act(unit, actor, *args)
        words.append(reply.toast)
        enqueue(unit, reply.notices, f"test:{next(_KEYS)}", {"telegram": CAPABILITIES})

    # Between two acts there is time enough for a chat to be written to again.
    await turn_by(world, timedelta(seconds=2))
    await world.writer.write(work)
    world.app.wake()
    return said(words[0].msgid, **words[0].params) if words[0] else ""


async def turn_by(world: World, span: timedelta) -> None:
    """Turn the clock on, and wait until what is due by then has been sent."""
    world.clock.set(world.clock.now() + span)
    world.clock.pace_by_itself()
    world.app.wake()
    await world.settle()


async def turn_to_day(world: World, month: int, day: int, at: time = time(9)) -> None:
    """Turn the clock to a time of 2026, run what is due, wait until it has been sent."""
    world.clock.set(datetime.combine(date(2026, month, day), at, VN))
    world.clock.pace_by_itself()
    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()


def happened(world: World, code: str = CODE) -> list[str]:
    """What has happened to a difficulty, in order."""
    return [event.act.value for event in difficulties.events_of(world.read, [code]).get(code, ())]


def words_of(world: World, code: str = CODE) -> list[object]:
    """The words with which it happened, None where there were none."""
    return [event.detail.get("words") for event in difficulties.events_of(world.read, [code]).get(code, ())]
