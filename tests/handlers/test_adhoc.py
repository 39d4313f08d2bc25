"""Ad hoc reports: from the level to the receipt, and where they are counted."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from bot.clock import VN
from bot.domain.verbs.reporting import OpenAdhoc
from storage import ledgers
from tests.catalogues import out_of_date, part, said
from tests.handlers.acts import (
    ADHOC,
    ADHOC_ITEM,
    CLOSED,
    CONTENT,
    ONE,
    OPEN,
    PROPOSAL,
    SENT,
    SENT_ADHOC,
    bring_roster,
    press,
)
from tests.handlers.adhoc import CODE, SENT_SOON, about
from tests.world import ROSTER, World, say

URGENT = SENT_ADHOC[:-1]


async def test_the_first_question_is_how_soon_with_the_numbers_for_emergencies(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *ADHOC)

    assert an.last.text.splitlines()[2:4] == [
        "1. Khẩn: cần được tiếp nhận trong 02 giờ; quá thời gian này, Hệ thống báo lãnh đạo phụ trách",
        "2. Sớm: cần được tiếp nhận trong 03 ngày làm việc; quá thời gian này, Hệ thống nhắc cán bộ trực",
    ]
    assert "ý kiến" not in an.last.text
    assert "112, 113, 114 hoặc 115" in an.last.text
    assert an.last.labels == [said("Ask for urgent"), said("Ask for soon"), said("‹ Back")]


async def test_four_questions_lead_to_a_review_that_says_who_is_told_at_once(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *ADHOC, "[Đề nghị xử lý khẩn]")
    headings = []

    for act in ADHOC_ITEM:
        headings.append(an.last.text.partition("\n")[0])
        await say(world, an, act)

    assert headings == [
        "Báo cáo đột xuất – bước 1/4",
        "Báo cáo đột xuất – bước 2/4 – Đất đai",
        "Báo cáo đột xuất – bước 3/4 – Đất đai",
        "Báo cáo đột xuất – bước 4/4 – Đất đai (không bắt buộc)",
    ]
    assert "Kiểm tra trước khi gửi – báo cáo đột xuất, đề nghị xử lý khẩn" in an.last.text
    assert CONTENT in an.last.text
    assert "Căn cứ" not in an.last.text
    assert said("Sending it notifies the officers on duty at once, also outside office hours.") in an.last.text
    assert an.last.labels == [
        said("Send as urgent"),
        "Sửa nội dung",
        said("Add a difficulty"),
        said("Change level"),
        said("Save and exit"),
    ]


async def test_the_receipt_names_the_code_the_level_the_time_and_the_telephone(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT_ADHOC)

    assert an.last.text.splitlines() == [
        f"Đã nhận báo cáo đột xuất {CODE} (đề nghị xử lý khẩn)",
        "Thời điểm nhận: 08:15 thứ Hai, ngày 16/11/2026.",
        "Nội dung: VM-2611-001.",
        said("The officers on duty are being notified now."),
        "Nếu sau 02 giờ chưa có người tiếp nhận, Hệ thống chuyển thông báo đến lãnh đạo phụ trách và báo lại tại đây.",
        "Nội dung được chuyển Cơ quan thường trực và đưa vào bản tổng hợp tháng 12/2026, lập lúc 17:00 thứ Ba, ngày"
        " 22/12/2026, để báo cáo cấp có thẩm quyền.",
        said("Telephone on duty: {phone}.", phone="080 00001"),
    ]
    stored = world.read.conn.execute("SELECT code, kind, urgency, period FROM reports").fetchall()
    assert [tuple(row) for row in stored] == [(CODE, "adhoc", "khan", None)]


async def test_a_report_asked_to_be_handled_soon_promises_no_leader(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT_SOON)

    assert f"Đã nhận báo cáo đột xuất {CODE} (đề nghị xử lý sớm)" in an.last.text
    assert "lãnh đạo" not in an.last.text
    assert world.count("reports", "urgency = 'som'") == 1


async def test_where_no_officer_can_be_reached_the_receipt_says_so_and_names_the_telephone(world: World) -> None:
    await bring_roster(world, "\n".join(line for line in ROSTER.splitlines() if not line.startswith("CHI,")))
    an = world.phone("AN")

    await say(world, an, *SENT_ADHOC)

    assert (
        part("No officer can be reached through the system at present. Please call the number below.") in an.last.text
    )
    assert "080 00001" in an.last.text


async def test_several_may_be_sent_in_a_month_beside_the_report_of_the_period(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT, *SENT_ADHOC, *SENT_SOON)

    codes = [row["code"] for row in world.read.conn.execute("SELECT code FROM reports ORDER BY id")]
    difficulties = [row["code"] for row in world.read.conn.execute("SELECT code FROM difficulties ORDER BY id")]
    assert codes == ["BC-2611-001", "DX-2611-001", "DX-2611-002"]
    assert difficulties == ["VM-2611-001", "VM-2611-002", "VM-2611-003"]


async def test_the_codes_are_of_the_month_of_filing_in_viet_nam_not_of_a_period(world: World) -> None:
    world.clock.set(datetime(2026, 12, 1, 0, 30, tzinfo=VN))  # still November in UTC
    an = world.phone("AN")

    await say(world, an, *SENT_ADHOC)

    assert "DX-2612-001" in an.last.text
    assert "VM-2612-001" in an.last.text


async def test_it_is_offered_on_the_main_screen_and_where_no_period_is_open(world: World) -> None:
    an = world.phone("AN")
    world.clock.set(CLOSED)

    await say(world, an, "/batdau")

    assert "Báo cáo đột xuất" in an.last.labels
    await say(world, an, "[Báo cáo đột xuất]")
    assert said("How soon should it be handled?") in an.last.text


async def test_the_level_can_be_changed_at_the_review_and_nothing_is_lost(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *URGENT, "[Đổi mức độ]", "[Đề nghị xử lý sớm]")

    assert said("early handling asked for") in an.last.text
    assert CONTENT in an.last.text
    await say(world, an, "[Gửi báo cáo]")
    assert world.count("reports", "urgency = 'som'") == 1


async def test_an_answer_changed_at_the_review_leads_back_to_it(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *URGENT, "[Sửa nội dung]", "[Sửa kiến nghị]", "Bố trí kiểm dịch ngoài giờ.")

    assert "Kiến nghị: Bố trí kiểm dịch ngoài giờ." in an.last.text
    assert said("Send as urgent") in an.last.labels


async def test_a_draft_is_kept_beside_that_of_a_period_and_taken_up_from_the_main_screen(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE[:2], *ADHOC, "[Đề nghị xử lý khẩn]", *ADHOC_ITEM[:2], "[Lưu nháp, thoát]")
    assert "Bản nháp" in an.last.text

    await say(world, an, "/batdau")
    assert "Bản nháp báo cáo đột xuất: đang ở bước 3/4 của vướng mắc số 1 (lưu lúc 08:15" in an.last.text
    assert "Bản nháp tháng 11/2026" in an.last.text
    await say(world, an, "[Viết tiếp đột xuất]", PROPOSAL, "[Không kèm tệp]", "[Gửi khẩn]")

    assert CODE in an.last.text
    left = [
        json.loads(r["answers"])["items"]
        for r in world.read.conn.execute("SELECT answers FROM drafts WHERE closed_at IS NULL")
    ]
    assert left == [[{"field": "dat_dai", "procedure": ""}]]


async def test_sent_twice_at_once_it_is_stored_and_told_once(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *URGENT)

    words = await press(world, an, an.tap("Gửi khẩn"))

    assert words == f"Báo cáo đã được nhận lúc 08:15, mã {CODE}. Không cần gửi lại."
    assert world.count("reports") == 1
    assert len(about(world.phone("CHI"))) == 1


async def test_the_aggregate_of_the_window_it_was_sent_in_holds_it_and_no_other_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.desk.aggregate.NAMES", ())
    chi = world.phone("CHI")
    await say(world, world.phone("AN"), *SENT_ADHOC)

    await say(world, chi, "/tonghop")
    assert CODE not in chi.last.text
    assert "Vướng mắc: chưa có." in chi.last.text

    await say(world, chi, "[Xem tháng 12]")
    assert f"• Báo cáo đột xuất (khẩn) trong thời gian chốt số liệu (01): {CODE} (Hiệp hội A)" in chi.last.text
    assert "Vướng mắc: 01 (01 tại báo cáo đột xuất), theo lĩnh vực: Đất đai 01." in chi.last.text
    assert "Thành viên: 00/02 đã gửi báo cáo định kỳ." in chi.last.text


async def test_who_reports_for_two_members_says_for_which(world: World) -> None:
    await bring_roster(
        world, ROSTER + "AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIC,Hiệp hội C\n"
    )
    an = world.phone("AN")

    await say(world, an, *ADHOC)
    assert "1. Hiệp hội A" in an.last.text

    await say(world, an, "[Chọn 2]", "[Đề nghị xử lý khẩn]", *ADHOC_ITEM, "[Gửi khẩn]")
    assert "Hiệp hội C, 08:15" in world.phone("CHI").last.text


async def test_the_audit_of_a_report_knows_how_urgent_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    details: list[object] = []
    append = ledgers.append_audit

    def kept(*args: Any) -> None:
        details.append(args[5] if len(args) > 5 and args[3] == "report.sent" else None)
        append(*args)

    monkeypatch.setattr(ledgers, "append_audit", kept)

    await say(world, world.phone("AN"), *SENT_ADHOC)

    assert [detail["urgency"] for detail in details if isinstance(detail, dict)] == ["khan"]


async def test_a_member_cannot_open_one_for_anothers_seat(world: World) -> None:
    seat = world.read.conn.execute("SELECT id FROM seats WHERE code = 'HIEPHOIB'").fetchone()["id"]

    words = await press(world, world.phone("AN"), OpenAdhoc(seat).data)

    assert out_of_date() in words
    assert world.count("drafts") == 0


async def test_an_english_reader_has_the_whole_way_in_english(world: World) -> None:
    await bring_roster(world, ROSTER.replace("Chánh Văn phòng,ong,vi", "Chánh Văn phòng,ong,en"))
    an = world.phone("AN")

    await say(
        world,
        an,
        "/baocao",
        "[Ad hoc report]",
        "[Ask for urgent]",
        "[Land]",
        CONTENT,
        PROPOSAL,
        "[No files]",
        "[Submit as urgent]",
    )

    assert "within 2 hours" in an.last.text
    assert "urgent handling requested" in an.last.text
