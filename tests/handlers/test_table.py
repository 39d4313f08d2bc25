"""Handlers looked up are those that aiogram finds by asking every filter, for whomever and whatever comes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.types import Update
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st

from bot.channels.telegram.capabilities import CAPABILITIES
from bot.channels.telegram.inbound import SAID
from bot.domain.people import Actor, Caller
from bot.domain.verbs.notices import PasteNotice
from bot.domain.verbs.registry import VERBS
from bot.errors import BotError
from handlers.access import COMMANDS
from handlers.dispatch import Dispatch, dispatcher, run_in_one_step
from handlers.table import Table
from storage import people
from tests.domain.test_verbs import arguments, leaves_out_the_last_alone
from tests.handlers.acts import CONTENT, OPEN, press
from tests.world import ROSTER, USERS, World, running, say

TABLE = Table(dispatcher())
QUICK = settings(database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True)
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 9}]
FILE = {"file_id": "f", "file_unique_id": "u", "file_name": "a.pdf", "mime_type": "application/pdf", "file_size": 9}
QUOTED = {"message_id": 1, "date": 1794791700, "chat": {"id": 1, "type": "private"}, "text": "…"}
ORIGIN = {"forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1794791700}}
VIA = {"via_bot": {"id": 5, "is_bot": True, "first_name": "b"}}
COMMAND_TEXTS = (
    *(f"/{name}" for name in COMMANDS),
    "/BaoCao", "/báocáo", "/baocao@tro_ly_bot", "/tracuu@x đất đai", "/tracuu\nđất", "/start abc", "/tracuu\u00a0đất",
    "/", "//", "/ baocao", "/baocaox", "/baocao/", "/@x", "baocao", " /baocao", "/khongco", "/đ",
)  # fmt: skip
TEXTS = (
    "1",
    "12",
    "1.",
    "VM-2611-001",
    "vm2611001",
    "BC-2611-001",
    CONTENT,
    "đất đai",
    "Báo cáo",
    "x" * 4000,
    "⁠",
    "f:1",
)
CONTENTS: tuple[Mapping[str, Any], ...] = (
    *({"text": text} for text in (*COMMAND_TEXTS, *TEXTS)),
    *({"text": text, **more} for text in ("/baocao", "VM-2611-001", "1") for more in (ORIGIN, VIA)),
    *({"text": text, "reply_to_message": QUOTED} for text in ("/baocao", "VM-2611-001", "1", CONTENT)),
    {"photo": PHOTO}, {"photo": PHOTO, "caption": "/baocao", "media_group_id": "a"},
    {"document": FILE}, {"document": FILE, "caption": "VM-2611-001", "media_group_id": "a"},
    {"sticker": {**PHOTO[0], "type": "regular", "is_animated": False, "is_video": False}},
    {"contact": {"phone_number": "1", "first_name": "x"}}, {"location": {"latitude": 1.0, "longitude": 1.0}},
)  # fmt: skip
FORGED = ("", ":", "zz", "zz:1", "h:", "h:1:2:3", "H", "f", "f:x", "f:1:2:3:4:5:6:7", "not:\u00e1", " h")


@pytest.fixture
async def cast(tmp_path: Path) -> AsyncIterator[tuple[World, Mapping[str, Actor | None]]]:
    """Everybody in another state: at rest, in a form, asked what to look up, asked for a notice, asked to agree."""
    world = World(tmp_path)
    world.import_roster(ROSTER + "MAI,Vũ Thị Mai,Quản trị,,vi,,admin,,,\n")
    codes = ("AN", "BICH", "BINH", "CHI", "LAN", "MAI")
    for code in codes:
        world.link(code)
    async with running(world):
        await say(world, world.phone("BICH"), *OPEN)
        await say(world, world.phone("BINH"), "/tracuu")
        await press(world, world.phone("CHI"), PasteNotice().data)
        unit = world.unit()
        actors = {
            code: people.find_actor(unit.db, Caller("telegram", str(USERS[code]), str(USERS[code])), unit.today)
            for code in codes
        }
        an = actors["AN"]
        assert an is not None
        yield world, {**actors, "has to agree": replace(an, consent="before"), "stranger": None}
    world.close()


def presses() -> Iterator[str]:
    """Yield a press of every verb, and presses of none."""
    for verb in VERBS:
        yield data_of(st.builds(verb, **arguments(verb)).filter(leaves_out_the_last_alone))
    yield from (f"{verb.wire}:?" for verb in VERBS[::20])
    yield from FORGED


def data_of(examples: st.SearchStrategy[Any]) -> str:
    return str(find(examples, lambda _: True, settings=QUICK).data)


def outcome(world: World, way: Any, actor: Actor | None) -> object:
    """Return which handler is called with what, the refusal of a filter, or that there is none."""
    caller = actor.caller if actor else Caller("telegram", "666", "666")
    unit = world.unit()
    given = {"unit": unit, "caller": caller, "actor": actor, "typed": None, "able": CAPABILITIES}
    try:
        found = run_in_one_step(way(given))
    except BotError as error:
        return error.code, error.params
    return found if found is UNHANDLED else tuple(found)


async def _chosen(self: HandlerObject, event: object, **data: Any) -> Any:
    if self.varkw:  # the dispatcher's own, which passes on to the routers
        return await self.callback(event, **data)
    return [self.callback, {name: data[name] for name in self.params & data.keys() if name != "unit"}]


def differences(world: World, update: Update, actor: Actor | None, chosen: set[object]) -> list[tuple[object, object]]:
    """Choose both ways, calling nothing; return what differs, and keep what was `chosen`."""
    bot = update.bot
    assert bot is not None
    with patch.object(HandlerObject, "call", _chosen):
        asked = outcome(world, lambda given: dispatcher().feed_update(bot, update, **given), actor)
        looked_up = outcome(world, lambda given: TABLE.call(update, **given), actor)
    chosen.add(looked_up[0] if isinstance(looked_up, tuple) else looked_up)
    return [] if asked == looked_up else [(asked, looked_up)]


def update_of(world: World, raw: Mapping[str, Any]) -> Update:
    found = world.app.channels["telegram"].parse({"update_id": 1, **raw})  # type: ignore[attr-defined]
    assert isinstance(found, Update)
    return found


def person(user: int = 101) -> dict[str, Any]:
    return {"id": user, "is_bot": False, "first_name": "An"}


def message(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "message_id": 900, "date": 1794791700, "chat": {"id": 101, "type": "private"}, "from": person(), **content,
    }  # fmt: skip


def pressed(data: str) -> dict[str, Any]:
    return {"callback_query": {"id": "p", "from": person(), "chat_instance": "1", "data": data}}


async def test_whoever_presses_whatever_reaches_the_handler_that_every_filter_would_find(cast: Any) -> None:
    world, actors = cast
    chosen = set[object]()

    found = {
        (data, name): differing
        for data, (name, actor) in zip(presses(), cycle(actors.items()), strict=False)
        if (differing := differences(world, update_of(world, pressed(data)), actor, chosen))
    }

    assert found == {}
    assert len(chosen) > 50


async def test_whoever_says_whatever_reaches_the_handler_that_every_filter_would_find(cast: Any) -> None:
    world, actors = cast
    chosen = set[object]()

    found = {
        (str(content), kind, name): differing
        for content in CONTENTS
        for kind in ("message", "edited_message")[: 1 if "caption" in content else 2]
        for name, actor in actors.items()
        if kind == "message" or name in ("AN", "stranger")
        if (differing := differences(world, update_of(world, {kind: message(content)}), actor, chosen))
    }

    assert found == {}
    assert len(chosen) > 20


async def test_the_table_holds_every_handler_of_what_is_said() -> None:
    registered = [
        handler for router in dispatcher().chain_tail for kind in SAID for handler in router.observers[kind].handlers
    ]

    held = [
        handler
        for table in (TABLE._messages, TABLE._presses, {"": TABLE._edited})
        for row in table.values()
        for handler in row
    ]

    assert {id(handler) for handler in held} == {id(handler) for handler in registered}


async def test_nobody_asks_for_anything_that_is_not_given() -> None:
    given = {"unit", "caller", "actor", "typed", "able"}
    found_by_filters = {"press", "rest", "draft"}

    for router in dispatcher().chain_tail:
        for kind in SAID:
            for handler in router.observers[kind].handlers:
                asked = {name for part in handler.filters or () for name in part.params} | handler.params
                events = {"message", "query", "event", "update"}
                assert {name.lstrip("_") for name in asked} <= given | found_by_filters | events


async def test_few_are_asked_about_a_press_or_a_command(cast: Any) -> None:
    world, actors = cast
    asked = []

    async def counted(self: FilterObject, *args: Any, **kwargs: Any) -> Any:
        asked.append(self)
        return await self.callback(*args, **{name: kwargs[name] for name in self.params & kwargs.keys()})

    with (
        patch.object(FilterObject, "call", counted),
        patch.object(HandlerObject, "call", _chosen),
        patch("asyncio.to_thread", side_effect=AssertionError),
    ):
        for raw in (
            *(pressed(f"{verb.wire}:1") for verb in VERBS),
            *({"message": message({"text": f"/{name}"})} for name in COMMANDS),
        ):
            asked.clear()
            outcome(world, lambda given, raw=raw: TABLE.call(update_of(world, raw), **given), actors["AN"])
            most = 4 if "callback_query" in raw else 14
            assert len(asked) <= most, raw


def test_the_dispatch_looks_up() -> None:
    assert isinstance(Dispatch({})._table, Table)
