"""A recurring task makes occurrences, which follow it; people work on these and not on the series."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.clock import VN
from bot.domain.courses import Lead, Stage
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.tasks import Bucket, Part
from bot.errors import BotError
from bot.services.tasks import deciding, figures, importing, working
from bot.services.tasks.listing import status_of
from storage import tasks
from tests.services.courses import Desk, a_task
from tests.services.due_oracle import agreed, to_remind
from tests.services.series_story import a_series, changed, made, periods, tick, whole
from tests.task_world import FULL_HEADER, import_tasks
from tests.world import World


@pytest.fixture
def desk(still_world: World) -> Desk:
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        still_world.link(code)
    found = Desk(still_world)
    found.assign(a_series(found, "HIEPHOIA"))
    return found


def awake(desk: Desk, year: int, month: int, day: int) -> None:
    """Let the program wake on a day at eight, and run the tick."""
    desk.world.clock.set(datetime(year, month, day, 8, tzinfo=VN).astimezone(UTC))
    tick(desk)


def test_a_series_begins_with_the_period_it_is_assigned_in_and_only_the_series_is_announced(desk: Desk) -> None:
    (first,) = made(desk)

    assert (desk.task.code, first.code, first.title) == ("NV-26-001", "NV-26-002", "Tổng hợp (tháng 11/2026)")
    assert (first.deadline_kind, first.deadline, first.assigned_on) == (
        DeadlineKind.DAY,
        "20/11/2026",
        date(2026, 11, 16),
    )
    assert first.seats == desk.task.seats
    assert set(desk.told()) == {"AN", "BICH", "BINH"}
    assert "nhiệm vụ NV-26-001" in desk.told()["AN"]
    assert "17:00 thứ Sáu, ngày 20/11/2026 (văn bản giao ghi: hằng tháng)" in desk.told()["AN"]


def test_with_a_period_its_occurrence_comes_once_however_often_the_tick_runs(desk: Desk) -> None:
    awake(desk, 2026, 11, 30)
    assert periods(desk) == ["2026-11"]

    for day in (1, 1, 2, 15):
        awake(desk, 2026, 12, day)

    assert periods(desk) == ["2026-11", "2026-12"]
    assert tick(desk) == []


def test_what_was_slept_through_is_made_with_the_first_tick_and_late_as_it_is(desk: Desk) -> None:
    awake(desk, 2027, 3, 5)

    assert periods(desk) == ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]
    assert [each.code for each in made(desk)][1:] == ["NV-27-001", "NV-27-002", "NV-27-003", "NV-27-004"]
    buckets = [status_of(desk.world.unit(), each).bucket for each in made(desk)]
    assert buckets == [Bucket.OPEN_OVERDUE] * 4 + [Bucket.OPEN_IN_TIME]


def test_a_series_assigned_after_its_day_begins_with_the_next_period_at_once(desk: Desk) -> None:
    desk.turn(25)
    desk.assign(a_series(desk, "HIEPHOIB"))

    assert periods(desk) == ["2026-12"]
    awake(desk, 2026, 12, 1)
    assert periods(desk) == ["2026-12"]


def test_a_quarter_has_one_occurrence_on_the_day_of_its_last_month(desk: Desk) -> None:
    desk.assign(a_series(desk, "HIEPHOIB", day="", recurrence=Recurrence.QUARTERLY))

    assert [(each.title, each.deadline) for each in made(desk)] == [("Tổng hợp (quý IV/2026)", "31/12/2026")]


def test_whoever_received_the_series_need_not_receive_what_it_makes(desk: Desk) -> None:
    lead = Lead(desk.seat("HIEPHOIA"))
    assert [each.stage for each in made(desk)] == [Stage.NEW]

    desk.does("AN", lambda unit, actor: working.receive(unit, actor, desk.task_id, lead))
    awake(desk, 2026, 12, 1)

    assert [each.stage for each in made(desk)] == [Stage.RECEIVED, Stage.RECEIVED]
    first = made(desk)[0].id
    with pytest.raises(BotError, match="task_moved_on"):
        desk.does("AN", lambda unit, actor: working.receive(unit, actor, first, lead))


def test_a_series_is_worked_on_in_its_occurrences_alone(desk: Desk) -> None:
    lead = Lead(desk.seat("HIEPHOIA"))

    with pytest.raises(BotError, match="task_series"):
        desk.does("AN", lambda unit, actor: working.progress(unit, actor, desk.task_id, lead, 50))
    first = made(desk)[0].id
    desk.does("AN", lambda unit, actor: working.progress(unit, actor, first, lead, 50))

    assert [each.stage for each in made(desk)] == [Stage.WORKING]
    assert desk.stages() == [Stage.NEW]


def test_lists_and_figures_have_the_occurrences_and_not_the_series(desk: Desk) -> None:
    unit = desk.world.unit()

    assert [each.code for each in tasks.all_tasks(unit.db, done=False)] == ["NV-26-002"]
    assert [each.code for each in tasks.tasks_of_seats(unit.db, [desk.seat("HIEPHOIB")], done=False)] == ["NV-26-002"]
    assert [line.bucket for line in figures.course_lines(unit)] == [Bucket.OPEN_IN_TIME]
    with pytest.raises(ValueError, match="in no figure"):
        _ = desk.at().bucket


def test_what_is_ahead_is_suspended_and_taken_up_with_its_series_and_what_was_overdue_stays(desk: Desk) -> None:
    awake(desk, 2026, 12, 1)  # that of November was due on the 20th

    desk.does("CHI", whole(desk, deciding.suspend))
    assert [each.stage for each in made(desk)] == [Stage.NEW, Stage.SUSPENDED]
    assert "tạm hoãn" in desk.told()["AN"]
    assert len(desk.told()) == 3  # of the series, and of nothing that follows it

    awake(desk, 2027, 2, 5)
    assert periods(desk) == ["2026-11", "2026-12"]

    desk.does("CHI", whole(desk, deciding.resume))
    assert [each.stage for each in made(desk)] == [Stage.NEW, Stage.NEW, Stage.NEW]
    assert periods(desk) == ["2026-11", "2026-12", "2027-02"]


def test_what_the_desk_suspended_by_itself_is_not_taken_up_with_the_series(desk: Desk) -> None:
    first = made(desk)[0].id
    desk.does("CHI", lambda unit, actor: deciding.suspend(unit, actor, first, "Vì sao."))

    desk.does("CHI", whole(desk, deciding.suspend))
    desk.does("CHI", whole(desk, deciding.resume))

    assert [each.stage for each in made(desk)] == [Stage.SUSPENDED]


def test_a_cancelled_series_makes_no_more_and_what_is_overdue_or_waits_is_followed_still(desk: Desk) -> None:
    lead = Lead(desk.seat("HIEPHOIA"))
    awake(desk, 2026, 12, 1)
    december = made(desk)[1].id
    desk.does("AN", lambda unit, actor: working.report(unit, actor, december, lead, working.Result("Đã gửi.")))
    awake(desk, 2027, 1, 4)

    desk.does("CHI", whole(desk, deciding.cancel))
    awake(desk, 2027, 3, 1)

    assert [each.stage for each in made(desk)] == [Stage.NEW, Stage.WAITING, Stage.CANCELLED]
    assert [each.code for each in tasks.all_tasks(desk.world.read, done=False)] == ["NV-26-002", "NV-26-003"]


def test_a_change_of_a_series_counts_for_what_comes_later(desk: Desk) -> None:
    desk.does("CHI", changed(desk, deadline="25", title="Tổng hợp, đề xuất"))
    awake(desk, 2026, 12, 1)

    assert [(each.title, each.deadline) for each in made(desk)] == [
        ("Tổng hợp (tháng 11/2026)", "20/11/2026"),
        ("Tổng hợp, đề xuất (tháng 12/2026)", "25/12/2026"),
    ]


def test_a_task_that_becomes_a_series_begins_then(desk: Desk) -> None:
    desk.assign(a_task(desk, "HIEPHOIA"))

    kind = {"deadline_kind": DeadlineKind.RECURRING, "deadline": "20", "recurrence": Recurrence.MONTHLY}
    desk.does("CHI", changed(desk, **kind))

    assert periods(desk) == ["2026-11"]


ROWS = f"""{FULL_HEADER}
NV-23-015,Thông báo số 437/TB-VPCP,Tổng hợp khó khăn,HIEPHOIA HIEPHOIB,,recurring,20,monthly,,,16/10/2023,,,,,,,report
NV-26-060,Văn bản số 60,Việc của Hiệp hội B,HIEPHOIB,,quarter,IV/2026,,,,,,,,,,,
"""


def test_an_import_makes_the_occurrence_of_the_running_period_and_once(desk: Desk) -> None:
    for _twice in range(2):
        import_tasks(desk.world, ROWS)

    series = tasks.task_by_code(desk.world.read, "NV-23-015")
    assert series is not None
    desk.task_id = series.id
    assert [(each.code, each.period, each.seats[Part.LEAD]) for each in made(desk)] == [
        ("NV-26-061", "2026-11", series.seats[Part.LEAD])
    ]
    assert series.fulfilled_by == "report"


def test_a_title_is_data_also_with_its_period(desk: Desk) -> None:
    desk.assign(replace(a_series(desk, "HIEPHOIB"), title="Rà soát <b>TTHC</b> & {code}"))

    assert [each.title for each in made(desk)] == ["Rà soát <b>TTHC</b> & {code} (tháng 11/2026)"]


def test_a_lead_that_does_not_report_in_that_period_is_reminded_of_the_task(desk: Desk) -> None:
    for recurrence, code in ((Recurrence.MONTHLY, "NV-26-003"), (Recurrence.QUARTERLY, "NV-26-005")):
        desk.assign(replace(a_series(desk, "HIEPHOIB", recurrence=recurrence), fulfilled_by="report"))
        reminded = [each.code for each in to_remind(desk.world.unit())]
        agreed(desk.world.unit())

        assert (made(desk)[0].code in reminded) == (recurrence is Recurrence.QUARTERLY)
        assert code not in reminded


def test_no_file_changes_what_the_program_made(desk: Desk) -> None:
    taken = ROWS.replace("NV-26-060", "NV-26-002")

    with pytest.raises(BotError, match="task_code_taken"):
        import_tasks(desk.world, taken)

    assert made(desk)[0].title == "Tổng hợp (tháng 11/2026)"
    assert tasks.task_by_code(desk.world.read, "NV-23-015") is None


def test_only_a_recurring_task_is_fulfilled_by_a_report(desk: Desk) -> None:
    bad = ROWS.replace("IV/2026,,,,,,,,,,,", "IV/2026,,,,,,,,,,,report")

    with pytest.raises(BotError, match="tasks_bad"):
        importing.read(bad, importing.names(desk.world.unit()))
