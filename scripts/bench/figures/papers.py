"""What the papers of a period of 5,000 difficulties take, to the same texts written plainly: the whole process."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

from openpyxl import load_workbook

from bot.exports.snapshot import canonical
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from scripts.bench import house
from scripts.bench.bench import Bench, alternating
from scripts.bench.metered import Cost, metered
from scripts.bench.processes import command
from scripts.bench.results import Figure, median, ratio
from storage.database import open_for_reading

ROWS = 5_000
_OTHERS = (15, 500)
_GATES = {"docx": (1.6, 1.3), "xlsx": (1.4, 1.2)}
_PEAK_MB = (85, 60)
_OURS, _PLAIN = "ours", "plain"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


async def measure(bench: Bench) -> list[Figure]:
    """Compare both papers with their floors."""
    found = []
    for rows in (ROWS, *_OTHERS):
        snapshot = bench.stage.place / f"snapshot-{rows}.json"
        take_snapshot(bench, rows, snapshot)
        for name in _GATES:
            found += await _compared(bench, name, rows, snapshot)
    return found


def take_snapshot(bench: Bench, rows: int, to: Path) -> None:
    """Write what the program freezes of a period with so many difficulties, ten of a member."""
    directory = bench.stage.directory(members=max(10, rows // 10))
    period = house.file_now(directory, rows)
    unit = house.unit(open_for_reading(directory / "bot.db"), directory)
    to.write_bytes(canonical(make_snapshot(unit, window(unit, period_schedule(unit, period)))))
    unit.db.close()


async def _compared(bench: Bench, name: str, rows: int, snapshot: Path) -> list[Figure]:
    made, texts = bench.stage.place / f"paper.{name}", bench.stage.place / f"texts-{name}.json"
    ours, plain = command("-m", "bot.exports", name), command("-m", "scripts.bench.plain_papers", name)
    await asyncio.to_thread(metered, ours, given=snapshot, made=made)
    texts.write_text(json.dumps(texts_of(made), ensure_ascii=False))

    async def once(variant: str) -> Cost:
        started, given = (ours, snapshot) if variant == _OURS else (plain, texts)
        return await asyncio.to_thread(metered, started, given=given, made=made)

    found = await alternating(bench.rounds, [_PLAIN, _OURS], once)
    times = ratio([each.cpu for each in found[_OURS]], [each.cpu for each in found[_PLAIN]])
    gate, aim = _GATES[name] if rows == ROWS else (None, None)
    most, least = _PEAK_MB if rows == ROWS else (None, None)
    what = f".{name} of {rows:,} difficulties"
    return [
        Figure(f"{what}: CPU, to the same texts written plainly", times, gate, aim),
        Figure(f"{what}: memory at most", median(each.peak_mb for each in found[_OURS]), most, least, unit="MB"),
        Figure(f"{what}: CPU of the program", median(each.cpu for each in found[_OURS]), unit="s"),
    ]


def texts_of(paper: Path) -> list[object]:
    """Return the texts of a paper, as `scripts.bench.plain_papers` takes them."""
    content = paper.read_bytes()
    return _paragraphs(content) if paper.suffix == ".docx" else _cells(content)


def _paragraphs(content: bytes) -> list[object]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = ET.fromstring(package.read("word/document.xml"))[0]  # noqa: S314 - of our own making
    found: list[object] = []
    for block in body:
        if block.tag == f"{_W}tbl":
            found += [[_text(cell) for cell in row.iter(f"{_W}tc")] for row in block.iter(f"{_W}tr")]
        elif block.tag == f"{_W}p":
            found.append(_text(block))
    return found


def _text(block: ET.Element) -> str:
    return "".join(each.text or "" for each in block.iter(f"{_W}t"))


def _cells(content: bytes) -> list[object]:
    workbook = load_workbook(io.BytesIO(content), read_only=True)
    return [
        [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in workbook.worksheets
    ]
