"""Saying what became of a task in the quarterly report."""

from __future__ import annotations

import io
import json
from dataclasses import replace

from docx import Document
from openpyxl import load_workbook

from bot.domain.periods import Cadence, Period
from bot.domain.tasks import Statement
from bot.exports import docx, xlsx
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from bot.services.tasks import importing
from storage import reports, task_events, tasks
from tests.catalogues import out_of_date
from tests.handlers.acts import press
from tests.handlers.working_group import OPEN
from tests.seen import Seen
from tests.telegram import Phone
from tests.world import World

RESULT = "Đã trình Chính phủ dự thảo nghị định."
DOCUMENT = "Tờ trình số 12/TTr-BTC ngày 05/11/2026"
CAUSE = "Chờ ý kiến của 05 bộ."
TO_RESULTS = (*OPEN, "[Nêu kết quả nhiệm vụ]")
TO_TASK = (*TO_RESULTS, "[Nêu kết quả NV-26-101]")
ANSWERS = (RESULT, DOCUMENT, CAUSE)
SAVED = (*TO_TASK, *ANSWERS, "[Lưu kết quả]")
SENT_AFTER = ("[‹ Về báo cáo]", "[Báo không phát sinh]", "[Bỏ qua]", "[Gửi báo cáo]")
GIVEN = {"result": RESULT, "document": DOCUMENT, "cause": CAUSE}
LINES = [f"Kết quả: {RESULT}", f"Văn bản: {DOCUMENT}", f"Nguyên nhân chậm: {CAUSE}"]


def seat_of(world: World, code: str) -> int:
    return int(world.read.conn.execute("SELECT id FROM seats WHERE code = ?", [code]).fetchone()[0])


def id_of(world: World, task: str) -> int:
    """Return the id of a task, 0 where there is none."""
    return tasks.ids_by_code(world.read, [task]).get(task, 0)


def statement(world: World, seat: str = "BOA", task: str = "NV-26-101") -> Statement | None:
    return task_events.statements(world.read, seat_of(world, seat)).get(task)


def events(world: World) -> list[dict[str, str]]:
    found = world.read.conn.execute("SELECT detail FROM task_events WHERE kind = 'stated' ORDER BY id")
    return [json.loads(row[0]) for row in found]


def stated_in(world: World, report: str, task: str = "NV-26-101") -> Statement | None:
    found = reports.report_by_code(world.read, report)
    assert found is not None
    assert found.quarterly is not None
    return next(each.statement for each in found.quarterly.tasks if each.code == task)


def shown_by(phone: Phone) -> Seen:
    """Return the last message as it is now: later presses change it in place."""
    return replace(phone.last)


async def bring_tasks(world: World, text: str) -> None:
    await world.writer.write(
        lambda db: importing.write(world.unit(db), importing.read(text, importing.names(world.unit())), "test")
    )


async def pressed_and_refused(world: World, phone: Phone, data: str) -> bool:
    before = (world.count("task_events"), world.count("drafts"))
    words = await press(world, phone, data)
    return out_of_date() in words and before == (world.count("task_events"), world.count("drafts"))


def papers(world: World) -> tuple[str, list[str]]:
    """Return the paragraphs of the .docx, and what stands beside the first task in the .xlsx."""
    unit = world.unit()
    schedule = period_schedule(unit, Period(2026, 4, Cadence.QUARTER))
    snapshot = make_snapshot(unit, window(unit, schedule))
    paragraphs = Document(io.BytesIO(docx.build(snapshot))).paragraphs
    sheet = load_workbook(io.BytesIO(xlsx.build(snapshot)))["Kết quả thực hiện nhiệm vụ"]
    return "\n".join(p.text for p in paragraphs), [str(cell.value) for cell in sheet[2][9:12]]
