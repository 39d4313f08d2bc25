"""What changes while somebody writes about it: nothing is filed wrongly, no word is lost, and what is said is true."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlite_utils import Database

from bot.clock import VN
from bot.services.difficulties import acts
from storage import people
from tests.catalogues import out_of_date
from tests.handlers.acts import CLOSED, CONTENT, NIL, ONE, SENT
from tests.handlers.approving import submitted
from tests.handlers.handled import CODE, do, happened
from tests.handlers.versioned import ADDED, AMEND, REMOVED, SEND
from tests.telegram import Phone
from tests.world import World, say, toast

CUT_OFF = datetime(2026, 11, 20, 17, tzinfo=VN)
HEADLINE = "Yêu cầu nộp lại trích lục bản đồ đã có trên cơ sở dữ liệu"
SHARING = (f"/tracuu {CODE}", "[Cho phép chia sẻ]", HEADLINE, "[Bỏ qua]")
OPINION = "Đề nghị nêu rõ số liệu của ba tỉnh."
FOR_A = ("/thanhvien", "[Nhập báo cáo thay]", "[Chọn 1]", "[Báo cáo tháng 11]", "[Trực tiếp]", "[Khai vướng mắc]", *ONE)


async def without_duty(world: World, code: str) -> None:
    """End what somebody is on the roster for."""

    def end(db: Database) -> None:
        person = people.person_by_code(db, code)
        assert person is not None
        for duty in people.duties_of(db, person.id, world.unit().today):
            people.end_duty(db, duty.id, world.unit().today)

    await world.writer.write(end)


def shown(phone: Phone, words: str) -> str:
    """The one message on a phone that says these words."""
    (found,) = [message.text for message in phone.messages if words in message.text]
    return found


async def test_a_headline_of_what_is_taken_out_meanwhile_is_not_shared_and_its_words_are_shown(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT)
    await say(world, chi, *SHARING)
    await say(world, an, AMEND, *ADDED, *REMOVED, SEND)

    await say(world, chi, "[Cho phép chia sẻ]")

    assert HEADLINE in shown(chi, f"{CODE} đã được thành viên rút; chưa chia sẻ nội dung nào.")
    assert world.count("shared_headlines") == 0
    assert world.count("drafts", "kind = 'sharing'") == 0


async def test_an_opinion_on_a_report_that_is_taken_back_meanwhile_is_shown_as_not_sent(world: World) -> None:
    binh, bich = await submitted(world)
    await say(world, binh, "[Trả lại báo cáo]", OPINION)
    await say(world, bich, "[Rút về sửa]")

    await say(world, binh, "[Trả lại báo cáo]")

    assert "đã được Trần Thị Bích rút về lúc 08:15 ngày 16/11/2026; không còn chờ duyệt." in binh.last.text
    assert f"Ý kiến đã nhập chưa được gửi: {OPINION}" in binh.last.text
    assert binh.last.labels == ["Xem việc duyệt"]
    assert not any(OPINION in message.text for message in bich.messages)


async def test_what_the_desk_enters_is_kept_where_the_member_was_faster_or_the_period_has_closed(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, chi, *FOR_A)
    await say(world, an, *SENT)

    await say(world, chi, "[Gửi báo cáo]", "/batdau", "[Tiếp tục nhập thay]")

    assert "mã BC-2611-001, người gửi: Nguyễn Văn An" in chi.last.text
    assert "Nội dung đã nhập được giữ trong bản nháp, chưa gửi." in chi.last.text
    assert chi.last.labels == ["Xem BC-2611-001", "Về màn hình chính"], "amending is the member's"
    assert world.count("reports") == 1


async def test_a_form_across_the_close_says_so_at_once_and_leads_to_where_its_text_can_go(world: World) -> None:
    bich, chi = world.phone("BICH"), world.phone("CHI")
    world.clock.set(CLOSED - timedelta(minutes=1))
    await say(world, chi, *FOR_A)
    await say(world, bich, *SENT[:-1], "[Lưu nháp, thoát]")
    world.clock.set(CLOSED)

    await say(world, chi, "/batdau", "[Tiếp tục nhập thay]")

    over = "Kỳ báo cáo tháng 11/2026 đã đóng lúc 17:00 thứ Tư, ngày 25/11/2026"
    assert f"{over}, không gửi được nữa." in chi.last.text
    assert "vẫn gửi được" not in chi.last.text
    await say(world, chi, "[Gửi báo cáo]")
    assert over in chi.last.text
    await say(world, chi, "[Báo cáo đột xuất]", "[Điện thoại]")
    assert "Mức độ đề nghị xử lý" in chi.last.text, "an officer enters it in the member's place"
    await say(world, bich, "/batdau", "[Quản lý bản nháp]")
    assert "tháng 11/2026" in bich.last.text
    assert world.count("reports") == 0
    assert world.count("drafts", f"closed_at IS NULL AND answers LIKE '%{CONTENT}%'") == 2


async def test_nothing_new_confirmed_a_second_after_the_cut_off_is_late_and_its_receipt_says_so(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    world.clock.set(CUT_OFF - timedelta(seconds=1))
    for phone in (an, bich):
        await say(world, phone, *NIL[:-1])

    await say(world, an, NIL[-1])
    world.clock.set(CUT_OFF + timedelta(seconds=1))
    await say(world, bich, NIL[-1])

    assert "(đúng hạn)" in an.last.text
    assert "(quá hạn)" in bich.last.text


@pytest.mark.parametrize("asked", ["result", "more"])
async def test_whoever_loses_the_seat_while_writing_of_a_difficulty_says_nothing_and_keeps_the_text(
    world: World, asked: str
) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT)
    await say(world, chi, *SHARING)
    await do(world, acts.accept, CODE)
    if asked == "result":
        await do(world, acts.answer, CODE, "Đã bãi bỏ thành phần hồ sơ")
        await say(world, an, "[Chưa tháo gỡ]", OPINION)
    else:
        await do(world, acts.ask_back, CODE, "địa phương")
        await say(world, an, "[Bổ sung nội dung]", OPINION)
    before = happened(world)
    for code in ("AN", "CHI"):
        await without_duty(world, code)

    await say(world, an, "[Gửi ý kiến]" if asked == "result" else "[Gửi bổ sung]")
    await say(world, chi, "[Cho phép chia sẻ]")

    assert happened(world) == before
    assert world.count("shared_headlines") == 0
    assert out_of_date() not in await toast(an), "it is said why"
    assert world.count("drafts", f"closed_at IS NULL AND answers LIKE '%{OPINION}%'") == 1
    assert world.count("drafts", f"closed_at IS NULL AND answers LIKE '%{HEADLINE}%'") == 1


async def test_where_words_alone_are_added_it_is_said_where_files_go(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await do(world, acts.accept, CODE)
    await do(world, acts.ask_back, CODE, "bản chụp văn bản")
    by_mail = f"Ảnh, tệp về {CODE}: gửi qua thư điện tử tthc.vpcp@example.vn, ghi mã nêu trên."

    await say(world, an, "[Bổ sung nội dung]")
    assert by_mail in an.last.text
    an.send_document("a.pdf")
    await world.settle()
    assert an.last.text.startswith("Biểu mẫu này không nhận tệp. Tệp chưa được lưu.")
    assert by_mail in an.last.text

    world.clock.set(datetime(2026, 12, 16, 9, tzinfo=VN))
    await say(world, an, "/baocao", "[Báo cáo tháng 12]", "[Cập nhật mục 1]", "[Bổ sung thông tin]")
    assert by_mail in an.last.text
    an.send_document("a.pdf")
    await world.settle()
    assert an.last.text.startswith("Biểu mẫu này không nhận tệp. Tệp chưa được lưu.")
    assert world.count("kept_files") == 0
