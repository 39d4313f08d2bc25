"""The desk words a difficulty for the document; its member keeps his own words, and says what he thinks of it."""

from __future__ import annotations

import pytest

from bot.domain.verbs.handling import UndoAct
from bot.domain.verbs.wordings import AnswerWording, OpenWording
from bot.domain.wordings import Agreement
from bot.services.desk import merging
from tests.handlers.acts import CONTENT, PROPOSAL, SENT, bring_roster, press
from tests.handlers.handled import CODE, decide, happened, turn_by
from tests.handlers.test_desk_acts import OTHER as SECOND
from tests.handlers.test_desk_acts import SECOND_CLERK, TWO_SENT, WAIT, news
from tests.handlers.versioned import AMEND, OTHER, REWRITTEN, SEND
from tests.telegram import Phone
from tests.world import ROSTER, World, say

WORDS = "Thủ tục yêu cầu nộp lại trích lục bản đồ địa chính đã có trên cơ sở dữ liệu quốc gia về đất đai."
BETTER = "Cơ quan tiếp nhận yêu cầu nộp lại trích lục bản đồ địa chính dù dữ liệu đã được kết nối, chia sẻ."
WANTED = "Bãi bỏ yêu cầu nộp trích lục bản đồ trong thành phần hồ sơ."
ASKED = "Nêu rõ việc này diễn ra tại tỉnh nào."
WORD, RECORD, ASK = "[Biên tập nội dung]", "[Ghi nội dung]", "[Gửi thành viên xác nhận]"


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files take a process each; what they say is tested beside them."""
    for names in ("papers.NAMES", "aggregate.NAMES"):
        monkeypatch.setattr(f"bot.services.desk.{names}", ())


async def page(world: World, phone: Phone) -> str:
    await say(world, phone, f"/tracuu {CODE}")
    return phone.last.text


async def worded(world: World, words: str = WORDS) -> tuple[Phone, Phone]:
    """An has sent a difficulty, and Chi has worded it; nothing new is on An's phone."""
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT)
    await say(world, chi, f"/tracuu {CODE}", WORD, words, WANTED, RECORD)
    news(an)
    return an, chi


async def test_a_wording_stands_beside_the_words_of_the_member_and_a_later_one_takes_its_place(world: World) -> None:
    an, chi, bich = world.phone("AN"), world.phone("CHI"), world.phone("BICH")
    await say(world, an, *SENT, f"/tracuu {CODE}")
    news(an)

    # Both texts are seen before it is recorded; the proposal may stay as it is.
    await say(world, chi, f"/tracuu {CODE}", WORD, WORDS, "[Giữ nguyên văn]")
    review = chi.last.text
    await say(world, chi, RECORD)
    assert f"Nguyên văn: {CONTENT}\nNội dung biên tập: {WORDS}" in review
    assert f"Kiến nghị, nguyên văn: {PROPOSAL}\nKiến nghị được giữ nguyên văn." in review
    assert chi.last.text.startswith(f"{CODE}: đã ghi nội dung biên tập")
    assert f"Nội dung biên tập (Phạm Thu Chi, 16/11/2026):\n{WORDS}" in chi.last.text
    assert f"Vướng mắc: {CONTENT}" in chi.last.text
    assert "Tình trạng: đã gửi, chờ tiếp nhận." in chi.last.text

    # Within the five minutes it is taken back; after them a new one is recorded.
    await say(world, chi, "[Hoàn tác]")
    assert "Nội dung biên tập (" not in chi.last.text
    await say(world, chi, WORD, WORDS, WANTED, RECORD)
    number = len(happened(world))
    await turn_by(world, WAIT)
    await press(world, chi, UndoAct(CODE, number).data)
    assert chi.last.text.startswith(f"{CODE}: thao tác đã quá 05 phút nên không hoàn tác được. Nội dung ghi mới thay")
    await say(world, chi, WORD)
    assert f"Đã nhập: {WORDS}" in chi.last.text
    await say(world, chi, BETTER, "[Giữ nội dung này]", RECORD)

    assert happened(world) == ["sent", "undone", "undone", "worded", "worded"]
    assert news(an) == []
    own = await page(world, an)
    assert f"Nội dung biên tập (Phạm Thu Chi, 16/11/2026):\n{BETTER}\nKiến nghị: {WANTED}" in own
    assert f"Vướng mắc: {CONTENT}" in own
    assert WORD[1:-1] not in an.last.labels
    assert BETTER in await page(world, world.phone("LAN"))
    assert "Chưa tìm thấy" in await page(world, bich)
    # Whoever presses what stands under less than has happened is told what has.
    await press(world, chi, OpenWording(CODE, 1).data)
    assert "Thao tác vừa chọn chưa được thực hiện." in chi.last.text
    audited = world.read.execute("SELECT verb FROM audit WHERE object = ? ORDER BY seq", [f"difficulty:{CODE}"])
    assert [verb for (verb,) in audited.fetchall()].count("difficulty.worded") == 3


async def test_the_member_agrees_or_asks_for_a_change_once_and_an_old_button_says_what_is(world: World) -> None:
    an, chi = await worded(world)

    # Taken back in time, nobody is asked; else once, with both texts.
    await say(world, chi, ASK, "[Hoàn tác]")
    await turn_by(world, WAIT)
    assert news(an) == []
    await say(world, chi, ASK)
    assert ASK[1:-1] not in chi.last.labels
    await turn_by(world, WAIT)
    asked, old = an.last, an.last.rows[0][0][1]
    assert "Đề nghị Ông cho biết ý kiến; bản tổng hợp không chờ ý kiến này." in asked.text
    assert f"Nguyên văn: {CONTENT}\nNội dung biên tập: {WORDS}" in asked.text
    assert asked.labels[:2] == ["Thống nhất", "Đề nghị sửa"]
    assert "Đã gửi thành viên xác nhận ngày 16/11/2026; chưa có trả lời." in await page(world, chi)

    # What is to be otherwise is told to the desk with its words, and waits for it.
    news(chi)
    await say(world, an, "[Đề nghị sửa]", ASKED, "[Gửi ý kiến]")
    assert "Đã ghi nhận ý kiến" in an.last.text
    assert f"{CODE}: Hiệp hội A (Nguyễn Văn An) đề nghị sửa nội dung biên tập.\n{ASKED}" in news(chi)
    assert not any("Thống nhất" in message.labels for message in an.messages)
    assert asked.text.startswith(f"{CODE} – biên tập nội dung\nNguyên văn: {CONTENT}")
    assert f"Thành viên đề nghị sửa nội dung biên tập (Nguyễn Văn An, 08:25 ngày 16/11/2026): {ASKED}" in await page(
        world, chi
    )
    await press(world, an, old)
    assert an.last.text.startswith(f"{CODE}: nội dung biên tập này không còn là nội dung hiện tại")

    # A new wording is asked about anew; from the page it can be answered too, and only the first answer counts.
    await say(world, chi, f"/tracuu {CODE}", WORD, BETTER, "[Giữ nội dung này]", RECORD, ASK)
    await turn_by(world, WAIT)
    number = len(happened(world))
    await press(world, an, AnswerWording(CODE, number - 3, Agreement.CONFIRMED).data)
    news(chi)
    await say(world, an, f"/tracuu {CODE}", "[Thống nhất]")
    await press(world, an, AnswerWording(CODE, number, Agreement.OBJECTED).data)
    assert news(chi) == [f"{CODE}: Hiệp hội A (Nguyễn Văn An) thống nhất nội dung biên tập."]
    assert happened(world)[1:] == [
        *("worded", "undone", "undone", "wording_sent", "wording_objected"),
        *("worded", "wording_sent", "wording_confirmed"),
    ]
    assert "Tình trạng: đã gửi, chờ tiếp nhận." in await page(world, an)


async def test_an_amendment_leaves_a_wording_unused_until_there_is_one_of_the_new_words(world: World) -> None:
    an, chi = await worded(world)
    await bring_roster(
        world, "\n".join(line for line in ROSTER.splitlines() if not line.startswith("LAN,")) + "\n" + SECOND_CLERK
    )
    lan = world.phone("LAN")
    await say(world, chi, ASK)
    await turn_by(world, WAIT)
    question = an.last.rows[0][0][1]
    await say(world, lan, f"/tracuu {CODE}", WORD, BETTER, "[Giữ nội dung này]")

    await say(world, an, "/tracuu BC-2611-001", AMEND, *REWRITTEN, SEND)

    # What was written on words that are gone is compared before it is recorded, and what was asked is not answered.
    await say(world, lan, RECORD)
    (warned,) = (m.text for m in lan.messages if m.text.startswith(f"{CODE}: báo cáo đã được thành viên bổ sung"))
    assert f"Nguyên văn: {OTHER}\nNội dung biên tập: {BETTER}" in warned
    await press(world, an, question)
    assert "không còn là nội dung hiện tại" in an.last.text
    assert "Nội dung biên tập (" not in an.last.text
    shown = await page(world, chi)
    assert "Nội dung biên tập lập trước khi thành viên sửa nên không được sử dụng." in shown
    assert ASK[1:-1] not in chi.last.labels

    await say(world, chi, "/tonghop")
    assert f"• Nội dung biên tập lập trước khi thành viên sửa, không sử dụng (01): {CODE}" in chi.last.text

    await say(world, lan, RECORD)
    assert f"Nội dung biên tập (Hoàng Thị Lan, 16/11/2026):\n{BETTER}" in await page(world, chi)
    assert "wording_confirmed" not in happened(world)
    await say(world, chi, "/tonghop")
    assert "Nội dung do Cơ quan thường trực biên tập: 01 vướng mắc" in chi.last.text
    assert "Việc còn lại" not in chi.last.text


async def test_the_member_is_asked_about_the_wording_of_now_alone(world: World) -> None:
    an, chi = await worded(world)

    # Worded anew before the question has left: it is asked of the new one, when the desk says so.
    await say(world, chi, ASK, f"/tracuu {CODE}", WORD, BETTER, "[Giữ nội dung này]", RECORD)
    await turn_by(world, WAIT)
    assert news(an) == []
    await say(world, chi, f"/tracuu {CODE}", ASK)
    await turn_by(world, WAIT)
    (asked,) = news(an)
    assert BETTER in asked

    # Amended before it has left: there is nothing to be asked.
    await say(world, chi, f"/tracuu {CODE}", WORD, WORDS, "[Giữ nội dung này]", RECORD, ASK)
    await say(world, an, "/tracuu BC-2611-001", AMEND, *REWRITTEN, SEND)
    news(an)
    await turn_by(world, WAIT)
    assert not any("biên tập" in text for text in news(an))


async def test_a_wording_of_what_was_merged_is_taken_back_like_any_other(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *TWO_SENT)
    await decide(world, merging.merge, SECOND, CODE)

    await say(world, chi, f"/tracuu {SECOND}", WORD, WORDS, WANTED, RECORD)
    assert chi.last.labels[0] == "Hoàn tác"
    await say(world, chi, "[Hoàn tác]")

    assert happened(world, SECOND) == ["sent", "merged", "undone", "undone"]
    assert "Nội dung biên tập (" not in chi.last.text
