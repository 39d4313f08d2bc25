"""The desk's call list: who is to be called, why, and what came of it."""

from __future__ import annotations

import pytest

from bot.services.tasks import importing
from tests.handlers.acts import press
from tests.handlers.announced import TO_COUNCIL, announce
from tests.handlers.turning import turn_to
from tests.world import ROSTER, World, say

TASKS = """task_code,basis,title,lead,coordinating,deadline_kind,deadline,recurrence,note
NV-26-001,Thông báo số 1/TB,Rà soát,HIEPHOIB,,day,18/11/2026,,
"""
WITH_PHONES = ROSTER.replace("BICH,Trần Thị Bích,Phó Chủ tịch,,vi,,", "BICH,Trần Thị Bích,Phó Chủ tịch,,vi,0912000111,")
WITH_ADMIN = WITH_PHONES + "MAI,Đỗ Thị Mai,Chuyên viên,,vi,,admin,,,\n"


@pytest.fixture
async def late(world: World) -> World:
    """Nobody of the association B gave a sign of an overdue task: it came to the desk this morning, 25/11."""
    world.import_roster(WITH_ADMIN)
    world.link("MAI")
    names = importing.names(world.unit())
    world.write_now(lambda db: importing.write(world.unit(db), importing.read(TASKS, names), "test"))
    for day in (16, 18, 19, 20, 23, 25):
        await turn_to(world, day)
    return world


async def listed(world: World) -> str:
    """What the call list of Chi says."""
    chi = world.phone("CHI")
    await say(world, chi, "/goi")
    return chi.last.text


async def test_the_list_says_whom_to_call_under_which_number_and_why(late: World) -> None:
    shown = await listed(late)

    assert "1. Hiệp hội B – Trần Thị Bích (đầu mối)" in shown
    assert "Điện thoại: 0912000111" in shown
    assert "nhiệm vụ NV-26-001 quá hạn 04 ngày làm việc, chưa xác nhận đã nhận" in shown
    assert "tin nhắc ngày 19/11: đã gửi, chưa xác nhận; tin nhắc ngày 20/11: đã gửi, chưa xác nhận" in shown
    assert "Hoạt động gần nhất:" in shown
    assert "đã đọc" not in shown
    assert "Lê Văn Bình" not in shown


async def test_the_officers_card_leads_to_the_list(late: World) -> None:
    chi = late.phone("CHI")
    told = next(message for message in chi.messages if "đã vào danh sách cần gọi" in message.text)

    assert any("Cần" in label or "gọi" in label for label in told.labels)


async def test_who_was_spoken_with_is_off_the_list_until_the_next_deadline(late: World) -> None:
    chi = late.phone("CHI")
    await say(late, chi, "/goi", "[Chọn 1]", "[Đã trao đổi]")

    assert "Đã ghi kết quả – Hiệp hội B – Trần Thị Bích (đầu mối): đã trao đổi." in chi.last.text
    assert "NV-26-001" not in await listed(late)
    await turn_to(late, 27)
    assert "NV-26-001" not in await listed(late)


async def test_no_answer_comes_back_on_the_next_working_day_and_brings_the_principal(late: World) -> None:
    chi = late.phone("CHI")
    await say(late, chi, "/goi", "[Chọn 1]", "[Không nghe máy]")

    shown = await listed(late)
    assert "Trần Thị Bích" not in shown
    assert "Lê Văn Bình (lãnh đạo)" in shown
    await turn_to(late, 26)
    shown = await listed(late)
    assert "Trần Thị Bích" in shown
    assert "Gọi lúc 08:30 ngày 25/11/2026: không nghe máy, gọi lại (Phạm Thu Chi)." in shown


async def test_a_wrong_number_stays_on_the_list_and_is_told_the_administrators(late: World) -> None:
    chi, mai = late.phone("CHI"), late.phone("MAI")
    await say(late, chi, "/goi", "[Chọn 1]", "[Số không đúng]")

    assert "Số điện thoại 0912000111" in mai.last.text
    assert "Số này đã được ghi là không đúng." in await listed(late)
    await say(late, mai, "[Xem thành viên]")
    assert "số không đúng" in mai.last.text
    late.import_roster(WITH_ADMIN.replace("0912000111", "0912000222"))
    assert "Số này đã được ghi là không đúng." not in await listed(late)


async def test_a_note_is_kept_with_the_call_for_officers_alone(late: World) -> None:
    chi, mai = late.phone("CHI"), late.phone("MAI")
    await say(late, chi, "/goi", "[Chọn 1]", "[Số không đúng]", "[Thêm ghi chú]")
    await say(late, chi, "Máy của cơ quan khác", "[Ghi chú cuộc gọi]")

    assert "Ghi chú: Máy của cơ quan khác" in await listed(late)
    await say(late, mai, "/thanhvien", "/goi")
    assert "Máy của cơ quan khác" not in "".join(message.text for message in mai.messages)
    assert late.count("audit", "verb IN ('call.recorded', 'call.noted')") == 2


async def test_of_two_officers_the_second_learns_that_a_call_was_recorded(late: World) -> None:
    chi = late.phone("CHI")
    await say(late, chi, "/goi", "[Chọn 1]")
    screen = chi.last
    data = next(data for row in screen.rows for label, data in row if label == "Đã trao đổi")
    await say(late, chi, "[Không nghe máy]")

    await press(late, chi, data)

    assert "Cuộc gọi đã được ghi lúc 08:30: không nghe máy, gọi lại (Phạm Thu Chi)." in chi.last.text
    assert late.count("calls") == 1


async def test_administrators_see_whom_nothing_reaches_and_not_what_is_late(late: World) -> None:
    mai = late.phone("MAI")

    await say(late, mai, "/goi")

    assert "NV-26-001" not in mai.last.text


async def test_who_cannot_be_reached_is_on_the_list_and_the_notice_leads_to_the_call(late: World) -> None:
    chi = late.phone("CHI")
    await late.writer.write(lambda db: db.conn.execute("UPDATE accounts SET reach = 'blocked' WHERE user_key = '101'"))

    await say(late, chi, "/goi")

    assert "Hiệp hội A – Nguyễn Văn An (đầu mối)" in chi.last.text
    assert "Lý do: tin không đến được" in chi.last.text or "tài khoản" in chi.last.text


async def test_a_seat_that_nobody_holds_is_on_the_list_and_can_be_called(late: World) -> None:
    chi = late.phone("CHI")
    await late.writer.write(
        lambda db: db.conn.execute(
            "UPDATE duties SET valid_to = '2026-11-25' WHERE person = (SELECT id FROM persons WHERE code = 'AN')"
        )
    )

    shown = await listed(late)
    assert "Hiệp hội A: chưa có người đại diện trong danh sách." in shown
    await say(late, chi, "[Chọn 2]", "[Đã chuyển người khác]")
    assert "Hiệp hội A" not in await listed(late)


async def test_somebody_who_holds_two_duties_of_a_seat_is_named_once(world: World) -> None:
    both = "BICH,Trần Thị Bích,Phó Chủ tịch,,vi,,principal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B\n"
    world.import_roster(ROSTER + both)
    names = importing.names(world.unit())
    world.write_now(lambda db: importing.write(world.unit(db), importing.read(TASKS, names), "test"))
    for day in (16, 18, 19, 20, 23, 25):
        await turn_to(world, day)

    assert (await listed(world)).count("Trần Thị Bích") == 1


async def test_who_has_not_confirmed_an_announcement_for_three_working_days_is_on_the_list(world: World) -> None:
    chi, bich = world.phone("CHI"), world.phone("BICH")
    await announce(world, chi, *TO_COUNCIL)
    confirm = next(label for label in bich.last.labels if "nhận" in label)
    await say(world, bich, f"[{confirm}]")

    await turn_to(world, 18)
    early = await listed(world)
    await turn_to(world, 19)
    shown = await listed(world)

    assert "TB-2611-001" not in early
    assert "thông báo TB-2611-001 chưa được xác nhận đã nhận sau 03 ngày làm việc" in shown
    assert "Nguyễn Văn An" in shown
    assert "Trần Thị Bích" not in shown
