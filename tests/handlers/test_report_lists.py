"""The lists of the reports that were sent, on the real program."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.searching import LookupList
from bot.domain.verbs.lookup import ShowLookupList
from tests.catalogues import said
from tests.handlers.acts import NIL, SENT, SENT_ADHOC, press
from tests.world import World, say

SENT_LIST = "[Xem báo cáo đã gửi]"
ADHOC_LIST = "[Xem báo cáo đột xuất]"


async def test_a_member_lists_what_their_organisation_sent_the_newest_first_and_nothing_else(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, *SENT)
    await say(world, bich, *NIL)
    world.clock.set(world.clock.now() + timedelta(hours=1))
    await say(world, an, *SENT_ADHOC, "/tracuu", SENT_LIST)

    assert an.last.text.splitlines() == [
        "Báo cáo đã gửi",
        "1. DX-2611-001 – đề nghị xử lý khẩn – gửi lúc 09:15 ngày 16/11/2026, chờ tiếp nhận",
        "2. BC-2611-001 – tháng 11/2026 – gửi lúc 08:15 ngày 16/11/2026, 01 vướng mắc",
    ]
    assert an.last.labels == ["Chọn 1", "Chọn 2", said("View my dossier"), said("Look up"), said("Main screen")]


async def test_an_entry_of_a_list_is_opened_and_leads_back_to_it(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT, "/batdau", "[Tra cứu]", SENT_LIST)
    listed = an.last.text

    await say(world, an, "[Chọn 1]")
    opened, labels = an.last.text, an.last.labels
    await say(world, an, "[‹ Về danh sách]")

    assert opened.startswith("BC-2611-001 – báo cáo tháng 11/2026")
    assert labels == ["Xem VM-2611-001", "Bổ sung, đính chính", "‹ Về danh sách", said("Main screen")]
    assert an.last.text == listed


async def test_the_desk_and_the_leader_list_ad_hoc_reports_with_who_accepted_them(world: World) -> None:
    an, bich, chi, lan = (world.phone(who) for who in ("AN", "BICH", "CHI", "LAN"))
    await say(world, an, *SENT)
    await say(world, an, *SENT_ADHOC)
    await say(world, bich, *SENT_ADHOC)
    await say(world, chi, "[Tiếp nhận]")

    for phone in (chi, lan):
        await say(world, phone, "/tracuu", ADHOC_LIST)

    assert chi.last.text.splitlines() == [
        "Báo cáo đột xuất",
        "1. DX-2611-002 – đề nghị xử lý khẩn – Hiệp hội B, gửi lúc 08:15 ngày 16/11/2026, đã tiếp nhận (Phạm Thu Chi)",
        "2. DX-2611-001 – đề nghị xử lý khẩn – Hiệp hội A, gửi lúc 08:15 ngày 16/11/2026, chờ tiếp nhận",
    ]
    assert lan.last.text == chi.last.text


async def test_the_desk_lists_what_everybody_sent(world: World) -> None:
    an, bich, chi = (world.phone(who) for who in ("AN", "BICH", "CHI"))
    await say(world, an, *SENT)
    await say(world, bich, *NIL)

    await say(world, chi, "/tracuu", SENT_LIST)

    assert chi.last.text.splitlines()[1:] == [
        "1. BC-2611-002 – tháng 11/2026 – Hiệp hội B, gửi lúc 08:15 ngày 16/11/2026, không phát sinh",
        "2. BC-2611-001 – tháng 11/2026 – Hiệp hội A, gửi lúc 08:15 ngày 16/11/2026, 01 vướng mắc",
    ]
    assert chi.last.labels[2:] == [said("View ad hoc reports"), said("Look up"), said("Main screen")]


async def test_a_member_who_forges_the_list_of_ad_hoc_reports_sees_their_own(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, bich, *SENT_ADHOC)
    await say(world, an, *SENT_ADHOC, "/tracuu")

    await press(world, an, ShowLookupList(LookupList.ADHOC, 0).data)

    assert "1. DX-2611-002" in an.last.text
    assert "DX-2611-001" not in an.last.text


async def test_five_reports_stand_on_a_page_and_a_page_behind_the_end_is_the_last(world: World) -> None:
    an = world.phone("AN")
    for _ in range(6):
        await say(world, an, *SENT_ADHOC)

    await say(world, an, "/tracuu", SENT_LIST)
    first = an.last.text
    await say(world, an, "[Xem trang sau]")
    second, labels = an.last.text, an.last.labels
    await press(world, an, ShowLookupList(LookupList.SENT, 36**6 - 1).data)

    assert first.startswith("Báo cáo đã gửi, trang 1/2\n1. DX-2611-006")
    assert second.splitlines()[1].startswith("1. DX-2611-001")
    assert labels == ["Chọn 1", said("Previous page"), said("View my dossier"), said("Look up"), said("Main screen")]
    assert an.last.text == second


async def test_where_nothing_was_sent_it_is_said(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, "/tracuu", SENT_LIST)
    await say(world, chi, "/tracuu", ADHOC_LIST)

    assert an.last.text == said("No report has been sent so far.")
    assert chi.last.text == said("No ad hoc report has been sent so far.")
