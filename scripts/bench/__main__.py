"""Measure the program against floors and peers of the same run, and print how it stands.

    make bench            all figures, below 15 minutes on two cores; writes them into docs/benchmarks.md
    make bench-quick      the most important ones, below two minutes; writes nothing
    .venv/bin/python -m scripts.bench [--quick] [--only PART ...] [--write] [--list]

The bots run on one core, the load on another. Each figure is a ratio to a floor or a peer that was measured in turn
with the program, the median of several rounds; processor's time is from /proc, of all threads.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import sqlite3
import sys
import time
import traceback
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import SystemClock
from scripts.bench import readme
from scripts.bench.bench import Bench, Part
from scripts.bench.figures.registry import PARTS
from scripts.bench.processes import BOT_CORE, LOAD_CORE, ONE_CORE, ROOT, stay_on_load_core
from scripts.bench.results import Figure, not_measured, replaced, table
from scripts.bench.variants import Stage

SECONDS = {True: 110, False: 870}
"""Of a quick run and of a whole one: what a part is not done with by then is not measured."""
_PATIENCE = 3
_LEAST_PATIENCE = 90
"""So many times as long as it should a part may take, and so many seconds, lest it take the time of the others."""
_PAGE = ROOT / "docs" / "benchmarks.md"
_README = ROOT / "README.md"
_MEMBERS = {True: 1500, False: 4000}
_PACKAGES = ("aiogram", "aiohttp", "pydantic", "sqlite-utils", "python-docx", "xlsxwriter")


async def measured(parts: list[Part], is_quick: bool, place: Path, seconds: float) -> list[Figure]:
    """Measure the parts, as long as there is time; one that fails is told and does not stop the others."""
    end, found = time.monotonic() + seconds, list[Figure]()
    async with Stage(place, _MEMBERS[is_quick]) as stage:
        bench = Bench(stage, is_quick, seconds / SECONDS[is_quick])
        for part in parts:
            left = end - time.monotonic()
            if part.seconds(is_quick) > left:
                found.append(not_measured(part.name, "no time was left"))
                continue
            print(f"{part.name} …", file=sys.stderr, flush=True)
            patience = max(_LEAST_PATIENCE, _PATIENCE * part.seconds(is_quick))
            found += await _part(part, bench, min(left, patience * bench.patience))
    return found


async def _part(part: Part, bench: Bench, seconds: float) -> list[Figure]:
    began = time.monotonic()
    try:
        async with asyncio.timeout(seconds):
            return await part.measure(bench)
    except Exception as error:
        traceback.print_exc()
        await bench.stage.drop_all()  # those who were not answered may still be answered, and take time
        return [not_measured(part.name, " ".join(f"{type(error).__name__} {error}".split())[:120])]
    finally:
        print(f"  {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


def write(said: str, found: list[Figure]) -> None:
    """Put the figures into the page of benchmarks, and three of them into the README where all three are there."""
    _PAGE.write_text(replaced(_PAGE.read_text(encoding="utf-8"), said), encoding="utf-8")
    if line := readme.quoted(found):
        text = replaced(_README.read_text(encoding="utf-8"), line, readme.BEGIN, readme.END)
        _README.write_text(text, encoding="utf-8")


def circumstances() -> str:
    """Return when and where this is, and with which versions."""
    cores = "one core for both" if ONE_CORE else f"the bots on core {BOT_CORE}, the load on core {LOAD_CORE}"
    names = [line.partition(":")[2].strip() for line in _processor() if line.startswith("model name")]
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"{SystemClock().now():%d/%m/%Y %H:%M} UTC; {names[0] if names else platform.machine()}, {cores};"
        f" {platform.system()} {platform.release()}; Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}, {versions}."
    )


def _processor() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="PART", choices=[part.name for part in PARTS])
    parser.add_argument("--seconds", type=float, help="the most it may take")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    parser.add_argument("--list", action="store_true", help="print the parts")
    given = parser.parse_args()
    if given.list:
        print("\n".join(part.name for part in PARTS))
        return
    parts = [part for part in PARTS if given.only is None or part.name in given.only]
    if given.quick and not given.only:
        print(f"left out: {', '.join(part.name for part in parts if not part.quick)}", file=sys.stderr)
        parts = [part for part in parts if part.quick]
    stay_on_load_core()
    with TemporaryDirectory(prefix="bench-") as place:
        seconds = given.seconds or SECONDS[given.quick]
        found = asyncio.run(measured(parts, given.quick, Path(place), seconds))
    said = f"{circumstances()}\n\n{table(found)}"
    print(said)
    if given.write:
        write(said, found)


if __name__ == "__main__":
    main()
