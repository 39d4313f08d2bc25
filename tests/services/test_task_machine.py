"""Whatever people do to tasks, in whatever order, the service and a simple model of it agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.people import Actor
from bot.domain.tasks import Part, Task
from bot.services.reply import Reply
from bot.services.tasks import assigning, deciding, listing, working
from bot.services.tasks.courses import status_of_course
from bot.services.tasks.working import Result
from storage import tasks
from storage.unit import Unit
from tests.services.due_oracle import agreed
from tests.services.task_machine import LEADS, OUTSIDE, PEOPLE, SEATS, Seen, TaskMachine
from tests.services.task_model import AT_WORK, ModelCourse, ModelTask, cheap, firm, take_back
from tests.world import World

DAYS = st.integers(-3, 45)
MANY, STEPS = 540, 33


class Tasks(TaskMachine):
    """Acts on up to three tasks, and what has to be true after each."""

    def teardown(self) -> None:
        agreed(self.unit)
        super().teardown()

    # --- acts

    @initialize(leads=st.sets(st.sampled_from(LEADS), min_size=1), days=st.none() | st.integers(0, 30))
    def first(self, leads: set[str], days: int | None) -> None:
        self.assign("CHI", leads, days, DeadlineKind.DAY)

    @precondition(lambda self: len(self.model) < 3)
    @rule(
        who=st.sampled_from(("CHI", *PEOPLE)),
        leads=st.sets(st.sampled_from(LEADS), min_size=1),
        days=st.none() | st.integers(0, 30),
        kind=st.sampled_from([DeadlineKind.DAY, DeadlineKind.BEFORE_DAY]),
    )
    def assign(self, who: str, leads: set[str], days: int | None, kind: DeadlineKind) -> None:
        named = [name for name in LEADS if name in leads]
        others = [name for name in ("HIEPHOIA", "HIEPHOIB") if name not in leads]
        watching, helping = (others, []) if OUTSIDE in leads else ([], others)
        day = None if days is None else self.unit.today + timedelta(days=days)
        parts = {
            Part.LEAD: tuple(self.seat(name) for name in named if name != OUTSIDE),
            Part.COORDINATING: tuple(map(self.seat, helping)),
            Part.WATCHING: tuple(map(self.seat, watching)),
        }
        new = Task(
            0, "", "Văn bản", "Việc", kind if day else DeadlineKind.NONE, f"{day:%d/%m/%Y}" if day else "",
            Recurrence.NONE, "", None, None, "", {part: seats for part, seats in parts.items() if seats},
            outside=(OUTSIDE,) if OUTSIDE in leads else (),
        )  # fmt: skip
        made: list[Task] = []
        refused = self.tried(who, lambda unit, actor: made.append(assigning.assign(unit, actor, new)[0]))
        assert refused == ("" if who == "CHI" else "rights")
        if made:
            counts = day and self.counts(day, kind)
            self.model[made[0].id] = ModelTask(
                [ModelCourse(name) for name in named], set(helping), set(watching), counts
            )

    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def receive(self, data: st.DataObject, who: str) -> None:
        number, task, course = self.some(data)
        lead = self.lead(course.lead)
        refused = self.tried(who, lambda unit, actor: working.receive(unit, actor, number, lead))
        wanted = self.of_lead(who, task, course.lead)
        assert refused == (wanted or ("" if task.stage_of(course) == "new" else "task_moved_on"))
        if not refused:
            cheap(course, who, self.now, stage="received")

    @rule(
        data=st.data(),
        who=st.sampled_from(PEOPLE),
        percent=st.none() | st.integers(-1, 101),
        words=st.sampled_from(["", "chờ ý kiến"]),
    )
    def progress(self, data: st.DataObject, who: str, percent: int | None, words: str) -> None:
        number, task, course = self.some(data)
        lead = self.lead(course.lead)
        refused = self.tried(who, lambda unit, actor: working.progress(unit, actor, number, lead, percent, words))
        assert refused == (self.of_lead(who, task, course.lead) or self.of_progress(task, course, percent, words))
        if not refused:
            stage = "again" if course.stage == "again" else "working"
            cheap(course, who, self.now, stage=stage, percent=percent)

    def of_progress(self, task: ModelTask, course: ModelCourse, percent: int | None, words: str) -> str:
        if task.stage_of(course) not in AT_WORK:
            return "task_moved_on"
        if percent is not None and not 0 <= percent <= 99:
            return "progress_bad"
        if percent is not None and course.percent is not None and percent < course.percent and not words:
            return "progress_falls"
        return "" if percent is not None or words else "words_missing"

    @rule(data=st.data(), who=st.sampled_from(PEOPLE), words=st.sampled_from(["", "Đã xong"]))
    def report(self, data: st.DataObject, who: str, words: str) -> None:
        number, task, course = self.some(data)
        lead = self.lead(course.lead)
        refused = self.tried(who, lambda unit, actor: working.report(unit, actor, number, lead, Result(words)))
        open_ = task.stage_of(course) in AT_WORK
        wanted = self.of_lead(who, task, course.lead) or ("" if open_ else "task_moved_on")
        assert refused == (wanted or ("" if words else "words_missing"))
        if not refused:
            firm(course, stage="waiting", reported_on=self.unit.today)

    @rule(data=st.data(), who=st.sampled_from(PEOPLE), days=DAYS)
    def ask_extension(self, data: st.DataObject, who: str, days: int) -> None:
        number, task, course = self.some(data)
        lead, to = self.lead(course.lead), self.unit.today + timedelta(days=days)
        refused = self.tried(
            who, lambda unit, actor: working.ask_extension(unit, actor, number, lead, to, "Cần thêm thời gian")
        )
        open_ = task.stage_of(course) in AT_WORK and course.asked is None
        due, until = course.granted or task.due, self.counts(to, DeadlineKind.DAY)
        possible = due is not None and until > max(due, self.unit.today)
        wanted = self.of_lead(who, task, course.lead) or ("" if open_ else "task_moved_on")
        assert refused == (wanted or ("" if possible else "extension_bad"))
        if not refused:
            firm(course, asked=until)

    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def undo(self, data: st.DataObject, who: str) -> None:
        number, task, course = self.some(data)
        lead = self.lead(course.lead)
        refused = self.tried(who, lambda unit, actor: working.take_back(unit, actor, number, lead))
        if not self.may_lead(who, task, course.lead):
            assert refused == "stale"
        else:
            assert refused == ("" if take_back(course, who, self.now) else "task_not_undone")

    @rule(data=st.data())
    def look(self, data: st.DataObject) -> None:
        """An officer has a course on the screen, and may decide on it much later."""
        self.count += 1
        number, _, course = self.some(data)
        newest = next(c.newest for c in self.task(number).courses if c.lead == self.lead(course.lead))
        self.seen = [*self.seen[-3:], Seen(number, course.lead, course.changes, newest)]

    @precondition(lambda self: self.seen)
    @rule(data=st.data(), who=st.sampled_from(("CHI", "CHI", *PEOPLE)), what=st.sampled_from(["yes", "no"]))
    def decide_result(self, data: st.DataObject, who: str, what: str) -> None:
        seen = data.draw(st.sampled_from(self.seen))
        task, lead = self.model[seen.task], self.lead(seen.lead)
        course = task.course(seen.lead)

        def act(unit: Unit, actor: Actor) -> Reply:
            if what == "yes":
                return deciding.confirm(unit, actor, seen.task, lead, seen.newest)
            return deciding.give_back(unit, actor, seen.task, lead, seen.newest, "Chưa đủ")

        refused = self.tried(who, act)
        assert refused == self.of_decision(who, seen, course, open_=task.stage_of(course) == "waiting")
        if not refused and what == "yes":
            firm(course, stage="done", done_on=course.reported_on, asked=None)
        elif not refused:
            firm(course, stage="again")

    @precondition(lambda self: self.seen)
    @rule(
        data=st.data(),
        who=st.sampled_from(("CHI", "CHI", *PEOPLE)),
        what=st.sampled_from(["as asked", "other day", "no"]),
        days=DAYS,
    )
    def decide_extension(self, data: st.DataObject, who: str, what: str, days: int) -> None:
        seen = data.draw(st.sampled_from(self.seen))
        task, lead = self.model[seen.task], self.lead(seen.lead)
        course, to = task.course(seen.lead), self.unit.today + timedelta(days=days)

        def act(unit: Unit, actor: Actor) -> Reply:
            if what == "no":
                return deciding.refuse(unit, actor, seen.task, lead, seen.newest, "Chưa có lý do")
            return deciding.grant(unit, actor, seen.task, lead, seen.newest, to if what == "other day" else None)

        refused = self.tried(who, act)
        open_ = task.stage_of(course) in (*AT_WORK, "waiting", "suspended") and course.asked is not None
        wanted = self.of_decision(who, seen, course, open_=open_)
        past = what == "other day" and self.counts(to, DeadlineKind.DAY) <= self.unit.today
        assert refused == (wanted or ("extension_bad" if past else ""))
        if refused:
            return
        if what == "no":
            firm(course, asked=None)
        else:
            until = self.counts(to, DeadlineKind.DAY) if what == "other day" else course.asked
            firm(course, asked=None, granted=until, extensions=course.extensions + 1)

    def of_decision(self, who: str, seen: Seen, course: ModelCourse, *, open_: bool) -> str:
        if who != "CHI":
            return "rights"
        if not open_:
            return "task_moved_on"
        return "" if course.changes == seen.changes else "task_meanwhile"

    @rule(data=st.data(), who=st.sampled_from(("CHI", "CHI", *PEOPLE)), what=st.sampled_from(["suspend", "resume"]))
    def hold(self, data: st.DataObject, who: str, what: str) -> None:
        number, task, _ = self.some(data)
        act = deciding.suspend if what == "suspend" else deciding.resume
        refused = self.tried(who, lambda unit, actor: act(unit, actor, number, "Theo chỉ đạo"))
        held = task.stage == "suspended"
        open_ = held if what == "resume" else task.stage not in ("done", "cancelled", "suspended")
        assert refused == ("rights" if who != "CHI" else "" if open_ else "task_moved_on")
        if not refused:
            task.suspended = what == "suspend"
            task.touched()

    @precondition(lambda self: len(self.model) > 1)
    @rule(data=st.data(), who=st.sampled_from(("CHI", *PEOPLE)))
    def cancel(self, data: st.DataObject, who: str) -> None:
        number, task, _ = self.some(data)
        refused = self.tried(who, lambda unit, actor: deciding.cancel(unit, actor, number, "Trùng"))
        ended = task.stage in ("done", "cancelled")
        assert refused == ("rights" if who != "CHI" else "task_moved_on" if ended else "")
        if not refused:
            task.cancelled = True
            task.touched()

    @rule(data=st.data(), who=st.sampled_from(("CHI", "CHI", *PEOPLE)), days=st.integers(0, 30))
    def move_deadline(self, data: st.DataObject, who: str, days: int) -> None:
        number, task, _ = self.some(data)
        to = self.unit.today + timedelta(days=days)
        old = self.task(number)
        after = replace(old, deadline_kind=DeadlineKind.DAY, deadline=f"{to:%d/%m/%Y}")
        refused = self.tried(who, lambda unit, actor: deciding.change(unit, actor, number, after, "Theo chỉ đạo"))
        if who != "CHI":
            assert refused == "rights"
        elif task.stage in ("done", "cancelled"):
            assert refused == "task_moved_on"
        elif (old.deadline_kind, old.deadline) == (after.deadline_kind, after.deadline):
            assert refused == "task_same"
        else:
            assert refused == ""
            task.due = self.counts(to, DeadlineKind.DAY)
            for course in task.courses:
                course.granted = None
            task.touched()

    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def ask(self, data: st.DataObject, who: str) -> None:
        number, task, _ = self.some(data)
        seat = SEATS.get(who, "HIEPHOIA")
        refused = self.tried(who, lambda unit, actor: working.ask(unit, actor, number, self.seat(seat), "Mẫu nào?"))
        assert refused == ("" if self.has_part(who, task) else "stale")
        if not refused:
            asked = self.world.db.conn.execute("SELECT max(id) FROM task_events WHERE kind = 'asked'").fetchone()[0]
            task.questions[asked] = False
            self.said_in(task, seat)

    def said_in(self, task: ModelTask, seat: str) -> None:
        """Words about a course stand between an act and its undoing, and between a decision and its screen."""
        for course in task.courses:
            if course.lead == seat:
                firm(course)

    @precondition(lambda self: any(task.questions for task in self.model.values()))
    @rule(data=st.data(), who=st.sampled_from(("CHI", "CHI", *PEOPLE)))
    def answer(self, data: st.DataObject, who: str) -> None:
        number, question = data.draw(st.sampled_from([(n, q) for n, t in self.model.items() for q in t.questions]))
        refused = self.tried(who, lambda unit, actor: deciding.answer(unit, actor, number, question, "Mẫu số 2"))
        answered = self.model[number].questions[question]
        assert refused == ("rights" if who != "CHI" else "task_answered" if answered else "")
        if not refused:
            self.model[number].questions[question] = True
            row = self.world.db.conn.execute("SELECT seat FROM task_events WHERE id = ?", (question,)).fetchone()
            self.said_in(self.model[number], next(code for code in SEATS.values() if self.seat(code) == row[0]))

    @rule(minutes=st.sampled_from([1, 9, 11, 60, 60 * 8, 60 * 24, 60 * 24 * 9]))
    def wait(self, minutes: int) -> None:
        self.count += 1
        self.now += timedelta(minutes=minutes)

    # --- what has to be true after each

    @invariant()
    def they_agree_on_every_course(self) -> None:
        unit = self.unit
        for number, model in self.model.items():
            task = self.task(number)
            assert [course.stage.value for course in task.courses] == [model.stage_of(c) for c in model.courses]
            assert task.stage.value == model.stage
            if model.cancelled:
                continue
            for course, known in zip(task.courses, model.courses, strict=True):
                at = status_of_course(unit, task, course)
                assert (at.bucket.value, at.due_on) == (model.bucket(known, self.now), known.granted or model.due)
                assert (course.done_on, course.extensions) == (known.done_on, known.extensions)
                assert (course.asked.to if course.asked else None) == known.asked
                assert (course.progress.percent if course.progress else None) == known.percent
            assert listing.status_of(unit, task).bucket.value == model.whole_bucket(self.now)

    @invariant()
    def everybody_sees_his_own_tasks_and_no_other(self) -> None:
        stored = [self.task(number) for number in self.model]
        listed: dict[tuple[int, ...], set[int]] = {}
        for who in PEOPLE:
            actor = self.actor(who)
            seats = tuple(seat.id for seat in actor.seats)
            if seats not in listed:
                listed[seats] = self.listed(seats)
            assert listed[seats] == {
                n for n, task in self.model.items() if self.has_part(who, task) and not task.cancelled
            }
            seen = {task.id for task in stored if listing.may_see(actor, task)}
            all_of_them = who in ("CHI", "LAN")
            assert seen == {n for n, task in self.model.items() if all_of_them or self.has_part(who, task)}

    def listed(self, seats: Sequence[int]) -> set[int]:
        return {task.id for done in (True, False) for task in tasks.tasks_of_seats(self.world.db, seats, done=done)}

    @invariant()
    def the_figures_add_up(self) -> None:
        live = [task for task in self.model.values() if not task.cancelled]
        stored = [task for done in (True, False) for task in tasks.all_tasks(self.world.db, done=done)]
        wanted = Counter(task.bucket(course, self.now) for task in live for course in task.courses)
        found = Counter(
            status_of_course(self.unit, task, course).bucket.value for task in stored for course in task.courses
        )
        assert found == wanted


@pytest.fixture
def cast(still_world: World) -> World:
    for code in PEOPLE:
        still_world.link(code)
    return still_world


def test_the_service_and_the_model_agree_whatever_is_done(cast: World) -> None:
    Tasks.world, Tasks.steps = cast, []
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    chosen = settings(max_examples=MANY, stateful_step_count=STEPS, deadline=None, suppress_health_check=checks)

    run_state_machine_as_test(Tasks, settings=chosen)

    # Some runs are short: the data of an example may be used up, and the first ones are as small as can be.
    assert sum(steps >= 30 for steps in Tasks.steps) >= 300
