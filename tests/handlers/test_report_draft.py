"""A draft of a report: answers changed and deleted, fields, and acts that come twice, late or all at once."""

from __future__ import annotations

import pytest

from tests.asking import step_at, typed
from tests.catalogues import out_of_date, said
from tests.handlers.acts import CONTENT, ONE, OPEN, PROPOSAL, TO_REVIEW, press
from tests.handlers.difficulties import SECOND, difficulties, items_of_the_draft
from tests.world import World, say

CHANGES = [
    ("[Sửa lĩnh vực]", "[Đầu tư]", 0, "dau_tu"),
    ("[Sửa thủ tục]", "Cấp giấy chứng nhận", 1, "Cấp giấy chứng nhận"),
    ("[Sửa nội dung]", "Một mô tả khác, cũng đủ dài.", 2, "Một mô tả khác, cũng đủ dài."),
    ("[Sửa căn cứ]", "khoản 2 Điều 5", 3, "khoản 2 Điều 5"),
    ("[Sửa kiến nghị]", "Một kiến nghị khác.", 4, "Một kiến nghị khác."),
]


@pytest.mark.parametrize(("change", "answer", "column", "stored"), CHANGES)
async def test_any_answer_can_be_changed_from_the_review_and_only_that_one(
    world: World, change: str, answer: str, column: int, stored: str
) -> None:
    an = world.phone("AN")

    await say(world, an, *TO_REVIEW, "[Sửa mục 1]", change, answer)
    assert "Kiểm tra trước khi gửi" in an.last.text
    await say(world, an, "[Gửi báo cáo]")

    expected = ["dat_dai", "", CONTENT, "", PROPOSAL]
    expected[column] = stored
    assert difficulties(world) == [tuple(expected)]


async def test_an_item_is_deleted_after_it_was_confirmed_and_the_others_stay(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE, "[Thêm vướng mắc]", *SECOND)

    await say(world, an, "[Sửa mục 1]", "[Xóa mục 1]")
    assert "Xóa mục 1 khỏi bản nháp?" in an.last.text
    assert len(items_of_the_draft(world)) == 2

    await say(world, an, "[Xóa mục 1]", "[Gửi báo cáo]")
    assert [row[0] for row in difficulties(world)] == ["dau_tu"]


async def test_write_more_puts_the_text_behind_the_answer(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *ONE[:3], "[Viết thêm]", "Từ tháng 3/2026.", *ONE[3:-1])
    await say(world, an, "[Viết thêm]", "Trong quý I/2027.", "[Không kèm tệp]", "[Gửi báo cáo]")

    assert difficulties(world)[0][2] == f"{CONTENT}\nTừ tháng 3/2026."
    assert difficulties(world)[0][4] == f"{PROPOSAL}\nTrong quý I/2027."


async def test_a_field_may_be_typed_without_accents(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, "thue hai quan")

    assert f"{step_at('procedure')} – Thuế, hải quan" in an.last.text


async def test_a_field_nobody_knows_is_repeated_and_asked_for_again(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, "phi hành vũ trụ")

    assert 'Danh mục chưa có lĩnh vực "phi hành vũ trụ"' in an.last.text
    assert step_at("field") in an.last.text


async def test_all_fields_are_behind_other_fields(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN)
    assert "Y tế, thực phẩm" not in an.last.labels

    await say(world, an, "[Xem lĩnh vực khác]", "[Y tế, thực phẩm]")
    assert f"{step_at('procedure')} – Y tế" in an.last.text


async def test_the_field_used_last_is_offered_first_and_named_so(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, "[Xem lĩnh vực khác]", "[Y tế, thực phẩm]", *ONE[1:], "[Gửi báo cáo]")

    await say(world, an, "/baocao", "[Báo cáo tháng 12]", "[Tiếp tục báo cáo]", "[Khai vướng mắc]")

    assert an.last.labels[0] == said("{field} (last time)", field="Y tế, thực phẩm")
    await say(world, an, "[Y tế, thực phẩm (lần trước)]")
    assert items_of_the_draft(world) == [{"field": "y_te"}]


async def test_two_taps_on_one_button_count_once(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN)

    data = an.tap("Đất đai")
    an.press(data)
    await world.settle()

    assert said("This screen is out of date; nothing was done. The latest content is shown again.") in an.last.text
    assert f"{step_at('procedure')} – Đất đai" in an.last.text
    assert items_of_the_draft(world) == [{"field": "dat_dai"}]


async def test_send_pressed_twice_at_once_stores_one_report_and_the_second_press_names_its_code(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *TO_REVIEW)

    data = an.tap("Gửi báo cáo")
    words = await press(world, an, data)

    assert words == "Báo cáo đã được nhận lúc 08:15, mã BC-2611-001. Không cần gửi lại."
    assert world.count("reports") == 1
    assert sum("Đã nhận báo cáo" in message.text for message in an.messages) == 1


async def test_a_stale_button_changes_nothing_and_shows_where_the_form_stands(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN)
    old = an.tap("Đất đai")
    await world.settle()
    await say(world, an, *ONE[1:3])
    items = items_of_the_draft(world)

    await press(world, an, old)

    assert out_of_date() in an.last.text
    assert step_at("legal") in an.last.text
    assert items_of_the_draft(world) == items


async def test_answers_typed_one_after_the_other_end_in_the_right_form(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN)

    for answer in typed(
        field="dat dai", procedure="Cấp giấy chứng nhận", content=CONTENT, legal="khoản 2 Điều 5", proposal=PROPOSAL
    ):
        await say(world, an, answer)

    assert f"{step_at('files')} – Đất đai (không bắt buộc)" in an.last.text
    await say(world, an, "[Không kèm tệp]", "[Gửi báo cáo]")
    assert difficulties(world) == [("dat_dai", "Cấp giấy chứng nhận", CONTENT, "khoản 2 Điều 5", PROPOSAL)]


async def test_many_members_whose_answers_arrive_together_do_not_mix(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, *OPEN)
    await say(world, bich, *OPEN)

    theirs = [
        typed(field="dat dai", content=f"Mô tả đủ hai mươi ký tự, số {mark}", proposal=f"Kiến nghị số {mark}")
        for mark in "AB"
    ]
    for of_an, of_bich in zip(*theirs, strict=True):
        an.send(of_an)
        bich.send(of_bich)
        await world.settle()
    await say(world, an, "[Không kèm tệp]", "[Gửi báo cáo]")
    await say(world, bich, "[Không kèm tệp]", "[Gửi báo cáo]")

    assert [(row[2][-1], row[4][-1]) for row in difficulties(world)] == [("A", "A"), ("B", "B")]
