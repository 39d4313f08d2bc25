"""Ad hoc reports at the desk: who accepts one, and what happens where nobody does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage

from bot.clock import VN
from bot.domain.verbs.desk import AcceptAdhoc
from bot.services.people import enrolment
from storage import people
from tests.catalogues import out_of_date, part, said
from tests.handlers.acts import SENT, SENT_ADHOC, bring_roster, press
from tests.handlers.adhoc import CODE, SENT_SOON, about
from tests.telegram import Phone
from tests.world import ROSTER, START, World, say

METHOD = SendMessage(chat_id=1, text="x")
SUNDAY_NIGHT = datetime(2026, 11, 22, 2, 40, tzinfo=VN)


async def second_officer(world: World) -> Phone:
    """Put Đào beside Chi at the desk; return her phone."""
    await bring_roster(world, ROSTER + "DAO,Vũ Thị Đào,Chuyên viên,ba,vi,,secretariat,,,\n")
    dao = world.telegram.phone(106)
    person = people.person_by_code(world.read, "DAO")
    assert person is not None
    issued = await world.writer.write(lambda db: enrolment.issue(world.unit(db), person, "test"))
    await say(world, dao, issued.code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
    return dao


async def turn(world: World, at: datetime) -> None:
    """Turn the clock, run what is due, wait until it has been sent."""
    world.clock.set(at)
    await world.app.ticker.run_ticks(world.clock.now())
    await world.settle()


async def test_every_officer_gets_it_with_a_sound_and_a_button_to_accept(world: World) -> None:
    dao = await second_officer(world)

    await say(world, world.phone("AN"), *SENT_SOON)

    for officer in (world.phone("CHI"), dao):
        assert not officer.last.silent
        assert officer.last.labels == [said("Accept"), "Mở mục 1"]
        assert officer.last.text.splitlines()[:3] == [
            f"Báo cáo đột xuất {CODE} – đề nghị xử lý sớm",
            "Hiệp hội A, 08:15 ngày 16/11/2026",
            "VM-2611-001 – Đất đai",
        ]
        assert "Liên hệ người gửi: Nguyễn Văn An." in officer.last.text
    assert about(world.phone("LAN")) == []


async def test_who_accepts_first_is_named_to_the_sender_and_on_every_card(world: World) -> None:
    an, chi, dao = world.phone("AN"), world.phone("CHI"), await second_officer(world)
    await say(world, an, *SENT_ADHOC)
    world.clock.set(START + timedelta(minutes=50))

    words = await press(world, chi, chi.last.rows[0][0][1])

    assert words == f"Đã tiếp nhận {CODE}; thông báo đang được gửi đến người gửi."
    assert an.last.text.splitlines() == [
        f"Báo cáo {CODE} đã được tiếp nhận lúc 09:05 ngày 16/11/2026.",
        "Người tiếp nhận: Phạm Thu Chi, Cục Kiểm soát thủ tục hành chính, Văn phòng Chính phủ, 080 00001.",
    ]
    for officer in (chi, dao):
        assert len(about(officer)) == 1
        assert officer.last.labels == ["Mở mục 1"]
        assert officer.last.text.endswith("Đã tiếp nhận lúc 09:05 ngày 16/11/2026. Người tiếp nhận: Phạm Thu Chi.")


async def test_a_second_press_is_told_who_was_first_and_changes_nothing(world: World) -> None:
    an, chi, dao = world.phone("AN"), world.phone("CHI"), await second_officer(world)
    await say(world, an, *SENT_ADHOC)
    data = dao.last.rows[0][0][1]
    chi.tap("Tiếp nhận")
    await world.settle()
    told = len(an.messages)

    words = await press(world, dao, data)

    assert words == f"{CODE} đã được tiếp nhận trước đó, lúc 08:15 ngày 16/11/2026. Người tiếp nhận: Phạm Thu Chi."
    assert len(an.messages) == told
    assert world.count("audit", f"verb = 'adhoc.accepted' AND object = 'report:{CODE}:1'") == 1
    assert world.count("audit", "actor = 'person:CHI' AND verb = 'adhoc.accepted'") == 1


@pytest.mark.parametrize("who", ["AN", "BICH", "LAN"])
async def test_nobody_but_the_desk_accepts(world: World, who: str) -> None:
    await say(world, world.phone("AN"), *SENT_ADHOC)

    await press(world, world.phone(who), AcceptAdhoc("DX-2611-001").data)

    assert world.count("receptions", "accepted_at IS NULL") == 1
    assert (
        part("This function is for officers of the Standing Body. If you need it, please call {phone}.")
        in world.phone(who).last.text
    )


@pytest.mark.parametrize("data", ["ua:dx2611009", "ua:bc2611001", "ua:x", "ua"])
async def test_a_button_that_names_no_ad_hoc_report_accepts_nothing(world: World, data: str) -> None:
    await say(world, world.phone("AN"), *SENT)

    words = await press(world, world.phone("CHI"), data)

    assert out_of_date() in words


async def test_after_half_an_hour_without_acceptance_the_desk_alone_is_called_again_once(world: World) -> None:
    an, chi, lan, dao = world.phone("AN"), world.phone("CHI"), world.phone("LAN"), await second_officer(world)
    await turn(world, SUNDAY_NIGHT)
    await say(world, an, *SENT_ADHOC)

    await turn(world, SUNDAY_NIGHT + timedelta(minutes=29))
    assert len(about(chi)) == 1
    for minutes in (30, 35, 90):
        await turn(world, SUNDAY_NIGHT + timedelta(minutes=minutes))

    for officer in (chi, dao):
        assert [text.partition(" Đề nghị ")[0] for text in about(officer)[1:]] == [
            f"Báo cáo {CODE} (đề nghị xử lý khẩn) của Hiệp hội A gửi lúc 02:40 ngày 22/11/2026 chưa có người tiếp nhận"
            " sau 30 phút."
        ]
        assert officer.last.labels == [said("Accept"), f"Xem {CODE}"]
        assert not officer.last.silent
    assert (len(about(an)), about(lan)) == (1, [])


async def test_a_report_accepted_within_half_an_hour_calls_nobody_again(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, world.phone("AN"), *SENT_ADHOC)
    await turn(world, START + timedelta(minutes=25))
    await say(world, chi, "[Tiếp nhận]")

    await turn(world, START + timedelta(hours=3))

    assert len(about(chi)) == 1
    assert about(world.phone("LAN")) == []


async def test_a_second_call_that_could_not_leave_before_somebody_accepted_never_does(world: World) -> None:
    chi, dao = world.phone("CHI"), await second_officer(world)
    await say(world, world.phone("AN"), *SENT_ADHOC)
    chi.fails_with(TelegramNetworkError(METHOD, "down"))
    await turn(world, START + timedelta(minutes=30))

    await press(world, dao, AcceptAdhoc(CODE).data)
    world.clock.set(START + timedelta(minutes=35))
    world.app.wake()
    await world.settle()

    assert not any("sau 30 phút" in text for text in about(chi))
    assert any("sau 30 phút" in text for text in about(dao))
    assert world.count("outbox", "guard = 'still_unaccepted' AND state = 'cancelled'") == 1


async def test_the_button_of_the_second_call_accepts_and_then_goes_from_every_copy(world: World) -> None:
    an, chi, dao = world.phone("AN"), world.phone("CHI"), await second_officer(world)
    await say(world, an, *SENT_ADHOC)
    await turn(world, START + timedelta(minutes=30))

    words = await press(world, dao, dao.last.rows[0][0][1])

    assert words == f"Đã tiếp nhận {CODE}; thông báo đang được gửi đến người gửi."
    for officer in (chi, dao):
        assert [message.labels for message in officer.messages if CODE in message.text] == [["Mở mục 1"], []]
    assert "Đã tiếp nhận lúc 08:45" in about(chi)[0]
    assert "Người tiếp nhận: Vũ Thị Đào" in about(chi)[0]


async def test_after_a_stop_of_hours_the_desk_gets_one_message_that_says_that_the_leader_is_told(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, world.phone("AN"), *SENT_ADHOC)

    for hours in (5, 6):
        await turn(world, START + timedelta(hours=hours))

    assert len(about(world.phone("LAN"))) == 1
    assert [text.splitlines() for text in about(chi)[1:]] == [
        [
            f"Báo cáo {CODE} (đề nghị xử lý khẩn) của Hiệp hội A gửi lúc 08:15 ngày 16/11/2026 chưa có người tiếp nhận"
            " sau 02 giờ. Đề nghị đồng chí tiếp nhận.",
            said("The leader in charge is being notified."),
        ]
    ]


async def test_a_report_to_be_handled_early_calls_the_desk_again_after_three_working_days(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, world.phone("AN"), *SENT_SOON)

    await turn(world, datetime(2026, 11, 19, 16, 55, tzinfo=VN))
    assert len(about(chi)) == 1
    for minute in (0, 5):
        await turn(world, datetime(2026, 11, 19, 17, minute, tzinfo=VN))

    assert [text.partition(" chưa có ")[2] for text in about(chi)[1:]] == [
        "người tiếp nhận sau 03 ngày làm việc. Đề nghị đồng chí tiếp nhận."
    ]
    assert about(world.phone("LAN")) == []


async def test_the_leader_reads_in_the_alert_what_happened_and_whom_to_call(world: World) -> None:
    await say(world, world.phone("AN"), *SENT_ADHOC)

    await turn(world, START + timedelta(hours=2))

    card, alert = about(world.phone("CHI"))[0], about(world.phone("LAN"))[0]
    content = card.splitlines()[2:]
    assert len(content) > 3
    assert alert.splitlines()[3:] == content


async def test_a_leader_who_was_told_that_nobody_accepted_is_told_who_does(world: World) -> None:
    chi, lan = world.phone("CHI"), world.phone("LAN")
    await say(world, world.phone("AN"), *SENT_ADHOC)
    await turn(world, START + timedelta(hours=2))

    await press(world, chi, AcceptAdhoc(CODE).data)

    assert lan.last.text.splitlines() == [
        f"Báo cáo {CODE} (khẩn) của Hiệp hội A:",
        "Đã tiếp nhận lúc 10:15 ngày 16/11/2026. Người tiếp nhận: Phạm Thu Chi.",
    ]
    assert lan.last.labels == [f"Xem {CODE}"]


async def test_two_hours_without_acceptance_bring_it_to_the_leader_once_at_any_hour(world: World) -> None:
    an, lan = world.phone("AN"), world.phone("LAN")
    await turn(world, SUNDAY_NIGHT)
    await say(world, an, *SENT_ADHOC)

    await turn(world, SUNDAY_NIGHT + timedelta(minutes=119))
    assert about(lan) == []
    for minutes in (120, 125, 600):
        await turn(world, SUNDAY_NIGHT + timedelta(minutes=minutes))

    assert len(about(lan)) == 1
    assert (
        f"Báo cáo {CODE} (khẩn) của Hiệp hội A gửi lúc 02:40 ngày 22/11/2026 chưa có người tiếp nhận sau 02 giờ."
        in about(lan)[0]
    )
    assert [text.splitlines()[0] for text in about(an)[1:]] == [f"Đến 04:40, báo cáo {CODE} chưa có người tiếp nhận."]
    assert world.count("audit", "actor = 'system' AND verb = 'adhoc.escalated'") == 1


async def test_the_leader_reads_the_report_and_it_can_still_be_accepted(world: World) -> None:
    chi, lan = world.phone("CHI"), world.phone("LAN")
    await say(world, world.phone("AN"), *SENT_ADHOC)
    await turn(world, START + timedelta(hours=3))

    await say(world, lan, f"[Xem {CODE}]")
    assert f"Báo cáo đột xuất {CODE} – đề nghị xử lý khẩn" in lan.last.text

    await say(world, chi, "[Tiếp nhận]")
    assert "đã được tiếp nhận lúc 11:15" in world.phone("AN").last.text


async def test_what_was_accepted_in_time_or_only_asked_to_be_soon_reaches_no_leader(world: World) -> None:
    await say(world, world.phone("AN"), *SENT_ADHOC)
    await say(world, world.phone("CHI"), "[Tiếp nhận]")
    await say(world, world.phone("BICH"), *SENT_SOON)

    await turn(world, START + timedelta(days=1, hours=3, minutes=5))

    assert world.count("receptions", "escalated_at IS NULL") == 2
    assert about(world.phone("LAN")) == about(world.phone("LAN"), "DX-2611-002") == []


async def test_without_a_leader_the_sender_is_told_the_truth(world: World) -> None:
    await bring_roster(world, "\n".join(line for line in ROSTER.splitlines() if not line.startswith("LAN,")))
    await say(world, world.phone("AN"), *SENT_ADHOC)

    await turn(world, START + timedelta(hours=2, minutes=5))

    assert said("No leader can be reached through the system at present.") in world.phone("AN").last.text


async def test_looking_it_up_shows_whether_when_and_by_whom_it_was_accepted(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT_ADHOC, f"/tracuu {CODE}")
    waiting = an.last.text

    await say(world, chi, "[Tiếp nhận]")
    await say(world, an, f"/tracuu {CODE}")

    assert said("Not accepted for handling yet.") in waiting
    assert "Đã tiếp nhận lúc 08:15 ngày 16/11/2026. Người tiếp nhận: Phạm Thu Chi." in an.last.text
    assert said("Not accepted for handling yet.") not in an.last.text


async def test_what_the_leader_answers_to_an_alert_shows_its_report_and_that_nothing_was_passed_on(
    world: World,
) -> None:
    await say(world, world.phone("AN"), *SENT_ADHOC)
    await turn(world, START + timedelta(hours=2, minutes=5))
    lan = world.phone("LAN")

    chat = {"id": lan.user_id, "type": "private"}
    alert = next(message for message in lan.messages if CODE in message.text)
    about_it = {"message_id": alert.id, "date": 1, "chat": chat}
    lan.send("Đề nghị anh Huy xử lý ngay vụ vắc-xin.", reply_to_message=about_it)
    await world.settle()

    assert CODE in lan.last.text
    assert said("The system could not make out the request. Please choose:") not in lan.last.text
