"""Days of a year whose days off nobody has decided: marked wherever they are told, until they have come."""

from __future__ import annotations

from datetime import date, datetime, time

from bot.clock import VN
from bot.domain.people import Reader
from bot.domain.periods import Cadence
from bot.i18n import translate
from bot.screens.people import enrolment
from bot.services.standing import accepting_now
from tests.handlers.acts import SENT_ADHOC
from tests.handlers.test_overdue import on_day, tasks, turn, turned
from tests.task_world import import_tasks
from tests.world import World, say

JANUARY = "dự kiến 17:00 thứ Tư, ngày 20/01/2027"


async def test_the_main_screen_marks_a_deadline_of_a_computed_year_and_no_other(world: World) -> None:
    an = world.phone("AN")
    world.clock.set(datetime(2026, 12, 16, 9, tzinfo=VN))

    await say(world, an, "/batdau")

    assert f"Báo cáo tháng 01/2027: chưa gửi, còn 24 ngày làm việc ({JANUARY})." in an.last.text
    assert "Báo cáo tháng 12/2026: chưa gửi, còn 02 ngày làm việc (17:00 thứ Sáu, ngày 18/12/2026)." in an.last.text


async def test_a_task_s_days_are_marked_where_they_reach_into_a_computed_year(still_world: World, world: World) -> None:
    import_tasks(still_world, tasks(on_day("NV-26-001", "04/01/2027"), on_day("NV-26-002", "31/12/2026")))
    an = world.phone("AN")

    await say(world, an, "/nhiemvu")

    first, second = (line.split(" – ")[1] for line in an.last.text.splitlines()[1:])
    assert first == "chủ trì, còn 32 ngày làm việc"
    assert second == "chủ trì, còn 33 ngày làm việc (dự kiến)"


async def test_reminders_mark_the_deadline_ahead_and_not_the_day_that_has_come(world: World) -> None:
    an = world.phone("AN")
    await turn(world, date(2027, 1, 8))

    seen = await turned(world, an, [date(2027, 1, day) for day in (13, 19, 20, 21)])

    found = [text.splitlines() for text in seen.values()]
    assert found[0][0] == f"Báo cáo tháng 01/2027 của Hiệp hội A còn 05 ngày làm việc đến hạn ({JANUARY})."
    assert found[1][0].startswith(f"Ngày mai, {JANUARY}, là thời hạn")
    assert "dự kiến" not in found[2][0]
    assert "(thời hạn 17:00 ngày 20/01/2027)" in found[3][1]
    assert "(dự kiến 17:00 thứ Sáu, ngày 22/01/2027)" in found[3][1]


async def test_drafts_and_late_reports_are_told_provisional_days_too(world: World) -> None:
    an = world.phone("AN")
    world.clock.set(datetime(2027, 1, 21, 9, tzinfo=VN))

    await say(world, an, "/baocao", "[Báo cáo tháng 1]", "[Báo không phát sinh]")
    late = an.last.text
    await say(world, an, "[‹ Quay lại]", "[Khai vướng mắc]", "[Lưu nháp, thoát]")

    assert "là 17:00 thứ Tư, ngày 20/01/2027. Báo cáo vẫn gửi được đến dự kiến 17:00" in late
    assert "đến hết ngày 25/02/2027 (dự kiến)" in an.last.text


async def test_the_aggregate_marks_its_deadline_before_it_and_not_after(world: World) -> None:
    chi = world.phone("CHI")
    texts = []

    for at in (datetime(2027, 1, 19, 9, tzinfo=VN), datetime(2027, 1, 21, 9, tzinfo=VN)):
        world.clock.set(at)
        await say(world, chi, "/tonghop")
        texts.append(next(m.text for m in chi.messages[::-1] if "Thời hạn" in m.text))

    assert JANUARY in texts[0]
    assert "dự kiến" not in texts[1].split("\n")[1]


async def test_whoever_joins_is_told_which_deadlines_are_provisional(still_world: World) -> None:
    still_world.clock.set(datetime(2026, 12, 16, 9, tzinfo=VN))
    unit = still_world.unit()

    screen = enrolment.done("Nguyễn Văn An", unit.now, accepting_now(unit, Cadence.MONTH), may_report=True)

    lines = [translate(line, Reader()) for line in screen.lines]
    assert f"Thời hạn gửi báo cáo tháng 01/2027: {JANUARY}." in lines
    assert "Thời hạn gửi báo cáo tháng 12/2026: 17:00 thứ Sáu, ngày 18/12/2026." in lines


async def test_receipts_mark_the_days_of_papers_of_a_computed_year(world: World) -> None:
    an = world.phone("AN")
    world.clock.set(datetime(2026, 12, 16, 9, tzinfo=VN))

    await say(world, an, *SENT_ADHOC)
    adhoc = next(message.text for message in an.messages if "DX-2612-001" in message.text)
    await say(world, an, "/baocao", "[Báo cáo tháng 12]", "[Báo không phát sinh]", "[Gửi báo cáo]")

    assert "bản tổng hợp tháng 01/2027, lập lúc dự kiến 17:00 thứ Sáu, ngày 22/01/2027" in adhoc
    assert "dự kiến" not in an.last.text


async def test_the_digest_and_a_receipt_after_it_mark_the_close_until_it_has_come(world: World) -> None:
    an, lan = world.phone("AN"), world.phone("LAN")
    await turn(world, date(2027, 1, 22), time(17))
    card = next(m.text for m in lan.messages[::-1] if "Lập lúc" in m.text)
    await say(world, an, "/baocao", "[Báo cáo tháng 1]", "[Báo không phát sinh]", "[Gửi báo cáo]")
    receipt = an.last.text
    world.clock.set(datetime(2027, 1, 26, 9, tzinfo=VN))
    await say(world, lan, "/tonghop 2027-01")

    assert "dự kiến 17:00 thứ Hai, ngày 25/01/2027" in card
    assert "dự kiến 17:00 thứ Hai, ngày 25/01/2027" in receipt
    frozen = next(m.text for m in lan.messages[::-1] if "Lập lúc" in m.text)
    assert "đến 17:00 thứ Hai, ngày 25/01/2027" in frozen
    assert "dự kiến" not in frozen
