"""What a leader looks at: the situation of a period and the lists behind it, and the card of a week."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import pytest

from bot.domain.periods import Period
from bot.domain.preferences import PauseFor
from bot.domain.reports import Urgency
from bot.domain.verbs.leading import ShowLate, UrgeDifficulty
from bot.domain.verbs.settings import ChoosePause
from bot.services.desk.aggregate import present
from bot.services.difficulties import acts
from bot.services.standing import period_schedule
from storage import difficulties
from tests.handlers.acts import press
from tests.handlers.handled import do, happened, turn_by, turn_to_day
from tests.handlers.triaged import FULL, item, report
from tests.task_world import import_tasks
from tests.telegram import Phone
from tests.world import World, running, say

FIRST, SECOND, THIRD = (f"VM-2611-00{number}" for number in (1, 2, 3))
CARD = "Tình hình tuần"


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


@pytest.fixture(params=["vpcp-2023", "btp-2026"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A running world with the shipped seats and the programme: Chi and Huy are the desk, Lan leads.

    An has reported two difficulties, Bích one; the first was forwarded to be replied to by the 17th, the second closed.
    """
    world = World(tmp_path, profile=request.param)
    world.quota.most = 1000
    world.import_roster(FULL)
    import_tasks(world)
    for code in ("AN", "BICH", "CHI", "LAN"):
        world.link(code)
    async with running(world):
        await report(world, "HIEPHOIA", item("dat_dai", "Bộ Tài chính"), item("dau_tu"))
        await report(world, "HIEPHOIB", item("dat_dai", "bộ tài chính"))
        await do(world, acts.accept, FIRST)
        await do(world, acts.forward, FIRST, "Bộ Tài chính", date(2026, 11, 17))
        await do(world, acts.close, SECOND, "Đã hết hiệu lực")
        yield world
    world.close()


def lines(phone: Phone) -> list[str]:
    return phone.last.text.splitlines()


async def test_the_situation_is_that_of_the_papers_and_leads_to_what_is_behind_each_figure(house: World) -> None:
    lan = house.phone("LAN")
    await turn_to_day(house, 11, 19, time(16))
    unit = house.unit()
    snapshot = present(unit, period_schedule(unit, Period(2026, 11)))
    due = len(snapshot["seats"])

    await say(house, lan, "/batdau")
    # By hand: two of all have sent; three difficulties, of which one has ended and one waits past its day.
    start = next(number for number, line in enumerate(lines(lan)) if "tháng 11/2026" in line)
    assert lines(lan)[start + 1 : start + 4] == [
        f"Thành viên: 02/{due:02} đã gửi ({2 / due:.1%}); {due - 2:02} chưa gửi.".replace(".", ",", 1),
        "Vướng mắc đang theo dõi: 02 (quá thời hạn trả lời: 01); mới trong kỳ: 03.",
        "Kết thúc trong kỳ: 01; tỷ lệ đã xử lý: 33,3%.",
    ]
    reckoning = snapshot["reckoning"]
    assert (reckoning["open"], reckoning["new"], reckoning["closed"]) == (2, 3, 1)
    assert "Chờ cho ý kiến: 00 nội dung." in lan.last.text

    # Who has not reported, by pages, as many as the figure says.
    await say(house, lan, "[Xem chưa gửi]")
    assert lines(lan)[0] == f"Chưa gửi báo cáo tháng 11/2026 ({due - 2:02} thành viên, trang 1/{-(-(due - 2) // 10)})"
    assert lines(lan)[1].startswith("1. ")
    await say(house, lan, "[Xem trang sau]")
    assert lines(lan)[1].startswith("11. ")
    await say(house, lan, "[Xem tình hình kỳ]")

    # By field as in the papers, down to a difficulty and back; the first field has two, both of them open.
    await say(house, lan, "[Xem lĩnh vực]")
    assert lines(lan)[1:] == [
        "1. Đất đai: 02, đang theo dõi 02",
        "2. Đầu tư, đăng ký doanh nghiệp: 01, đang theo dõi 00",
    ]
    assert [(f["name"], f["count"]) for f in snapshot["fields"]] == [
        ("Đất đai", 2),
        ("Đầu tư, đăng ký doanh nghiệp", 1),
    ]
    await say(house, lan, "[Chọn 1]")
    assert lines(lan)[1:] == [
        f"1. {FIRST} – Hiệp hội A – đã chuyển cơ quan có thẩm quyền",
        f"2. {THIRD} – Hiệp hội B – đã gửi, chờ tiếp nhận",
    ]
    await say(house, lan, "[Chọn 1]")
    assert lines(lan)[0] == f"{FIRST} – Đất đai"
    assert not {"Chuyển cơ quan", "Ghi chú (00)", "Tiếp nhận"} & set(lan.last.labels)
    await say(house, lan, "[‹ Về danh sách]", "[‹ Quay lại]", "[Xem theo cơ quan]")
    assert lines(lan)[1:] == [
        "1. Bộ Tài chính: 02, đang theo dõi 02",
        "2. chưa xác định cơ quan có thẩm quyền: 01, đang theo dõi 00",
    ]


async def test_what_is_late_is_listed_the_worst_first_and_from_there_it_is_urged_once(house: World) -> None:
    lan, chi = house.phone("LAN"), house.phone("CHI")
    await turn_to_day(house, 11, 19, time(16))

    # Tasks, and what the ministry has not replied about.
    await press(house, lan, ShowLate(0).data)
    assert lines(lan)[0] == "Quá hạn (02 nhiệm vụ, 01 vướng mắc)"
    assert [line.partition(" – ")[2] for line in lines(lan)[1:]] == [
        "quá hạn 07 ngày làm việc – Hiệp hội A",
        "quá thời hạn trả lời 02 ngày làm việc – Bộ Tài chính",
        "quá hạn 01 ngày làm việc – Hiệp hội A",
    ]
    await say(house, lan, "[Chọn 2]", "[Nêu ý kiến]", "[Yêu cầu đôn đốc]")
    number = len(happened(house, FIRST))
    assert happened(house, FIRST)[-1] == "directed"
    await press(house, lan, UrgeDifficulty(FIRST, number).data)
    assert lines(lan)[0].startswith(f"{FIRST}: đã yêu cầu đôn đốc lúc 16:")
    assert len(happened(house, FIRST)) == number
    await turn_by(house, house.rules.profile.undo_within)
    assert any("yêu cầu đôn đốc" in message.text for message in chi.messages)
    await press(house, lan, UrgeDifficulty(THIRD, 1).data)
    assert lines(lan)[0] == f"{THIRD} chưa quá hạn; chưa ghi nhận yêu cầu đôn đốc."
    urged = difficulties.events_of(house.read, [FIRST])[FIRST][-1]
    assert dict(urged.detail).keys() == {"direction", "held"}


def cards(phone: Phone) -> list[list[str]]:
    return [message.text.splitlines() for message in phone.messages if message.text.startswith(CARD)]


async def test_the_card_of_a_week_comes_once_on_its_first_working_day_and_waits_for_a_pause(house: World) -> None:
    lan, chi = house.phone("LAN"), house.phone("CHI")
    await turn_to_day(house, 11, 16, time(9, 30))
    assert len(cards(lan)) == 1  # of the week before, in which nothing was
    await turn_to_day(house, 11, 20, time(16, 30))
    await turn_to_day(house, 11, 22, time(16, 30))  # a Sunday
    assert len(cards(lan)) == 1
    await turn_to_day(house, 11, 23, time(8, 29))
    assert len(cards(lan)) == 1
    await turn_to_day(house, 11, 23, time(8, 30))
    await turn_to_day(house, 11, 23, time(9, 30))
    heading, difficulties_, tasks, *rest = cards(lan)[1]
    assert heading == "Tình hình tuần – từ ngày 16/11/2026 đến ngày 22/11/2026"
    assert difficulties_ == "Vướng mắc: mới 03; kết thúc 01; đang theo dõi 02; quá thời hạn trả lời 01."
    assert tasks == "Nhiệm vụ chưa hoàn thành: 05; quá hạn 02."
    assert any(line.startswith("Báo cáo tháng 11/2026: 02/") for line in rest)
    assert not any(name in line for line in cards(lan)[1] for name in ("An", "Chi", "Bích"))
    assert len(cards(lan)) == 2
    assert cards(chi) == []

    # A pause holds it back within its week; a week in which nobody started the program has none afterwards.
    await press(house, lan, ChoosePause(PauseFor.WEEK).data)
    await turn_to_day(house, 11, 30, time(8, 30))
    await turn_to_day(house, 12, 8, time(7, 30))  # a Tuesday: the program did not run before
    assert [card[0] for card in cards(lan)[2:]] == [
        "Tình hình tuần – từ ngày 23/11/2026 đến ngày 29/11/2026",
        "Tình hình tuần – từ ngày 30/11/2026 đến ngày 06/12/2026",
    ]


async def test_where_nothing_is_open_there_is_no_card(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.import_roster(FULL)
    lan = world.link("LAN")
    async with running(world):
        await turn_to_day(world, 11, 16, time(8, 30))
        assert cards(lan) == []
        await report(world, "HIEPHOIA", item("dat_dai"), urgency=Urgency.SOON)
        await turn_to_day(world, 11, 16, time(9, 30))
        assert len(cards(lan)) == 1
    world.close()
