"""The desk sets days off from the chat: what moves is shown first, and nothing is changed before it is confirmed."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from bot.clock import VN
from bot.domain.calendar_days import as_plain, days_off
from bot.domain.operations import Send
from bot.errors import BotError
from bot.sandbox.phones_api.desk_calendar import calendar_at
from bot.services.acts import ACTS, TELLS
from bot.services.desk import calendar_moves
from bot.services.tasks import importing
from tests.catalogues import out_of_date
from tests.handlers.acts import NIL, bring_roster, press
from tests.handlers.turning import turn_to
from tests.telegram import Phone
from tests.world import ROSTER, World, say

DOCUMENT = "Thông báo số 15/TB-BNV ngày 10/11/2026"
NAME = "Ngày Nhà giáo Việt Nam"
FRIDAY = ("/lich", "[Thêm ngày nghỉ]", "20/11", "[Chỉ ngày đó]", NAME, DOCUMENT)
"""The Friday on which the reports for November are due."""
ADMIN = "MAI,Vũ Thị Mai,Quản trị,,vi,,admin,,,"


def text_of(phone: Phone) -> list[str]:
    return phone.last.text.splitlines()


def unsent(world: World) -> list[tuple[str, str]]:
    found = world.read.conn.execute(
        "SELECT DISTINCT mark, send_on FROM reminders WHERE state = 'planned' ORDER BY send_on"
    )
    return [(row["mark"], row["send_on"]) for row in found]


async def test_what_a_day_off_moves_is_shown_and_nothing_is_changed_before_it_is_confirmed(world: World) -> None:
    chi = world.phone("CHI")
    await turn_to(world, 16)
    before = unsent(world)

    await say(world, chi, *FRIDAY)

    assert text_of(chi)[:19] == [
        "Thêm ngày nghỉ",
        "Ngày nghỉ: thứ Sáu, ngày 20/11/2026",
        "Tên: Ngày Nhà giáo Việt Nam",
        "Căn cứ: Thông báo số 15/TB-BNV ngày 10/11/2026",
        "",
        "Lưu ý: 03 người có thời hạn sớm hơn:",
        "• Nguyễn Văn An, báo cáo tháng 11/2026: 20/11/2026 → 19/11/2026",
        "• Trần Thị Bích, báo cáo tháng 11/2026: 20/11/2026 → 19/11/2026",
        "• Lê Văn Bình, báo cáo tháng 11/2026: 20/11/2026 → 19/11/2026",
        "Mốc của kỳ báo cáo:",
        "• Thời hạn gửi báo cáo tháng 11/2026: 20/11/2026 → 19/11/2026",
        "Tin nhắc chưa gửi thay đổi: 09 tin tới 03 người.",
        "17/11/2026 → 16/11/2026: 03 tin, 03 người",
        "19/11/2026 → 18/11/2026: 03 tin, 03 người",
        "20/11/2026 → 19/11/2026: 03 tin, 03 người",
        "• Nguyễn Văn An, báo cáo tháng 11/2026: 17/11/2026 → 16/11/2026",
        "• Trần Thị Bích, báo cáo tháng 11/2026: 17/11/2026 → 16/11/2026",
        "• Lê Văn Bình, báo cáo tháng 11/2026: 17/11/2026 → 16/11/2026",
        "• Nguyễn Văn An, báo cáo tháng 11/2026: 19/11/2026 → 18/11/2026",
    ]
    assert text_of(chi)[-3:] == [
        "và 01 mục khác",
        "",
        "Sau khi xác nhận, 03 người được báo thời hạn mới ngay.",
    ]
    assert (unsent(world), world.count("calendar_days")) == (before, 0)


async def test_once_confirmed_deadlines_follow_reminders_are_planned_anew_and_each_is_told_once(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    await turn_to(world, 16)
    await say(world, chi, *FRIDAY)
    old = chi.last.rows
    an.messages.clear()

    await say(world, chi, "[Xác nhận]")

    assert text_of(chi)[0] == "Đã ghi. Tin nhắc thay đổi: 09; 03 người được báo thời hạn mới."
    assert (
        "• thứ Sáu, ngày 20/11/2026: ngày nghỉ, Ngày Nhà giáo Việt Nam –"
        " Thông báo số 15/TB-BNV ngày 10/11/2026 (Cơ quan thường trực nhập)"
    ) in text_of(chi)
    assert [message.text.splitlines() for message in an.messages] == [
        [
            "Ngày nghỉ được điều chỉnh theo văn bản của cơ quan có thẩm quyền. Thời hạn sau đây thay đổi:",
            "• báo cáo tháng 11/2026: 20/11/2026 → thứ Năm, ngày 19/11/2026",
            "",
            "Có thời hạn sớm hơn trước: đề nghị lưu ý.",
        ]
    ]
    assert unsent(world)[:4] == [
        ("d3", "2026-11-16"),
        ("d1", "2026-11-18"),
        ("d0", "2026-11-19"),
        ("o1", "2026-11-23"),
    ]
    await press(world, chi, old[0][0][1])  # the last button once more
    assert (world.count("calendar_days"), len(an.messages)) == (1, 1)
    audited = world.read.conn.execute("SELECT actor, object FROM audit WHERE verb = 'calendar.set'").fetchall()
    assert [tuple(row) for row in audited] == [("person:CHI", "calendar:1")]

    assert not calendar_at(world.path, world.clock.now()).is_working(date(2026, 11, 20))  # as the sandbox shows it
    an.messages.clear()
    await turn_to(world, 19)
    assert an.last.text.startswith("Hôm nay là thời hạn gửi báo cáo tháng 11/2026")
    an.messages.clear()
    await turn_to(world, 20)
    assert an.messages == []


async def test_what_was_taken_back_is_as_it_was_and_a_reminder_that_was_sent_stays_sent(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    await turn_to(world, 16)
    before = unsent(world)
    await say(world, chi, *FRIDAY, "[Xác nhận]", "[Bỏ ngày đã nhập]", "[20/11/2026]")

    assert text_of(chi)[1:3] == [
        "thứ Sáu, ngày 20/11/2026 (Ngày Nhà giáo Việt Nam, Thông báo số 15/TB-BNV ngày 10/11/2026):"
        " trở lại như trước khi nhập.",
        "",
    ]
    assert "03 người có thời hạn muộn hơn:" in text_of(chi)
    assert "18/11/2026 → 19/11/2026: 03 tin, 03 người" in text_of(chi)
    await say(world, chi, "[Xác nhận]")

    assert unsent(world) == before
    assert "Bỏ ngày đã nhập" not in chi.last.labels
    assert world.count("calendar_days") == 2
    assert "Thứ Sáu, ngày 20/11/2026".lower() in an.last.text.lower()


async def test_a_swap_is_taken_back_as_a_whole(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/lich", "[Hoán đổi ngày]", "thứ Sáu ngày 18/12", "19/12", DOCUMENT)
    assert text_of(chi)[1:5] == [
        "Ngày nghỉ: thứ Sáu, ngày 18/12/2026",
        "Ngày làm bù: thứ Bảy, ngày 19/12/2026",
        "Căn cứ: Thông báo số 15/TB-BNV ngày 10/11/2026",
        "",
    ]
    # The reports for December are due on Sunday, 20 December: the Saturday before is worked now.
    assert "• Thời hạn gửi báo cáo tháng 12/2026: 18/12/2026 → 19/12/2026" in text_of(chi)

    await say(world, chi, "[Xác nhận]")
    calendar = world.unit().rules.calendar
    assert [calendar.is_working(date(2026, 12, day)) for day in (18, 19)] == [False, True]
    await say(world, chi, "[Bỏ ngày đã nhập]", "[19/12/2026]")
    assert [line[:24] for line in text_of(chi)[1:3]] == ["thứ Sáu, ngày 18/12/2026", "thứ Bảy, ngày 19/12/2026"]
    await say(world, chi, "[Xác nhận]")

    calendar = world.unit().rules.calendar
    assert [calendar.is_working(date(2026, 12, day)) for day in (18, 19)] == [True, False]


async def test_a_year_that_is_decided_is_provisional_no_more_and_that_can_be_taken_back(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/lich", "[Năm 2027]")
    assert text_of(chi)[1] == "Dự kiến: chưa ghi nhận văn bản quyết định ngày nghỉ của năm này."
    assert any(line.endswith("Giao thừa Tết Nguyên Đán – tính theo quy định, dự kiến") for line in text_of(chi))

    await say(world, chi, "[Đã quyết định 2027]", DOCUMENT, "[Xác nhận]")

    assert text_of(chi)[2] == f"Đã có quyết định ngày nghỉ của năm này ({DOCUMENT})."
    assert not world.unit().rules.calendar.is_provisional(date(2027, 2, 5))
    await say(world, chi, "[Bỏ ngày đã nhập]", "[Đã quyết định 2027]", "[Xác nhận]")
    assert world.unit().rules.calendar.is_provisional(date(2027, 2, 5))


async def test_of_two_clerks_the_second_sees_anew_what_moves_before_it_is_recorded(world: World) -> None:
    await bring_roster(world, ROSTER + ADMIN + "\n")
    chi, mai = world.phone("CHI"), world.link("MAI")
    await turn_to(world, 16)
    thursday = (
        "/lich",
        "[Thêm ngày nghỉ]",
        "19/11",
        "[Chỉ ngày đó]",
        "Nghỉ bão",
        "Công điện số 7/CĐ-TTg ngày 15/11/2026",
    )
    await say(world, mai, *thursday)
    assert "• Thời hạn gửi báo cáo tháng 11/2026: 20/11/2026 → 19/11/2026" not in text_of(mai)
    await say(world, chi, *FRIDAY, "[Xác nhận]")

    await say(world, mai, "[Xác nhận]")

    assert text_of(mai)[0].startswith("Có người khác vừa thay đổi lịch làm việc. Chưa ghi gì")
    assert "• Thời hạn gửi báo cáo tháng 11/2026: 19/11/2026 → 18/11/2026" in text_of(mai)
    assert world.count("calendar_days") == 1
    await say(world, mai, "[Xác nhận]")
    assert world.count("calendar_days") == 2
    assert not world.unit().rules.calendar.is_working(date(2026, 11, 19))


async def test_the_same_day_by_a_second_clerk_is_asked_for_again(world: World) -> None:
    await bring_roster(world, ROSTER + ADMIN + "\n")
    chi, mai = world.phone("CHI"), world.link("MAI")
    await say(world, mai, *FRIDAY)
    await say(world, chi, *FRIDAY, "[Xác nhận]")

    await say(world, mai, "[Xác nhận]")

    assert text_of(mai)[0] == f"thứ Sáu, ngày 20/11/2026 đã là ngày nghỉ: {NAME}."
    assert world.count("calendar_days") == 1
    assert "Xác nhận" not in mai.last.labels


async def test_outside_working_hours_people_are_told_on_the_next_working_morning(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    world.clock.set(datetime(2026, 11, 16, 21, tzinfo=VN))
    await say(world, chi, *FRIDAY)
    assert text_of(chi)[-1].startswith("Sau khi xác nhận, 03 người được báo thời hạn mới lúc ")
    an.messages.clear()
    await say(world, chi, "[Xác nhận]")
    assert an.messages == []

    await turn_to(world, 17)

    assert sum("Thời hạn sau đây thay đổi" in message.text for message in an.messages) == 1


async def test_who_has_reported_has_no_deadline_that_moves(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    await say(world, an, *NIL)
    an.messages.clear()

    await say(world, chi, *FRIDAY)
    assert "Lưu ý: 02 người có thời hạn sớm hơn:" in text_of(chi)
    await say(world, chi, "[Xác nhận]")

    assert an.messages == []


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        (("[Thêm ngày nghỉ]", "15/11/2026"), "15/11/2026 đã qua"),
        (("[Thêm ngày nghỉ]", "hôm nay"), "Ngày 16/11/2026 là hôm nay: chỉ nhập được ngày từ ngày mai trở đi."),
        (("[Thêm ngày nghỉ]", "22/11"), "Chủ nhật, ngày 22/11/2026 vốn đã là ngày nghỉ hằng tuần."),
        (("[Thêm ngày nghỉ]", "24/11"), "thứ Ba, ngày 24/11/2026 đã là ngày nghỉ: "),
        (("[Thêm ngày nghỉ]", "29/02/2027"), '"29/02/2027": không có ngày này.'),
        (("[Thêm ngày nghỉ]", "05/01/2031"), "Hệ thống chưa có lịch năm 2031; nhập được đến ngày 31/12/2028."),
        (("[Thêm ngày nghỉ]", "20/11", "19/11"), "Ngày 19/11/2026 là quá sớm."),
        (("[Hoán đổi ngày]", "20/11", "23/11"), "thứ Hai, ngày 23/11/2026 không thể là ngày làm bù: "),
        (("[Hoán đổi ngày]", "20/11", "20/11"), "thứ Sáu, ngày 20/11/2026 không thể là ngày làm bù: "),
        (("[Hoán đổi ngày]", "21/11"), "thứ Bảy, ngày 21/11/2026 vốn đã là ngày nghỉ hằng tuần."),
        (("[Hoán đổi ngày]", "20/11", "21/11", "theo chỉ đạo"), "Cần ghi số và ngày của văn bản"),
        (("[Hoán đổi ngày]", "20/11", "21/11", "ngày 10/11/2026"), "Cần ghi số và ngày của văn bản"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_question(world: World, answers: tuple[str, ...], refused: str) -> None:
    chi = world.phone("CHI")

    await say(world, chi, "/lich", *answers)

    assert refused in chi.last.text
    assert "Xác nhận" not in chi.last.labels


async def test_the_last_of_february_of_a_leap_year_can_be_set(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/lich", "[Thêm ngày nghỉ]", "29/02/2028", "[Chỉ ngày đó]", "Nghỉ", DOCUMENT, "[Xác nhận]")

    assert "• thứ Ba, ngày 29/02/2028: ngày nghỉ, Nghỉ" in chi.last.text


async def test_several_days_are_set_in_one_go_and_only_those_that_were_worked(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/lich", "[Thêm ngày nghỉ]", "11/12", "14/12", "Nghỉ bão", DOCUMENT)
    assert text_of(chi)[1:3] == ["Ngày nghỉ: thứ Sáu, ngày 11/12/2026", "Ngày nghỉ: thứ Hai, ngày 14/12/2026"]

    await say(world, chi, "[Xác nhận]", "[Bỏ ngày đã nhập]")

    assert [label for label in chi.last.labels if "/" in label] == ["11/12/2026", "14/12/2026"]


async def test_a_page_of_another_year_is_reached_and_what_no_button_carries_is_out_of_date(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/lich")
    assert any(line.startswith("• thứ Ba, ngày 24/11/2026") for line in text_of(chi))

    await say(world, chi, "[Xem trang trước]", "[Năm 2025]")

    assert text_of(chi)[0] == "Lịch làm việc năm 2025"
    assert out_of_date() in await press(world, chi, "mga:1jj:0")  # the year 1999


async def test_a_form_that_is_left_changes_nothing_and_is_taken_up_again(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, *FRIDAY, "[Lưu nháp, thoát]")
    assert "lịch làm việc chưa thay đổi" in chi.last.text

    await say(world, chi, "[Nhập tiếp]", "[Xác nhận]")

    assert world.count("calendar_days") == 1


async def test_days_from_a_file_are_told_as_those_from_the_chat_and_never_over_what_a_colleague_set(
    world: World,
) -> None:
    unit = world.unit()
    days = days_off(date(2026, 11, 20), date(2026, 11, 20), NAME, DOCUMENT, unit.rules.calendar)
    asked = {"version": 0, "own": as_plain(calendar_moves.known(unit).own.with_days(days))}

    done = world.write_now(lambda db: ACTS["import-calendar"](world.unit(db), asked))

    told = TELLS["import-calendar"](world.unit(), json.loads(json.dumps(done)))
    assert {type(each) for each in told} == {Send}
    assert len(told) == 3
    with pytest.raises(BotError) as error:
        world.write_now(lambda db: ACTS["import-calendar"](world.unit(db), asked))
    assert error.value.code == "calendar_changed"
    assert world.count("calendar_days") == 1


async def test_a_task_of_which_the_deadline_moves_is_named(world: World) -> None:
    chi, an = world.phone("CHI"), world.phone("AN")
    task = """task_code,basis,title,lead,coordinating,deadline_kind,deadline,recurrence,note
NV-26-001,Thông báo số 1/TB,Rà soát,HIEPHOIA,,day,27/11/2026,,
"""
    await world.writer.write(
        lambda db: importing.write(world.unit(db), importing.read(task, importing.names(world.unit(db))), "test")
    )
    await say(world, chi, "/lich", "[Thêm ngày nghỉ]", "27/11", "[Chỉ ngày đó]", "Nghỉ bão", DOCUMENT)
    assert "01 người có thời hạn muộn hơn:" in text_of(chi)
    assert "• Nguyễn Văn An, nhiệm vụ NV-26-001: 27/11/2026 → 30/11/2026" in text_of(chi)

    await say(world, chi, "[Xác nhận]")

    assert an.last.text.splitlines()[1:] == ["• nhiệm vụ NV-26-001: 27/11/2026 → thứ Hai, ngày 30/11/2026"]
