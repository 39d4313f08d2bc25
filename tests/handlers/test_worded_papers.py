"""What the papers of a period say in the words of the desk: difficulties as it worded them, and its remarks."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.domain.periods import Period
from bot.domain.verbs.wordings import OpenRemarks
from bot.exports import docx, xlsx
from bot.services.acts import ACTS
from storage import snapshots
from tests.asking import answered
from tests.exports.test_docx import annex_of, opened
from tests.handlers.acts import CONTENT, ONE, OPEN, press
from tests.handlers.test_release import ASK, SURE, changed_behind, shown, tell, texts
from tests.handlers.turning import CLOSE, turn_to
from tests.handlers.versioned import AMEND, REWRITTEN, SEND
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say, toast

ENGLISH = (
    "Importers have to submit the same certificate of origin to two agencies, and each of them asks for another form."
)
WANTED = "The certificate should be submitted once, and the agencies should share it between them."
VIETNAMESE = "Nhà nhập khẩu phải nộp cùng một giấy chứng nhận xuất xứ cho hai cơ quan theo hai mẫu khác nhau."
VIETNAMESE_WANTED = "Nộp giấy chứng nhận xuất xứ một lần, các cơ quan dùng chung dữ liệu."
WORDED = "Thủ tục yêu cầu nộp lại trích lục bản đồ địa chính đã có trên cơ sở dữ liệu quốc gia về đất đai."
REMARKS = "Vướng mắc tập trung vào việc nộp lại giấy tờ đã có.\nMột số nội dung đã được nêu nhiều kỳ."
HUY = "MAI,Lê Quang Huy,Chuyên viên,,vi,,secretariat,,,\n"
TODO = "• Chưa có nội dung tiếng Việt (01): VM-2611-002"


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A world whose desk releases its papers; An has reported two difficulties, the second one in English."""
    for names in ("releasing.NAMES", "papers.NAMES"):
        monkeypatch.setattr(f"bot.services.desk.{names}", ())  # files are built here, of the snapshot
    world = World(tmp_path, profile="btp-2026")
    world.import_roster(ROSTER + HUY)
    for code in ("AN", "CHI", "LAN", "MAI"):
        world.link(code)
    two = (*OPEN, *ONE, "[Thêm vướng mắc]", *answered(field="[Đầu tư]", content=ENGLISH, proposal=WANTED))
    async with running(world):
        await turn_to(world, 16, CLOSE)
        await say(world, world.phone("AN"), *two, "[Gửi báo cáo]")
        await turn_to(world, 23, CLOSE)
        yield world
    world.close()


async def word(world: World, phone: Phone, code: str, content: str, *proposal: str) -> None:
    await tell(world, phone, f"/tracuu {code}", "[Biên tập nội dung]", content, *proposal, "[Ghi nội dung]")


def frozen(world: World) -> dict[str, Any]:
    found = snapshots.digest(world.read, "2026-11", 0)
    assert found is not None
    return found.snapshot


def paragraphs(snapshot: dict[str, Any]) -> list[str]:
    return [paragraph.text for paragraph in opened(docx.build(snapshot)).paragraphs]


def sheet(snapshot: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of a sheet, each by its heads."""
    head, *rows = load_workbook(io.BytesIO(xlsx.build(snapshot)))[name].values
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


async def test_the_paper_says_the_wording_and_the_annex_keeps_what_was_sent(office: World) -> None:
    world, an, chi, lan = office, office.phone("AN"), office.phone("CHI"), office.phone("LAN")
    assert f"Việc còn lại (không bắt buộc):\n{TODO}" in shown(chi)
    await tell(world, chi, "/tracuu VM-2611-002")
    assert "Chưa có nội dung tiếng Việt để đưa vào văn bản." in chi.last.text
    await tell(world, an, "/tracuu VM-2611-002")
    assert "Chưa có nội dung tiếng Việt" not in an.last.text

    # Half of it is not enough: the proposal would still be printed in English.
    await word(world, chi, "VM-2611-002", VIETNAMESE, "[Giữ nguyên văn]")
    await tell(world, chi, "/tonghop 11/2026")
    assert TODO in shown(chi)
    await word(world, chi, "VM-2611-002", "[Giữ nội dung này]", VIETNAMESE_WANTED)
    await word(world, chi, "VM-2611-001", WORDED, "[Giữ nguyên văn]")

    # An amends what is fixed already: the paper has the words it was worded from. What he objects to is to be seen.
    await tell(world, chi, "/tracuu VM-2611-002", "[Gửi thành viên xác nhận]")
    await turn_to(world, 24, time(9))
    await tell(world, an, "[Đề nghị sửa]", "Cần nêu tên hai cơ quan này.", "[Gửi ý kiến]")
    await tell(world, an, "/tracuu BC-2611-001", AMEND, *REWRITTEN, SEND)
    await tell(world, chi, "/tonghop 11/2026")
    assert TODO not in shown(chi)
    assert "• Thành viên đề nghị sửa nội dung biên tập (01): VM-2611-002" in shown(chi)
    assert "không sử dụng" not in shown(chi)
    assert "Nội dung do Cơ quan thường trực biên tập: 02 vướng mắc; nguyên văn tại phụ lục." in shown(chi)
    await tell(world, chi, ASK, SURE)

    snapshot = frozen(world)
    first, second = sheet(snapshot, "Phụ lục")
    assert (first["Nội dung"], first["Nội dung biên tập"]) == (CONTENT, WORDED)
    assert second["Nội dung"] == f"(nguyên văn tiếng Anh) {ENGLISH}"
    assert second["Nội dung biên tập"] == f"{VIETNAMESE}\nKiến nghị: {VIETNAMESE_WANTED}"
    cells = [cell.text for row in annex_of(opened(docx.build(snapshot))).rows for cell in row.cells]
    assert WORDED in cells
    assert VIETNAMESE_WANTED in cells
    assert CONTENT not in cells
    assert any("nguyên văn tại tệp phụ lục Excel" in cell for cell in cells)
    assert "Nội dung do Cơ quan thường trực biên tập: 02 vướng mắc" in texts(lan)
    assert "Việc còn lại" not in texts(lan)

    # In the addendum the amended words stand, which nobody has worded: it says so before its release.
    await turn_to(world, 25, CLOSE)
    assert "• Nội dung biên tập lập trước khi thành viên sửa, không sử dụng (01): VM-2611-001" in shown(chi)
    plain = {**snapshot, "difficulties": [{**d, "worded": {}} for d in snapshot["difficulties"]]}
    assert "Nội dung biên tập" not in sheet(plain, "Phụ lục")[0]


async def test_remarks_are_in_the_preview_at_once_and_frozen_with_the_release(office: World) -> None:
    world, chi, huy, lan = office, office.phone("CHI"), office.phone("MAI"), office.phone("LAN")
    before = dict(label for row in chi.last.rows for label in row)["Duyệt số liệu"]

    await tell(world, huy, "/tonghop 11/2026", "[Sửa nhận định]", "Nhận định của Huy về kỳ này.")
    await tell(world, chi, "[Sửa nhận định]", REMARKS)
    review = shown(chi)
    await tell(world, chi, "[Ghi nhận định]")
    recorded = shown(chi)
    # Huy has it ready, and learns first whose remarks he would replace.
    await tell(world, huy, "[Ghi nhận định]")
    warned = shown(huy)
    # What was shown before is not what would be released now.
    await press(world, chi, before)
    assert await toast(chi) == "Số liệu đã thay đổi từ khi được hiển thị. Mời kiểm tra lại."
    await tell(world, chi, ASK)
    asked = shown(chi)
    await tell(world, chi, SURE)

    assert REMARKS in review
    assert recorded.startswith("Đã ghi nhận định tháng 11/2026; bản xem trước đã có nội dung này.")
    assert f"Nhận định: {REMARKS}" in recorded
    assert f"Nhận định: {REMARKS}" in asked
    assert warned.startswith("Phạm Thu Chi đã sửa nhận định tháng 11/2026 lúc ")
    assert "Nhận định của Huy về kỳ này." in warned
    snapshot = frozen(world)
    assert snapshot["remarks"] == REMARKS
    first, second = REMARKS.split("\n")
    lines = paragraphs(snapshot)
    assert lines[lines.index(f"Nhận định: {first}") + 1] == second
    assert f"Nhận định: {REMARKS}" in texts(lan)

    # After the release nothing of it is changed any more, and what was typed is not lost.
    assert "Sửa nhận định" not in chi.last.labels
    await press(world, chi, OpenRemarks(Period(2026, 11)).data)
    assert "nào đang chờ duyệt" in chi.last.text
    await tell(world, huy, "[Ghi nhận định]")
    (late,) = (m.text for m in huy.messages if m.text.startswith("Bản tổng hợp tháng 11/2026 không còn chờ duyệt"))
    assert late.endswith("Nội dung đã nhập được lưu:\nNhận định của Huy về kỳ này.")
    versions = world.read.execute("SELECT period, number, text FROM remarks").fetchall()
    assert [tuple(row) for row in versions] == [("2026-11", 0, REMARKS)]


async def test_remarks_can_be_taken_out_again_by_the_desk_and_are_held_against_the_audit(office: World) -> None:
    world, chi = office, office.phone("CHI")

    await tell(world, chi, "[Sửa nhận định]", REMARKS, "[Ghi nhận định]")
    await tell(world, chi, "[Sửa nhận định]", "[Không nhận định]", "[Ghi nhận định]")
    # What nobody wrote through the program is named, and nothing is released.
    await changed_behind(world, "UPDATE remarks SET text = ? WHERE text = ''", "Nhận định khác.")
    await tell(world, chi, "/tonghop 11/2026", ASK, SURE)
    assert "digest:2026-11:0" in shown(chi)
    await changed_behind(world, "UPDATE remarks SET text = '' WHERE text = ?", "Nhận định khác.")
    await tell(world, chi, "/tonghop 11/2026", ASK, SURE)

    assert "remarks" not in frozen(world)
    assert not any(line.startswith("Nhận định") for line in paragraphs(frozen(world)))
    assert world.count("remarks") == 2
    assert world.count("audit", "verb = 'digest.remarked'") == 2


async def test_where_words_are_removed_their_wording_and_remarks_that_repeat_them_go_too(office: World) -> None:
    world, chi = office, office.phone("CHI")
    await word(world, chi, "VM-2611-002", VIETNAMESE, VIETNAMESE_WANTED)
    await tell(world, chi, "/tonghop 11/2026", "[Sửa nhận định]", f"Đáng chú ý: {VIETNAMESE}", "[Ghi nhận định]")
    await tell(world, chi, ASK, SURE)

    await world.writer.write(lambda db: ACTS["purge"](world.unit(db), {"code": "VM-2611-002"}))

    again = snapshots.last_digest(world.read, "2026-11")
    assert again is not None
    (cleared,) = (each["worded"] for each in again.snapshot["difficulties"] if "worded" in each)
    gone = "nội dung đã gỡ bỏ"
    assert cleared == {"content": gone, "proposal": gone}
    assert again.snapshot["remarks"] == gone
    for table, column in (
        ("remarks", "text"),
        ("difficulty_events", "detail"),
        ("digests", "body"),
        ("drafts", "answers"),
    ):
        assert world.count(table, f"{column} LIKE '%{VIETNAMESE[:30]}%'") == 0, table
