"""PDF files made for tests: a page is lines of text, a picture, or nothing; as scanners and attackers make them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

PICTURE, STAMP = "\0", "\1"
"""A page that is a picture of one, and a small picture on a page."""


def pdf_of(pages: Sequence[str], filler: int = 0) -> bytes:
    """Return a PDF; every line of a page stands on its own. `filler` blanks make what a page decodes to long."""
    fonts = _font("".join(pages))
    numbers = [len(fonts) + 5 + 2 * at for at in range(len(pages))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % n for n in numbers), len(pages)),
        _picture(1240, 1754),
        *fonts,
        _picture(200, 200),
    ]
    for number, page in zip(numbers, pages, strict=True):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F 4 0 R >> %s >> >>" % (number + 1, _pictures(page))
        )
        objects.append(_stream(_drawn(page) + b" " * filler))
    return _file(objects)


def _pictures(page: str) -> bytes:
    if PICTURE in page:
        return b"/XObject << /I 3 0 R >>"
    return b"/XObject << /I 7 0 R >>" if STAMP in page else b""


def _picture(width: int, height: int) -> bytes:
    return (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Length 1 >>\nstream\n\x80\nendstream" % (width, height)
    )


def _drawn(page: str) -> bytes:
    if page == PICTURE:
        return b"q 595 0 0 842 0 0 cm /I Do Q"
    lines = page.replace(PICTURE, "").replace(STAMP, "").split("\n")
    shown = b"".join(b"<%s> Tj T*\n" % line.encode("utf-16-be").hex().encode() for line in lines)
    return b"BT /F 13 Tf 16 TL 85 780 Td\n" + shown + b"ET" if page else b""


def _font(text: str) -> list[bytes]:
    codes = sorted({character for character in text if character > "\x1f"})
    pairs = "".join(f"<{ord(code):04x}> <{ord(code):04x}>\n" for code in codes).encode()
    to_unicode = (
        b"begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap"
        % (len(codes), pairs)
    )
    return [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H"
        b" /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (A) /Ordering (I)"
        b" /Supplement 0 >> /DW 500 >>",
        _stream(to_unicode),
    ]


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + end
