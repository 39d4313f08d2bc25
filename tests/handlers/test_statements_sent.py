"""What associations really wrote, sent as people send it, comes out of both papers letter by letter."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.domain.characters import clean
from bot.domain.periods import Period
from bot.exports import docx, xlsx
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from tests.asking import answered
from tests.exports.printing import bare
from tests.exports.test_statements import STATEMENTS
from tests.handlers.acts import OPEN
from tests.telegram import Phone
from tests.world import ROSTER, USERS, World, running, say

PROPOSAL = "Đề nghị sửa quy định đã nêu."
IN_ONE_REPORT = 17


def whole(statement: str) -> list[str]:
    return [statement]


def by_sentence(statement: str) -> list[str]:
    """Each sentence a message of its own."""
    return re.split(r"(?<=[.;:])\s+", statement)


def with_line_breaks(statement: str) -> list[str]:
    return [statement.replace(", ", ",\n").replace(". ", ".\r\n\r\n")]


def as_list(statement: str) -> list[str]:
    return ["\n".join(f"- {part}" for part in re.split(r"(?<=[.,;])\s+", statement))]


def long(statement: str) -> list[str]:
    """The same thought again and again, over several messages, close to the limit."""
    return [f"Lần {number}: {statement}" for number in range(1, 1900 // (len(statement) + 12) + 1)]


WAYS: Sequence[Callable[[str], list[str]]] = (whole, by_sentence, with_line_breaks, as_list, long)


def sent() -> Iterator[list[str]]:
    """Every statement, in one way after the other."""
    return (way(statement) for way, statement in zip(cycle(WAYS), STATEMENTS, strict=False))


async def writes(world: World, phone: Phone, messages: Sequence[str]) -> None:
    """Send messages one right after the other, the first after the question was read."""
    for number, text in enumerate(messages):
        phone.reads_for = 0 if number else 60
        phone.send(text)
        await world.settle()
    phone.reads_for = 60


@pytest.fixture
def members(empty_world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Five members, as one report holds twenty difficulties."""
    lines = [f"TV{n},Lê Văn {n},Ủy viên,ong,vi,,focal,hoi_dong_tu_van,HOI{n},Hội {n}" for n in range(1, 6)]
    empty_world.import_roster("\n".join([ROSTER.rstrip("\n"), *lines]) + "\n")
    monkeypatch.setattr("tests.world.USERS", {**USERS, **{f"TV{n}": 200 + n for n in range(1, 6)}})
    return empty_world


async def test_every_statement_comes_out_of_both_papers_letter_by_letter(members: World) -> None:
    remaining, expected = sent(), []
    async with running(members) as world:
        for number in range(1, 6):
            phone = world.link(f"TV{number}")
            await say(world, phone, *OPEN)
            for place, messages in enumerate(islice(remaining, IN_ONE_REPORT)):
                await say(
                    world, phone, *(["[Thêm vướng mắc]"] if place else []), *answered(field="2", before="content")
                )
                await writes(world, phone, messages)
                await say(world, phone, *answered(proposal=PROPOSAL, after="content"))
                expected.append(bare(clean("\n".join(messages))))
            await say(world, phone, "[Gửi báo cáo]")
        unit = world.unit()
        data: dict[str, Any] = make_snapshot(unit, window(unit, period_schedule(unit, Period(2026, 11))))

    assert [bare(difficulty["content"]) for difficulty in data["difficulties"]] == expected
    assert in_the_draft(docx.build(data)) == expected
    assert in_the_workbook(xlsx.build(data)) == expected


def in_the_draft(content: bytes) -> list[str]:
    """The column of contents of the annex, the widest table, without white space."""
    annex = max(Document(io.BytesIO(content)).tables, key=lambda table: len(table.columns))
    head, *rows = [[cell.text for cell in row.cells] for row in annex.rows]
    return [bare(row[head.index("Nội dung")]) for row in rows]


def in_the_workbook(content: bytes) -> list[str]:
    """The same column of the workbook; what is taller than a row may be goes on in the next rows."""
    head, *rows = list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    found: dict[int, str] = {}
    for row in rows:
        number = int(str(row[0]))
        found[number] = found.get(number, "") + bare(str(row[head.index("Nội dung")] or ""))
    return list(found.values())
