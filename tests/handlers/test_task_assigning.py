"""The desk assigns a task in the chat: who and until when are understood as they are said, and shown before."""

from __future__ import annotations

import pytest

from bot.domain.courses import Lead
from bot.domain.deadlines import DeadlineKind
from bot.domain.tasks import Part, Task
from bot.domain.verbs.task_desk import OpenAssigning
from storage import people, tasks
from tests.handlers.acts import press
from tests.telegram import Phone
from tests.world import World, say

BASIS, CONTENT = "Thông báo số 437/TB-VPCP", "Rà soát thủ tục hành chính"
TO_LEAD = ("/batdau", "[Giao nhiệm vụ]", BASIS, CONTENT)
TO_DEADLINE = (*TO_LEAD, "hiệp hội a", "[Bỏ qua]", "[Bỏ qua]")
REST = ("[Chọn 2]", "[Bỏ qua]", "[Bỏ qua]", "[Bỏ qua]")
"""It is no priority; nothing is counted, noted or resolved."""


def only_task(world: World) -> Task:
    (task,) = tasks.all_tasks(world.read, done=False)
    return task


def seat(world: World, code: str) -> int:
    return next(each.id for each in people.seats_there(world.read, world.unit().today) if each.code == code)


async def test_a_task_is_checked_as_it_was_understood_before_anybody_is_told(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    before = len(an.messages)

    await say(world, chi, *TO_LEAD, "hiep hoi a; UBND tỉnh Điện Biên")
    understood = chi.last.text.splitlines()[0]
    await say(world, chi, "HIEPHOIB", "[Bỏ qua]", "trước ngày 25")
    days, asked = chi.last.text.splitlines()[0], chi.last.text
    await say(world, chi, "[Chọn 1]", "[Chọn 1]", "342 phản ánh, kiến nghị", "[Bỏ qua]", "[Bỏ qua]")
    review, labels, unsent = chi.last.text, chi.last.labels, len(an.messages)
    await say(world, chi, "[Giao nhiệm vụ]")

    assert understood == "Được hiểu là: Hiệp hội A. Ngoài danh sách thành viên: UBND tỉnh Điện Biên."
    assert days == "Trước thứ Tư, ngày 25/11/2026: ngày cuối cùng là thứ Hai, ngày 23/11/2026."
    assert '"trước ngày 25/11/2026"' in asked
    assert review.splitlines() == [
        "Kiểm tra trước khi ghi nhận",
        "Giao nhiệm vụ",
        f"Nội dung: {CONTENT}",
        f"Văn bản giao: {BASIS}",
        "Chủ trì: Hiệp hội A",
        "Ngoài danh sách thành viên, theo dõi thay: UBND tỉnh Điện Biên",
        "Phối hợp: Hiệp hội B",
        "Thời hạn: 17:00 thứ Hai, ngày 23/11/2026 (văn bản giao ghi: trước ngày 25/11/2026)",
        "Nhiệm vụ trọng tâm.",
        "Chỉ tiêu: 342 phản ánh, kiến nghị",
        "Người nhận tin: 03.",
    ]
    assert labels == ["Giao nhiệm vụ", "Sửa nội dung", "Lưu nháp, thoát"]
    assert unsent == before
    assert chi.last.text == (
        "Đã giao NV-26-001 lúc 08:15 ngày 16/11/2026. Tin đã gửi: 03; xác nhận đã nhận: 00/02 cơ quan, tổ chức."
    )
    assert chi.last.labels[:2] == ["Xem xác nhận", "Giao việc khác"]
    assert "NV-26-001" in an.last.text
    await say(world, an, "[Xem chi tiết]")
    for told in (an.messages[-2].text, an.last.text):
        assert "Nhiệm vụ trọng tâm." in told
        assert "Chỉ tiêu: 342 phản ánh, kiến nghị." in told
    task = only_task(world)
    assert (task.deadline_kind, task.deadline) == (DeadlineKind.BEFORE_DAY, "25/11/2026")
    assert task.seats == {Part.LEAD: (seat(world, "HIEPHOIA"),), Part.COORDINATING: (seat(world, "HIEPHOIB"),)}
    assert task.leads[1] == Lead(agency="UBND tỉnh Điện Biên")
    assert (task.priority, task.target, task.unit) == (True, 342, "phản ánh, kiến nghị")


@pytest.mark.parametrize(
    ("typed", "kind", "deadline"),
    [
        ("25/11", DeadlineKind.DAY, "25/11/2026"),
        ("thứ Sáu tuần sau", DeadlineKind.DAY, "27/11/2026"),
        ("hết quý IV", DeadlineKind.QUARTER, "IV/2026"),
        ("10 ngày làm việc", DeadlineKind.DAY, "01/12/2026"),
        ("tháng 12", DeadlineKind.MONTH, "12/2026"),
        ("hằng quý", DeadlineKind.RECURRING, ""),
        ("không", DeadlineKind.NONE, ""),
        ("[Chọn 1]", DeadlineKind.NONE, ""),
    ],
)
async def test_a_deadline_is_kept_in_the_kind_in_which_it_is_said(
    world: World, typed: str, kind: DeadlineKind, deadline: str
) -> None:
    chi = world.phone("CHI")

    await say(world, chi, *TO_DEADLINE, typed, *REST, "[Giao nhiệm vụ]")

    task = tasks.task_by_code(world.read, "NV-26-001")  # what recurs is in no list
    assert task is not None
    assert (task.deadline_kind, task.deadline) == (kind, deadline)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("30/02", "không có ngày này"),
        ("01/11/2026", "đã qua"),
        ("càng sớm càng tốt", "càng sớm càng tốt"),
    ],
)
async def test_what_is_no_deadline_is_said_and_asked_again(world: World, typed: str, said: str) -> None:
    chi = world.phone("CHI")

    await say(world, chi, *TO_DEADLINE, typed)

    assert said in chi.last.text.splitlines()[0]
    assert "Thời hạn đến khi nào?" in chi.last.text


async def test_the_day_itself_can_be_meant_by_before_a_day(world: World) -> None:
    chi = world.phone("CHI")

    await say(world, chi, *TO_DEADLINE, "trước ngày 25/11", "[Chọn 2]", *REST, "[Giao nhiệm vụ]")

    assert (only_task(world).deadline_kind, only_task(world).deadline) == (DeadlineKind.DAY, "25/11/2026")


async def test_a_name_that_can_mean_several_is_asked_for_by_its_code(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, *TO_LEAD)

    await say(world, chi, "hiệp hội")
    alone = chi.last.text.splitlines()[0]

    assert "Cơ quan chủ trì?" in chi.last.text
    assert "HIEPHOIA" in alone
    assert "HIEPHOIB" in alone


async def test_a_body_stands_for_all_its_members_and_its_name_is_enough(world: World) -> None:
    chi = world.phone("CHI")
    body = next(b for b in world.rules.profile.bodies.values() if b.code == "hoi_dong_tu_van")

    await say(world, chi, *TO_LEAD, body.name.vi, "[Bỏ qua]", "[Bỏ qua]", "25/11", *REST, "[Giao nhiệm vụ]")

    assert len(only_task(world).seats[Part.LEAD]) == 2


async def test_a_draft_survives_a_restart_and_is_assigned_once(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, *TO_DEADLINE, "25/11", "[Lưu nháp, thoát]")
    kept = chi.last.text.splitlines()[0]
    # Nothing of it is in memory: another form opened and left between is none of its business.
    await say(world, chi, "/thanhvien", "/trogiup")

    await say(world, chi, "/batdau", "[Giao nhiệm vụ]", *REST)
    data = next(data for row in chi.last.rows for label, data in row if label == "Giao nhiệm vụ")
    await say(world, chi, "[Giao nhiệm vụ]")
    again = await press(world, chi, data)

    assert kept == "Bản nháp giao nhiệm vụ được lưu; chọn Giao nhiệm vụ để tiếp tục."
    assert again == "NV-26-001 đã được giao trước đó, không cần chọn lại."
    assert len(tasks.all_tasks(world.read, done=False)) == 1


async def test_a_deadline_that_passes_while_the_form_lies_is_changed_first(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, *TO_DEADLINE, "17/11", *REST)
    world.clock.set(world.clock.now().replace(day=20))

    await say(world, chi, "[Giao nhiệm vụ]")

    assert chi.last.text.splitlines()[0] == "Thời hạn 17/11/2026 đã qua. Mời sửa lại."
    assert tasks.all_tasks(world.read, done=False) == []


async def test_the_latest_bases_can_be_tapped(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, *TO_DEADLINE, "25/11", *REST, "[Giao nhiệm vụ]", "[Giao việc khác]")

    assert f"1. {BASIS}" in chi.last.text
    await say(world, chi, "[Chọn 1]")
    assert f"Đã ghi: {BASIS}" in chi.last.text


async def test_nobody_but_the_desk_opens_the_form(world: World) -> None:
    an: Phone = world.phone("AN")
    await say(world, an, "/batdau")
    assert "Giao nhiệm vụ" not in an.last.labels

    await press(world, an, OpenAssigning().data)

    assert "Chức năng này dành cho cán bộ Cơ quan thường trực" in an.last.text
    assert world.count("drafts") == 0
