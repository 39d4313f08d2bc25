"""`/tonghop` of a period with 5,000 difficulties: how long the loop, which serves everybody, is busy with it."""

from __future__ import annotations

from scripts.bench import house
from scripts.bench.asking import Asker
from scripts.bench.bench import Bench
from scripts.bench.figures.papers import ROWS
from scripts.bench.processes import cpu_ms
from scripts.bench.results import Figure, median
from scripts.bench.server import SHOWS, Call
from scripts.bench.variants import OURS

_BEGINS = "Tổng hợp khó khăn"


async def measure(bench: Bench) -> list[Figure]:
    """Ask for it several times; the first, with nothing in memory, is told apart."""
    directory = bench.stage.directory(members=ROWS // 10)
    house.file_now(directory, ROWS)
    async with bench.stage.start(OURS, directory=directory) as running:
        asker = Asker(running.server, running.pid)
        home = [await asker.ask(house.DESK, "/start", main_thread=True) for _ in range(4)]
        found = [await _asked(asker) for _ in range(4)]
    pages, files = [page for page, _ in found], [both for _, both in found]
    what = f"/tonghop at {ROWS:,} difficulties"
    return [
        Figure(f"{what}: on the loop", median(pages[1:]), 20, 5, unit="ms"),
        Figure(f"{what}: on the loop, the first time", pages[0], unit="ms"),
        Figure(f"{what}: on the loop, with both files", median(files[1:]), unit="ms"),
        Figure("/start of the same officer: on the loop", median(home[1:]), unit="ms"),
    ]


async def _asked(asker: Asker) -> tuple[float, float]:
    """Return what the loop took until the page was shown, and until both files had been sent, in milliseconds."""
    before = cpu_ms(asker.pid, main_thread=True)
    asker.say(house.DESK, "/tonghop")
    await asker.answered(lambda call: call.method in SHOWS and call.text.startswith(_BEGINS))
    page = cpu_ms(asker.pid, main_thread=True) - before
    for _ in range(2):
        await asker.answered(_is_file)
    return page, cpu_ms(asker.pid, main_thread=True) - before


def _is_file(call: Call) -> bool:
    return call.method == "sendDocument"
