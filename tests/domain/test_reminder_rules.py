"""Rules of reminders as data: what is read, what is refused, and that an office's own are laid over what ships."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from bot.calendar_source import load_calendar
from bot.data_source import load_reminder_rules
from bot.domain.people import Role
from bot.domain.reminder_rules import (
    ON_THE_DAY,
    OPENING,
    Kind,
    Mark,
    Rule,
    after,
    as_plain,
    before,
    checked,
    from_plain,
    waited,
)
from bot.domain.reminders import Due, Occurrence, last_day, plan, this_morning
from bot.errors import BotError
from storage import reminder_rules
from tests.world import START, World

SHIPPED = load_reminder_rules()
CALENDAR = load_calendar(2025, 2028)
MEMBERS = frozenset({Role.FOCAL, Role.PRINCIPAL})
TASK = {"marks": ["d0", "d7", "o1"], "audience": ["focal"], "late_days": 3}


def test_every_kind_has_a_shipped_rule_that_stands_what_is_asked_of_an_offices_own() -> None:
    assert set(SHIPPED.rules) == set(Kind)
    assert {kind: checked(kind, rule) for kind, rule in SHIPPED.rules.items()} == SHIPPED.rules


@pytest.mark.parametrize("mark", [OPENING, before(7), ON_THE_DAY, Mark.parse("w1"), after(3), waited(2)])
def test_the_code_of_a_mark_is_read_as_it_is_written(mark: Mark) -> None:
    assert Mark.parse(str(mark)) == mark


def test_rules_are_read_as_they_are_kept() -> None:
    assert from_plain(as_plain(SHIPPED.rules)) == SHIPPED.rules


def test_marks_stand_in_order_of_time_however_they_were_written() -> None:
    (rule,) = from_plain({"task": TASK}).values()

    assert rule.marks == (before(7), ON_THE_DAY, after(1))


@pytest.mark.parametrize(
    ("kind", "changed", "part"),
    [
        ("taks", {}, "name"),
        ("task", {"marks": ["d7"]}, "marks"),  # the day itself is missing
        ("task", {"marks": []}, "marks"),
        ("task", {"marks": ["d0", "d0"]}, "marks"),
        ("task", {"marks": ["d0", "d61"]}, "marks"),
        ("task", {"marks": ["d0", "d07"]}, "marks"),
        ("task", {"marks": ["d0", "7"]}, "marks"),
        ("task", {"marks": ["d0", "open"]}, "marks"),  # nothing opens
        ("task", {"marks": ["d0", "m5"]}, "marks"),
        ("task", {"marks": "d0"}, "marks"),
        ("task", {"marks": [7]}, "marks"),
        ("task", {"audience": ["secretariat"]}, "audience"),
        ("task", {"audience": []}, "audience"),
        ("task", {"audience": ["chief"]}, "audience"),
        ("task", {"late_days": -1}, "late_days"),
        ("task", {"late_days": True}, "late_days"),
        ("task", {"late_days": "3"}, "late_days"),
        ("task", {"hour": "02:00"}, "hour"),  # at night
        ("task", {"hour": "08:15"}, "hour"),
        ("task", {"hour": "half past eight"}, "hour"),
        ("task", {"hours": "08:30"}, "hours"),
        ("receipt", {"marks": ["r1", "r2"], "audience": ["focal"]}, "marks"),
        ("urgent", {"marks": ["m30"], "audience": ["secretariat"], "hour": "08:30"}, "hour"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(kind: str, changed: dict[str, Any], part: str) -> None:
    with pytest.raises(BotError) as refused:
        from_plain({kind: TASK | changed})

    assert refused.value.code == "bad_rule"
    assert refused.value.params["part"] == part
    assert refused.value.params["kind"] == kind


def test_a_rule_may_name_an_hour_of_the_day() -> None:
    (rule,) = from_plain({"task": TASK | {"hour": "14:00"}}).values()

    assert rule.hour == time(14)
    assert from_plain(as_plain({Kind.TASK: rule})) == {Kind.TASK: rule}


def test_what_belongs_before_a_deadline_is_never_sent_after_it_however_late_its_rule_allows() -> None:
    due = Due(Kind.TASK, "NV-26-001", 1, 1, date(2026, 11, 20))
    rule = Rule((before(3), ON_THE_DAY, after(1)), MEMBERS, late_days=5)

    assert last_day(Occurrence(before(3), due, date(2026, 11, 17)), rule, CALENDAR) == date(2026, 11, 20)
    # Tuesday the 24th is a day off.
    assert last_day(Occurrence(after(1), due, date(2026, 11, 23)), rule, CALENDAR) == date(2026, 12, 1)


def test_after_its_time_a_reminder_is_too_late_and_no_nearer_one_takes_its_place() -> None:
    due = Due(Kind.JOINT, "NV-26-001", 1, 1, date(2026, 11, 20))
    planned = plan([due], SHIPPED, CALENDAR)

    in_time = this_morning(planned, date(2026, 11, 26), SHIPPED, CALENDAR)
    later = this_morning(planned, date(2026, 11, 27), SHIPPED, CALENDAR)

    assert [(o.mark, o.send_on.day) for o in in_time.send] == [(ON_THE_DAY, 20)]
    assert ([o.mark for o in later.late], later.send) == ([ON_THE_DAY], ())
    assert [o.mark for o in later.folded] == [before(3)]


def test_what_an_office_has_set_counts_from_the_next_unit_on_and_what_was_undone_never_does(still_world: World) -> None:
    world, own = still_world, from_plain({"task": TASK})

    class UndoneError(Exception):
        """Ends a unit of work without its changes."""

    def undone(db: Any) -> None:
        reminder_rules.put_version(db, own, "person:ADMIN", START)
        assert world.unit(db).rules.reminders.version == 1
        raise UndoneError

    with pytest.raises(UndoneError):
        world.write_now(undone)
    assert world.unit().rules.reminders == SHIPPED

    later = own | {Kind.TASK: Rule((before(2), ON_THE_DAY), MEMBERS, 3)}
    world.write_now(lambda db: reminder_rules.put_version(db, later, "person:ADMIN", START))

    found = world.unit().rules.reminders
    assert (found.version, found.of(Kind.TASK).marks) == (1, (before(2), ON_THE_DAY))
    assert found.of(Kind.REPORT) == SHIPPED.of(Kind.REPORT)
