"""However long the program is down, and whatever people do in between, no reminder vanishes.

Each ends as the oracle says: sent on its day, sent late within its time, folded into a nearer one, superseded, or
skipped with a reason. Nobody is sent two cards on a day, so the first after an interruption is the one that catches up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import Phase, event, example, given, settings
from hypothesis import strategies as st

from bot.calendar_source import load_calendar
from bot.clock import VN, FixedClock
from bot.domain.profiles import Budget
from bot.runtime.ticks import Tick, slots_between
from tests.domain.reminder_oracle import Office
from tests.services.plan_of_all import is_as_if_all_was_looked_at, undone
from tests.services.reminded import HALF_HOURS, PLANNED, Reminded, example_in
from tests.services.reminder_endings import CARD, UNTIL, Endings
from tests.services.reminder_facts import LINKED, MONTHLY, ROSTER, Acts, Facts, Matter, codes
from tests.world import USERS, World

CALENDAR = load_calendar(2022, 2032)
OFFICE = Office(CALENDAR.days, CALENDAR.decided_through)
KINDS = ("report", "closing", "approval", "task", "joint", "receipt", "receipt_principal", "receipt_desk")
"""What the facts tell of."""
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
ASSIGN = ("assign", (("HIEPHOIA",), 9))
"""There is a task in every example: it is assigned at the beginning."""
Act = tuple[str, tuple[object, ...]]


class Span(NamedTuple):
    """Time in which the program runs, what is done in it (after which share of it), and time in which it is down."""

    up: timedelta
    acts: tuple[tuple[float, Act], ...]
    down: timedelta


def act(name: str, *arguments: st.SearchStrategy[object]) -> st.SearchStrategy[Act]:
    return st.tuples(st.just(name), st.tuples(*arguments))


SEATS, PERSONS = st.sampled_from([*MONTHLY, "BOB"]), st.sampled_from(["AN", "BICH", "BINH", "HOA"])
TASKS = st.integers(0, 1)
ACTS = st.one_of(
    act("file", SEATS),
    act("excuse", SEATS),
    act("submit", st.just("HIEPHOIB")),
    act("give_back_report"),
    act("assign", st.sampled_from([("HIEPHOIA",), ("HIEPHOIB",), ("HIEPHOIA", "HIEPHOIB")]), st.integers(1, 25)),
    act("receive", TASKS),
    act("report", TASKS),
    act("give_back", TASKS),
    act("extend", TASKS, st.integers(1, 20)),
    act("suspend", TASKS),
    act("resume", TASKS),
    act("block", PERSONS),
    act("unblock", PERSONS),
    act("pause", st.sampled_from(["AN", "HOA"]), st.integers(0, 13)),
    act("move", st.just("NAM"), st.just("HIEPHOIC"), st.just("HIEPHOIA")),
)
HOURS = st.integers(60, 4 * 24 * 60)
LONG = st.integers(4 * 24 * 60, 30 * 24 * 60)
UP = st.one_of(HOURS, HOURS, st.integers(4 * 24 * 60, 10 * 24 * 60)).map(lambda minutes: timedelta(minutes=minutes))
DOWN = st.one_of(HOURS, HOURS, LONG).map(lambda minutes: timedelta(minutes=minutes))
"""An hour to thirty days, mostly no more than four: then some marks are late and others are not."""
DOING = st.lists(st.tuples(st.floats(0, 1), ACTS), max_size=4).map(lambda found: tuple(sorted(found)))
SPANS = st.lists(st.builds(Span, UP, DOING, DOWN), min_size=3, max_size=7)
FIRST_DAYS = st.builds(date, st.integers(2024, 2030), st.integers(1, 10), st.integers(5, 20))
"""Within the days in which most is said of a period."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A base of members who owe reports from 2024 on, by the calendar up to 2030."""
    world = World(tmp_path_factory.mktemp("downtime"), clock=FixedClock(datetime(2023, 6, 1, tzinfo=VN)))
    # The oracle knows of no budget, which the ladder of one task can use up: `test_pushes` and `test_cards` hold it.
    profile = replace(world.rules.profile, budget=Budget(per_day=3, per_subject=50))
    world.rules = replace(world.rules, calendar=CALENDAR, profile=profile)
    world.import_roster(ROSTER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.world.USERS", {**USERS, **LINKED})
        for code in LINKED:
            world.link(code)
    yield world
    world.close()


class Life:
    """The program and the oracle, living through the same days."""

    def __init__(self, reminded: Reminded) -> None:
        self.reminded = reminded
        self.facts = Facts(OFFICE)
        self.endings = Endings(self.facts, OFFICE)
        self._looked: dict[str, datetime | None] = {"plan": None, "morning": None}
        reminded.looked = self._look

    def live(self, spans: Sequence[Span]) -> None:
        for span in spans:
            began = self.reminded.wall.at
            acts = ((0.0, ASSIGN), *span.acts) if not self.facts.tasks else span.acts
            for share, (name, arguments) in acts:
                self.reminded.live_until(max(began + share * span.up, self.reminded.wall.at))
                if name != "assign" or len(self.facts.tasks) < 2:
                    getattr(Acts(self.facts, self.reminded.unit), name)(*arguments)
            self.reminded.live_until(max(began + span.up, self.reminded.wall.at))
            with undone(self.reminded.db):
                assert is_as_if_all_was_looked_at(self.reminded.unit)
            self.reminded.sleep_until(self.reminded.wall.at + span.down)

    def _look(self) -> None:
        now = self.reminded.wall.at.astimezone(VN)
        self.endings.look(now, self._came("plan", PLANNED, now), self._came("morning", HALF_HOURS, now))

    def _came(self, name: str, trigger: CronTrigger, now: datetime) -> datetime | None:
        """Return the last slot since the one that was looked at before; the first time that is now."""
        last = self._looked[name]
        came = (
            now if last is None else next(iter(slots_between(Tick(name, trigger, lambda _unit: []), last, now)), None)
        )
        self._looked[name] = came or last
        return came

    def found(self) -> dict[tuple[Matter, str], str]:
        """Return what became of each reminder by the base."""
        persons, seats = codes(self.reminded.db)
        ends = {}
        sent = {key: card.day for card in self.reminded.sent for key in card.keys}
        for key, row in self.reminded.occurrences().items():
            if row["kind"] in KINDS:
                person, seat = persons[row["person"]], seats[row["seat"]]
                matter = Matter(row["kind"], row["subject"], person, seat, date.fromisoformat(row["due_on"]))
                became = f"skipped: {row['reason']}" if row["state"] == "skipped" else row["state"]
                ends[matter, row["mark"]] = f"sent {sent[key]}" if became == "sent" else became
        return ends

    def expected(self) -> dict[tuple[Matter, str], str]:
        """Return what became of each reminder by the oracle."""
        return {
            which: f"sent {ending.sent_on}" if ending.became == "sent" else ending.became
            for which, ending in self.endings.found.items()
        }


def broken_rules(life: Life) -> list[str]:
    """Return what was sent at a wrong time, twice, or too often."""
    wrong: list[str] = []
    carded: set[tuple[int, date]] = set()
    keys = Counter((card.account, key) for card in life.reminded.sent for key in card.keys)
    wrong += [f"twice: {each}" for each, times in keys.items() if times > 1]
    for card in life.reminded.sent:
        at = card.at.astimezone(VN)
        marks = {key.partition(":")[0].rpartition("-")[2] for key in card.keys}
        if not CARD <= at.time() < UNTIL:
            wrong.append(f"in quiet hours: {card}")
        if not OFFICE.works(at.date()) and marks != {"d0"}:
            wrong.append(f"on a day off: {card}")
        if (card.account, at.date()) in carded and card.keys and marks != {"d0"}:
            wrong.append(f"a second card of a day that is not of its deadline: {card}")
        carded.update([(card.account, at.date())] if card.keys else [])
    return wrong


def lived(base: World, first: date, spans: Sequence[Span]) -> None:
    def work(reminded: Reminded) -> None:
        life = Life(reminded)
        life.live(spans)
        found, expected = life.found(), life.expected()
        assert {each: found.get(each) for each in expected | found if found.get(each) != expected.get(each)} == {
            each: expected.get(each) for each in expected | found if found.get(each) != expected.get(each)
        }
        assert broken_rules(life) == []
        for each in {each.kind_of_ending for each in life.endings.found.values()}:
            event(each)

    example_in(base, datetime(first.year, first.month, first.day, 9, tzinfo=VN), work)


@settings(max_examples=40, phases=PHASES)
@given(FIRST_DAYS, SPANS)
@example(date(2026, 2, 5), [Span(timedelta(hours=1), (), timedelta(hours=1))] * 3)
def test_no_reminder_vanishes_however_long_the_program_is_down(base: World, first: date, spans: list[Span]) -> None:
    lived(base, first, spans)
