"""A report waits until the head of the member has approved it: what waits, what is shown, what is filed and when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.clock import VN
from bot.domain.approving import SubmissionEnd
from bot.domain.periods import Period, SeatState
from bot.domain.verbs.approving import ApproveReport
from bot.services.standing import ledger, period_schedule
from storage import reports
from tests.catalogues import said
from tests.handlers.acts import CONTENT, LATE, PROPOSAL, SENT, SENT_ADHOC, TO_REVIEW, press
from tests.handlers.approving import APPROVE, EARLY, SUBMIT, audited, cards, required, submitted, the_submission
from tests.handlers.difficulties import difficulties
from tests.world import START, World, say


async def test_where_nobody_asks_for_approval_a_focal_person_sends(world: World) -> None:
    await say(world, world.phone("BICH"), *SENT)

    assert "Đã nhận báo cáo BC-2611-001" in world.phone("BICH").last.text
    assert "người duyệt" not in world.phone("BICH").last.text


async def test_where_the_principal_asks_for_it_the_last_button_submits_and_nothing_is_filed(world: World) -> None:
    binh, bich = await required(world)

    await say(world, bich, *TO_REVIEW)
    assert "Gửi báo cáo" not in bich.last.labels
    assert "Người duyệt: Lê Văn Bình." in bich.last.text
    await say(world, bich, SUBMIT)

    assert "chờ lãnh đạo duyệt, chưa gửi" in bich.last.text
    assert world.count("reports") == 0
    (card,) = cards(binh)
    assert card.labels == ["Duyệt, gửi", "Trả lại báo cáo", "Xem toàn văn", "Sửa rồi gửi", "Ủy quyền duyệt"]
    assert CONTENT in card.text
    assert "Thời hạn gửi: 17:00 thứ Sáu, ngày 20/11/2026" in card.text
    assert world.phone("CHI").messages == []


async def test_approving_files_the_report_of_the_focal_person_and_every_copy_names_both(world: World) -> None:
    binh, bich = await submitted(world)

    await say(world, binh, APPROVE)

    both = "Trần Thị Bích, người duyệt: Lê Văn Bình"
    assert both in binh.last.text
    assert "đã được Lê Văn Bình duyệt và gửi lúc 08:15" in bich.last.text
    assert both in bich.last.text
    assert both in world.phone("CHI").last.text
    assert difficulties(world) == [("dat_dai", "", CONTENT, "", PROPOSAL)]
    report = reports.report_by_code(world.read, "BC-2611-001")
    assert report is not None
    assert (report.person, report.endorsed.approved_by) != (report.endorsed.approved_by, report.person)
    assert audited(world, "report.sent") == ["person:BICH"]
    assert audited(world, "report.approved") == ["person:BINH"]
    await say(world, bich, "[Xem BC-2611-001]")
    assert both in bich.last.text


async def test_the_card_of_a_report_that_was_approved_has_no_choices_left(world: World) -> None:
    binh, _ = await submitted(world)

    await say(world, binh, APPROVE)

    assert cards(binh) == []
    (ended,) = cards(binh, "đã được Lê Văn Bình duyệt và gửi")
    assert ended.labels == []


async def test_on_time_is_judged_when_it_is_approved(world: World) -> None:
    binh, bich = await submitted(world)

    world.clock.set(LATE)
    await say(world, binh, APPROVE)

    assert "(quá hạn)" in binh.last.text
    assert "(quá hạn)" in bich.last.text
    assert "quá hạn" in world.phone("CHI").last.text


async def test_a_report_that_waits_counts_as_being_drafted_even_where_nothing_new_is_said(world: World) -> None:
    _, bich = await required(world)

    await say(world, bich, "/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", SUBMIT)

    unit = world.unit()
    rows = ledger(unit, period_schedule(unit, Period(2026, 11)))
    assert {row.seat.code: row.state for row in rows} == {
        "HIEPHOIA": SeatState.OPEN,
        "HIEPHOIB": SeatState.DRAFTING,
    }


async def test_the_main_screen_says_that_it_waits_and_leads_to_it(world: World) -> None:
    binh, bich = await submitted(world)

    await say(world, binh, "/batdau")
    await say(world, bich, "/batdau")

    for phone in (binh, bich):
        assert "Báo cáo tháng 11/2026: chờ lãnh đạo duyệt từ 08:15 ngày 16/11/2026" in phone.last.text
    assert "Duyệt tháng 11" in binh.last.labels
    assert "Xem báo cáo đã trình" in bich.last.labels
    assert not any("Tiếp tục" in label for label in bich.last.labels)


async def test_what_waits_is_not_written_on_and_what_is_typed_meanwhile_is_kept(world: World) -> None:
    _, bich = await submitted(world)
    before = world.read.conn.execute("SELECT answers FROM drafts").fetchall()

    world.clock.set(START + timedelta(minutes=5))
    await say(world, bich, "Một nội dung khác, viết khi báo cáo đang chờ duyệt.", "/baocao", "[Báo cáo tháng 11]")

    assert "chờ lãnh đạo duyệt" in bich.last.text
    assert world.read.conn.execute("SELECT answers FROM drafts").fetchall() == before
    assert "đang chờ duyệt" in world.read.conn.execute("SELECT messages FROM kept_texts").fetchone()[0]


async def test_it_is_read_in_full_an_item_a_message(world: World) -> None:
    binh, _ = await submitted(world)

    await say(world, binh, "[Xem toàn văn]")

    assert "Mục 1. Đất đai" in binh.last.text
    assert CONTENT in binh.last.text
    assert PROPOSAL in binh.last.text


async def test_a_report_is_returned_with_an_opinion_and_nothing_typed_is_gone(world: World) -> None:
    binh, bich = await submitted(world)

    await say(world, binh, "[Trả lại báo cáo]", "Đề nghị nêu rõ địa phương.", "[Trả lại báo cáo]")

    assert "được Lê Văn Bình trả lại" in bich.last.text
    assert "Ý kiến: Đề nghị nêu rõ địa phương." in bich.last.text
    await say(world, bich, "[Sửa báo cáo]")
    assert CONTENT in bich.last.text
    assert "Trình duyệt" in bich.last.labels
    assert world.count("reports") == 0


async def test_a_report_that_was_returned_and_changed_is_approved_as_it_is_shown_now(world: World) -> None:
    binh, bich = await submitted(world)
    old = binh.messages[-1].rows[0][0][1]
    await say(world, bich, "[Rút về sửa]", "[Sửa mục 1]", "[Sửa nội dung]", "Một mô tả khác, cũng đủ dài.", SUBMIT)

    await press(world, binh, old)

    assert "Báo cáo đã được sửa lúc 08:15" in binh.last.text
    assert "Một mô tả khác, cũng đủ dài." in binh.last.text
    assert world.count("reports") == 0
    await say(world, binh, APPROVE)
    assert difficulties(world)[0][2] == "Một mô tả khác, cũng đủ dài."


async def test_content_that_was_not_shown_is_never_approved(world: World) -> None:
    binh, _ = await submitted(world)
    found = the_submission(world)

    await press(world, binh, ApproveReport(found.id, 12345).data)

    assert "Báo cáo đã được sửa" in binh.last.text
    assert world.count("reports") == 0


async def test_whoever_approves_takes_a_report_over_edits_and_sends_it(world: World) -> None:
    binh, bich = await submitted(world)

    await say(world, binh, "[Sửa rồi gửi]", "[Sửa mục 1]", "[Sửa kiến nghị]", "Một kiến nghị khác.", "[Gửi báo cáo]")

    assert "Đã nhận báo cáo BC-2611-001" in binh.last.text
    assert difficulties(world)[0][4] == "Một kiến nghị khác."
    assert "đã được Lê Văn Bình duyệt và gửi" in bich.last.text
    assert the_submission(world).end is SubmissionEnd.TAKEN_OVER


async def test_a_draft_of_ones_own_is_not_lost_by_taking_another_over(world: World) -> None:
    binh, bich = await required(world)
    await say(world, binh, "/baocao", "[Báo cáo tháng 11]")
    await say(world, bich, *TO_REVIEW)
    await say(world, binh, "[Khai vướng mắc]", "[Đất đai]")
    await say(world, bich, SUBMIT)

    await say(world, binh, "[Sửa rồi gửi]")

    assert "đang có bản nháp của chính báo cáo này" in binh.last.text
    assert world.count("drafts") == 2
    assert the_submission(world).end is None


async def test_it_is_taken_back_and_the_card_says_so(world: World) -> None:
    binh, bich = await submitted(world)
    old = binh.messages[-1].rows[0][0][1]

    await say(world, bich, "[Rút về sửa]")

    assert CONTENT in bich.last.text
    (card,) = cards(binh, "rút về")
    assert card.labels == []
    assert "rút về" in await press(world, binh, old)
    assert world.count("reports") == 0


async def test_the_approver_is_reminded_by_the_writer_but_not_too_often(world: World) -> None:
    binh, bich = await submitted(world)
    await say(world, bich, "[Nhắc người duyệt]")
    assert cards(binh, "duyệt từ") == []

    world.clock.set(START + timedelta(hours=5))
    for _ in range(3):
        await say(world, bich, "[Nhắc người duyệt]")

    assert len(cards(binh, "duyệt từ")) == 1
    assert "Duyệt, gửi" in binh.last.labels


async def test_an_urgent_report_does_not_wait_and_the_principal_is_told(world: World) -> None:
    binh, bich = await required(world)

    await say(world, bich, *SENT_ADHOC)

    assert "gửi khẩn không chờ duyệt" in bich.last.text
    assert "đã gửi báo cáo đột xuất khẩn DX-2611-001" in binh.last.text
    assert "gửi khẩn không chờ duyệt" in world.phone("CHI").last.text


async def test_another_ad_hoc_report_waits_and_keeps_nobody_from_an_urgent_one(world: World) -> None:
    binh, bich = await required(world)
    await say(world, bich, *EARLY, SUBMIT)
    assert world.count("reports") == 0

    await say(world, bich, *SENT_ADHOC)
    await say(world, binh, "/batdau", "[Duyệt đột xuất]", APPROVE)

    assert world.count("reports") == 2
    assert "Đã nhận báo cáo đột xuất DX-2611-002" in binh.last.text
    assert "người duyệt: Lê Văn Bình" in binh.last.text


async def test_the_principal_sends_without_asking_anybody(world: World) -> None:
    binh, _ = await required(world)

    await say(world, binh, *SENT)

    assert "Đã nhận báo cáo BC-2611-001" in binh.last.text


async def test_of_two_who_submit_the_same_report_the_second_keeps_the_draft(world: World) -> None:
    binh, bich = await submitted(world)
    await say(world, binh, "/duyet", "[Tắt chế độ duyệt]")

    await say(world, bich, "/baocao", "[Báo cáo tháng 11]")

    assert "chờ lãnh đạo duyệt" in bich.last.text
    await say(world, bich, "[Rút về sửa]", "[Gửi báo cáo]")
    assert "Đã nhận báo cáo BC-2611-001" in bich.last.text


@pytest.mark.parametrize("code", ["AN", "CHI", "LAN", "DUNG"])
async def test_nobody_but_those_of_the_seat_can_press_the_card(world: World, code: str) -> None:
    binh, _ = await submitted(world)
    data = binh.messages[-1].rows[0][0][1]

    await press(world, world.phone(code), data)

    assert world.count("reports") == 0


async def test_the_focal_person_cannot_approve_the_report_they_wrote(world: World) -> None:
    binh, bich = await submitted(world)

    words = await press(world, bich, binh.messages[-1].rows[0][0][1])

    assert words == said("This screen is out of date; nothing was done. Choose /batdau for the latest content.")
    assert world.count("reports") == 0


async def test_who_lost_the_duty_before_the_press_approves_nothing(world: World) -> None:
    binh, _ = await submitted(world)

    await world.writer.write(
        lambda db: db.execute("UPDATE duties SET valid_to = '2026-11-16' WHERE role = 'principal'")
    )
    await press(world, binh, binh.messages[-1].rows[0][0][1])

    assert world.count("reports") == 0


async def test_the_same_press_twice_files_one_report(world: World) -> None:
    binh, _ = await submitted(world)

    data = binh.tap("Duyệt, gửi")
    words = await press(world, binh, data)

    assert "đã được Lê Văn Bình duyệt và gửi" in words
    assert world.count("reports") == 1


async def test_after_the_period_has_closed_nothing_is_approved(world: World) -> None:
    binh, bich = await submitted(world)

    world.clock.set(datetime(2026, 11, 25, 17, tzinfo=VN))
    await say(world, binh, APPROVE)

    assert "đã đóng" in binh.last.text
    assert world.count("reports") == 0
    assert "Nội dung đã nhập được giữ trong bản nháp" in bich.last.text
