"""Tasks in the chat, and looking things up by their code, on the real program."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.clock import VN
from bot.domain.tasks import TaskFilter
from bot.domain.verbs.tasks import ListTasks, ShowTask
from tests.asking import answered
from tests.catalogues import out_of_date, part, said
from tests.handlers.acts import CONTENT, ONE, OPEN
from tests.task_world import FULL_HEADER, import_tasks
from tests.world import ROSTER, World, say, toast

NOT_FOUND = 'Chưa tìm thấy "{}" trong các báo cáo, nhiệm vụ của'


@pytest.fixture
def tasks(still_world: World) -> World:
    import_tasks(still_world)
    return still_world


@pytest.fixture
def busy(tasks: World, world: World) -> World:
    """The running world, with tasks."""
    assert tasks is world
    return world


async def test_a_member_sees_the_tasks_of_their_seat_overdue_first_and_nothing_else(busy: World) -> None:
    an = busy.phone("AN")

    await say(busy, an, "/nhiemvu")

    assert an.last.text.splitlines() == [
        said("<b>Tasks under way</b> ({first}–{last}/{total})", first="1", last="4", total="4"),
        "1. NV-26-038 – chủ trì, quá hạn 04 ngày làm việc – Hoàn thiện kết nối dữ liệu chuyên ngành",
        "2. NV-26-047 – chủ trì, còn 02 ngày làm việc – Cho ý kiến về phương án cắt giảm",
        "3. NV-26-045 – phối hợp, còn 05 ngày làm việc – Rà soát TTHC 03 năm không phát sinh",
        "4. NV-26-053 – theo dõi, không hạn – Cung cấp danh sách đầu mối",
    ]
    assert an.last.labels == [
        "Xem NV-26-038",
        "Xem NV-26-047",
        "Xem NV-26-045",
        "Xem NV-26-053",
        said("View tasks done"),
        said("Choose a list"),
        said("Main screen"),
    ]


async def test_the_filters_show_what_is_done_and_where_the_seat_coordinates(busy: World) -> None:
    an = busy.phone("AN")

    await say(busy, an, "/nhiemvu", "[Xem việc đã xong]")
    done = an.last.text
    await say(busy, an, "[Chọn danh sách]")
    lists = an.last.labels
    await say(busy, an, "[Phối hợp (01)]")

    assert "1. NV-23-014 – chủ trì, đã hoàn thành đúng hạn, 27/10/2023" in done
    assert "NV-26-" not in done
    assert "NV-26-045" in an.last.text
    assert "NV-26-038" not in an.last.text
    assert lists == [
        "Đang thực hiện (04)",
        "Chủ trì (02)",
        "Phối hợp (01)",
        "Quá hạn (01)",
        "Sắp đến hạn (01)",
        "Đã hoàn thành (01)",
        "Theo văn bản (04)",
        said("Main screen"),
    ]


async def test_the_secretariat_sees_every_task_with_who_leads(busy: World) -> None:
    chi = busy.phone("CHI")

    await say(busy, chi, "/nhiemvu")

    assert "(1–5/5)" in chi.last.text
    assert "1. NV-26-038 – chủ trì HIEPHOIA, quá hạn 04 ngày làm việc" in chi.last.text
    assert "NV-26-060 – chủ trì HIEPHOIB" in chi.last.text
    await say(busy, chi, "[Chọn danh sách]")
    assert not any("Phối hợp" in label or "Chủ trì" in label for label in chi.last.labels)


@pytest.mark.parametrize(
    "typed",
    [
        "/tracuu\nNV-26-047",
        "/tracuu\tNV-26-047",
        "/tracuu\u00a0NV-26-047",
        "/TRACUU@tro_ly_bot\u2003 nv 26 047",
        "/tracuu Mã: “NV-26-047”.",
        "(NV-26-047)",
        "Cho tôi xem mã NV-26-047 ạ",
    ],
)
async def test_a_command_ends_at_any_white_space_and_a_code_is_found_among_words(busy: World, typed: str) -> None:
    an = busy.phone("AN")
    await say(busy, an, "/tracuu NV-26-047")
    shown = an.last.text

    await say(busy, an, "/batdau", typed)

    assert "NV-26-047" in shown
    assert an.last.text == shown


async def test_a_task_is_shown_in_full_with_its_deadline_as_stated_and_as_reckoned(busy: World) -> None:
    an = busy.phone("AN")

    await say(busy, an, "/nhiemvu", "[Xem NV-26-047]")

    assert an.last.text.splitlines() == [
        "NV-26-047 – Cho ý kiến về phương án cắt giảm",
        said("Assigned by: {basis}", basis="Văn bản số 47"),
        "Chủ trì: Hiệp hội A",
        said("Coordinating: {name}", name="Hiệp hội B"),
        "Ngày giao: 05/11/2026",
        "Thời hạn: 17:00 thứ Tư, ngày 18/11/2026 (văn bản giao ghi: trước ngày 19/11/2026)",
        "Tình trạng: chưa hoàn thành, trong hạn, sắp đến hạn, còn 02 ngày làm việc",
        "Tiến độ: mới giao",
        "",
        "Ghi chú: Gửi tệp",
    ]
    assert an.last.labels == [
        "Xác nhận đã nhận",
        "Cập nhật tiến độ",
        "Báo hoàn thành",
        "Điều chỉnh thời hạn",
        "Gửi câu hỏi",
        "Xem quá trình (01)",
        said("Task dossier"),
        said("Assign part{member}", member=""),
        said("‹ Back to the list"),
        said("Main screen"),
    ]
    assert an.last.edits == 1


async def test_the_day_passes_and_the_same_task_is_overdue_though_nothing_was_stored(busy: World) -> None:
    an = busy.phone("AN")
    await say(busy, an, "/nhiemvu", "[Xem NV-26-047]", "[‹ Về danh sách]")

    busy.clock.set(datetime(2026, 11, 18, 17, 1, tzinfo=VN))
    await say(busy, an, "[Xem NV-26-047]")

    assert "chưa hoàn thành, quá hạn chưa đến 01 ngày làm việc" in an.last.text


async def test_five_tasks_stand_on_a_page_and_the_way_back_leads_to_the_same_page(
    still_world: World, world: World
) -> None:
    rows = [f"NV-26-{n:03},Văn bản,Việc số {n},HIEPHOIA,,day,{n}/12/2026,,,,,," for n in range(1, 13)]
    import_tasks(still_world, "\n".join((FULL_HEADER, *rows)))
    an = world.phone("AN")

    await say(world, an, "/nhiemvu", "[Xem trang sau]", "[Xem trang sau]")
    last = an.last.text
    await say(world, an, "[Xem NV-26-011]", "[‹ Về danh sách]")

    assert "(11–12/12)" in last
    assert an.last.text == last
    assert "Xem trang sau" not in an.last.labels
    assert "Xem trang trước" in an.last.labels


async def test_whoever_has_no_task_is_told_so(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, "/nhiemvu")
    await say(world, chi, "/nhiemvu")

    assert an.last.text == said("At present {you} have no tasks under way.", you="Ông")
    assert chi.last.text == said("At present no task is under way.")
    assert an.last.labels == [said("View tasks done"), said("Choose a list"), said("Main screen")]


async def test_the_main_screen_counts_what_is_under_way_and_leads_to_it(busy: World) -> None:
    an = busy.phone("AN")

    await say(busy, an, "/batdau")
    said = an.last.text
    await say(busy, an, "[Xem nhiệm vụ]")

    assert "Nhiệm vụ: 04 đang thực hiện, trong đó 01 sắp đến hạn, 01 quá hạn." in said
    assert "(1–4/4)" in an.last.text


async def test_the_main_screen_says_nothing_of_tasks_where_there_are_none(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/batdau")

    assert "Nhiệm vụ" not in an.last.text
    assert said("View tasks") not in an.last.labels


# --- looking up


@pytest.mark.parametrize("typed", ["/tracuu NV-26-045", "/tracuu nv 26 045", "/tracuu nv2645", "/tracuu  Nv.26-45"])
async def test_a_task_is_found_in_any_spelling_of_its_code(busy: World, typed: str) -> None:
    an = busy.phone("AN")

    await say(busy, an, typed)

    assert an.last.text.startswith("NV-26-045")


async def test_without_a_code_one_is_asked_for_and_the_next_text_is_taken_as_it(busy: World) -> None:
    an = busy.phone("AN")

    await say(busy, an, *OPEN, "/tracuu")
    asked = an.last.text
    await say(busy, an, "nv 26 045")

    assert "hoặc nhập mã, ví dụ: NV-26-045" in asked
    assert an.last.text.startswith("NV-26-045")


async def test_a_code_typed_into_an_open_form_is_an_answer_of_the_form(busy: World) -> None:
    an = busy.phone("AN")

    await say(busy, an, *OPEN, "[Đất đai]", "NV-26-045")

    assert "Hoàn thiện" not in an.last.text
    assert "NV-26-045" in busy.read.conn.execute("SELECT answers FROM drafts").fetchone()[0]


async def test_a_member_finds_their_report_and_the_difficulties_in_it(busy: World) -> None:
    an = busy.phone("AN")
    await say(busy, an, *OPEN, *ONE, "[Gửi báo cáo]")

    await say(busy, an, "bc2611001")
    report = an.last.text
    await say(busy, an, "[Xem VM-2611-001]")

    assert said("<b>{code}</b> – report for {period}", code="BC-2611-001", period="tháng 11/2026") in report
    assert "1. VM-2611-001 – Đất đai" in report
    assert "Hiệp hội A, trong BC-2611-001, gửi lúc 08:15 ngày 16/11/2026" in an.last.text
    assert CONTENT in an.last.text


async def test_what_is_anothers_is_answered_like_what_does_not_exist(busy: World) -> None:
    an, binh = busy.phone("AN"), busy.phone("BINH")
    await say(busy, binh, *OPEN, *ONE, "[Gửi báo cáo]")

    answers = []
    for code in ("NV-26-060", "NV-26-999", "BC-2611-001", "BC-2611-999", "VM-2611-001", "VM-2611-999", "DX-2611-001"):
        await say(busy, an, f"/tracuu {code}")
        answers.append(an.last.text.replace(code, "…"))

    assert set(answers) == {NOT_FOUND.format("…") + " Ông. Mời kiểm tra lại mã hoặc tìm theo từ khóa."}


@pytest.mark.parametrize("code", ["NV-26-060", "BC-2611-001", "VM-2611-001"])
@pytest.mark.parametrize("who", ["CHI", "LAN"])
async def test_the_secretariat_and_its_leader_find_everything(busy: World, who: str, code: str) -> None:
    binh, reader = busy.phone("BINH"), busy.phone(who)
    await say(busy, binh, *OPEN, *ONE, "[Gửi báo cáo]")

    await say(busy, reader, f"/tracuu {code}")

    assert reader.last.text.startswith(f"{code}")


async def test_a_long_difficulty_is_cut_and_each_text_can_be_viewed(busy: World) -> None:
    an = busy.phone("AN")
    long = "Doanh nghiệp phải nộp lại hồ sơ. " * 60
    one = answered(field="[Đất đai]", content=long, proposal=long)
    await say(busy, an, *OPEN, *one, "[Gửi báo cáo]", "/tracuu VM-2611-001")

    await say(busy, an, "[Xem nội dung]")

    assert long.strip() in an.last.text


async def test_a_stranger_is_told_nothing_of_tasks(busy: World) -> None:
    dung = busy.phone("DUNG")

    await say(busy, dung, "/nhiemvu", "/tracuu NV-26-045", "NV-26-045")
    dung.press(ShowTask(1, TaskFilter.OPEN, 0).data)
    await busy.settle()

    assert all("mã mời" in seen.text for seen in dung.messages[:3])
    assert not any("437/TB-VPCP" in seen.text for seen in dung.messages)


@pytest.mark.parametrize(
    "data", ["ta:6:o:0", "ta:zz:o:0", "ta:1", "ta:1:q:0", "tl:q:0", "tl:o", "tv", "tv:vm2611001:c"]
)
async def test_a_forged_press_shows_nothing(busy: World, data: str) -> None:
    an = busy.phone("AN")

    an.press(data)
    await busy.settle()

    assert (await toast(an)).startswith(out_of_date())
    assert an.messages == []


async def test_a_page_far_behind_the_end_shows_the_last_one(busy: World) -> None:
    an = busy.phone("AN")

    an.press(ListTasks(TaskFilter.OPEN, 36**6 - 1).data)
    await busy.settle()

    assert "(1–4/4)" in an.last.text


async def test_whoever_holds_no_duty_any_more_sees_no_task(busy: World) -> None:
    an = busy.phone("AN")
    busy.write_now(lambda db: db.conn.execute("UPDATE duties SET valid_to = '2026-11-16' WHERE id = 1"))

    await say(busy, an, "/nhiemvu", "/tracuu NV-26-045")

    assert [seen.text for seen in an.messages] == [an.last.text] * 2
    assert part("This function is for members who report for an organisation. Questions: {phone}.") in an.last.text


async def test_of_several_members_in_a_part_each_has_a_line_and_those_beyond_three_are_counted(
    still_world: World, world: World
) -> None:
    seats = "".join(
        f'P{n},Người {n},,,vi,,focal,hoi_dong_tu_van,SEAT{n},"Hiệp hội chè, cà phê số {n}"\n' for n in range(1, 6)
    )
    still_world.import_roster(ROSTER + seats)
    coordinating = " ".join(f"SEAT{n}" for n in range(1, 6))
    import_tasks(
        still_world,
        f"{FULL_HEADER}\nNV-26-001,Văn bản,Việc chung,HIEPHOIA,{coordinating},day,30/11/2026,,,,,,",
    )
    an = world.phone("AN")

    await say(world, an, "/nhiemvu", "[Xem NV-26-001]")

    lines = an.last.text.splitlines()
    start = lines.index("Phối hợp:")
    assert lines[start - 1] == "Chủ trì: Hiệp hội A"
    assert lines[start + 1 : start + 5] == [
        "• Hiệp hội chè, cà phê số 1",
        "• Hiệp hội chè, cà phê số 2",
        "• Hiệp hội chè, cà phê số 3",
        "• và 02 thành viên khác",
    ]


async def test_no_screen_of_tasks_has_a_semicolon(busy: World) -> None:
    an, texts = busy.phone("AN"), []

    await say(busy, an, "/nhiemvu")
    for code in ("NV-26-038", "NV-26-047", "NV-26-045", "NV-26-053"):
        await say(busy, an, f"[Xem {code}]")
        texts.append(an.last.text)
        await say(busy, an, "[‹ Về danh sách]")

    assert not any(";" in text or ".." in text for text in texts)
