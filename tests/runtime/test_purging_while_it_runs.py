"""What the running program removes is gone from the disk before the verb is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

import main
from bot.verbs import opening
from storage.lock import exclusive
from tests.asking import answered
from tests.catalogues import said
from tests.handlers.acts import ONE, OPEN, PROPOSAL
from tests.handlers.approving import EARLY
from tests.handlers.keeping import on_disk
from tests.world import World, running, say

RARE = "Zuqowexi"
ITEM = answered(field="[Đất đai]", content=f"Kho {RARE} của quân khu đặt tại điểm cao.", proposal=PROPOSAL)


@pytest.fixture
def held(still_world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world whose directory is locked, as it is by the program; verbs go by its clock."""
    monkeypatch.setattr(opening, "clock_of", lambda _directory: still_world.clock)
    monkeypatch.setenv("DATA_DIR", str(still_world.path))
    for code in ("AN", "CHI"):
        still_world.link(code)
    with exclusive(still_world.path):
        yield still_world


def is_on_disk(world: World) -> bool:
    files = [path for path in world.path.rglob("*") if path.is_file() and path.parent.name != "backups"]
    return any(RARE[1:].lower().encode() in path.read_bytes().lower() for path in files)


async def test_a_report_is_removed_by_the_program_that_runs(held: World) -> None:
    async with running(held):
        await say(held, held.phone("AN"), *OPEN, *ITEM, "[Gửi báo cáo]")
        assert is_on_disk(held)

        status = await asyncio.to_thread(main.main, ["purge", "BC-2611-001", "--yes"])

        assert status == 0
        assert not is_on_disk(held)
        await held.settle()
        assert not any(RARE in message.text for message in held.phone("CHI").messages)


async def test_the_bytes_of_a_file_go_with_the_last_report_that_has_it(
    held: World, capsys: pytest.CaptureFixture[str]
) -> None:
    an = held.phone("AN")
    async with running(held):
        for acts, send in ((OPEN + ONE[:-1], "[Gửi báo cáo]"), (EARLY[:-1], "[Gửi báo cáo]")):
            await say(held, an, *acts)
            an.send_document("so-do.pdf")
            await held.settle()
            await say(held, an, "[Gửi tệp xong]", send)
        assert len(on_disk(held)) == 1

        await asyncio.to_thread(main.main, ["purge", "BC-2611-001", "--yes"])
        assert (
            said(
                "The same file also stands in {codes} and stays there; remove it there as well if it has to go.",
                codes="VM-2611-002",
            )
            in capsys.readouterr().out
        )
        assert len(on_disk(held)) == 1

        # Answered once nothing lies there: without waiting for what the program does beside it.
        await asyncio.to_thread(main.main, ["purge", "VM-2611-002", "--yes"])
        assert on_disk(held) == {}
