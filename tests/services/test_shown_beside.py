"""What is shown of very much is asked for beside the loop: with few statements there, and it is what it was."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.domain.calendar_days import DaysSet
from bot.domain.calendars import Day, DayKind
from bot.domain.difficulties import DifficultyAct
from bot.domain.leading import Breakdown, LeaderView
from bot.domain.people import Actor, Caller, Duty, Role
from bot.domain.periods import Cadence, Period
from bot.domain.reminder_rules import Kind, Mark, Side, as_plain
from bot.domain.rule_editing import DRAFT_KIND
from bot.domain.task_figures import TaskBy, TaskView
from bot.domain.texts import Screen
from bot.domain.triage import mark
from bot.errors import BotError
from bot.services import overview, rule_editing
from bot.services.beside import BesideError
from bot.services.desk import aggregate, calendar_moves, span_papers
from bot.services.desk.previewing import fingerprint_of
from bot.services.desk.spans import make
from bot.services.difficulties import directing
from bot.services.leading import lists, task_lists
from bot.services.reply import Reply
from scripts.bench.office import fill
from storage import drafts, people
from storage.unit import Beside, Result, Unit
from tests.filed import file_report
from tests.services.months import COUNCIL, item, play, year
from tests.services.plan_of_all import undone
from tests.world import World

HALF, YEAR = Period(2026, 1, Cadence.HALF), Period(2026, 1, Cadence.YEAR)
JUNE = Period(2026, 6)
FEW = 20
"""So many statements are asked on the loop at most, however much there is."""
Service = Callable[[Unit, Actor], Reply]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Five months of papers, and June under way."""
    world = year(tmp_path_factory.mktemp("office"))
    play(world, Period(2026, 1), {"SA": [item(), item()], "SB": [item("moi_truong")]})
    for month in range(2, 6):
        play(world, Period(2026, month), {"SA": [item()]}, {"VM-2601-001": DifficultyAct.CLOSED} if month == 3 else {})
        if month == 3:
            play(world, Period(2026, 1, Cadence.QUARTER), {"SG": None})
    for code in ("CHI", "LAN"):
        world.link(code)
    world.clock.set(world.clock.now() + timedelta(days=18))
    world.write_now(lambda db: _june(world.unit(db)))
    yield world
    world.close()


def _june(unit: Unit) -> None:
    seat = next(each for each in people.seats_of_body(unit.db, COUNCIL) if each.code == "SA")
    by = people.person_by_code(unit.db, "A")
    assert by is not None
    file_report(unit, seat, by.id, JUNE, [item("moi_truong", agency="Bộ Tài chính")], [()])


def many(world: World, seats: int) -> None:
    """Put more seats and tasks there."""
    world.db.conn.execute("UPDATE persons SET code = 'CHIEF' WHERE code = 'CHI'")
    fill(replace(world.unit(world.db), now=world.clock.now()), seats, 4, channel="zalo")


def actor(unit: Unit, code: str) -> Actor:
    found = people.person_by_code(unit.db, code)
    assert found is not None
    row = unit.db.conn.execute(
        "SELECT channel, user_key, address FROM accounts WHERE person = ? ORDER BY id LIMIT 1", [found.id]
    ).fetchone()
    who = people.find_actor(unit.db, Caller(*row), unit.today)
    assert who is not None
    return who


def beside(db: Database, unit: Unit, service: Service, who: Actor) -> tuple[Reply, list[str], int]:
    """Run a service whose work is done beside it; return its reply, what was asked for, and its statements."""
    place, asked, ran = Beside(0), list[str](), list[str]()
    while True:
        db.conn.set_trace_callback(ran.append)
        try:
            with db.atomic():
                return service(replace(unit, beside=place), who), asked, len(ran)
        except BesideError as error:
            db.conn.set_trace_callback(None)
            asked.append(str(error))
            place.results[error.asked] = Result(_in_a_child(unit, error), error.basis, 1)
        finally:
            db.conn.set_trace_callback(None)


def _in_a_child(unit: Unit, error: BesideError) -> object:
    """What a process of its own would send back, which can write nothing."""
    work = pickle.loads(pickle.dumps(error.asked.work))
    unit.db.conn.execute("PRAGMA query_only=ON")
    try:
        return pickle.loads(pickle.dumps(work(Unit(unit.db, error.now, unit.shipped))))
    finally:
        unit.db.conn.execute("PRAGMA query_only=OFF")


OF_LEADERS: dict[str, tuple[str, Service]] = {
    "main": ("OverviewOf", overview.overview),
    "situation": ("OverviewOf", overview.situation),
    "unsent": ("UnsentOf", lambda unit, who: lists.unsent(unit, who, JUNE, 1)),
    "late": ("LateOf", lambda unit, who: lists.late(unit, who, 0)),
    "fields": ("BreakdownOf", lambda unit, who: lists.breakdown(unit, who, JUNE, Breakdown.FIELD, 0)),
    "agencies": ("BreakdownOf", lambda unit, who: lists.breakdown(unit, who, JUNE, Breakdown.AGENCY, 0)),
    "lines": (
        "LinesOf",
        lambda unit, who: lists.lines(unit, who, LeaderView(Breakdown.AGENCY, mark("Bộ Tài chính"), 0, JUNE)),
    ),
    "opinions": ("OpinionsOf", lambda unit, who: directing.list_waiting(unit, who, 0)),
    "tasks": ("FiguresOf", task_lists.show),
    "overdue": ("CoursesOf", lambda unit, who: task_lists.show_lines(unit, who, TaskView(TaskBy.OVERDUE))),
    "leads": ("LeadsOf", lambda unit, who: task_lists.show_leads(unit, who, 2)),
}


@pytest.mark.parametrize("name", OF_LEADERS)
def test_a_leader_is_shown_of_much_what_would_have_been_shown_at_once(office: World, name: str) -> None:
    work, service = OF_LEADERS[name]
    counted = []
    for seats in (3, 40):
        with undone(office.db):
            many(office, seats)
            unit = office.unit(office.db)
            lan = actor(unit, "LAN")

            reply, asked, ran = beside(office.db, unit, service, lan)

            assert asked == [work]
            assert reply == service(unit, lan)
            counted.append(ran)
    assert counted == [counted[0]] * 2
    assert counted[0] <= FEW


@pytest.mark.parametrize("name", sorted(OF_LEADERS.keys() - {"main"}))
def test_whoever_does_not_lead_has_nothing_made(office: World, name: str) -> None:
    unit = office.unit(office.db)

    with pytest.raises(BotError, match="leaders_only"), undone(office.db):
        beside(office.db, unit, OF_LEADERS[name][1], actor(unit, "CHI"))


def test_what_is_not_there_any_more_is_stale_beside_too(office: World) -> None:
    unit, over = office.unit(office.db), Period(2026, 1)
    gone: list[Service] = [
        lambda unit, who: lists.unsent(unit, who, over, 0),
        lambda unit, who: lists.breakdown(unit, who, over, Breakdown.FIELD, 0),
        lambda unit, who: lists.lines(unit, who, LeaderView(Breakdown.FIELD, 7, 0, JUNE)),
        lambda unit, who: task_lists.show_lines(unit, who, TaskView(TaskBy.LEAD, 7)),
    ]
    for service in gone:
        with pytest.raises(BotError, match="stale"), undone(office.db):
            beside(office.db, unit, service, actor(unit, "LAN"))


# --- half a year and a year


def released(db: Database) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.conn.execute("SELECT period, number, taken_at, body, sha256 FROM digests")]


def test_half_a_year_and_a_year_are_shown_beside_as_at_once(office: World) -> None:
    unit = office.unit(office.db)
    for period in (HALF, YEAR, Period(2025, 1, Cadence.YEAR)):
        for code in ("CHI", "LAN"):
            who = actor(unit, code)

            def service(unit: Unit, who: Actor, period: Period = period) -> Reply:
                return aggregate.aggregate(unit, who, period)

            with undone(office.db):
                reply, asked, ran = beside(office.db, unit, service, who)
            with undone(office.db):
                at_once = service(unit, who)

            assert (asked, reply.screen) == (["SpanOf"], at_once.screen)
            assert [str(each) for each in reply.notices] == [str(each) for each in at_once.notices]
            assert ran <= FEW


def test_what_is_released_of_half_a_year_is_the_same_bytes_however_it_is_made(tmp_path: Path) -> None:
    world = year(tmp_path)
    play(world, Period(2026, 1), {"SA": [item()], "SB": [item("moi_truong")]})
    for month in range(2, 7):
        play(world, Period(2026, month), {"SA": None})
        if month % 3 == 0:
            play(world, Period(2026, month // 3, Cadence.QUARTER), {"SG": None})
    world.link("CHI")
    unit = world.unit(world.db)
    chi, shown = actor(unit, "CHI"), fingerprint_of(make(unit, HALF).snapshot)

    def ask(unit: Unit, who: Actor) -> Reply:
        return span_papers.ask(unit, who, HALF, shown)

    def release(unit: Unit, who: Actor) -> Reply:
        return span_papers.release(unit, who, HALF, shown)

    found, asked = [], list[str]()
    with undone(world.db):
        found.append((ask(unit, chi), release(unit, chi), released(world.db)))
    with undone(world.db):
        sure, of_question, _ = beside(world.db, unit, ask, chi)
        freed, of_release, ran = beside(world.db, unit, release, chi)
        asked += [*of_question, *of_release]
        found.append((sure, freed, released(world.db)))
        with pytest.raises(BotError, match="nothing_to_release"):
            release(unit, chi)
    world.close()

    assert asked == ["SpanOf", "SpanReleaseOf"]
    assert ran <= 2 * FEW
    assert len([row for row in found[0][2] if row[0] == HALF.iso]) == 1
    assert found[0] == found[1]


# --- what a change of rules or days off would move


def other_days(unit: Unit, _who: Actor) -> Reply:
    """What a day off would move, and the change itself."""
    own = DaysSet({date(2026, 6, 17): Day(DayKind.HOLIDAY, "Nghỉ", "số 1")})
    shown = calendar_moves.moved(unit, own)
    done = calendar_moves.change(unit, own, "test")
    assert done.moves == shown
    return Reply(Screen(tuple(shown.lines)), notices=done.notices)


def other_rules(unit: Unit, who: Actor) -> Reply:
    """What other rules would do, and the change itself."""
    before = unit.rules.reminders
    rule = replace(before.of(Kind.TASK), marks=(Mark(Side.BEFORE, 2), Mark(Side.BEFORE, 0)))
    draft = drafts.add_draft(unit.db, who.person.id, 0, DRAFT_KIND, Kind.TASK.value, "", unit.now)
    item = {"rule": json.dumps(as_plain({Kind.TASK: rule}))}
    drafts.save_draft(unit.db, replace(draft, rev=1, items=(item,)), unit.now)
    shown = rule_editing.preview(unit, who, Kind.TASK)
    done = rule_editing.apply(unit, who, Kind.TASK, 1, before.version)
    return replace(shown, notices=done.notices)


@pytest.mark.parametrize(("change", "work"), [(other_days, "MovesOf"), (other_rules, "PreviewRulesOf")])
def test_what_a_change_would_move_is_found_beside_and_is_what_it_was(office: World, change: Service, work: str) -> None:
    counted, told = [], []
    for seats in (60, 90):
        with undone(office.db):
            many(office, seats)
            unit = office.unit(office.db)
            admin = replace(actor(unit, "LAN"), duties=(Duty(Role.ADMIN, None),))
            with undone(office.db):
                at_once = change(unit, admin)

            reply, asked, ran = beside(office.db, unit, change, admin)

            assert asked == [work]
            assert reply.screen == at_once.screen
            assert len(reply.notices) == len(at_once.notices)
            counted.append(ran)
            told.append(len(reply.notices))
    # Whoever is told by a message is told by each change; nothing else grows with how many there are.
    assert told[1] > told[0] or counted == [counted[0]] * 2
