"""Words that the desk keeps under a name: saved from an act, chosen by every officer, named anew, deleted."""

from __future__ import annotations

import pytest

from bot.domain.handling import DeskAct
from bot.domain.verbs.saved_replies import DeleteReply, ListReplies, RenameReply, SaveReply, ShowReply
from tests.catalogues import out_of_date
from tests.handlers.acts import SENT, bring_roster, press
from tests.handlers.handled import CODE, happened, words_of
from tests.handlers.triaged import HUY
from tests.world import ROSTER, World, say

WORDS = "Bộ Tài chính đã có văn bản hướng dẫn thực hiện."
NAMED = ("[Lưu làm mẫu]", "Đã hướng dẫn", "[Lưu mẫu]")


@pytest.fixture(autouse=True)
async def _office(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An has sent a difficulty; Chi and Huy are of the desk."""
    monkeypatch.setattr("bot.services.desk.papers.NAMES", ())  # files are tested elsewhere
    await bring_roster(world, ROSTER + HUY + "\n")
    world.link("MAI")
    await say(world, world.phone("AN"), *SENT)


async def test_words_are_saved_from_an_act_and_chosen_by_any_officer_in_that_act_alone(world: World) -> None:
    chi, huy = world.phone("CHI"), world.phone("MAI")
    await say(world, huy, f"/tracuu {CODE}", "[Tiếp nhận]", "[Trả lời]")
    old = {label: data for row in huy.last.rows for label, data in row}

    await say(world, chi, f"/tracuu {CODE}", "[Trả lời]", WORDS, "[Bỏ qua]", "[Không kèm tệp]", *NAMED)
    assert chi.last.text.splitlines()[0] == "Đã lưu mẫu Đã hướng dẫn; chọn được khi thực hiện thao tác này."
    assert chi.last.labels[0] == "Gửi kết quả"  # back where it was, and not offered again
    assert "Lưu làm mẫu" not in chi.last.labels
    assert happened(world) == ["sent", "accepted"]

    # A form that was open before offers another list now: its old buttons change nothing.
    await press(world, huy, old["‹ Quay lại"])
    await say(world, huy, f"/tracuu {CODE}", "[Trả lời]")
    assert f"1. Đã hướng dẫn: {WORDS}" in huy.last.text
    await say(world, huy, "[Chọn 1]", "[Bỏ qua]", "[Không kèm tệp]", "[Gửi kết quả]")
    assert words_of(world) == [None, None, WORDS]
    await say(world, huy, "[Hoàn tác]", "[Đề nghị bổ sung]")
    assert WORDS not in huy.last.text

    # Named anew by a colleague, a name that is taken refused; deleted after a question.
    await say(world, chi, f"/tracuu {CODE}", "[Trả lời]", "[Sửa nội dung]", "[Sửa ý kiến]", "Văn bản đã được bãi bỏ.")
    await say(world, chi, "[Lưu làm mẫu]", "ĐÃ HƯỚNG DẪN")
    assert "Đã có mẫu cùng tên" in chi.last.text
    await say(world, chi, "Đã bãi bỏ", "[Lưu mẫu]", "/tiepnhan", "[Mẫu trả lời]")
    assert chi.last.text.splitlines() == [
        "Mẫu trả lời – Trả lời",
        f"1. Đã hướng dẫn: {WORDS}",
        "2. Đã bãi bỏ: Văn bản đã được bãi bỏ.",
    ]
    await say(world, chi, "[Chọn 1]", "[Đổi tên]", "Có hướng dẫn", "[Lưu mẫu]")
    assert chi.last.text.splitlines()[1:] == ["Có hướng dẫn – Trả lời", "", WORDS]
    await say(world, chi, "[Xóa mẫu]", "[Xóa mẫu]")
    assert "Đã xóa mẫu Có hướng dẫn." in chi.last.text
    assert out_of_date() in await press(world, huy, ShowReply(1).data)

    audited = world.read.conn.execute("SELECT actor, verb, object FROM audit WHERE verb LIKE 'reply.%' ORDER BY seq")
    assert [tuple(row) for row in audited] == [
        ("person:CHI", "reply.saved", "reply:1"),
        ("person:CHI", "reply.saved", "reply:2"),
        ("person:CHI", "reply.renamed", "reply:1"),
        ("person:CHI", "reply.deleted", "reply:1"),
    ]


async def test_an_act_has_a_page_of_them_and_nobody_else_has_any(world: World) -> None:
    an, chi, lan = (world.phone(code) for code in ("AN", "CHI", "LAN"))
    await say(world, chi, f"/tracuu {CODE}", "[Trả lại]")
    for number in range(1, 8):
        await say(world, chi, f"Thiếu nội dung số {number}")
        await say(world, chi, "[Lưu làm mẫu]")
        if number < 7:
            await say(world, chi, f"Mẫu {number}", "[Lưu mẫu]", "[Sửa nội dung]", "[Sửa ý kiến]")
    assert chi.last.text.splitlines()[0] == "Thao tác này đã có 06 mẫu. Mời xóa bớt một mẫu trước."
    assert world.count("saved_replies") == 6

    [draft] = world.read.conn.execute("SELECT id FROM drafts WHERE kind = 'handling'").fetchone()
    for phone in (an, lan):
        for verb in (SaveReply(draft), ShowReply(1), RenameReply(1), DeleteReply(1), ListReplies(DeskAct.RETURNED)):
            words = await press(world, phone, verb.data)
            assert "cán bộ Cơ quan thường trực" in (words or phone.last.text)
    assert out_of_date() in await press(world, chi, ListReplies(DeskAct.CLOSED).data)
    assert world.count("saved_replies") == 6
