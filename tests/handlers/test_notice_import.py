"""A notice becomes tasks in the chat: pasted or sent, checked line by line, assigned, told in the morning."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.verbs.notices import ShowLine
from tests import housekeeping
from tests.handlers.importing import (
    ACCEPT,
    ASSIGN,
    CHECK,
    CORRECT,
    DROP,
    FOUR,
    NEXT,
    NONE,
    PASTE,
    READ,
    RECORD,
    THREE,
    at,
    read_at_once,
    tasks,
    told,
    turn,
)
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say

SECOND_OFFICER = "MAI,Đỗ Thị Mai,Chuyên viên,ba,vi,,secretariat,,,\n"


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A running world in which everybody of the cast is linked, and a second officer."""
    monkeypatch.setattr("bot.services.tasks.notice_reading.read_in_child", read_at_once)
    world = World(tmp_path)
    world.import_roster(ROSTER + SECOND_OFFICER)
    for code in ("AN", "BICH", "BINH", "CHI", "LAN", "MAI"):
        world.link(code)
    async with running(world):
        yield world
    world.close()


@pytest.fixture
def chi(desk: World) -> Phone:
    return desk.phone("CHI")


async def test_a_pasted_notice_becomes_tasks_line_by_line(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, FOUR, READ)
    read = chi.last.text
    await say(desk, chi, CHECK)
    first = chi.last.text
    await say(desk, chi, ACCEPT)
    asked = chi.last.text
    await say(desk, chi, "[Chọn 1]", DROP, ACCEPT, "[Chọn 1]", ACCEPT)
    review, nothing_yet = chi.last.text, tasks(desk)
    await say(desk, chi, ASSIGN)

    assert "Đã đọc: Thông báo số 702/TB-VPCP." in read
    assert "Dự kiến 03 nhiệm vụ, 01 chế độ báo cáo định kỳ." in read
    assert "cần cán bộ kiểm tra từng mục trước khi giao" in read
    assert first.startswith('Mục 1/4 – trích nguyên văn (có thể)\n"khẩn trương sửa đổi')
    assert "Chủ trì: Bộ trưởng, Thủ trưởng cơ quan ngang bộ (có thể)" in first
    assert 'Văn bản ghi "hoàn thành trước ngày 01/01/2027".' in asked
    assert "1. Hết thứ Năm, ngày 31/12/2026 (mặc định)" in asked
    assert nothing_yet == []
    assert "Giao 02 nhiệm vụ từ Thông báo số 702/TB-VPCP? Bỏ 01 mục, tạo 01 chế độ báo cáo định kỳ." in review
    assert "Người nhận tin: 03 đầu mối. Tin gửi lúc 08:30" in review
    assert "Đã giao nhiệm vụ từ Thông báo số 702/TB-VPCP: NV-26-001, NV-26-002, NV-26-003." in chi.last.text
    assert tasks(desk, "title, deadline_kind, deadline, recurrence, outside, basis")[2] == (
        "Tổng hợp vướng mắc định kỳ hằng quý, gửi Cơ quan thường trực",
        "recurring",
        "",
        "quarterly",
        "[]",
        "Thông báo số 702/TB-VPCP ngày 02/11/2026",
    )
    assert tasks(desk)[3:] == [
        ("NV-26-004", "Tổng hợp vướng mắc định kỳ hằng quý, gửi Cơ quan thường trực (quý IV/2026)")
    ]
    assert desk.count("task_events", "kind = 'created'") == 4
    assert desk.count("notice_imports", "ended_at IS NOT NULL") == 1


async def test_several_messages_of_one_paste_are_one_text(desk: World, chi: Phone) -> None:
    middle = FOUR.index("Thứ hai")
    await say(desk, chi, *PASTE, FOUR[:middle], FOUR[middle:])
    pasted = chi.last.text
    await say(desk, chi, READ)

    assert "02 tin" in pasted
    assert "Dự kiến 03 nhiệm vụ, 01 chế độ báo cáo định kỳ." in chi.last.text


async def test_an_edited_message_changes_what_was_pasted(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE)
    number = chi.telegram.number() + 1
    await say(desk, chi, FOUR)
    chi.edit(number, THREE)
    await desk.settle()
    await say(desk, chi, READ)

    assert "Đã đọc: Thông báo số 5/TB-VPCP" in chi.last.text


async def test_what_was_pasted_can_be_thrown_away(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, FOUR, "[Dán lại từ đầu]")
    emptied = chi.last.text
    await say(desk, chi, THREE, READ)

    assert emptied.startswith("Mời dán nội dung văn bản")
    assert "Đã đọc: Thông báo số 5/TB-VPCP" in chi.last.text


async def test_words_that_look_like_commands_and_buttons_are_text(desk: World, chi: Phone) -> None:
    imitating = (
        f"/giaonhiemvu {'x' * 100}\n[Giao nhiệm vụ]\n{THREE}4. Bộ Tư pháp rà soát <b>mẫu</b> /batdau in:1:2 ngay."
    )
    await say(desk, chi, *PASTE, imitating, READ, CHECK, NEXT, NEXT, NEXT)

    assert tasks(desk) == []
    assert "<b>mẫu</b> /batdau in:1:2 ngay" in chi.last.text


async def test_what_leads_away_ends_the_pasting(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, FOUR, "/batdau", "Xin chào")

    assert "chưa xác định được yêu cầu" in chi.last.text.casefold() or "Chưa rõ" in chi.last.text
    await say(desk, chi, *PASTE)
    assert "01 tin" in chi.last.text


async def test_people_are_told_once_in_the_morning_of_all_that_is_theirs(desk: World, chi: Phone) -> None:
    await turn(desk, at(20, 10))  # a Friday
    await say(desk, chi, *PASTE, THREE, READ, CHECK, ACCEPT, ACCEPT, ACCEPT, ASSIGN)
    before = [told(desk.phone(code)) for code in ("AN", "BICH", "BINH")]
    await turn(desk, at(23, 8, 29))
    still = told(desk.phone("AN"))
    await turn(desk, at(23, 8, 30))
    an, bich = told(desk.phone("AN")), told(desk.phone("BICH"))

    assert "Tin gửi lúc 08:30 thứ Hai, ngày 23/11/2026." in chi.last.text
    assert (before, still) == ([[], [], []], [])
    assert [len(an), len(bich), len(told(desk.phone("BINH")))] == [1, 1, 1]
    assert "giao 02 nhiệm vụ theo Thông báo số 5/TB-VPCP ngày 02/11/2026" in an[0]
    assert all(code in said[0] for said in (an, bich) for code in ("NV-26-001", "NV-26-003"))
    assert "NV-26-002" not in an[0]
    assert desk.phone("AN").last.labels[0] == "Xem NV-26-001"


async def test_before_the_hour_of_a_working_day_it_is_told_that_day(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, THREE, READ, CHECK, ACCEPT, "[Xem lại, giao]", ASSIGN)
    early = told(desk.phone("AN"))
    await turn(desk, at(16, 8, 30))

    assert early == []
    assert len(told(desk.phone("AN"))) == 1
    assert "Còn 02 mục chưa kiểm tra, không được giao." in chi.last.text


async def test_nobody_is_told_of_what_was_cancelled_before_the_hour(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, THREE, READ, CHECK, ACCEPT, "[Xem lại, giao]", ASSIGN)
    desk.write_now(
        lambda db: db.conn.execute(
            """INSERT INTO task_events (task, kind, at, actor, detail)
               VALUES (1, 'cancelled', '2026-11-16T01:20:00.000000Z', 'test', '{}')"""
        )
    )
    await turn(desk, at(16, 8, 30))

    assert told(desk.phone("AN")) == []


async def test_a_line_is_corrected_by_names_and_by_days_in_words(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, FOUR, READ, CHECK, CORRECT)
    which = chi.last.labels
    await say(desk, chi, "[Sửa chủ trì]", "hiep hoi a; Bộ KHĐT; Ban chỉ đạo tỉnh")
    named = chi.last.text
    await say(desk, chi, "[Sửa tiếp]", "[Sửa phối hợp]", "Hiệp hội B; Sở Tư pháp", "[Sửa tiếp]", "[Đổi thời hạn]")
    await say(desk, chi, "trước ngày 15/12", "[Sửa tiếp]", "[Sửa chỉ tiêu]", "1.146 quy định", "[Sửa tiếp]")
    await say(desk, chi, "[Sửa nội dung]", "Sửa đổi văn bản", RECORD)
    corrected = chi.last.text
    await say(desk, chi, ACCEPT, "[Xem lại, giao]", ASSIGN)

    assert which[:5] == ["Sửa nội dung", "Sửa chủ trì", "Sửa phối hợp", "Đổi thời hạn", "Sửa chỉ tiêu"]
    assert "Không có đầu mối trong danh sách, giữ theo tên: Bộ Tài chính; Ban chỉ đạo tỉnh." in named
    assert "Đã sửa mục, chưa nhận." in corrected
    assert "Thời hạn: trước ngày 15/12/2026, tính đến hết thứ Hai, ngày 14/12/2026" in corrected
    assert tasks(desk, "title, deadline_kind, deadline, target, unit, outside, note") == [
        (
            "Sửa đổi văn bản",
            "before_day",
            "15/12/2026",
            1146,
            "quy định",
            '["Bộ Tài chính", "Ban chỉ đạo tỉnh"]',
            "Phối hợp theo văn bản: Sở Tư pháp.",
        )
    ]
    assert desk.count("task_seats", "part = 'lead'") == 1
    assert desk.count("task_seats", "part = 'coord'") == 1


async def test_a_group_is_turned_into_the_seats_of_a_body(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, FOUR, READ, CHECK, CORRECT, "[Sửa chủ trì]", "[Chọn 1]", RECORD, ACCEPT, "[Chọn 1]")
    await say(desk, chi, "[Xem lại, giao]", ASSIGN)

    assert tasks(desk, "outside") == [("[]",)]
    assert desk.count("task_seats", "part = 'lead'") == 2


async def test_another_day_is_entered_where_the_deadline_is_open(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, FOUR, READ, CHECK, ACCEPT, "[Chọn 3]", "30/02/2027")
    refused = chi.last.text
    await say(desk, chi, "21/11", RECORD, ACCEPT, "[Xem lại, giao]", ASSIGN)

    assert "30/02/2027" in refused
    assert tasks(desk, "deadline_kind, deadline") == [("day", "21/11/2026")]


async def test_a_day_off_is_shown_with_the_day_that_counts(desk: World, chi: Phone) -> None:
    text = THREE.replace("20/12/2026", "21/11/2026")  # a Saturday
    await say(desk, chi, *PASTE, text, READ, CHECK, NEXT)

    assert "ngày cuối thứ Bảy, ngày 21/11/2026 là ngày nghỉ, tính đến hết thứ Hai, ngày 23/11/2026" in chi.last.text


async def test_a_deadline_that_has_passed_is_pointed_out(desk: World, chi: Phone) -> None:
    desk.clock.set(at(28, 9, month=12))
    await say(desk, chi, *PASTE, THREE, READ, CHECK)

    assert "Thời hạn này đã qua" in chi.last.text


async def test_a_button_of_an_earlier_state_accepts_nothing(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, THREE, READ, CHECK)
    old = next(data for row in chi.last.rows for label, data in row if label == "Nhận mục này")
    await say(desk, chi, CORRECT, "[Sửa nội dung]", "Việc khác hẳn", RECORD)
    chi.press(old)
    await desk.settle()

    assert "Mục này đã thay đổi sau khi màn hình hiện ra" in chi.last.text
    assert desk.count("notice_lines", "decision = 'accepted'") == 0


async def test_what_the_review_did_not_show_is_not_assigned(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, THREE, READ, CHECK, ACCEPT, "[Xem lại, giao]")
    old = next(data for row in chi.last.rows for label, data in row if label == "Giao nhiệm vụ")
    await say(desk, chi, "[Kiểm tra từng mục]", ACCEPT)
    chi.press(old)
    await desk.settle()

    assert "chưa giao nhiệm vụ nào. Đề nghị xem lại." in chi.last.text
    assert tasks(desk) == []


async def test_a_second_press_assigns_nothing_twice(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, THREE, READ, CHECK, ACCEPT, ACCEPT, ACCEPT)
    assign = chi.tap("Giao nhiệm vụ")
    chi.press(assign)
    await desk.settle()

    assert len(tasks(desk)) == 4  # three lines, and the first month of the third


async def test_a_line_that_fails_is_named_and_does_not_stop_the_others(
    desk: World, chi: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(desk, chi, *PASTE, THREE, READ, CHECK, ACCEPT, ACCEPT, ACCEPT)
    desk.write_now(lambda db: db.conn.execute("UPDATE seats SET valid_to = '2026-11-01' WHERE code = 'HIEPHOIB'"))
    await say(desk, chi, ASSIGN)
    await say(desk, chi, "/nhapthongbao")
    again = chi.last.text

    assert tasks(desk) == [("NV-26-001", "Báo cáo kết quả thực hiện chậm nhất ngày 20/12/2026")]
    failed = next(message.text for message in chi.messages if "chưa giao được" in message.text)
    assert "Mục 1 chưa giao được: cơ quan chủ trì đã nêu không còn đầu mối." in failed
    assert "Mục 3 chưa giao được" in failed
    assert "Thông báo số 5/TB-VPCP" in again


async def test_a_basis_that_was_not_found_is_asked_for_before_anything_is_assigned(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, "Giao Bộ Tư pháp rà soát thủ tục hành chính trước ngày 15/12/2026.", READ)
    read = chi.last.text
    await say(desk, chi, CHECK, ACCEPT, "[Chọn 1]")
    unnamed = list(chi.last.labels)
    await say(desk, chi, "[Sửa căn cứ]", "Thông báo số 9/TB-VPCP ngày 01/11/2026", RECORD, ASSIGN)

    assert "Không đọc được số của văn bản." in read
    assert "Giao nhiệm vụ" not in unnamed
    assert tasks(desk, "basis") == [("Thông báo số 9/TB-VPCP ngày 01/11/2026",)]


async def test_a_notice_without_tasks_imports_nothing(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, NONE, READ)

    assert "Không tìm thấy câu giao nhiệm vụ" in chi.last.text
    assert desk.count("notice_imports") == 0


async def test_an_import_goes_on_after_a_restart_and_colleagues_see_it(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, THREE, READ, CHECK, ACCEPT, "[Xem lại, giao]", "[Lưu nháp, thoát]")
    left = chi.last.text
    mai = desk.phone("MAI")
    await say(desk, mai, "/batdau", "[Nhập từ văn bản]")
    seen = mai.last.text
    mai.press(ShowLine(1).data)
    await desk.settle()
    await say(desk, chi, "/nhapthongbao", "[Nhập tiếp số 1]")

    assert "Việc nhập Thông báo số 5/TB-VPCP được lưu đến" in left
    assert "Số 1: Thông báo số 5/TB-VPCP, Phạm Thu Chi nhập từ" in seen
    assert "còn 02 mục chưa kiểm tra" in seen
    assert "Nhập tiếp số 1" not in mai.messages[0].labels
    assert "Phạm Thu Chi đang nhập văn bản này từ" in mai.last.text
    assert chi.last.text.startswith("Mục 2/3")


async def test_the_same_notice_is_said_to_be_imported_and_only_what_is_missing_is_open(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, THREE, READ, CHECK, ACCEPT, DROP, DROP, ASSIGN)
    mai = desk.phone("MAI")
    await say(desk, mai, *PASTE, THREE, READ)
    duplicate = mai.last.text
    await say(desk, mai, "[Xem đã nhập]")
    before = mai.last.text
    await say(desk, mai, "[Nhập bổ sung]")
    read = mai.last.text
    await say(desk, mai, CHECK, ACCEPT, DROP, ASSIGN)

    assert "đã được nhập ngày 16/11/2026 (01 nhiệm vụ)" in duplicate
    assert "NV-26-001: Rà soát 342 phản ánh, kiến nghị" in before
    assert "Bỏ qua 01 mục đã được giao trước đây." in read
    assert [code for code, _ in tasks(desk)] == ["NV-26-001", "NV-26-002"]


async def test_a_notice_that_a_colleague_is_importing_is_said_to_be(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, THREE, READ)
    mai = desk.phone("MAI")
    await say(desk, mai, *PASTE, THREE.replace("1. ", "1.  "), READ)

    assert "đang được Phạm Thu Chi nhập từ" in mai.last.text


async def test_the_same_text_once_more_leads_to_the_import_that_is_under_way(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, THREE, READ, CHECK, ACCEPT, *PASTE, THREE, READ, CHECK)

    assert desk.count("notice_imports") == 1
    assert chi.last.text.startswith("Mục 2/3")


async def test_an_import_is_given_up_after_a_question(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, THREE, READ, "[Hủy nhập]", "[Hủy nhập]")
    ended = chi.last.text
    await say(desk, chi, "/nhapthongbao")

    assert "Đã hủy nhập Thông báo số 5/TB-VPCP" in ended
    assert "Thông báo số 5" not in chi.last.text


async def test_the_words_of_a_notice_go_after_35_days(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, THREE, READ, CHECK, ACCEPT, DROP, DROP, ASSIGN)
    await say(desk, chi, *PASTE, FOUR, READ)
    desk.clock.set(at(20, 9, month=12))
    await desk.writer.write(lambda db: housekeeping.clean_up(desk.unit(db)))
    kept = desk.count("notice_lines", "passage <> ''")
    desk.clock.set(at(22, 9, month=12))
    await desk.writer.write(lambda db: housekeeping.clean_up(desk.unit(db)))

    assert kept == 7
    assert desk.count("notice_lines", "passage <> '' OR chosen LIKE '%phản ánh%'") == 0
    assert desk.count("notice_imports", "ended_at IS NULL OR basis <> '' OR name <> ''") == 0
    await say(desk, chi, *PASTE, THREE, READ)
    assert "đã được nhập ngày 16/11/2026 (01 nhiệm vụ)" in chi.last.text


async def test_it_is_all_said_in_english_too(desk: World, chi: Phone) -> None:
    desk.write_now(lambda db: db.conn.execute("UPDATE persons SET language = 'en', language_chosen = 1"))
    await say(desk, chi, "/notice", "[Paste content]", FOUR, "[Read document]", "[Check line by line]")
    line = chi.last.text
    await say(desk, chi, "[Accept this line]", "[Choose 1]", "[View list]", "[To the review]", "[Assign tasks]")

    assert line.startswith("Line 1/4 – quoted as it stands (likely)")
    assert "Deadline: hoàn thành trước ngày 01/01/2027" in line
    assert "Assigned from Notice No. 702/TB-VPCP: NV-26-001." in chi.last.text
