"""Who of a seat is told of a task: the choice, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.people import Person, Seat
from bot.domain.tasks import Task, TaskFilter, TaskStatus
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.subtasks import AskContact, PassContact
from bot.domain.verbs.tasks import ShowTask
from bot.screens.tasks.listing import due_line


def row(task: Task, seat: Seat, *, several: bool) -> Row:
    """The choice that passes the contact on; the seat is named where the reader has several that lead."""
    member = Text(N_(" – {member}"), member=seat.code) if several else None
    return (Choice(Text(N_("Other contact{member}"), member=member), AskContact(task.id, seat.id)),)


def contact_line(seat: Seat, person: Person) -> Text:
    """Who alone is told of a task."""
    return Text(N_("Contact at {organisation}: {name}"), organisation=seat.organisation, name=person.full_name)


def ask(task: Task, seat: Seat, holders: Sequence[Person], contact: int | None) -> Screen:
    """Whom the task is to be passed to."""
    msgid = N_("Pass task {code} to another contact of {organisation}:")
    numbered = [Text(_named(each, contact), number=n, name=each.full_name) for n, each in enumerate(holders, 1)]
    choices = [
        Choice(Text(N_("Choose {number}"), number=n), PassContact(task.id, seat.id, each.id))
        for n, each in enumerate(holders, 1)
    ]
    rows = [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]
    everybody = Choice(Text(N_("Whole organisation")), PassContact(task.id, seat.id, 0))
    lines = (
        Text(msgid, code=task.code, organisation=seat.organisation),
        *numbered,
        Text(N_("Reminders and messages of the task go to the one who is chosen. The others see it and may act.")),
    )
    return Screen(lines, (*rows, *([(everybody,)] if contact else []), (back_to(task),)))


def _named(person: Person, contact: int | None) -> str:
    return N_("{number}. {name} (contact now)") if person.id == contact else N_("{number}. {name}")


def back_to(task: Task) -> Choice:
    """The choice that leads back to a task."""
    return Choice(Text(N_("‹ Back")), ShowTask(task.id, TaskFilter.OPEN, 0))


def passed(task: Task, name: str) -> Text:
    """The contact is another one; everybody who holds the seat without a name."""
    if not name:
        return Text(N_("{code}: everybody of the organisation is told of it again."), code=task.code)
    return Text(N_("{code}: {name} is the contact from now on."), code=task.code, name=name)


def as_before(task: Task) -> Text:
    """Nothing was to be changed."""
    return Text(N_("{code} has this contact already."), code=task.code)


def to_contact(task: Task, standing: TaskStatus, name: str) -> Screen:
    """To who is the contact from now on."""
    msgid = N_("{name} has passed task <b>{code}</b> on: {title}")
    said = Text(msgid, name=name, code=task.code, title=Excerpt(task.title))
    see = Choice(Text(N_("View details")), ShowTask(task.id, TaskFilter.OPEN, 0))
    return Screen((said, due_line(task, standing)), ((see,),))
