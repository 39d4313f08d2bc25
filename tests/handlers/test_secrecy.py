"""A message with a mark of secrecy is held back before anything else is done with it, and leaves nothing behind."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from storage import ledgers
from storage.database import Writer
from tests.catalogues import part, said
from tests.handlers.acts import CONTENT, OPEN, PROPOSAL, TO_REVIEW, draft_of
from tests.housekeeping import clean_up
from tests.telegram import Phone
from tests.world import World, say

REFUSED = "<b>The content was not taken</b>"
WORDS = "Phương án tác chiến Bạch Đằng"
MARKED = f"{WORDS}: tài liệu TUYỆT MẬT của quân khu, gửi để Tổ công tác tham khảo."
CLAIM = "[Xác nhận không mật]"
CONFIRM = "[Xác nhận, tiếp tục]"


def refused() -> str:
    return said(REFUSED).replace("<b>", "").replace("</b>", "")


def is_refused(phone: Phone) -> bool:
    return phone.last.text.startswith(refused())


def everything_on_disk(world: World) -> bytes:
    """Return every byte of the data directory: the base, its log, whatever else lies there."""
    return b"".join(path.read_bytes() for path in world.path.rglob("*") if path.is_file())


def is_on_disk(world: World, words: str) -> bool:
    """Return whether words are there in any form in which the program stores texts."""
    held = everything_on_disk(world)
    escaped = words.encode("ascii", "backslashreplace").replace(b"\\x", b"\\u00")
    return any(form in held for form in (words.encode(), escaped, words.encode("utf-16-le")))


def test_words_that_are_stored_are_found_on_the_disk(world: World) -> None:
    world.write_now(lambda db: ledgers.put_fact(db, "test", WORDS))

    assert is_on_disk(world, WORDS)


async def test_of_a_refused_message_nothing_is_on_the_disk_and_only_the_mark_is_quoted(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, MARKED)

    assert is_refused(an)
    assert 'cụm từ "TUYỆT MẬT"' in an.last.text
    assert "Bạch Đằng" not in an.last.text
    assert an.last.labels == ["Hủy nội dung", "Xác nhận không mật"]
    assert not is_on_disk(world, "Bạch Đằng")
    assert (world.path / "bot.db-wal").stat().st_size == 0 or not is_on_disk(world, WORDS)


async def test_an_ordinary_message_is_taken_as_ever(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "Thủ tục bảo mật, mật ong và mật độ xây dựng còn nhiều vướng mắc.")

    assert not is_refused(an)
    assert is_on_disk(world, "mật ong")


async def test_only_the_flagged_message_is_refused_and_the_draft_stays(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, "[Đất đai]", "[Không rõ thủ tục]")
    before = draft_of(world)

    await say(world, an, MARKED)

    assert is_refused(an)
    assert draft_of(world) == before
    await say(world, an, CONTENT)
    assert draft_of(world)["items"][0]["content"] == CONTENT


async def test_an_edit_with_a_mark_changes_nothing(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, "[Đất đai]", "[Không rõ thủ tục]", CONTENT)
    sent = max(int(source["ref"].split(":")[1]) for source in draft_of(world)["sources"][0]["content"])
    before = draft_of(world)

    an.edit(sent, MARKED)
    await world.settle()

    assert is_refused(an)
    assert draft_of(world) == before
    assert not is_on_disk(world, "Bạch Đằng")


@pytest.mark.parametrize(
    "act",
    [
        lambda an: an.send_photo(caption=MARKED),
        lambda an: an.send_document("Bach-Dang_TUYET_MAT.pdf"),
        lambda an: an.send_document("bao-cao.pdf", caption=MARKED),
        lambda an: an.send(MARKED, forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "x"}),
        lambda an: an.send(f"/tracuu {MARKED}"),
    ],
    ids=["caption of a photo", "name of a file", "caption of a file", "forwarded", "query"],
)
@pytest.mark.parametrize("begun", [(), OPEN, ("/tracuu",)], ids=["nothing open", "form", "look-up"])
async def test_it_is_refused_in_whatever_form_and_whatever_is_open(
    world: World, act: object, begun: tuple[str, ...]
) -> None:
    an = world.phone("AN")
    await say(world, an, *begun)

    act(an)  # type: ignore[operator]
    await world.settle()

    assert is_refused(an)
    assert world.count("searches") == 0
    assert not is_on_disk(world, "Bạch Đằng")
    assert not is_on_disk(world, "Bach-Dang")


async def test_an_answer_to_an_older_message_is_refused(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *TO_REVIEW, "[Gửi báo cáo]")
    receipt = an.last.id

    an.send(MARKED, reply_to_message={"message_id": receipt, "date": 1, "chat": {"id": an.user_id, "type": "private"}})
    await world.settle()

    assert is_refused(an)


async def test_a_form_of_the_roster_takes_none(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/thanhvien", "[Thêm người]")

    await say(world, chi, MARKED)

    assert any(message.text.startswith(refused()) for message in chi.messages)
    assert not is_on_disk(world, "Bạch Đằng")


async def test_a_stranger_is_told_so_and_offered_nothing(world: World) -> None:
    dung = world.phone("DUNG")

    await say(world, dung, MARKED)

    assert is_refused(dung)
    assert dung.last.labels == []
    assert world.count("refused_texts") == 0
    assert not is_on_disk(world, "Bạch Đằng")


async def test_in_a_group_it_is_gone_from_the_disk_too(world: World) -> None:
    an = world.phone("AN")

    an.send(f"/baocao {MARKED}", chat={"id": -100, "type": "group"})
    await world.settle()

    assert not is_on_disk(world, "Bạch Đằng")


async def test_the_desk_learns_who_when_and_which_mark_in_one_message_that_grows(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, MARKED, "Hồ sơ TỐI MẬT gửi kèm.")

    told = [message.text for message in chi.messages if "Đã chặn" in message.text]
    assert len(told) == 1
    assert "Nguyễn Văn An (Hiệp hội A)" in told[0]
    assert '08:15 ngày 16/11/2026: cụm từ "TUYỆT MẬT"' in told[0]
    assert 'cụm từ "TỐI MẬT"' in told[0]
    assert "Bạch Đằng" not in told[0]


async def test_after_the_confirmation_only_the_same_message_passes(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, "[Đất đai]", "[Không rõ thủ tục]")
    await say(world, an, MARKED, CLAIM, CONFIRM)

    await say(world, an, MARKED + " Thêm một câu.")
    assert is_refused(an)
    await say(world, an, MARKED)

    assert draft_of(world)["items"][0]["content"] == MARKED


async def test_to_forward_ones_own_message_is_enough(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, "[Đất đai]", "[Không rõ thủ tục]", MARKED, CLAIM, CONFIRM)

    an.send(MARKED, forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "An"})
    await world.settle()

    assert draft_of(world)["items"][0]["content"] == MARKED


async def test_what_one_has_confirmed_lets_nothing_of_another_pass(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")

    await say(world, an, MARKED, CLAIM, CONFIRM)
    await say(world, bich, MARKED)

    assert is_refused(bich)


async def test_a_confirmation_holds_for_half_an_hour(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, MARKED, CLAIM, CONFIRM)

    world.clock.set(world.clock.now() + timedelta(minutes=31))
    await say(world, an, MARKED)

    assert is_refused(an)


async def test_after_half_an_hour_nothing_can_be_confirmed_and_housekeeping_forgets_the_hash(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, MARKED)
    button = an.last.rows[0][1][1]

    world.clock.set(world.clock.now() + timedelta(minutes=31))
    an.press(button.replace(":a", ":c"), an.last.id)
    await world.settle()
    await world.writer.write(lambda db: clean_up(world.unit(db)))

    assert world.count("audit", "verb = 'secrecy.confirmed'") == 0
    assert world.count("refused_texts") == 0
    assert world.count("anchors", "anchor LIKE 'secrecy:%'") == 0


async def test_nobody_confirms_another_ones_message(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, MARKED)

    bich.press(an.last.rows[0][1][1].replace(":a", ":c"))
    await world.settle()

    assert world.count("refused_texts", "confirmed_at IS NOT NULL") == 0


async def test_who_confirmed_and_when_stands_in_the_audit(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, MARKED, CLAIM, CONFIRM)

    rows = world.read.conn.execute("SELECT at, actor, verb, object FROM audit WHERE verb LIKE 'secrecy.%'").fetchall()
    assert [(row["actor"], row["verb"]) for row in rows] == [
        ("person:AN", "secrecy.refused"),
        ("person:AN", "secrecy.confirmed"),
    ]
    assert rows[0]["object"] == rows[1]["object"]
    assert rows[1]["at"] == "2026-11-16T01:15:00.000000Z"


async def test_what_was_discarded_cannot_be_confirmed_any_more(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, MARKED)
    claim = an.last.rows[0][1][1]

    await say(world, an, "[Hủy nội dung]")

    assert part("The content was discarded. Please delete the message in this chat, too.") in an.last.text
    assert world.count("refused_texts") == 0
    an.press(claim, an.last.id)
    await world.settle()
    assert world.count("refused_texts") == 0


async def test_one_can_step_back_from_confirming(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, MARKED, CLAIM, "[‹ Quay lại]")

    assert is_refused(an)
    assert world.count("refused_texts", "confirmed_at IS NOT NULL") == 0


async def test_an_update_that_cannot_be_handled_is_not_kept_where_it_bears_a_mark(world: World) -> None:
    an = world.phone("AN")

    an.send(MARKED, date="never")
    await world.settle()

    assert world.count("inbox", "state = 'quarantined' AND raw IS NULL") == 1
    assert not is_on_disk(world, "Bạch Đằng")


async def test_where_somebody_reads_the_log_is_cut_as_soon_as_they_are_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint, answers = Writer.checkpoint, [False, False]
    tried = asyncio.Event()

    async def busy_at_first(writer: Writer) -> bool:
        if answers:
            return answers.pop()
        tried.set()
        return await checkpoint(writer)

    monkeypatch.setattr(Writer, "checkpoint", busy_at_first)

    await say(world, world.phone("AN"), MARKED)
    async with asyncio.timeout(10):
        await tried.wait()
    await world.settle()

    assert not is_on_disk(world, "Bạch Đằng")


async def test_nothing_of_it_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    an = world.phone("AN")

    await say(world, an, MARKED, CLAIM, CONFIRM)
    an.send(MARKED, date="never")
    await world.settle()

    assert "Bạch Đằng" not in caplog.text


async def test_a_report_can_be_written_to_its_end_beside_a_refused_message(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *TO_REVIEW, MARKED, "[Gửi báo cáo]")

    assert world.count("reports") == 1
    assert PROPOSAL in world.read.conn.execute("SELECT proposal FROM difficulties").fetchone()[0]
