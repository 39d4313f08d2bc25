"""The desk asks its leader about a difficulty; what the leader says waits for the desk, and no member sees it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.periods import Period
from bot.domain.triage import QueueGroup, QueueView
from bot.domain.verbs.difficulties import ShowEvent, ShowWay
from bot.domain.verbs.handling import UndoAct
from bot.domain.verbs.leading import UndoDirection
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.triage import ShowQueue
from bot.exports.snapshot import Snapshot
from bot.services.desk.aggregate import present
from bot.services.difficulties import acts
from bot.services.dossier import make_dossier
from bot.services.standing import period_schedule
from storage import people
from tests.catalogues import out_of_date
from tests.handlers.acts import press
from tests.handlers.handled import CODE, do, happened, turn_by
from tests.handlers.triaged import FULL, item, report
from tests.telegram import Phone
from tests.world import World, running, say

WAIT = timedelta(minutes=5)
PROPOSAL = "Giao Bộ Tài chính rà soát, bãi bỏ thành phần hồ sơ trong quý IV"
OPINION = "Mời Bộ Tài chính họp trước ngày 30/11; báo cáo kết quả"
NOVEMBER = Period(2026, 11)


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[World]:
    """A running world with the shipped seats: An and Bích have reported; Chi and Huy are the desk, Lan leads."""
    world = World(tmp_path)
    world.import_roster(FULL)
    for code in ("AN", "BICH", "CHI", "MAI", "LAN"):
        world.link(code)
    async with running(world):
        await report(world, "HIEPHOIA", item("dat_dai", "Bộ Tài chính"), item("dau_tu"))
        yield world
    world.close()


def news(phone: Phone) -> list[str]:
    """What has arrived since the last time this was asked."""
    texts = [message.text for message in phone.messages]
    phone.messages.clear()
    return texts


async def asked(world: World, code: str = CODE, words: str = PROPOSAL) -> None:
    """Let Chi ask the leader about a difficulty, and what follows be sent."""
    await say(world, world.phone("CHI"), f"/tracuu {code}", "[Xin ý kiến lãnh đạo]", words, "[Gửi lãnh đạo]")
    await turn_by(world, WAIT)


def snapshot(world: World) -> Snapshot:
    unit = world.unit()
    return present(unit, period_schedule(unit, NOVEMBER))


async def test_the_leader_is_asked_answers_and_the_desk_is_told_once_and_the_member_nothing(house: World) -> None:
    an, chi, huy, lan = (house.phone(code) for code in ("AN", "CHI", "MAI", "LAN"))
    await do(house, acts.accept, CODE)
    await do(house, acts.forward, CODE, "Bộ Tài chính")
    for phone in (an, chi, huy, lan):
        news(phone)

    # What is asked waits five minutes, and can be taken back as any act of the desk.
    await say(house, chi, f"/tracuu {CODE}", "[Xin ý kiến lãnh đạo]", "Nhầm việc khác", "[Gửi lãnh đạo]")
    assert chi.last.text.splitlines()[0] == f"{CODE}: đã ghi nhận, chuyển lãnh đạo sau 05 phút."
    await say(house, chi, "[Hoàn tác]")
    await turn_by(house, WAIT)
    assert news(lan) == []
    await asked(house)
    (told,) = list(lan.messages)
    assert told.text.splitlines() == [
        f"{CODE} – {item('dat_dai')['content']}",
        "Tình trạng: đã chuyển cơ quan có thẩm quyền.",
        f"Đề xuất của Cơ quan thường trực (Phạm Thu Chi, 08:30 ngày 16/11/2026): {PROPOSAL}",
        "Mời đồng chí cho ý kiến. Ý kiến được ghi nhận để Cơ quan thường trực thực hiện; văn bản chỉ đạo ban hành theo"
        " quy định.",
    ]
    assert told.labels == ["Đồng ý đề xuất", "Nêu ý kiến khác", "Xem hồ sơ"]
    await say(house, lan, "/batdau")
    assert "Chờ cho ý kiến: 01 nội dung." in lan.last.text

    # Agreement, taken back before the desk is told; then words of the leader's own.
    await say(house, lan, "[Cho ý kiến]", "[Chọn 1]", "[Đồng ý đề xuất]")
    assert f"Đã ghi nhận ý kiến về {CODE} lúc" in lan.last.text
    assert lan.last.labels == ["Hoàn tác", "Về màn hình chính"]
    agreed = len(happened(house))
    news(chi)
    await press(house, chi, ShowReport(CODE).data)
    assert "Hoàn tác" not in chi.last.labels
    await press(house, chi, UndoAct(CODE, agreed).data)
    assert happened(house)[-1] == "directed"
    await say(house, lan, "[Hoàn tác]")
    assert lan.last.text.startswith(f"{CODE}: đã hoàn tác ý kiến, không gửi thông báo đến Cơ quan thường trực.")
    news(chi)
    await turn_by(house, timedelta(minutes=1))
    await say(house, lan, "[Nêu ý kiến khác]", OPINION, "[Ghi nhận ý kiến]")
    await turn_by(house, WAIT)
    await turn_by(house, WAIT)
    for officer in (chi, huy):
        (notice,) = news(officer)
        assert notice.splitlines()[0].startswith(f"Ý kiến chỉ đạo về {CODE} (Hoàng Thị Lan, 08:")
        assert notice.splitlines()[1] == OPINION

    # It is the turn of the desk until it does something, wherever the difficulty stands.
    await press(house, chi, ShowQueue(QueueView(QueueGroup.OURS)).data)
    assert any(CODE in line and "có ý kiến chỉ đạo" in line for line in chi.last.text.splitlines())
    await say(house, chi, f"/tracuu {CODE}")
    assert f"ý kiến chỉ đạo (Hoàng Thị Lan): {OPINION}" in chi.last.text
    held_back = UndoDirection(CODE, len(happened(house))).data
    await press(house, lan, held_back)
    assert lan.last.text.startswith(f"{CODE}: chỉ hoàn tác được ý kiến trong 05 phút")
    await do(house, acts.forward, CODE, "Bộ Tài chính")
    await press(house, chi, ShowQueue(QueueView(QueueGroup.FORWARDED)).data)
    assert any(CODE in line and "chỉ đạo" not in line for line in chi.last.text.splitlines())

    # The member sees none of it: on the page, the way, a line of it, the dossier, in no message.
    shown = news(an)
    for verb in (ShowReport(CODE), ShowWay(CODE, 0)):
        await press(house, an, verb.data)
        shown += news(an)
    direction = happened(house).index("directed") + 1
    assert out_of_date() in await press(house, an, ShowEvent(CODE, direction).data)
    assert news(an) == []
    seat = next(each for each in people.seats_ever(house.read) if each.code == "HIEPHOIA")
    shown.append(str(make_dossier(house.unit(), seat, NOVEMBER, "An")))
    assert len([text for text in shown if CODE in text]) >= 3
    assert not any(words in text for text in shown for words in (PROPOSAL, OPINION, "lãnh đạo", "chỉ đạo"))

    # The papers have what stands, and only that.
    assert [(each["code"], each["direction"], each["words"]) for each in snapshot(house)["directed"]] == [
        (CODE, "own", OPINION)
    ]
    verbs = [row["verb"] for row in house.read.conn.execute("SELECT verb FROM audit WHERE verb LIKE 'difficulty.%'")]
    assert (verbs.count("difficulty.proposed"), verbs.count("difficulty.directed")) == (2, 2)
