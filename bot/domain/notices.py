"""Tasks proposed from the text of a notice of conclusions: every value with the words it was read from.

Nothing is assigned by this: a clerk corrects the list. What is no order (what was reported, assessed or praised) gives
no task, and where it is not clear who is meant nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain import notice_words as words
from bot.domain.agencies import Agency
from bot.domain.calendars import Calendar
from bot.domain.day_phrases import Today
from bot.domain.days import quoted
from bot.domain.notice_parties import Party, Subjects, parties
from bot.domain.notice_tables import Tables
from bot.domain.notice_text import Piece, flat, pieces, sentences
from bot.domain.notice_values import Confidence, Due, Named, Notice, Proposal, Quantity, Span, quantities, sentence

__all__ = ["Confidence", "Due", "Named", "Notice", "Proposal", "Quantity", "Span", "read_notice"]
_SIGN = re.compile(r"(?<![\w/])(\d+\s?/\s?tb-[a-z]+(?:-[a-z]+)?)")
_DATED = re.compile(
    r"(?P<of>/(?!tb)[a-z]+(?:-[a-z]+)*,?\s+)?\b(?P<before>(?:truoc|het|den|nhat|vao|hon|han|tu)\s+)?"
    r"(?:ngay|sang|chieu|toi)\s+(?:ngay\s+)?(?P<d>\d{1,2})\s?(?:/|\s?thang\s+)(?P<m>\d{1,2})\s?(?:/|\s?nam\s+)(?P<y>20\d\d)"
)
"""A full date; `of` is the end of the number of another document, `before` leads to a deadline."""
_SHORTEST = 12
"""Characters; what is shorter is a heading or what is left of a line."""
_FIRST_CLAUSE = re.compile(r"[^,;:.]*")
_STATEMENT = re.compile(r"\b(?:la|gop phan|cho thay)\b")
"""With one of these in its first clause a passage that begins with an act tells something about it."""
_CLAUSE = re.compile(r";\s+")
_NEXT = re.compile(r"[:,]\s+")


def read_notice(text: str, agencies: Mapping[str, Agency], calendar: Calendar, stated: date | None = None) -> Notice:
    """Return the tasks that a tidy text seems to assign (`bot.domain.notice_text.tidy`); never raises.

    Deadlines are understood on the day of the notice: `stated`, or the first full date in it, or else not at all.
    """
    plain = flat(text)
    day = stated or _first_day(plain)
    reader = _Reader(text, plain, agencies, Today(day, calendar) if day else None)
    sign = _SIGN.search(plain)
    tables = Tables(text, plain, agencies, reader.stated).proposals()
    found = sorted((*reader.proposals(), *tables), key=lambda proposal: proposal.span.start)
    return Notice(text[sign.start(1) : sign.end(1)] if sign else "", day, tuple(found))


def _first_day(plain: str) -> date | None:
    """The first full date that is no deadline, and rather none of another document."""
    found = [each for each in _DATED.finditer(plain) if not each["before"]]
    own = [each for each in found if not each["of"]]
    return next((day for each in (*own, *found) if (day := _day(each))), None)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


@dataclass(frozen=True)
class _Act:
    """What a passage orders: who, from where on, and whether the order is said in so many words."""

    at: int
    subject: tuple[Party, ...]
    ordered: bool


def _sureness(act: _Act, piece: Piece) -> Confidence:
    """How sure it is that this is a task: a sentence that only says who does what may as well tell what is so."""
    if act.ordered or (act.subject and piece.level):
        return Confidence.CLEAR
    return Confidence.LIKELY if act.subject or piece.level else Confidence.DOUBTFUL


@dataclass(frozen=True)
class _Reader:
    text: str
    plain: str
    agencies: Mapping[str, Agency]
    stated: Today | None

    def proposals(self) -> Iterator[Proposal]:
        lead: tuple[Named, ...] = ()
        period: Due | None = None
        paragraph = -1
        for piece in pieces(self.text, self.plain):
            if piece.paragraph != paragraph:
                paragraph, lead, period = piece.paragraph, (), None
            if piece.is_heading:
                continue
            for passage in self._passages(piece):
                if not self._is_no_order(passage) and (found := self._proposal(passage, lead)):
                    # In a paragraph of sentences whoever was named last is meant until somebody else is.
                    lead = found.lead if piece.level == 0 else ()
                    # "Nhiệm vụ trọng tâm các tháng cuối năm là …" is said of every sentence that follows.
                    period = self._period(passage, found.due) or period
                    yield replace(found, due=found.due or period)

    def _period(self, piece: Piece, due: Due | None) -> Due | None:
        if due is None or not words.FOCUS.match(self.plain, piece.start, piece.end):
            return None
        return replace(due, confidence=Confidence.DOUBTFUL)

    def _passages(self, piece: Piece) -> Iterator[Piece]:
        """The sentences of a point: one that orders somebody something is a task of its own, others go on."""
        begin = piece.start
        for start in self._beginnings(piece):
            act = self._act(start, piece.end)
            if act and (act.ordered or act.subject):
                yield replace(piece, start=begin, end=begin + len(self.text[begin:start].rstrip()))
                begin = start
        yield replace(piece, start=begin)

    def _beginnings(self, piece: Piece) -> list[int]:
        later = [start for start, _ in sentences(self.text, self.plain, piece.start, piece.end)][1:]
        clauses = [found.end() for found in _CLAUSE.finditer(self.plain, piece.start, piece.end)]
        return sorted({*later, *clauses})

    def _is_no_order(self, piece: Piece) -> bool:
        starts = {piece.start, piece.paragraph} if piece.level == 0 else {piece.start}
        if any(words.NO_ORDER.match(self.plain, at) for at in starts):
            return True
        if any(self._says_past(each) for each in piece.under if not each.is_heading):
            return True
        return piece.end - piece.start < _SHORTEST or self._says_past(piece)

    def _says_past(self, piece: Piece) -> bool:
        """Whether it tells what was done: in its first clause, since what an order is about may be past."""
        clause = re.search("[;:]", self.plain[piece.start : piece.end])
        end = piece.start + clause.start() if clause else piece.end
        end = min(end, piece.start + 220)
        comma = self.plain.find(",", piece.start, end)
        return (
            words.OF_THE_PAST.search(self.plain, piece.start, end) is not None
            or words.WANTING.search(self.plain, piece.start, end if comma < 0 else comma) is not None
        )

    def _proposal(self, piece: Piece, before: tuple[Named, ...]) -> Proposal | None:
        act = self._act(piece.start, piece.end) or self._passive(piece) or self._point(piece)
        if act is None:
            return None
        coordinating, title = self._coordinating(act, piece.end)
        inherited = () if act.subject else self._inherited(piece, before)
        end = piece.start + len(self.text[piece.start : piece.end].rstrip(" ;."))
        return Proposal(
            Span(piece.start, piece.end),
            sentence(self.text[title:end]),
            Span(title, end),
            self._named(act.subject, Confidence.CLEAR) or inherited,
            self._named(coordinating, Confidence.CLEAR),
            self._due(piece),
            quantities(self.text, self.plain, Span(piece.start, piece.end)),
            _sureness(act, piece),
        )

    def _past(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self.plain, at)
        return found.end() if found else at

    def _act(self, start: int, end: int) -> _Act | None:
        """What a passage orders, at its beginning or behind what it is about and by when."""
        begin = self._past(words.LINKS, start)
        if found := self._act_at(begin, end):
            return found
        when = words.WHEN.match(self.plain, begin, end)
        if when and self._is_ahead(when):
            return self._act_at(self._past(words.LINKS, when.end()), end)
        topic = words.TOPIC.match(self.plain, begin, end)
        at = topic.end() if topic else end
        while at < end:
            found = self._act_at(self._past(words.LINKS, at), end)
            if found and (found.ordered or found.subject):
                return found
            further = _NEXT.search(self.plain, at, min(end, begin + 300))
            if not further or re.search("[.;]", self.plain[at : further.start()]):
                return None
            at = further.end()
        return None

    def _is_ahead(self, when: re.Match[str]) -> bool:
        if not re.search(r"\d", when[0]):
            return True
        return self.stated is not None and any(quoted(self.text[when.start() : when.end()], self.stated))

    def _act_at(self, at: int, end: int) -> _Act | None:
        ordered = words.ORDERS.match(self.plain, at, end)
        at = self._past(words.LINKS, ordered.end() if ordered else at)
        if focus := words.FOCUS.match(self.plain, at, end):
            who = parties(self.plain, focus.start(), focus.end(), self.agencies)
            found = words.ACT.match(self.plain, focus.end(), end)
            return _Act(found.start(), who, ordered=ordered is not None) if found else None
        at = self._past(words.RECURS, at)
        subjects = Subjects(self.text, self.plain, self.agencies)
        who, act = subjects.at(at, end)
        if ordered and who and act is None:
            # Whoever is told to do something has to do it, whatever the word for it.
            act = subjects.row(at, end)[1]
        if act is None or not (ordered or who or self._is_demand(act, end)):
            return None
        return _Act(act, who, ordered=ordered is not None)

    def _is_demand(self, act: int, end: int) -> bool:
        clause = _FIRST_CLAUSE.match(self.plain, act, end)
        return clause is not None and not _STATEMENT.search(clause[0])

    def _passive(self, piece: Piece) -> _Act | None:
        """ "Việc … do Bộ A thực hiện": the task is the whole of it."""
        if not self.plain.startswith("viec ", piece.start):
            return None
        for by in words.PASSIVE.finditer(self.plain, piece.start, piece.end):
            who, act = Subjects(self.text, self.plain, self.agencies).at(by.end(), piece.end)
            if who and act is not None:
                return _Act(piece.start, who, ordered=False)
        return None

    def _point(self, piece: Piece) -> _Act | None:
        """A numbered point that begins with who is meant and tells nothing of them has an act, whatever its word."""
        if piece.level == 0:
            return None
        topic = words.TOPIC.match(self.plain, piece.start, piece.end)
        begin = topic.end() if topic else piece.start
        who, at = Subjects(self.text, self.plain, self.agencies).row(begin, piece.end)
        if not who or who[0].start - begin > 1 or words.NOT_TOLD.match(self.plain, at):
            return None
        return _Act(at, who, ordered=False) if self.text[at : at + 1].islower() and at > who[-1].end else None

    def _coordinating(self, act: _Act, end: int) -> tuple[tuple[Party, ...], int]:
        """Who is to help, and where the title begins: behind "chủ trì, phối hợp với …" where an act follows."""
        subjects = Subjects(self.text, self.plain, self.agencies)
        found = words.WITH.search(self.plain, act.at, min(end, act.at + 40))
        if not found:
            named = parties(self.plain, act.at, end, self.agencies)
            return tuple(each for each in named if words.HELPS.match(self.plain, each.end)), act.at
        taken, place = subjects.at(found.end(), end)
        return (taken, place) if place is not None else (subjects.row(found.end(), end)[0], act.at)

    def _inherited(self, piece: Piece, before: tuple[Named, ...]) -> tuple[Named, ...]:
        for above in reversed(piece.under):
            found = parties(self.plain, above.start, above.end, self.agencies)
            if found:
                return self._named(found, Confidence.LIKELY)
        return tuple(replace(each, confidence=Confidence.DOUBTFUL) for each in before)

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
