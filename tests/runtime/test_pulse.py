"""Telling a service manager how the program stands, over a real socket."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import Supervision, load_supervision
from bot.runtime.pulse import Pulse, ServiceManager


class Manager:
    """The other end of the line."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._line.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        self.told: list[str] = []

    def listen(self) -> list[str]:
        """Return everything that was told so far."""
        while True:
            try:
                self.told.append(self._line.recv(4096).decode())
            except BlockingIOError:
                return self.told

    def close(self) -> None:
        self._line.close()


@pytest.fixture(params=["a file", "no file"])
def manager(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Manager]:
    monkeypatch.chdir(tmp_path)  # the address of a socket may not be long
    found = Manager("line" if request.param == "a file" else f"@tthc-{os.getpid()}")
    yield found
    found.close()


async def beat(manager: Manager, watchdog_seconds: float, *, stuck: bool = False, beats: int = 20) -> list[str]:
    """Let a pulse beat so many times, then cancel it; return what was told."""
    beaten = 0
    pulse = Pulse(ServiceManager(manager.address), watchdog_seconds, stuck=lambda: stuck)
    real = asyncio.sleep

    async def sleep(_: float) -> None:
        nonlocal beaten
        beaten += 1
        await real(0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("asyncio.sleep", sleep)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(pulse.run())
            while beaten < beats:
                manager.listen()
                await real(0)
            task.cancel()
    return manager.listen()


async def test_a_program_says_when_it_is_ready_that_it_lives_and_that_it_stops(manager: Manager) -> None:
    told = await beat(manager, 1e-9)

    assert told[:3] == ["READY=1", "WATCHDOG=1", "WATCHDOG=1"]
    assert told[-1] == "STOPPING=1"


async def test_signs_of_life_come_no_more_often_than_wanted(manager: Manager) -> None:
    assert await beat(manager, 3600.0) == ["READY=1", "STOPPING=1"]


async def test_a_writer_that_is_stuck_gives_no_sign_of_life(manager: Manager) -> None:
    assert await beat(manager, 1e-9, stuck=True) == ["READY=1", "STOPPING=1"]


async def test_without_a_watchdog_there_are_no_signs(manager: Manager) -> None:
    assert await beat(manager, 0.0) == ["READY=1", "STOPPING=1"]


@pytest.mark.parametrize("address", ["", "nobody-listens-here", "@nobody-listens-here", "/no/such/place"])
def test_where_nobody_listens_the_program_goes_on(address: str) -> None:
    ServiceManager(address).tell("READY=1")


def test_a_loop_that_hangs_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    pulse = Pulse(ServiceManager(""), 0.0, stuck=lambda: False)
    before = pulse.lag

    now[0] += 31.0

    assert (before, pulse.lag) == (0.0, 30.0)


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, Supervision()),
        ({"NOTIFY_SOCKET": "@a"}, Supervision("@a")),
        ({"NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "60000000"}, Supervision("/run/n", 60.0)),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}, Supervision("", 60.0)),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}, Supervision()),
        ({"WATCHDOG_USEC": "soon"}, Supervision()),
    ],
)
def test_what_a_service_manager_sets_is_read(
    environment: dict[str, str], found: Supervision, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert load_supervision() == found
