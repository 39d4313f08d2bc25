"""Overdue tasks in the chat: reminders of members, the line in other cards, the desk's day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import pytest
from aiogram.exceptions import TelegramNetworkError

from bot.clock import VN
from tests.catalogues import said
from tests.handlers.turning import MORNING, turn_to
from tests.runtime.stepping import METHOD
from tests.task_world import FULL_HEADER, import_tasks
from tests.telegram import Phone
from tests.world import World, say

OVERDUE = f"""{FULL_HEADER}
NV-26-038,Văn bản số 38,Hoàn thiện kết nối dữ liệu,HIEPHOIA,HIEPHOIB,day,16/11/2026,,,,,,
"""
AWAY = TelegramNetworkError(method=METHOD, message="no route to host")
NIL = ("/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")


FEEDBACK = "Trân trọng cảm ơn"


def tasks(*lines: str) -> str:
    return "\n".join((FULL_HEADER, *lines))


def on_day(code: str, day: str, lead: str = "HIEPHOIA", rest: str = ",,,,,,") -> str:
    return f"{code},Văn bản,Việc {code[-3:]},{lead},,day,{day}{rest}"


async def turned(world: World, phone: Phone, days: Iterable[date]) -> dict[date, str]:
    """Turn the clock through mornings; return what the phone got on each, if anything."""
    seen: dict[date, str] = {}
    for day in days:
        phone.messages.clear()
        await turn(world, day)
        # What the aggregate has of a member is told once in a period, whatever is overdue.
        if texts := [message.text for message in phone.messages if FEEDBACK not in message.text]:
            seen[day] = "\n".join(texts)
    return seen


async def turn(world: World, day: date, at: time = MORNING) -> None:
    world.clock.set(datetime.combine(day, at, VN))
    world.clock.pace_by_itself()
    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()


def november(first: int, last: int) -> list[date]:
    return [date(2026, 11, 1) + timedelta(days=n - 1) for n in range(first, last + 1)]


@pytest.fixture
def overdue(still_world: World, world: World) -> World:
    """The running world with a task of A that is due on Monday the 16th, B taking part."""
    assert still_world is world
    import_tasks(world, OVERDUE)
    return world


async def test_whoever_leads_is_reminded_one_three_and_seven_working_days_late_and_whoever_takes_part_is_not(
    overdue: World,
) -> None:
    an, bich = overdue.phone("AN"), overdue.phone("BICH")
    await turn_to(overdue, 16)
    await say(overdue, an, *NIL)
    await say(overdue, bich, *NIL)
    bich.messages.clear()

    seen = await turned(overdue, an, november(17, 30))

    late = {day.day: text.splitlines()[0].partition('" ')[2] for day, text in seen.items()}
    assert late == {
        17: "(chủ trì) quá hạn 01 ngày làm việc. Thời hạn: 17:00 thứ Hai, ngày 16/11/2026.",
        18: "(chủ trì) quá hạn 02 ngày làm việc. Thời hạn: 17:00 thứ Hai, ngày 16/11/2026.",  # nobody gave a sign
        19: "(chủ trì) quá hạn 03 ngày làm việc. Thời hạn: 17:00 thứ Hai, ngày 16/11/2026.",
        26: "(chủ trì) quá hạn 07 ngày làm việc. Thời hạn: 17:00 thứ Hai, ngày 16/11/2026.",
    }
    reminded = [message.text for message in bich.messages if FEEDBACK not in message.text]
    assert reminded == []


async def test_the_reminder_of_an_overdue_task_asks_for_the_result_then_says_whom_to_ask(overdue: World) -> None:
    an, office = overdue.phone("AN"), overdue.rules.profile.office
    await turn_to(overdue, 16)
    await say(overdue, an, *NIL)

    await turn_to(overdue, 17)

    assert an.last.text.splitlines()[1] == (
        "Đề nghị báo kết quả hoặc nêu nguyên nhân chậm và thời gian dự kiến hoàn thành."
    )
    assert an.last.labels == ["Cập nhật tiến độ", "Báo hoàn thành", "Điều chỉnh thời hạn", "Xem NV-26-038", "Đã nhận"]

    await say(overdue, an, "[Cập nhật tiến độ]", "80% chờ ký")
    assert an.last.text.startswith('Đã cập nhật NV-26-038: 80%, "chờ ký"')

    await turn_to(overdue, 18)
    await turn_to(overdue, 19)

    assert an.last.text.splitlines()[1] == (
        "Nội dung này được nêu trong bản tổng hợp tình hình thực hiện nhiệm vụ. Cần hỗ trợ, đề nghị liên hệ"
        f" {office.department.vi}, {office.phone}."
    )


async def test_a_card_of_something_else_also_names_what_is_overdue_the_longest_first(
    still_world: World, world: World
) -> None:
    import_tasks(
        still_world,
        tasks(*(on_day(f"NV-26-00{n}", f"{n:02}/10/2026") for n in (5, 6, 7, 8)), on_day("NV-26-009", "09/10/2026")),
    )
    an = world.phone("AN")
    await turn_to(world, 16)
    an.messages.clear()

    await turn_to(world, 17)

    (reminder,) = an.messages
    assert reminder.text.splitlines()[0].startswith("Báo cáo tháng 11/2026 của Hiệp hội A còn 03 ngày làm việc")
    assert reminder.text.splitlines()[-2] == (
        "Quá hạn: NV-26-005 (chủ trì, 31 ngày làm việc), NV-26-006 (chủ trì, 30 ngày làm việc),"
        " NV-26-007 (chủ trì, 29 ngày làm việc) và 02 nhiệm vụ khác."
    )
    assert reminder.labels[-2:] == [said("View tasks"), said("Remind me later")]
    assert said("Nothing new") in reminder.labels


async def test_whoever_leads_with_one_seat_and_takes_part_with_another_is_reminded_as_lead(
    still_world: World, world: World
) -> None:
    still_world.import_roster(TWO_SEATS)
    import_tasks(still_world, tasks("NV-26-001,Văn bản,Việc chung,HIEPHOIA,HIEPHOIC,day,18/11/2026,,,,,,"))
    await turn_to(world, 16)

    await turn_to(world, 18)

    assert '"Việc chung" (chủ trì) đến hạn hôm nay' in world.phone("AN").last.text


TWO_SEATS = """person_code,full_name,title,address,language,phone,role,body,seat_code,organisation
AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A
AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIC,Hiệp hội C
BICH,Trần Thị Bích,Phó Chủ tịch,,vi,,focal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B
BINH,Lê Văn Bình,Chủ tịch,dong_chi,vi,,principal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B
CHI,Phạm Thu Chi,Chuyên viên,,vi,,secretariat,,,
LAN,Hoàng Thị Lan,Cục trưởng,,vi,,leader,,,
"""


@pytest.mark.parametrize(
    "line",
    [
        on_day("NV-26-001", "10/11/2026", rest=",,,,,12/11/2026,"),
        "NV-26-001,Văn bản,Việc không hạn,HIEPHOIA,,none,,,,,,,",
    ],
    ids=["done", "without a deadline"],
)
async def test_nobody_hears_of_a_task_that_is_done_or_has_no_deadline(
    still_world: World, world: World, line: str
) -> None:
    import_tasks(still_world, tasks(line))
    an, chi = world.phone("AN"), world.phone("CHI")
    await turn_to(world, 16)
    await say(world, an, *NIL)
    chi.messages.clear()

    seen = await turned(world, an, november(17, 30))

    assert seen == {}
    assert not any("NV-26-001" in message.text or overdue_lines(message.text) for message in chi.messages)


async def test_a_task_that_is_done_meanwhile_is_spoken_of_no_more(overdue: World) -> None:
    an, chi = overdue.phone("AN"), overdue.phone("CHI")
    await turn_to(overdue, 16)
    await say(overdue, an, *NIL)
    await turn_to(overdue, 17)
    import_tasks(overdue, OVERDUE.replace("16/11/2026,,,,,,", "16/11/2026,,,,,17/11/2026,"))
    chi.messages.clear()

    seen = await turned(overdue, an, november(18, 30))

    assert seen == {}
    assert not any("NV-26-038" in message.text for message in chi.messages)


async def test_a_deadline_on_a_saturday_is_told_on_the_working_day_that_counts(
    still_world: World, world: World
) -> None:
    import_tasks(still_world, tasks(on_day("NV-26-001", "21/11/2026"), on_day("NV-26-002", "24/11/2026", "HIEPHOIB")))
    await turn_to(world, 16)
    await say(world, world.phone("AN"), *NIL)
    await say(world, world.phone("BICH"), *NIL)

    friday, saturday, sunday = [await everybody(world, date(2026, 11, day)) for day in (20, 21, 22)]

    monday = await everybody(world, date(2026, 11, 23))
    due = "còn 01 ngày làm việc, đến hạn 17:00 thứ Hai, ngày 23/11/2026."
    assert friday["AN"] == f'Nhiệm vụ NV-26-001 "Việc 001" (chủ trì) {due}'
    assert (saturday, sunday) == ({}, {})
    assert monday["AN"] == 'Nhiệm vụ NV-26-001 "Việc 001" (chủ trì) đến hạn hôm nay, trước 17:00.'


async def everybody(world: World, day: date) -> dict[str, str]:
    """Turn to a morning; return the first line of what each phone got."""
    phones = {code: world.phone(code) for code in ("AN", "BICH", "BINH", "CHI", "LAN")}
    for phone in phones.values():
        phone.messages.clear()
    await turn(world, day)
    return {code: phone.last.text.splitlines()[0] for code, phone in phones.items() if phone.messages}


# --- the desk's day


def overdue_lines(text: str) -> list[str]:
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if line.startswith("Nhiệm vụ quá hạn")), len(lines))
    return [line for line in lines[start:] if not line.startswith("Lý do nhận tin")]


async def test_the_desk_hears_of_an_overdue_task_by_its_marks_and_then_every_week(overdue: World) -> None:
    chi = overdue.phone("CHI")
    await turn_to(overdue, 16)
    await say(overdue, overdue.phone("AN"), *NIL)
    await say(overdue, overdue.phone("BICH"), *NIL)

    seen = await turned(overdue, chi, [*november(17, 30), *(date(2026, 12, day) for day in range(1, 10))])

    with_tasks = [(day.day, day.month) for day, text in seen.items() if overdue_lines(text)]
    assert with_tasks == [(17, 11), (19, 11), (23, 11), (25, 11), (26, 11), (30, 11), (7, 12)]
    assert overdue_lines(seen[date(2026, 11, 30)]) == [
        "Nhiệm vụ quá hạn: 01.",
        "1. NV-26-038 – chủ trì HIEPHOIA, quá hạn 09 ngày làm việc – Hoàn thiện kết nối dữ liệu",
    ]


async def test_the_desk_reads_the_longest_overdue_first_with_who_leads_and_how_many_more(
    still_world: World, world: World
) -> None:
    lines = [on_day(f"NV-26-0{n}", f"{n}/10/2026", "HIEPHOIB" if n % 2 else "HIEPHOIA") for n in range(20, 27)]
    import_tasks(still_world, tasks(*reversed(lines)))
    chi = world.phone("CHI")

    await turn_to(world, 16)

    found = overdue_lines(chi.last.text)
    assert found[0] == "Nhiệm vụ quá hạn: 07."
    assert [re.findall("NV-26-0..|HIEPHOI.", line) for line in found[1:-1]] == [
        ["NV-26-020", "HIEPHOIA"],
        ["NV-26-021", "HIEPHOIB"],
        ["NV-26-022", "HIEPHOIA"],
        ["NV-26-023", "HIEPHOIB"],
        ["NV-26-024", "HIEPHOIA"],
    ]
    assert found[-1] == "… và 02 nhiệm vụ khác."
    assert chi.last.labels == [said("View tasks")]


async def test_after_a_monday_without_the_program_the_desk_is_told_on_tuesday_once(overdue: World) -> None:
    chi = overdue.phone("CHI")
    await turn_to(overdue, 26)
    await turn_to(overdue, 27)
    chi.messages.clear()

    seen = await turned(overdue, chi, [date(2026, 12, 1), date(2026, 12, 2)])

    assert list(seen) == [date(2026, 12, 1)]


async def test_two_starts_of_one_morning_tell_the_desk_once(overdue: World) -> None:
    chi = overdue.phone("CHI")
    await turn_to(overdue, 16)
    await turn_to(overdue, 17)
    await overdue.writer.write(lambda db: db.conn.execute("DELETE FROM ticks WHERE name = 'morning'"))

    await turn_to(overdue, 17, time(9, 30))

    assert sum(bool(overdue_lines(message.text)) for message in chi.messages) == 1
