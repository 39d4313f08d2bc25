"""The desk's card of an afternoon: only on working days on which something has changed."""

from __future__ import annotations

from datetime import time

import pytest

from bot.services.difficulties import acts
from tests.handlers.acts import NIL, SENT, SENT_ADHOC
from tests.handlers.handled import do, turn_to_day
from tests.world import World, say

CARD = "Tổng hợp ngày"


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


async def test_the_card_comes_without_a_sound_where_something_has_changed_since_the_last_one(world: World) -> None:
    chi, lan = world.phone("CHI"), world.phone("LAN")

    def cards() -> list[str]:
        return [message.text for message in chi.messages if message.text.startswith(CARD)]

    await say(world, world.phone("AN"), *SENT)
    await say(world, world.phone("AN"), *SENT_ADHOC)
    await turn_to_day(world, 11, 16, time(16, 44))
    assert cards() == []
    await turn_to_day(world, 11, 16, time(16, 45))
    await turn_to_day(world, 11, 16, time(16, 50))
    assert [card.splitlines() for card in cards()] == [
        [
            "Tổng hợp ngày 16/11/2026 (từ 16:45 ngày 13/11)",
            "Báo cáo mới: 02 (01 định kỳ, 01 đột xuất)",
            "Chờ tiếp nhận: 02 vướng mắc, lâu nhất 00 ngày làm việc",
            "Báo cáo tháng 11/2026: 01/02 thành viên đã gửi (50%)",
            "Nhiệm vụ chưa hoàn thành: 00, trong đó 00 sắp đến hạn, 00 quá hạn",
            "Lý do nhận tin: cán bộ Cơ quan thường trực nhận tổng hợp này vào cuối ngày làm việc.",
        ]
    ]
    card = next(message for message in chi.messages if message.text.startswith(CARD))
    assert (card.silent, card.labels) == (True, ["Mở danh sách chờ", "Xem chưa gửi"])

    await turn_to_day(world, 11, 17, time(16, 45))  # nothing happened but that a day went by
    assert len(cards()) == 1
    await do(world, acts.accept, "VM-2611-001")
    await turn_to_day(world, 11, 18, time(22, 0))  # late, for want of the program
    assert cards()[1].splitlines()[:3] == [
        "Tổng hợp ngày 18/11/2026 (từ 16:45 ngày 16/11)",
        "Báo cáo mới: 00 (00 định kỳ, 00 đột xuất)",
        "Chờ tiếp nhận: 01 vướng mắc, lâu nhất 02 ngày làm việc",
    ]
    await say(world, world.phone("BICH"), *NIL)
    await turn_to_day(world, 11, 21, time(16, 45))  # a Saturday
    assert len(cards()) == 2
    await turn_to_day(world, 11, 23, time(16, 45))
    assert "Báo cáo tháng 11/2026: 02/02 thành viên đã gửi (100%), trong đó 01 không phát sinh" in cards()[2]
    assert not any(message.text.startswith(CARD) for message in lan.messages)
    await say(world, chi, "[Mở danh sách chờ]")
    assert "Xử lý vướng mắc – mới" in chi.messages[-1].text + cards()[-1] + card.text
