"""Writing goes on after the log has been cut."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage import ledgers
from storage.database import Writer, migrate, open_for_writing


async def test_a_checkpoint_leaves_no_statement_open_that_would_keep_others_from_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, results = asyncio.get_running_loop(), []
    run_in_executor = loop.run_in_executor

    def kept(*args: Any) -> Any:
        results.append(run_in_executor(*args))  # as a thread does that is slow to let go of its last result
        return results[-1]

    monkeypatch.setattr(loop, "run_in_executor", kept)
    migrate(tmp_path / "bot.db")
    with closing(Writer(open_for_writing(tmp_path / "bot.db"))) as writer:
        async with asyncio.timeout(20), asyncio.TaskGroup() as group:
            running = group.create_task(writer.run())

            await writer.checkpoint()
            number = await writer.write(lambda db: ledgers.next_number(db, "after"))

            running.cancel()

    assert number == 1
