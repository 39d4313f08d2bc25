"""Menus of commands and the introduction: per role and language, and never in the way of anything."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any
from unittest.mock import patch

import pytest
from aiogram.exceptions import TelegramNetworkError, TelegramNotFound, TelegramRetryAfter
from aiogram.methods import DeleteMyCommands, SetMyCommands, SetMyDescription, TelegramMethod

from bot.domain.buttons import Access
from bot.domain.characters import utf16_length
from bot.domain.people import Actor, Caller, Duty, Honorific, Person, Reader, Role
from bot.errors import BotError
from bot.i18n import LANGUAGES, translate
from bot.runtime.ports import ChannelError
from bot.screens.commands import COMMANDS, menu
from handlers.access import COMMANDS as ACCESS
from handlers.access import check
from storage import ledgers, menus
from tests.catalogues import said
from tests.telegram import MemoryTelegram
from tests.world import ROSTER, USERS, World, running, say, until

ENGLISH = ROSTER.replace(",vi,,secretariat", ",en,,secretariat")


def names(world: World, code: str, lang: str = "") -> list[str]:
    return [name for name, _ in world.telegram.menus[str(USERS[code]), lang]]


def may(command: str, role: Role) -> bool:
    person = Person(1, "AN", "Nguyễn Văn An", "", Honorific.NONE, "vi", "")
    actor = Actor(1, Caller("telegram", "101", "101"), person, (Duty(role, None),), None)
    try:
        check(ACCESS[command], actor, "")
    except BotError:
        return False
    return True


async def linked(world: World, *codes: str) -> World:
    for code in codes:
        world.link(code)
    await world.app.menus[0].show()
    return world


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_menu_offers_a_command_to_those_only_who_may_use_it(command: Any) -> None:
    for role, name in product(command.roles or Role, (command.name.vi, command.name.en)):
        assert may(name, role)


def test_every_command_stands_in_somebodys_menu() -> None:
    listed = [name for role in Role for name, _ in menu(frozenset({role}))]

    assert {translate(name, Reader(lang)) for name in listed for lang in LANGUAGES} == ACCESS.keys()


def test_both_names_of_a_command_are_granted_to_the_same_people() -> None:
    assert [c.name for c in COMMANDS if ACCESS[c.name.vi] is not ACCESS[c.name.en]] == []


def test_a_person_with_two_roles_sees_the_commands_of_both() -> None:
    both = [translate(name, Reader()) for name, _ in menu(frozenset({Role.FOCAL, Role.SECRETARIAT}))]

    assert {"baocao", "tonghop"} <= set(both)


async def test_strangers_see_how_to_begin_in_the_language_of_their_app(still_world: World) -> None:
    await still_world.app.menus[0].show()

    assert still_world.telegram.menus["", ""] == [
        ("batdau", said("Main screen")),
        ("trogiup", said("View help and contacts")),
    ]
    assert still_world.telegram.menus["", "en"] == [
        ("start", "Go to main screen"),
        ("help", "View help and contacts"),
    ]


async def test_a_menu_is_shown_in_private_chats_only(still_world: World) -> None:
    await linked(still_world, "AN")

    scopes = {m.scope.type for m in still_world.telegram.introductions if isinstance(m, SetMyCommands) and m.scope}

    assert scopes == {"all_private_chats", "chat"}


async def test_the_program_introduces_itself_within_the_limits_of_the_channel(still_world: World) -> None:
    await still_world.app.menus[0].show()

    shown = still_world.telegram.descriptions
    assert "Cơ quan thường trực" in shown["SetMyDescription", ""]
    assert "Standing Body" in shown["SetMyDescription", "en"]
    assert all(utf16_length(shown["SetMyDescription", lang]) <= 512 for lang in ("", "en"))
    assert all(0 < utf16_length(shown["SetMyShortDescription", lang]) <= 120 for lang in ("", "en"))


async def test_each_linked_person_sees_the_commands_of_the_own_role(still_world: World) -> None:
    world = await linked(still_world, "AN", "CHI", "LAN")

    assert "baocao" in names(world, "AN")
    assert "tonghop" not in names(world, "AN")
    assert "tonghop" in names(world, "CHI")
    assert "baocao" not in names(world, "CHI")
    assert "baocao" not in names(world, "LAN")
    assert "tonghop" in names(world, "LAN")
    assert "thanhvien" not in names(world, "LAN")


async def test_a_linked_persons_menu_is_in_the_language_of_the_roster_whatever_the_app_speaks(
    empty_world: World,
) -> None:
    empty_world.import_roster(ENGLISH)

    world = await linked(empty_world, "AN", "CHI")

    assert ("digest", "View the digest") in world.telegram.menus[str(USERS["CHI"]), ""]
    assert ("baocao", said("Send a report of difficulties")) in world.telegram.menus[str(USERS["AN"]), ""]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name.en)
async def test_an_english_name_does_what_the_vietnamese_one_does(world: World, command: Any) -> None:
    role = next(iter(command.roles), Role.FOCAL)
    code = {Role.SECRETARIAT: "CHI", Role.LEADER: "LAN"}.get(role, "AN")
    phone = world.phone(code)

    await say(world, phone, f"/{command.name.vi}")
    vietnamese = [m.text for m in phone.messages if not m.file]
    phone.messages.clear()
    await say(world, phone, f"/{command.name.en}")

    assert [m.text for m in phone.messages if not m.file] == vietnamese


async def test_what_has_been_shown_is_not_shown_again(still_world: World) -> None:
    world = await linked(still_world, "AN", "CHI")
    before = len(world.telegram.introductions)

    await world.app.menus[0].show()

    assert len(world.telegram.introductions) == before


async def test_a_menu_follows_the_duties_and_the_language_of_its_person(still_world: World) -> None:
    world = await linked(still_world, "AN", "CHI")
    world.clock.set(world.clock.now() + timedelta(days=1))
    world.import_roster(ENGLISH + "AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,secretariat,,,\n")

    await world.app.menus[0].show()

    assert {"baocao", "tonghop"} <= set(names(world, "AN"))
    assert ("digest", "View the digest") in world.telegram.menus[str(USERS["CHI"]), ""]


async def test_whoever_holds_no_duty_any_more_loses_the_menu_of_a_member(still_world: World) -> None:
    world = await linked(still_world, "AN", "BICH")
    world.clock.set(world.clock.now() + timedelta(days=1))
    world.import_roster("\n".join(line for line in ROSTER.splitlines() if not line.startswith("AN,")))

    await world.app.menus[0].show()
    await world.app.menus[0].show()

    assert (str(USERS["AN"]), "") not in world.telegram.menus
    assert "baocao" in names(world, "BICH")
    assert sum(isinstance(method, DeleteMyCommands) for method in world.telegram.introductions) == 1


async def test_a_server_that_knows_no_menus_is_asked_once_and_stops_nothing(still_world: World) -> None:
    world = still_world
    world.telegram.introduction_fails = lambda method: TelegramNotFound(method=method, message="Not Found")
    await linked(world, "AN")
    asked = len(world.telegram.introductions)

    async with running(world):
        await say(world, world.phone("AN"), "/batdau")
    await world.app.menus[0].show()

    assert "Trợ lý" in world.phone("AN").last.text
    assert len(world.telegram.introductions) == asked


async def test_a_menu_that_did_not_get_through_is_tried_again_and_holds_up_no_other(still_world: World) -> None:
    world = still_world
    an = str(USERS["AN"])

    def lost(method: TelegramMethod[Any]) -> Exception | None:
        hers = str(getattr(getattr(method, "scope", None), "chat_id", "")) == an
        return TelegramNetworkError(method=method, message="lost") if hers else None

    world.telegram.introduction_fails = lost
    await linked(world, "AN", "CHI")
    reached = set(world.telegram.menus)
    world.telegram.introduction_fails = lambda _: None
    await world.app.menus[0].show()

    assert (an, "") not in reached
    assert (str(USERS["CHI"]), "") in reached
    assert (an, "") in world.telegram.menus


async def test_a_channel_that_asks_for_patience_gets_it_and_the_rest_follows(still_world: World) -> None:
    world = still_world
    world.link("AN")
    world.telegram.introduction_fails = lambda method: TelegramRetryAfter(method=method, message="", retry_after=40)
    with pytest.raises(ChannelError) as caught:
        await world.app.menus[0].show()
    asked = len(world.telegram.introductions)

    world.telegram.introduction_fails = lambda _: None
    await world.app.menus[0].show()

    assert (caught.value.retry_after, asked) == (40, 1)
    assert {("", ""), ("", "en"), (str(USERS["AN"]), "")} <= world.telegram.menus.keys()


async def test_messages_do_not_wait_for_a_server_that_never_answers_about_menus(still_world: World) -> None:
    world = still_world
    world.link("AN")
    world.telegram.introduction_hangs = True

    async with running(world):
        await say(world, world.phone("AN"), "/batdau")

    assert len(world.telegram.introductions) == 1
    assert "Trợ lý" in world.phone("AN").last.text


async def test_a_running_program_shows_menus_by_itself_and_puts_nothing_into_the_outbox(still_world: World) -> None:
    world = still_world
    world.link("CHI")

    async with asyncio.timeout(5), running(world):
        while (str(USERS["CHI"]), "") not in world.telegram.menus:
            await asyncio.sleep(0)

    assert world.count("outbox") == 0


def test_strangers_are_offered_nothing_that_needs_a_role() -> None:
    offered = [translate(name, Reader()) for name, _ in menu(frozenset())]

    assert {ACCESS[name] for name in offered} <= {Access.STRANGER, Access.LINKED}


# --- a start


def menus_of(world: World) -> int:
    return world.count("accounts", "menu_hash <> ''")


async def started_again(world: World) -> World:
    """Let the program run until it has shown every menu; return it as it is before its next start."""
    async with running(world):
        await until(lambda: menus_of(world) == 2 and world.count("meta", "name = 'introduced:telegram'"))
    world.app.close()
    return World(world.path, telegram=MemoryTelegram(world.telegram), clock=world.clock)


async def test_a_second_start_shows_nothing_again(still_world: World) -> None:
    still_world.link("AN")
    still_world.link("CHI")
    again = await started_again(still_world)

    await again.app.menus[0].show()

    assert again.telegram.introductions == []
    again.close()


async def test_a_second_start_shows_what_has_changed_since(still_world: World) -> None:
    still_world.link("AN")
    still_world.link("CHI")
    again = await started_again(still_world)
    again.clock.set(again.clock.now() + timedelta(days=1))
    again.import_roster("\n".join(line for line in ENGLISH.splitlines() if not line.startswith("AN,")))

    await again.app.menus[0].show()

    made = [(type(method), method.scope.chat_id) for method in again.telegram.introductions]  # type: ignore[attr-defined]
    assert made == [(SetMyCommands, USERS["CHI"]), (DeleteMyCommands, USERS["AN"])]
    again.close()


async def test_what_the_channel_refused_is_offered_again_at_the_next_start(still_world: World) -> None:
    still_world.link("CHI")
    still_world.link("AN")
    again = await started_again(still_world)
    again.write_now(lambda db: db.conn.execute("UPDATE accounts SET menu_hash = 'of before'"))
    again.telegram.introduction_fails = lambda method: TelegramNotFound(method=method, message="Not Found")

    async with running(again):
        await until(lambda: len(again.telegram.introductions) == 2 and menus_of(again) == 0)

    again.close()


async def test_where_nothing_has_changed_no_account_is_looked_at(still_world: World) -> None:
    world = await linked(still_world, "AN", "CHI")

    with patch("bot.runtime.menus.stored.held", wraps=menus.held) as looked:
        await world.app.menus[0].show()
        assert looked.call_count == 0

        world.link("BICH")
        await world.app.menus[0].show()
        assert looked.call_count > 0

    assert "baocao" in names(world, "BICH")


async def test_another_bot_shows_every_menu_anew(still_world: World) -> None:
    world = still_world
    for name in ("one", "two"):
        world.write_now(partial(ledgers.put_fact, name="invitation_link:telegram", content=f"https://t.me/{name}"))
        world.telegram.introductions.clear()
        await linked(world, "AN") if name == "one" else await world.app.menus[0].show()

    assert {type(method) for method in world.telegram.introductions} >= {SetMyCommands, SetMyDescription}
    assert len(world.telegram.introductions) == 2 * 3 + 1
