"""What the office's page keeps of people goes and is told like everything else that is kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.acts import ACTS
from bot.services.upkeep import purging
from storage import people
from storage.own_data import stored_about
from tests.channels.web_bench import in_the_program
from tests.handlers.acts import CONTENT, SENT
from tests.housekeeping import clean_up
from tests.world import USERS, say

AN, CHI = str(USERS["AN"]), str(USERS["CHI"])


async def test_the_words_of_a_report_are_removed_from_every_page_however_long_ago_they_were_shown(
    tmp_path: Path,
) -> None:
    async with in_the_program(tmp_path, "AN", "CHI") as (bench, world):
        await say(world, bench.phone(AN), *SENT)
        assert any(CONTENT in text for text in bench.shown(CHI))
        knows = bench.phone(CHI).seq
        world.clock.set(world.clock.now() + timedelta(days=3))

        by_hand = purging.plan(world.unit(), "BC-2611-001").by_hand
        await world.writer.write(lambda db: ACTS["purge"](world.unit(db), {"code": "BC-2611-001"}))
        world.app.wake()
        await world.settle()

        kept = [row[0] for row in world.read.conn.execute("SELECT body FROM web_messages")]
        (event, *_) = await bench.events(CHI, knows)
        left = bench.shown(AN) + bench.shown(CHI)

    assert by_hand == {}
    assert not any(CONTENT in text for text in (*kept, *left))
    assert event["deleted"] != []
    assert event["messages"] == []


async def test_a_conversation_is_told_in_what_is_stored_about_a_person(tmp_path: Path) -> None:
    async with in_the_program(tmp_path, "AN") as (bench, world):
        await say(world, bench.phone(AN), "/batdau")
        shown = bench.shown(AN)[-1]
        person = people.person_by_code(world.read, "AN")
        assert person is not None

        told = [what for kind, _, what in stored_about(world.read, person.id, "person:AN") if kind == "conversation"]

    assert told == ["/batdau", shown]


@pytest.mark.parametrize(("days", "left"), [(29, 2), (31, 0)])
async def test_a_conversation_is_kept_as_long_as_people_are_told(tmp_path: Path, days: int, left: int) -> None:
    async with in_the_program(tmp_path, "AN") as (bench, world):
        await say(world, bench.phone(AN), "/batdau")
        since = bench.channel.clock.now() - world.clock.now()
        world.clock.set(world.clock.now() + since + timedelta(days=days))

        await world.writer.write(lambda db: clean_up(world.unit(db)))

        assert len(bench.messages(AN)) == left
