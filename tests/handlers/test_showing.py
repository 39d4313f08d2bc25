"""An officer sends the papers to the leaders by hand: as a draft in the officer's own name, and to whoever has none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path

import pytest

from bot.domain.periods import Period
from bot.domain.verbs.desk import SendToLeaders, ShowToLeaders
from bot.services.desk import previewing
from bot.services.difficulties import acts
from storage import releases
from tests.handlers.acts import SENT, press
from tests.handlers.handled import do
from tests.handlers.turning import CLOSE, turn_to
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say

NOVEMBER = Period(2026, 11)
SECOND_LEADER = "MAI,Đỗ Thị Mai,Phó Cục trưởng,,vi,,leader,,,\n"
SHOW = "[Gửi lãnh đạo xem]"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[World]:
    """A running world whose desk releases the papers; An has reported, on the 23rd what belongs to them is fixed."""
    world = World(tmp_path, profile="btp-2026")
    world.quota.most = 1000
    world.import_roster(ROSTER + SECOND_LEADER)
    for code in ("AN", "CHI", "LAN"):
        world.link(code)
    async with running(world):
        await turn_to(world, 16, CLOSE)
        await say(world, world.phone("AN"), *SENT)
        await turn_to(world, 23, CLOSE)
        world.phone("LAN").messages.clear()  # the card of the week
        yield world
    world.close()


def news(phone: Phone) -> list[str]:
    """What has arrived since the last time this was asked, files by their names."""
    shown = [message.file[0] if message.file else message.text for message in phone.messages]
    phone.messages.clear()
    return shown


def shown(phone: Phone) -> str:
    """The newest message that is no file."""
    return next(message.text for message in reversed(phone.messages) if not message.file)


def fingerprint(world: World) -> int:
    fixed = releases.waiting(world.read, NOVEMBER.iso)
    assert fixed is not None
    return previewing.preview(world.unit(), fixed).fingerprint


async def test_a_draft_goes_out_once_for_its_figures_in_the_officers_name(office: World) -> None:
    world, chi, lan = office, office.phone("CHI"), office.phone("LAN")
    assert news(lan) == []  # figures nobody answers for are sent to no leader by themselves
    await say(world, chi, "/tonghop 11/2026", SHOW)
    assert "người chịu trách nhiệm về số liệu: Phạm Thu Chi" in shown(chi)
    assert news(lan) == []
    await turn_to(world, 23, time(17, 5))
    await say(world, chi, SHOW)
    await turn_to(world, 23, time(17, 10))

    assert "Đã chuyển gửi dự thảo tháng 11/2026, chưa duyệt, đến 01 lãnh đạo" in shown(chi)
    draft, *files = news(lan)
    assert draft.splitlines()[1] == (
        "Dự thảo, chưa duyệt: báo cáo được chốt lúc 17:00 thứ Hai, ngày 23/11/2026, số liệu còn có thể thay đổi."
        " Người gửi và chịu trách nhiệm về số liệu: Phạm Thu Chi."
    )
    assert "Thành viên: 01/02 đã gửi báo cáo định kỳ." in draft
    assert files == ["Du-thao-bao-cao-2026-11.docx", "Phu-luc-2026-11.xlsx"]

    # The same figures are sent once, whoever presses; others are shown anew first, then sent.
    same = ShowToLeaders(NOVEMBER, fingerprint(world)).data
    await press(world, chi, same)
    assert "đã được Phạm Thu Chi gửi lãnh đạo xem lúc 17:05 thứ Hai, ngày 23/11/2026" in shown(chi)
    await do(world, acts.accept, "VM-2611-001")
    await turn_to(world, 24, time(9))
    await press(world, chi, same)
    assert any("số liệu chưa được duyệt" in text for text in news(chi))
    await turn_to(world, 24, time(9, 5))
    assert news(lan) == []
    await press(world, chi, ShowToLeaders(NOVEMBER, fingerprint(world)).data)
    await turn_to(world, 24, time(9, 10))
    assert len(news(lan)) == 3
    assert world.count("audit", "verb = 'preview.shown'") == 2


async def test_released_papers_go_to_leaders_by_themselves_and_by_hand_to_who_has_none(office: World) -> None:
    world, chi, lan = office, office.phone("CHI"), office.phone("LAN")
    await turn_to(world, 24, time(9))
    await say(world, chi, "/tonghop 11/2026", "[Duyệt số liệu]", "[Duyệt số liệu]")
    await turn_to(world, 24, time(9, 30))
    assert len(news(lan)) == 3
    again = SendToLeaders(NOVEMBER, 0).data
    await press(world, chi, again)
    assert "Các lãnh đạo liên lạc được qua Hệ thống (01) đều đã có bản tổng hợp đã duyệt" in shown(chi)
    mai = world.link("MAI")
    await press(world, chi, again)
    await turn_to(world, 24, time(9, 35))
    assert "đến 01 lãnh đạo chưa nhận được" in "".join(news(chi))
    assert news(mai)[0].startswith("Tổng hợp khó khăn, vướng mắc")
    assert news(lan) == []
    await press(world, chi, again)
    await turn_to(world, 24, time(9, 40))
    assert news(mai) == []
