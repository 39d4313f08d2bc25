"""Writing and sending a report, on the real program."""

from __future__ import annotations

from bot.domain.periods import Period
from bot.domain.verbs.reporting import OpenNilReport
from tests.catalogues import out_of_date, said
from tests.handlers.acts import (
    CLOSED,
    CONTENT,
    IN_TIME,
    JANUARY_TOO,
    LATE,
    NIL,
    ONE,
    OPEN,
    PROPOSAL,
    SENT,
    TO_REVIEW,
    press,
)
from tests.handlers.difficulties import SECOND, difficulties, items_of_the_draft
from tests.world import World, say, toast


async def test_a_member_files_a_difficulty_and_gets_the_code_under_which_it_is_stored(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT)

    assert said("<b>Report {report} has been received</b>", report="BC-2611-001") in an.last.text
    assert "VM-2611-001" in an.last.text
    assert difficulties(world) == [("dat_dai", "", CONTENT, "", PROPOSAL)]


async def test_the_receipt_says_when_in_time_and_for_whom_and_stays(world: World) -> None:
    an = world.phone("AN")
    world.clock.set(IN_TIME)

    await say(world, an, *SENT)
    receipt = an.last.text
    await say(world, an, "/batdau")

    assert "Thời điểm nhận: 16:59 thứ Sáu, ngày 20/11/2026 (đúng hạn)." in receipt
    assert (
        said("Period: {period}. Member: {organisation}.", period="tháng 11/2026", organisation="Hiệp hội A") in receipt
    )
    assert receipt in [message.text for message in an.messages]


async def test_two_difficulties_are_stored_in_one_report_with_two_codes(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *ONE, "[Thêm vướng mắc]", *SECOND, "[Gửi báo cáo]")

    assert "02 vướng mắc (VM-2611-001, VM-2611-002)" in an.last.text
    assert [row[0] for row in difficulties(world)] == ["dat_dai", "dau_tu"]
    assert difficulties(world)[1][3] == "Điều 5"


async def test_of_two_open_periods_the_oldest_is_offered_first_and_the_filed_one_no_more(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/baocao")
    assert an.last.labels[:2] == ["Báo cáo tháng 11", "Báo cáo tháng 12"]

    await say(world, an, *NIL, "/baocao")
    assert an.last.labels[0] == "Báo cáo tháng 12"
    assert "Báo cáo tháng 11" not in an.last.labels
    assert "Báo cáo tháng 11/2026: đã nhận lúc 08:15 ngày 16/11/2026, mã BC-2611-001." in an.last.text


async def test_every_screen_of_a_form_names_its_period(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao", "[Báo cáo tháng 12]", "[Khai vướng mắc]")

    for act in ONE:
        if "bước" in an.last.text:
            assert "Báo cáo tháng 12/2026" in an.last.text
        await say(world, an, act)

    assert "báo cáo tháng 12/2026" in an.last.text


async def test_nothing_new_is_a_report_of_its_own(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *NIL)

    assert said("<b>Report {report} has been received</b>", report="BC-2611-001") in an.last.text
    assert "không phát sinh vướng mắc, tháng 11/2026" in an.last.text
    assert world.count("reports", "nil = 1") == 1


async def test_looking_round_a_draft_in_every_direction_keeps_what_was_entered(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE, "[Lưu nháp, thoát]")
    items = items_of_the_draft(world)

    await say(world, an, "[Tiếp tục bản nháp]", "[Sửa mục 1]", "[Sửa lĩnh vực]", "[‹ Quay lại]")
    await say(world, an, "[Xóa mục 1]", "[Giữ mục 1]", "[‹ Quay lại]", "[Thêm vướng mắc]", "[‹ Quay lại]")

    assert "Kiểm tra trước khi gửi" in an.last.text
    assert items_of_the_draft(world) == items


async def test_whoever_says_nothing_new_beside_a_draft_is_told_that_it_is_kept_and_keeps_it(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, "[Đất đai]", "[‹ Quay lại]", "[‹ Quay lại]", "[Báo không phát sinh]")
    assert "Bản nháp đang có 01 vướng mắc chưa gửi" in an.last.text
    assert "nội dung này không được gửi đi và vẫn được giữ trong bản nháp" in an.last.text

    send = an.tap("Gửi báo cáo")
    await world.settle()
    assert "không phát sinh vướng mắc, tháng 11/2026" in an.last.text
    assert world.count("reports", "nil = 1") == 1
    assert world.count("difficulties") == 0
    assert items_of_the_draft(world) == [{"field": "dat_dai"}]

    await press(world, an, send)
    assert "mã BC-2611-001" in "".join(message.text for message in an.messages[-2:])
    assert world.count("reports") == 1


async def test_one_seat_reports_once_for_a_period_and_the_second_sender_gets_the_code_there_is(world: World) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, binh, *OPEN)
    await say(world, bich, *OPEN)
    await say(world, binh, *ONE)
    await say(world, bich, *ONE, "[Gửi báo cáo]")

    await say(world, binh, "[Gửi báo cáo]")

    assert "Báo cáo tháng 11/2026 của Hiệp hội B đã được nhận lúc 08:15 ngày 16/11/2026" in binh.last.text
    assert "mã BC-2611-001, người gửi: Trần Thị Bích. Không cần gửi lại." in binh.last.text
    assert world.count("reports") == 1
    assert items_of_the_draft(world)[0]["content"] == CONTENT


async def test_two_colleagues_who_send_at_the_same_moment_file_one_report(world: World) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    for act in (OPEN, ONE):
        await say(world, bich, *act)
        await say(world, binh, *act)

    bich.tap("Gửi báo cáo")
    binh.tap("Gửi báo cáo")
    await world.settle()

    assert world.count("reports") == 1
    assert sorted("Đã nhận báo cáo" in phone.last.text for phone in (bich, binh)) == [False, True]


async def test_opening_a_period_that_a_colleague_has_filed_shows_the_code(world: World) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, binh, "/baocao")
    await say(world, bich, *SENT)

    await say(world, binh, "[Báo cáo tháng 11]")

    assert "mã BC-2611-001" in binh.last.text


async def test_a_report_between_deadline_and_close_is_taken_as_late(world: World) -> None:
    an = world.phone("AN")
    world.clock.set(LATE)

    await say(world, an, *OPEN)
    await say(world, an, *ONE)
    assert "Báo cáo vẫn gửi được đến 17:00 thứ Tư, ngày 25/11/2026 và được ghi nhận là gửi quá hạn" in an.last.text
    await say(world, an, "[Gửi báo cáo]")

    assert "Thời điểm nhận: 09:00 thứ Hai, ngày 23/11/2026 (quá hạn)." in an.last.text
    assert "tháng 11/2026, quá hạn" in world.phone("CHI").last.text


async def test_a_draft_whose_period_has_closed_moves_into_the_next_with_everything_in_it(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *TO_REVIEW)
    world.clock.set(CLOSED)

    await say(world, an, "[Gửi báo cáo]")
    assert "Kỳ báo cáo tháng 11/2026 đã đóng lúc 17:00 thứ Tư, ngày 25/11/2026" in an.last.text
    assert world.count("reports") == 0

    await say(world, an, "[Đưa vào tháng 12]")
    assert CONTENT in an.last.text
    await say(world, an, "[Gửi báo cáo]")
    assert said("<b>Report {report} has been received</b>", report="BC-2612-001") in an.last.text
    assert difficulties(world) == [("dat_dai", "", CONTENT, "", PROPOSAL)]


async def test_a_draft_that_was_to_say_nothing_new_moves_to_what_it_holds(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *TO_REVIEW, "[Lưu nháp, thoát]")
    seat = world.read.conn.execute("SELECT seat FROM drafts").fetchone()[0]
    an.press(OpenNilReport(seat, Period(2026, 11)).data)
    await world.settle()
    world.clock.set(CLOSED)

    await say(world, an, "[Gửi báo cáo]", "[Đưa vào tháng 12]")

    assert "Kiểm tra trước khi gửi" in an.last.text
    assert CONTENT in an.last.text
    assert world.count("reports") == 0


async def test_the_button_that_moved_a_draft_moves_it_no_further(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *TO_REVIEW)
    world.clock.set(CLOSED)
    await say(world, an, "[Gửi báo cáo]")
    move = an.tap("Đưa vào tháng 12")
    await world.settle()
    world.clock.set(JANUARY_TOO)

    assert out_of_date() in await press(world, an, move)
    assert world.count("drafts", "subject = '2026-12'") == 1


async def test_a_closed_period_is_not_offered_any_more(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao")
    world.clock.set(CLOSED)

    await say(world, an, "[Báo cáo tháng 11]")
    assert out_of_date() in await toast(an)

    await say(world, an, "/baocao")
    assert [label for label in an.last.labels if label.startswith("Báo cáo tháng")] == ["Báo cáo tháng 12"]


async def test_send_pressed_again_days_later_names_the_code(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *TO_REVIEW)
    data = an.tap("Gửi báo cáo")
    await world.settle()
    world.clock.set(LATE)

    assert "mã BC-2611-001" in await press(world, an, data)
    assert world.count("reports") == 1


async def test_the_audit_names_who_sent_what(world: World) -> None:
    await say(world, world.phone("AN"), *SENT)

    assert world.count("audit", "actor = 'person:AN' AND verb = 'report.sent' AND object = 'report:BC-2611-001:1'") == 1
