"""What a person answers, and what is neither text nor file: voice, place, card; as the bot is told of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiogram.types import Message, Update
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated

from bot.sandbox.client import Phone
from tests.sandbox.pictures import png
from tests.sandbox.sandbox_world import MEMBER, SECRETARY, STRANGER, World, sandbox_world

REMINDER = "Nhắc báo cáo tháng 11/2026"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path) as world:
        await world.bot.get_me()
        await world.api("getUpdates", allowed_updates=["message", "edited_message"])
        yield world


async def told(world: World) -> list[Update]:
    """The updates since the last look, as the program's library reads them."""
    _, answer = await world.api("getUpdates")
    updates = [Update.model_validate(raw) for raw in answer["result"]]
    if updates:
        await world.api("getUpdates", offset=updates[-1].update_id + 1)
    return updates


async def only_message(world: World) -> Message:
    (update,) = await told(world)
    assert update.message
    return update.message


async def reminder(world: World, chat: int = MEMBER) -> int:
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Báo không phát sinh", callback_data="nil")]])
    return (await world.bot.send_message(chat, REMINDER, reply_markup=keys)).message_id


async def test_a_text_that_answers_brings_the_message_that_is_answered_with_its_buttons(world: World) -> None:
    asked = await reminder(world)

    await world.phone().send("không", reply_to=asked)

    message = await only_message(world)
    answered = message.reply_to_message
    assert message.text == "không"
    assert answered
    assert answered.from_user
    assert (answered.message_id, answered.text, answered.from_user.is_bot) == (asked, REMINDER, True)
    assert answered.reply_markup
    assert answered.reply_markup.inline_keyboard[0][0].callback_data == "nil"
    shown = (await world.phone().messages())[-1]
    assert shown["reply_to"] == {"id": asked, "text": REMINDER}


async def test_of_what_is_answered_only_one_step_back_is_told(world: World) -> None:
    asked = await reminder(world)
    await world.phone().send("không", reply_to=asked)
    first = (await only_message(world)).message_id

    await world.phone().send("à, có", reply_to=first)

    answered = (await only_message(world)).reply_to_message
    assert answered
    assert (answered.message_id, answered.text, answered.reply_to_message) == (first, "không", None)


async def test_an_answer_too_long_for_one_message_answers_with_each_and_keeps_the_time_of_reading(world: World) -> None:
    asked = await reminder(world)

    await world.phone().send("ă" * 4097, reply_to=asked)

    messages = [update.message for update in await told(world) if update.message]
    assert [message.reply_to_message and message.reply_to_message.message_id for message in messages] == [asked] * 2
    for message in messages:
        assert message.reply_to_message
        assert (message.date - message.reply_to_message.date).total_seconds() >= 30


async def test_every_file_of_an_album_answers_the_same_message(world: World) -> None:
    asked = await reminder(world)

    await world.phone().attach(("1.png", png(8, 8)), ("2.png", png(8, 8)), caption="Hai trang", reply_to=asked)

    messages = [update.message for update in await told(world) if update.message]
    assert [message.caption for message in messages] == ["Hai trang", None]
    assert [message.reply_to_message and message.reply_to_message.message_id for message in messages] == [asked] * 2


async def test_an_answer_that_is_edited_still_answers(world: World) -> None:
    asked = await reminder(world)
    await world.phone().send("khong", reply_to=asked)
    own = (await only_message(world)).message_id

    await world.phone().edit(own, "không")

    (update,) = await told(world)
    assert update.edited_message
    assert update.edited_message.text == "không"
    assert update.edited_message.reply_to_message
    assert update.edited_message.reply_to_message.message_id == asked


async def test_a_long_message_is_quoted_by_its_beginning(world: World) -> None:
    asked = (await world.bot.send_message(MEMBER, "ă" * 4096)).message_id

    await world.phone().send("không", reply_to=asked)

    assert (await world.phone().messages())[-1]["reply_to"]["text"] == "ă" * 120 + "…"


async def test_what_is_not_seen_in_that_chat_cannot_be_answered(world: World) -> None:
    foreign = (await world.bot.send_message(STRANGER, "Chào")).message_id
    deleted = await reminder(world)
    await world.bot.delete_message(MEMBER, deleted)

    for message_id in (foreign, deleted, 999, 0, -1):
        assert (await world.act(f"phones/{MEMBER}/text", {"text": "a", "reply_to": message_id}))[0] == 404
        with pytest.raises(ValueError, match="no such message in that chat"):
            await world.phone().attach(("a.txt", b"a"), reply_to=message_id)

    assert await told(world) == []
    assert await world.phone().messages() == []


@pytest.mark.parametrize("wrong", ["x", 1.5, True, [1], 2**63])
@pytest.mark.parametrize("act", ["text", "voice", "location", "contact", "sticker"])
async def test_what_names_no_message_is_refused(world: World, act: str, wrong: object) -> None:
    status, _ = await world.act(f"phones/{MEMBER}/{act}", {"text": "a", "reply_to": wrong})

    assert status == 400
    assert await told(world) == []


async def test_a_voice_message_arrives_as_one_whose_file_can_be_fetched(world: World) -> None:
    await world.phone().send_voice()

    voice = (await only_message(world)).voice
    assert voice
    assert (voice.duration, voice.mime_type) == (7, "audio/ogg")
    file = await world.bot.get_file(voice.file_id)
    assert len(await file.download_as_bytearray()) == voice.file_size
    with pytest.raises(BadRequest, match="type voice as document"):
        await world.bot.send_document(MEMBER, voice.file_id)
    assert (await world.phone().messages())[-1]["voice"] == {"seconds": 7}


async def test_a_place_and_a_card_arrive_as_such(world: World) -> None:
    await world.phone().send_location()
    await world.phone().send_contact()

    place, card = (update.message for update in await told(world))
    assert place
    assert card
    assert place.location
    assert (round(place.location.latitude), round(place.location.longitude)) == (21, 106)
    assert card.contact
    assert (card.contact.first_name, card.contact.user_id) == ("Nguyễn Minh Châu", MEMBER)
    shown_place, shown_card = await world.phone().messages()
    assert shown_place["location"] == {"latitude": place.location.latitude, "longitude": place.location.longitude}
    assert shown_card["contact"] == {"name": "Nguyễn Minh Châu", "number": card.contact.phone_number}


WORDLESS: dict[str, Callable[[Phone, int], Awaitable[Any]]] = {
    "voice": lambda phone, asked: phone.send_voice(reply_to=asked),
    "location": lambda phone, asked: phone.send_location(reply_to=asked),
    "contact": lambda phone, asked: phone.send_contact(reply_to=asked),
}


@pytest.mark.parametrize("kind", WORDLESS)
async def test_what_has_no_words_can_answer_and_be_answered_by_the_bot_and_copied(world: World, kind: str) -> None:
    asked = await reminder(world)

    await WORDLESS[kind](world.phone(), asked)

    message = await only_message(world)
    assert message.reply_to_message
    assert message.reply_to_message.message_id == asked
    assert (message.date - message.reply_to_message.date).total_seconds() >= 30
    await world.bot.send_message(MEMBER, "Đã nhận", reply_to_message_id=message.message_id)
    await world.bot.copy_message(MEMBER, MEMBER, message.message_id)
    *_, answer, copy = await world.phone().messages()
    assert answer["reply_to"] == {"id": message.message_id, "text": ""}
    assert copy["from"] == "bot"
    assert copy[kind]


@pytest.mark.parametrize(("kind", "status"), [("voice", 200), ("location", 400), ("contact", 400)])
async def test_a_voice_message_may_get_a_caption_and_what_never_has_one_is_not_edited(
    world: World, kind: str, status: int
) -> None:
    await world.act(f"phones/{MEMBER}/{kind}", {})
    own = (await only_message(world)).message_id

    assert (await world.act(f"phones/{MEMBER}/edit", {"message_id": own, "text": "Ghi âm"}))[0] == status


async def group_of(world: World) -> int:
    _, answer = await world.act("groups", {"title": "Tổ giúp việc", "members": [MEMBER, SECRETARY]})
    chat: int = answer["chat_id"]
    await world.act(f"groups/{chat}/bot", {"member": True})
    await world.api("getUpdates", offset=2**40)
    return chat


async def test_in_a_group_the_bot_is_told_of_what_answers_it_and_not_of_what_answers_others(world: World) -> None:
    chat = await group_of(world)
    phone = world.phone().in_group(chat)
    asked = await reminder(world, chat)
    await world.phone(SECRETARY).in_group(chat).send("Mời anh Châu xem")
    others = (await phone.messages())[-1]["id"]

    await phone.send("Đã xem", reply_to=others)
    await phone.send_voice(reply_to=others)
    assert await told(world) == []
    await phone.send("Đã xem", reply_to=asked)
    await phone.send_location(reply_to=asked)

    text, place = await told(world)
    assert text.message
    assert place.message
    assert (text.message.text, bool(place.message.location)) == ("Đã xem", True)
    assert [update.message and update.message.chat.id for update in (text, place)] == [chat] * 2
    assert (await world.phone(SECRETARY).in_group(chat).messages())[-2]["reply_to"]["text"] == REMINDER


async def test_a_message_of_a_group_is_answered_there_alone(world: World) -> None:
    chat = await group_of(world)
    in_group, in_private = await reminder(world, chat), await reminder(world)

    for body in ({"reply_to": in_group}, {"reply_to": in_private, "chat": chat}):
        assert (await world.act(f"phones/{MEMBER}/text", {"text": "a", **body}))[0] == 404


async def test_what_was_written_before_a_group_moved_is_not_answered_any_more(world: World) -> None:
    chat = await group_of(world)
    asked = await reminder(world, chat)
    await world.act("faults", {"kind": "migrate"})
    with pytest.raises(ChatMigrated) as caught:
        await world.bot.send_message(chat, "Sau")
    moved_to = caught.value.new_chat_id
    service = (await told(world))[-1].message

    assert service
    assert service.migrate_from_chat_id == chat
    for message_id in (asked, service.message_id):
        body = {"text": "a", "chat": moved_to, "reply_to": message_id}
        assert (await world.act(f"phones/{MEMBER}/text", body))[0] == 404
