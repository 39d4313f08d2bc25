"""The desk corrects how a difficulty is classified: seen wherever it is shown, told to nobody, taken back in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.classifying import Criterion, Matter
from bot.domain.triage import mark
from bot.domain.verbs.handling import CorrectMatter, MarkCriterion, TakeAgency, UndoAct
from bot.services.desk import queue
from storage import ledgers
from tests.asking import answered
from tests.handlers.acts import CONTENT, OPEN, PROPOSAL, bring_roster, press
from tests.handlers.handled import CODE, happened, turn_by
from tests.handlers.versioned import AMEND, SEND
from tests.telegram import Phone
from tests.world import ROSTER, World, say

LAW = "Điều 3 Thông tư 12/2021/TT-BTNMT"
ITEM = answered(field="[Đất đai]", procedure="Trích lục bản đồ", content=CONTENT, legal=LAW, proposal=PROPOSAL)
SECOND_CLERK = "LAN,Hoàng Thị Lan,Chuyên viên,,vi,,secretariat,,,\n"
RECORD = "[Ghi nhận]"
WAIT = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


async def sent(world: World) -> tuple[Phone, Phone]:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *OPEN, *ITEM, "[Gửi báo cáo]")
    return an, chi


async def page(world: World, phone: Phone, code: str = CODE) -> list[str]:
    await say(world, phone, f"/tracuu {code}")
    return phone.last.text.splitlines()


async def correct(world: World, chi: Phone, button: str, *answers: str) -> list[str]:
    """Correct something from the page by its form; return what the review says."""
    await say(world, chi, f"/tracuu {CODE}", "[Sửa phân loại]", f"[{button}]", *answers)
    review = chi.last.text.splitlines()
    await say(world, chi, RECORD)
    return review


async def found(world: World, phone: Phone, words: str) -> bool:
    await say(world, phone, f"/tracuu {words}")
    return CODE in phone.last.text


async def test_what_is_corrected_is_shown_found_and_filtered_by_and_the_members_own_choice_stands_beside(
    world: World,
) -> None:
    an, chi = await sent(world)
    heard = len(an.messages)

    # The agency nobody has named is offered, and taken by one tap.
    offered = await page(world, chi)
    await say(world, chi, "[Chọn cơ quan này]")
    taken = chi.last.text.splitlines()
    reviews = [
        await correct(world, chi, "Sửa lĩnh vực", "dau tu"),
        await correct(world, chi, "Sửa thủ tục", "Chấp thuận chủ trương đầu tư 1.009645"),
        await correct(world, chi, "Đổi cơ quan", "Ban Quản lý khu công nghiệp"),
        await correct(world, chi, "Sửa tiêu đề", "Nộp lại trích lục"),
        await correct(world, chi, "Sửa mã ngoài", "PAKN.20260812.0012"),
    ]
    await say(world, chi, "[Sửa phân loại]", "[Đánh dấu 1]", "[Đánh dấu 3]")
    marked = chi.last.text.splitlines()
    await say(world, chi, "[Bỏ dấu 3]")
    await turn_by(world, WAIT)

    likely = "Chưa xác định cơ quan có thẩm quyền; có thể là Bộ Nông nghiệp và Môi trường (ban hành Thông tư số"
    assert f"{likely} 12/2021/TT-BTNMT)." in offered
    assert taken[0] == f"{CODE}: đã sửa phân loại; có thể hoàn tác trong 05 phút."
    assert not any(line.startswith("Chưa xác định") for line in taken)
    assert reviews[0][1:4] == [
        f"{CODE} – sửa phân loại: lĩnh vực",
        "Hiện tại: Đất đai",
        "Sửa thành: Đầu tư, đăng ký doanh nghiệp",
    ]
    assert "Hệ thống hiểu: 1.009645" in reviews[1]
    assert reviews[2][2:6] == [
        "Hiện tại: Bộ Nông nghiệp và Môi trường",
        "Sửa thành: Ban Quản lý khu công nghiệp",
        "Cơ quan không có trong danh mục; tên được ghi đúng như đã nhập.",
        "Hệ thống không gửi thông báo đến thành viên; phân loại mới và một dòng trong quá trình xử lý được hiển thị"
        f" tại {CODE}.",
    ]
    assert marked[-4:] == [
        "1. quy định mâu thuẫn, chồng chéo (đã đánh dấu)",
        "2. quy định không rõ ràng, có nhiều cách hiểu, không hợp lý, không khả thi",
        "3. quy định tạo gánh nặng chi phí tuân thủ (đã đánh dấu)",
        "4. chưa có quy định hoặc quy định hạn chế đổi mới sáng tạo",
    ]

    assert len(an.messages) == heard  # nothing is sent to the member
    await seen_by_the_member(world, an)
    await found_and_filtered(world, an, chi)

    # Each stands in the audit, without a word of it.
    rows = world.read.conn.execute("SELECT * FROM audit WHERE verb = 'difficulty.corrected'").fetchall()
    assert len(rows) == 9
    assert not any("PAKN" in str(tuple(row)) for row in rows)
    assert list(ledgers.audit_faults(world.read)) == []
    assert happened(world) == ["sent", *["corrected"] * 9]


async def seen_by_the_member(world: World, an: Phone) -> None:
    """What is and what was; the state has not moved."""
    shown = await page(world, an)
    assert shown[0] == f"{CODE} – Đầu tư, đăng ký doanh nghiệp"
    assert "Tình trạng: đã gửi, chờ tiếp nhận." in shown
    assert {
        "Thủ tục: Chấp thuận chủ trương đầu tư 1.009645",
        "Cơ quan có thẩm quyền: Ban Quản lý khu công nghiệp",
        "Tiêu đề: Nộp lại trích lục",
        "Thành viên chọn: lĩnh vực: Đất đai",
        "Thành viên chọn: thủ tục hành chính: Trích lục bản đồ",
        "Thành viên chọn: cơ quan có thẩm quyền: chưa nêu",
        "Khó khăn, vướng mắc do quy định của pháp luật (Nghị quyết số 206/2025/QH15): quy định mâu thuẫn, chồng chéo.",
        "Mã trên hệ thống khác: PAKN.20260812.0012",
    } <= set(shown)
    await say(world, an, "[Xem quá trình xử lý]")
    assert (
        "3. 16/11/2026: Cơ quan thường trực sửa lĩnh vực từ Đất đai thành Đầu tư, đăng ký doanh nghiệp (Phạm Thu Chi)"
    ) in an.last.text
    assert f"1. {CODE} – Đầu tư, đăng ký doanh nghiệp – Chấp thuận chủ trương đầu tư 1.009645" in (
        await page(world, an, "BC-2611-001")
    )


async def found_and_filtered(world: World, an: Phone, chi: Phone) -> None:
    """By what is corrected and by what it was, by the desk and by its sender; the queue goes by what is corrected."""
    for phone in (chi, an):
        for words in ("chap thuan chu truong", "trich luc", "PAKN.20260812.0012", "dau tu", "dat dai", "1.009645"):
            assert await found(world, phone, words), words
    assert f"1. {CODE} – Đầu tư, đăng ký doanh nghiệp" in chi.last.text

    await say(world, chi, "/tiepnhan", "[Lọc do quy định]")
    assert "Đang lọc: vướng mắc do quy định." in chi.last.text
    assert f"1. {CODE} – Đầu tư – HIEPHOIA – 00 ngày làm việc – vướng mắc do quy định" in chi.last.text
    [item] = queue.items(world.unit())
    assert (item.field, item.agency) == ("dau_tu", "Ban Quản lý khu công nghiệp")


async def test_it_is_taken_back_in_time_and_corrected_again_later_and_nobody_overtakes_unseen(world: World) -> None:
    an, chi = await sent(world)
    others = (line for line in ROSTER.splitlines(keepends=True) if not line.startswith("LAN,"))
    await bring_roster(world, "".join(others) + SECOND_CLERK)
    lan = world.phone("LAN")
    await correct(world, chi, "Sửa thủ tục", "Cấp giấy phép xây dựng")

    await say(world, chi, "[Hoàn tác]")
    back = chi.last.text.splitlines()
    indexed = [await found(world, chi, words) for words in ("cap giay phep xay dung", "trich luc ban do")]
    await correct(world, chi, "Sửa lĩnh vực", "[Xây dựng]")
    await say(world, chi, f"/tracuu {CODE}", "[Sửa phân loại]", "[Sửa tiêu đề]", "Tên ngắn")
    stale = CorrectMatter(CODE, Matter.AGENCY, 1).data
    # A colleague accepts it meanwhile: it is said before the title is recorded.
    await say(world, lan, f"/tracuu {CODE}", "[Tiếp nhận]")
    await say(world, chi, RECORD)
    warned = chi.last.text.splitlines()[0]
    await say(world, chi, RECORD)
    recorded = chi.last.text.splitlines()[0]
    for data in (stale, MarkCriterion(CODE, Criterion.CONFLICT, 1).data, TakeAgency(CODE, mark("BNNMT"), 1).data):
        await press(world, chi, data)
        assert f"{CODE}: lúc 08:15 ngày 16/11/2026 đã ghi nhận" in chi.last.text
    await press(world, chi, TakeAgency(CODE, mark("BYT"), len(happened(world))).data)
    await turn_by(world, WAIT)
    await press(world, chi, UndoAct(CODE, len(happened(world))).data)
    late = chi.last.text.splitlines()[0]
    await correct(world, chi, "Sửa tiêu đề", "Tên ngắn")
    same = chi.last.text.splitlines()[0]

    assert back[0] == f"{CODE}: đã hoàn tác, không gửi thông báo đến thành viên."
    assert "Thủ tục: Trích lục bản đồ" in back
    assert not any(line.startswith("Thành viên chọn") for line in back)
    assert indexed == [False, True]
    assert warned.startswith(f"{CODE}: lúc ")
    assert "đã tiếp nhận" in warned
    assert recorded == f"{CODE}: đã sửa phân loại; có thể hoàn tác trong 05 phút."
    assert late == f"{CODE}: thao tác đã quá 05 phút nên không hoàn tác được. Nội dung ghi mới thay nội dung trước."
    assert same == f"{CODE} đã được phân loại như vậy; không ghi nhận thay đổi."
    assert happened(world) == ["sent", "undone", "undone", "corrected", "accepted", "corrected"]
    assert "Tình trạng: đã tiếp nhận." in await page(world, an)


async def test_a_new_version_keeps_it_unless_the_member_changes_that_very_value(world: World) -> None:
    an, chi = await sent(world)
    await correct(world, chi, "Sửa lĩnh vực", "dau tu")
    await correct(world, chi, "Sửa thủ tục", "Chấp thuận chủ trương đầu tư")

    # Another answer: both stay, and are found in the new version too.
    await say(
        world, an, "/tracuu BC-2611-001", AMEND, "[Sửa mục 1]", "[Sửa kiến nghị]", "Bãi bỏ hẳn thành phần này.", SEND
    )
    kept = await page(world, chi)
    indexed = [await found(world, chi, words) for words in ("chap thuan chu truong", "dau tu", "trich luc ban do")]
    await say(world, an, "/tracuu BC-2611-001", AMEND, "[Sửa mục 1]", "[Sửa lĩnh vực]", "[Môi trường]", SEND)
    newer = await page(world, chi)

    assert kept[0] == f"{CODE} – Đầu tư, đăng ký doanh nghiệp"
    assert "Kiến nghị: Bãi bỏ hẳn thành phần này." in kept
    assert indexed == [True, True, True]
    assert newer[0] == f"{CODE} – Môi trường"
    assert "Thủ tục: Chấp thuận chủ trương đầu tư" in newer
    overruled = (
        "Ngày 16/11/2026 đã sửa lĩnh vực thành Đầu tư, đăng ký doanh nghiệp; sau đó thành viên đã nhập Môi trường"
    )
    assert any(line.startswith(overruled) for line in newer)
    assert not any(line.startswith("Ngày 16/11/2026 đã sửa") for line in await page(world, an))

    # The desk can agree to it, and is asked no more.
    await correct(world, chi, "Sửa lĩnh vực", "[Môi trường]")
    agreed = chi.last.text
    assert "Cơ quan thường trực thống nhất phân loại: Môi trường (Phạm Thu Chi)" in agreed
    assert "Ngày 16/11/2026 đã sửa" not in agreed
    assert f"{CODE} – Môi trường" in agreed
