"""What is read of updates that the library does not know, whole or in part."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import Message, Update
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.inbound import SAID, UPDATES, in_order, parse, read
from bot.runtime.ports import Incoming, UnparseableError
from tests.handlers.acts import CONTENT, OPEN
from tests.telegram import Phone
from tests.world import TOKEN, USERS, World, say

BOT = Bot(TOKEN)
USER = {"id": 101, "is_bot": False, "first_name": "An", "language_code": "vi"}
MESSAGE = {
    "message_id": 7,
    "date": 1794791700,
    "chat": {"id": 101, "type": "private", "first_name": "An"},
    "from": USER,
}
STICKER = {"file_id": "s", "file_unique_id": "us", "type": "regular", "width": 1, "height": 1}

UNKNOWN_PARTS: dict[str, dict[str, Any]] = {
    "a new kind of origin": {"forward_origin": {"type": "community", "date": 1794791700, "community": {"id": 5}}},
    "an origin without its sender": {"forward_origin": {"type": "user", "date": 1794791700}},
    "an origin that is a word": {"forward_origin": "somebody"},
    "a minimal quotation": {"reply_to_message": {"message_id": 6}},
    "a quotation without its chat": {"reply_to_message": {"message_id": 6, "date": 1794791600, "text": "…"}},
    "a quotation of a new kind": {"external_reply": {"origin": {"type": "community"}, "chat": 5}},
    "a checklist without its tasks": {"checklist": {"title": "Việc"}},
    "a checklist of a new form": {"checklist": {"title": {"text": "Việc"}, "tasks": {"1": "a"}}},
    "a checklist's news": {"checklist_tasks_done": {"checklist_message": {}, "marked_as_done_task_ids": "1"}},
    "an entity without a length": {"entities": [{"type": "bold", "offset": 0}]},
    "an entity with a new value": {"entities": [{"type": "date_time", "offset": 0, "length": "1", "user": 5}]},
    "entities that are none": {"entities": {"bold": [0, 1]}},
    "a bot of a new form": {"via_bot": {"id": "somebot"}},
    "a bot by its name": {"via_bot": "@somebot"},
    "a bot without a name": {"via_bot": {"id": 5, "is_bot": True}},
    "a chat with more in it": {"chat": {"id": 101, "type": "private", "photo": 5, "first_name": {}}},
    "a sender with more in it": {"from": {**USER, "language_code": {"code": "vi"}, "username": 5}},
    "a sender without a name": {"from": {"id": 101, "is_bot": False}},
    "a quotation of a new kind of content": {
        "reply_to_message": {**MESSAGE, "message_id": 6, "checklist": {"title": 5}, "hologram": {}},
    },
    "a quotation of a poll of a new form": {
        "reply_to_message": {**MESSAGE, "message_id": 6, "poll": {"shape": "round"}}
    },
    "content of a new form": {"hologram": {"file_id": "h"}, "dice": {"faces": 20}},
}
"""Parts of a message that are of no form the library knows, several of each kind."""


def message_of(raw: dict[str, Any]) -> Message:
    update = parse(raw, BOT)
    assert update is not None
    assert update.message is not None
    return update.message


async def at_content(world: World) -> Phone:
    """Bring An to the question what the difficulty is."""
    an = world.phone("AN")
    await say(world, an, *OPEN, "[Đất đai]", "[Không rõ thủ tục]")
    return an


@pytest.mark.parametrize("part", UNKNOWN_PARTS.values(), ids=UNKNOWN_PARTS)
def test_a_part_of_no_known_form_does_not_cost_the_text_beside_it(part: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Update.model_validate({"update_id": 1, "message": {**MESSAGE, "text": CONTENT, **part}})

    found = message_of({"update_id": 1, "message": {**MESSAGE, "text": CONTENT, **part}})

    assert found.text == CONTENT
    assert found.from_user is not None
    assert found.from_user.id == 101
    assert found.date.timestamp() == 1794791700


@pytest.mark.parametrize("name", [name for name in UNKNOWN_PARTS if "origin" in name])
def test_what_is_passed_on_stays_passed_on_in_whatever_way_that_is_said(name: str) -> None:
    found = message_of({"update_id": 1, "message": {**MESSAGE, "text": "/batdau", **UNKNOWN_PARTS[name]}})

    assert found.forward_origin is not None


@pytest.mark.parametrize("name", [name for name in UNKNOWN_PARTS if "a bot" in name])
def test_what_came_by_way_of_a_bot_stays_so_in_whatever_way_that_is_said(name: str) -> None:
    found = message_of({"update_id": 1, "message": {**MESSAGE, "text": "/batdau", **UNKNOWN_PARTS[name]}})

    assert found.via_bot is not None


FILE = {"file_id": "f", "file_unique_id": "u", "file_name": "a.pdf", "mime_type": "application/pdf", "file_size": 9}
SIZES = [{"file_id": "S", "width": 1, "height": 1}, {"file_id": "L", "width": 9, "height": 9, "file_size": 8}]


@pytest.mark.parametrize(
    "file",
    [
        {"document": {**FILE, "thumbnail": 5}},
        {"document": {"file_id": "f", "file_name": "a.pdf"}},
        {"document": {**FILE, "file_size": "9"}, "checklist": {}},
        {"photo": SIZES},
        {"photo": [*SIZES, {"width": 5}, "a size"]},
        {"video": {**FILE, "cover": "L", "duration": 5, "width": 1, "height": 1}, "media_group_id": "album"},
        {"voice": {**FILE, "waveform": 5}},
    ],
    ids=str,
)
def test_a_file_is_known_by_its_identifier_whatever_else_is_said_of_it(file: dict[str, Any]) -> None:
    found = message_of({"update_id": 1, "message": {**MESSAGE, "caption": CONTENT, "forward_origin": {}, **file}})

    kept = found.document or found.video or found.voice or (found.photo[-1] if found.photo else None)
    assert kept is not None
    assert kept.file_id in ("f", "L")
    assert found.caption == CONTENT
    assert found.media_group_id == file.get("media_group_id")


@pytest.mark.parametrize(
    "message",
    [
        {"message_id": 1, "text": "with an old quotation", "from": 5},
        "text",
        {"inaccessible": True},
    ],
    ids=str,
)
def test_a_press_is_read_whatever_message_its_button_stands_on(message: Any) -> None:
    query = {"id": "p", "from": USER, "chat_instance": "1", "data": "h", "message": message}

    found = parse({"update_id": 1, "callback_query": query}, BOT)

    assert found is not None
    assert found.callback_query is not None
    assert (found.callback_query.data, found.callback_query.from_user.id) == ("h", 101)


@pytest.mark.parametrize(
    "spoilt",
    [{"from": "An"}, {"from": {}}, {"chat": 5}, {"date": "yesterday"}, {"message_id": {}}],
    ids=str,
)
def test_without_sender_chat_date_or_number_an_update_is_set_aside_and_not_passed_over(spoilt: dict[str, Any]) -> None:
    with pytest.raises(UnparseableError):
        parse({"update_id": 1, "message": {**MESSAGE, "text": CONTENT, **spoilt}}, BOT)


SERVICE: dict[str, dict[str, Any]] = {
    "something pinned": {"pinned_message": {**MESSAGE, "message_id": 6, "text": "…"}},
    "the time after which messages go": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    "somebody joined": {"new_chat_members": [USER]},
    "somebody left": {"left_chat_member": USER},
    "the right to write": {"write_access_allowed": {"from_request": True}},
    "a new background": {"chat_background_set": {"type": {}}},
    "a call": {"video_chat_started": {}},
    "something that is not there yet": {"chat_moon_phase_changed": {"phase": "full"}},
}


@pytest.mark.parametrize("what", SERVICE.values(), ids=SERVICE)
def test_what_happened_in_a_chat_is_nothing_that_was_said(what: dict[str, Any]) -> None:
    assert parse({"update_id": 1, "message": {**MESSAGE, **what}}, BOT) is None


@pytest.mark.parametrize("what", SERVICE.values(), ids=SERVICE)
async def test_what_happened_in_a_chat_is_not_answered_and_changes_nothing(world: World, what: dict[str, Any]) -> None:
    an = await at_content(world)
    draft, shown = world.read.conn.execute("SELECT answers, step FROM drafts").fetchone(), len(an.messages)

    an.send(None, **what)
    await world.settle()

    assert len(an.messages) == shown
    assert tuple(world.read.conn.execute("SELECT answers, step FROM drafts").fetchone()) == tuple(draft)
    assert world.count("inbox", "state = 'quarantined'") == 0


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
OPTIONAL = sorted(set(Message.model_fields) - {"message_id", "date", "chat", "from_user", "text"})
"""Every part of a message that the library knows and a text does not need."""


@given(st.dictionaries(st.sampled_from(OPTIONAL), JUNK, max_size=6), st.dictionaries(st.text(max_size=12), JUNK))
def test_whatever_stands_beside_a_text_the_text_arrives(known: dict[str, Any], unknown: dict[str, Any]) -> None:
    raw = {"update_id": 1, "message": {**unknown, **known, **MESSAGE, "text": CONTENT}}
    before = copy.deepcopy(raw)

    found = message_of(raw)

    assert found.text == CONTENT
    assert found.from_user is not None
    assert found.from_user.id == 101
    assert (found.forward_origin is None) == (known.get("forward_origin") is None)
    assert (found.via_bot is None) == (known.get("via_bot") is None)
    assert raw == before


@given(st.dictionaries(st.sampled_from([*UPDATES, "update_id", "edited_message"]), JUNK))
def test_reading_takes_whatever_comes(raw: dict[str, Any]) -> None:
    assert isinstance(read(raw), Incoming)
    try:
        parse(raw, BOT)
    except UnparseableError:
        assert set(SAID) & raw.keys()


def test_updates_are_handed_on_by_their_numbers() -> None:
    assert in_order([{"update_id": 7}, {}, {"update_id": 9}, {"update_id": 8}]) == [
        {}, {"update_id": 7}, {"update_id": 8}, {"update_id": 9},
    ]  # fmt: skip


def test_in_a_group_the_sender_is_answered_in_private_and_the_group_is_named() -> None:
    chat = {"id": -100200, "type": "supergroup"}

    found = read({"update_id": 5, "message": {**MESSAGE, "chat": chat}})

    assert found == Incoming(id="5", user_key="101", address="101", lang="vi", group="-100200", whole="-100200")


@pytest.mark.parametrize(
    ("topic", "group"),
    [
        ({"message_thread_id": 77, "is_topic_message": True}, "-100200:77"),
        ({"message_thread_id": 77}, "-100200"),
        ({"message_thread_id": "77", "is_topic_message": True}, "-100200"),
        ({"is_topic_message": True}, "-100200"),
    ],
    ids=str,
)
def test_the_address_of_a_topic_is_that_of_its_forum_and_its_number(topic: dict[str, Any], group: str) -> None:
    chat = {"id": -100200, "type": "supergroup", "is_forum": True}

    assert read({"update_id": 5, "message": {**MESSAGE, **topic, "chat": chat}}).group == group


@pytest.mark.parametrize(
    ("topic", "answered_in"),
    [({"message_thread_id": 77, "is_topic_message": True}, 77), ({"message_thread_id": 77}, None), ({}, None)],
    ids=str,
)
@pytest.mark.parametrize("text", ["/baocao", "/batdau@tro_ly_bot"])
async def test_a_command_in_a_topic_of_a_group_is_answered_in_the_topic(
    world: World, topic: dict[str, Any], answered_in: int | None, text: str
) -> None:
    forum = {"id": -100200, "type": "supergroup", "title": "Nhóm", "is_forum": True}

    world.phone("AN").send(text, chat=forum, **topic)
    await world.settle()

    (refusal,) = world.telegram.chats[-100200]
    assert refusal.topic == answered_in
    assert world.phone("AN").messages == []


@pytest.mark.parametrize("part", UNKNOWN_PARTS.values(), ids=UNKNOWN_PARTS)
async def test_an_answer_with_something_unknown_in_it_becomes_part_of_the_draft(
    world: World, part: dict[str, Any]
) -> None:
    an = await at_content(world)

    an.send(CONTENT, **part)
    await world.settle()

    draft = world.read.conn.execute("SELECT answers FROM drafts").fetchone()[0]
    assert CONTENT in draft
    assert world.count("inbox", "state = 'quarantined'") == 0


async def test_a_command_that_was_passed_on_in_a_new_way_is_no_order(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    shown = an.last.text

    an.send("/baocao", forward_origin={"type": "community"})
    await world.settle()

    assert an.last.text != shown
    assert "Báo cáo tháng 11" not in str(an.last.labels)


async def test_updates_that_have_to_be_set_aside_are_counted_in_one_notice_of_the_hour(world: World) -> None:
    chi = world.phone("CHI")
    unreadable = {"message": {"from": {"id": USERS["AN"]}, "text": "/batdau"}}

    for _ in range(7):
        world.telegram.deliver(copy.deepcopy(unreadable))
        await world.settle()

    assert len(chi.messages) == 1
    assert "Từ 08:00 ngày 16/11/2026 có 07 tin chưa xử lý được. Gần nhất là sự cố SC-261116-07" in chi.last.text
    assert len(world.phone("AN").messages) == 7  # each is told its own code


async def test_in_the_next_hour_what_is_set_aside_is_a_new_notice(world: World) -> None:
    chi = world.phone("CHI")
    unreadable = {"message": {"from": {"id": USERS["AN"]}, "text": "/batdau"}}

    for minutes in (0, 10, 70):
        world.clock.set(world.clock.now() + timedelta(minutes=minutes))
        world.telegram.deliver(copy.deepcopy(unreadable))
        await world.settle()

    assert len(chi.messages) == 2
    assert "có 02 tin" in chi.messages[0].text
    assert "SC-261116-03" in chi.messages[1].text
