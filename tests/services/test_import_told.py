"""People are told of the tasks that an import assigns: one message each; not of what is done, nor twice."""

from __future__ import annotations

import pytest

from bot.channels.telegram.client import CAPABILITIES
from bot.runtime.telling import telling
from bot.services.people import changes
from bot.services.tasks import import_told, importing
from tests.task_world import TASKS
from tests.world import World


@pytest.fixture
def world(still_world: World) -> World:
    for code in ("AN", "BICH", "BINH", "CHI"):
        still_world.link(code)
    return still_world


def do_import(world: World, text: str = TASKS) -> int:
    """Import as the verb has it done; return how many are said to be told before."""
    unit = world.unit()
    found = importing.read(text, importing.names(unit))
    persons = import_told.persons_told(unit, import_told.assigned_by(unit, found))
    asked = {"revision": changes.revision(unit), "tasks": [importing.as_plain(task) for task in found]}
    act = telling({"telegram": CAPABILITIES})["import-tasks"]
    world.write_now(lambda db: act(world.unit(db), asked))
    return persons


def messages(world: World) -> list[str]:
    return [row["body"] for row in world.read.conn.execute("SELECT body FROM outbox ORDER BY account")]


def test_each_person_gets_one_message_that_lists_all_his_new_tasks(world: World) -> None:
    persons = do_import(world)

    told = messages(world)
    assert persons == len(told) == 3
    of_an = next(text for text in told if "NV-26-038" in text)
    assert "Cơ quan thường trực giao 04 nhiệm vụ." in of_an
    assert "NV-26-047" in of_an
    assert "NV-23-014" not in of_an, "what is done is told to nobody"
    assert "NV-26-060" not in of_an, "what is another's is told to nobody else"


def test_a_second_import_tells_of_what_is_new_alone(world: World) -> None:
    do_import(world)
    before = len(messages(world))
    new = "NV-26-061,Văn bản số 61,Việc mới,HIEPHOIA,,day,30/11/2026,,,,,,\n"

    persons = do_import(world, TASKS.replace("Việc riêng", "Việc chung") + new)

    told = messages(world)
    assert (persons, len(told)) == (1, before + 1)
    of_an = next(text for text in told if "NV-26-061" in text)
    assert "Vai trò: chủ trì." in of_an


def test_the_same_import_again_tells_nobody(world: World) -> None:
    do_import(world)
    before = len(messages(world))

    assert do_import(world) == 0
    assert len(messages(world)) == before
