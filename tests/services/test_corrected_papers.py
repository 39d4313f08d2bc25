"""Papers carry what the desk has corrected, with what the member had chosen; rules that conflict have their sheet."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

from docx import Document
from openpyxl import load_workbook

from bot.clock import VN
from bot.domain.classifying import AFTER, BEFORE, CODE, MATTER, NAMES, SAID, Matter
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.periods import Period
from bot.exports import docx, xlsx
from bot.services.desk.reconciling import faults_of
from bot.services.desk.snapshots import make_snapshot
from bot.services.difficulties.cases import case_of, record
from bot.services.dossier import make_dossier
from bot.services.standing import period_schedule, window
from storage import duplicates, people
from tests.filed import file_report
from tests.services.test_window import _filed
from tests.world import ROSTER, World

NOVEMBER, DECEMBER = Period(2026, 11), Period(2026, 12)
SENT_AT = datetime(2026, 11, 16, 9, tzinfo=VN)
FIRST, SECOND = "VM-2611-001", "VM-2611-002"
ITEM = {
    "field": "dat_dai",
    "procedure": "Trích lục bản đồ 1.000884",
    "content": "Phải nộp lại trích lục dù dữ liệu đã có.",
    "legal": "Điều 5 Nghị định 09/2019/NĐ-CP",
    "proposal": "Bãi bỏ thành phần hồ sơ.",
    "agency": "",
}
INVESTMENT = "Đầu tư, đăng ký doanh nghiệp"
SAID_FIRST = {"field": "Đất đai", "procedure": "Trích lục bản đồ 1.000884", "agency": ""}
CHOSEN = "lĩnh vực: Đất đai; thủ tục hành chính: Trích lục bản đồ 1.000884; cơ quan có thẩm quyền: không nêu"
PAKN = "PAKN.20260812.0012"
CAUSE, AFFECTED = "Hai nghị định quy định khác nhau.", "Doanh nghiệp đầu tư tại các khu công nghiệp."


def correct(world: World, difficulty: str, matter: Matter, after: str, at: datetime, **detail: Any) -> None:
    """Let the desk correct something, as its forms do."""

    def work(db: Any) -> None:
        case = case_of(world.unit(db), difficulty)
        assert case is not None
        said = case.difficulty.own.answers.get(matter.value, "")
        words = {MATTER: matter.value, SAID: said, BEFORE: "", AFTER: after, **detail}
        record(world.unit(db), case, DifficultyEvent(DifficultyAct.CORRECTED, at, "person:CHI", words))

    world.write_now(work)


def snapshot_of(world: World, period: Period) -> dict[str, Any]:
    unit = world.unit()
    return make_snapshot(unit, window(unit, period_schedule(unit, period)))


def sheets_of(snapshot: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Each sheet of the workbook, its rows by the heads of their columns."""
    book = load_workbook(io.BytesIO(xlsx.build(snapshot)))
    found: dict[str, list[Any]] = {sheet.title: list(sheet.values) for sheet in book.worksheets}
    return {title: [dict(zip(rows[0], row, strict=True)) for row in rows[1:]] for title, rows in found.items()}


def text_of(snapshot: dict[str, Any]) -> str:
    document = Document(io.BytesIO(docx.build(snapshot)))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_both_papers_carry_what_is_corrected_and_the_next_ones_what_was_corrected_later(empty_world: World) -> None:
    world = empty_world
    world.import_roster(ROSTER)
    items = [ITEM, {**ITEM, "content": "Thời gian chờ kéo dài ba tháng."}]
    _filed(world, SENT_AT, "HIEPHOIA", lambda u, s, by: file_report(u, s, by, NOVEMBER, items))
    world.clock.set(SENT_AT)
    plain = snapshot_of(world, NOVEMBER)

    at = SENT_AT + timedelta(hours=1)
    names = ["Đất đai", "Land", "Đầu tư, đăng ký doanh nghiệp", "Investment and business registration"]
    correct(world, FIRST, Matter.FIELD, "dau_tu", at, **{NAMES: names})
    correct(world, FIRST, Matter.PROCEDURE, "Chấp thuận chủ trương đầu tư 1.009645", at)
    correct(world, FIRST, Matter.AGENCY, "Bộ Tài chính", at, **{CODE: "BTC"})
    correct(world, FIRST, Matter.TITLE, "Nộp lại trích lục", at)
    correct(world, FIRST, Matter.CAUSE, CAUSE, at)
    correct(world, FIRST, Matter.AFFECTED, AFFECTED, at)
    correct(world, FIRST, Matter.CRITERIA, "conflict,burden", at)
    correct(world, FIRST, Matter.OUTSIDE, PAKN, at)
    after = snapshot_of(world, NOVEMBER)

    # By hand: what is corrected, in every figure; nothing else has moved.
    assert faults_of(after) == []
    assert "conflicts" not in plain
    assert [(each["code"], each["count"]) for each in plain["fields"]] == [("dat_dai", 2)]
    assert [(each["code"], each["count"]) for each in after["fields"]] == [("dat_dai", 1), ("dau_tu", 1)]
    assert [(each["code"], each["name"], each["count"]) for each in after["agencies"]] == [
        ("BTC", "Bộ Tài chính", 1),
        ("", "", 1),
    ]
    assert [each["name"] for each in after["procedures"]] == ["1.009645", "1.000884"]
    assert after["provisions"] == plain["provisions"]
    assert after["reckoning"] == plain["reckoning"]
    assert after["difficulties"][1] == plain["difficulties"][1]
    first = after["difficulties"][0]
    assert (first["field"], first["procedure"], first["agency"]) == (
        names[2],
        "Chấp thuận chủ trương đầu tư 1.009645",
        "Bộ Tài chính",
    )
    assert first["chosen"] == SAID_FIRST
    assert (first["title"], first["criteria"], first["outside"]) == ("Nộp lại trích lục", ["conflict", "burden"], PAKN)
    assert (first["cause"], first["affected"]) == (CAUSE, AFFECTED)

    in_the_workbook(after, plain)
    in_the_word_paper(text_of(after))
    assert "206/2025/QH15" not in text_of(plain)
    later(world)
    elsewhere(world)


def in_the_workbook(after: dict[str, Any], plain: dict[str, Any]) -> None:
    """Its cells read back."""
    sheets = sheets_of(after)
    annex = sheets["Phụ lục"]
    assert [row["Lĩnh vực"] for row in annex] == [INVESTMENT, "Đất đai"]
    assert [row["Thành viên chọn"] for row in annex] == [CHOSEN, ""]
    assert [row["Mã trên hệ thống khác"] for row in annex] == [PAKN, ""]
    assert [row["Nguyên nhân"] for row in annex] == [CAUSE, ""]
    assert [row["Đối tượng, phạm vi ảnh hưởng"] for row in annex] == [AFFECTED, ""]
    assert sheets["Mâu thuẫn, chồng chéo"] == [
        {
            "STT": 1,
            "Mã": FIRST,
            "Mã trên hệ thống khác": PAKN,
            "Thành viên": "Hiệp hội A",
            "Tiêu chí": "quy định mâu thuẫn, chồng chéo; quy định tạo gánh nặng chi phí tuân thủ",
            "Văn bản, điều khoản": "Điều 5 Nghị định số 09/2019/NĐ-CP",
            "Nội dung": ITEM["content"],
            "Kiến nghị": ITEM["proposal"],
            "Cơ quan có thẩm quyền": "Bộ Tài chính",
        }
    ]
    before = sheets_of(plain)
    assert "Mâu thuẫn, chồng chéo" not in before
    assert "Thành viên chọn" not in before["Phụ lục"][0]


def in_the_word_paper(text: str) -> None:
    assert "Khó khăn, vướng mắc do quy định của pháp luật (Điều 2 Nghị quyết số 206/2025/QH15): 01 vướng mắc:" in text
    assert (
        f"- {FIRST} ({PAKN}), Hiệp hội A: quy định mâu thuẫn, chồng chéo; quy định tạo gánh nặng chi phí tuân thủ"
        in text
    )
    assert f"Thành viên chọn: {CHOSEN}" in text
    assert "Tiêu đề: Nộp lại trích lục" in text
    assert f"Nguyên nhân: {CAUSE}" in text
    assert f"Đối tượng, phạm vi ảnh hưởng: {AFFECTED}" in text


def later(world: World) -> None:
    """What is corrected after a paper was made stands in the next one, where it is carried over."""
    at = datetime(2026, 12, 1, 9, tzinfo=VN)
    correct(world, SECOND, Matter.FIELD, "moi_truong", at, **{NAMES: ["Đất đai", "Land", "Môi trường", "Environment"]})
    correct(world, SECOND, Matter.CRITERIA, "unclear", at)
    world.clock.set(datetime(2026, 12, 16, 9, tzinfo=VN))
    december = snapshot_of(world, DECEMBER)
    assert [(each["code"], each["field"], each.get("chosen")) for each in december["carried"]] == [
        (FIRST, INVESTMENT, SAID_FIRST),
        (SECOND, "Môi trường", {"field": "Đất đai"}),
    ]
    assert [each["code"] for each in december["conflicts"]] == [FIRST, SECOND]
    assert [row["Thành viên chọn"] for row in sheets_of(december)["Kỳ trước chuyển sang"]] == [
        CHOSEN,
        "lĩnh vực: Đất đai",
    ]
    assert (
        f"{SECOND}, Hiệp hội A, Môi trường: Trích lục bản đồ 1.000884 (thành viên chọn: lĩnh vực: Đất đai)"
        in text_of(december)
    )


def elsewhere(world: World) -> None:
    """In the member's dossier; what looks alike goes by what is corrected."""
    unit = world.unit()
    seat = next(each for each in people.seats_ever(unit.db) if each.code == "HIEPHOIA")
    filed: Any = make_dossier(unit, seat, NOVEMBER, "Nguyễn Văn An")["difficulties"]
    assert [each["field"] for each in filed] == [INVESTMENT, "Môi trường"]
    assert any("sửa lĩnh vực từ Đất đai thành Môi trường" in line["what"] for line in filed[1]["way"])
    case = case_of(unit, SECOND)
    assert case is not None
    [like] = duplicates.nearest(unit.db, case.difficulty, 5)
    assert like.difficulty.field == "dau_tu"
    assert [reason.value for reason in like.likeness.reasons] == ["provision"]  # no longer the same procedure
