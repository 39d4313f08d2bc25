"""However often the rules are changed: what is not sent is what the last of them plan, and what was sent stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.reminder_rules import HOURS, MOST_LATE, Kind, Mark, Rule, Ruleset, Side, audiences, checked, sides
from bot.domain.reminders import Occurrence, OccurrenceState
from bot.domain.rule_moves import Becomes
from bot.errors import BotError
from bot.services import reminder_rules, reminding
from bot.services.reminding.planning import is_beyond
from storage import reminders
from storage.unit import Unit
from tests.task_world import import_tasks
from tests.world import World

CHANGED = (Kind.REPORT, Kind.TASK, Kind.JOINT, Kind.RECEIPT)
NUMBERS = st.integers(0, 12)


@st.composite
def rules(draw: st.DrawFn, kind: Kind) -> Rule:
    """Return any rule of a kind that may be set."""
    sides_of = st.sampled_from(sorted(sides(kind)))
    drawn = draw(st.lists(st.builds(Mark, sides_of, NUMBERS), min_size=1, max_size=5, unique=True))
    marks = [replace(mark, number=0) if mark.side is Side.OPENING else mark for mark in drawn]
    people = draw(st.sets(st.sampled_from(sorted(audiences(kind))), min_size=1))
    hour: time | None = draw(st.none() | st.sampled_from(HOURS))
    rule = Rule(tuple(dict.fromkeys(marks)), frozenset(people), draw(st.integers(0, MOST_LATE)), hour)
    for fitting in (rule, replace(rule, marks=(*rule.marks, Mark(Side.BEFORE))), replace(rule, marks=rule.marks[:1])):
        try:
            return checked(kind, fitting)
        except BotError:
            continue
    return draw(st.nothing())


CHANGES = st.one_of(*(st.tuples(st.just(kind), rules(kind).filter(bool)) for kind in CHANGED))


def moment(world: World) -> Unit:
    return Unit(world.db, world.clock.now(), world.rules)


def ahead(unit: Unit, found: list[Occurrence]) -> set[tuple[str, str]]:
    return {(each.key, each.send_on.isoformat()) for each in found if each.send_on >= unit.today and near(unit, each)}


def near(unit: Unit, each: Occurrence) -> bool:
    """Whether it is planned already; what is too far away is shown to move as well."""
    return not is_beyond(each.due.kind, each.send_on, unit.today)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(CHANGES, st.integers(0, 2), st.booleans()), min_size=1, max_size=6))
def test_after_any_changes_the_unsent_are_those_of_the_last_rules(
    changes: list[tuple[tuple[Kind, Rule], int, bool]],
) -> None:
    with TemporaryDirectory() as scratch:
        world = World(Path(scratch))
        world.import_roster()
        import_tasks(world)
        reminding.plan_now(moment(world))
        sent: dict[str, str] = {}
        for (kind, rule), days, sends in changes:
            world.clock.set(world.clock.now() + timedelta(days=days))
            unit = moment(world)
            reminding.plan_now(unit)
            if sends:  # what has come by now goes out
                come = [each for each in reminders.unsent(unit.db, unit.today) if each.send_on <= unit.today]
                reminders.mark(unit.db, come, OccurrenceState.SENT, unit.now)
                sent |= {each.key: each.send_on.isoformat() for each in come}
                # What was told may have a ladder now.
                reminding.plan_now(moment(world))
            new = unit.rules.reminders.with_rule(kind, rule)
            _change(unit, new)
            after = moment(world)
            due = reminding.planned(after, reminding.due_now(after))
            not_sent = [each for each in due if each.key not in sent]
            assert ahead(after, reminders.unsent(after.db, after.today)) == ahead(after, not_sent)
            states = dict(after.db.execute("SELECT key, state FROM reminders WHERE state = 'sent'").fetchall())
            assert set(states) == set(sent)
        world.close()


def _change(unit: Unit, new: Ruleset) -> None:
    """Set rules; what was shown to move is what has moved."""
    was = {each.key for each in reminders.unsent(unit.db, unit.today)}
    shown = reminder_rules.moved(unit, new)
    reminder_rules.put(unit, new.rules, unit.rules.reminders.version, "test")
    now = {each.key for each in reminders.unsent(unit.db, unit.today)}
    of_rows = [m for m in shown if near(unit, m.occurrence)]
    assert {m.occurrence.key for m in of_rows if m.becomes is Becomes.DROPPED} == was - now
    assert {m.occurrence.key for m in of_rows if m.becomes is Becomes.ADDED} == now - was
