"""A rule of reminders as it is changed in the chat: one part after the other, from what is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from bot.domain.people import Role
from bot.domain.reminder_rules import AT_ONCE, HOURS, ONE_MARK, Kind, Mark, Rule, Side, audiences, checked, sides
from bot.errors import BotError

DRAFT_KIND = "reminder_rule"
"""The kind of the drafts that hold a rule not applied yet, which are of no seat; their subject is the kind of rule."""


class RulePart(StrEnum):
    """What of a rule is changed; the value stands in buttons. The first ones are marks."""

    OPENING = "s"
    WAITED = "r"
    BEFORE = "d"
    BEFORE_WORKING = "w"
    AFTER = "o"
    MINUTES = "m"
    ROLE = "a"
    HOUR = "h"
    LATE = "l"


SIDE_OF: Mapping[RulePart, Side] = {
    RulePart.OPENING: Side.OPENING,
    RulePart.WAITED: Side.WAITED,
    RulePart.BEFORE: Side.BEFORE,
    RulePart.BEFORE_WORKING: Side.BEFORE_WORKING,
    RulePart.AFTER: Side.AFTER,
    RulePart.MINUTES: Side.MINUTES,
}
PART_OF: Mapping[Side, RulePart] = {side: part for part, side in SIDE_OF.items()}
_NUMBERS: Mapping[RulePart, Sequence[int]] = {
    RulePart.OPENING: (0,),
    RulePart.WAITED: (1, 2, 3, 4, 5, 7, 10, 15),
    RulePart.BEFORE: (0, 1, 2, 3, 4, 5, 7, 10, 14, 21, 30),
    RulePart.BEFORE_WORKING: (1, 2, 3, 4, 5, 7, 10),
    RulePart.AFTER: (1, 2, 3, 4, 5, 7, 10, 15, 20),
    RulePart.MINUTES: (10, 15, 20, 30, 45, 60, 90, 120, 180, 240),
    RulePart.LATE: (0, 1, 2, 3, 5, 10, 15, 20),
}
ROLES = tuple(Role)
"""A role stands in buttons as its place here, an hour as one more than its place among the hours, 0 being none."""


def parts(kind: Kind) -> list[RulePart]:
    """Return what of a rule of this kind can be changed."""
    marks = [part for part, side in SIDE_OF.items() if side in sides(kind)]
    role = [RulePart.ROLE] if len(audiences(kind)) > 1 else []
    return [*marks, *role, *([] if kind in AT_ONCE else [RulePart.HOUR, RulePart.LATE])]


def offered(kind: Kind, rule: Rule, part: RulePart) -> list[int]:
    """Return the numbers that a part may get: of a mark and a role those that are not there yet."""
    if part not in parts(kind):
        return []
    if part is RulePart.HOUR:
        numbers: Sequence[int] = range(len(HOURS) + 1)
    elif part is RulePart.ROLE:
        numbers = [place for place, role in enumerate(ROLES) if role in audiences(kind)]
    else:
        numbers = _NUMBERS[part]
    return [number for number in numbers if _stands(kind, rule, part, number)]


def _stands(kind: Kind, rule: Rule, part: RulePart, number: int) -> bool:
    try:
        return with_part(kind, rule, part, number) != rule
    except BotError:
        return False


def with_part(kind: Kind, rule: Rule, part: RulePart, number: int) -> Rule:
    """Return a rule with a part set, or with one more mark or role. Raises BotError("bad_rule")."""
    match part:
        case RulePart.HOUR:
            return checked(kind, replace(rule, hour=HOURS[number - 1] if 0 < number <= len(HOURS) else None))
        case RulePart.LATE:
            return checked(kind, replace(rule, late_days=number))
        case RulePart.ROLE:
            return checked(kind, replace(rule, audience=rule.audience | {_role(kind, number)}))
    mark = Mark(SIDE_OF[part], number)
    # Of what is told once there is one mark, and a new one takes its place.
    others = [each for each in rule.marks if each != mark and not (_has_one_of(kind) and each.side is mark.side)]
    return checked(kind, replace(rule, marks=(*others, mark)))


def _has_one_of(kind: Kind) -> bool:
    return kind in ONE_MARK or kind is Kind.DRAFT


def without_part(kind: Kind, rule: Rule, part: RulePart, number: int) -> Rule:
    """Return a rule without a mark or a role. Raises BotError("bad_rule") where it cannot do without."""
    if part is RulePart.ROLE:
        return checked(kind, replace(rule, audience=rule.audience - {_role(kind, number)}))
    if part not in SIDE_OF:
        raise BotError("bad_rule", kind=kind.value, part=part.name.lower(), value=str(number))
    gone = Mark(SIDE_OF[part], number)
    return checked(kind, replace(rule, marks=tuple(mark for mark in rule.marks if mark != gone)))


def _role(kind: Kind, place: int) -> Role:
    if place >= len(ROLES):
        raise BotError("bad_rule", kind=kind.value, part="audience", value=str(place))
    return ROLES[place]


def removable(kind: Kind, rule: Rule) -> list[tuple[RulePart, int]]:
    """Return the marks and roles that a rule can do without."""
    there = [(PART_OF[mark.side], mark.number) for mark in rule.marks]
    there += [(RulePart.ROLE, place) for place, role in enumerate(ROLES) if role in rule.audience]
    return [(part, number) for part, number in there if _can_go(kind, rule, part, number)]


def _can_go(kind: Kind, rule: Rule, part: RulePart, number: int) -> bool:
    try:
        without_part(kind, rule, part, number)
    except BotError:
        return False
    return True
