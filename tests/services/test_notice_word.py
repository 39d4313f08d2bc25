"""A notice that comes as .docx: its tables, its legacy fonts, and what is no document or made to do harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.document import Document as Doc

from bot.calendar_source import calendar_around
from bot.data_source import load_agencies
from bot.domain.notices import Notice, read_notice
from bot.errors import BotError
from bot.services.tasks.notice_files import text_of

TCVN3 = "Bé T­ ph¸p hoµn thµnh viÖc rµ so¸t quy ®Þnh tr­íc ngµy 15/12/2026."
VNI = "Boä Tö phaùp hoaøn thaønh vieäc raø soaùt quy ñònh tröôùc ngaøy 15/12/2026."
SAID = "Bộ Tư pháp hoàn thành việc rà soát quy định trước ngày 15/12/2026."
DAY = date(2026, 10, 12)


def bytes_of(document: Doc) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(document: Doc) -> Notice:
    return read_notice(text_of(bytes_of(document), "a.docx"), load_agencies(), calendar_around(DAY), DAY)


def refusal(content: bytes) -> str:
    with pytest.raises(BotError) as caught:
        text_of(content, "a.docx")
    return caught.value.code


def with_member(name: str, content: bytes) -> bytes:
    out = io.BytesIO(bytes_of(Document()))
    with zipfile.ZipFile(out) as archive:
        members = {each: archive.read(each) for each in archive.namelist()} | {name: content}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, held in members.items():
            archive.writestr(each, held)
    return out.getvalue()


@pytest.mark.parametrize(("typed", "font"), [(TCVN3, ".VnTime"), (VNI, "VNI-Times")])
def test_runs_in_a_legacy_font_are_read_beside_others_that_are_unicode(typed: str, font: str) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("1. ")
    paragraph.add_run(typed).font.name = font
    document.add_paragraph("2. Bộ Y tế rà soát quy định về phí, lệ phí của đơn vị.")

    assert text_of(bytes_of(document), "a.docx") == f"1. {SAID}\n2. Bộ Y tế rà soát quy định về phí, lệ phí của đơn vị."
    assert [each.lead[0].code for each in read(document).proposals] == ["BTP", "BYT"]


def test_capitals_of_a_legacy_font_are_capitals_and_its_name_alone_means_nothing() -> None:
    document = Document()
    document.add_paragraph().add_run("Th«ng b¸o kÕt luËn").font.name = ".VnTimeH"
    unicode = Document()
    unicode.styles["Normal"].font.name = ".VnTime"
    unicode.add_paragraph(SAID)

    assert text_of(bytes_of(document), "a.docx") == "THÔNG BÁO KẾT LUẬN"
    assert text_of(bytes_of(unicode), "a.docx") == SAID


def test_a_table_with_joined_heads_and_lines_within_its_cells_gives_its_rows() -> None:
    document = Document()
    table = document.add_table(rows=4, cols=5)
    table.cell(0, 0).text, table.cell(0, 1).text = "STT", "Nhiệm vụ"
    table.cell(0, 2).merge(table.cell(0, 3)).text = "Cơ quan thực hiện"
    table.cell(0, 4).text = "Thời hạn"
    for at, head in ((2, "Chủ trì"), (3, "Phối hợp")):
        table.cell(1, at).text = head
    for at in (0, 1, 4):
        table.cell(0, at).merge(table.cell(1, at))
    table.cell(2, 0).merge(table.cell(2, 4)).text = "A. Nhiệm vụ về thể chế của các bộ, ngành"
    for at, words in enumerate(
        ("1", "Sửa đổi nghị định\nvề hộ tịch", "Bộ Tư pháp", "Bộ Công an\nBộ Nội vụ", "Quý I/2027")
    ):
        table.cell(3, at).text = words

    (found,) = read(document).proposals

    assert found.title == "Sửa đổi nghị định về hộ tịch"
    assert [each.code for each in found.lead] == ["BTP"]
    assert [each.code for each in found.coordinating] == ["BCA", "BNV"]
    assert found.due is not None
    assert found.due.reading.deadline == "I/2027"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (with_member("word/document.xml", b"<w:document>"), "notice_unreadable"),
        (with_member("word/document.xml", b""), "notice_unreadable"),
        (with_member("[Content_Types].xml", b"<x/>"), "notice_unreadable"),
        (with_member("word/media/a.bmp", bytes(101_000_000)), "notice_too_large"),
        (bytes_of(Document())[:3000], "notice_unreadable"),
    ],
    ids=["broken XML", "nothing", "no document", "bomb", "cut off"],
)
def test_what_is_no_document_or_unpacks_to_too_much_is_refused(content: bytes, code: str) -> None:
    assert refusal(content) == code
