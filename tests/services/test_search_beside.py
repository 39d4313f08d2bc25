"""What has only some of the words is looked for beside the loop where there is much, and is what it was."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlite_utils import Database

from bot.domain.people import MEMBER_ROLES, Actor, Caller
from bot.domain.periods import Period
from bot.domain.texts import Screen
from bot.services import searching
from bot.services.beside import MOST_AT_ONCE, BesideError
from bot.services.reply import Reply
from storage import people
from storage.unit import Beside, Result, Unit
from tests.filed import file_report
from tests.world import World

TEXTS = ("Nộp lại trích lục bản đồ", "Trích lục đất đai", "Bản đồ quy hoạch", "Hội An chậm", "Lục trích An")
NEAREST = "trích lục quy hoạch"
"""Each of these words stands somewhere, and nowhere all of them."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Twenty-five difficulties of one member, and the desk."""
    world = World(tmp_path_factory.mktemp("searched"))
    world.import_roster()
    for code in ("AN", "CHI"):
        world.link(code)
    world.write_now(lambda db: fill(world.unit(db)))
    yield world
    world.close()


def fill(unit: Unit) -> None:
    seat = next(each for each in people.seats_ever(unit.db) if each.code == "HIEPHOIA")
    person = people.persons_of_seat(unit.db, seat.id, MEMBER_ROLES, unit.today)[0]
    items = [{"field": "dat_dai", "content": text, "proposal": "Kiến nghị"} for text in TEXTS * 5]
    file_report(unit, seat, person, Period(2026, 9), items)


def actor(unit: Unit, code: str) -> Actor:
    """Somebody as they act by their account."""
    row = unit.db.conn.execute(
        """SELECT channel, user_key, address FROM accounts a JOIN persons p ON p.id = a.person
           WHERE p.code = ? ORDER BY a.id LIMIT 1""",
        [code],
    ).fetchone()
    who = people.find_actor(unit.db, Caller(*row), unit.today)
    assert who is not None
    return who


def looked_for(world: World, code: str, typed: str, most: int = 0) -> tuple[Reply, list[str]]:
    """What somebody is shown where more than so many rows are read beside, and what was asked for there."""

    def work(db: Database) -> tuple[Reply, list[str]]:
        place, asked = Beside(most), list[str]()
        unit = replace(world.unit(db), beside=place)
        while True:
            try:
                with db.atomic():
                    return searching.search_for(unit, actor(unit, code), typed), asked
            except BesideError as error:
                asked.append(str(error) if error.is_of_words else "of no words")
                made = pickle.loads(pickle.dumps(error.asked.work))(world.unit(db))
                place.results[error.asked] = Result(pickle.loads(pickle.dumps(made)), error.basis, 1)

    found: tuple[Reply, list[str]] = world.write_now(work)
    return found


def screen(reply: Reply) -> Screen:
    assert reply.screen is not None
    return reply.screen


@pytest.mark.parametrize("typed", [NEAREST, "lục quy hoạch an", "trich luc quy hoach hoi", "chậm hội bản xyzzy"])
def test_the_nearest_are_read_beside_and_are_those_that_were_found_at_once(office: World, typed: str) -> None:
    at_once, nothing = looked_for(office, "CHI", typed, most=10**6)
    beside, asked = looked_for(office, "CHI", typed)

    assert screen(beside) == screen(at_once)
    assert (nothing, set(asked)) == ([], {"NearestOf"})


@pytest.mark.parametrize("typed", ["trích lục", "bản đồ", "chậm", "trích lục kỳ 9/2026"])
def test_what_has_all_of_the_words_needs_nothing_beside(office: World, typed: str) -> None:
    assert looked_for(office, "CHI", typed)[1] == []


def test_a_member_whose_own_are_few_needs_nothing_beside(office: World) -> None:
    assert looked_for(office, "AN", NEAREST)[1] == []


def test_little_is_read_at_once(office: World) -> None:
    assert looked_for(office, "CHI", NEAREST, MOST_AT_ONCE)[1] == []


def test_whoever_left_while_it_was_read_is_not_shown(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result some seconds old names somebody who holds no duty any more."""
    typed = "trần bích quy hoạch"
    shown, asked = looked_for(office, "CHI", typed)
    assert "Trần Thị Bích" in repr(screen(shown))
    assert asked

    monkeypatch.setattr(people, "everybody", lambda *_: [])
    assert "Trần Thị Bích" not in repr(screen(looked_for(office, "CHI", typed)[0]))
