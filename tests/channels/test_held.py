"""A channel that keeps messages: what is handed over is not delivered before its reader opens it."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.domain.broadcasts import Audience, Broadcast, Chosen
from bot.domain.operations import Guard, Lane, Send, SendFile, Topic, TopicKind
from bot.domain.texts import Screen, Text
from bot.runtime.ports import Capabilities, ChannelError, Failure, Shown, capabilities_of
from bot.runtime.postbox import enqueue
from bot.services import reminding
from bot.services.desk import broadcast_flow
from bot.services.guards import GUARDS
from storage import addressees, broadcasts
from storage.outbox import OutboxState
from tests.channels.plain import CAPABILITIES, PlainChannel
from tests.handlers.acts import NIL, SENT_ADHOC
from tests.runtime.stepping import Hands, states
from tests.world import USERS, World, running, say

CHI = str(USERS["CHI"])
AFTER_TIME = 15 * 60
CARD = Topic(TopicKind.REMINDER, {"day": "2026-11-16", "occurrences": []})


@pytest.fixture
def plain() -> PlainChannel:
    channel = PlainChannel()
    channel.keeps.add(CHI)
    return channel


@pytest.fixture
async def both(tmp_path: Path, plain: PlainChannel) -> AsyncIterator[World]:
    """A running world in which Chi has two ways: first the one that keeps messages, then Telegram."""
    world = World(tmp_path, others=[plain])
    world.import_roster()
    world.link("AN")
    world.link("CHI")
    world.link("CHI", "plain")
    async with running(world):
        yield world
    world.close()


@pytest.fixture
async def alone(tmp_path: Path, plain: PlainChannel) -> AsyncIterator[World]:
    """A running world in which Chi has the way that keeps messages and no other."""
    world = World(tmp_path, others=[plain])
    world.import_roster()
    world.link("AN")
    world.link("CHI", "plain")
    async with running(world):
        yield world
    world.close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[OutboxState]:
    """What whoever waits for the end of a card learned."""
    told: list[OutboxState] = []
    monkeypatch.setattr(reminding, "note_delivery", lambda _unit, _message, state: told.append(state))
    return told


def account(world: World, channel: str) -> int:
    sql = "SELECT id FROM accounts WHERE user_key = ? AND channel = ?"
    return int(world.read.conn.execute(sql, [CHI, channel]).fetchone()[0])


async def push(world: World, *words: str, **fields: Any) -> None:
    """Queue pushes for Chi, each with a key that names her account."""
    able = capabilities_of(world.app.channels)
    to = addressees.recipient(world.read, account(world, "plain"), world.unit().today)
    assert to is not None
    sends = [
        Send(to, Screen((Text("{text}", text=each),)), lane=Lane.BULK, key=f"{each}:{to.account}", **fields)
        for each in words
    ]
    await world.writer.write(lambda db: enqueue(world.unit(db), sends, "test", able))
    world.app.wake()
    await world.settle()


def by_word(world: World) -> dict[str, list[str]]:
    """Return the states of the rows of each push by its word, in the order in which they were queued."""
    found: dict[str, list[str]] = {}
    for key, state in states(world).items():
        found.setdefault(key.partition(":")[0], []).append(state)
    return found


async def test_what_is_held_keeps_nothing_behind_it_waiting(both: World, plain: PlainChannel) -> None:
    await push(both, "một", "hai")

    assert by_word(both) == {"một": ["held"], "hai": ["held"]}
    assert [note.text for note in plain.phone(CHI).messages] == ["một", "hai"]
    assert both.app.idle


async def test_choices_of_an_answer_that_is_held_can_be_made(alone: World, plain: PlainChannel) -> None:
    chi = plain.phone(CHI)

    await say(alone, chi, "/caidat", "[Đổi ngôn ngữ]")

    assert "Tiếng Anh" in chi.last.text
    assert alone.count("outbox", "state = 'held'") == 2


async def test_what_is_opened_is_delivered_and_only_then_is_that_told(
    told: list[OutboxState], both: World, plain: PlainChannel
) -> None:
    await push(both, "một", topic=CARD)
    before = list(told)

    await plain.phone(CHI).open()

    assert before == [OutboxState.HELD]
    assert by_word(both) == {"một": ["sent"]}
    assert told == [OutboxState.HELD, OutboxState.SENT]


async def test_opening_twice_and_opening_what_nobody_knows_changes_nothing(
    told: list[OutboxState], both: World, plain: PlainChannel
) -> None:
    await push(both, "một", topic=CARD)
    await plain.phone(CHI).open()

    await plain.phone(CHI).open()
    await plain.open(CHI, ["n-none", ""])
    await plain.open("somebody else", [note.id for note in plain.phone(CHI).messages])

    assert told == [OutboxState.HELD, OutboxState.SENT]


async def test_what_is_opened_in_time_goes_no_other_way(both: World, plain: PlainChannel) -> None:
    hands = Hands(both)
    await push(both, "một")
    await hands.step(AFTER_TIME - 1)
    await plain.phone(CHI).open()

    await hands.step(AFTER_TIME)

    assert by_word(both) == {"một": ["sent"]}
    assert both.phone("CHI").messages == []


async def test_what_is_not_opened_in_time_goes_by_the_next_way_once(both: World, plain: PlainChannel) -> None:
    hands = Hands(both)
    await push(both, "một")
    await hands.step(AFTER_TIME - 1)
    before = list(both.phone("CHI").messages)

    await hands.step(1)
    await hands.step(AFTER_TIME)
    await plain.phone(CHI).open()

    assert before == []
    assert [message.text for message in both.phone("CHI").messages] == ["một"]
    assert [note.text for note in plain.phone(CHI).messages] == ["một"]
    assert states(both) == {
        f"một:{account(both, 'plain')}": "passed",
        f"một:{account(both, 'telegram')}": "sent",
    }


async def test_the_program_goes_on_to_the_instant_at_which_something_was_not_opened(both: World) -> None:
    both.clock.set(both.clock.now() + timedelta(minutes=16))  # 08:31
    await both.app.catch_up()
    await push(both, "một")
    due = both.clock.now() + timedelta(seconds=AFTER_TIME)

    instants = [both.clock.now()]
    while instants[-1] < due:
        instants.append(both.app.next_instant(instants[-1]))

    assert instants[-1] == due


async def test_after_a_restart_what_was_not_opened_goes_by_the_next_way(tmp_path: Path, plain: PlainChannel) -> None:
    world = World(tmp_path, others=[plain])
    world.import_roster()
    world.link("CHI")
    world.link("CHI", "plain")
    async with running(world):
        await push(world, "một")
    world.close()
    again = World(tmp_path, others=[plain])
    again.clock.set(again.clock.now() + timedelta(seconds=AFTER_TIME))

    async with running(again):
        await again.settle()

    assert [message.text for message in again.phone("CHI").messages] == ["một"]
    again.close()


async def test_who_waits_for_the_end_of_it_learns_what_became_of_the_other_one_alone(
    told: list[OutboxState], both: World
) -> None:
    hands = Hands(both)
    await push(both, "một", topic=CARD)

    await hands.step(AFTER_TIME)

    assert told == [OutboxState.HELD, OutboxState.SENT]


async def test_what_is_done_meanwhile_is_not_sent_by_the_next_way(both: World, monkeypatch: pytest.MonkeyPatch) -> None:
    hands, wanted = Hands(both), [True]
    monkeypatch.setitem(GUARDS, "still_owed", lambda *_: wanted[0])
    await push(both, "một", guard=Guard("still_owed"))
    wanted[0] = False

    await hands.step(AFTER_TIME)

    assert by_word(both) == {"một": ["cancelled"]}
    assert both.phone("CHI").messages == []


async def test_an_answer_is_never_sent_by_another_way(both: World, plain: PlainChannel) -> None:
    hands = Hands(both)
    await say(both, plain.phone(CHI), "/batdau")

    await hands.step(24 * 3600)

    assert both.phone("CHI").messages == []
    assert both.count("outbox", "state = 'held' AND lane = 'interactive'") == 1


async def test_without_another_way_it_stays_where_it_is_and_nobody_is_alarmed(
    told: list[OutboxState], alone: World, plain: PlainChannel
) -> None:
    hands = Hands(alone)
    await push(alone, "một", topic=CARD)

    await hands.step(AFTER_TIME)
    await hands.step(AFTER_TIME)
    unopened = by_word(alone)
    await plain.phone(CHI).open()

    assert unopened == {"một": ["held"]}
    assert len(plain.phone(CHI).messages) == 1
    assert by_word(alone) == {"một": ["sent"]}
    # Taken, not opened in time, opened.
    assert told == [OutboxState.HELD, OutboxState.HELD, OutboxState.SENT]


async def test_at_night_nobody_is_woken_because_a_notice_was_not_opened(both: World) -> None:
    hands = Hands(both)
    await hands.step(13 * 3600 + 35 * 60)  # 21:50
    await push(both, "một")

    await hands.step(AFTER_TIME)
    at_night = [message.text for message in both.phone("CHI").messages]
    await hands.step(11 * 3600)

    assert "một" not in at_night
    assert "một" in [message.text for message in both.phone("CHI").messages]


async def test_a_file_is_kept_like_a_message(both: World, plain: PlainChannel, monkeypatch: pytest.MonkeyPatch) -> None:
    async def keeps(address: str, name: str, data: bytes, body: dict[str, Any]) -> Shown:
        return Shown("file", is_held=True)

    monkeypatch.setattr(plain, "send_file", keeps)
    monkeypatch.setattr(plain, "capabilities", with_files())
    to = addressees.recipient(both.read, account(both, "plain"), both.unit().today)
    assert to is not None
    able = {**capabilities_of(both.app.channels), "plain": with_files()}
    file = SendFile(to, "make:x:provisional:1", "x.docx", Text("x"), lane=Lane.BULK, key=f"tệp:{to.account}")

    monkeypatch.setattr("bot.services.desk.files.builder", lambda *_: lambda: b"x")
    await both.writer.write(lambda db: enqueue(both.unit(db), [file], "test", able))
    both.app.wake()
    await both.settle()
    before = by_word(both)
    await plain.open(CHI, ["file"])

    assert before == {"tệp": ["held"]}
    assert by_word(both) == {"tệp": ["sent"]}


def with_files() -> Capabilities:
    return replace(CAPABILITIES, files=True)


async def test_what_was_meant_for_a_way_that_is_blocked_comes_by_the_next_and_nobody_is_alarmed(
    both: World, plain: PlainChannel
) -> None:
    plain.failures[CHI] = deque([ChannelError(Failure.GONE)])
    await say(both, both.phone("AN"), *NIL)

    assert any("BC-2611-001" in message.text for message in both.phone("CHI").messages)
    assert both.count("outbox", "dedupe_key LIKE 'unreachable:%'") == 0
    assert both.count("outbox", "state = 'passed'") == 1


async def test_what_came_by_another_way_is_not_listed_as_missed_when_the_first_is_back(
    both: World, plain: PlainChannel
) -> None:
    plain.failures[CHI] = deque([ChannelError(Failure.GONE)])
    await say(both, both.phone("AN"), *NIL)
    await say(both, both.phone("AN"), *SENT_ADHOC)

    await say(both, plain.phone(CHI), "/trogiup")

    assert [note.text for note in plain.phone(CHI).messages if "BC-2611-001" in note.text] == []
    assert both.count("outbox", "topic = 'missed'") == 0


async def test_an_announcement_is_told_of_as_ended_without_waiting_for_whoever_does_not_open_it(
    alone: World, plain: PlainChannel
) -> None:
    hands = Hands(alone)
    alone.link("LAN")
    await announce(alone)
    await hands.step(0)
    open_at_first = alone.count("broadcasts", "ended_at IS NULL")

    await hands.step(AFTER_TIME)
    settled = alone.count("broadcast_recipients", "outcome = 'unopened'")
    await plain.phone(CHI).open()

    assert open_at_first == 1
    assert settled == 1
    assert alone.count("broadcast_recipients", "outcome = 'sent'") == 1


async def announce(world: World) -> None:
    """Announce something to Chi alone."""
    made = Broadcast(
        0, "TB-2611-001", person(world, "LAN"), "Họp lúc 14:00.", (), Chosen(Audience.ROLE, "secretariat"), False,
        world.clock.now(), world.clock.now(),
    )  # fmt: skip
    chi = person(world, "CHI")

    def work(db: Database) -> None:
        number = broadcasts.add(db, made, [(chi, frozenset({"secretariat:0"}))])
        found = broadcasts.by_id(db, number)
        assert found is not None
        enqueue(
            world.unit(db), broadcast_flow.go_on(world.unit(db), found), "test", capabilities_of(world.app.channels)
        )

    await world.writer.write(work)
    world.app.wake()
    await world.settle()


def person(world: World, code: str) -> int:
    return int(world.read.conn.execute("SELECT id FROM persons WHERE code = ?", [code]).fetchone()[0])
