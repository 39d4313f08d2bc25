"""A quarter of the working group looked up, in English, in reminders and at the desk."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.clock import VN
from bot.domain import questions
from bot.domain.characters import utf16_length
from bot.domain.courses import Lead, TaskAct
from bot.domain.profiles import Release
from bot.domain.questions import ReportPart
from bot.domain.verbs.lookup import ShowReport
from bot.services.tasks import importing
from storage import people, task_events, tasks
from storage.unit import Unit
from tests.asking import answered
from tests.catalogues import said
from tests.handlers.acts import PROPOSAL
from tests.handlers.test_english_story import assert_english, everything
from tests.handlers.working_group import NIL, OPEN, OPINION, SENT, TASKS, import_tasks, link, turn
from tests.task_world import HEADER
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say

CLOSED = datetime(2026, 12, 25, 17, tzinfo=VN)


def say_all_there_is_to_say(unit: Unit, code: str) -> None:
    """Let a seat say as much as it may of every task it has a part in."""
    seat = next(seat for seat in people.seats_of_body(unit.db, "to_cong_tac") if seat.code == code)
    answers = {question.name: "k" * question.most for question in questions.STATEMENT}
    for done in (True, False):
        for task in tasks.tasks_of_seats(unit.db, [seat.id], done=done):
            task_events.add_event(unit.db, task.id, TaskAct.STATED, unit.now, "person:GIAP", answers, Lead(seat.id))


# --- looking it up


async def test_a_long_paragraph_is_cut_in_the_notice_and_shown_in_full_on_demand(group: World, giap: Phone) -> None:
    chi, long = group.phone("CHI"), "y" * 2000
    one = answered(field="[Đất đai]", content="n" * 2000, proposal=PROPOSAL)
    await say(group, giap, *OPEN, "[Khai vướng mắc]", *one, long, "[Gửi báo cáo]")
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
    await group.writer.write(lambda db: say_all_there_is_to_say(group.unit(db), "BOA"))
    one = answered(field="dat dai", procedure="t" * 300, content="n" * 2000, legal="c" * 500, proposal="k" * 2000)
    await say(group, giap, *OPEN, "[Khai vướng mắc]", *one, "y" * 2000)
    for _ in range(19):
        await say(group, giap, "[Thêm vướng mắc]", *one)

    await say(group, giap, "[Gửi báo cáo]", "/tracuu BC-26Q4-001")

    seen = [*giap.messages, *group.phone("CHI").messages]
    assert max(utf16_length(message.text) for message in seen) <= 4096
    assert "Báo cáo còn có 23 nhiệm vụ khác." in giap.last.text
    assert said("View opinion") in giap.last.labels
    await say(group, giap, f"[{said('View {code}', code='NV-26-101')}]")
    whole = ["k" * question.most for question in questions.STATEMENT]
    assert [line.split(": ")[1] for line in giap.last.text.splitlines()[-3:]] == whole
    assert any("Báo cáo còn nêu kết quả của 23 nhiệm vụ khác." in message.text for message in seen)
    assert group.count("report_tasks") == 33


# --- in English


async def test_the_quarter_is_english_for_who_reads_english(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.import_roster(ROSTER + "EVE,Eve Lee,Director,,en,,focal,to_cong_tac,MOA,Ministry A\n")
    import_tasks(world, f"{HEADER}\nNV-26-101,Notice,Finish the draft,MOA,,day,10/11/2026,,\n")
    eve = link(world, "EVE", 203)
    async with running(world):
        await say(world, eve, "/baocao", "[Q4 report]", "[Enter task results]", "[Enter NV-26-101]", "Draft finished.")
        await say(
            world, eve, "[Skip]", "Comments came late.", "[Save result]", "[Edit NV-26-101]", "[‹ Back to the list]"
        )
        await say(world, eve, "[‹ Back to the report]", "[Report nothing new]", "x")
        await say(world, eve, "More training online, please.")
        confirmed = eve.last.text
        await say(world, eve, "[Edit opinion]", "[Keep this answer]", "[Send report]", "/tracuu BC-26Q4-001")

        shown = "\n".join(everything(world, eve))
        assert_english(world, eve)
    world.close()

    assert "Tasks assigned (1, as they stand when the report is sent): not done, overdue: 1." in confirmed
    assert "1. NV-26-101 – lead, not done, overdue, due 10 November 2026 – Finish the draft" in confirmed
    assert "Result: Draft finished.\nCause of delay: Comments came late." in confirmed
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
        "Quá hạn: NV-26-101 (chủ trì, 21 ngày làm việc).",
        "Lý do nhận tin: Ông là lãnh đạo của Bộ A, nơi chưa gửi báo cáo quý IV/2026.",
    ]
    assert opening.labels == [said("Write the report"), said("View tasks"), said("Remind me later")]


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
    _, by_lead, table, *_ = Document(io.BytesIO(files["Du-thao-bao-cao-2026-Q4.docx"])).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[1:] == [
        ["1", "Bộ A", "3", "1", "0", "1", "1", "0"],
        ["2", "Bộ B", "2", "0", "0", "1", "1", "0"],
        ["", "Tổng số", "5", "1", "0", "2", "2", "0"],
    ]
    assert [cell.text for cell in by_lead.rows[-1].cells] == ["", "Tổng số", "5", "2", "0", "2", "1", "0"]
    book = load_workbook(io.BytesIO(files["Phu-luc-2026-Q4.xlsx"]))
    assert book["Kết quả thực hiện nhiệm vụ"].max_row == 6
    assert [row[3].value for row in book["Ý kiến chung"].iter_rows()][1:] == [OPINION]


async def release(group: World) -> None:
    """Let the desk release what waits, where the profile says that it is released."""
    if group.rules.profile.digest.release is Release.DESK:
        chi = group.phone("CHI")
        await say(group, chi, "/tonghop quý IV/2026", "[Duyệt số liệu]", "[Duyệt số liệu]")


async def test_the_frozen_digest_of_the_quarter_and_its_addendum_carry_the_tasks(
    group: World, giap: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    for names in ("releasing.NAMES", "papers.NAMES"):
        monkeypatch.setattr(f"bot.services.desk.{names}", ())  # building the files is tested elsewhere
    chi, hoa = group.phone("CHI"), group.telegram.phone(202)
    await say(group, giap, *SENT)
    await turn(group, datetime(2026, 12, 21, 17, tzinfo=VN))
    await turn(group, datetime(2026, 12, 22, 17, tzinfo=VN))
    await release(group)
    group.clock.set(datetime(2026, 12, 22, 18, tzinfo=VN))
    await say(group, hoa, *NIL)
    await turn(group, CLOSED)
    await release(group)

    frozen = {
        number: json.loads(body)
        for number, body in group.read.conn.execute("SELECT number, body FROM digests WHERE period = '2026-Q4'")
    }
    assert {number: len(body["tasks"]) for number, body in frozen.items()} == {0: 3, 1: 2}
    assert [opinion["text"] for opinion in frozen[0]["opinions"]] == [OPINION]
    assert frozen[1]["opinions"] == []
    said = [seen.text for seen in chi.messages if "Nhiệm vụ theo báo cáo của thành viên" in seen.text]
    # Where the desk releases them it sees the figures before and after.
    figures = [("03, trong đó quá hạn 01" in text, "02, trong đó quá hạn 01" in text) for text in said]
    assert list(dict.fromkeys(figures)) == [(True, False), (False, True)]


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
