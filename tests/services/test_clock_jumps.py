"""The machine's clock is set back or forward while reminders are due: none is missed, none comes twice.

What counts is what the clock shows: a mark whose hours it never showed comes late, or the next one stands for it.
"""

from __future__ import annotations

import time as machine
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from bot.clock import VN
from tests.services.reminded import Reminded, example_in
from tests.world import World

FIRST, CALM, LAST = (datetime(2026, 11, day, 9, tzinfo=VN) for day in (16, 23, 25))
"""The clock jumps no more after the second; there is a morning after any last jump."""
DEADLINE = date(2026, 11, 20)
MEMBERS = ("AN", "BICH", "BINH")
STEPS = (timedelta(hours=-1), timedelta(hours=1), timedelta(days=-1), timedelta(days=1))
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A week is long: what fails is not made shorter."""
Jump = tuple[int, timedelta]
"""After how many minutes since the beginning or the last jump the clock is set, and by how much."""
NIGHT, DAY = (3 * 24 + 11) * 60, timedelta(days=1)
"""The minutes from the beginning to the evening before the deadline."""
HOURS = st.integers(0, 96).map(lambda hours: hours * 60)
JUMPS = st.lists(
    st.tuples(HOURS, st.sampled_from(STEPS), st.one_of(st.none(), st.integers(1, 720))), min_size=1, max_size=3
).map(
    lambda found: [
        jump
        for minutes, step, right in found
        for jump in ((minutes, step), *(() if right is None else ((right, -step),)))
    ]
)
"""Steps that stay, and steps that are put right after a while."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A base of members who owe the report of 11/2026, due on the 20th."""
    world = World(tmp_path_factory.mktemp("jumps"))
    world.import_roster()
    for code in (*MEMBERS, "CHI"):
        world.link(code)
    yield world
    world.close()


Span = tuple[datetime, datetime]


def live(reminded: Reminded, jumps: Sequence[Jump]) -> list[Span]:
    """Live through the days of the deadline; return the spans that the clock showed."""
    spans = []
    for minutes, step in jumps:
        began = reminded.wall.at
        if began < CALM:
            reminded.live_until(min(began + timedelta(minutes=minutes), CALM))
            spans.append((began, reminded.wall.at))
            reminded.wall.at += step
    spans.append((reminded.wall.at, LAST))
    reminded.live_until(LAST)
    return spans


def showed_morning(spans: Sequence[Span], day: date) -> bool:
    """Whether the clock showed a time at which reminders are sent."""
    first, last = (datetime.combine(day, at, VN) for at in (time(8, 30), time(17)))
    return any(began < last and end >= first for began, end in spans)


def missed_or_doubled(reminded: Reminded, spans: Sequence[Span]) -> list[str]:
    """Return what is wrong with the reports' reminders of these days."""
    sent = Counter((card.account, key) for card in reminded.sent for key in card.keys)
    cards = Counter((card.account, card.day, bool(card.keys)) for card in reminded.sent)
    got = {key for _, key in sent}
    matters: dict[int, list[str]] = {person: [] for person in range(1, len(MEMBERS) + 1)}
    closed = set()
    for key, row in reminded.occurrences().items():
        if row["kind"] == "closing" and key in got:
            closed.add(row["person"])
        if "2026-11-17" <= row["send_on"] <= "2026-11-23" and row["kind"] == "report":
            matters[row["person"]].append(key)
    wrong = [f"twice: {each}" for each, times in (sent + cards).items() if times > 1]
    for person, keys in matters.items():
        if len(keys) != 4:
            wrong.append(f"{person} has {keys}")
        unsent = [key for key in keys if key not in got]
        nearer_sent = [any(later in got for later in keys[keys.index(key) + 1 :]) for key in unsent]
        missed = [key for key, nearer in zip(unsent, nearer_sent, strict=True) if not nearer]
        # The close stands for what was overdue before it.
        wrong += [f"missed: {key}" for key in missed if not ("-o1:" in key and person in closed)]
        if showed_morning(spans, DEADLINE):
            wrong += [f"not on its day: {key}" for key in unsent if "-d0:" in key]
    return wrong


@settings(max_examples=20, phases=PHASES)
@given(JUMPS)
@example([(NIGHT, DAY), (60, -DAY)])
@example([(NIGHT + 9 * 60, DAY), (5 * 60, -DAY)])
@example([(2640, DAY), (5084, DAY)])
def test_no_reminder_is_missed_or_doubled_however_the_clock_jumps(base: World, jumps: list[Jump]) -> None:
    def work(reminded: Reminded) -> None:
        spans = live(reminded, jumps)
        assert missed_or_doubled(reminded, spans) == []

    example_in(base, FIRST, work)


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server stands in another time zone, where the mornings of Viet Nam are evenings of the day before."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Los_Angeles")
        machine.tzset()
        yield
    machine.tzset()


@pytest.mark.usefixtures("abroad")
def test_on_a_server_in_another_time_zone_reminders_come_on_the_mornings_of_viet_nam(base: World) -> None:
    def work(reminded: Reminded) -> None:
        live(reminded, ())
        at = Counter(f"{card.at.astimezone(VN):%d %H:%M}" for card in reminded.sent if card.keys)
        assert at == {f"{day} 08:30": len(MEMBERS) for day in (17, 19, 20, 23, 25)}

    example_in(base, FIRST, work)


def test_what_was_given_up_by_a_clock_that_was_ahead_is_sent_on_its_true_day(base: World) -> None:
    def work(reminded: Reminded) -> None:
        reminded.look()
        reminded.sleep_until(datetime(2026, 11, 25, 5, tzinfo=VN))
        reminded.wall.at += DAY
        reminded.live_until(reminded.wall.at + timedelta(hours=1))  # by then the period is closed
        reminded.wall.at -= DAY
        reminded.live_until(LAST)

        assert {key.partition(":")[0] for card in reminded.sent for key in card.keys} >= {"closing-d0"}

    example_in(base, FIRST, work)
