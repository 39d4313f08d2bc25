"""How calls go out, and that what comes back means what it means to aiogram."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.methods import AnswerCallbackQuery, GetMe, Response, TelegramMethod
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.client import (
    RawEditMessageText,
    RawGetFile,
    RawGetUpdates,
    RawSendMessage,
    TelegramChannel,
)
from bot.channels.telegram.failures import WaySettings, classify
from bot.channels.telegram.session import JsonSession
from bot.runtime.ports import Shown
from tests.world import TOKEN

BOT = Bot(TOKEN)
OWN, LIBRARY = JsonSession(), AiohttpSession()
BODY = {"runs": [["b", "Đậm"], ["", " và 🏛 thường"]], "rows": [[["Gửi", "h", "send"]]], "silent": True}
METHODS: tuple[TelegramMethod[Any], ...] = (
    RawSendMessage(chat_id=1, text="x"),
    RawEditMessageText(chat_id=1, message_id=2, text="x"),
    RawGetUpdates(timeout=0, allowed_updates=[]),
    RawGetFile(file_id="f"),
    AnswerCallbackQuery(callback_query_id="1"),
    GetMe(),
)
KEPT = [Response[method.__returning__] for method in METHODS]  # type: ignore[name-defined]
"""Models that aiogram makes anew for an answer unless somebody keeps them: most of the time these tests took."""


class Server:
    """Keeps what it was sent, and answers everything alike."""

    def __init__(self, result: object = True) -> None:
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self.result = result

    async def answer(self, request: web.Request) -> web.Response:
        read = dict(await (request.json() if request.content_type == "application/json" else request.post()))
        read |= {name: (file.filename, file.file.read()) for name, file in read.items() if hasattr(file, "file")}
        self.calls.append((request.path.rpartition("/")[2], request.content_type, read))
        return web.json_response({"ok": True, "result": self.result})


@asynccontextmanager
async def channel_at(answer: Callable[[web.Request], Any]) -> AsyncIterator[TelegramChannel]:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    async with TestServer(app) as server:
        channel = TelegramChannel(TOKEN, str(server.make_url("")).rstrip("/"), "")
        yield channel
        await channel.close()


def meaning(session: BaseSession, method: TelegramMethod[Any], status: int, content: str) -> object:
    """Return what comes of an answer: the result, or everything that the runtime is told of the error."""
    try:
        if isinstance(session, JsonSession):
            return session.result(BOT, method, status, content)
        return session.check_response(BOT, method, status, content).result
    except Exception as error:
        found = classify(error, WaySettings("http://base", ""))
        return type(error), found.failure, str(found), found.retry_after, found.moved_to, found.doubt


STATUSES = (200, 201, 204, 226, 300, 400, 401, 403, 404, 409, 413, 418, 429, 500, 502)
ANSWERS = (
    "", "{", "[]", "null", "5", '"x"', "<html>Đăng nhập</html>", '{"ok":true,"result":{"message_id":7', "[" * 100_000,
    *map(json.dumps, (
        {}, {"ok": True}, {"result": {}}, {"ok": False}, {"ok": None, "result": True}, {"ok": 1, "result": True},
        {"ok": "true", "result": {"message_id": 7}}, {"ok": "x", "result": True},
        {"ok": True, "result": None}, {"ok": True, "result": True}, {"ok": True, "result": False},
        {"ok": True, "result": 1}, {"ok": True, "result": "x"}, {"ok": True, "result": []},
        {"ok": True, "result": [{"update_id": 7}, {}]}, {"ok": True, "result": [{"update_id": 7}, 5]},
        {"ok": True, "result": {"message_id": 7, "date": 1794791700, "hologram": {}}},
        {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "B", "username": "b"}},
        {"ok": True, "result": {"message_id": 7}, "description": "done"},
        {"ok": True, "result": {"message_id": 7}, "description": 5},
        {"ok": False, "result": {"message_id": 7}},
        {"ok": False, "error_code": 400, "description": "Bad Request: message is not modified: x"},
        {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"},
        {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 7}},
        {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": "7"}},
        {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": "soon"}},
        {"ok": False, "error_code": 400, "description": "upgraded", "parameters": {"migrate_to_chat_id": -1002}},
        {"ok": False, "error_code": 400, "description": "upgraded", "parameters": {"hologram": 1}},
        {"ok": False, "error_code": "x", "description": "x"},
        {"ok": False, "description": None}, {"ok": False, "description": "restart"},
    )),
)  # fmt: skip


@pytest.mark.parametrize("method", METHODS, ids=lambda method: type(method).__name__)
def test_every_answer_means_what_aiogram_takes_it_for(method: TelegramMethod[Any]) -> None:
    for status in STATUSES:
        for content in ANSWERS:
            assert meaning(OWN, method, status, content) == meaning(LIBRARY, method, status, content), (status, content)


SCALAR = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8)
JUNK = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner))
ANSWER = st.fixed_dictionaries(
    {},
    optional={
        "ok": st.just(value=True) | JUNK,
        "result": JUNK,
        "description": st.text(max_size=8) | JUNK,
        "error_code": st.integers(0, 600) | JUNK,
        "parameters": st.fixed_dictionaries({}, optional={"retry_after": SCALAR, "migrate_to_chat_id": SCALAR}) | JUNK,
    },
)


@given(st.sampled_from(METHODS[:-1]), st.sampled_from(STATUSES), ANSWER)
def test_whatever_is_answered_means_what_aiogram_takes_it_for(
    method: TelegramMethod[Any], status: int, answer: dict[str, Any]
) -> None:
    content = json.dumps(answer)

    assert meaning(OWN, method, status, content) == meaning(LIBRARY, method, status, content)


async def test_what_says_something_goes_out_as_json_and_nothing_else_does() -> None:
    server = Server({"message_id": 7, "date": 1794791700})
    async with channel_at(server.answer) as channel:
        await channel.send("-100200:77", BODY)
        await channel.edit("101", "7", {**BODY, "rows": []})

    entities = [{"type": "bold", "offset": 0, "length": 3}]
    text = "Đậm và 🏛 thường"
    keyboard = {"inline_keyboard": [[{"text": "Gửi", "callback_data": "h", "style": "primary"}]]}
    assert server.calls == [
        ("sendMessage", "application/json", {
            "chat_id": -100200, "message_thread_id": 77, "text": text, "entities": entities,
            "reply_markup": keyboard, "disable_notification": True,
        }),
        ("editMessageText", "application/json", {
            "chat_id": 101, "message_id": 7, "text": text, "entities": entities,
        }),
    ]  # fmt: skip


async def test_no_answer_to_a_message_is_checked_against_a_model_and_no_form_is_built() -> None:
    server = Server({"message_id": 7, "date": 1794791700})
    async with channel_at(server.answer) as channel:
        with (
            patch.object(BaseSession, "check_response", side_effect=AssertionError),
            patch.object(AiohttpSession, "build_form_data", side_effect=AssertionError),
        ):
            await channel.send("101", BODY)
            await channel.edit("101", "7", BODY)
            server.result = True
            await channel.edit("101", "7", BODY)
            await channel.toast("1", "Đã ghi nhận")
            await channel.delete("101", "7")
            await channel.show_commands("101", (("baocao", "Báo cáo"),), "vi")
            await channel.describe("Trợ lý", "Trợ lý")
            server.result = [{"update_id": 5}, {"update_id": 4}]
            assert [raw["update_id"] for raw in await channel.fetch("3")] == [4, 5]

    assert {kind for _, kind, _ in server.calls} == {"application/json"}
    assert server.calls[-1][2] == {
        "offset": 4,
        "timeout": 25,
        "allowed_updates": ["message", "callback_query", "edited_message", "my_chat_member"],
    }
    menu = next(call for name, _, call in server.calls if name == "setMyCommands")
    assert menu == {
        "commands": [{"command": "baocao", "description": "Báo cáo"}],
        "scope": {"type": "chat", "chat_id": 101},
        "language_code": "vi",
    }


async def test_a_file_goes_out_as_a_form_with_its_words_beside_it() -> None:
    server = Server({"message_id": 7, "date": 1794791700})
    async with channel_at(server.answer) as channel:
        shown = await channel.send_file("101", "a.txt", b"abc", BODY)

    assert shown == Shown("7", datetime.fromtimestamp(1794791700, UTC))

    ((name, kind, call),) = server.calls
    assert (name, kind, call["chat_id"], call["caption"]) == (
        "sendDocument", "multipart/form-data", "101", "Đậm và 🏛 thường",
    )  # fmt: skip
    assert json.loads(call["caption_entities"]) == [{"type": "bold", "offset": 0, "length": 3}]
    assert call[call["document"].removeprefix("attach://")] == ("a.txt", b"abc")


@pytest.mark.parametrize(
    ("body", "type_"),
    [(b'{"ok":true,"result":"\xff"}', "application/json"), (b"\xa4 dang nhap", "text/html; charset=iso-8859-1")],
)
async def test_an_answer_in_other_letters_fails_as_it_does_for_aiogram(body: bytes, type_: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, headers={"Content-Type": type_})

    found = []
    async with channel_at(answer) as channel:
        library = AiohttpSession(api=channel.bot.session.api)
        for session in (channel.bot.session, library):
            try:
                await session.make_request(BOT, METHODS[0])
            except Exception as error:
                found.append((type(error), str(classify(error)), classify(error).failure, classify(error).doubt))
        await library.close()

    assert len(found) == 2
    assert found[0] == found[1]


async def test_a_server_that_closed_a_line_meanwhile_is_called_on_a_new_one() -> None:
    lines: list[object] = []

    async def answer(request: web.Request) -> web.Response:
        lines.append(request.transport)
        response = web.json_response({"ok": True, "result": True})
        response.force_close()
        return response

    async with channel_at(answer) as channel:
        for _ in range(3):
            await channel.toast("1", "")

    assert len(set(map(id, lines))) == 3


async def test_a_line_that_the_server_keeps_is_used_again() -> None:
    lines: set[int] = set()

    async def answer(request: web.Request) -> web.Response:
        lines.add(id(request.transport))
        return web.json_response({"ok": True, "result": True})

    async with channel_at(answer) as channel:
        for _ in range(3):
            await channel.toast("1", "")

    assert len(lines) == 1
