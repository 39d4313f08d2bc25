"""Checks the catalogues against the code: `python scripts/catalogue.py`; `--update` rewrites each messages.pot.

The program has one; a page has its own, whose short words would mean something else among the program's, and nothing of
the sandbox is shipped with the program's texts.
Missing and superfluous texts, fuzzy ones, `{names}`, forms or markup that do not fit the text of the code.
`--missing LANG` prints what a language lacks as entries to be filled in, with the Vietnamese beside them.
"""

from __future__ import annotations

import argparse
import io
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.i18n import FORMS  # noqa: E402

KEYWORDS = {"Text": None, "N_": None, "NP_": (1, 2)}
SOURCES = [("bot/**.py", "python"), ("handlers/**.py", "python"), ("main.py", "python")]


@dataclass(frozen=True)
class Home:
    """Where texts live: the folder of a catalogue, and the code whose texts it holds."""

    name: str
    locales: Path
    code: str
    """The folder of the code, ending in "/"; of the program's own catalogue empty: whatever has no other home."""

    def holds(self, filename: str) -> bool:
        """Whether the texts of a file, named from the project's folder, belong here."""
        own = next((home for home in PAGES if filename.startswith(home.code)), PROGRAM)
        return own is self


PROGRAM = Home("catalogue", ROOT / "locales", "")
SANDBOX_PAGE = Home("catalogue of the sandbox", ROOT / "bot/sandbox/page/locales", "bot/sandbox/")
CONVERSATION = Home("catalogue of conversations", ROOT / "bot/conversation/locales", "bot/conversation/")
OFFICE_PAGE = Home("catalogue of the office's page", ROOT / "bot/channels/web/page/locales", "bot/channels/web/page/")
PAGES = (SANDBOX_PAGE, CONVERSATION, OFFICE_PAGE)
HOMES = (PROGRAM, *PAGES)

DEFAULT = "vi"
LANGUAGES = (DEFAULT, "en")
"""Languages in which every text must be there."""
DEFAULT_ONLY = ("bot/exports/", "bot/verbs/")
"""Where texts are always shown in the default language: official documents and the command line.

What stands nowhere else is not asked of another language and may not stand in its catalogue.
"""


DOCUMENT_TEXTS = ("Annex column: ",)
"""How texts begin that documents alone print although they stand elsewhere: beside what screens say of a question."""


def template(home: Home = PROGRAM) -> Catalog:
    """Return every text of the code that belongs to a catalogue."""
    catalog = Catalog(project="to-cong-tac-tthc", fuzzy=False)
    found = extract_from_dir(ROOT, SOURCES, keywords=KEYWORDS, directory_filter=_wanted)
    for filename, _, message, _, _ in sorted(found, key=lambda entry: (entry[0], entry[1])):
        if message and home.holds(filename):
            catalog.add(message, locations=[(filename, 1)])
    return catalog


def wanted_in(lang: str, wanted: Catalog) -> set[str]:
    """Return the msgids that a language must have."""
    return {_msgid(message) for message in wanted if message.id and (lang == DEFAULT or _is_shown(message))}


def _is_shown(message: Message) -> bool:
    """Whether a text also stands where every reader's own language is spoken."""
    in_documents = _msgid(message).startswith(DOCUMENT_TEXTS)
    return not in_documents and not all(place.startswith(DEFAULT_ONLY) for place, _ in message.locations)


def faults(lang: str, wanted: Catalog, home: Home = PROGRAM) -> Iterator[str]:
    """Yield what is wrong with the catalogue of a language."""
    known = _read(lang, home)
    names = wanted_in(lang, wanted)
    for msgid in sorted(names - known.keys()):
        yield f"{lang}: missing: {msgid}"
    for msgid in sorted(known.keys() - names):
        yield f"{lang}: not shown in this language: {msgid}"
    for msgid, (texts, fuzzy) in known.items():
        found = dict.fromkeys(reason for text in texts for reason in _differences(msgid, text, fuzzy))
        yield from (f"{lang}: {reason}: {msgid}" for reason in found)


def missing(lang: str, wanted: Catalog, home: Home = PROGRAM) -> str:
    """Return what a language lacks as entries of a .po file; the default language stands in the comments."""
    default, known = _read(DEFAULT, home), _read(lang, home)
    stubs = Catalog(locale=lang, fuzzy=False)
    for msgid in sorted(wanted_in(lang, wanted) - known.keys()):
        message = wanted[msgid]
        beside = "\n".join(default[msgid][0]).splitlines() if msgid in default else []
        assert message is not None
        stubs.add(message.id, locations=message.locations, auto_comments=beside)
    return _po(stubs, no_location=False)


def _msgid(message: Message) -> str:
    """Return the msgid of a message; of one with two forms the first, by which gettext finds it."""
    return message.id if isinstance(message.id, str) else message.id[0]


def _read(lang: str, home: Home) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Return msgid to (translation in as many forms as it has, fuzzy)."""
    with (home.locales / lang / "messages.po").open("rb") as file:
        return {_msgid(m): (_texts(m), m.fuzzy) for m in read_po(file, locale=lang) if m.id}


def _texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _po(catalog: Catalog, *, no_location: bool) -> str:
    out = io.BytesIO()
    write_po(out, catalog, width=0, omit_header=True, no_location=no_location, include_lineno=False, sort_output=True)
    return out.getvalue().decode()


def _differences(msgid: str, text: str, fuzzy: bool) -> Iterator[str]:
    if fuzzy or not text:
        yield "not translated"
    elif _names(msgid) - _OF_READER != _names(text) - _OF_READER:
        yield "the {names} differ"
    if _tags(msgid) != _tags(text):
        yield "the markup differs"
    yield from (f"there is no form {form!r}" for form in sorted(_forms(text)) if form not in FORMS)


_OF_READER = {"you", "You", "dear", "full_name"}
"""What every reader fills in; a language may do without."""


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _forms(text: str) -> set[str]:
    return {form for _, name, form, _ in string.Formatter().parse(text) if name and form}


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
    return Path(directory).name not in ("data", "locales", "static", "__pycache__")


def main() -> int:
    """Return 1 and print what is wrong, or 0."""
    parser = argparse.ArgumentParser(description="Checks the catalogues against the code.")
    parser.add_argument("--update", action="store_true", help="rewrite messages.pot")
    parser.add_argument("--missing", metavar="LANG", choices=LANGUAGES, help="print what a language lacks")
    options = parser.parse_args()
    found = []
    for home in HOMES:
        wanted = template(home)
        if options.missing:
            print(missing(options.missing, wanted, home), end="")
            continue
        if options.update:
            (home.locales / "messages.pot").write_text(_po(wanted, no_location=True), encoding="utf-8")
        wrong = list(_all_faults(home, wanted))
        found += wrong
        print("\n".join(wrong) or f"{home.name}: {len(wanted)} texts, nothing wrong")
    return 1 if found else 0


def _all_faults(home: Home, wanted: Catalog) -> Iterator[str]:
    """Yield what is wrong with a catalogue in any language, and with its template."""
    pot = home.locales / "messages.pot"
    for lang in LANGUAGES:
        yield from (f"{home.name}: {fault}" for fault in faults(lang, wanted, home))
    if pot.read_text(encoding="utf-8") != _po(wanted, no_location=True):
        yield f"{pot.relative_to(ROOT)} is not up to date: run scripts/catalogue.py --update"


if __name__ == "__main__":
    sys.exit(main())
