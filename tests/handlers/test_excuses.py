"""A seat asks to be excused from a report: the desk decides, and every paper and reminder follows."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from bot.clock import VN
from bot.domain.verbs.seats import GrantSeatRequest
from bot.exports.sentences import sending
from bot.services import reminding
from tests.catalogues import out_of_date
from tests.handlers.acts import NIL, SENT, press
from tests.handlers.roster_acts import audited
from tests.handlers.turning import turn_to
from tests.world import World, say, toast

REASON = "Hiệp hội đang kiện toàn tổ chức."
ASKED = ("/baocao", "[Đề nghị miễn kỳ này]", "[Báo cáo tháng 11]", REASON, "[Gửi đề nghị]")
WORDS = "Đề nghị Hiệp hội báo không phát sinh."


def outcomes(world: World) -> list[str | None]:
    """Return how every request ended."""
    return [row["outcome"] for row in world.read.conn.execute("SELECT outcome FROM seat_requests ORDER BY id")]


async def test_whoever_asks_gives_a_reason_sees_it_again_and_is_told_that_the_deadline_stands(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, *ASKED[:3])
    question, offered = an.last.text, an.last.labels
    await say(world, an, *ASKED[3:4])
    review = an.last.text
    await say(world, an, *ASKED[4:])

    assert question.startswith("Đề nghị miễn báo cáo tháng 11/2026 của Hiệp hội A. Nếu chỉ không có vướng mắc,")
    assert "Báo không phát sinh" in offered
    assert f"Lý do: {REASON}" in review
    assert an.last.text == (
        "Đã gửi đề nghị miễn báo cáo tháng 11/2026. Trong thời gian chờ, thời hạn gửi vẫn là 17:00 thứ Sáu, ngày"
        " 20/11/2026."
    )
    assert an.last.labels == ["Rút đề nghị", "Về màn hình chính"]
    assert chi.last.text.splitlines() == [
        "Đề nghị miễn báo cáo tháng 11/2026 – Hiệp hội A",
        "Người đề nghị: Nguyễn Văn An, lúc 08:15 ngày 16/11/2026.",
        f"Lý do: {REASON}",
    ]
    assert chi.last.labels[:2] == ["Chấp thuận", "Không chấp thuận"]
    assert world.count("drafts") == 0


async def test_once_it_is_granted_nothing_is_due_and_nobody_is_reminded(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *ASKED)

    await say(world, chi, "[Chấp thuận]")

    assert chi.last.text.startswith("Đề nghị của Hiệp hội A được chấp thuận lúc 08:15")
    assert an.last.text == (
        "Hiệp hội A được miễn báo cáo tháng 11/2026. Lý do: Hiệp hội đang kiện toàn tổ chức. Hệ thống không nhắc việc"
        " này trong kỳ."
    )
    assert outcomes(world) == ["granted"]
    assert [actor for actor, _ in audited(world, "seat_request.granted")] == ["person:CHI"]
    await say(world, an, "/batdau")
    assert "Báo cáo tháng 11/2026: được miễn báo cáo kỳ này." in an.last.text
    an.messages.clear()
    for day in (17, 19, 20, 23):
        await turn_to(world, day)
    assert [message for message in an.messages if "tháng 11" in message.text] == []


async def test_a_reminder_on_its_way_is_not_sent_once_it_was_granted(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *ASKED)
    seat = world.read.conn.execute("SELECT id FROM seats WHERE code = 'HIEPHOIA'").fetchone()["id"]
    owed = {"reports": [["2026-11", seat]], "tasks": []}
    before = reminding.still_owed(world.read, owed, world.clock.now())

    await say(world, chi, "[Chấp thuận]")

    assert (before, reminding.still_owed(world.read, owed, world.clock.now())) == (True, False)


async def test_the_papers_count_the_seat_as_excused_and_give_the_reason(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.desk.aggregate.NAMES", ())
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *ASKED)
    await say(world, chi, "[Chấp thuận]", "/tonghop")

    assert "• Được miễn (01): Hiệp hội A (Hiệp hội đang kiện toàn tổ chức.)" in chi.last.text
    snapshot = json.loads(world.read.conn.execute("SELECT body FROM snapshots").fetchone()["body"])
    text = "\n".join(sending(snapshot))
    assert snapshot["ledger"]["excused"] == 1
    assert "Hiệp hội A (lý do: Hiệp hội đang kiện toàn tổ chức.)" in text


async def test_where_it_is_declined_the_desk_says_why_and_the_report_stays_due(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *ASKED)

    await say(world, chi, "[Không chấp thuận]", WORDS)
    assert f"Ý kiến gửi thành viên: {WORDS}" in chi.last.text
    await say(world, chi, "[Gửi ý kiến]")

    assert an.last.text == (
        "Đề nghị miễn báo cáo tháng 11/2026 chưa được chấp thuận. Ý kiến: Đề nghị Hiệp hội báo không phát sinh."
        " Thời hạn gửi: 17:00 thứ Sáu, ngày 20/11/2026."
    )
    assert an.last.labels == ["Lập báo cáo", "Báo không phát sinh"]
    assert outcomes(world) == ["refused"]
    assert world.count("excuses") == 0
    await say(world, an, "[Báo không phát sinh]", "[Gửi báo cáo]")
    assert "BC-2611-001" in an.last.text


async def test_the_member_takes_it_back_and_the_desk_can_grant_it_no_more(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *ASKED)

    await say(world, an, "/batdau")
    assert "Đề nghị miễn báo cáo tháng 11/2026: chờ xem xét (gửi lúc 08:15 ngày 16/11/2026)." in an.last.text
    await say(world, an, "[Rút đề nghị]")
    number = world.read.conn.execute("SELECT id FROM seat_requests").fetchone()["id"]
    await press(world, chi, GrantSeatRequest(number).data)

    assert an.last.text == "Đã rút đề nghị miễn báo cáo tháng 11/2026."
    assert any("đã được rút lúc" in message.text for message in chi.messages)
    assert outcomes(world) == ["withdrawn"]
    assert world.count("excuses") == 0


async def test_what_was_decided_once_is_not_decided_again(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *ASKED)
    await say(world, chi, "[Không chấp thuận]", WORDS)
    before = chi.last.rows
    number = world.read.conn.execute("SELECT id FROM seat_requests").fetchone()["id"]
    await press(world, chi, GrantSeatRequest(number).data)

    decline = next(data for row in before for label, data in row if label == "Gửi ý kiến")
    await press(world, chi, decline)
    await press(world, chi, GrantSeatRequest(number).data)

    assert outcomes(world) == ["granted"]
    assert len(audited(world, "seat_request.granted")) == 1


async def test_a_colleague_cannot_ask_the_same_again_and_a_report_that_was_sent_needs_no_excuse(world: World) -> None:
    bich, binh, chi = world.phone("BICH"), world.phone("BINH"), world.phone("CHI")
    await say(world, binh, *ASKED[:4])
    await say(world, bich, *ASKED)

    await say(world, binh, "[Gửi đề nghị]")
    assert out_of_date() in await toast(binh)
    assert outcomes(world) == [None]

    await say(world, bich, *NIL)
    await say(world, chi, "[Chấp thuận]")
    assert outcomes(world) == ["lapsed"]
    assert world.count("excuses") == 0


async def test_a_seat_that_is_excused_may_report_all_the_same(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *ASKED)
    await say(world, chi, "[Chấp thuận]")

    await say(world, an, *SENT)

    assert "Đã nhận báo cáo BC-2611-001" in an.last.text


async def test_the_desk_is_told_every_morning_of_what_waits_and_finds_it_on_its_main_screen(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *ASKED)
    await turn_to(world, 17)
    (card,) = [message for message in chi.messages if message.text.startswith("Việc hôm nay")]

    assert "Đề nghị của thành viên chờ xem xét: 01." in card.text
    assert card.labels == ["Xem đề nghị"]
    await say(world, chi, "/batdau", "[Xem đề nghị]")
    assert "1. Hiệp hội A: miễn báo cáo tháng 11/2026 (gửi" in chi.last.text
    await say(world, chi, "[Xem đề nghị 1]", "[Chấp thuận]")
    assert outcomes(world) == ["granted"]


async def test_what_nobody_decided_before_the_period_closed_is_told_to_whoever_asked(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *ASKED)

    world.clock.set(datetime(2026, 11, 25, 17, 15, tzinfo=VN))
    world.clock.pace_by_itself()
    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()

    assert outcomes(world) == ["lapsed"]
    assert any("chưa được xem xét trước khi đóng kỳ" in message.text for message in an.messages)


async def test_where_no_officer_can_be_reached_the_member_is_told_to_call(world: World) -> None:
    await world.writer.write(
        lambda db: db.conn.execute(
            "UPDATE accounts SET reach = 'blocked' WHERE person = (SELECT id FROM persons WHERE code = 'CHI')"
        )
    )

    await say(world, world.phone("AN"), *ASKED)

    assert "Hiện chưa liên hệ được cán bộ nào qua Hệ thống." in world.phone("AN").last.text
