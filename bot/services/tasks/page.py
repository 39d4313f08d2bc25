"""The page of a task, and what leads on from it: which lead, what happened, the files of a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.course_acts import is_open_to, to_undo
from bot.domain.courses import FILES, OF_WHOLE, Course, Lead, TaskAct, TaskEvent, in_force
from bot.domain.operations import Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.tasks import Part, Task, TaskFilter, outcome
from bot.domain.texts import Choice
from bot.errors import BotError
from bot.screens.difficulties.result_files import caption
from bot.screens.tasks import page as wording
from bot.screens.tasks import way as way_wording
from bot.screens.tasks.listing import back_to_list
from bot.screens.tasks.page import Acts, Named
from bot.screens.tasks.way import SHOWN, Asked, Happened
from bot.services.difficulties.result_files import send_numbered
from bot.services.people.duties import by
from bot.services.reply import Reply
from bot.services.tasks import beside, desk_page, directing
from bot.services.tasks.courses import may_lead, topic_of
from bot.services.tasks.leads import (
    asking_seat,
    named_courses,
    named_lead,
    own_lead,
    seen_task,
    to_look_at,
)
from bot.services.tasks.listing import as_theirs, may_state, sees_all, status_of, with_part
from storage import people, task_events
from storage.unit import Unit

_OF_DESK = OF_WHOLE | {
    TaskAct.CONFIRMED,
    TaskAct.RETURNED,
    TaskAct.EXTENSION_GRANTED,
    TaskAct.EXTENSION_REFUSED,
    TaskAct.REPLIED,
}
"""Acts that are told as those of the Standing Body, whoever did them."""
_OF_LEAD = (TaskAct.RECEIVED, TaskAct.PROGRESSED, TaskAct.REPORTED, TaskAct.EXTENSION_ASKED)


def show(unit: Unit, actor: Actor, task_id: int, which: TaskFilter, page: int, basis: int | None = None) -> Reply:
    """One task. Raises BotError("stale") for one that is not there or not theirs."""
    return detail(unit, actor, seen_task(unit, actor, task_id), back_to_list(which, page, basis))


def show_course(unit: Unit, actor: Actor, task_id: int, seat: int, agency: int) -> Reply:
    """One task with one of its courses in full. Raises BotError("stale") where that is not theirs to see."""
    task = seen_task(unit, actor, task_id)
    lead = named_lead(task, seat, agency)
    course = task.course_of(lead) if lead else None
    if course is None or course not in to_look_at(actor, task):
        return detail(unit, actor, task)
    return detail(unit, actor, task, wording.to_task(task) if len(task.courses) > 1 else None, lead)


def choose_course(unit: Unit, actor: Actor, task_id: int, page: int) -> Reply:
    """Which of several leads it is about. Raises BotError("stale") where none is theirs to see."""
    task = seen_task(unit, actor, task_id)
    courses = to_look_at(actor, task)
    if not courses:
        raise BotError("stale")
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.choose_course(task, named_courses(unit, task, courses), page))


def detail(unit: Unit, actor: Actor, task: Task, back: Choice | None = None, lead: Lead | None = None) -> Reply:
    """One task that they may see, with the way back to where it was chosen, the list where nothing else is named.

    `lead`: whose course is shown in full, where somebody has chosen one.
    """
    people.set_open_draft(unit.db, actor.account, None)
    course = _shown(actor, task, lead)
    theirs = _with(task, course) if course else as_theirs(actor, task)
    own = [seat for seat in actor.seats if may_state(unit, seat, task)]
    view = wording.View(
        task=theirs,
        standing=status_of(unit, theirs),
        names=_names(unit, task),
        said=[(seat, task_events.statements(unit.db, seat.id).get(task.code)) for seat in own],
        back=back or back_to_list(TaskFilter.OPEN, 0),
        leads=named_courses(unit, task, list(task.courses)) if len(task.courses) > 1 else (),
    )
    events = task_events.events_of_task(unit.db, task.id)
    view = _with_way(unit, actor, task, course, view, events)
    screen = beside.with_beside(unit, actor, task, wording.detail(view))
    screen = desk_page.beside(unit, actor, task, events, screen)
    return directing.beside(unit, actor, task, events, Reply(screen, topic=Topic(TopicKind.TASK, {"code": task.code})))


def _with_way(
    unit: Unit, actor: Actor, task: Task, course: Course | None, view: wording.View, events: Sequence[TaskEvent]
) -> wording.View:
    """What the reader may do, and what was said between him and the desk."""
    seat = asking_seat(actor, task, course.lead.seat or 0 if course else 0)
    shown = named_courses(unit, task, [course])[0] if course else None
    inside = course is not None and course in to_look_at(actor, task)
    whose = course.lead if course and inside else Lead(seat) if seat else None
    # What is asked about an agency without a seat is asked by the seat that watches.
    asker = Lead(seat) if seat and whose and whose.seat is None else whose
    return replace(
        view,
        acts=_acts(actor, task, shown, events, unit, seat),
        shown=shown,
        inside=inside,
        asked=_asked(unit, events, asker) if asker else None,
        happened=len(_of_way(events, whose)) if whose else 0,
    )


def _shown(actor: Actor, task: Task, lead: Lead | None) -> Course | None:
    """The course that is shown in full: the chosen one, the reader's own, or the only one there is."""
    own = own_lead(actor, task)
    if lead is None and own and (own.seat is not None or not sees_all(actor)):
        lead = own
    if lead is not None:
        return task.course_of(lead)
    return task.courses[0] if len(task.courses) == 1 else None


def _with(task: Task, course: Course) -> Task:
    done_on, result = outcome([course])
    return replace(task, courses=(course,), done_on=done_on, result=result)


def _names(unit: Unit, task: Task) -> dict[Part, list[str]]:
    seats = people.seats_by_id(unit.db, with_part(task))
    found = {part: [seats[each].organisation for each in of_part] for part, of_part in task.seats.items()}
    leads = [*found.get(Part.LEAD, ()), *task.outside]
    return {**found, Part.LEAD: leads} if leads else found


def _acts(actor: Actor, task: Task, shown: Named | None, events: Sequence[TaskEvent], unit: Unit, seat: int) -> Acts:
    several = len(to_look_at(actor, task)) > 1
    asks = bool(seat) and not task.ended
    if shown is None or not may_lead(actor, task, shown.course.lead):
        lead = shown.lead if shown and sees_all(actor) else (seat, 0)
        return Acts(lead, asks=asks, choose=several)
    course = shown.course
    return Acts(
        shown.lead,
        frozenset(act for act in _OF_LEAD if is_open_to(act, course)),
        undo=to_undo(course, events, by(actor), unit.now) is not None,
        asks=asks,
        choose=several,
        in_name=shown.name if course.lead.seat is None else "",
    )


def show_way(unit: Unit, actor: Actor, task_id: int, seat: int, agency: int, page: int) -> Reply:
    """What happened in a course, or to what a seat asked. Raises BotError("stale") for what is not theirs to see."""
    task = seen_task(unit, actor, task_id)
    lead = named_lead(task, seat, agency)
    own_part = seat in (each.id for each in actor.seats) and task.part_of([seat]) is not None
    course = task.course_of(lead) if lead else None
    if lead is None or not (own_part or (course and course in to_look_at(actor, task))):
        raise BotError("stale")
    people.set_open_draft(unit.db, actor.account, None)
    events = _of_way(task_events.events_of_task(unit.db, task.id), lead)
    name = named_courses(unit, task, [course])[0].name if course and len(task.courses) > 1 else ""
    return Reply(way_wording.screen(task, name, who_did(unit, events), page, (seat, agency)))


def _of_way(events: Sequence[TaskEvent], lead: Lead) -> list[TaskEvent]:
    return [event for event in in_force(events) if event.lead in (None, lead) and event.act in SHOWN]


def since(unit: Unit, task: Task, lead: Lead, newest: int) -> list[Happened]:
    """Return what was done in a course after its event `newest`."""
    events = _of_way(task_events.events_of_task(unit.db, task.id), lead)
    return who_did(unit, [event for event in events if event.id > newest])


def who_did(unit: Unit, events: Sequence[TaskEvent]) -> list[Happened]:
    """Return acts with the names of those who did them."""
    person = "person:"
    codes = {event.actor.removeprefix(person) for event in events if event.actor.startswith(person)}
    named = people.names_by_code(unit.db, codes)
    return [
        Happened(event, None if event.act in _OF_DESK else named.get(event.actor.removeprefix(person)))
        for event in events
    ]


def _asked(unit: Unit, events: Sequence[TaskEvent], lead: Lead) -> Asked | None:
    """The newest question that a seat asked, with its answer."""
    own = _of_way(events, lead)
    question = next((event for event in reversed(own) if event.act is TaskAct.ASKED), None)
    if question is None:
        return None
    answer = next((e for e in own if e.act is TaskAct.REPLIED and e.detail.get("event") == question.id), None)
    return Asked(who_did(unit, [question])[0], answer)


def send_files(unit: Unit, actor: Actor, task_id: int, event_id: int) -> Reply:
    """Send the files of a result that was reported. Raises BotError("stale") for what is not theirs to see."""
    task = seen_task(unit, actor, task_id)
    events = in_force(task_events.events_of_task(unit.db, task.id))
    event = next((each for each in events if each.id == event_id and each.act is TaskAct.REPORTED), None)
    course = task.course_of(event.lead) if event and event.lead else None
    numbers = event.detail.get(FILES) if event else None
    if course is None or course not in to_look_at(actor, task) or not isinstance(numbers, list) or not numbers:
        raise BotError("stale")
    return send_numbered(unit, actor, numbers, task.code, caption, topic_of(task))
