"""What members are told when a period closes: once, and only those whom it concerns."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.people import Caller
from storage import addressees, people, reach
from tests.catalogues import said
from tests.handlers.acts import NIL, SENT
from tests.handlers.turning import CLOSE, MORNING, turn_to
from tests.telegram import Phone
from tests.world import World, say

HEADING = "Kỳ báo cáo tháng 11/2026 đã đóng lúc 17:00 thứ Tư, ngày 25/11/2026."
DECEMBER = f"[{said('Report for {period:short}', period='tháng 12')}]"


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


def told(phone: Phone) -> list[str]:
    """What a phone was told of the close."""
    return [message.text for message in phone.messages if HEADING in message.text]


async def test_who_sent_late_is_told_where_it_went_and_who_sent_nothing_what_can_be_done(world: World) -> None:
    await turn_to(world, 23, CLOSE)
    await turn_to(world, 24, time(9))
    await say(world, world.phone("AN"), *SENT)

    await turn_to(world, 25, CLOSE)

    (late,), (missing,) = told(world.phone("AN")), told(world.phone("BICH"))
    assert late.splitlines() == [
        "Kính gửi Ông Nguyễn Văn An,",
        HEADING,
        "Báo cáo BC-2611-001 của Hiệp hội A gửi sau khi lập bản tổng hợp nên được đưa vào Phụ lục bổ sung số 01"
        " tháng 11/2026.",
    ]
    assert missing.splitlines()[1:] == [
        HEADING,
        "Hệ thống chưa nhận được báo cáo định kỳ tháng 11/2026 của Hiệp hội B.",
        "Kỳ này không gửi thêm được báo cáo. Nội dung khó khăn, vướng mắc có thể nêu trong báo cáo tháng 12/2026"
        " hoặc gửi bằng báo cáo đột xuất.",
    ]
    assert len(told(world.phone("BINH"))) == 1  # for the same member as Bích
    assert [told(world.phone(code)) for code in ("CHI", "LAN")] == [[], []]


async def test_the_message_leads_to_the_next_report_and_to_an_ad_hoc_one(world: World) -> None:
    await turn_to(world, 23, CLOSE)
    await turn_to(world, 25, CLOSE)
    an = world.phone("AN")

    await say(world, an, DECEMBER)

    assert "Báo cáo tháng 12/2026" in an.last.text


async def test_who_reported_in_time_for_the_digest_is_told_nothing(world: World) -> None:
    await turn_to(world, 18)
    await say(world, world.phone("AN"), *SENT)
    await turn_to(world, 23, time(9))
    await say(world, world.phone("BICH"), *NIL)  # late, but before the digest

    await turn_to(world, 23, CLOSE)
    await turn_to(world, 25, CLOSE)

    assert [told(world.phone(code)) for code in ("AN", "BICH", "BINH")] == [[], [], []]


async def test_it_is_told_once_however_often_the_tick_is_run(world: World) -> None:
    await turn_to(world, 23, CLOSE)
    await turn_to(world, 25, CLOSE)

    await turn_to(world, 26, CLOSE)
    await turn_to(world, 27, CLOSE)

    assert len(told(world.phone("AN"))) == 1


async def test_an_account_that_is_linked_after_the_message_is_not_told_anew(world: World) -> None:
    await turn_to(world, 23, CLOSE)
    await turn_to(world, 25, CLOSE)

    def work(db: Database) -> None:
        person = people.person_by_code(db, "AN")
        assert person is not None
        for account in addressees.reachable_accounts(db, person.id):
            people.unlink_account(db, account, world.clock.now())
        people.link_account(db, Caller("telegram", "777", "777"), person.id, world.clock.now())

    await world.writer.write(work)
    await turn_to(world, 26, CLOSE)

    assert told(world.telegram.phone(777)) == []


async def test_who_is_excused_is_told_nothing_and_who_cannot_be_reached_is_sent_nothing(world: World) -> None:
    await turn_to(world, 23, CLOSE)

    def work(db: Database) -> None:
        db.execute(
            "INSERT INTO excuses (seat, period, reason, by_person, at) SELECT s.id, '2026-11', '', p.id, '' "
            "FROM seats s, persons p WHERE s.code = 'HIEPHOIB' AND p.code = 'CHI'"
        )
        person = people.person_by_code(db, "AN")
        assert person is not None
        for account in addressees.reachable_accounts(db, person.id):
            reach.set_unreachable(db, account, world.clock.now())

    await world.writer.write(work)
    await turn_to(world, 25, CLOSE)

    assert [told(world.phone(code)) for code in ("AN", "BICH", "BINH")] == [[], [], []]
    assert world.count("outbox", "topic = 'closing'") == 0


async def test_after_an_interruption_it_is_told_late_and_after_a_week_not_any_more(world: World) -> None:
    await turn_to(world, 23, CLOSE)

    await turn_to(world, 27, MORNING)

    assert len(told(world.phone("AN"))) == 1


async def test_a_period_that_closed_long_ago_is_not_told_of(world: World) -> None:
    await turn_to(world, 23, CLOSE)
    world.clock.set(datetime.combine(date(2026, 12, 3), CLOSE, VN))

    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()

    assert told(world.phone("AN")) == []
