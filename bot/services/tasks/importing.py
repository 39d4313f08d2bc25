"""The programme of tasks as a file: checked as a whole before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bot.domain.characters import clean, key
from bot.domain.courses import DONE_ON, RESULT, TaskAct
from bot.domain.deadlines import DeadlineKind, Recurrence, due_on, parse_day
from bot.domain.people import Seat
from bot.domain.series import BY_REPORT
from bot.domain.tasks import Part, Task, is_code
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.services.tables import csv_file, table
from bot.services.tables.faults import Fault
from bot.services.tables.table import Line, ListForm, Table, in_column, refusal, too_long
from bot.services.tasks import series
from storage import ledgers, people, task_events, tasks
from storage.unit import Unit

COLUMNS = (
    "task_code",
    "basis",
    "title",
    "lead",
    "coordinating",
    "deadline_kind",
    "deadline",
    "recurrence",
    "note",
)
OPTIONAL = (
    "watching",
    "assigned_on",
    "done_on",
    "result",
    "lead_outside",
    "priority",
    "target",
    "unit",
    "fulfilled_by",
)
"""For what is known of the past. An empty value leaves what was known before."""

FORM = ListForm(
    "tasks_bad",
    COLUMNS,
    OPTIONAL,
    most_characters=1000,
    written=frozenset({"task_code", "lead", "coordinating", "watching"}),
    chosen={
        "deadline_kind": frozenset(kind.value for kind in DeadlineKind),
        "recurrence": frozenset(each.value for each in Recurrence),
        "priority": frozenset({"", "yes"}),
        "fulfilled_by": frozenset({"", BY_REPORT}),
    },
)

_PARTS = {Part.LEAD: "lead", Part.COORDINATING: "coordinating", Part.WATCHING: "watching"}
_EXAMPLES = {
    DeadlineKind.DAY: "30/11/2026",
    DeadlineKind.BEFORE_DAY: "30/11/2026",
    DeadlineKind.MONTH: "11/2026",
    DeadlineKind.QUARTER: "IV/2026",
    DeadlineKind.YEAR: "2026",
}

_TARGET_BELOW = 10**9

Names = Mapping[str, Sequence[Seat]]
"""What a cell may name: a seat by its code, or a body for all its seats."""


@dataclass(frozen=True)
class Imported:
    """How many tasks an import brought, changed, and left as they were."""

    new: int
    changed: int
    same: int


def names(unit: Unit) -> Names:
    """Return every seat by its code, ended ones included, and every body with the seats it has today."""
    found: dict[str, Sequence[Seat]] = {}
    for body in unit.rules.profile.bodies:
        seats = people.seats_of_body(unit.db, body)
        found |= {seat.code: (seat,) for seat in seats}
        # A seat that has ended can be named for a task of the past; a body stands for those it has today.
        if valid := [seat for seat in seats if _is_valid(seat, unit.today)]:
            found[body] = valid
    return found


def read(text: str, known: Names) -> list[Task]:
    """Return the tasks of a file in CSV. Raises BotError("tasks_bad") that names every bad line with its reason."""
    return check(csv_file.read(text), known)


def check(found: Table, known: Names) -> list[Task]:
    """Return the tasks of a list. Raises BotError("tasks_bad") that names every bad line with its reason."""
    known = {key(name): seats for name, seats in known.items()}
    lines, faults = table.check(found, FORM)
    lines = [replace(line, values={**line.values, "task_code": line["task_code"].upper()}) for line in lines]
    faults += [(line.number, reason) for line in lines for reason in _faults(line, known)]
    faults += _twice(lines)
    if not lines and not faults:
        faults = [(1, Text(N_("there is no task in it")))]
    if faults:
        raise refusal(FORM, faults, found.sheet)
    return [_task(line, known) for line in lines]


def write(unit: Unit, found: Iterable[Task], by: str) -> Imported:
    """Add the tasks that are new and bring the others to what the file says; each change is kept and audited.

    Raises BotError("task_code_taken") for the code of an occurrence or a sub-task, which no file changes.
    """
    events = [_put(unit, task, by) for task in found]
    # Once all have their codes: occurrences take the next ones of the year.
    for task in found:
        if task.recurs and (stored := tasks.task_by_code(unit.db, task.code)):
            series.start(unit, stored, by)
    changed = sum(bool(kinds) and TaskAct.CREATED not in kinds for kinds in events)
    new = sum(TaskAct.CREATED in kinds for kinds in events)
    return Imported(new, changed, len(events) - new - changed)


def as_plain(task: Task) -> dict[str, Any]:
    """Return a task as JSON has it."""
    return {
        **{name: value for name, value in asdict(task).items() if name != "courses"},
        "assigned_on": task.assigned_on.isoformat() if task.assigned_on else None,
        "done_on": task.done_on.isoformat() if task.done_on else None,
        "seats": {part.value: list(seats) for part, seats in task.seats.items()},
    }


def of_plain(plain: Mapping[str, Any]) -> Task:
    """Return the task that JSON has."""
    return Task(
        **{
            **plain,
            "deadline_kind": DeadlineKind(plain["deadline_kind"]),
            "recurrence": Recurrence(plain["recurrence"]),
            "assigned_on": _maybe_day(plain["assigned_on"]),
            "done_on": _maybe_day(plain["done_on"]),
            "seats": {Part(part): tuple(seats) for part, seats in plain["seats"].items()},
            "outside": tuple(plain["outside"]),
        }
    )


def _put(unit: Unit, task: Task, by: str) -> list[TaskAct]:
    """Store a task; return what happened to it."""
    before = tasks.task_by_code(unit.db, task.code)
    if before and (before.series or before.parent):
        raise BotError("task_code_taken", code=before.code)
    after = _merged(before, task) if before else task
    if before and after == replace(before, courses=()):
        return []
    events: dict[TaskAct, dict[str, object]] = {}
    if before is None:
        events[TaskAct.CREATED] = as_event(after)
    elif what := changed(before, after):
        events[TaskAct.IMPORTED] = what
    if after.done_on and (before is None or (before.done_on, before.result) != (after.done_on, after.result)):
        events[TaskAct.DONE] = {DONE_ON: after.done_on.isoformat(), RESULT: after.result}
    task_id = tasks.put_task(unit.db, after)
    for kind, detail in events.items():
        task_events.add_event(unit.db, task_id, kind, unit.now, by, detail)
        ledgers.append_audit(unit.db, unit.now, by, f"task.{kind.value}", f"task:{task.code}", detail)
    return list(events)


def _merged(before: Task, task: Task) -> Task:
    watching = task.seats.get(Part.WATCHING) or _free(before.seats.get(Part.WATCHING, ()), task)
    return replace(
        task,
        id=before.id,
        assigned_on=task.assigned_on or before.assigned_on,
        done_on=task.done_on or before.done_on,
        result=task.result or before.result,
        seats={**task.seats, **({Part.WATCHING: watching} if watching else {})},
        outside=task.outside or before.outside,
        priority=task.priority or before.priority,
        target=before.target if task.target is None else task.target,
        unit=task.unit or before.unit,
        fulfilled_by=task.fulfilled_by or before.fulfilled_by,
    )


def _free(watching: Iterable[int], task: Task) -> tuple[int, ...]:
    """The seats that watch on: those the file gives no other part."""
    return tuple(seat for seat in watching if task.part_of((seat,)) is None)


def changed(before: Task, after: Task) -> dict[str, object]:
    """Return what was and what is, for everything of a task that differs but how it goes."""
    old, new = as_event(before), as_event(after)
    return {name: {"from": old[name], "to": new[name]} for name in new if old[name] != new[name]}


def as_event(task: Task) -> dict[str, object]:
    """Return what a task says, as its event keeps it."""
    plain = {name: str(value or "") for name, value in asdict(task).items() if name not in _NOT_PLAIN}
    seats = {part.value: list(seats) for part, seats in task.seats.items()}
    return {**plain, "seats": seats, "outside": list(task.outside)}


# Ids are the base's own, seats are compared by part, and the outcome has an event to itself.
_NOT_PLAIN = ("id", "seats", "done_on", "result", "courses", "outside")


def _task(line: Line, known: Names) -> Task:
    return Task(
        id=0,
        code=line["task_code"],
        basis=line["basis"],
        title=line["title"],
        deadline_kind=DeadlineKind(line["deadline_kind"]),
        deadline=line["deadline"],
        recurrence=Recurrence(line["recurrence"]),
        note=line["note"],
        assigned_on=_maybe_day(line["assigned_on"]),
        done_on=_maybe_day(line["done_on"]),
        result=line["result"],
        seats=_seats(line, known),
        outside=tuple(filter(None, (clean(name) for name in line["lead_outside"].split(";")))),
        priority=line["priority"] == "yes",
        target=int(line["target"]) if line["target"] else None,
        unit=line["unit"],
        fulfilled_by=line["fulfilled_by"],
    )


def _seats(line: Line, known: Names) -> Mapping[Part, tuple[int, ...]]:
    """Every seat in the weightiest part it is named for, by rank."""
    taken: set[int] = set()
    found: dict[Part, tuple[int, ...]] = {}
    for part, column in _PARTS.items():
        named = {seat.id: seat for name in line[column].split() for seat in known[key(name)]}
        seats = sorted((s for s in named.values() if s.id not in taken), key=lambda seat: (seat.rank, seat.id))
        if seats:
            found[part] = tuple(seat.id for seat in seats)
            taken.update(found[part])
    return found


def _faults(line: Line, known: Names) -> Iterable[Text]:
    if not is_code(line["task_code"]):
        yield Text(N_("task_code must be of the form NV-26-045"))
    if not line["title"]:
        yield Text(N_("title is empty"))
    if not line["basis"]:
        yield Text(N_("basis is empty"))
    if not any(line[column] for column in (*_PARTS.values(), "lead_outside")):
        yield in_column(", ".join(_PARTS.values()), Text(N_("no seat has a part in it")))
    for column in _PARTS.values():
        for name in dict.fromkeys(line[column].split()):
            if key(name) not in known:
                yield in_column(column, Text(N_('there is no seat and no body "{name}"'), name=name))
    yield from _deadline_faults(line)
    yield from _outcome_faults(line)
    if line["target"] and not (line["target"].isdecimal() and 0 < int(line["target"]) < _TARGET_BELOW):
        yield in_column("target", Text(N_('"{value}" is not a whole number above 0'), value=line["target"]))
    yield from too_long(line, FORM.most_characters)


def _deadline_faults(line: Line) -> Iterable[Text]:
    kind, deadline, recurrence = line["deadline_kind"], line["deadline"], line["recurrence"]
    if kind not in {each.value for each in DeadlineKind}:
        yield Text(N_("deadline_kind must be one of {kinds}"), kinds=", ".join(each.value for each in DeadlineKind))
        return
    recurs = kind == DeadlineKind.RECURRING
    if recurs != (recurrence in (Recurrence.MONTHLY, Recurrence.QUARTERLY)) or (recurrence and not recurs):
        yield Text(N_("recurrence must be monthly or quarterly for a recurring task, empty for any other"))
        return
    if line["fulfilled_by"] not in ("", BY_REPORT) or (line["fulfilled_by"] and not recurs):
        yield in_column("fulfilled_by", Text(N_("it is empty, or report for a recurring task")))
    try:
        due_on(DeadlineKind(kind), deadline, Recurrence(recurrence))
    except ValueError:
        yield in_column("deadline", _bad_deadline(DeadlineKind(kind), deadline))


def _bad_deadline(kind: DeadlineKind, deadline: str) -> Text:
    if kind is DeadlineKind.NONE:
        return Text(N_("a task of kind none has no deadline"))
    if kind is DeadlineKind.RECURRING:
        return Text(N_('"{value}" is not a day of the month (1 to 31, or empty for its last day)'), value=deadline)
    return Text(
        N_('"{value}" is no deadline of kind {kind}; for example {example}'),
        value=deadline,
        kind=kind.value,
        example=_EXAMPLES[kind],
    )


def _outcome_faults(line: Line) -> Iterable[Text]:
    days: dict[str, date] = {}
    for column in ("assigned_on", "done_on"):
        try:
            if line[column]:
                days[column] = parse_day(line[column])
        except ValueError:
            yield in_column(column, Text(N_('"{value}" is not a day; for example 30/11/2026'), value=line[column]))
    if len(days) == 2 and days["done_on"] < days["assigned_on"]:
        yield Text(N_("done_on is before assigned_on"))
    if line["result"] and not line["done_on"]:
        yield Text(N_("a result needs done_on"))


def _twice(lines: Iterable[Line]) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()
    for line in lines:
        code = line["task_code"]
        if code in seen:
            reason = Text(N_("task {code} stands on an earlier line"), code=code)
            faults.append((line.number, in_column("task_code", reason)))
        seen.add(code)
    return faults


def _maybe_day(text: str | None) -> date | None:
    return parse_day(text) if text else None


def _is_valid(seat: Seat, today: date) -> bool:
    return seat.valid_from <= today and (seat.valid_to is None or seat.valid_to > today)
