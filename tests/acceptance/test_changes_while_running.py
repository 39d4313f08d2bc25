"""People come and go while the program runs; verbs as processes of their own, beside it."""

from __future__ import annotations

import asyncio
import csv
import sqlite3
from pathlib import Path

import pytest

from tests.acceptance.program import START_SECONDS, program, verb
from tests.acceptance.stub import TOKEN, stub_server
from tests.acceptance.test_other_server import MEMBER, ROSTER, SECRETARY, join

NEW = "MAI,Vũ Thị Mai,Phó phòng,ba,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A"
HEADER, AN, CHI = ROSTER.splitlines()
MOST = 1500


def in_base(data: Path, sql: str) -> int:
    with sqlite3.connect(f"file:{data / 'bot.db'}?mode=ro", uri=True) as connection:
        (found,) = connection.execute(sql).fetchone()
    connection.close()
    return int(found)


async def listening(data: Path) -> None:
    async with asyncio.timeout(START_SECONDS):
        while not (data / "control.sock").exists():
            await asyncio.sleep(0.02)


async def test_a_seat_is_handed_over_and_a_person_invited_while_the_program_runs(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "new.csv").write_text(f"{HEADER}\n{CHI}\n{NEW}\n")
    await verb(data, "import-roster", "--yes", "roster.csv")

    async with (
        stub_server(seed=31) as (stub, address),
        program(data, "run", BOT_TOKEN=TOKEN, BOT_API_BASE=address) as running,
    ):
        await listening(data)
        said = await verb(data, "import-roster", "--yes", "new.csv")
        await verb(data, "invite", "--all", "--out", "codes.csv")
        await verb(data, "backup")
        lines = csv.DictReader((tmp_path / "codes.csv").read_text("utf-8-sig").splitlines())
        codes = {line["person_code"]: line["code"] for line in lines}
        await join(stub, SECRETARY, codes["CHI"])
        await join(stub, MEMBER, codes["MAI"])
        running.interrupt()
        status = await running.ended()

    assert status == 0
    assert "  + MAI Vũ Thị Mai: đầu mối của HIEPHOIA" in said
    assert set(codes) == {"CHI", "MAI"}
    assert in_base(data, "SELECT count(*) FROM duties WHERE valid_to IS NOT NULL") == 1
    assert not (data / "control.sock").exists()


@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.6])
async def test_a_program_that_is_told_to_stop_in_an_import_has_all_of_it_or_nothing(
    tmp_path: Path, seconds: float
) -> None:
    data = tmp_path / "data"
    (tmp_path / "roster.csv").write_text(ROSTER)
    rows = [f"P{n},Người {n},,,vi,,focal,hoi_dong_tu_van,S{n},Hội {n}" for n in range(MOST)]
    (tmp_path / "new.csv").write_text("\n".join([HEADER, CHI, *rows]))
    await verb(data, "import-roster", "--yes", "roster.csv")

    async with (
        stub_server(seed=32) as (_, address),
        program(data, "run", BOT_TOKEN=TOKEN, BOT_API_BASE=address) as running,
    ):
        await listening(data)
        async with program(data, "import-roster", "--yes", "new.csv") as importing:
            await importing.line("Đã sao lưu")
            await asyncio.sleep(seconds)  # wherever that is in the import, it must hold
            running.interrupt()
            assert await running.ended() == 0
            done = await importing.ended()

    given = in_base(data, "SELECT count(*) FROM persons WHERE code LIKE 'P%'")
    ended = in_base(data, "SELECT count(*) FROM duties WHERE valid_to IS NOT NULL")
    assert (given, ended) in ((0, 0), (MOST, 1))
    assert given == MOST or done == 1
