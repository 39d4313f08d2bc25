"""What associations really wrote goes into the papers as people send it, and every letter of it is printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain import questions
from bot.domain.characters import clean, utf16_length
from bot.exports import docx, xlsx
from tests.exports.conftest import ToPdf
from tests.exports.printing import Band, bare, column, heads
from tests.exports.samples import snapshot

STATEMENTS: list[str] = json.loads((Path(__file__).parent / "statements.json").read_text(encoding="utf-8"))
MOST = questions.named("content").most
LAYOUT = questions.ANNEX_LAYOUTS[questions.schema()]
HEAD = {"content": "Nội dung", "proposal": "Kiến nghị"}


def as_prose(statements: list[str]) -> str:
    return " ".join(statements)


def as_messages(statements: list[str]) -> str:
    return "\n\n".join(statements)


def as_list(statements: list[str]) -> str:
    return "\r\n".join(f"- {statement}" for statement in statements)


def line_by_line(statements: list[str]) -> str:
    """Every few words on a line of its own, as they come out of a table or an old e-mail."""
    words = as_prose(statements).split()
    return "\n".join(" ".join(words[at : at + 4]) for at in range(0, len(words), 4))


WAYS: tuple[Callable[[list[str]], str], ...] = (as_prose, as_messages, as_list, line_by_line)


def as_sent() -> Iterator[str]:
    """Every statement alone, then all of them in texts as long as the form takes, in each of the ways."""
    yield from STATEMENTS
    for way in WAYS:
        together: list[str] = []
        for statement in STATEMENTS:
            if utf16_length(clean(way([*together, statement]))) > MOST:
                yield way(together)
                together = []
            together.append(statement)
        yield way(together)
    yield "\n".join(f"{number}. thửa đất số {number}" for number in range(1, 61))
    yield "đ" * MOST


def frozen() -> dict[str, Any]:
    texts = [clean(text) for text in as_sent()]
    data = snapshot(len(texts))
    for difficulty, text in zip(data["difficulties"], texts, strict=True):
        difficulty |= {"content": text, "proposal": clean(text[: MOST // 2]), "files": []}
    return data


def whole(data: dict[str, Any], name: str) -> str:
    return bare("".join(difficulty[name] for difficulty in data["difficulties"]))


@pytest.mark.usefixtures("pages_can_be_read")
def test_every_letter_of_the_draft_report_is_printed(to_pdf: ToPdf, tmp_path: Path) -> None:
    data, pdf = frozen(), tmp_path / "printed.pdf"

    pdf.write_bytes(to_pdf(docx.build(data), "docx"))

    for name, head in HEAD.items():
        assert column(pdf, heads(pdf, head), band_of_draft(name)) == whole(data, name)


@pytest.mark.usefixtures("pages_can_be_read")
def test_every_letter_of_the_workbook_is_printed(to_pdf: ToPdf, tmp_path: Path) -> None:
    data, pdf = frozen(), tmp_path / "printed.pdf"

    pdf.write_bytes(to_pdf(xlsx.build(data), "xlsx"))

    for name, head in HEAD.items():
        assert column(pdf, heads(pdf, head), band_of_workbook(pdf, name)) == whole(data, name)


def band_of_draft(name: str) -> Band:
    names = list(LAYOUT)
    left = 30 + sum(LAYOUT[one][0] or 0 for one in names[: names.index(name)])
    return Band(left * 72 / 25.4, (left + (LAYOUT[name][0] or 0)) * 72 / 25.4)


def band_of_workbook(pdf: Path, name: str) -> Band:
    """Where a column is printed: heads stand in the middle of theirs, and the page is scaled."""
    middles = {one: heads(pdf, HEAD[one])[1].middle for one in HEAD}
    digits = {one: LAYOUT[one][1] or 0 for one in HEAD}
    scale = (middles["proposal"] - middles["content"]) / (sum(digits.values()) / 2)
    return Band(middles[name] - scale * digits[name] / 2, middles[name] + scale * digits[name] / 2)
