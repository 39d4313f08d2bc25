"""What becomes of a reminder is learnt from its delivery; what did not arrive is sent again, once."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNetworkError
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.people import Caller
from bot.i18n import render
from bot.runtime import numbering
from bot.sandbox.phones_api import timeline
from bot.screens import reminding as wording
from bot.services.tasks import importing
from storage import people
from tests.catalogues import said
from tests.handlers.turning import CLOSE, MORNING, turn_to
from tests.runtime.stepping import METHOD
from tests.telegram import MemoryTelegram
from tests.world import START, USERS, World, running, say

AWAY = TelegramNetworkError(method=METHOD, message="no route to host")
BLOCKED = TelegramForbiddenError(method=METHOD, message="Forbidden: bot was blocked by the user")


def away(_call: object) -> Exception | None:
    """The channel cannot be reached."""
    return AWAY


def there(_call: object) -> Exception | None:
    """The channel works."""
    return None


NIL = ("/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")
TASKS = """task_code,basis,title,lead,coordinating,deadline_kind,deadline,recurrence,note
NV-26-001,Thông báo số 1/TB,Rà soát,HIEPHOIA,HIEPHOIB,day,18/11/2026,,
NV-26-002,Thông báo số 1/TB,Thống kê,HIEPHOIB,,day,26/11/2026,,
"""


def states(world: World, code: str) -> Counter[str]:
    """Count what has become of a person's reminders whose day has come, without those that nobody was to be sent."""
    found = world.read.conn.execute(
        """SELECT r.mark, r.state FROM reminders r JOIN persons p ON p.id = r.person
           WHERE p.code = ? AND r.send_on <= ? AND (r.state <> 'skipped' OR r.queued_on IS NOT NULL)""",
        [code, world.clock.now().astimezone(VN).date().isoformat()],
    ).fetchall()
    return Counter(f"{mark} {state}" for mark, state in found)


async def test_with_telegram_away_for_a_day_a_member_is_reminded_the_next_working_morning_once(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 16)
    world.telegram.call_fails = away
    await turn_to(world, 17)
    queued = states(world, "AN")
    await turn_to(world, 17, CLOSE)
    expired = states(world, "AN")
    world.telegram.call_fails = there

    for at in (time(8, 10), MORNING, time(9), time(12), CLOSE):
        await turn_to(world, 18, at)

    assert (queued, expired) == ({"d3 queued": 1}, {"d3 expired": 1})
    assert states(world, "AN") == {"d3 sent": 1}
    assert len(an.messages) == 1
    assert "tin nhắc của ngày 17/11/2026 được gửi chậm" in an.last.text


async def test_it_is_sent_again_also_where_nobody_noted_how_its_message_ended(world: World) -> None:
    an = world.phone("AN")
    await turn_to(world, 16)
    world.telegram.call_fails = away
    await turn_to(world, 17)
    await world.writer.write(lambda db: db.conn.execute("DELETE FROM outbox WHERE topic = 'reminder'"))
    world.telegram.call_fails = there

    await turn_to(world, 18)

    assert states(world, "AN") == {"d3 sent": 1}
    assert len(an.messages) == 1


async def test_after_a_weekend_without_telegram_the_nearest_reminder_is_sent_and_the_others_are_folded(
    world: World,
) -> None:
    an = world.phone("AN")
    await turn_to(world, 16)
    world.telegram.call_fails = away
    for day in (17, 18, 19, 20):
        await turn_to(world, day)
        await turn_to(world, day, CLOSE)
    world.telegram.call_fails = there

    await turn_to(world, 23)

    assert states(world, "AN") == {"d3 folded": 1, "d1 folded": 1, "d0 folded": 1, "o1 sent": 1}
    assert len(an.messages) == 1
    assert "chưa nhận được báo cáo" in an.last.text


async def test_what_was_skipped_because_it_never_arrived_stands_in_the_timeline(world: World) -> None:
    await turn_to(world, 16)
    world.telegram.call_fails = away
    for day in (17, 18):
        await turn_to(world, day)
        await turn_to(world, day, CLOSE)
    waiting = [row.at.astimezone(VN).strftime("%d %H:%M") for row in rows_of(world, "planned", "Nguyễn Văn An")]
    world.telegram.call_fails = there

    await turn_to(world, 19)

    assert waiting[0] == "19 08:30"
    assert [row.what.msgid for row in rows_of(world, "skipped", "Nguyễn Văn An")] == ["Not delivered: {what}"]


def rows_of(world: World, state: str, who: str) -> list[timeline.Row]:
    found = timeline._of_base(world.path / "bot.db", world.clock.now())
    return [row for row in found if row.state == state and row.who == who]


async def test_a_reminder_that_never_arrived_is_skipped_when_its_period_closes(world: World) -> None:
    await turn_to(world, 20, CLOSE)
    world.telegram.call_fails = away
    for day in (23, 25, 26):
        await turn_to(world, day)
        await turn_to(world, day, CLOSE)

    assert states(world, "AN")["o1 folded"] == 1, "that the period closes stands for it"
    assert states(world, "AN")["d0 skipped"] == 1
    assert not {state for state in states(world, "AN") if state.endswith((" expired", " queued"))}


REFUSALS: Sequence[Callable[[], Exception]] = (
    lambda: TelegramBadRequest(method=METHOD, message="Bad Request: message is too long"),
    lambda: TelegramBadRequest(method=METHOD, message="Bad Request: can't parse entities"),
)


@pytest.mark.parametrize("refusal", REFUSALS)
async def test_what_the_channel_refused_is_tried_again_the_next_working_morning(
    world: World, refusal: Callable[[], Exception]
) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await turn_to(world, 16)
    world.telegram.failures[USERS["AN"]] = deque([refusal()])
    await turn_to(world, 17)
    refused = states(world, "AN")

    await turn_to(world, 18)

    assert refused == {"d3 expired": 1}
    assert states(world, "AN") == {"d3 sent": 1}
    assert (len(an.messages), len(bich.messages)) == (1, 1)


async def test_what_is_no_longer_owed_when_it_is_to_leave_is_superseded(world: World) -> None:
    await turn_to(world, 16)
    world.telegram.failures[USERS["AN"]] = deque([AWAY])
    await turn_to(world, 17)
    await say(world, world.phone("AN"), *NIL)

    await turn_to(world, 17, time(10))

    assert states(world, "AN") == {"d3 superseded": 1}


async def second_account(world: World, code: str, user: int) -> None:
    def link(db: Database) -> None:
        person = people.person_by_code(db, code)
        assert person is not None
        people.link_account(db, Caller("telegram", str(user), str(user)), person.id, world.clock.now())

    await world.writer.write(link)


@pytest.mark.parametrize("lost", ["first", "second"])
async def test_of_two_accounts_it_is_enough_that_one_got_it(world: World, lost: str) -> None:
    await second_account(world, "AN", 901)
    chats = {"first": USERS["AN"], "second": 901}
    await turn_to(world, 16)
    world.telegram.failures[chats[lost]] = deque([BLOCKED])

    for day in (17, 18):
        await turn_to(world, day)

    assert states(world, "AN") == {"d3 sent": 1}
    assert sum(len(world.telegram.phone(chat).messages) for chat in chats.values()) == 1


async def test_whoever_cannot_be_reached_any_more_is_skipped(world: World) -> None:
    await turn_to(world, 16)
    world.telegram.failures[USERS["AN"]] = deque([BLOCKED])

    for day in (17, 18):
        await turn_to(world, day)

    assert states(world, "AN") == {"d3 skipped": 1}


# --- a card that cannot be made


@pytest.fixture
def unmakeable(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of organisations whose reminder cannot be put into words, and of readers for whom nothing can be."""
    names: set[str] = set()

    make = wording.reminder

    def reminder(item: Any, profile: Any, today: Any) -> Any:
        if isinstance(item, wording.ReportDue) and item.seat.organisation in names:
            raise KeyError(item.seat.organisation)
        return make(item, profile, today)

    def rendered(screen: Any, reader: Any, limit: int) -> Any:
        if reader.full_name in names:
            raise ValueError
        return render(screen, reader, limit)

    monkeypatch.setattr(wording, "reminder", reminder)
    monkeypatch.setattr(numbering, "render", rendered)
    return names


@pytest.mark.parametrize("broken", ["Hiệp hội A", "Nguyễn Văn An"])
async def test_a_card_that_cannot_be_made_keeps_nobody_elses_from_leaving(
    world: World, unmakeable: set[str], broken: str
) -> None:
    unmakeable.add(broken)
    await turn_to(world, 16)
    for minute in (30, 31, 33, 37, 45):
        await turn_to(world, 17, time(8, minute))
    at_first = {code: len(world.phone(code).messages) for code in ("AN", "BICH", "BINH")}
    told = [message.text for message in world.phone("CHI").messages]
    unmakeable.clear()

    await turn_to(world, 17, time(9, 45))
    await turn_to(world, 18)

    assert at_first == {"AN": 0, "BICH": 1, "BINH": 1}
    assert [text.partition("\n")[2] for text in told] == [said("Not done: {what}.", what="Nguyễn Văn An")]
    assert {code: len(world.phone(code).messages) for code in at_first} == {"AN": 1, "BICH": 1, "BINH": 1}
    assert states(world, "AN") == {"d3 sent": 1}


async def test_whoever_had_a_card_this_morning_has_none_while_others_are_tried_again(
    world: World, unmakeable: set[str]
) -> None:
    unmakeable.add("Hiệp hội B")
    await turn_to(world, 16)
    world.telegram.failures[USERS["AN"]] = deque([TelegramBadRequest(method=METHOD, message="Bad Request: no")])
    await turn_to(world, 17)

    await turn_to(world, 17, time(8, 31))
    same_day = states(world, "AN")
    await turn_to(world, 18)

    assert same_day == {"d3 expired": 1}
    assert states(world, "AN") == {"d3 sent": 1}
    assert len(world.phone("AN").messages) == 1


# --- any outage, any restart

FINAL = {"sent", "folded", "skipped"}


def _is_of_the_close(text: str) -> bool:
    """Whether a message tells of the close of the period, which is no reminder."""
    return "Kỳ báo cáo tháng 11/2026 đã đóng" in text


class Life:
    """Eleven days of the program, with outages of the channel and restarts at random."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path, self.random = path, random.Random(seed)
        self.telegram = MemoryTelegram()
        self.now = START
        self.known: dict[str, str] = {}
        self.cards: Counter[tuple[str, date]] = Counter()
        self.disturbed: set[date] = set()
        self.turns_at = START + timedelta(hours=self.random.randint(1, 40))

    def world(self) -> World:
        world = World(self.path, telegram=self.telegram)
        world.clock.set(self.now)
        # No pace holds anything back while the clock stands still: whenever it is asked an hour has passed.
        world.clock.monotonic = count(0, 3600).__next__
        return world

    async def live(self, until: datetime) -> World:
        world = self.world()
        world.import_roster()
        for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
            world.link(code)
        names = importing.names(world.unit())
        world.write_now(lambda db: importing.write(world.unit(db), importing.read(TASKS, names), "test"))
        while True:
            async with running(world):
                for _ in range(self.random.randint(1, 9)):
                    await self._step(world, until)
            if self.now >= until:
                return world
            world.close()
            world = self.world()

    async def _step(self, world: World, until: datetime) -> None:
        self.now = min(self._next(), until)
        world.clock.set(self.now)
        calm = self.now >= until - timedelta(days=2)
        if calm or self.now >= self.turns_at:
            self.telegram.call_fails = there if calm or self.telegram.call_fails is away else away
            self.turns_at = self.now + timedelta(hours=self.random.choice([1, 3, 8, 24, 60]))
        if self.telegram.call_fails is away:
            self.disturbed.add(self.now.date())
        await world.app.ticker.run_ticks(world.clock.now())
        await world.settle()
        self._look(world)

    def _next(self) -> datetime:
        """Half an hour to four hours later; at night nothing happens but what has to."""
        later = self.now + timedelta(minutes=self.random.choice([30, 60, 150, 240]))
        if later.time() < time(19):
            return later
        return datetime.combine(self.now.date() + timedelta(days=1), time(8, self.random.choice([10, 30, 45])), VN)

    def _look(self, world: World) -> None:
        self._look_at_phones()
        found = world.read.conn.execute("SELECT key, state, send_on FROM reminders").fetchall()
        states = {key: state for key, state, _ in found}
        assert not set(self.known) - set(states), "none vanishes"
        changed = {key: (before, states[key]) for key, before in self.known.items() if before != states[key]}
        assert not [change for change in changed.values() if change[0] in FINAL], "what has ended stays so"
        self.known = states
        if self.now.time() >= time(17, 30) and self.now.date() not in self.disturbed and self._worked(world):
            late = [key for key, state, day in found if state not in FINAL and day <= self.now.date().isoformat()]
            assert {states[key] for key in late} <= {"superseded"}, "a day without outage leaves nothing unsent"

    def _worked(self, world: World) -> bool:
        return world.rules.calendar.is_working(self.now.date())

    def _look_at_phones(self) -> None:
        for code in ("AN", "BICH", "BINH"):
            phone = self.telegram.phone(USERS[code])
            self.cards[code, self.now.date()] += sum(not _is_of_the_close(message.text) for message in phone.messages)
            phone.messages.clear()
        assert max(self.cards.values()) <= 1, "nobody gets two cards on one day"


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_fails_every_reminder_ends_and_nobody_gets_two_cards_a_day(tmp_path: Path, seed: int) -> None:
    life = Life(tmp_path, seed)

    world = await life.live(datetime(2026, 11, 27, 18, tzinfo=VN))

    ended = world.read.conn.execute(
        """SELECT p.code, r.state, r.send_on, r.queued_on FROM reminders r JOIN persons p ON p.id = r.person
           WHERE r.send_on <= '2026-11-27'"""
    ).fetchall()
    world.close()
    assert {state for _, state, _, _ in ended} <= {"sent", "folded", "skipped", "superseded"}
    # The desk is written to of much else.
    to_members = [(code, day) for code, state, _, day in ended if state == "sent" and code != "CHI"]
    assert {(code, date.fromisoformat(day)) for code, day in to_members} == {
        card for card, count in life.cards.items() if count
    }
    assert all(day >= send_on for _, state, send_on, day in ended if state == "sent")
