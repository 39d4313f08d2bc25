"""Nothing new reported by a seat that sent something ad hoc in the same window: no sentence denies what was sent."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.clock import VN
from bot.domain.verbs.desk import AcceptAdhoc
from storage import reports
from tests.handlers.acts import SENT_ADHOC, press
from tests.handlers.adhoc import CODE, SENT_SOON
from tests.handlers.test_home import main_screen
from tests.world import World, say

OPEN_NIL = ("/baocao", "[Báo cáo tháng 12]", "[Báo không phát sinh]")
NOVEMBER_NIL = ("/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]")
BEYOND = f"ngoài nội dung đã gửi tại báo cáo đột xuất {CODE}"


@pytest.mark.parametrize("adhoc", [SENT_ADHOC, SENT_SOON], ids=["urgent", "early"])
async def test_the_screen_the_receipt_the_desk_the_lists_and_home_name_the_ad_hoc_report(
    world: World, adhoc: tuple[str, ...]
) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *adhoc, *OPEN_NIL)
    asked = an.last.text
    await say(world, an, "[Gửi báo cáo]")
    receipt = an.last.text
    await say(world, an, "/batdau")
    home = main_screen(an)
    await say(world, an, "BC-2612-001")
    looked_up = an.last.text
    await say(world, chi, "/tracuu", "[Xem báo cáo đã gửi]")

    assert f"Trong kỳ, Hiệp hội A không phát sinh thêm khó khăn, vướng mắc về TTHC {BEYOND}." in asked
    assert f"Nội dung: không phát sinh thêm vướng mắc {BEYOND}, tháng 12/2026." in receipt
    copy = next(message.text for message in chi.messages if message.text.startswith("BC-2612-001"))
    said = f"Trong kỳ không phát sinh thêm khó khăn, vướng mắc về TTHC {BEYOND}."
    assert said in copy.splitlines()
    assert said in looked_up.splitlines()
    assert f"đã báo không phát sinh thêm ngoài báo cáo đột xuất {CODE} (BC-2612-001" in home
    assert f"không phát sinh thêm ngoài báo cáo đột xuất {CODE}" in chi.last.text


async def test_several_ad_hoc_reports_are_all_named(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT_ADHOC, *SENT_SOON, *OPEN_NIL)

    assert "tại báo cáo đột xuất DX-2611-001, DX-2611-002." in an.last.text


async def test_what_came_after_the_nil_report_is_named_from_then_on(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN_NIL, "[Gửi báo cáo]")
    assert "đột xuất DX" not in an.last.text

    await say(world, an, *SENT_ADHOC, "/batdau")

    assert f"ngoài báo cáo đột xuất {CODE}" in main_screen(an)


async def test_neither_another_window_nor_another_seat_s_nor_a_withdrawn_report_is_named(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, *SENT_ADHOC)

    await say(world, an, *NOVEMBER_NIL)
    november = an.last.text
    await say(world, bich, *OPEN_NIL)
    other_seat = bich.last.text
    await world.writer.write(lambda db: reports.withdraw(db, CODE, world.clock.now(), 1))
    await say(world, an, *OPEN_NIL)

    assert [CODE in text for text in (november, other_seat, an.last.text)] == [False, False, False]


async def test_the_leader_sees_accepted_urgent_reports_with_by_whom_and_when(world: World) -> None:
    lan = world.phone("LAN")
    await say(world, world.phone("AN"), *SENT_ADHOC)
    await say(world, world.phone("BICH"), *SENT_SOON)
    await press(world, world.phone("CHI"), AcceptAdhoc(CODE).data)
    await press(world, world.phone("CHI"), AcceptAdhoc("DX-2611-002").data)

    await say(world, lan, "/batdau")

    assert "Báo cáo khẩn đã tiếp nhận trong 07 ngày qua: 01." in lan.last.text
    line = f"• {CODE}, Hiệp hội A: Phạm Thu Chi tiếp nhận lúc 08:15 ngày 16/11/2026"
    assert line in lan.last.text.splitlines()
    assert f"Xem {CODE}" in lan.last.labels
    assert "DX-2611-002" not in lan.last.text  # it is not urgent

    world.clock.set(datetime(2026, 11, 24, 9, tzinfo=VN))
    await say(world, lan, "/batdau")
    assert "đã tiếp nhận" not in lan.last.text


async def test_a_leader_s_period_names_what_was_sent_ad_hoc_beside_who_reported_nothing(world: World) -> None:
    lan = world.phone("LAN")
    await say(world, world.phone("AN"), *SENT_ADHOC, *OPEN_NIL, "[Gửi báo cáo]")
    world.clock.set(datetime(2026, 12, 1, 9, tzinfo=VN))  # November is closed

    await say(world, lan, "/batdau")

    assert "trong đó 01 không phát sinh" in lan.last.text
    assert f"Báo cáo đột xuất trong thời gian chốt số liệu: 01 ({CODE})." in lan.last.text.splitlines()


async def test_the_aggregate_says_which_ad_hoc_reports_are_urgent(world: World) -> None:
    lan = world.phone("LAN")
    await say(world, world.phone("AN"), *SENT_ADHOC)
    await say(world, world.phone("BICH"), *SENT_SOON)

    await say(world, lan, "/tonghop 2026-12")

    shown = next(message.text for message in lan.messages if "Thành viên:" in message.text).splitlines()
    assert f"• Báo cáo đột xuất (khẩn) trong thời gian chốt số liệu (01): {CODE} (Hiệp hội A)" in shown
    assert "• Báo cáo đột xuất (sớm) trong thời gian chốt số liệu (01): DX-2611-002 (Hiệp hội B)" in shown


async def test_where_every_report_is_nil_the_aggregate_says_so_and_not_that_none_is_known_yet(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/tonghop")
    before = next(message.text for message in chi.messages if "Thành viên:" in message.text)
    chi.messages.clear()
    await say(world, world.phone("AN"), *NOVEMBER_NIL, "[Gửi báo cáo]")

    await say(world, chi, "/tonghop 2026-11")

    assert "Vướng mắc: chưa có." in before
    after = next(message.text for message in chi.messages if "Thành viên:" in message.text)
    assert "Vướng mắc: báo cáo đã gửi báo không phát sinh." in after
    assert "chưa có." not in after
