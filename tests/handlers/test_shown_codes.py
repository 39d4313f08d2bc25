"""A code that an officer was shown leaves the chat when it is of no use any more, and stands in no file before."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from storage.backup import make_backup
from storage.database import open_for_reading
from tests.catalogues import said
from tests.handlers.directory import open_person
from tests.seen import Seen
from tests.telegram import Phone
from tests.world import World, running, say

NAME = "Nguyễn Văn An"
USED = "The invitation of <b>{full_name}</b> was used."
OVER = "The invitation of <b>{full_name}</b> is no longer valid."


async def shown_code(world: World, chi: Phone) -> Seen:
    """Let Chi issue an invitation to An; return the message with the code."""
    await open_person(world, chi, NAME)
    await say(world, chi, "[Cấp mã mời]")
    return next(seen for seen in reversed(chi.messages) if "MOI-" in seen.text)


def code_in(seen: Seen) -> str:
    found = re.search(r"MOI-[0-9A-Z-]+", seen.text)
    assert found
    return found[0]


def plain(msgid: str) -> str:
    return re.sub(r"</?b>", "", said(msgid, full_name=NAME))


async def test_a_code_that_was_used_is_taken_out_of_the_chat(still_world: World) -> None:
    chi = still_world.link("CHI")
    async with running(still_world):
        seen = await shown_code(still_world, chi)
        await say(still_world, still_world.phone("AN"), code_in(seen), "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
        still_world.clock.set(still_world.clock.now() + timedelta(minutes=15))
        await still_world.app.catch_up()

    assert seen.text == plain(USED)


async def test_a_code_whose_time_is_over_is_taken_out_of_the_chat(still_world: World) -> None:
    chi = still_world.link("CHI")
    async with running(still_world):
        seen = await shown_code(still_world, chi)
        still_world.clock.set(still_world.clock.now() + timedelta(hours=71))
        await still_world.app.catch_up()
        before = seen.text
        still_world.clock.set(still_world.clock.now() + timedelta(hours=1, minutes=15))
        await still_world.app.catch_up()

    assert "MOI-" in before
    assert seen.text == plain(OVER)


async def test_a_code_that_a_newer_one_ended_goes_and_the_newer_one_stays(still_world: World) -> None:
    chi = still_world.link("CHI")
    async with running(still_world):
        first = await shown_code(still_world, chi)
        still_world.clock.set(still_world.clock.now() + timedelta(minutes=1))
        second = await shown_code(still_world, chi)
        still_world.clock.set(still_world.clock.now() + timedelta(minutes=15))
        await still_world.app.catch_up()

    assert first.text == plain(OVER)
    assert "MOI-" in second.text


async def test_no_table_holds_a_code_that_was_delivered(still_world: World) -> None:
    chi = still_world.link("CHI")
    async with running(still_world):
        code = code_in(await shown_code(still_world, chi))
        rows = [
            str(tuple(row))
            for table in ("outbox", "anchors", "choices", "invitations")
            for row in still_world.read.conn.execute(f"SELECT * FROM {table}")
        ]

    assert not [row for row in rows if code in row]


async def test_a_backup_holds_no_code_that_still_waits_to_be_sent(still_world: World, tmp_path: Path) -> None:
    chi = still_world.link("CHI")
    async with running(still_world):
        await open_person(still_world, chi, NAME)
        still_world.telegram.call_fails = lambda call: OSError() if "MOI-" in str(getattr(call, "text", "")) else None
        await say(still_world, chi, "[Cấp mã mời]")
        waits = still_world.count("outbox", "state = 'retry' AND body LIKE '%MOI-%'")
        code = code_in_base(still_world)
        made = make_backup(still_world.path / "bot.db", tmp_path / "out", still_world.clock.now())

    assert waits == 1
    assert code.encode() not in made.path.read_bytes()
    copy = open_for_reading(made.path)
    found = copy.conn.execute("SELECT state FROM outbox WHERE topic = 'membership'").fetchall()
    copy.close()
    assert [row["state"] for row in found] == ["cancelled"]


def code_in_base(world: World) -> str:
    body = world.read.conn.execute("SELECT body FROM outbox WHERE body LIKE '%MOI-%'").fetchone()[0]
    found = re.search(r"MOI-[0-9A-Z-]+", body)
    assert found
    return found[0]


async def test_a_message_is_replaced_once(still_world: World) -> None:
    chi = still_world.link("CHI")
    async with running(still_world):
        seen = await shown_code(still_world, chi)
        await say(still_world, still_world.phone("AN"), code_in(seen), "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
        for _ in range(3):
            still_world.clock.set(still_world.clock.now() + timedelta(minutes=15))
            await still_world.app.catch_up()

    assert seen.edits == 1
    assert still_world.count("outbox", "anchor LIKE 'invitation-code:%' AND kind = 'replace'") == 1
