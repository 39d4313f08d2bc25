"""A seat changes hands on a day, or somebody stands in from a day to a day: who may do what, and who is told what."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.directory import DirectoryView
from bot.domain.people import Caller
from bot.domain.verbs.directory import EndDuty, OpenHandover
from storage import people, tasks
from tests.catalogues import out_of_date
from tests.handlers.acts import ADHOC, ADHOC_ITEM, CONTENT, ONE, OPEN, SENT, press
from tests.handlers.directory import person_id
from tests.handlers.roster_acts import audited
from tests.handlers.test_roster_ending import choose, duty_of
from tests.task_world import import_tasks
from tests.telegram import Phone
from tests.world import World, say, toast

DAY = datetime(2026, 12, 1, tzinfo=VN)
"""The successor has the seat from the beginning of this day."""
ADHOC_DRAFT = (*ADHOC, "[Đề nghị xử lý khẩn]", *ADHOC_ITEM[:2], "[Lưu nháp, thoát]")


async def turn_to(world: World, at: datetime) -> None:
    """Turn the clock, run what is due by then, wait until it has been sent."""
    world.clock.set(at)
    world.clock.pace_by_itself()
    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()


async def hand_over(world: World, *, drafts: str = "") -> Phone:
    """Let Chi hand An's seat over to Bích on the day; return her phone."""
    chi = world.phone("CHI")
    await choose(world, chi, "Nguyễn Văn An")
    await say(world, chi, "[Bàn giao]", "BICH", "1/12/2026")
    await say(world, chi, *([drafts] if drafts else []), "[Ghi nhận bàn giao]")
    return chi


async def test_a_handover_on_a_day_to_come_leaves_everything_as_it_is_until_then(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, *ADHOC_DRAFT)

    chi = await hand_over(world, drafts="[Chuyển bản nháp]")

    assert chi.last.text.startswith(
        "Nguyễn Văn An bàn giao cho Trần Thị Bích (BICH) vai trò đầu mối của Hiệp hội A từ ngày 01/12/2026."
    )
    assert "Hủy bàn giao" in chi.last.labels
    assert any(m.text.startswith("Từ ngày 01/12/2026, Trần Thị Bích là đầu mối của Hiệp hội A") for m in an.messages)
    await turn_to(world, DAY - timedelta(seconds=1))
    await say(world, an, "/batdau", "[Viết tiếp đột xuất]")
    assert an.last.text.startswith("Báo cáo đột xuất – bước 3/4")
    await say(world, bich, "/baocao")
    assert not any("HIEPHOIA" in label for label in bich.last.labels)


async def test_at_the_beginning_of_the_day_the_one_loses_access_and_the_other_has_it(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await hand_over(world)
    world.clock.set(DAY)  # no tick has run yet: the days of the duties decide

    await say(world, an, "/baocao")
    await say(world, bich, "/baocao")

    assert "Chức năng này dành cho người đại diện thành viên" in an.last.text
    assert any("HIEPHOIA" in label for label in bich.last.labels)
    await turn_to(world, DAY)
    await say(world, an, "/batdau")
    assert "Mời nhập mã mời" in an.last.text


async def test_the_incoming_gets_a_card_with_drafts_tasks_and_difficulties_and_the_outgoing_a_word(
    world: World,
) -> None:
    import_tasks(world)
    an, bich, chi = world.phone("AN"), world.phone("BICH"), world.phone("CHI")
    await say(world, an, *SENT, *ADHOC_DRAFT)
    await hand_over(world, drafts="[Chuyển bản nháp]")
    an.messages.clear()
    bich.messages.clear()

    await turn_to(world, DAY)

    (card,) = [message for message in bich.messages if "Nội dung nhận bàn giao" in message.text]
    assert card.silent, "it is midnight"
    assert card.text.splitlines()[0].startswith("Kính gửi")
    assert card.text.splitlines()[1] == "Từ ngày 01/12/2026, Quý thành viên là đầu mối của Hiệp hội A."
    [seat] = world.read.conn.execute("SELECT id FROM seats WHERE code = 'HIEPHOIA'").fetchone()
    under_way = len(tasks.tasks_of_seats(world.read, [seat], done=False))
    assert card.text.splitlines()[2].startswith(f"Nội dung nhận bàn giao: 01 bản nháp, {under_way:02} nhiệm vụ")
    assert card.text.endswith("01 vướng mắc đang theo dõi.")
    assert card.labels == ["Nhận bàn giao", "Xem nội dung"]
    (left,) = [message.text for message in an.messages if "thôi giữ vai trò" in message.text]
    assert "người nhận bàn giao: Trần Thị Bích" in left

    await say(world, bich, "[Xem nội dung]")
    assert "Bản nháp báo cáo đột xuất" in bich.last.text
    assert "NV-26-038" in bich.last.text
    assert "VM-2611-001" in bich.last.text
    await say(world, bich, "[Nhận bàn giao]")
    assert "Đã ghi nhận" in bich.last.text
    assert any("Trần Thị Bích đã nhận bàn giao vai trò đầu mối của Hiệp hội A." in m.text for m in chi.messages)
    await say(world, bich, "/batdau", "[Viết tiếp đột xuất]", *ADHOC_ITEM[2:], "[Gửi khẩn]")
    assert "Đã nhận báo cáo đột xuất DX-2612-001" in bich.last.text
    assert [verb for verb, _ in audited(world, "seat.handed_over")] == ["person:CHI"]


async def test_the_day_is_done_once_however_often_the_clock_strikes(world: World) -> None:
    bich = world.phone("BICH")
    await hand_over(world)
    bich.messages.clear()

    for minutes in (0, 15, 30, 24 * 60):
        await turn_to(world, DAY + timedelta(minutes=minutes))

    assert sum("Nội dung nhận bàn giao" in message.text for message in bich.messages) == 1
    assert len(audited(world, "seat.handed_over")) == 1


async def test_after_an_interruption_over_the_day_it_is_made_up_for(world: World) -> None:
    bich = world.phone("BICH")
    await hand_over(world)

    await turn_to(world, DAY + timedelta(days=2, hours=3))

    assert any("Từ ngày 01/12/2026" in message.text for message in bich.messages)
    assert world.count("turns", "ended_at IS NOT NULL AND told_at IS NOT NULL") == 1


async def test_a_report_being_written_goes_over_where_the_successor_has_only_opened_one(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *ONE[:3], *ADHOC_DRAFT)
    binh = world.phone("BINH")
    await say(world, binh, *ADHOC_DRAFT)
    chi = world.phone("CHI")
    await choose(world, chi, "Nguyễn Văn An")

    await say(world, chi, "[Bàn giao]", "BINH", "[Tính từ hôm nay]", "[Chuyển bản nháp]", "[Ghi nhận bàn giao]")

    assert "Bản nháp đã chuyển cho người kế nhiệm: 02." in chi.last.text
    of_binh = world.read.conn.execute(
        "SELECT kind FROM drafts d JOIN persons p ON p.id = d.person WHERE p.code = 'BINH' AND seat IS NOT NULL"
    ).fetchall()
    assert sorted(row["kind"] for row in of_binh) == ["adhoc", "adhoc", "report"]


async def test_it_is_cancelled_before_the_day_and_nothing_changes(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    chi = await hand_over(world)

    await say(world, chi, "[Hủy bàn giao]")
    said = chi.last.text
    await turn_to(world, DAY + timedelta(hours=9))
    await say(world, an, *OPEN[:1])
    await say(world, bich, "/baocao")

    assert said.startswith("Đã hủy bàn giao cho Trần Thị Bích.")
    assert "Gửi báo cáo" in an.last.text
    assert not any("HIEPHOIA" in label for label in bich.last.labels)
    assert audited(world, "seat.handed_over") == []


async def test_a_second_handover_of_the_same_duty_is_refused_while_one_is_recorded(world: World) -> None:
    chi = await hand_over(world)

    await press(world, chi, OpenHandover(duty_of(world, "AN")).data)

    assert chi.last.text.startswith("Vai trò này đã có bàn giao hoặc người thay được ghi nhận từ ngày 01/12/2026.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("15/11/2026", "Ngày 15/11/2026 đã qua."),
        ("31/11/2026", '"31/11/2026": không có ngày này. Ngày cần theo mẫu ngày/tháng/năm.'),
        ("đầu tháng", 'Chưa xác định được ngày từ "đầu tháng". Ngày cần theo mẫu ngày/tháng/năm, ví dụ 16/11/2026'),
    ],
)
async def test_a_day_that_is_none_or_past_is_asked_again(world: World, typed: str, said: str) -> None:
    chi = world.phone("CHI")
    await choose(world, chi, "Nguyễn Văn An")

    await say(world, chi, "[Bàn giao]", "BICH", typed)

    assert said in chi.last.text
    assert world.count("turns") == 0


async def test_a_day_in_words_is_the_one_of_the_day_it_was_said_on_and_both_days_are_shown(world: World) -> None:
    chi = world.phone("CHI")
    await choose(world, chi, "Nguyễn Văn An")

    await say(world, chi, "[Bàn giao]", "BICH", "thứ Hai")
    said = chi.last.text
    await turn_to(world, datetime(2026, 11, 18, 9, tzinfo=VN))
    await say(world, chi, "[Ghi nhận bàn giao]")

    assert said.startswith(
        "Hôm nay là thứ Hai, ngày 16/11/2026. Hệ thống hiểu là thứ Hai, ngày 23/11/2026; nếu là hôm nay, mời sửa lại"
    )
    assert "từ ngày 23/11/2026" in chi.last.text


async def test_whoever_is_not_linked_yet_gets_the_card_once_they_are_and_the_desk_is_told(world: World) -> None:
    chi = world.phone("CHI")
    await choose(world, chi, "Nguyễn Văn An")
    new = ("[Người mới]", "Mạc Văn Tư", "[Bỏ qua]", "[Ông]", "[Bỏ qua]", "[Tiếng Việt]")
    await say(world, chi, "[Bàn giao]", *new, "1/12/2026", "[Ghi nhận bàn giao]")

    await turn_to(world, DAY)
    told = [message.text for message in chi.messages if "chưa liên kết tài khoản" in message.text]
    person = person_id(world, "HIEPHOIA-01")

    def link(db: Database) -> None:
        people.link_account(db, Caller("telegram", "150", "150"), person, world.clock.now())

    await world.writer.write(link)
    await turn_to(world, DAY + timedelta(hours=9))

    assert len(told) == 1
    assert "Nội dung nhận bàn giao" in world.telegram.phone(150).last.text


# --- standing in


FIRST, LAST = "23/11/2026", "27/11/2026"


async def stand_in(world: World) -> Phone:
    """Let Chi name Bích as An's substitute for five days; return Chi's phone."""
    chi = world.phone("CHI")
    await choose(world, chi, "Nguyễn Văn An")
    await say(world, chi, "[Cử người thay]", "BICH", FIRST, LAST, "[Ghi nhận người thay]")
    return chi


async def reports_for_a(world: World, phone: Phone) -> bool:
    """Return whether somebody can report for An's seat."""
    await say(world, phone, "/baocao", "[Báo cáo đột xuất]")
    return "Hiệp hội A" in phone.last.text or phone.last.text.startswith("Báo cáo đột xuất\nMức độ")


async def test_a_substitute_has_the_seat_from_the_first_to_the_last_day_and_it_ends_by_itself(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    chi = await stand_in(world)
    assert "thay Nguyễn Văn An làm đầu mối của Hiệp hội A từ ngày 23/11/2026 đến hết ngày 27/11/2026." in chi.last.text
    assert any("Trần Thị Bích thay Ông làm đầu mối của Hiệp hội A" in message.text for message in an.messages)

    seen = {}
    for day in (22, 23, 27, 28):
        await turn_to(world, datetime(2026, 11, day, 9, tzinfo=VN))
        await say(world, bich, "/baocao", "[Báo cáo đột xuất]")
        seen[day] = "Hiệp hội A" in bich.last.text

    assert seen == {22: False, 23: True, 27: True, 28: False}
    assert any("Từ ngày 23/11/2026 đến hết ngày 27/11/2026" in message.text for message in bich.messages)
    assert any("thôi giữ vai trò đầu mối của Hiệp hội A" in message.text for message in bich.messages)
    await say(world, an, "/baocao")
    assert "Gửi báo cáo" in an.last.text, "whoever was away keeps the duty"


async def test_what_a_substitute_has_not_finished_goes_back_at_the_end(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await stand_in(world)
    await turn_to(world, datetime(2026, 11, 24, 9, tzinfo=VN))
    await say(world, bich, "/baocao", "[Báo cáo đột xuất]", "[Chọn 1]", "[Đề nghị xử lý khẩn]", "dat dai", CONTENT)

    await turn_to(world, datetime(2026, 11, 28, 0, tzinfo=VN))
    await say(world, bich, "Một kiến nghị đủ dài để được nhận.")
    await say(world, an, "/batdau")

    assert "Viết tiếp đột xuất" in an.last.labels
    assert CONTENT in str(world.read.conn.execute("SELECT answers FROM drafts WHERE kind = 'adhoc'").fetchone()[0])


async def test_the_desk_ends_a_substitution_early(world: World) -> None:
    bich = world.phone("BICH")
    chi = await stand_in(world)
    await turn_to(world, datetime(2026, 11, 24, 9, tzinfo=VN))
    await choose(world, chi, "Nguyễn Văn An")

    await say(world, chi, "[Kết thúc làm thay]")
    await say(world, bich, "/baocao", "[Báo cáo đột xuất]")

    assert chi.last.text.startswith("Trần Thị Bích thôi làm thay.")
    assert "Hiệp hội A" not in bich.last.text


async def test_a_member_reports_an_absence_and_the_desk_names_who_stands_in(world: World) -> None:
    an, bich, chi = world.phone("AN"), world.phone("BICH"), world.phone("CHI")
    await say(world, an, "/baocao", "[Báo vắng mặt]", "Trần Thị Bích, 024 3804 0002", FIRST, LAST)
    review = an.last.text

    await say(world, an, "[Gửi đề nghị]")
    sent, card = an.last.text, chi.last.text
    await say(world, chi, "[Cử người thay]")
    suggested = chi.last.labels
    await say(world, chi, "[Trần Thị Bích (BICH)]", "[Giữ nội dung này]", "[Giữ nội dung này]", "[Ghi nhận người thay]")

    assert "Từ ngày 23/11/2026 đến hết ngày 27/11/2026." in review
    assert sent.startswith("Đã gửi đề nghị cử người thay.")
    assert "Người thay: Trần Thị Bích, 024 3804 0002" in card
    assert "Trần Thị Bích (BICH)" in suggested
    assert world.count("seat_requests", "outcome = 'granted'") == 1
    await turn_to(world, datetime(2026, 11, 23, 9, tzinfo=VN))
    await say(world, bich, "/baocao", "[Báo cáo đột xuất]")
    assert "Hiệp hội A" in bich.last.text


# --- in the middle of a form


async def test_whoever_loses_the_seat_in_the_middle_of_a_form_sends_nothing(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT[:-1])
    send = next(data for row in an.last.rows for label, data in row if label == "Gửi báo cáo")
    await press(world, chi, EndDuty(duty_of(world, "AN"), DirectoryView()).data)

    an.press(send)
    await world.settle()
    await say(world, an, "/baocao")

    assert world.count("reports") == 0
    assert "Mời nhập mã mời" in an.last.text
    assert CONTENT in str(world.read.conn.execute("SELECT answers FROM drafts").fetchone()[0]), "it is kept"


async def test_whoever_keeps_another_seat_is_told_that_this_one_has_ended(world: World) -> None:
    await stand_in(world)
    bich = world.phone("BICH")
    await turn_to(world, datetime(2026, 11, 27, 9, tzinfo=VN))
    await say(world, bich, "/baocao", "[Báo cáo đột xuất]", "[Chọn 1]", "[Đề nghị xử lý khẩn]", *ADHOC_ITEM)
    world.clock.set(datetime(2026, 11, 28, 0, 0, 1, tzinfo=VN))

    await say(world, bich, "[Gửi khẩn]")

    assert world.count("reports") == 0
    assert "không còn là đầu mối của Hiệp hội A" in bich.last.text


async def test_an_officer_who_loses_the_role_while_declining_declines_nothing(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, "/baocao", "[Đề nghị miễn kỳ này]", "[Báo cáo tháng 11]", "Đang kiện toàn tổ chức.")
    await say(world, an, "[Gửi đề nghị]")
    await say(world, chi, "[Không chấp thuận]", "Đề nghị báo không phát sinh.")
    number = duty_of(world, "CHI")
    await world.writer.write(lambda db: people.end_duty(db, number, world.unit().today))

    await say(world, chi, "[Gửi ý kiến]")

    assert world.count("seat_requests", "ended_at IS NULL") == 1
    assert out_of_date() not in await toast(chi)
