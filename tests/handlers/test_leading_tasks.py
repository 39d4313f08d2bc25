"""What a leader reads of the tasks, has urged and says of them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.courses import Lead, TaskAct
from bot.domain.tasks import Part
from bot.domain.verbs.leading_tasks import AskTaskUrged, ShowTaskFigures, UrgeTask
from bot.services.tasks import deciding, working
from bot.services.tasks.working import Result
from storage import task_events
from tests.handlers.acts import press
from tests.handlers.turning import turn_to
from tests.services.courses import OUTSIDE, Desk, a_task
from tests.telegram import Phone
from tests.world import World, say

CODE = "NV-26-001"


@pytest.fixture
async def desk(world: World) -> Desk:
    """A task of two leads that is overdue with A and done late with B, one in time, one of an agency without a seat."""
    found = Desk(world)
    found.assign(a_task(found, "HIEPHOIA", "HIEPHOIB", due=date(2026, 11, 17)))
    first = found.task_id
    found.assign(a_task(found, "HIEPHOIB", due=date(2026, 12, 15)))
    found.assign(a_task(found, due=date(2026, 11, 18), outside=(OUTSIDE,)))
    found.task_id = first
    await turn_to(world, 18)
    lead = Lead(found.seat("HIEPHOIB"))
    found.does("BICH", lambda unit, actor: working.report(unit, actor, first, lead, Result("Đã ban hành.")))
    newest = found.course(lead).newest
    found.does("CHI", lambda unit, actor: deciding.confirm(unit, actor, first, lead, newest))
    await turn_to(world, 19)
    return found


def lines(phone: Phone) -> list[str]:
    return phone.last.text.splitlines()


async def test_a_leader_goes_from_the_figures_to_the_courses_the_leads_and_the_task(desk: Desk) -> None:
    lan = desk.world.phone("LAN")
    await say(desk.world, lan, "/batdau")
    counted = (
        "Nhiệm vụ: 03 giao, tính theo từng cơ quan chủ trì 04; 01 hoàn thành (01 quá hạn); 03 chưa hoàn thành"
        " (01 trong hạn, 02 quá hạn)."
    )
    assert counted in lines(lan)

    await say(desk.world, lan, "[Tình hình nhiệm vụ]")
    assert lines(lan) == [
        "Tình hình nhiệm vụ – đến 08:30 ngày 19/11/2026",
        counted,
        "Quá hạn theo cơ quan chủ trì:",
        "• Hiệp hội A: 01",
        f"• {OUTSIDE}: 01",
        "Đề nghị điều chỉnh thời hạn chờ quyết định quá 02 ngày làm việc: 00.",
    ]
    await say(desk.world, lan, "[Xem quá hạn]")
    assert lines(lan) == [
        "Nhiệm vụ chưa hoàn thành, quá hạn (02)",
        f"1. {CODE} – Hiệp hội A – quá hạn 02 ngày làm việc – Rà soát thủ tục",
        f"2. NV-26-003 – {OUTSIDE} – quá hạn 01 ngày làm việc – Rà soát thủ tục",
    ]
    await say(desk.world, lan, "[Chọn 2]")
    assert lines(lan)[0] == "NV-26-003 – Rà soát thủ tục"
    await say(desk.world, lan, "[‹ Về danh sách]", "[Tình hình nhiệm vụ]", "[Xem theo chủ trì]")
    assert lines(lan)[1:] == [
        "1. Hiệp hội A: 01, hoàn thành 00, quá hạn 01",
        f"2. {OUTSIDE}: 01, hoàn thành 00, quá hạn 01",
        "3. Hiệp hội B: 02, hoàn thành 01, quá hạn 00",
    ]
    await say(desk.world, lan, "[Chọn 3]")
    assert [line.partition(" – ")[0] for line in lines(lan)] == ["Hiệp hội B (02)", "1. NV-26-002", f"2. {CODE}"]


async def test_what_is_overdue_is_urged_once_at_the_leaders_wish_by_the_desk(desk: Desk) -> None:
    world, lan, chi, an = desk.world, desk.world.phone("LAN"), desk.world.phone("CHI"), desk.world.phone("AN")
    await press(world, lan, ShowTaskFigures().data)
    await say(world, lan, "[Xem quá hạn]", "[Chọn 1]", "[Yêu cầu đôn đốc]")
    assert lines(lan)[0].startswith(f"Đã ghi nhận ý kiến về {CODE} lúc 08:3")
    assert f"Ý kiến chỉ đạo về {CODE}" in lines(chi)[0]
    await press(world, lan, AskTaskUrged(desk.task_id).data)
    assert "đã yêu cầu đôn đốc lúc" in lines(lan)[0]

    for phone in (an, world.phone("BICH")):
        phone.messages.clear()
    await say(world, chi, "[Đôn đốc chủ trì]")

    assert lines(chi)[0] == f"{CODE}: đã đôn đốc Hiệp hội A."
    assert lines(an)[1] == (
        f'Nhiệm vụ {CODE} "Rà soát thủ tục" quá hạn 02 ngày làm việc. Thời hạn: 17:00 thứ Ba, ngày 17/11/2026.'
    )
    assert world.phone("BICH").messages == []
    await press(world, chi, UrgeTask(desk.task_id).data)
    assert "đã được đôn đốc trong ngày hôm nay" in lines(chi)[0]
    assert len(an.messages) == 1
    events = task_events.events_of(world.read, [desk.task_id])[desk.task_id]
    assert [event.act for event in events][-2:] == [TaskAct.DIRECTED, TaskAct.URGED]


async def test_what_has_been_reported_meanwhile_is_not_urged(desk: Desk) -> None:
    world, chi, an = desk.world, desk.world.phone("CHI"), desk.world.phone("AN")
    lead = Lead(desk.seat("HIEPHOIA"))
    desk.does("AN", lambda unit, actor: working.report(unit, actor, desk.task_id, lead, Result("Xong.")))
    an.messages.clear()

    await press(world, chi, UrgeTask(desk.task_id).data)

    assert lines(chi)[0] == f"{CODE} chưa quá hạn; chưa ghi nhận yêu cầu đôn đốc."
    assert an.messages == []


async def test_what_a_leader_says_of_a_task_is_kept_told_the_desk_and_no_member(desk: Desk) -> None:
    world, lan, chi, an = desk.world, desk.world.phone("LAN"), desk.world.phone("CHI"), desk.world.phone("AN")
    an.messages.clear()
    await say(world, lan, f"/tracuu {CODE}", "[Nêu ý kiến]")
    assert lines(lan)[0] == f"{CODE} – Ý kiến chỉ đạo: Rà soát thủ tục"
    await say(world, lan, "Báo cáo Thủ tướng trước ngày 30/11.", "[Ghi nhận ý kiến]")

    assert lines(lan)[0].startswith(f"Đã ghi nhận ý kiến về {CODE}")
    assert lines(chi)[1:] == ["Báo cáo Thủ tướng trước ngày 30/11.", "Nhiệm vụ: Rà soát thủ tục"]
    assert "Giao thành nhiệm vụ" in chi.last.labels
    await say(world, chi, f"[Xem {CODE}]")
    said = [line for line in lines(chi) if line.startswith("Ý kiến chỉ đạo của lãnh đạo (Hoàng Thị Lan, ")]
    assert len(said) == 1
    assert said[0].endswith(": Báo cáo Thủ tướng trước ngày 30/11.")
    await say(world, an, f"/tracuu {CODE}")
    assert not any("chỉ đạo" in line for line in lines(an))
    assert desk.stages() == ["new", "done"]


async def test_what_a_leader_says_of_a_task_becomes_the_draft_of_another_one(desk: Desk) -> None:
    world, lan, chi = desk.world, desk.world.phone("LAN"), desk.world.phone("CHI")
    await say(world, lan, f"/tracuu {CODE}", "[Nêu ý kiến]", "Bộ Tư pháp báo cáo kết quả.", "[Ghi nhận ý kiến]")
    before = world.count("tasks")

    await say(world, chi, "[Giao thành nhiệm vụ]")

    assert "chủ trì" in chi.last.text
    await say(world, chi, "Hiệp hội A", *["[Bỏ qua]"] * 2, "30/11", "[Chọn 2]", *["[Bỏ qua]"] * 2)
    assert "Nội dung: Bộ Tư pháp báo cáo kết quả." in chi.last.text
    assert "Ý kiến chỉ đạo của Hoàng Thị Lan" in chi.last.text
    assert world.count("tasks") == before, "nothing is assigned unseen"


async def test_extensions_that_wait_for_the_desk_longer_than_two_working_days_are_named(desk: Desk) -> None:
    world, lan = desk.world, desk.world.phone("LAN")
    lead = Lead(desk.seat("HIEPHOIA"))
    to = date(2026, 11, 30)
    desk.does("AN", lambda unit, actor: working.ask_extension(unit, actor, desk.task_id, lead, to, "Chờ ý kiến"))
    await turn_to(world, 23)
    await press(world, lan, ShowTaskFigures().data)
    assert lines(lan)[-1].endswith(": 00.")
    await turn_to(world, 25)

    await press(world, lan, ShowTaskFigures().data)
    assert lines(lan)[-1] == "Đề nghị điều chỉnh thời hạn chờ quyết định quá 02 ngày làm việc: 01."
    await say(world, lan, "[Xem chờ quyết định]")

    assert lines(lan)[1] == (f"1. {CODE} – Hiệp hội A – đề nghị đến 30/11/2026, gửi ngày 19/11/2026 – Rà soát thủ tục")


async def test_whoever_watches_is_urged_in_the_name_of_an_agency_and_an_agency_alone_by_nobody(desk: Desk) -> None:
    world, chi, bich = desk.world, desk.world.phone("CHI"), desk.world.phone("BICH")
    watched = a_task(desk, due=date(2026, 11, 18), outside=(OUTSIDE,))
    seats = {Part.WATCHING: (desk.seat("HIEPHOIB"),)}
    desk.assign(type(watched)(**{**vars(watched), "seats": seats}))
    bich.messages.clear()

    await press(world, chi, UrgeTask(desk.task_id).data)
    assert f"(thay {OUTSIDE}) quá hạn 01 ngày làm việc" in bich.last.text
    await press(world, chi, UrgeTask(3).data)

    assert lines(chi)[0] == f"NV-26-003: chưa liên hệ được người nào của {OUTSIDE}."
