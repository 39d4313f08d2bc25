"""The data of a verb: its base, and what was written there."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable
from pathlib import Path

from storage.database import Writer, open_for_writing

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_01234"
BASE = Path("data/bot.db")


def write(work: Callable[..., object]) -> None:
    writer = Writer(open_for_writing(BASE))
    writer.write_now(work)
    writer.close()


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def in_base(sql: str) -> int:
    with sqlite3.connect(BASE) as connection:
        found = connection.execute(sql).fetchone()[0]
    connection.close()
    return int(found)
