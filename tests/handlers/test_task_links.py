"""A task resolves difficulties: who reported them hears it when it is assigned and when it is done, once each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.difficulties import DifficultyState, current_state
from bot.domain.tasks import Task
from bot.domain.verbs.difficulties import ShowWay
from bot.services.desk import merging
from bot.services.difficulties import acts
from bot.services.tasks import deciding, working
from bot.services.tasks.working import Result
from storage import difficulties, task_difficulties, tasks
from tests.handlers.acts import press
from tests.handlers.handled import CODE, decide, turn_by
from tests.handlers.triaged import FULL, item, report
from tests.telegram import Phone
from tests.world import World, running, say

TASK, OTHER = "NV-26-001", "VM-2611-003"
WAIT = timedelta(minutes=5)
OPINION = "Giao Hiệp hội B chuẩn bị phương án, báo cáo trước ngày 30/11"


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[World]:
    """A running world with the shipped seats: An and Bích have reported; Chi is the desk, Lan leads."""
    world = World(tmp_path)
    world.import_roster(FULL)
    for code in ("AN", "BICH", "CHI", "LAN"):
        world.link(code)
    async with running(world):
        await report(world, "HIEPHOIA", item("dat_dai", "Bộ Tài chính"), item("dau_tu"))
        await report(world, "HIEPHOIB", item("dat_dai", "Bộ Tài chính"))
        await turn_by(world, WAIT)
        yield world
    world.close()


def news(phone: Phone) -> list[str]:
    texts = [message.text for message in phone.messages]
    phone.messages.clear()
    return texts


def the_task(world: World) -> Task:
    found = tasks.task_by_code(world.read, TASK)
    assert found is not None
    return found


def state(world: World, code: str = CODE) -> DifficultyState:
    return current_state(difficulties.events_of(world.read, [code])[code])


TO_B = ("HIEPHOIB", "[Bỏ qua]", "[Bỏ qua]", "30/11", "[Chọn 2]", "[Bỏ qua]", "[Bỏ qua]")


async def assigned(world: World) -> None:
    """Let Chi be about to assign a task from the page of An's difficulty."""
    chi = world.phone("CHI")
    await say(world, chi, f"/tracuu {CODE}", "[Nhiệm vụ (00)]", "[Giao nhiệm vụ]", "Thông báo số 437", "Rà soát")
    await say(world, chi, *TO_B)


async def done(world: World) -> None:
    task = the_task(world)
    (lead,) = task.leads
    await decide(world, lambda u, a: working.report(u, a, task.id, lead, Result("Đã sửa.")), who="BICH")
    course = the_task(world).course_of(lead)
    assert course is not None
    await decide(world, lambda u, a: deciding.confirm(u, a, task.id, lead, course.newest))
    await turn_by(world, WAIT)


async def test_the_member_hears_of_the_task_and_of_its_end_and_the_desk_records_the_result(house: World) -> None:
    an, chi = house.phone("AN"), house.phone("CHI")
    await assigned(house)
    review = chi.last.text
    news(an)
    await say(house, chi, "[Giao nhiệm vụ]")
    await turn_by(house, WAIT)
    told = news(an)
    await say(house, chi, f"/tracuu {CODE}")
    page = chi.last
    await say(house, an, f"/tracuu {CODE}")
    own = an.last.text
    await press(house, an, ShowWay(CODE, 0).data)
    way = an.last.text
    news(an)
    await done(house)
    ended, desk = news(an), chi.last

    assert f"Vướng mắc được tháo gỡ: {CODE}" in review
    assert told == [
        f"Để tháo gỡ vướng mắc {CODE} do Ông nêu, nhiệm vụ {TASK} đã được giao; cơ quan chủ trì: Hiệp hội B.\n"
        "Thời hạn: 17:00 thứ Hai, ngày 30/11/2026\n"
        "Hệ thống sẽ thông báo đến Ông khi nhiệm vụ hoàn thành; trong thời gian này không cần thao tác gì."
    ]
    for text in (page.text, own, way):
        assert f"Nhiệm vụ {TASK}: mới giao, thời hạn 30/11/2026." in text
    assert "Nhiệm vụ (01)" in page.labels
    assert ended == [
        f"Nhiệm vụ {TASK}, được giao để tháo gỡ {CODE}, đã hoàn thành ngày 16/11/2026.\n"
        f"Cơ quan thường trực đang xem xét kết quả xử lý {CODE} và sẽ thông báo đến Ông."
    ]
    # Nothing becomes of the difficulty by that.
    assert state(house) is DifficultyState.SENT
    assert desk.text.startswith(f"{TASK} đã hoàn thành.")
    assert desk.labels == [f"Xem {CODE}", "Xem nhiệm vụ"]


async def test_the_result_of_what_was_accepted_is_recorded_from_the_notice(house: World) -> None:
    chi = house.phone("CHI")
    await decide(house, acts.accept, CODE)
    await assigned(house)
    await say(house, chi, "[Giao nhiệm vụ]")
    await done(house)

    await say(house, chi, f"[Kết quả {CODE}]")

    assert chi.last.text.startswith(f"{CODE} – Trả lời")


async def test_those_who_reported_what_is_followed_together_hear_it_once_each(house: World) -> None:
    an, bich, chi = house.phone("AN"), house.phone("BICH"), house.phone("CHI")
    await decide(house, merging.merge, OTHER, CODE)
    await turn_by(house, WAIT)
    await assigned(house)
    await say(house, chi, "[Giao nhiệm vụ]")
    await turn_by(house, WAIT)
    told = [[text for text in news(phone) if text.startswith("Để tháo gỡ")] for phone in (an, bich)]

    assert [len(each) for each in told] == [1, 1]


async def test_a_difficulty_is_linked_and_unlinked_from_both_pages(house: World) -> None:
    an, chi = house.phone("AN"), house.phone("CHI")
    await say(house, chi, "/batdau", "[Giao nhiệm vụ]", "Thông báo số 437", "Rà soát", *TO_B, "[Bỏ qua]")
    await say(house, chi, "[Giao nhiệm vụ]", f"/tracuu {TASK}", "[Vướng mắc (00)]", "[Gắn vướng mắc]")
    await say(house, chi, "VM-2611-999")
    unknown = chi.last.text.splitlines()[0]
    news(an)
    await say(house, chi, "vm 2611 001", "[Gắn]")
    linked = chi.last.text.splitlines()[0]
    await turn_by(house, WAIT)
    first = news(an)
    await say(house, chi, "[Vướng mắc (01)]", f"[Bỏ {CODE}]")
    unlinked = chi.last.text.splitlines()[0]
    await say(house, chi, f"/tracuu {CODE}", "[Nhiệm vụ (00)]", "[Gắn việc đã giao]", "nv 26 1", "[Gắn]")
    again = chi.last.text
    await turn_by(house, WAIT)

    assert unknown == 'Không có vướng mắc "VM-2611-999" đang theo dõi.'
    assert linked == f"{TASK}: đã gắn với {CODE}; thành viên đã nêu được thông báo."
    assert len(first) == 1
    assert unlinked == f"{TASK}: đã bỏ gắn với {CODE}; không gửi thông báo."
    assert f"Nhiệm vụ {TASK}: mới giao" in again
    assert news(an) == []  # they have heard of this one
    assert task_difficulties.difficulties_of(house.read, the_task(house).id) == (CODE,)


async def test_what_a_leader_says_becomes_a_task_that_resolves_the_difficulty(house: World) -> None:
    chi, lan = house.phone("CHI"), house.phone("LAN")
    await say(house, chi, f"/tracuu {CODE}", "[Xin ý kiến lãnh đạo]", "Đề nghị giao Hiệp hội B.", "[Gửi lãnh đạo]")
    await turn_by(house, WAIT)
    await say(house, lan, f"/tracuu {CODE}", "[Nêu ý kiến]", "[Nêu ý kiến khác]", OPINION, "[Ghi nhận ý kiến]")
    await turn_by(house, WAIT)

    await say(house, chi, "[Giao thành nhiệm vụ]")
    asked = chi.last.text
    await say(house, chi, *TO_B)
    review = chi.last.text
    await say(house, chi, "[Giao nhiệm vụ]")

    assert "Cơ quan chủ trì?" in asked
    assert f"Vướng mắc được tháo gỡ: {CODE}" in review
    task = the_task(house)
    assert (task.basis, task.title) == ("Ý kiến chỉ đạo của Hoàng Thị Lan ngày 16/11/2026", OPINION)
    assert task_difficulties.difficulties_of(house.read, task.id) == (CODE,)
