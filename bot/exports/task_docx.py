"""The dossier of a task as a Word file: what was assigned, how each lead's course stands, and what happened, in order.

Its frame is its own and not the template of the draft report, which an office may edit for that paper. What somebody
may not see is not in the snapshot.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt

from bot.domain.tasks import Bucket
from bot.domain.texts import N_, Text
from bot.exports.courses import name_of
from bot.exports.dossier_frame import (
    frame,
    write_centred,
    write_heading,
    write_labelled,
    write_line,
    write_table,
)
from bot.exports.package import repack
from bot.exports.pages import write_foot
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.stated_courses import day, progress, stage
from bot.exports.task_events import what, who
from bot.exports.tasks import BUCKETS
from bot.exports.wording import instant, vietnamese

_WIDTHS = (28.0, 42.0, 95.0)
"""Millimetres: when, who, what; they fill an upright page."""
_HEADS = (N_("Course column: when"), N_("Course column: who"), N_("Course column: what happened"))


def build(snapshot: Snapshot) -> bytes:
    """Return the dossier `snapshot` as a Word file."""
    fingerprint = sha256(snapshot)
    snapshot = printable(snapshot)
    document = frame(landscape=False)
    _number_pages(document)
    _write_head(document, snapshot)
    write_heading(document, N_("I. THE TASK AS ASSIGNED (task dossier)"))
    for label, text in _assigned(snapshot):
        write_labelled(document, vietnamese(Text(label)), text)
    write_heading(document, N_("II. HOW IT STANDS (task dossier)"))
    for label, text in _whole(snapshot):
        write_labelled(document, vietnamese(Text(label)), text)
    for number, course in enumerate(snapshot["courses"], 1):
        _write_course(document, number, course)
    write_heading(document, N_("III. WHAT HAPPENED (task dossier)"))
    rows = [
        [vietnamese(Text("{at:stamp}", at=instant(event["at"]))), who(snapshot, event), what(event)]
        for event in snapshot["events"]
    ]
    if rows:
        write_table(document, _WIDTHS, [vietnamese(Text(head)) for head in _HEADS], rows)
    _justify(document)
    write_foot(document, vietnamese(Text("SHA-256 of the figures: {sha256} (foot)", sha256=fingerprint)))
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue(), _title(snapshot), instant(snapshot["taken_at"]))


def _title(snapshot: Mapping[str, Any]) -> str:
    return vietnamese(Text(N_("Dossier of task {code} (document title)"), code=snapshot["code"]))


def _number_pages(document: Docx) -> None:
    """Arabic numbers in the middle of the upper margin, none on the first page."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>')
    )


def _write_head(document: Docx, snapshot: Mapping[str, Any]) -> None:
    write_centred(document, snapshot["standing_body"].upper())
    named = write_centred(document, vietnamese(Text(N_("TASK DOSSIER (task dossier)"))))
    named.paragraph_format.space_before = Pt(10)
    write_centred(document, f"{snapshot['code']} – {snapshot['title']}")
    made = N_("Made by the program at {at:stamp} for {by}; not an official document. (task dossier)")
    note = write_centred(
        document, vietnamese(Text(made, at=instant(snapshot["taken_at"]), by=snapshot["by"])), bold=False
    )
    note.runs[0].italic = True
    note.runs[0].font.size = Pt(11)


def _assigned(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield N_("Assigned by (task dossier)"), snapshot["basis"]
    yield N_("Content (task dossier)"), snapshot["title"]
    if snapshot["assigned_on"]:
        yield N_("Assigned on (task dossier)"), _day(snapshot["assigned_on"])
    yield N_("Lead (task dossier)"), "; ".join(map(name_of, snapshot["leads"]))
    for label, name in (
        (N_("Coordinating (task dossier)"), "coordinating"),
        (N_("Watching (task dossier)"), "watching"),
    ):
        if snapshot[name]:
            yield label, "; ".join(snapshot[name])
    if snapshot["target"] is not None:
        reached = Text(N_("{target:number} {unit} (task dossier)"), target=snapshot["target"], unit=snapshot["unit"])
        yield N_("To be reached (task dossier)"), vietnamese(reached)
    if snapshot["note"]:
        yield N_("Note (task dossier)"), snapshot["note"]


def _whole(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield N_("State (dossier)"), _standing(snapshot)
    yield N_("Deadline in force (task dossier)"), _day(snapshot["due_on"])
    if len(snapshot["leads"]) > len(snapshot["courses"]):
        told = N_("{n:count} lead agencies; of the others the state of the whole alone is shown (task dossier)")
        yield N_("Leads shown (task dossier)"), vietnamese(Text(told, n=len(snapshot["leads"])))


def _standing(each: Mapping[str, Any]) -> str:
    bucket = vietnamese(Text(BUCKETS[Bucket(each["bucket"])]))
    return f"{stage(each['stage'])}; {bucket[:1].lower()}{bucket[1:]}"


def _day(iso: str | None) -> str:
    if iso is None:
        return vietnamese(Text(N_("no deadline (task dossier)")))
    return vietnamese(Text("{day:date}", day=date.fromisoformat(iso)))


def _write_course(document: Docx, number: int, course: Mapping[str, Any]) -> None:
    head = write_line(document, f"{number}. {name_of(course['lead'])}")
    head.runs[0].bold = True
    head.paragraph_format.keep_with_next = True
    head.paragraph_format.space_before = Pt(8)
    for label, text in _of_course(course):
        write_labelled(document, vietnamese(Text(label)), text).paragraph_format.left_indent = Mm(6)


def _of_course(course: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield N_("State (dossier)"), _standing(course)
    if course["stated"]:
        counted = Text(
            N_("{stated}, counted on {day:date} (task dossier)"),
            stated=course["stated"],
            day=day(course["first_due_on"]),
        )
        yield N_("Stated deadline (task dossier)"), vietnamese(counted)
    if course["extensions"]:
        granted = Text(
            N_("{n:count} times, to {day:date} (task dossier)"), n=course["extensions"], day=day(course["due_on"])
        )
        yield N_("Extended (task dossier)"), vietnamese(granted)
    if course["asked"]:
        yield N_("Extension asked for (task dossier)"), _day(course["asked"])
    if said := progress(course["progress"]):
        yield N_("Progress (task dossier)"), said
    if course["result"]:
        yield N_("Confirmed result (task dossier)"), course["result"]
    if course["document"]:
        dated = Text(
            N_("{document}, of {day:date} (task dossier)"), document=course["document"], day=day(course["dated"])
        )
        yield N_("Document (task dossier)"), vietnamese(dated) if course["dated"] else course["document"]
    if course["done_on"]:
        yield N_("Done on (task dossier)"), _day(course["done_on"])
    if course["difficulties"]:
        yield N_("Resolves (task dossier)"), ", ".join(course["difficulties"])


def _justify(document: Docx) -> None:
    """Paragraphs of the text are justified, as in official documents; headings and titles are not."""
    for paragraph in document.paragraphs:
        if paragraph.alignment is None and paragraph.style is not None and paragraph.style.name == "Normal":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
