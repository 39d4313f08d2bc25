"""The sandbox of 17/10/2023: what comes by itself is of the periods of that autumn, on their days."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from aiohttp import ClientSession

from bot.clock import VN
from bot.sandbox.client import Phone
from storage import people
from tests.acceptance.played import Act, KeptTelegram
from tests.acceptance.program import no_sandbox_left, program, verb
from tests.acceptance.seeds_2023 import (
    AMCHAM,
    CONTROL,
    DESK,
    END,
    FINANCE,
    LEADER,
    SEAFOOD,
    START,
    USERS,
    Autumn,
    TurnedAutumn,
    at,
)
from tests.acceptance.test_turning import shown, troubles
from tests.acceptance.turned import TURN_SECONDS, ask, passes, reached

# Who, when, and the beginning of what comes; 20/10/2023 is a Friday, 22/10 a Sunday.
EXPECTED = """
TV01 17/10 08:30 Báo cáo tháng 10/2023 của Hiệp hội Chế biến và Xuất khẩu Thủy sản Việt Nam còn 03 ngày làm việc
TV01 19/10 08:30 Ngày mai, 17:00 thứ Sáu, ngày 20/10/2023, là thời hạn gửi báo cáo tháng 10/2023
TV01 20/10 08:30 Hôm nay là thời hạn gửi báo cáo tháng 10/2023
TV01 23/10 08:30 Kính gửi Quý thành viên, Hệ thống chưa nhận được báo cáo tháng 10/2023
TV01 24/10 08:30 Kính gửi Quý thành viên, Hệ thống chưa nhận được báo cáo tháng 10/2023
TV01 25/10 08:30 Kính gửi Quý thành viên, Kỳ báo cáo tháng 10/2023 đóng lúc 17:00 hôm nay
TV01 25/10 17:00 Kính gửi Quý thành viên, Kỳ báo cáo tháng 10/2023 đã đóng lúc 17:00 thứ Tư, ngày 25/10/2023
TV08 17/10 08:30 The October 2023 report of American Chamber of Commerce in Vietnam: 3 working days left
TV08 19/10 08:30 Tomorrow, 17:00, Friday 20 October 2023, is the deadline for the October 2023 report
TV08 20/10 08:30 Today is the deadline for the October 2023 report
TV08 23/10 08:30 Dear Emily Carter, The system has not received the October 2023 report
TV08 24/10 08:30 Dear Emily Carter, The system has not received the October 2023 report
TV08 25/10 08:30 Dear Emily Carter, The period October 2023 closes at 17:00 today
TV08 25/10 17:00 Dear Emily Carter, Reporting for October 2023 closed at 17:00, Wednesday 25 October 2023
TT01 17/10 16:45 Tổng hợp ngày 17/10/2023 (từ 16:45 ngày 16/10)
TT01 20/10 08:30 Việc hôm nay – thứ Sáu, ngày 20/10/2023
TT01 23/10 08:30 Việc hôm nay – thứ Hai, ngày 23/10/2023
TT01 23/10 17:00 Tổng hợp khó khăn, vướng mắc về TTHC tháng 10/2023
TT01 23/10 17:00 Kỳ tháng 10/2023, số liệu đến 17:00 ngày 23/10/2023.
TT01 23/10 17:00 Kỳ tháng 10/2023, số liệu đến 17:00 ngày 23/10/2023.
TT01 24/10 08:30 Việc hôm nay – thứ Ba, ngày 24/10/2023
TT01 25/10 08:30 Việc hôm nay – thứ Tư, ngày 25/10/2023
TT02 23/10 17:00 Tổng hợp khó khăn, vướng mắc về TTHC tháng 10/2023
TT02 23/10 17:00 Kỳ tháng 10/2023, số liệu đến 17:00 ngày 23/10/2023.
TT02 23/10 17:00 Kỳ tháng 10/2023, số liệu đến 17:00 ngày 23/10/2023.
"""
TABLE = [line.split(" ", 3) for line in EXPECTED.strip().splitlines()]


def arrived(kept: KeptTelegram, code: str) -> Iterator[tuple[str, str, str]]:
    """Yield day, time and text of what came to somebody, in one line."""
    for seen in kept.chats.get(USERS[code], []):
        when, text, _, _ = kept.arrivals[seen.id]
        local = when.astimezone(VN)
        yield f"{local:%d/%m}", f"{local:%H:%M}", " ".join(text.split())


def wrong(kept: KeptTelegram) -> list[str]:
    """Return what came to the people of the table otherwise than it says."""
    found = []
    for code in (SEAFOOD, AMCHAM, DESK, LEADER, FINANCE, CONTROL):
        came = list(arrived(kept, code))
        wanted = [(day, hour, words) for who, day, hour, words in TABLE if who == code]
        fits = len(came) == len(wanted) and all(
            (day, hour) == row[:2] and line.startswith(row[2])
            for (day, hour, line), row in zip(came, wanted, strict=True)
        )
        found += [] if fits else [f"{code}: {came}"]
    return found


class Asking(Autumn):
    """A member of each body asks for the tasks."""

    end = START + timedelta(minutes=10)
    acts: ClassVar[list[Act]] = [
        Act(at(10, 17, 8, 20), FINANCE, "/nhiemvu"),
        Act(at(10, 17, 8, 20), AMCHAM, "/nhiemvu"),
    ]


class Opening(Autumn):
    """The evening before the period 10/2023 is opened, and the morning after."""

    start = at(10, 9, 17)
    end = at(10, 10, 8, 30)


def test_ten_days_from_the_seventeenth_bring_what_belongs_to_october_2023(tmp_path: Path) -> None:
    autumn = Autumn(tmp_path)

    asyncio.run(autumn.live())

    autumn.close()
    assert wrong(autumn.kept) == []


def test_a_turned_clock_brings_the_same(tmp_path: Path) -> None:
    autumn = TurnedAutumn(tmp_path)

    asyncio.run(autumn.live())

    now = autumn.clock.now()
    autumn.close()
    assert wrong(autumn.kept) == []
    assert timedelta(0) <= now - END < timedelta(minutes=1)


def test_who_is_there_the_day_before_hears_that_october_opens(tmp_path: Path) -> None:
    autumn = Opening(tmp_path)

    asyncio.run(autumn.live())

    autumn.close()
    (seen,) = autumn.kept.chats[USERS[SEAFOOD]]
    assert "tháng 10/2023 (số liệu từ 15/09 đến 14/10/2023). Thời hạn gửi: 17:00 thứ Sáu, ngày 20/10/2023" in seen.text


def test_everybody_is_linked_and_a_member_who_asks_for_the_tasks_is_answered(tmp_path: Path) -> None:
    autumn = Asking(tmp_path)

    asyncio.run(autumn.live())

    linked = autumn.count("accounts")
    bodies = [len(people.seats_of_body(autumn.read, body)) for body in ("to_cong_tac", "hoi_dong_tu_van")]
    autumn.close()
    assert linked == len(USERS) == 52
    assert bodies == [15, 30]
    (finance,), (amcham,) = (list(arrived(autumn.kept, code)) for code in (FINANCE, AMCHAM))
    assert finance[2].startswith("Hiện đồng chí không có nhiệm vụ đang thực hiện.")
    assert amcham[2].startswith("At present you have no tasks under way.")


async def test_the_command_starts_there_keeps_the_time_over_a_kill_and_begins_no_second_time(tmp_path: Path) -> None:
    data = tmp_path / "data"
    command = ("run", "--sandbox", "--port", "0")
    with no_sandbox_left(data):
        async with program(data, *command, "--start", "2023-10-17T08:15") as killed:
            address = await killed.sandbox()
            async with ClientSession(address) as page:
                await passes(page, lambda clock: clock["now"].startswith("2023-10-17T08:1"))
                await ask(page, at(10, 20, 9))
                await reached(page)
                killed.kill()
                await killed.ended()
        async with program(data, *command) as again, ClientSession(address) as page:
            await again.sandbox()
            await passes(page, lambda clock: clock["now"].startswith("2023-10-20T09:0"))
            phone = Phone(page, address, USERS[DESK])
            await phone.send("/nhiemvu")
            await phone.wait_for("nhiệm vụ đang", timeout=TURN_SECONDS)
            found = await shown(page)
            complaints = troubles(again)
            again.interrupt()
            await again.ended()
    async with program(data, *command, "--start", "2023-10-17T08:15") as refused:
        status = await refused.ended()

    assert found[:2] == ["Tổng hợp ngày 17/10/2023 (từ 16:45 ngày 16/10)", "Việc hôm nay – thứ Sáu, ngày 20/10/2023"]
    assert complaints == []
    assert status == 1
    assert "20/10/2023" in refused.said[-1]
    assert any("20/10/2023" in line for line in await verb(data, "doctor"))
