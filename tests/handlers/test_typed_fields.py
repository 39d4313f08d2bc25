"""A field that is typed instead of chosen."""

from __future__ import annotations

import pytest

from tests.asking import step_at
from tests.catalogues import said
from tests.handlers.acts import OPEN
from tests.handlers.difficulties import items_of_the_draft
from tests.world import World, say

SEVERAL = "Several fields fit what was typed. Please choose one of them, or Other fields."


@pytest.mark.parametrize("typed", ["động", "khí", "hàng"])
async def test_a_syllable_of_a_name_chooses_no_field_and_is_asked_again(world: World, typed: str) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, typed)

    assert said('The list has no field "{typed}". Please choose the nearest one, or Other fields.', typed=typed) in (
        an.last.text
    )
    assert step_at("field") in an.last.text
    assert items_of_the_draft(world) == []


async def test_of_two_fields_that_fit_neither_is_taken_and_both_are_offered(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, "đất đai, môi trường")

    assert said(SEVERAL) in an.last.text
    assert an.last.labels[:3] == ["Đất đai", "Môi trường", "Xem lĩnh vực khác"]
    assert items_of_the_draft(world) == []


async def test_one_of_the_fields_offered_is_taken_when_it_is_chosen(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, "đầu tư xây dựng", "[Xây dựng]")

    assert items_of_the_draft(world) == [{"field": "xay_dung"}]


async def test_whoever_leaves_the_form_and_comes_back_is_still_offered_the_same_fields(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, "kinh doanh", "[Lưu nháp, thoát]", "[Tiếp tục bản nháp]")

    assert said(SEVERAL) in an.last.text
    assert an.last.labels[:3] == ["Đầu tư", "Bất động sản", "Năng lượng"]
