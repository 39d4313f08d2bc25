"""Whatever is sent to the sandbox, it answers with a refusal, never with a fault of its own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.bot_api.routes import METHODS
from bot.sandbox.faults import KINDS
from tests.sandbox.sandbox_world import MEMBER, World, sandbox_world

pytestmark = pytest.mark.asyncio(loop_scope="module")

ACTS = ("text", "start", "sticker", "voice", "location", "contact", "tap", "edit", "delete", "block")
letters = st.text(st.characters(codec=None), max_size=8)
plain = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), letters, st.sampled_from([MEMBER, 1, 2, -4_000_000_001, "a"])
)
NAMES = (
    "text", "caption", "media", "document", "photo", "parse_mode", "message_id", "message_ids", "from_chat_id",
    "user_id", "callback_query_id", "action", "data", "forged", "payload", "description", "short_description",
    "language_code", "chat", "chat_id", "reply_to_message_id", "limit", "offset", "timeout", "allowed_updates", "url",
    "drop_pending_updates", "file_id", "secret_token", "max_connections", "title", "members", "member", "blocked",
    "kind", "times", "minutes", "reading", "reply_to",
)  # fmt: skip
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(letters, inner, max_size=3))


def sometimes(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object with some of these fields, each as it should be or anything at all; or something else altogether."""
    return st.fixed_dictionaries({}, optional={name: field | values for name, field in fields.items()}) | values


entities = st.lists(
    sometimes(type=st.sampled_from(["bold", "text_link", "text_mention"]), offset=plain, length=plain, user=values),
    max_size=3,
)
buttons = sometimes(text=letters, callback_data=letters, url=letters, copy_text=sometimes(text=letters), pay=plain)
markups = sometimes(inline_keyboard=st.lists(st.lists(buttons, max_size=2), max_size=3))
media = st.lists(
    sometimes(type=st.sampled_from(["photo", "document"]), media=letters, caption=letters, caption_entities=entities),
    max_size=3,
)
scopes = sometimes(type=st.sampled_from(["default", "chat", "chat_member"]), chat_id=plain, user_id=plain)
shapes = {
    "entities": entities,
    "caption_entities": entities,
    "reply_markup": markups,
    "media": media,
    "scope": scopes,
    "commands": st.lists(sometimes(command=st.just("baocao"), description=letters), max_size=2),
    "reply_parameters": sometimes(message_id=plain, chat_id=plain, allow_sending_without_reply=plain),
}
bodies = st.builds(
    lambda known, others: others | known,
    st.fixed_dictionaries(
        {}, optional={name: shape | shape.map(json.dumps) | values for name, shape in shapes.items()}
    ),
    st.dictionaries(st.sampled_from(NAMES), values, max_size=5),
)
PATIENTLY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with sandbox_world(tmp_path_factory.mktemp("hostile")) as world:
        await world.bot.get_me()
        await world.bot.send_message(MEMBER, "Chọn")
        await world.phone().send("Xin chào")
        yield world


@PATIENTLY
@given(method=st.sampled_from(sorted(METHODS)), body=bodies, in_chat=st.booleans())
async def test_no_call_makes_the_server_fail(world: World, method: str, body: dict[str, Any], in_chat: bool) -> None:
    wanted = body | ({"chat_id": MEMBER, "text": "Chào"} if in_chat else {}) | {"timeout": 0}

    status = await posted(world, f"bot1:a/{method}", wanted)

    assert status in (200, 400, 403, 409)


@PATIENTLY
@given(act=st.sampled_from(ACTS), body=bodies)
async def test_no_act_of_a_person_makes_the_server_fail(world: World, act: str, body: dict[str, Any]) -> None:
    status = await posted(world, f"sandbox/phones/{MEMBER}/{act}", body)

    assert status in (200, 400, 404, 409)


@PATIENTLY
@given(path=st.sampled_from(["groups", "groups/-4000000001/bot", "faults"]), body=bodies)
async def test_no_act_of_a_trainer_makes_the_server_fail(world: World, path: str, body: dict[str, Any]) -> None:
    unfaulted = {**body, "kind": None} if body.get("kind") in KINDS else body

    status = await posted(world, f"sandbox/{path}", unfaulted)

    assert status in (200, 400, 404, 409)


async def posted(world: World, path: str, body: dict[str, Any]) -> int:
    data, kind = json.dumps(body), {"Content-Type": "application/json"}
    async with world.session.post(world.address + path, data=data, headers=kind) as response:
        await response.read()
    async with world.session.get(f"{world.address}sandbox/state") as state:
        assert state.status == 200
    return response.status
