"""Old buttons of a period that has been filed since: they name the code, and what is kept in a draft stays as it is."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.clock import VN
from tests.catalogues import out_of_date
from tests.handlers.acts import CLOSED, CONTENT, JANUARY_TOO, NIL, OPEN, SENT, TO_REVIEW, press
from tests.world import World, say, toast

DECEMBER_CLOSED = datetime(2026, 12, 25, 17, tzinfo=VN)


def seat_of(world: World, code: str) -> int:
    return int(world.read.conn.execute("SELECT id FROM seats WHERE code = ?", (code,)).fetchone()[0])


def live_draft(world: World) -> tuple[object, ...]:
    """The one draft that has not been sent, as it is stored."""
    (found,) = world.read.conn.execute("SELECT * FROM drafts WHERE closed_at IS NULL").fetchall()
    return tuple(found)


async def keep_a_draft_beside_nothing_new(world: World) -> None:
    await say(world, world.phone("AN"), *OPEN, "[Đất đai]", "[‹ Quay lại]", "[‹ Quay lại]")
    await say(world, world.phone("AN"), "[Báo không phát sinh]", "[Gửi báo cáo]")


@pytest.mark.parametrize("verb", ["z", "n"])
@pytest.mark.parametrize("at", [None, CLOSED], ids=["while the period is open", "after its close"])
async def test_an_old_button_names_what_was_filed_and_leaves_the_kept_draft_alone(
    world: World, verb: str, at: datetime | None
) -> None:
    an = world.phone("AN")
    await keep_a_draft_beside_nothing_new(world)
    kept = live_draft(world)
    if at:
        world.clock.set(at)

    await press(world, an, f"{verb}:{seat_of(world, 'HIEPHOIA')}:2611")

    assert "mã BC-2611-001" in an.last.text
    assert "Gửi báo cáo" not in an.last.labels
    assert live_draft(world) == kept


@pytest.mark.parametrize("what", ["n:0", "s:0", "b:0", "y:0"])
async def test_an_old_choice_of_the_form_names_what_was_filed_and_leaves_the_kept_draft_alone(
    world: World, what: str
) -> None:
    an = world.phone("AN")
    await keep_a_draft_beside_nothing_new(world)
    kept = live_draft(world)
    number, rev = world.read.conn.execute("SELECT id, rev FROM drafts").fetchone()

    await press(world, an, f"f:{number}:{rev}:{what}")

    assert "mã BC-2611-001" in an.last.text
    assert live_draft(world) == kept


async def test_a_draft_is_not_taken_up_for_a_period_that_a_colleague_has_filed(world: World) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, bich, *OPEN)
    await say(world, binh, *TO_REVIEW, "[Lưu nháp, thoát]")
    await say(world, bich, *SENT[len(OPEN) :])
    kept = live_draft(world)

    await say(world, binh, "[Tiếp tục bản nháp]")

    assert "mã BC-2611-001, người gửi: Trần Thị Bích. Không cần gửi lại." in binh.last.text
    assert "Nội dung đã nhập được giữ" in binh.last.text
    assert live_draft(world) == kept


async def test_whoever_is_writing_while_a_colleague_files_keeps_what_they_type_and_is_told_at_the_next_choice(
    world: World,
) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, binh, *OPEN, "dat dai", "Cấp giấy chứng nhận")
    await say(world, bich, *NIL)

    await say(world, binh, CONTENT)
    await say(world, binh, "[Bỏ qua]")

    assert "mã BC-2611-001" in binh.last.text
    assert CONTENT in str(live_draft(world))


async def test_what_was_kept_beside_a_report_moves_on_once_the_period_has_closed(world: World) -> None:
    an = world.phone("AN")
    await keep_a_draft_beside_nothing_new(world)
    world.clock.set(CLOSED)

    await say(world, an, "/batdau", "[Viết tiếp tháng 11]")
    assert "mã BC-2611-001" in an.last.text
    await say(world, an, "[Đưa vào tháng 12]")

    assert "tháng 12/2026" in an.last.text
    assert world.count("drafts", "closed_at IS NULL AND subject = '2026-12'") == 1


async def test_the_button_that_would_move_a_draft_names_what_a_colleague_has_filed_there_since(world: World) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, binh, *TO_REVIEW)
    world.clock.set(CLOSED)
    await say(world, binh, "[Gửi báo cáo]")
    await say(world, bich, "/baocao", "[Báo cáo tháng 12]", "[Báo không phát sinh]", "[Gửi báo cáo]")
    kept = live_draft(world)

    await say(world, binh, "[Đưa vào tháng 12]")

    assert "mã BC-2612-001, người gửi: Trần Thị Bích." in binh.last.text
    assert live_draft(world) == kept


async def test_the_button_that_moved_a_draft_names_the_report_that_it_became(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *TO_REVIEW)
    world.clock.set(CLOSED)
    await say(world, an, "[Gửi báo cáo]")
    move = an.tap("Đưa vào tháng 12")
    await world.settle()
    await say(world, an, "[Gửi báo cáo]")

    assert "mã BC-2612-001" in await press(world, an, move)


async def test_a_moved_draft_whose_new_period_a_colleague_filed_is_not_moved_again(world: World) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, binh, *TO_REVIEW)
    world.clock.set(CLOSED)
    await say(world, binh, "[Gửi báo cáo]")
    move = binh.tap("Đưa vào tháng 12")
    await world.settle()
    await say(world, bich, "/baocao", "[Báo cáo tháng 12]", "[Báo không phát sinh]", "[Gửi báo cáo]")
    kept = live_draft(world)
    world.clock.set(JANUARY_TOO)

    await press(world, binh, move)

    assert "mã BC-2612-001" in binh.last.text
    assert live_draft(world) == kept


async def test_after_what_was_filed_has_been_named_a_text_belongs_to_no_draft(world: World) -> None:
    an = world.phone("AN")
    await keep_a_draft_beside_nothing_new(world)
    kept = live_draft(world)

    await press(world, an, f"n:{seat_of(world, 'HIEPHOIA')}:2611")
    await say(world, an, CONTENT)

    assert "Nội dung vừa gửi có vẻ là nội dung báo cáo." in an.last.text
    assert live_draft(world) == kept


@pytest.mark.parametrize("verb", ["z", "n"])
@pytest.mark.parametrize("period", ["2601", "9999", "2613", "26q4", "x"])
async def test_a_button_of_a_period_without_a_report_that_is_not_open_is_out_of_date(
    world: World, verb: str, period: str
) -> None:
    an = world.phone("AN")
    await say(world, an, *NIL)

    an.press(f"{verb}:{seat_of(world, 'HIEPHOIA')}:{period}")

    assert out_of_date() in await toast(an)


async def test_what_another_seat_has_filed_is_not_named(world: World) -> None:
    an = world.phone("AN")
    await say(world, world.phone("BICH"), *NIL)

    an.press(f"z:{seat_of(world, 'HIEPHOIB')}:2611")

    assert out_of_date() in await toast(an)
