"""The programme that ships fits the verb that imports it, and says of the past what is known."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.data_source import load_demonstration
from bot.domain.characters import clean
from bot.domain.deadlines import DeadlineKind
from bot.domain.tasks import Bucket, Part, Task
from bot.services import demonstration
from bot.services.people import roster
from bot.services.tasks import importing
from bot.services.tasks.listing import status_of
from storage import tasks
from tests.world import World

DATA = Path(__file__).parent.parent / "bot" / "data"
PROGRAMME = (DATA / "programme.csv").read_text(encoding="utf-8")


@pytest.fixture
def found(empty_world: World) -> list[Task]:
    full = (DATA / "full_roster.csv").read_text(encoding="utf-8")
    lines = roster.read(full, empty_world.rules.profile.bodies)
    empty_world.write_now(lambda db: roster.write(empty_world.unit(db), lines, "test"))
    return importing.read(PROGRAMME, importing.names(empty_world.unit()))


def test_twenty_eight_tasks_are_real_and_six_are_marked_as_made_up(found: list[Task]) -> None:
    assert Counter(task.note == "minh họa" for task in found) == {False: 28, True: 6}
    assert Counter(task.code[:5] for task in found) == {"NV-23": 17, "NV-24": 5, "NV-25": 6, "NV-26": 6}
    assert {task.deadline_kind for task in found} == set(DeadlineKind)
    assert all(text == clean(text) for task in found for text in (task.title, task.basis, task.note, task.result))


def test_the_two_known_outcomes_are_one_on_time_and_one_late(found: list[Task], empty_world: World) -> None:
    done = {task.code: status_of(empty_world.unit(), task) for task in found if task.done_on}

    assert {code: (at.bucket, str(at.due_on)) for code, at in done.items()} == {
        "NV-23-014": (Bucket.DONE_ON_TIME, "2023-10-31"),
        "NV-24-002": (Bucket.DONE_LATE, "2024-04-01"),
    }


def test_the_demonstration_has_the_six_open_tasks_and_its_member_five_of_them(empty_world: World) -> None:
    empty_world.write_now(lambda db: demonstration.seed(empty_world.unit(db), load_demonstration(), "telegram"))

    open_ = tasks.all_tasks(empty_world.read, done=False)
    vasep = empty_world.read.conn.execute("SELECT id FROM seats WHERE code = 'VASEP'").fetchone()[0]
    own = [status_of(empty_world.unit(), t) for t in tasks.tasks_of_seats(empty_world.read, [vasep], done=False)]

    assert len(open_) == empty_world.count("tasks") == 6
    assert (len(own), sum(at.soon for at in own), sum(at.overdue for at in own)) == (5, 1, 1)


def test_the_ministry_of_the_demonstration_has_two_tasks_to_report_on_in_its_quarter(empty_world: World) -> None:
    empty_world.write_now(lambda db: demonstration.seed(empty_world.unit(db), load_demonstration(), "telegram"))

    ministry = empty_world.read.conn.execute("SELECT id FROM seats WHERE code = 'TCTBNNMT'").fetchone()[0]
    own = tasks.tasks_of_seats(empty_world.read, [ministry], done=False)

    assert {task.code: task.part_of((ministry,)) for task in own} == {
        "NV-26-052": Part.COORDINATING,
        "NV-26-053": Part.COORDINATING,
    }
