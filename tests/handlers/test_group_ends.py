"""What goes wrong with the group of the desk: it moves, the bot is put out or silenced, its clerk loses the role."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.methods import SendMessage

from bot.services.acts import ACTS
from bot.verbs.checks import group as group_check
from bot.verbs.checks.findings import Place as Checked
from bot.verbs.opening import say as in_words
from tests.handlers.acts import NIL, SENT, bring_roster
from tests.handlers.grouped import GROUP, Group, bound, roomy
from tests.handlers.triaged import HUY
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say

METHOD = SendMessage(chat_id=GROUP, text="")
LARGE, LARGER = -1005, -1006
LOST = {
    "out": "Từ 08:15 ngày 16/11/2026, Hệ thống không gửi được",
    "mute": "Lúc 08:15 ngày 16/11/2026, Hệ thống không còn",
}


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A running world with two officers: Chi, and Huy with Mai's phone."""
    roomy(monkeypatch)
    world = World(tmp_path)
    world.import_roster(f"{ROSTER}{HUY}\n")
    for code in ("AN", "BICH", "CHI", "MAI"):
        world.link(code)
    async with running(world):
        yield world
    world.close()


def doctor(world: World) -> list[str]:
    """What is found of the group."""
    seen = Checked(world.settings, world.path, world.clock.now(), running=True)
    return [in_words(found.text) for found in group_check.group(seen, world.unit())]


def place_of(world: World) -> tuple[Any, ...]:
    """Return address, end and way of it of the newest place."""
    row = world.read.conn.execute("SELECT address, left_at, left_how FROM places ORDER BY id DESC").fetchone()
    return tuple(row)


def said_to(phones: list[Phone]) -> list[str]:
    """What was said to these in private."""
    return [message.text for phone in phones for message in phone.messages]


def waiting(world: World) -> int:
    """How many messages still wait to be sent."""
    return world.count("outbox", "state IN ('queued', 'sending', 'retry', 'unknown')")


async def test_the_place_and_its_cards_move_once_with_a_group_that_becomes_a_supergroup(office: World) -> None:
    chi, group = office.phone("CHI"), await bound(office)
    await say(office, office.phone("AN"), *SENT)

    # A call meets it: the same message goes to the new address, where the old one's number means nothing.
    office.telegram.failures[GROUP] = deque([TelegramMigrateToChat(METHOD, "upgraded", LARGE)])
    await group.taps(chi, "Tiếp nhận tất cả")
    large = Group(office, LARGE, "supergroup")
    assert place_of(office) == (str(LARGE), None, None)
    assert [each.text.splitlines()[0] for each in large.messages] == ["BC-2611-001 – tháng 11/2026, đúng hạn"]
    assert "đã tiếp nhận (Phạm Thu Chi" in large.last.text
    anchored = "SELECT DISTINCT address FROM anchors WHERE anchor LIKE 'desk:place%'"
    assert [row[0] for row in office.read.conn.execute(anchored)] == [str(LARGE)]

    # The messages that say so come afterwards, in both: nothing is done a second time.
    move = {"message_id": 1, "date": 1794791700, "from": {"id": 1, "is_bot": True, "first_name": "b"}}
    old, new = {"id": GROUP, "type": "group"}, {"id": LARGE, "type": "supergroup"}
    office.telegram.deliver({"message": {**move, "chat": old, "migrate_to_chat_id": LARGE}})
    office.telegram.deliver({"message": {**move, "chat": new, "migrate_from_chat_id": GROUP}})
    await office.settle()
    assert (place_of(office), office.count("places"), office.telegram.left) == ((str(LARGE), None, None), 1, [])
    await large.taps(chi, "Hoàn tác")
    assert (len(large.messages), large.last.edits) == (1, 1)

    # Or before any call: the next one goes to the new address at once.
    office.telegram.deliver({"message": {**move, "chat": {**new, "id": LARGER}, "migrate_from_chat_id": LARGE}})
    await office.settle()
    await say(office, office.phone("BICH"), *NIL)
    assert Group(office, LARGER).last.text.startswith("BC-2611-002")
    assert len(large.messages) == 1


@pytest.mark.parametrize(
    ("error", "how"),
    [
        (TelegramForbiddenError(METHOD, "Forbidden: bot was kicked from the group chat"), "out"),
        (TelegramForbiddenError(METHOD, "Forbidden: the group chat was deleted"), "out"),
        (TelegramBadRequest(METHOD, "Bad Request: not enough rights to send text messages to the chat"), "out"),
        ("kicked", "out"),
        ("left", "out"),
        ("restricted", "mute"),
    ],
    ids=str,
)
async def test_a_group_that_takes_nothing_any_more_ends_and_private_delivery_goes_on(
    office: World, error: Exception | str, how: str
) -> None:
    an, officers, group = office.phone("AN"), [office.phone("CHI"), office.phone("MAI")], await bound(office)

    if isinstance(error, str):
        await group.becomes(error, **({"can_send_messages": False, "is_member": True} if how == "mute" else {}))
    else:
        office.telegram.failures[GROUP] = deque([error] * 9)
    await say(office, an, *SENT)
    await say(office, office.phone("BICH"), *NIL)

    # Told in private, once each; nothing waits for the group, nothing is tried there again.
    for phone in officers:
        assert sum(each.text.startswith(LOST[how]) for each in phone.messages) == 1
        assert [each.text[:11] for each in phone.messages if each.text.startswith("BC-")] == [
            "BC-2611-001",
            "BC-2611-002",
        ]
    assert (place_of(office)[0], place_of(office)[2]) == (str(GROUP), how)
    assert waiting(office) == 0
    tried = sum(getattr(call, "chat_id", 0) == GROUP for call in office.telegram.calls)
    assert tried == (1 if isinstance(error, str) else 2)
    assert len(group.messages) == 1
    assert not any("Tin chưa gửi được" in each for each in said_to(officers))
    assert len(doctor(office)) == 1
    assert "bind-desk" in doctor(office)[0]

    # A press that was on its way does nothing; the group may be bound anew.
    office.telegram.failures[GROUP] = deque()
    assert "Màn hình này đã cũ" in await group.presses(officers[0], "hr:bc2611001:1")
    again = await bound(office)
    assert "(người gắn: Phạm Thu Chi)" in again.last.text
    assert doctor(office)[0].startswith("Nhóm của Cơ quan thường trực: gắn")


async def test_the_place_outlives_its_clerk_and_ends_by_the_operators_word(office: World) -> None:
    assert doctor(office) == ["Nhóm của Cơ quan thường trực: chưa gắn (lệnh `bind-desk` cấp mã)"]
    chi, huy, group = office.phone("CHI"), office.phone("MAI"), await bound(office)
    await say(office, office.phone("AN"), *SENT)
    assert "08:15" in doctor(office)[0]

    # Chi is of the desk no longer: what she presses does nothing, and the group stays the desk's.
    await bring_roster(office, f"{ROSTER}{HUY}\n".replace("CHI,Phạm Thu Chi,Chuyên viên,,vi,,secretariat,,,\n", ""))
    assert "Chức năng này dành cho cán bộ" in await group.taps(chi, "Tiếp nhận tất cả")
    assert "đã tiếp nhận" not in group.about("BC-2611-001").text
    assert "không còn thuộc Cơ quan thường trực" in doctor(office)[1]
    await group.taps(huy, "Tiếp nhận tất cả")
    assert "đã tiếp nhận (Lê Quang Huy" in group.about("BC-2611-001").text

    done = await office.writer.write(lambda db: ACTS["unbind-desk"](office.unit(db), {}))
    office.app.wake()
    await office.settle()
    assert done == {"unbound": True}
    assert group.last.text.endswith("không còn là nơi làm việc của Cơ quan thường trực; Hệ thống rời nhóm.")
    assert office.telegram.left == [GROUP]
    assert place_of(office)[2] == "unbound"
    assert doctor(office) == ["Nhóm của Cơ quan thường trực: chưa gắn (lệnh `bind-desk` cấp mã)"]
    assert await office.writer.write(lambda db: ACTS["unbind-desk"](office.unit(db), {})) == {"unbound": False}
    verbs = [row[0] for row in office.read.conn.execute("SELECT verb FROM audit WHERE object LIKE 'place:%'")]
    assert verbs == ["place.code_issued", "place.bound", "place.left"]


async def test_a_private_chat_in_which_the_bot_was_blocked_is_no_group(office: World) -> None:
    an = {"id": 101, "is_bot": False, "first_name": "An"}
    member = {"user": {"id": 1, "is_bot": True, "first_name": "b"}, "status": "kicked"}
    change = {"chat": {"id": 101, "type": "private"}, "from": an, "date": 1794791700, "new_chat_member": member}

    office.telegram.deliver({"my_chat_member": change})
    await office.settle()

    assert office.count("outbox") == 0
    assert office.count("inbox", "state = 'quarantined'") == 0
