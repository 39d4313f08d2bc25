"""The desk says of a recurring task that reports are its results: of a line of a notice, in its form, and later."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.verbs.notices import CountReports
from storage import notices, tasks
from tests.handlers.acts import NIL
from tests.handlers.importing import (
    ACCEPT,
    ASSIGN,
    CHECK,
    CORRECT,
    FOUR,
    NEXT,
    PASTE,
    READ,
    RECORD,
    THREE,
    read_at_once,
)
from tests.handlers.importing import tasks as columns_of
from tests.handlers.test_task_assigning import BASIS
from tests.handlers.turning import turn_to
from tests.telegram import Phone
from tests.world import World, running, say

COUNTED = "Báo cáo định kỳ của thành viên được tính là kết quả của từng kỳ."
NOT_COUNTED = "Báo cáo định kỳ của thành viên không được tính là kết quả của từng kỳ."
ASKED = "Báo cáo định kỳ của thành viên có được tính là kết quả của từng kỳ không?"
COUNT, DO_NOT = "[Tính báo cáo]", "[Không tính báo cáo]"
REVIEW = "[Xem lại, giao]"
THIRD = (*PASTE, THREE, READ, CHECK, NEXT, NEXT)
"""The line of the Council, each month, to the Standing Body."""
TITLE = "Tổng hợp khó khăn, vướng mắc gửi Cơ quan thường trực"
TO_DEADLINE = ("/batdau", "[Giao nhiệm vụ]", BASIS, TITLE, "hiệp hội a", "[Bỏ qua]", "[Bỏ qua]")
REST = ("[Chọn 2]", "[Bỏ qua]", "[Bỏ qua]", "[Bỏ qua]")


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A running world in which everybody of the cast is linked."""
    monkeypatch.setattr("bot.services.tasks.notice_reading.read_in_child", read_at_once)
    world = World(tmp_path)
    world.import_roster()
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        world.link(code)
    async with running(world):
        yield world
    world.close()


@pytest.fixture
def chi(desk: World) -> Phone:
    return desk.phone("CHI")


def fulfilled_by(world: World) -> list[object]:
    """What fulfils each series."""
    found = columns_of(world, "fulfilled_by, deadline_kind")
    return [by for by, kind in found if kind == "recurring"]


def done(world: World) -> list[bool]:
    """Whether each course of the first occurrence is done."""
    occurrence = tasks.task_by_code(world.read, "NV-26-002")
    assert occurrence is not None
    return [course.done_on is not None for course in occurrence.courses]


# --- a line of a notice


async def test_a_line_that_is_sent_to_the_standing_body_is_proposed_and_becomes_such_a_task(
    desk: World, chi: Phone
) -> None:
    await say(desk, chi, *THIRD)
    line, labels = chi.last.text, chi.last.labels
    await say(desk, chi, ACCEPT, REVIEW)
    review = chi.last.text
    await say(desk, chi, ASSIGN)
    await say(desk, desk.phone("AN"), *NIL)

    assert COUNTED in line.splitlines()
    assert "Không tính báo cáo" in labels
    assert "Báo cáo định kỳ của thành viên được tính là kết quả của từng kỳ: mục 3." in review
    assert fulfilled_by(desk) == ["report"]
    assert done(desk) == [True, False]


@pytest.mark.parametrize(("presses", "reminded"), [((), False), ((DO_NOT,), True)])
async def test_what_reports_are_the_results_of_is_not_reminded_of_beside_them(
    desk: World, chi: Phone, presses: tuple[str, ...], reminded: bool
) -> None:
    await say(desk, chi, *THIRD, *presses, ACCEPT, REVIEW, ASSIGN)

    for day in range(17, 31):
        await turn_to(desk, day)

    assert (desk.count("reminders", "kind = 'task'") > 0) is reminded


async def test_one_press_says_that_reports_do_not_count_and_one_that_they_do(desk: World, chi: Phone) -> None:
    await say(desk, chi, *THIRD, DO_NOT)
    refused, labels = chi.last.text, chi.last.labels
    await say(desk, chi, COUNT)
    again = chi.last.text
    await say(desk, chi, DO_NOT, ACCEPT, REVIEW)
    review = chi.last.text
    await say(desk, chi, ASSIGN)

    assert NOT_COUNTED in refused.splitlines()
    assert refused.startswith("Đã sửa mục, chưa nhận.")
    assert "Tính báo cáo" in labels
    assert COUNTED in again.splitlines()
    assert "Báo cáo định kỳ" not in review
    assert fulfilled_by(desk) == [""]


async def test_what_was_said_of_an_accepted_line_has_to_be_accepted_anew(desk: World, chi: Phone) -> None:
    await say(desk, chi, *THIRD, ACCEPT, "[Xem danh sách]", "[Mục 3]", DO_NOT)

    assert desk.count("notice_lines", "decision = 'accepted'") == 0


async def test_the_words_decide_as_long_as_nobody_said_anything(desk: World, chi: Phone) -> None:
    await say(desk, chi, *THIRD, CORRECT, "[Sửa nội dung]", "Rà soát quy định", RECORD)
    corrected = chi.last.text
    await say(desk, chi, COUNT, CORRECT, "[Sửa nội dung]", "Rà soát văn bản", RECORD)

    assert NOT_COUNTED in corrected.splitlines()
    assert COUNTED in chi.last.text.splitlines()


async def test_other_lines_do_not_speak_of_reports_and_their_button_does_nothing(desk: World, chi: Phone) -> None:
    await say(desk, chi, *PASTE, FOUR, READ, CHECK, NEXT, NEXT, NEXT)
    quarterly = chi.last  # of the Council, which reports each month
    line = notices.lines_of(desk.read, 1)[3]
    chi.press(CountReports(line.id, line.rev, 1).data)
    await desk.settle()
    await say(desk, chi, "/nhapthongbao")

    assert "Định kỳ" in quarterly.text
    assert "kết quả của từng kỳ" not in quarterly.text
    assert not {"Tính báo cáo", "Không tính báo cáo"} & set(quarterly.labels)
    assert desk.count("notice_lines", "reports IS NOT NULL") == 0


async def test_a_line_with_a_lead_without_a_seat_does_not_either(desk: World, chi: Phone) -> None:
    await say(desk, chi, *THIRD, CORRECT, "[Sửa chủ trì]", "HIEPHOIA; Bộ Nội vụ", RECORD)

    assert "kết quả của từng kỳ" not in chi.last.text


async def test_a_button_of_an_earlier_state_of_the_line_says_nothing(desk: World, chi: Phone) -> None:
    await say(desk, chi, *THIRD)
    line = notices.lines_of(desk.read, 1)[2]
    await say(desk, chi, CORRECT, "[Sửa nội dung]", "Rà soát quy định", RECORD)
    chi.press(CountReports(line.id, line.rev, 1).data)
    await desk.settle()

    assert "Mục này đã thay đổi sau khi màn hình hiện ra" in chi.last.text
    assert desk.count("notice_lines", "reports IS NOT NULL") == 0


async def test_a_line_is_said_in_english_too(desk: World, chi: Phone) -> None:
    desk.write_now(lambda db: db.conn.execute("UPDATE persons SET language = 'en', language_chosen = 1"))
    await say(desk, chi, "/notice", "[Paste content]", THREE, "[Read document]", "[Check line by line]")
    await say(desk, chi, "[Next line]", "[Next line]", "[Do not count reports]")

    assert "The periodic reports of the members do not count as the results of each period." in chi.last.text
    assert "Count reports" in chi.last.labels


# --- the form of the desk


async def test_the_form_asks_it_of_a_recurring_task_and_offers_first_what_the_words_say(
    desk: World, chi: Phone
) -> None:
    await say(desk, chi, *TO_DEADLINE, "hằng tháng")
    asked = chi.last.text
    await say(desk, chi, "[Chọn 1]", *REST)
    review = chi.last.text
    await say(desk, chi, ASSIGN)
    await say(desk, desk.phone("AN"), *NIL)

    assert asked.splitlines()[-4:] == [ASKED, "Không trả lời: được tính.", "1. có", "2. không"]
    assert COUNTED in review.splitlines()
    assert fulfilled_by(desk) == ["report"]
    assert done(desk) == [True]


async def test_the_form_offers_no_first_where_the_words_say_something_else(desk: World, chi: Phone) -> None:
    to_deadline = ["Rà soát" if said == TITLE else said for said in TO_DEADLINE]
    await say(desk, chi, *to_deadline, "hằng tháng")
    asked = chi.last.text
    await say(desk, chi, "1", *REST)
    review = chi.last.text
    await say(desk, chi, ASSIGN)

    assert asked.splitlines()[-3:] == ["Không trả lời: không được tính.", "1. không", "2. có"]
    assert COUNTED not in review
    assert fulfilled_by(desk) == [""]


@pytest.mark.parametrize("deadline", ["25/11", "hằng quý", "không"])
async def test_the_form_does_not_ask_it_of_any_other_task(desk: World, chi: Phone, deadline: str) -> None:
    await say(desk, chi, *TO_DEADLINE, deadline)

    assert "trọng tâm" in chi.last.text
    assert ASKED not in chi.last.text


async def test_it_is_proposed_once_a_deadline_that_is_changed_recurs_and_forgotten_when_not(
    desk: World, chi: Phone
) -> None:
    await say(desk, chi, *TO_DEADLINE, "25/11", *REST, "[Sửa nội dung]", "[Đổi thời hạn]", "hằng tháng")
    proposed = chi.last.text
    await say(desk, chi, "[Sửa nội dung]", "[Sửa tính báo cáo]")
    asked = chi.last.text
    await say(desk, chi, "không")
    refused = chi.last.text
    await say(desk, chi, "[Sửa nội dung]", "[Sửa tính báo cáo]", "có")
    review = chi.last.text
    await say(desk, chi, "[Sửa nội dung]", "[Sửa chủ trì]", "Hiệp hội A; UBND tỉnh Điện Biên")
    outside = chi.last.text
    await say(desk, chi, ASSIGN)

    assert COUNTED in proposed.splitlines()
    assert ASKED in asked
    assert COUNTED not in refused
    assert COUNTED in review.splitlines()
    assert COUNTED not in outside
    assert fulfilled_by(desk) == [""]


# --- later


async def test_it_is_changed_later_with_a_reason_and_everybody_is_told(desk: World, chi: Phone) -> None:
    an = desk.phone("AN")
    await say(desk, an, *NIL)
    await say(desk, chi, *TO_DEADLINE, "hằng tháng", "[Chọn 2]", *REST, ASSIGN)
    before = done(desk)
    await say(desk, chi, "NV-26-001", "[Sửa, tạm hoãn, hủy]")
    labels = chi.last.labels
    await say(desk, chi, "[Sửa tính báo cáo]", "[Chọn 1]", "Báo cáo tháng đã đủ.", "[Ghi nhận thay đổi]")

    assert "Sửa tính báo cáo" in labels
    assert (before, done(desk)) == ([False], [True])
    assert any(COUNTED in message.text for message in an.messages)
    assert fulfilled_by(desk) == ["report"]


async def test_it_cannot_be_changed_where_reports_may_not_count(desk: World, chi: Phone) -> None:
    await say(desk, chi, *TO_DEADLINE, "hằng quý", *REST, ASSIGN, "NV-26-001", "[Sửa, tạm hoãn, hủy]")

    assert "Đổi thời hạn" in chi.last.labels
    assert "Sửa tính báo cáo" not in chi.last.labels
