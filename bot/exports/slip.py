"""The draft of the slip with which a difficulty is forwarded to an authority: .docx, layout of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from docx.document import Document as Docx
from docx.text.paragraph import Paragraph

from bot.clock import VN
from bot.domain import questions
from bot.domain.texts import N_, Text
from bot.exports import SLIP_TEMPLATE
from bot.exports.docx import add_rows, add_table
from bot.exports.package import repack
from bot.exports.pages import finished
from bot.exports.sentences import listed
from bot.exports.snapshot import Snapshot, printable, sha256
from bot.exports.template import Values, fill, marked, open_template, remove
from bot.exports.wording import instant, official_date, vietnamese

_BODY, _ANNEX = "noi_dung", "phu_luc"
"""The marks that stand for more than one paragraph."""
_STYLES = ("Normal", "Last paragraph", "Annex title", "Annex source", "Annex head", "Annex number", "Annex cell")
_LABELS = {"procedure": N_("Procedure (slip)"), "content": N_("Slip column: content")}
"""Where a paragraph has room for more than the head of a column."""
_WIDTHS = (10.0, 26.0, 40.0, 89.0)
"""Millimetres: number, code, member, content; they fill an upright page."""
_HEADS = (
    N_("Annex column: number"),
    N_("Annex column: code"),
    N_("Annex column: member"),
    N_("Slip column: content"),
)


def build(snapshot: Snapshot) -> bytes:
    """Return the draft slip on `snapshot`: number, day and month blank, marked as a draft.

    Raises BotError("template_bad") where marks or styles are missing.
    """
    fingerprint = sha256(snapshot)
    snapshot = printable(snapshot)
    values = _values(snapshot)
    document = open_template({*values, _BODY, _ANNEX}, (*_STYLES, "Table Grid"), SLIP_TEMPLATE)
    fill(document, values)
    body, annex = marked(document, _BODY), marked(document, _ANNEX)
    for line in _body(snapshot):
        body.insert_paragraph_before(line)
    body.insert_paragraph_before(_closing(snapshot), "Last paragraph")
    _write_annex(document, annex, snapshot)
    remove(body)
    remove(annex)
    package = finished(document, vietnamese(Text("SHA-256 of the figures: {sha256} (foot)", sha256=fingerprint)))
    return repack(package, _title(snapshot), instant(snapshot["taken_at"]))


def _title(snapshot: Mapping[str, Any]) -> str:
    return vietnamese(Text(N_("Slip forwarding {code} (document title)"), code=snapshot["code"]))


def _values(snapshot: Mapping[str, Any]) -> Values:
    """What stands in the place of each mark that is one line, or one line repeated."""
    office, taken = snapshot["office"], instant(snapshot["taken_at"])
    note = Text(
        N_("Drafted by the program at {taken:stamp}, to be checked before signing. (slip)"),
        taken=taken,
    )
    return {
        "co_quan_chu_quan": office["parent"],
        "co_quan_ban_hanh": office["issuer"],
        "ky_hieu": office["sign"],
        "dia_danh": office["place"],
        "nam": str(taken.astimezone(VN).year),
        "ma_vuong_mac": snapshot["code"],
        "noi_gui": snapshot["agency"],
        "noi_nhan": listed([line.rstrip(" ;.") for line in office["recipients"]]),
        "nguoi_ky": office["signatory"],
        "ghi_chu_he_thong": vietnamese(note),
    }


def _body(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paragraphs: by what and whose it is forwarded, then what the member wrote, word for word."""
    yield vietnamese(
        Text(
            N_(
                "By {basis}, {standing_body} forwards to {agency} the following difficulty with administrative"
                " procedures, raised by {organisation} in report {report} of {day}: (slip)"
            ),
            basis=snapshot["basis"],
            standing_body=snapshot["office"]["standing_body"],
            agency=snapshot["agency"],
            organisation=snapshot["organisation"],
            report=snapshot["report"],
            day=official_date(date.fromisoformat(snapshot["sent_on"])),
        )
    )
    yield from _labelled(vietnamese(Text(N_("Code (slip)"))), snapshot["code"])
    for name, answer in snapshot["answers"]:
        # A question of later has the head of its column.
        yield from _labelled(vietnamese(Text(_LABELS.get(name) or questions.named(name).head)), answer)
    for added in snapshot["added"]:
        day = official_date(date.fromisoformat(added["on"]))
        yield from _labelled(vietnamese(Text(N_("Added by the member on {day} (slip)"), day=day)), added["words"])
    if snapshot["members"] > 1:
        msgid = N_("{members:count} members stand behind this difficulty. (slip)")
        listed_where = N_("{members:count} members stand behind this difficulty; the sources are in the annex. (slip)")
        text = listed_where if snapshot["sources"] else msgid
        yield vietnamese(Text(text, members=snapshot["members"]))


def _labelled(label: str, answer: str) -> Iterator[str]:
    """A paragraph for each line: justified text stretches a line that is broken."""
    yield from f"{label}: {answer}".split("\n")


def _closing(snapshot: Mapping[str, Any]) -> str:
    msgid = N_(
        "{standing_body} asks {agency} to consider and settle it within its powers, and to reply to {standing_body}"
        " before {day}, so that the member can be told. (slip)"
    )
    day = official_date(date.fromisoformat(snapshot["reply_by"]))
    office = snapshot["office"]
    return vietnamese(Text(msgid, standing_body=office["standing_body"], agency=snapshot["agency"], day=day))


def _write_annex(document: Docx, before: Paragraph, snapshot: Mapping[str, Any]) -> None:
    """Write what was merged, each source with its code and its content; nothing where there is none."""
    sources, office = snapshot["sources"], snapshot["office"]
    if not sources:
        return
    head = before.insert_paragraph_before(vietnamese(Text(N_("Annex (slip)"))), "Annex title")
    head.paragraph_format.page_break_before = True
    title = vietnamese(Text(N_("Difficulties followed together with {code} (slip)"), code=snapshot["code"]))
    before.insert_paragraph_before(title.upper(), "Annex title")
    with_what = Text(
        N_("(With slip number        /{sign} of day …… month …… year {year} of {standing_body})"),
        sign=office["sign"],
        year=str(instant(snapshot["taken_at"]).astimezone(VN).year),
        standing_body=office["standing_body"],
    )
    before.insert_paragraph_before(vietnamese(with_what), "Annex source")
    table = add_table(document, before, _WIDTHS, [vietnamese(Text(head)) for head in _HEADS])
    rows = [
        [str(number), each["code"], each["organisation"], each["content"]] for number, each in enumerate(sources, 1)
    ]
    add_rows(table, document, _WIDTHS, rows)
