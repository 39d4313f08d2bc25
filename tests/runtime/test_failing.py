"""Messages that cannot be sent: they step aside, are told of, and are tried again as soon as there is reason to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import EditMessageText, TelegramMethod
from sqlite_utils import Database

from bot.channels.telegram.client import CAPABILITIES
from bot.domain.operations import Guard, Lane, SendFile, Topic, TopicKind
from bot.domain.people import Reader, To
from bot.domain.texts import Text
from bot.i18n import plain
from bot.runtime.postbox import enqueue
from bot.runtime.verdict import PATIENCE, REST
from bot.services import reminding
from bot.services.guards import GUARDS
from storage import outbox
from storage.outbox import OutboxState
from storage.rows import iso
from tests.catalogues import said
from tests.runtime.stepping import METHOD, Hands, calls_to, envelope, queue, states, turns, until
from tests.world import USERS, World, running, say

AN, BICH, CHI, LAN = USERS["AN"], USERS["BICH"], USERS["CHI"], USERS["LAN"]
BROKEN = TelegramServerError(METHOD, "Internal Server Error")
NO_ROUTE = TelegramNetworkError(METHOD, "no route")
REFUSED = TelegramBadRequest(METHOD, "Bad Request: message is too long")
RECEIPT = Topic(TopicKind.RECEIPT, {"code": "BC-2611-007"})
CARD = Topic(TopicKind.REMINDER, {})
REST_SECONDS = REST.total_seconds()


def texts(world: World, user_id: int) -> list[str]:
    return [seen.text for seen in world.telegram.chats.get(user_id, [])]


def failing(error: Exception, *words: str) -> Callable[[TelegramMethod[Any]], Exception | None]:
    """Every call that says one of these fails, always."""
    return lambda call: error if getattr(call, "text", None) in words else None


async def fail(world: World, user_id: int, *keys: str, times: int = 1) -> None:
    """Queue messages to a chat whose next calls fail on the way."""
    world.telegram.phone(user_id).fails_with(*[NO_ROUTE] * times)
    await queue(world, *(envelope(world, user_id, key) for key in keys))
    await until(lambda: states(world)[keys[0]] == "retry")


@pytest.mark.parametrize("lane", Lane)
async def test_one_message_that_cannot_be_sent_steps_aside_after_its_time_and_the_next_go_on(
    world: World, hands: Hands, lane: Lane
) -> None:
    world.telegram.call_fails = failing(BROKEN, "bad")
    await queue(world, *(envelope(world, AN, key, lane=lane) for key in ("bad", "next", "last")))
    await world.settle()
    before = texts(world, AN)

    await hands.step(PATIENCE[lane].total_seconds())

    assert before == []
    assert texts(world, AN) == ["next", "last"]
    assert {key: states(world)[key] for key in ("bad", "next", "last")} == {
        "bad": "failed",
        "next": "sent",
        "last": "sent",
    }


async def test_choices_that_cannot_be_taken_away_hold_the_next_screen_up_for_half_a_minute_and_nobody_is_told(
    world: World, hands: Hands
) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    world.telegram.call_fails = lambda call: BROKEN if isinstance(call, EditMessageText) else None
    await say(world, an, "/trogiup")
    before = len(an.messages)

    for pause in (2, 5, 15, 8):
        await hands.step(pause)

    assert (before, len(an.messages)) == (1, 2)
    assert world.count("outbox", "kind = 'strip' AND state = 'failed'") == 1
    assert texts(world, CHI) == []


@pytest.mark.parametrize("error", [REFUSED, BROKEN], ids=["refused", "given up"])
async def test_a_receipt_that_is_lost_is_told_to_the_desk_and_to_its_reader(
    world: World, hands: Hands, error: Exception
) -> None:
    world.telegram.call_fails = failing(error, "receipt")
    await queue(world, envelope(world, AN, "receipt", topic=RECEIPT))
    await world.settle()

    await hands.step(PATIENCE[Lane.INTERACTIVE].total_seconds())

    (told,) = texts(world, CHI)
    assert "Nguyễn Văn An" in told
    assert said("receipt of {code}", code="BC-2611-007") in told
    (mine,) = texts(world, AN)
    assert "BC-2611-007" in mine


@pytest.mark.parametrize(
    ("topic", "named"),
    [
        (None, "tin trả lời"),
        (Topic(TopicKind.REMINDER, {"day": "2026-11-16"}), "tin nhắc việc ngày 16/11/2026"),
        (Topic(TopicKind.AGGREGATE, {"period": "2026-Q4", "number": 0}), "quý IV/2026"),
        (Topic(TopicKind.DESK_COPY, {"code": "DX-2611-001"}), "bản sao báo cáo DX-2611-001"),
    ],
    ids=str,
)
async def test_the_desk_is_told_what_a_lost_message_was_about(world: World, topic: Topic | None, named: str) -> None:
    world.telegram.call_fails = failing(REFUSED, "lost")

    await queue(world, envelope(world, LAN, "lost", topic=topic))
    await world.settle()

    (told,) = texts(world, CHI)
    assert "Hoàng Thị Lan" in told
    assert named in told


async def test_many_lost_messages_are_one_message_at_the_desk_that_grows_and_later_ones_make_another(
    world: World, hands: Hands
) -> None:
    keys = [f"lost {number}" for number in range(25)]
    world.telegram.call_fails = failing(REFUSED, *keys, "later")
    await queue(world, *(envelope(world, AN, key) for key in keys))
    await world.settle()
    (told,) = texts(world, CHI)

    await hands.step(900)
    await queue(world, envelope(world, AN, "later"))
    await world.settle()

    assert "25" in told
    assert told.count("Nguyễn Văn An") == 10
    assert "15" in told.splitlines()[11]
    assert len(texts(world, CHI)) == 2


async def test_a_notice_of_what_was_lost_that_is_lost_itself_is_not_told_again(world: World, hands: Hands) -> None:
    world.telegram.call_fails = lambda call: REFUSED if call.chat_id in (AN, CHI) else None  # type: ignore[attr-defined]
    await queue(world, envelope(world, AN, "lost", topic=RECEIPT))
    await world.settle()

    await hands.step(100_000)

    assert world.count("outbox") == 3  # the receipt, and what was to be said of it to An and to Chi
    assert world.count("outbox", "state = 'failed'") == 3


async def test_after_an_outage_the_answer_comes_as_soon_as_the_member_writes_again(world: World, hands: Hands) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    world.telegram.go_down()
    await queue(world, envelope(world, AN, "receipt"))
    for pause in (0, 2, 5, 15, 60, 8):  # 90 s in all, the last try after 82
        await hands.step(pause)
    assert texts(world, AN)[-1] != "receipt"

    world.telegram.come_back()
    an.send("/batdau")
    await until(lambda: texts(world, AN)[-2:-1] == ["receipt"])

    assert hands.waits("outbox", "dedupe_key = 'receipt'") <= 0


async def test_what_waits_for_the_channel_is_due_once_when_a_call_succeeds_after_two_chats_had_failed(
    world: World, hands: Hands
) -> None:
    await fail(world, AN, "an", times=5)
    await fail(world, BICH, "bich", times=5)
    for pause in (2, 5, 15):
        await hands.step(pause)
    hands.let_pass(REST_SECONDS)
    await turns()
    before = len(calls_to(world, AN)), len(calls_to(world, BICH))

    await queue(world, envelope(world, LAN, "lan"))
    await world.settle()
    await queue(world, envelope(world, LAN, "lan again"))
    await world.settle()

    assert before == (4, 4)
    assert (len(calls_to(world, AN)), len(calls_to(world, BICH))) == (5, 5)


async def test_what_one_chat_waits_for_has_nothing_to_do_with_the_others(world: World, hands: Hands) -> None:
    await fail(world, AN, "an", times=5)
    for pause in (2, 5, 15):
        await hands.step(pause)
    hands.let_pass(REST_SECONDS)

    await queue(world, envelope(world, LAN, "lan"))
    await world.settle()

    assert len(calls_to(world, AN)) == 4


@pytest.mark.parametrize("passed", [0, 3])
async def test_nothing_is_tried_again_within_five_seconds_of_its_last_try(
    world: World, hands: Hands, passed: float
) -> None:
    await fail(world, AN, "an", times=9)
    for pause in (2, 5):
        await hands.step(pause)
    hands.let_pass(passed)
    an, before = world.phone("AN"), len(calls_to(world, AN))

    an.send("/batdau")
    await world.settle()
    early = len(calls_to(world, AN))
    await hands.step(REST_SECONDS - passed)

    assert early == before
    assert len(calls_to(world, AN)) == before + 1


async def test_what_waits_for_a_person_is_due_when_they_write(world: World, hands: Hands) -> None:
    await fail(world, AN, "an", times=4)
    for pause in (2, 5, 15):
        await hands.step(pause)
    hands.let_pass(REST_SECONDS)

    await say(world, world.phone("AN"), "/batdau")

    assert texts(world, AN)[0] == "an"


async def test_what_waits_for_a_chat_is_due_when_a_call_to_it_succeeds(world: World, hands: Hands) -> None:
    world.telegram.call_fails = failing(BROKEN, "bulk")
    await queue(world, envelope(world, AN, "bulk", lane=Lane.BULK))
    await until(lambda: states(world)["bulk"] == "retry")
    for pause in (2, 5, 15):
        await hands.step(pause)
    hands.let_pass(REST_SECONDS)
    world.telegram.call_fails = failing(BROKEN)

    await queue(world, envelope(world, AN, "answer"))
    await world.settle()

    assert texts(world, AN) == ["answer", "bulk"]


@pytest.mark.parametrize("asked", [10**6, 10**12])
async def test_a_chat_is_left_alone_for_an_hour_however_long_the_channel_asks_for(
    world: World, hands: Hands, asked: int
) -> None:
    world.phone("AN").fails_with(TelegramRetryAfter(METHOD, "Too Many Requests", asked))
    await queue(world, envelope(world, AN, "an"))
    await until(lambda: states(world)["an"] == "retry")

    await hands.step(3599)
    early = texts(world, AN)
    await hands.step(1)

    assert early == []
    assert texts(world, AN) == ["an"]


async def test_what_was_throttled_is_due_after_a_restart(still_world: World) -> None:
    still_world.link("AN")
    async with running(still_world):
        still_world.phone("AN").fails_with(TelegramRetryAfter(METHOD, "Too Many Requests", 10**6))
        await queue(still_world, envelope(still_world, AN, "an"))
        await until(lambda: states(still_world)["an"] == "retry")

    due = still_world.read.conn.execute("SELECT next_at <= ? FROM outbox", [iso(still_world.clock.now())])

    assert due.fetchone()[0] == 1


async def test_nothing_is_given_up_while_the_channel_as_a_whole_fails(world: World, hands: Hands) -> None:
    await say(world, world.phone("AN"), "/batdau")
    world.telegram.go_down()
    await queue(world, envelope(world, AN, "an"), envelope(world, AN, "next"))
    for _ in range(30):
        await hands.step(3600)
    assert (states(world)["an"], states(world)["next"]) == ("retry", "queued")

    hands.let_pass(REST_SECONDS)
    world.telegram.come_back()
    await say(world, world.phone("LAN"), "/batdau")

    assert texts(world, AN)[1:] == ["an", "next"]


async def test_what_failed_in_an_outage_has_all_its_time_again_when_it_is_over(world: World, hands: Hands) -> None:
    world.telegram.go_down()
    await queue(world, envelope(world, AN, "an"))
    for _ in range(5):
        await hands.step(3600)
    world.telegram.call_fails = failing(BROKEN, "an")
    hands.let_pass(REST_SECONDS)
    world.telegram.come_back()

    await say(world, world.phone("LAN"), "/batdau")
    after_it = states(world)["an"]
    await hands.step(PATIENCE[Lane.INTERACTIVE].total_seconds())

    assert (after_it, states(world)["an"]) == ("retry", "failed")


@pytest.fixture
def guard_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cast("dict[str, Any]", GUARDS), "still_owed", breaks)


def breaks(*_args: object) -> bool:
    raise RuntimeError


@pytest.mark.parametrize("guard", ["still_owed", "of another version"])
async def test_a_guard_that_cannot_be_asked_holds_nothing_up(guard_breaks: None, world: World, guard: str) -> None:
    await queue(world, envelope(world, AN, "a", guard=Guard(guard)), envelope(world, AN, "b"))
    await world.settle()

    assert texts(world, AN) == ["a", "b"]


async def test_a_message_about_something_this_version_does_not_know_is_sent(world: World) -> None:
    def later_version(db: Database) -> None:
        outbox.put(db, envelope(world, AN, "a", topic=RECEIPT), world.clock.now())
        db.conn.execute("UPDATE outbox SET topic = 'amendment'")

    await world.writer.write(later_version)
    world.app.wake()
    await world.settle()

    assert texts(world, AN) == ["a"]


def test_a_caption_is_cut_to_what_the_channel_takes(still_world: World) -> None:
    file = SendFile(To("telegram", "101", Reader("vi")), "file:1", "a.pdf", Text("{t}", t="chữ " * 2000))

    still_world.write_now(lambda db: enqueue(still_world.unit(db), [file], "key", {"telegram": CAPABILITIES}))

    (row,) = outbox.sendable(still_world.read, "telegram", still_world.clock.now(), (), 9)
    caption = plain(row.body)
    assert len(caption) == CAPABILITIES.caption_limit
    assert caption.endswith("chữ…")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, OutboxState, str]]:
    """What the observer of cards learned of their endings, and what the row says then. Nothing is still owed."""
    told: list[tuple[str, OutboxState, str]] = []

    def ended(unit: Any, message: Any, state: OutboxState) -> None:
        row = unit.db.conn.execute("SELECT dedupe_key, state FROM outbox WHERE id = ?", [message.id]).fetchone()
        told.append((row["dedupe_key"], state, row["state"]))

    monkeypatch.setattr(reminding, "note_delivery", ended)
    monkeypatch.setitem(cast("dict[str, Any]", GUARDS), "still_owed", lambda *_: False)
    return told


async def test_the_observer_learns_of_every_end_in_the_transaction_that_writes_it(
    told: list[tuple[str, OutboxState, str]], world: World
) -> None:
    world.telegram.call_fails = failing(REFUSED, "refused")
    now = world.clock.now()

    await queue(
        world,
        envelope(world, LAN, "sent", topic=CARD),
        envelope(world, LAN, "too late", topic=CARD, expires_at=now - timedelta(seconds=1)),
        envelope(world, LAN, "not wanted", topic=CARD, guard=Guard("still_owed")),
        envelope(world, LAN, "of no card"),
        envelope(world, LAN, "refused", topic=CARD),
    )
    await world.settle()

    assert [each for each in told if not each[0].startswith("undelivered")] == [
        ("sent", OutboxState.SENT, "sent"),
        ("too late", OutboxState.EXPIRED, "expired"),
        ("not wanted", OutboxState.CANCELLED, "cancelled"),
        ("refused", OutboxState.FAILED, "failed"),
    ]


@pytest.fixture
def observer_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminding, "note_delivery", breaks)


async def test_an_observer_that_fails_keeps_no_message_from_being_marked(observer_breaks: None, world: World) -> None:
    await queue(world, envelope(world, AN, "a", topic=CARD), envelope(world, AN, "b", topic=CARD))
    await world.settle()

    assert states(world) == {"a": "sent", "b": "sent"}
