"""What is neither text nor file says what cannot be taken, and points to the screen of what it answers."""

from __future__ import annotations

from typing import Any

import pytest

from bot.services.tasks import importing
from tests.asking import answered, step_at
from tests.handlers.acts import CONTENT, NIL, OPEN, SENT, draft_of
from tests.handlers.test_reminders import TASKS, names
from tests.handlers.turning import turn_to
from tests.telegram import Phone
from tests.world import World, say

FILE = {"file_id": "v", "file_unique_id": "v"}
PLACE = {"latitude": 21.03, "longitude": 105.85}
KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "voice": ({"voice": {**FILE, "duration": 3}}, "Hệ thống chưa đọc được tin thoại"),
    "location": ({"location": PLACE}, "Hệ thống chưa nhận được vị trí."),
    "venue": (
        {"venue": {"location": PLACE, "title": "Trụ sở", "address": "Hà Nội"}},
        "Hệ thống chưa nhận được vị trí.",
    ),
    "contact": ({"contact": {"phone_number": "1", "first_name": "An"}}, "Hệ thống chưa nhận được danh thiếp."),
}


def answers_with(phone: Phone, message_id: int, kind: str) -> str:
    """Send such a message as the answer to another; return the beginning of what has to be said."""
    content, said = KINDS[kind]
    chat = {"id": phone.user_id, "type": "private"}
    phone.send(None, **content, reply_to_message={"message_id": message_id, "date": 1, "chat": chat})
    return said


@pytest.mark.parametrize("kind", KINDS)
async def test_in_answer_to_a_receipt_it_shows_the_report(world: World, kind: str) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    receipt = an.last
    await say(world, an, "/batdau")

    said = answers_with(an, receipt.id, kind)
    await world.settle()

    assert an.last.text.startswith(said)
    assert "BC-2611-001" in an.last.text.splitlines()[1]


@pytest.mark.parametrize("kind", KINDS)
async def test_in_answer_to_the_reports_reminder_it_shows_the_reports(world: World, kind: str) -> None:
    an = world.phone("AN")
    await turn_to(world, 17)
    reminder = an.last
    await say(world, an, *OPEN, "dat dai")

    said = answers_with(an, reminder.id, kind)
    await world.settle()

    assert an.last.text.startswith(said)
    assert "Báo cáo tháng 11" in an.last.labels or "Viết tiếp tháng 11" in an.last.labels
    assert draft_of(world)["items"] == [{"field": "dat_dai"}]


@pytest.mark.parametrize("kind", KINDS)
async def test_in_answer_to_the_reminder_of_a_task_it_shows_the_task(world: World, kind: str) -> None:
    an = world.phone("AN")
    await say(world, an, *NIL)
    await world.writer.write(lambda db: importing.write(world.unit(db), importing.read(TASKS, names(world)), "test"))
    await turn_to(world, 17)

    said = answers_with(an, an.last.id, kind)
    await world.settle()

    assert an.last.text.startswith(said)
    assert an.last.text.splitlines()[1].startswith("NV-26-001")


@pytest.mark.parametrize("kind", KINDS)
async def test_in_answer_to_a_question_of_a_draft_that_was_left_it_takes_the_draft_up(world: World, kind: str) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", before="content"))
    question = an.last
    await say(world, an, "/batdau")

    said = answers_with(an, question.id, kind)
    await world.settle()

    assert an.last.text.startswith(said)
    assert step_at("content") in an.last.text
    await say(world, an, CONTENT)
    assert draft_of(world)["items"][0]["content"] == CONTENT


@pytest.mark.parametrize("kind", KINDS)
async def test_in_answer_to_the_question_that_is_open_it_is_asked_again(world: World, kind: str) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", before="content"))

    said = answers_with(an, an.last.id, kind)
    await world.settle()

    assert an.last.text.startswith(said)
    assert step_at("content") in an.last.text


@pytest.mark.parametrize("kind", KINDS)
async def test_where_nothing_is_open_it_is_said_too(world: World, kind: str) -> None:
    an = world.phone("AN")

    said = answers_with(an, 999, kind)
    await world.settle()

    assert an.last.text.startswith(said)
    assert "Gửi báo cáo" in an.last.labels
