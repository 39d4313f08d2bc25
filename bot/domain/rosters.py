"""What a roster changes: who comes, goes and moves, which seats stay empty, and what looks like a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.domain.characters import key

_DIGITS_OF_A_PHONE = 9
"""Of a number in Viet Nam without its first 0 or +84."""


class Held(NamedTuple):
    """A duty as a roster names it; a role of the desk has no seat."""

    person_code: str
    role: str
    seat_code: str


@dataclass(frozen=True)
class Standing:
    """What a person holds before and afterwards, where the two differ."""

    person_code: str
    full_name: str
    before: tuple[Held, ...]
    after: tuple[Held, ...]


@dataclass(frozen=True)
class Detail:
    """A value of a person or of a seat, named by its `code`, that becomes another one."""

    code: str
    column: str
    before: str
    after: str


class DoubtKind(StrEnum):
    """What makes two codes look as if they were meant to be one."""

    NAME = "name"
    """Two persons have the same name."""
    PHONE = "phone"
    """Two persons have the same telephone number."""
    SEAT = "seat"
    """Two seats have codes that differ in one letter."""


@dataclass(frozen=True)
class Doubt:
    """A code that may be meant to be another one."""

    kind: DoubtKind
    code: str
    other: str


@dataclass(frozen=True)
class Preview:
    """What would be changed.

    `joining` hold nothing today, `leaving` nothing afterwards, `moving` something else than before. `vacant` are the
    codes of the seats that nobody holds afterwards. `secretariat_before` and `secretariat_after` count persons.
    `ends_own`: whoever asks for it would lose a duty.
    """

    joining: tuple[Standing, ...] = ()
    leaving: tuple[Standing, ...] = ()
    moving: tuple[Standing, ...] = ()
    details: tuple[Detail, ...] = ()
    vacant: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    secretariat_before: int = 0
    secretariat_after: int = 0
    ends_own: bool = False

    @property
    def changes_nothing(self) -> bool:
        """Whether everything is as it would be afterwards."""
        return not (self.joining or self.leaving or self.moving or self.details)

    @property
    def loses_secretariat(self) -> bool:
        """Whether there is a secretariat and would be none afterwards."""
        return self.secretariat_after == 0 < self.secretariat_before


@dataclass(frozen=True)
class Listed:
    """A person as a list has it, as far as two may be the same."""

    code: str
    full_name: str
    phone: str


def doubtful_persons(persons: Iterable[Listed], fresh: frozenset[str]) -> Iterator[Doubt]:
    """Yield each person among the `fresh` codes that has the name or the telephone number of an earlier one.

    `persons` have those first that were there before; each is compared with the first of its name and number.
    """
    by_name: dict[str, str] = {}
    by_phone: dict[str, str] = {}
    for person in persons:
        name, phone = key(person.full_name), _phone(person.phone)
        same_name = by_name.setdefault(name, person.code)
        same_phone = by_phone.setdefault(phone, person.code) if phone else person.code
        if person.code in fresh and same_name != person.code:
            yield Doubt(DoubtKind.NAME, person.code, same_name)
        if person.code in fresh and same_phone not in (person.code, same_name):
            yield Doubt(DoubtKind.PHONE, person.code, same_phone)


def doubtful_seats(new: Iterable[str], existing: Iterable[str]) -> Iterator[Doubt]:
    """Yield each new code that differs in one letter from an existing one or from a new one before it.

    Codes that differ in a digit alone are numbered, as TV01 and TV02 are, and no slip.
    """
    found: dict[str, str] = {}
    for code in existing:
        _add(found, code)
    for code in new:
        other = next((found[form] for form in _forms(code) if _is_slip(found.get(form, code), code)), None)
        if other is not None:
            yield Doubt(DoubtKind.SEAT, code, other)
        _add(found, code)


def standings(
    before: Iterable[Held], after: Iterable[Held], names: Mapping[str, str]
) -> tuple[tuple[Standing, ...], tuple[Standing, ...], tuple[Standing, ...]]:
    """Return who joins, who leaves and who moves, in the order of what they hold."""
    was, will = _by_person(before), _by_person(after)
    changed = [
        Standing(code, names[code], tuple(was.get(code, ())), tuple(will.get(code, ())))
        for code in dict.fromkeys([*was, *will])
        if set(was.get(code, ())) != set(will.get(code, ()))
    ]
    return (
        tuple(each for each in changed if not each.before),
        tuple(each for each in changed if not each.after),
        tuple(each for each in changed if each.before and each.after),
    )


def _by_person(duties: Iterable[Held]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for duty in duties:
        found.setdefault(duty.person_code, []).append(duty)
    return found


def _phone(raw: str) -> str:
    digits = re.sub(r"\D", "", raw)
    return digits[-_DIGITS_OF_A_PHONE:] if len(digits) >= _DIGITS_OF_A_PHONE else ""


def _add(found: dict[str, str], code: str) -> None:
    for form in _forms(code):
        found.setdefault(form, code)


def _forms(code: str) -> Iterator[str]:
    """Yield what two codes have in common that differ in one letter, put, left out or replaced."""
    letters = key(code)
    yield letters
    for index in range(len(letters)):
        # Of two codes one of which is a letter longer, the shorter is the longer without it.
        yield letters[:index] + letters[index + 1 :]
        yield f"{letters[:index]}*{letters[index + 1 :]}"


def _is_slip(one: str, other: str) -> bool:
    one, other = key(one), key(other)
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) != len(other):
        longer, shorter = sorted((one, other), key=len, reverse=True)
        at = next((n for n in range(len(shorter)) if longer[n] != shorter[n]), len(shorter))
        return longer[at + 1 :] == shorter[at:] and not longer[at].isdigit()
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and not all(letter.isdigit() for letter in differing[0])
