"""Wherever a screen has buttons, its number or its label typed does the same as the press."""

from __future__ import annotations

import pytest

from tests.asking import answered, step_at
from tests.catalogues import part, said
from tests.handlers.acts import CONTENT, OPEN, PROPOSAL, TO_REVIEW, draft_of
from tests.handlers.turning import turn_to
from tests.world import World, running, say


@pytest.mark.parametrize("typed", ["1", "1.", "Gửi báo cáo", "gui bao cao", "GỬI BÁO CÁO"])
async def test_a_number_or_a_label_picks_what_a_menu_offers(world: World, typed: str) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")

    await say(world, an, typed)

    assert part("Please choose the report:") in an.last.text


async def test_a_report_can_be_written_and_sent_without_pressing_anything(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/baocao", "1", "Khai vướng mắc", "1", "không rõ thủ tục", CONTENT, "bỏ qua", "không")
    await say(world, an, PROPOSAL, "không kèm tệp", "xem lại, gửi", "1")

    assert world.count("reports") == 1
    assert said("<b>Report {report} has been received</b>", report="BC-2611-001") in an.last.text


async def test_a_typed_choice_is_answered_below_and_the_screen_above_loses_its_buttons(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao")
    above = an.last

    await say(world, an, "1")

    assert above.rows == []
    assert an.last.labels
    assert an.last.id > above.id


@pytest.mark.parametrize("typed", ["7", "0", "99", "không khí", "đất"])
async def test_what_was_not_offered_is_no_choice(world: World, typed: str) -> None:
    an = world.phone("AN")
    await say(world, an, "/trogiup")

    await say(world, an, typed)

    assert part("The system could not make out the request. Please choose:") in an.last.text


async def test_a_number_means_what_was_shown_last_and_a_label_what_bears_it(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=CONTENT, before="proposal"))

    await say(world, an, "quay lại")

    assert step_at("agency") in an.last.text


async def test_the_form_of_address_can_be_typed(empty_world: World) -> None:
    empty_world.import_roster()
    async with running(empty_world) as world:
        bich, code = world.phone("BICH"), world.invite("BICH").code

        await say(world, bich, code, "1", "đồng ý, tiếp tục", "bà")

        assert "Đã liên kết tài khoản của Trần Thị Bích" in bich.last.text
        assert world.count("persons", "code = 'BICH' AND honorific = 'ba'") == 1


@pytest.mark.parametrize("typed", ["xin chào", CONTENT, "/xyz"])
async def test_nothing_that_is_typed_takes_the_only_way_to_choose_the_form_of_address_away(
    empty_world: World, typed: str
) -> None:
    empty_world.import_roster()
    async with running(empty_world) as world:
        bich, code = world.phone("BICH"), world.invite("BICH").code
        await say(world, bich, code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")

        await say(world, bich, typed)

        await say(world, bich, "/trogiup", "[Mở cài đặt]", "[Đổi xưng hô]")
        assert {"Đồng chí", "Ông", "Bà", "Giữ trung tính"} <= set(bich.last.labels)
        await say(world, bich, "bà")
        assert world.count("persons", "code = 'BICH' AND honorific = 'ba'") == 1


async def test_a_number_typed_before_the_screen_could_be_read_chooses_nothing(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *TO_REVIEW)
    an.reads_for = 0

    an.send("1")
    await world.settle()

    assert world.count("reports") == 0
    assert [each["text"] for each in draft_of(world)["kept"]] == ["1"]


async def test_a_number_typed_before_a_card_arrived_picks_from_the_screen_that_had_been_read(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    world.telegram.server_now += 60
    await turn_to(world, 17)
    an.reads_for = 0

    an.send("1")
    await world.settle()

    assert part("Please choose the report:") in an.last.text


@pytest.mark.parametrize("typed", ["1", "label"])
async def test_once_it_has_been_read_a_number_picks_from_the_card(world: World, typed: str) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    await turn_to(world, 17)

    await say(world, an, an.last.labels[0] if typed == "label" else typed)

    assert "Báo cáo tháng 11/2026" in an.last.text
    assert part("Please choose the report:") not in an.last.text
