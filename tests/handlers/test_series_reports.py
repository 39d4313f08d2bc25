"""What a report fulfils: it is done when the report is sent, and no longer when it is withdrawn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.clock import VN
from bot.domain.courses import Stage
from bot.domain.tasks import Bucket, Task
from bot.services.tasks.listing import status_of
from storage import series as stored
from storage import tasks
from tests.handlers.acts import LATE, NIL, SENT
from tests.handlers.turning import turn_to
from tests.handlers.versioned import ADDED, AMEND, CODE, IN_THE_WINDOW, REWRITTEN, SEND, WITHDRAW
from tests.task_world import FULL_HEADER, import_tasks
from tests.world import World, running, say

SERIES = f"""{FULL_HEADER}
NV-23-015,Thông báo số 437/TB-VPCP,Tổng hợp khó khăn,HIEPHOIA HIEPHOIB,,recurring,20,monthly,,,16/10/2023,,,,,,,report
"""


@pytest.fixture
async def waiting(tmp_path: Path) -> AsyncIterator[World]:
    """A running world in which a report can be withdrawn, with the recurring task of both seats."""
    world = World(tmp_path, waits=True)
    world.import_roster()
    import_tasks(world, SERIES)
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        world.link(code)
    async with running(world):
        yield world
    world.close()


def occurrence(world: World) -> Task:
    """The occurrence of November."""
    series = tasks.task_by_code(world.read, "NV-23-015")
    assert series is not None
    found = tasks.task_by_id(world.read, stored.occurrence_ids(world.read, series.id)[-1])
    assert found is not None
    return found


def stages(world: World) -> list[Stage]:
    return [course.stage for course in occurrence(world).courses]


def result(world: World) -> tuple[date | None, str]:
    course = occurrence(world).courses[0]
    return course.done_on, course.result


async def test_a_report_that_is_sent_fulfils_the_course_of_its_seat_and_no_other(waiting: World) -> None:
    an = waiting.phone("AN")

    await say(waiting, an, *SENT)

    assert stages(waiting) == [Stage.DONE, Stage.NEW]
    assert result(waiting) == (date(2026, 11, 16), CODE)
    assert status_of(waiting.unit(), occurrence(waiting)).bucket is Bucket.OPEN_IN_TIME


async def test_a_report_of_nothing_new_counts_and_all_of_them_end_the_task(waiting: World) -> None:
    await say(waiting, waiting.phone("AN"), *NIL)
    waiting.clock.set(LATE)
    await say(waiting, waiting.phone("BICH"), *NIL)

    assert stages(waiting) == [Stage.DONE, Stage.DONE]
    assert occurrence(waiting).done_on == date(2026, 11, 23)
    assert status_of(waiting.unit(), occurrence(waiting)).bucket is Bucket.DONE_LATE


async def test_an_amendment_changes_nothing(waiting: World) -> None:
    an = waiting.phone("AN")
    await say(waiting, an, *SENT)
    waiting.clock.set(LATE)

    await say(waiting, an, AMEND, *REWRITTEN, *ADDED, SEND)

    assert result(waiting) == (date(2026, 11, 16), CODE)
    assert waiting.count("task_events", "kind = 'fulfilled'") == 1


async def test_what_is_withdrawn_fulfils_nothing_until_it_is_sent_again(waiting: World) -> None:
    an = waiting.phone("AN")
    await say(waiting, an, *SENT)
    waiting.clock.set(IN_THE_WINDOW)

    await say(waiting, an, WITHDRAW, WITHDRAW)
    assert stages(waiting) == [Stage.NEW, Stage.NEW]
    waiting.clock.set(LATE)
    await say(waiting, an, "[Sửa bản nháp]", "[Gửi báo cáo]")

    assert result(waiting) == (date(2026, 11, 23), CODE)


async def test_a_report_that_was_sent_before_the_series_came_counts_with_its_own_day(world: World) -> None:
    await say(world, world.phone("AN"), *NIL)
    world.clock.set(IN_THE_WINDOW)

    import_tasks(world, SERIES)

    assert stages(world) == [Stage.DONE, Stage.NEW]
    assert result(world)[0] == date(2026, 11, 16)


async def test_the_report_is_reminded_of_and_not_what_it_fulfils(world: World) -> None:
    import_tasks(world, SERIES)
    an = world.phone("AN")

    for day in range(16, 27):
        await turn_to(world, day)

    assert any("Báo cáo tháng 11/2026 của Hiệp hội A" in message.text for message in an.messages)
    assert world.count("reminders", "kind = 'task'") == 0


async def test_the_page_of_a_series_shows_its_occurrences_and_leads_to_them(waiting: World) -> None:
    an = waiting.phone("AN")
    await say(waiting, an, *NIL, "NV-23-015")
    page = an.last

    await say(waiting, an, "[Xem NV-26-001]")
    occurrence_page = an.last.text
    await say(waiting, an, "[Xem việc định kỳ]")

    assert page.text.splitlines()[-5:] == [
        "",
        "Hoàn thành bằng báo cáo định kỳ của từng cơ quan, tổ chức chủ trì.",
        "Số kỳ đã lập: 01",
        "• NV-26-001, tháng 11/2026: còn 04 ngày làm việc",
        "Kỳ tiếp theo: tháng 12/2026, lập ngày 01/12/2026.",
    ]
    assert "Tình trạng: nhiệm vụ định kỳ, hằng tháng" in page.text
    assert "Một kỳ của nhiệm vụ định kỳ NV-23-015, hằng tháng." in occurrence_page
    assert an.last.text == page.text


async def test_the_list_has_the_occurrence_and_the_tick_makes_the_next_one_as_the_month_begins(world: World) -> None:
    import_tasks(world, SERIES)
    an = world.phone("AN")
    await say(world, an, "/nhiemvu")
    assert "1. NV-26-001 – chủ trì, còn 04 ngày làm việc – Tổng hợp khó khăn (tháng 11/2026)" in an.last.text
    assert "NV-23-015" not in an.last.text

    world.clock.set(datetime(2026, 12, 1, 0, 6, tzinfo=VN))
    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()

    await say(world, an, "/nhiemvu")
    assert "Tổng hợp khó khăn (tháng 12/2026)" in an.last.text
