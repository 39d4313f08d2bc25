"""A programme of tasks is imported whole or not at all."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.domain.tasks import Part
from bot.errors import BotError
from bot.services.tasks import importing
from bot.services.tasks.importing import Imported
from storage import people, tasks
from tests.task_world import FULL_HEADER, HEADER, TASKS, bad_lines, import_tasks
from tests.world import World

ROW = "NV-26-001,Văn bản,Việc,HIEPHOIA,,day,30/11/2026,,"


def refusal(world: World, *rows: str, header: str = HEADER) -> str:
    with pytest.raises(BotError) as refused:
        import_tasks(world, "\n".join((header, *rows)) + "\n")
    assert refused.value.code == "tasks_bad"
    return bad_lines(refused.value)


def events(world: World, code: str) -> list[tuple[str, dict[str, object]]]:
    found = world.read.conn.execute(
        "SELECT e.kind, e.detail FROM task_events e JOIN tasks t ON t.id = e.task WHERE t.code = ? ORDER BY e.id",
        (code,),
    )
    return [(kind, json.loads(detail)) for kind, detail in found]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (ROW.replace("NV-26-001", "26/001"), "task_code phải theo mẫu NV-26-045"),
        (ROW.replace("NV-26-001", ""), "task_code phải theo mẫu NV-26-045"),
        (ROW.replace("Việc", " "), "title để trống"),
        (ROW.replace("Văn bản", ""), "basis để trống"),
        (ROW.replace("HIEPHOIA", "NOBODY HIEPHOIA"), '"NOBODY"'),
        (ROW.replace("HIEPHOIA", ""), "chưa ghi thành viên nào"),
        (ROW.replace("day", "someday"), "deadline_kind phải là một trong"),
        (ROW.replace("30/11/2026", "30/02/2026"), '"30/02/2026" không phải là thời hạn loại day'),
        (ROW.replace("30/11/2026,", "30/11/2026,monthly"), "recurrence phải là"),
        (ROW.replace("day,30/11/2026,", "recurring,20,"), "recurrence phải là"),
        (ROW.replace("day,30/11/2026,", "recurring,32,monthly"), '"32" không phải là ngày trong tháng'),
        (ROW.replace("day", "none"), "nhiệm vụ loại none thì deadline để trống"),
        (ROW.replace("Việc", "V" * 1001), "1000"),
        (ROW + ",,thừa", "cột K không có tên cột"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_nothing_is_written(still_world: World, row: str, reason: str) -> None:
    said = refusal(still_world, ROW.replace("NV-26-001", "NV-26-999"), row)

    assert "Có 1 lỗi" in said
    assert "dòng 3: " in said
    assert reason in said
    assert still_world.count("tasks") == 0


def test_every_fault_of_a_file_is_listed_in_the_order_of_its_lines(still_world: World) -> None:
    said = refusal(still_world, ROW, ROW, ROW.replace("day,30/11/2026", "week,"), "NV-26-002")

    assert [line.partition(":")[0] for line in said.splitlines()[1:]] == ["dòng 3", "dòng 4", "dòng 4", *["dòng 5"] * 4]
    assert "nhiệm vụ NV-26-001 đã có ở dòng trước" in said


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (",,31/11/2026,", 'done_on: "31/11/2026" không phải là ngày'),
        (",02/11/2026,01/11/2026,", "done_on trước assigned_on"),
        (",,,Quyết định", "có result thì phải có done_on"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(still_world: World, outcome: str, reason: str) -> None:
    assert reason in refusal(still_world, f"{ROW},{outcome}", header=FULL_HEADER)


@pytest.mark.parametrize("text", ["", "\n", "task_code,title\n", HEADER + ",surprise\n", HEADER + ",result,result\n"])
def test_another_header_is_refused(still_world: World, text: str) -> None:
    with pytest.raises(BotError) as refused:
        import_tasks(still_world, text)

    assert "dòng 1: dòng tiêu đề phải là" in bad_lines(refused.value)


def test_a_file_without_tasks_is_refused(still_world: World) -> None:
    assert "không có nhiệm vụ nào" in refusal(still_world)


def test_a_semicolon_file_with_a_byte_order_mark_is_read(still_world: World) -> None:
    import_tasks(still_world, "\ufeff" + f"{HEADER}\n{ROW}\n".replace(",", ";"))

    assert still_world.count("tasks", "code = 'NV-26-001'") == 1


def test_a_body_stands_for_all_its_valid_seats_and_a_seat_keeps_its_weightiest_part(still_world: World) -> None:
    import_tasks(still_world, f"{HEADER}\n{ROW.replace('HIEPHOIA,', 'HIEPHOIA,hoi_dong_tu_van')}\n")

    stored = tasks.task_by_code(still_world.read, "NV-26-001")
    assert stored is not None
    a, b = people.seats_of_body(still_world.read, "hoi_dong_tu_van")
    assert stored.seats == {Part.LEAD: (a.id,), Part.COORDINATING: (b.id,)}


def test_a_seat_that_has_ended_is_not_meant_by_its_body_any_more(still_world: World) -> None:
    still_world.write_now(
        lambda db: db.conn.execute("UPDATE seats SET valid_to = '2026-11-01' WHERE code = 'HIEPHOIB'")
    )

    names = importing.names(still_world.unit())

    assert [seat.code for seat in names["hoi_dong_tu_van"]] == ["HIEPHOIA"]
    assert "HIEPHOIB" in names
    assert "to_cong_tac" not in names


def test_importing_again_changes_nothing_where_nothing_changed(still_world: World) -> None:
    first = import_tasks(still_world)
    audited = still_world.count("audit")

    assert import_tasks(still_world) == Imported(new=0, changed=0, same=6)
    assert first == Imported(new=6, changed=0, same=0)
    assert still_world.count("audit") == audited
    assert still_world.count("task_events") == 7  # six created, one of them done


def test_importing_again_updates_and_keeps_what_was(still_world: World) -> None:
    import_tasks(still_world)

    changed = import_tasks(still_world, TASKS.replace("day,23/11/2026", "day,30/11/2026"))

    assert changed == Imported(new=0, changed=1, same=5)
    kind, detail = events(still_world, "NV-26-045")[-1]
    assert (kind, detail) == ("imported", {"deadline": {"from": "23/11/2026", "to": "30/11/2026"}})
    assert still_world.count("audit", "verb = 'task.imported' AND object = 'task:NV-26-045'") == 1


def test_an_outcome_is_kept_as_an_event_and_an_empty_one_does_not_undo_it(still_world: World) -> None:
    import_tasks(still_world)

    import_tasks(still_world, TASKS.replace("27/10/2023,Chỉ thị số 27/CT-TTg", ","))

    stored = tasks.task_by_code(still_world.read, "NV-23-014")
    assert stored is not None
    assert (stored.done_on, stored.result) == (date(2023, 10, 27), "Chỉ thị số 27/CT-TTg")
    assert events(still_world, "NV-23-014")[-1] == (
        "done",
        {"done_on": "2023-10-27", "result": "Chỉ thị số 27/CT-TTg"},
    )


def test_a_file_of_the_nine_columns_leaves_who_watches_as_it_was(still_world: World) -> None:
    import_tasks(still_world)

    import_tasks(still_world, f"{HEADER}\nNV-26-053,Văn bản số 53,Cung cấp danh sách đầu mối,HIEPHOIB,,none,,,\n")

    assert [kind for kind, _ in events(still_world, "NV-26-053")] == ["created"]
