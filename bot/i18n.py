"""Catalogues, official dates and counts, forms of address: from a `Screen` to neutral JSON."""

from __future__ import annotations

import io
import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache, lru_cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.clock import VN
from bot.domain.calendars import Provisional
from bot.domain.characters import cut, cut_at_word, utf16_length
from bot.domain.people import Honorific, Reader
from bot.domain.periods import Cadence, Period
from bot.domain.texts import N_, Choice, Excerpt, Label, Plural, Screen, Text

LOCALES = Path(__file__).parent.parent / "locales"
LANGUAGES = ("vi", "en")

Run = tuple[str, str]
"""A style ("", "b" or "code") and a piece of text."""
_Place = tuple[str, str, str]
"""Words of a template, the name of what stands behind them and its form, both empty where nothing does."""

Rendered = dict[str, object]
"""A screen in its reader's language: {"runs": [[style, text]...], "rows": [[[label, data]...]...], "silent": bool}.

A choice that weighs more than others has its weight (`bot.domain.texts.Weight`) as a third element.
"""

_EXCERPT_LENGTHS = (None, 300, 120, 60, 20)
"""How long each long text may be, tried in order until the message fits its channel."""

_PROVISIONAL, _PROVISIONAL_DAY = N_("provisionally {at}"), N_("{at} (provisional)")
"""An instant often stands in brackets, a mere day behind its noun ("ngày")."""

_ENDS = {".": (".", "…", "?", "!"), ";": (";",)}
"""After which endings a mark is not put a second time."""
_TAG = re.compile(r"<(/?)(b|code)>")
_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ROMAN = ("I", "II", "III", "IV")

_YOU = {
    Honorific.COMRADE: (N_("you (comrade)"), N_("You (comrade)"), N_("comrade {full_name}")),
    Honorific.MR: (N_("you (Mr)"), N_("You (Mr)"), N_("Mr {full_name}")),
    Honorific.MS: (N_("you (Ms)"), N_("You (Ms)"), N_("Ms {full_name}")),
    Honorific.NONE: (N_("you (member)"), N_("You (member)"), N_("dear member")),
}


@cache
def messages(lang: str) -> Catalog:
    """Return the catalogue of `lang` as its .po file has it."""
    return _read(lang)


def _read(lang: str) -> Catalog:
    with (LOCALES / lang / "messages.po").open("rb") as file:
        return read_po(file, locale=lang)


@cache
def _translations(lang: str) -> GNUTranslations:
    """Compiled in memory, so that no .mo file can be older than its .po; what is fuzzy or empty is left out."""
    compiled = io.BytesIO()
    # What is compiled is enough to speak by: the catalogue itself would take several megabytes for as long as we run.
    write_mo(compiled, _read(lang))
    compiled.seek(0)
    return GNUTranslations(compiled)


def translate(text: Text, reader: Reader) -> str:
    """Return `text` in the reader's language, without markup, every long text whole."""
    return "".join(piece for _, piece in _runs(text, reader, None))


def render(screen: Screen, reader: Reader, limit: int) -> Rendered:
    """Put `screen` into the reader's language, within `limit` UTF-16 units.

    Where it is too long, every `Excerpt` is cut, and each that can be viewed gets a choice that shows it. What is
    too long even so is cut at its end, with an ellipsis; the choices stay.
    """
    for length in _EXCERPT_LENGTHS:
        runs = _all_runs(screen, reader, length)
        if sum(utf16_length(text) for _, text in runs) <= limit:
            break
    rows = [*_view_rows(screen, length), *screen.rows]
    return {
        "runs": [list(run) for run in _within(runs, limit)],
        "rows": [[_button(choice, reader) for choice in row] for row in rows],
        "silent": screen.silent,
    }


def _button(choice: Choice, reader: Reader) -> list[str]:
    button = [translate(choice.label, reader), choice.verb.data]
    return [*button, choice.weight.value] if choice.weight else button


def plain(rendered: Rendered) -> str:
    """Return the words of a rendered screen without their style."""
    runs = rendered["runs"]
    assert isinstance(runs, list)
    return "".join(text for _, text in runs)


def _all_runs(screen: Screen, reader: Reader, length: int | None) -> list[Run]:
    runs: list[Run] = []
    for index, line in enumerate(screen.lines):
        if index:
            runs.append(("", "\n"))
        runs.extend(_runs(line, reader, length))
    return _joined(runs)


def _within(runs: list[Run], limit: int) -> list[Run]:
    whole = "".join(text for _, text in runs)
    kept, end = cut_at_word(whole, limit)
    if kept == len(whole):
        return runs
    left: list[Run] = []
    for style, text in runs:
        left.append((style, text[:kept]))
        kept -= len(left[-1][1])
    return _joined([*left, ("", end)])


def _joined(runs: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for style, text in runs:
        if joined and joined[-1][0] == style:
            joined[-1] = (style, joined[-1][1] + text)
        elif text:
            joined.append((style, text))
    return joined


def _view_rows(screen: Screen, length: int | None) -> list[tuple[Choice, ...]]:
    """The distinct views of the excerpts that were cut, two in a row."""
    if length is None:
        return []
    excerpts = [excerpt for line in screen.lines for excerpt in _excerpts(line)]
    views = dict.fromkeys(e.view for e in excerpts if e.view and utf16_length(e.text) > length)
    choices = list(views)
    return [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]


def _excerpts(text: Text) -> Iterator[Excerpt]:
    """Every long text in a text and in those within it."""
    for value in text.params.values():
        if isinstance(value, Excerpt):
            yield value
        elif isinstance(value, Text):
            yield from _excerpts(value)


def _runs(text: Text, reader: Reader, length: int | None) -> list[Run]:
    """Markup stands in the template alone, so it is read before the parameters come in."""
    parts = _parts(_template(text, reader))
    return [(style, _filled(places, text.params, reader, length)) for style, places in parts]


@lru_cache(4096)
def _parts(template: str) -> tuple[tuple[str, tuple[_Place, ...]], ...]:
    """Return the parts of a template, each with its style; templates are the catalogue's, and so there are not many."""
    parts = []
    style = ""
    position = 0
    for tag in _TAG.finditer(template):
        parts.append((style, _places(template[position : tag.start()])))
        style = "" if tag.group(1) else tag.group(2)
        position = tag.end()
    return (*parts, (style, _places(template[position:])))


def _places(template: str) -> tuple[_Place, ...]:
    found = string.Formatter().parse(template)
    return tuple((literal, name or "", spec or "") for literal, name, spec, _ in found)


def _template(text: Text, reader: Reader) -> str:
    msgid = text.msgid
    if isinstance(msgid, Plural):
        number = text.params[msgid.by]
        assert isinstance(number, int)
        return _translations(reader.lang).ngettext(msgid, msgid.many, number)
    return _translations(reader.lang).gettext(msgid) if msgid else ""  # gettext's own "" is the header of the file


def _filled(places: Sequence[_Place], params: Mapping[str, object], reader: Reader, length: int | None) -> str:
    pieces: list[str] = []
    for literal, name, spec in places:
        pieces.append(literal[1:] if pieces and _ends_already(pieces[-1], literal) else literal)
        if name in ("you", "You", "dear") and name not in params:
            pieces.append(_address(name, reader))
        elif name:
            pieces.append(_formatted(params[name], spec, reader, length))
    return "".join(pieces)


def _ends_already(before: str, literal: str) -> bool:
    """Whether what was filled in, such as a name in "Co., Ltd.", brings the mark with it that follows."""
    return before.endswith(_ENDS.get(literal[:1], ()))


def _address(name: str, reader: Reader) -> str:
    honorific = reader.honorific
    if honorific is Honorific.NONE and reader.of_desk:
        honorific = Honorific.COMRADE
    msgid = _YOU[honorific][("you", "You", "dear").index(name)]
    # A plain replacement: braces in a name are no places to be filled.
    return _template(Text(msgid), reader).replace("{full_name}", reader.full_name)


def _formatted(value: object, spec: str, reader: Reader, length: int | None) -> str:
    if isinstance(value, Text):
        return "".join(piece for _, piece in _runs(value, reader, length))
    if spec == ORGANISATION:
        value = _organisation(value, reader.lang)
    if isinstance(value, Label):
        return value.en if reader.lang == "en" else value.vi
    if isinstance(value, Excerpt):
        return value.text if length is None else cut(value.text, length)
    if isinstance(value, Provisional):
        msgid = _PROVISIONAL_DAY if spec == "date" else _PROVISIONAL
        template = _template(Text(msgid), reader)
        return template.replace("{at}", _formatted(value.at, spec, reader, length))
    if isinstance(value, Period):
        return _PERIOD[spec](value, reader.lang)
    if isinstance(value, date | time):
        return _moment(value, spec, reader.lang)
    if isinstance(value, int):
        return _COUNT[spec](value, reader.lang)
    return "" if value is None else str(value)


def _moment(value: date | time, spec: str, lang: str) -> str:
    if isinstance(value, datetime):
        return _INSTANT[spec or "full"](value.astimezone(VN), lang)
    return _DAY[spec or "date"](value, lang) if isinstance(value, date) else f"{value:%H:%M}"


def _organisation(value: object, lang: str) -> object:
    """One name or several, as another language knows them; one it does not know stays as it is."""
    if isinstance(value, Excerpt):
        return replace(value, text=str(_organisation(value.text, lang)))
    known = _organisations(lang)
    return "; ".join(known.get(name, name) for name in value.split("; ")) if isinstance(value, str) else value


@cache
def _organisations(lang: str) -> Mapping[str, str]:
    catalogue = LOCALES / lang / "organisations.po"
    if not catalogue.exists():
        return {}
    with catalogue.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=lang) if m.id}


def _period(period: Period, lang: str) -> str:
    if period.cadence is Cadence.YEAR:
        return f"the year {period.year}" if lang == "en" else f"năm {period.year}"
    if period.cadence is Cadence.HALF:
        return f"{_period_short(period, lang)}{' of' if lang == 'en' else ''} {period.year}"
    if period.cadence is Cadence.QUARTER:
        return f"Q{period.number} {period.year}" if lang == "en" else f"quý {_ROMAN[period.number - 1]}/{period.year}"
    if lang == "en":
        return f"{_MONTHS[period.number - 1]} {period.year}"
    # Of the months only 1 and 2 take a zero (Decree 30/2020/NĐ-CP, Appendix I, part I, section II.4).
    return f"tháng {period.number:02}/{period.year}" if period.number < 3 else f"tháng {period.number}/{period.year}"


def _period_short(period: Period, lang: str) -> str:
    """The period without its year, for buttons."""
    if period.is_span:
        return _SPANS[lang][0 if period.cadence is Cadence.YEAR else period.number]
    if period.cadence is Cadence.QUARTER:
        return f"Q{period.number}" if lang == "en" else f"quý {_ROMAN[period.number - 1]}"
    return _MONTHS[period.number - 1] if lang == "en" else f"tháng {period.number}"


def _window(period: Period, lang: str) -> str:
    """The days of its data; where they are of two years, both are named."""
    first, last = period.first_day, period.last_day
    since = _date if first.year != last.year else _day_month
    return f"{since(first, lang)} {'to' if lang == 'en' else 'đến'} {_date(last, lang)}"


def _date(day: date, lang: str) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if lang == "en" else f"{day:%d/%m/%Y}"


def _day(day: date, lang: str) -> str:
    weekday = _WEEKDAYS[lang][day.weekday()]
    return f"{weekday} {_date(day, lang)}" if lang == "en" else f"{weekday}, ngày {_date(day, lang)}"


def _day_month(day: date, lang: str) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}" if lang == "en" else f"{day:%d/%m}"


def _full(at: datetime, lang: str) -> str:
    return f"{at:%H:%M}, {_day(at, lang)}" if lang == "en" else f"{at:%H:%M} {_day(at, lang)}"


def _stamp(at: datetime, lang: str) -> str:
    return f"{at:%H:%M}, {_date(at, lang)}" if lang == "en" else f"{at:%H:%M} ngày {_date(at, lang)}"


def _short(at: datetime, lang: str) -> str:
    return f"{at:%H:%M}, {_day_month(at, lang)}" if lang == "en" else f"{at:%H:%M} ngày {_day_month(at, lang)}"


def _clock(at: datetime, _lang: str) -> str:
    return f"{at:%H:%M}"


_SPANS = {
    "vi": ("cả năm", "6 tháng đầu năm", "6 tháng cuối năm"),
    "en": ("the whole year", "the first half", "the second half"),
}
"""A year, its first half and its second."""
_PERIOD: Mapping[str, Callable[[Period, str], str]] = {"": _period, "short": _period_short, "window": _window}
_INSTANT: Mapping[str, Callable[[datetime, str], str]] = {
    "full": _full,
    "stamp": _stamp,
    "short": _short,
    "clock": _clock,
    "date": _date,
}
_DAY: Mapping[str, Callable[[date, str], str]] = {"date": _date, "day": _day, "short": _day_month}
_COUNT: Mapping[str, Callable[[int, str], str]] = {
    "": lambda n, _lang: str(n),
    # Official Vietnamese writes counts below ten with a zero.
    "count": lambda n, lang: f"{n:02,}".replace(",", ".") if lang == "vi" else f"{n:,}",
    "number": lambda n, lang: f"{n:,}".replace(",", ".") if lang == "vi" else f"{n:,}",
    # A number of tenths, such as 867 for 86.7; whole ones have no decimal.
    "tenths": lambda n, lang: f"{n / 10:g}".replace(".", ",") if lang == "vi" else f"{n / 10:g}",
}

ORGANISATION = "organisation"
"""The form of a name, or of several with semicolons between them, that another language may know otherwise."""
FORMS = frozenset({*_PERIOD, *_INSTANT, *_DAY, *_COUNT, ORGANISATION})
"""Everything that may stand behind the colon of a name."""
