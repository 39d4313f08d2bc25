"""What is kept of files, what becomes of them later, and what goes wrong with fetching."""

from __future__ import annotations

from datetime import timedelta

from aiogram.exceptions import TelegramNetworkError

from tests import housekeeping
from tests.runtime.stepping import METHOD
from tests.telegram import Phone
from tests.world import World


def on_disk(world: World) -> dict[str, bytes]:
    """The files there are, by name."""
    return {path.name: path.read_bytes() for path in (world.path / "files").rglob("*") if path.is_file()}


def states(world: World) -> list[tuple[str, str | None]]:
    return [tuple(row) for row in world.read.conn.execute("SELECT state, why FROM kept_files ORDER BY id")]


def no_network(world: World, times: int = 1) -> None:
    """Let the next downloads fail."""
    world.telegram.download_failures.extend(TelegramNetworkError(METHOD, "no network") for _ in range(times))


async def later(world: World, seconds: float) -> None:
    world.clock.set(world.clock.now() + timedelta(seconds=seconds))
    world.app.wake()
    await world.settle()


async def clean_up(world: World) -> None:
    await world.writer.write(lambda db: housekeeping.clean_up(world.unit(db)))
    world.app.wake()
    await world.settle()


def texts(phone: Phone) -> list[str]:
    return [message.text for message in phone.messages]
