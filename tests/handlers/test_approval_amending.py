"""An amendment waits for approval as a report does, and is judged by what it amends."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import VN
from bot.domain.approving import SubmissionEnd
from bot.domain.verbs.approving import CompareSubmission
from tests.handlers.acts import ADHOC, ADHOC_ITEM, CONTENT, PROPOSAL
from tests.handlers.approving import APPROVE, EARLY, REQUIRE, SUBMIT, cards, required, submitted, the_submission
from tests.handlers.turning import turn_to
from tests.handlers.versioned import ADDED, AMEND, OTHER, REWRITTEN, versions
from tests.telegram import Phone
from tests.world import World, say

VIEW = "[Xem thay đổi]"
CODE, DX = "BC-2611-001", "DX-2611-001"
AMENDED = "bản bổ sung, đính chính báo cáo"
AFTER_THE_DEADLINE = datetime(2026, 11, 20, 18, tzinfo=VN)


async def amendment_submitted(world: World) -> tuple[Phone, Phone]:
    """Let a report have been approved, and Bích submit an amendment of it; return Bình's phone and hers."""
    binh, bich = await submitted(world)
    await say(world, binh, APPROVE)
    await say(world, bich, f"/tracuu {CODE}", AMEND, *REWRITTEN, SUBMIT)
    return binh, bich


async def test_the_card_says_what_is_amended_and_approving_sends_the_next_version(world: World) -> None:
    binh, bich = await amendment_submitted(world)

    (card,) = cards(binh, AMENDED)
    assert f"trình {AMENDED} {CODE} của Hiệp hội B" in card.text
    assert OTHER in card.text
    assert "Thời hạn gửi" not in card.text
    assert "đúng hạn hay muộn tính theo lần gửi đầu" in card.text
    assert versions(world) == [(1, False, False)]
    await say(world, binh, APPROVE)

    assert versions(world) == [(1, True, False), (2, False, False)]
    assert f"Đã nhận bổ sung, đính chính báo cáo {CODE}, lần 02" in bich.last.text
    assert "lần 02" in binh.last.text


async def test_an_amendment_approved_after_the_deadline_is_not_called_late(world: World) -> None:
    binh, bich = await amendment_submitted(world)
    world.clock.set(AFTER_THE_DEADLINE)

    await say(world, binh, APPROVE)

    assert versions(world)[-1] == (2, False, False)
    assert "(đúng hạn)" in bich.last.text
    assert "quá hạn" not in bich.last.text


async def test_of_an_amendment_that_waits_nobody_hears_that_the_report_was_not_sent(world: World) -> None:
    binh, bich = await amendment_submitted(world)

    for day in (19, 20, 23):
        await turn_to(world, day)

    assert not any("chưa gửi" in message.text for message in binh.messages[-3:])
    assert not any("chưa được duyệt nên chưa gửi" in message.text for message in bich.messages)


async def test_an_amendment_that_changes_nothing_is_not_submitted(world: World) -> None:
    binh, bich = await submitted(world)
    await say(world, binh, APPROVE)

    await say(world, bich, f"/tracuu {CODE}", AMEND, SUBMIT)

    assert "Chưa có thay đổi so với nội dung đã gửi" in bich.last.text
    assert cards(binh, AMENDED) == []


async def test_while_an_amendment_waits_whoever_approves_is_led_to_it_and_not_to_another(world: World) -> None:
    binh, _ = await amendment_submitted(world)

    await say(world, binh, f"/tracuu {CODE}", AMEND)

    assert APPROVE[1:-1] in binh.last.labels
    assert f"trình {AMENDED} {CODE}" in binh.last.text


async def test_an_amendment_of_an_ad_hoc_report_waits_is_approved_and_is_overtaken(world: World) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, bich, *EARLY, "[Gửi báo cáo]")
    await say(world, binh, *REQUIRE)
    await say(world, bich, f"/tracuu {DX}", AMEND, "[Sửa nội dung]", *REWRITTEN[1:], SUBMIT)
    assert len(cards(binh, f"{AMENDED} {DX}")) == 1

    await say(world, binh, f"/tracuu {DX}", AMEND, "[Sửa nội dung]", "[Sửa nội dung]", "Một nội dung khác hẳn, đủ dài.")
    await say(world, binh, "[Gửi bổ sung]")

    assert the_submission(world).end is SubmissionEnd.OVERTAKEN
    assert any("không còn chờ duyệt" in message.text for message in bich.messages)
    await say(world, bich, f"/tracuu {DX}", AMEND, "[Sửa nội dung]", *REWRITTEN[1:], SUBMIT)
    await say(world, binh, APPROVE)
    assert [version for version, _, _ in versions(world, DX)] == [1, 2, 3]
    assert f"{DX}, lần 03" in bich.last.text


async def test_each_of_several_ad_hoc_drafts_can_wait(world: World) -> None:
    binh, bich = await required(world)
    await say(world, bich, *ADHOC, "[Đề nghị xử lý sớm]", *ADHOC_ITEM[:2], "[Lưu nháp, thoát]")
    await say(world, bich, *ADHOC, "[Tạo mới, giữ nháp]", "[Đề nghị xử lý sớm]", *ADHOC_ITEM, SUBMIT)
    world.clock.set(world.clock.now() + timedelta(minutes=1))

    await say(world, binh, APPROVE)

    assert world.count("reports") == 1
    assert "Đã nhận báo cáo đột xuất DX-2611-001" in bich.last.text


async def test_whoever_approves_sees_field_by_field_what_an_amendment_changes_before_it_is_sent(world: World) -> None:
    binh, bich = await submitted(world)
    assert VIEW[1:-1] not in cards(binh)[0].labels, "nothing was sent that it would change"
    await say(world, binh, APPROVE)
    long = "Doanh nghiệp phải chờ. " * 60
    await say(world, bich, f"/tracuu {CODE}", AMEND, *REWRITTEN[:2], long, *ADDED, SUBMIT)

    await say(world, binh, VIEW)

    seen = binh.last
    assert seen.text.splitlines()[0] == f"Bản bổ sung, đính chính báo cáo {CODE} của Hiệp hội B, chưa gửi"
    assert "Sửa: VM-2611-001 – Đất đai" in seen.text
    assert f"1. Trước:\nVướng mắc: {CONTENT}" in seen.text
    assert "1. Nay:\nVướng mắc: Doanh nghiệp phải chờ." in seen.text
    assert "Thêm: mục 2 – Đất đai" in seen.text
    assert PROPOSAL not in seen.text.split("Thêm:")[0], "what stays as it was is not named"
    assert versions(world) == [(1, False, False)], "nothing is sent by looking"
    await say(world, bich, VIEW)
    assert bich.last.text == seen.text, "whoever submitted it sees the same"
    await say(world, binh, APPROVE)
    binh.press(CompareSubmission(the_submission(world).id).data)
    await world.settle()
    assert versions(world)[-1] == (2, False, False)
    assert world.read.conn.execute("SELECT max(code) FROM difficulties").fetchone()[0] == "VM-2611-002"
