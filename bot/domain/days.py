"""What day a text means, said on a given day: of what people type, and of what stands in a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.domain.characters import fold, key
from bot.domain.day_phrases import FORMS, Found, NotADay, Said, Side, Today, Why
from bot.domain.deadlines import DeadlineKind, Recurrence

_ONE_DAY = timedelta(days=1)
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_LONGEST = 80
"""Characters; what names a day is shorter."""
_AROUND = " .,;:!?\"'()[]“”"
_LEADS = re.compile(
    r"(?:thoi\shan|han\schot|han\scuoi|han|xong|hoan\sthanh|vao|la|den|toi|cham\snhat|muon\snhat|khong\smuon\shon"
    r"|bat\sdau|ke\stu|tu|het|trong|truoc)\s*:?\s+"
)
_ENDS = ("het", "cuoi", "trong")
"""Words that name the end of something, before which "trước" says nothing clear."""
_OF_DOCUMENTS = re.compile(
    r"\b(?:truoc|cham\snhat|muon\snhat|khong\smuon\shon|het|trong|den|toi|vao|xong|hoan\sthanh|thoi\shan|dinh\sky"
    r"|(?:ngay\s\d{1,2}\s)?(?:hang|moi)(?=\s(?:thang|qu[yi]))|(?:nhung|cac|6|sau)(?=\sthang\s(?:cuoi|dau)\snam)"
    r"|(?<!thoi\s)(?<!qua\s)(?<!dung\s)(?<!tre\s)han)\b"
)
"""With one of these a deadline begins in a document; any other day in it is that of a document or of something past."""
_NO_MORE = re.compile(r"(?![\w/])(?!\s?-\s?\w)(?![.,]\d)")
_FULL_DAY = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(20\d\d)")
_FULL_ISO = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Reading:
    """What a text was understood as: both the day it names and the day that counts, for whoever shows them.

    `day` is the one named, of what is longer its last one; of "before a day" that day, which is itself no more in time.
    `counts` is the last day in time: a deadline on a day off moves to the next working day, "before a day" to the
    working day before it. Of the day of a document both are the same. Both are None where there is no deadline.
    """

    kind: DeadlineKind
    day: date | None
    counts: date | None
    recurrence: Recurrence = Recurrence.NONE
    of_month: str = ""
    other: date | None = field(default=None, compare=False)
    """The day that the same words could mean as well: "thứ Sáu", said on a Friday."""

    @property
    def last(self) -> date | None:
        """The last day that is meant, working or not."""
        return self.day - _ONE_DAY if self.day and self.kind is DeadlineKind.BEFORE_DAY else self.day

    @property
    def deadline(self) -> str:
        """As the column `deadline` of a list of tasks has it (`bot.domain.tasks.due_on`)."""
        day = self.day
        match self.kind:
            case DeadlineKind.MONTH if day:
                return f"{day:%m/%Y}"
            case DeadlineKind.QUARTER if day:
                return f"{_ROMAN[(day.month - 1) // 3]}/{day:%Y}"
            case DeadlineKind.YEAR if day:
                return f"{day:%Y}"
            case DeadlineKind.RECURRING:
                return self.of_month
        return f"{day:%d/%m/%Y}" if day else ""


@dataclass(frozen=True)
class Quoted:
    """A deadline in a text: where it stands, and what it was understood as."""

    start: int
    end: int
    reading: Reading


def read(text: str, today: Today) -> Reading | NotADay:
    """Return the day that a text means which somebody types on `today`; never raises, whatever is typed.

    A day ahead is never before today, nor is the day that counts; one behind never after it.
    """
    words = key(text).strip(_AROUND)
    if len(words) > _LONGEST:
        return NotADay(Why.UNKNOWN)
    for start, before in _starts(words):
        for form, meaning in FORMS:
            if found := form.fullmatch(words, start):
                if before and found[0].startswith(_ENDS):
                    return NotADay(Why.UNKNOWN)
                asked = replace(today, before=before)
                return _taken(meaning(found, asked), asked)
    return NotADay(Why.UNKNOWN)


def quoted(text: str, stated: Today) -> Iterator[Quoted]:
    """Yield the deadlines in a text in NFC that is of the day `stated`; what is before that day is none."""
    flat, behind = _flat(text), 0
    for lead in _OF_DOCUMENTS.finditer(flat):
        if lead.start() < behind:
            continue
        found = _longest(flat, lead.start(), stated)
        if found:
            behind = found.end
            yield found


def kept(text: str) -> date | None:
    """Return the day that an answer holds which is kept: a day with its year in figures; None for anything else."""
    typed, iso = _FULL_DAY.fullmatch(text.strip()), _FULL_ISO.fullmatch(text.strip())
    if not typed and not iso:
        return None
    year, month, day = map(int, iso.groups()) if iso else map(int, reversed(typed.groups() if typed else ()))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _flat(text: str) -> str:
    """The text without marks and case, each character in its place."""
    return "".join(" " if character.isspace() else (fold(character) or character)[:1] for character in text)


def _starts(words: str, at: int = 0) -> Iterator[tuple[int, bool]]:
    """Yield where the day may begin behind words that lead to it, and whether "trước" is the last but nouns of them."""
    before = ended = False
    yield at, False
    while lead := _LEADS.match(words, at):
        ended = ended or (before and lead[0].strip() in _ENDS)
        before, at = before or lead[0].startswith("truoc"), lead.end()
        if ended:
            return
        yield at, before


def _longest(flat: str, at: int, stated: Today) -> Quoted | None:
    """The longest deadline that begins at a word."""
    best: Quoted | None = None
    for start, before in _starts(flat, at):
        asked = replace(stated, before=before)
        for form, meaning in FORMS:
            found = form.match(flat, start)
            if not found or not _NO_MORE.match(flat, found.end()) or (best and found.end() <= best.end):
                continue
            reading = _taken(meaning(found, asked), asked)
            if isinstance(reading, Reading) and not (before and found[0].startswith(_ENDS)):
                best = Quoted(at, found.end(), reading)
    return best


def _taken(said: Found, today: Today) -> Reading | NotADay:
    """Return what was said where it lies on the side of today that is asked for."""
    if isinstance(said, NotADay):
        return said
    if said.day is None:
        return Reading(said.kind, None, None)
    if not _FIRST <= said.day <= _LAST:
        return NotADay(Why.NO_SUCH_DAY)
    if today.side is Side.BEHIND:
        return _behind(said, said.day, today)
    whole = DeadlineKind.BEFORE_DAY if today.before and said.kind is DeadlineKind.DAY else said.kind
    if whole is DeadlineKind.BEFORE_DAY:
        counts = today.calendar.previous_working(said.day - _ONE_DAY)
    else:
        counts = today.calendar.next_working_after(said.day - _ONE_DAY)
    if min(said.day, counts) < today.day:
        return NotADay(Why.PAST, said.day)
    return Reading(whole, said.day, counts, said.recurrence, said.of_month, said.other)


def _behind(said: Said, day: date, today: Today) -> Reading | NotADay:
    if said.kind is not DeadlineKind.DAY or today.before:
        return NotADay(Why.UNKNOWN)
    return NotADay(Why.FUTURE, day) if day > today.day else Reading(said.kind, day, day, other=said.other)
