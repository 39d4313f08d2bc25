"""The queue, the card of the afternoon and the release in the group of the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path

import pytest

from bot.domain.triage import QueueView
from bot.domain.verbs.triage import ShowQueue
from tests.catalogues import part, said
from tests.handlers.acts import SENT
from tests.handlers.grouped import bound, roomy
from tests.handlers.handled import turn_to_day
from tests.handlers.triaged import HUY
from tests.handlers.turning import CLOSE, turn_to
from tests.world import ROSTER, World, running, say

RIGHTS = part("This function is for officers of the Standing Body. If you need it, please call {phone}.")
PRIVATE = "This is shown in a private chat only. Please open a private chat with the system."


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A running world with Chi and, with Mai's phone, Huy at the desk, which releases its papers; An has reported."""
    roomy(monkeypatch)
    for names in ("papers", "releasing"):
        monkeypatch.setattr(f"bot.services.desk.{names}.NAMES", ())
    world = World(tmp_path, profile="btp-2026")
    world.import_roster(f"{ROSTER}{HUY}\n")
    for code in ("AN", "CHI", "LAN", "MAI"):
        world.link(code)
    async with running(world):
        await say(world, world.phone("AN"), *SENT)
        yield world
    world.close()


async def test_the_queue_is_one_message_for_all_officers_and_leaves_private_chats_alone(office: World) -> None:
    chi, huy, group = office.phone("CHI"), office.phone("MAI"), await bound(office)
    await say(office, chi, "/tracuu")
    private = [len(phone.messages) for phone in (chi, huy)]

    await group.says(huy, "/tiepnhan")
    queue, count = group.last, len(group.messages)
    assert queue.text.startswith("Xử lý vướng mắc – tất cả")
    assert "1. VM-2611-001" in queue.text
    assert not {"Việc của tôi", "Về màn hình chính"} & set(queue.labels)
    assert queue.silent

    # Whoever presses, the one message changes; a difficulty opens below it.
    await group.taps(chi, "Lọc lĩnh vực")
    assert "Lĩnh vực nào?" in queue.text
    await group.taps(huy, "Chọn 1")
    assert "Đang lọc: Đất đai." in queue.text
    assert (len(group.messages), queue.edits) == (count, 2)
    await group.taps(chi, "Chọn 1")
    assert group.last.text.startswith("VM-2611-001 – Đất đai")
    await group.taps(huy, "Nhận xử lý")
    await group.taps(chi, "Bỏ lọc", queue)
    assert "đang do Lê Quang Huy xử lý" in queue.text
    assert await group.presses(huy, ShowQueue(QueueView(mine=1)).data, queue.id) == said(PRIVATE)
    assert [len(phone.messages) for phone in (chi, huy)] == private
    await say(office, chi, "VM-2611-001")
    assert chi.last.text.startswith("VM-2611-001"), "what was asked in private is still asked"

    # The queue asked for again stands below; whoever is no officer is told so, and what is personal is not answered.
    await group.says(chi, "/TiepNhan@tro_ly_bot")
    assert group.last.text.startswith("Xử lý vướng mắc")
    assert queue.labels == []
    for who in ("AN", "LAN", "DUNG"):
        await group.says(office.phone(who), "/tiepnhan")
        assert RIGHTS in group.last.text
    for command in ("/baocao", "/tracuu VM-2611-001", "/caidat"):
        await group.says(chi, command)
        assert group.last.text == said(PRIVATE)
    count = len(group.messages)
    await group.says(chi, "VM-2611-001", reply_to_message={"message_id": queue.id, "date": 1, "chat": {"id": -500}})
    await group.says(chi, "/tiepnhan", forward_origin={"type": "hidden_user", "sender_user_name": "x", "date": 1})
    assert len(group.messages) == count


async def test_the_card_and_the_release_are_told_once_in_the_group_and_to_each_officer(office: World) -> None:
    chi, huy, group = office.phone("CHI"), office.phone("MAI"), await bound(office)

    await turn_to_day(office, 11, 16, time(16, 45))
    [card] = [each for each in group.messages if each.text.startswith("Tổng hợp ngày")]
    assert (card.silent, card.labels) == (True, ["Mở danh sách chờ"])
    assert all(any(each.text == card.text for each in phone.messages) for phone in (chi, huy))
    await group.taps(chi, "Mở danh sách chờ", card)
    assert group.last.text.startswith("Xử lý vướng mắc – mới")
    assert card.text.startswith("Tổng hợp ngày")

    await turn_to(office, 23, CLOSE)
    told = [each for each in group.messages if "chờ phê duyệt" in each.text]
    assert [each.labels for each in told] == [[]]
    assert "Hiệp hội" not in told[0].text
    await say(office, chi, "[Duyệt số liệu]", "[Duyệt số liệu]")
    assert "được duyệt lúc" in group.last.text
    assert "Phạm Thu Chi" in group.last.text
    assert group.last.labels == []
