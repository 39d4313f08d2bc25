"""Clocks in the hands of the test, and the program's own log."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr

import pytest

from bot.runtime.redaction import set_up_logging
from tests.runtime.stepping import Hands
from tests.world import World


@pytest.fixture
def hands(world: World) -> Hands:
    return Hands(world)


@pytest.fixture(autouse=True)
def no_pauses_of_the_poller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("random.uniform", lambda _low, _high: 0.0)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the program writes to standard error at its most talkative."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "aiohttp.access", "aiogram")}
    for handler in handlers:
        root.removeHandler(handler)  # `force=True` would close them
    with redirect_stderr(stream):
        set_up_logging("DEBUG")
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, kept in levels.items():
        logging.getLogger(name).setLevel(kept)
