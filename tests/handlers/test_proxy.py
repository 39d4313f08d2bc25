"""The secretariat enters a report in a member's place, and every copy of it says so."""

from __future__ import annotations

import io
import json
from typing import Any

from docx import Document
from openpyxl import load_workbook

from bot.domain.periods import Period
from bot.exports import docx, xlsx
from bot.exports.dossier import report_rows
from bot.services.desk.snapshots import make_snapshot
from bot.services.dossier import make_dossier
from bot.services.reporting.filing import audited as audited_report
from bot.services.standing import period_schedule, window
from storage import ledgers, people, reports
from tests.handlers.acts import ADHOC_ITEM, NIL, ONE, SENT, TO_REVIEW
from tests.handlers.approving import APPROVE, REQUIRE, SUBMIT, audited, cards
from tests.world import World, say

TO_SEATS = ("/thanhvien", "[Nhập báo cáo thay]")
TO_A = (*TO_SEATS, "[Chọn 1]")
ENTERED = "Phạm Thu Chi, Cơ quan thường trực nhập thay (thư điện tử)"


async def test_the_officer_fills_in_the_members_form_and_the_member_gets_the_receipt(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")

    await say(world, chi, *TO_A, "[Báo cáo tháng 11]", "[Thư điện tử]", "[Khai vướng mắc]", *ONE)
    assert "Cơ quan thường trực nhập thay Hiệp hội A" in chi.last.text
    await say(world, chi, "[Gửi báo cáo]")

    assert "Đã nhận báo cáo BC-2611-001" in an.last.text
    assert ENTERED in an.last.text
    assert cards(chi, ENTERED)
    report = reports.report_by_code(world.read, "BC-2611-001")
    assert report is not None
    assert report.endorsed.via == "proxy"
    assert audited(world, "report.sent") == ["person:CHI"]


async def test_look_up_and_search_say_who_entered_it(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    await say(world, chi, *TO_A, "[Báo cáo tháng 11]", "[Thư điện tử]", *NIL[2:])

    await say(world, an, "/tracuu BC-2611-001")

    assert ENTERED in an.last.text


async def test_dossier_and_papers_say_who_entered_or_approved_what_the_member_reports(world: World) -> None:
    chi, binh, bich = (world.phone(code) for code in ("CHI", "BINH", "BICH"))
    await say(world, chi, *TO_A, "[Báo cáo tháng 11]", "[Thư điện tử]", *NIL[2:])
    await say(world, binh, *REQUIRE)
    await say(world, bich, *TO_REVIEW, SUBMIT)
    await say(world, binh, APPROVE)
    unit = world.unit()
    seats = {seat.code: seat for seat in people.seats_ever(world.read)}

    made = {code: make_dossier(unit, seat, Period(2026, 11), "") for code, seat in seats.items()}
    paper = as_made(make_snapshot(unit, window(unit, period_schedule(unit, Period(2026, 11)))))

    assert report_rows(as_made(made["HIEPHOIA"]))[0][5] == ENTERED
    assert report_rows(as_made(made["HIEPHOIB"]))[0][5] == "Trần Thị Bích, người duyệt: Lê Văn Bình"
    words = [paragraph.text for paragraph in Document(io.BytesIO(docx.build(paper))).paragraphs]
    assert "Cơ quan thường trực nhập thay: (1) Hiệp hội A." in words
    sheets = load_workbook(io.BytesIO(xlsx.build(paper)))
    assert any(ENTERED in row for sheet in sheets for row in sheet.values)


def as_made(snapshot: object) -> dict[str, Any]:
    """As the child that builds a paper reads it."""
    read: dict[str, Any] = json.loads(json.dumps(snapshot))
    return read


async def test_an_ad_hoc_report_is_entered_too_and_acceptance_is_told_to_the_member(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    await say(
        world, chi, *TO_A, "[Báo cáo đột xuất]", "[Điện thoại]", "[Đề nghị xử lý sớm]", *ADHOC_ITEM, "[Gửi báo cáo]"
    )
    assert "Cơ quan thường trực nhập thay (điện thoại)" in an.last.text

    await say(world, chi, "[Tiếp nhận]")

    assert "đã được tiếp nhận" in an.last.text


async def test_a_draft_of_the_desk_is_left_and_taken_up_again(world: World) -> None:
    chi = world.phone("CHI")
    await say(
        world, chi, *TO_A, "[Báo cáo tháng 11]", "[Thư điện tử]", "[Khai vướng mắc]", "[Đất đai]", "[Lưu nháp, thoát]"
    )
    assert "Đã lưu nháp" in chi.last.text

    await say(world, chi, "/batdau", "[Tiếp tục nhập thay]", "Cấp giấy chứng nhận")

    assert "bước 3/7 – Đất đai" in chi.last.text


async def test_a_member_who_has_sent_is_named_and_nothing_is_entered(world: World) -> None:
    await say(world, world.phone("AN"), *SENT)
    chi = world.phone("CHI")

    await say(world, chi, *TO_SEATS)

    assert "1. Hiệp hội B (HIEPHOIB): chưa gửi báo cáo" in chi.last.text
    assert "2. Hiệp hội A (HIEPHOIA): không có báo cáo phải gửi lúc này" in chi.last.text
    await say(world, chi, "[Chọn 2]")
    assert "BC-2611-001" in chi.last.text
    assert "Báo cáo tháng 11" not in chi.last.labels


async def test_the_leader_is_not_offered_it(world: World) -> None:
    lan = world.phone("LAN")

    await say(world, lan, "/thanhvien")

    assert "Nhập báo cáo thay" not in lan.last.labels


async def test_one_who_is_of_the_secretariat_no_longer_enters_nothing(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, *TO_A, "[Báo cáo tháng 11]", "[Thư điện tử]", "[Báo không phát sinh]")

    await world.writer.write(lambda db: db.execute("UPDATE duties SET role = 'leader' WHERE role = 'secretariat'"))
    await say(world, chi, "[Gửi báo cáo]")

    assert world.count("reports") == 0


async def test_a_letter_is_named_with_its_number_and_day_wherever_the_report_is(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    await say(world, chi, *TO_A, "[Báo cáo tháng 11]", "[Công văn]", "125/CV-HHA", "30/11/2026")
    assert "Ngày văn bản không sau ngày hôm nay." in chi.last.text
    await say(world, chi, "13/11/2026")
    assert chi.last.text == "Công văn số 125/CV-HHA ngày 13/11/2026."
    await say(world, chi, "[Nhập báo cáo]", "[Khai vướng mắc]", *ONE, "[Lưu nháp, thoát]", "[Đổi nguồn nhận]")
    await say(world, chi, "[Điện thoại]")
    await say(world, chi, "[Lưu nháp, thoát]", "[Đổi nguồn nhận]", "[Công văn]", "125/CV-HHA", "13/11/2026")
    await say(world, chi, "[Nhập báo cáo]", "[Gửi báo cáo]")

    entered = "Phạm Thu Chi, Cơ quan thường trực nhập thay (công văn 125/CV-HHA ngày 13/11/2026)"
    assert entered in an.last.text
    await say(world, an, "/tracuu BC-2611-001")
    assert entered in an.last.text
    unit = world.unit()
    found = window(unit, period_schedule(unit, Period(2026, 11)))
    paper = as_made(make_snapshot(unit, found))
    assert paper["difficulties"][0]["came"] == "công văn 125/CV-HHA ngày 13/11/2026"
    cells = [cell.text for row in Document(io.BytesIO(docx.build(paper))).tables[-1].rows for cell in row.cells]
    assert any("Nhận qua: công văn 125/CV-HHA ngày 13/11/2026" in cell for cell in cells)
    # The audit covers it: what is changed behind its back is found.
    [entry] = ledgers.entries_of(world.read, ["report:BC-2611-001:1"])
    report = reports.report_by_code(world.read, "BC-2611-001")
    assert report is not None
    assert entry.says(audited_report(unit, report))
    await world.writer.write(lambda db: db.conn.execute("UPDATE reports SET origin_number = '1/CV'"))
    changed = reports.report_by_code(world.read, "BC-2611-001")
    assert changed is not None
    assert not entry.says(audited_report(unit, changed))
