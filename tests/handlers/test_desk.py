"""What the secretariat gets and asks for."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlite_utils import Database

from bot.domain.characters import utf16_length
from bot.domain.questions import ReportPart
from bot.domain.verbs.lookup import ShowReport
from bot.services.people import enrolment
from storage import people, reports
from tests.asking import answered
from tests.catalogues import out_of_date, said
from tests.handlers.acts import CONTENT, IN_TIME, LATE, NIL, ONE, OPEN, PROPOSAL, SENT, bring_roster, press
from tests.world import ROSTER, World, say

LONG = "Mô tả dài. " * 181  # within the limit of 2,000 units
LONG_PROPOSAL = "Kiến nghị. " * 181
SECOND_OFFICER = "DAO,Vũ Thị Đào,Chuyên viên,ba,vi,,secretariat,,,\n"


@pytest.fixture
def without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The aggregate without its files, which take a process each."""
    monkeypatch.setattr("bot.services.desk.aggregate.NAMES", ())


async def test_every_officer_gets_every_report_without_a_sound_and_nobody_else_does(world: World) -> None:
    await bring_roster(world, ROSTER + SECOND_OFFICER)
    dao = world.telegram.phone(106)
    issued = await world.writer.write(lambda db: invite(world, db, "DAO"))
    await say(world, dao, issued, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")

    await say(world, world.phone("AN"), *SENT)
    await say(world, world.phone("BICH"), *NIL)

    for officer in (world.phone("CHI"), dao):
        reports = [message for message in officer.messages if message.text.startswith("BC-2611-")]
        assert ["BC-2611-001" in r.text or "BC-2611-002" in r.text for r in reports] == [True, True]
        assert all(report.silent for report in reports)
    assert world.phone("LAN").messages == []
    assert world.phone("BINH").messages == []


def invite(world: World, db: Database, code: str) -> str:
    """Issue an invitation while the program runs; return its code."""
    person = people.person_by_code(db, code)
    assert person is not None
    return enrolment.issue(world.unit(db), person, "test").code


async def test_a_report_reaches_the_desk_with_everything_that_was_written(world: World) -> None:
    await say(world, world.phone("AN"), *SENT)

    shown = world.phone("CHI").last
    assert shown.text.splitlines()[:3] == [
        "BC-2611-001 – tháng 11/2026, đúng hạn",
        "Hiệp hội A – người gửi: Nguyễn Văn An, 08:15 ngày 16/11/2026",
        "01 vướng mắc: Đất đai (01)",
    ]
    assert "Mục 1. VM-2611-001 – Đất đai" in shown.text
    assert f"Vướng mắc: {CONTENT}\nCăn cứ: chưa nêu\nKiến nghị: {PROPOSAL}" in shown.text
    assert shown.labels == ["Mở mục 1", "Tiếp nhận tất cả"]


async def test_the_desk_is_told_once_however_often_send_was_pressed(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT[:-1])

    data = an.tap("Gửi báo cáo")
    an.press(data)
    await press(world, an, data)

    assert len(world.phone("CHI").messages) == 1


async def test_texts_too_long_for_one_message_are_cut_and_shown_in_full_on_demand(world: World) -> None:
    chi = world.phone("CHI")
    one = answered(field="[Đất đai]", content=LONG, legal="Điều 5", proposal=LONG_PROPOSAL)
    await say(world, world.phone("AN"), *OPEN, *one, "[Thêm vướng mắc]", *ONE, "[Gửi báo cáo]")
    report = chi.last
    assert LONG.strip() not in report.text
    assert utf16_length(report.text) <= 4096
    assert report.labels == [
        said("View item {number} in full", number="1"),
        "Mở mục 1",
        "Mở mục 2",
        "Tiếp nhận tất cả",
    ]

    await say(world, chi, "[Xem đủ mục 1]")
    shown = "\n".join(message.text for message in chi.messages[1:])
    for label in chi.last.labels:
        await say(world, chi, f"[{label}]")
        shown += chi.last.text

    assert LONG.strip() in shown
    assert LONG_PROPOSAL.strip() in shown
    assert report.labels == [
        said("View item {number} in full", number="1"),
        "Mở mục 1",
        "Mở mục 2",
        "Tiếp nhận tất cả",
    ]


async def test_the_parts_of_a_difficulty_too_long_for_one_message_are_shown_one_by_one(world: World) -> None:
    chi = world.phone("CHI")
    one = answered(field="[Đất đai]", procedure="t" * 300, content="n" * 2000, legal="c" * 500, proposal="k" * 2000)
    await say(world, world.phone("AN"), *OPEN, *one, "[Gửi báo cáo]")

    await say(world, chi, "[Xem đủ mục 1]")
    in_full = chi.last
    assert in_full.labels == [said("View description"), said("View legal basis"), said("View proposal")]
    assert "t" * 300 in in_full.text

    parts = []
    for label, letters in (("Xem nội dung", "n" * 2000), ("Xem căn cứ", "c" * 500), ("Xem kiến nghị", "k" * 2000)):
        await say(world, chi, f"[{label}]")
        parts.append(letters in chi.last.text)
    assert parts == [True, True, True]


ALL_LONG = answered(field="[Đất đai]", procedure="t" * 300, content="n" * 2000, legal="c" * 500, proposal="k" * 2000)
"""A difficulty that no message holds as a whole."""


async def send_all_long(world: World) -> None:
    await say(world, world.phone("AN"), *OPEN, *ALL_LONG, "[Gửi báo cáo]")


async def change_report(world: World, content: str | None) -> None:
    """Send another version of An's report an hour later, with this content or without its first difficulty."""
    world.clock.set(world.clock.now() + timedelta(hours=1))

    def work(db: Database) -> None:
        sent = reports.report_by_code(db, "BC-2611-001")
        assert sent is not None
        first, *rest = sent.difficulties
        changed = replace(first, answers={**first.answers, "content": content or ""})
        kept = (changed, *rest) if content else tuple(rest)
        reports.add_version(db, replace(sent, difficulties=kept, sent_at=world.clock.now()))

    await world.writer.write(work)


async def test_a_button_on_the_copy_of_an_older_version_shows_that_version_and_that_there_is_a_newer_one(
    world: World,
) -> None:
    chi = world.phone("CHI")
    await send_all_long(world)
    await change_report(world, "mới " * 500)

    await say(world, chi, "[Xem đủ mục 1]")
    in_full = chi.last
    await say(world, chi, "[Xem nội dung]")

    remark = (
        "Nội dung này được gửi lúc 08:15 ngày 16/11/2026. BC-2611-001 đã có bản mới hơn, gửi lúc 09:15 ngày 16/11/2026."
    )
    assert [remark in shown.text for shown in (in_full, chi.last)] == [True, True]
    assert "n" * 2000 in chi.last.text
    assert "mới" not in chi.last.text.replace(remark, "")


async def test_a_button_for_a_difficulty_that_was_taken_out_says_so(world: World) -> None:
    chi = world.phone("CHI")
    await send_all_long(world)
    await change_report(world, None)

    await say(world, chi, "[Xem đủ mục 1]")

    assert "gửi lúc 09:15 ngày 16/11/2026, trong đó không còn VM-2611-001." in chi.last.text


async def test_a_button_on_the_copy_of_a_report_that_was_withdrawn_shows_nothing_of_it(world: World) -> None:
    chi = world.phone("CHI")
    await send_all_long(world)

    def withdraw(db: Database) -> None:
        an = people.person_by_code(db, "AN")
        assert an is not None
        assert reports.withdraw(db, "BC-2611-001", world.clock.now(), an.id)

    await world.writer.write(withdraw)

    words = await press(world, chi, ShowReport("VM-2611-001", ReportPart.DIFFICULTY, 1).data)

    assert out_of_date() in str(words)
    assert not any("k" * 2000 in shown.text for shown in chi.messages)


async def test_the_newest_version_is_shown_without_a_remark(world: World) -> None:
    chi = world.phone("CHI")
    await send_all_long(world)
    await change_report(world, "mới " * 500)

    await press(world, chi, ShowReport("VM-2611-001", ReportPart.CONTENT, 2).data)

    assert "Nội dung này được gửi" not in chi.last.text
    assert "mới mới" in chi.last.text


async def test_the_aggregate_counts_every_member_once_and_equals_the_ledger(world: World, without_files: None) -> None:
    await bring_roster(world, ROSTER + MORE_MEMBERS)
    await say(world, world.phone("AN"), *SENT)
    await say(world, world.phone("BICH"), "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]", "[Đất đai]")

    await say(world, world.phone("CHI"), "/tonghop")

    text = world.phone("CHI").last.text
    assert "Tổng hợp khó khăn, vướng mắc về TTHC tháng 11/2026 – số liệu đến 08:15 ngày 16/11/2026" in text
    assert "Thành viên: 01/04 đã gửi báo cáo định kỳ." in text
    assert "• Đã gửi, đúng hạn (01): Hiệp hội A" in text
    assert "• Chưa gửi, đang soạn (01): Hiệp hội B" in text
    assert "• Chưa gửi (02): Hiệp hội C; Hiệp hội D" in text
    assert "Vướng mắc: 01, theo lĩnh vực: Đất đai 01." in text
    figures = snapshot(world)["ledger"]
    assert sum(int(n) for n in re.findall(r"^• .* \((\d+)\)", text, re.MULTILINE)) == figures["due"] == 4
    assert {state: n for state, n in figures.items() if n and state != "due"} == {
        "reported": 1,
        "drafting": 1,
        "open": 2,
    }


MORE_MEMBERS = """EM,Đỗ Văn Em,,,vi,,focal,hoi_dong_tu_van,HIEPHOIC,Hiệp hội C
GIANG,Bùi Thị Giang,,,vi,,focal,hoi_dong_tu_van,HIEPHOID,Hiệp hội D
"""


def snapshot(world: World) -> dict[str, dict[str, int]]:
    row = world.read.conn.execute("SELECT body FROM snapshots ORDER BY id DESC").fetchone()
    found: dict[str, dict[str, int]] = json.loads(row["body"])
    return found


async def test_after_the_deadline_drafts_and_silence_are_missing_and_reports_are_late(
    world: World, without_files: None
) -> None:
    await say(world, world.phone("BICH"), "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]", "[Đất đai]")
    world.clock.set(LATE)
    await say(world, world.phone("AN"), *NIL)

    await say(world, world.phone("CHI"), "/tonghop")

    text = world.phone("CHI").last.text
    assert "• Không phát sinh, quá hạn (01): Hiệp hội A" in text
    assert "• Chưa gửi, quá hạn (01): Hiệp hội B" in text
    assert "đang soạn" not in text


async def test_the_other_open_period_is_one_press_away(world: World, without_files: None) -> None:
    chi = world.phone("CHI")

    await say(world, chi, "/batdau", "[Xem bản tổng hợp]", "[Xem tháng 12]")

    assert "TTHC tháng 12/2026" in chi.last.text
    assert chi.last.labels == ["Xem tháng 11"]


async def test_the_aggregate_comes_with_the_draft_and_the_annex_of_the_same_figures(world: World) -> None:
    chi = world.phone("CHI")
    world.clock.set(IN_TIME)
    one = answered(field="[Đất đai]", procedure="=1+1 <b>", content=CONTENT, proposal=PROPOSAL)
    await say(world, world.phone("AN"), *OPEN, *one, "[Gửi báo cáo]")

    await say(world, chi, "/tonghop")

    files = [(message.file, message.text) for message in chi.messages if message.file]
    names = [file[0].rpartition(".")[2] for file, _ in files]
    codes = {re.search(r"Mã dữ liệu: ([0-9a-f]{16})$", caption) for _, caption in files}
    assert sorted(names) == ["docx", "xlsx"]
    assert len({found and found[1] for found in codes}) == 1
    annex = next(data for (name, data), _ in files if name.endswith("xlsx"))
    book = load_workbook(io.BytesIO(annex))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "VM-2611-001" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells if cell.value == "=1+1 <b>"} == {"s"}
