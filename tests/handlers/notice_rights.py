"""Who is served by what turns a notice into tasks, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlite_utils import Database

from bot.domain.buttons import Verb
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.notice_lines import Chosen, Decision, Passage, ReadNotice
from bot.domain.notices import Confidence
from bot.domain.verbs.notices import (
    AbandonImport,
    AcceptLine,
    AskAbandon,
    AssignLines,
    ChangeBasis,
    CheckLines,
    ChooseDeadline,
    ClearPaste,
    CorrectLine,
    CountReports,
    DropLine,
    LeaveImport,
    ListLines,
    PassLine,
    PasteNotice,
    ReviewImport,
    ShowImported,
    ShowLine,
    StartImport,
    SupplementImport,
)
from bot.services.tasks.notice_reviewing import seen, to_assign
from storage import notices, people
from tests.handlers.cast import DESK, Served, alike
from tests.world import World

MAY_SAY: Mapping[str, Served] = {"nhapthongbao": alike(DESK), "notice": alike(DESK)}
SERVED: Mapping[str | type[Verb], str] = {
    "nhapthongbao": "Nhập nhiệm vụ từ văn bản",
    "notice": "Nhập nhiệm vụ từ văn bản",
    StartImport: "Nhập nhiệm vụ từ văn bản",
    PasteNotice: "Mời dán nội dung văn bản",
    ClearPaste: "Mời dán nội dung văn bản",
    SupplementImport: "Đã đọc: Thông báo số 1/TB-VPCP",
    ShowImported: "Đã giao theo Thông báo số 1/TB-VPCP",
    CheckLines: "Mục 1/5",
    ShowLine: "Mục 1/5",
    PassLine: "Mục 2/5",
    CorrectLine: "Mời chọn nội dung cần sửa",
    AcceptLine: "Mục 2/5",
    DropLine: "Mục 3/5",
    ChooseDeadline: "Mục 5/5",
    CountReports: "Đã sửa mục, chưa nhận.",
    ListLines: "5 mục",
    ChangeBasis: "căn cứ giao nhiệm vụ",
    ReviewImport: "Giao 02 nhiệm vụ từ Thông báo số 1/TB-VPCP?",
    AssignLines: "Đã giao nhiệm vụ từ Thông báo số 1/TB-VPCP",
    LeaveImport: "Việc nhập Thông báo số 1/TB-VPCP được lưu",
    AskAbandon: "Hủy nhập Thông báo số 1/TB-VPCP?",
    AbandonImport: "Đã hủy nhập Thông báo số 1/TB-VPCP",
}
MAY_PRESS: Mapping[type[Verb], Served] = {verb: alike(DESK) for verb in SERVED if not isinstance(verb, str)}
"""Pressed in this order: what is accepted is assigned, and the rest given up."""


def begin_import(world: World, db: Database) -> None:
    """Let Chi have read a notice of five lines: one says before what day it is due, the last recurs."""
    chi = people.person_by_code(db, "CHI")
    assert chi is not None
    passages = tuple(Passage(n, n + 1, f"Việc {n}", f"Việc {n}", (), (), None, (), Confidence.CLEAR) for n in range(5))
    read = ReadNotice("1/TB-VPCP", date(2026, 11, 2), "0" * 64, passages)
    now = world.clock.now()
    number = notices.add_import(db, chi.id, "", read, "Thông báo số 1/TB-VPCP", now, supplements=False)
    for place, passage in enumerate(passages, 1):
        kind = DeadlineKind.BEFORE_DAY if place == 4 else DeadlineKind.DAY
        chosen = Chosen(passage.title, lead=("HIEPHOIA",), kind=kind, deadline="15/03/2027")
        if place == 5:
            chosen = replace(chosen, kind=DeadlineKind.RECURRING, deadline="", recurrence=Recurrence.MONTHLY)
        notices.add_line(db, number, place, passage, chosen, Decision.OPEN)


def buttons_of_import(world: World) -> list[Verb]:
    """Return a button of each verb, for the import that there is."""
    first = world.read.conn.execute("SELECT min(id) FROM notice_imports").fetchone()[0]
    if first is None:
        return []
    notice, lines = notices.import_by_id(world.read, first), notices.lines_of(world.read, first)
    assert notice is not None
    one, two, _, four, five = lines
    return [
        StartImport(),
        PasteNotice(),
        ClearPaste(),
        SupplementImport(first),
        ShowImported(first),
        CheckLines(first),
        ShowLine(one.id),
        PassLine(one.id),
        CorrectLine(one.id, one.rev),
        AcceptLine(one.id, one.rev),
        DropLine(two.id, two.rev),
        ChooseDeadline(four.id, four.rev, 1),
        CountReports(five.id, five.rev, 1),
        ListLines(first, 0),
        ChangeBasis(first),
        ReviewImport(first),
        AssignLines(first, seen(notice, to_assign(lines))),
        LeaveImport(first),
        AskAbandon(first),
        AbandonImport(first),
    ]
