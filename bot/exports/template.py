"""The frame of a Word paper: a .docx that an office can open and edit, with marks such as {{noi_gui}} in it.

What the marks stand for is said in docs/ky-bao-cao.md. Their look is the template's own: a mark is replaced in the
type it is written in, and what is written in its place takes the template's styles.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import accumulate
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.text.paragraph import Paragraph

from bot.errors import BotError
from bot.exports import TEMPLATE

_MARK = re.compile(r"\{\{\s*(\w+)\s*\}\}")
Values = Mapping[str, str | Sequence[str]]
"""By mark: a text, or texts for each of which its paragraph is repeated."""


def open_template(marks: Collection[str], styles: Collection[str], path: Path | None = None) -> Docx:
    """Return the template of the draft report, or the one at `path`, as a document.

    Raises BotError("template_bad") that names what is missing and which marks nobody knows.
    """
    path = path or TEMPLATE
    try:
        document = Document(io.BytesIO(path.read_bytes()))
    except Exception as error:  # a file that is no package, or one that holds no document, ends in many ways
        raise BotError("template_bad", name=path.name, faults=type(error).__name__) from error
    there = {name for paragraph in _paragraphs(document) for name in _marks(paragraph)}
    known = {style.name for style in document.styles}
    faults = [
        *(f"{{{{{name}}}}}" for name in sorted(set(marks) ^ there)),
        *(f'"{name}"' for name in sorted(set(styles) - known)),
    ]
    if faults:
        raise BotError("template_bad", name=path.name, faults=", ".join(faults))
    return document


def fill(document: Docx, values: Values) -> None:
    """Put values in the place of their marks; what they say is never taken for a mark.

    A paragraph that held nothing but marks without a text goes away.
    """
    # A list, as the document changes under the walk.
    for paragraph in list(_paragraphs(document)):
        named = [name for name in _marks(paragraph) if name in values]
        if not named:
            continue
        lists = [value for name in named if not isinstance(value := values[name], str)]
        mould = _Mould(paragraph)
        for texts in lists[:1] or [[""]]:
            for text in texts:
                mould.copy_before({name: v if isinstance(v := values[name], str) else text for name in named})
        remove(paragraph)


def marked(document: Docx, name: str) -> Paragraph:
    """Return the paragraph of a mark, before which a part of many paragraphs is written; `remove` it afterwards."""
    return next(p for p in _paragraphs(document) if name in _marks(p))


def remove(paragraph: Paragraph) -> None:
    """Take a paragraph out of the document; the last one of a cell, which needs one, is only emptied."""
    element, parent = paragraph._p, paragraph._p.getparent()
    assert parent is not None
    if parent.tag == qn("w:tc") and len(parent.findall(qn("w:p"))) == 1:
        for run in paragraph.runs:
            run.text = ""
        return
    parent.remove(element)


def _paragraphs(document: Docx) -> Iterator[Paragraph]:
    """Every paragraph of the document, those of tables included."""
    return (Paragraph(p, document) for p in document.element.body.iter(qn("w:p")) if isinstance(p, CT_P))


def _marks(paragraph: Paragraph) -> list[str]:
    # The library takes a hundred times as long to find out what a paragraph says.
    return _MARK.findall(paragraph.text) if "{" in "".join(paragraph._p.itertext()) else []


class _Mould:
    """A paragraph with marks, of which copies are made with something in their place."""

    def __init__(self, paragraph: Paragraph) -> None:
        self._paragraph = paragraph
        self._text = paragraph.text
        self._texts = [run.text for run in paragraph.runs]

    def copy_before(self, values: Mapping[str, str]) -> None:
        """Put a copy in front, unless nothing would be left in it."""
        if not _MARK.sub(lambda mark: values.get(mark[1], mark[0]), self._text).strip():
            return
        copy = Paragraph(deepcopy(self._paragraph._p), self._paragraph._parent)
        for run, before, text in zip(copy.runs, self._texts, _replaced(self._texts, values), strict=True):
            # Setting the text of a run drops whatever else is in it, such as a picture.
            if text != before:
                run.text = text
        self._paragraph._p.addprevious(copy._p)


def _replaced(texts: Sequence[str], values: Mapping[str, str]) -> list[str]:
    """An editor may spread a mark over several runs: its text takes the look of the first."""
    texts = list(texts)
    starts = [0, *accumulate(map(len, texts))]
    # From the end, since what is put in moves what stands behind it.
    for mark in reversed(list(_MARK.finditer("".join(texts)))):
        if mark[1] not in values:
            continue
        first = max(i for i in range(len(texts)) if starts[i] <= mark.start())
        last = max(i for i in range(len(texts)) if starts[i] < mark.end())
        after = texts[last][mark.end() - starts[last] :]
        texts[first] = texts[first][: mark.start() - starts[first]] + values[mark[1]] + (after if last == first else "")
        for i in range(first + 1, last):
            texts[i] = ""
        if last > first:
            texts[last] = after
    return texts
