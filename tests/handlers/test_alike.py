"""Look-alikes on the review: own ones, and headlines the desk has shared, which can be co-signed."""

from __future__ import annotations

import io
import json

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.periods import Period
from bot.domain.verbs.alike import AskCosign, AskCosignBack, RevokeSharing, TakeCosignBack
from bot.exports import docx, xlsx
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from storage import difficulties
from tests.asking import answered
from tests.catalogues import out_of_date, said
from tests.handlers.acts import ADHOC, OPEN, PROPOSAL, SENT, press
from tests.world import World, say

HEADLINE = "Yêu cầu nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu"
ANSWER = "Sở không được yêu cầu nộp lại giấy tờ đã có trên cơ sở dữ liệu."
ALIKE = "Hồ sơ của chúng tôi bị yêu cầu nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu đất đai quốc gia."
OTHER = "Xe chở hàng tươi chờ kiểm dịch tại cửa khẩu Hữu Nghị hơn mười ngày, hàng hỏng nhiều."
CODE = "VM-2611-001"


def review(content: str, **more: str) -> tuple[str, ...]:
    return (*OPEN, *answered(field="[Đất đai]", content=content, proposal=PROPOSAL, **more))


SHARE = (f"/tracuu {CODE}", "[Cho phép chia sẻ]", HEADLINE, "[Bỏ qua]", "[Cho phép chia sẻ]")


async def sent_and_shared(world: World, answer: str = "") -> None:
    """An has sent a difficulty, of which Chi shares a headline."""
    await say(world, world.phone("AN"), *SENT)
    acts = list(SHARE)
    if answer:
        acts[3] = answer
    await say(world, world.phone("CHI"), *acts)


def alike_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if CODE in line]


async def test_a_difficulty_of_ones_own_that_looks_alike_stands_on_the_review_with_why(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT, *ADHOC, "[Đề nghị xử lý khẩn]", "dat dai", ALIKE, PROPOSAL, "[Không kèm tệp]")

    assert alike_lines(an.last.text) == [
        f"Mục 1 có thể trùng {CODE} đã gửi ngày 16/11/2026, chưa có kết quả xử lý (lời văn tương tự)."
    ]
    assert said("The report can be sent as it is all the same.") in an.last.text
    await say(world, an, f"[Xem {CODE}]")
    assert draft_of_kind(world, "adhoc")["open"]
    await say(world, an, "[Gửi khẩn]")
    assert world.count("difficulties") == 2


def draft_of_kind(world: World, kind: str) -> dict[str, object]:
    row = world.read.conn.execute(
        "SELECT d.id, a.id IS NOT NULL AS open FROM drafts d LEFT JOIN accounts a ON a.open_draft = d.id"
        " WHERE d.kind = ? AND d.closed_at IS NULL",
        [kind],
    ).fetchone()
    return dict(row)


async def test_the_same_provision_makes_two_alike_whatever_their_words(world: World) -> None:
    an = world.phone("AN")
    first = (*review(OTHER, legal="k2 d5 nd 9/2019"), "[Gửi báo cáo]")
    content = f"{ALIKE} Trái khoản 2 Điều 5 Nghị định 09/2019/NĐ-CP."

    await say(world, an, *first, *ADHOC, "[Đề nghị xử lý khẩn]", "dat dai", content, PROPOSAL, "[Không kèm tệp]")

    assert "(cùng quy định)" in an.last.text


async def test_what_looks_like_nothing_has_a_review_without_any_such_line(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT, *ADHOC, "[Đề nghị xử lý khẩn]", "dat dai", OTHER, PROPOSAL, "[Không kèm tệp]")

    assert alike_lines(an.last.text) == []


async def test_a_difficulty_that_is_resolved_is_not_named(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT)
    event = DifficultyEvent(DifficultyAct.SOLVED, world.clock.now(), "person:AN")
    await world.writer.write(lambda db: difficulties.add_event(db, CODE, 1, event))

    await say(world, an, *ADHOC, "[Đề nghị xử lý khẩn]", "dat dai", ALIKE, PROPOSAL, "[Không kèm tệp]")

    assert alike_lines(an.last.text) == []


async def test_of_others_nothing_is_named_before_the_desk_has_shared_it(world: World) -> None:
    bich = world.phone("BICH")
    await say(world, world.phone("AN"), *SENT)

    await say(world, bich, *review(ALIKE))

    assert alike_lines(bich.last.text) == []


async def test_a_shared_headline_stands_on_the_review_and_says_how_many_but_never_who(world: World) -> None:
    bich = world.phone("BICH")
    await sent_and_shared(world)

    await say(world, bich, *review(ALIKE))

    assert alike_lines(bich.last.text) == [
        f"Mục 1 tương tự {CODE} đang được theo dõi: {HEADLINE} (01 thành viên đã nêu)."
    ]
    assert "Hiệp hội A" not in bich.last.text
    assert "Cùng kiến nghị mục 1" in bich.last.labels
    await say(world, bich, "[Gửi báo cáo]")
    assert world.count("cosigns") == 0
    assert world.count("difficulties") == 2


@pytest.mark.parametrize(("button", "example"), [("[Gửi kèm ví dụ]", ALIKE), ("[Chỉ cùng kiến nghị]", "")])
async def test_co_signing_takes_the_item_out_and_keeps_it_as_an_example_if_asked_to(
    world: World, button: str, example: str
) -> None:
    bich = world.phone("BICH")
    await sent_and_shared(world)

    await say(world, bich, *review(ALIKE), "[Cùng kiến nghị mục 1]")
    asked = bich.last.text
    await say(world, bich, button)

    assert f"Cùng kiến nghị {CODE}: {HEADLINE}" in asked
    assert f"Đã ghi Hiệp hội B cùng kiến nghị {CODE}." in bich.last.text
    rows = world.read.conn.execute("SELECT difficulty, example FROM cosigns").fetchall()
    assert [tuple(row) for row in rows] == [(CODE, example)]
    await say(world, bich, "[Báo không phát sinh]", "[Gửi báo cáo]")
    assert f"Cùng kiến nghị: {CODE}." in bich.last.text
    assert world.count("difficulties") == 1


async def test_a_co_sign_is_taken_back_on_its_own_page_once_it_was_confirmed(world: World) -> None:
    an, bich, chi = (world.phone(code) for code in ("AN", "BICH", "CHI"))
    await sent_and_shared(world)
    await say(world, bich, *review(ALIKE), "[Cùng kiến nghị mục 1]", "[Gửi kèm ví dụ]")
    page = (f"/tracuu {CODE}", "[Rút cùng kiến nghị]")

    await say(world, bich, *page, "[Giữ cùng kiến nghị]")
    assert world.count("cosigns") == 1
    await say(world, bich, *page, "[Rút cùng kiến nghị]")

    assert world.count("cosigns") == 0
    assert f"Hiệp hội B không còn cùng kiến nghị {CODE}." in bich.last.text
    assert ALIKE in bich.last.text, "what was typed is not lost"
    await say(world, chi, f"/tracuu {CODE}")
    assert "thành viên cùng kiến nghị" not in chi.last.text
    assert ALIKE not in chi.last.text
    await say(world, bich, "/batdau", "[Viết tiếp tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")
    assert "Cùng kiến nghị" not in bich.last.text, "the receipt says what is so when it is sent"
    for verb in (AskCosignBack(CODE), TakeCosignBack(CODE)):
        assert out_of_date() in await press(world, bich, verb.data)
        assert out_of_date() in await press(world, an, verb.data), "the sender has co-signed nothing"
    audited = "SELECT verb FROM audit WHERE verb LIKE '%cosign%' ORDER BY seq"
    assert [row[0] for row in world.read.conn.execute(audited)] == [
        "difficulty.cosigned",
        "difficulty.cosign_taken_back",
    ]


async def test_what_looks_like_several_items_is_seen_by_one_button_and_each_item_is_co_signed_alone(
    world: World,
) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await sent_and_shared(world)
    second = answered(field="[Đất đai]", content=f"{ALIKE} Việc này lặp lại.", proposal=PROPOSAL)

    await say(world, an, *ADHOC, "[Đề nghị xử lý khẩn]", "dat dai", ALIKE, PROPOSAL, "[Không kèm tệp]")
    await say(world, an, "[Thêm vướng mắc]", "dat dai", f"{ALIKE} Việc này lặp lại.", PROPOSAL, "[Không kèm tệp]")
    await say(world, bich, *review(ALIKE), "[Thêm vướng mắc]", *second)

    assert [line.split(" có thể")[0] for line in alike_lines(an.last.text)] == ["Mục 1", "Mục 2"]
    assert an.last.labels.count(f"Xem {CODE}") == 1
    rows = [[label for label, _ in row] for row in bich.last.rows]
    assert ["Cùng kiến nghị mục 1"] in rows
    assert ["Cùng kiến nghị mục 2"] in rows
    await say(world, bich, "[Cùng kiến nghị mục 2]", "[Chỉ cùng kiến nghị]")
    (left,) = draft_of_items(world)
    assert left["content"] == ALIKE
    assert "Cùng kiến nghị mục 1" not in bich.last.labels, "it is co-signed already"
    assert "Bỏ mục 1" in bich.last.labels


async def test_the_co_signer_the_sender_and_the_desk_see_how_many_stand_behind_it(world: World) -> None:
    an, bich, chi = (world.phone(code) for code in ("AN", "BICH", "CHI"))
    await sent_and_shared(world)
    await say(world, bich, *review(ALIKE), "[Cùng kiến nghị mục 1]", "[Gửi kèm ví dụ]")

    for phone in (an, bich, chi):
        await say(world, phone, f"/tracuu {CODE}")

    count = said("{members:count} members stand behind it.", members=2)
    assert count in an.last.text
    assert count in chi.last.text
    assert f"Ví dụ thực tế: {ALIKE}" in chi.last.text
    assert ALIKE not in an.last.text
    assert "Hiệp hội B" not in an.last.text
    assert bich.last.text.splitlines()[0] == f"{CODE} – {HEADLINE}"
    assert "Hiệp hội A" not in bich.last.text
    assert "Doanh nghiệp phải nộp lại" not in bich.last.text


async def test_new_papers_say_how_many_stand_behind_a_difficulty(world: World) -> None:
    await sent_and_shared(world)
    await say(world, world.phone("BICH"), *review(ALIKE), "[Cùng kiến nghị mục 1]", "[Chỉ cùng kiến nghị]")
    unit = world.unit()

    made = json.loads(json.dumps(make_snapshot(unit, window(unit, period_schedule(unit, Period(2026, 11))))))

    note = "02 thành viên cùng kiến nghị"
    cells = [cell.text for row in Document(io.BytesIO(docx.build(made))).tables[-1].rows for cell in row.cells]
    assert note in cells
    sheet = load_workbook(io.BytesIO(xlsx.build(made)))["Cùng kiến nghị"]
    assert [list(row) for row in sheet.values][1:] == [[1, CODE, "Hiệp hội A", "Đất đai", 2]]
    words = [paragraph.text for paragraph in Document(io.BytesIO(docx.build(made))).paragraphs]
    assert f"- {CODE} (Đất đai): 02 thành viên." in words


async def test_a_headline_that_is_revoked_disappears_at_once(world: World) -> None:
    bich, chi = world.phone("BICH"), world.phone("CHI")
    await sent_and_shared(world)
    await say(world, bich, *review(ALIKE))

    await say(world, chi, f"/tracuu {CODE}", "[Thu hồi chia sẻ]")
    shown = chi.last.labels
    await say(world, bich, "/batdau", "[Viết tiếp tháng 11]")

    assert "Cho phép chia sẻ" in shown
    assert alike_lines(bich.last.text) == []


async def test_a_button_of_a_headline_that_was_revoked_does_nothing(world: World) -> None:
    bich = world.phone("BICH")
    await sent_and_shared(world)
    await say(world, bich, *review(ALIKE))
    drafts = world.read.conn.execute("SELECT id, rev FROM drafts WHERE closed_at IS NULL").fetchone()
    await press(world, world.phone("CHI"), RevokeSharing(CODE).data)

    bich.press(AskCosign(drafts["id"], drafts["rev"], 0, CODE).data)
    await world.settle()

    assert world.count("cosigns") == 0
    assert "không còn chia sẻ tóm tắt này" in bich.last.text


async def test_the_answer_is_shown_instead_of_another_report_and_the_item_can_be_left_out(world: World) -> None:
    bich = world.phone("BICH")
    await sent_and_shared(world, ANSWER)

    await say(world, bich, *review(ALIKE))

    assert f"Đã có trả lời: {ANSWER}" in bich.last.text
    await say(world, bich, "[Bỏ mục 1]", "[Xóa mục 1]")
    assert draft_of_items(world) == []


def draft_of_items(world: World) -> list[dict[str, str]]:
    found = world.read.conn.execute("SELECT answers FROM drafts WHERE closed_at IS NULL AND kind = 'report'")
    return list(json.loads(found.fetchone()["answers"])["items"])


async def test_who_co_signed_is_told_the_answer_when_it_is_released(world: World) -> None:
    bich, chi = world.phone("BICH"), world.phone("CHI")
    await sent_and_shared(world)
    await say(world, bich, *review(ALIKE), "[Cùng kiến nghị mục 1]", "[Chỉ cùng kiến nghị]")

    await say(world, chi, f"/tracuu {CODE}", "[Sửa chia sẻ]", "[Giữ nội dung này]", ANSWER, "[Cho phép chia sẻ]")

    told = [message.text for message in bich.messages if ANSWER in message.text]
    assert told == [f"Kết quả xử lý vướng mắc {CODE} đã cùng kiến nghị: {HEADLINE}\nĐã có trả lời: {ANSWER}"]
    assert not [message for message in world.phone("AN").messages if ANSWER in message.text]


async def test_the_desk_cannot_share_a_headline_that_names_the_member(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, world.phone("AN"), *SENT)

    await say(world, chi, f"/tracuu {CODE}", "[Cho phép chia sẻ]", "Hiệp hội A gặp vướng mắc về trích lục bản đồ")

    assert said("It names the member whose difficulty this is. Please write it without the name.") in chi.last.text
    assert world.count("shared_headlines") == 0


async def test_sharing_and_its_end_and_co_signing_stand_in_the_audit(world: World) -> None:
    await sent_and_shared(world)
    await say(world, world.phone("BICH"), *review(ALIKE), "[Cùng kiến nghị mục 1]", "[Chỉ cùng kiến nghị]")
    await say(world, world.phone("CHI"), f"/tracuu {CODE}", "[Thu hồi chia sẻ]")

    found = world.read.conn.execute(
        "SELECT actor, verb FROM audit WHERE object = ? ORDER BY seq", [f"difficulty:{CODE}"]
    )
    assert [tuple(row) for row in found] == [
        ("person:CHI", "difficulty.shared"),
        ("person:BICH", "difficulty.cosigned"),
        ("person:CHI", "difficulty.sharing_revoked"),
    ]


async def test_a_leader_and_a_member_see_no_button_that_shares(world: World) -> None:
    await sent_and_shared(world)

    for code in ("AN", "LAN"):
        await say(world, world.phone(code), f"/tracuu {CODE}")
        assert not {"Cho phép chia sẻ", "Thu hồi chia sẻ"} & set(world.phone(code).last.labels)
