"""An announcement of the desk: written, shown with everybody by name, sent to them, confirmed by them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import VN
from bot.domain.verbs.broadcasts import ConfirmBroadcast, ShowBroadcast
from storage import broadcasts, ledgers, people
from tests.catalogues import out_of_date
from tests.handlers.acts import NIL, press
from tests.handlers.announced import (
    ASKED,
    COUNCIL,
    LIST,
    NOW,
    ROLE,
    SEND,
    TO_COUNCIL,
    UNASKED,
    UNFILED,
    WORDS,
    WRITE,
    announce,
    announcements,
    crowd,
)
from tests.handlers.keeping import no_network
from tests.world import ROSTER, World, running, say, toast

TWICE = "AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B\n"
OTHER = "MAI,Vũ Thị Mai,Chuyên viên,,vi,,secretariat,,,\n"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[World]:
    """A running world; An reports for two members, Bình is not linked, Mai is a second officer."""
    world = World(tmp_path)
    world.import_roster(ROSTER + TWICE + OTHER)
    for code in ("AN", "BICH", "CHI", "LAN", "MAI"):
        world.link(code)
    async with running(world):
        yield world
    world.close()


async def turn(world: World, at: datetime) -> None:
    """Turn the clock, do what is due, and wait until it has been sent."""
    world.clock.set(at)
    world.clock.pace_by_itself()
    await world.app.ticker.run_ticks(world.clock.now())
    world.app.wake()
    await world.settle()


async def test_it_is_shown_by_name_before_it_goes_and_reaches_everybody_once(house: World) -> None:
    chi, an, bich = (house.phone(code) for code in ("CHI", "AN", "BICH"))
    await say(house, chi, *TO_COUNCIL)
    preview = chi.last.text
    assert preview.startswith("Gửi thông báo đến 03 người: thành viên Hội đồng tư vấn")
    assert f'"{WORDS}"' in preview
    assert "Gửi ngay, có đề nghị xác nhận đã nhận." in preview
    assert "Hiện không liên lạc được (01): Lê Văn Bình (Hiệp hội B): chưa mời." in preview
    await say(house, chi, "[Xem người nhận]")
    assert chi.last.text.splitlines() == [
        "Người nhận: 03 – trang 1/1",
        "• Nguyễn Văn An (Hiệp hội A; Hiệp hội B)",
        "• Lê Văn Bình (Hiệp hội B): chưa mời",
        "• Trần Thị Bích (Hiệp hội B)",
    ]

    await say(house, chi, "[‹ Quay lại]", SEND)

    assert len(announcements(an)) == len(announcements(bich)) == 1
    assert WORDS in announcements(an)[0]
    assert chi.last.text.splitlines() == [
        "Đã gửi xong thông báo TB-2611-001.",
        "• Đã gửi, chưa xác nhận: 02",
        "• Không liên lạc được: 01",
        "Tổng số người nhận: 03.",
    ]
    assert house.count("outbox", "topic = 'broadcast' AND lane <> 'bulk'") == 0
    assert next(ledgers.audit_faults(house.read), None) is None


async def test_whoever_confirms_gets_a_receipt_in_its_place_and_delivered_is_never_called_confirmed(
    house: World,
) -> None:
    chi, an, bich = (house.phone(code) for code in ("CHI", "AN", "BICH"))
    await announce(house, chi, *TO_COUNCIL)
    person = people.person_by_code(house.read, "AN")
    assert person is not None
    assert {each.person for each in broadcasts.unconfirmed(house.read, house.clock.now() - timedelta(days=1))} >= {
        person.id
    }

    await say(house, an, "[Đã nhận]")

    assert an.last.labels == []
    assert an.last.text.endswith("Ông đã xác nhận lúc 08:15 ngày 16/11/2026.")
    assert broadcasts.has_confirmed(house.read, "TB-2611-001", person.id)
    left = broadcasts.unconfirmed(house.read, house.clock.now() - timedelta(days=1))
    assert [(each.code, each.person == person.id) for each in left] == [("TB-2611-001", False)]
    an.press(ConfirmBroadcast(1).data)
    assert await toast(an) == "TB-2611-001 đã được xác nhận lúc 08:15 ngày 16/11/2026."
    await house.settle()
    await say(house, chi, "/thongbao tb 2611-001", "[Đã xác nhận (1)]")
    assert chi.last.text.splitlines()[1] == (
        "• Nguyễn Văn An (Hiệp hội A; Hiệp hội B): xác nhận lúc 08:15 ngày 16/11/2026"
    )
    assert not any("đã đọc" in message.text for phone in (chi, an, bich) for message in phone.messages)


async def test_nobody_confirms_what_was_not_sent_to_them(house: World) -> None:
    chi, lan = house.phone("CHI"), house.phone("LAN")
    await announce(house, chi, *TO_COUNCIL)

    assert out_of_date() in await press(house, lan, ConfirmBroadcast(1).data)
    assert out_of_date() in await press(house, chi, ShowBroadcast(7).data)
    assert house.count("broadcast_recipients", "confirmed_at IS NOT NULL") == 0


async def test_where_the_recipients_changed_since_the_preview_it_is_shown_anew_and_nothing_goes(
    house: World,
) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    await say(house, chi, *TO_COUNCIL)
    house.link("BINH")

    await say(house, chi, SEND)

    assert chi.last.text.startswith("Người nhận đã thay đổi so với danh sách đã xem.")
    assert "Hiện không liên lạc được" not in chi.last.text
    assert announcements(an) == []
    await say(house, chi, SEND)
    assert len(announcements(house.phone("BINH"))) == 1


async def test_another_officer_with_the_same_words_is_told_that_they_went_out(house: World) -> None:
    chi, mai, an = (house.phone(code) for code in ("CHI", "MAI", "AN"))
    await say(house, chi, *TO_COUNCIL)
    await say(house, mai, *TO_COUNCIL)
    await say(house, chi, SEND)

    await say(house, mai, SEND)

    assert "Nội dung này đã được gửi: TB-2611-001, Phạm Thu Chi gửi lúc 08:15 ngày 16/11/2026." in mai.last.text
    assert len(announcements(an)) == 1


async def test_a_role_and_a_list_of_members_can_be_chosen_and_typed(house: World) -> None:
    chi, an, lan = (house.phone(code) for code in ("CHI", "AN", "LAN"))
    await announce(house, chi, *WRITE, ROLE, "Lãnh đạo Cơ quan thường trực", NOW, UNASKED)
    assert len(announcements(lan)) == 1
    assert lan.last.labels == []

    await announce(house, chi, *WRITE, LIST, "HIEPHOIA; Hiệp hội A", "ngay", UNASKED)
    assert chi.last.text.splitlines()[1:] == ["• Đã gửi: 01", "Tổng số người nhận: 01."]
    assert len(announcements(an)) == 1


async def test_what_is_set_for_an_hour_goes_then_and_not_to_who_lost_the_duty_meanwhile(house: World) -> None:
    chi, an, bich = (house.phone(code) for code in ("CHI", "AN", "BICH"))
    await say(house, chi, *WRITE, *COUNCIL, "8h30 sáng mai")
    assert "Hiểu là 08:30 thứ Ba, ngày 17/11/2026." in chi.last.text
    await say(house, chi, UNASKED, SEND)
    assert "Đã ghi nhận TB-2611-001, hẹn gửi lúc 08:30 thứ Ba, ngày 17/11/2026." in chi.last.text
    assert house.count("outbox", "topic = 'broadcast'") == 0
    await house.writer.write(
        lambda db: db.conn.execute(
            "UPDATE duties SET valid_to = '2026-11-17' WHERE person = (SELECT id FROM persons WHERE code = 'AN')"
        )
    )

    await turn(house, datetime(2026, 11, 17, 8, 30, tzinfo=VN))

    assert announcements(an) == []
    assert len(announcements(bich)) == 1
    await say(house, chi, "/thongbao TB-2611-001", "[Không gửi (1)]")
    assert chi.last.text.splitlines()[1] == "• Nguyễn Văn An: không còn giữ vai trò"


async def test_what_is_set_for_those_whose_report_is_missing_leaves_out_who_has_filed_meanwhile(house: World) -> None:
    chi, bich, an = (house.phone(code) for code in ("CHI", "BICH", "AN"))
    await say(house, chi, *WRITE, UNFILED, "2611", "[Chọn 2]", UNASKED)
    assert "thành viên chưa gửi báo cáo" in chi.last.text
    await say(house, chi, SEND)
    await say(house, bich, *NIL)

    await turn(house, datetime(2026, 11, 17, 8, 30, tzinfo=VN))

    assert announcements(bich) == []
    assert len(announcements(an)) == 1
    await say(house, chi, "/thongbao TB-2611-001", "[Không gửi (2)]")
    assert "• Trần Thị Bích (Hiệp hội B): đã gửi báo cáo trước giờ gửi" in chi.last.text


async def test_an_hour_that_has_passed_while_the_form_lay_is_asked_for_again(house: World) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    await say(house, chi, *WRITE, *COUNCIL, "07:00")
    assert chi.last.text.startswith("Đã qua 07:00 thứ Hai, ngày 16/11/2026.")
    await say(house, chi, "09:00", UNASKED)
    house.clock.set(datetime(2026, 11, 16, 9, 5, tzinfo=VN))

    await say(house, chi, SEND)

    assert chi.last.text.startswith("Đã qua 09:00 thứ Hai, ngày 16/11/2026. Chưa gửi thông báo")
    assert announcements(an) == []


async def test_after_days_without_the_program_it_is_not_sent_any_more_and_that_shows(house: World) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    await announce(house, chi, *WRITE, *COUNCIL, "8h30 sáng mai", UNASKED)

    await turn(house, datetime(2026, 11, 20, 8, 30, tzinfo=VN))

    assert announcements(an) == []
    await say(house, chi, "/thongbao TB-2611-001", "[Không gửi (3)]")
    assert "• Trần Thị Bích (Hiệp hội B): đã quá thời gian gửi" in chi.last.text


async def test_at_night_it_waits_for_the_morning_of_its_reader(house: World) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    house.clock.set(datetime(2026, 11, 16, 23, tzinfo=VN))
    await say(house, chi, *TO_COUNCIL, SEND)
    assert announcements(an) == []
    assert "• Chờ gửi: 02" in chi.last.text

    await turn(house, datetime(2026, 11, 17, 6, tzinfo=VN))

    assert len(announcements(an)) == 1


async def test_at_night_everybody_is_queued_part_by_part_and_nobody_is_woken(house: World) -> None:
    crowd(house, 250)
    chi = house.phone("CHI")
    house.clock.set(datetime(2026, 11, 16, 23, tzinfo=VN))
    await announce(house, chi, *TO_COUNCIL)
    assert house.count("outbox", "topic = 'broadcast'") <= 100

    await turn(house, datetime(2026, 11, 16, 23, 5, tzinfo=VN))

    assert house.count("outbox", "topic = 'broadcast' AND state = 'queued'") == 252
    assert house.count("outbox", "topic = 'broadcast' AND next_at < '2026-11-16T23:00'") == 0


async def test_files_go_as_messages_of_their_own_once_they_are_kept(house: World) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    await say(house, chi, "/thongbao", "[Soạn thông báo]", WORDS)
    chi.send_document("giay-moi.pdf")
    await house.settle()
    await say(house, chi, "[Gửi tệp xong]", *COUNCIL, NOW, UNASKED, SEND)
    await house.settle()

    assert len(announcements(an)) == 1
    assert house.count("outbox", "topic = 'broadcast' AND kind = 'file' AND state = 'sent'") == 2
    assert [message.text for message in an.messages][-1].startswith("Thông báo TB-2611-001 – giay-moi.pdf")


async def test_nothing_goes_while_a_file_is_still_being_fetched(house: World) -> None:
    chi, an = house.phone("CHI"), house.phone("AN")
    no_network(house)
    await say(house, chi, "/thongbao", "[Soạn thông báo]", WORDS)
    chi.send_document("giay-moi.pdf")
    await house.settle()
    await say(house, chi, "[Gửi tệp xong]", *COUNCIL, NOW, ASKED, SEND)

    assert chi.last.text.startswith("Tệp đang được lưu.")
    assert announcements(an) == []
