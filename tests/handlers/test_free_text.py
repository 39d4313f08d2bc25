"""Text where nothing is open is kept and offered; nothing new is said in words; an answer concerns its subject."""

from __future__ import annotations

import pytest

from bot.services.tasks import importing
from tests.asking import answered, step_at
from tests.catalogues import part, said
from tests.handlers.acts import CONTENT, OPEN, PROPOSAL, SENT, bring_roster, draft_of
from tests.handlers.test_reminders import TASKS, names
from tests.handlers.turning import turn_to
from tests.telegram import Phone
from tests.world import ROSTER, World, say

SECOND = "Việc này xảy ra ở ba tỉnh, từ tháng 3/2026."
OFFERED = "Nội dung vừa gửi có vẻ là nội dung báo cáo. Nội dung được giữ, chưa gửi đi."


async def test_content_typed_while_nothing_is_open_is_offered_as_the_start_of_a_report(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, CONTENT, SECOND)
    assert OFFERED in an.last.text
    assert an.last.labels[:3] == ["Báo cáo tháng 11", "Báo cáo tháng 12", "Báo cáo đột xuất"]
    assert an.last.labels[3:] == ["Bỏ nội dung đã giữ", "Về màn hình chính"]
    await say(world, an, "[Báo cáo tháng 11]", "[Khai vướng mắc]", "dat dai", "bỏ qua", "[Dùng làm câu trả lời]")

    assert draft_of(world)["items"][0]["content"] == f"{CONTENT}\n{SECOND}"
    assert world.count("kept_texts") == 0


async def test_it_is_offered_to_an_ad_hoc_report_and_to_a_draft_that_is_open(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, "dat dai", "/batdau")

    await say(world, an, CONTENT, "[Báo cáo tháng 11]")
    assert f"Đã giữ, chưa đưa vào báo cáo: {CONTENT}" in an.last.text
    assert step_at("procedure") in an.last.text

    await say(world, an, "/batdau", SECOND, "[Báo cáo đột xuất]")
    assert f"Đã giữ, chưa đưa vào báo cáo: {SECOND}" in an.last.text


async def test_it_can_be_discarded_and_then_is_nowhere(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, CONTENT, "[Bỏ nội dung đã giữ]", "[Bỏ nội dung đã giữ]", *OPEN, "dat dai")

    assert "Đã giữ" not in an.last.text
    assert world.count("kept_texts") == 0


@pytest.mark.parametrize("code", ["CHI", "LAN"])
async def test_who_reports_for_nobody_is_not_offered_a_report(world: World, code: str) -> None:
    phone = world.phone(code)

    await say(world, phone, CONTENT)

    assert part("The system could not make out the request. Please choose:") in phone.last.text
    assert world.count("kept_texts") == 0


@pytest.mark.parametrize("typed", ["không phát sinh", "Không có vướng mắc.", "báo không phát sinh"])
async def test_nothing_new_said_in_words_opens_the_screen_that_says_so(world: World, typed: str) -> None:
    an = world.phone("AN")

    await say(world, an, typed)
    assert "không phát sinh khó khăn, vướng mắc mới về TTHC" in an.last.text
    await say(world, an, "[Gửi báo cáo]")

    assert world.count("reports", "nil = 1") == 1


async def test_in_the_middle_of_a_report_it_opens_the_same_screen_and_nothing_is_lost(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", before="content"))

    await say(world, an, "không có vướng mắc gì")

    assert "không phát sinh khó khăn, vướng mắc mới về TTHC" in an.last.text
    assert draft_of(world)["items"] == [{"field": "dat_dai", "procedure": ""}]


async def test_where_several_reports_are_due_it_asks_which_is_meant(world: World) -> None:
    await bring_roster(world, ROSTER + "AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIC,C\n")
    an = world.phone("AN")

    await say(world, an, "không phát sinh")

    assert said("For which report is nothing new to be reported?") in an.last.text
    await say(world, an, "2")
    assert "không phát sinh khó khăn, vướng mắc mới về TTHC" in an.last.text


def answers(phone: Phone, message_id: int, text: str) -> None:
    """Send a text that answers a message."""
    chat = {"id": phone.user_id, "type": "private"}
    phone.send(text, reply_to_message={"message_id": message_id, "date": 1, "chat": chat})


@pytest.mark.parametrize("typed", ["không", "Không có", "không phát sinh"])
async def test_no_in_answer_to_the_reports_reminder_opens_the_screen_that_says_nothing_new(
    world: World, typed: str
) -> None:
    an = world.phone("AN")
    await turn_to(world, 17)
    reminder = an.last
    assert "Báo không phát sinh" in reminder.labels
    await say(world, an, "/batdau")

    answers(an, reminder.id, typed)
    await world.settle()

    assert "không phát sinh khó khăn, vướng mắc mới về TTHC" in an.last.text


@pytest.mark.parametrize("typed", ["không", "Không có vướng mắc."])
async def test_it_does_so_too_where_the_reminder_names_a_task_that_is_due_earlier(world: World, typed: str) -> None:
    an = world.phone("AN")
    await world.writer.write(lambda db: importing.write(world.unit(db), importing.read(TASKS, names(world)), "test"))
    await turn_to(world, 17)
    card = an.last
    assert card.text.index("NV-26-001") < card.text.index("Báo cáo tháng 11/2026")

    answers(an, card.id, typed)
    await world.settle()

    assert "không phát sinh khó khăn, vướng mắc mới về TTHC" in an.last.text


async def test_no_in_answer_to_the_reminder_of_a_task_alone_shows_the_task(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")
    await world.writer.write(lambda db: importing.write(world.unit(db), importing.read(TASKS, names(world)), "test"))
    await turn_to(world, 17)

    answers(an, an.last.id, "không")
    await world.settle()

    assert an.last.text.startswith("Nội dung vừa gửi về NV-26-001 chưa được ghi nhận")


async def test_an_answer_to_the_screen_of_a_question_answers_it_wherever_one_is(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", before="content"))
    question = an.last
    await say(world, an, "/batdau")

    answers(an, question.id, CONTENT)
    await world.settle()

    assert draft_of(world)["kept"] or draft_of(world)["items"][0].get("content") == CONTENT
    assert CONTENT in str(draft_of(world))


async def test_an_answer_to_a_receipt_is_kept_and_shows_what_was_sent(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    receipt = an.last
    await say(world, an, "/batdau")

    answers(an, receipt.id, SECOND)
    await world.settle()

    assert "Nội dung vừa gửi về BC-2611-001 được giữ, chưa gửi đi." in an.last.text
    assert "VM-2611-001" in an.last.text
    assert world.count("kept_texts") == 1


async def test_an_answer_to_the_message_of_somebody_elses_chat_is_an_answer_to_nothing(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, bich, *OPEN, "dat dai")
    foreign = bich.last
    before = draft_of(world)

    answers(an, foreign.id, CONTENT)
    await world.settle()

    assert OFFERED in an.last.text
    assert draft_of(world) == before


async def test_an_unknown_kind_of_message_that_is_answered_does_not_cost_the_text(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", before="content"))

    an.send(CONTENT, reply_to_message={"message_id": "x", "date": "y", "chat": 7, "hologram": {}})
    await world.settle()

    assert draft_of(world)["items"][0]["content"] == CONTENT


async def test_a_file_whose_words_are_kept_is_said_not_to_be(world: World) -> None:
    an = world.phone("AN")

    an.send_photo(caption=CONTENT)
    await world.settle()

    assert "tệp" in an.last.text.splitlines()[0]
    assert "chưa được lưu" in an.last.text.splitlines()[0]
    assert OFFERED in an.last.text


async def test_nothing_new_said_after_something_was_written_skips_no_more_than_its_question(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", before="legal", content=CONTENT))

    await say(world, an, "không có vướng mắc")

    assert draft_of(world)["items"][0] == {"field": "dat_dai", "procedure": "", "content": CONTENT, "legal": ""}


async def test_what_was_kept_in_a_draft_stays_with_its_writer_however_much_it_is(world: World) -> None:
    an = world.phone("AN")
    long = "\n".join(f"{n:04} {'nội dung dài ' * 8}" for n in range(120))
    await say(world, an, *OPEN)
    for begun in ((), ("[Thêm vướng mắc]",)):
        await say(world, an, *begun, *answered(field="2", before="content"), long, "[‹ Quay lại]")
        await say(world, an, CONTENT, *answered(proposal=PROPOSAL, after="content"))

    await say(world, an, "[Gửi báo cáo]")

    assert world.count("reports") == 1
    assert str(world.read.conn.execute("SELECT messages FROM kept_texts").fetchone()[0]).count("0119 nội dung") == 2
