"""What a telling of the story has left: what is looked up, listed, frozen and printed, and what the member was told."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from docx import Document
from openpyxl import load_workbook

from tests.acceptance.three_ways import FILE, PHOTO, Member, words
from tests.contents import PDF
from tests.telegram import Phone
from tests.world import World, say

REPORT, FIRST, SECOND, WORK = "BC-2611-001", "VM-2611-001", "VM-2611-002", "NV-26-001"
_DOCUMENT, _PHOTO = (FILE, sha256(PDF).hexdigest()), ("Ảnh 1", sha256(PHOTO).hexdigest())
SENT_AS = {"telegram": _DOCUMENT, "web": _DOCUMENT, "zalo": _PHOTO}
"""What is kept of the file by the way it went: its name and its SHA-256. Zalo hands over photos alone."""
LINKED = "SELECT channel FROM accounts JOIN persons ON persons.id = person WHERE code = 'AN' ORDER BY accounts.id"
PAPERS = ["Du-thao-bao-cao-2026-11.docx", "Phu-luc-2026-11.xlsx"]


@dataclass(frozen=True)
class Told:
    """What a telling has left, read before the program ends."""

    used: list[str]
    """The way of every step."""
    headings: list[tuple[str, str]]
    """What was asked where a draft was left, and where it was opened again by another way."""
    linked: list[str]
    """The channels in which An is linked, in order."""
    reminded: list[str]
    asked: list[str]
    confirmed: list[str]
    """By which ways the reminder, the desk's question and the completion of the task came."""
    stands: dict[str, Any]
    """What is looked up, listed, frozen and printed, by what it is."""
    own: frozenset[str]
    """The words of every message that stands on An's phones."""
    audit: list[tuple[str, str, str, str]]
    """Who did what to what, and when."""
    attached: str
    """The way by which the file went."""
    fingerprint: str
    """The SHA-256 of the frozen figures."""
    files: dict[str, str]
    """The SHA-256 of the papers, by their names."""


async def what_is_left(member: Member) -> Told:
    """Look at everything that the story has left, as the member and as the desk."""
    world, chi = member.world, member.world.phone("CHI")
    stands = await looked_up(member, chi)
    files = dict(seen.file for seen in chi.messages if seen.file)
    body, fingerprint = asked(world, "SELECT body, sha256 FROM digests WHERE period = '2026-11' AND number = 0")[0]
    return Told(
        member.used,
        member.headings,
        [row[0] for row in asked(world, LINKED)],
        member.told("còn 03 ngày làm việc đến hạn"),
        member.told("Cơ quan thường trực đề nghị bổ sung"),
        member.told("được xác nhận hoàn thành"),
        {**stands, "snapshot": json.loads(body), **{name: read(name, files[name]) for name in PAPERS}},
        frozenset(words(text) for way in member.ways for text in way.shown()),
        asked(world, "SELECT actor, verb, object, at FROM audit ORDER BY seq"),
        member.attached,
        fingerprint,
        {name: sha256(files[name]).hexdigest() for name in PAPERS},
    )


async def looked_up(member: Member, chi: Phone) -> dict[str, Any]:
    """Return what the member and the desk are shown of everything, the desk's ledger, and all the desk was told."""
    world, found = member.world, dict[str, Any]()
    for code in (REPORT, FIRST, SECOND, WORK):
        await member.step(f"/tracuu {code}")
        found[f"{code}, to the member"] = words(member.last)
        await say(world, chi, f"/tracuu {code}")
        found[f"{code}, to the desk"] = chi.last.text
    await say(world, chi, "/batdau", "[Sổ theo dõi]")
    found["ledger"] = chi.last.text
    found["desk"] = [seen.text for seen in chi.messages]
    return found


def asked(world: World, sql: str) -> list[Any]:
    """Return committed rows."""
    return [tuple(row) for row in world.read.conn.execute(sql)]


def alike(told: Told) -> dict[str, str]:
    """Return what stands, as JSON, with a mark for each thing that must differ where another file was sent."""
    return {key: marked(told, json.dumps(value, ensure_ascii=False)) for key, value in told.stands.items()}


def marked(told: Told, text: str) -> str:
    """Return a text with marks for the name and the bytes of the file, and for what is counted of the figures."""
    name, digest = SENT_AS[told.attached]
    for mark, several in (
        ("<name>", [name]),
        ("<file>", [digest, digest[:16]]),
        ("<figures>", [told.fingerprint, told.fingerprint[:16]]),
    ):
        for each in several:
            text = text.replace(each, mark)
    return text


def read(name: str, content: bytes) -> list[str]:
    """Return the paragraphs and cells of a document, or the cells of every sheet."""
    if name.endswith(".xlsx"):
        book = load_workbook(io.BytesIO(content))
        return [f"{sheet.title}!{cell.coordinate} {cell.value}" for sheet in book for row in sheet for cell in row]
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells
