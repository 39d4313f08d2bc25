"""The rules of reminders in an administrator's chat: seen, changed with a preview of what moves, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time, timedelta

import pytest

from bot.domain.reminder_rules import Kind
from bot.domain.rule_editing import RulePart
from bot.domain.verbs.reminder_rules import (
    ApplyRule,
    ApplyRuleVersion,
    DropRulePart,
    EditRule,
    PreviewRule,
    PreviewRuleVersion,
    SetRulePart,
)
from bot.services import reminding
from tests.handlers.acts import SENT_ADHOC, press
from tests.handlers.roster_acts import TWO_ADMINS
from tests.handlers.turning import turn_to
from tests.telegram import Phone
from tests.world import World, running, say

AHEAD = SetRulePart(Kind.REPORT, RulePart.BEFORE, 2).data
"""Two days before the deadline, which is Wednesday the 18th."""
NOT_THREE = DropRulePart(Kind.REPORT, RulePart.BEFORE, 3).data
"""No more three days before it, which is Tuesday the 17th."""
PREVIEW = PreviewRule(Kind.REPORT).data
HAS_REPORT = "Báo cáo tháng 11/2026 của Hiệp hội A"


@pytest.fixture
async def office(empty_world: World) -> AsyncIterator[World]:
    """The standing cast and two administrators, all of them linked; the plan is made."""
    empty_world.import_roster(TWO_ADMINS)
    for code in ("AN", "BICH", "BINH", "CHI", "LAN", "MAI", "NAM"):
        empty_world.link(code)
    async with running(empty_world):
        await turn_to(empty_world, 16, time(8, 20))
        await empty_world.writer.write(lambda db: reminding.plan_now(empty_world.unit(db)))
        yield empty_world


def unsent(world: World) -> list[tuple[str, str]]:
    """Return the marks of the report for November that are planned for An, with their days."""
    found = world.read.conn.execute(
        """SELECT mark, send_on FROM reminders r JOIN persons p ON p.id = r.person
           WHERE p.code = 'AN' AND kind = 'report' AND subject = '2026-11' AND state = 'planned' ORDER BY send_on"""
    )
    return [(mark, day[-2:]) for mark, day in found]


async def apply(world: World, phone: Phone, *changes: str) -> str:
    """Change the rule of reports and put it in force; return what its preview said."""
    for change in changes:
        await press(world, phone, change)
    await press(world, phone, PREVIEW)
    said = phone.last.text
    await say(world, phone, "[Áp dụng]")
    return said


async def test_every_rule_is_listed_in_words_with_the_version_in_force(office: World) -> None:
    mai = office.phone("MAI")

    await say(office, mai, "/quytac")

    lines = mai.last.text.splitlines()
    assert lines[0] == "Quy tắc nhắc việc – phiên bản ban đầu"
    assert lines[1] == (
        "1. Báo cáo định kỳ: mở kỳ; trước 07, 03, 01 ngày; trong ngày đến hạn; sau 01 ngày làm việc. Người nhận: lãnh"
        " đạo, đầu mối. Giờ: theo giờ nhận tin của từng người. Gửi muộn trong 05 ngày làm việc."
    )
    assert "16. Báo cáo khẩn chưa tiếp nhận, báo lãnh đạo: sau 120 phút." in mai.last.text
    assert len([line for line in lines if line.partition(".")[0].isdecimal()]) == len(Kind)


async def test_a_rule_is_changed_by_buttons_and_what_moves_is_shown_before_anything_does(office: World) -> None:
    mai = office.phone("MAI")
    await say(office, mai, "/quytac", "[Chọn 1]", "[Thêm ngày trước hạn]")
    assert mai.last.text.splitlines()[3:6] == ["1. trước 02 ngày", "2. trước 04 ngày", "3. trước 05 ngày"]
    await say(office, mai, "[Chọn 1]", "[Bỏ mốc, người nhận]")
    assert "3. trước 03 ngày" in mai.last.text
    assert "trong ngày đến hạn" not in mai.last.text.partition("\n\n")[2]  # no rule does without it
    before = unsent(office)

    await say(office, mai, "[Chọn 3]", "[Xem trước thay đổi]")

    assert "Tin nhắc chưa gửi: bỏ 06, thêm 06, đổi giờ 00; liên quan 03 người." in mai.last.text
    assert "• thứ Ba, ngày 17/11/2026: bỏ 03, thêm 00, đổi giờ 00" in mai.last.text
    assert "1. Nguyễn Văn An, báo cáo tháng 11/2026: không nhắc ngày 17/11/2026 nữa" in mai.last.text
    assert "Tin đã gửi giữ nguyên." in mai.last.text
    assert unsent(office) == before
    await say(office, mai, "[Áp dụng]")
    assert mai.last.text.splitlines()[0] == (
        "Phiên bản 1 của quy tắc nhắc việc đã được áp dụng. Tin nhắc chưa gửi đã được lập lại kế hoạch."
    )
    assert "phiên bản 1, do Lý Thị Mai đặt lúc 08:20 ngày 16/11/2026" in mai.last.text
    assert unsent(office) == [("d2", "18"), ("d1", "19"), ("d0", "20"), ("o1", "23")]
    assert office.count("audit", "verb = 'rules.set'") == 1


async def test_the_members_are_reminded_by_the_new_rule(office: World) -> None:
    an = office.phone("AN")
    await apply(office, office.phone("MAI"), AHEAD, NOT_THREE)

    seen = {}
    for day in (17, 18, 19):
        await turn_to(office, day)
        seen[day] = [message.text for message in an.messages if HAS_REPORT in message.text]
        an.messages.clear()

    assert (seen[17], len(seen[18])) == ([], 1)


@pytest.mark.parametrize(("at", "sent"), [(time(8, 29), 0), (time(8, 31), 1)])
async def test_a_rule_changed_before_the_morning_counts_on_it_and_after_it_takes_nothing_back(
    office: World, at: time, sent: int
) -> None:
    an = office.phone("AN")
    # The morning that was missed ends the test as it would have the day.
    for moment in sorted([at, time(8, 30)]):
        await turn_to(office, 17, moment)
        if moment == at:
            await apply(office, office.phone("MAI"), NOT_THREE)
    await turn_to(office, 17, time(10, 30))

    assert len([message for message in an.messages if HAS_REPORT in message.text]) == sent
    assert ("d3", "17") not in unsent(office)


async def test_a_mark_removed_and_put_back_is_planned_as_before(office: World) -> None:
    mai, before = office.phone("MAI"), unsent(office)
    await apply(office, mai, NOT_THREE)
    assert ("d3", "17") not in unsent(office)

    await apply(office, mai, SetRulePart(Kind.REPORT, RulePart.BEFORE, 3).data)

    assert unsent(office) == before


async def test_of_two_who_change_at_once_the_second_sees_the_preview_anew(office: World) -> None:
    mai, nam = office.phone("MAI"), office.phone("NAM")
    for admin, change in ((mai, NOT_THREE), (nam, AHEAD)):
        await press(office, admin, change)
        await press(office, admin, PREVIEW)
    await say(office, mai, "[Áp dụng]")

    await say(office, nam, "[Áp dụng]")

    assert "đã thay đổi sau khi hiển thị nên chưa áp dụng" in nam.last.text
    assert ("d2", "18") not in unsent(office)
    assert "Hiện nay: Báo cáo định kỳ: mở kỳ; trước 07, 01 ngày" in nam.last.text
    await say(office, nam, "[Áp dụng]")
    assert unsent(office) == [("d3", "17"), ("d2", "18"), ("d1", "19"), ("d0", "20"), ("o1", "23")]


async def test_a_draft_changed_after_its_preview_is_not_applied_by_the_old_button(office: World) -> None:
    mai = office.phone("MAI")
    await press(office, mai, AHEAD)
    await press(office, mai, PREVIEW)
    await press(office, mai, NOT_THREE)

    await press(office, mai, ApplyRule(Kind.REPORT, 1, 0).data)

    assert office.count("reminder_rules") == 0
    assert "Xem trước thay đổi quy tắc nhắc việc" in mai.last.text


async def test_an_earlier_version_and_the_rules_as_shipped_can_be_put_in_force_again(office: World) -> None:
    mai, before = office.phone("MAI"), unsent(office)
    await apply(office, mai, NOT_THREE)
    await apply(office, mai, AHEAD)
    await say(office, mai, "[Xem các phiên bản]")
    assert [line.partition(",")[0] for line in mai.last.text.splitlines()[1:]] == [
        "1. phiên bản 2",
        "2. phiên bản 1",
        "3. phiên bản ban đầu",
    ]

    await press(office, mai, PreviewRuleVersion(1).data)
    await say(office, mai, "[Áp dụng bản này]")
    assert unsent(office) == [("d1", "19"), ("d0", "20"), ("o1", "23")]
    await say(office, mai, "[Xem quy tắc ban đầu]", "[Áp dụng bản này]")

    assert unsent(office) == before
    await press(office, mai, ApplyRuleVersion(1, 2).data)  # a button of when another version was in force
    assert unsent(office) == before
    assert office.count("reminder_rules") == 4


async def test_a_change_that_changes_nothing_offers_nothing_to_apply(office: World) -> None:
    mai = office.phone("MAI")

    await press(office, mai, SetRulePart(Kind.REPORT, RulePart.LATE, 5).data)
    await press(office, mai, PREVIEW)

    assert "Không có thay đổi" in mai.last.text
    assert "Áp dụng" not in mai.last.labels


@pytest.mark.parametrize(
    "data",
    [
        DropRulePart(Kind.REPORT, RulePart.BEFORE, 0).data,
        SetRulePart(Kind.REPORT, RulePart.BEFORE, 61).data,
        SetRulePart(Kind.REPORT, RulePart.MINUTES, 5).data,
        SetRulePart(Kind.REPORT, RulePart.ROLE, 2).data,
        SetRulePart(Kind.REPORT, RulePart.ROLE, 99).data,
        SetRulePart(Kind.URGENT, RulePart.HOUR, 3).data,
        DropRulePart(Kind.DRAFT, RulePart.BEFORE, 7).data,
        PreviewRuleVersion(9).data,
        PREVIEW,
    ],
)
async def test_a_button_that_nobody_was_shown_changes_nothing(office: World, data: str) -> None:
    mai = office.phone("MAI")
    await press(office, mai, EditRule(Kind.REPORT).data)

    await press(office, mai, data)

    assert (office.count("drafts"), office.count("reminder_rules")) == (0, 0)


async def test_what_members_and_the_desk_read_of_urgent_reports_follows_the_rule_in_force(office: World) -> None:
    mai, an, chi, lan = (office.phone(code) for code in ("MAI", "AN", "CHI", "LAN"))
    for kind, minutes in ((Kind.URGENT, 10), (Kind.URGENT_LEADER, 45)):
        await press(office, mai, SetRulePart(kind, RulePart.MINUTES, minutes).data)
        await press(office, mai, PreviewRule(kind).data)
        await say(office, mai, "[Áp dụng]")
    await say(office, an, *SENT_ADHOC)
    assert any("trong vòng 45 phút" in message.text or "sau 45 phút" in message.text.lower() for message in an.messages)

    sent_at = office.clock.now()
    for minutes in (10, 45):
        office.clock.set(sent_at + timedelta(minutes=minutes))
        await office.app.ticker.run_ticks(office.clock.now())
        await office.settle()

    assert any("10 phút" in message.text for message in chi.messages)
    assert any("45 phút" in message.text for message in lan.messages)


async def test_help_tells_a_member_the_next_reminders_with_their_hours(office: World) -> None:
    an = office.phone("AN")

    await say(office, an, "/trogiup")

    lines = an.last.text.splitlines()
    assert lines[lines.index("Nhắc việc sắp tới:") + 1 :] == [
        "1. 08:30 thứ Ba, ngày 17/11/2026: báo cáo tháng 11/2026",
        "2. 08:30 thứ Năm, ngày 19/11/2026: báo cáo tháng 11/2026",
        "3. 08:30 thứ Sáu, ngày 20/11/2026: báo cáo tháng 11/2026",
        "4. 08:30 thứ Hai, ngày 23/11/2026: báo cáo tháng 11/2026",
        "5. 08:30 thứ Tư, ngày 25/11/2026: báo cáo tháng 11/2026 (kết thúc kỳ)",
    ]


async def test_help_names_a_pause_and_the_hour_that_was_chosen(office: World) -> None:
    an = office.phone("AN")
    await say(office, an, "/caidat", "[Đổi giờ nhận tin]", "[Nhận lúc 10:30]")
    await say(office, an, "/caidat", "[Tạm dừng nhắc]", "[Dừng 07 ngày]")

    await say(office, an, "/trogiup")

    lines = an.last.text.splitlines()
    assert lines[lines.index("Nhắc việc sắp tới:") + 1 :] == [
        "1. Sau khi hết tạm dừng (ngày 17/11/2026): báo cáo tháng 11/2026",
        "2. Sau khi hết tạm dừng (ngày 19/11/2026): báo cáo tháng 11/2026",
        "3. 10:30 thứ Sáu, ngày 20/11/2026: báo cáo tháng 11/2026",
        "4. 10:30 thứ Hai, ngày 23/11/2026: báo cáo tháng 11/2026",
        "5. 10:30 thứ Tư, ngày 25/11/2026: báo cáo tháng 11/2026 (kết thúc kỳ)",
        "Nhắc việc đang tạm dừng đến hết ngày 22/11/2026; việc đến hạn trong ngày vẫn được nhắc.",
    ]


async def test_help_says_so_where_there_is_nothing_to_be_reminded_of(office: World) -> None:
    bich = office.phone("BICH")
    await office.writer.write(lambda db: db.execute("DELETE FROM reminders"))

    await say(office, bich, "/trogiup")

    assert bich.last.text.endswith("Chưa có nhắc việc nào trong thời gian tới.")
