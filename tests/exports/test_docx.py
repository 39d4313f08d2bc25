"""The draft report: its layout by Decree 30/2020/NĐ-CP, its figures, its annex."""

from __future__ import annotations

import io
import re
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.characters import clean
from bot.exports import docx
from bot.exports.snapshot import sha256
from tests.exports.conftest import ToPdf
from tests.exports.samples import HOSTILE, MEMBERS, UNPRINTABLE, snapshot

COLUMNS = [
    "STT",
    "Mã",
    "Thành viên",
    "Lĩnh vực",
    "Tên TTHC",
    "Căn cứ pháp lý",
    "Nội dung",
    "Kiến nghị",
    "Cơ quan có thẩm quyền",
    "Ghi chú",
]
PROFILES = Path(__file__).parents[2] / "bot" / "data" / "profiles"
LANDSCAPE_TEXT_MM = 297 - 30 - 15


def opened(content: bytes) -> Docx:
    return Document(io.BytesIO(content))


def body_of(document: Docx) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def annex_of(document: Docx) -> Table:
    return document.tables[-1]


def cells_of(table: Table) -> list[list[str]]:
    """Row by row; python-docx's own `table.cell(i, j)` is quadratic."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_report_stands_upright_and_its_annex_lies_across() -> None:
    sections = opened(docx.build(snapshot(2))).sections

    pages = [(s.orientation, s.page_width, s.page_height) for s in sections]

    assert [(o, round(w.mm), round(h.mm)) for o, w, h in pages if w is not None and h is not None] == [
        (WD_ORIENT.PORTRAIT, 210, 297),
        (WD_ORIENT.LANDSCAPE, 297, 210),
    ]


def test_the_margins_are_the_same_on_every_page() -> None:
    sections = opened(docx.build(snapshot(2))).sections

    margins = [(s.top_margin, s.bottom_margin, s.left_margin, s.right_margin) for s in sections]

    assert [[round(m.mm) for m in page if m is not None] for page in margins] == [[20, 20, 30, 15]] * 2


def test_every_page_but_the_first_has_its_number_in_the_top_margin() -> None:
    sections = opened(docx.build(snapshot(2))).sections

    fields = [field.get(qn("w:instr")) for field in sections[0].header._element.iter(qn("w:fldSimple"))]

    assert fields == ["PAGE"]
    assert sections[1].header.is_linked_to_previous
    assert all(s.different_first_page_header_footer and s.first_page_header.is_linked_to_previous for s in sections)


def test_the_annex_is_numbered_from_one() -> None:
    portrait, landscape = (s._sectPr.find(qn("w:pgNumType")) for s in opened(docx.build(snapshot(2))).sections)

    assert portrait is None
    assert landscape is not None
    assert landscape.get(qn("w:start")) == "1"


def test_the_body_is_set_as_the_house_chose_within_the_decree() -> None:
    style = opened(docx.build(snapshot(2))).styles["Normal"]

    first_line = style.paragraph_format.first_line_indent

    assert style.font.size == Pt(14)
    assert first_line.mm == pytest.approx(12.7, abs=0.02)
    assert style.paragraph_format.space_after == Pt(6)
    assert style.paragraph_format.line_spacing == pytest.approx(1.15)


def test_times_new_roman_in_black_is_stated_for_every_script_of_every_style_in_use() -> None:
    document = opened(docx.build(snapshot(3)))
    used = {p.get(qn("w:val")) for p in document.element.body.iter(qn("w:pStyle"))} | {"Normal"}

    looks = [style.element.find(qn("w:rPr")) for style in document.styles if style.style_id in used]
    looks.append(document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"))

    assert len(looks) == len(used) + 1
    for look in looks:
        assert look is not None
        fonts, color = look.find(qn("w:rFonts")), look.find(qn("w:color"))
        assert fonts is not None
        assert dict(fonts.attrib) == {qn(f"w:{s}"): "Times New Roman" for s in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert color is not None
        assert color.get(qn("w:val")) == "000000"


def test_number_day_and_month_are_left_blank_on_a_marked_draft() -> None:
    document = opened(docx.build(snapshot(1)))

    (issuer, nation), (number, place) = cells_of(document.tables[0])

    assert issuer.strip() == "VĂN PHÒNG CHÍNH PHỦ"
    assert nation.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert re.fullmatch(r"Số:\s+/BC-VPCP\nDỰ THẢO", number)
    assert place == "Hà Nội, ngày …… tháng …… năm 2026"


def test_the_parent_body_stands_above_the_issuer_where_there_is_one() -> None:
    data = snapshot(0)
    data["office"]["parent"] = "BỘ TƯ PHÁP"

    head = opened(docx.build(data)).tables[0].rows[0].cells[0].text

    assert head.startswith("BỘ TƯ PHÁP\nVĂN PHÒNG CHÍNH PHỦ")


def test_the_report_says_as_of_when_its_figures_are() -> None:
    text = body_of(opened(docx.build(snapshot(1))))

    assert "số liệu đến 09:14 ngày 20/11/2026" in text
    assert "từ ngày 15 tháng 10 năm 2026 đến ngày 14 tháng 11 năm 2026" in text


def test_the_year_left_to_be_dated_is_the_year_in_viet_nam() -> None:
    data = snapshot(0)
    data["taken_at"] = "2026-12-31T18:00:00Z"

    place = opened(docx.build(data)).tables[0].rows[1].cells[1].text

    assert place.endswith("năm 2027")


def test_the_figures_of_the_sending_add_up_to_the_members_due() -> None:
    text = body_of(opened(docx.build(snapshot(40))))

    parts = [int(n) for n in re.findall(r"^- .+: (\d+) thành viên", text, re.MULTILINE)]

    sent = "Đã gửi báo cáo định kỳ: 05/10 thành viên, đạt 50%."
    assert f"Tổng số thành viên phải gửi báo cáo định kỳ: 10. {sent}" in text
    assert sum(parts) == 10
    assert "- Báo cáo định kỳ có khó khăn, vướng mắc: 04 thành viên, trong đó gửi quá hạn 01;" in text
    assert "- Chưa gửi báo cáo định kỳ: 05 thành viên, trong đó đang soạn 01." in text


def test_an_excused_member_is_among_those_due() -> None:
    data = snapshot(0)
    data["ledger"] |= {"open": data["ledger"]["open"] - 1, "excused": 1}

    text = body_of(opened(docx.build(data)))

    unsent = "- Chưa gửi báo cáo định kỳ: 08 thành viên, trong đó đang soạn 01;\n- Được miễn báo cáo: 01 thành viên."
    assert unsent in text


def test_the_figures_by_field_add_up_to_the_rows_of_the_annex() -> None:
    document = opened(docx.build(snapshot(41)))

    by_field = [int(n) for n in re.findall(r"^- .+: (\d+) vướng mắc", body_of(document), re.MULTILINE)]

    assert sum(by_field) == len(annex_of(document).rows) - 1 == 41
    assert "Tổng số: 41 vướng mắc của 04 thành viên." in body_of(document)


def test_a_period_without_difficulties_says_so_in_the_report_and_in_the_annex() -> None:
    document = opened(docx.build(snapshot(0)))

    assert "Báo cáo đã gửi báo không phát sinh khó khăn, vướng mắc." in body_of(document)
    assert "chưa" not in body_of(document).split("II. ")[1]
    assert len(document.tables) == 2


def test_a_period_in_which_nobody_reported_does_not_speak_of_reports_sent() -> None:
    data = snapshot(0)
    data["ledger"] |= {"open": data["ledger"]["open"] + 1, "nil": 0}

    text = body_of(opened(docx.build(data)))

    assert "Chưa có thành viên gửi báo cáo định kỳ." in text
    assert "báo cáo đã gửi" not in text


def test_a_period_in_which_nobody_is_due_has_no_share() -> None:
    data = snapshot(0)
    data["ledger"] = dict.fromkeys(data["ledger"], 0)

    text = body_of(opened(docx.build(data)))

    assert "Kỳ này không có thành viên phải gửi báo cáo." in text
    assert "%" not in text


def test_the_report_ends_the_official_way() -> None:
    document = opened(docx.build(snapshot(1)))

    recipients, signatory = document.tables[1].rows[0].cells

    assert recipients.text == "Nơi nhận:\n- Như trên;\n- Bộ trưởng, Chủ nhiệm (để báo cáo);\n- Lưu: VT, KSTT."
    assert signatory.text == "TL. BỘ TRƯỞNG, CHỦ NHIỆM\nCỤC TRƯỞNG CỤC KIỂM SOÁT\nTHỦ TỤC HÀNH CHÍNH"
    assert "kính báo cáo Tổ trưởng" in body_of(document)
    assert "xem xét, chỉ đạo./." in body_of(document)


def note_of(difficulty: dict[str, Any]) -> str:
    late = ["Gửi quá hạn"] if difficulty["late"] else []
    files = difficulty["files"]
    return "\n".join([*late, *([f"Tệp kèm theo: {len(files):02}"] if files else [])])


@pytest.mark.parametrize("count", [1, 12, 500])
def test_the_annex_has_every_difficulty_in_the_order_of_the_snapshot(count: int) -> None:
    data = snapshot(count)

    head, *rows = cells_of(annex_of(opened(docx.build(data))))

    assert head == COLUMNS
    assert [row[:2] for row in rows] == [[str(n), d["code"]] for n, d in enumerate(data["difficulties"], 1)]
    assert [row[6] for row in rows] == [d["content"] for d in data["difficulties"]]
    assert [row[9] for row in rows] == [note_of(d) for d in data["difficulties"]]


def test_the_fingerprint_of_the_snapshot_stands_small_in_the_foot_of_every_page() -> None:
    data = snapshot(2)

    first, second = opened(docx.build(data)).sections

    for foot in (first.footer, first.first_page_footer):
        assert [p.text for p in foot.paragraphs] == [f"SHA-256 của số liệu: {sha256(data)}"]
        assert [run.font.size for p in foot.paragraphs for run in p.runs] == [Pt(7)]
    assert second.footer.is_linked_to_previous
    assert second.first_page_footer.is_linked_to_previous
    assert sha256(data) not in body_of(opened(docx.build(data)))


@pytest.mark.parametrize("name", [path.stem for path in sorted(PROFILES.glob("*.toml"))])
def test_the_recipients_of_the_shipped_profiles_are_printed_once_with_their_punctuation(name: str) -> None:
    office = tomllib.loads((PROFILES / f"{name}.toml").read_text(encoding="utf-8"))["office"]
    data = snapshot(1)
    data["office"] |= {"recipients": office["recipients"], "signatory": office["signatory"]}

    recipients = opened(docx.build(data)).tables[1].rows[0].cells[0].text.split("\n")

    assert recipients[:2] == ["Nơi nhận:", "- Như trên;"]
    assert all(re.fullmatch(r"- [^;.]+;", line) for line in recipients[1:-1])
    assert recipients[-1] == "- Lưu: VT, KSTT."


def test_an_introduction_stays_with_what_it_introduces() -> None:
    paragraphs = opened(docx.build(snapshot(4))).paragraphs

    introductions = [p for p in paragraphs if p.text.endswith(":")]

    assert len(introductions) >= 4
    assert all(p.paragraph_format.keep_with_next for p in introductions)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_comes_out_as_text(text: str) -> None:
    rows = cells_of(annex_of(opened(docx.build(snapshot(2, text)))))

    assert [row[2] for row in rows[1:]] == [text] * 2
    assert [row[4:8] for row in rows[1:]] == [[text] * 4] * 2


def test_a_name_of_an_office_is_text_too() -> None:
    data = snapshot(1)
    data["office"] |= {"issuer": "A & B <C>", "recipients": ["<w:p/>"], "signatory": ["{x} & y"]}
    data["fields"][0]["name"] = "<b>Đất</b> & {n}"

    document = opened(docx.build(data))

    assert document.tables[0].rows[0].cells[0].text.startswith("A & B <C>")
    assert document.tables[1].rows[0].cells[0].text.endswith("- <w:p/>.")
    assert document.tables[1].rows[0].cells[1].text == "{x} & y"
    assert "- <b>Đất</b> & {n}: 01 vướng mắc." in body_of(document)


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    rows = cells_of(annex_of(opened(docx.build(snapshot(1, UNPRINTABLE)))))

    assert rows[1][6] == "az"


@settings(max_examples=25)
@given(st.text())
def test_any_text_at_all_can_be_opened_again(text: str) -> None:
    rows = cells_of(annex_of(opened(docx.build(snapshot(1, text)))))

    assert rows[1][6] == clean(text)


def test_five_thousand_rows_take_no_time_worth_speaking_of() -> None:
    data = snapshot(5_000)
    docx.build(snapshot(1))
    started = time.process_time()

    docx.build(data)

    assert time.process_time() - started < 3  # ten times what it takes: a quadratic way would need minutes


def test_an_office_program_makes_pages_of_the_draft_and_its_annex(to_pdf: ToPdf) -> None:
    data = snapshot(len(MEMBERS))

    pdf = to_pdf(docx.build(data), "docx")

    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 3
