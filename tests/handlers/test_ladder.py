"""What is overdue asks for a sign; without one it is asked again, of everybody of the seat, and comes to the desk."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from bot.clock import VN
from bot.services.tasks import importing
from tests.handlers.acts import press
from tests.handlers.turning import turn_to
from tests.telegram import Phone
from tests.world import World, say

TASKS = """task_code,basis,title,lead,coordinating,deadline_kind,deadline,recurrence,note
NV-26-001,Thông báo số 1/TB,Rà soát,HIEPHOIB,HIEPHOIA,day,18/11/2026,,
"""
ASKED = "Đề nghị chọn Đã nhận để xác nhận đã nhận tin nhắc này."
AGAIN = "chưa được xác nhận đã nhận"


@pytest.fixture
async def late(world: World) -> World:
    """Bích and Bình lead a task that was due on Wednesday 18/11; it is Thursday, and nobody has said anything."""
    names = importing.names(world.unit())
    world.write_now(lambda db: importing.write(world.unit(db), importing.read(TASKS, names), "test"))
    for day in (16, 17, 18, 19):
        await turn_to(world, day)
    return world


def kinds(world: World, code: str, subject: str = "NV-26-001") -> list[str]:
    """The steps of the ladder of a matter that were sent to a person, with the days, in order."""
    found = world.read.conn.execute(
        """SELECT r.kind, r.queued_on FROM reminders r JOIN persons p ON p.id = r.person
           WHERE p.code = ? AND r.subject = ? AND r.kind LIKE 'unanswered%' AND r.state = 'sent'
           ORDER BY r.queued_on, r.kind""",
        [code, subject],
    ).fetchall()
    return [f"{kind} {day[-2:]}" for kind, day in found]


def buttons(phone: Phone) -> list[tuple[str, str]]:
    """The buttons under the last message, with what they carry."""
    return [button for row in phone.last.rows for button in row]


async def test_the_first_reminder_after_a_deadline_asks_for_a_sign_and_no_earlier_one_does(world: World) -> None:
    names = importing.names(world.unit())
    world.write_now(lambda db: importing.write(world.unit(db), importing.read(TASKS, names), "test"))
    asked = []
    for day in (16, 17, 18, 19):
        await turn_to(world, day)
        asked.append("Đã nhận" in str(world.phone("BICH").last.labels) if world.phone("BICH").messages else False)

    assert asked == [False, False, False, True]
    assert ASKED in world.phone("BICH").last.text
    assert not any("Đã nhận" in str(message.labels) for message in world.phone("AN").messages)


async def test_without_a_sign_the_ladder_climbs_by_working_days_to_the_call_list(late: World) -> None:
    for day in (20, 21, 22, 23, 24, 25, 26):
        await turn_to(late, day)

    assert kinds(late, "BICH") == ["unanswered 20", "unanswered_principal 23"]
    assert kinds(late, "BINH") == ["unanswered 20", "unanswered_principal 23"]
    assert kinds(late, "CHI") == ["unanswered_desk 25"]
    assert AGAIN in "".join(message.text for message in late.phone("BICH").messages)


async def test_a_matter_is_named_once_in_a_card_whatever_steps_fall_on_its_day(late: World) -> None:
    for day in (20, 23):
        await turn_to(late, day)

    card = late.phone("BICH").last
    print(card.text, card.rows)
    assert card.text.count("Nhiệm vụ NV-26-001") == 1
    assert [label for label in card.labels if "Đã nhận" in label] == ["Đã nhận NV-26-001", "Đã nhận tháng 11"]


async def test_a_press_counts_for_the_seat_and_takes_the_button_off_every_phone(late: World) -> None:
    bich, binh = late.phone("BICH"), late.phone("BINH")
    card, others = bich.last, binh.last

    await say(late, bich, "[Đã nhận]")

    assert "Đã ghi nhận việc nhận tin nhắc về nhiệm vụ NV-26-001" in bich.last.text
    assert "chậm nhất 17:00 thứ Sáu, ngày 20/11/2026" in bich.last.text
    assert not any("Đã nhận" in label for label in [*card.labels, *others.labels])
    assert "Xem NV-26-001" in card.labels
    for day in (20, 23, 25):
        await turn_to(late, day)
    assert (kinds(late, "BICH"), kinds(late, "CHI")) == ([], [])
    assert "Tin nhắc về nhiệm vụ NV-26-001: Trần Thị Bích đã xác nhận lúc" in "".join(m.text for m in binh.messages)


async def test_a_second_press_says_that_it_was_recorded(late: World) -> None:
    bich, binh = late.phone("BICH"), late.phone("BINH")
    data = next(data for label, data in buttons(binh) if label == "Đã nhận")
    await say(late, bich, "[Đã nhận]")

    await press(late, binh, data)

    assert "đã được ghi nhận trước đó: Trần Thị Bích" in binh.last.text
    assert late.count("acknowledgements") == 1


async def test_what_a_button_claims_is_not_believed(late: World) -> None:
    data = next(data for label, data in buttons(late.phone("BICH")) if label == "Đã nhận")
    *parts, due = data.split(":")

    for phone, claimed in ((late.phone("AN"), data), (late.phone("BICH"), ":".join([*parts, f"{due[:-1]}0"]))):
        await press(late, phone, claimed)

    assert late.count("acknowledgements") == 0


async def test_what_the_lead_says_of_the_task_ends_the_ladder(late: World) -> None:
    bich = late.phone("BICH")
    await say(late, bich, "/tracuu NV-26-001", "[Cập nhật tiến độ]", "60% chờ ý kiến")

    for day in (20, 23, 25):
        await turn_to(late, day)

    assert (kinds(late, "BICH"), kinds(late, "CHI")) == ([], [])


async def test_a_report_that_was_sent_ends_the_ladder(world: World) -> None:
    for day in (20, 23):
        await turn_to(world, day)
    an = world.phone("AN")
    assert "Đã nhận" in an.last.labels
    await say(world, an, "/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")

    for day in (24, 25):
        await turn_to(world, day)

    assert kinds(world, "AN", "2026-11") == []
    assert kinds(world, "BICH", "2026-11") == ["unanswered 25"]


async def test_after_an_outage_the_days_are_counted_from_the_reminder_that_was_sent(world: World) -> None:
    names = importing.names(world.unit())
    world.write_now(lambda db: importing.write(world.unit(db), importing.read(TASKS, names), "test"))
    await turn_to(world, 18)

    for day in (23, 25, 26, 27):
        await turn_to(world, day)

    assert kinds(world, "BICH") == ["unanswered 25", "unanswered_principal 26"]
    assert kinds(world, "CHI") == ["unanswered_desk 27"]


async def test_over_tet_nobody_is_asked_on_a_day_off(world: World) -> None:
    names = importing.names(world.unit())
    of_tet = TASKS.replace("18/11/2026", "03/02/2027")
    world.write_now(lambda db: importing.write(world.unit(db), importing.read(of_tet, names), "test"))
    for day in (date(2027, 2, day) for day in range(1, 21)):
        world.clock.set(datetime.combine(day, time(8, 30), VN))
        world.clock.pace_by_itself()
        await world.app.ticker.run_ticks(world.clock.now())
        await world.settle()

    days = [date(2027, 2, int(step[-2:])) for code in ("BICH", "CHI") for step in kinds(world, code)]
    assert days
    assert all(world.rules.calendar.is_working(day) for day in days)


async def test_nobody_at_the_desk_is_no_obstacle(late: World) -> None:
    await late.writer.write(lambda db: db.conn.execute("UPDATE duties SET valid_to = '2026-11-19' WHERE seat IS NULL"))

    for day in (20, 23, 25):
        await turn_to(late, day)

    assert kinds(late, "BICH") == ["unanswered 20", "unanswered_principal 23"]


async def test_a_message_that_waits_is_not_sent_once_somebody_has_confirmed(late: World) -> None:
    bich, binh = late.phone("BICH"), late.phone("BINH")
    data = next(data for label, data in buttons(bich) if label == "Đã nhận")
    await turn_to(late, 20, time(8))
    before = len(binh.messages)
    await press(late, bich, data)

    await turn_to(late, 20)

    assert not any(AGAIN in message.text for message in binh.messages[before:])
