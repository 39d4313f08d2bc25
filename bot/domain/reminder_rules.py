"""The rules of reminders, as data: of what, on which days, at which hour, to whom, and how late still.

Shipped rules are version 0; an office's own have the number of their version. A rule says when; what is due, and
whether it still is, is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from bot.domain.people import Role
from bot.errors import BotError


class Kind(StrEnum):
    """What is due, or waited for; the value stands in keys, files and buttons."""

    REPORT = "report"
    CLOSING = "closing"
    """A report that is missing when its period closes: what is sent by then still enters the addendum."""
    TASK = "task"
    """A course that a seat leads, or follows in the name of an agency without a seat."""
    JOINT = "joint"
    """A task that a seat takes part in, whose lead is not done."""
    QUESTION = "question"
    """What the desk asked about a difficulty and nobody has answered."""
    CONFIRMATION = "confirmation"
    """A result of which its sender has not said whether it solves the difficulty."""
    APPROVAL = "approval"
    """A report that waits for its principal's approval."""
    DRAFT = "draft"
    """A draft that nobody has touched; its day is that on which it is deleted."""
    RECEIPT = "receipt"
    """That a task was received: asked of those who report for its lead,"""
    RECEIPT_PRINCIPAL = "receipt_principal"
    """of the principal of its lead,"""
    RECEIPT_DESK = "receipt_desk"
    """and told to an officer."""
    UNANSWERED = "unanswered"
    """That somebody has seen that a report or a task of theirs is overdue: asked again of those who were told,"""
    UNANSWERED_PRINCIPAL = "unanswered_principal"
    """of everybody who holds the seat,"""
    UNANSWERED_DESK = "unanswered_desk"
    """and told to an officer, who calls."""
    URGENT = "urgent"
    """An urgent report that nobody has accepted: the desk is called again."""
    URGENT_LEADER = "urgent_leader"
    """An urgent report that nobody has accepted: leaders are told."""
    SOON = "soon"
    """A report to be handled early that nobody has accepted: the desk is called again."""


class Side(StrEnum):
    """What the number of a mark counts; the value begins its code."""

    OPENING = "open"
    """No number: the day on which a period is announced."""
    WAITED = "r"
    """Working days since it has been waited for."""
    BEFORE = "d"
    """Days before the deadline; none is the day itself."""
    BEFORE_WORKING = "w"
    """Working days before the deadline."""
    AFTER = "o"
    """Working days after the deadline."""
    MINUTES = "m"
    """Minutes since it has been waited for, at any hour of any day."""


@dataclass(frozen=True)
class Mark:
    """Which moment before or after a deadline a reminder belongs to."""

    side: Side
    number: int = 0

    def __str__(self) -> str:
        """Return its code."""
        return self.code

    @cached_property
    def code(self) -> str:
        """Its code, as it stands in keys, files and the base."""
        return self.side.value if self.side is Side.OPENING else f"{self.side.value}{self.number}"

    @classmethod
    def parse(cls, code: str) -> Mark:
        """Read a code. Raises ValueError."""
        if code == Side.OPENING:
            return OPENING
        number = code[1:]
        if not (number.isascii() and number.isdigit()) or str(int(number)) != number:
            raise ValueError(code)
        return cls(Side(code[:1]), int(number))

    @property
    def is_ahead(self) -> bool:
        """Whether it belongs before the deadline, and would be untrue after it."""
        return self.side in (Side.OPENING, Side.BEFORE_WORKING) or (self.side is Side.BEFORE and self.number > 0)

    @property
    def is_overdue(self) -> bool:
        """Whether it belongs after the deadline."""
        return self.side is Side.AFTER


OPENING = Mark(Side.OPENING)
ON_THE_DAY = Mark(Side.BEFORE, 0)
"""The deadline is today: no rule can do without it, no budget or pause holds it back, and it never moves."""


def before(days: int) -> Mark:
    """Return the mark so many days before a deadline."""
    return Mark(Side.BEFORE, days)


def after(working_days: int) -> Mark:
    """Return the mark so many working days after a deadline."""
    return Mark(Side.AFTER, working_days)


def waited(working_days: int) -> Mark:
    """Return the mark of what has been waited for so many working days."""
    return Mark(Side.WAITED, working_days)


_IN_TIME = (Side.OPENING, Side.WAITED, Side.BEFORE_WORKING, Side.BEFORE, Side.AFTER, Side.MINUTES)


def _in_time(mark: Mark) -> tuple[int, int]:
    falling = mark.side in (Side.BEFORE, Side.BEFORE_WORKING)
    return _IN_TIME.index(mark.side), -mark.number if falling else mark.number


@dataclass(frozen=True)
class Rule:
    """When it is reminded of one kind of thing.

    `marks` in order of time. `hour` is that of Viet Nam, None that of each person's morning card. `late_days` are the
    working days after its day in which a reminder that could not be sent is still sent late; one that belongs before
    the deadline is never sent after it.
    """

    marks: tuple[Mark, ...]
    audience: frozenset[Role]
    late_days: int
    hour: time | None = None


@dataclass(frozen=True)
class Ruleset:
    """All rules in force; `version` 0 are those shipped."""

    version: int
    rules: Mapping[Kind, Rule]

    def of(self, kind: Kind) -> Rule:
        """Return the rule of a kind."""
        return self.rules[kind]

    def waits(self, kind: Kind) -> timedelta:
        """Return how long it is waited before that of which there is one mark, in minutes, is told."""
        return timedelta(minutes=self.rules[kind].marks[0].number)

    def notice(self, kind: Kind) -> timedelta:
        """Return how long before its day what is due is told last."""
        return timedelta(days=min(mark.number for mark in self.rules[kind].marks if mark.is_ahead))

    def with_rule(self, kind: Kind, rule: Rule) -> Ruleset:
        """Return the rules with one changed, of the same version. Raises what `checked` raises."""
        return replace(self, rules={**self.rules, kind: checked(kind, rule)})


_MEMBERS = frozenset({Role.PRINCIPAL, Role.FOCAL})
_DATED = frozenset({Side.BEFORE, Side.BEFORE_WORKING, Side.AFTER})
_AHEAD = frozenset({Side.BEFORE, Side.BEFORE_WORKING})
_SIDES: Mapping[Kind, frozenset[Side]] = {
    Kind.REPORT: _DATED | {Side.OPENING},
    Kind.CLOSING: _AHEAD,
    Kind.TASK: _DATED,
    Kind.JOINT: _DATED,
    Kind.QUESTION: _AHEAD,
    Kind.CONFIRMATION: _AHEAD,
    Kind.APPROVAL: _AHEAD,
    Kind.DRAFT: frozenset({Side.WAITED, Side.BEFORE}),
    Kind.RECEIPT: frozenset({Side.WAITED}),
    Kind.RECEIPT_PRINCIPAL: frozenset({Side.WAITED}),
    Kind.RECEIPT_DESK: frozenset({Side.WAITED}),
    Kind.UNANSWERED: frozenset({Side.WAITED}),
    Kind.UNANSWERED_PRINCIPAL: frozenset({Side.WAITED}),
    Kind.UNANSWERED_DESK: frozenset({Side.WAITED}),
    Kind.URGENT: frozenset({Side.MINUTES}),
    Kind.URGENT_LEADER: frozenset({Side.MINUTES}),
    Kind.SOON: frozenset({Side.WAITED}),
}
"""What the marks of each kind may count."""
_AUDIENCES: Mapping[Kind, frozenset[Role]] = {
    Kind.APPROVAL: frozenset({Role.PRINCIPAL}),
    Kind.RECEIPT_DESK: frozenset({Role.SECRETARIAT}),
    Kind.UNANSWERED_DESK: frozenset({Role.SECRETARIAT}),
    Kind.URGENT: frozenset({Role.SECRETARIAT}),
    Kind.URGENT_LEADER: frozenset({Role.LEADER}),
    Kind.SOON: frozenset({Role.SECRETARIAT}),
}
"""To whom a kind may go; every other goes to those who hold a seat."""
KEEPS_THE_DAY = frozenset({Kind.REPORT, Kind.TASK})
"""Kinds of which everybody who owes is told on the day of the deadline, whatever else a rule says."""
ONE_MARK = frozenset(
    {
        Kind.RECEIPT,
        Kind.RECEIPT_PRINCIPAL,
        Kind.RECEIPT_DESK,
        Kind.UNANSWERED,
        Kind.UNANSWERED_PRINCIPAL,
        Kind.UNANSWERED_DESK,
        Kind.URGENT,
        Kind.URGENT_LEADER,
        Kind.SOON,
    }
)
"""Kinds that are told once."""
AT_ONCE = frozenset({Kind.URGENT, Kind.URGENT_LEADER, Kind.SOON})
"""Kinds that no morning card collects: they go by themselves, the urgent ones at any hour of any day."""
MOST_MARKS, MOST_DAYS, MOST_MINUTES, MOST_LATE = 8, 60, 24 * 60, 30
HOURS = tuple(time(hour, minute) for hour in range(7, 17) for minute in (0, 30))
"""The hours that a rule may name."""


def sides(kind: Kind) -> frozenset[Side]:
    """Return what the marks of a kind may count."""
    return _SIDES[kind]


def audiences(kind: Kind) -> frozenset[Role]:
    """Return to whom reminders of a kind may go."""
    return _AUDIENCES.get(kind, _MEMBERS)


def checked(kind: Kind, rule: Rule) -> Rule:
    """Return a rule with its marks in order of time.

    Raises BotError("bad_rule") that names the kind, the part (`marks`, `audience`, `late_days`, `hour`) and the value.
    """
    _need(rule.audience and rule.audience <= audiences(kind), kind, "audience", _listed(rule.audience))
    _need(0 <= rule.late_days <= MOST_LATE, kind, "late_days", rule.late_days)
    _need(rule.hour is None or (rule.hour in HOURS and kind not in AT_ONCE), kind, "hour", rule.hour)
    codes = _listed(rule.marks)
    _need(0 < len(rule.marks) <= MOST_MARKS and len(set(rule.marks)) == len(rule.marks), kind, "marks", codes)
    for mark in rule.marks:
        _need(mark.side in _SIDES[kind] and _is_bounded(mark), kind, "marks", mark)
    _need(kind not in KEEPS_THE_DAY or ON_THE_DAY in rule.marks, kind, "marks", codes)
    _need(kind not in ONE_MARK or len(rule.marks) == 1, kind, "marks", codes)
    _need(kind is not Kind.DRAFT or _has_notice(rule), kind, "marks", codes)
    return replace(rule, marks=tuple(sorted(rule.marks, key=_in_time)))


def _has_notice(rule: Rule) -> bool:
    """No draft is deleted unsaid: one mark before its end, beside one at most of how long it has lain."""
    ahead = [mark for mark in rule.marks if mark.is_ahead]
    return len(ahead) == 1 and len(rule.marks) <= 2


def _is_bounded(mark: Mark) -> bool:
    match mark.side:
        case Side.OPENING:
            return mark.number == 0
        case Side.BEFORE:
            return 0 <= mark.number <= MOST_DAYS
        case Side.MINUTES:
            return 1 <= mark.number <= MOST_MINUTES
    return 1 <= mark.number <= MOST_DAYS


def _need(true: object, kind: Kind, part: str, value: object) -> None:
    if not true:
        raise BotError("bad_rule", kind=kind.value, part=part, value=str(value))


def _listed(found: Collection[object]) -> str:
    return ", ".join(sorted(map(str, found)))


# --- as files and the base hold them


def as_plain(rules: Mapping[Kind, Rule]) -> dict[str, Any]:
    """Return rules as plain JSON, for `from_plain`."""
    return {kind.value: _rule_as_plain(rule) for kind, rule in rules.items()}


def _rule_as_plain(rule: Rule) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "marks": [str(mark) for mark in rule.marks],
        "audience": sorted(rule.audience),
        "late_days": rule.late_days,
    }
    return plain | ({"hour": f"{rule.hour:%H:%M}"} if rule.hour else {})


def from_plain(plain: Mapping[str, Any]) -> dict[Kind, Rule]:
    """Read rules; what is not named is left out. Raises BotError("bad_rule") for whatever is not understood."""
    known = {kind.value: kind for kind in Kind}
    for name, row in plain.items():
        if name not in known or not isinstance(row, Mapping):
            raise BotError("bad_rule", kind=name, part="name", value=name)
    return {known[name]: _rule(known[name], row) for name, row in plain.items()}


def _rule(kind: Kind, row: Mapping[str, Any]) -> Rule:
    for part in ("marks", "audience", "late_days"):
        _need(part in row, kind, part, "")
    for part in row:
        _need(part in ("marks", "audience", "late_days", "hour"), kind, part, row[part])
    _need(type(row["late_days"]) is int, kind, "late_days", row["late_days"])
    marks = tuple(_read(kind, "marks", code, Mark.parse) for code in _list(kind, "marks", row["marks"]))
    roles = frozenset(_read(kind, "audience", role, Role) for role in _list(kind, "audience", row["audience"]))
    hour = row.get("hour")
    at = hour if hour is None or isinstance(hour, time) else _read(kind, "hour", hour, time.fromisoformat)
    return checked(kind, Rule(marks, roles, row["late_days"], at))


def _list(kind: Kind, part: str, value: Any) -> list[Any]:
    _need(isinstance(value, list), kind, part, value)
    found: list[Any] = value
    return found


def _read(kind: Kind, part: str, value: Any, read: Any) -> Any:
    try:
        return read(value)
    except (ValueError, TypeError) as error:
        raise BotError("bad_rule", kind=kind.value, part=part, value=str(value)) from error
