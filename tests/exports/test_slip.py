"""The draft of a slip: what is printed and where, and that what people wrote is text and nothing else."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.shared import Mm, Pt

from bot.exports import build_in_child, slip
from bot.exports.snapshot import canonical, sha256
from tests.exports.samples import HOSTILE, UNPRINTABLE

NBSP = "\u00a0"
CONTENT = "Nộp lại bản sao dù dữ liệu đã có.\nKéo dài hơn 30 ngày."
SNAPSHOT: dict[str, Any] = {
    "schema": 1,
    "kind": "slip",
    "taken_at": "2026-11-23T02:14:00Z",
    "office": {
        "parent": "",
        "issuer": "VĂN PHÒNG CHÍNH PHỦ",
        "sign": "PC-VPCP",
        "place": "Hà Nội",
        "standing_body": "Văn phòng Chính phủ",
        "signatory": ["KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM"],
        "recipients": ["Như trên;", "Lưu: VT, KSTT."],
    },
    "basis": "Nghị định số 20/2008/NĐ-CP ngày 14 tháng 02 năm 2008 của Chính phủ",
    "agency": "Bộ Nông nghiệp và Môi trường",
    "reply_by": "2026-12-08",
    "code": "VM-2611-031",
    "report": "BC-2611-007",
    "sent_on": "2026-11-20",
    "organisation": "Hiệp hội Chế biến nông sản",
    "answers": [["field", "Đất đai"], ["procedure", "Chuyển mục đích"], ["content", CONTENT]],
    "added": [{"on": "2026-11-21", "words": "Tại Lâm Đồng."}],
    "members": 1,
    "sources": [],
}


def read(content: bytes) -> Docx:
    return Document(io.BytesIO(content))


def lines(document: Docx) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def cells(document: Docx, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def test_a_slip_is_a_draft_for_an_authority_with_the_words_of_the_member() -> None:
    document = read(slip.build(SNAPSHOT))

    assert cells(document, 0) == [
        ["VĂN PHÒNG CHÍNH PHỦ\n", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"],
        [f"Số:{NBSP * 8}/PC-VPCP\nDỰ THẢO", "Hà Nội, ngày …… tháng …… năm 2026"],
    ]
    assert lines(document) == [
        "PHIẾU CHUYỂN",
        "Khó khăn, vướng mắc về thủ tục hành chính (mã VM-2611-031)",
        "Kính gửi: Bộ Nông nghiệp và Môi trường",
        "Căn cứ Nghị định số 20/2008/NĐ-CP ngày 14 tháng 02 năm 2008 của Chính phủ; Văn phòng Chính phủ chuyển Bộ Nông"
        " nghiệp và Môi trường khó khăn, vướng mắc về thủ tục hành chính do Hiệp hội Chế biến nông sản nêu tại Báo cáo"
        " mã BC-2611-007, gửi ngày 20 tháng 11 năm 2026, như sau:",
        "Mã vướng mắc: VM-2611-031",
        "Lĩnh vực: Đất đai",
        "Tên thủ tục hành chính: Chuyển mục đích",
        "Nội dung khó khăn, vướng mắc: Nộp lại bản sao dù dữ liệu đã có.",
        "Kéo dài hơn 30 ngày.",
        "Nội dung thành viên bổ sung ngày 21 tháng 11 năm 2026: Tại Lâm Đồng.",
        "Văn phòng Chính phủ đề nghị Bộ Nông nghiệp và Môi trường xem xét, giải quyết theo thẩm quyền và trả lời Văn"
        " phòng Chính phủ trước ngày 08 tháng 12 năm 2026 để thông báo cho thành viên.",
        "Dự thảo do Hệ thống lập lúc 09:14 ngày 23/11/2026, cần kiểm tra trước khi ký.",
    ]
    assert cells(document, 1) == [
        ["Nơi nhận:\n- Như trên;\n- Lưu: VT, KSTT.", "KT. BỘ TRƯỞNG, CHỦ NHIỆM\nPHÓ CHỦ NHIỆM"]
    ]
    [section] = document.sections
    normal = document.styles["Normal"]
    assert [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin] == pytest.approx(
        [Mm(20), Mm(20), Mm(30), Mm(15)], abs=Mm(0.1)
    )
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    assert sha256(SNAPSHOT) in section.footer.paragraphs[-1].text


def test_what_was_merged_stands_in_the_annex_each_source_with_its_code_and_content() -> None:
    merged = [
        {"code": f"VM-2611-04{n}", "organisation": f"Hiệp hội {n}", "content": f"{text}{UNPRINTABLE}"}
        for n, text in enumerate(HOSTILE)
    ]
    content = slip.build({**SNAPSHOT, "members": 4, "sources": merged, "organisation": HOSTILE[0]})
    document = read(content)

    assert "Số thành viên cùng kiến nghị: 04; mã và nội dung từng vướng mắc được theo dõi chung nêu tại Phụ lục." in (
        lines(document)
    )
    head, *rows = cells(document, 2)
    assert head == ["STT", "Mã", "Thành viên", "Nội dung khó khăn, vướng mắc"]
    assert [row[:3] for row in rows] == [[str(n + 1), f"VM-2611-04{n}", f"Hiệp hội {n}"] for n in range(len(HOSTILE))]
    assert [row[3] for row in rows[:3]] == [f"{text}az" for text in HOSTILE[:3]]
    assert f"do {HOSTILE[0]} nêu" in "\n".join(lines(document))
    # Two of what is linked in the head and the foot, and nothing else: no field, no link, no picture of the writer's.
    written = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert "w:hyperlink" not in written
    assert "w:instrText" not in written


def test_the_same_slip_is_the_same_bytes_also_from_the_child() -> None:
    built = slip.build(SNAPSHOT)

    assert slip.build({**SNAPSHOT}) == built
    assert build_in_child("slip", canonical(SNAPSHOT), 60) == built
