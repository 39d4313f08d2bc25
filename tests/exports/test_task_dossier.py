"""The dossier of a task: each sees what is his, in order, and the file is the same whenever it is built."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.shared import Mm
from hypothesis import HealthCheck, given, settings

from bot.domain.attachments import Attachment, FileKind
from bot.domain.characters import clean
from bot.domain.courses import Lead, TaskAct
from bot.errors import BotError
from bot.exports import task_docx, task_events
from bot.services.tasks import deciding, dossier, working
from bot.services.tasks.working import Result
from storage import result_files, tasks
from storage.task_events import add_event
from tests.exports.conftest import ToPdf
from tests.exports.samples import HOSTILE
from tests.exports.test_read_back import ODD
from tests.services.counted_tasks import told
from tests.services.courses import Desk, a_task
from tests.world import World

ASKED, ANSWERED = "Có gộp vào báo cáo quý được không?", "Được, nêu rõ số liệu."
A_FILE = Attachment("telegram", "REF", FileKind.DOCUMENT, "quyet-dinh-15.pdf", 1000, "application/pdf", "")


@pytest.fixture
def desk(still_world: World) -> Desk:
    """Both lead: A has reported with a file and was given it back, B has asked something."""
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        still_world.link(code)
    found = Desk(still_world)
    found.assign(a_task(found, "HIEPHOIA", "HIEPHOIB"))
    a, b = Lead(found.seat("HIEPHOIA")), Lead(found.seat("HIEPHOIB"))
    files = tuple(still_world.write_now(lambda db: result_files.add(db, "NV-26-001", [A_FILE])))
    found.does(
        "AN", lambda u, by: working.report(u, by, found.task_id, a, Result("Đã ban hành.", "QĐ 15", None, files))
    )
    newest = found.course(a).newest
    found.does("CHI", lambda u, by: deciding.give_back(u, by, found.task_id, a, newest, "Thiếu phụ lục."))
    found.does("BICH", lambda u, by: working.ask(u, by, found.task_id, found.seat("HIEPHOIB"), ASKED))
    question = found.course(b).newest
    found.does("CHI", lambda u, by: deciding.answer(u, by, found.task_id, question, ANSWERED))
    return found


def made(desk: Desk, code: str) -> dict[str, Any]:
    return dossier.make_dossier(desk.world.unit(), desk.actor(code), desk.task)


def paper(snapshot: dict[str, Any]) -> Docx:
    return Document(io.BytesIO(task_docx.build(snapshot)))


def text(document: Docx) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_the_desk_reads_everything_in_order_with_who_and_which_files(desk: Desk) -> None:
    snapshot = made(desk, "CHI")
    rows = [[cell.text for cell in row.cells] for row in paper(snapshot).tables[0].rows][1:]

    assert [row[2].split("\n") for row in rows] == [
        ["Giao nhiệm vụ."],
        ["Báo hoàn thành:", "Đã ban hành.", "Văn bản: QĐ 15", "Tệp kèm theo: quyet-dinh-15.pdf"],
        ["Trả lại để hoàn thiện:", "Thiếu phụ lục."],
        ["Câu hỏi:", ASKED],
        ["Trả lời:", ANSWERED],
    ]
    an, chi = (desk.actor(code).person.full_name for code in ("AN", "CHI"))
    assert rows[1][1] == f"{an} (Hiệp hội A)"
    assert rows[2][1].endswith(f"({chi})")
    assert all(row[0].endswith("16/11/2026") for row in rows)
    assert [course["lead"] for course in snapshot["courses"]] == ["Hiệp hội A", "Hiệp hội B"]


def test_a_member_reads_its_own_course_and_of_the_others_the_state_of_the_whole(desk: Desk) -> None:
    words = text(paper(made(desk, "AN")))

    assert "Thiếu phụ lục." in words
    assert ASKED not in words
    assert ANSWERED not in words
    assert "02 cơ quan; của cơ quan khác chỉ nêu tình trạng chung" in words
    assert desk.actor("CHI").person.full_name not in words
    other = text(paper(made(desk, "BICH")))
    assert ASKED in other
    assert "Thiếu phụ lục." not in other
    assert "QĐ 15" not in other


def test_a_dossier_words_every_act_it_tells_of_and_nothing_that_leaders_say(desk: Desk) -> None:
    assert set(task_events._NAMES) == dossier._TOLD
    desk.world.write_now(
        lambda db: add_event(
            db, desk.task_id, TaskAct.DIRECTED, desk.world.clock.now(), "person:LAN", {"words": "Gấp."}
        )
    )

    assert all("Gấp." not in text(paper(made(desk, code))) for code in ("AN", "BICH", "CHI", "LAN"))


def test_whoever_has_no_part_gets_none_and_a_press_sends_the_file_once(desk: Desk) -> None:
    reply = desk.does("AN", lambda unit, actor: dossier.make(unit, actor, desk.task_id))
    (file,) = reply.notices
    assert getattr(file, "name", "") == "Ho-so-nhiem-vu-NV-26-001.docx"
    desk.assign(a_task(desk, "HIEPHOIB"))
    desk.world.write_now(lambda db: db.conn.execute("DELETE FROM task_seats WHERE task = ?", [desk.task_id]))

    with pytest.raises(BotError, match="stale"):
        desk.does("AN", lambda unit, actor: dossier.make(unit, actor, desk.task_id))


def test_the_same_figures_give_the_same_bytes_on_a_page_of_the_decree(desk: Desk) -> None:
    snapshot = made(desk, "CHI")
    document = paper(snapshot)

    assert task_docx.build(snapshot) == task_docx.build(snapshot)
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    measured = [round((each or 0) / Mm(1)) for each in (section.page_width, section.page_height, *sides)]
    assert measured == [210, 297, 20, 20, 30, 15]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["Normal"].font.size.pt == 13
    assert round(sum(column.width for column in document.tables[0].columns) / Mm(1)) == 165


def everything(still_world: World) -> list[dict[str, Any]]:
    desk = told(still_world)
    unit, chi = desk.world.unit(), desk.actor("CHI")
    return [dossier.make_dossier(unit, chi, task) for task in tasks.every_task(unit.db)]


def test_a_task_can_be_told_whichever_way_it_went(still_world: World) -> None:
    words = [text(paper(each)) for each in everything(still_world)]

    assert any("Chấp thuận gia hạn:\nĐến ngày: 15/12/2026" in each for each in words)
    assert any("thay mặt Ủy ban nhân dân tỉnh Điện Biên" in each for each in words)
    assert any("Hủy, dừng theo dõi:\nĐã có văn bản thay thế." in each for each in words)
    assert any("342 phản ánh, kiến nghị" in each for each in words)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=ODD)
def test_whatever_people_write_is_text_and_whole(desk: Desk, said: str) -> None:
    snapshot = made(desk, "CHI")
    snapshot |= {"title": said, "basis": said, "note": said}
    for event in snapshot["events"]:
        event["said"] = {**event["said"], **dict.fromkeys(("words", "result", "document"), said)}

    document = paper(snapshot)

    assert not [part for part in document.part.rels.values() if part.is_external]
    if bare := clean(said):
        assert bare.split("\n")[0] in text(document)


@pytest.mark.usefixtures("pages_can_be_read")
def test_every_page_is_printed(desk: Desk, to_pdf: ToPdf) -> None:
    snapshot = made(desk, "CHI")
    snapshot["events"] *= 40
    snapshot["title"] = " ".join(HOSTILE[:3])

    assert to_pdf(task_docx.build(snapshot), "docx").startswith(b"%PDF")
