"""Several leads, agencies without a seat, and what is typed in answer to a message about a task."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.courses import Lead, Stage
from bot.domain.task_forms import TaskForm
from bot.domain.tasks import Part
from bot.domain.verbs.task_work import OpenTaskForm, ReceiveTask, SendTaskFiles, ShowCourse, ShowTaskWay
from bot.services.tasks import deciding
from tests.catalogues import out_of_date
from tests.contents import docx
from tests.handlers.acts import bring_roster, press
from tests.handlers.handled import decide, turn_by
from tests.handlers.keeping import no_network
from tests.handlers.test_free_text import answers
from tests.handlers.worked import OUTSIDE, acts, assign, assign_and_tell, course, events, seat, stored
from tests.world import ROSTER, World, say

SENT = ("[Không kèm tệp]", "[Gửi kết quả]")
PAGE = ("/tracuu NV-26-001",)
OTHER = "Ủy ban nhân dân tỉnh Lào Cai"
ALSO_A = "BICH,Trần Thị Bích,Phó Chủ tịch,,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A\n"


async def test_with_several_leads_the_page_says_how_many_are_done_and_where_each_stands(world: World) -> None:
    await assign(world, "HIEPHOIA", "HIEPHOIB", outside=tuple(f"Tỉnh {n}" for n in range(1, 6)))
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *PAGE, "[Xác nhận đã nhận]")

    await say(world, chi, *PAGE)

    shown = chi.last.text.splitlines()
    start = shown.index("Số cơ quan chủ trì: 07, đã nhận 01, đã hoàn thành 00.")
    assert shown[start + 1 : start + 7] == [
        "• Hiệp hội A: đã nhận",
        "• Hiệp hội B: mới giao",
        "• Tỉnh 1: mới giao",
        "• Tỉnh 2: mới giao",
        "• Tỉnh 3: mới giao",
        "• và 02 cơ quan chủ trì khác",
    ]
    assert "Tiến độ của Hiệp hội A: đã nhận" in an.last.text
    await say(world, chi, "[Chọn cơ quan chủ trì]", "[Xem trang sau]", "[Chọn 7]")
    assert "Tiến độ của Tỉnh 5: mới giao" in chi.last.text
    assert "Nội dung nhập ở đây được ghi nhận thay cho Tỉnh 5." in chi.last.text


async def test_what_is_done_by_one_lead_is_done_in_its_own_list_whatever_the_others_do(world: World) -> None:
    await assign(world, "HIEPHOIA", "HIEPHOIB")
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, *PAGE, "[Báo hoàn thành]", "Đã xong.", "[Bỏ qua]", "[Không kèm tệp]", "[Gửi kết quả]")
    newest = course(world).newest
    await decide(world, deciding.confirm, stored(world).id, Lead(seat(world, "HIEPHOIA")), newest)
    await turn_by(world, timedelta(minutes=1))

    await say(world, an, "/nhiemvu")
    nothing = an.last.text
    await say(world, an, "[Xem việc đã xong]")
    await say(world, bich, "/nhiemvu")

    assert nothing.startswith("Hiện Ông không có nhiệm vụ đang thực hiện.")
    assert "NV-26-001 – chủ trì, đã hoàn thành đúng hạn, 16/11/2026" in an.last.text
    assert "NV-26-001 – chủ trì, còn 06 ngày làm việc" in bich.last.text


async def test_whoever_has_two_seats_that_lead_chooses_which(world: World) -> None:
    await bring_roster(world, ROSTER + ALSO_A)
    await assign(world, "HIEPHOIA", "HIEPHOIB")
    bich = world.phone("BICH")

    await say(world, bich, *PAGE)
    page = bich.last.labels
    await press(world, bich, ReceiveTask(stored(world).id, 0, 0).data)
    asked = bich.last.text
    await say(world, bich, "[Chọn 2]", "[Xác nhận đã nhận]")

    assert "Xác nhận đã nhận" not in page
    assert "Chọn cơ quan chủ trì" in page
    assert asked.splitlines()[1:] == ["1. Hiệp hội A: mới giao", "2. Hiệp hội B: mới giao"]
    assert [each.stage for each in stored(world).courses] == [Stage.NEW, Stage.RECEIVED]


@pytest.mark.parametrize("who", ["CHI", "BICH"])
async def test_the_desk_or_who_watches_works_in_the_name_of_an_agency_without_a_seat(world: World, who: str) -> None:
    watching = {Part.WATCHING: (seat(world, "HIEPHOIB"),)}
    await assign(world, seats=watching, outside=(OUTSIDE, OTHER))
    phone, an = world.phone(who), world.phone("AN")

    await say(world, phone, *PAGE, "[Chọn cơ quan chủ trì]", "[Chọn 2]", "[Cập nhật tiến độ]")
    asked = phone.last.text
    await say(world, phone, "60% đã có dự thảo")
    done = phone.last.text
    await say(
        world, phone, "[Báo hoàn thành]", "Đã ban hành.", "12/QĐ-UBND", "hôm qua", "[Không kèm tệp]", "[Gửi kết quả]"
    )

    assert f"Ghi nhận thay cho {OTHER}." in asked
    assert f"Tiến độ của {OTHER}: đang thực hiện, 60%" in done
    assert [each.stage for each in stored(world).courses] == [Stage.NEW, Stage.WAITING]
    assert all(event.detail["in_name"] is True for event in events(world)[1:])
    for verb in (ShowCourse(1, 0, 2), ReceiveTask(1, 0, 1), OpenTaskForm(1, TaskForm.RESULT, 0, 1)):
        assert out_of_date() in await press(world, an, verb.data)


async def test_the_desk_has_no_course_of_a_seat(world: World) -> None:
    await assign(world, "HIEPHOIA")
    chi, lan = world.phone("CHI"), world.phone("LAN")
    a = seat(world, "HIEPHOIA")

    for phone in (chi, lan):
        await say(world, phone, *PAGE)
        assert not {"Xác nhận đã nhận", "Cập nhật tiến độ", "Báo hoàn thành", "Gửi câu hỏi"} & set(phone.last.labels)
        assert out_of_date() in await press(world, phone, ReceiveTask(1, a, 0).data)
        assert out_of_date() in await press(world, phone, OpenTaskForm(1, TaskForm.QUESTION, a, 0).data)
    assert acts(world) == ["created"]


async def test_whose_seat_has_ended_has_no_act_any_more(world: World) -> None:
    await assign(world, "HIEPHOIA")
    an = world.phone("AN")
    await say(world, an, *PAGE, "[Báo hoàn thành]", "Đã ban hành danh mục.")
    a = seat(world, "HIEPHOIA")
    await world.writer.write(
        lambda db: db.conn.execute("UPDATE duties SET valid_to = '2026-11-16' WHERE seat = ?", [a])
    )

    await say(world, an, "[Bỏ qua]")
    refused = an.last.text
    said = [await press(world, an, verb.data) for verb in (ReceiveTask(1, a, 0), ShowCourse(1, a, 0))]

    assert acts(world) == ["created"]
    assert "Chức năng này dành cho người đại diện thành viên" in refused or refused
    assert all("người đại diện" in (words or an.last.text) for words in said)


async def test_a_figure_typed_in_answer_to_a_message_about_a_task_is_offered_to_be_recorded(world: World) -> None:
    await assign(world, "HIEPHOIA")
    an = world.phone("AN")
    await say(world, an, *PAGE)
    page = an.last.id

    answers(an, page, "80% đang chờ ý kiến Bộ Tư pháp")
    await world.settle()
    offered = an.last.text
    await say(world, an, "[Ghi nhận tiến độ]")

    assert "Tiến độ: 80%" in offered
    assert "đang chờ ý kiến Bộ Tư pháp" in offered
    assert an.last.text.startswith("Đã cập nhật NV-26-001: 80%")
    assert acts(world) == ["created", "progressed"]


async def test_other_words_in_answer_are_kept_and_offered_for_a_question(world: World) -> None:
    await assign(world, "HIEPHOIA")
    an = world.phone("AN")
    await say(world, an, *PAGE)

    answers(an, an.last.id, "Có cần lấy ý kiến của các địa phương trước khi trình không?")
    await world.settle()
    kept = an.last.text
    await say(world, an, "[Gửi câu hỏi]", "[Dùng làm câu trả lời]", "[Gửi câu hỏi]")

    assert "NV-26-001" in kept
    assert acts(world) == ["created", "asked"]


async def test_tasks_are_listed_by_the_document_that_assigns_them(world: World) -> None:
    await assign(world, "HIEPHOIA")
    await assign(world, "HIEPHOIA", basis="Nghị quyết số 66/NQ-CP")
    await assign(world, "HIEPHOIA", basis="Nghị quyết số 66/NQ-CP")
    an = world.phone("AN")

    await say(world, an, "/nhiemvu", "[Chọn danh sách]", "[Theo văn bản (02)]")
    bases = an.last.text.splitlines()
    await say(world, an, "[Chọn 1]")
    listed = an.last.text
    await say(world, an, "[Xem NV-26-003]", "[‹ Về danh sách]")

    assert bases[1:] == ["1. Nghị quyết số 66/NQ-CP: 02", "2. Thông báo số 437/TB-VPCP: 01"]
    assert listed.startswith("Nhiệm vụ đang thực hiện theo Nghị quyết số 66/NQ-CP (1–2/2)")
    assert "NV-26-001" not in listed
    assert an.last.text == listed


async def test_what_nobody_follows_any_more_is_marked_among_what_is_done(world: World) -> None:
    await assign(world, "HIEPHOIA")
    an, chi = world.phone("AN"), world.phone("CHI")
    await decide(world, deciding.cancel, stored(world).id, "Không còn phù hợp.")
    await turn_by(world, timedelta(minutes=1))

    for phone in (an, chi):
        await say(world, phone, "/nhiemvu", "[Xem việc đã xong]")
        assert any("NV-26-001" in m.text and "dừng theo dõi – Rà soát" in m.text for m in phone.messages)


async def test_files_and_history_are_shown_to_nobody_who_takes_no_part(world: World) -> None:
    await assign(world, "HIEPHOIA", seats={Part.LEAD: (seat(world, "HIEPHOIA"),)})
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, *PAGE, "[Báo hoàn thành]", "Đã xong.", "[Bỏ qua]")
    an.send_document("ket-qua.pdf")
    await world.settle()
    await say(world, an, "[Gửi tệp xong]", "[Gửi kết quả]")
    a, event = seat(world, "HIEPHOIA"), events(world)[-1].id

    for verb in (SendTaskFiles(1, event), ShowTaskWay(1, a, 0, 0), ShowCourse(1, a, 0)):
        assert out_of_date() in await press(world, bich, verb.data)
    assert not any(message.stored for message in bich.messages)


async def test_a_file_that_cannot_be_kept_is_said_to_its_lead(world: World) -> None:
    await assign(world, "HIEPHOIA")
    an = world.phone("AN")
    await say(world, an, *PAGE, "[Báo hoàn thành]", "Đã xong.", "[Bỏ qua]")
    no_network(world)
    an.send_file("cham.docx", docx(word__vbaProject_bin=b"x"), mime_type=None)
    await world.settle()
    await say(world, an, "[Gửi tệp xong]", "[Gửi kết quả]")

    await turn_by(world, timedelta(minutes=10))

    assert any(m.text.startswith("Tệp cham.docx kèm kết quả NV-26-001 không lưu được") for m in an.messages)


async def test_who_reads_english_reads_every_screen_of_it(world: World) -> None:
    await assign(world, "HIEPHOIA")
    an = world.phone("AN")
    await world.writer.write(lambda db: db.conn.execute("UPDATE persons SET language = 'en' WHERE code = 'AN'"))

    await say(world, an, "/search NV-26-001", "[Update progress]")
    asked = an.last.text
    await say(world, an, "70% waiting", "[Undo]", "[Change the deadline]", "[2 December (+7)]")
    reason = an.last.text

    assert asked.startswith("NV-26-001 – progress at present?")
    assert "Please give the reason for moving the deadline" in reason


async def test_a_question_of_who_watches_stands_on_the_page_of_the_agency(world: World) -> None:
    await assign(world, seats={Part.WATCHING: (seat(world, "HIEPHOIB"),)}, outside=(OUTSIDE,))
    bich = world.phone("BICH")

    await say(world, bich, *PAGE, "[Gửi câu hỏi]", "Tỉnh đã nhận văn bản chưa?", "[Gửi câu hỏi]", *PAGE)

    assert "Câu hỏi (Trần Thị Bích, 08:15 ngày 16/11/2026): Tỉnh đã nhận văn bản chưa?" in bich.last.text


async def test_a_new_task_is_received_from_its_notice(world: World) -> None:
    await assign_and_tell(world, "HIEPHOIA")
    an, bich = world.phone("AN"), world.phone("BICH")

    assert an.last.labels == ["Xác nhận đã nhận", "Xem chi tiết", "Nêu ý kiến"]
    assert bich.last.labels == ["Xem chi tiết", "Nêu ý kiến"]
    await say(world, an, "[Xác nhận đã nhận]")
    await say(world, bich, "[Nêu ý kiến]", "Đề nghị bổ sung mẫu báo cáo.", "[Gửi câu hỏi]")

    assert acts(world) == ["created", "received", "asked"]
