"""`python -m bot.services.tasks.pdf_pages`: a PDF on standard input, the text of its pages as JSON on standard output.

A PDF is a program that somebody else wrote, so it is read in a process of its own that may use only so much time and
memory. Ends with 0; with `REFUSED` where the file is at fault: then why is on standard error.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject
    from pypdf.generic import DictionaryObject

MOST_PAGES = 300
REFUSED = 3
BROKEN, LOCKED, HEAVY = "broken", "locked", "heavy"
_CPU_SECONDS = 40
_MEMORY = 1_000_000_000
"""Bytes of address space, of which the interpreter with pypdf takes a tenth."""
_MOST_DECODED = 20_000_000
"""Bytes of one stream; a page of text has some ten thousand."""
_MOST_CHARACTERS = 2_000_000
_DRAWN = 300
"""Bytes; what draws less than this has nothing on it."""
_SCAN = 400_000
"""Pixels; a page of paper has more at any resolution that can be read, a stamp or a signature fewer."""
_DEEPEST = 4


class RefusedError(Exception):
    """The file cannot be read; `why` is one of the three words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def pages_of(content: bytes) -> list[dict[str, object]]:
    """Return for each page its `text`, whether it has a `scan` on it and whether anything is `drawn`.

    Raises RefusedError.
    """
    from pypdf import PdfReader, overwrite_configuration
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    overwrite_configuration(
        zlib_maximum_output_length=_MOST_DECODED,
        lzw_maximum_output_length=_MOST_DECODED,
        run_length_maximum_output_length=_MOST_DECODED,
        array_based_stream_maximum_output_length=_MOST_DECODED,
        page_tree_maximum_page_entries=MOST_PAGES * 10,
        jbig2dec_binary=None,
        disable_legacy_handling=True,
    )
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise RefusedError(LOCKED)
        if len(reader.pages) > MOST_PAGES:
            raise RefusedError(HEAVY)
        return _texts(list(reader.pages))
    except (LimitReachedError, MemoryError, RecursionError) as error:
        raise RefusedError(HEAVY) from error
    # Of some ways to encrypt it says only that it takes another library to undo them.
    except (DependencyError, FileNotDecryptedError) as error:
        raise RefusedError(LOCKED) from error
    except RefusedError:
        raise
    # A broken file meets whatever line of the library comes first.
    except Exception as error:
        raise RefusedError(BROKEN) from error


def _texts(pages: list[PageObject]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    characters = 0
    for page in pages:
        text = page.extract_text()
        characters += len(text)
        if characters > _MOST_CHARACTERS:
            raise RefusedError(HEAVY)
        found.append({"text": text, "scan": _pixels(page) >= _SCAN, "drawn": _is_drawn(page)})
    return found


def _pixels(drawing: DictionaryObject, depth: int = 0) -> int:
    """Of all the pictures of a page, or of a form on it; a scanner may cut a page into strips."""
    resources = drawing.get("/Resources")
    pictures = resources.get_object().get("/XObject") if resources is not None else None
    if pictures is None or depth == _DEEPEST:
        return 0
    found = 0
    for each in pictures.get_object().values():
        held = each.get_object()
        if held.get("/Subtype") == "/Image":
            found += int(held.get("/Width", 0)) * int(held.get("/Height", 0))
        else:
            found += _pixels(held, depth + 1)
    return found


def _is_drawn(page: PageObject) -> bool:
    contents = page.get_contents()
    return _pixels(page) > 0 or (contents is not None and len(contents.get_data()) > _DRAWN)


def main() -> int:
    """Run the child; return its exit status."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    logging.disable(logging.CRITICAL)
    try:
        found = pages_of(sys.stdin.buffer.read())
    except RefusedError as refused:
        sys.stderr.write(refused.why)
        return REFUSED
    # JSON in ASCII: what a font makes of a letter may be half a surrogate pair.
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
