"""Who asks for approval, who approves in whose place, and how long."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.people import Role
from storage import people
from tests.handlers.acts import TO_REVIEW, bring_roster, press
from tests.handlers.approving import APPROVE, DELEGATE, EARLY, SUBMIT, audited, cards, required, submitted
from tests.world import ROSTER, World, say

TUAN = "TUAN,Phạm Anh Tuấn,Chuyên viên,,vi,,focal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B\n"


async def test_only_a_principal_is_offered_the_setting_and_everybody_of_the_seat_is_told(world: World) -> None:
    binh, bich = world.phone("BINH"), world.phone("BICH")
    await say(world, bich, "/duyet")
    assert bich.last.labels == ["Về màn hình chính"]

    await say(world, binh, "/duyet", "[Bật chế độ duyệt]")

    assert "được duyệt trước khi gửi" in bich.last.text
    assert audited(world, "approval.required") == ["person:BINH"]
    await say(world, binh, "[Tắt chế độ duyệt]")
    assert "được gửi không qua duyệt" in bich.last.text
    assert audited(world, "approval.released") == ["person:BINH"]


async def test_a_delegate_approves_and_the_audit_says_by_which_delegation(world: World) -> None:
    await bring_roster(world, ROSTER + TUAN)
    binh, bich = await submitted(world)
    await say(world, binh, "/duyet", "[Ủy quyền duyệt]", "[Phạm Anh Tuấn]", "[Từ hôm nay]", "30/11/2026")
    assert "cho Phạm Anh Tuấn từ ngày 16/11/2026 đến hết ngày 30/11/2026?" in binh.last.text

    await say(world, binh, "[Ủy quyền duyệt]")

    assert "Phạm Anh Tuấn được Lê Văn Bình ủy quyền duyệt" in bich.last.text
    assert audited(world, "approval.delegated") == ["person:BINH"]


async def test_a_focal_person_with_authority_sends_and_the_receipt_says_who_approved(world: World) -> None:
    binh, bich = await required(world)
    await say(world, binh, *DELEGATE)
    assert "được Lê Văn Bình ủy quyền duyệt" in bich.last.text

    await say(world, bich, *TO_REVIEW, "[Gửi báo cáo]")

    assert "người duyệt: Trần Thị Bích" in bich.last.text
    assert audited(world, "report.approved") == ["person:BICH"]


async def test_a_delegation_ends_by_itself_the_day_after_its_last(world: World) -> None:
    binh, bich = await required(world)
    await say(world, binh, *DELEGATE)

    world.clock.set(datetime(2026, 11, 30, 23, 59, tzinfo=VN))
    await say(world, bich, *EARLY)
    assert "Gửi báo cáo" in bich.last.labels
    world.clock.set(datetime(2026, 12, 1, 0, 1, tzinfo=VN))
    await say(world, bich, "/batdau", "[Viết tiếp đột xuất]")

    assert "Trình duyệt" in bich.last.labels


async def test_a_delegation_is_stopped_at_any_time_and_ends_at_that_moment(world: World) -> None:
    binh, bich = await required(world)
    await say(world, binh, *DELEGATE)
    await say(world, bich, *TO_REVIEW)
    data = bich.last.rows[0][0][1]

    await say(world, binh, "[Dừng: Bích]")
    await press(world, bich, data)

    assert world.count("reports") == 0
    assert "chờ lãnh đạo duyệt" in bich.last.text
    assert audited(world, "approval.delegation_stopped") == ["person:BINH"]


async def test_what_a_principal_delegated_ends_with_the_principals_duty(world: World) -> None:
    binh, bich = await required(world)
    await say(world, binh, *DELEGATE)
    await say(world, bich, *TO_REVIEW)

    await world.writer.write(
        lambda db: db.execute("UPDATE duties SET valid_to = '2026-11-16' WHERE role = 'principal'")
    )
    await say(world, bich, "[Gửi báo cáo]")

    assert world.count("reports") == 0


async def test_the_days_of_a_delegation_are_asked_until_they_make_sense(world: World) -> None:
    binh, _ = await required(world)
    await say(world, binh, *DELEGATE[:3])

    await say(world, binh, "20/11/2026", "19/11/2026")
    assert "Mời nhập ngày từ 20/11/2026 trở đi." in binh.last.text
    await say(world, binh, "32/11/2026")
    assert "Ngày cần theo mẫu ngày/tháng/năm" in binh.last.text
    await say(world, binh, "20/11/2027")
    assert "không quá ngày" in binh.last.text
    await say(world, binh, "20/11/2026")

    assert "từ ngày 20/11/2026 đến hết ngày 20/11/2026?" in binh.last.text


async def test_a_delegation_of_days_to_come_gives_no_right_before_them(world: World) -> None:
    binh, bich = await required(world)
    await say(world, binh, *DELEGATE[:3], "20/11/2026", "30/11/2026", "[Ủy quyền duyệt]")

    await say(world, bich, *TO_REVIEW)
    assert "Trình duyệt" in bich.last.labels

    world.clock.set(datetime(2026, 11, 20, 8, tzinfo=VN))
    await say(world, bich, "/batdau", "[Viết tiếp tháng 11]")
    assert "Gửi báo cáo" in bich.last.labels


async def test_where_there_is_nobody_else_it_is_said(world: World) -> None:
    binh, _ = await required(world)
    await world.writer.write(lambda db: db.execute("UPDATE duties SET valid_to = '2026-11-16' WHERE role = 'focal'"))

    await say(world, binh, "[Ủy quyền duyệt]")

    assert "chưa có người khác" in binh.last.text


async def test_everyone_who_may_approve_gets_one_card_and_all_lose_their_choices_together(world: World) -> None:
    binh, bich = await required(world)
    await world.writer.write(lambda db: _also_principal(world, db, "AN"))
    an = world.phone("AN")

    await say(world, bich, *EARLY, SUBMIT)
    assert (len(cards(binh)), len(cards(an))) == (1, 1)
    await say(world, an, APPROVE)

    assert (cards(binh), cards(an)) == ([], [])
    assert cards(binh, "đã được Nguyễn Văn An duyệt và gửi")[-1].labels == []


def _also_principal(world: World, db: Database, code: str) -> None:
    """Make somebody a second principal of Hiệp hội B."""
    person, today = people.person_by_code(db, code), world.unit(db).today
    assert person is not None
    seat = db.execute("SELECT id FROM seats WHERE code = 'HIEPHOIB'").fetchone()[0]
    people.add_duty(db, person.id, seat, Role.PRINCIPAL, today)
