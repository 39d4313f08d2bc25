"""English as a full language: counts with their nouns, and a catalogue that reads as official English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from bot.data_source import load_fields
from bot.domain import questions
from bot.domain.characters import utf16_length
from bot.domain.people import Reader
from bot.domain.periods import Cadence, Period
from bot.domain.texts import NP_, Text
from bot.i18n import translate
from scripts import catalogue as checker
from tests.catalogues import messages, sentences

EN, VI = Reader("en"), Reader("vi")
SCREENS = Path(__file__).parent.parent / "bot" / "screens"
LONGEST = {
    "number": 20,
    "day": date(2026, 9, 30),
    "period": Period(2026, 9, Cadence.MONTH),
    "member": "EUROCHAM",
    "field": max((field.short.en for field in load_fields()), key=utf16_length),
}
"""The longest that a button's parts become; anything else is a number of two digits."""
ROOM_OF_ITS_OWN = {"{field} (last time)"}
"""The field used last has a row to itself, in both languages."""
ENTERED = NP_("{count:count} difficulty entered", "{count:count} difficulties entered", by="count")
LEFT = NP_("{days:count} working day left", "{days:count} working days left", by="days")
BUILT_BY_FUNCTIONS = {
    "Report for {period:short}",
    "{period:short} – {member}",
    *(label for each in questions.QUESTIONS for label in (each.change, each.skip, each.view) if label),
}
"""Labels that reach their button through a function, or from the table of questions."""


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 difficulties entered"), (1, "1 difficulty entered"), (2, "2 difficulties entered")]
)
def test_a_count_takes_the_form_of_its_noun(count: int, said: str) -> None:
    assert translate(Text(ENTERED, count=count), EN) == said


def test_a_large_count_is_grouped_and_plural() -> None:
    assert translate(Text(ENTERED, count=1021), EN).startswith("1,021 difficulties ")


@pytest.mark.parametrize(("days", "left"), [(1, "1 working day left"), (2, "2 working days left")])
def test_each_noun_has_its_own_plural(days: int, left: str) -> None:
    assert translate(Text(LEFT, days=days), EN) == left


@pytest.mark.parametrize(("count", "said"), [(0, "00"), (1, "01"), (2, "02")])
def test_vietnamese_counts_keep_their_two_digits_and_one_form(count: int, said: str) -> None:
    assert translate(Text(ENTERED, count=count), VI) == f"đã nhập {said} vướng mắc"


@pytest.mark.parametrize(
    ("period", "said"),
    [(Period(2026, 11, Cadence.MONTH), "November 2026"), (Period(2026, 4, Cadence.QUARTER), "Q4 2026")],
)
def test_a_heading_begins_with_the_period_as_english_writes_it(period: Period, said: str) -> None:
    assert translate(Text("<b>Report for {period}</b>", period=period), EN) == f"{said} report"


@pytest.mark.parametrize("word", [r"n['’]t\b", r"\b\w+['’](?:ll|re|ve|d)\b", "!", r"\baggregate\b"])
def test_the_english_catalogue_has_neither_contractions_nor_exclamations_nor_words_beside_the_glossary(
    word: str,
) -> None:
    assert [text for text in sentences("en") if re.search(word, text, re.IGNORECASE)] == []


def test_the_english_catalogue_is_written_in_english_letters() -> None:
    letters = {c for text in sentences("en") for c in text.replace("NĐ-CP", "") if c.isalpha()}

    assert "".join(sorted(letters - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))) == ""


@pytest.mark.parametrize("msgid", sorted(BUILT_BY_FUNCTIONS))
def test_labels_that_functions_build_are_still_labels(msgid: str) -> None:
    assert msgid in messages("en")


def test_every_english_button_fits_on_a_phone() -> None:
    buttons = set(_buttons()) | BUILT_BY_FUNCTIONS
    assert {"Save and exit", "Change opinion", "View opinion", "Ms", "{field}"} <= buttons  # found in every way

    too_long = {m: said for m in buttons - ROOM_OF_ITS_OWN if utf16_length(said := _longest(m)) > 20}

    assert too_long == {}


def test_a_text_that_stands_in_documents_alone_is_not_asked_of_english() -> None:
    wanted = _template(("Annex", ["bot/exports/docx.py"]), ("Shown", ["bot/exports/docx.py", "bot/screens/home.py"]))

    assert checker.wanted_in("vi", wanted) == {"Annex", "Shown"}
    assert checker.wanted_in("en", wanted) == {"Shown"}


def test_a_text_without_english_is_a_fault_and_printed_as_a_stub_with_the_vietnamese_beside_it() -> None:
    known = "Save and exit"
    wanted = _template((known, ["a.py"]), ("Not in any catalogue {period}", ["b.py"]))

    stubs = checker.missing("en", wanted)

    assert "en: missing: Not in any catalogue {period}" in list(checker.faults("en", wanted))
    assert 'msgid "Not in any catalogue {period}"\nmsgstr ""' in stubs
    assert known not in stubs


def test_an_english_text_that_is_never_shown_is_a_fault() -> None:
    assert "en: not shown in this language: Save and exit" in list(checker.faults("en", Catalog()))


def _template(*texts: tuple[str, list[str]]) -> Catalog:
    catalog = Catalog()
    for msgid, places in texts:
        catalog.add(msgid, locations=[(place, 1) for place in places])
    return catalog


def _longest(msgid: str) -> str:
    names = set(re.findall(r"{(\w+)", msgid))
    return translate(Text(msgid, **{name: LONGEST.get(name, 20) for name in names}), EN)


def _buttons() -> Iterator[str]:
    """Every text inside a call that makes a choice, and inside whatever is named there."""
    for path in SCREENS.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if _makes_choices(node):
                inside = list(ast.walk(node))
                inside += [
                    n
                    for name in inside
                    if isinstance(name, ast.Name) and name.id in named
                    for n in ast.walk(named[name.id])
                ]
                texts = (n.value for n in inside if isinstance(n, ast.Constant) and isinstance(n.value, str))
                yield from (text for text in texts if text in messages("en"))


def _makes_choices(node: ast.AST) -> bool:
    """A call of Choice or choice, or a comprehension around one, whose labels stand in what it goes through."""
    if isinstance(node, ast.ListComp | ast.GeneratorExp):
        return _makes_choices(node.elt)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Choice", "choice")
