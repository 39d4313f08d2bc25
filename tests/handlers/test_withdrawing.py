"""A report is withdrawn within ten minutes, as long as the desk has not opened it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import VN
from bot.domain.periods import Period
from bot.domain.questions import ReportPart
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.versions import AskWithdrawal, ShowDifference, WithdrawReport
from bot.services.standing import ledger, period_schedule
from tests.catalogues import out_of_date
from tests.handlers.acts import CONTENT, NIL, SENT, SENT_ADHOC, press
from tests.handlers.adhoc import CODE as DX
from tests.handlers.adhoc import SENT_SOON, about
from tests.handlers.versioned import (
    ADDED,
    AFTER_IT,
    AMEND,
    CODE,
    IN_THE_WINDOW,
    REWRITTEN,
    SEND,
    WITHDRAW,
    audited,
    difficulties,
    looked_up,
    turn,
    versions,
)
from tests.world import START, World, running, say

WITHDRAWN = (WITHDRAW, WITHDRAW)
"""Asked for, and confirmed."""


@pytest.fixture
async def waiting(tmp_path: Path) -> AsyncIterator[World]:
    """A running world with the profile as it ships: what is not urgent waits ten minutes for its sender."""
    world = World(tmp_path, waits=True)
    world.import_roster()
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        world.link(code)
    async with running(world):
        yield world
    world.close()


def state(world: World) -> str:
    """Where An's seat stands in November."""
    unit = world.unit()
    rows = ledger(unit, period_schedule(unit, Period(2026, 11)))
    return next(row.state.value for row in rows if row.seat.code == "HIEPHOIA")


async def test_the_receipt_says_until_when_and_offers_it_beside_the_amendment(waiting: World) -> None:
    an = waiting.phone("AN")

    await say(waiting, an, *SENT)

    assert "Có thể thu hồi để sửa trước 08:25, khi Cơ quan thường trực chưa mở xem." in an.last.text
    assert [f"[{label}]" for label in an.last.labels] == [AMEND, WITHDRAW]


async def test_what_was_sent_becomes_a_draft_again_and_the_period_counts_as_not_reported(waiting: World) -> None:
    an = waiting.phone("AN")
    await say(waiting, an, *SENT)
    waiting.clock.set(IN_THE_WINDOW)

    await say(waiting, an, WITHDRAW)
    asked = an.last.text
    await say(waiting, an, WITHDRAW)

    assert asked.startswith(f"Thu hồi báo cáo {CODE}? Nội dung trở về bản nháp")
    assert "17:00 thứ Sáu, ngày 20/11/2026" in asked
    assert an.last.text.splitlines() == [
        f"Đã thu hồi {CODE} lúc 08:19. Nội dung được giữ trong bản nháp.",
        "Báo cáo tháng 11/2026 hiện chưa gửi.",
    ]
    assert versions(waiting) == [(1, False, True)]
    assert state(waiting) == "drafting"
    assert audited(waiting) == [("report.sent", f"report:{CODE}:1"), ("report.withdrawn", f"report:{CODE}:1")]
    await say(waiting, an, "[Sửa bản nháp]")
    assert CONTENT in an.last.text
    assert "[Gửi báo cáo]"[1:-1] in an.last.labels


async def test_filing_again_is_the_next_version_of_the_same_code_with_its_new_time(waiting: World) -> None:
    an = waiting.phone("AN")
    waiting.clock.set(datetime(2026, 11, 20, 16, 55, tzinfo=VN))
    await say(waiting, an, *SENT, *WITHDRAWN, "[Sửa bản nháp]")
    waiting.clock.set(datetime(2026, 11, 20, 17, 1, tzinfo=VN))

    await say(waiting, an, "[Gửi báo cáo]")

    assert versions(waiting) == [(1, False, True), (2, False, False)]
    assert difficulties(waiting, 1) == difficulties(waiting, 2)
    assert an.last.text.splitlines()[0] == f"Đã nhận báo cáo {CODE}, lần 02"
    assert "17:01 thứ Sáu, ngày 20/11/2026 (quá hạn)" in an.last.text
    assert state(waiting) == "reported_late"
    assert waiting.count("difficulty_events", "kind = 'sent'") == 2


async def test_the_reminders_of_the_period_are_planned_again(waiting: World) -> None:
    an, planned = waiting.phone("AN"), "kind = 'report' AND subject = '2026-11' AND seat = 1 AND state = 'planned'"
    await turn(waiting, datetime(2026, 11, 17, 9, 10, tzinfo=VN))
    before = waiting.count("reminders", planned)
    waiting.clock.set(datetime(2026, 11, 17, 10, 8, tzinfo=VN))
    await say(waiting, an, *SENT)
    await turn(waiting, datetime(2026, 11, 17, 10, 10, tzinfo=VN))
    none = waiting.count("reminders", planned)

    await say(waiting, an, *WITHDRAWN)

    assert before > 0
    assert none == 0
    assert waiting.count("reminders", planned) == before


async def test_the_desks_copy_waits_until_the_ten_minutes_are_over(waiting: World) -> None:
    an, chi = waiting.phone("AN"), waiting.phone("CHI")
    await say(waiting, an, *SENT)
    await turn(waiting, AFTER_IT - timedelta(seconds=1))
    early = about(chi, CODE)

    await turn(waiting, AFTER_IT)

    assert early == []
    assert len(about(chi, CODE)) == 1


async def test_while_a_copy_waits_nothing_else_to_the_desk_waits_behind_it(waiting: World) -> None:
    an, bich, chi = waiting.phone("AN"), waiting.phone("BICH"), waiting.phone("CHI")
    await say(waiting, an, *SENT_SOON)

    await say(waiting, bich, *SENT_ADHOC)

    assert about(chi, DX) == []
    assert len(about(chi, "DX-2611-002")) == 1


async def test_the_desk_hears_nothing_of_what_was_withdrawn_before_its_copy_left(waiting: World) -> None:
    chi = waiting.phone("CHI")
    await say(waiting, waiting.phone("AN"), *SENT, *WITHDRAWN)

    await turn(waiting, AFTER_IT + timedelta(minutes=5))

    assert about(chi, CODE) == []


async def test_after_ten_minutes_it_is_too_late_and_an_amendment_is_offered(waiting: World) -> None:
    an = waiting.phone("AN")
    await say(waiting, an, *SENT, WITHDRAW)
    waiting.clock.set(AFTER_IT)

    await say(waiting, an, WITHDRAW)

    assert f"Báo cáo {CODE} đã chuyển Cơ quan thường trực nên không thu hồi được." in an.last.text
    assert AMEND[1:-1] in an.last.labels
    assert versions(waiting) == [(1, False, False)]


@pytest.mark.parametrize("who", ["CHI", "LAN"])
async def test_what_the_desk_or_its_leader_has_looked_up_is_not_withdrawn(waiting: World, who: str) -> None:
    an = waiting.phone("AN")
    await say(waiting, an, *SENT, WITHDRAW)
    await looked_up(waiting, waiting.phone(who))

    await press(waiting, an, WithdrawReport(CODE).data)

    assert "không thu hồi được" in an.last.text
    assert versions(waiting) == [(1, False, False)]


async def test_what_a_paper_was_made_with_is_not_withdrawn(waiting: World) -> None:
    an = waiting.phone("AN")
    await say(waiting, an, *SENT)
    waiting.clock.set(START + timedelta(minutes=1))
    await say(waiting, waiting.phone("CHI"), "/tonghop 11/2026")

    await press(waiting, an, AskWithdrawal(CODE).data)

    assert "không thu hồi được" in an.last.text


async def test_a_member_who_looks_up_his_own_report_has_not_opened_it(waiting: World) -> None:
    an = await looked_up(waiting, waiting.phone("AN"), "BC-2611-009")
    await say(waiting, an, *SENT)

    await looked_up(waiting, an)
    await say(waiting, an, WITHDRAW, WITHDRAW)

    assert versions(waiting) == [(1, False, True)]


async def test_an_urgent_report_leaves_at_once_and_its_card_becomes_one_line_when_it_is_withdrawn(
    waiting: World,
) -> None:
    an, chi = waiting.phone("AN"), waiting.phone("CHI")
    await say(waiting, an, *SENT_ADHOC)
    there = len(about(chi))

    await say(waiting, an, *WITHDRAWN)

    assert there == 1
    assert about(chi) == [f"Báo cáo {DX} của Hiệp hội A đã được người gửi thu hồi lúc 08:15 ngày 16/11/2026."]
    assert chi.last.labels == []
    await say(waiting, an, "[Sửa bản nháp]", "[Gửi khẩn]")
    assert an.last.text.startswith(f"Đã nhận báo cáo đột xuất {DX}, lần 02")
    assert difficulties(waiting, 2, DX) == difficulties(waiting, 1, DX)


async def test_an_urgent_report_that_was_accepted_is_not_withdrawn(waiting: World) -> None:
    an, chi = waiting.phone("AN"), waiting.phone("CHI")
    await say(waiting, an, *SENT_ADHOC)
    await say(waiting, chi, "[Tiếp nhận]")

    await press(waiting, an, WithdrawReport(DX).data)

    assert versions(waiting, DX) == [(1, False, False)]


async def test_who_asks_for_early_handling_is_told_when_the_officers_are_notified(waiting: World) -> None:
    an = waiting.phone("AN")

    await say(waiting, an, *SENT_SOON)

    assert "Cán bộ trực được thông báo lúc 08:25." in an.last.text


async def test_an_amendment_does_not_prolong_the_ten_minutes_and_the_desk_gets_the_newest_version(
    waiting: World,
) -> None:
    an, chi = waiting.phone("AN"), waiting.phone("CHI")
    await say(waiting, an, *SENT)
    waiting.clock.set(IN_THE_WINDOW)
    await say(waiting, an, AMEND, *ADDED, SEND)

    await turn(waiting, AFTER_IT)
    await press(waiting, an, WithdrawReport(CODE).data)

    (copy,) = about(chi, CODE)
    assert copy.startswith(f"{CODE}, lần 02 – ")
    assert "VM-2611-002" in copy
    assert "không thu hồi được" in an.last.text


async def test_another_person_of_the_seat_can_withdraw_it_and_nobody_elses_seat(waiting: World) -> None:
    an, bich, binh = waiting.phone("AN"), waiting.phone("BICH"), waiting.phone("BINH")
    await say(waiting, bich, *SENT)

    await press(waiting, an, WithdrawReport(CODE).data)
    kept = versions(waiting)
    await press(waiting, binh, WithdrawReport(CODE).data)

    assert kept == [(1, False, False)]
    assert versions(waiting) == [(1, False, True)]
    assert audited(waiting)[-1] == ("report.withdrawn", f"report:{CODE}:1")


async def test_a_report_of_nothing_new_is_withdrawn_too(waiting: World) -> None:
    an = waiting.phone("AN")

    await say(waiting, an, *NIL, *WITHDRAWN)

    assert versions(waiting) == [(1, False, True)]
    await say(waiting, an, "[Sửa bản nháp]", "[Khai vướng mắc]")
    assert "vướng mắc số 1" in an.last.text


async def test_the_desk_never_sees_what_was_withdrawn_nor_how_the_next_version_differs_from_it(waiting: World) -> None:
    an, chi = waiting.phone("AN"), waiting.phone("CHI")
    await say(waiting, an, *SENT, *WITHDRAWN, "[Sửa bản nháp]", *REWRITTEN, "[Gửi báo cáo]")

    await turn(waiting, AFTER_IT)

    (copy,) = [message for message in chi.messages if CODE in message.text]
    assert copy.text.startswith(f"{CODE}, lần 02 – ")
    assert not any("Xem thay đổi" in label for label in copy.labels)
    for forged in (ShowDifference(CODE, 2), ShowReport("VM-2611-001", ReportPart.CONTENT, 1)):
        assert (await press(waiting, chi, forged.data)).startswith(out_of_date())
        assert not (await press(waiting, an, forged.data)).startswith(out_of_date())
