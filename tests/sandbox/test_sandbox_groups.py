"""Groups: who sees what, what the bot is told, how it comes and goes, what happens when a group moves."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import ChatMigrated, Forbidden

from tests.sandbox.pictures import png
from tests.sandbox.sandbox_world import MEMBER, PHONES, SECRETARY, STRANGER, World, sandbox_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path) as world:
        await world.bot.get_me()
        yield world


async def groups_of(world: World, user_id: int) -> list[dict[str, object]]:
    phones = (await world.get("sandbox/state"))["phones"]
    found: list[dict[str, object]] = next(phone["groups"] for phone in phones if phone["user_id"] == user_id)
    return found


async def desk(world: World) -> int:
    """The group of the standing body's people."""
    chat = (await groups_of(world, SECRETARY))[0]["chat_id"]
    assert isinstance(chat, int)
    return chat


async def make(world: World, *members: int, bot: bool = True) -> int:
    _, answer = await world.act("groups", {"title": "Tổ giúp việc", "members": members})
    if bot:
        await world.act(f"groups/{answer['chat_id']}/bot", {"member": True})
    await world.bot.get_updates(offset=-1)
    chat: int = answer["chat_id"]
    return chat


async def test_the_standing_bodys_people_have_a_group_with_the_bot_in_it(world: World) -> None:
    (group,) = await groups_of(world, SECRETARY)

    assert (group["title"], group["bot_is_member"]) == ("Nhóm Cơ quan thường trực", True)
    assert await groups_of(world, MEMBER) == []


async def test_who_joins_the_standing_body_joins_its_group(world: World) -> None:
    leader = {"user_id": 700009, "kind": "leader", "name": "Lê Quang Huy", "seat": "", "code": None}

    (world.data / "phones.json").write_text(json.dumps([*PHONES, leader]), encoding="utf-8")

    assert [group["chat_id"] for group in await groups_of(world, 700009)] == [await desk(world)]


async def test_the_group_is_still_the_same_after_a_restart(tmp_path: Path) -> None:
    async with sandbox_world(tmp_path) as world:
        before = await groups_of(world, SECRETARY)

    async with sandbox_world(tmp_path) as world:
        assert await groups_of(world, SECRETARY) == before


async def test_a_command_in_a_group_reaches_the_bot_and_everybody_in_it(world: World) -> None:
    chat = await make(world, MEMBER, SECRETARY)

    await world.phone().in_group(chat).send("/tonghop")

    (update,) = await world.bot.get_updates(offset=-1)
    assert update.message
    assert (update.message.chat.id, update.message.chat.type, update.message.chat.title) == (
        chat,
        "group",
        "Tổ giúp việc",
    )
    assert update.message.from_user
    assert update.message.from_user.id == MEMBER
    (seen,) = await world.phone(SECRETARY).in_group(chat).messages()
    assert (seen["text"], seen["by"], seen["own"]) == ("/tonghop", "Nguyễn Minh Châu", False)
    assert await world.phone().messages() == []
    with pytest.raises(LookupError):
        await world.phone(STRANGER).in_group(chat).messages()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Chào mọi người", False),
        ("/tonghop@thu_nghiem_123456_bot", True),
        ("/tonghop@ai_khac_bot", False),
        ("Nhờ @thu_nghiem_123456_bot tổng hợp", True),
        ("Nhờ @ai_khac_bot tổng hợp", False),
        ("a/tonghop", False),
    ],
)
async def test_a_bot_is_told_only_what_is_meant_for_it(world: World, text: str, told: bool) -> None:
    chat = await make(world, MEMBER, SECRETARY)
    await world.bot.get_updates(offset=2**40)

    await world.phone().in_group(chat).send(text)

    assert bool(await world.bot.get_updates()) is told
    assert [message["text"] for message in await world.phone(SECRETARY).in_group(chat).messages()] == [text]


async def test_files_and_buttons_work_in_a_group(world: World) -> None:
    chat = await make(world, MEMBER, SECRETARY)
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Tiếp nhận", callback_data="a")]])
    await world.bot.send_message(chat, "Báo cáo mới", reply_markup=rows)
    phone = world.phone(SECRETARY).in_group(chat)

    await phone.attach(("a.png", png(8, 8)), caption="/tep")
    await phone.tap("Tiếp nhận")
    _, query = (await world.bot.get_updates())[-2:]
    waiting = [
        [m["waiting"] for m in await world.phone(user).in_group(chat).messages()] for user in (SECRETARY, MEMBER)
    ]
    assert query.callback_query
    await query.callback_query.answer("Đã ghi")

    assert query.callback_query.message
    assert (query.callback_query.from_user.id, query.callback_query.message.chat.id) == (SECRETARY, chat)
    assert waiting == [[["a"], []], [[], []]]
    await phone.wait_for_toast("Đã ghi")
    assert (await world.get("sandbox/state"))["phones"][0]["toasts"] == []


async def test_the_bot_is_told_when_it_is_added_and_removed(world: World) -> None:
    chat = await make(world, MEMBER, bot=False)

    await world.act(f"groups/{chat}/bot", {"member": True})
    await world.act(f"groups/{chat}/bot", {"member": False})

    added, removed = await world.bot.get_updates()
    assert added.my_chat_member
    assert removed.my_chat_member
    assert [added.my_chat_member.new_chat_member.status, removed.my_chat_member.new_chat_member.status] == [
        "member",
        "kicked",
    ]
    with pytest.raises(Forbidden, match="kicked"):
        await world.bot.send_message(chat, "Chào")


async def test_a_bot_that_leaves_hears_nothing_more(world: World) -> None:
    chat = await make(world, MEMBER)

    assert await world.bot.leave_chat(chat)
    await world.bot.get_updates(offset=2**40)
    await world.phone().in_group(chat).send("/tonghop")

    assert await world.bot.get_updates() == ()
    assert [group["bot_is_member"] for group in await groups_of(world, MEMBER)] == [False]


async def test_a_group_that_moves_keeps_its_people_and_what_was_said(world: World) -> None:
    chat = await make(world, MEMBER, SECRETARY)
    await world.bot.send_message(chat, "Trước")
    await world.act("faults", {"kind": "migrate"})

    with pytest.raises(ChatMigrated) as caught:
        await world.bot.send_message(chat, "Sau")
    new = caught.value.new_chat_id
    await world.bot.send_message(new, "Sau")

    (group,) = await groups_of(world, MEMBER)
    assert str(new).startswith("-100")
    assert group["chat_id"] == new
    assert [message["text"] for message in await world.phone().in_group(new).messages()] == ["Trước", "Sau"]
    await world.phone().in_group(new).send("/tonghop")
    *_, left, came, command = await world.bot.get_updates()
    assert left.message
    assert came.message
    assert command.message
    assert (left.message.migrate_to_chat_id, came.message.migrate_from_chat_id) == (new, chat)
    assert (command.message.chat.id, command.message.chat.type) == (new, "supergroup")


async def test_what_was_written_before_a_group_moved_is_not_edited_any_more(world: World) -> None:
    chat = await make(world, MEMBER)
    await world.phone().in_group(chat).send("/tonghop")
    (own,) = await world.phone().in_group(chat).messages()
    await world.act("faults", {"kind": "migrate"})
    with pytest.raises(ChatMigrated):
        await world.bot.send_message(chat, "Sau")

    status, answer = await world.act(f"phones/{MEMBER}/edit", {"message_id": own["id"], "text": "/huy"})

    assert (status, "moved" in answer["error"]) == (409, True)
    assert not any(update.edited_message for update in await world.bot.get_updates())


async def test_an_act_from_a_page_that_still_shows_the_old_group_lands_in_the_new(world: World) -> None:
    chat = await make(world, MEMBER)
    await world.act("faults", {"kind": "migrate"})
    with pytest.raises(ChatMigrated) as caught:
        await world.bot.send_message(chat, "Sau")

    await world.act(f"phones/{MEMBER}/text", {"chat": chat, "text": "/tonghop"})

    (message,) = await world.phone().in_group(caught.value.new_chat_id).messages()
    assert message["text"] == "/tonghop"


@pytest.mark.parametrize(
    "body",
    [
        {"title": "", "members": [MEMBER]},
        {"title": "a" * 129, "members": [MEMBER]},
        {"title": "Tổ", "members": []},
        {"title": "Tổ", "members": [999]},
        {"title": "Tổ", "members": "x"},
        {"title": 5, "members": [MEMBER]},
    ],
)
async def test_a_group_that_cannot_be_is_refused(world: World, body: dict[str, object]) -> None:
    assert (await world.act("groups", body))[0] == 400


async def test_nobody_writes_in_a_group_of_others_or_puts_the_bot_where_no_group_is(world: World) -> None:
    chat = await desk(world)

    assert (await world.act(f"phones/{MEMBER}/text", {"chat": chat, "text": "a"}))[0] == 404
    assert (await world.act(f"phones/{MEMBER}/text", {"chat": "x", "text": "a"}))[0] == 400
    assert (await world.act("groups/-1/bot", {"member": True}))[0] == 404
    assert (await world.act(f"groups/{chat}/bot", {"member": "x"}))[0] == 400
