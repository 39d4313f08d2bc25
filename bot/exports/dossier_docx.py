"""The dossier of a seat as a Word file: reports, difficulties with their way and outcome, tasks.

Its frame is its own and not the template of the draft report, which an office may edit for that paper.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from docx.document import Document as Docx
from docx.shared import Mm, Pt

from bot.domain.texts import N_, Text
from bot.exports.dossier import (
    REPORT_HEADS,
    TASK_HEADS,
    asked,
    heads,
    made,
    opinions,
    raised,
    report_rows,
    stated,
    stated_heads,
    task_rows,
    title,
    wording,
)
from bot.exports.dossier_frame import (
    frame,
    write_centred,
    write_heading,
    write_labelled,
    write_line,
    write_table,
)
from bot.exports.figures import files_of
from bot.exports.package import repack
from bot.exports.pages import write_foot
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.wording import instant, period_of, vietnamese
from bot.screens.names import age

_REPORT_WIDTHS = (10.0, 27.0, 30.0, 16.0, 30.0, 38.0, 57.0, 44.0)
_TASK_WIDTHS = (10.0, 24.0, 80.0, 22.0, 24.0, 34.0, 24.0, 34.0)
"""Millimetres; they fill a landscape page."""


def build(snapshot: Snapshot) -> bytes:
    """Return the dossier `snapshot` as a Word file."""
    fingerprint = sha256(snapshot)
    snapshot = printable(snapshot)
    document = frame(landscape=True)
    _write_head(document, snapshot)
    write_heading(document, N_("I. REPORTS SENT (dossier)"))
    if snapshot["reports"]:
        write_table(document, _REPORT_WIDTHS, heads(REPORT_HEADS), report_rows(snapshot))
    else:
        write_line(document, vietnamese(Text(N_("Nothing was sent in this period. (dossier)"))))
    for opinion in opinions(snapshot):
        write_labelled(document, vietnamese(Text(N_("General opinion (dossier)"))), opinion)
    write_heading(document, N_("II. DIFFICULTIES AND THEIR OUTCOME (dossier)"))
    for number, difficulty in enumerate(snapshot["difficulties"], 1):
        _write_difficulty(document, number, difficulty)
    if not snapshot["difficulties"]:
        write_line(document, vietnamese(Text(N_("There are no difficulties. (dossier)"))))
    write_heading(document, N_("III. TASKS (dossier)"))
    _write_tasks(document, snapshot)
    write_foot(document, vietnamese(Text("SHA-256 of the figures: {sha256} (foot)", sha256=fingerprint)))
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue(), title(snapshot), instant(snapshot["taken_at"]))


def _write_head(document: Docx, snapshot: Mapping[str, Any]) -> None:
    seat = snapshot["seat"]
    write_centred(document, seat["organisation"].upper())
    write_centred(document, seat["body"], bold=False)
    named = Text(N_("DOSSIER OF REPORTS, DIFFICULTIES AND TASKS (dossier)"))
    write_centred(document, vietnamese(named)).paragraph_format.space_before = Pt(10)
    period = period_of(snapshot)
    write_centred(document, vietnamese(Text(N_("{period} ({period:window}) (dossier)"), period=period)))
    note = write_centred(document, made(snapshot), bold=False)
    note.runs[0].italic = True
    note.runs[0].font.size = Pt(11)


def _write_difficulty(document: Docx, number: int, difficulty: Mapping[str, Any]) -> None:
    named = Text(
        N_("{number}. {code} – {field} (dossier)"), number=number, code=difficulty["code"], field=difficulty["field"]
    )
    head = write_line(document, vietnamese(named))
    head.runs[0].bold = True
    head.paragraph_format.keep_with_next = True
    head.paragraph_format.space_before = Pt(8)
    state = vietnamese(Text(N_("State (dossier)")))
    write_labelled(document, state, difficulty["state"]).paragraph_format.keep_with_next = True
    found = raised(difficulty)
    if found:
        write_labelled(document, vietnamese(Text(N_("Raised (dossier)"))), vietnamese(age(*found)))
    if difficulty["result"]:
        write_labelled(document, vietnamese(Text(N_("Outcome (dossier)"))), difficulty["result"])
    if difficulty.get("verdict"):
        write_labelled(document, vietnamese(Text(N_("Dossier column: opinion of the member"))), difficulty["verdict"])
    write_labelled(document, vietnamese(Text(N_("Last sent in (dossier)"))), difficulty["report"])
    for label, answer in (*asked(difficulty), *wording(difficulty)):
        write_labelled(document, label, answer)
    if difficulty["files"]:
        write_labelled(document, vietnamese(Text(N_("Files (dossier)"))), "; ".join(map(_file, files_of(difficulty))))
    way = write_line(document, vietnamese(Text(N_("What has happened: (dossier)"))))
    way.runs[0].bold = True
    way.paragraph_format.keep_with_next = True
    for event in difficulty["way"]:
        said = Text(N_("{at:stamp}: {what} (dossier)"), at=instant(event["at"]), what=event["what"])
        write_line(document, f"– {vietnamese(said)}").paragraph_format.left_indent = Mm(6)


def _file(file: tuple[str, str]) -> str:
    name, sha256 = file
    return vietnamese(Text(N_("{name} (SHA-256: {sha256}) (dossier)"), name=name, sha256=sha256)) if sha256 else name


def _write_tasks(document: Docx, snapshot: Mapping[str, Any]) -> None:
    if not snapshot["tasks"]:
        write_line(document, vietnamese(Text(N_("The member has no tasks. (dossier)"))))
        return
    write_line(
        document, vietnamese(Text(N_("As they stood at {at:stamp}. (dossier)"), at=instant(snapshot["taken_at"])))
    )
    write_table(document, _TASK_WIDTHS, heads(TASK_HEADS), task_rows(snapshot))
    for task in snapshot["tasks"]:
        for line in task["went"]:
            write_labelled(document, task["code"], line)
        for label, answer in zip(stated_heads(), stated(task), strict=True):
            if answer:
                write_labelled(document, f"{task['code']} – {label}", answer)
