"""What is read of a catalogue: all that the library reads that writes it."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po as read_with_babel

from bot.i18n import LOCALES
from bot.po_file import read_po

SHIPPED = sorted(LOCALES.glob("*/*.po"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_text_of_a_catalogue_is_what_gettext_makes_of_it(path: Path) -> None:
    with path.open("rb") as file:
        by_babel = read_with_babel(file, locale=path.parent.name)
    compiled = io.BytesIO()
    write_mo(compiled, by_babel)
    compiled.seek(0)
    by_gettext, read = gettext.GNUTranslations(compiled), read_po(path)

    assert len(read) == sum(1 for message in by_babel if message.id and message.string)
    for message in by_babel:
        if isinstance(message.id, str):
            assert read.text(message.id) == (by_gettext.gettext(message.id) if message.id else "")
            continue
        one, many = message.id
        assert read.text(one) == by_gettext.gettext(one)
        assert [read.plural(one, many, n) for n in range(4)] == [by_gettext.ngettext(one, many, n) for n in range(4)]


@pytest.fixture
def po(tmp_path: Path) -> Path:
    return tmp_path / "messages.po"


def test_a_text_may_stand_in_several_lines_with_signs_of_its_own(po: Path) -> None:
    po.write_text('msgid ""\n"Two\\n"\n"lines"\nmsgstr "Hai \\"dòng\\"\\\\"\n"\\tđây"\n', encoding="utf-8")

    assert read_po(po).text("Two\nlines") == 'Hai "dòng"\\\tđây'


def test_what_is_fuzzy_empty_or_put_aside_stands_for_itself(po: Path) -> None:
    po.write_text(
        '#, fuzzy\nmsgid "a"\nmsgstr "x"\n\nmsgid "b"\nmsgstr ""\n\n#~ msgid "c"\n#~ msgstr "x"\n\n'
        '#, python-brace-format\nmsgid "d"\nmsgstr "y"\n',
        encoding="utf-8",
    )
    read = read_po(po)

    assert [read.text(each) for each in "abcd"] == ["a", "b", "c", "y"]
    assert read.plural("one", "many", 1) == "one"
    assert read.plural("one", "many", 2) == "many"


def test_a_line_that_no_catalogue_has_is_told_with_its_place(po: Path) -> None:
    po.write_text('msgid "a"\nmsgstr "b"\n<<<<<<< ours\n', encoding="utf-8")

    with pytest.raises(ValueError, match="line 3"):
        read_po(po)
