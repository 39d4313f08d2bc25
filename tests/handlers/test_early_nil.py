"""Nothing new reported before the data of a period end: what is said of it, and that nobody asks again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.clock import VN
from tests.catalogues import said
from tests.handlers.test_overdue import turn, turned
from tests.handlers.turning import turn_to
from tests.world import World, say

UNTIL = (
    "Số liệu của tháng 12/2026 tính đến hết ngày 14/12/2026. Vướng mắc phát sinh đến hết ngày đó được bổ sung vào báo"
    " cáo này sau khi gửi, hoặc gửi bằng báo cáo đột xuất."
)
OPEN_NIL = ("/baocao", "[Báo cáo tháng 12]", "[Báo không phát sinh]")
NOVEMBER_NIL = ("/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")


async def test_before_the_data_end_the_screen_the_receipt_and_the_desk_s_copy_say_until_when_they_run(
    world: World,
) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, *OPEN_NIL)
    asked = an.last.text
    await say(world, an, "[Gửi báo cáo]")

    assert UNTIL in asked.splitlines()
    assert UNTIL in an.last.text.splitlines()
    assert "Báo cáo gửi trước khi hết thời gian chốt số liệu (đến hết ngày 14/12/2026)." in chi.last.text.splitlines()


@pytest.mark.parametrize(
    ("now", "is_said"),
    [
        (datetime(2026, 12, 14, 23, 59, tzinfo=VN), True),
        (datetime(2026, 12, 15, 0, 0, tzinfo=VN), False),
        (datetime(2026, 12, 21, 9, 0, tzinfo=VN), False),
    ],
    ids=["last minute of the data", "first minute after them", "late"],
)
async def test_once_the_data_have_ended_nothing_is_said_of_it(world: World, now: datetime, is_said: bool) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    world.clock.set(now)

    await say(world, an, *OPEN_NIL)
    asked = an.last.text
    await say(world, an, "[Gửi báo cáo]")

    assert [UNTIL in text for text in (asked, an.last.text)] == [is_said, is_said]
    assert ("chốt số liệu" in chi.last.text) is is_said


async def test_a_report_with_difficulties_before_the_data_end_is_told_nothing_of_it(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/baocao", "[Báo cáo tháng 12]", "[Khai vướng mắc]")

    assert "đột xuất" not in an.last.text


async def test_what_the_screen_promises_can_be_done_afterwards(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN_NIL, "[Gửi báo cáo]")

    await say(world, an, "/baocao")

    assert said("Ad hoc report") in an.last.labels
    assert "Báo cáo tháng 12" not in an.last.labels


async def test_whoever_reported_early_that_nothing_arose_is_never_asked_again_until_the_period_closes(
    world: World,
) -> None:
    an, bich, chi = world.phone("AN"), world.phone("BICH"), world.phone("CHI")
    await turn_to(world, 16)
    await say(world, an, *NOVEMBER_NIL)
    await say(world, bich, *NOVEMBER_NIL)
    await say(world, an, *OPEN_NIL, "[Gửi báo cáo]")
    await say(world, an, "/batdau")
    home = an.last.text
    chi.messages.clear()

    seen = await turned(world, an, [date(2026, 11, 17) + timedelta(days=n) for n in range(39)])

    asked = [text for text in seen.values() if "Trân trọng cảm ơn" not in text]
    assert not any("tháng 12/2026" in text for text in asked)
    assert "Báo cáo tháng 12/2026: đã báo không phát sinh (BC-2612-001" in home
    assert "chưa gửi" not in home
    missing = [message.text for message in chi.messages if "Chưa gửi báo cáo tháng 12/2026" in message.text]
    assert missing
    assert all("Chưa gửi báo cáo tháng 12/2026: 01 thành viên." in text for text in missing)


async def test_the_reminders_of_the_period_after_it_name_their_own_data(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN_NIL, "[Gửi báo cáo]")
    await turn(world, date(2027, 1, 8))

    seen = await turned(world, an, [date(2027, 1, day) for day in range(9, 22)])

    assert list(seen) == [date(2027, 1, day) for day in (11, 13, 15, 19, 20, 21)]  # from the 10th, a Sunday, on
    assert all("tháng 01/2027" in text and "từ 15/12/2026 đến 14/01/2027" in text for text in seen.values())
    assert not any("tháng 12/2026" in text for text in seen.values())
