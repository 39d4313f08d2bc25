"""A quarter of the working group: opened, drafted, sent, with its tasks and its paragraph."""

from __future__ import annotations

import json
from datetime import date, datetime

from bot.clock import VN
from bot.domain.periods import Cadence, Period
from bot.domain.tasks import Bucket
from bot.domain.verbs.reporting import OpenNilReport
from bot.services.tasks import importing
from storage import reports
from tests.catalogues import said
from tests.handlers.acts import JANUARY_TOO, ONE
from tests.handlers.working_group import NIL, OPEN, OPINION, SENT, TASKS, TO_OPINION, turn
from tests.telegram import Phone
from tests.world import World, say

TASK_LINES = [
    "Nhiệm vụ được giao (03, tình trạng ghi nhận khi gửi): đã hoàn thành đúng hạn 01; chưa hoàn thành, trong hạn 01;"
    " chưa hoàn thành, quá hạn 01.",
    "1. NV-26-101 – chủ trì, chưa hoàn thành, quá hạn, hạn 10/11/2026 – Hoàn thiện dự thảo nghị định",
    "2. NV-26-102 – phối hợp, chưa hoàn thành, trong hạn, hạn 30/12/2026 – Kết nối dữ liệu",
    "3. NV-26-103 – chủ trì, đã hoàn thành đúng hạn, 30/10/2026, hạn 02/11/2026 – Rà soát thủ tục",
]
LATE = datetime(2026, 12, 21, 9, tzinfo=VN)


def bucket_counts(world: World, code: str) -> dict[str, int]:
    report = reports.report_by_code(world.read, code)
    assert report is not None
    assert report.quarterly is not None
    buckets = [task.bucket for task in report.quarterly.tasks]
    return {bucket.value: buckets.count(bucket) for bucket in Bucket if bucket in buckets}


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
    assert said("General opinion: {opinion}", opinion=said("not given")) in giap.last.text
    assert giap.last.labels == [
        "Gửi báo cáo",
        said("Give results of tasks"),
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


async def test_a_paragraph_over_its_limit_is_not_taken_and_nothing_is_lost(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_OPINION, OPINION, "[Sửa ý kiến]", "x" * 2001)

    assert "2.001 ký tự" in giap.last.text
    await say(group, giap, "[‹ Quay lại]")
    assert OPINION in giap.last.text
    await say(group, giap, "[Giữ nội dung này]", "[Gửi báo cáo]")
    assert group.count("reports", f"opinion = '{OPINION}'") == 1


async def test_receipt_and_desk_say_how_many_tasks_there_are_and_how_many_are_overdue(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *SENT)

    notice = group.phone("CHI").last
    assert said("<b>Report {report} has been received</b>", report="BC-26Q4-001") in giap.last.text
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

    assert labels == ["Gửi báo cáo", said("Change opinion"), said("Give results of tasks"), said("‹ Back")]
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

    assert said("<b>Report {report} has been received</b>", report="BC-26Q4-001") in giap.last.text
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

    await say(group, an, "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]", *ONE)
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


async def test_nothing_new_before_the_data_of_a_quarter_end_says_until_when_they_run(group: World, giap: Phone) -> None:
    until = "Số liệu của quý IV/2026 tính đến hết ngày 14/12/2026. Vướng mắc phát sinh đến hết ngày đó được bổ sung"

    await say(group, giap, *NIL[:-1])
    asked = giap.last.text
    await say(group, giap, NIL[-1])

    assert until in asked
    assert until in giap.last.text
    assert "(đến hết ngày 14/12/2026)" in group.phone("CHI").last.text
