"""The rules of reminders as an office changes them: read from a file, compared with those in force, set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.data_source import rules_in
from bot.domain.reminder_rules import Kind, Rule, Ruleset, as_plain
from bot.domain.reminders import Occurrence, OccurrenceState
from bot.domain.rule_moves import Move, moves
from bot.errors import BotError
from bot.services import reminding
from bot.toml_file import TomlFile, toml_in
from storage import ledgers, reminder_outlook, reminder_rules
from storage.in_force import of_version
from storage.unit import Unit


def read(text: str, file_name: str, base: Ruleset) -> Ruleset:
    """Return rules with those changed that a file names, and of these the parts that it names.

    An `hour` that is empty is that of each person's morning card. Raises BotError("bad_file") or ("bad_file_lacks")
    with the line.
    """
    return read_file(toml_in(text.encode("utf-8", errors="surrogateescape"), Path(file_name)), base)


def read_file(file: TomlFile, base: Ruleset) -> Ruleset:
    """Return rules with those changed that a file names. Raises what `read` raises."""
    before = as_plain(base.rules)
    whole = {name: _over(before.get(name, {}), row) for name, row in file.data.items()}
    return replace(base, rules={**base.rules, **rules_in(replace(file, data=whole))})


def _over(before: Mapping[str, Any], row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row  # which is then refused
    merged = {**before, **row}
    return {part: value for part, value in merged.items() if (part, value) != ("hour", "")}


def differing(old: Ruleset, new: Ruleset) -> list[Kind]:
    """Return the kinds whose rule is another, in their order."""
    return [kind for kind in Kind if old.of(kind) != new.of(kind)]


def of_number(unit: Unit, number: int) -> Ruleset:
    """Return the rules of a version; 0 are those that ship. Raises BotError("stale") where there is none of it."""
    if number == 0:
        return unit.shipped.reminders
    found = reminder_rules.by_number(unit.db, number)
    if found is None:
        raise BotError("stale")
    return of_version(unit.shipped.reminders, found)


def moved(unit: Unit, new: Ruleset) -> list[Move]:
    """Return what would move if these rules were in force: of what is not sent, nor on its way."""
    old = unit.rules.reminders
    supposed = unit.supposing(replace(unit.rules, reminders=new))
    kinds = differing(old, new)
    before = reminding.planned(unit, reminding.due_now(unit, kinds))
    after = reminding.planned(supposed, reminding.due_now(supposed, kinds))
    return moves(to_send(unit, before), to_send(unit, after), old, new)


_WAITING = frozenset({OccurrenceState.PLANNED, OccurrenceState.EXPIRED})


def to_send(unit: Unit, planned: Sequence[Occurrence]) -> list[Occurrence]:
    """Return those of what is planned that are still to go out: neither sent, nor on their way, nor given up."""
    became = reminder_outlook.states(unit.db, [each.key for each in planned])

    def is_to_send(each: Occurrence) -> bool:
        state = became.get(each.key)
        if state in _WAITING:
            return True
        return state in (None, OccurrenceState.SUPERSEDED) and each.send_on >= unit.today

    return [each for each in planned if is_to_send(each)]


def put(unit: Unit, rules: Mapping[Kind, Rule], version: int, by: str) -> int:
    """Set rules in place of those of a version, and plan the reminders anew; return the number of the new version.

    `by` is how the audit names who does it. Raises BotError("rules_changed") where another version is in force.
    """
    before = unit.rules.reminders
    if before.version != version:
        raise BotError("rules_changed")
    number = reminder_rules.put_version(unit.db, rules, by, unit.now)
    changed = differing(before, Ruleset(number, rules))
    ledgers.append_audit(
        unit.db, unit.now, by, "rules.set", f"rules:{number}", {"kinds": [kind.value for kind in changed]}
    )
    reminding.plan_changed(Unit(unit.db, unit.now, unit.shipped))  # which goes by the new rules
    return number
