"""After the answer: asked once, reopened by a no, closed by silence as was said, and never called solved by that."""

from __future__ import annotations

from datetime import time

import pytest

from bot.domain.handling import Verdict
from bot.domain.verbs.difficulties import SayOfResult
from bot.services.difficulties import acts, waiting
from tests.handlers.acts import SENT, press
from tests.handlers.handled import CODE, do, happened, turn_to_day, words_of
from tests.telegram import Phone
from tests.world import World, say, toast

RESULT = "Đã bãi bỏ thành phần hồ sơ"
WHY = "Bộ phận một cửa vẫn yêu cầu nộp trích lục bản đồ."


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


async def answered(world: World, who: str = "BICH") -> Phone:
    """Let a member have sent a difficulty of which there is a result; return their phone."""
    phone = world.phone(who)
    await say(world, phone, *SENT)
    await do(world, acts.accept, CODE)
    await do(world, acts.answer, CODE, RESULT, "123/QĐ-BNNMT")
    return phone


def told(phone: Phone, words: str) -> list[str]:
    return [message.text for message in phone.messages if words in message.text]


async def test_the_result_asks_once_and_says_beforehand_what_silence_means(world: World) -> None:
    bich = await answered(world)

    assert bich.last.text.splitlines() == [
        f"Kết quả xử lý vướng mắc {CODE}: {RESULT}. Văn bản: 123/QĐ-BNNMT.",
        "Đề nghị Quý thành viên cho biết kết quả thực tế trước 17:00 thứ Ba, ngày 01/12/2026. Sau thời điểm này, nếu"
        " chưa có ý kiến thì vướng mắc được kết thúc theo dõi; khi đó vẫn có thể báo chưa tháo gỡ.",
    ]
    assert bich.last.labels == ["Đã tháo gỡ", "Tháo gỡ một phần", "Chưa tháo gỡ"]
    assert len(told(world.phone("BINH"), "Kết quả xử lý")) == 1


async def test_anybody_of_the_seat_answers_once_and_the_others_see_by_whom(world: World) -> None:
    bich = await answered(world)
    binh = world.phone("BINH")

    await say(world, binh, "[Đã tháo gỡ]")
    again = bich.messages[-1].rows or bich.last.rows
    words = await press(world, bich, SayOfResult(CODE, 3, Verdict.NOT_SOLVED).data)

    assert happened(world) == ["sent", "accepted", "answered", "solved"]
    assert "Nội dung trả lời: Đã tháo gỡ" in words
    assert "Lê Văn Bình" in words
    (notice,) = told(bich, "Kết quả xử lý vướng mắc")
    assert "người trả lời: Lê Văn Bình. Nội dung trả lời: Đã tháo gỡ." in notice
    assert "Chưa tháo gỡ" not in [label for row in again for label, _ in row]
    await say(world, bich, f"/tracuu {CODE}")
    assert "Tình trạng: đã tháo gỡ theo xác nhận của thành viên." in bich.last.text
    assert "Chưa tháo gỡ" not in bich.last.labels


async def test_solved_in_part_stays_open_and_the_desk_is_told(world: World) -> None:
    bich, chi = await answered(world), world.phone("CHI")

    await say(world, bich, "[Tháo gỡ một phần]")
    await turn_to_day(world, 12, 31, time(18))

    assert happened(world)[3:] == ["partly_solved"]
    assert told(chi, "tháo gỡ một phần") == [f"{CODE} tháo gỡ một phần theo ý kiến của Hiệp hội B (Trần Thị Bích)."]


async def test_not_solved_asks_why_and_opens_it_again_to_the_desk_with_the_words(world: World) -> None:
    bich, chi = await answered(world), world.phone("CHI")

    await say(world, bich, "[Chưa tháo gỡ]")
    asked = bich.last
    await say(world, bich, WHY, "[Gửi ý kiến]")

    assert "Mời nêu nội dung còn vướng mắc." in asked.text
    assert happened(world)[3:] == ["not_solved"]
    assert words_of(world)[3] == WHY
    assert bich.last.text.splitlines()[0] == f"{CODE} được mở lại; ý kiến được chuyển Cơ quan thường trực."
    assert "Tình trạng: đã tiếp nhận." in bich.last.text
    assert chi.last.text.splitlines() == [
        f"{CODE} chưa tháo gỡ theo ý kiến của Hiệp hội B (Trần Thị Bích). Vướng mắc được mở lại để xem xét.",
        WHY,
    ]
    assert not chi.last.silent
    assert await do(world, acts.answer, CODE, "Đã hướng dẫn lại") != ""  # the desk can work on it again


async def test_the_reason_may_be_skipped(world: World) -> None:
    bich = await answered(world)

    await say(world, bich, "[Chưa tháo gỡ]", "[Bỏ qua]", "[Gửi ý kiến]")

    assert happened(world)[3:] == ["not_solved"]
    assert words_of(world)[3] is None


async def test_of_two_phones_one_wins_and_the_other_keeps_its_words(world: World) -> None:
    bich = await answered(world)
    binh = world.phone("BINH")
    await say(world, bich, "[Chưa tháo gỡ]", WHY)
    await say(world, binh, "[Chưa tháo gỡ]", "Vẫn phải nộp bản giấy tại quầy.")

    await say(world, binh, "[Gửi ý kiến]")
    await say(world, bich, "[Gửi ý kiến]")

    assert happened(world)[3:] == ["not_solved"]
    assert "người trả lời: Lê Văn Bình" in bich.last.text.splitlines()[0]
    assert world.count("drafts", f"closed_at IS NULL AND answers LIKE '%{WHY}%'") == 1


async def test_silence_closes_on_the_day_that_was_named_and_not_before(world: World) -> None:
    bich = await answered(world)

    await turn_to_day(world, 12, 1, time(16, 50))
    before = happened(world)
    await turn_to_day(world, 12, 1, time(17, 30))
    await turn_to_day(world, 12, 2, time(17, 30))

    assert before == ["sent", "accepted", "answered"]
    assert happened(world)[3:] == ["closed"]
    assert told(bich, "đã kết thúc theo dõi") == [
        f"Vướng mắc {CODE} đã kết thúc theo dõi do đến 17:00 ngày 01/12/2026 chưa có ý kiến về kết quả thực tế. Kết"
        " thúc theo dõi không có nghĩa là đã tháo gỡ.\nNếu thực tế chưa được tháo gỡ, Quý thành viên có thể báo lại."
    ]
    await say(world, bich, f"/tracuu {CODE}")
    assert "Tình trạng: kết thúc theo dõi, chưa có xác nhận tháo gỡ." in bich.last.text


@pytest.mark.parametrize("number", [3, 4])
async def test_after_silence_he_may_still_object_by_the_old_button_and_by_the_new_one(
    world: World, number: int
) -> None:
    bich = await answered(world)
    await turn_to_day(world, 12, 1, time(17, 30))

    await press(world, bich, SayOfResult(CODE, number, Verdict.NOT_SOLVED).data)
    await say(world, bich, WHY, "[Gửi ý kiến]")

    assert happened(world)[3:] == ["closed", "not_solved"]
    assert "Tình trạng: đã tiếp nhận." in bich.last.text


async def test_a_close_of_the_desk_can_be_objected_to_from_the_look_up(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await do(world, acts.close, CODE, "Quy định đã hết hiệu lực")

    await say(world, an, f"/tracuu {CODE}", "[Chưa tháo gỡ]", WHY, "[Gửi ý kiến]")

    assert happened(world) == ["sent", "closed", "not_solved"]


async def test_who_has_begun_to_object_is_not_silent(world: World) -> None:
    bich = await answered(world)
    await say(world, bich, "[Chưa tháo gỡ]", WHY)

    await turn_to_day(world, 12, 1, time(17, 30))
    after_the_day = happened(world)
    await say(world, bich, "[Gửi ý kiến]")

    assert after_the_day == ["sent", "accepted", "answered"]
    assert happened(world)[3:] == ["not_solved"]


async def test_a_button_of_an_older_result_says_that_there_is_a_newer_one(world: World) -> None:
    bich = await answered(world)
    await do(world, acts.answer, CODE, "Kết quả đã đính chính")

    words = await press(world, bich, SayOfResult(CODE, 3, Verdict.SOLVED).data)

    assert "đã có diễn biến mới" in words
    assert happened(world)[3:] == ["answered"]


async def test_an_answer_over_an_open_form_leaves_the_form_in_sight(world: World) -> None:
    bich = await answered(world)
    await say(world, bich, "/baocao", "[Báo cáo đột xuất]")
    form = bich.last.text

    await press(world, bich, SayOfResult(CODE, 3, Verdict.SOLVED).data)

    assert bich.last.text == form
    assert happened(world)[3:] == ["solved"]


async def test_what_was_asked_for_is_added_and_the_desk_is_told(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT)
    await do(world, acts.ask_back, CODE, "địa phương")

    await say(world, an, "[Bổ sung nội dung]", "Huyện Gia Lâm, từ tháng 3.", "[Gửi bổ sung]")

    assert happened(world) == ["sent", "asked", "supplemented"]
    assert "Tình trạng: đã gửi, chờ tiếp nhận." in an.last.text
    assert "3. 16/11/2026: thành viên bổ sung (Nguyễn Văn An): Huyện Gia Lâm, từ tháng 3." in an.last.text
    assert chi.last.text.splitlines() == [
        f"{CODE}: Hiệp hội A (Nguyễn Văn An) đã bổ sung nội dung sau.",
        "Huyện Gia Lâm, từ tháng 3.",
    ]


async def test_a_reply_to_the_question_of_the_desk_is_what_is_added(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await do(world, acts.ask_back, CODE, "địa phương")

    an.send(
        "Gia Lâm",
        reply_to_message={"message_id": an.last.id, "date": an.last.date, "chat": {"id": 101, "type": "private"}},
    )
    await world.settle()
    await say(world, an, "[Gửi bổ sung]")

    assert happened(world) == ["sent", "asked", "supplemented"]
    assert words_of(world)[2] == "Gia Lâm"


async def test_what_was_asked_for_lapses_once_and_can_still_be_added(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT)
    await do(world, acts.accept, CODE)
    await do(world, acts.ask_back, CODE, "địa phương")

    await turn_to_day(world, 11, 23, time(17, 30))
    await turn_to_day(world, 11, 24, time(17, 30))

    assert happened(world)[2:] == ["asked", "lapsed"]
    assert told(an, "chưa nhận được nội dung bổ sung") == [
        f"Hệ thống chưa nhận được nội dung bổ sung vướng mắc {CODE} (thời hạn 17:00 ngày 23/11/2026). Cơ quan thường"
        " trực xem xét trên cơ sở nội dung hiện có; Ông vẫn có thể bổ sung."
    ]
    assert told(chi, "chưa gửi nội dung bổ sung") == [f"{CODE}: Hiệp hội A chưa gửi nội dung bổ sung trong thời hạn."]
    await say(world, an, "[Bổ sung nội dung]", "Huyện Gia Lâm", "[Gửi bổ sung]")
    assert happened(world)[4:] == ["supplemented"]


async def test_while_nothing_is_waited_for_the_tick_costs_no_commit(world: World) -> None:
    bich = await answered(world)
    waits = waiting.anything_waits(world.read)
    await say(world, bich, "[Đã tháo gỡ]")

    assert (waits, waiting.anything_waits(world.read)) == (True, False)


async def test_a_second_press_of_send_says_that_it_was_sent(world: World) -> None:
    bich = await answered(world)
    await say(world, bich, "[Chưa tháo gỡ]", WHY)
    data = next(data for row in bich.last.rows for label, data in row if label == "Gửi ý kiến")
    await press(world, bich, data)

    bich.press(data)

    assert f"Nội dung về {CODE} đã được gửi lúc" in await toast(bich)
    assert happened(world)[3:] == ["not_solved"]


async def test_a_draft_about_a_difficulty_stands_on_the_main_screen(world: World) -> None:
    bich = await answered(world)
    await say(world, bich, "[Chưa tháo gỡ]", WHY, "/batdau")

    assert f"Bản nháp về {CODE}: lưu lúc" in bich.last.text
    await say(world, bich, f"[Tiếp tục {CODE}]")
    assert WHY in bich.last.text
