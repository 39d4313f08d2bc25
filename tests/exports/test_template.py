"""The frame of the Word paper: edited by an office, filled by the program, refused by name where it does not fit."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph

from bot import exports
from bot.errors import BotError
from bot.exports import docx, template
from tests.exports.samples import snapshot as sample

Edit = Callable[[Docx], object]


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Edit], None]:
    """Let an office edit the template; what is built afterwards uses its copy."""

    def put(edit: Edit) -> None:
        document = Document(str(exports.TEMPLATE))
        edit(document)
        copy = tmp_path / "bao-cao.docx"
        document.save(str(copy))
        for module in (exports, template):
            monkeypatch.setattr(module, "TEMPLATE", copy)

    return put


def everywhere(document: Docx) -> Iterator[Paragraph]:
    """Return every paragraph, those in cells included."""
    yield from document.paragraphs
    for table in document.tables:
        for cell in dict.fromkeys(cell for row in table.rows for cell in row.cells):
            yield from cell.paragraphs


def with_mark(document: Docx, name: str) -> Paragraph:
    return next(p for p in everywhere(document) if f"{{{{{name}}}}}" in p.text)


def built(snapshot: dict[str, object] | None = None) -> Docx:
    return Document(io.BytesIO(docx.build(snapshot or sample(2))))


def test_no_mark_is_left_in_the_paper() -> None:
    assert [p.text for p in everywhere(built()) if "{{" in p.text] == []


def test_a_sentence_of_the_office_stands_in_the_paper(edited: Callable[[Edit], None]) -> None:
    edited(lambda document: with_mark(document, "noi_gui").insert_paragraph_before("(Tài liệu phục vụ họp)"))

    assert "(Tài liệu phục vụ họp)" in [p.text for p in built().paragraphs]


def test_a_mark_that_an_editor_spread_over_runs_is_found_and_keeps_its_type(edited: Callable[[Edit], None]) -> None:
    def spread(document: Docx) -> None:
        paragraph = with_mark(document, "noi_gui")
        before, _, after = paragraph.text.partition("{{noi_gui}}")
        for run in paragraph.runs:
            run.text = ""
        paragraph.add_run(before)
        for piece in ("{", "{noi", "_g", "ui}}"):
            paragraph.add_run(piece).italic = True
        paragraph.add_run(after)

    edited(spread)

    addressee = str(sample(2)["office"]["addressee"])
    runs = [run for p in built().paragraphs for run in p.runs if " ".join(run.text.split()) == addressee]
    assert [run.italic for run in runs] == [True]


def test_what_an_office_is_called_is_never_taken_for_a_mark() -> None:
    snapshot = sample(2)
    snapshot["office"]["addressee"] = "{{noi_nhan}} {{nam}}"

    assert any("{{noi_nhan}} {{nam}}" in p.text for p in built(snapshot).paragraphs)


def test_every_recipient_has_a_line_in_the_type_of_its_mark() -> None:
    snapshot = sample(2)
    snapshot["office"]["recipients"] = ["Như trên", "Bộ A", "Lưu: VT"]

    lines = [p for p in everywhere(built(snapshot)) if p.style and p.style.name == "Recipient"]

    assert [p.text for p in lines] == ["- Như trên;", "- Bộ A;", "- Lưu: VT."]


def test_an_office_without_signatory_leaves_a_cell_that_can_be_opened() -> None:
    snapshot = sample(2)
    snapshot["office"]["signatory"] = []

    assert built(snapshot).tables[1].rows[0].cells[1].text == ""


@pytest.mark.parametrize("name", ["noi_gui", "noi_dung", "bang_phu_luc", "co_quan_ban_hanh"])
def test_a_template_without_a_mark_is_refused_by_its_name(edited: Callable[[Edit], None], name: str) -> None:
    edited(lambda document: template.remove(with_mark(document, name)))

    with pytest.raises(BotError) as refused:
        built()

    assert refused.value.code == "template_bad"
    assert f"{{{{{name}}}}}" in str(refused.value.params["faults"])


def test_a_mark_nobody_knows_is_refused_by_its_name(edited: Callable[[Edit], None]) -> None:
    edited(lambda document: document.add_paragraph("{{noi_guii}}"))

    with pytest.raises(BotError) as refused:
        built()

    assert refused.value.params["faults"] == "{{noi_guii}}"


def test_a_template_without_a_style_is_refused_by_its_name(edited: Callable[[Edit], None]) -> None:
    edited(lambda document: document.styles["Annex cell"].delete())

    with pytest.raises(BotError) as refused:
        built()

    assert '"Annex cell"' in str(refused.value.params["faults"])


@pytest.mark.parametrize("content", [b"", b"no package", exports.TEMPLATE.read_bytes()[:2000]])
def test_a_file_that_is_no_document_is_refused(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "bao-cao.docx"
    broken.write_bytes(content)
    monkeypatch.setattr(template, "TEMPLATE", broken)

    with pytest.raises(BotError) as refused:
        built()

    assert refused.value.code == "template_bad"


def test_figures_taken_with_another_template_are_not_put_into_this_one() -> None:
    with pytest.raises(BotError) as refused:
        built({**sample(2), "template": "0" * 64})

    assert refused.value.code == "template_changed"


@pytest.mark.parametrize("named", [None, "", exports.template_sha256()])
def test_figures_that_name_no_template_or_this_one_are(named: str | None) -> None:
    assert built({**sample(2), **({} if named is None else {"template": named})}).paragraphs


def test_what_the_child_refuses_reaches_whoever_asked_by_name() -> None:
    with pytest.raises(BotError) as refused:
        exports.build_in_child("docx", b'{"template": "1"}', 60)

    assert (refused.value.code, refused.value.params) == ("template_changed", {"name": "bao-cao.docx"})


def test_a_template_that_is_gone_has_no_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "TEMPLATE", tmp_path / "gone.docx")

    assert exports.template_sha256() == ""


def test_a_foot_of_the_office_stays_above_the_fingerprint(edited: Callable[[Edit], None]) -> None:
    def footed(document: Docx) -> None:
        document.sections[0].footer.paragraphs[0].text = "Tài liệu nội bộ"
        document.sections[1].first_page_footer.is_linked_to_previous = False
        document.sections[1].first_page_footer.paragraphs[0].text = "Phụ lục nội bộ"

    edited(footed)

    first, second = built().sections
    assert [p.text[:15] for p in first.footer.paragraphs] == ["Tài liệu nội bộ", "SHA-256 của số "]
    assert [p.text[:15] for p in first.first_page_footer.paragraphs] == ["SHA-256 của số "]
    assert [p.text[:15] for p in second.first_page_footer.paragraphs] == ["Phụ lục nội bộ", "SHA-256 của số "]


def test_a_line_that_the_office_broke_and_a_title_with_a_link_stay_as_they_are(edited: Callable[[Edit], None]) -> None:
    def changed(document: Docx) -> None:
        title = next(p for p in document.paragraphs if p.style and p.style.name == "Report title")
        title.add_run(" tổng hợp theo lĩnh vực và theo từng cơ quan có thẩm quyền giải quyết")
        link = parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>(xem)</w:t></w:r></w:hyperlink>")
        title._p.insert(1, link)

    edited(changed)

    title = next(p for p in built().paragraphs if p.style and p.style.name == "Report title")
    assert title.text.startswith("(xem)Tình hình gửi báo cáo")
    assert title.text.count("\n") == 1


def test_the_template_that_ships_is_known_by_its_fingerprint() -> None:
    """`doctor` tries another one; that this one can be built is what the tests above say."""
    assert exports.template_sha256() == exports.SHIPPED_TEMPLATE
