"""What holds of a script that was lived through in processes that were killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sized
from pathlib import Path
from typing import TypeVar

import pytest

from storage import outbox
from tests.acceptance.played import SENDERS, KeptTelegram, Played
from tests.acceptance.program import ROOT

LIVES_SECONDS = 600
World = TypeVar("World", bound=Played)


def lived_and_died(
    module: str, kind: type[World], directory: Path, days: Sized, capsys: pytest.CaptureFixture[str]
) -> World:
    """Let a module's script be lived through, its program killed on each of `days`; return the world at the end.

    What came twice is taken off the phones: no more than was on its way when the program died.
    """
    command = [sys.executable, "-m", f"tests.acceptance.{module}", str(directory), "7"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=LIVES_SECONDS, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    deaths = [json.loads(line) for line in done.stdout.splitlines()]
    world = kind(directory)
    repeated = without_repeats(world.kept)
    on_the_way = sum(len(death["sending"]) for death in deaths)
    with capsys.disabled():
        print(f"\n{len(deaths)} deaths, {on_the_way} messages on their way, {repeated} repeated")
    assert len(deaths) == len(days)
    assert repeated <= on_the_way
    assert max(len(death["sending"]) for death in deaths) <= SENDERS
    assert outbox.open_count(world.read) == 0
    return world


def without_repeats(telegram: KeptTelegram) -> int:
    """Take what came twice after a kill off the phones; return how many those were."""
    repeated = 0
    for messages in telegram.chats.values():
        found = {}
        for seen in messages:
            came, *what = telegram.arrivals[seen.id]
            # The clock goes on while the program is started again.
            found[came.replace(second=0, microsecond=0), *what] = seen
        repeated += len(messages) - len(found)
        messages[:] = found.values()
    return repeated
