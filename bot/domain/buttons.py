"""How a verb is written into a button and read back: `wire:argument:…`, at most 64 bytes.

Numbers stand in base 36, enums as their values, periods and codes as people say them, in small letters and without
separators. The verbs themselves are in `bot.domain.verbs`. Nothing in a button is believed: whatever it names is
looked up and checked against the presser.
"""

from __future__ import annotations

from collections import deque
from dataclasses import MISSING, dataclass, fields
from enum import Enum, StrEnum, auto
from functools import cache
from typing import Any, ClassVar, Self, get_args, get_type_hints

from bot.domain.codes import read_code, squeezed
from bot.domain.periods import Period
from bot.errors import BotError

LONGEST = 64
"""Bytes in which every channel keeps what a button carries; all of it is ASCII."""
_NUMBERS = 2**63
"""Beyond the numbers of the database."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Access(Enum):
    """Who may use a command or a verb. Ownership is checked where the data is read."""

    STRANGER = auto()
    """Whoever holds an invitation; the services check that it is theirs."""
    LINKED = auto()
    MEMBER = auto()
    SECRETARIAT = auto()
    LEADER = auto()
    ADMIN = auto()
    DIRECTORY = auto()
    """Those who keep the roster: the secretariat and the administrators."""
    STANDING_BODY = auto()
    """The secretariat and its leader."""
    READER = auto()
    """Members for what is theirs; the secretariat and its leader for everything."""


@dataclass(frozen=True)
class Verb:
    """What a press asks for. A verb is a frozen dataclass; its fields are the arguments in their order.

    An argument is a number, a `StrEnum`, a `Period`, a code that people say (`str`), or a dataclass of these, which
    stands for all of its fields. The last ones may be left out: they are `X | None = None`.
    """

    wire: ClassVar[str]
    """Its name in a button."""
    access: ClassVar[Access]
    """Who may press it."""

    def __init_subclass__(cls, *, wire: str, access: Access) -> None:
        cls.wire, cls.access = wire, access

    @property
    def data(self) -> str:
        """The verb as a button carries it. Raises ValueError for what no button can carry."""
        data = ":".join((self.wire, *_fields_of(self)))
        if len(data) > LONGEST:
            raise ValueError(f"{data} is longer than {LONGEST} bytes")
        return data

    @classmethod
    def read(cls, data: str) -> Self | None:
        """Return what `data` says, or None where it is not exactly what a button of this verb would carry."""
        wire, *args = data.split(":")
        if wire != cls.wire:
            return None
        waiting = deque(args)
        try:
            declared = _arguments(cls)  # type: ignore[arg-type]  # a class, which is hashable
            given = {name: _read(kind, waiting) for name, kind, optional in declared if waiting or not optional}
            verb = cls(**given)
            # Written again and compared: leading zeros, capitals and the like are no button of ours.
            return verb if verb.data == data else None
        except (ValueError, IndexError, BotError):
            return None


def _written(argument: object) -> list[str]:
    # Before `str`, since each of its members is one.
    if isinstance(argument, StrEnum):
        return [argument.value]
    if isinstance(argument, int):
        return [_base36(argument)]
    if isinstance(argument, Period):
        return [argument.code.lower()]
    if isinstance(argument, str):
        return [_squeezed(argument)]
    return _fields_of(argument)


def _fields_of(found: object) -> list[str]:
    """Return the arguments of a dataclass, as no other argument is declared."""
    parts: list[str] = []
    left_out = False
    for name in _names(found.__class__):  # type: ignore[arg-type]  # a class, which is hashable
        value = getattr(found, name)
        if value is None:
            left_out = True
        elif left_out:
            raise ValueError(f"{name} is no argument where the one before it is left out")
        else:
            parts += _written(value)
    return parts


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _squeezed(code: str) -> str:
    if read_code(code) != code:
        raise ValueError(f"{code} is no code")
    return squeezed(code)


def _base36(number: int) -> str:
    if not 0 <= number < _NUMBERS:
        raise ValueError(f"{number} is no number of the database")
    digits = _DIGITS[number % 36]
    while number := number // 36:
        digits = _DIGITS[number % 36] + digits
    return digits


@cache
def _arguments(kind: Any) -> tuple[tuple[str, Any, bool], ...]:
    """Return the name and the type of every field of a dataclass, and whether it may be left out."""
    # The fields hold their annotations as texts.
    hints = get_type_hints(kind)
    return tuple(
        (field.name, next(iter(get_args(hints[field.name])), hints[field.name]), field.default is not MISSING)
        for field in fields(kind)
    )


def _read(kind: Any, args: deque[str]) -> Any:
    """Take what an argument of this type is written as. Raises IndexError where there is too little of it."""
    if kind is int:
        # Takes signs, spaces and underscores as well; `read` compares, and so does not.
        return int(args.popleft(), 36)
    if kind is str:
        return read_code(args.popleft()) or ""  # which is no code, so no button carries it
    if kind is Period:
        return Period.parse(args.popleft())
    if issubclass(kind, StrEnum):
        return kind(args.popleft())
    return kind(**{name: _read(inner, args) for name, inner, optional in _arguments(kind) if args or not optional})
