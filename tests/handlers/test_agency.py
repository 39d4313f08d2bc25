"""The agency competent to decide: asked, skipped, kept as typed with its code, shown and printed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.domain.periods import Period
from bot.exports import docx, xlsx
from bot.exports.snapshot import Snapshot
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from storage.database import open_for_writing
from storage.migrations import MIGRATIONS
from tests.asking import answered
from tests.catalogues import part, said
from tests.exports.samples import snapshot as sample
from tests.handlers.acts import CONTENT, OPEN, PROPOSAL, SENT_ADHOC, TO_REVIEW
from tests.world import World, say

HEAD = "Cơ quan có thẩm quyền"


def filed(agency: str) -> tuple[str, ...]:
    one = answered(field="[Đất đai]", content=CONTENT, agency=agency, proposal=PROPOSAL)
    return (*OPEN, *one, "[Gửi báo cáo]")


def stored(world: World) -> list[tuple[str, str]]:
    rows = world.read.conn.execute("SELECT agency, agency_code FROM difficulties ORDER BY id")
    return [tuple(row) for row in rows]


def papers_of(snapshot: Snapshot) -> tuple[list[list[str]], list[list[str]]]:
    """The annex of the .docx and that of the .xlsx, row by row."""
    table = Document(io.BytesIO(docx.build(snapshot))).tables[-1]
    sheet = load_workbook(io.BytesIO(xlsx.build(snapshot))).worksheets[0]
    in_workbook = [["" if value is None else str(value) for value in row] for row in sheet.values]
    return [[cell.text for cell in row.cells] for row in table.rows], in_workbook


async def test_it_is_asked_after_the_legal_basis_and_the_proposal_says_nothing_of_it(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=CONTENT, before="agency"))
    asked, labels = an.last.text, an.last.labels
    await say(world, an, "[Bỏ qua]")

    assert asked.splitlines() == [
        "Báo cáo tháng 11/2026 – vướng mắc số 1 – bước 5/7 – Đất đai (không bắt buộc)",
        "Câu trước: bỏ qua.",
        "Cơ quan có thẩm quyền giải quyết, nếu xác định được, ví dụ: Bộ Tài chính; Ủy ban nhân dân cấp tỉnh.",
        "Nội dung này giúp Cơ quan thường trực chuyển vướng mắc đến đúng cơ quan.",
    ]
    assert labels == [said("Skip"), said("Change (previous answer)"), said("‹ Back"), said("Save and exit")]
    assert an.last.text.splitlines()[1:] == [
        "Câu trước: bỏ qua.",
        "Kiến nghị, đề xuất phương án xử lý.",
        "Tối đa 2.000 ký tự.",
    ]


async def test_the_ad_hoc_form_does_not_ask_for_it_and_its_proposal_still_does(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, *SENT_ADHOC[:5])

    assert "bước 3/4" in an.last.text
    assert (
        part("Your proposal for a solution, and the authority competent to decide (if it can be determined).")
        in an.last.text
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Bộ Xây dựng", "BXD"),
        ("bo xay dung", "BXD"),
        ("Bộ Xây dựng và Bộ Công an", ""),
        ("UBND thành phố Hà Nội", ""),
        ("x" * 300, ""),
    ],
)
async def test_it_is_kept_as_typed_with_the_code_of_the_agency_it_names(world: World, typed: str, code: str) -> None:
    await say(world, world.phone("AN"), *filed(typed))

    assert stored(world) == [(typed, code)]


@pytest.mark.parametrize(("typed", "said"), [("ab", "bước 5/7"), ("x" * 301, "quá giới hạn 300")])
async def test_it_has_from_3_to_300_units(world: World, typed: str, said: str) -> None:
    an = world.phone("AN")

    await say(world, an, *OPEN, *answered(field="[Đất đai]", content=CONTENT, before="agency"), typed)

    assert said in an.last.text


async def test_who_skips_it_or_is_not_asked_sees_no_line_of_it(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")

    await say(world, an, *TO_REVIEW)
    review = an.last.text
    await say(world, an, "[Gửi báo cáo]", *SENT_ADHOC, "/tracuu VM-2611-001")

    assert stored(world) == [("", ""), ("", "")]
    assert HEAD not in review + an.last.text + "".join(message.text for message in chi.messages)


async def test_review_desk_and_look_up_show_it_and_it_can_be_changed(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    line = f"{HEAD}: Bộ Xây dựng"

    await say(world, an, *filed("Bộ Tài chính")[:-1], "[Sửa mục 1]", "[Sửa cơ quan]", "Bộ Xây dựng")
    review = an.last.text.splitlines()
    await say(world, an, "[Gửi báo cáo]", "/tracuu VM-2611-001")

    assert review[review.index(line) - 1 : review.index(line) + 2] == [
        "Căn cứ: chưa nêu",
        line,
        said("Attached files: none"),
    ]
    assert line in chi.last.text.splitlines()
    assert line in an.last.text.splitlines()


async def test_the_annex_has_a_column_for_it_and_the_snapshot_its_code(world: World) -> None:
    await say(world, world.phone("AN"), *filed("Bộ Xây dựng"))
    unit = world.unit()
    schedule = period_schedule(unit, Period(2026, 11))

    made = make_snapshot(unit, window(unit, schedule))
    in_word, in_workbook = papers_of(json.loads(json.dumps(made)))

    (difficulty,) = json.loads(json.dumps(made))["difficulties"]
    assert (difficulty["agency"], difficulty["agency_code"]) == ("Bộ Xây dựng", "BXD")
    for heads, row in (in_word, in_workbook):
        at = heads.index(HEAD)
        assert heads[at - 1] == said("Annex column: proposal")
        assert row[at - 1 : at + 1] == [PROPOSAL, "Bộ Xây dựng"]


def test_papers_that_were_frozen_without_it_have_no_column_for_it() -> None:
    for annex in papers_of(sample(2, schema=1)):
        assert HEAD not in annex[0]
        assert len(annex[0]) == 10


@pytest.mark.parametrize(("at", "rev"), [("item", 8), ("review", 7), ("step", 7)])
def test_the_buttons_of_an_item_on_a_phone_are_out_of_date_where_they_would_open_another_question(
    tmp_path: Path, at: str, rev: int
) -> None:
    base = open_for_writing(tmp_path / "bot.db")
    MIGRATIONS.apply(base, stop_before="m010_questions")
    base.conn.executescript(
        f"""INSERT INTO persons (id, code, full_name, title, honorific, language, phone)
                VALUES (1, 'AN', 'An', '', '', 'vi', '');
            INSERT INTO seats VALUES (1, 'A', 'hoi_dong_tu_van', 'A', 1, '2026-01-01', NULL);
            INSERT INTO drafts (id, seat, person, kind, subject, rev, step, answers, updated_at) VALUES
                (1, 1, 1, 'report', '2026-11', 7, '{{"at": "{at}", "item": 0, "step": 0}}', '{{}}', '2026');"""
    )

    MIGRATIONS.apply(base)

    found = base.conn.execute("SELECT rev FROM drafts").fetchone()[0]
    base.close()
    assert found == rev
