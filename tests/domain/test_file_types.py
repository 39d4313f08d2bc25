"""What a file is by its content, and what is not kept whatever it is called."""

from __future__ import annotations

import io
import struct
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import packages
from bot.domain.attachments import Family, Refusal, family_of
from bot.domain.file_types import FAMILIES, Kind, examined
from tests.contents import PDF, PROGRAM, TYPES, compound, content_of, docx, package, photo, xlsx

SOUND = {kind: content_of(f"a.{kind.value}") for kind in Kind}
ZEROS = bytes(30 * 1024 * 1024)
names = st.sampled_from(["jpg", "JPEG", "png", "pdf", "doc", "docx", "xls", "xlsx", "XLSX"]).map(lambda end: f"a.{end}")


def encrypted(content: bytes) -> bytes:
    """Mark every part of a package as one that opens with a password."""
    changed = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(mark)
        while start >= 0:
            changed[start + at] |= 1
            start = changed.find(mark, start + 4)
    return bytes(changed)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_that_is_taken_is_told_by_its_content(kind: Kind) -> None:
    assert examined(f"Tệp.{kind.value.upper()}", SOUND[kind]) is kind
    assert examined("", SOUND[kind]) is kind


@given(names, st.sampled_from(Kind))
@settings(max_examples=500)
def test_a_file_is_kept_where_its_name_and_its_content_say_the_same_family_and_nowhere_else(
    name: str, kind: Kind
) -> None:
    found = examined(name, SOUND[kind])

    assert found is (kind if FAMILIES[kind] is family_of(name) else Refusal.CONTENT)


PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
"""How pictures begin; whether more than that is sound shows where their places are removed."""


@given(st.binary(max_size=400), names)
@settings(max_examples=500)
def test_whatever_else_a_file_holds_it_is_refused_and_nothing_is_raised(content: bytes, name: str) -> None:
    assert isinstance(examined(name, content), Refusal) or b"%PDF-" in content or content.startswith(PICTURES)


@given(st.sampled_from([*SOUND.values(), compound("Workbook", below=("VBA",))]), st.data())
@settings(max_examples=500)
def test_a_file_that_was_changed_or_cut_anywhere_is_looked_at_without_harm(content: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(content) - 1))
    changed = bytearray(content[: data.draw(st.integers(at, len(content)))])
    changed[at : at + 4] = data.draw(st.binary(max_size=4))

    found = examined("", bytes(changed))

    assert isinstance(found, Kind | Refusal)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("hoa-don.pdf", PROGRAM, Refusal.PROGRAM),
        ("hoa-don.pdf", b"#!/bin/sh\n%PDF-1.7", Refusal.PROGRAM),
        ("hoa-don.docx", b"\x7fELF" + bytes(20), Refusal.PROGRAM),
        ("a.docx", package({"AndroidManifest.xml": "", "classes.dex": ""}), Refusal.PROGRAM),
        ("a.docx", docx(word__embeddings__cai_exe=PROGRAM), Refusal.PROGRAM),
        ("a.docx", docx(word__embeddings__oleObject1_bin=PROGRAM), Refusal.PROGRAM),
        ("a.docx", docx(word__vbaProject_bin=b"x"), Refusal.MACROS),
        ("a.docx", docx(word__VBAPROJECT_BIN=b"x"), Refusal.MACROS),
        ("a.docx", docx(xl__macrosheets__sheet1_xml=b"x"), Refusal.MACROS),
        ("a.docx", docx(word__embeddings__a_xlsm=docx(xl__vbaProject_bin=b"x")), Refusal.MACROS),
        ("a.docx", docx(word__embeddings__a_bin=compound("Workbook", below=("VBA",))), Refusal.MACROS),
        ("a.doc", compound("WordDocument", "Macros"), Refusal.MACROS),
        ("a.xls", compound("_VBA_PROJECT_CUR", "Workbook", below=("VBA",)), Refusal.MACROS),
        ("a.docx", compound("EncryptedPackage", "EncryptionInfo"), Refusal.LOCKED),
        ("a.docx", encrypted(docx()), Refusal.LOCKED),
        ("a.docx", b"", Refusal.DAMAGED),
        ("a.docx", docx()[:-30], Refusal.DAMAGED),
        ("a.docx", b"PK\x03\x04" + bytes(100), Refusal.DAMAGED),
        ("a.xls", compound("Workbook")[:600], Refusal.DAMAGED),
        ("a.docx", package({"a.txt": "x"}), Refusal.CONTENT),
        ("a.xls", compound("PowerPoint Document"), Refusal.CONTENT),
        ("a.docx", xlsx(), Refusal.CONTENT),
        ("anh.jpg", PDF, Refusal.CONTENT),
        ("a.pdf", b"<html></html>", Refusal.CONTENT),
        ("a.doc", b"{\\rtf1 x}", Refusal.CONTENT),
        ("anh.png", b"GIF89a" + bytes(40), Refusal.CONTENT),
    ],
)
def test_what_is_not_kept_is_refused_with_its_reason(name: str, content: bytes, why: Refusal) -> None:
    assert examined(name, content) is why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_macros_that_only_the_list_of_types_names_are_found_in_whatever_encoding(encoding: str) -> None:
    types = TYPES.replace("wordprocessingml.document.main", "ms-word.document.macroEnabled.main")

    assert examined("a.docx", package({"[Content_Types].xml": types.encode(encoding), "word/document.xml": "x"})) is (
        Refusal.MACROS
    )


def test_a_workbook_in_a_letter_and_a_letter_in_a_workbook_are_what_the_outer_one_is() -> None:
    assert examined("a.docx", docx(word__embeddings__bang_xlsx=xlsx())) is Kind.DOCX
    assert examined("a.xls", compound("Workbook", "MBD0001", below=("WordDocument",))) is Kind.XLS
    assert examined("a.doc", compound("WordDocument", "ObjectPool", below=("Workbook",))) is Kind.DOC


# --- what would unpack to too much


def test_a_package_that_unpacks_to_many_times_its_size_is_refused_without_being_unpacked() -> None:
    bomb = docx(word__media__a_xml=ZEROS)

    assert len(bomb) < 100_000
    assert examined("a.docx", bomb) is Refusal.BOMB


def test_a_bomb_within_a_document_is_found() -> None:
    inner = docx(word__media__a_xml=ZEROS)

    assert examined("a.docx", docx(word__embeddings__a_docx=inner)) is Refusal.BOMB


def test_documents_within_documents_without_end_are_refused() -> None:
    nested = docx()
    for _ in range(packages.MOST_NESTED):
        nested = docx(word__embeddings__a_docx=nested)

    assert examined("a.docx", nested) is Kind.DOCX
    assert examined("a.docx", docx(word__embeddings__a_docx=nested)) is Refusal.BOMB


def test_a_package_of_very_many_parts_is_refused() -> None:
    into = io.BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as made:
        for number in range(packages.MOST_PARTS + 1):
            made.writestr(f"{number}", b"")

    assert examined("a.docx", into.getvalue()) is Refusal.BOMB


def test_parts_that_share_their_bytes_are_refused() -> None:
    """As in the bombs whose list names the same packed bytes again and again."""
    content = docx(word__a_xml=bytes(range(256)) * 40)
    start = content.find(b"PK\x01\x02")
    end = content.find(b"PK\x05\x06")
    listed, count = content[start:end], struct.unpack_from("<H", content, end + 10)[0]
    tail = bytearray(content[end:])
    struct.pack_into("<HHI", tail, 8, count * 50, count * 50, len(listed) * 50)

    assert examined("a.docx", content[:start] + listed * 50 + bytes(tail)) is Refusal.BOMB


def test_a_large_honest_workbook_is_kept() -> None:
    rows = "".join(f"<row><c>{number * 7919 % 100_003}</c></row>" for number in range(400_000))
    content = package({"[Content_Types].xml": TYPES, "xl/workbook.xml": "", "xl/worksheets/sheet1.xml": rows})

    assert examined("a.xlsx", content) is Kind.XLSX


def test_every_family_has_a_kind_of_content() -> None:
    assert set(FAMILIES.values()) == set(Family)
    assert examined("a.jpg", photo(place=True)) is Kind.JPEG
