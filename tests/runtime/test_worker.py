"""From the inbox through the handlers."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain.people import Actor
from bot.services import home
from bot.services.reply import Reply
from handlers import dispatch
from storage import inbox
from storage.inbox import Stored
from storage.unit import Unit
from tests.runtime.stepping import Hands, Recorder, as_shipped, turns, until
from tests.world import USERS, World, say

CANARY = "chim hoàng yến 7Q2X"


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    found = Recorder()
    monkeypatch.setattr(dispatch.Dispatch, "handle", lambda _, *update: found.handle(*update))
    return found


@pytest.fixture
def broken_for_an() -> Iterator[pytest.MonkeyPatch]:
    """An's main screen cannot be made; `undo()` repairs it."""
    real = home.home

    def broken(unit: Unit, actor: Actor) -> Reply:
        if actor.person.code == "AN":
            raise RuntimeError(CANARY)
        return real(unit, actor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(home, "home", broken)
        yield patch


async def test_each_user_is_served_in_order_and_users_take_turns(world: World, recorder: Recorder) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    for text in ("a1", "a2", "a3"):
        an.send(text)
    for text in ("b1", "b2"):
        bich.send(text)

    await world.settle()

    assert recorder.texts == ["a1", "b1", "a2", "b2", "a3"]


async def test_a_member_beyond_the_quota_waits_and_nothing_is_lost(
    world: World, recorder: Recorder, hands: Hands
) -> None:
    quota = as_shipped(world)
    an, texts = world.phone("AN"), [f"a{n}" for n in range(quota.most + 5)]
    for text in texts:
        an.send(text)
    await until(lambda: len(recorder.texts) == quota.most)
    await turns()
    before = len(recorder.texts)

    hands.let_pass(quota.seconds)
    await until(lambda: len(recorder.texts) == len(texts))

    assert before == quota.most
    assert recorder.texts == texts


async def test_a_stranger_beyond_the_quota_is_not_answered(world: World, recorder: Recorder, hands: Hands) -> None:
    quota = as_shipped(world)
    dung = world.phone("DUNG")
    for number in range(quota.most + 5):
        dung.send(f"d{number}")

    await world.settle()
    hands.let_pass(quota.seconds)
    await world.settle()

    assert len(recorder.texts) == quota.most
    assert world.count("inbox", "state = 'done' AND raw IS NULL") == quota.most + 5


async def test_a_flood_of_one_user_does_not_hold_up_another(world: World, recorder: Recorder, hands: Hands) -> None:
    quota = as_shipped(world)
    for number in range(100):
        world.phone("AN").send(f"a{number}")
    world.phone("BICH").send("b")

    await until(lambda: "b" in recorder.texts)

    assert len(recorder.texts) <= 1 + quota.most


async def test_a_handler_that_fails_is_tried_five_times_then_set_aside_and_everybody_is_told(
    world: World, hands: Hands, broken_for_an: pytest.MonkeyPatch
) -> None:
    an, bich, chi = world.phone("AN"), world.phone("BICH"), world.phone("CHI")
    await say(world, chi, "/batdau")
    chi_before = len(chi.messages)
    an.send("/batdau")
    an.send("/trogiup")
    await say(world, bich, "/batdau")
    waits = []

    for pause in (1, 2, 4, 8):
        waits.append(hands.waits("inbox", "state = 'new' AND attempts > 0"))
        await hands.step(pause - 0.5)
        assert world.count("inbox", "state = 'quarantined'") == 0
        assert an.messages == []
        await hands.step(0.5)

    assert waits == [1, 2, 4, 8]
    assert bich.messages  # served meanwhile
    assert world.count("inbox", "state = 'quarantined' AND attempts = 5 AND incident = 'SC-261116-01'") == 1
    told, help_ = an.messages
    assert "SC-261116-01" in told.text
    assert world.rules.profile.office.phone in told.text
    assert help_.labels  # what came later was handled
    assert len(chi.messages) == chi_before + 1
    assert "SC-261116-01" in chi.last.text
    assert "Nguyễn Văn An" in chi.last.text


async def test_what_was_set_aside_can_be_handled_again_once_it_is_mended(
    world: World, hands: Hands, broken_for_an: pytest.MonkeyPatch
) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    for pause in (1, 2, 4, 8):
        await hands.step(pause)
    assert world.count("inbox", "state = 'quarantined'") == 1
    broken_for_an.undo()
    before = len(an.messages)

    await world.writer.write(lambda db: inbox.release(db, None, world.clock.now()))
    await hands.step(0)

    assert len(an.messages) == before + 1
    assert world.count("inbox", "state = 'done' AND raw IS NULL") == 1


async def test_a_press_that_cannot_be_handled_is_answered_all_the_same(
    world: World, hands: Hands, broken_for_an: pytest.MonkeyPatch
) -> None:
    an = world.phone("AN")
    an.press("h")
    await world.settle()

    for pause in (1, 2, 4, 8):
        await hands.step(pause)
    await turns()

    assert an.toast == ""


async def test_an_apology_that_fails_does_not_keep_the_update_in_the_way(
    world: World, hands: Hands, broken_for_an: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_apology(*_args: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(dispatch.Dispatch, "apologise", no_apology)
    an = world.phone("AN")
    an.send("/batdau")
    an.send("/trogiup")
    await world.settle()

    for pause in (1, 2, 4, 8):
        await hands.step(pause)

    assert world.count("inbox", "state = 'quarantined'") == 1
    assert len(an.messages) == 1


async def test_an_update_of_no_known_form_is_set_aside_at_once_and_its_neighbours_are_served(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    world.telegram.deliver({"message": {"message_id": 1, "from": an._user(), "text": "/batdau"}})
    bich.send("/batdau")
    an.send("/batdau")

    await world.settle()

    assert world.count("inbox", "state = 'quarantined' AND attempts = 1") == 1
    assert len(bich.messages) == 1
    assert ["SC-261116-01" in seen.text for seen in an.messages] == [True, False]


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"message": None},
        {"message": "text"},
        {"message": {}},
        {"message": {"from": {"id": "101"}}},
        {"callback_query": {"id": 5}},
        {"edited_message": {"message_id": 1}},
        {"something_new": {"from": {"id": 101}}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": 101, "type": "private"}, "text": "\ud800\x00"}},
    ],
    ids=str,
)
async def test_no_update_whatever_it_holds_stops_the_next_one(world: World, raw: dict[str, Any]) -> None:
    world.telegram.deliver(raw)

    await say(world, world.phone("AN"), "/batdau")

    assert len(world.phone("AN").messages) == 1
    assert world.count("inbox", "state = 'new'") == 0


@pytest.mark.parametrize("quota", [0, 30], ids=["dropped", "handled"])
async def test_a_disk_without_room_neither_ends_the_program_nor_counts_as_an_attempt(
    world: World, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, quota: int
) -> None:
    world.quota.most = quota
    full = pytest.MonkeyPatch()

    def no_room(*_args: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    full.setattr(inbox, "end", no_room)
    monkeypatch.setattr(inbox, "retry_later", no_room)
    monkeypatch.setattr("bot.runtime.worker._FAILED_PAUSE_SECONDS", 0.0)
    world.phone("DUNG").send("d")
    await until(lambda: world.telegram.all_confirmed)
    await turns(200)

    full.undo()
    await world.settle()

    assert world.count("inbox", "state = 'done' AND attempts = 0") == 1


async def test_a_handler_that_waits_stores_nothing_and_is_set_aside(
    world: World, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    from handlers.filters import Linked

    async def waits(self: Linked, _event: object, actor: Actor, unit: Unit) -> bool:
        unit.db.conn.execute("INSERT INTO meta (name, value) VALUES ('half', 'done')")
        await asyncio.sleep(0)
        return True

    monkeypatch.setattr(Linked, "__call__", waits)
    an = world.phone("AN")
    await say(world, an, "/batdau")
    for pause in (1, 2, 4, 8):
        await hands.step(pause)

    assert world.count("meta", "name = 'half'") == 0
    assert world.count("inbox", "state = 'quarantined'") == 1
    assert "SC-261116-01" in an.last.text


async def test_no_word_of_a_person_and_no_text_of_an_error_reaches_the_log(
    log: io.StringIO, world: World, hands: Hands, broken_for_an: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in, failures = inbox.take_in, iter([True, False])

    def fails_once(*args: Any) -> list[Stored]:
        if next(failures, False):
            raise RuntimeError(CANARY)
        return take_in(*args)

    def unbuildable(*_args: object) -> bytes:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(inbox, "take_in", fails_once)
    monkeypatch.setattr("bot.services.desk.files.build_in_child", unbuildable)
    await say(world, world.phone("AN"), CANARY, "/baocao", CANARY, "/batdau")
    await say(world, world.phone("CHI"), "/tonghop")
    await say(world, world.phone("DUNG"), CANARY)
    for pause in (1, 2, 4, 8, 60):
        await hands.step(pause)

    written = log.getvalue()
    assert "RuntimeError at test_worker.py" in written
    assert "set aside as SC-261116-01" in written
    assert "updates could not be stored" in written
    assert "could not be made" in written
    assert CANARY not in written
    assert str(USERS["AN"]) not in written
