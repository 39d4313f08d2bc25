"""A question stands in one table: whatever is put into it is asked, kept, shown and printed everywhere.

A question that nobody asks is put into the table, and the real program is walked through with it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.domain import questions
from bot.domain.people import Reader
from bot.domain.periods import Period
from bot.domain.questions import Asking, Question, ReportPart
from bot.domain.reports import statement_form
from bot.domain.tasks import Statement
from bot.domain.texts import Text
from bot.domain.verbs import lookup as lookup_verbs
from bot.exports import docx, xlsx
from bot.i18n import translate
from bot.screens.tasks.listing import statement_lines
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import period_schedule, window
from storage import ledgers, reports
from tests.asking import answered
from tests.exports.samples import snapshot
from tests.handlers.acts import ADHOC_ITEM, CONTENT, PROPOSAL
from tests.world import START, World, say

ASKED, HEAD, MARK, LONG = "What is imagined?", "Imagined column", "imagined answer", "x" * 2000
_NAMES = [*((part.name, part.value) for part in ReportPart), ("IMAGINED", "i")]
PARTS: Any = StrEnum("Parts", _NAMES)  # type: ignore[misc]  # of names that are not written out
"""What stands in buttons as a part, and one more."""
IMAGINED = Question(
    name="imagined",
    change="Change imagined",
    periodic=Asking((Text(ASKED),)),
    adhoc=Asking((Text(ASKED),)),
    optional=True,
    most=2000,
    line="Imagined: {imagined}",
    part=PARTS("i"),  # type: ignore[arg-type]  # it takes the place of the enum
    view="View imagined",
    searched=True,
    head=HEAD,
)
Shown = Mapping[str, str]
"""What stands at each place."""


def put_in(world: World, monkeypatch: pytest.MonkeyPatch, question: Question = IMAGINED) -> list[Any]:
    """Put a question before the one for the proposal; return the list that the audit's details will be put into."""
    table = list(questions.QUESTIONS)
    table.insert(table.index(questions.named("proposal")), question)
    monkeypatch.setattr(questions, "QUESTIONS", table)
    monkeypatch.setattr(lookup_verbs, "ReportPart", PARTS)
    layout = questions.ANNEX_LAYOUTS[questions.schema()]
    added = {questions.schema() + 1: {**layout, question.name: (20.0, 12)}} if question.head else {}
    monkeypatch.setattr(questions, "ANNEX_LAYOUTS", {**questions.ANNEX_LAYOUTS, **added})
    world.write_now(lambda db: db.conn.execute(f"ALTER TABLE difficulties ADD COLUMN {question.name} TEXT NOT NULL"))
    details: list[Any] = []
    append = ledgers.append_audit

    def noted(*args: Any) -> None:
        details.append(args[5:])
        append(*args)

    monkeypatch.setattr(ledgers, "append_audit", noted)
    return details


async def everywhere(world: World, monkeypatch: pytest.MonkeyPatch, question: Question = IMAGINED) -> Shown:
    """Report a difficulty with an answer to the imagined question, periodically and ad hoc; return what was shown."""
    details = put_in(world, monkeypatch, question)
    an, chi, shown = world.phone("AN"), world.phone("CHI"), {}
    one = answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL, imagined=MARK)
    step = one.index(MARK)
    await say(world, an, "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]", *one[:step])
    shown["the form: the question"] = an.last.text if ASKED in an.last.text else ""
    await say(world, an, *one[step:])
    shown["the form: the review"] = an.last.text
    await say(world, an, "[Sửa mục 1]")
    shown["the form: one item"] = an.last.text
    await say(world, an, "[Change imagined]")
    shown["the form: the change of an answer"] = an.last.text
    await say(world, an, "[Giữ nội dung này]", "[Gửi báo cáo]")
    shown["the desk's notice"] = chi.last.text
    await say(world, an, "/tracuu VM-2611-001")
    shown["the look-up"] = an.last.text
    shown["the audit"] = json.dumps(details)
    await ad_hoc(world, shown)
    report = reports.report_by_code(world.read, "BC-2611-001")
    assert report is not None
    shown["the base"] = report.difficulties[0].answers[question.name]
    shown["the search"] = report.difficulties[0].searched
    return {**shown, **papers(world)}


async def ad_hoc(world: World, shown: dict[str, str]) -> None:
    """The same in the ad hoc form, where the answer is so long that it has to be viewed alone."""
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, "/baocao", "[Báo cáo đột xuất]", "[Đề nghị xử lý khẩn]", ADHOC_ITEM[0], LONG)
    shown["the ad hoc form: the question"] = an.last.text if ASKED in an.last.text else ""
    await say(world, an, f"{MARK} {'y' * 1900}", LONG, ADHOC_ITEM[3])
    shown["the ad hoc form: the review"] = an.last.text
    await say(world, an, "[Gửi khẩn]")
    shown["the desk's card of an ad hoc report"] = chi.messages[-1].text
    await say(world, chi, "[Xem đủ nội dung]")
    shown["the difficulty in full, for the desk"] = chi.last.text
    await say(world, chi, "[View imagined]")
    shown["one answer alone, for the desk"] = chi.last.text
    await say(world, an, "/tracuu VM-2611-002", "[View imagined]")
    shown["one answer alone, in the look-up"] = an.last.text


def papers(world: World) -> Shown:
    """The snapshot and both papers of it."""
    unit = world.unit()
    schedule = period_schedule(unit, Period(2026, 11))
    snapshot = make_snapshot(unit, window(unit, schedule))
    annex = Document(io.BytesIO(docx.build(snapshot))).tables[-1]
    cells = [cell.text for row in annex.rows for cell in row.cells]
    values = [value for row in load_workbook(io.BytesIO(xlsx.build(snapshot))).worksheets[0].values for value in row]
    return {
        "the snapshot": json.dumps(snapshot),
        "the annex of the .docx": "".join(cells) if HEAD in cells else "",
        "the annex of the .xlsx": "".join(map(str, values)) if HEAD in values else "",
    }


def without(shown: Shown) -> list[str]:
    """The places that do not show the answer; where the question is put, there is none yet."""
    return [place for place, text in shown.items() if MARK not in text and not place.endswith("the question")]


async def test_a_question_put_into_the_table_is_everywhere(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await everywhere(world, monkeypatch)

    assert [place for place, text in shown.items() if not text] == []
    assert without(shown) == []


async def test_a_place_that_leaves_a_question_out_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await everywhere(world, monkeypatch, replace(IMAGINED, searched=False, in_heading=True, head=""))

    assert without(shown) == [
        "the form: the review",
        "the form: one item",
        "the desk's notice",
        "the ad hoc form: the review",
        "the desk's card of an ad hoc report",
        "the search",
        "the annex of the .docx",
        "the annex of the .xlsx",
    ]


def test_the_table_is_sound() -> None:
    names = [question.name for question in questions.QUESTIONS]
    parts = [question.part for question in questions.QUESTIONS if question.part]

    assert len(set(names)) == len(names)
    assert len(set(parts)) == len(parts)
    assert set(parts) == set(ReportPart) - {ReportPart.DIFFICULTY, ReportPart.OPINION, ReportPart.UPDATES}
    assert all(bool(question.part) == bool(question.view) for question in questions.QUESTIONS)
    assert all(f"{{{q.name}}}" in q.line for q in questions.QUESTIONS if q.line)
    assert all(question.optional or question.chosen or question.least for question in questions.QUESTIONS)


def test_every_layout_of_the_annex_fills_a_landscape_page_and_the_last_has_every_head() -> None:
    heads = {question.name for question in questions.QUESTIONS if question.head}

    for layout in questions.ANNEX_LAYOUTS.values():
        assert sum(width or 0 for width, _ in layout.values()) == pytest.approx(297 - 30 - 15)
        assert all(questions.annex_head(name) for name in layout)
    assert heads == set(questions.ANNEX_LAYOUTS[questions.schema()]) - set(questions.FIXED_HEADS)


def test_the_table_about_a_task_is_sound_and_has_no_name_of_the_other() -> None:
    names = [question.name for question in questions.STATEMENT]
    of_a_task = {"seat", "organisation", "report", "code", "title", "part", "due_on", "done_on", "bucket"}

    assert len(set(names)) == len(names)
    assert not set(names) & ({question.name for question in questions.QUESTIONS} | of_a_task)
    assert all(each.statement and each.optional and 0 < each.least < each.most for each in questions.STATEMENT)
    assert all(f"{{{each.name}}}" in each.line and each.head and each.change for each in questions.STATEMENT)


def test_what_is_asked_about_a_task_is_asked_shown_and_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    imagined = replace(IMAGINED, periodic=None, adhoc=None, statement=Asking((Text(ASKED),)), part=None)
    monkeypatch.setattr(questions, "STATEMENT", (*questions.STATEMENT, imagined))
    task = {
        "seat": "A", "organisation": "A", "report": "B", "code": "NV-26-001", "title": "T", "part": "lead",
        "due_on": None, "done_on": None, "bucket": "no_deadline", imagined.name: MARK,
    }  # fmt: skip
    data = {**snapshot(2), "tasks": [task], "opinions": []}
    said = Statement(1, START, {imagined.name: MARK})

    shown = {
        "the form": statement_form(late=True).steps[-1].name,
        "the screens": translate(statement_lines(said)[-1], Reader()),
        "the .docx": "\n".join(each.text for each in Document(io.BytesIO(docx.build(data))).paragraphs),
        "the .xlsx": str([list(sheet.values) for sheet in load_workbook(io.BytesIO(xlsx.build(data)))]),
    }

    assert shown.pop("the form") == imagined.name
    assert [place for place, text in shown.items() if MARK not in text] == []
