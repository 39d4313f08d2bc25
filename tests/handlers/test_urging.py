"""The ledger of a period at the desk, and urging those whose report is missing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage

from bot.clock import VN
from bot.domain.periods import Period
from bot.domain.verbs.ledger import AskUrge, ExcuseSeat, SendUrging, ShowLedger, ShowLedgerSeat
from tests.catalogues import out_of_date
from tests.handlers.acts import NIL, press
from tests.handlers.handled import turn_to_day
from tests.handlers.triaged import FULL, NOVEMBER, item, report
from tests.world import World, running, say

BLOCKED = TelegramForbiddenError(SendMessage(chat_id=101, text="x"), "Forbidden: bot was blocked by the user")
NEXT_DAY = datetime(2026, 11, 25, 9, tzinfo=VN)
COUNTED = re.compile(r"^• .*: (\d\d)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[World]:
    """A running world with the shipped seats; two have reported, one is excused, four people are linked."""
    world = World(tmp_path)
    world.import_roster(FULL)
    for code in ("AN", "BICH", "BINH", "CHI", "MAI"):
        world.link(code)
    async with running(world):
        await report(world, "KOTRA", item("dat_dai"))
        await world.writer.write(
            lambda db: db.conn.execute(
                "INSERT INTO excuses (seat, period, reason, by_person, at)"
                " SELECT id, '2026-11', 'Đang kiện toàn', (SELECT min(id) FROM persons), '' FROM seats"
                " WHERE code = 'EUROCHAM'"
            )
        )
        yield world
    world.close()


async def test_every_seat_stands_in_one_state_of_the_ledger_and_each_leads_to_what_can_be_done(house: World) -> None:
    chi = house.phone("CHI")
    await say(house, chi, "/batdau", "[Sổ theo dõi]")
    open_ = chi.last.text
    await turn_to_day(house, 11, 23)
    await say(house, chi, "/batdau", "[Sổ theo dõi]")
    late = chi.last.text

    seats = house.read.conn.execute("SELECT count(*) FROM seats WHERE body = 'hoi_dong_tu_van'").fetchone()[0]
    for text in (open_, late):
        assert sum(map(int, COUNTED.findall(text))) == seats
        assert f"Cộng: {seats} thành viên phải báo cáo." in text
    assert "• Đã gửi, đúng hạn: 01" in open_
    assert "• Được miễn: 01" in late
    assert f"• Chưa gửi, quá hạn: {seats - 2}" in late
    await say(house, chi, "[Được miễn (1)]")
    assert "lý do: Đang kiện toàn" in chi.last.text
    await say(house, chi, "[‹ Về sổ theo dõi]", f"[Chưa gửi, quá hạn ({seats - 2})]")
    assert len(re.findall(r"^\d\. ", chi.last.text, re.MULTILINE)) == 6
    assert "không liên lạc được: chưa mời" in chi.last.text
    await say(house, chi, "[Xem trang sau]")
    seat = house.read.conn.execute("SELECT id FROM seats WHERE code = 'HIEPHOIB'").fetchone()[0]
    await press(house, chi, ShowLedgerSeat(NOVEMBER, seat).data)
    assert chi.last.text.splitlines()[0] == "Hiệp hội B – báo cáo tháng 11/2026: Chưa gửi, quá hạn."
    assert "• Trần Thị Bích (đầu mối)" in chi.last.text
    await say(house, chi, "[Nhập báo cáo thay]", "[Điện thoại]")
    assert "Báo cáo tháng 11/2026" in chi.last.text
    assert out_of_date() in await press(house, chi, ShowLedger(Period(2027, 6)).data)


async def test_those_missing_are_urged_once_a_day_after_a_preview_and_the_desk_is_told_whom_it_reached(
    house: World,
) -> None:
    an, bich, binh, chi, huy = (house.phone(code) for code in ("AN", "BICH", "BINH", "CHI", "MAI"))
    await turn_to_day(house, 11, 23)
    await say(house, chi, "/batdau", "[Sổ theo dõi]", "[Gửi đôn đốc]")
    preview = chi.last.text
    assert re.match(r"Gửi tin đôn đốc đến \d\d thành viên chưa gửi báo cáo tháng 11/2026\?", preview)
    assert "• Hiệp hội A (đã nhắc 01 lần)" in preview
    assert "KOTRA" not in preview
    assert "(không liên lạc được: chưa mời)" in preview

    await say(house, chi, "[Xem nội dung tin]", "[‹ Quay lại]", "[Bỏ bớt thành viên]", "[Bỏ số 3]")
    left = chi.last.text.splitlines()[3]
    assert left.endswith(": bỏ bớt")
    name = left[3:].rpartition(":")[0]
    await say(house, chi, "[Tiếp tục]")
    assert f"• {name}: bỏ bớt" in chi.last.text

    shown = len(binh.messages)
    await say(house, binh, *NIL)  # between the preview and the act
    an.fails_with(BLOCKED)
    house.clock.pace_by_itself()
    await say(house, chi, "[Gửi đôn đốc]")
    await house.settle()

    assert not any("đề nghị Quý đại biểu" in message.text for message in (*bich.messages, *binh.messages[shown:]))
    screen, done = [m for m in chi.messages[-4:] if m.text.startswith("Đã gửi tin đôn đốc báo cáo tháng 11/2026: 00/")]
    assert "Đang gửi: Hiệp hội A." in screen.text
    assert "Chưa gửi được: Hiệp hội A (tin nhắn không đến được" in done.text
    assert f"; {name} (" not in done.text
    assert done.labels[:1] == ["Xem liên hệ"]

    again = await press(house, chi, SendUrging(1).data)
    assert again == ""
    assert house.count("outbox", "topic = 'urge' AND dedupe_key LIKE 'urge:%'") == 1
    await press(house, huy, AskUrge(NOVEMBER).data)
    assert "• Hiệp hội A: đã đôn đốc lúc 09:00 hôm nay" in huy.last.text
    assert out_of_date() in await press(house, huy, SendUrging(1).data)  # another officer's
    assert house.count("audit", "verb = 'members.urged'") == 1
    house.clock.set(NEXT_DAY)
    await press(house, huy, AskUrge(NOVEMBER).data)
    assert "• Hiệp hội A (" in huy.last.text


async def test_what_members_read_says_why_and_offers_both_answers_and_reaches_everybody_of_the_seat(
    house: World,
) -> None:
    an, bich, binh, chi = (house.phone(code) for code in ("AN", "BICH", "BINH", "CHI"))
    await turn_to_day(house, 11, 23)
    await press(house, chi, AskUrge(NOVEMBER).data)
    await say(house, chi, "[Gửi đôn đốc]")

    for phone in (an, bich, binh):
        assert phone.last.labels == ["Lập báo cáo", "Báo không phát sinh"]
        assert not phone.last.silent
    assert an.last.text.splitlines() == [
        "Kính gửi Ông Nguyễn Văn An,",
        "Cơ quan thường trực chưa nhận được báo cáo tháng 11/2026 của Hiệp hội A; đề nghị Ông gửi báo cáo.",
        "Thời hạn gửi đã qua (17:00 thứ Sáu, ngày 20/11/2026); báo cáo vẫn được nhận đến"
        " 17:00 thứ Tư, ngày 25/11/2026.",
        "Trường hợp không phát sinh, đề nghị báo không phát sinh để xác nhận.",
    ]
    assert chi.messages[-1].text.startswith("Đã gửi tin đôn đốc báo cáo tháng 11/2026: 02/")


async def test_the_desk_excuses_a_seat_with_a_reason_that_the_member_reads_and_it_is_reminded_no_more(
    house: World,
) -> None:
    an, chi = house.phone("AN"), house.phone("CHI")
    seat = house.read.conn.execute("SELECT id FROM seats WHERE code = 'HIEPHOIA'").fetchone()[0]
    await turn_to_day(house, 11, 23)

    await press(house, chi, ShowLedgerSeat(NOVEMBER, seat).data)
    await say(house, chi, "[Miễn kỳ]", "Đang sáp nhập hiệp hội.", "[Miễn kỳ]")

    assert chi.last.text.splitlines()[:2] == [
        "Hiệp hội A – báo cáo tháng 11/2026: Được miễn.",
        "Lý do: Đang sáp nhập hiệp hội.",
    ]
    assert an.last.text.startswith("Hiệp hội A được miễn báo cáo tháng 11/2026. Lý do: Đang sáp nhập hiệp hội.")
    await press(house, chi, AskUrge(NOVEMBER).data)
    assert "Hiệp hội A" not in chi.last.text
    await press(house, chi, ExcuseSeat(seat, NOVEMBER).data)  # nothing is owed any more
    assert "Được miễn" in chi.last.text
    assert house.count("audit", "verb = 'seat.excused'") == 1
