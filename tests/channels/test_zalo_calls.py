"""Calls to Zalo: what its answers mean, what may have been done all the same, and that the token is in none of it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from bot.channels.zalo.client import Door, ZaloChannel
from bot.runtime.ports import ChannelError, Failure
from tests.channels.contract import body
from tests.channels.test_doubts import answering, unused_port
from tests.channels.zalo_server import CUT, HTML, NO_JSON, TOKEN, WatchedZalo, ZaloServer

AN = "101"


@pytest.fixture
async def server() -> AsyncIterator[ZaloServer]:
    async with ZaloServer() as server:
        yield server


@pytest.fixture
async def channel(server: ZaloServer) -> AsyncIterator[WatchedZalo]:
    channel = server.channel()
    yield channel
    await channel.close()


async def refused(call: Awaitable[object]) -> ChannelError:
    with pytest.raises(ChannelError) as error:
        await call
    assert TOKEN not in f"{error.value!r} {error.value.doubt} {error.value.__cause__!r}"
    return error.value


@pytest.mark.parametrize("failure", [CUT, HTML, NO_JSON])
async def test_a_message_that_may_have_arrived_is_told_from_one_that_has_not(
    server: ZaloServer, channel: WatchedZalo, failure: str
) -> None:
    server.failures[AN] = deque([failure])

    error = await refused(channel.send(AN, body("một")))

    assert error.failure is Failure.UNKNOWN
    assert [note.text for note in server.chats[AN]] == ["một"]


async def test_while_nobody_answers_no_further_message_is_put_at_risk(server: ZaloServer, channel: WatchedZalo) -> None:
    server.failures[AN] = deque([CUT])
    await refused(channel.send(AN, body("một")))
    server.down = True

    errors = [(await refused(channel.send(AN, body("hai")))).failure for _ in range(2)]
    server.down = False
    await channel.send(AN, body("hai"))
    await channel.send(AN, body("ba"))

    assert errors == [Failure.RETRY] * 2
    assert [note.text for note in server.chats[AN]] == ["một", "hai", "ba"]
    assert [name for name, _ in server.calls] == ["sendMessage", *["getMe"] * 3, *["sendMessage"] * 2]


async def test_a_question_that_takes_too_long_puts_no_message_in_doubt() -> None:
    async def answer(request: web.Request) -> web.Response:
        cut = "getMe" in request.path
        return web.json_response({"ok": False, "error_code": 408}) if cut else web.Response(text="<html>")

    async with answering(answer) as base:
        channel = ZaloChannel(TOKEN, base)
        failures = [(await refused(channel.send(AN, body("một")))).failure for _ in range(2)]
        idle = await channel_idle(base)
        await channel.close()

    assert failures == [Failure.UNKNOWN, Failure.RETRY]
    assert idle is Failure.RETRY


async def channel_idle(base: str) -> Failure:
    """What a webhook that cannot be asked about means."""
    channel = ZaloChannel(TOKEN, base)
    found = (await refused(channel.take_over())).failure
    await channel.close()
    return found


async def test_where_there_is_no_line_nothing_was_sent_and_the_setting_is_named() -> None:
    channel = ZaloChannel(TOKEN, f"http://127.0.0.1:{unused_port()}")

    error = await refused(channel.send(AN, body("một")))
    await channel.close()

    assert error.failure is Failure.RETRY
    assert "ZALO_API_BASE" in error.doubt


async def test_a_quota_that_is_used_up_stops_the_whole_channel_for_a_while(
    server: ZaloServer, channel: WatchedZalo
) -> None:
    server.failures[AN] = deque([Failure.THROTTLED])

    error = await refused(channel.send(AN, body("một")))

    assert (error.failure, error.everywhere) == (Failure.THROTTLED, True)
    assert error.retry_after >= 600


async def test_a_token_that_is_refused_is_doubted_and_stops_no_other_channel(server: ZaloServer) -> None:
    channel = ZaloChannel(TOKEN.replace("zalo", "khac"), server.url)

    error = await refused(channel.fetch(""))
    await channel.close()

    assert error.failure is Failure.RETRY
    assert "ZALO_BOT_TOKEN" in error.doubt


def says(text: str, status: int = 200) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=text, status=status)

    return answer


@pytest.mark.parametrize(
    ("content", "status", "failure"),
    [
        ('{"ok":false}', 429, Failure.THROTTLED),
        ('{"ok":false,"error_code":"429","description":5}', 500, Failure.RETRY),
        ('{"ok":false,"error_code":true}', 403, Failure.GONE),
        ('{"ok":false,"error_code":408}', 200, Failure.UNKNOWN),
        ('{"ok":false,"error_code":400,"description":"chat not found"}', 200, Failure.GONE),
        ('{"ok":false,"error_code":400}', 200, Failure.REFUSED),
        ('{"ok":"true","result":{}}', 200, Failure.UNKNOWN),
        ("[]", 200, Failure.UNKNOWN),
        ("[" * 100_000, 200, Failure.UNKNOWN),
        ("x" * 2_000_000, 200, Failure.UNKNOWN),
        ("", 302, Failure.UNKNOWN),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_every_answer_that_is_no_success_is_a_failure(content: str, status: int, failure: Failure) -> None:
    async with answering(says(content, status)) as base:
        channel = ZaloChannel(TOKEN, base)

        assert (await refused(channel.send(AN, body("một")))).failure is failure

        await channel.close()


@pytest.mark.parametrize("result", ["{}", "null", '{"message_id":7,"date":"x"}', '{"message_id":"a","date":-1}', "[]"])
async def test_a_message_that_was_taken_has_been_sent_whatever_the_answer_lacks(result: str) -> None:
    async with answering(says(f'{{"ok":true,"result":{result}}}')) as base:
        channel = ZaloChannel(TOKEN, base)

        shown = await channel.send(AN, body("một"))

        await channel.close()
    assert shown.message_id
    assert shown.at is None


async def test_no_redirection_takes_the_token_elsewhere() -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        raise web.HTTPTemporaryRedirect("/elsewhere")

    async with answering(answer) as base:
        channel = ZaloChannel(TOKEN, base)
        await refused(channel.send(AN, body("một")))
        await channel.close()

    assert asked == [f"/bot{TOKEN}/sendMessage"]


async def test_the_log_of_a_failing_channel_holds_no_token(
    server: ZaloServer, channel: WatchedZalo, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.failures[AN] = deque([HTML, CUT, Failure.GONE])

    for _ in range(3):
        await refused(channel.send(AN, body("một")))

    assert TOKEN not in caplog.text


async def test_a_webhook_is_set_where_the_office_has_an_address_and_taken_off_where_it_has_none(
    server: ZaloServer,
) -> None:
    hooked, asking = server.channel(hooked=True), server.channel()

    await hooked.take_over()
    await hooked.take_over()
    there = server.webhook
    taken_off = await asking.take_over()

    assert there.startswith("https://trang.example/zalo/")
    assert 8 <= len(server.secret) <= 256
    assert "bi-mat-cua-van-phong" not in f"{there} {server.secret}"
    assert taken_off == "a webhook at trang.example"
    assert server.webhook == ""
    assert [name for name, _ in server.calls].count("setWebhook") == 1
    await hooked.close()
    await asking.close()


async def test_a_webhook_that_is_refused_is_tried_again_and_said_to_be_the_reason() -> None:
    async def answer(request: web.Request) -> web.Response:
        set_ = request.path.endswith("setWebhook")
        refusal = {"ok": False, "error_code": 400, "description": "private address"}
        return web.json_response(refusal if set_ else {"ok": True, "result": {"url": ""}})

    async with answering(answer) as base:
        channel = ZaloChannel(TOKEN, base, Door("https://trang.example", "bi-mat-bi-mat"))
        error = await refused(channel.take_over())
        await channel.close()

    assert error.failure is Failure.RETRY
    assert "PUBLIC_URL" in error.doubt
