"""The aggregate of a period, asked for without the chat."""

from __future__ import annotations

from itertools import pairwise

from bot.domain.characters import utf16_length
from bot.domain.operations import SendFile
from bot.domain.people import Actor, Caller
from bot.domain.periods import Period, SeatState
from bot.i18n import plain, render
from bot.services.desk import aggregate
from bot.services.reply import Reply
from bot.services.standing import ledger, period_schedule
from storage import people
from tests.world import ROSTER, START, World

NAMED = "Hiệp hội Chế biến, Xuất khẩu và Phân phối hàng nông, lâm, thủy sản tỉnh, thành phố số"


def council(size: int) -> str:
    """A roster with so many members whose names are long."""
    return ROSTER + "".join(
        f"P{n},Người số {n},,,vi,,focal,hoi_dong_tu_van,SEAT{n},{NAMED.replace(',', ' –')} {n}\n" for n in range(size)
    )


def asked_by_chi(world: World) -> Reply:
    world.link("CHI")
    chi = people.find_actor(world.read, Caller("telegram", "104", "104"), START.date())
    assert isinstance(chi, Actor)
    answer: Reply = world.write_now(lambda db: aggregate.aggregate(world.unit(db), chi, None))
    return answer


def test_the_aggregate_of_a_large_council_fits_into_one_message_with_every_figure(empty_world: World) -> None:
    empty_world.import_roster(council(80))

    answer = asked_by_chi(empty_world)

    assert answer.screen is not None
    text = plain(render(answer.screen, answer.notices[0].to.reader, 4096))  # type: ignore[union-attr]
    assert utf16_length(text) <= 4096
    assert "Thành viên: 00/82 đã gửi báo cáo định kỳ." in text
    assert "• Chưa gửi (82): Hiệp hội" in text


def test_both_files_of_one_aggregate_are_made_of_one_snapshot(still_world: World) -> None:
    answer = asked_by_chi(still_world)

    references = [notice.ref for notice in answer.notices if isinstance(notice, SendFile)]
    assert len(references) == 2
    assert len({reference.rpartition(":")[2] for reference in references}) == 1


def test_every_seat_stands_in_the_ledger_once_in_the_order_of_rank(empty_world: World) -> None:
    empty_world.import_roster(council(20))
    unit = empty_world.unit()

    rows = ledger(unit, period_schedule(unit, Period(2026, 11)))

    assert len(rows) == 22
    assert len({row.seat.id for row in rows}) == 22
    assert all(before.seat.rank < after.seat.rank for before, after in pairwise(rows))
    assert {row.state for row in rows} == {SeatState.OPEN}
