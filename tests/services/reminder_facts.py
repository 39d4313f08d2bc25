"""What is owed, kept beside the program in the plainest way, and the acts of people that change it in both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import NamedTuple

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.approving import SubmissionEnd
from bot.domain.courses import Lead
from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.people import Actor, Caller, Role, Seat
from bot.domain.periods import Period
from bot.domain.preferences import Preferences
from bot.domain.reports import REPORT, Quarterly
from bot.domain.tasks import Part, Task
from bot.services.tasks import assigning, deciding, working
from bot.services.tasks.working import Result
from storage import drafts, people, preferences, reach, seat_requests, submissions, tasks
from storage.unit import Unit
from tests.domain.reminder_oracle import Deadline, Office, month
from tests.filed import file_report

ROSTER = """person_code,full_name,title,address,language,phone,role,body,seat_code,organisation
AN,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A
BICH,Trần Thị Bích,Phó Chủ tịch,,vi,,focal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B
BINH,Lê Văn Bình,Chủ tịch,dong_chi,vi,,principal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B
NAM,Võ Hoài Nam,Chuyên viên,,vi,,focal,hoi_dong_tu_van,HIEPHOIC,Hiệp hội C
HOA,Vũ Thị Hoa,Vụ trưởng,ba,vi,,focal,to_cong_tac,BOB,Bộ B
GIAP,Đỗ Văn Giáp,Thứ trưởng,ong,vi,,principal,to_cong_tac,BOA,Bộ A
CHI,Phạm Thu Chi,Chuyên viên,,vi,,secretariat,,,
"""
LINKED = {"AN": 101, "BICH": 102, "BINH": 103, "CHI": 104, "NAM": 107, "HOA": 108}
"""Giáp has never entered: there is nobody to be written to at Bộ A."""
MONTHLY, QUARTERLY = ("HIEPHOIA", "HIEPHOIB", "HIEPHOIC"), ("BOA", "BOB")
CLOSE = time(17)


class Matter(NamedTuple):
    """Something that one person is reminded of for one seat, by its deadline."""

    kind: str
    subject: str
    person: str
    seat: str
    day: date


@dataclass
class ModelCourse:
    """What a seat owes of a task: it is new, taken up, or waits for the desk."""

    due: date
    stage: str = "new"


@dataclass
class ModelTask:
    """A task as the desk assigned it."""

    id: int
    code: str
    assigned_at: datetime
    courses: dict[str, ModelCourse]
    helping: tuple[str, ...]
    stands: bool = True
    """Neither suspended nor cancelled."""
    resumed_at: datetime | None = None

    def owed(self) -> dict[str, ModelCourse]:
        return {seat: each for seat, each in self.courses.items() if self.stands and each.stage != "waiting"}


@dataclass
class Facts:
    """Who owes what. Times are Viet Nam's."""

    office: Office
    people: dict[str, dict[str, Role]] = field(
        default_factory=lambda: {
            "HIEPHOIA": {"AN": Role.FOCAL},
            "HIEPHOIB": {"BICH": Role.FOCAL, "BINH": Role.PRINCIPAL},
            "HIEPHOIC": {"NAM": Role.FOCAL},
            "BOA": {"GIAP": Role.PRINCIPAL},
            "BOB": {"HOA": Role.FOCAL},
        }
    )
    settled: set[tuple[str, str]] = field(default_factory=set)
    """Seats and periods for which nothing is owed: sent, or excused."""
    waiting: dict[tuple[str, str], int] = field(default_factory=dict)
    """Submissions that wait for approval."""
    asked_on: dict[tuple[str, str], date] = field(default_factory=dict)
    """The day on which each was submitted."""
    tasks: list[ModelTask] = field(default_factory=list)
    unreachable: set[str] = field(default_factory=lambda: {"GIAP"})
    paused: dict[str, date] = field(default_factory=dict)

    def owed(self, now: datetime) -> dict[Matter, Deadline]:
        """Return everything that somebody owes at an instant."""
        return dict([*self._reports(now), *self._courses(), *self._receipts()])

    def is_missing(self, subject: str, seat: str) -> bool:
        return (seat, subject) not in self.settled and (seat, subject) not in self.waiting

    def has_closed(self, subject: str, now: datetime) -> bool:
        last = Period.parse(subject).last_day
        return now >= month(last.year, last.month, self.office).stop_at

    def open_periods(self, seat: str, now: datetime) -> list[str]:
        """Return the periods in which a seat can report, oldest first."""
        step = 3 if seat in QUARTERLY else 1
        found = []
        for months in range(now.year * 12 + now.month - 1, now.year * 12 + now.month + 3):
            year, number = divmod(months, 12)
            before = divmod(months - step, 12)
            opens = datetime(before[0], before[1] + 1, 15, tzinfo=VN)
            if (number + 1) % step == 0 and opens <= now < month(year, number + 1, self.office).stop_at:
                found.append(f"{year}-{number + 1:02}" if step == 1 else f"{year}-Q{(number + 1) // 3}")
        return found

    def _reports(self, now: datetime) -> Iterator[tuple[Matter, Deadline]]:
        for seat, holders in self.people.items():
            for subject in self.open_periods(seat, now):
                last = Period.parse(subject).last_day
                days = month(last.year, last.month, self.office)
                in_time = now < datetime.combine(days.due, CLOSE, VN)
                for person, role in holders.items():
                    of = (subject, person, seat)
                    if self.is_missing(subject, seat):
                        yield Matter("report", *of, days.due), Deadline("report", days.due, days.opening)
                        yield Matter("closing", *of, days.stop), Deadline("closing", days.stop)
                    if (seat, subject) in self.waiting and role is Role.PRINCIPAL and in_time:
                        asked_on = self.asked_on[seat, subject]
                        yield Matter("approval", *of, days.due), Deadline("approval", days.due, asked_on)

    def _courses(self) -> Iterator[tuple[Matter, Deadline]]:
        for task in self.tasks:
            owed = task.owed()
            for seat, course in owed.items():
                for person in self.people[seat]:
                    yield Matter("task", task.code, person, seat, course.due), Deadline("task", course.due)
            for seat in task.helping if owed else ():
                first = min(course.due for course in owed.values())
                for person in self.people[seat]:
                    yield Matter("joint", task.code, person, seat, first), Deadline("joint", first)

    def _receipts(self) -> Iterator[tuple[Matter, Deadline]]:
        asked = {"receipt": Role.FOCAL, "receipt_principal": Role.PRINCIPAL}
        for task in self.tasks:
            since = self._waited_since(task)
            for seat in (seat for seat, course in task.owed().items() if course.stage == "new"):
                kinds = [
                    (kind, who) for kind, role in asked.items() for who, his in self.people[seat].items() if his is role
                ]
                for kind, person in (*kinds, ("receipt_desk", "CHI")):
                    day = task.assigned_at.date()
                    yield Matter(kind, task.code, person, seat, day), Deadline(kind, day, since)

    def _waited_since(self, task: ModelTask) -> date:
        """The working day on which it was assigned, or goes on; after office hours the next one."""
        at = task.resumed_at or task.assigned_at
        day = at.date() if at.time() <= CLOSE else at.date() + timedelta(days=1)
        return next(d for d in (day + timedelta(days=n) for n in count()) if self.office.works(d))


class Acts:
    """What people do, to the program and to the facts beside it; what cannot be done at the moment is not done."""

    def __init__(self, facts: Facts, unit: Unit) -> None:
        self.facts, self.unit, self.db = facts, unit, unit.db
        self.now = unit.now.astimezone(VN)

    def file(self, seat: str) -> None:
        """A seat sends the oldest report that it owes."""
        subject = self._oldest(seat)
        if subject:
            period, quarterly = Period.parse(subject), Quarterly(()) if seat in QUARTERLY else None
            file_report(self.unit, self._seat(seat), self._person(next(iter(LINKED))), period, (), (), quarterly)
            self.facts.settled.add((seat, subject))

    def excuse(self, seat: str) -> None:
        subject = self._oldest(seat)
        if subject:
            seat_requests.excuse(self.db, self._seat(seat).id, subject, "Lý do", self._person("CHI"), self.unit.now)
            self.facts.settled.add((seat, subject))

    def submit(self, seat: str) -> None:
        """A report waits for its principal."""
        subject = self._oldest(seat)
        if subject:
            person, place = self._person("BICH"), self._seat(seat).id
            draft = drafts.live_draft(self.db, person, place, REPORT, subject) or drafts.add_draft(
                self.db, person, place, REPORT, subject, "", self.unit.now
            )
            made = submissions.add_submission(self.db, draft, "", self.unit.now, nil=True)
            self.facts.waiting[seat, subject] = made.id
            self.facts.asked_on[seat, subject] = self.now.date()

    def give_back_report(self) -> None:
        """What waits for a principal is returned."""
        for number in self.facts.waiting.values():
            submissions.end_submission(self.db, number, SubmissionEnd.RETURNED, self.unit.now)
        self.facts.waiting.clear()

    def assign(self, leads: tuple[str, ...], days: int) -> None:
        due = self.now.date() + timedelta(days=days)
        helping = tuple(seat for seat in MONTHLY[:2] if seat not in leads)
        parts = {Part.LEAD: leads, **({Part.COORDINATING: helping} if helping else {})}
        seats = {part: tuple(self._seat(code).id for code in codes) for part, codes in parts.items()}
        fixed = (0, "", "Văn bản", "Việc", DeadlineKind.DAY, f"{due:%d/%m/%Y}", Recurrence.NONE, "", None, None, "")
        task, _ = assigning.assign(self.unit, self._actor("CHI"), Task(*fixed, seats=seats))
        courses = {seat: ModelCourse(self._counted(due)) for seat in leads}
        self.facts.tasks.append(ModelTask(task.id, task.code, self.now, courses, helping))

    def receive(self, number: int) -> None:
        for task, seat, course in self._courses(number, "new"):
            working.receive(self.unit, self._of(seat), task.id, self._lead(seat))
            course.stage = "taken"

    def report(self, number: int) -> None:
        """A lead reports a result, and the desk has to decide."""
        for task, seat, course in self._courses(number, "new", "taken"):
            working.report(self.unit, self._of(seat), task.id, self._lead(seat), Result("Đã xong."))
            course.stage = "waiting"

    def give_back(self, number: int) -> None:
        for task, seat, course in self._courses(number, "waiting"):
            deciding.give_back(
                self.unit, self._actor("CHI"), task.id, self._lead(seat), self._newest(task, seat), "Chưa đủ."
            )
            course.stage = "taken"

    def extend(self, number: int, days: int) -> None:
        """A later deadline is asked for and granted."""
        for task, seat, course in self._courses(number, "new", "taken"):
            to = self._counted(max(course.due, self.now.date()) + timedelta(days=days))
            working.ask_extension(self.unit, self._of(seat), task.id, self._lead(seat), to, "Chờ ý kiến.")
            deciding.grant(self.unit, self._actor("CHI"), task.id, self._lead(seat), self._newest(task, seat))
            course.due = to
            course.stage = "taken" if course.stage == "taken" else self._stage(task, seat)

    def suspend(self, number: int) -> None:
        for task in self._task(number, stands=True):
            deciding.suspend(self.unit, self._actor("CHI"), task.id, "Vì sao.")
            task.stands = False

    def resume(self, number: int) -> None:
        for task in self._task(number, stands=False):
            deciding.resume(self.unit, self._actor("CHI"), task.id, "Vì sao.")
            task.stands, task.resumed_at = True, self.now

    def block(self, person: str) -> None:
        reach.set_unreachable(self.db, self._account(person), self.unit.now)
        self.facts.unreachable.add(person)

    def unblock(self, person: str) -> None:
        reach.set_reachable(self.db, self._account(person))
        self.facts.unreachable.discard(person)

    def pause(self, person: str, days: int) -> None:
        until = self.now.date() + timedelta(days=days)
        preferences.put_preferences(self.db, self._person(person), Preferences(paused_until=until))
        self.facts.paused[person] = until

    def move(self, person: str, old: str, new: str) -> None:
        """Somebody goes from one seat to another, once."""
        role = self.facts.people[old].pop(person, None)
        if role is not None:
            number, today = self._person(person), self.unit.today
            (duty,) = people.duties_of(self.db, number, today)
            people.end_duty(self.db, duty.id, today)
            people.add_duty(self.db, number, self._seat(new).id, role, today)
            self.facts.people[new][person] = role

    def _oldest(self, seat: str) -> str | None:
        periods = self.facts.open_periods(seat, self.now)
        return next((each for each in periods if self.facts.is_missing(each, seat)), None)

    def _task(self, number: int, *, stands: bool) -> list[ModelTask]:
        return [task for task in self.facts.tasks[number : number + 1] if task.stands is stands]

    def _courses(self, number: int, *stages: str) -> list[tuple[ModelTask, str, ModelCourse]]:
        return [
            (task, seat, course)
            for task in self._task(number, stands=True)
            for seat, course in task.courses.items()
            if course.stage in stages and self.facts.people[seat]
        ][:1]

    def _counted(self, day: date) -> date:
        return next(d for d in (day + timedelta(days=n) for n in count()) if self.facts.office.works(d))

    def _stage(self, task: ModelTask, seat: str) -> str:
        found = tasks.task_by_id(self.db, task.id)
        assert found is not None
        course = found.course_of(self._lead(seat))
        assert course is not None
        return "new" if course.stage == "new" else "taken"

    def _newest(self, task: ModelTask, seat: str) -> int:
        found = tasks.task_by_id(self.db, task.id)
        assert found is not None
        course = found.course_of(self._lead(seat))
        assert course is not None
        return course.newest

    def _seat(self, code: str) -> Seat:
        bodies = ("hoi_dong_tu_van", "to_cong_tac")
        return next(seat for body in bodies for seat in people.seats_of_body(self.db, body) if seat.code == code)

    def _lead(self, seat: str) -> Lead:
        return Lead(self._seat(seat).id)

    def _person(self, code: str) -> int:
        found = people.person_by_code(self.db, code)
        assert found is not None
        return found.id

    def _account(self, code: str) -> int:
        return self._actor(code).account

    def _of(self, seat: str) -> Actor:
        return self._actor(next(iter(self.facts.people[seat])))

    def _actor(self, code: str) -> Actor:
        user = str(LINKED[code])
        found = people.find_actor(self.db, Caller("telegram", user, user), self.unit.today)
        assert found is not None
        return found


def codes(db: Database) -> tuple[dict[int, str], dict[int, str]]:
    """Return the codes of persons and of seats by their numbers."""
    persons = {int(row[0]): str(row[1]) for row in db.conn.execute("SELECT id, code FROM persons")}
    return persons, {int(row[0]): str(row[1]) for row in db.conn.execute("SELECT id, code FROM seats")}
