"""What a page is shown: in its reader's language, and soon, however much has been said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.phones_api.cached_json import to_json
from bot.sandbox.phones_api.message_view import message_view
from tests.sandbox.sandbox_world import MEMBER, SECRETARY, Json, World, sandbox_world

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Xem", callback_data="x:1")]])


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    message_view.cache_clear()
    async with sandbox_world(tmp_path) as found:
        yield found


async def phone(world: World, user_id: int, lang: str = "vi") -> Json:
    state = await world.get(f"sandbox/state?lang={lang}")
    return next(phone for phone in state["phones"] if phone["user_id"] == user_id)


async def test_a_page_reads_days_names_and_titles_in_its_language(world: World) -> None:
    await world.bot.send_message(MEMBER, "Kính gửi Quý thành viên")

    state = await world.get("sandbox/state?lang=en")
    message = (await phone(world, MEMBER, "en"))["messages"][0]

    assert state["bot"]["name"] == message["by"] == "Assistant (trial)"
    assert message["day"] == "Monday 16 November 2026"
    assert (await phone(world, SECRETARY, "en"))["groups"][0]["title"] == "Group of the standing body"
    assert (await phone(world, SECRETARY))["groups"][0]["title"] == "Nhóm Cơ quan thường trực"
    assert (await phone(world, MEMBER))["messages"][0]["day"] == "thứ Hai, ngày 16/11/2026"


async def test_a_group_that_a_trainer_named_keeps_its_name(world: World) -> None:
    await world.act("groups", {"title": "Nhóm thử", "members": [SECRETARY]})

    titles = [group["title"] for group in (await phone(world, SECRETARY, "en"))["groups"]]

    assert sorted(titles) == ["Group of the standing body", "Nhóm thử"]


async def test_the_menu_and_the_introduction_are_those_of_the_pages_language(world: World) -> None:
    await world.bot.set_my_commands([("trogiup", "Hướng dẫn")])
    await world.bot.set_my_commands([("trogiup", "Help")], language_code="en")
    await world.bot.set_my_description("Trợ lý")
    await world.bot.set_my_description("An assistant", language_code="en")

    shown = [
        ((await phone(world, MEMBER, lang))["commands"][0]["description"],
         (await world.get(f"sandbox/state?lang={lang}"))["bot"]["description"])
        for lang in ("vi", "en")
    ]  # fmt: skip

    assert shown == [("Hướng dẫn", "Trợ lý"), ("Help", "An assistant")]


async def test_what_stays_as_it_is_is_made_once_and_what_changes_anew(world: World) -> None:
    sent = [await world.bot.send_message(MEMBER, f"Tin {number}", reply_markup=BUTTONS) for number in range(20)]
    await phone(world, MEMBER)
    before = message_view.cache_info().misses

    await world.bot.edit_message_text("Tin mới", MEMBER, sent[3].message_id)
    await world.act(f"phones/{MEMBER}/tap", {"message_id": sent[5].message_id, "data": "x:1"})
    shown = (await phone(world, MEMBER))["messages"]
    await phone(world, MEMBER)

    assert message_view.cache_info().misses == before + 2
    assert [message["text"] for message in shown[2:5]] == ["Tin 2", "Tin mới", "Tin 4"]
    assert [message["waiting"] for message in shown[4:7]] == [[], ["x:1"], []]


async def test_what_two_people_see_of_one_message_is_not_mixed_up(world: World) -> None:
    _, made = await world.act("groups", {"title": "Nhóm thử", "members": [MEMBER, SECRETARY]})
    await world.act(f"phones/{MEMBER}/text", {"text": "Của tôi", "chat": made["chat_id"]})

    own = [
        group["messages"][-1]["own"]
        for user_id in (MEMBER, SECRETARY)
        for group in (await phone(world, user_id))["groups"]
        if group["chat_id"] == made["chat_id"]
    ]

    assert own == [True, False]


def test_json_that_was_made_before_goes_in_as_it_is() -> None:
    assert to_json({"a": [to_json({"ă": "\udc00"}), 1, None, True], "b": {}}) == (
        r'{"a":[{"\u0103":"\udc00"},1,null,true],"b":{}}'
    )
