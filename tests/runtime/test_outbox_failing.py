"""Queued messages that do not arrive: people out of reach, calls that fail, screens and files that cannot be sent."""

from __future__ import annotations

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramServerError,
)
from aiogram.methods import EditMessageText, SendDocument, SendMessage

from storage import anchors
from tests.catalogues import part
from tests.runtime.phones import AN, CHI, texts
from tests.runtime.stepping import METHOD, Hands, calls_to, envelope, queue, states
from tests.world import World, say


def refused(text: str) -> TelegramBadRequest:
    return TelegramBadRequest(METHOD, f"Bad Request: {text}")


OPEN = ("/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]")


async def test_a_strip_that_cannot_be_done_holds_nothing_up(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    an.messages.clear()

    await say(world, an, "/trogiup")

    assert len(an.messages) == 1
    assert world.count("outbox", "state <> 'sent'") == 0


@pytest.mark.parametrize(
    "error",
    [
        TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"),
        TelegramForbiddenError(METHOD, "Forbidden: user is deactivated"),
        refused("chat not found"),
        refused("PEER_ID_INVALID"),
    ],
    ids=str,
)
async def test_somebody_who_cannot_be_reached_is_not_called_again_and_the_desk_is_told_once(
    world: World, hands: Hands, error: Exception
) -> None:
    world.phone("AN").fails_with(error)

    await queue(world, *(envelope(world, AN, key) for key in ("a", "b", "c")))
    await world.settle()
    await hands.step(100_000)

    assert len(calls_to(world, AN)) == 1
    assert {key: state for key, state in states(world).items() if key in "abc"} == {
        "a": "failed",
        "b": "cancelled",
        "c": "cancelled",
    }
    assert world.count("accounts", f"user_key = '{AN}' AND reach = 'blocked'") == 1
    assert len(texts(world, CHI)) == 1
    assert "Nguyễn Văn An" in texts(world, CHI)[0]


async def test_somebody_who_writes_again_can_be_reached_again(world: World) -> None:
    an = world.phone("AN")
    an.fails_with(TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"))
    await say(world, an, "/batdau")

    await say(world, an, "/batdau")

    assert len(an.messages) == 1
    assert world.count("accounts", f"user_key = '{AN}' AND reach = 'ok'") == 1


async def test_a_message_telegram_will_never_take_is_given_up_and_the_person_stays_reachable(
    world: World, hands: Hands
) -> None:
    world.phone("AN").fails_with(refused("message text is empty"))

    await queue(world, envelope(world, AN, "a"), envelope(world, AN, "b"))
    await world.settle()
    await hands.step(100_000)

    assert (states(world)["a"], states(world)["b"]) == ("failed", "sent")
    assert world.count("accounts", f"user_key = '{AN}' AND reach = 'ok'") == 1
    assert len(calls_to(world, AN)) == 2


@pytest.mark.parametrize(
    "error",
    [
        TelegramNetworkError(METHOD, "no route"),
        TelegramServerError(METHOD, "Bad Gateway"),
        ClientDecodeError("not JSON", ValueError("<html>"), "<html>"),
        ConnectionResetError(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_call_that_fails_on_the_way_is_made_again_after_growing_pauses_until_its_time_is_over(
    world: World, hands: Hands, error: Exception
) -> None:
    an = world.phone("AN")
    an.fails_with(*[error] * 6)
    await queue(world, envelope(world, AN, "a"))
    await world.settle()
    pauses = []

    for _ in range(6):
        pauses.append(hands.waits("outbox", "dedupe_key = 'a'"))
        await hands.step(pauses[-1])

    assert pauses == [2, 5, 15, 60, 300, 218]
    assert texts(world, AN) == ["a"]
    assert len(calls_to(world, AN)) == 7


async def test_a_chat_that_moved_is_followed_everywhere_and_the_message_sent_once(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    before = len(an.messages)
    an.fails_with(TelegramMigrateToChat(METHOD, "moved", 9999))

    await queue(world, envelope(world, AN, "a"), envelope(world, AN, "b"))
    await world.settle()

    assert len(an.messages) == before
    assert texts(world, 9999) == ["a", "b"]
    for table in ("accounts", "anchors", "outbox"):
        assert world.count(table, f"address = '{AN}'") == 0
        assert world.count(table, "address = '9999'") > 0


@pytest.mark.parametrize("text", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_a_screen_that_cannot_be_edited_is_sent_anew_and_followed_there(world: World, text: str) -> None:
    an = world.phone("AN")
    await say(world, an, "/baocao")
    old = an.last
    an.fails_with(refused(text))

    await say(world, an, "[Về màn hình chính]")

    assert an.last is not old
    stands = world.read.conn.execute("SELECT message_id FROM anchors WHERE anchor LIKE 'screen:%'").fetchall()
    assert str(an.last.id) in [row[0] for row in stands]
    assert world.count("outbox", "state NOT IN ('sent')") == 0


async def test_a_screen_that_shows_the_same_already_counts_as_sent(world: World, hands: Hands) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    an.press("h", an.last.id)

    await world.settle()
    await hands.step(100_000)

    assert [type(call).__base__ for call in calls_to(world, AN)] == [SendMessage, EditMessageText]
    assert world.count("outbox", "state <> 'sent'") == 0


async def test_a_toast_that_cannot_be_shown_is_dropped(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_args: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(world.app.channels["telegram"], "toast", fails)
    an = world.phone("AN")

    await say(world, an, "/baocao", "[Về màn hình chính]", "/trogiup")

    assert len(an.messages) >= 2


async def test_a_file_that_cannot_be_built_is_tried_four_times_and_whoever_asked_is_told(
    world: World, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def unbuildable(name: str, *_args: object) -> bytes:
        tried.append(name)
        raise RuntimeError

    monkeypatch.setattr("bot.services.desk.files.build_in_child", unbuildable)
    chi = world.phone("CHI")
    await say(world, chi, "/tonghop")
    before = len(chi.messages)

    for pause in (2, 5, 15, 2, 5, 15, 60):
        await hands.step(pause)

    assert sorted(tried) == sorted(["docx", "xlsx"] * 4)
    assert len(chi.messages) == before + 2
    assert (
        part("The file could not be built. Please try again; if it happens again, call the operator.") in chi.last.text
    )
    assert world.count("outbox", "kind = 'file' AND state = 'failed'") == 2


async def test_a_file_telegram_drops_is_built_and_sent_again(
    world: World, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.desk.files.build_in_child", lambda name, *_: name.encode())
    chi = world.phone("CHI")
    chi.fails_with(TelegramNetworkError(METHOD, "no route"))
    await say(world, chi, "/tonghop")

    await hands.step(2)

    assert sorted(seen.file[1] for seen in chi.messages if seen.file) == [b"docx", b"xlsx"]
    assert any(isinstance(call, SendDocument) for call in calls_to(world, CHI))


async def test_a_delivery_that_cannot_be_marked_leaves_the_row_to_the_next_start(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_args: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as full:
        full.setattr(anchors, "put_anchor", no_room)
        full.setattr("bot.runtime.outbox._FAILED_PAUSE_SECONDS", 0.0)
        await say(world, world.phone("AN"), "/batdau")

    assert len(world.phone("AN").messages) == 1
    assert world.count("outbox", "state = 'sending'") == 1
    await say(world, world.phone("BICH"), "/batdau")
    assert len(world.phone("BICH").messages) == 1


async def test_a_draft_is_not_touched_by_anything_that_fails_to_arrive(world: World, hands: Hands) -> None:
    an = world.phone("AN")
    await say(world, an, *OPEN, "[Đất đai]", "[Không rõ thủ tục]")
    an.fails_with(*[TelegramNetworkError(METHOD, "no route")] * 3)

    an.send("Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có.")
    await world.settle()
    for _ in range(4):
        await hands.step(15)

    assert an.last.labels
    assert world.count("drafts", "closed_at IS NULL AND answers LIKE '%trích lục%'") == 1
