"""Every paper, card and screen that counts tasks says the same of a base in which a task goes every way it can."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.domain.people import Reader
from bot.domain.periods import Cadence, Period
from bot.domain.stated_courses import Went
from bot.domain.task_counts import of_plain
from bot.domain.tasks import TaskState
from bot.exports import docx, xlsx
from bot.exports.snapshot import canonical, sha256
from bot.i18n import translate
from bot.screens.leading.tasks import task_line
from bot.services import overview
from bot.services.desk import spans
from bot.services.desk.daily import _figures
from bot.services.desk.integrity import changed_rows
from bot.services.desk.reconciling import faults_of
from bot.services.desk.snapshots import DIGEST, make_snapshot
from bot.services.desk.summaries import summary_of
from bot.services.leading.weekly import _found
from bot.services.reporting.quarterly import states
from bot.services.standing import period_schedule, window
from bot.services.tasks.figures import task_figures
from bot.services.tasks.listing import overdue
from storage import snapshots
from storage.difficulties import mark
from storage.releases import Fixed
from tests.services.counted_tasks import BUCKETS, CANCELLED, LATE, TASKS, TOTAL, told
from tests.services.courses import Desk
from tests.world import World

MONTH, QUARTER = Period(2026, 12), Period(2026, 4, Cadence.QUARTER)


@pytest.fixture
def desk(still_world: World) -> Desk:
    return told(still_world)


def paper(desk: Desk, period: Period = MONTH) -> dict[str, Any]:
    unit = desk.world.unit()
    return make_snapshot(unit, window(unit, period_schedule(unit, period)))


def vi(*texts: Any) -> str:
    return "\n".join(translate(text, Reader()) for text in texts)


def test_a_paper_counts_every_course_once_and_says_what_it_leaves_out(desk: Desk) -> None:
    found = paper(desk)["courses"]

    figures = found["figures"]
    assert figures["buckets"] == BUCKETS
    assert (figures["total"], figures["tasks"], figures["cancelled"]) == (TOTAL, TASKS, CANCELLED)
    assert (figures["suspended"], figures["waiting"]) == (1, 1)
    assert (figures["extensions"], figures["extended"], figures["asked"]) == (1, 1, 1)
    assert len(found["rows"]) == TOTAL
    assert [sum(each["buckets"].values()) for each in found["agencies"]] == [5, 4, 1]
    overdue_ = [row["code"] for row in found["rows"] if row["bucket"] == "open_overdue"]
    assert {code: overdue_.count(code) for code in overdue_} == LATE
    assert found["cancelled"] == ["NV-26-007"]


def test_figures_are_the_same_in_every_paper_card_and_screen(desk: Desk) -> None:
    unit = desk.world.unit()
    month, quarter = paper(desk), paper(desk, QUARTER)
    figures, counts = task_figures(unit), of_plain(month["courses"]["figures"])
    line = vi(task_line(figures))

    assert month["courses"]["figures"] == quarter["courses"]["figures"]
    assert figures.buckets == counts.buckets
    assert line == vi(task_line(counts.figures))
    overview_ = desk.does("LAN", overview.overview).screen
    assert overview_
    assert line in vi(*overview_.lines)
    for snapshot in (month, quarter):
        assert line in vi(*summary_of(unit, snapshot).tasks)
    week, day = _found(unit), _figures(unit, unit.now)
    assert (week.tasks, week.overdue) == (day.tasks, day.overdue) == (figures.open, BUCKETS["open_overdue"])
    assert len(overdue(unit)) == len(LATE)


def test_both_files_of_a_paper_come_to_the_same_sums(desk: Desk) -> None:
    snapshot = paper(desk)

    book = load_workbook(io.BytesIO(xlsx.build(snapshot)))
    by_lead = [[cell.value for cell in row] for row in book["Nhiệm vụ theo cơ quan chủ trì"].iter_rows()]
    assert by_lead[-1][1:] == ["Tổng số", TOTAL, *BUCKETS.values()]
    assert [sum(int(str(row[n])) for row in by_lead[1:-1]) for n in range(2, 8)] == by_lead[-1][2:]
    assert book["Nhiệm vụ"].max_row == TOTAL + 1
    document = Document(io.BytesIO(docx.build(snapshot)))
    table = next(t for t in document.tables if "Cơ quan chủ trì" in [cell.text for cell in t.rows[0].cells])
    assert [cell.text for cell in table.rows[-1].cells][2:] == [str(TOTAL), *map(str, BUCKETS.values())]
    text = "\n".join(each.text for each in document.paragraphs)
    assert f"{TOTAL:02}, tính theo từng cơ quan chủ trì (số nhiệm vụ khác nhau: {TASKS:02})" in text
    assert "Không tính vào số liệu các nhiệm vụ đã hủy: 01 (NV-26-007)." in text
    assert "NV-26-002 (hạn 25/11/2026, quá hạn 05 ngày làm việc)" in text


def test_a_span_has_the_tasks_of_its_last_paper(desk: Desk) -> None:
    desk.turn(22, 12, 17)
    unit = desk.world.unit()
    snapshot = {**paper(desk), "kind": DIGEST}

    desk.world.write_now(
        lambda db: snapshots.add_digest(db, MONTH.iso, 0, unit.now, canonical(snapshot), sha256(snapshot))
    )
    made = spans.make(desk.world.unit(), Period(2026, 1, Cadence.YEAR)).snapshot

    council = next(body for body in made["bodies"] if body["code"] == "hoi_dong_tu_van")
    assert council["courses"]["figures"] == snapshot["courses"]["figures"]


def test_figures_that_are_not_those_of_their_rows_are_found(desk: Desk) -> None:
    snapshot = paper(desk)
    assert not faults_of(snapshot)

    taken = {**snapshot["courses"], "rows": snapshot["courses"]["rows"][1:]}
    twice = {**snapshot["courses"], "rows": [*snapshot["courses"]["rows"], snapshot["courses"]["rows"][0]]}
    assert {fault.of for fault in faults_of({**snapshot, "courses": taken})} == {"done_on_time", "task_total"}
    assert "NV-26-001" in [row for fault in faults_of({**snapshot, "courses": twice}) for row in fault.rows]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE tasks SET deadline = '31/12/2026' WHERE code = 'NV-26-005'", "NV-26-005"),
        ("UPDATE tasks SET target = 1 WHERE code = 'NV-26-003'", "NV-26-003"),
        (
            "UPDATE task_events SET detail = '{\"done_on\": \"2026-11-09\"}' WHERE kind = 'confirmed' AND task = 9",
            "NV-26-009",
        ),
        ("UPDATE task_events SET at = '2026-11-20T02:00:00.000000Z' WHERE kind = 'reported' AND task = 4", "NV-26-004"),
        ("UPDATE task_events SET kind = 'received' WHERE kind = 'cancelled'", "NV-26-007"),
        ("DELETE FROM task_events WHERE kind = 'extension_granted'", "NV-26-003"),
        (
            "INSERT INTO task_events (task, kind, at, actor, detail)"
            " VALUES (5, 'done', '2026-11-19T02:00:00.000000Z', 'person:CHI', '{\"done_on\": \"2026-11-19\"}')",
            "NV-26-005",
        ),
    ],
)  # fmt: skip
def test_what_was_changed_behind_the_programs_back_is_named(desk: Desk, statement: str, code: str) -> None:
    assert named(desk) == []

    desk.world.write_now(lambda db: db.conn.execute(statement))

    assert named(desk) == [code]


def named(desk: Desk) -> list[str]:
    unit = desk.world.unit()
    schedule = period_schedule(unit, MONTH)
    fixed = Fixed(MONTH.iso, mark(unit.db, unit.now), {})
    found = changed_rows(unit, window(unit, schedule), fixed)
    return [each for each in found if each.startswith("NV-")]


def test_a_seat_states_its_own_course_and_the_other_one_the_whole(desk: Desk) -> None:
    from bot.services.reporting.quarterly import states

    a, b = (
        {each.code: each for each in states(desk.world.unit(), desk.seat(code), QUARTER)}
        for code in ("HIEPHOIA", "HIEPHOIB")
    )

    assert a["NV-26-001"].done_on
    assert b["NV-26-001"].done_on is None
    assert went(a["NV-26-001"]).result == "Quyết định số 15/QĐ-BTP, Đã ban hành."
    said = went(a["NV-26-002"]).progress
    assert said
    assert (said.percent, said.words) == (80, "Đang chờ ý kiến Bộ Tư pháp.")
    assert went(b["NV-26-002"]).progress is None
    put_off = went(a["NV-26-003"])
    assert put_off.asked
    assert put_off.asked.to == date(2026, 12, 25)
    assert (put_off.extensions, put_off.first_due_on) == (1, date(2026, 11, 25))
    assert (a["NV-26-003"].due_on, put_off.target, put_off.unit) == (date(2026, 12, 15), 342, "phản ánh, kiến nghị")
    assert "NV-26-007" not in a


def stated(desk: Desk, seat: str) -> dict[str, TaskState]:
    return {each.code: each for each in states(desk.world.unit(), desk.seat(seat), QUARTER)}


def went(task: TaskState) -> Went:
    assert task.went
    return task.went
