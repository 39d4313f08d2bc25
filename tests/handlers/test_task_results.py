"""What a member says of a task in the quarterly report: asked, kept as events of the task, replaced, taken back."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from bot.clock import VN
from bot.domain.courses import Lead, TaskAct
from bot.domain.forms import Act
from bot.domain.verbs.reporting import AnswerForm
from bot.domain.verbs.tasks import ListReportTasks
from storage import task_events, tasks
from tests.catalogues import said
from tests.handlers.acts import press
from tests.handlers.task_results import (
    ANSWERS,
    CAUSE,
    DOCUMENT,
    GIVEN,
    LINES,
    RESULT,
    SAVED,
    SENT_AFTER,
    TO_RESULTS,
    TO_TASK,
    bring_tasks,
    events,
    pressed_and_refused,
    seat_of,
    shown_by,
    stated_in,
    statement,
)
from tests.handlers.working_group import OPEN, TASKS
from tests.telegram import Phone
from tests.world import World, say

# --- asking


async def test_the_opening_leads_to_the_tasks_and_each_task_to_its_questions(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_RESULTS)
    listed = shown_by(giap)
    await say(group, giap, "[Nêu kết quả NV-26-101]")

    assert listed.text.splitlines()[0] == "Kết quả nhiệm vụ – báo cáo quý IV/2026 (1–3/3)"
    assert listed.labels == [
        "Nêu kết quả NV-26-101",
        "Nêu kết quả NV-26-102",
        "Nêu kết quả NV-26-103",
        said("‹ Back to the report"),
    ]
    assert giap.last.text.splitlines()[:2] == ["NV-26-101 – bước 1/3 (không bắt buộc)", "Hoàn thiện dự thảo nghị định"]
    assert giap.last.labels == [said("Skip"), said("‹ Back"), said("Save and exit")]


async def test_what_is_entered_is_checked_before_it_is_saved_and_then_stands_with_the_task(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *TO_TASK, *ANSWERS)
    review = shown_by(giap)
    await say(group, giap, "[Lưu kết quả]")

    assert [line for line in review.text.splitlines() if line in LINES] == LINES
    assert review.labels == ["Lưu kết quả", "Sửa nội dung", "Lưu nháp, thoát"]
    shown = giap.last.text.splitlines()
    assert shown[0] == said("What was entered for {code} has been saved.", code="NV-26-101")
    at = shown.index("1. NV-26-101 – chủ trì, chưa hoàn thành, quá hạn, hạn 10/11/2026 – Hoàn thiện dự thảo nghị định")
    assert shown[at + 1 : at + 4] == LINES
    assert giap.last.labels[0] == "Sửa kết quả NV-26-101"


@pytest.mark.parametrize(
    ("code", "steps"),
    [("NV-26-101", 3), ("NV-26-102", 2), ("NV-26-103", 2), ("NV-26-106", 3)],
    ids=["overdue", "in time", "done on time", "done late"],
)
async def test_the_cause_of_a_delay_is_asked_only_where_there_is_one(
    group: World, giap: Phone, code: str, steps: int
) -> None:
    await bring_tasks(group, f"{TASKS}NV-26-106,Văn bản số 6,Việc xong muộn,BOA,,day,31/10/2026,,,05/11/2026\n")

    await say(group, giap, *TO_RESULTS, f"[Nêu kết quả {code}]")

    assert giap.last.text.startswith(f"{code} – bước 1/{steps} ")


async def test_a_cause_that_was_entered_is_kept_where_the_deadline_is_put_off_meanwhile(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *TO_TASK, RESULT, DOCUMENT)
    at_the_cause = giap.last.text
    await bring_tasks(group, TASKS.replace("day,10/11/2026", "day,10/12/2026"))

    await say(group, giap, CAUSE, "[Lưu kết quả]")

    assert "bước 3/3" in at_the_cause
    found = statement(group)
    assert found is not None
    assert found.answers == GIVEN


@pytest.mark.parametrize("kept", range(3))
async def test_any_one_of_the_answers_is_enough(group: World, giap: Phone, kept: int) -> None:
    answers = [answer if number == kept else "[Bỏ qua]" for number, answer in enumerate(ANSWERS)]

    await say(group, giap, *TO_TASK, *answers, "[Lưu kết quả]")

    assert events(group) == [dict([list(GIVEN.items())[kept]])]
    assert [line for line in giap.last.text.splitlines() if line in LINES] == [LINES[kept]]


async def test_none_of_them_is_not_and_the_button_is_not_believed(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_TASK, "[Bỏ qua]", "[Bỏ qua]", "[Bỏ qua]")
    review, draft = (
        shown_by(giap),
        group.read.conn.execute("SELECT id, rev FROM drafts WHERE kind = 'task_result'").fetchone(),
    )

    refused = await pressed_and_refused(group, giap, AnswerForm(draft[0], draft[1], Act.SEND, 0).data)

    assert said("Nothing has been entered; at least one answer is needed.") in review.text
    assert "Lưu kết quả" not in review.labels
    assert refused
    assert events(group) == []


@pytest.mark.parametrize(
    ("before", "most", "text"),
    [((), 1000, "k"), ((RESULT,), 200, "v"), ((RESULT, DOCUMENT), 500, "n")],
    ids=["result", "document", "cause"],
)
async def test_each_answer_has_its_limit(
    group: World, giap: Phone, before: tuple[str, ...], most: int, text: str
) -> None:
    await say(group, giap, *TO_TASK, *before, text * (most + 1))
    refused = giap.last.text
    await say(group, giap, text * most)

    assert f"{most + 1:,} ký tự".replace(",", ".") in refused
    assert f"bước {len(before) + 1}/3" not in giap.last.text


async def test_a_file_is_said_not_to_be_taken_and_changes_nothing(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_TASK)

    giap.send_document("ket-qua.pdf")
    await group.settle()

    assert giap.last.text.splitlines()[0] == said("Files are not taken here. The file has not been stored.")
    assert "bước 1/3" in giap.last.text


async def test_what_is_typed_on_the_list_goes_into_no_report(group: World, giap: Phone) -> None:
    await say(group, giap, *OPEN, "[Khai vướng mắc]", "[Đất đai]", "Thủ tục cấp giấy")
    draft = group.read.conn.execute("SELECT id FROM drafts").fetchone()[0]
    giap.press(ListReportTasks(draft, 0).data)
    await group.settle()

    await say(group, giap, "Một câu dài hơn hai mươi ký tự, gõ khi đang xem danh sách nhiệm vụ.")

    answers = json.loads(group.read.conn.execute("SELECT answers FROM drafts").fetchone()[0])
    assert answers["items"] == [{"field": "dat_dai", "procedure": "Thủ tục cấp giấy"}]


async def test_a_list_of_many_tasks_has_pages_and_comes_back_to_the_page_of_the_task(group: World, giap: Phone) -> None:
    many = "".join(f"NV-26-{n},Văn bản,Việc {n},BOA,,day,30/12/2026,,,\n" for n in range(201, 210))
    await bring_tasks(group, TASKS + many)

    await say(group, giap, *TO_RESULTS, f"[{said('Next page')}]", "[Nêu kết quả NV-26-205]", RESULT, "[Bỏ qua]")
    await say(group, giap, "[Lưu kết quả]")

    assert "(6–10/12)" in giap.last.text
    assert f"Kết quả: {RESULT}" in giap.last.text
    assert giap.last.labels[-3:] == [said("Previous page"), said("Next page"), said("‹ Back to the report")]


async def test_a_code_with_zeros_that_nobody_would_say_stops_no_screen(group: World, giap: Phone) -> None:
    await bring_tasks(group, TASKS.replace("NV-26-101", "NV-26-0101").replace("NV-26-103", "NV-26-000103"))

    await say(group, giap, *TO_RESULTS, "[Nêu kết quả NV-26-0101]", *ANSWERS, "[Lưu kết quả]", *SENT_AFTER)

    assert said("<b>Report {report} has been received</b>", report="BC-26Q4-001") in giap.last.text
    assert all(line in group.phone("CHI").last.text for line in LINES)


# --- keeping


async def test_a_statement_is_an_event_of_the_task_with_its_seat_and_an_entry_in_the_audit(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *SAVED)

    row = group.read.conn.execute("SELECT * FROM task_events WHERE kind = 'stated'").fetchone()
    assert (row["seat"], row["actor"], json.loads(row["detail"])) == (seat_of(group, "BOA"), "person:GIAP", GIVEN)
    assert group.count("audit", "verb = 'task.stated' AND object = 'task:NV-26-101' AND actor = 'person:GIAP'") == 1


async def test_a_statement_never_marks_the_task_as_done(group: World, giap: Phone) -> None:
    before = [tuple(row) for row in group.read.conn.execute("SELECT * FROM tasks")]

    await say(group, giap, *SAVED, *SENT_AFTER)

    assert [tuple(row) for row in group.read.conn.execute("SELECT * FROM tasks")] == before
    assert "Nhiệm vụ: 03, trong đó quá hạn 01." in giap.last.text


async def test_a_statement_is_replaced_by_a_new_event_and_the_old_one_stays(group: World, giap: Phone) -> None:
    await say(group, giap, *SAVED)
    group.clock.set(datetime(2026, 11, 17, 9, 30, tzinfo=VN))

    await say(group, giap, "[Sửa kết quả NV-26-101]")
    before = giap.last.text
    await say(group, giap, "[Sửa nội dung]", "[Sửa nội dung]", "[Sửa kết quả]", "Đã ban hành nghị định.")
    review = giap.last.text
    await say(group, giap, "[Lưu kết quả]")

    assert said("Saved at {at:stamp}:", at=datetime(2026, 11, 16, 8, 15, tzinfo=VN)) in before
    assert "Nội dung này thay nội dung đã lưu lúc 08:15 ngày 16/11/2026." in review
    assert events(group) == [GIVEN, GIVEN | {"result": "Đã ban hành nghị định."}]
    assert "Kết quả: Đã ban hành nghị định." in giap.last.text
    assert RESULT not in giap.last.text


async def test_saving_the_same_again_is_no_event(group: World, giap: Phone) -> None:
    await say(group, giap, *SAVED, "[Sửa kết quả NV-26-101]", "[Sửa nội dung]", "[Lưu kết quả]")

    assert events(group) == [GIVEN]


async def test_a_statement_is_taken_back_after_being_asked_and_what_was_said_stays_as_an_event(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *SAVED, "[Sửa kết quả NV-26-101]", "[Rút kết quả NV-26-101]")
    asked = shown_by(giap)
    await say(group, giap, "[Rút kết quả NV-26-101]", *SENT_AFTER)

    assert all(line in asked.text for line in LINES)
    assert asked.labels == [said("‹ Back"), "Rút kết quả NV-26-101"]
    assert events(group) == [GIVEN, {}]
    assert statement(group) is None
    assert stated_in(group, "BC-26Q4-001") is None


async def test_an_answer_that_is_left_is_taken_up_where_it_was(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_TASK, RESULT, "[Lưu nháp, thoát]", "/batdau")
    home = shown_by(giap)
    await say(
        group,
        giap,
        f"[{said('Continue {code}{number}', code='NV-26-101', number='')}]",
        DOCUMENT,
        CAUSE,
        "[Lưu kết quả]",
    )

    assert "Bản nháp kết quả nhiệm vụ NV-26-101: sửa lần cuối 08:15 ngày 16/11/2026, chưa đưa vào báo cáo." in home.text
    assert events(group) == [GIVEN]


async def test_looking_at_a_statement_leaves_no_draft_on_the_main_screen(group: World, giap: Phone) -> None:
    await say(group, giap, *SAVED, "[Sửa kết quả NV-26-101]", "/batdau")

    assert "NV-26-101" not in giap.last.text


async def test_a_second_press_of_save_says_that_it_was_done_and_not_that_a_report_was_received(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *TO_TASK, *ANSWERS)
    save = next(data for row in giap.last.rows for label, data in row if label == "Lưu kết quả")
    await say(group, giap, "[Lưu kết quả]")

    words = await press(group, giap, save)

    at = group.clock.now()
    assert words == said(
        "This was done for {code} at {at:clock}. It need not be chosen again.", code="NV-26-101", at=at
    )
    assert events(group) == [GIVEN]


async def test_a_colleague_of_the_seat_sees_what_was_said_last_not_what_was_looked_at_before(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *SAVED, "[Sửa kết quả NV-26-101]")
    seat, task = seat_of(group, "BOA"), tasks.task_by_code(group.read, "NV-26-101")
    assert task is not None
    newer = {"result": "Bản của người cùng cơ quan."}
    await group.writer.write(
        lambda db: task_events.add_event(db, task.id, TaskAct.STATED, group.clock.now(), "person:X", newer, Lead(seat))
    )

    await say(group, giap, "/nhiemvu", "[Xem NV-26-101]", "[Sửa kết quả]", "[Sửa nội dung]")

    assert "Kết quả: Bản của người cùng cơ quan." in giap.last.text
    assert RESULT not in giap.last.text
