"""What leads ask and report waits for the desk, which decides by a tap or with words; what is stale does nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.courses import Lead, Stage
from bot.domain.tasks import Task
from bot.services.tasks import assigning, working
from bot.services.tasks.working import Result
from storage import tasks
from storage.unit import Unit
from tests.handlers.acts import press
from tests.handlers.handled import decide, turn_by
from tests.services.courses import Desk, a_task
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say

SECOND = "MAI,Đỗ Thị Mai,Chuyên viên,,vi,,secretariat,,,\n"
CODE = "NV-26-001"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[World]:
    """A running world in which Hiệp hội A leads a task and B takes part; Chi and Mai are the desk."""
    world = World(tmp_path)
    world.import_roster(ROSTER + SECOND)
    for code in ("AN", "BICH", "CHI", "MAI"):
        world.link(code)
    async with running(world):
        await assign(world, "HIEPHOIA")
        yield world
    world.close()


async def assign(world: World, *leads: str) -> Task:
    new = a_task(Desk(world), *leads)
    await decide(world, lambda unit, actor: assigning.assign(unit, actor, new)[1])
    return the_task(world)


def the_task(world: World, code: str = CODE) -> Task:
    found = tasks.task_by_code(world.read, code)
    assert found is not None
    return found


def lead(world: World) -> Lead:
    return the_task(world).leads[0]


def stage(world: World) -> Stage:
    return the_task(world).stage


async def report(world: World, words: str = "Đã ban hành.") -> None:
    task, of = the_task(world), lead(world)
    await decide(world, lambda u, a: working.report(u, a, task.id, of, Result(words, "Quyết định số 15")), who="AN")
    await turn_by(world, timedelta(seconds=5))


async def extend(world: World) -> None:
    task, of, to = the_task(world), lead(world), date(2026, 12, 4)
    await decide(world, lambda u, a: working.ask_extension(u, a, task.id, of, to, "Chờ 05 địa phương."), who="AN")
    await turn_by(world, timedelta(seconds=5))


async def ask(world: World) -> None:
    task = the_task(world)

    def act(unit: Unit, actor: object) -> object:
        return working.ask(unit, actor, task.id, lead(world).seat or 0, "Tính từ năm nào?")  # type: ignore[arg-type]

    await decide(world, act, who="AN")  # type: ignore[arg-type]
    await turn_by(world, timedelta(seconds=5))


def button(phone: Phone, label: str) -> str:
    """What the newest button with this label carries."""
    found = (d for seen in reversed(phone.messages) for row in seen.rows for name, d in row if name == label)
    return next(found)


async def test_a_result_is_confirmed_from_the_notice_and_its_lead_is_told(house: World) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    await report(house)
    notice = chi.last

    await say(house, chi, "[Xác nhận xong]")

    assert "Quyết định số 15" in notice.text
    assert notice.labels == ["Xác nhận xong", "Trả lại", "Xem nhiệm vụ", "Mở việc tiếp theo"]
    assert chi.last.text.splitlines()[0] == f"{CODE}: đã ghi nhận và thông báo đến các cơ quan, tổ chức liên quan."
    assert stage(house) is Stage.DONE
    assert "xác nhận hoàn thành" in an.last.text


async def test_a_result_is_returned_with_words_and_stands_with_its_lead_again(house: World) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    await report(house)

    await say(house, chi, "[Trả lại]", "Thiếu phụ lục.", "[Trả lại]")

    assert stage(house) is Stage.AGAIN
    assert "Thiếu phụ lục." in an.last.text


@pytest.mark.parametrize(
    ("presses", "due", "told"),
    [
        (("[Chấp thuận]",), date(2026, 12, 4), "04/12/2026"),
        (("[Chọn ngày khác]", "27/11", "[Bỏ qua]", "[Chấp thuận]"), date(2026, 11, 27), "27/11/2026"),
        (("[Không chấp thuận]", "Đã gia hạn 02 lần.", "[Không chấp thuận]"), None, "Đã gia hạn 02 lần."),
    ],
)
async def test_a_later_deadline_is_granted_moved_or_refused(
    house: World, presses: tuple[str, ...], due: date | None, told: str
) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    await extend(house)

    await say(house, chi, *presses)

    course = the_task(house).course_of(lead(house))
    assert course is not None
    assert (course.due_on, course.asked) == (due, None)
    assert told in an.last.text


async def test_a_question_is_answered_to_who_asked(house: World) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    await ask(house)

    await say(house, chi, "[Trả lời]", "Tính từ năm 2026.", "[Gửi trả lời]")

    assert "Câu hỏi: Tính từ năm nào?" in an.last.text
    assert "Tính từ năm 2026." in an.last.text


async def test_of_two_decisions_at_once_the_second_is_told_of_the_first(house: World) -> None:
    chi, mai = house.phone("CHI"), house.phone("MAI")
    await report(house)
    await say(house, mai, "[Trả lại]", "Thiếu phụ lục.")
    confirm, give_back = button(chi, "Xác nhận xong"), button(chi, "Trả lại")

    await say(house, chi, "[Xác nhận xong]")
    await say(house, mai, "[Trả lại]")
    lost = mai.last.text
    await press(house, mai, confirm)
    await press(house, mai, give_back)

    assert stage(house) is Stage.DONE
    assert lost.splitlines()[0].startswith(f"{CODE}: nội dung này đã được xử lý")
    assert "Thiếu phụ lục." in lost
    assert mai.last.text.splitlines()[0].startswith(f"{CODE}: nội dung này đã được xử lý")


async def test_a_button_of_before_something_was_done_says_so_and_changes_nothing(house: World) -> None:
    chi = house.phone("CHI")
    await report(house, "Lần một.")
    old = button(chi, "Xác nhận xong")
    await say(house, chi, "[Trả lại]", "Thiếu phụ lục.", "[Trả lại]")
    await report(house, "Lần hai.")

    await press(house, chi, old)

    assert stage(house) is Stage.WAITING
    assert chi.last.text.splitlines()[0].startswith(f"{CODE}: nội dung này đã được xử lý")
    assert "Xem kết quả" in chi.last.labels


async def test_what_waits_is_listed_the_oldest_first_and_counted_on_the_main_screen(house: World) -> None:
    chi = house.phone("CHI")
    await extend(house)
    await ask(house)
    await report(house)

    await say(house, chi, "/batdau")
    home = chi.last.text
    await say(house, chi, "[Việc chờ (03)]")
    listed = chi.last.text.splitlines()
    await say(house, chi, "[Chọn 2]")

    assert "Nhiệm vụ chờ xử lý: 01 báo hoàn thành, 01 đề nghị điều chỉnh thời hạn, 01 câu hỏi." in home
    assert [line.split(",")[0] for line in listed[1:]] == [
        f"1. {CODE} – đề nghị điều chỉnh thời hạn",
        f"2. {CODE} – câu hỏi",
        f"3. {CODE} – báo hoàn thành",
    ]
    assert "Tính từ năm nào?" in chi.last.text


async def test_who_has_not_confirmed_is_shown_of_one_task_and_of_all(house: World) -> None:
    chi = house.phone("CHI")
    task, of = the_task(house), lead(house)
    await assign(house, "HIEPHOIA", "HIEPHOIB")
    await decide(house, lambda u, a: working.receive(u, a, task.id, of), who="AN")

    await say(house, chi, "/nhiemvu", "[Xem xác nhận]")
    every = chi.last.text
    await say(house, chi, "[Xem NV-26-002]")

    assert CODE not in every
    assert "1. NV-26-002 – đã nhận 00/02; chưa: Hiệp hội A; Hiệp hội B" in every
    assert "• Hiệp hội A: chưa xác nhận" in chi.last.text


async def test_a_task_is_changed_with_a_reason_and_both_deadlines_are_told(house: World) -> None:
    chi, bich = house.phone("CHI"), house.phone("BICH")

    await say(house, chi, f"/tracuu {CODE}", "[Sửa, tạm hoãn, hủy]", "[Đổi thời hạn]")
    asked = chi.last.text
    await say(house, chi, "trước ngày 15/12", "[Bỏ qua]", "Theo đề nghị của địa phương.", "[Ghi nhận thay đổi]")

    assert "Hiện nay: 25/11/2026" in asked
    assert "Thời hạn từ 17:00 thứ Tư, ngày 25/11/2026 thành 17:00 thứ Hai, ngày 14/12/2026" in bich.last.text
    assert the_task(house).deadline == "15/12/2026"


async def test_a_task_goes_to_another_lead_and_who_led_it_is_told(house: World) -> None:
    chi, an, bich = house.phone("CHI"), house.phone("AN"), house.phone("BICH")

    await say(house, chi, f"/tracuu {CODE}", "[Sửa, tạm hoãn, hủy]", "[Sửa chủ trì]", "Hiệp hội B")
    await say(house, chi, "Đúng chức năng.", "[Ghi nhận thay đổi]")

    assert the_task(house).leads == (Lead(Desk(house).seat("HIEPHOIB")),)
    assert f"Nhiệm vụ {CODE}" in an.last.text
    assert "Đúng chức năng." in an.last.text
    assert "Đúng chức năng." in bich.last.text


async def test_a_task_is_suspended_resumed_and_cancelled_with_its_document(house: World) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    menu = (f"/tracuu {CODE}", "[Sửa, tạm hoãn, hủy]")

    await say(house, chi, *menu, "[Tạm hoãn]", "Chờ Nghị định.", "[Tạm hoãn]")
    suspended = stage(house)
    await say(house, chi, *menu, "[Tiếp tục]", "Nghị định đã ban hành.", "[Tiếp tục]")
    resumed = stage(house)
    await say(house, chi, *menu, "[Hủy nhiệm vụ]", "Trùng nhiệm vụ.", "Công văn số 9", "[Hủy nhiệm vụ]")

    assert (suspended, resumed, stage(house)) == (Stage.SUSPENDED, Stage.NEW, Stage.CANCELLED)
    assert "Công văn số 9" in an.last.text
    assert "Sửa, tạm hoãn, hủy" not in chi.last.labels


async def test_words_typed_before_another_change_are_shown_again_and_not_lost(house: World) -> None:
    chi, mai = house.phone("CHI"), house.phone("MAI")
    menu = (f"/tracuu {CODE}", "[Sửa, tạm hoãn, hủy]")
    await say(house, chi, *menu, "[Tạm hoãn]", "Chờ Nghị định.")
    await say(house, mai, *menu, "[Sửa ghi chú]", "Gửi kèm phụ lục", "Bổ sung.", "[Ghi nhận thay đổi]")

    await say(house, chi, "[Tạm hoãn]")
    before = (stage(house), chi.last.text)
    await say(house, chi, "[Tạm hoãn]")

    assert before[0] is Stage.NEW
    assert before[1].startswith(f"{CODE} vừa có cập nhật")
    assert "Chờ Nghị định." in before[1]
    assert stage(house) is Stage.SUSPENDED
