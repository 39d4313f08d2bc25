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
from bot.domain.verbs.leading import AgreeToProposal, OpenDirection, UndoDirection
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.triage import ShowQueue
from bot.exports.snapshot import Snapshot
from bot.services.desk.aggregate import present
from bot.services.difficulties import acts
from bot.services.dossier import make_dossier
from bot.services.standing import period_schedule
from storage import people
from tests.catalogues import out_of_date
from tests.handlers.acts import bring_roster, press
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


async def forwarded(world: World) -> None:
    """Let it have been forwarded, and everybody have read what came of it."""
    await do(world, acts.accept, CODE)
    await do(world, acts.forward, CODE, "Bộ Tài chính")
    for code in ("AN", "CHI", "MAI", "LAN"):
        news(world.phone(code))


async def test_what_is_asked_waits_can_be_taken_back_and_tells_the_leader_what_is_proposed(house: World) -> None:
    chi, lan = house.phone("CHI"), house.phone("LAN")
    await forwarded(house)

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
    await press(house, chi, UndoAct(CODE, len(happened(house))).data)
    assert chi.last.text.splitlines()[0] == (
        f"{CODE}: đề xuất đã gửi lãnh đạo quá 05 phút nên không hoàn tác được. Đề xuất ghi mới thay đề xuất trước;"
        " thành viên không nhận thông báo về việc này."
    )
    await say(house, lan, "/batdau")
    assert "Chờ cho ý kiến: 01 nội dung." in lan.last.text


async def test_an_answer_can_be_taken_back_is_told_once_and_is_the_turn_of_the_desk_until_it_acts(house: World) -> None:
    chi, huy, lan = (house.phone(code) for code in ("CHI", "MAI", "LAN"))
    await forwarded(house)
    await asked(house)

    # Agreement, taken back before the desk is told, by nobody but its leader; then words of the leader's own.
    await say(house, lan, "/batdau")
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
    await press(house, chi, UndoAct(CODE, len(happened(house))).data)
    assert "Thao tác vừa chọn chưa được thực hiện." in chi.last.text.splitlines()[0]
    await do(house, acts.forward, CODE, "Bộ Tài chính")
    await press(house, chi, ShowQueue(QueueView(QueueGroup.FORWARDED)).data)
    assert any(CODE in line and "chỉ đạo" not in line for line in chi.last.text.splitlines())


async def test_the_member_sees_none_of_it_and_the_papers_have_what_stands(house: World) -> None:
    an, lan = house.phone("AN"), house.phone("LAN")
    await forwarded(house)
    await asked(house)
    await say(house, lan, "/batdau", "[Cho ý kiến]", "[Chọn 1]", "[Đồng ý đề xuất]", "[Hoàn tác]")
    await turn_by(house, timedelta(minutes=1))
    await say(house, lan, "[Nêu ý kiến khác]", OPINION, "[Ghi nhận ý kiến]")
    await turn_by(house, WAIT)
    await do(house, acts.forward, CODE, "Bộ Tài chính")

    # On the page, the way, a line of it, the dossier, in no message.
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

    assert [(each["code"], each["direction"], each["words"]) for each in snapshot(house)["directed"]] == [
        (CODE, "own", OPINION)
    ]
    verbs = [row["verb"] for row in house.read.conn.execute("SELECT verb FROM audit WHERE verb LIKE 'difficulty.%'")]
    assert (verbs.count("difficulty.proposed"), verbs.count("difficulty.directed")) == (1, 2)


async def test_who_leads_and_keeps_the_desk_does_both_and_a_second_leader_learns_what_the_first_said(
    house: World,
) -> None:
    chi, lan, mai = (house.phone(code) for code in ("CHI", "LAN", "MAI"))
    second = "MAI,Lê Quang Huy,Chuyên viên,,vi,,leader,,,\n"
    await bring_roster(house, FULL + second)  # Huy is an officer, and leads as well
    await say(house, chi, f"/tracuu {CODE}", "[Xin ý kiến lãnh đạo]", PROPOSAL, "[Gửi lãnh đạo]")
    number = len(happened(house))

    # Huy answers before the question leaves: nobody is asked any more, and Lan's screen of before says what was said.
    await say(house, mai, "/batdau", "[Cho ý kiến]", "[Chọn 1]", "[Đồng ý đề xuất]")
    await turn_by(house, WAIT)
    assert not any("Đề xuất của Cơ quan thường trực" in text for text in news(lan))
    await press(house, lan, AgreeToProposal(CODE, number).data)
    assert lan.last.text.splitlines()[0].startswith(f"{CODE}: lúc 08:")
    assert "lãnh đạo đồng ý đề xuất (Lê Quang Huy). Thao tác vừa chọn chưa được thực hiện." in lan.last.text
    assert f"Ý kiến đã có (Lê Quang Huy, 08:15 ngày 16/11/2026): đồng ý đề xuất: {PROPOSAL}" in lan.last.text
    assert happened(house).count("directed") == 1

    # What Lan writes rests on less than is known once the desk acts meanwhile: it is said first, and the words stay.
    await press(house, lan, OpenDirection(CODE, number + 1).data)
    await say(house, lan, OPINION)
    await do(house, acts.accept, CODE)
    await say(house, lan, "[Ghi nhận ý kiến]")
    assert "đã tiếp nhận (Phạm Thu Chi). Thao tác vừa chọn chưa được thực hiện." in lan.last.text
    assert OPINION in lan.last.text
    await do(house, acts.close, CODE, "Đã hết hiệu lực")
    await say(house, lan, "[Ghi nhận ý kiến]")
    assert "Chưa ghi nhận ý kiến" in lan.last.text.splitlines()[0]
    assert lan.last.text.splitlines()[1:3] == ["Nội dung đã nhập được lưu:", OPINION]
    assert happened(house).count("directed") == 1

    # An officer's page has the acts of the desk and the way to an opinion; a leader's has no act of the desk.
    await say(house, mai, "/tracuu VM-2611-002")
    assert {"Nêu ý kiến", "Xin ý kiến lãnh đạo", "Tiếp nhận"} <= set(mai.last.labels)
    await say(house, lan, "/tracuu VM-2611-002")
    assert lan.last.labels[0] == "Nêu ý kiến"
    assert not {"Xin ý kiến lãnh đạo", "Tiếp nhận"} & set(lan.last.labels)
