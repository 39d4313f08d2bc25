"""What is parsed of an update is what handlers look at, and is what the library makes of the whole of it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import Any

import pytest
from aiogram.types import Update

from bot.channels.telegram.inbound import LOOKED_AT, parse
from tests.channels.test_inbound import BOT, FILE, MESSAGE, STICKER, USER
from tests.guards.tree import sources
from tests.handlers.acts import CONTENT

KEYBOARD = {"inline_keyboard": [[{"text": "Gửi", "callback_data": "h"}]]}
WHOLE: dict[str, dict[str, Any]] = {
    "a text": {"text": CONTENT, "entities": [{"type": "bold", "offset": 0, "length": 3}]},
    "a file": {"document": {**FILE, "thumbnail": {**STICKER}}, "caption": CONTENT, "media_group_id": "a"},
    "a photo": {"photo": [{**STICKER, "file_size": 8}], "caption": CONTENT},
    "a film": {"video": {**FILE, "width": 1, "height": 1, "duration": 1}},
    "a moving picture": {"animation": {**FILE, "width": 1, "height": 1, "duration": 1}},
    "a sound": {"audio": {**FILE, "duration": 1}},
    "a voice": {"voice": {**FILE, "duration": 1}},
    "a place": {"location": {"latitude": 1.0, "longitude": 1.0}},
    "a contact": {"contact": {"phone_number": "1", "first_name": "An"}},
    "something passed on": {"text": CONTENT, "forward_origin": {"type": "user", "date": 5, "sender_user": USER}},
    "something by way of a bot": {"text": CONTENT, "via_bot": {"id": 5, "is_bot": True, "first_name": "b"}},
    "an answer": {"text": CONTENT, "reply_to_message": {**MESSAGE, "text": "…", "reply_markup": KEYBOARD}},
    "a question to many": {
        "poll": {
            "id": "1", "question": "Mật?", "options": [{"text": "Có", "voter_count": 0, "persistent_id": "1"}],
            "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
            "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
        },
    },
}  # fmt: skip


def looked_at() -> set[str]:
    return {"from_user" if name == "from" else name for name in LOOKED_AT}


@pytest.mark.parametrize("what", WHOLE.values(), ids=WHOLE)
@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_what_handlers_look_at_is_what_the_library_makes_of_the_whole(what: dict[str, Any], kind: str) -> None:
    raw = {"update_id": 1, kind: {**MESSAGE, **what}}
    before = copy.deepcopy(raw)

    found, whole = parse(raw, BOT), Update.model_validate(raw, context={"bot": BOT})

    assert raw == before
    assert found is not None
    short, long = getattr(found, kind), getattr(whole, kind)
    assert {name for name in looked_at() if getattr(short, name) != getattr(long, name)} <= {"reply_to_message"}
    if long.reply_to_message:
        assert short.reply_to_message.message_id == long.reply_to_message.message_id


def test_handlers_look_at_nothing_else_of_what_is_said() -> None:
    # A message is put in another's place as a whole; that is no field of it.
    assert set(read("message", "typed", of="Message")) - {"model_copy"} <= looked_at()
    assert set(read("query", of="CallbackQuery")) <= {"data"}
    assert set(read("replied", "message.reply_to_message", of="")) == {"message_id"}


def read(*named: str, of: str) -> Iterator[str]:
    """Yield what handlers read of what they call so, and of their parameters of a type."""
    for _, tree in sources("handlers"):
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                names = {*named, *(each.arg for each in function.args.args if of and of == type_of(each))}
                found = (node for node in ast.walk(function) if isinstance(node, ast.Attribute))
                yield from (node.attr for node in found if ast.unparse(node.value) in names)


def type_of(parameter: ast.arg) -> str:
    return ast.unparse(parameter.annotation).removesuffix(" | None") if parameter.annotation else ""


@pytest.mark.parametrize("number", range(3))
def test_of_a_message_under_a_button_nothing_is_made(number: int) -> None:
    under = [{**MESSAGE, "reply_markup": KEYBOARD}, {"inaccessible": True}, 5][number]
    query = {"id": "p", "from": USER, "chat_instance": "1", "data": "h", "message": under}

    found = parse({"update_id": 1, "callback_query": query}, BOT)

    assert found is not None
    assert found.callback_query is not None
    assert found.callback_query.message is None
