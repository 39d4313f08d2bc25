"""Who a passage of a notice names: agencies by any of their names, and groups such as "các bộ, ngành, địa phương"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain import notice_words as words
from bot.domain.agencies import Agency
from bot.domain.notice_text import flat

WORKING_GROUP, COUNCIL = "to_cong_tac", "hoi_dong_tu_van"
"""The bodies whose members a group may be; a list of tasks names them so."""
_GROUPS: Sequence[tuple[str, str]] = (
    (r"(?:cac )?(?:co quan, to chuc )?thanh vien (?:cua )?hoi dong tu van"
     r"(?: cai cach (?:thu tuc hanh chinh|tthc))?", COUNCIL),
    (r"(?:cac )?thanh vien (?:cua )?to cong tac", WORKING_GROUP),
    (r"to cong tac", WORKING_GROUP),
    (r"(?:cac )?bo truong(?:, thu truong (?:cac )?co quan ngang bo)?"
     r"(?:, (?:thu truong )?(?:cac )?co quan thuoc chinh phu)?"
     r"(?:,| va) chu tich (?:ubnd|uy ban nhan dan) (?:cac )?tinh, thanh pho(?: truc thuoc trung uong)?", ""),
    (r"(?:cac )?bo truong, thu truong (?:cac )?co quan ngang bo"
     r"(?:, (?:thu truong )?(?:cac )?co quan thuoc chinh phu)?", ""),
    (r"(?:cac )?bo, nganh(?:, co quan)?(?:(?:,| va) (?:cac )?dia phuong)?(?: trong ca nuoc)?", ""),
    (r"(?:cac )?bo, co quan ngang bo(?:, co quan thuoc chinh phu)?(?:(?:,| va) (?:cac )?dia phuong)?"
     r"(?:(?:,| va) (?:ubnd|uy ban nhan dan) (?:cac )?tinh, thanh pho(?: truc thuoc trung uong)?)?", ""),
    (r"(?:cac )?bo, co quan(?:(?:,| va) dia phuong)?", ""),
    (r"(?:ubnd|uy ban nhan dan) (?:(?:cac )?tinh, thanh pho|cac (?:tinh|thanh pho))(?: truc thuoc trung uong)?", ""),
    (r"(?:cac )?(?:dia phuong|so, (?:ban, )?nganh|tinh, thanh pho)", ""),
)  # fmt: skip
_LIST_OF_MINISTRIES = re.compile(r"cac bo\s*:?\s+(?!nganh|,)")
_MINISTRY = "bo "


@dataclass(frozen=True)
class Party:
    """Who is named, and where; `code` is that of an agency or a body, empty of a group that is none."""

    start: int
    end: int
    code: str


def parties(plain: str, start: int, end: int, agencies: Mapping[str, Agency]) -> tuple[Party, ...]:
    """Return who is named between two places of a text as `flat` returns it, in the order in which they stand."""
    pattern, codes = _pattern(tuple(agencies.values()))
    found = [Party(each.start(), each.end(), codes[each[0]]) for each in pattern.finditer(plain, start, end)]
    for pattern_of_group, code in _PATTERNS:
        found += [Party(each.start(), each.end(), code) for each in pattern_of_group.finditer(plain, start, end)]
    found += _listed(plain, start, end, codes)
    return _apart(found)


def _listed(plain: str, start: int, end: int, codes: Mapping[str, str]) -> list[Party]:
    """Ministries of a list that has the word once: "các Bộ: Tài chính, Công Thương"."""
    found = []
    bare = {name.removeprefix(_MINISTRY): code for name, code in codes.items() if name.startswith(_MINISTRY)}
    for lead in _LIST_OF_MINISTRIES.finditer(plain, start, end):
        at = lead.end()
        while name := next((n for n in sorted(bare, key=len, reverse=True) if plain.startswith(n, at, end)), ""):
            found.append(Party(at, at + len(name), bare[name]))
            at += len(name)
            between = re.compile(r"\s*(?:,|;|va)\s*(?:va\s+)?").match(plain, at, end)
            if not between:
                break
            at = between.end()
    return found


def _apart(found: Sequence[Party]) -> tuple[Party, ...]:
    """Where several overlap the longest is meant."""
    taken: list[Party] = []
    for each in sorted(found, key=lambda party: party.start - party.end):
        if all(each.end <= other.start or other.end <= each.start for other in taken):
            taken.append(each)
    return tuple(sorted(taken, key=lambda party: party.start))


@lru_cache(maxsize=4)
def _pattern(agencies: tuple[Agency, ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    codes: dict[str, str] = {}
    for agency in agencies:
        for name in (agency.name, *agency.aliases, agency.code):
            for known in _written(flat(name)):
                # What is a name of two of them names none.
                codes[known] = agency.code if codes.get(known, agency.code) == agency.code else ""
    codes = {name: code for name, code in codes.items() if code and len(name) > 2 and code not in _NOT_IN_CHARGE}
    longest_first = "|".join(re.escape(name) for name in sorted(codes, key=len, reverse=True))
    return re.compile(rf"\b(?:{longest_first})\b"), codes


def _written(name: str) -> set[str]:
    """A name in every way in which its words are shortened and an office is put within a ministry."""
    ways = {name}
    for long, short in _SHORT:
        ways |= {each.replace(long, short) for each in ways}
    return ways


_SHORT = (
    ("kiem soat thu tuc hanh chinh", "kstthc"),
    ("thu tuc hanh chinh", "tthc"),
    ("van phong chinh phu", "vpcp"),
    (" thuoc ", ", "),
    (", ", " thuoc "),
)
_NOT_IN_CHARGE = frozenset({"CP"})
"""The Government gives tasks and takes reports."""
_PATTERNS = tuple((re.compile(rf"\b(?:{form})\b"), code) for form, code in _GROUPS)


_JOINS = re.compile(r"(?:\s|,|;|:|\bva\b|\bcac bo\b|\bcac\b|\bcung\b)*(?:\([^)]{0,80}\)\s*)?")
_APART = re.compile(r"[.;:()]")
_AND = re.compile(r",\s*|\s+va\s+")
_ALL = "cac "
_DEPARTMENT, _O_HORN_HOOK = "so", 0x1EDF
_FARTHEST = 400
_LONGEST_NAME = 110


@dataclass(frozen=True)
class Subjects:
    """Who is told to do something at a place of a text, its parts joined by what only joins them."""

    text: str
    plain: str
    agencies: Mapping[str, Agency]

    def at(self, place: int, end: int) -> tuple[tuple[Party, ...], int | None]:
        """Return who is to do it, and where the act begins; None where something else stands between."""
        known, place = self.row(place, end)
        act = self._act(place, end)
        if act is not None:
            return known, act
        unknown, act = self._unknown(place, end)
        return (*known, *unknown), act

    def row(self, place: int, end: int) -> tuple[tuple[Party, ...], int]:
        """Return those who are known and named one after another, and where what follows begins."""
        named = list(parties(self.plain, place, min(end, place + _FARTHEST), self.agencies))
        taken: list[Party] = []
        while named and named[0].start - self._reached(place, named[0].start) <= 2:
            taken.append(named[0])
            place = named.pop(0).end
        return tuple(taken), self._behind(_JOINS, self._behind(words.INSET, place) if taken else place)

    def _reached(self, place: int, name: int) -> int:
        """How far one comes over what only joins and over whoever heads an agency."""
        place = self._behind(_JOINS, place)
        head = words.OFFICE.match(self.plain, place)
        return head.end() if head and place < name else place

    def _act(self, place: int, end: int) -> int | None:
        """Where the act is; a word that may stand before one is taken for it where none follows."""
        behind = self._behind(words.RECURS, self._behind(words.MODIFIERS, place))
        return next((at for at in (behind, place) if words.ACT.match(self.plain, at, end)), None)

    def _behind(self, pattern: re.Pattern[str], place: int) -> int:
        found = pattern.match(self.plain, place)
        return found.end() if found else place

    def _unknown(self, place: int, end: int) -> tuple[tuple[Party, ...], int | None]:
        """Whoever is an organisation by what it is called, up to the first act."""
        place -= len(_ALL) if self.plain.endswith(_ALL, 0, place) else 0
        kind = words.UNKNOWN.match(self.plain, place, end)
        if not kind or (kind[0].endswith(_DEPARTMENT) and not self._is_department(kind.end() - 1)):
            return (), None
        for act in words.ACT.finditer(self.plain, kind.end(), min(end, place + _LONGEST_NAME)):
            name = self.plain[place : act.start()]
            if _APART.search(name) or words.NO_NAME.search(name):
                return (), None
            if self._is_whole(kind, act, name):
                return self._split(place, place + len(_without_modifiers(name))), act.start()
        return (), None

    def _is_department(self, last: int) -> bool:
        """Whether it is the word for a department of a province, which without its marks is that for a number."""
        return ord(self.text[last].lower()) == _O_HORN_HOOK

    def _is_whole(self, kind: re.Match[str], act: re.Match[str], name: str) -> bool:
        """Whether a name ends before an act, and not within itself as "Cục Kiểm soát …" does."""
        written = self.text[act.start()]
        return name.endswith(" ") and not written.isupper() and kind.end() + 1 < act.start()

    def _split(self, start: int, end: int) -> tuple[Party, ...]:
        """Several of a kind, each by its name; "Cục A, Bộ B" is one, since an office stands within a ministry."""
        cuts = [start]
        for between in _AND.finditer(self.plain, start, end):
            at = between.end()
            cuts += [at] if words.UNKNOWN.match(self.plain, at) and not self.plain.startswith(_MINISTRY, at) else []
        ends = [*(at - len(_between(self.plain, at)) for at in cuts[1:]), end]
        return tuple(Party(begin, stop, "") for begin, stop in zip(cuts, ends, strict=True))


def _between(plain: str, at: int) -> str:
    found = re.search(r"(?:,\s*|\s+va\s+)$", plain[:at])
    return found[0] if found else ""


def _without_modifiers(name: str) -> str:
    return re.sub(r"(?:\s+(?:can|phai|co trach nhiem|co nhiem vu|tiep tuc))*[\s,]*$", "", name)
