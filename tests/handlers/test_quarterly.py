"""A quarter of the working group: opened, drafted, with tasks and a paragraph, sent, added up. Under both profiles."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.clock import VN
from bot.domain.characters import utf16_length
from bot.domain.people import Caller
from bot.domain.periods import Cadence, Period
from bot.domain.questions import ReportPart
from bot.domain.tasks import Bucket
from bot.domain.verbs import OpenNilReport, ShowReport
from bot.services.tasks import importing
from storage import invitations, people, reports
from tests.asking import answered
from tests.catalogues import said
from tests.handlers.acts import JANUARY_TOO, ONE, PROPOSAL
from tests.handlers.test_english_story import assert_english, everything
from tests.task_world import HEADER
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say

MEMBERS = """GIAP,Đỗ Văn Giáp,Thứ trưởng,ong,vi,,principal,to_cong_tac,BOA,Bộ A
HOA,Vũ Thị Hoa,Vụ trưởng,ba,vi,,focal,to_cong_tac,BOB,Bộ B
"""
TASKS = f"""{HEADER},done_on
NV-26-101,Văn bản số 1,Hoàn thiện dự thảo nghị định,BOA,BOB,day,10/11/2026,,,
NV-26-102,Văn bản số 2,Kết nối dữ liệu,BOB,BOA,day,30/12/2026,,,
NV-26-103,Văn bản số 3,Rà soát thủ tục,BOA,,day,31/10/2026,,,30/10/2026
NV-26-104,Văn bản số 4,Việc của quý trước,BOA,,day,31/07/2026,,,30/07/2026
NV-26-105,Văn bản số 5,Việc của Hiệp hội,HIEPHOIA,,day,31/12/2026,,,
"""
OPINION = "Đề nghị tập huấn trực tuyến hằng quý cho cán bộ cấp xã."
OPEN = ("/baocao", "[Báo cáo quý IV]")
TO_OPINION = (*OPEN, "[Khai vướng mắc]", *ONE, "[Xem lại, gửi]")
SENT = (*TO_OPINION, OPINION, "[Gửi báo cáo]")
NIL = (*OPEN, "[Báo không phát sinh]", "[Bỏ qua]", "[Gửi báo cáo]")
TASK_LINES = [
    "Nhiệm vụ được giao (03, tình trạng ghi nhận khi gửi): đã hoàn thành đúng hạn 01; chưa hoàn thành trong hạn 01;"
    " chưa hoàn thành quá hạn 01.",
    "1. NV-26-101 – chủ trì, chưa hoàn thành quá hạn, hạn 10/11/2026 – Hoàn thiện dự thảo nghị định",
    "2. NV-26-102 – phối hợp, chưa hoàn thành trong hạn, hạn 30/12/2026 – Kết nối dữ liệu",
    "3. NV-26-103 – chủ trì, đã hoàn thành đúng hạn, 30/10/2026, hạn 31/10/2026 – Rà soát thủ tục",
]
LATE = datetime(2026, 12, 21, 9, tzinfo=VN)
CLOSED = datetime(2026, 12, 25, 17, tzinfo=VN)


def link(world: World, code: str, user: int) -> Phone:
    def work(db: Any) -> None:
        person = people.person_by_code(db, code)
        assert person is not None
        account = people.link_account(db, Caller("telegram", str(user), str(user)), person.id, world.clock.now())
        invitations.add_consent(db, account, "test", world.clock.now())

    world.write_now(work)
    return world.telegram.phone(user)


def import_tasks(world: World, text: str = TASKS) -> None:
    world.write_now(
        lambda db: importing.write(world.unit(db), importing.read(text, importing.names(world.unit())), "test")
    )


@pytest.fixture(params=["vpcp-2023", "btp-2026"])
async def group(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A running world in which Giáp and Hoa of the working group are linked, and Chi at the desk; tasks are known."""
    world = World(tmp_path, profile=request.param)
    world.import_roster(ROSTER + MEMBERS)
    import_tasks(world)
    for code, user in (("GIAP", 201), ("HOA", 202), ("AN", 101), ("CHI", 104)):
        link(world, code, user)
    async with running(world):
        yield world
    world.close()


@pytest.fixture
def giap(group: World) -> Phone:
    return group.telegram.phone(201)


async def turn(world: World, at: datetime) -> None:
    """Turn the clock, run what is due, wait until it has been sent."""
    world.clock.set(at)
    world.clock.pace_by_itself()
    await world.app.ticker.run_ticks(at)
    await world.settle()


def bucket_counts(world: World, code: str) -> dict[str, int]:
    report = reports.report_by_code(world.read, code)
    assert report is not None
    assert report.quarterly is not None
    buckets = [task.bucket for task in report.quarterly.tasks]
    return {bucket.value: buckets.count(bucket) for bucket in Bucket if bucket in buckets}


# --- the report


async def test_the_opening_names_the_quarter_and_what_its_report_holds(group: World, giap: Phone) -> None:
    await say(group, giap, *OPEN)

    assert "Báo cáo quý IV/2026" in giap.last.text
    assert "Báo cáo quý gồm nhiệm vụ của thành viên theo ghi nhận của Hệ thống" in giap.last.text


async def test_the_paragraph_is_asked_for_after_the_difficulties_and_may_be_skipped(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_OPINION)
    asked = (giap.last.text.splitlines()[-1], giap.last.labels)

    await say(group, giap, "[Bỏ qua]")

    assert asked == (
        said("Please enter initiatives, good practice or general proposals (optional)."),
        [said("Skip"), said("‹ Back"), said("Save and exit")],
    )
    assert said("General opinion: {opinion}", opinion="chưa nêu") in giap.last.text
    assert giap.last.labels == [
        "Gửi báo cáo",
        "Sửa mục 1",
        said("Add an opinion"),
        said("Add a difficulty"),
        said("Save and exit"),
    ]


async def test_the_review_shows_the_tasks_of_the_seat_before_its_difficulties(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_OPINION, OPINION)

    lines = giap.last.text.splitlines()
    first = lines.index(TASK_LINES[0])
    assert lines[first : first + 4] == TASK_LINES
    assert first < next(number for number, line in enumerate(lines) if line.startswith("Mục 1."))
    assert f"Ý kiến chung: {OPINION}" in lines
    assert "NV-26-104" not in giap.last.text
    assert "NV-26-105" not in giap.last.text


async def test_the_paragraph_is_kept_over_leaving_and_can_be_changed(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_OPINION, OPINION, "[Lưu nháp, thoát]", "[Tiếp tục bản nháp]")
    kept = giap.last.text
    await say(group, giap, "[Sửa ý kiến]", "[Giữ nội dung này]")
    still = giap.last.text

    await say(group, giap, "[Sửa ý kiến]", "Một ý kiến khác.")

    assert f"Ý kiến chung: {OPINION}" in kept
    assert f"Ý kiến chung: {OPINION}" in still
    assert said("General opinion: {opinion}", opinion="Một ý kiến khác.") in giap.last.text


async def test_a_paragraph_over_its_limit_is_refused_and_nothing_is_lost(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_OPINION, OPINION, "[Sửa ý kiến]", "x" * 2001)

    assert "2.001 ký tự" in giap.last.text
    assert OPINION in giap.last.text
    await say(group, giap, "[Giữ nội dung này]", "[Gửi báo cáo]")
    assert group.count("reports", f"opinion = '{OPINION}'") == 1


async def test_receipt_and_desk_say_how_many_tasks_there_are_and_how_many_are_overdue(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *SENT)

    notice = group.phone("CHI").last
    assert said("<b>Report {code} has been received</b>", code="BC-26Q4-001") in giap.last.text
    assert "Nhiệm vụ: 03, trong đó quá hạn 01." in giap.last.text
    assert said("General opinion: received with the report.") in giap.last.text
    assert "Nhiệm vụ: 03, trong đó quá hạn 01." in notice.text
    assert f"Ý kiến chung: {OPINION}" in notice.text
    assert "quý IV/2026, đúng hạn" in notice.text


async def test_what_was_sent_stays_as_it_was_when_tasks_are_done_later(group: World, giap: Phone) -> None:
    await say(group, giap, *SENT)
    stated = bucket_counts(group, "BC-26Q4-001")

    done = TASKS.replace("10/11/2026,,,", "10/11/2026,,,16/11/2026")
    await group.writer.write(
        lambda db: importing.write(group.unit(db), importing.read(done, importing.names(group.unit())), "test")
    )
    await say(group, giap, "/tracuu BC-26Q4-001")

    assert bucket_counts(group, "BC-26Q4-001") == stated == {"done_on_time": 1, "open_in_time": 1, "open_overdue": 1}
    assert all(line in giap.last.text.splitlines() for line in TASK_LINES)


async def test_a_report_where_nothing_arose_sends_tasks_and_paragraph_all_the_same_and_says_so(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *OPEN, "[Báo không phát sinh]", OPINION)
    confirmed, labels = giap.last.text, giap.last.labels

    await say(group, giap, "[Gửi báo cáo]")

    assert labels == ["Gửi báo cáo", said("Change opinion"), said("‹ Back")]
    assert "không phát sinh khó khăn, vướng mắc mới về TTHC" in confirmed
    assert said("The tasks and the opinion below are sent all the same.") in confirmed
    assert all(line in confirmed.splitlines() for line in TASK_LINES)
    assert "không phát sinh" in giap.last.text
    assert "Nhiệm vụ: 03, trong đó quá hạn 01." in giap.last.text
    assert "Nhiệm vụ: 03, trong đó quá hạn 01." in group.phone("CHI").last.text
    assert group.count("report_tasks") == 3
    assert group.count("reports", f"nil = 1 AND opinion = '{OPINION}'") == 1


async def test_a_paragraph_sent_with_a_nil_report_is_not_left_behind_in_the_draft(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_OPINION, OPINION, "[Lưu nháp, thoát]")
    draft = group.read.conn.execute("SELECT seat FROM drafts").fetchone()
    giap.press(OpenNilReport(draft["seat"], Period(2026, 4, Cadence.QUARTER)).data)
    await group.settle()

    await say(group, giap, "[Gửi báo cáo]")

    answers = json.loads(group.read.conn.execute("SELECT answers FROM drafts").fetchone()[0])
    assert (len(answers["items"]), answers["closing"]) == (1, None)
    assert group.count("reports", f"nil = 1 AND opinion = '{OPINION}'") == 1


async def test_a_reminder_that_reports_nothing_asks_for_the_paragraph_first(group: World, giap: Phone) -> None:
    await turn(group, datetime(2026, 12, 17, 8, 30, tzinfo=VN))

    await say(group, giap, "[Báo không phát sinh]", "[Bỏ qua]", "[Gửi báo cáo]")

    assert said("<b>Report {code} has been received</b>", code="BC-26Q4-001") in giap.last.text
    assert group.count("reports", "nil = 1 AND opinion = ''") == 1


async def test_a_report_after_the_deadline_says_that_it_is_late(group: World, giap: Phone) -> None:
    await turn(group, LATE)

    await say(group, giap, *TO_OPINION, "[Bỏ qua]")
    review = giap.last.text
    await say(group, giap, "[Gửi báo cáo]")

    assert "quý IV/2026" in review.splitlines()[2]
    assert "(quá hạn)" in giap.last.text
    assert "quý IV/2026, quá hạn" in group.phone("CHI").last.text


async def test_a_task_left_open_by_the_last_report_is_stated_as_done_in_the_next_one(group: World, giap: Phone) -> None:
    await say(group, giap, *NIL)
    done = TASKS.replace("10/11/2026,,,", "10/11/2026,,,20/11/2026")
    await group.writer.write(
        lambda db: importing.write(group.unit(db), importing.read(done, importing.names(group.unit())), "test")
    )

    group.clock.set(JANUARY_TOO)
    await say(group, giap, "/baocao", "[Báo cáo quý I]", "[Báo không phát sinh]", "[Bỏ qua]", "[Gửi báo cáo]")

    stated = reports.report_by_code(group.read, "BC-27Q1-001")
    assert stated is not None
    assert stated.quarterly is not None
    assert [(task.code, task.done_on) for task in stated.quarterly.tasks] == [
        ("NV-26-102", None),
        ("NV-26-101", date(2026, 11, 20)),
    ]


def stated_done(world: World, code: str) -> list[str]:
    report = reports.report_by_code(world.read, code)
    assert report is not None
    assert report.quarterly is not None
    return [task.code for task in report.quarterly.tasks if task.done_on]


async def has_done(world: World, day: str) -> None:
    """NV-26-101 was done that day, as the imported programme says."""
    text = TASKS.replace("10/11/2026,,,", f"10/11/2026,,,{day}")
    await world.writer.write(
        lambda db: importing.write(world.unit(db), importing.read(text, importing.names(world.unit())), "test")
    )


async def test_a_task_done_after_the_data_window_but_before_sending_is_stated_once(group: World, giap: Phone) -> None:
    group.clock.set(datetime(2026, 12, 16, 8, tzinfo=VN))
    await has_done(group, "15/12/2026")
    await say(group, giap, *NIL)

    group.clock.set(datetime(2027, 3, 16, 8, tzinfo=VN))
    await say(group, giap, "/baocao", "[Báo cáo quý I]", "[Báo không phát sinh]", "[Bỏ qua]", "[Gửi báo cáo]")

    assert (stated_done(group, "BC-26Q4-001"), stated_done(group, "BC-27Q1-001")) == (["NV-26-103", "NV-26-101"], [])


async def test_a_task_done_in_a_quarter_nobody_reported_is_stated_by_the_next_report(group: World, giap: Phone) -> None:
    await say(group, giap, *NIL)
    group.clock.set(datetime(2027, 5, 10, 8, tzinfo=VN))
    await has_done(group, "01/02/2027")

    await say(group, giap, "/baocao", "[Báo cáo quý II]", "[Báo không phát sinh]", "[Bỏ qua]", "[Gửi báo cáo]")

    assert stated_done(group, "BC-27Q2-001") == ["NV-26-101"]


async def test_a_member_of_the_council_sees_nothing_of_it(group: World) -> None:
    an = group.phone("AN")

    await say(group, an, "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]", *ONE, "[Xem lại, gửi]")
    review = an.last.text
    await say(group, an, "[Gửi báo cáo]")

    shown = review + an.last.text + group.phone("CHI").last.text
    assert "Nhiệm vụ" not in shown
    assert "Ý kiến" not in shown
    assert group.count("report_tasks") == 0
    assert group.count("reports", "opinion IS NULL") == 1


async def test_a_member_without_tasks_is_told_that_none_is_recorded(group: World) -> None:
    hoa = group.telegram.phone(202)
    none = "\n".join(line.replace("BOB", "BOA") if "BOB" in line else line for line in TASKS.splitlines())
    none = none.replace("BOA,BOA", "BOA,")
    await group.writer.write(
        lambda db: importing.write(group.unit(db), importing.read(none, importing.names(group.unit())), "test")
    )

    await say(group, hoa, *TO_OPINION, "[Bỏ qua]")
    review = hoa.last.text
    await say(group, hoa, "[Gửi báo cáo]")

    assert said("<b>Tasks assigned</b>: none is recorded.") in review
    assert "Nhiệm vụ: 00." in hoa.last.text


# --- looking it up


async def test_a_long_paragraph_is_cut_in_the_notice_and_shown_in_full_on_demand(group: World, giap: Phone) -> None:
    chi, long = group.phone("CHI"), "y" * 2000
    one = answered(field="[Đất đai]", content="n" * 2000, proposal=PROPOSAL)
    await say(group, giap, *OPEN, "[Khai vướng mắc]", *one, "[Xem lại, gửi]", long, "[Gửi báo cáo]")
    notice = chi.last
    assert utf16_length(notice.text) <= 4096
    assert long not in notice.text

    await say(group, chi, "[Xem ý kiến chung]")

    assert long in chi.last.text


async def test_the_paragraph_of_a_report_is_shown_to_nobody_but_its_member_and_the_desk(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *SENT)
    shown = {}

    for name, phone in {"own": giap, "desk": group.phone("CHI"), "other": group.telegram.phone(202)}.items():
        phone.press(ShowReport("BC-26Q4-001", ReportPart.OPINION).data)
        await group.settle()
        shown[name] = any(message.text.endswith(f"Ý kiến chung: {OPINION}") for message in phone.messages[-1:])

    assert shown == {"own": True, "desk": True, "other": False}


async def test_a_report_as_full_as_can_be_is_shown_in_one_message_wherever_it_is_shown(
    group: World, giap: Phone
) -> None:
    many = "".join(f"NV-26-{number},Văn bản,{'T' * 400},BOA,,day,30/12/2026,,,\n" for number in range(201, 231))
    await group.writer.write(
        lambda db: importing.write(group.unit(db), importing.read(TASKS + many, importing.names(group.unit())), "test")
    )
    group.quota.most = 1000
    one = answered(field="dat dai", procedure="t" * 300, content="n" * 2000, legal="c" * 500, proposal="k" * 2000)
    await say(group, giap, *OPEN, "[Khai vướng mắc]", *one)
    for _ in range(19):
        await say(group, giap, "[Thêm vướng mắc]", *one)

    await say(group, giap, "[Xem lại, gửi]", "y" * 2000, "[Gửi báo cáo]", "/tracuu BC-26Q4-001")

    seen = [*giap.messages, *group.phone("CHI").messages]
    assert max(utf16_length(message.text) for message in seen) <= 4096
    assert "Báo cáo còn có 23 nhiệm vụ khác." in giap.last.text
    assert said("View opinion") in giap.last.labels
    assert group.count("report_tasks") == 33


# --- in English


async def test_the_quarter_is_english_for_who_reads_english(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.import_roster(ROSTER + "EVE,Eve Lee,Director,,en,,focal,to_cong_tac,MOA,Ministry A\n")
    import_tasks(world, f"{HEADER}\nNV-26-101,Notice,Finish the draft,MOA,,day,10/11/2026,,\n")
    eve = link(world, "EVE", 203)
    async with running(world):
        await say(world, eve, "/baocao", "[Q4 report]", "[Report nothing new]", "x")
        await say(world, eve, "More training online, please.")
        confirmed = eve.last.text
        await say(world, eve, "[Edit opinion]", "[Keep this answer]", "[Send report]", "/tracuu BC-26Q4-001")

        shown = "\n".join(everything(world, eve))
        assert_english(world, eve)
    world.close()

    assert "Tasks assigned (1, as they stand when the report is sent): not done, overdue: 1." in confirmed
    assert "1. NV-26-101 – lead, not done, overdue, due 10 November 2026 – Finish the draft" in confirmed
    assert "Please enter initiatives, good practice or general proposals (optional)." in shown
    assert "Tasks: 1, of them overdue: 1." in shown
    assert "General opinion: More training online, please." in eve.last.text


# --- reminders


async def test_the_opening_says_what_the_quarterly_report_holds_and_by_when(group: World, giap: Phone) -> None:
    body = group.rules.profile.bodies["to_cong_tac"].short.vi
    await turn(group, datetime(2026, 12, 10, 8, 30, tzinfo=VN))

    opening = next(message for message in giap.messages if message.text.startswith("Kính gửi"))

    assert opening.text.splitlines() == [
        said("Dear {dear},", dear="Ông Đỗ Văn Giáp"),
        f"Thời hạn gửi báo cáo quý IV/2026 của thành viên {body}: 17:00 thứ Sáu, ngày 18/12/2026"
        " (số liệu từ 15/09 đến 14/12/2026), gồm kết quả thực hiện nhiệm vụ được phân công"
        " và khó khăn, vướng mắc, kiến nghị.",
    ]
    assert opening.labels == [said("Write the report")]


async def test_the_other_marks_name_the_quarter(group: World, giap: Phone) -> None:
    said = []
    for day in (11, 15, 17, 18, 21):
        giap.messages.clear()
        await turn(group, datetime(2026, 12, day, 8, 30, tzinfo=VN))
        said.append("\n".join(message.text for message in giap.messages))

    assert all("báo cáo quý IV/2026" in text.replace("Báo cáo", "báo cáo") for text in said)


# --- at the desk


async def test_the_desk_comes_from_the_month_to_the_quarter_and_its_documents_add_up(group: World, giap: Phone) -> None:
    chi, hoa = group.phone("CHI"), group.telegram.phone(202)
    await say(group, giap, *SENT)
    await say(group, hoa, *NIL)

    await say(group, chi, "/tonghop", "[Xem quý IV]")
    await say(group, chi)
    files = {seen.file[0]: seen.file[1] for seen in chi.messages if seen.file}
    summary = next(seen.text for seen in reversed(chi.messages) if "quý IV/2026" in seen.text and not seen.file)

    assert "Nhiệm vụ theo báo cáo của thành viên (tính cho từng thành viên): 05, trong đó quá hạn 02." in summary
    table = Document(io.BytesIO(files["Du-thao-bao-cao-2026-Q4.docx"])).tables[1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[1:] == [
        ["1", "Bộ A", "3", "1", "0", "1", "1", "0"],
        ["2", "Bộ B", "2", "0", "0", "1", "1", "0"],
        ["", "Tổng số", "5", "1", "0", "2", "2", "0"],
    ]
    book = load_workbook(io.BytesIO(files["Phu-luc-2026-Q4.xlsx"]))
    assert book["Kết quả thực hiện nhiệm vụ"].max_row == 6
    assert [row[3].value for row in book["Ý kiến chung"].iter_rows()][1:] == [OPINION]


async def test_the_frozen_digest_of_the_quarter_and_its_addendum_carry_the_tasks(
    group: World, giap: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.digesting.NAMES", ())  # building the files is tested elsewhere
    chi, hoa = group.phone("CHI"), group.telegram.phone(202)
    await say(group, giap, *SENT)
    await turn(group, datetime(2026, 12, 21, 17, tzinfo=VN))
    await turn(group, datetime(2026, 12, 22, 17, tzinfo=VN))
    group.clock.set(datetime(2026, 12, 22, 18, tzinfo=VN))
    await say(group, hoa, *NIL)
    await turn(group, CLOSED)

    frozen = {
        number: json.loads(body)
        for number, body in group.read.conn.execute("SELECT number, body FROM digests WHERE period = '2026-Q4'")
    }
    assert {number: len(body["tasks"]) for number, body in frozen.items()} == {0: 3, 1: 2}
    assert [opinion["text"] for opinion in frozen[0]["opinions"]] == [OPINION]
    assert frozen[1]["opinions"] == []
    said = [seen.text for seen in chi.messages if "Nhiệm vụ theo báo cáo của thành viên" in seen.text]
    assert [("03, trong đó quá hạn 01" in text, "02, trong đó quá hạn 01" in text) for text in said] == [
        (True, False),
        (False, True),
    ]


async def test_a_draft_with_nothing_but_a_paragraph_counts_as_being_drafted(
    group: World, giap: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.desk.aggregate.NAMES", ())
    await say(group, giap, *OPEN, "[Báo không phát sinh]", OPINION, "[‹ Quay lại]", "[‹ Quay lại]")

    await say(group, group.phone("CHI"), "/tonghop", "[Xem quý IV]")

    shown = "\n".join(seen.text for seen in group.phone("CHI").messages)
    assert "• Chưa gửi, đang soạn (01): Bộ A" in shown


async def test_where_nobody_reports_by_quarter_the_desk_is_not_offered_one(world: World) -> None:
    await say(world, world.phone("CHI"), "/tonghop")

    assert not any("quý" in label for seen in world.phone("CHI").messages for label in seen.labels)
