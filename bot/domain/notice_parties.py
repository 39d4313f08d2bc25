"""Who a passage of a notice names: agencies by any of their names, and groups such as "các bộ, ngành, địa phương"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.agencies import Agency
from bot.domain.notice_text import flat

WORKING_GROUP, COUNCIL = "to_cong_tac", "hoi_dong_tu_van"
"""The bodies whose members a group may be; a list of tasks names them so."""
_GROUPS: Sequence[tuple[str, str]] = (
    (r"(?:cac )?(?:co quan, to chuc )?thanh vien (?:cua )?hoi dong tu van"
     r"(?: cai cach (?:thu tuc hanh chinh|tthc))?", COUNCIL),
    (r"(?:cac )?thanh vien (?:cua )?to cong tac", WORKING_GROUP),
    (r"to cong tac", WORKING_GROUP),
    (r"(?:cac )?bo truong, thu truong (?:cac )?co quan ngang bo(?:, (?:thu truong )?(?:cac )?co quan thuoc chinh phu)?"
     r"(?:(?:,| va) chu tich (?:ubnd|uy ban nhan dan) (?:cac )?tinh, thanh pho(?: truc thuoc trung uong)?)?", ""),
    (r"(?:cac )?bo, nganh(?:, co quan)?(?:(?:,| va) (?:cac )?dia phuong)?(?: trong ca nuoc)?", ""),
    (r"(?:cac )?bo, co quan ngang bo(?:, co quan thuoc chinh phu)?(?:(?:,| va) (?:cac )?dia phuong)?"
     r"(?:(?:,| va) (?:ubnd|uy ban nhan dan) (?:cac )?tinh, thanh pho(?: truc thuoc trung uong)?)?", ""),
    (r"(?:cac )?bo, co quan(?:(?:,| va) dia phuong)?", ""),
    (r"(?:ubnd|uy ban nhan dan) (?:cac )?(?:tinh, thanh pho|tinh|thanh pho)(?: truc thuoc trung uong)?", ""),
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
    for words, code in _PATTERNS:
        found += [Party(each.start(), each.end(), code) for each in words.finditer(plain, start, end)]
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
            # What is a name of two of them names none.
            known = flat(name)
            codes[known] = agency.code if codes.get(known, agency.code) == agency.code else ""
    codes = {name: code for name, code in codes.items() if code and len(name) > 2 and code not in _NOT_IN_CHARGE}
    longest_first = "|".join(re.escape(name) for name in sorted(codes, key=len, reverse=True))
    return re.compile(rf"\b(?:{longest_first})\b"), codes


_NOT_IN_CHARGE = frozenset({"CP"})
"""The Government gives tasks and takes reports."""
_PATTERNS = tuple((re.compile(rf"\b(?:{words})\b"), code) for words, code in _GROUPS)
