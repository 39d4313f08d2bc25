"""A quarter with urgent, late, nil and missing reports, played through, and what each paper must say about each.

The members, the seats and the profile are those that are shipped. What the papers must say was written by hand.
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from sqlite_utils import Database

from bot.clock import VN
from bot.data_source import load_seats
from bot.domain.periods import Cadence, Period
from bot.domain.verbs.desk import AcceptAdhoc, ShowAggregate
from bot.services.people import roster
from tests.asking import answered
from tests.handlers.acts import ADHOC
from tests.handlers.working_group import NIL, OPEN, link, turn
from tests.telegram import Phone
from tests.test_agencies import FULL_ROSTER
from tests.world import World, running, say

HEADER, *LINES = FULL_ROSTER.splitlines()
CAST = ("TT01", "TT02", "TC01", "TC02", "TC03", "TC04", "TC05", "TC06")
SPEAKERS = {code: 300 + number for number, code in enumerate(CAST)}
QUARTER = Period(2026, 4, Cadence.QUARTER)


def roster_of(*codes: str) -> str:
    return "\n".join([HEADER, *(line for line in LINES if line.split(",")[0] in codes)]) + "\n"


def difficulty(field: str, content: str) -> tuple[str, ...]:
    return answered(field=f"[{field}]", content=content, proposal=f"Đề nghị xử lý: {content}")


def reported(field: str, content: str) -> tuple[str, ...]:
    return (*OPEN, "[Khai vướng mắc]", *difficulty(field, content), "[Bỏ qua]", "[Gửi báo cáo]")


def adhoc(how: str, content: str, send: str) -> tuple[str, ...]:
    return (*ADHOC, how, "xay dung", content, f"Đề nghị xử lý: {content}", "[Không kèm tệp]", send)


URGENT = ("[Đề nghị xử lý khẩn]", "[Gửi khẩn]")
SOON = ("[Đề nghị xử lý sớm]", "[Gửi báo cáo]")
ON_TIME = "Hồ sơ đất đai phải nộp lại bản giấy đã số hóa."
OF_NIL = "Cổng dịch vụ công không nhận hồ sơ xây dựng từ sáng nay."
OF_MISSING = "Quy chuẩn xây dựng mới chưa có hướng dẫn chuyển tiếp."
LATE = "Thời gian thẩm định môi trường kéo dài quá quy định."
AFTER = "Thủ tục đầu tư yêu cầu xác nhận hai lần cùng nội dung."
OF_NEXT = "Việc xảy ra sau ngày chốt số liệu của quý."


@dataclass(frozen=True)
class Played:
    """What came out: what the desk and the leader read, what members were told, and every file by name."""

    provisional: str
    digest: str
    addendum: str
    leader: str
    told: dict[str, str]
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    world = World(tmp_path_factory.mktemp("quarter"))
    lines = roster.read(roster_of(*CAST), world.rules.profile.bodies)
    world.write_now(lambda db: roster.write(world.unit(db), lines, "test", load_seats()))
    phones = {code: link(world, code, user) for code, user in SPEAKERS.items()}
    result = asyncio.run(play(world, phones))
    world.close()
    return result


async def play(world: World, phones: dict[str, Phone]) -> Played:
    desk, leader = phones["TT01"], phones["TT02"]
    async with running(world):
        world.clock.set(datetime(2026, 11, 20, 9, tzinfo=VN))
        await say(world, phones["TC02"], *adhoc(URGENT[0], OF_NIL, URGENT[1]))
        await say(world, phones["TC03"], *adhoc(SOON[0], OF_MISSING, SOON[1]))
        desk.press(AcceptAdhoc("DX-2611-001").data)
        await world.settle()
        world.clock.set(datetime(2026, 12, 15, 10, tzinfo=VN))
        await say(world, phones["TC01"], *adhoc(URGENT[0], OF_NEXT, URGENT[1]))
        world.clock.set(datetime(2026, 12, 16, 9, tzinfo=VN))
        await say(world, phones["TC01"], *reported("Đất đai", ON_TIME))
        await say(world, phones["TC02"], *NIL)
        world.clock.set(datetime(2026, 12, 21, 9, tzinfo=VN))
        await say(world, phones["TC04"], *reported("Môi trường", LATE))
        await world.writer.write(lambda db: nobody_stands_for_the_sixth(world, db))
        desk.messages.clear()
        desk.press(ShowAggregate(QUARTER).data)
        await world.settle()
        provisional = next(m.text for m in desk.messages if "quý IV/2026" in m.text)
        desk.messages.clear()
        await turn(world, datetime(2026, 12, 22, 17, tzinfo=VN))
        world.clock.set(datetime(2026, 12, 23, 9, tzinfo=VN))
        await say(world, phones["TC05"], *reported("Đầu tư", AFTER))
        await turn(world, datetime(2026, 12, 25, 17, tzinfo=VN))
    return Played(
        provisional,
        next(m.text for m in desk.messages if "Lập lúc 17:00" in m.text),
        next(m.text for m in desk.messages if "Phụ lục bổ sung số 01 – quý IV/2026" in m.text),
        next(m.text for m in leader.messages if "Lập lúc 17:00" in m.text),
        {code: "\n".join(m.text for m in phone.messages if "đã đóng lúc" in m.text) for code, phone in phones.items()},
        dict(m.file for m in desk.messages if m.file),
    )


def nobody_stands_for_the_sixth(world: World, db: Database) -> None:
    lines = roster.read(roster_of(*CAST[:-1]), world.rules.profile.bodies)
    roster.write(world.unit(db), lines, "test", load_seats())


def paragraphs(content: bytes) -> list[str]:
    body = Document(io.BytesIO(content)).element.body
    texts = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return [text for text in texts if text.strip()]


def sheet(content: bytes, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by the heads of its columns."""
    heads, *rows = load_workbook(io.BytesIO(content))[name].values
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def totals(content: bytes) -> dict[str, Any]:
    rows = load_workbook(io.BytesIO(content))["Tổng hợp"].values
    return {str(row[0]): row[1] for row in rows}


DOCX, XLSX = "Du-thao-bao-cao-2026-Q4.docx", "Phu-luc-2026-Q4.xlsx"
MORE_DOCX, MORE_XLSX = "Phu-luc-bo-sung-01-2026-Q4.docx", "Phu-luc-bo-sung-01-2026-Q4.xlsx"

BUILDING, INVESTING = "Xây dựng, phòng cháy, chữa cháy", "Đầu tư, đăng ký doanh nghiệp"

# --- what must be said, by hand

CHAT = [
    "Thành viên: 03/06 đã gửi báo cáo định kỳ.",
    "• Đã gửi, đúng hạn (01): Chính phủ",
    "• Đã gửi, quá hạn (01): Bộ Tư pháp",
    "• Không phát sinh, đúng hạn (01): Văn phòng Chính phủ",
    "• Chưa gửi, quá hạn (03): Bộ Nội vụ; Bộ Công an; Bộ Kế hoạch và Đầu tư",
    "• Trong số chưa gửi, chưa có người đại diện (01): Bộ Kế hoạch và Đầu tư",
    "• Báo cáo đột xuất (khẩn) trong thời gian chốt số liệu (01): DX-2611-001 (Văn phòng Chính phủ)",
    "• Báo cáo đột xuất (sớm) trong thời gian chốt số liệu (01): DX-2611-002 (Bộ Nội vụ)",
    f"Vướng mắc: 04 (02 tại báo cáo định kỳ, 02 tại báo cáo đột xuất), theo lĩnh vực: {BUILDING} 02; Đất đai 01;"
    " Môi trường 01.",
]
DIGEST_SENTENCES = [
    "Tổng số thành viên phải gửi báo cáo định kỳ: 06. Đã gửi báo cáo định kỳ: 03/06 thành viên, đạt 50%. Cụ thể:",
    "- Báo cáo định kỳ có khó khăn, vướng mắc: 02 thành viên, trong đó gửi quá hạn 01;",
    "- Báo cáo định kỳ không phát sinh: 01 thành viên, trong đó có gửi báo cáo đột xuất 01;",
    "- Chưa gửi báo cáo định kỳ: 03 thành viên, trong đó quá thời hạn gửi 03, có gửi báo cáo đột xuất 01.",
    "Thành viên chưa gửi báo cáo định kỳ: (1) Bộ Nội vụ (đã gửi báo cáo đột xuất DX-2611-002); (2) Bộ Công an;"
    " (3) Bộ Kế hoạch và Đầu tư (chưa có người đại diện).",
    "Báo cáo đột xuất gửi trong thời gian chốt số liệu: 02 báo cáo của 02 thành viên. Cụ thể:",
    "- DX-2611-001 (khẩn), Văn phòng Chính phủ, gửi lúc 09:00 ngày 20/11/2026, đã tiếp nhận, 01 vướng mắc;",
    "- DX-2611-002 (sớm), Bộ Nội vụ, gửi lúc 09:00 ngày 20/11/2026, chưa tiếp nhận, 01 vướng mắc.",
    "04 thành viên nêu 04 khó khăn, vướng mắc (trong đó 02 tại báo cáo định kỳ, 02 tại báo cáo đột xuất,"
    " 01 vướng mắc gửi quá hạn) thuộc 03 lĩnh vực, chi tiết tại Phụ lục kèm theo. Cụ thể:",
    f"- {BUILDING}: 02 vướng mắc;",
    "- Đất đai: 01 vướng mắc;",
    "- Môi trường: 01 vướng mắc.",
    "Tổng số: 04 vướng mắc của 04 thành viên, trong đó 02 tại báo cáo định kỳ, 02 tại báo cáo đột xuất.",
]
ANNEX = [
    ("VM-26Q4-001", "Chính phủ", "Đất đai", ON_TIME, ""),
    ("VM-2611-001", "Văn phòng Chính phủ", BUILDING, OF_NIL, "Báo cáo đột xuất (khẩn), DX-2611-001"),
    ("VM-2611-002", "Bộ Nội vụ", BUILDING, OF_MISSING, "Báo cáo đột xuất (sớm), DX-2611-002"),
    ("VM-26Q4-002", "Bộ Tư pháp", "Môi trường", LATE, "Gửi quá hạn"),
]
KINDS = [
    ("BC-26Q4-001", "định kỳ", "không"),
    ("DX-2611-001", "đột xuất", "không"),
    ("DX-2611-002", "đột xuất", "không"),
    ("BC-26Q4-003", "định kỳ", "có"),
]
LEDGER = [
    ("Chính phủ", "BC-26Q4-001", 1, ""),
    ("Văn phòng Chính phủ", "BC-26Q4-002", 0, "đã gửi báo cáo đột xuất DX-2611-001 (khẩn)"),
    ("Bộ Nội vụ", "", "", "đã gửi báo cáo đột xuất DX-2611-002 (sớm)"),
    ("Bộ Tư pháp", "BC-26Q4-003", 1, ""),
    ("Bộ Công an", "", "", ""),
    ("Bộ Kế hoạch và Đầu tư", "", "", "chưa có người đại diện"),
]
ADDENDUM_SENTENCES = [
    "Riêng phụ lục này: 01 báo cáo định kỳ, 00 báo cáo đột xuất. Cụ thể:",
    "- BC-26Q4-004, Bộ Công an, gửi lúc 09:00 ngày 23/12/2026, 01 vướng mắc.",
    "Sau bổ sung:",
    "Tổng số thành viên phải gửi báo cáo định kỳ: 06. Đã gửi báo cáo định kỳ: 04/06 thành viên, đạt 66,7%. Cụ thể:",
    "- Báo cáo định kỳ có khó khăn, vướng mắc: 03 thành viên, trong đó gửi quá hạn 02;",
    "- Chưa gửi báo cáo định kỳ: 02 thành viên, trong đó quá thời hạn gửi 02, có gửi báo cáo đột xuất 01.",
    "Thành viên chưa gửi báo cáo định kỳ: (1) Bộ Nội vụ (đã gửi báo cáo đột xuất DX-2611-002);"
    " (2) Bộ Kế hoạch và Đầu tư (chưa có người đại diện).",
    "Riêng phụ lục này: 01 thành viên nêu 01 khó khăn, vướng mắc (trong đó 01 vướng mắc gửi quá hạn) thuộc"
    " 01 lĩnh vực, chi tiết tại Phụ lục kèm theo. Cụ thể:",
    f"- {INVESTING}: 01 vướng mắc.",
    "Sau bổ sung: 05 khó khăn, vướng mắc tại 03 báo cáo định kỳ và 02 báo cáo đột xuất. Cụ thể:",
    f"- {BUILDING}: 02 vướng mắc;",
    "Tổng số riêng phụ lục này: 01 vướng mắc của 01 thành viên.",
]
CONTRADICTIONS = ("chưa nêu", "chưa có khó khăn", "chưa có thành viên", "không phát sinh: 01 thành viên;", "tạm tính")


# --- and is said


@pytest.mark.parametrize("paper", ["provisional", "digest", "leader"])
@pytest.mark.parametrize("line", CHAT)
def test_the_chat_says_what_it_must_of_every_member(played: Played, paper: str, line: str) -> None:
    assert line in getattr(played, paper).splitlines()


@pytest.mark.parametrize("sentence", DIGEST_SENTENCES)
def test_the_draft_says_what_it_must(played: Played, sentence: str) -> None:
    assert sentence in paragraphs(played.files[DOCX])


def test_the_annexes_of_both_files_hold_every_difficulty_and_say_where_it_stood(played: Played) -> None:
    rows = sheet(played.files[XLSX], "Phụ lục")

    assert [(r["Mã"], r["Thành viên"], r["Lĩnh vực"], r["Nội dung"]) for r in rows] == [row[:4] for row in ANNEX]
    assert [(r["Mã báo cáo"], r["Loại báo cáo"], r["Quá hạn"]) for r in rows] == KINDS
    texts = paragraphs(played.files[DOCX])
    assert all(content in texts for _, _, _, content, _ in ANNEX)
    assert all(note in texts for *_, note in ANNEX if note)


def test_the_ledger_remarks_what_was_sent_ad_hoc_and_for_whom_nobody_stands(played: Played) -> None:
    rows = sheet(played.files[XLSX], "Thành viên")

    shown = [
        (r["Thành viên"], r["Mã báo cáo"] or "", r["Số vướng mắc tại báo cáo định kỳ"], r["Ghi chú"] or "")
        for r in rows
    ]
    assert shown == LEDGER


@pytest.mark.parametrize("sentence", ADDENDUM_SENTENCES)
def test_the_addendum_says_of_each_figure_what_it_is_of(played: Played, sentence: str) -> None:
    assert sentence in paragraphs(played.files[MORE_DOCX])


def test_the_workbook_of_the_addendum_says_of_each_figure_what_it_is_of(played: Played) -> None:
    said = totals(played.files[MORE_XLSX])

    assert said[f"{INVESTING} (riêng phụ lục này)"] == 1
    assert said["Tổng số khó khăn, vướng mắc (riêng phụ lục này)"] == 1
    assert said[f"{BUILDING} (sau bổ sung)"] == 2
    assert said["Tổng số khó khăn, vướng mắc (sau bổ sung)"] == 5
    assert said["Số báo cáo đột xuất (riêng phụ lục này)"] == 0
    assert said["Số báo cáo đột xuất (sau bổ sung)"] == 2
    assert said["Tổng số thành viên phải gửi báo cáo định kỳ (sau bổ sung)"] == 6
    assert [row["Nội dung"] for row in sheet(played.files[MORE_XLSX], "Phụ lục")] == [AFTER]


def test_the_addendum_in_the_chat_gives_its_own_figures_and_those_after_it(played: Played) -> None:
    assert played.addendum.splitlines() == [
        "Phụ lục bổ sung số 01 – quý IV/2026",
        "Riêng phụ lục này (nội dung gửi từ 17:00 ngày 22/12/2026 đến 17:00 ngày 25/12/2026): 01 báo cáo.",
        f"Vướng mắc: 01, theo lĩnh vực: {INVESTING} 01.",
        "",
        "Sau bổ sung:",
        "Vướng mắc trong kỳ: 05, tại 03 báo cáo định kỳ và 02 báo cáo đột xuất.",
        "Thành viên: 04/06 đã gửi báo cáo định kỳ.",
        "• Đã gửi, đúng hạn (01): Chính phủ",
        "• Đã gửi, quá hạn (02): Bộ Tư pháp; Bộ Công an",
        "• Không phát sinh, đúng hạn (01): Văn phòng Chính phủ",
        "• Chưa gửi, quá hạn (02): Bộ Nội vụ; Bộ Kế hoạch và Đầu tư",
        "• Trong số chưa gửi, chưa có người đại diện (01): Bộ Kế hoạch và Đầu tư",
        "Theo dõi: kỳ trước chuyển sang 00; mới 05; kết thúc 00; đang theo dõi 05.",
    ]


def test_no_paper_says_anything_that_a_report_of_the_window_contradicts(played: Played) -> None:
    papers = {name: "\n".join(paragraphs(played.files[name])) for name in (DOCX, MORE_DOCX)}
    chats = {"digest": played.digest, "addendum": played.addendum}

    found = [(name, said) for name, text in (papers | chats).items() for said in CONTRADICTIONS if said in text.lower()]

    assert found == []


def test_what_was_sent_after_the_data_ended_is_in_no_paper_of_this_quarter(played: Played) -> None:
    texts = [text for name in (DOCX, MORE_DOCX) for text in paragraphs(played.files[name])]

    assert not any(OF_NEXT in text or "DX-2612-001" in text for text in texts)
    assert "DX-2612-001" not in played.digest + played.provisional


def test_members_are_told_at_the_close_what_became_of_theirs(played: Played) -> None:
    assert {code: bool(text) for code, text in played.told.items() if code.startswith("TC")} == {
        "TC01": False,
        "TC02": False,
        "TC03": True,
        "TC04": False,
        "TC05": True,
        "TC06": False,  # holds no duty any more
    }
    assert "Báo cáo đột xuất (DX-2611-002) đã được đưa vào bản tổng hợp của kỳ." in played.told["TC03"]
    assert "Hệ thống chưa nhận được báo cáo định kỳ quý IV/2026 của Bộ Nội vụ." in played.told["TC03"]
    assert "Báo cáo BC-26Q4-004 của Bộ Công an" in played.told["TC05"]


def test_the_addendum_and_the_digest_come_to_the_ledger_at_the_close(played: Played) -> None:
    first, more = totals(played.files[XLSX]), totals(played.files[MORE_XLSX])

    own = more["Tổng số khó khăn, vướng mắc (riêng phụ lục này)"]
    assert first["Tổng số khó khăn, vướng mắc"] + own == more["Tổng số khó khăn, vướng mắc (sau bổ sung)"]
