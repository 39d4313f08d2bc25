"""What may be registered on the dispatcher, and what happens to a coroutine that waits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from inspect import iscoroutinefunction
from typing import Any

import pytest
from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.channels.telegram.inbound import SAID
from handlers.dispatch import WaitedInsideTransactionError, dispatcher, run_in_one_step
from handlers.filters import Linked

DISPATCHERS_OWN = {"_listen_update", "__call__"}
"""aiogram's own handler of the observer `update`, which passes an update on to the routers."""


def awaits(callback: Any) -> bool:
    """Return whether a filter or handler is run on the loop; aiogram sends every other through a thread."""
    return iscoroutinefunction(callback) or iscoroutinefunction(getattr(callback, "__call__", None))  # noqa: B004


def faults(router: Router) -> Iterator[str]:
    """Yield what may not be registered on a router and those below it."""
    for found in router.chain_tail:
        for name, observer in found.observers.items():
            if observer is found.errors and observer.handlers:
                yield f"{found.name}: an `errors` handler may commit half the work"
            for handler in observer.handlers:
                for part in (handler, *(handler.filters or ())):
                    if not awaits(part.callback):
                        yield f"{found.name}.{name}: {part.callback} is not a coroutine function"
            for part in observer._handler.filters or ():
                if not awaits(part.callback):
                    yield f"{found.name}.{name}: {part.callback} is not a coroutine function"


def test_every_filter_and_handler_is_a_coroutine_function() -> None:
    assert list(faults(dispatcher())) == []


def test_every_observer_with_a_handler_is_asked_for() -> None:
    used = {name for router in dispatcher().chain_tail for name, found in router.observers.items() if found.handlers}

    assert used - {"update"} == set(SAID)


async def handler(message: Message) -> list[Any]:
    return []


def plain(message: Message) -> list[Any]:
    return []


@pytest.mark.parametrize("bad", ["filter", "magic", "handler", "errors", "router filter"])
def test_a_breach_is_found_however_deep_it_stands(bad: str) -> None:
    top, middle, low = Router(), Router(), Router()
    top.include_router(middle)
    middle.include_router(low)
    match bad:
        case "filter":
            low.message(lambda _message: True)(handler)
        case "magic":
            low.message(F.text == "x")(handler)
        case "handler":
            low.callback_query(Linked())(plain)
        case "errors":
            low.errors()(handler)
        case "router filter":
            low.message.filter(F.text)

    assert list(faults(top))


def test_coroutine_filters_are_let_pass() -> None:
    router = Router()
    router.message(Linked(), Command("x", ignore_mention=True))(handler)

    assert list(faults(router)) == []


def test_a_coroutine_that_does_not_wait_gives_its_result() -> None:
    async def inner() -> int:
        return 7

    async def outer() -> int:
        return await inner()

    assert run_in_one_step(outer()) == 7


def test_a_coroutine_that_waits_is_ended_where_it_stands() -> None:
    reached: list[str] = []

    async def waits() -> None:
        try:
            await asyncio.sleep(0)
            reached.append("after")
        finally:
            reached.append("ended")

    with pytest.raises(WaitedInsideTransactionError):
        run_in_one_step(waits())

    assert reached == ["ended"]
