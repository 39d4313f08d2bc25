"""What was entered of a task and not saved is no part of the quarterly report, and the review says so."""

from __future__ import annotations

import pytest

from tests.handlers.task_results import DOCUMENT, RESULT, SAVED, TO_TASK
from tests.handlers.working_group import OPEN
from tests.telegram import Phone
from tests.world import World, say

LEFT = (*TO_TASK, RESULT, "[Lưu nháp, thoát]")
SAYS = "Chưa có trong báo cáo, do kết quả đã nhập nhưng chưa lưu: NV-26-101."
TO_NIL = (*OPEN, "[Báo không phát sinh]", "[Bỏ qua]")


async def test_a_result_that_was_entered_and_not_saved_is_named_where_the_report_is_checked(
    group: World, giap: Phone
) -> None:
    await say(group, giap, *LEFT, *TO_NIL)

    assert SAYS in giap.last.text


async def test_once_it_is_saved_nothing_is_said_of_it(group: World, giap: Phone) -> None:
    await say(group, giap, *LEFT, *TO_TASK[:-1], "[Nêu kết quả NV-26-101]", DOCUMENT, "[Bỏ qua]", "[Lưu kết quả]")

    await say(group, giap, "[‹ Về báo cáo]", "[Báo không phát sinh]", "[Bỏ qua]")

    assert "NV-26-101" in giap.last.text
    assert "chưa lưu" not in giap.last.text


async def test_nor_of_one_that_was_only_looked_at(group: World, giap: Phone) -> None:
    await say(group, giap, *TO_TASK, "[Lưu nháp, thoát]", *TO_NIL)

    assert "chưa lưu" not in giap.last.text


async def test_what_was_saved_and_is_being_changed_is_named_again(group: World, giap: Phone) -> None:
    await say(group, giap, *SAVED, "[Sửa kết quả NV-26-101]")
    await say(
        group,
        giap,
        "[Sửa nội dung]",
        "[Sửa nội dung]",
        "[Sửa kết quả]",
        "Đã ban hành nghị định.",
        "[Lưu nháp, thoát]",
        *TO_NIL,
    )

    assert SAYS in giap.last.text


@pytest.mark.parametrize(
    "typed", ["Viết tiếp NV-26-101", "viet tiep nv 26 101", "VIẾT TIẾP NV26101", "viết tiếp nv.26.101."]
)
async def test_the_label_of_a_draft_typed_with_its_code_in_any_spelling_is_the_press(
    group: World, giap: Phone, typed: str
) -> None:
    await say(group, giap, *LEFT, "/batdau")
    assert "Viết tiếp NV-26-101" in giap.last.labels

    await say(group, giap, typed)

    assert giap.last.text.startswith("NV-26-101 – bước 2/3")
