"""What a leader sees on opening the channel."""

from __future__ import annotations

from bot.domain.verbs.desk import AcceptAdhoc
from tests.catalogues import said
from tests.handlers.acts import LATE, NIL, SENT, SENT_ADHOC, bring_roster, press
from tests.handlers.adhoc import CODE
from tests.task_world import import_tasks
from tests.world import ROSTER, World, running, say

HIEPHOIC = "MAI,Lý Thị Mai,Chủ tịch,,vi,,focal,hoi_dong_tu_van,HIEPHOIC,Hiệp hội C\n"


async def test_members_are_counted_by_what_they_have_sent(world: World) -> None:
    lan = world.phone("LAN")
    await bring_roster(world, ROSTER + HIEPHOIC)
    await say(world, world.phone("AN"), *SENT)
    await say(world, world.phone("BICH"), *NIL)

    await say(world, lan, "/batdau")

    assert lan.last.text.splitlines()[1:5] == [
        "Tình hình kỳ tháng 11/2026 – đến 08:15 ngày 16/11/2026",
        "Thành viên: 02/03 đã gửi (66,7%), trong đó 01 không phát sinh; 01 chưa gửi.",
        "Vướng mắc đang theo dõi: 01; mới trong kỳ: 01.",
        "Kết thúc trong kỳ: 00; tỷ lệ đã xử lý: 0%.",
    ]


async def test_after_the_deadline_those_missing_are_past_it_and_who_is_excused_is_counted_apart(world: World) -> None:
    lan = world.phone("LAN")
    await world.writer.write(
        lambda db: db.conn.execute(
            "INSERT INTO excuses (seat, period, reason, by_person, at)"
            " SELECT id, '2026-11', '', (SELECT min(id) FROM persons), '' FROM seats WHERE code = 'HIEPHOIB'"
        )
    )
    world.clock.set(LATE)

    await say(world, lan, "/batdau")

    assert "Thành viên: 00/02 đã gửi (0%); 01 chưa gửi, đã quá thời hạn; 01 được miễn." in lan.last.text


async def test_tasks_are_counted_by_bucket_with_those_that_are_done(still_world: World) -> None:
    world, lan = still_world, still_world.link("LAN")
    import_tasks(world)

    async with running(world):
        await say(world, lan, "/batdau")

    line = next(line for line in lan.last.text.splitlines() if line.startswith("Nhiệm vụ:"))
    assert line == (
        "Nhiệm vụ: 06 giao; 01 hoàn thành (01 đúng hạn); 05 chưa hoàn thành (03 trong hạn, 01 quá hạn,"
        " 01 không có thời hạn)."
    )


async def test_urgent_reports_wait_on_it_with_a_button_until_somebody_accepts(world: World) -> None:
    lan = world.phone("LAN")
    await say(world, lan, "/batdau")
    assert said("Urgent reports waiting for acceptance: none.") in lan.last.text
    await say(world, world.phone("AN"), *SENT_ADHOC)

    await say(world, lan, "/batdau")
    assert f"Báo cáo khẩn chờ tiếp nhận: 01 ({CODE})." in lan.last.text
    await say(world, lan, f"[Xem {CODE}]")
    assert f"Báo cáo đột xuất {CODE}" in lan.last.text

    await press(world, world.phone("CHI"), AcceptAdhoc(CODE).data)
    await say(world, lan, "/batdau")
    assert said("Urgent reports waiting for acceptance: none.") in lan.last.text


async def test_its_buttons_lead_to_what_a_leader_may_see_and_to_nothing_else(world: World) -> None:
    lan = world.phone("LAN")

    await say(world, lan, "/batdau")
    looks = [
        "View those missing",
        "View what is overdue",
        "View fields",
        "View the aggregate",
        "View tasks",
        "Task situation",
        "View help",
    ]
    assert lan.last.labels == list(map(said, looks))

    await say(world, lan, "[Xem bản tổng hợp]")
    assert lan.messages[0].text.startswith("Tổng hợp khó khăn, vướng mắc")
    assert [message.file[0] for message in lan.messages if message.file] == [
        "Du-thao-bao-cao-2026-11.docx",
        "Phu-luc-2026-11.xlsx",
    ]


async def test_an_officer_who_also_leads_keeps_the_desks_main_screen(world: World) -> None:
    lan = world.phone("LAN")
    await bring_roster(world, ROSTER + "LAN,Hoàng Thị Lan,Cục trưởng,,vi,,secretariat,,,\n")

    await say(world, lan, "/batdau")

    assert said("View members") in lan.last.labels
    assert "Tình hình kỳ" not in lan.last.text
    await say(world, lan, "[Xem tình hình kỳ]")
    assert "Tình hình kỳ tháng 11/2026" in lan.last.text
