"""A lead gives parts of its task to others, and decides on their results; within a seat a task has one contact."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.courses import Lead, Stage
from bot.domain.tasks import Task, TaskFilter
from bot.domain.verbs.subtasks import (
    AskContact,
    ConfirmSubtask,
    ListSubtasks,
    OpenSubtask,
    OpenSubtaskAct,
    PassContact,
    SubtaskAct,
)
from bot.domain.verbs.tasks import ShowTask
from bot.errors import BotError
from bot.services.tasks import deciding, figures, subtasks, working
from storage import tasks
from tests.catalogues import out_of_date
from tests.handlers.acts import press
from tests.handlers.turning import turn_to
from tests.services.courses import Act, Desk
from tests.task_world import import_tasks
from tests.world import World, say

WHAT = "Lập danh mục thủ tục của từng đơn vị."
TO_BINH = ("[Giao việc con]", WHAT, "[Lê Văn Bình]", "[Bỏ qua]", "[Giao việc con]")
TO_A = ("[Giao việc con]", WHAT, "[HIEPHOIA]", "20/11/2026", "[Giao việc con]")
PARENT = "NV-26-045"
"""Led by B, whose Bích and Bình both report; A takes part. It is due on 23 November."""


@pytest.fixture
def busy(world: World) -> World:
    """The running world, with tasks."""
    import_tasks(world)
    return world


def found(world: World, code: str) -> Task:
    task = tasks.task_by_code(world.read, code)
    assert task is not None
    return task


def does(world: World, who: str, act: Act) -> None:
    Desk(world).does(who, act)


def newest(world: World, code: str) -> int:
    return found(world, code).courses[0].newest


def reports(task: Task, words: str = "Đã lập xong.") -> Act:
    return lambda unit, actor: working.report(unit, actor, task.id, task.leads[0], working.Result(words))


async def refused(world: World, who: str, *buttons: str) -> bool:
    """Whether somebody is told at every button that it is out of date."""
    return all([out_of_date() in await press(world, world.phone(who), each) for each in buttons])


# --- assigning


async def test_a_part_is_given_to_a_person_of_the_seat_who_alone_is_told(busy: World) -> None:
    bich, binh, an = (busy.phone(who) for who in ("BICH", "BINH", "AN"))

    await say(busy, bich, PARENT, *TO_BINH)

    subtask = found(busy, "NV-26-061")
    assert (subtask.title, subtask.deadline, subtask.person is not None) == (WHAT, "23/11/2026", True)
    assert subtask.parent == found(busy, PARENT).id
    assert "Việc con đã xong: 00/01" in bich.last.text
    assert "Hiệp hội B giao việc con NV-26-061: " + WHAT in binh.last.text
    assert "Thuộc nhiệm vụ NV-26-045" in binh.last.text
    assert not an.messages


async def test_a_part_is_given_to_another_seat_that_takes_part(busy: World) -> None:
    bich, an = busy.phone("BICH"), busy.phone("AN")

    await say(busy, bich, PARENT, *TO_A)

    assert found(busy, "NV-26-061").leads == (Lead(an_seat(busy)),)
    assert "Thời hạn: 17:00 thứ Sáu, ngày 20/11/2026" in an.last.text
    await say(busy, an, "[Xem chi tiết]")
    assert "Thuộc nhiệm vụ NV-26-045: Rà soát TTHC 03 năm không phát sinh" in an.last.text
    assert "Văn bản giao" not in an.last.text
    assert "Hiệp hội B giao, Hiệp hội A thực hiện." in an.last.text


def an_seat(world: World) -> int:
    return Desk(world).seat("HIEPHOIA")


async def test_the_question_for_the_deadline_says_that_it_is_not_after_that_of_the_task(busy: World) -> None:
    bich = busy.phone("BICH")

    await say(busy, bich, PARENT, *TO_A[:3], "30/11/2026")

    assert "Ngày 30/11/2026 là quá muộn. Mời nhập ngày không quá ngày 23/11/2026." in bich.last.text
    assert busy.count("tasks", "parent IS NOT NULL") == 0


async def test_who_cannot_be_named_is_refused_and_the_form_says_who_can(busy: World) -> None:
    bich = busy.phone("BICH")

    await say(busy, bich, PARENT, *TO_A[:2], "Bộ Tài chính")

    assert "không có trong danh sách được giao" in bich.last.text
    assert "• HIEPHOIA: Hiệp hội A" in bich.last.text
    assert "Trần Thị Bích" not in bich.last.labels  # nobody gives a part to themselves


async def test_the_deadline_of_the_course_in_force_is_the_one_that_counts(busy: World) -> None:
    parent, desk = found(busy, PARENT), Desk(busy, found(busy, PARENT).id)
    lead, until = parent.leads[0], date(2026, 11, 27)
    desk.does("BICH", lambda unit, actor: working.ask_extension(unit, actor, parent.id, lead, until, "Chờ ý kiến."))
    desk.does("CHI", lambda unit, actor: deciding.grant(unit, actor, parent.id, lead, newest(busy, PARENT)))

    await say(busy, busy.phone("BICH"), PARENT, *TO_BINH)

    assert found(busy, "NV-26-061").deadline == "27/11/2026"


async def test_a_day_after_the_deadline_is_refused_by_the_service_too(busy: World) -> None:
    parent = found(busy, PARENT)
    late = subtasks.New(WHAT, subtasks.Assignee(an_seat(busy), None, "A"), date(2026, 12, 1))

    with pytest.raises(BotError, match="subtask_late"):
        busy.write_now(
            lambda db: subtasks.assign(
                busy.unit(db), Desk(busy).actor("BICH"), parent.id, Desk(busy).seat("HIEPHOIB"), late
            )
        )


# --- its course


async def test_its_result_goes_to_whoever_assigned_it_and_the_desk_hears_nothing(busy: World) -> None:
    bich, chi, binh = busy.phone("BICH"), busy.phone("CHI"), busy.phone("BINH")
    await say(busy, bich, PARENT, *TO_BINH)
    subtask = found(busy, "NV-26-061")

    desk = Desk(busy, subtask.id)
    desk.does("BINH", reports(subtask))

    assert set(desk.told()) == {"BICH"}
    await say(busy, bich, "NV-26-061", "[Xác nhận kết quả]")
    assert found(busy, "NV-26-061").stage is Stage.DONE
    assert "Việc con NV-26-061 được xác nhận hoàn thành." in binh.last.text
    assert not chi.messages
    await say(busy, bich, PARENT)
    assert "Việc con đã xong: 01/01" in bich.last.text
    assert found(busy, PARENT).stage is Stage.NEW


async def test_a_result_is_returned_with_a_reason_and_reported_again(busy: World) -> None:
    bich, binh = busy.phone("BICH"), busy.phone("BINH")
    await say(busy, bich, PARENT, *TO_BINH)
    does(busy, "BINH", reports(found(busy, "NV-26-061")))

    await say(busy, bich, "NV-26-061", "[Trả lại]", "Còn thiếu 02 đơn vị.", "[Trả lại]")

    assert found(busy, "NV-26-061").stage is Stage.AGAIN
    assert "Lý do: Còn thiếu 02 đơn vị." in binh.last.text
    assert "Đã trả lại: Còn thiếu 02 đơn vị." in bich.last.text
    does(busy, "BINH", reports(found(busy, "NV-26-061"), "Đã bổ sung."))
    assert found(busy, "NV-26-061").stage is Stage.WAITING


async def test_a_part_that_is_no_longer_needed_is_in_no_count(busy: World) -> None:
    bich, binh = busy.phone("BICH"), busy.phone("BINH")
    await say(busy, bich, PARENT, *TO_BINH)

    await say(busy, bich, "NV-26-061", "[Thôi giao việc]", "Đã có danh mục.", "[Thôi giao việc]")

    assert "Việc con NV-26-061 không còn phải thực hiện." in binh.last.text
    await say(busy, bich, PARENT)
    assert "Việc con đã xong" not in bich.last.text


async def test_it_is_moved_by_whose_it_is_alone_and_the_others_of_the_seat_see_it(busy: World) -> None:
    bich = busy.phone("BICH")
    await say(busy, busy.phone("BINH"), PARENT, "[Giao việc con]", WHAT, "[Trần Thị Bích]", *TO_BINH[3:])
    subtask = found(busy, "NV-26-061")
    lead = subtask.leads[0]

    with pytest.raises(BotError, match="stale"):
        does(busy, "BINH", lambda unit, actor: working.receive(unit, actor, subtask.id, lead))
    does(busy, "BICH", lambda unit, actor: working.receive(unit, actor, subtask.id, lead))
    await say(busy, bich, "NV-26-061")

    assert "Tiến độ: đã nhận" in bich.last.text
    assert "Thôi giao việc" not in bich.last.labels  # she decides nothing on what is hers to do
    assert await refused(
        busy,
        "BICH",
        ConfirmSubtask(subtask.id, newest(busy, "NV-26-061")).data,
        OpenSubtaskAct(subtask.id, SubtaskAct.CANCEL, 1).data,
    )


async def test_neither_a_later_deadline_nor_a_question_of_a_part_reaches_the_desk(busy: World) -> None:
    await say(busy, busy.phone("BICH"), PARENT, *TO_BINH)
    subtask = found(busy, "NV-26-061")
    lead, seat = subtask.leads[0], Desk(busy).seat("HIEPHOIB")

    for act in (
        lambda unit, actor: working.ask_extension(unit, actor, subtask.id, lead, date(2026, 12, 10), "Chờ."),
        lambda unit, actor: working.ask(unit, actor, subtask.id, seat, "Gửi ai?"),
    ):
        with pytest.raises(BotError, match="subtask_asks"):
            does(busy, "BINH", act)


async def test_what_was_done_meanwhile_is_not_decided_on(busy: World) -> None:
    bich = busy.phone("BICH")
    await say(busy, bich, PARENT, *TO_BINH)
    subtask, lead = found(busy, "NV-26-061"), found(busy, "NV-26-061").leads[0]
    old = newest(busy, "NV-26-061")
    does(busy, "BINH", lambda unit, actor: working.progress(unit, actor, subtask.id, lead, 60))
    does(busy, "BINH", reports(subtask))

    await press(busy, bich, ConfirmSubtask(subtask.id, old).data)

    assert found(busy, "NV-26-061").stage is Stage.WAITING


# --- who sees it, and where


async def test_the_desk_and_other_seats_see_how_many_there_are_and_no_more(busy: World) -> None:
    await say(busy, busy.phone("BICH"), PARENT, *TO_BINH)
    subtask = found(busy, "NV-26-061")
    chi, an = busy.phone("CHI"), busy.phone("AN")

    await say(busy, chi, PARENT)
    assert "Việc con đã xong: 00/01" in chi.last.text
    for who, phone in (("CHI", chi), ("AN", an), ("LAN", busy.phone("LAN"))):
        assert await refused(busy, who, ShowTask(subtask.id, TaskFilter.OPEN, 0).data)
        await say(busy, phone, "NV-26-061")
        assert WHAT not in phone.last.text
        await say(busy, phone, "/tracuu danh muc thu tuc")
        assert "NV-26-061" not in phone.last.text
    with pytest.raises(BotError, match="stale"):
        does(busy, "CHI", lambda unit, actor: deciding.cancel(unit, actor, subtask.id, "Vì sao."))


async def test_it_is_in_the_list_of_whose_it_is_and_in_no_figure(busy: World) -> None:
    before = figures.task_figures(busy.unit())
    await say(busy, busy.phone("BICH"), PARENT, *TO_BINH)
    bich, binh, chi = (busy.phone(who) for who in ("BICH", "BINH", "CHI"))

    for phone in (bich, binh, chi):
        await say(busy, phone, "/nhiemvu")

    assert "NV-26-061 – chủ trì" in binh.last.text
    assert "NV-26-061" not in bich.last.text
    assert "NV-26-061" not in chi.last.text
    assert figures.task_figures(busy.unit()) == before


async def test_the_lead_lists_its_parts_with_whose_they_are(busy: World) -> None:
    bich = busy.phone("BICH")
    await say(busy, bich, PARENT, *TO_BINH, *TO_A, "[Xem việc con]")

    assert bich.last.text.splitlines() == [
        "Việc con của NV-26-045",
        "Việc con đã xong: 00/02",
        f"1. NV-26-061 – Lê Văn Bình, còn 05 ngày làm việc – {WHAT}",
        f"2. NV-26-062 – Hiệp hội A, còn 04 ngày làm việc – {WHAT}",
    ]
    assert bich.last.labels == ["Xem NV-26-061", "Xem NV-26-062", "‹ Quay lại"]


async def test_its_person_alone_is_reminded_of_it(busy: World) -> None:
    await say(busy, busy.phone("BICH"), PARENT, *TO_BINH)

    await turn_to(busy, 20)

    rows = busy.read.conn.execute(
        "SELECT DISTINCT p.code FROM reminders r JOIN persons p ON p.id = r.person WHERE r.subject = 'NV-26-061'"
    )
    assert [row[0] for row in rows] == ["BINH"]
    assert "NV-26-061" in busy.phone("BINH").last.text


async def test_a_part_has_no_parts_and_whoever_does_not_lead_gives_none(busy: World) -> None:
    await say(busy, busy.phone("BICH"), PARENT, *TO_BINH)
    subtask, parent = found(busy, "NV-26-061"), found(busy, PARENT)
    a, b = an_seat(busy), Desk(busy).seat("HIEPHOIB")

    assert await refused(busy, "BINH", OpenSubtask(subtask.id, b).data, ListSubtasks(subtask.id + 100).data)
    assert await refused(busy, "AN", *(OpenSubtask(parent.id, seat).data for seat in (a, b)))
    assert await refused(busy, "AN", ListSubtasks(parent.id).data)


# --- the contact of a seat


async def test_a_task_is_passed_to_another_person_who_alone_is_told_from_then_on(busy: World) -> None:
    bich, binh = busy.phone("BICH"), busy.phone("BINH")

    await say(busy, bich, PARENT, "[Chuyển đầu mối khác]")
    asked = bich.last.text.splitlines()
    await say(busy, bich, "[Chọn 2]")

    assert asked[:3] == [
        "Chuyển nhiệm vụ NV-26-045 cho đầu mối khác của Hiệp hội B:",
        "1. Trần Thị Bích",
        "2. Lê Văn Bình",
    ]
    assert "Trần Thị Bích chuyển đầu mối nhiệm vụ NV-26-045" in binh.last.text
    assert "Đầu mối của Hiệp hội B: Lê Văn Bình" in bich.last.text
    parent = found(busy, PARENT)
    desk = Desk(busy, parent.id)
    desk.does("CHI", lambda unit, actor: deciding.suspend(unit, actor, parent.id, "Vì sao."))
    assert set(desk.told()) == {"AN", "BINH"}
    desk.does("CHI", lambda unit, actor: deciding.resume(unit, actor, parent.id, "Vì sao."))
    does(busy, "BICH", lambda unit, actor: working.receive(unit, actor, parent.id, parent.leads[0]))

    await say(busy, binh, PARENT, "[Chuyển đầu mối khác]", "[Tất cả đầu mối]")
    assert found(busy, PARENT).courses[0].contact is None


async def test_the_contact_alone_is_reminded(busy: World) -> None:
    await say(busy, busy.phone("BICH"), PARENT, "[Chuyển đầu mối khác]", "[Chọn 2]")

    await turn_to(busy, 20)

    rows = busy.read.conn.execute(
        "SELECT DISTINCT p.code FROM reminders r JOIN persons p ON p.id = r.person"
        f" WHERE r.subject = '{PARENT}' AND r.state <> 'superseded' ORDER BY p.code"
    )
    assert [row[0] for row in rows] == ["AN", "BINH"]


async def test_only_who_leads_passes_it_on_and_only_to_who_holds_the_seat(busy: World) -> None:
    parent, a, b = found(busy, PARENT), an_seat(busy), Desk(busy).seat("HIEPHOIB")
    an = busy.read.conn.execute("SELECT id FROM persons WHERE code = 'AN'").fetchone()[0]

    assert await refused(busy, "AN", AskContact(parent.id, a).data, AskContact(parent.id, b).data)
    assert await refused(busy, "BICH", PassContact(parent.id, b, an).data)
    assert busy.count("task_events", "kind = 'passed'") == 0
