"""What python-telegram-bot cannot say: it is refused without a trace."""

from __future__ import annotations

import json

import pytest

from tests.sandbox.contract import Table
from tests.sandbox.sandbox_world import MEMBER

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("plain_time_spans")]

DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{", "can't parse request JSON object"),
        (b"\xff\xfe", "can't parse request JSON object"),
        (DEEP.encode(), "can't parse request JSON object"),
        (b"[]", "request JSON must be an object"),
        (json.dumps({"chat_id": MEMBER, "text": "a", "reply_markup": DEEP}).encode(), "reply keyboard markup"),
        (json.dumps({"chat_id": MEMBER, "text": "a", "entities": DEEP}).encode(), "can't parse entities JSON object"),
        (json.dumps({"chat_id": [MEMBER], "text": "a"}).encode(), "chat not found"),
        (json.dumps({"chat_id": {"a": 1}, "text": "a"}).encode(), "chat not found"),
        (json.dumps({"chat_id": MEMBER, "text": ["a\ud800"]}).encode(), "strings must be encoded in UTF-8"),
        (json.dumps({"chat_id": MEMBER, "text": "a", "reply_parameters": 5}).encode(), "object expected as reply"),
    ],
    ids=range(10),
)
async def test_a_malformed_call_is_refused_without_a_trace(table: Table, body: bytes, says: str) -> None:
    url = f"{table.world.address}bot1:a/sendMessage"

    async with table.world.session.post(url, data=body, headers={"Content-Type": "application/json"}) as response:
        answer = await response.json()

    assert response.status == 400
    assert says in answer["description"]


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "multipart/form-data", "application/json"])
async def test_a_body_that_is_not_what_it_says_is_refused_without_a_trace(table: Table, kind: str) -> None:
    url = f"{table.world.address}bot1:a/sendMessage"

    async with table.world.session.post(url, data=b"--x\r\n\r\n\xff", headers={"Content-Type": kind}) as response:
        answer = await response.json()

    assert (response.status, answer["ok"]) == (400, False)
