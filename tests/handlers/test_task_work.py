"""A lead works on its task in the chat: receipt, progress, a result, a later deadline, a question."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import VN
from bot.domain.courses import Stage
from bot.domain.task_forms import TaskForm
from bot.domain.verbs.task_work import OpenTaskForm, ReceiveTask
from bot.services.tasks import deciding
from tests.handlers.acts import press
from tests.handlers.handled import decide, turn_by
from tests.handlers.worked import acts, assign, course, events, lead, seat, stored
from tests.seen import Seen
from tests.telegram import MemoryTelegram, Phone
from tests.world import World, running, say

PAGE = ("/tracuu NV-26-001",)
PROGRESS = (*PAGE, "[Cập nhật tiến độ]")
DONE = (*PAGE, "[Báo hoàn thành]")
LATER = (*PAGE, "[Điều chỉnh thời hạn]")
REASON = "Cần thêm ý kiến của 05 địa phương; đã nhận ý kiến của 29 địa phương."


@pytest.fixture
async def an(world: World) -> Phone:
    """An's phone; his association leads a task that is due on 25 November."""
    await assign(world, "HIEPHOIA")
    return world.phone("AN")


async def desk(world: World, *act: Any) -> None:
    """Let the desk decide something, and what follows arrive."""
    await decide(world, *act)
    await turn_by(world, timedelta(minutes=1))


def holding(phone: Phone, words: str) -> Seen:
    """The newest message that says something: a screen may stand above notices."""
    return next(message for message in reversed(phone.messages) if words in message.text)


async def test_the_page_offers_what_is_open_and_receipt_is_confirmed_with_one_press(world: World, an: Phone) -> None:
    await say(world, an, *PAGE)
    offered, shown = an.last.labels, an.last.text
    await say(world, an, "[Xác nhận đã nhận]")

    assert "Tiến độ: mới giao" in shown
    assert offered[:5] == [
        "Xác nhận đã nhận",
        "Cập nhật tiến độ",
        "Báo hoàn thành",
        "Điều chỉnh thời hạn",
        "Gửi câu hỏi",
    ]
    assert an.last.text.startswith("Đã ghi nhận Hiệp hội A nhận nhiệm vụ NV-26-001 lúc 08:15 ngày 16/11/2026.")
    assert "Tiến độ: đã nhận" in an.last.text
    assert "Xác nhận đã nhận" not in an.last.labels
    assert "Hoàn tác" in an.last.labels
    assert course(world).stage is Stage.RECEIVED


async def test_progress_is_recorded_with_a_tap_or_as_it_is_typed_and_taken_back(world: World, an: Phone) -> None:
    await say(world, an, *PROGRESS)
    asked, offered = an.last.text, an.last.labels
    await say(world, an, "[75%]")
    tapped = an.last.text
    await say(world, an, "[Cập nhật tiến độ]", "80% đang chờ ý kiến Bộ Tư pháp")
    typed = an.last.text
    await say(world, an, "[Hoàn tác]")

    assert asked.startswith("NV-26-001 – tiến độ hiện nay?")
    assert offered == ["25%", "50%", "75%", "90%", "‹ Quay lại"]
    assert tapped.startswith("Đã cập nhật NV-26-001: 75%")
    assert typed.startswith('Đã cập nhật NV-26-001: 80%, "đang chờ ý kiến Bộ Tư pháp" (08:15 ngày 16/11/2026).')
    assert "Tiến độ: đang thực hiện, 80%" in typed
    assert "Cập nhật gần nhất (16/11/2026): 80%. đang chờ ý kiến Bộ Tư pháp" in typed
    assert "Tiến độ: đang thực hiện, 75%" in an.last.text
    assert acts(world) == ["created", "progressed", "progressed", "undone"]


async def test_an_update_can_be_taken_back_for_ten_minutes(world: World, an: Phone) -> None:
    await say(world, an, *PROGRESS, "[50%]")
    world.clock.set(world.clock.now() + timedelta(minutes=10))
    await say(world, an, *PAGE)
    at_ten = an.last.labels
    world.clock.set(world.clock.now() + timedelta(seconds=1))
    await say(world, an, *PAGE)

    assert "Hoàn tác" in at_ten
    assert "Hoàn tác" not in an.last.labels


async def test_a_lower_figure_asks_for_a_word_why_and_keeps_what_was_typed(world: World, an: Phone) -> None:
    await say(world, an, *PROGRESS, "[75%]", "[Cập nhật tiến độ]", "50")
    asked = an.last.text
    await say(world, an, "phải làm lại biểu mẫu")

    assert "Mức này thấp hơn lần cập nhật trước. Mời nêu lý do." in asked
    assert an.last.text.startswith('Đã cập nhật NV-26-001: 50%, "phải làm lại biểu mẫu"')


@pytest.mark.parametrize("typed", ["101", "150% rồi", "-5"])
async def test_over_a_hundred_or_below_nothing_is_said_to_be_so(world: World, an: Phone, typed: str) -> None:
    await say(world, an, *PROGRESS, typed)

    assert an.last.text.startswith("Tiến độ từ 0 đến 100%. Mời nhập lại.")
    assert acts(world) == ["created"]


@pytest.mark.parametrize(("typed", "kept"), [("100", ""), ("100% đã ban hành", "đã ban hành"), ("xong", "")])
async def test_a_hundred_opens_the_result_with_what_was_typed_and_records_nothing(
    world: World, an: Phone, typed: str, kept: str
) -> None:
    await say(world, an, *PROGRESS, typed)

    assert an.last.text.startswith("Mức 100% được ghi nhận khi báo hoàn thành")
    assert "NV-26-001 – báo hoàn thành" in an.last.text
    assert (f"Đã nhập: {kept}" in an.last.text) == bool(kept)
    assert acts(world) == ["created"]


async def test_what_is_counted_is_typed_as_a_number(world: World) -> None:
    await assign(world, "HIEPHOIA", target=342, unit="phản ánh, kiến nghị")
    an = world.phone("AN")

    await say(world, an, *PROGRESS)
    asked = an.last.text
    await say(world, an, "120/340")
    wrong = an.last.text
    await say(world, an, "120/342")

    assert "Chỉ tiêu: 342 phản ánh, kiến nghị." in asked
    assert wrong.startswith("Chỉ tiêu là 342 phản ánh, kiến nghị, không phải 340. Mời nhập lại.")
    assert an.last.text.startswith("Đã cập nhật NV-26-001: 120/342 phản ánh, kiến nghị")


async def test_a_result_goes_with_its_document_its_day_and_files_and_comes_back_once(world: World, an: Phone) -> None:
    chi = world.phone("CHI")
    await say(world, an, *DONE, "Đã ban hành danh mục 42 thủ tục.", "15/QĐ-BTP", "hôm qua")
    an.send_document("quyet-dinh.pdf")
    await world.settle()
    await say(world, an, "[Gửi tệp xong]")
    review = an.last.text
    await say(world, an, "[Gửi kết quả]")
    receipt = an.last.text
    await say(world, an, "[Xem chi tiết]", "[Xem tệp (01)]")

    assert "Văn bản: 15/QĐ-BTP, ngày 15/11/2026" in review
    assert "Tệp kèm theo (01): quyet-dinh.pdf" in review
    assert receipt.startswith("Đã gửi kết quả NV-26-001 lúc 08:15 ngày 16/11/2026. Tình trạng: chờ xác nhận.")
    assert any(m.stored and m.text == "Kết quả xử lý NV-26-001 – quyet-dinh.pdf" for m in an.messages)
    assert any("Hiệp hội A báo hoàn thành" in message.text for message in chi.messages)
    newest = course(world).newest
    await desk(world, deciding.give_back, stored(world).id, lead(world), newest, "Chưa có phụ lục.")
    returned = holding(an, "Lý do: Chưa có phụ lục.")
    await say(world, an, "[Bổ sung kết quả]", "Đã bổ sung phụ lục.", "[Bỏ qua]", "[Không kèm tệp]", "[Gửi kết quả]")

    assert returned.labels == ["Bổ sung kết quả", "Xem chi tiết", "Điều chỉnh thời hạn"]
    assert course(world).stage is Stage.WAITING
    assert acts(world) == ["created", "reported", "returned", "reported"]


async def test_why_a_result_was_returned_stands_on_the_page_of_its_lead_alone(world: World, an: Phone) -> None:
    await say(world, an, *DONE, "Xong phần một.", "[Bỏ qua]", "[Không kèm tệp]", "[Gửi kết quả]")
    await desk(world, deciding.give_back, stored(world).id, lead(world), course(world).newest, "Chưa có phụ lục.")
    bich = world.phone("BICH")

    await say(world, an, *PAGE)
    await say(world, bich, *PAGE)

    page = holding(an, "Lý do đề nghị hoàn thiện: Chưa có phụ lục.")
    assert "Bổ sung kết quả" in page.labels
    assert "Chưa có phụ lục" not in bich.last.text
    assert "Tiến độ: " in bich.last.text


async def test_a_later_deadline_is_asked_for_with_a_tap_and_the_old_one_stays(world: World, an: Phone) -> None:
    await say(world, an, *LATER)
    asked, offered = an.last.text, an.last.labels
    await say(world, an, "[02/12 (+07 ngày)]", REASON)
    review = an.last.text
    await say(world, an, "[Gửi đề nghị]", "[Xem chi tiết]")

    assert "Thời hạn: 17:00 thứ Tư, ngày 25/11/2026" in asked
    assert offered == ["02/12 (+07 ngày)", "09/12 (+14 ngày)", "‹ Quay lại"]
    assert "Từ 17:00 thứ Tư, ngày 25/11/2026 đến thứ Tư, ngày 02/12/2026" in review
    assert "Thời hạn cũ có hiệu lực cho đến khi đề nghị được chấp thuận." in review
    assert "Đang đề nghị điều chỉnh thời hạn đến thứ Tư, ngày 02/12/2026." in an.last.text
    assert "Điều chỉnh thời hạn" not in an.last.labels


async def test_a_day_that_is_typed_is_moved_to_a_working_day_and_shown_before_it_is_sent(
    world: World, an: Phone
) -> None:
    await say(world, an, *LATER, "28/11/2026")
    moved = an.last.text
    await say(world, an, REASON, "[Gửi đề nghị]")
    await desk(world, deciding.refuse, stored(world).id, lead(world), course(world).newest, "Cần đúng hạn.")

    assert "thứ Hai, ngày 30/11/2026" in moved
    assert holding(an, "chưa được chấp thuận").labels == ["Cập nhật tiến độ", "Gửi câu hỏi", "Xem chi tiết"]
    await say(world, an, *LATER, "thứ Sáu tuần sau")
    assert holding(an, "Đã ghi: 27/11/2026")


async def test_a_day_that_is_not_later_is_refused(world: World, an: Phone) -> None:
    await say(world, an, *LATER, "20/11/2026")

    assert "20/11/2026" in an.last.text.splitlines()[0]
    assert acts(world) == ["created"]


async def test_after_the_deadline_an_explanation_is_asked_for(world: World, an: Phone) -> None:
    world.clock.set(datetime(2026, 11, 25, 17, 1, tzinfo=VN))
    await say(world, an, *LATER)
    asked = holding(an, "đề nghị điều chỉnh thời hạn").text
    await say(world, an, "[02/12 (+07 ngày)]")
    why = holding(an, "đề nghị điều chỉnh thời hạn").text
    await say(world, an, REASON, "[Gửi đề nghị]")

    assert "Nhiệm vụ đã quá hạn nên cần báo cáo giải trình" in asked
    assert "Mời báo cáo giải trình nguyên nhân chậm" in why
    assert holding(an, "Thời hạn ban đầu")
    assert acts(world) == ["created", "extension_asked"]


async def test_a_question_and_its_answer_stand_on_the_page_of_whoever_asked(world: World, an: Phone) -> None:
    bich = world.phone("BICH")
    await say(world, bich, *PAGE, "[Gửi câu hỏi]", "Có cần ý kiến của địa phương không?", "[Gửi câu hỏi]")
    await say(world, bich, *PAGE)
    open_ = bich.last.text
    asked = events(world)[-1].id
    await desk(world, deciding.answer, stored(world).id, asked, "Chỉ cần ý kiến của Bộ.")
    await say(world, bich, *PAGE)
    await say(world, an, *PAGE)

    assert "Câu hỏi (Trần Thị Bích, 08:15 ngày 16/11/2026): Có cần ý kiến của địa phương không?" in open_
    assert "Chưa có trả lời." in open_
    assert "Chỉ cần ý kiến của Bộ." in bich.last.text
    assert "ý kiến của" not in an.last.text


async def test_a_seat_that_takes_part_is_told_that_its_lead_reports(world: World, an: Phone) -> None:
    task = await assign(world, "HIEPHOIB")
    bich_lead = seat(world, "HIEPHOIB")
    await say(world, an, f"/tracuu {task.code}")
    assert "Báo hoàn thành" not in an.last.labels
    said = [
        await press(world, an, verb.data)
        for verb in (
            ReceiveTask(task.id, bich_lead, 0),
            ReceiveTask(task.id, 0, 0),
            OpenTaskForm(task.id, TaskForm.RESULT, bich_lead, 0),
            OpenTaskForm(task.id, TaskForm.PROGRESS, 0, 0),
        )
    ]

    assert all("do cơ quan, tổ chức chủ trì thực hiện" in words or "do cơ quan" in an.last.text for words in said)
    assert acts(world, task.code) == ["created"]


async def test_a_colleague_sees_each_act_and_who_did_it(world: World, an: Phone) -> None:
    await assign(world, "HIEPHOIB")
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, bich, "/tracuu NV-26-002", "[Xác nhận đã nhận]", "[Cập nhật tiến độ]", "40% đã họp")

    await say(world, binh, "/tracuu NV-26-002", "[Xem quá trình (03)]")

    assert binh.last.text.splitlines() == [
        "NV-26-002 – quá trình thực hiện (03)",
        "08:15 ngày 16/11/2026 – Trần Thị Bích: cập nhật tiến độ 40%, đã họp",
        "08:15 ngày 16/11/2026 – Trần Thị Bích: xác nhận đã nhận nhiệm vụ",
        "08:15 ngày 16/11/2026 – Cơ quan thường trực: giao nhiệm vụ",
    ]
    await say(world, binh, "[‹ Về NV-26-002]")
    assert "Hoàn tác" not in binh.last.labels  # it was not hers


async def test_what_a_colleague_did_meanwhile_is_said_before_anything_is_recorded(world: World) -> None:
    await assign(world, "HIEPHOIB")
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, binh, *PROGRESS)
    await say(world, bich, *PROGRESS, "[50%]")

    await say(world, binh, "70% đã họp")
    meanwhile = binh.last.text
    await say(world, binh, "[Ghi nhận tiến độ]")

    assert meanwhile.startswith("Trong lúc nhập: 08:15 ngày 16/11/2026 – Trần Thị Bích: cập nhật tiến độ 50%.")
    assert "Tiến độ: 70%" in meanwhile
    assert binh.last.text.startswith('Đã cập nhật NV-26-001: 70%, "đã họp"')


async def test_a_form_that_was_overtaken_says_so_and_shows_what_was_typed(world: World, an: Phone) -> None:
    await say(world, an, *LATER, "[02/12 (+07 ngày)]", REASON)
    await desk(world, deciding.cancel, stored(world).id, "Không còn phù hợp.")

    await say(world, an, "/batdau", "[Viết tiếp NV-26-001]")

    said = holding(an, "Hiện không thực hiện được thao tác này.")
    assert REASON in said.text
    assert "Tình trạng: dừng theo dõi" in said.text
    assert "extension_asked" not in acts(world)


async def test_a_draft_that_is_left_is_listed_and_gone_on_with(world: World, an: Phone) -> None:
    await say(world, an, *DONE, "Đã ban hành danh mục.", "[Lưu nháp, thoát]")
    left = an.last.text
    await say(world, an, "/batdau")
    home = an.last.text
    await say(world, an, "[Viết tiếp NV-26-001]")

    assert left.startswith("Chưa gửi gì về NV-26-001.")
    assert "Bản nháp báo hoàn thành NV-26-001" in home
    assert "Số, ký hiệu văn bản thể hiện kết quả (nếu có)." in an.last.text


async def test_what_was_typed_is_there_after_the_program_was_stopped(tmp_path: Path) -> None:
    before = World(tmp_path)
    before.import_roster()
    before.link("AN")
    before.link("CHI")
    async with running(before):
        await assign(before, "HIEPHOIA")
        await say(before, before.phone("AN"), *DONE, "Đã ban hành danh mục 42 thủ tục.")
    before.close()

    after = World(tmp_path, telegram=MemoryTelegram(before.telegram), clock=before.clock)
    async with running(after):
        await say(after, after.phone("AN"), "15/QĐ-BTP", "hôm qua", "[Không kèm tệp]", "[Gửi kết quả]")
        completion = course(after).completion
    after.close()

    assert completion is not None
    assert (completion.result, completion.document) == ("Đã ban hành danh mục 42 thủ tục.", "15/QĐ-BTP")


async def test_a_second_press_of_the_last_button_sends_nothing_again(world: World, an: Phone) -> None:
    await say(world, an, *DONE, "Đã xong.", "[Bỏ qua]", "[Không kèm tệp]")
    data = next(data for row in an.last.rows for label, data in row if label == "Gửi kết quả")
    await say(world, an, "[Gửi kết quả]")

    words = await press(world, an, data)

    assert words == "NV-26-001: nội dung này đã được gửi, không cần gửi lại."
    assert acts(world) == ["created", "reported"]
