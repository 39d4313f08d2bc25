"""Reminders follow the courses of tasks, on the turned clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from aiogram.exceptions import TelegramNetworkError

from bot.clock import VN
from bot.domain.courses import Lead
from bot.domain.reminder_rules import Kind
from bot.domain.tasks import Part
from bot.runtime.postbox import enqueue
from bot.services import reminding
from bot.services.reply import Reply
from bot.services.tasks import deciding, working
from bot.services.tasks.working import Result
from tests.handlers.turning import turn_to
from tests.runtime.stepping import METHOD
from tests.services.courses import OUTSIDE, Desk, a_task
from tests.world import World, running

AWAY = TelegramNetworkError(method=METHOD, message="no route to host")
CODE = "NV-26-001"
AT_DESK = (
    f"Lý do nhận tin: đồng chí là cán bộ Cơ quan thường trực; cơ quan chủ trì nhiệm vụ {CODE} chưa xác nhận tiếp nhận."
)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def about(desk: Desk, code: str, say: str = "") -> list[str]:
    """Return the lines about the task on a phone since it was looked at last."""
    phone = desk.world.phone(code)
    found = [line for message in phone.messages for line in message.text.splitlines() if CODE in line and say in line]
    phone.messages.clear()
    return found


def lead(desk: Desk, code: str = "HIEPHOIA") -> Lead:
    return Lead(desk.seat(code))


def received(desk: Desk, who: str = "AN", seat: str = "HIEPHOIA") -> None:
    desk.does(who, lambda unit, actor: working.receive(unit, actor, desk.task_id, lead(desk, seat)))


def reported(desk: Desk, who: str = "AN", seat: str = "HIEPHOIA") -> None:
    result = Result("Đã ban hành.", "Quyết định số 15/QĐ-BTP")
    desk.does(who, lambda unit, actor: working.report(unit, actor, desk.task_id, lead(desk, seat), result))


def decided(desk: Desk, how: Callable[..., Reply], *more: object, seat: str = "HIEPHOIA") -> None:
    newest = desk.course(lead(desk, seat)).newest
    desk.does("CHI", lambda unit, actor: how(unit, actor, desk.task_id, lead(desk, seat), newest, *more))


async def mornings(desk: Desk, *days: int, who: str = "AN") -> dict[int, str]:
    """Turn the clock to the mornings of these days; return what the task is said to be on each."""
    seen = {}
    for day in days:
        await turn_to(desk.world, day)
        if found := about(desk, who):
            seen[day] = found[0].partition('" ')[2] or found[0]
    return seen


async def test_whoever_leads_is_reminded_with_the_progress_and_whoever_takes_part_in_other_words(desk: Desk) -> None:
    desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 11, 23)))
    received(desk)
    desk.does("AN", lambda unit, actor: working.progress(unit, actor, desk.task_id, lead(desk), 40))
    await turn_to(desk.world, 19)
    desk.world.phone("AN").messages.clear()

    seen = await mornings(desk, 20, 23)

    assert seen == {
        20: "(chủ trì) còn 01 ngày làm việc, đến hạn 17:00 thứ Hai, ngày 23/11/2026. Tiến độ ghi nhận: 40%.",
        23: "(chủ trì) đến hạn hôm nay, trước 17:00. Tiến độ ghi nhận: 40%.",
    }
    assert [line.partition('" ')[2] for line in about(desk, "BICH")] == [
        "(phối hợp, chủ trì: Hiệp hội A) còn 01 ngày làm việc, đến hạn 17:00 thứ Hai, ngày 23/11/2026.",
        "(phối hợp, chủ trì: Hiệp hội A) đến hạn hôm nay, trước 17:00.",
    ]


async def test_nobody_is_reminded_after_the_result_was_reported_and_again_once_it_is_returned(desk: Desk) -> None:
    desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 11, 18)))
    await turn_to(desk.world, 16)
    reported(desk)
    about(desk, "AN"), about(desk, "BICH")

    assert await mornings(desk, 17, 18) == {}
    assert about(desk, "BICH") == []
    decided(desk, deciding.give_back, "Thiếu số liệu")
    await turn_to(desk.world, 18, time(9))

    assert await mornings(desk, 19) == {
        19: "(chủ trì) quá hạn 01 ngày làm việc. Thời hạn: 17:00 thứ Tư, ngày 18/11/2026."
    }
    reported(desk)
    decided(desk, deciding.confirm)
    assert await mornings(desk, 20, 23, 25, 26, 27) == {}


@pytest.mark.parametrize("ends", [deciding.suspend, deciding.cancel])
async def test_nobody_is_reminded_of_what_is_suspended_or_cancelled(desk: Desk, ends: Callable[..., Reply]) -> None:
    desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 11, 18)))
    await turn_to(desk.world, 16)
    desk.does("CHI", lambda unit, actor: ends(unit, actor, desk.task_id, "Chờ văn bản mới"))
    about(desk, "AN"), about(desk, "BICH")

    assert await mornings(desk, 17, 18, 19, 23) == {}
    assert about(desk, "BICH") == []


async def test_a_later_deadline_plans_anew_and_what_was_sent_stays(desk: Desk) -> None:
    desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 11, 19)))
    received(desk)
    await turn_to(desk.world, 16)
    about(desk, "AN")
    ask = date(2026, 11, 26)
    desk.does("AN", lambda unit, actor: working.ask_extension(unit, actor, desk.task_id, lead(desk), ask, "Chờ ý kiến"))
    # As long as nobody has decided the old deadline is in force.
    assert list(await mornings(desk, 18)) == [18]
    decided(desk, deciding.grant)

    seen = await mornings(desk, 19, 20, 23, 24, 25, 26, 27)

    assert seen == {
        19: "(chủ trì) còn 04 ngày làm việc, đến hạn 17:00 thứ Năm, ngày 26/11/2026.",
        23: "(chủ trì) còn 02 ngày làm việc, đến hạn 17:00 thứ Năm, ngày 26/11/2026.",
        25: "(chủ trì) còn 01 ngày làm việc, đến hạn 17:00 thứ Năm, ngày 26/11/2026.",
        26: "(chủ trì) đến hạn hôm nay, trước 17:00.",
        27: "(chủ trì) quá hạn 01 ngày làm việc. Thời hạn: 17:00 thứ Năm, ngày 26/11/2026.",
    }
    rows = desk.world.read.conn.execute(
        "SELECT mark, state FROM reminders WHERE kind = 'task' AND due_on = '2026-11-19' ORDER BY send_on"
    ).fetchall()
    assert dict(rows)["d1"] == "sent"
    assert {state for mark, state in rows if mark in ("d0", "o1", "o3", "o7")} == {"superseded"}


async def test_of_several_leads_only_the_one_that_is_not_done_is_reminded(desk: Desk) -> None:
    desk.assign(a_task(desk, "HIEPHOIA", "HIEPHOIB", due=date(2026, 11, 18)))
    await turn_to(desk.world, 16)
    received(desk)
    reported(desk, "BICH", "HIEPHOIB")
    decided(desk, deciding.confirm, seat="HIEPHOIB")
    about(desk, "AN"), about(desk, "BICH"), about(desk, "BINH")

    assert list(await mornings(desk, 17, 18, 19)) == [17, 18, 19]
    assert about(desk, "BICH") == about(desk, "BINH") == []


async def test_whoever_watches_is_reminded_in_the_name_of_an_agency_without_a_seat(desk: Desk) -> None:
    seats = {Part.WATCHING: (desk.seat("HIEPHOIA"),)}
    task = a_task(desk, due=date(2026, 11, 18), outside=(OUTSIDE,))
    desk.assign(type(task)(**{**vars(task), "seats": seats}))
    await turn_to(desk.world, 16)
    about(desk, "AN")

    assert await mornings(desk, 17) == {
        17: f"(thay {OUTSIDE}) còn 01 ngày làm việc, đến hạn 17:00 thứ Tư, ngày 18/11/2026."
    }
    named = Lead(agency=OUTSIDE)
    result = Result("Đã ban hành.")
    desk.does("AN", lambda unit, actor: working.report(unit, actor, desk.task_id, named, result))
    assert await mornings(desk, 18, 19) == {}


async def test_what_changes_between_planning_and_sending_counts_when_the_message_leaves(desk: Desk) -> None:
    desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 11, 16)))
    received(desk)
    # The morning's card is queued and cannot leave; the deadline is moved meanwhile.
    desk.world.telegram.call_fails = lambda _call: AWAY
    await turn_to(desk.world, 16)
    ask = date(2026, 11, 27)
    desk.does("AN", lambda unit, actor: working.ask_extension(unit, actor, desk.task_id, lead(desk), ask, "Chờ ý kiến"))
    decided(desk, deciding.grant)
    desk.world.telegram.call_fails = lambda _call: None

    await turn_to(desk.world, 16, time(10))

    assert about(desk, "AN") == []
    (state,) = desk.world.read.conn.execute(
        "SELECT state FROM reminders WHERE mark = 'd0' AND due_on = '2026-11-16' AND kind = 'task'"
    ).fetchone()
    assert state == "superseded"


async def test_a_restart_between_planning_and_sending_sends_once(still_world: World) -> None:
    for code in ("AN", "BICH", "CHI"):
        still_world.link(code)
    desk = Desk(still_world)
    desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 11, 18)))
    received(desk)
    async with running(still_world):
        await turn_to(still_world, 16)
    again = World(still_world.path, telegram=still_world.telegram, clock=still_world.clock)
    desk.world = again
    async with running(again):
        assert list(await mornings(desk, 17)) == [17]
        await again.writer.write(lambda db: db.conn.execute("DELETE FROM ticks WHERE name = 'morning'"))
        await turn_to(again, 17, time(9, 30))
        assert about(desk, "AN") == []
    again.close()


# --- Tết and the days that are exchanged


@pytest.mark.parametrize(
    ("due", "counted"),
    [
        (date(2027, 2, 6), date(2027, 2, 11)),  # inside the holidays of Tết: the first working day after them
        (date(2026, 11, 24), date(2026, 11, 25)),  # the day of culture
    ],
)
async def test_a_deadline_in_the_holidays_reminds_by_the_day_that_counts(desk: Desk, due: date, counted: date) -> None:
    desk.assign(a_task(desk, "HIEPHOIA", due=due))
    received(desk)
    await turn_to(desk.world, 16)
    found = dict(follows(desk))

    assert found["d0"] == counted.isoformat()
    assert found["o1"] > found["d0"]
    calendar = desk.world.rules.calendar
    assert all(calendar.is_working(date.fromisoformat(day)) for day in found.values())


def follows(desk: Desk) -> list[tuple[str, str]]:
    """What people are reminded of, however far away it is."""
    unit = desk.world.unit()
    found = reminding.planned(unit, reminding.due_now(unit, [Kind.TASK]))
    return [(str(each.mark), each.send_on.isoformat()) for each in found if each.due.kind is Kind.TASK]


# --- receipts


async def sent(desk: Desk) -> None:
    """Let what was told of the last act leave."""
    assert desk.replied is not None
    notices = desk.replied.notices
    await desk.world.writer.write(lambda db: enqueue(desk.world.unit(db), notices, "act", {}))
    desk.world.app.wake()
    await desk.world.settle()


async def test_a_receipt_is_asked_of_the_focal_person_then_the_principal_then_told_the_desk(desk: Desk) -> None:
    desk.assign(a_task(desk, "HIEPHOIB", due=date(2026, 12, 15)))
    await sent(desk)

    seen: dict[int, dict[str, list[str]]] = {}
    for day in range(17, 27):
        await turn_to(desk.world, day)
        found = {code: about(desk, code, "chưa") for code in ("AN", "BICH", "BINH", "CHI")}
        seen[day] = {code: lines for code, lines in found.items() if lines}

    assert {day: lines for day, lines in seen.items() if lines} == {
        17: {
            "BICH": [
                f"Nhiệm vụ {CODE} giao lúc 08:15 ngày 16/11/2026 chưa được xác nhận đã nhận. Đề nghị"
                " Quý thành viên xác nhận hoặc nêu ý kiến."
            ]
        },
        18: {
            "BINH": [
                f"Nhiệm vụ {CODE} giao Hiệp hội B ngày 16/11/2026 chưa có đầu mối xác nhận đã nhận."
                " Thời hạn: 17:00 thứ Ba, ngày 15/12/2026. Đề nghị đồng chí phân công người thực hiện.",
                f"Lý do nhận tin: đồng chí là lãnh đạo của Hiệp hội B, nơi chủ trì nhiệm vụ {CODE} và chưa xác"
                " nhận tiếp nhận.",
            ]
        },
        19: {
            "CHI": [
                f"{CODE}: Hiệp hội B chưa xác nhận đã nhận sau 03 ngày làm việc (đã nhắc đầu mối ngày 17/11/2026,"
                " lãnh đạo ngày 18/11/2026). Tin nhắn đến đầu mối: đã gửi, chưa phản hồi.",
                AT_DESK,
            ]
        },
    }


async def test_where_nobody_of_the_lead_can_be_reached_the_desk_is_told_so_for_all_leads_of_a_task_at_once(
    still_world: World,
) -> None:
    still_world.link("CHI")
    async with running(still_world):
        desk = Desk(still_world)
        desk.assign(a_task(desk, "HIEPHOIA", "HIEPHOIB", due=date(2026, 12, 15)))
        await turn_to(still_world, 18)
        about(desk, "CHI")
        await turn_to(still_world, 19)
        (message,) = [each for each in still_world.phone("CHI").messages if CODE in each.text]

    assert message.text.splitlines()[-1] == AT_DESK
    assert message.text.splitlines()[:-1] == [
        f"{CODE}: Hiệp hội {name} chưa xác nhận đã nhận sau 03 ngày làm việc (chưa nhắc được). Tin nhắn đến đầu mối:"
        " chưa gửi được."
        for name in ("A", "B")
    ]
    assert message.labels == [f"Xem {CODE}"]


async def test_once_received_suspended_or_cancelled_nobody_is_asked_for_a_receipt(desk: Desk) -> None:
    desk.assign(a_task(desk, "HIEPHOIB", due=date(2026, 12, 15)))
    await turn_to(desk.world, 17)
    received(desk, "BICH", "HIEPHOIB")
    about(desk, "BINH"), about(desk, "CHI")

    for day in range(18, 27):
        await turn_to(desk.world, day)

    assert about(desk, "BINH") == about(desk, "CHI") == []


async def test_a_suspended_task_asks_for_its_receipt_again_once_it_goes_on(desk: Desk) -> None:
    desk.assign(a_task(desk, "HIEPHOIB", due=date(2026, 12, 15)))
    desk.does("CHI", lambda unit, actor: deciding.suspend(unit, actor, desk.task_id, "Chờ văn bản"))
    await turn_to(desk.world, 17)
    await turn_to(desk.world, 18)
    assert about(desk, "BICH", "chưa được") == []
    desk.does("CHI", lambda unit, actor: deciding.resume(unit, actor, desk.task_id, "Đã có văn bản"))

    await turn_to(desk.world, 19)

    assert len(about(desk, "BICH", "chưa được")) == 1
    await turn_to(desk.world, 20)
    assert len(about(desk, "BINH", "chưa có đầu mối")) == 1


async def test_a_task_assigned_in_the_evening_or_on_a_day_off_waits_from_the_next_working_day(desk: Desk) -> None:
    desk.world.clock.set(datetime.combine(date(2026, 11, 20), time(18), VN))
    desk.assign(a_task(desk, "HIEPHOIB", due=date(2026, 12, 15)))

    days = []
    for day in (21, 22, 23, 24, 25, 26):
        await turn_to(desk.world, day)
        days += [day] * len(about(desk, "BICH", "chưa được"))

    assert days == [25]  # Monday the 23rd counts as the day of the assignment, Tuesday is a day off


async def test_a_restart_asks_for_a_receipt_once(desk: Desk) -> None:
    desk.assign(a_task(desk, "HIEPHOIB", due=date(2026, 12, 15)))
    await turn_to(desk.world, 17)
    assert len(about(desk, "BICH", "chưa được")) == 1
    await desk.world.writer.write(lambda db: db.conn.execute("DELETE FROM ticks"))

    await turn_to(desk.world, 17, time(9, 30))

    assert about(desk, "BICH", "chưa được") == []


async def test_what_an_operator_imported_was_told_nobody_and_asks_for_no_receipt(world: World) -> None:
    from tests.task_world import import_tasks

    import_tasks(world)
    for day in range(16, 21):
        await turn_to(world, day)

    texts = [m.text for code in ("AN", "BICH", "CHI") for m in world.phone(code).messages]
    assert not any("xác nhận hoặc nêu ý kiến" in text or "chưa có đầu mối" in text for text in texts)
