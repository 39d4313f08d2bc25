"""What time does to a report that waits: reminders, the deadline, the close, and nobody left who could approve."""

from __future__ import annotations

from datetime import time

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage

from storage import reports
from tests.handlers.acts import NIL, TO_REVIEW
from tests.handlers.approving import APPROVE, EARLY, SUBMIT, audited, cards, required, submitted
from tests.handlers.turning import CLOSE, turn_to
from tests.telegram import Phone
from tests.world import World, say

BLOCKED = TelegramForbiddenError(SendMessage(chat_id=1, text=""), "Forbidden: bot was blocked by the user")


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


async def block(world: World, phone: Phone) -> None:
    """Let somebody block the bot, which notices it when it next says something."""
    phone.fails_with(BLOCKED)
    phone.send("/trogiup")
    await world.settle()


async def test_the_approver_is_reminded_on_two_mornings_and_three_hours_before_and_the_writer_is_not(
    world: World,
) -> None:
    binh, bich = await submitted(world)

    for day, at in ((18, time(9)), (19, time(8, 30)), (20, time(8, 30)), (20, time(13, 55)), (20, time(14))):
        await turn_to(world, day, at)

    found = [message.text.splitlines()[0] for message in cards(binh, "duyệt từ")]
    assert (
        found
        == [
            "Báo cáo tháng 11/2026 của Hiệp hội B chờ đồng chí duyệt từ 08:15 ngày 16/11/2026. Thời hạn gửi:"
            " 17:00 thứ Sáu, ngày 20/11/2026.",
            "Báo cáo tháng 11/2026 của Hiệp hội B chờ đồng chí duyệt từ 08:15 ngày 16/11/2026. Thời hạn gửi:"
            " 17:00 hôm nay.",
        ]
        + found[1:2]
    )
    for phone in (binh, bich):
        assert not cards(phone, "là thời hạn gửi báo cáo")
        assert not cards(phone, "đến hạn")
    await say(world, binh, APPROVE)
    assert "(đúng hạn)" in binh.last.text


async def test_at_the_deadline_both_are_told_that_it_has_not_been_sent(world: World) -> None:
    binh, bich = await submitted(world)

    await turn_to(world, 20, CLOSE)

    assert "chưa được duyệt nên chưa gửi" in binh.last.text
    assert binh.last.labels == ["Duyệt, gửi", "Xem toàn văn"]
    assert "chưa được duyệt nên chưa gửi" in bich.last.text
    assert bich.last.labels == ["Nhắc người duyệt"]
    await turn_to(world, 20, time(17, 30))
    assert len(cards(bich, "chưa được duyệt nên chưa gửi")) == 1


async def test_after_it_was_returned_its_writer_is_reminded_like_anybody(world: World) -> None:
    binh, bich = await submitted(world)
    await say(world, binh, "[Trả lại báo cáo]", "Đề nghị nêu rõ địa phương.", "[Trả lại báo cáo]")

    await turn_to(world, 19)

    assert cards(bich, "là thời hạn gửi báo cáo tháng 11/2026")


async def test_a_reminder_that_waits_to_be_sent_does_not_arrive_once_it_was_approved(world: World) -> None:
    binh, bich = await submitted(world)
    await say(world, bich, "[Rút về sửa]")

    await turn_to(world, 19)

    assert cards(binh, "duyệt từ") == []


async def test_when_the_period_closes_it_waits_no_longer_and_everything_is_in_the_draft(world: World) -> None:
    _, bich = await submitted(world)

    await turn_to(world, 25, CLOSE)

    assert cards(bich, "không được duyệt trước khi kỳ báo cáo đóng")
    await say(world, bich, "[Viết tiếp bản nháp]" if "Viết tiếp bản nháp" in bich.last.labels else "/batdau")
    assert world.count("reports") == 0
    assert world.count("drafts", "closed_at IS NULL") == 1


async def test_where_nobody_who_approves_can_be_reached_writer_and_desk_are_told_who_may_send(world: World) -> None:
    binh, bich = await required(world)
    await block(world, binh)

    await say(world, bich, *TO_REVIEW, SUBMIT)

    assert "chưa liên lạc được với người duyệt" in bich.last.text
    assert bich.last.labels == ["Sửa báo cáo", "Tự gửi báo cáo"]
    chi = world.phone("CHI")
    assert "chưa liên lạc được với người duyệt" in chi.last.text
    assert chi.last.labels == ["Nhập báo cáo thay"]
    assert world.count("reports") == 0


async def test_the_writer_sends_then_and_receipt_copy_and_audit_say_that_it_was_not_approved(world: World) -> None:
    binh, bich = await required(world)
    await block(world, binh)
    await say(world, bich, *TO_REVIEW, SUBMIT)

    await say(world, bich, "[Tự gửi báo cáo]")

    for phone in (bich, world.phone("CHI")):
        assert "gửi không qua duyệt do chưa liên lạc được với người duyệt" in phone.last.text
    assert audited(world, "report.unapproved") == ["person:BICH"]
    report = reports.report_by_code(world.read, "BC-2611-001")
    assert report is not None
    assert report.endorsed.approval == "unreachable"


async def test_where_somebody_can_be_reached_again_it_is_not_sent_but_submitted(world: World) -> None:
    binh, bich = await required(world)
    await block(world, binh)
    await say(world, bich, *TO_REVIEW, SUBMIT)

    await say(world, binh, "/batdau")
    await say(world, bich, "[Tự gửi báo cáo]")

    assert "Đã liên lạc được với người duyệt" in bich.last.text
    assert world.count("reports") == 0
    await say(world, bich, SUBMIT)
    assert cards(binh)


async def test_the_last_who_could_approve_is_lost_while_a_report_waits(world: World) -> None:
    binh, bich = await submitted(world)
    await block(world, binh)

    await turn_to(world, 16, time(9))
    await turn_to(world, 16, time(9, 30))

    (told,) = cards(bich, "chưa liên lạc được với người duyệt")
    assert told.labels == ["Rút về sửa", "Tự gửi báo cáo"]
    assert len(cards(world.phone("CHI"), "đã lập xong báo cáo tháng 11/2026")) == 1
    await say(world, bich, "[Tự gửi báo cáo]")
    assert "gửi không qua duyệt" in bich.last.text


async def test_an_ad_hoc_report_waits_without_a_deadline_and_is_not_reminded_of_by_itself(world: World) -> None:
    binh, bich = await required(world)
    await say(world, bich, *EARLY, SUBMIT)

    await turn_to(world, 20, CLOSE)
    await turn_to(world, 30)

    assert cards(binh, "duyệt từ") == []
    assert world.count("submissions", "ended_at IS NULL") == 1


async def test_the_desk_files_meanwhile_and_what_waited_stays_in_the_draft(world: World) -> None:
    _, bich = await submitted(world)
    chi = world.phone("CHI")

    await say(
        world, chi, "/thanhvien", "[Nhập báo cáo thay]", "[Chọn 2]", "[Báo cáo tháng 11]", "[Điện thoại]", *NIL[2:]
    )

    assert cards(bich, "không còn chờ duyệt")
    assert world.count("submissions", "ended_at IS NULL") == 0
    assert world.count("drafts", "closed_at IS NULL") == 1
