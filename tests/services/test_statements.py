"""What a screen or a paper reads takes the same number of statements however much there is to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlite_utils import Database

from bot.domain.attachments import Attachment, FileKind
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.directory import DirectoryView
from bot.domain.forms import Item
from bot.domain.leading import Breakdown
from bot.domain.operations import Piece
from bot.domain.people import Actor, Caller, Honorific, Person, Role
from bot.domain.periods import Cadence, Period
from bot.domain.reports import Quarterly, Urgency
from bot.domain.searching import LookupList
from bot.domain.tasks import Bucket, Part, Task, TaskState
from bot.domain.triage import QueueView
from bot.services import digesting, home, lookup
from bot.services.desk import aggregate, broadcasting, calling, queue, selecting, unsent
from bot.services.desk import ledger as ledger_page
from bot.services.difficulties import directing
from bot.services.leading import lists, task_lists
from bot.services.people import directory
from bot.services.standing import ledger, period_schedule, window
from bot.services.tasks import listing
from storage import addressees, people, reports, tasks
from storage.unit import Unit
from tests.filed import file_adhoc, file_report
from tests.world import START, World

FEW, MANY = 5, 50
MONTH, QUARTER = Period(2026, 11), Period(2026, 4, Cadence.QUARTER)
ITEM: Item = {"field": "dat_dai", "content": "Nội dung", "proposal": "Kiến nghị"}
A_FILE = Attachment("telegram", "REF", FileKind.DOCUMENT, "a.pdf", 1000, "application/pdf", "")
STATED = Quarterly((TaskState("NV-26-001", "Việc", Part.LEAD, None, None, Bucket.NO_DEADLINE),) * 2, "Ý kiến")


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, World]]:
    """A world with little in it, and one with ten times as much."""
    little, much = World(tmp_path_factory.mktemp("little")), World(tmp_path_factory.mktemp("much"))
    little.write_now(lambda db: fill(little.unit(db), FEW))
    much.write_now(lambda db: fill(much.unit(db), MANY))
    yield little, much
    little.close()
    much.close()


def fill(unit: Unit, size: int) -> None:
    """Let An report for so many members of each body, and so many officers be on duty; all of it was sent in time.

    Every member leads a task, and all of them lead the last one.
    """
    db, an = unit.db, put_person(unit.db, "AN")
    people.link_account(db, Caller("telegram", "AN", "AN"), an, unit.now)
    for number in range(size):
        for body in ("hoi_dong_tu_van", "to_cong_tac"):
            seat = people.put_seat(db, f"{body}{number}", body, f"Thành viên {number}", START.date().replace(year=2020))
            people.add_duty(db, an, seat, Role.FOCAL, START.date())
        officer = put_person(db, f"OFFICER{number}")
        people.add_duty(db, officer, None, Role.SECRETARIAT, START.date())
        people.link_account(db, Caller("telegram", f"OFFICER{number}", str(number)), officer, unit.now)
    leader = put_person(db, "LEADER")
    people.add_duty(db, leader, None, Role.LEADER, START.date())
    people.link_account(db, Caller("telegram", "LEADER", "LEADER"), leader, unit.now)
    council, group = (people.seats_of_body(db, body) for body in ("hoi_dong_tu_van", "to_cong_tac"))
    for number, (member, ministry) in enumerate(zip(council, group, strict=True)):
        file_report(unit, member, an, MONTH, [ITEM] * 2, [(A_FILE,)] * 2)
        file_report(unit, ministry, an, QUARTER, [ITEM], [(A_FILE,)], STATED)
        file_adhoc(unit, member, an, Urgency.URGENT, ITEM, (A_FILE,))
        tasks.put_task(db, a_task(f"NV-26-{number:03}", member.id))
    tasks.put_task(db, a_task("NV-26-999", *(member.id for member in council)))


def put_person(db: Database, code: str) -> int:
    return people.put_person(db, Person(0, code, f"Người {code}", "", Honorific.NONE, "vi", ""))


def a_task(code: str, *leads: int) -> Task:
    seats = {Part.LEAD: leads}
    return Task(0, code, "", "Việc", DeadlineKind.NONE, "", Recurrence.NONE, "", None, None, "", seats)


def actor(unit: Unit, user: str) -> Actor:
    found = people.find_actor(unit.db, Caller("telegram", user, user), unit.today)
    assert found is not None
    return found


def member(unit: Unit) -> Actor:
    return actor(unit, "AN")


def officer(unit: Unit) -> Actor:
    return actor(unit, "OFFICER0")


def leader(unit: Unit) -> Actor:
    return actor(unit, "LEADER")


def at_the_digest(unit: Unit) -> Unit:
    return replace(unit, now=period_schedule(unit, MONTH).digest_at)


READS: dict[str, Callable[[Unit], object]] = {
    "the ledger of a month": lambda unit: ledger(unit, period_schedule(unit, MONTH)),
    "the ledger of a quarter": lambda unit: ledger(unit, period_schedule(unit, QUARTER)),
    "the window of a month": lambda unit: window(unit, period_schedule(unit, MONTH)),
    "the aggregate": lambda unit: aggregate.aggregate(unit, officer(unit), None),
    "the digest": lambda unit: [
        o for piece in digesting.make_due(at_the_digest(unit)) if isinstance(piece, Piece) for o in piece.work()
    ],
    "home of a member": lambda unit: home.home(unit, member(unit)),
    "home of the desk": lambda unit: home.home(unit, officer(unit)),
    "home of a leader": lambda unit: home.home(unit, leader(unit)),
    "the desk's queue": lambda unit: queue.show(unit, officer(unit), QueueView()),
    "a choice of several of the queue": lambda unit: selecting.show(unit, officer(unit), QueueView()),
    "the page of a difficulty": lambda unit: queue.page(unit, officer(unit), "VM-2611-001", QueueView()),
    "the members": lambda unit: directory.show(unit, officer(unit), DirectoryView()),
    "the page of a member": lambda unit: directory.person(unit, officer(unit), member(unit).person.id, DirectoryView()),
    "who must be called": lambda unit: calling.show_list(unit, officer(unit), 0),
    "who has reported": lambda unit: ledger_page.show(unit, officer(unit), MONTH),
    "what was not sent": lambda unit: unsent.show(unit, officer(unit), 0),
    "the announcements": lambda unit: broadcasting.show_list(unit, officer(unit), 0),
    "what waits for a leader": lambda unit: directing.list_waiting(unit, leader(unit), 0),
    "what is late": lambda unit: lists.late(unit, leader(unit), 0),
    "a period by fields": lambda unit: lists.breakdown(unit, leader(unit), MONTH, Breakdown.FIELD, 0),
    "the tasks for a leader": lambda unit: task_lists.show(unit, leader(unit)),
    "the leads of tasks": lambda unit: task_lists.show_leads(unit, leader(unit), 0),
    "a report by its code": lambda unit: lookup.find(unit, officer(unit), "BC-2611-001"),
    "a difficulty by its code": lambda unit: lookup.find(unit, officer(unit), "VM-2611-001"),
    "a task with every member": lambda unit: lookup.find(unit, officer(unit), "NV-26-999"),
    "what words find": lambda unit: lookup.find(unit, officer(unit), "noi dung thanh vien nguoi an"),
    "what words find for a member": lambda unit: lookup.find(unit, member(unit), "viec thanh vien 1"),
    "the reports sent": lambda unit: lookup.show_list(unit, officer(unit), LookupList.SENT, 0),
    "the tasks of everybody": lambda unit: listing.show_list(unit, officer(unit)),
    "the tasks of a member": lambda unit: listing.show_list(unit, member(unit)),
    "what nobody has accepted": lambda unit: reports.unaccepted(unit.db, Urgency.URGENT),
    "the officers on duty": lambda unit: addressees.recipients(unit.db, frozenset({Role.SECRETARIAT}), unit.today),
}


@pytest.mark.parametrize("name", READS)
def test_ten_times_as_much_is_read_in_as_many_statements(worlds: tuple[World, World], name: str) -> None:
    little, much = (statements(world, READS[name]) for world in worlds)

    assert len(little) == len(much), much
    assert little


def statements(world: World, read: Callable[[Unit], object]) -> list[str]:
    """Return the statements that a read runs."""
    seen: list[str] = []

    def work(db: Database) -> None:
        db.conn.set_trace_callback(seen.append)
        try:
            assert read(world.unit(db))
        finally:
            db.conn.set_trace_callback(None)

    world.write_now(work)
    # What the full-text index does within a statement is traced as a comment.
    return [sql for sql in seen if not sql.startswith("--")]
