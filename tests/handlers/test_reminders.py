"""Reminders of reports: on working mornings, to whoever still owes one."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.calendar_source import load_calendar
from bot.domain.people import Reader, Seat
from bot.domain.periods import Period, PeriodRules, schedule
from bot.domain.reminder_rules import after
from bot.domain.texts import Label
from bot.i18n import translate
from bot.screens import reminding
from bot.screens.reminding import ReportDue
from bot.services.tasks import importing
from tests.catalogues import said
from tests.handlers.turning import turn_to
from tests.world import World, say

TASKS = """task_code,basis,title,lead,coordinating,deadline_kind,deadline,recurrence,note
NV-26-001,Thông báo số 1/TB,Rà soát,HIEPHOIA,,day,18/11/2026,,
"""


def names(world: World) -> importing.Names:
    """Return what a list of tasks may name."""
    return importing.names(world.unit())


OPEN_NIL = ("/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")


async def test_a_member_is_reminded_three_days_one_day_and_on_the_day_and_once_after_it(world: World) -> None:
    an, seen = world.phone("AN"), {}

    for day in range(16, 27):
        await turn_to(world, day)
        seen[day] = [message.text.partition("\n")[0] for message in an.messages]
        an.messages.clear()

    assert {day: texts for day, texts in seen.items() if texts} == {
        17: ["Báo cáo tháng 11/2026 của Hiệp hội A còn 03 ngày làm việc đến hạn (17:00 thứ Sáu, ngày 20/11/2026)."],
        19: ["Ngày mai, 17:00 thứ Sáu, ngày 20/11/2026, là thời hạn gửi báo cáo tháng 11/2026 của Hiệp hội A."],
        20: ["Hôm nay là thời hạn gửi báo cáo tháng 11/2026 của Hiệp hội A (trước 17:00)."],
        23: [said("Dear {dear},", dear="Ông Nguyễn Văn An")],
        25: [said("Dear {dear},", dear="Ông Nguyễn Văn An")],  # it closes today
        26: [said("Dear {dear},", dear="Ông Nguyễn Văn An")],  # the period is closed, which is told once
    }


async def test_whoever_has_reported_is_reminded_no_more(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 16)
    await say(world, an, *OPEN_NIL)
    an.messages.clear()

    for day in range(17, 27):
        await turn_to(world, day)

    assert [seen.text for seen in an.messages if "Trân trọng cảm ơn" not in seen.text] == []


async def test_the_desk_has_a_card_from_the_deadline_to_the_close_as_long_as_somebody_is_missing(world: World) -> None:
    chi, days = world.phone("CHI"), []

    for day in range(16, 27):
        await turn_to(world, day)
        days += [day for message in chi.messages if message.text.startswith("Việc hôm nay")]
        chi.messages.clear()

    assert days == [20, 23, 25]


async def test_a_reminder_opens_the_report_below_it(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 17)

    await say(world, an, "[Báo không phát sinh]", "[Gửi báo cáo]")

    assert said("<b>Report {report} has been received</b>", report="BC-2611-001") in an.last.text


async def test_after_an_interruption_a_missed_reminder_is_sent_late_and_says_so(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 16)

    await turn_to(world, 18)

    assert "còn 02 ngày làm việc" in an.last.text
    assert "tin nhắc của ngày 17/11/2026 được gửi chậm" in an.last.text


async def test_nobody_is_reminded_outside_working_hours(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 16)

    await turn_to(world, 17, time(22, 0))

    assert an.messages == []


async def test_a_task_and_a_report_of_one_morning_come_in_one_message(world: World) -> None:
    an = world.phone("AN")
    await world.writer.write(lambda db: importing.write(world.unit(db), importing.read(TASKS, names(world)), "test"))
    await turn_to(world, 16)
    an.messages.clear()

    await turn_to(world, 17)

    assert an.last.text == (
        "Việc hôm nay – thứ Ba, ngày 17/11/2026\n"
        'Nhiệm vụ NV-26-001 "Rà soát" (chủ trì) còn 01 ngày làm việc, đến hạn 17:00 thứ Tư, ngày 18/11/2026.\n'
        "Báo cáo tháng 11/2026 của Hiệp hội A còn 03 ngày làm việc đến hạn (17:00 thứ Sáu, ngày 20/11/2026)."
        " Số liệu từ 15/10 đến 14/11/2026.\n"
        "Lý do nhận tin: các việc trên đang chờ Ông hoặc Hiệp hội A xử lý."
    )
    assert an.last.labels == ["Xem NV-26-001", "Báo cáo tháng 11", "Báo không phát sinh", "Nhắc lại sau"]
    assert len(an.messages) == 1


async def test_nobody_is_reminded_of_a_task_that_is_done(world: World) -> None:
    done = TASKS.replace("recurrence,note", "recurrence,note,done_on").replace(
        ",day,18/11/2026,,", ",day,18/11/2026,,,16/11/2026"
    )
    await world.writer.write(lambda db: importing.write(world.unit(db), importing.read(done, names(world)), "test"))
    an = world.phone("AN")
    await turn_to(world, 16)

    await turn_to(world, 17)

    assert an.messages
    assert not any("NV-26-001" in message.text for message in an.messages)


@pytest.mark.parametrize(
    ("aggregated", "asked"),
    [
        (False, "Đề nghị gửi trước khi lập bản tổng hợp (17:00 thứ Hai, ngày 23/11/2026)"),
        (True, "Bản tổng hợp đã được lập; báo cáo gửi trước 17:00 thứ Tư, ngày 25/11/2026 được đưa vào phụ lục"),
    ],
)
def test_after_the_aggregate_nobody_is_asked_to_send_before_it(*, aggregated: bool, asked: str) -> None:
    november = schedule(Period(2026, 11), PeriodRules(), load_calendar(2025, 2028))
    seat = Seat(1, "HIEPHOIA", "hoi_dong_tu_van", "Hiệp hội A", 1, date(2026, 1, 1), None)
    item = ReportDue(after(1), seat, Label("HĐ", "AC"), november, 0, False, 0, None, aggregated)

    sentence, _ = reminding.short(item, several=False, alone=False)

    assert asked in translate(sentence, Reader("vi"))
