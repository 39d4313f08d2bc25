"""From queued messages to the phones: order, pace, and what waits for what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage
from sqlite_utils import Database

from bot.domain.operations import Guard, Lane, Topic, TopicKind
from bot.services.guards import GUARDS
from storage import anchors, outbox, outbox_claims, retries
from tests.runtime.phones import AN, BICH, texts
from tests.runtime.stepping import METHOD, Hands, calls_to, envelope, few_senders, queue, states, turns, until
from tests.world import USERS, World, running, say


def throttled(seconds: int) -> TelegramRetryAfter:
    return TelegramRetryAfter(METHOD, "Too Many Requests", seconds)


async def test_a_chat_that_is_throttled_is_left_alone_until_its_time_and_others_are_not(
    world: World, hands: Hands
) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    an.fails_with(throttled(30))
    an.send("/batdau")
    bich.send("/batdau")
    await world.settle()
    assert len(bich.messages) == 1

    await hands.step(29)
    before = len(calls_to(world, AN))
    await hands.step(1)

    assert before == 1
    assert len(calls_to(world, AN)) == 2
    assert len(an.messages) == 1
    assert world.count("outbox", "state <> 'sent'") == 0


async def test_what_is_due_to_a_throttled_chat_is_no_reason_to_stand_still_but_one_to_go_on_to_its_time(
    world: World, hands: Hands
) -> None:
    world.phone("AN").fails_with(throttled(1200))  # until 08:35, when no tick is due
    await queue(world, envelope(world, AN, "a"))
    await until(lambda: states(world)["a"] == "retry")
    await queue(world, envelope(world, AN, "b", lane=Lane.BULK))
    free = world.clock.now() + timedelta(seconds=1200)

    await world.settle()
    before = states(world)
    while (now := world.clock.now()) < free:
        await hands.step((world.app.next_instant(now) - now).total_seconds())

    assert before["b"] == "queued"
    assert world.clock.now() == free
    assert states(world) == {"a": "sent", "b": "sent"}


async def test_nothing_of_either_lane_goes_to_a_throttled_chat(world: World, hands: Hands) -> None:
    world.phone("AN").fails_with(throttled(30))
    await queue(world, envelope(world, AN, "a"), envelope(world, AN, "b", lane=Lane.BULK), envelope(world, AN, "c"))
    await until(lambda: states(world)["a"] == "retry")
    hands.let_pass(29)
    await turns()
    early = len(calls_to(world, AN))

    await hands.step(1)

    assert early == 1
    assert texts(world, AN) == ["a", "c", "b"]  # answers first, each lane in order


async def test_of_several_screens_queued_for_one_anchor_only_the_last_is_sent(world: World, hands: Hands) -> None:
    an = world.phone("AN")
    an.fails_with(throttled(30))
    await say(world, an, "/batdau")
    for text in ("/trogiup", "/baocao", "/trogiup"):
        an.send(text)
        await until(lambda: world.telegram.all_confirmed and not world.count("inbox", "state = 'new'"))

    await hands.step(30)

    assert len(an.messages) == 1
    assert "/baocao" in an.last.text
    assert world.count("outbox", "state = 'superseded' AND body IS NULL") == 3


async def test_what_supersedes_a_new_message_is_a_new_message_too(world: World, hands: Hands) -> None:
    an = world.phone("AN")
    await queue(world, envelope(world, AN, "old", anchor="screen:x"))
    await world.settle()
    an.fails_with(throttled(30))
    await queue(world, envelope(world, AN, "first", anchor="screen:x"))
    await until(lambda: states(world)["first"] == "retry")
    await queue(world, envelope(world, AN, "second", anchor="screen:x", kind="replace"))
    await queue(world, envelope(world, AN, "third", anchor="screen:x", kind="replace"))

    await hands.step(30)

    assert texts(world, AN) == ["old", "third"]
    assert {key: states(world)[key] for key in ("first", "second")} == {"first": "superseded", "second": "superseded"}


async def test_a_strip_takes_the_buttons_and_leaves_the_words(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    screen = an.last
    words, labels = screen.text, screen.labels

    await say(world, an, "/trogiup")

    assert labels
    assert an.messages[0] is screen
    assert (screen.text, screen.labels) == (words, [])


async def test_what_was_being_sent_when_the_program_died_is_sent_once_more(still_world: World) -> None:
    still_world.link("AN")

    def died_while_sending(db: Database) -> None:
        outbox.put(db, envelope(still_world, AN, "a"), still_world.clock.now())
        assert outbox_claims.claim(db, 1)

    still_world.write_now(died_while_sending)
    async with running(still_world):
        await until(lambda: states(still_world)["a"] == "sent")

    assert texts(still_world, AN) == ["a"]
    assert still_world.count("outbox", "attempts = 2") == 1


async def test_a_question_that_was_being_sent_when_the_program_died_was_shown_when_it_was_queued(
    still_world: World,
) -> None:
    still_world.link("AN")
    screen = {"anchor": "screen:1", "kind": "send"}
    async with running(still_world):
        await queue(still_world, envelope(still_world, AN, "the question before", **screen))
        await until(lambda: states(still_world)["the question before"] == "sent")
    queued_at = still_world.clock.now()

    def died_while_sending(db: Database) -> None:
        topic = Topic(TopicKind.DRAFT, {"draft": 7, "turn": 3})
        outbox.put(db, envelope(still_world, AN, "question", topic=topic, **screen), queued_at)
        assert outbox_claims.claim(db, 2)
        assert anchors.on_its_way_since(db, "screen:1", anchors.subject_of(7, 3)) == queued_at
        assert anchors.on_its_way_since(db, "screen:1", anchors.subject_of(7, 2)) is None
        retries.recover(db, queued_at + timedelta(minutes=5))

    still_world.write_now(died_while_sending)

    shown = anchors.anchor(still_world.read, "screen:1")
    assert shown is not None
    assert (shown.subject, shown.shown_at) == (anchors.subject_of(7, 3), queued_at)


async def test_a_message_whose_time_is_over_is_not_sent(world: World, hands: Hands) -> None:
    an, soon = world.phone("AN"), world.clock.now() + timedelta(seconds=30)
    an.fails_with(throttled(30))
    await queue(
        world,
        envelope(world, AN, "a"),
        envelope(world, AN, "in time", expires_at=soon + timedelta(seconds=1)),
        envelope(world, AN, "too late", expires_at=soon),
    )
    await until(lambda: states(world)["a"] == "retry")

    await hands.step(30)

    assert texts(world, AN) == ["a", "in time"]
    assert states(world)["too late"] == "expired"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """What the program is asked before a reminder leaves; only the first seat still owes one."""
    asked: list[Mapping[str, Any]] = []

    def still_owed(_db: object, arguments: Mapping[str, Any], _now: object) -> bool:
        asked.append(arguments)
        return bool(arguments["seat"] == 1)

    monkeypatch.setitem(cast("dict[str, Any]", GUARDS), "still_owed", still_owed)
    return asked


async def test_a_message_nobody_wants_any_more_is_not_sent(asked: list[Mapping[str, Any]], world: World) -> None:
    await queue(
        world,
        envelope(world, AN, "wanted", guard=Guard("still_owed", {"period": "2026-11", "seat": 1})),
        envelope(world, AN, "not wanted", guard=Guard("still_owed", {"period": "2026-11", "seat": 2})),
    )
    await world.settle()

    assert asked == [{"period": "2026-11", "seat": 1}, {"period": "2026-11", "seat": 2}]
    assert texts(world, AN) == ["wanted"]
    assert states(world)["not wanted"] == "cancelled"


async def test_bulk_waits_while_there_is_an_answer_to_be_given(tmp_path: Path) -> None:
    async with few_senders(tmp_path, 1) as world:
        people = [USERS[code] for code in ("BICH", "CHI", "LAN")]
        await queue(
            world,
            *(envelope(world, user, f"bulk {user}", lane=Lane.BULK) for user in people),
            envelope(world, AN, "answer"),
        )
        await world.settle()

        sent = [call.text for call in world.telegram.calls if isinstance(call, SendMessage)]
        assert sent == ["answer", *(f"bulk {user}" for user in people)]


async def test_a_chat_that_is_paced_does_not_hold_up_the_others(tmp_path: Path) -> None:
    async with few_senders(tmp_path, 1) as world:
        Hands(world)  # monotonic time stands still: the burst of five is all a chat gets
        many = [envelope(world, USERS["CHI"], f"chi {number}", lane=Lane.BULK) for number in range(7)]
        await queue(world, *many, envelope(world, USERS["LAN"], "lan", lane=Lane.BULK))
        await until(lambda: texts(world, USERS["LAN"]))

        assert texts(world, USERS["LAN"]) == ["lan"]
        assert len(texts(world, USERS["CHI"])) <= 5


async def test_bulk_to_one_chat_is_paced_and_answers_are_not(world: World, hands: Hands) -> None:
    bulk = [envelope(world, AN, f"bulk {n}", lane=Lane.BULK) for n in range(8)]
    answers = [envelope(world, BICH, f"answer {n}") for n in range(8)]

    await queue(world, *bulk, *answers)
    await until(lambda: len(texts(world, BICH)) == 8 and len(texts(world, AN)) == 5)
    await turns()
    burst = len(texts(world, AN))
    hands.let_pass(1)
    await until(lambda: len(texts(world, AN)) == 6)
    await turns()

    assert burst == 5
    assert len(texts(world, AN)) == 6


async def test_one_chat_gets_one_call_at_a_time_and_in_order(world: World) -> None:
    await queue(world, *(envelope(world, AN, f"{n}") for n in range(20)))

    await world.settle()

    assert texts(world, AN) == [str(n) for n in range(20)]


async def test_every_press_is_answered(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao")

    for data in ("h", "zz", "", "f:1:1:c:0", "n:zzzz:2026-11", "t", "\x00", "i:a", "x" * 64):
        an.press(data, an.last.id)
        await world.settle()
        await until(lambda: an._presses[-1] in world.telegram.toasts)
    world.phone("DUNG").press("h")
    await world.settle()
    await turns()

    assert len(world.telegram.toasts) == 10
