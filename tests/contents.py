"""Small files of every kind that is taken, and of some that are not, as their programs write them."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping
from functools import cache
from zipfile import ZIP_DEFLATED, ZipFile
from zlib import crc32

from PIL import Image

_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/word/document.xml" ContentType="{_OFFICE}.wordprocessingml.document.main+xml"/></Types>"""
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
PROGRAM = b"MZ\x90\x00" + bytes(60)
_GPS, _ORIENTATION, _MAKER = 0x8825, 0x0112, 0x010F


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a package with these parts, in this order."""
    into = io.BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return into.getvalue()


def docx(**more: str | bytes) -> bytes:
    """Return a document of Word; `more` parts stand in it, "__" for every slash and "_" for the dot of their names."""
    named = {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
    return package({"[Content_Types].xml": TYPES, "word/document.xml": "<document/>", **named})


def xlsx() -> bytes:
    """Return a workbook of Excel."""
    return package({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<workbook/>"})


def compound(*names: str, below: tuple[str, ...] = ()) -> bytes:
    """Return an older file of Office with these names at its top, and others in the storage that is the first."""
    entries = [("Root Entry", 5), *((name, 2) for name in names), *((name, 2) for name in below)]
    entries += [("", 0)] * (-len(entries) % 4)
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    sectors = len(entries) // 4
    directory = b""
    for number, (name, kind) in enumerate(entries):
        raw = f"{name}\x00".encode("utf-16-le") if name else b""
        last = number in (0, len(names)) or number >= len(names) + len(below)
        child = 1 if number == 0 and names else (len(names) + 1 if number == 1 and below else free)
        tree = struct.pack("<III", free, free if last else number + 1, child)
        directory += raw.ljust(64, b"\x00") + struct.pack("<HBB", len(raw), kind, 1) + tree
        directory += bytes(128 - 80)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\x00") + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header = header.ljust(44, b"\x00") + struct.pack("<II", 1, 1)
    header = header.ljust(60, b"\x00") + struct.pack("<IIII", end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    table = [0xFFFFFFFD, *[number + 2 for number in range(sectors - 1)], end]
    return header + struct.pack("<128I", *table, *[free] * (128 - len(table))) + directory


def photo(width: int = 8, height: int = 6, *, place: bool = False, turned: int = 1, form: str = "JPEG") -> bytes:
    """Return a picture; with the `place` it was taken at and its camera, and `turned` as Exif counts, if so."""
    image, into, exif = Image.new("RGB", (width, height), (200, 40, 40)), io.BytesIO(), Image.Exif()
    if place:
        exif[_MAKER] = "Nokia"
        exif.get_ifd(_GPS).update({1: "N", 2: (21.0, 2.0, 3.0), 3: "E", 4: (105.0, 51.0, 4.0)})
    if turned != 1:
        exif[_ORIENTATION] = turned
    image.save(into, form, **({"exif": exif.tobytes()} if place or turned != 1 else {}))
    return into.getvalue()


def vast_picture() -> bytes:
    """Return a picture of a few bytes that says it is thirty thousand pixels wide and as many high."""
    content = bytearray(photo(form="PNG"))
    struct.pack_into(">II", content, 16, 30_000, 30_000)
    struct.pack_into(">I", content, 29, crc32(content[12:29]))
    return bytes(content)


def place_in(content: bytes) -> dict[int, object]:
    """Return the place that a picture tells."""
    with Image.open(io.BytesIO(content)) as image:
        return dict(image.getexif().get_ifd(_GPS))


@cache
def content_of(name: str) -> bytes:
    """Return a sound file of the kind that a name says; a photo where it says none."""
    made: Mapping[str, Callable[[], bytes]] = {
        "pdf": lambda: PDF,
        "docx": docx,
        "xlsx": xlsx,
        "doc": lambda: compound("WordDocument", "1Table"),
        "xls": lambda: compound("Workbook"),
        "png": lambda: photo(form="PNG"),
    }
    return made.get(name.rpartition(".")[2].casefold(), photo)()
