"""What later reports say of a difficulty: it counts while they do, and every paper of the period tells it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.clock import VN
from bot.domain.carrying import Carried, Said, statements
from bot.domain.difficulties import DifficultyAct, DifficultyEvent, DifficultyState, current_state
from bot.domain.following import times_raised
from bot.domain.periods import Cadence, Period
from bot.domain.reports import Report
from bot.exports import docx, xlsx
from bot.services.desk.snapshots import make_snapshot
from bot.services.desk.summaries import summary_of
from bot.services.reporting import carrying, filing
from bot.services.standing import period_schedule, window
from storage import difficulties, people, reports
from storage.difficulties import events_of
from tests.services.test_window import MINISTRY, OTHER, filed, sent
from tests.world import ROSTER, World

NOVEMBER, DECEMBER, JANUARY = Period(2026, 11), Period(2026, 12), Period(2027, 1)
IN_NOVEMBER, IN_DECEMBER = datetime(2026, 11, 16, 9, tzinfo=VN), datetime(2026, 12, 16, 9, tzinfo=VN)
LATER = datetime(2026, 12, 17, 9, tzinfo=VN)
FIRST, SECOND = "VM-2611-001", "VM-2611-002"
SOLVED = Said(FIRST, DifficultyAct.SOLVED)
ADDED = Said(SECOND, DifficultyAct.SUPPLEMENTED, "Thêm 12 doanh nghiệp.\nTừ tháng 12.")


@pytest.fixture
def council(empty_world: World) -> World:
    """Hiệp hội A named two difficulties in November."""
    empty_world.import_roster(ROSTER + MINISTRY)
    filed(empty_world, IN_NOVEMBER, "HIEPHOIA", 2)
    empty_world.clock.set(LATER)
    return empty_world


def says(world: World, *said: Said, at: datetime = IN_DECEMBER, period: Period = DECEMBER, items: int = 0) -> Report:
    """A report of Hiệp hội A that says something of earlier difficulties."""

    def work(db: Any) -> Report:
        unit, person = replace(world.unit(db), now=at), people.person_by_code(db, "AN")
        assert person is not None
        seat = next(seat for seat in people.seats_of_body(db, "hoi_dong_tu_van") if seat.code == "HIEPHOIA")
        contents = filing.Contents([OTHER] * items, said=said)
        return filing.file_report(unit, filing.compose(unit, seat, person.id, period, contents))

    report: Report = world.write_now(work)
    return report


def amend(world: World, report: Report, *said: Said) -> Report:
    """The next version of a report, with this said in it."""
    stored: Report = world.write_now(lambda db: reports.add_version(db, replace(report, said=said, sent_at=LATER)))
    return stored


def state(world: World, code: str) -> DifficultyState:
    return current_state(events_of(world.read, [code])[code])


def snapshot(world: World, period: Period) -> dict[str, Any]:
    unit = world.unit()
    return make_snapshot(unit, window(unit, period_schedule(unit, period)))


def carried(world: World, period: Period = DECEMBER) -> list[str]:
    seat = reports.reports_of_period(world.read, "2026-11")[0].seat
    return list(carrying.carried(world.unit(), seat, period))


def test_a_report_of_statements_alone_is_no_nil_report_and_is_read_back_as_it_was_sent(council: World) -> None:
    report = says(council, SOLVED, ADDED)

    assert not report.nil
    assert report.said == (SOLVED, ADDED)
    assert [state(council, code) for code in (FIRST, SECOND)] == [DifficultyState.CLOSED, DifficultyState.SENT]


def test_a_report_that_is_withdrawn_leaves_no_difficulty_closed_and_none_older(council: World) -> None:
    report = says(council, SOLVED, ADDED)

    council.write_now(lambda db: reports.withdraw(db, report.code, LATER, report.person))

    assert [state(council, code) for code in (FIRST, SECOND)] == [DifficultyState.SENT] * 2
    assert times_raised(events_of(council.read, [SECOND])[SECOND]) == 1
    assert carried(council) == [FIRST, SECOND]


def test_only_what_the_newest_version_says_counts(council: World) -> None:
    first = says(council, SOLVED)

    second = amend(council, first, ADDED)

    assert second.said == (ADDED,)
    assert reports.report_by_code(council.read, first.code, 1).said == (SOLVED,)  # type: ignore[union-attr]
    assert state(council, FIRST) is DifficultyState.SENT
    assert times_raised(events_of(council.read, [SECOND])[SECOND]) == 2


def test_saying_the_same_in_a_new_version_does_not_answer_what_was_asked_in_between(council: World) -> None:
    first = says(council, ADDED)
    asked = DifficultyEvent(DifficultyAct.ASKED, LATER, "person:CHI")
    own = reports.report_of_difficulty(council.read, SECOND)
    assert own is not None
    council.write_now(lambda db: difficulties.add_event(db, SECOND, own.id, asked))

    amend(council, first, ADDED)

    assert state(council, SECOND) is DifficultyState.ASKED
    assert times_raised(events_of(council.read, [SECOND])[SECOND]) == 2


def test_amending_the_report_a_withdrawn_difficulty_stands_in_does_not_bring_it_back(council: World) -> None:
    says(council, Said(FIRST, DifficultyAct.WITHDRAWN))
    own = reports.report_of_difficulty(council.read, FIRST)
    assert own is not None

    council.write_now(lambda db: reports.add_version(db, replace(own, sent_at=LATER)))

    assert state(council, FIRST) is DifficultyState.WITHDRAWN


def test_an_amendment_begins_with_what_the_report_said_and_what_it_left_alone(council: World) -> None:
    report = says(council, SOLVED)

    begun = carrying.statements(council.unit(), report)

    assert begun == (Carried(FIRST, DifficultyAct.SOLVED), Carried(SECOND))
    assert statements(begun) == (SOLVED,)


def test_a_seat_s_form_begins_with_its_own_difficulties_of_earlier_periods_alone(council: World) -> None:
    filed(council, IN_NOVEMBER, "HIEPHOIB", 1)
    earlier = sent(council, datetime(2026, 11, 2, 9, tzinfo=VN), "HIEPHOIA").difficulties[0].code
    sent(council, IN_NOVEMBER, "HIEPHOIA")  # after the data of November ended: it is of December itself

    assert carried(council, NOVEMBER) == []
    assert carried(council, DECEMBER) == [FIRST, SECOND, earlier]


def test_the_snapshot_reckons_what_is_carried_new_and_closed_and_lists_each_with_its_age(council: World) -> None:
    says(council, SOLVED, ADDED, items=1)

    found = snapshot(council, DECEMBER)

    assert found["reckoning"] == {"carried": 2, "new": 1, "reopened": 0, "closed": 1, "open": 2}
    assert [(each["code"], each["times"], each["state"], each["said"]) for each in found["carried"]] == [
        (FIRST, 1, "closed", "solved"),
        (SECOND, 2, "sent", "supplemented"),
    ]
    assert found["carried"][1]["since"] == {"year": 2026, "number": 11, "cadence": "month"}


def test_the_papers_of_a_period_do_not_know_what_a_report_of_the_next_one_says(council: World) -> None:
    """From 15 November both are open: a member may report December before November is frozen."""
    says(council, SOLVED, at=IN_NOVEMBER)

    assert snapshot(council, NOVEMBER)["reckoning"] == {"carried": 0, "new": 2, "reopened": 0, "closed": 0, "open": 2}


def test_what_was_closed_stays_out_of_the_next_period(council: World) -> None:
    says(council, SOLVED, ADDED)
    council.clock.set(datetime(2027, 1, 18, 9, tzinfo=VN))

    found = snapshot(council, JANUARY)

    assert [each["code"] for each in found["carried"]] == [SECOND]
    assert found["reckoning"]["carried"] == found["reckoning"]["open"] == 1


def test_both_files_and_the_chat_tell_the_same(council: World) -> None:
    says(council, SOLVED, ADDED, items=1)
    made = snapshot(council, DECEMBER)

    text = "\n".join(p.text for p in Document(io.BytesIO(docx.build(made))).paragraphs)
    book = load_workbook(io.BytesIO(xlsx.build(made)))
    summary = summary_of(council.unit(), made)

    assert "kỳ trước chuyển sang 02, mới 01, kết thúc 01, đang theo dõi 02." in text
    assert f"Trong các vướng mắc kỳ trước, thành viên báo đã tháo gỡ (01): {FIRST}." in text
    assert "nêu lần thứ 2, từ tháng 11/2026; tình trạng: đã gửi; trong kỳ báo: vẫn còn, có bổ sung: Thêm 12" in text
    assert "Từ tháng 12." in text
    rows = [list(row) for row in book["Kỳ trước chuyển sang"].iter_rows(values_only=True)]
    assert [row[1] for row in rows] == ["Mã", FIRST, SECOND]
    assert rows[2][6:] == [2, "tháng 11/2026", "đã gửi", "vẫn còn, có bổ sung", ADDED.words, "BC-2612-001"]
    totals = {row[0]: row[1] for row in book["Tổng hợp"].iter_rows(values_only=True)}
    assert totals["Vướng mắc kỳ trước chuyển sang"] == totals["Vướng mắc đang theo dõi"] == 2
    assert summary.reckoning is not None
    assert (summary.reckoning.carried, summary.reckoning.closed) == (2, 1)
    assert summary.said == {DifficultyAct.SOLVED: [FIRST], DifficultyAct.SUPPLEMENTED: [SECOND]}


def test_one_that_is_carried_over_has_a_column_for_its_wording_where_there_is_one(council: World) -> None:
    def rows() -> list[Any]:
        book = load_workbook(io.BytesIO(xlsx.build(snapshot(council, DECEMBER))))
        return [list(row) for row in book["Kỳ trước chuyển sang"].iter_rows(values_only=True)]

    before = rows()
    (report,) = reports.reports_of_period(council.read, "2026-11")
    event = DifficultyEvent(DifficultyAct.WORDED, LATER, "person:CHI", {"words": "Nội dung đã biên tập."})
    council.write_now(lambda db: difficulties.add_event(db, SECOND, report.id, event))

    assert "Nội dung biên tập" not in before[0]
    assert [row[-1] for row in rows()] == ["Nội dung biên tập", "", event.detail["words"]]
    assert [row[:-1] for row in rows()] == before


def test_the_papers_of_a_quarter_tell_it_too(council: World) -> None:
    first = filed(council, datetime(2026, 9, 16, 9, tzinfo=VN), "BOB", 1, Period(2026, 3, Cadence.QUARTER))

    found = snapshot(council, Period(2026, 4, Cadence.QUARTER))

    assert [each["code"] for each in found["carried"]] == [first.difficulties[0].code]
    assert found["carried"][0]["since"] == {"year": 2026, "number": 3, "cadence": "quarter"}


def test_members_with_updates_alone_are_told_apart_from_those_with_nothing_new(council: World) -> None:
    says(council, SOLVED)

    text = "\n".join(p.text for p in Document(io.BytesIO(docx.build(snapshot(council, DECEMBER)))).paragraphs)

    assert "chỉ cập nhật vướng mắc kỳ trước: 01" in text
