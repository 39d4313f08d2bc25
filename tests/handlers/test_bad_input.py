"""Whatever a phone or a forger sends: no answer is spoilt, nobody else waits, and the sender is told."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from bot.domain.characters import utf16_length
from tests.asking import answered, step_at
from tests.catalogues import said
from tests.handlers.acts import CONTENT, ONE, OPEN, SENT, bring_roster, draft_of, press
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say

AT_CONTENT = (*OPEN, *ONE[:2])


async def at_content(world: World) -> Phone:
    """An is asked to describe the difficulty."""
    an = world.phone("AN")
    await say(world, an, *AT_CONTENT)
    return an


@pytest.mark.parametrize(
    "unseen",
    ["\u3164" * 25, "\u200b" * 40, "\u2800\u2800 \u00a0\u00ad" * 10, "a" + "\u3164" * 30, "a" + " " * 40 + "b"],
)
async def test_an_answer_of_which_too_little_is_seen_is_refused(world: World, unseen: str) -> None:
    an = await at_content(world)

    await say(world, an, unseen)

    unread = said("There is nothing to be read in what was just sent. Please type it again.")
    assert "Nội dung cần ít nhất 20 ký tự" in an.last.text or unread in an.last.text
    assert step_at("content") in an.last.text
    assert "content" not in draft_of(world)["items"][0]


async def test_joined_emoji_in_an_answer_are_stored_as_they_were_typed(world: World) -> None:
    an, family = await at_content(world), "Hộ gia đình 👩‍👩‍👧 ❤️ phải nộp lại hồ sơ."

    await say(world, an, family)

    assert draft_of(world)["items"][0]["content"] == family


async def test_a_text_too_short_is_repeated_and_more_is_asked_for(world: World) -> None:
    an = await at_content(world)

    await say(world, an, "Chậm.")

    assert (
        'Nội dung cần ít nhất 20 ký tự để Cơ quan thường trực có thể xem xét. Nội dung đã nhập: "Chậm."' in an.last.text
    )
    assert "content" not in draft_of(world)["items"][0]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (CONTENT + "\x00\x07\x1b[31m", CONTENT + "[31m"),
        (unicodedata.normalize("NFD", CONTENT), CONTENT),
        (f"\u202e{CONTENT}", f"\u2068{CONTENT}\u2069"),
        (f"{CONTENT}\ud800", CONTENT),
        (f"\udc00{CONTENT}\ufffe", CONTENT),
        ("Z" + "\u0335\u0489" * 40 + CONTENT, "Z" + "\u0335\u0489" * 40 + CONTENT),
        (f"<b>{CONTENT}</b> & <script>", f"<b>{CONTENT}</b> & <script>"),
        (f"=1+1 {CONTENT}", f"=1+1 {CONTENT}"),
        (f"{{you}} %s {CONTENT} *_[x](y)", f"{{you}} %s {CONTENT} *_[x](y)"),
    ],
    ids=["controls", "NFD", "bidi", "high surrogate", "low surrogate", "zalgo", "markup", "formula", "template"],
)
async def test_a_strange_text_is_stored_and_shown_as_typed_without_what_cannot_be_read(
    world: World, typed: str, stored: str
) -> None:
    an = await at_content(world)

    await say(world, an, typed, *ONE[3:])
    assert f"Vướng mắc: {stored}" in an.last.text
    await say(world, an, "[Gửi báo cáo]")

    assert world.read.conn.execute("SELECT content FROM difficulties").fetchone()[0] == stored
    assert f"Vướng mắc: {stored}" in world.phone("CHI").last.text


async def test_the_longest_answers_can_be_reviewed_and_sent(world: World) -> None:
    an = world.phone("AN")

    longest = answered(field="[Đất đai]", procedure="🏛" * 150, content="🏛" * 1000, legal="ư" * 500, proposal="<" * 2000)
    await say(world, an, *OPEN, *longest, "[Gửi báo cáo]")

    assert said("<b>Report {report} has been received</b>", report="BC-2611-001") in an.last.text
    assert all(utf16_length(message.text) <= 4096 for code in ("AN", "CHI") for message in world.phone(code).messages)
    assert world.count("outbox", "state = 'failed'") == 0


MALFORMED: list[dict[str, Any]] = [
    {"message": {"message_id": "x", "from": {"id": 101}, "text": 5}},
    {
        "message": {
            "message_id": 1,
            "date": 1,
            "from": {"id": 101, "is_bot": False, "first_name": "A"},
            "text": "thiếu chat",
        }
    },
    {"message": None},
    {"message": []},
    {"message": "x"},
    {"message": {"from": "x"}},
    {"message": {"from": {"id": "101"}}},
    {"callback_query": {"id": 5, "from": {"id": 101}}},
    {"callback_query": {}},
    {"callback_query": {"from": {"id": 101}, "data": {"a": [1]}}},
]


async def test_an_update_that_does_not_parse_holds_up_nobody(still_world: World) -> None:
    an, bich = still_world.link("AN"), still_world.link("BICH")

    async with running(still_world) as world:  # without the desk, whose notices of incidents are paced
        for number, raw in enumerate(MALFORMED, 1):
            world.telegram.deliver(dict(raw))
            bich.send("/batdau")
            an.send("/batdau")
            await world.settle()

            assert len(bich.messages) == number, raw
            assert "Trợ lý Tổ công tác" in an.last.text, raw

    assert still_world.count("inbox", "state = 'new'") == 0
    assert still_world.count("inbox", "state = 'quarantined'") > 0


async def test_whose_message_could_not_be_handled_is_told_with_the_code_the_desk_gets(world: World) -> None:
    an = await at_content(world)

    world.telegram.deliver({"message": {"message_id": "x", "from": {"id": 101}, "text": CONTENT}})
    await world.settle()

    assert "nêu mã SC-261116-01" in an.last.text
    assert "Sự cố SC-261116-01 lúc 08:15 ngày 16/11/2026: 01 tin của Nguyễn Văn An" in world.phone("CHI").last.text
    await say(world, an, CONTENT)
    assert draft_of(world)["items"][0]["content"] == CONTENT


async def test_an_update_of_a_kind_that_was_not_asked_for_is_passed_over(world: World) -> None:
    an = await at_content(world)
    before, shown = draft_of(world), len(an.messages)

    for kind in ("poll", "channel_post", "my_chat_member", "message_reaction", "future"):
        world.telegram.deliver({kind: {"from": {"id": 101, "is_bot": False, "first_name": "A"}, "text": "/xoa"}})
    await world.settle()

    assert draft_of(world) == before
    assert len(an.messages) == shown
    assert world.count("inbox", "state = 'quarantined'") == 0


A_FILE = {"file_id": "f", "file_unique_id": "f"}
NOT_TEXT: dict[str, dict[str, Any]] = {
    "a sticker": {
        "sticker": {**A_FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    },
    "a film": {"video": {**A_FILE, "width": 1, "height": 1, "duration": 3}, "caption": CONTENT},
    "a place": {"location": {"latitude": 21.0, "longitude": 105.8}},
    "a contact": {"contact": {"phone_number": "+84", "first_name": "An"}},
}


OTHER = "The system takes text, photos and files. What was just sent has not been handled."
NOT_TAKEN = {
    "a place": "The system cannot take locations. Please type the address or the name of the place.",
    "a contact": "The system cannot take contacts. Please type the name and the phone number.",
}


async def test_where_a_text_is_expected_anything_else_is_said_not_to_have_been_taken(world: World) -> None:
    an = await at_content(world)
    before = draft_of(world)

    for what, content in NOT_TEXT.items():
        shown = len(an.messages)
        an.send(None, **content)
        await world.settle()

        assert len(an.messages) == shown + 1, what
        assert said(NOT_TAKEN.get(what, OTHER)) in an.last.text, what
        assert step_at("content") in an.last.text, what
        assert draft_of(world) == before, what


async def test_a_voice_message_is_answered_with_what_can_be_done_instead(world: World) -> None:
    an = await at_content(world)

    an.send(None, voice={**A_FILE, "duration": 3})
    await world.settle()

    assert "Hệ thống chưa đọc được tin thoại" in an.last.text
    assert step_at("content") in an.last.text


async def test_a_sticker_outside_a_form_is_answered_with_what_can_be_chosen(world: World) -> None:
    an = world.phone("AN")

    an.send(None, **NOT_TEXT["a sticker"])
    await world.settle()

    assert an.last.labels == ["Gửi báo cáo", said("View help")]


async def test_a_command_nobody_knows_is_no_answer_to_a_form(world: World) -> None:
    an = await at_content(world)
    before = draft_of(world)

    await say(world, an, "/khong_co_lenh_nay mà cũng đủ hai mươi ký tự")

    assert said("The system could not make out the request. Please choose:") in an.last.text
    assert draft_of(world) == before


async def test_a_forged_button_of_a_form_changes_nothing(world: World) -> None:
    an = await at_content(world)
    before = draft_of(world)

    for data in ("f:1:3:g:0", "f:1:3:c:zz", "f:1:2:zz:0", "f:1:zzzz:b:0", "f:1:3:d:0", "f:1:3:q:9"):
        await press(world, an, data)
        assert {**draft_of(world), "updated_at": ""} == {**before, "updated_at": ""}

    assert world.count("reports") == 0


async def test_somebody_elses_command_is_no_order_of_whoever_passed_it_on(world: World) -> None:
    chi = world.phone("CHI")
    origin = {"type": "hidden_user", "date": 1794791700, "sender_user_name": "Ai đó"}

    chi.send("/tonghop", forward_origin=origin)
    await world.settle()
    chi.send("/tonghop", via_bot={"id": 9, "is_bot": True, "first_name": "Bot"})
    await world.settle()

    assert [
        said("The system could not make out the request. Please choose:") in message.text for message in chi.messages
    ] == [True, True]
    assert world.count("snapshots") == 0


async def test_a_message_in_the_name_of_a_bot_is_passed_over(world: World) -> None:
    sender = {"id": 104, "is_bot": True, "first_name": "Bot"}
    chat = {"id": 104, "type": "private"}

    world.telegram.deliver({"message": {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": "/tonghop"}})
    await world.settle()

    assert world.phone("CHI").messages == []


WITHOUT_AN = "\n".join(line for line in ROSTER.splitlines() if not line.startswith("AN,"))


async def test_who_loses_the_seat_in_the_middle_of_a_form_is_told_so_and_nothing_is_stored(world: World) -> None:
    an = await at_content(world)
    before = draft_of(world)
    await bring_roster(world, WITHOUT_AN)

    await say(world, an, CONTENT)

    assert "Ông không còn là đầu mối của Hiệp hội A. Nội dung đã nhập được giữ nguyên." in an.last.text
    assert draft_of(world) == before


async def test_who_loses_the_seat_before_the_last_press_sends_nothing(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT[:-1])
    await bring_roster(world, WITHOUT_AN)

    await say(world, an, "[Gửi báo cáo]")

    assert "Chức năng này dành cho người đại diện thành viên" in an.last.text
    assert world.count("reports") == 0


async def test_who_changes_seats_in_the_middle_of_a_form_cannot_send_for_the_old_one(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT[:-1])
    await bring_roster(
        world,
        ROSTER.replace(
            "ong,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A", "ong,vi,,focal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B"
        ),
    )

    await say(world, an, "[Gửi báo cáo]")

    assert "không còn là đầu mối của Hiệp hội A" in an.last.text
    assert world.count("reports") == 0
