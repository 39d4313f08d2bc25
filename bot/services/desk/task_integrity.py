"""Whether tasks are what the audit has of them: every event has its entry, and a row says what its events say.

The figures of a paper are folded from events, so that nothing else has to be held against anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.domain.courses import Lead, TaskAct, TaskEvent
from bot.domain.tasks import Task
from bot.services.tasks.importing import as_event
from storage import ledgers, people, task_events, tasks
from storage.ledgers import Entry
from storage.rows import iso
from storage.unit import Unit

Excuses = Callable[[Entry, object], bool]
"""Whether words of an entry were taken out by the rules since."""
_CHANGES = (TaskAct.IMPORTED, TaskAct.CHANGED)
_OF_AN_OLDER_VERSION = "system"
"""Who recorded as done what an older version had in a column: the step of the schema, which no entry tells of."""


def changed_tasks(unit: Unit, excuses: Excuses) -> Iterator[str]:
    """Yield the codes of the tasks of which a row or an event is not what the audit has."""
    found = tasks.every_task(unit.db)
    events = task_events.events_of(unit.db, [task.id for task in found])
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in ledgers.entries_of(unit.db, [_object(task) for task in found]):
        if _act(entry):
            entries[entry.about].append(entry)
    codes = _seat_codes(unit, events)
    for task in found:
        told = _Told(task, events[task.id], codes, excuses)
        if not told.is_as_audited(entries[_object(task)]) or not _is_as_its_events_say(task, events[task.id]):
            yield task.code


def _object(task: Task) -> str:
    return f"task:{task.code}"


def _act(entry: Entry) -> str:
    act = entry.verb.removeprefix("task.")
    return act if entry.verb.startswith("task.") and act in list(TaskAct) else ""


def _seat_codes(unit: Unit, events: Mapping[int, Sequence[TaskEvent]]) -> Mapping[int, str]:
    seats = {e.lead.seat for of_task in events.values() for e in of_task if e.lead and e.lead.seat is not None}
    return {seat: found.code for seat, found in people.seats_by_id(unit.db, seats).items()}


class _Told:
    """The events of a task, held against the entries that tell of them."""

    def __init__(self, task: Task, events: Sequence[TaskEvent], codes: Mapping[int, str], excuses: Excuses) -> None:
        self._task, self._events, self._codes, self._excuses = task, events, codes, excuses

    def is_as_audited(self, entries: Sequence[Entry]) -> bool:
        """Return whether every event has its entry, which says the same, and every entry its event."""
        waiting = [each for each in self._events if not _was_in_a_column(each)]
        for entry in entries:
            taken = next((each for each in waiting if self._is_of(entry, each)), None)
            if taken is None:
                return False
            waiting.remove(taken)
        return not waiting

    def _is_of(self, entry: Entry, event: TaskEvent) -> bool:
        if (event.act.value, event.actor, iso(event.at)) != (_act(entry), entry.actor, entry.at):
            return False
        return any(entry.says(each) for each in self._details(event)) or self._excuses(entry, dict(event.detail))

    def _details(self, event: TaskEvent) -> Iterator[Mapping[str, object]]:
        """What the entry of an event may hold: an import and a statement do not name the event."""
        lead = event.lead or Lead()
        seat = {"seat": self._codes[lead.seat]} if lead.seat is not None else {}
        agency = {"agency": lead.agency} if lead.agency else {}
        yield {**event.detail, **agency, **seat, "event": event.id}
        yield {**seat, **event.detail}


def _was_in_a_column(event: TaskEvent) -> bool:
    return event.act is TaskAct.DONE and event.actor == _OF_AN_OLDER_VERSION


def _is_as_its_events_say(task: Task, events: Sequence[TaskEvent]) -> bool:
    """Whether what a task says is what it was assigned with and what was changed since."""
    said: dict[str, object] = {}
    for event in events:
        if event.act is TaskAct.CREATED:
            said = dict(event.detail)
        elif event.act in _CHANGES:
            said |= {name: what["to"] for name, what in event.detail.items() if isinstance(what, Mapping)}
    now = as_event(task)
    # What a later version added is as good as nothing in what was written before.
    return all((said.get(name) or type(value)()) == value for name, value in now.items())
