"""What a person does on the phone besides writing: files, edits, deletions, blocking the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Forbidden

from tests.sandbox.pictures import gif, jpeg, png
from tests.sandbox.sandbox_world import MEMBER, STRANGER, World, sandbox_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path) as world:
        await world.bot.get_updates(allowed_updates=[])
        yield world


async def news(world: World) -> tuple[Update, ...]:
    """The updates since the last look."""
    updates = await world.bot.get_updates()
    if updates:
        await world.bot.get_updates(offset=updates[-1].update_id + 1)
    return updates


async def test_a_photo_arrives_as_a_photo_with_its_size_and_caption(world: World) -> None:
    await world.phone().attach(("ảnh.png", png(640, 480)), caption="Giấy tờ đã nộp")

    (update,) = await news(world)
    assert update.message
    assert (update.message.photo[-1].width, update.message.photo[-1].height) == (640, 480)
    assert update.message.caption == "Giấy tờ đã nộp"
    assert await (await update.message.photo[-1].get_file()).download_as_bytearray() == png(640, 480)
    (shown,) = await world.phone().messages()
    assert (shown["photo"]["width"], shown["photo"]["height"], shown["document"]) == (640, 480, None)


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("Báo cáo.pdf", b"%PDF-1.7", "application/pdf"),
        ("động.gif", gif(8, 8), "image/gif"),
        ("dài.png", png(1, 5000), "image/png"),
        ("giả.png", b"no picture", "image/png"),
        ("không đuôi", b"content", "application/octet-stream"),
        ("../../lên trên.txt", b"content", "text/plain"),
    ],
)
async def test_everything_else_arrives_as_a_document(world: World, name: str, content: bytes, mime: str) -> None:
    await world.phone().attach((name, content))

    (update,) = await news(world)
    assert update.message
    assert update.message.document
    assert (update.message.document.file_name, update.message.document.mime_type) == (name.rpartition("/")[2], mime)
    (shown,) = await world.phone().messages()
    assert (shown["document"]["mime"], shown["document"]["size"], shown["photo"]) == (mime, len(content), None)


async def test_a_photo_can_be_sent_as_a_document(world: World) -> None:
    await world.phone().attach(("ảnh.jpg", jpeg(640, 480)), as_documents=True)

    (update,) = await news(world)
    assert update.message
    assert update.message.document
    assert update.message.document.mime_type == "image/jpeg"


async def test_several_files_become_albums_of_a_kind_and_ten_at_most(world: World, tmp_path: Path) -> None:
    report = tmp_path / "báo cáo.docx"
    report.write_bytes(b"content")
    photos = [(f"{number}.png", png(8, 8)) for number in range(11)]

    await world.phone().attach(photos[0], report, *photos[1:], caption="Tài liệu")

    messages = [update.message for update in await news(world) if update.message]
    albums = [message.media_group_id for message in messages]
    assert [bool(message.photo) for message in messages] == [True] * 11 + [False]
    assert len(set(albums[:10])) == 1
    assert albums[0]
    assert albums[10:] == [None, None]
    assert [message.caption for message in messages] == ["Tài liệu"] + [None] * 11
    shown = await world.phone().messages()
    assert [message["album"] for message in shown] == albums


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400),
        ({"file": b""}, 400),
        ({"file": b"a", "caption": "a" * 1025}, 400),
        ({"file": b"a", "as": "sticker"}, 400),
        ({"file": b"a", "chat": "x"}, 400),
        ({"file": b"a", "chat": "-1"}, 404),
        ({"file": b"a", "chat": "-99999999999999999999999"}, 400),
        ({"file": b"a", "caption": b"not a text"}, 400),
    ],
)
async def test_files_that_cannot_be_sent_are_refused(world: World, fields: dict[str, Any], status: int) -> None:
    form = FormData({}, default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value, filename="a.txt" if isinstance(value, bytes) else None)

    assert (await post_files(world, form))[0] == status

    assert await news(world) == ()


async def test_a_form_without_the_header_is_a_foreign_pages(world: World) -> None:
    form = FormData({"caption": "a"}, default_to_multipart=True)

    assert (await post_files(world, form, headers={}))[0] == 415


async def test_too_much_at_once_is_refused_in_a_sentence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sandbox.phones_api.access.FILES_LIMIT", 1000)

    with pytest.raises(ValueError, match="MB at once"):
        await world.phone().attach(("a.txt", b"a" * 1000))

    await world.phone().attach(("a.txt", b"a"))
    assert len(await world.phone().messages()) == 1


async def post_files(world: World, form: FormData, headers: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
    given = {"X-Sandbox": "1"} if headers is None else headers
    url = f"{world.address}sandbox/phones/{MEMBER}/files"
    async with world.session.post(url, data=form, headers=given) as response:
        return response.status, await response.json()


async def test_a_picture_is_shown_in_the_page_and_nothing_else_is(world: World) -> None:
    await world.phone().attach(("a.png", png(8, 8)))
    await world.phone().attach(("a.html", b"<script>"), ("trick.png", b"<script>"))
    picture, page, trick = await world.phone().messages()

    async def headers(file_id: str) -> tuple[str, str]:
        async with world.session.get(f"{world.address}sandbox/files/{file_id}?inline=1") as response:
            return response.headers["Content-Disposition"].partition(";")[0], response.headers["Content-Type"]

    assert await headers(picture["photo"]["file_id"]) == ("inline", "image/png")
    assert (await headers(page["document"]["file_id"]))[0] == "attachment"
    assert (await headers(trick["document"]["file_id"]))[0] == "attachment"


async def test_an_edited_text_reaches_the_bot_as_an_edit(world: World) -> None:
    phone = world.phone()
    await phone.send("Xin chao")
    (own,) = await phone.messages()
    await news(world)

    await phone.edit(own["id"], "Xin chào /baocao")

    (update,) = await news(world)
    assert update.edited_message
    assert (update.edited_message.text, update.edited_message.message_id) == ("Xin chào /baocao", own["id"])
    assert [entity.type for entity in update.edited_message.entities] == ["bot_command"]
    (shown,) = await phone.messages()
    assert (shown["text"], shown["edited"], shown["own"], shown["by"]) == (
        "Xin chào /baocao",
        True,
        True,
        "Nguyễn Minh Châu",
    )


async def test_an_edit_that_changes_nothing_is_no_news(world: World) -> None:
    phone = world.phone()
    await phone.send("Xin chào")
    (own,) = await phone.messages()
    await news(world)

    await phone.edit(own["id"], "Xin chào")

    assert await news(world) == ()
    assert await phone.messages() == [own]


async def test_who_has_blocked_the_bot_edits_nothing(world: World) -> None:
    phone = world.phone()
    await phone.send("Xin chào")
    (own,) = await phone.messages()
    await phone.block()
    await news(world)

    status, _ = await world.act(f"phones/{MEMBER}/edit", {"message_id": own["id"], "text": "Khác"})

    assert status == 409
    assert await news(world) == ()


async def test_the_caption_of_a_file_is_edited_and_may_go(world: World) -> None:
    phone = world.phone()
    await phone.attach(("a.png", png(8, 8)), caption="Trước")
    (own,) = await phone.messages()

    await phone.edit(own["id"], "Sau")
    after = (await phone.messages())[0]["text"]
    await phone.edit(own["id"], "")

    assert after == "Sau"
    (shown,) = await phone.messages()
    assert (shown["text"], shown["photo"]["width"]) == ("", 8)


async def test_a_deleted_message_is_gone_and_the_bot_hears_nothing(world: World) -> None:
    phone = world.phone()
    await phone.send("Xin chào")
    (own,) = await phone.messages()
    await news(world)

    await phone.delete(own["id"])

    assert await phone.messages() == []
    assert await news(world) == ()


async def test_nobody_edits_or_deletes_what_another_wrote(world: World) -> None:
    sent = await world.bot.send_message(MEMBER, "Chọn")
    await world.phone().send("Xin chào")
    own = (await world.phone().messages())[-1]["id"]

    for user, message_id in ((MEMBER, sent.message_id), (STRANGER, own), (MEMBER, 999)):
        assert (await world.act(f"phones/{user}/edit", {"message_id": message_id, "text": "a"}))[0] == 404
        assert (await world.act(f"phones/{user}/delete", {"message_id": message_id}))[0] == 404


@pytest.mark.parametrize(
    "body", [{"text": " "}, {"text": 5}, {"text": "a" * 4097}, {"text": "a\ud800"}, {"text": "a", "message_id": "x"}]
)
async def test_an_edit_that_cannot_be_is_refused(world: World, body: dict[str, Any]) -> None:
    await world.phone().send("Xin chào")
    (own,) = await world.phone().messages()

    assert (await world.act(f"phones/{MEMBER}/edit", {"message_id": own["id"], **body}))[0] == 400

    assert (await world.phone().messages())[0]["text"] == "Xin chào"


async def test_a_person_who_blocks_the_bot_is_out_of_its_reach_until_it_is_unblocked(world: World) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data="a")]])
    sent = await world.bot.send_message(MEMBER, "Chọn", reply_markup=rows)
    phone = world.phone()

    await phone.block()
    (blocking,) = await news(world)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await world.bot.edit_message_text("Khác", MEMBER, sent.message_id)
    with pytest.raises(ValueError, match="blocked"):
        await phone.send("Xin chào")
    with pytest.raises(ValueError, match="blocked"):
        await phone.tap("Mở")
    shown = (await world.get("sandbox/state"))["phones"][0]["blocked"]
    await phone.unblock()

    (unblocking,) = await news(world)
    assert await world.bot.send_message(MEMBER, "Chào")
    assert shown is True
    for update, before, after in ((blocking, "member", "kicked"), (unblocking, "kicked", "member")):
        assert update.my_chat_member
        assert update.my_chat_member.from_user.id == MEMBER
        assert update.my_chat_member.old_chat_member.status == before
        assert update.my_chat_member.new_chat_member.status == after


async def test_opening_the_bot_again_unblocks_it(world: World) -> None:
    await world.phone().block()
    await news(world)

    await world.phone().start("abc")

    change, message = await news(world)
    assert change.my_chat_member
    assert message.message
    assert message.message.text == "/start abc"


async def test_blocking_twice_is_told_once(world: World) -> None:
    await world.phone().block()
    await world.phone().block()

    assert len(await news(world)) == 1


async def test_an_answer_shows_what_it_answers(world: World) -> None:
    await world.phone().send("Xin chào")
    (own,) = await world.phone().messages()

    await world.bot.send_message(MEMBER, "Đã nhận", reply_to_message_id=own["id"])

    _, answer = await world.phone().messages()
    assert answer["reply_to"] == {"id": own["id"], "text": "Xin chào"}
    assert (answer["by"], answer["own"]) == ("Trợ lý cải cách TTHC (thử nghiệm)", False)


async def test_the_dots_stand_until_the_message_comes(world: World) -> None:
    async def typing() -> bool:
        shown: bool = (await world.get("sandbox/state"))["phones"][0]["typing"]
        return shown

    before = await typing()
    await world.bot.send_chat_action(MEMBER, "typing")
    while_typing = await typing()
    await world.bot.send_message(MEMBER, "Đã nhận")

    assert (before, while_typing, await typing()) == (False, True, False)


@pytest.mark.parametrize("text", ["\u202eđảo chiều", "🙂" * 2048, "a" * 4096, "javascript:alert(1)", "a\0b"])
async def test_hostile_text_of_a_person_reaches_the_bot_as_it_is(world: World, text: str) -> None:
    await world.phone().send(text)

    (update,) = await news(world)
    assert update.message
    assert update.message.text == text
    assert (await world.phone().messages())[0]["text"] == text
