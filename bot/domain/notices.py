"""Tasks proposed from the text of a notice of conclusions: every value with the words it was read from.

Nothing is assigned by this: a clerk corrects the list. What is no order (what was reported, assessed or praised) gives
no task, and where it is not clear who is meant nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from bot.domain.agencies import Agency
from bot.domain.calendars import Calendar
from bot.domain.day_phrases import Today
from bot.domain.days import Reading, quoted
from bot.domain.notice_parties import Party, parties
from bot.domain.notice_text import Piece, flat, pieces

_VERBS = (
    r"bam sat|ban hanh|bao cao|bao dam|bo tri|cap nhat|cat giam|chan chinh|chi dao|chu dong|chu tri|chuan bi|chuan hoa"
    r"|chuyen|cong bo|cong khai|cung cap|danh gia(?! cao)|day manh|de xuat|don doc|don gian hoa|dong bo|dinh ky|gui"
    r"|hoan chinh|hoan thanh|hoan thien|huong dan|ket noi|khac phuc|khan truong|kiem tra|kip thoi|ky ban hanh|lam ro"
    r"|lap|lay y kien|nang cap|nghien cuu|nghiem tuc|phan cap|phan cong|phoi hop|quan triet|ra soat|rut ngan|so hoa"
    r"|sua doi|tai cau truc|tang cuong|tap huan|tap trung|tham dinh|tham muu|thao go|theo doi|thi diem|thong ke"
    r"|thong bao(?!\s(?:so|\d|ket luan|de|nay))"
    r"|thuc hien"
    r"|thuong xuyen|tich hop|tiep nhan|tiep thu|tiep tuc|to chuc|tong hop|tong ket|trien khai|trinh|truc tiep|uu tien"
    r"|van hanh|xac dinh|xay dung|xem xet|xu ly"
)
_LINKS = (
    r"(?:(?:dong thoi|truoc mat|do do|vi vay|ben canh do|ngoai ra|trong thoi gian toi|thoi gian toi|cu the)\s*,?\s*)*"
)
_ORDERS = re.compile(
    r"(?:(?:(?:pho )?thu tuong(?: chinh phu)?|to truong)[^.;:]{0,60}?\s)?(?:de nghi|yeu cau|giao|phan cong)(?: cho)?\s+"
)
_ACTS = re.compile(rf"(?:{_VERBS})\b")
_MODIFIERS = re.compile(r"(?:can|phai|co trach nhiem|co nhiem vu|tiep tuc|chiu trach nhiem)\s+")
_FOCUS = re.compile(r"nhiem vu trong tam[^.;:]{0,80}?\bla\s+")
_RECURS = re.compile(r"(?:dinh ky\s+)?(?:hang|moi)\s+(?:thang|quy)\s*,?\s*")
_NO_ORDER = re.compile(
    r"(?:du hop|tham du|tai (?:phien hop|cuoc hop|hoi nghi|buoi lam viec)|sang|chieu|ngay \d|sau khi nghe|tuy nhien"
    r"|dac biet|theo bao cao|thoi gian qua|trong thoi gian qua|noi nhan|can cu|kinh gui|thua lenh|kt\.|tl\.)\b"
)
_OF_THE_PAST = re.compile(
    r"\b(?:da (?:dat|hoan thanh|ban hanh|to chuc|tap trung|chu dong|tich cuc|trien khai|phoi hop|thuc hien|xu ly)"
    r"|danh gia cao|ghi nhan|bieu duong|hoan nghenh|con (?:cham|ton tai|han che|tinh trang)|chua (?:duoc|dat|dong bo)"
    r"|ban hanh thong bao)\b"
)
_WITH = re.compile(r"\bphoi hop (?:chat che )?(?:voi|cung)\s+")
_NUMBER = re.compile(
    r"(?:(?:it nhat|toi thieu|tren|duoi|khoang|dat)\s+)?(?<![\w/.,-])\d{1,3}(?:\.\d{3})*(?:,\d+)?"
    r"(?:/\d{1,3}(?:\.\d{3})*)?\s?"
    r"(?:%|(?:phan anh, kien nghi|phan anh|kien nghi|thu tuc hanh chinh|tthc|dich vu cong(?: truc tuyen)?|thu tuc"
    r"|quy dinh(?: kinh doanh)?|dieu kien kinh doanh|van ban|nhiem vu|ho so|vuong mac|de an|mo hinh|co so du lieu"
    r"|loai giay to|nam(?= khong))(?!\w))"
)
_SIGN = re.compile(r"(?<![\w/])(\d+\s?/\s?tb-[a-z]+(?:-[a-z]+)?)")
_DATED = re.compile(r"ngay\s+(\d{1,2})\s?(?:/|\s?thang\s+)(\d{1,2})\s?(?:/|\s?nam\s+)(20\d\d)")
_SHORTEST = 12
"""Characters; what is shorter is a heading or what is left of a line."""


class Confidence(IntEnum):
    """How far a value may be believed before somebody has looked at it."""

    DOUBTFUL = 1
    """Carried from what it stands under, or one of several."""
    LIKELY = 2
    CLEAR = 3
    """The passage itself says so in so many words."""


@dataclass(frozen=True)
class Span:
    """Where in the text something stands."""

    start: int
    end: int


@dataclass(frozen=True)
class Named:
    """An agency or a group as it is named; `code` is empty where it is none that the program knows."""

    span: Span
    words: str
    code: str
    confidence: Confidence


@dataclass(frozen=True)
class Due:
    """A deadline and the words it was read from."""

    span: Span
    words: str
    reading: Reading
    confidence: Confidence


@dataclass(frozen=True)
class Quantity:
    """A number with what it counts."""

    span: Span
    words: str


@dataclass(frozen=True)
class Proposal:
    """A task as the notice seems to assign it; `span` is the whole passage."""

    span: Span
    title: str
    title_span: Span
    lead: tuple[Named, ...]
    coordinating: tuple[Named, ...]
    due: Due | None
    quantities: tuple[Quantity, ...]
    confidence: Confidence
    """That it is a task at all."""


@dataclass(frozen=True)
class Notice:
    """What a text was read as. `sign` is the number and symbol of the notice, `stated` its first full date."""

    sign: str
    stated: date | None
    proposals: tuple[Proposal, ...]


def read_notice(text: str, agencies: Mapping[str, Agency], calendar: Calendar, stated: date | None = None) -> Notice:
    """Return the tasks that a tidy text seems to assign (`bot.domain.notice_text.tidy`); never raises.

    Deadlines are understood on the day of the notice: `stated`, or the first full date in it, or else not at all.
    """
    plain = flat(text)
    day = stated or _first_day(plain)
    reader = _Reader(text, plain, agencies, Today(day, calendar) if day else None)
    sign = _SIGN.search(plain)
    return Notice(text[sign.start(1) : sign.end(1)] if sign else "", day, tuple(reader.proposals()))


def _first_day(plain: str) -> date | None:
    for found in _DATED.finditer(plain):
        try:
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            continue
    return None


@dataclass(frozen=True)
class _Reader:
    text: str
    plain: str
    agencies: Mapping[str, Agency]
    stated: Today | None

    def proposals(self) -> Iterator[Proposal]:
        lead: tuple[Named, ...] = ()
        paragraph = -1
        for piece in pieces(self.text, self.plain):
            if piece.paragraph != paragraph:
                paragraph, lead = piece.paragraph, ()
            if piece.is_heading or self._is_no_order(piece):
                continue
            found = self._proposal(piece, lead)
            if found:
                # In a paragraph of sentences whoever was named last is meant until somebody else is.
                lead = found.lead if piece.level == 0 else ()
                yield found

    def _is_no_order(self, piece: Piece) -> bool:
        starts = {piece.start, piece.paragraph} if piece.level == 0 else {piece.start}
        if any(_NO_ORDER.match(self.plain, at) for at in starts):
            return True
        if any(self._says_past(each) for each in piece.under if not each.is_heading):
            return True
        return piece.end - piece.start < _SHORTEST or self._says_past(piece)

    def _says_past(self, piece: Piece) -> bool:
        """Whether it tells what was done: in its first clause, since what an order is about may be past."""
        clause = re.search("[;:]", self.plain[piece.start : piece.end])
        end = piece.start + clause.start() if clause else piece.end
        return _OF_THE_PAST.search(self.plain, piece.start, min(end, piece.start + 220)) is not None

    def _proposal(self, piece: Piece, before: tuple[Named, ...]) -> Proposal | None:
        at = self._past(re.compile(_LINKS), piece.start)
        ordered = _ORDERS.match(self.plain, at, piece.end)
        at = self._past(re.compile(_LINKS), ordered.end() if ordered else at)
        focus = _FOCUS.match(self.plain, at, piece.end)
        at = focus.end() if focus else at
        at = self._past(_RECURS, at) if not focus else at
        lead, act = self._subject(at, piece.end)
        if act is None:
            return None
        if focus:
            lead = parties(self.plain, focus.start(), focus.end(), self.agencies)
        coordinating, title = self._coordinating(act, piece.end)
        inherited = () if lead else self._inherited(piece, before)
        end = (
            piece.end - len(self.text[piece.start : piece.end]) + len(self.text[piece.start : piece.end].rstrip(" ;."))
        )
        return Proposal(
            Span(piece.start, piece.end),
            _sentence(self.text[title:end]),
            Span(title, end),
            self._named(lead, Confidence.CLEAR) or inherited,
            self._named(coordinating, Confidence.CLEAR),
            self._due(piece),
            tuple(Quantity(Span(*q.span()), self.text[q.start() : q.end()]) for q in self._quantities(piece)),
            Confidence.CLEAR if ordered or lead else Confidence.LIKELY,
        )

    def _past(self, words: re.Pattern[str], at: int) -> int:
        found = words.match(self.plain, at)
        return found.end() if found else at

    def _subject(self, at: int, end: int) -> tuple[tuple[Party, ...], int | None]:
        """Who is to do it, and where the act begins; no act where something else stands between."""
        named = list(parties(self.plain, at, min(end, at + 400), self.agencies))
        subject: list[Party] = []
        place = at
        while named and named[0].start - place <= 2 + _gap(self.plain, place):
            subject.append(named[0])
            place = named.pop(0).end
        place += _gap(self.plain, place)
        place = self._past(_MODIFIERS, place)
        place = self._past(_RECURS, place)
        return tuple(subject), place if _ACTS.match(self.plain, place, end) else None

    def _coordinating(self, act: int, end: int) -> tuple[tuple[Party, ...], int]:
        """Who is to help, and where the title begins: behind "chủ trì, phối hợp với …" where an act follows."""
        found = _WITH.search(self.plain, act, min(end, act + 40))
        if not found:
            return (), act
        helping = list(parties(self.plain, found.end(), end, self.agencies))
        taken: list[Party] = []
        place = found.end()
        while helping and helping[0].start - place <= 2 + _gap(self.plain, place):
            taken.append(helping[0])
            place = helping.pop(0).end
        place += _gap(self.plain, place)
        return tuple(taken), place if _ACTS.match(self.plain, place, end) else act

    def _inherited(self, piece: Piece, before: tuple[Named, ...]) -> tuple[Named, ...]:
        for above in reversed(piece.under):
            found = self._of_heading(above)
            if found:
                return tuple(Named(each.span, each.words, each.code, Confidence.LIKELY) for each in found)
        return tuple(Named(each.span, each.words, each.code, Confidence.DOUBTFUL) for each in before)

    def _of_heading(self, above: Piece) -> tuple[Named, ...]:
        found = parties(self.plain, above.start, above.end, self.agencies)
        return self._named(found, Confidence.LIKELY)

    def _named(self, found: Sequence[Party], confidence: Confidence) -> tuple[Named, ...]:
        return tuple(
            Named(Span(each.start, each.end), self.text[each.start : each.end], each.code, confidence) for each in found
        )

    def _due(self, piece: Piece) -> Due | None:
        if self.stated is None:
            return None
        for place, confidence in (
            (piece, Confidence.CLEAR),
            *((each, Confidence.DOUBTFUL) for each in reversed(piece.under)),
        ):
            found = list(quoted(self.text[place.start : place.end], self.stated))
            if found:
                first = found[0]
                start, end = place.start + first.start, place.start + first.end
                sure = confidence if len(found) == 1 else min(confidence, Confidence.LIKELY)
                return Due(Span(start, end), self.text[start:end], first.reading, sure)
        return None

    def _quantities(self, piece: Piece) -> Iterator[re.Match[str]]:
        return _NUMBER.finditer(self.plain, piece.start, piece.end)


def _gap(plain: str, at: int) -> int:
    """How far the next name or act is from a place, over what only joins them."""
    found = re.compile(r"(?:\s|,|;|:|\bva\b|\bcac bo\b|\bcac\b|\bcung\b)*(?:\([^)]{0,80}\)\s*)?").match(plain, at)
    return found.end() - at if found else 0


def _sentence(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line[:1].upper() + one_line[1:]
