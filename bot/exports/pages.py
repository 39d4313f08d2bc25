"""Lines and pages of the Word paper end where an editor would end them; each page has its foot."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.domain.texts import N_, Text
from bot.exports.measure import height, width, wrapped
from bot.exports.wording import vietnamese

_TITLES = ("Report title", "Annex title", "Addressee", "Signatory")
"""The styles of the template whose lines are centred, so that it shows where they end."""
_BINDING = N_("Words that begin a line of a title and never end one")
_BEGINNING = N_("First syllables of the terms that titles and names of bodies are made of")
_END_LINES = (",", ";", ":", ")")
_BOLD = 1.06
"""How much wider bold type is."""
_BEFORE_A_TERM, _INSIDE_A_TERM, _UNBROKEN = 0.35, 0.7, 2.0
_LINES_MOST, _WORDS_MOST = 4, 40
"""What is longer is no title."""
_CELL_SIZE, _CELL_SIDES = 11, Mm(2)
"""The type of the cells in points, and what a cell keeps free of its width."""
_TALL, _LINE = 240, 15
"""Points: half of a landscape page, and a line of a cell."""
_USUAL_ADVANCE = 0.5
_FOOT_SIZE = 7
_BELOW_A_TABLE = Pt(12)


def broken(text: str, room: float, size: float) -> str:
    """Return a title with a line break wherever an editor would put one; `room` and `size` in points.

    As few lines as fit, as even as may be, and rather between two phrases than within one.
    """
    words = text.split(" ")
    for breaks in range(_LINES_MOST if len(words) <= _WORDS_MOST else 0):
        ways = [way for way in _ways(words, breaks) if all(width(line, size) <= room for line in way)]
        if ways:
            best = min(ways, key=lambda way: _ugliness(way, room, size))
            return "\n".join(best)
    return text


def break_titles(document: Docx) -> None:
    """Break the lines of the titles; a line that the template breaks stays broken."""
    named = {document.styles[name].style_id for name in _TITLES if name in document.styles}
    for paragraph, room in _centred(document):
        # The library takes long to find a style.
        style = paragraph.style if paragraph._p.style in named else None
        if style is None or not style.font.size:
            continue
        size = style.font.size.pt * (_BOLD if style.font.bold else 1)
        indents = (style.paragraph_format.left_indent, style.paragraph_format.right_indent)
        inside = room - sum(indent.pt for indent in indents if indent)
        text = "".join(run.text for run in paragraph.runs)
        if text != paragraph.text:  # a link or a field of the office's own stands between
            continue
        _put_breaks(paragraph, "\n".join(broken(line, inside, size) for line in text.split("\n")))


def keep_introductions(document: Docx) -> None:
    """Keep a paragraph that ends with a colon on the page of what it introduces."""
    for paragraph in document.paragraphs:
        # The library takes a hundred times as long to find out what a paragraph says.
        if any((text.text or "").endswith(":") for text in paragraph._p.iter(qn("w:t"))) and paragraph.text.endswith(
            ":"
        ):
            paragraph.paragraph_format.keep_with_next = True


def part_from_tables(document: Docx) -> None:
    """Leave room between a table and what is written below it: a table has no space of its own."""
    for paragraph in document.paragraphs:
        before = paragraph._p.getprevious()
        if before is not None and before.tag == qn("w:tbl") and paragraph.text and _above(paragraph) < _BELOW_A_TABLE:
            paragraph.paragraph_format.space_before = _BELOW_A_TABLE


def _above(paragraph: Paragraph) -> int:
    own, style = paragraph.paragraph_format.space_before, paragraph.style
    of_style = style.paragraph_format.space_before if style is not None else None
    return int(of_style or 0) if own is None else int(own)


def is_tall(row: Sequence[str], widths: Sequence[float]) -> bool:
    """Return whether a row of a table may go on on the next page; `widths` in millimetres.

    LibreOffice loses what finds no room on one page and must not go on.
    """
    return any(_takes_half_a_page(text, room) for text, room in zip(row, _rooms(tuple(widths)), strict=True))


@lru_cache(maxsize=16)
def _rooms(widths: tuple[float, ...]) -> Sequence[float]:
    """What cells that are so many millimetres wide have for their texts, in points."""
    return [(Mm(width) - _CELL_SIDES) / Pt(1) for width in widths]


def _takes_half_a_page(text: str, room: float) -> bool:
    """Whether a cell does; nearly all are so short that they need not be measured."""
    lines = text.count("\n") + 1 + len(text) * _CELL_SIZE * _USUAL_ADVANCE / room
    if lines * 2 * _LINE < _TALL:
        return False
    return height(wrapped(text, room, _CELL_SIZE), _CELL_SIZE) > _TALL


def finished(document: Docx, foot: str) -> bytes:
    """Return a paper that is written, with its lines and pages ended and a foot on every page."""
    keep_introductions(document)
    part_from_tables(document)
    break_titles(document)
    write_foot(document, foot)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_foot(document: Docx, text: str) -> None:
    """Write a small line into the foot of every page."""
    for number, section in enumerate(document.sections):
        for foot in (section.footer, section.first_page_footer):
            own = not foot.is_linked_to_previous
            # A section without a foot of its own has that of the section before it.
            if own or not number:
                paragraph = foot.add_paragraph() if own else foot.paragraphs[0]
                paragraph.style = document.styles["Annex cell"]
                paragraph.add_run(text).font.size = Pt(_FOOT_SIZE)


def _centred(document: Docx) -> Iterator[tuple[Paragraph, float]]:
    """Every paragraph with the width it has, in points: between the margins of its section, or of its cell."""
    sections = iter(document.sections)
    section = next(sections)
    page, ends = _page_width(section), f"{qn('w:pPr')}/{qn('w:sectPr')}"
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _in_cells(block)
        else:
            yield block, page
            if block._p.find(ends) is not None:
                section = next(sections)
                page = _page_width(section)


def _page_width(section: Section) -> float:
    inside = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    return float(Length(inside).pt)


def _in_cells(table: Table) -> Iterator[tuple[Paragraph, float]]:
    if len(table.columns) > 2:  # a list of the program's own, and a long one
        return
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                yield paragraph, cell.width.pt if cell.width else 0.0


def _ways(words: Sequence[str], breaks: int) -> Iterator[list[str]]:
    """Every way to set the words in one line more than there are breaks; no line is a single word."""
    for chosen in combinations(range(2, len(words) - 1), breaks):
        edges = (0, *chosen, len(words))
        yield [" ".join(words[a:b]) for a, b in pairwise(edges)]


def _ugliness(lines: Sequence[str], room: float, size: float) -> float:
    widths = [width(line, size) / room for line in lines]
    return (max(widths) - min(widths)) ** 2 + sum(_harm(*pair) for pair in pairwise(lines))


def _harm(line: str, following: str) -> float:
    """How much a reader stumbles over a break between two lines."""
    last, first = line.split(" ")[-1].casefold(), following.split(" ")[0].casefold()
    binding, beginning = (vietnamese(Text(msgid)).split() for msgid in (_BINDING, _BEGINNING))
    if first[:1].isdigit() or last in binding:
        return _UNBROKEN
    if line.endswith(_END_LINES) or first in binding:
        return 0.0
    return _BEFORE_A_TERM if first in beginning else _INSIDE_A_TERM


def _put_breaks(paragraph: Paragraph, text: str) -> None:
    """Turn spaces of the paragraph's runs into the breaks that `text` has; setting a run drops what else is in it."""
    start = 0
    for run in paragraph.runs:
        end = start + len(run.text)
        if run.text != text[start:end]:
            run.text = text[start:end]
        start = end
