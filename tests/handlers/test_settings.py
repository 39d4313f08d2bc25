"""What people set for themselves: hours, language, pause; and leaving."""

from __future__ import annotations

import io
from datetime import time

from openpyxl import load_workbook

from bot.services.difficulties.acts import accept, answer
from tests.catalogues import said
from tests.handlers.acts import CONTENT, SENT, TO_REVIEW, bring_roster
from tests.handlers.handled import CODE, do
from tests.handlers.turning import turn_to
from tests.world import ROSTER, World, say

SEVEN, HALF_PAST_TEN = time(7, 30), time(10, 30)
NEVER_OFF = said("Urgent messages and what is due on the very day are always sent; they cannot be switched off.")


async def test_settings_say_what_is_set_and_that_deadlines_cannot_be_switched_off(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/caidat")

    for line in ("Giờ nhận tin: 08:30 ngày làm việc.", "Giờ yên lặng: 22:00 – 06:00.", "Ngôn ngữ: Tiếng Việt."):
        assert line in an.last.text
    assert "Xưng hô: Ông." in an.last.text
    assert NEVER_OFF in an.last.text


async def test_whoever_chose_a_later_hour_is_reminded_at_that_hour_and_once(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, "/caidat", "[Đổi giờ nhận tin]", "[Nhận lúc 10:30]")
    an.messages.clear()

    await turn_to(world, 17)
    early = [message.text for message in an.messages]
    await turn_to(world, 17, HALF_PAST_TEN)
    await turn_to(world, 17, time(13, 30))

    assert early == []
    assert [m.text.partition("\n")[0] for m in an.messages] == [
        "Báo cáo tháng 11/2026 của Hiệp hội A còn 03 ngày làm việc đến hạn (17:00 thứ Sáu, ngày 20/11/2026)."
    ]
    assert len(bich.messages) == 1


async def test_whoever_chose_an_earlier_hour_has_the_card_before_the_others(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, "/caidat", "[Đổi giờ nhận tin]", "[Nhận lúc 07:30]")
    an.messages.clear()

    await turn_to(world, 17, SEVEN)

    assert (len(an.messages), len(bich.messages)) == (1, 0)

    await turn_to(world, 17)

    assert (len(an.messages), len(bich.messages)) == (1, 1)


async def test_a_pause_holds_back_everything_but_the_day_of_the_deadline(world: World) -> None:
    an, heard = world.phone("AN"), {}
    await say(world, an, "/caidat", "[Tạm dừng nhắc]", "[Dừng 07 ngày]")  # to the 22nd
    assert "Đang tạm dừng nhắc đến hết ngày 22/11/2026" in an.last.text
    an.messages.clear()

    for day in range(16, 24):
        await turn_to(world, day)
        heard[day] = [message.text.partition(".")[0] for message in an.messages]
        an.messages.clear()

    said_on = {day: texts for day, texts in heard.items() if texts}
    assert said_on.keys() == {20, 23}
    assert said_on[20] == ["Hôm nay là thời hạn gửi báo cáo tháng 11/2026 của Hiệp hội A (trước 17:00)"]


async def test_news_that_can_wait_come_when_the_quiet_hours_of_each_reader_are_over(world: World) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, bich, *SENT)
    await do(world, accept, CODE)
    await say(world, bich, "/caidat", "[Đổi giờ yên lặng]", "[Không đặt giờ]")
    await turn_to(world, 17, time(22, 30))
    binh.messages.clear()

    await do(world, answer, CODE, "Đã bãi bỏ thành phần hồ sơ", "123/QĐ-BNNMT")

    assert bich.last.text.startswith(f"Kết quả xử lý vướng mắc {CODE}")
    assert binh.messages == []
    await turn_to(world, 18, time(5, 59))
    assert binh.messages == []
    await turn_to(world, 18, time(6))
    assert [message.text.partition(":")[0] for message in binh.messages] == [f"Kết quả xử lý vướng mắc {CODE}"]


async def test_what_somebody_does_in_their_own_quiet_hours_is_answered_at_once(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 16, time(23))

    await say(world, an, *SENT)

    assert an.last.text.startswith("Đã nhận báo cáo BC-2611-001")


async def test_a_pause_can_be_ended_before_its_time(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/caidat", "[Tạm dừng nhắc]", "[Dừng 14 ngày]", "[Tạm dừng nhắc]", "[Nhắc việc trở lại]")
    assert "Đang tạm dừng" not in an.last.text
    an.messages.clear()

    await turn_to(world, 17)

    assert len(an.messages) == 1


async def test_the_language_that_was_chosen_is_spoken_at_once_and_outlives_the_roster(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/caidat", "[Đổi ngôn ngữ]", "[Tiếng Anh]")
    assert an.last.text.startswith("Settings")

    await bring_roster(world, ROSTER)
    await say(world, an, "/settings")
    assert an.last.text.startswith("Settings")

    await say(world, an, "[Change my language]", "[Vietnamese]")
    assert an.last.text.startswith("Cài đặt")


async def test_whoever_unlinks_gets_nothing_more_and_the_desk_is_told(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, "/caidat", "[Hủy liên kết]")
    assert "báo cáo đã gửi vẫn được lưu" in an.last.text
    await say(world, an, "[Hủy liên kết]")

    assert "đã được hủy liên kết theo yêu cầu" in an.last.text
    assert "Nguyễn Văn An đã tự hủy liên kết tài khoản" in chi.last.text
    assert world.count("accounts", "unlinked_at IS NULL AND user_key = '101'") == 0
    assert world.count("audit", "verb = 'account.unlinked' AND actor = 'person:AN'") == 1
    an.messages.clear()
    await turn_to(world, 17)
    assert an.messages == []


async def test_consent_that_is_withdrawn_ends_the_link_and_is_kept_as_withdrawn(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/caidat", "[Xem dữ liệu]", "[Rút lại đồng ý]")
    assert "Báo cáo đã gửi là tài liệu của Hiệp hội A" in an.last.text
    await say(world, an, "[Rút lại đồng ý]")

    assert "việc rút lại sự đồng ý" in an.last.text
    an_account = "account = (SELECT id FROM accounts WHERE user_key = '101')"
    assert world.count("consents", f"{an_account} AND withdrawn_at IS NOT NULL") == 1


async def test_my_data_are_shown_with_who_sees_them_and_the_desk_is_asked_to_erase_them_once_a_day(
    world: World,
) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, "/caidat", "[Xem dữ liệu]")
    for words in ("họ tên Nguyễn Văn An", "Ai xem được", "Cán bộ Cơ quan thường trực"):
        assert words in an.last.text

    for _ in range(2):
        await say(world, an, "/caidat", "[Xem dữ liệu]", "[Đề nghị xóa]", "[Gửi đề nghị]")
        assert "Đã nhận đề nghị xóa dữ liệu cá nhân" in an.last.text

    asked = [message.text for message in chi.messages if "đề nghị xóa dữ liệu cá nhân" in message.text]
    assert len(asked) == 1
    assert "privacy erase AN" in asked[0]


async def test_my_data_come_as_a_file_that_holds_what_is_stored_and_nothing_of_others(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, *TO_REVIEW)
    await say(world, bich, *SENT)

    await say(world, an, "/caidat", "[Xem dữ liệu]", "[Tải dữ liệu]")

    (file,) = [message for message in an.messages if message.file]
    assert file.file is not None
    sheet = load_workbook(io.BytesIO(file.file[1])).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    for words in ("Nguyễn Văn An; Chánh Văn phòng", "telegram; 101", "2026-11", CONTENT, "data.sent"):
        assert any(words in cell for cell in cells), words
    assert not any("Bích" in cell or "BC-2611-001" in cell for cell in cells)
