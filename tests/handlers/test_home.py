"""Main screen, help, drafts that wait."""

from __future__ import annotations

from tests.asking import step_at
from tests.catalogues import said
from tests.handlers.acts import IN_TIME, LATE, NIL, ONE, OPEN, SENT, bring_roster
from tests.telegram import Phone
from tests.world import ROSTER, World, say


def main_screen(phone: Phone) -> str:
    """The newest main screen; the reminder of the day may stand below it."""
    return next(message.text for message in reversed(phone.messages) if message.text.startswith("Trợ lý Tổ công tác"))


async def test_the_main_screen_says_what_is_due_in_which_order(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/batdau")

    november = "Báo cáo tháng 11/2026: chưa gửi, còn 04 ngày làm việc (17:00 thứ Sáu, ngày 20/11/2026)."
    december = "Báo cáo tháng 12/2026: chưa gửi, còn 23 ngày làm việc"
    assert november in an.last.text
    assert an.last.text.index(november) < an.last.text.index(december)
    assert an.last.labels == [
        "Gửi báo cáo",
        "Báo cáo đột xuất",
        said("Look up"),
        said("View help"),
        said("Open settings"),
    ]


async def test_on_its_day_a_report_is_due_today_and_after_it_can_still_be_sent(world: World) -> None:
    an = world.phone("AN")

    world.clock.set(IN_TIME)
    await say(world, an, "/batdau")
    assert "chưa gửi, đến hạn hôm nay (17:00 thứ Sáu, ngày 20/11/2026)" in main_screen(an)

    world.clock.set(LATE)
    await say(world, an, "/batdau")
    late = "chưa gửi, đã quá thời hạn (17:00 thứ Sáu, ngày 20/11/2026), còn nhận đến 17:00 thứ Tư"
    assert late in main_screen(an)


async def test_a_report_that_was_sent_stands_on_the_main_screen_with_its_code(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")

    await say(world, an, *SENT, "/batdau")
    await say(world, bich, *NIL, "/batdau")

    assert "Báo cáo tháng 11/2026: đã nhận (BC-2611-001, lúc 08:15 ngày 16/11/2026)." in an.last.text
    assert "đã báo không phát sinh (BC-2611-002" in bich.last.text


async def test_help_names_what_each_may_do_and_where_to_turn_to(world: World) -> None:
    an, chi, lan = (world.phone(code) for code in ("AN", "CHI", "LAN"))

    for phone in (an, chi, lan):
        await say(world, phone, "/trogiup")
        assert "080 00000 (giờ làm việc), 080 00001 (trực ngoài giờ)" in phone.last.text

    assert ["/baocao" in p.last.text for p in (an, chi, lan)] == [True, False, False]
    assert ["/tonghop" in p.last.text for p in (an, chi, lan)] == [False, True, True]
    assert ["/thanhvien" in p.last.text for p in (an, chi, lan)] == [False, True, False]
    assert ["Bản nháp được lưu" in p.last.text for p in (an, chi, lan)] == [True, False, False]
    assert ["chọn Tiếp nhận" in p.last.text for p in (an, chi, lan)] == [False, True, False]
    assert ["chưa có người tiếp nhận sau 02 giờ" in p.last.text for p in (an, chi, lan)] == [False, False, True]


async def test_help_is_also_behind_a_button_and_leads_back(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/start", "[Xem hướng dẫn]", "[Về màn hình chính]")

    assert len(an.messages) == 1
    assert "Trợ lý Tổ công tác" in an.last.text


async def test_start_in_the_middle_of_a_form_keeps_it_and_offers_to_go_on(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE[:3])

    await say(world, an, "/start")
    assert f"Bản nháp tháng 11/2026: đang ở {step_at('legal')} của vướng mắc số 1 (lưu lúc 08:15" in an.last.text

    await say(world, an, "[Viết tiếp tháng 11]")
    assert f"{step_at('legal')} – Đất đai (không bắt buộc)" in an.last.text


async def test_after_start_a_typed_text_is_kept_and_goes_into_no_draft(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE[:2], "/start")
    answers = world.read.conn.execute("SELECT answers FROM drafts").fetchone()[0]

    await say(world, an, ONE[2])

    assert "Nội dung được giữ, chưa gửi đi." in an.last.text
    assert world.read.conn.execute("SELECT answers FROM drafts").fetchone()[0] == answers


async def test_the_screen_above_loses_its_buttons_when_the_next_one_comes(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/baocao", "/batdau", "/trogiup")

    assert [message.rows for message in an.messages[:-1]] == [[], []]
    assert an.last.rows


async def test_what_is_saved_on_leaving_is_taken_up_where_it_was(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *ONE[:3], "[Lưu nháp, thoát]")
    assert "Đã lưu nháp lúc 08:15. Bản nháp được giữ đến hết ngày 25/12/2026 và chưa gửi" in an.last.text

    await say(world, an, "[Tiếp tục bản nháp]", "[‹ Quay lại]")
    assert f"Đã nhập: {ONE[2]}" in an.last.text


async def test_a_draft_survives_any_push_and_waits_a_day(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE[:2])
    await say(world, world.phone("BICH"), *SENT)
    world.clock.set(IN_TIME)

    await say(world, an, *ONE[2:])

    assert an.last.text.startswith("Kiểm tra trước khi gửi – báo cáo tháng 11/2026")


async def test_who_reports_for_two_members_sees_both_named(world: World) -> None:
    both = "AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B\n"
    await bring_roster(world, ROSTER + both)
    an = world.phone("AN")

    await say(world, an, "/batdau")
    assert "Hiệp hội A – Báo cáo tháng 11/2026: chưa gửi" in an.last.text
    assert "Hiệp hội B – Báo cáo tháng 11/2026: chưa gửi" in an.last.text

    await say(world, an, "/baocao")
    assert "tháng 11 – HIEPHOIA" in an.last.labels
    assert "tháng 11 – HIEPHOIB" in an.last.labels


async def test_who_holds_no_duty_any_more_is_told_so_on_the_main_screen(world: World) -> None:
    an = world.phone("AN")
    await bring_roster(world, "\n".join(line for line in ROSTER.splitlines() if not line.startswith("AN,")))

    await say(world, an, "/batdau")

    assert "Hiện chưa ghi nhận nhiệm vụ của Ông" in an.last.text
    assert an.last.labels == [said("View help"), said("Open settings")]
