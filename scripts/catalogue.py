"""Checks the catalogues against the code: `python scripts/catalogue.py`; `--update` rewrites messages.pot.

Missing and superfluous texts, fuzzy ones, `{names}` or markup that differ between a msgid and its translation,
buttons that are too long.
"""

from __future__ import annotations

import io
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "locales"
KEYWORDS = {"Text": None, "N_": None}
SOURCES = [("bot/**.py", "python"), ("handlers/**.py", "python"), ("main.py", "python")]
COMPLETE = ("vi",)
"""Languages in which every text must be there."""


def template() -> Catalog:
    """Return every text of the code."""
    catalog = Catalog(project="to-cong-tac-tthc", fuzzy=False)
    found = extract_from_dir(ROOT, SOURCES, keywords=KEYWORDS, directory_filter=_wanted)
    for filename, _, message, _, _ in sorted(found, key=lambda entry: (entry[0], entry[1])):
        if message:
            catalog.add(message, locations=[(filename, 1)])
    return catalog


def faults(lang: str, wanted: Catalog) -> Iterator[str]:
    """Yield what is wrong with the catalogue of a language."""
    with (LOCALES / lang / "messages.po").open("rb") as file:
        catalog = read_po(file, locale=lang)
    known = {str(message.id): message for message in catalog if message.id}
    names = {str(message.id) for message in wanted if message.id}
    for msgid in sorted(names - known.keys()) if lang in COMPLETE else ():
        yield f"{lang}: missing: {msgid}"
    for msgid in sorted(known.keys() - names):
        yield f"{lang}: not in the code any more: {msgid}"
    for msgid, message in known.items():
        yield from (f"{lang}: {reason}: {msgid}" for reason in _differences(msgid, str(message.string), message.fuzzy))


def _differences(msgid: str, text: str, fuzzy: bool) -> Iterator[str]:
    if fuzzy or not text:
        yield "not translated"
    elif _names(msgid) - _OF_READER != _names(text) - _OF_READER:
        yield "the {names} differ"
    if _tags(msgid) != _tags(text):
        yield "the markup differs"


_OF_READER = {"you", "You", "dear", "full_name"}
"""What every reader fills in; a language may do without."""


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _tags(text: str) -> list[str]:
    tags = re.findall(r"</?\w+>", text)
    opened: list[str] = []
    for tag in tags:
        if not tag.startswith("</"):
            opened.append(tag[1:-1])
        elif not opened or opened.pop() != tag[2:-1]:
            return ["unbalanced", text]
    return sorted(tags) if not opened else ["unbalanced", text]


def _wanted(directory: str) -> bool:
    return Path(directory).name not in ("page", "data", "__pycache__")


def main() -> int:
    """Return 1 and print what is wrong, or 0."""
    wanted = template()
    out = io.BytesIO()
    write_po(out, wanted, width=0, omit_header=True, no_location=True, sort_output=True)
    pot = LOCALES / "messages.pot"
    if "--update" in sys.argv:
        pot.write_bytes(out.getvalue())
    found = [fault for lang in ("vi", "en") for fault in faults(lang, wanted)]
    if pot.read_bytes() != out.getvalue():
        found.append("messages.pot is not up to date: run scripts/catalogue.py --update")
    print("\n".join(found) or f"catalogue: {len(wanted)} texts, nothing wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
