"""What the desk does with a difficulty: told to those who hold its seat today, and shown in its way."""

from __future__ import annotations

from datetime import date, time

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage

from bot.domain.handling import Verdict
from bot.domain.verbs.difficulties import AddToDifficulty, SayOfResult, ShowEvent, ShowWay
from bot.errors import BotError
from bot.services.difficulties import acts
from storage import difficulties
from tests.catalogues import out_of_date
from tests.handlers.acts import SENT, SENT_ADHOC, bring_roster, press
from tests.handlers.handled import CODE, do, happened, turn_to_day, words_of
from tests.telegram import Phone
from tests.world import ROSTER, World, say


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The papers of the period are tested elsewhere; their files take a process each."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())


async def look_up(world: World, phone: Phone, code: str = CODE) -> list[str]:
    await say(world, phone, f"/tracuu {code}")
    return phone.last.text.splitlines()


async def test_a_difficulty_shows_its_way_with_dates_and_the_words_of_the_desk(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await turn_to_day(world, 11, 20)
    await do(world, acts.accept, CODE)
    await turn_to_day(world, 11, 23)
    await do(world, acts.forward, CODE, "Bộ Nông nghiệp và Môi trường", date(2026, 12, 8))
    await turn_to_day(world, 12, 7)
    await do(world, acts.answer, CODE, "Bãi bỏ thành phần hồ sơ", "123/QĐ-BNNMT", date(2026, 12, 4))

    shown = await look_up(world, an)

    assert shown[:7] == [
        f"{CODE} – Đất đai",
        "Hiệp hội A, trong BC-2611-001, gửi lúc 08:15 ngày 16/11/2026",
        "Tình trạng: đã có kết quả xử lý.",
        "1. 16/11/2026: đã gửi (Nguyễn Văn An)",
        "2. 20/11/2026: đã tiếp nhận (Phạm Thu Chi)",
        "3. 23/11/2026: đã chuyển Bộ Nông nghiệp và Môi trường, đề nghị trả lời trước ngày 08/12/2026",
        "4. 07/12/2026: kết quả xử lý: Bãi bỏ thành phần hồ sơ. Văn bản: 123/QĐ-BNNMT ngày 04/12/2026.",
    ]
    assert an.last.labels[:4] == ["Đã tháo gỡ", "Tháo gỡ một phần", "Chưa tháo gỡ", "Bổ sung nội dung"]


async def test_the_member_is_told_of_each_act_in_words_of_their_own(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)

    await do(world, acts.accept, CODE)
    accepted = an.last
    await do(world, acts.ask_back, CODE, "địa phương, thời điểm phát sinh")
    asked = an.last
    await do(world, acts.forward, CODE, "Bộ Tài chính", date(2026, 12, 8))
    forwarded = an.last

    assert accepted.text == (
        f"Vướng mắc {CODE} đã được tiếp nhận ngày 16/11/2026. Hệ thống sẽ thông báo khi có kết quả xử lý."
    )
    assert asked.text.splitlines() == [
        "Kính gửi Ông Nguyễn Văn An,",
        f"Để có cơ sở xem xét vướng mắc {CODE} (Đất đai), Cơ quan thường trực đề nghị bổ sung: địa phương, thời điểm"
        " phát sinh.",
        "Thời hạn: 17:00 thứ Hai, ngày 23/11/2026.",
    ]
    assert asked.labels == ["Bổ sung nội dung", "Xem nội dung đã gửi"]
    assert forwarded.text == (
        f"Vướng mắc {CODE} đã được chuyển Bộ Tài chính ngày 16/11/2026, đề nghị trả lời trước ngày 08/12/2026."
    )
    assert (accepted.labels, forwarded.labels) == (["Xem tình trạng"], ["Xem tình trạng"])


async def test_what_is_not_accepted_or_returned_is_told_with_its_reason_and_can_be_added_to(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)

    await do(world, acts.give_back, CODE, "Thiếu tên thủ tục")
    returned = an.last
    await do(world, acts.not_accept, CODE, "Không thuộc phạm vi thủ tục hành chính", "Gửi cơ quan thanh tra")

    assert returned.text == f"Vướng mắc {CODE} được trả lại để hoàn thiện. Lý do: Thiếu tên thủ tục."
    assert an.last.text == (
        f"Vướng mắc {CODE} chưa được tiếp nhận. Lý do: Không thuộc phạm vi thủ tục hành chính."
        " Hướng xử lý: Gửi cơ quan thanh tra."
    )
    assert an.last.labels == ["Bổ sung nội dung", "Xem tình trạng"]
    assert (await look_up(world, an))[2] == "Tình trạng: chưa được tiếp nhận."


async def test_closed_is_told_with_its_reason_and_is_not_called_solved(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await do(world, acts.accept, CODE)

    await do(world, acts.close, CODE, "Quy định đã hết hiệu lực")

    assert an.last.text.splitlines()[0] == (
        f"Vướng mắc {CODE} đã kết thúc theo dõi. Lý do: Quy định đã hết hiệu lực. Kết thúc theo dõi không có nghĩa là"
        " đã tháo gỡ."
    )
    assert an.last.labels == ["Chưa tháo gỡ", "Xem tình trạng"]
    assert (await look_up(world, an))[2] == "Tình trạng: kết thúc theo dõi, chưa có xác nhận tháo gỡ."


async def test_those_who_hold_the_seat_today_are_told_and_not_whoever_sent_it(world: World) -> None:
    bich, binh = world.phone("BICH"), world.phone("BINH")
    await say(world, bich, *SENT)
    await bring_roster(world, "\n".join(line for line in ROSTER.splitlines() if not line.startswith("BICH,")))
    before = len(bich.messages)

    await do(world, acts.accept, CODE)

    assert f"Vướng mắc {CODE} đã được tiếp nhận" in binh.last.text
    assert len(bich.messages) == before


async def test_the_officer_is_told_where_nobody_of_the_seat_can_be_reached(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await bring_roster(world, "\n".join(line for line in ROSTER.splitlines() if not line.startswith("AN,")))

    words = [await do(world, act, CODE, *rest) for act, rest in ((acts.accept, ()), (acts.answer, ("Đã có văn bản",)))]

    assert all("đề nghị gọi điện" in each for each in words)
    await turn_to_day(world, 12, 31, time(18))
    assert happened(world) == ["sent", "accepted", "answered"]  # whom the question never reached is not silent


async def test_the_same_act_is_told_once_however_often_its_message_is_made(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await do(world, acts.accept, CODE)
    keys = [row[0] for row in world.read.conn.execute("SELECT dedupe_key FROM outbox WHERE topic = 'difficulty'")]

    assert [key.rpartition(":")[0] for key in keys] == [f"difficulty:{CODE}:2"]


async def test_an_act_that_is_not_open_is_refused_and_changes_nothing(world: World) -> None:
    await say(world, world.phone("AN"), *SENT)

    for act, rest in ((acts.forward, ("Bộ Tài chính",)), (acts.answer, ("Đã có",))):
        with pytest.raises(BotError, match="difficulty_moved_on"):
            await do(world, act, CODE, *rest)
    with pytest.raises(BotError, match="words_missing"):
        await do(world, acts.close, CODE, " \n ")
    with pytest.raises(BotError, match="not_found"):
        await do(world, acts.accept, "VM-2611-999")
    with pytest.raises(BotError, match="rights"):
        await do(world, acts.accept, CODE, who="AN")

    assert happened(world) == ["sent"]


async def test_every_act_stands_in_the_audit_with_its_report(world: World) -> None:
    await say(world, world.phone("AN"), *SENT)

    await do(world, acts.accept, CODE)
    await do(world, acts.close, CODE, "Không còn vướng")

    found = world.read.conn.execute("SELECT actor, verb, object FROM audit ORDER BY seq DESC LIMIT 2").fetchall()
    assert [tuple(row) for row in found] == [
        ("person:CHI", "difficulty.closed", f"difficulty:{CODE}"),
        ("person:CHI", "difficulty.accepted", f"difficulty:{CODE}"),
    ]


async def test_whoever_accepts_an_ad_hoc_report_accepts_what_is_in_it(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT_ADHOC)

    await press(world, chi, chi.last.rows[0][0][1])

    assert happened(world) == ["sent", "accepted"]
    assert (await look_up(world, an))[2:5] == [
        "Tình trạng: đã tiếp nhận.",
        "1. 16/11/2026: đã gửi (Nguyễn Văn An)",
        "2. 16/11/2026: đã tiếp nhận (Phạm Thu Chi)",
    ]


async def test_accepting_a_difficulty_of_an_ad_hoc_report_accepts_the_report(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT_ADHOC)

    await do(world, acts.accept, CODE)

    assert "Báo cáo DX-2611-001 đã được tiếp nhận" in an.last.text
    assert happened(world) == ["sent", "accepted"]


async def test_one_of_an_ad_hoc_report_that_was_returned_is_accepted_where_it_is_chosen(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT_ADHOC)
    await do(world, acts.give_back, CODE, "Thiếu tên thủ tục")

    await do(world, acts.accept, CODE)

    assert happened(world) == ["sent", "returned", "accepted"]
    assert [message.text.count("đã được tiếp nhận") for message in an.messages].count(1) == 1
    assert (await look_up(world, an))[2] == "Tình trạng: đã tiếp nhận."


async def test_long_words_are_shown_in_full_by_a_button_and_never_cut_in_silence(world: World) -> None:
    an, words = world.phone("AN"), "Nội dung trả lời rất dài. " * 150
    await say(world, an, *SENT)
    await do(world, acts.accept, CODE)
    await do(world, acts.answer, CODE, words)

    assert an.last.labels[0] == "Xem đủ nội dung"
    await say(world, an, "[Xem đủ nội dung]")
    first = an.last.text
    await look_up(world, an)
    await say(world, an, "[Xem đủ dòng 3]")

    assert words.strip() in first
    assert an.last.text == first


async def test_a_way_of_many_lines_is_turned_page_by_page(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await do(world, acts.accept, CODE)
    for number in range(1, 10):
        await do(world, acts.forward, CODE, f"Cơ quan {number}")
    until = ", đề nghị trả lời trước ngày 01/12/2026"

    shown = await look_up(world, an)
    await say(world, an, "[Xem quá trình xử lý]")
    first = an.last.text.splitlines()
    await say(world, an, "[Xem trang sau]")

    assert shown[3:5] == ["Số dòng trước đó: 05.", f"6. 16/11/2026: đã chuyển Cơ quan 4{until}"]
    assert first[0] == f"{CODE} – quá trình xử lý (1/2)"
    assert first[1:] + an.last.text.splitlines()[1:] == [
        "1. 16/11/2026: đã gửi (Nguyễn Văn An)",
        "2. 16/11/2026: đã tiếp nhận (Phạm Thu Chi)",
        *(f"{n + 2}. 16/11/2026: đã chuyển Cơ quan {n}{until}" for n in range(1, 10)),
    ]


async def test_nobody_of_another_seat_sees_the_way_or_what_was_said(world: World) -> None:
    bich = world.phone("BICH")
    await say(world, world.phone("AN"), *SENT)
    await do(world, acts.accept, CODE)

    refused = [
        await press(world, bich, verb.data)
        for verb in (ShowWay(CODE, 0), ShowEvent(CODE, 1), AddToDifficulty(CODE), SayOfResult(CODE, 2, Verdict.SOLVED))
    ]

    assert all(out_of_date() in words for words in refused)
    assert "Chưa tìm thấy" in (await look_up(world, bich))[0]
    assert not any("đã tiếp nhận" in message.text for message in bich.messages)


async def test_the_list_of_a_report_and_the_search_say_what_has_become_of_a_difficulty(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    await do(world, acts.accept, CODE)
    await do(world, acts.forward, CODE, "Bộ Tài chính")

    report = await look_up(world, an, "BC-2611-001")
    found = await look_up(world, an, "trich luc")

    assert f"1. {CODE} – Đất đai – đã chuyển cơ quan có thẩm quyền" in report
    assert f"1. {CODE} – Đất đai – đã chuyển cơ quan có thẩm quyền" in found
    assert words_of(world) == [None, None, None]
    assert difficulties.waited_for(world.read) == []


async def test_whoever_was_out_of_reach_finds_it_in_the_list_of_what_was_missed(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    an.fails_with(TelegramForbiddenError(SendMessage(chat_id=101, text="x"), "Forbidden: bot was blocked by the user"))
    await do(world, acts.accept, CODE)
    await do(world, acts.forward, CODE, "Bộ Tài chính")  # not even queued for whom nothing reaches

    await say(world, an, "/batdau")

    listed = next(message.text for message in an.messages if "chưa đến được" in message.text)
    assert listed.count(f"thông báo xử lý vướng mắc {CODE}") == 1
