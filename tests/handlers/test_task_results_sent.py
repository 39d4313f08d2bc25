"""What a member said of a task as reports go by it, and who may say anything."""

from __future__ import annotations

import pytest

from bot.domain.characters import clean
from bot.domain.forms import Act
from bot.domain.verbs.reporting import AnswerForm, ContinueDraft, MoveDraft
from bot.domain.verbs.tasks import ListReportTasks, ShowStatement, StateTask
from tests.catalogues import out_of_date, said
from tests.exports.samples import HOSTILE
from tests.handlers.acts import JANUARY_TOO, bring_roster, press
from tests.handlers.cast import REFUSALS
from tests.handlers.task_results import (
    ANSWERS,
    GIVEN,
    LINES,
    RESULT,
    SAVED,
    SENT_AFTER,
    TO_RESULTS,
    TO_TASK,
    bring_tasks,
    events,
    id_of,
    papers,
    pressed_and_refused,
    seat_of,
    stated_in,
    statement,
)
from tests.handlers.working_group import MEMBERS, NIL, TASKS
from tests.telegram import Phone
from tests.world import ROSTER, World, say

# --- the report


async def test_the_report_names_the_event_and_copies_no_text(group: World, giap: Phone) -> None:
    await say(group, giap, *SAVED, *SENT_AFTER)

    event = group.read.conn.execute("SELECT id FROM task_events WHERE kind = 'stated'").fetchone()[0]
    rows = group.read.conn.execute("SELECT code, event FROM report_tasks ORDER BY position").fetchall()
    assert [tuple(row) for row in rows] == [("NV-26-101", event), ("NV-26-102", None), ("NV-26-103", None)]
    for (table,) in group.read.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if table.startswith("report") or table == "difficulties":
            stored = [str(tuple(row)) for row in group.read.conn.execute(f"SELECT * FROM {table}")]
            assert not any(RESULT in row for row in stored), table


async def test_what_is_said_after_sending_is_a_new_event_that_the_sent_report_does_not_show(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *SAVED, *SENT_AFTER, "/nhiemvu", "[Xem NV-26-101]", "[Sửa kết quả]", "[Sửa nội dung]")
    await say(group, giap, "[Sửa nội dung]", "[Sửa kết quả]", "Đã ban hành nghị định.")
    review = giap.last.text
    await say(group, giap, "[Lưu kết quả]")
    after = giap.last.text
    await say(group, giap, "/tracuu BC-26Q4-001")

    assert "báo cáo đã gửi và tình trạng đã ghi nhận của nhiệm vụ không thay đổi" in review
    assert "Kết quả: Đã ban hành nghị định." in after
    assert f"Kết quả: {RESULT}" in giap.last.text
    assert "Đã ban hành nghị định." not in giap.last.text
    sent, now = stated_in(group, "BC-26Q4-001"), statement(group)
    assert sent is not None
    assert now is not None
    assert (sent.answers, now.answers["result"]) == (GIVEN, "Đã ban hành nghị định.")
    assert sent.event < now.event


async def test_the_next_report_goes_by_the_last_word_on_a_task_that_is_still_open(group: World, giap: Phone) -> None:
    await say(group, giap, *SAVED, *SENT_AFTER)
    group.clock.set(JANUARY_TOO)

    await say(group, giap, "/baocao", "[Báo cáo quý I]", "[Báo không phát sinh]", "[Bỏ qua]")
    shown = giap.last.text
    await say(group, giap, "[Gửi báo cáo]")

    assert all(line in shown for line in LINES)
    assert stated_in(group, "BC-27Q1-001") == stated_in(group, "BC-26Q4-001")


async def test_each_member_of_a_task_says_its_own_and_reads_nothing_of_the_other(group: World, giap: Phone) -> None:
    hoa = group.telegram.phone(202)
    await say(group, giap, *SAVED)

    await say(group, hoa, *TO_RESULTS)
    listed = hoa.last.text
    await say(group, hoa, "[Nêu kết quả NV-26-101]", "Bộ B đã có ý kiến.", "[Bỏ qua]", "[Bỏ qua]", "[Lưu kết quả]")
    await say(group, hoa, *SENT_AFTER, "/nhiemvu", "[Xem NV-26-101]")

    assert RESULT not in listed
    assert RESULT not in hoa.last.text
    own, other = statement(group, "BOB"), statement(group, "BOA")
    assert own is not None
    assert other is not None
    assert (own.answers, other.answers) == ({"result": "Bộ B đã có ý kiến."}, GIVEN)
    assert stated_in(group, "BC-26Q4-001") == own


HOSTILE_TOO = ("1. Mục\n\n  2. Mục thụt\t\tvà tab", "VM-2611-001", "không", "a\u0301\u200b\u202eb", "-- ' \" `*_[x](y)")


@pytest.mark.parametrize("typed", [*HOSTILE, *HOSTILE_TOO])
async def test_what_is_typed_is_what_the_desk_and_the_papers_say_letter_by_letter(
    group: World, giap: Phone, typed: str
) -> None:
    wanted = clean(typed)[:90]
    texts = [f"Kết quả {wanted}", f"Văn bản {wanted}", f"Vì {wanted}"]

    await say(group, giap, *TO_TASK, *texts, "[Lưu kết quả]", *SENT_AFTER)

    cleaned = [clean(text) for text in texts]
    labels = ("Kết quả", "Văn bản", "Nguyên nhân chậm")
    said_of_it = "\n".join(f"{label}: {text}" for label, text in zip(labels, cleaned, strict=True))
    listed = "\n".join(f"- {label}: {text}" for label, text in zip(labels, cleaned, strict=True))
    words, cells = papers(group)
    assert said_of_it in group.phone("CHI").last.text
    assert listed in words
    assert cells == cleaned


# --- who may


@pytest.mark.parametrize(
    ("who", "seat", "task", "may"),
    [
        ("lead", "BOA", "NV-26-101", True),
        ("coordinating", "BOB", "NV-26-101", True),
        ("lead", "BOA", "NV-26-105", False),
        ("lead", "BOA", "NV-26-999", False),
        ("lead", "BOB", "NV-26-101", False),
        ("coordinating", "BOA", "NV-26-101", False),
        ("coordinating", "BOB", "NV-26-103", False),
        ("council", "HIEPHOIA", "NV-26-105", False),
        ("council", "BOA", "NV-26-101", False),
        ("desk", "BOA", "NV-26-101", False),
        ("stranger", "BOA", "NV-26-101", False),
    ],
)
async def test_only_seats_that_lead_or_take_part_and_report_by_quarter_may_say_anything(
    group: World, giap: Phone, who: str, seat: str, task: str, may: bool
) -> None:
    phones = {
        "lead": giap,
        "coordinating": group.telegram.phone(202),
        "council": group.phone("AN"),
        "desk": group.phone("CHI"),
        "stranger": group.telegram.phone(999),
    }

    words = await press(group, phones[who], StateTask(seat_of(group, seat), id_of(group, task)).data)

    assert (group.count("drafts") == 1) == may
    assert may or any(refusal in (words or phones[who].last.text) for refusal in REFUSALS)


async def test_who_watches_a_task_may_say_nothing_of_it(group: World, giap: Phone) -> None:
    header = f"{TASKS.splitlines()[0]},watching"
    await bring_tasks(group, f"{header}\nNV-26-107,Văn bản số 7,Việc theo dõi,BOB,,day,31/12/2026,,,,BOA\n")

    await say(group, giap, "/nhiemvu", "[Xem NV-26-107]")

    shown = ["Gửi câu hỏi", "Xem quá trình (01)", said("Task dossier"), said("‹ Back to the list"), said("Main screen")]
    assert giap.last.labels == shown
    assert await pressed_and_refused(group, giap, StateTask(seat_of(group, "BOA"), id_of(group, "NV-26-107")).data)


async def test_a_seat_that_lost_its_part_meanwhile_is_told_so_and_nothing_is_saved(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_TASK, *ANSWERS)
    await bring_tasks(group, TASKS.replace("nghị định,BOA,BOB", "nghị định,BOB,"))

    await say(group, giap, "[Lưu kết quả]")

    assert (
        said(
            "{organisation} no longer leads or takes part in {code}; what was entered has not been saved.",
            organisation="Bộ A",
            code="NV-26-101",
        )
        in giap.last.text
    )
    assert events(group) == []


async def test_drafts_of_others_and_of_other_kinds_lead_nowhere(group: World, giap: Phone) -> None:
    hoa = group.telegram.phone(202)
    await say(group, giap, "/baocao", "[Báo cáo đột xuất]", *TO_TASK)
    kinds = {row["kind"]: row["id"] for row in group.read.conn.execute("SELECT kind, id FROM drafts")}

    refused = [
        await pressed_and_refused(group, hoa, verb.data)
        for verb in (
            ListReportTasks(kinds["report"], 0),
            ContinueDraft(kinds["task_result"]),
            AnswerForm(kinds["task_result"], 0, Act.SKIP, 0),
        )
    ]
    own = [
        await pressed_and_refused(group, giap, verb.data)
        for kind in ("task_result", "adhoc")
        for verb in (ListReportTasks(kinds[kind], 0), MoveDraft(kinds[kind]))
    ]

    assert refused == [True, True, True]
    assert own == [True] * 4


async def test_buttons_that_no_screen_offered_do_no_harm(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_TASK, *ANSWERS)
    draft = group.read.conn.execute("SELECT id FROM drafts WHERE kind = 'task_result'").fetchone()[0]
    for act in Act:
        for index in (0, 1, 35):
            rev = group.read.conn.execute("SELECT rev FROM drafts WHERE id = ?", [draft]).fetchone()[0]
            giap.press(AnswerForm(draft, rev, act, index).data)
            await group.settle()

    assert group.count("inbox", "state <> 'done'") == 0
    assert all(set(event) <= set(GIVEN) for event in events(group))


async def test_a_report_that_was_sent_is_named_by_the_list_of_its_draft(group: World, giap: Phone) -> None:
    await say(group, giap, *NIL)
    draft = group.read.conn.execute("SELECT id FROM drafts").fetchone()[0]

    words = await press(group, giap, ListReportTasks(draft, 0).data)

    assert "BC-26Q4-001" in words


async def test_what_a_report_says_of_a_task_is_shown_to_its_member_and_the_desk_alone(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *SAVED, *SENT_AFTER)
    shown = {}
    for who, phone in {"own": giap, "desk": group.phone("CHI"), "other": group.telegram.phone(202)}.items():
        await press(group, phone, ShowStatement("BC-26Q4-001", 1, 1).data)
        shown[who] = [message.text.splitlines()[-3:] for message in phone.messages[-1:]] == [LINES]
    unsaid = await press(group, giap, ShowStatement("BC-26Q4-001", 2, 1).data)
    nowhere = [await press(group, giap, ShowStatement("BC-26Q4-001", n, 1).data) for n in (0, 4, 10**9)]
    unsent = await press(group, giap, ShowStatement("BC-26Q4-001", 1, 2).data)

    assert shown == {"own": True, "desk": True, "other": False}
    assert all(out_of_date() in words for words in (unsaid, unsent, *nowhere))


async def test_whoever_has_two_seats_of_a_task_says_for_which_one(group: World, giap: Phone) -> None:
    await bring_roster(group, f"{ROSTER}{MEMBERS}GIAP,Đỗ Văn Giáp,Thứ trưởng,ong,vi,,focal,to_cong_tac,BOB,Bộ B\n")
    await say(group, giap, "/nhiemvu", "[Xem NV-26-101]")
    offered = giap.last.labels

    await say(group, giap, "[Nêu kết quả – BOB]", "Bộ B đã có ý kiến.", "[Bỏ qua]", "[Bỏ qua]", "[Lưu kết quả]")

    assert [label for label in offered if "kết quả –" in label] == ["Nêu kết quả – BOA", "Nêu kết quả – BOB"]
    now = [label for label in giap.last.labels if "kết quả –" in label]
    assert now == ["Nêu kết quả – BOA", "Sửa kết quả – BOB"]
    assert "Bộ B nêu lúc 08:15 ngày 16/11/2026:" in giap.last.text
    assert (statement(group, "BOA"), events(group)) == (None, [{"result": "Bộ B đã có ý kiến."}])
