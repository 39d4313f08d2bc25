"""What is the same is followed together: merged and parted by the desk, answered once, each under its own code."""

from __future__ import annotations

from datetime import time

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage

from bot.domain.verbs.merging import AskMerge, Merge, Unmerge
from bot.services.difficulties import acts
from storage import difficulties, merges
from tests.asking import answered
from tests.handlers.acts import OPEN, PROPOSAL, SENT, bring_roster, press
from tests.handlers.handled import decide, do, happened, turn_to_day
from tests.world import ROSTER, World, say

ALIKE = "TTHC đất đai: bị yêu cầu nộp lại trích lục bản đồ dù dữ liệu đã có trên CSDL đất đai quốc gia."
OTHER = "Xe chở hàng tươi chờ kiểm dịch tại cửa khẩu Hữu Nghị hơn mười ngày, hàng hỏng nhiều."
FIRST, SECOND, THIRD = "VM-2611-001", "VM-2611-002", "VM-2611-003"
MORE = "NAM,Vũ Văn Nam,,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIC,Hiệp hội C\n"


def sent(content: str) -> tuple[str, ...]:
    return (*OPEN, *answered(field="[Đất đai]", content=content, proposal=PROPOSAL), "[Gửi báo cáo]")


@pytest.fixture(autouse=True)
async def _three(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An, Bích and Nam have each sent a difficulty; the first two are about the same."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())  # files are tested elsewhere
    await bring_roster(world, ROSTER + MORE)
    world.link("NAM")
    for who, acted in (("AN", SENT), ("BICH", sent(ALIKE)), ("NAM", sent(OTHER))):
        await say(world, world.phone(who), *acted)


def told(world: World, who: str, words: str) -> list[str]:
    return [message.text for message in world.phone(who).messages if words in message.text]


async def page(world: World, who: str, code: str) -> str:
    await say(world, world.phone(who), f"/tracuu {code}")
    return world.phone(who).last.text


async def test_what_looks_alike_is_merged_and_its_sender_hears_of_it_once(world: World) -> None:
    chi = world.phone("CHI")

    shown = await page(world, "CHI", SECOND)
    await say(world, chi, "[Gộp vướng mắc]")
    listed, labels = chi.last.text, chi.last.labels
    await say(world, chi, "[Chọn 1]")
    asked = chi.last.text
    await say(world, chi, "[Gộp vướng mắc]")

    (alike,) = [line for line in shown.splitlines() if line.startswith("Có thể trùng")]
    assert alike.startswith(f"Có thể trùng: {FIRST} (giống ")
    assert alike.endswith("%: lời văn tương tự)")
    assert f"1. {FIRST} – Hiệp hội A (giống " in listed
    assert f"2. {THIRD}" not in listed, "what has nothing in common is not offered"
    assert {"Chọn 1", "Giữ riêng"} <= set(labels)
    assert asked == (
        f"Gộp {SECOND} vào {FIRST}? Nguồn, nội dung riêng và số thành viên cùng kiến nghị được giữ đủ (sau khi gộp:"
        " 02 thành viên)."
    )
    assert chi.last.text.startswith(f"{SECOND} được theo dõi chung với {FIRST}; đang thông báo cho thành viên.")
    for who in ("BICH", "BINH"):
        assert told(world, who, "được theo dõi chung") == [
            f"Vướng mắc {SECOND} được theo dõi chung với {FIRST} do cùng nội dung (02 thành viên cùng kiến nghị)."
            " Nội dung của Hiệp hội B được giữ nguyên."
        ]
    assert not told(world, "AN", "theo dõi chung")

    head, of_bich, own = (
        await page(world, "CHI", FIRST),
        await page(world, "BICH", SECOND),
        await page(world, "AN", FIRST),
    )
    assert f"Theo dõi chung với {FIRST}, 02 thành viên:\n- {FIRST}: Hiệp hội A\n- {SECOND}: Hiệp hội B" in head
    assert "02 thành viên cùng kiến nghị" in own
    assert f"Theo dõi chung với {FIRST}, 02 thành viên cùng kiến nghị; tình trạng: đã gửi" in of_bich
    assert ALIKE in of_bich
    assert "Hiệp hội A" not in of_bich
    assert "Nguyễn Văn An" not in of_bich
    of_lan = await page(world, "LAN", FIRST)
    assert f"- {SECOND}: Hiệp hội B" in of_lan
    assert not [label for label in world.phone("LAN").last.labels if "Tách" in label or "Gộp" in label]
    audited = "SELECT object FROM audit WHERE verb = 'difficulty.merged'"
    assert [row[0] for row in world.read.conn.execute(audited)] == [f"difficulty:{SECOND}"]


async def test_one_answer_reaches_each_sender_under_his_own_code_whoever_cannot_be_reached(world: World) -> None:
    bich, chi, nam = (world.phone(who) for who in ("BICH", "CHI", "NAM"))
    await do(world, acts.accept, FIRST)
    await press(world, chi, Merge(SECOND, FIRST).data)
    await page(world, "CHI", THIRD)
    await say(world, chi, "[Gộp vướng mắc]", f"mã {SECOND}")  # typed: what it is followed with is meant
    asked = chi.last.text
    await say(world, chi, "[Gộp vướng mắc]")
    nam.fails_with(TelegramForbiddenError(SendMessage(chat_id=107, text="x"), "Forbidden: bot was blocked by the user"))
    await do(world, acts.forward, FIRST, "Bộ Nông nghiệp và Môi trường")

    words = await do(world, acts.answer, FIRST, "Đã bãi bỏ thành phần hồ sơ", "123/QĐ-BNNMT")
    again = await do(world, acts.answer, FIRST, "Có hiệu lực từ 01/12/2026")

    assert asked.splitlines() == [
        f"{SECOND} đang được theo dõi chung với {FIRST} nên sẽ gộp vào {FIRST}.",
        f"Gộp {THIRD} vào {FIRST}? Nguồn, nội dung riêng và số thành viên cùng kiến nghị được giữ đủ (sau khi gộp:"
        " 03 thành viên).",
    ]
    assert merges.heads(world.read, [THIRD]) == {THIRD: FIRST}
    for who, code in (("AN", FIRST), ("BICH", SECOND), ("BINH", SECOND)):
        results = told(world, who, "Đã bãi bỏ thành phần hồ sơ")
        assert [text.partition(":")[0] for text in results] == [f"Kết quả xử lý vướng mắc {code}"], who
    assert "kết thúc theo dõi" in told(world, "AN", "Đã bãi bỏ")[0], "silence is told of where it closes"
    assert "kết thúc theo dõi" not in told(world, "BICH", "Đã bãi bỏ")[0]
    assert words == f"{FIRST}: đã ghi nhận; đang thông báo cho thành viên và 02 vướng mắc theo dõi chung."
    assert f"Chưa liên hệ được: {THIRD}" in again, "what was blocked meanwhile is named"
    assert [happened(world, code)[-1] for code in (FIRST, SECOND, THIRD)] == ["answered"] * 3
    shown = await page(world, "BICH", SECOND)
    assert "Tình trạng: theo dõi chung với vướng mắc khác." in shown
    assert "tình trạng: đã có kết quả xử lý." in shown
    assert "- 16/11/2026: đã chuyển Bộ Nông nghiệp và Môi trường" in shown

    await say(world, bich, "[Chưa tháo gỡ]", "Sở vẫn yêu cầu nộp", "[Gửi ý kiến]")

    assert merges.heads(world.read, [SECOND]) == {SECOND: SECOND}, "it is looked at by itself again"
    assert "Tình trạng: đã tiếp nhận" in await page(world, "BICH", SECOND)
    await turn_to_day(world, 12, 31, time(18))
    assert happened(world, THIRD)[-1] == "answered", "nothing closes by silence that closes with its head"


async def test_parting_restores_what_was_before_and_nothing_that_cannot_be_merged_is(world: World) -> None:
    chi, bich = world.phone("CHI"), world.phone("BICH")
    await do(world, acts.accept, SECOND)
    await do(world, acts.ask_back, SECOND, "địa phương")
    await press(world, chi, Merge(SECOND, FIRST).data)
    await press(world, chi, Merge(FIRST, THIRD).data)
    assert merges.heads(world.read, [FIRST, SECOND]) == {FIRST: THIRD, SECOND: THIRD}, "what was merged comes along"
    assert merges.clusters(world.read, [THIRD])[THIRD].weight == 3

    refusals = []
    await page(world, "CHI", THIRD)
    await say(world, chi, "[Gộp vướng mắc]")
    for typed in (THIRD, SECOND, "VM-2611-999", "chưa rõ"):
        await say(world, chi, typed)
        refusals.append(chi.last.text.splitlines()[0])
        assert "Gộp vướng mắc" not in chi.last.labels
    for data in (AskMerge(SECOND, THIRD).data, Merge(SECOND, THIRD).data, Unmerge(THIRD).data):
        await press(world, chi, data)
        refusals.append(chi.last.text)

    assert refusals[:4] == [
        f"Không gộp được {THIRD} vào chính nó. Chưa có thay đổi nào.",
        f"{SECOND} đang được theo dõi chung với {THIRD}. Chưa có thay đổi nào.",
        'Chưa tìm thấy vướng mắc "VM-2611-999". Chưa có thay đổi nào.',
        'Chưa tìm thấy vướng mắc "chưa rõ". Chưa có thay đổi nào.',
    ]
    assert all("Chưa có thay đổi nào" in each for each in refusals), refusals

    await page(world, "CHI", THIRD)
    await say(world, chi, f"[Tách {SECOND}]")

    assert "tách khỏi" in await page(world, "BICH", SECOND)
    assert "Tình trạng: chờ thành viên bổ sung" in bich.last.text
    for who in ("BICH", "BINH"):
        assert len(told(world, who, f"{SECOND} được theo dõi riêng trở lại")) == 1
    assert difficulties.waited_for(world.read) == [SECOND]
    await turn_to_day(world, 11, 24, time(17, 30))
    assert happened(world, SECOND)[-1] == "lapsed", "what was asked is waited for again"

    await do(world, acts.close, THIRD, "Quy định đã hết hiệu lực")
    assert told(world, "AN", f"Vướng mắc {FIRST} đã kết thúc theo dõi"), "closed with its head"
    await press(world, chi, Merge(SECOND, FIRST).data)
    assert f"{FIRST} ở tình trạng: kết thúc theo dõi" in chi.last.text


async def test_what_is_followed_with_a_head_that_its_sender_withdraws_is_followed_by_itself(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    await press(world, chi, Merge(SECOND, FIRST).data)
    await say(world, an, "/tracuu BC-2611-001", "[Bổ sung, đính chính]", "[Sửa mục 1]", "[Xóa mục 1]", "[Xóa mục 1]")
    await say(world, an, "[Báo không phát sinh]", "[Gửi bổ sung]")

    assert happened(world, FIRST)[-1] == "withdrawn"
    assert happened(world, SECOND) == ["sent", "merged", "unmerged"]
    await turn_to_day(world, 11, 17)
    assert happened(world, SECOND) == ["sent", "merged", "unmerged"], "once"
    assert len(told(world, "BICH", f"{SECOND} được theo dõi riêng trở lại")) == 1


async def test_an_answer_that_is_taken_back_in_time_reaches_nobody_of_those_followed_together(world: World) -> None:
    chi = world.phone("CHI")
    await do(world, acts.accept, FIRST)
    await press(world, chi, Merge(SECOND, FIRST).data)

    await decide(world, acts.answer, FIRST, "Đã bãi bỏ thành phần hồ sơ")
    assert [happened(world, code)[-1] for code in (FIRST, SECOND)] == ["answered"] * 2
    assert "Hoàn tác" not in (await page(world, "CHI", SECOND), chi.last.labels)[1], "it goes with its head"
    await page(world, "CHI", FIRST)
    await say(world, chi, "[Hoàn tác]")
    await turn_to_day(world, 11, 17)

    assert [happened(world, code)[-1] for code in (FIRST, SECOND)] == ["undone"] * 2
    assert not told(world, "AN", "Kết quả xử lý")
    assert not told(world, "BICH", "Kết quả xử lý")
    assert merges.heads(world.read, [SECOND]) == {SECOND: FIRST}
