"""The desk urges those who lead what is overdue of a task: once a day each, in words of its own."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import task_directing as rules
from bot.domain.courses import TaskAct
from bot.domain.operations import Guard, Send
from bot.domain.people import Actor
from bot.domain.task_dues import seats_of, terms
from bot.domain.task_figures import CourseLine
from bot.domain.tasks import Part, Task
from bot.errors import BotError
from bot.screens.tasks import directing as wording
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.tasks.courses import lead_name, record, to_lead
from bot.services.tasks.directing import lines
from bot.services.tasks.page import detail
from storage import task_events, tasks
from storage.unit import Unit


def urge(unit: Unit, actor: Actor, task_id: int) -> Reply:
    """Urge every lead of a task whose course is overdue and was not urged today. Raises BotError: rights, stale."""
    officer_only(unit, actor)
    task = tasks.task_by_id(unit.db, task_id)
    if task is None:
        raise BotError("stale")
    found = rules.to_urge(lines(unit, task), task_events.events_of_task(unit.db, task.id), unit.today)
    if not found:
        late = rules.overdue(lines(unit, task))
        return with_remark(detail(unit, actor, task), wording.urged_before(task) if late else wording.not_late(task))
    sent = {line.lead: _urge(unit, actor, task, line) for line in found}
    told = [lead_name(unit, lead) for lead, messages in sent.items() if messages]
    alone = [lead_name(unit, lead) for lead, messages in sent.items() if not messages]
    notices = [message for messages in sent.values() for message in messages]
    reply = with_remark(detail(unit, actor, task), wording.urged(task, told, alone))
    return replace(reply, notices=tuple(notices))


def _urge(unit: Unit, actor: Actor, task: Task, line: CourseLine) -> list[Send]:
    """The messages to one lead; each leaves only while the course is owed as it was when it was urged."""
    _, event = record(unit, actor, task, TaskAct.URGED, {}, line.lead)
    part = Part.WATCHING if line.lead.seat is None else Part.LEAD
    owed = [[task.code, seat, part.value, terms(task, line.course)] for seat in seats_of(task, line.lead)]
    guard = Guard("still_owed", {"reports": [], "courses": owed})
    screen = wording.urging(task, line.standing, line.lead.agency)
    return [replace(message, guard=guard) for message in to_lead(unit, task, line.lead, event, screen)]
