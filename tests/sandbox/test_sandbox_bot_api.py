"""The bot's side of the sandbox, driven by python-telegram-bot and by plain HTTP."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity
from telegram.error import Conflict

from bot.clock import VN
from tests.sandbox.sandbox_world import MEMBER, TOKEN, World, sandbox_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path) as world:
        yield world


async def test_the_bots_id_is_the_number_in_its_token(world: World) -> None:
    me = await world.bot.get_me()

    assert me.id == 123456
    assert me.is_bot


async def test_a_persons_text_reaches_the_bot_with_the_programs_time(world: World) -> None:
    await world.phone().send("Xin chào")

    (update,) = await world.bot.get_updates()
    assert update.message is not None
    assert update.message.text == "Xin chào"
    assert update.message.chat_id == MEMBER
    assert f"{update.message.date.astimezone(VN):%d/%m/%Y %H:%M}" == "16/11/2026 08:15"
    assert not update.message.api_kwargs


async def test_a_start_link_arrives_as_a_command_with_its_payload(world: World) -> None:
    await world.phone().start("abc")

    (update,) = await world.bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start abc"
    assert update.message.parse_entities([MessageEntity.BOT_COMMAND]) == {update.message.entities[0]: "/start"}


async def test_a_sticker_arrives_as_one(world: World) -> None:
    await world.phone().send_sticker()

    (update,) = await world.bot.get_updates()
    assert update.message is not None
    assert update.message.sticker is not None


async def test_a_text_longer_than_a_message_goes_as_two(world: World) -> None:
    await world.phone().send("🙂" * 2049)

    updates = await world.bot.get_updates()
    assert [u.message and u.message.text for u in updates] == ["🙂" * 2048, "🙂"]


async def test_reading_updates_takes_none_away(world: World) -> None:
    await world.phone().send("một")
    await world.phone().send("hai")

    first = await world.bot.get_updates()
    again = await world.bot.get_updates()

    assert [u.update_id for u in first] == [u.update_id for u in again]


async def test_an_offset_forgets_what_lies_before_it(world: World) -> None:
    for text in ("một", "hai", "ba"):
        await world.phone().send(text)
    first, _, third = await world.bot.get_updates()

    rest = await world.bot.get_updates(offset=third.update_id)
    from_the_start = await world.bot.get_updates(offset=first.update_id)

    assert [u.update_id for u in rest] == [third.update_id]
    assert [u.update_id for u in from_the_start] == [third.update_id]


async def test_a_negative_offset_keeps_the_newest(world: World) -> None:
    for text in ("một", "hai", "ba"):
        await world.phone().send(text)

    newest = await world.bot.get_updates(offset=-1)

    assert [u.message and u.message.text for u in newest] == ["ba"]
    assert [u.update_id for u in await world.bot.get_updates()] == [newest[0].update_id]


async def test_the_limit_is_kept(world: World) -> None:
    for text in ("một", "hai", "ba"):
        await world.phone().send(text)

    updates = await world.bot.get_updates(limit=2)

    assert [u.message and u.message.text for u in updates] == ["một", "hai"]


async def test_update_ids_are_not_used_again(world: World) -> None:
    await world.phone().send("một")
    (first,) = await world.bot.get_updates()
    await world.bot.get_updates(offset=first.update_id + 1)

    await world.phone().send("hai")

    (second,) = await world.bot.get_updates()
    assert second.update_id > first.update_id


async def test_a_long_poll_ends_when_somebody_writes(world: World) -> None:
    async with asyncio.TaskGroup() as group:
        polling = group.create_task(world.bot.get_updates(timeout=20))
        await until_a_bot_is_there(world)
        await world.phone().send("Xin chào")

    assert [u.message and u.message.text for u in polling.result()] == ["Xin chào"]


async def test_a_second_poller_ends_the_first(world: World) -> None:
    first = asyncio.gather(world.bot.get_updates(timeout=20), return_exceptions=True)
    await until_a_bot_is_there(world)

    status, second = await world.api("getUpdates", timeout=0)

    assert (status, second) == (200, {"ok": True, "result": []})
    (error,) = await first
    assert isinstance(error, Conflict)
    assert "terminated by other getUpdates request" in str(error)


async def test_a_bot_that_hangs_up_is_gone_at_once(world: World) -> None:
    polling = asyncio.gather(world.api("getUpdates", timeout=20), return_exceptions=True)
    await until_a_bot_is_there(world)

    polling.cancel()

    seq = -1
    async with asyncio.timeout(5):
        while (state := await world.get("sandbox/state"))["bot"]["online"]:
            seq = state["seq"]
            await world.get(f"sandbox/events?after={seq}")


async def test_pending_updates_can_be_dropped(world: World) -> None:
    await world.phone().send("Xin chào")

    assert await world.bot.delete_webhook(drop_pending_updates=True)

    assert await world.bot.get_updates() == ()


async def test_marked_up_text_arrives_as_text_and_entities(world: World) -> None:
    sent = await world.bot.send_message(MEMBER, "<b>Việc hôm nay</b>\nMã: <code>NV-26-045</code> &lt;b&gt;", "HTML")

    assert sent.text == "Việc hôm nay\nMã: NV-26-045 <b>"
    assert list(sent.parse_entities().values()) == ["Việc hôm nay", "NV-26-045"]
    (shown,) = await world.phone().messages()
    assert [e["type"] for e in shown["entities"]] == ["bold", "code"]


async def test_entities_may_come_ready_made(world: World) -> None:
    sent = await world.bot.send_message(MEMBER, "  Đã nhận", entities=[MessageEntity("bold", 2, 2)])

    assert sent.text == "Đã nhận"
    assert list(sent.parse_entities().values()) == ["Đã"]


async def test_a_silent_and_protected_message_is_kept_so(world: World) -> None:
    sent = await world.bot.send_message(MEMBER, "Nhắc", disable_notification=True, protect_content=True)

    assert sent.has_protected_content
    (shown,) = await world.phone().messages()
    assert shown["silent"]


@pytest.mark.parametrize("encoding", ["json", "form", "query", "multipart"])
async def test_parameters_may_come_in_any_encoding(world: World, encoding: str) -> None:
    url = f"{world.address}bot{TOKEN}/sendMessage"
    keyboard = '{"inline_keyboard": [[{"text": "Mở", "callback_data": "a"}]]}'
    params = {"chat_id": str(MEMBER), "text": "Xin chào", "disable_notification": "true", "reply_markup": keyboard}
    form = FormData(params, default_to_multipart=encoding == "multipart")
    body: dict[str, dict[str, Any]] = {
        "json": {"json": params},
        "form": {"data": form},
        "multipart": {"data": form},
        "query": {"params": params},
    }

    async with world.session.post(url, **body[encoding]) as response:
        answer = await response.json()

    assert answer["ok"]
    (shown,) = await world.phone().messages()
    assert shown["silent"]
    assert shown["rows"] == [[{"label": "Mở", "data": "a", "url": None, "copy": None, "style": None}]]


async def test_a_document_can_be_downloaded_by_the_bot_and_by_the_person(world: World) -> None:
    content = io.BytesIO(b"content of the file")

    sent = await world.bot.send_document(
        MEMBER, content, filename="Báo cáo tháng 11.docx", caption="<b>Dự thảo</b>", parse_mode="HTML"
    )

    assert sent.document is not None
    assert sent.document.file_name == "Báo cáo tháng 11.docx"
    assert sent.document.mime_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert sent.caption == "Dự thảo"
    assert await (await world.bot.get_file(sent.document)).download_as_bytearray() == b"content of the file"
    assert await world.phone().download(sent.document.file_id) == b"content of the file"


async def test_a_known_document_can_be_sent_again_by_its_id(world: World) -> None:
    first = await world.bot.send_document(MEMBER, io.BytesIO(b"content"), filename="a.docx")
    assert first.document is not None

    again = await world.bot.send_document(MEMBER, first.document.file_id)

    assert again.document == first.document
    assert again.message_id != first.message_id


async def test_an_edit_replaces_text_and_keyboard(world: World) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data="a")]])
    sent = await world.bot.send_message(MEMBER, "Trước", reply_markup=rows)

    edited = await world.bot.edit_message_text("<b>Sau</b>", MEMBER, sent.message_id, parse_mode="HTML")

    assert isinstance(edited, Message)
    assert edited.text == "Sau"
    assert edited.reply_markup is None
    assert edited.edit_date is not None
    (shown,) = await world.phone().messages()
    assert (shown["text"], shown["rows"], shown["edited"]) == ("Sau", [], True)


async def test_a_keyboard_can_be_taken_away_alone(world: World) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data="a")]])
    sent = await world.bot.send_message(MEMBER, "<b>Tiêu đề</b>", "HTML", reply_markup=rows)

    await world.bot.edit_message_reply_markup(MEMBER, sent.message_id, reply_markup=InlineKeyboardMarkup([]))

    (shown,) = await world.phone().messages()
    assert shown["rows"] == []
    assert shown["entities"] == [{"type": "bold", "offset": 0, "length": 7}]


async def test_a_pressed_button_arrives_with_its_message_and_is_answered_once(world: World) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data="a")]])
    sent = await world.bot.send_message(MEMBER, "Chọn", reply_markup=rows)
    await world.phone().tap("Mở")
    (update,) = await world.bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("a", MEMBER)
    assert query.message is not None
    assert query.message.message_id == sent.message_id
    assert (await world.phone().messages())[0]["waiting"] == ["a"]

    assert await world.bot.answer_callback_query(query.id, "Đã ghi", show_alert=True)

    toast = await world.phone().wait_for_toast("Đã ghi")
    assert toast["alert"]
    assert (await world.phone().messages())[0]["waiting"] == []


async def test_best_effort_settings_are_accepted_and_the_description_is_shown(world: World) -> None:
    await world.bot.set_my_commands([BotCommand("baocao", "Gửi báo cáo")], language_code="vi")
    await world.bot.delete_my_commands(language_code="vi")
    await world.bot.set_my_short_description("Ngắn")
    await world.bot.set_my_description("Kênh tiếp nhận báo cáo")
    await world.bot.send_chat_action(MEMBER, "typing")

    state = await world.get("sandbox/state")

    assert state["bot"]["description"] == "Kênh tiếp nhận báo cáo"


async def test_a_method_the_sandbox_does_not_know_is_logged(world: World) -> None:
    status, answer = await world.api("sendDice", chat_id=MEMBER)

    assert (status, answer) == (404, {"ok": False, "error_code": 404, "description": "Not Found: method not found"})
    (line,) = (await world.get("sandbox/state"))["log"]
    assert line["method"] == "sendDice"
    assert line["at"].startswith("2026-11-16T08:15")


async def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data="a")]])
    async with sandbox_world(tmp_path) as world:
        await world.bot.send_message(MEMBER, "Chọn", reply_markup=rows)
        sent = await world.bot.send_document(MEMBER, io.BytesIO(b"content"), filename="a.docx")
        await world.phone().tap("Mở")
        await world.phone().send("Xin chào")
        before = await world.get("sandbox/state")
        waiting = await world.bot.get_updates()

    async with sandbox_world(tmp_path) as world:
        after = await world.get("sandbox/state")

        assert after["phones"] == before["phones"]
        assert [u.update_id for u in await world.bot.get_updates()] == [u.update_id for u in waiting]
        assert waiting[0].callback_query is not None
        assert await world.bot.answer_callback_query(waiting[0].callback_query.id)
        assert sent.document is not None
        assert await world.phone().download(sent.document.file_id) == b"content"


async def until_a_bot_is_there(world: World) -> None:
    async with asyncio.timeout(5):
        while not (state := await world.get("sandbox/state"))["bot"]["online"]:
            await world.get(f"sandbox/events?after={state['seq']}")
