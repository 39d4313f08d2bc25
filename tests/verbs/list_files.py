"""Lists as an office sends them: the same rows as CSV and as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook

from bot.services.people import roster
from bot.services.tasks import importing

ROSTER = list(roster.COLUMNS)
TASKS = list(importing.COLUMNS)
DESK = ["CQ01", "Lý Thị Mận", "Chuyên viên", "ba", "vi", "", "secretariat", "", "", ""]
MEMBER = ["TV01", "Đặng Hòa Thủy", "Phó phòng", "ong", "vi", "0912", "focal", "hoi_dong_tu_van", "HHMIA", "Hội Mía"]
TASK = ["NV-26-001", "Công văn số 1", "Rà soát biểu mẫu", "HHMIA", "", "day", "30/11/2026", "", ""]

Rows = Sequence[Sequence[str]]


def put(name: str, rows: Rows) -> str:
    """Write rows into a file of the form that its name says; return the name."""
    Path(name).write_bytes(as_csv(rows) if name.endswith(".csv") else as_workbook(rows))
    return name


def as_csv(rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def as_workbook(rows: Rows) -> bytes:
    return saved(book_of(rows))


def book_of(rows: Rows, title: str = "Danh sách") -> Workbook:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append([value or None for value in row])
    return book


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(book: Workbook, old: bytes, new: bytes) -> bytes:
    """Return a workbook with a mark that openpyxl would not write."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(saved(book))) as made, ZipFile(out, "w") as changed:
        for part in made.namelist():
            changed.writestr(part, made.read(part).replace(old, new))
    return out.getvalue()
