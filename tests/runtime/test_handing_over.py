"""What passes through the program in memory: few pieces of writing, and no question to the tables in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage import files, forecasts, inbox, outbox
from storage.database import Writer
from tests.runtime.stepping import few_senders, until
from tests.telegram import Phone
from tests.world import World, say


def has(phone: Phone, messages: int) -> bool:
    return len(phone.messages) == messages and phone.telegram.all_confirmed


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often something is written, and how often the tables are asked what waits in them."""
    counts: Counter[str] = Counter()

    def counting(owner: Any, name: str) -> None:
        asked: Callable[..., Any] = getattr(owner, name)

        def count(*args: Any, **kwargs: Any) -> Any:
            counts[name] += 1
            return asked(*args, **kwargs)

        monkeypatch.setattr(owner, name, count)

    counting(Writer, "write")
    asked = ((outbox, ("sendable", "next_at")), (inbox, ("next_of_each", "next_at")), (files, ("due", "unwanted")))
    for module, names in (*asked, (forecasts, ("next_wanted",))):
        for name in names:
            counting(module, name)
    return counts


async def test_an_answer_takes_few_pieces_of_writing_and_no_table_is_asked_what_waits_in_it(
    world: World, counted: Counter[str]
) -> None:
    an = world.phone("AN")
    await say(world, an, "/batdau")
    pressed, sent_before = len(an.messages), world.count("outbox")
    counted.clear()

    for number in range(1, 6):
        an.send("/trogiup")
        await until(partial(has, an, pressed + number))
    await until(lambda: world.count("outbox", "state <> 'sent'") == 0)

    # Taken in; handled, with the claim of what answers it; and a mark for each message, with the claim of the next.
    assert counted == {"write": 5 * 2 + world.count("outbox") - sent_before}


async def test_answers_that_wait_for_a_sender_follow_one_another_without_a_look_at_the_table(
    tmp_path: Path, counted: Counter[str]
) -> None:
    async with few_senders(tmp_path, 1) as world:
        phones = [world.phone(code) for code in ("AN", "BICH", "CHI", "LAN")]
        for phone in phones:
            await say(world, phone, "/batdau")
        seen = {phone.user_id: len(phone.messages) for phone in phones}
        counted.clear()

        for phone in phones:
            phone.send("/trogiup")
        await until(lambda: all(len(phone.messages) > seen[phone.user_id] for phone in phones))
        await until(lambda: world.count("outbox", "state <> 'sent'") == 0)

        assert set(counted) == {"write"}
