"""The client that plays a person in tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from tests.sandbox.pictures import png
from tests.sandbox.sandbox_world import MEMBER, World, answering, sandbox_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path) as world:
        yield world


async def test_a_person_talks_with_a_bot(world: World) -> None:
    async def answer(update: Update) -> None:
        if update.callback_query:
            await update.callback_query.answer("Đã ghi")
            await world.bot.send_document(MEMBER, b"content", filename="a.docx", caption="Đã nhận báo cáo")
        else:
            rows = InlineKeyboardMarkup([[InlineKeyboardButton("Gửi báo cáo", callback_data="a")]])
            await world.bot.send_message(MEMBER, "Mời chọn", reply_markup=rows)

    phone = world.phone()
    async with answering(world.bot, answer):
        await phone.send("Xin chào")
        await phone.wait_for("Mời chọn")
        await phone.tap("Gửi báo cáo")
        await phone.wait_for_toast("Đã ghi")
        receipt = await phone.wait_for("Đã nhận")
        file = await phone.wait_for_file()

    assert receipt["document"] == file["document"]
    assert await phone.download(receipt["document"]["file_id"]) == b"content"


async def test_an_old_answer_is_not_taken_for_the_new_one(world: World) -> None:
    phone = world.phone()
    await phone.send("một")
    await world.bot.send_message(MEMBER, "Đã nhận")
    await phone.wait_for("Đã nhận")

    await phone.send("hai")

    with pytest.raises(TimeoutError, match=r"700001 waited 0\.1 s for 'Đã nhận'"):
        await phone.wait_for("Đã nhận", timeout=0.1)


async def test_an_edit_of_an_old_message_counts_as_an_answer(world: World) -> None:
    phone = world.phone()
    sent = await world.bot.send_message(MEMBER, "Bước 1")
    await phone.send("một")

    await world.bot.edit_message_text("Bước 2", MEMBER, sent.message_id)

    assert (await phone.wait_for("Bước 2"))["id"] == sent.message_id


async def test_the_newest_button_of_that_name_is_pressed(world: World) -> None:
    for data in ("old", "new"):
        rows = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data=data)]])
        await world.bot.send_message(MEMBER, "Chọn", reply_markup=rows)

    await world.phone().tap("Mở")

    (update,) = await world.bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "new"


async def test_a_person_sends_files_edits_deletes_and_blocks(world: World, tmp_path: Path) -> None:
    phone = world.phone()
    (tmp_path / "a.docx").write_bytes(b"content")

    await phone.attach(tmp_path / "a.docx", ("b.docx", b"more"), caption="Tài liệu")
    first, second = await phone.messages()
    await phone.edit(first["id"], "Tài liệu kèm theo")
    await phone.delete(second["id"])
    await phone.block()
    await phone.unblock()

    (kept,) = await phone.messages()
    assert (kept["text"], kept["document"]["name"]) == ("Tài liệu kèm theo", "a.docx")


async def test_a_photo_of_the_bot_is_a_file_that_one_can_wait_for(world: World) -> None:
    phone = world.phone()
    await phone.send("Xin chào")

    await world.bot.send_photo(MEMBER, png(8, 8))

    assert (await phone.wait_for_file())["photo"]["width"] == 8


async def test_a_button_that_never_comes_is_reported_with_what_is_shown(world: World) -> None:
    await world.bot.send_message(MEMBER, "Chưa có nút")

    with pytest.raises(TimeoutError, match="Chưa có nút"):
        await world.phone().tap("Mở", timeout=0.1)
