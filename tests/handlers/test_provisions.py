"""What is understood of the law: shown back, corrected, kept beside the words, found, printed."""

from __future__ import annotations

import io
import json

from docx import Document
from openpyxl import load_workbook

from bot.domain.periods import Period
from bot.exports import docx, xlsx
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from tests.asking import answered
from tests.catalogues import said
from tests.handlers.acts import ADHOC, CONTENT, OPEN, PROPOSAL, draft_of
from tests.world import World, say

LEGAL = "k2 d5 nd 9/2019"
READ = "khoản 2 Điều 5 Nghị định số 09/2019/NĐ-CP"
UNDERSTOOD = "Hệ thống hiểu: "


def one(legal: str = LEGAL, procedure: str | None = None) -> tuple[str, ...]:
    more = {"procedure": procedure} if procedure else {}
    return answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL, legal=legal, **more)


def filed(legal: str = LEGAL, procedure: str | None = None) -> tuple[str, ...]:
    return (*OPEN, *one(legal, procedure), "[Gửi báo cáo]")


def stored(world: World) -> list[tuple[str, ...]]:
    found = world.read.conn.execute("SELECT legal, legal_refs, procedure_codes FROM difficulties ORDER BY id")
    return [tuple(row) for row in found]


async def test_the_screen_after_the_answer_says_what_was_understood_of_it(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=CONTENT, before="legal"), LEGAL)

    lines = an.last.text.splitlines()
    assert lines[1:3] == [said("Recorded: {answer}", answer=LEGAL), f"{UNDERSTOOD}{READ}"]
    assert "Sửa cách hiểu" in an.last.labels


async def test_words_that_name_nothing_of_the_law_have_no_such_line_and_no_button(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *one("chưa rõ quy định nào"))

    assert UNDERSTOOD not in an.last.text
    assert "Sửa cách hiểu" not in an.last.labels


async def test_review_desk_and_look_up_show_it_and_it_is_kept_beside_the_words_as_typed(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, *filed(procedure="Cấp giấy chứng nhận 1.012790")[:-1])
    review = an.last.text.splitlines()
    await say(world, an, "[Gửi báo cáo]", "/tracuu VM-2611-001")

    line = f"{UNDERSTOOD}{READ}; 1.012790"
    assert f"Căn cứ: {LEGAL}" in review
    assert line in review
    assert line in chi.last.text.splitlines()
    assert line in an.last.text.splitlines()
    assert stored(world) == [(LEGAL, READ, "1.012790")]


async def test_what_was_understood_wrongly_is_left_out_and_can_be_taken_in_again(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *one("Điều 5 và Điều 7 NĐ 09/2019"), "[Sửa cách hiểu]", "[Bỏ số 1]")
    listed = an.last.text.splitlines()
    await say(world, an, "[‹ Quay lại]")
    review = an.last.text

    assert "1. Điều 5 Nghị định số 09/2019/NĐ-CP (đã bỏ)" in listed
    assert "2. Điều 7 Nghị định số 09/2019/NĐ-CP" in listed
    assert f"{UNDERSTOOD}Điều 7 Nghị định số 09/2019/NĐ-CP" in review.splitlines()
    assert "Căn cứ: Điều 5 và Điều 7 NĐ 09/2019" in review
    await say(world, an, "[Sửa cách hiểu]", "[Lấy lại số 1]", "[Bỏ số 2]", "[‹ Quay lại]", "[Gửi báo cáo]")
    assert stored(world) == [("Điều 5 và Điều 7 NĐ 09/2019", "Điều 5 Nghị định số 09/2019/NĐ-CP", "")]


async def test_from_a_question_the_list_leads_back_to_that_question(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=CONTENT, before="legal"), LEGAL)
    question = an.last.text.splitlines()[0]

    await say(world, an, "[Sửa cách hiểu]", "[Bỏ số 1]", "[‹ Quay lại]")

    assert an.last.text.splitlines()[0] == question
    assert UNDERSTOOD not in an.last.text
    assert "Sửa cách hiểu" in an.last.labels
    assert draft_of(world)["items"][0]["legal"] == LEGAL


async def test_the_ad_hoc_form_reads_the_content_where_a_document_is_named(world: World) -> None:
    an = world.phone("AN")
    content = "Cửa khẩu yêu cầu thêm giấy tờ, trái Điều 9 Nghị định 15/2018; theo Điều 3 thì không phải nộp."

    await say(world, an, *ADHOC, "[Đề nghị xử lý khẩn]", "dat dai", content, PROPOSAL, "[Không kèm tệp]", "[Gửi khẩn]")

    assert stored(world) == [("", "Điều 9 Nghị định số 15/2018/NĐ-CP", "")]


async def test_a_provision_is_found_however_it_is_typed(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *filed())

    for query in ("NĐ 09/2019 điều 5", "Đ5.2", "nghi dinh 9/2019", "Điều 5 khoản 2 Nghị định 09/2019/NĐ-CP"):
        await say(world, an, f"/tracuu {query}")
        assert "VM-2611-001" in an.last.text, query
    for query in ("NĐ 30/2020", "Điều 7 Thông tư 02/2017"):
        await say(world, an, f"/tracuu {query}")
        assert "VM-2611-001" not in an.last.text, query


async def test_both_papers_group_the_difficulties_by_what_they_name(world: World) -> None:
    await say(world, world.phone("AN"), *filed(procedure="1.012790"))
    await say(world, world.phone("BICH"), *filed("Điều 5 khoản 2 Nghị định 09/2019/NĐ-CP; Luật Đất đai 2024"))
    unit = world.unit()
    made = json.loads(json.dumps(make_snapshot(unit, window(unit, period_schedule(unit, Period(2026, 11))))))

    document = Document(io.BytesIO(docx.build(made)))
    sheet = load_workbook(io.BytesIO(xlsx.build(made)))["Theo quy định"]

    words = [paragraph.text for paragraph in document.paragraphs]
    assert f"- {READ}: 02 vướng mắc (VM-2611-001, VM-2611-002);" in words
    assert [list(row) for row in sheet.values][1:] == [
        [1, READ, 2, "VM-2611-001, VM-2611-002"],
        [2, "Luật Đất đai năm 2024", 1, "VM-2611-002"],
        [3, "Mã thủ tục 1.012790", 1, "VM-2611-001"],
    ]
