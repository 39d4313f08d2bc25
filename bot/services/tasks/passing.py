"""The contact for a task is passed to another person of the seat that leads it."""

from __future__ import annotations

from bot.domain.courses import PERSON, Lead, TaskAct
from bot.domain.operations import Lane, Send
from bot.domain.people import MEMBER_ROLES, Actor, Person
from bot.domain.tasks import Task
from bot.errors import BotError
from bot.screens.tasks import contacts as wording
from bot.services.people.quiet import held
from bot.services.reply import Reply
from bot.services.tasks.contacts import may_pass
from bot.services.tasks.courses import record, topic_of
from bot.services.tasks.series import standing
from storage import addressees, people, tasks
from storage.unit import Unit


def ask(unit: Unit, actor: Actor, task_id: int, seat_id: int) -> Reply:
    """Show who of a seat a task can be passed to. Raises BotError("stale")."""
    task = _task(unit, actor, task_id, seat_id)
    people.set_open_draft(unit.db, actor.account, None)
    seat = next(each for each in actor.seats if each.id == seat_id)
    return Reply(wording.ask(task, seat, _holders(unit, seat_id), _contact(task, seat_id)), topic=topic_of(task))


def pass_to(unit: Unit, actor: Actor, task_id: int, seat_id: int, person: int) -> Reply:
    """Let one person of a seat be told of a task, or all of them for 0; who is named hears it.

    The others see the task as before and may act on it. Raises BotError("stale"), also for who does not hold the seat.
    """
    task = _task(unit, actor, task_id, seat_id)
    holders = {each.id: each for each in _holders(unit, seat_id)}
    if person and person not in holders:
        raise BotError("stale")
    if (_contact(task, seat_id) or 0) == person:
        return Reply(toast=wording.as_before(task))
    after, event = record(unit, actor, task, TaskAct.PASSED, {PERSON: person}, Lead(seat_id))
    named = holders[person].full_name if person else ""
    told = _told(unit, after, event, person, actor) if person != actor.person.id else []
    return Reply(toast=wording.passed(after, named), notices=tuple(told))


def _told(unit: Unit, task: Task, event: int, person: int, actor: Actor) -> list[Send]:
    screen = wording.to_contact(task, standing(unit, task), actor.person.full_name)
    accounts = addressees.reachable_accounts(unit.db, person) if person else ()
    found = [(account, addressees.recipient(unit.db, account, unit.today)) for account in accounts]
    key = f"task:{task.code}:{event}"
    sends = [
        Send(to, screen, f"{key}:{account}", topic_of(task), Lane.BULK, key=f"{key}:{account}")
        for account, to in found
        if to
    ]
    return held(unit, sends)


def _contact(task: Task, seat: int) -> int | None:
    course = task.course_of(Lead(seat))
    return course.contact if course else None


def _holders(unit: Unit, seat: int) -> list[Person]:
    """Who reports for a seat today, in a fixed order."""
    found = people.persons_of_seat(unit.db, seat, MEMBER_ROLES, unit.today)
    known = people.persons_by_id(unit.db, found)
    return [known[each] for each in sorted(found)]


def _task(unit: Unit, actor: Actor, task_id: int, seat: int) -> Task:
    task = tasks.task_by_id(unit.db, task_id)
    if task is None or not may_pass(actor, task, seat):
        raise BotError("stale")
    return task
