"""What the papers of a period of 5,000 difficulties take, to the same paper streamed: the whole process."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from bot.exports.snapshot import canonical
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from scripts.bench import house
from scripts.bench.bench import Bench, alternating
from scripts.bench.metered import Cost, metered
from scripts.bench.paper_contents import of_docx, of_xlsx
from scripts.bench.processes import command
from scripts.bench.results import Figure, median, ratio
from storage.database import open_for_reading

ROWS = 5_000
_OTHERS = (15, 500)
_GATES = {"docx": (1.6, 1.3), "xlsx": (1.4, 1.2)}
_PEAK_MB = (85, 60)
_OURS, _FLOOR = "ours", "the floor"


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
    made, contents = bench.stage.place / f"paper.{name}", bench.stage.place / f"contents-{name}.json"
    ours, floor = command("-m", "bot.exports", name), command("-m", "scripts.bench.paper_floors", name)
    await asyncio.to_thread(metered, ours, given=snapshot, made=made)
    said = of_docx(made, made.with_suffix(".frame")) if name == "docx" else of_xlsx(made)
    contents.write_text(json.dumps(said, ensure_ascii=False))

    async def once(variant: str) -> Cost:
        started, given = (ours, snapshot) if variant == _OURS else (floor, contents)
        return await asyncio.to_thread(metered, started, given=given, made=made)

    found = await alternating(bench.rounds, [_FLOOR, _OURS], once)
    times = ratio([each.cpu for each in found[_OURS]], [each.cpu for each in found[_FLOOR]])
    gate, aim = _GATES[name] if rows == ROWS else (None, None)
    most, least = _PEAK_MB if rows == ROWS else (None, None)
    what = f".{name} of {rows:,} difficulties"
    return [
        Figure(f"{what}: CPU, to the same paper streamed", times, gate, aim),
        Figure(f"{what}: memory at most", median(each.peak_mb for each in found[_OURS]), most, least, unit="MB"),
        Figure(f"{what}: CPU of the program", median(each.cpu for each in found[_OURS]), unit="s"),
    ]
