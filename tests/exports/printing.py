"""What LibreOffice puts on paper: the letters of one column, read out of the pages."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_FOOT = 55
"""Points at the end of a page that no table reaches."""


@dataclass(frozen=True)
class Band:
    """Where a column stands on a page, in points from the left."""

    left: float
    right: float


@dataclass(frozen=True)
class Head:
    """Where the head of a column stands: its middle from the left, its end from the top."""

    middle: float
    end: float


def bare(text: str) -> str:
    """Return the letters without the space between them."""
    return "".join(text.split())


def heads(pdf: Path, words: str) -> dict[int, Head]:
    """Return where these words stand highest on each page of an annex, by the number of the page."""
    found = {}
    for number, page in enumerate(_said("pdftotext", "-bbox", str(pdf), "-").split("<page ")[1:], 1):
        all_words = _WORD.findall(page)
        places = [
            Head((float(first[0]) + float(last[2])) / 2, float(last[3]))
            for first, last in zip(all_words, all_words[len(words.split()) - 1 :], strict=False)
            if f"{first[4]} {last[4]}" == words
        ]
        if places and "STT" in page:
            found[number] = min(places, key=lambda place: place.end)
    return found


def column(pdf: Path, pages: dict[int, Head], band: Band) -> str:
    """Return the letters printed in a column below its head, page after page."""
    printed = ""
    for page, head in pages.items():
        across = ["-x", str(round(band.left)), "-W", str(round(band.right) - round(band.left))]
        top = round(head.end)
        down = ["-y", str(top), "-H", str(595 - _FOOT - top)]
        number = ["-f", str(page), "-l", str(page)]
        printed += bare(_said("pdftotext", "-raw", "-nopgbrk", *number, *across, *down, str(pdf), "-"))
    return printed


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
