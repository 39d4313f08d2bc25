"""The tasks of a paper as every file shows them: figures, what is overdue by lead agency, and each course in a row.

A task counts for each agency that leads it, and papers say so. Papers of before tasks were in them have no such part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.courses import Stage
from bot.domain.task_counts import TaskCounts, of_plain
from bot.domain.tasks import Bucket
from bot.domain.texts import N_, Text
from bot.exports.cells import Cell
from bot.exports.sentences import listed
from bot.exports.stated_courses import day, progress, stage
from bot.exports.tasks import BUCKETS
from bot.exports.wording import instant, vietnamese

_AGENCY_HEADS = (
    N_("Annex column: number"),
    N_("Course column: lead"),
    N_("Task column: total"),
    *BUCKETS.values(),
)
HEADS: Sequence[tuple[str, int]] = (
    (N_("Annex column: number"), 5),
    (N_("Task column: code"), 12),
    (N_("Course column: basis"), 20),
    (N_("Task column: title"), 36),
    (N_("Course column: lead"), 20),
    (N_("Course column: coordinating"), 20),
    (N_("Course column: stated deadline"), 12),
    (N_("Course column: day that counts"), 11),
    (N_("Course column: deadline in force"), 11),
    (N_("Course column: extensions"), 8),
    (N_("Course column: extension asked for"), 11),
    (N_("Course column: stage"), 12),
    (N_("Task column: state"), 14),
    (N_("Course column: progress"), 24),
    (N_("Task column: result"), 26),
    (N_("Task column: document"), 16),
    (N_("Course column: day of the document"), 11),
    (N_("Task column: done on"), 11),
    (N_("Course column: difficulties"), 14),
)
"""The columns of the list of courses, with their widths in digits."""


def has_courses(snapshot: Mapping[str, Any]) -> bool:
    """Return whether the paper tells of tasks that are followed."""
    return "courses" in snapshot


def counts(snapshot: Mapping[str, Any]) -> TaskCounts:
    """Return the figures that every file of `snapshot` states."""
    return of_plain(snapshot["courses"]["figures"])


def sentences(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield how the tasks stand: by bucket, what was suspended or cancelled, extensions, and what is overdue."""
    found, courses = counts(snapshot), snapshot["courses"]
    head = N_(
        "Tasks assigned, as of {at:stamp}: {n:count}, counted by lead agency (different tasks: {tasks:count}),"
        " of which:"
    )
    yield vietnamese(Text(head, at=instant(snapshot["taken_at"]), n=found.total, tasks=found.tasks))
    yield from listed(map(vietnamese, buckets(found)))
    if found.waiting or found.suspended:
        among = N_("Among those not done: waiting for confirmation {waiting:count}; suspended {suspended:count}.")
        yield vietnamese(Text(among, waiting=found.waiting, suspended=found.suspended))
    if codes := courses["cancelled"]:
        excluded = N_("Tasks that were cancelled are in no figure: {n:count} ({codes}).")
        yield vietnamese(Text(excluded, n=len(codes), codes=", ".join(codes)))
    if found.extensions or found.asked:
        put_off = N_("Extensions: {n:count} for {courses:count} tasks; asked for and not decided: {asked:count}.")
        yield vietnamese(Text(put_off, n=found.extensions, courses=found.extended, asked=found.asked))
    own = of_plain(courses["of_body"])
    if own.total:
        led = N_("Led by members of {body}: {n:count}, of which overdue: {overdue:count}.")
        overdue = own.buckets[Bucket.OPEN_OVERDUE]
        yield vietnamese(Text(led, body=snapshot["body"]["name"], n=own.total, overdue=overdue))
    yield from _overdue(courses["rows"])


def buckets(found: TaskCounts) -> Iterator[Text]:
    """Yield the official breakdown, a part of a list each."""
    b, none = found.buckets, found.buckets[Bucket.NO_DEADLINE]
    done = N_("Done: {n:count} (on time: {in_time:count}; late: {late:count})")
    yield Text(done, n=found.done_in_buckets, in_time=b[Bucket.DONE_ON_TIME], late=b[Bucket.DONE_LATE])
    open_ = N_("Not done: {n:count} (in time: {in_time:count}; overdue: {late:count})")
    yield Text(open_, n=found.open_in_buckets, in_time=b[Bucket.OPEN_IN_TIME], late=b[Bucket.OPEN_OVERDUE])
    if none:
        without = N_("Without a deadline: {n:count} (done: {done:count})")
        yield Text(without, n=none, done=found.done_without_deadline)


def _overdue(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What is overdue by lead agency, what is overdue longest first; agencies that are late with the same together."""
    late: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda each: -(each["overdue_days"] or 0)):
        if row["bucket"] == Bucket.OPEN_OVERDUE:
            late.setdefault(row["lead"], []).append(_late(row))
    if not late:
        return
    alike: dict[tuple[str, ...], list[str]] = {}
    for lead, found in late.items():
        alike.setdefault(tuple(found), []).append(name_of(lead))
    yield vietnamese(Text(N_("Overdue tasks by lead agency:")))
    yield from listed(f"{_who(leads)}: {'; '.join(found)}" for found, leads in alike.items())


def _who(leads: Sequence[str]) -> str:
    if len(leads) == 1:
        return leads[0]
    return vietnamese(Text(N_("{names} ({n:count} agencies)"), names="; ".join(leads), n=len(leads)))


def _late(row: Mapping[str, Any]) -> str:
    said = N_("{code} (due {day:date}, overdue by {days:count} working days)")
    if row["stage"] == Stage.WAITING:
        said = N_("{code} (due {day:date}, reported late, waiting for confirmation)")
    due = date.fromisoformat(row["due_on"])
    return vietnamese(Text(said, code=row["code"], day=due, days=row["overdue_days"]))


def name_of(lead: str) -> str:
    """Return the agency that leads, or that none is named."""
    return lead or vietnamese(Text(N_("no lead agency is named (table)")))


def agency_heads() -> list[str]:
    """Return the headings of the table by lead agency."""
    return [_label(msgid) for msgid in _AGENCY_HEADS]


def agency_rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return the counts of every agency that leads, and their sum."""
    rows: list[list[Cell]] = []
    for number, each in enumerate(snapshot["courses"]["agencies"], 1):
        of_agency = [each["buckets"][bucket.value] for bucket in BUCKETS]
        rows.append([number, name_of(each["name"]), sum(of_agency), *of_agency])
    found = counts(snapshot)
    total = [found.total, *(found.buckets[bucket] for bucket in BUCKETS)]
    return [*rows, ["", _label(N_("Task column: total")), *total]]


def rows(snapshot: Mapping[str, Any]) -> Iterator[list[Cell]]:
    """Yield every course as a row, in the order of the snapshot."""
    for number, each in enumerate(snapshot["courses"]["rows"], 1):
        yield [
            number,
            each["code"],
            each["basis"],
            each["title"],
            name_of(each["lead"]),
            "; ".join(each["coordinating"]),
            each["stated"],
            day(each["first_due_on"]),
            day(each["due_on"]),
            each["extensions"],
            day(each["asked"]),
            stage(each["stage"]),
            _label(BUCKETS[Bucket(each["bucket"])]),
            progress(each["progress"]),
            each["result"],
            each["document"],
            day(each["dated"]),
            day(each["done_on"]),
            ", ".join(each["difficulties"]),
        ]


def totals(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, Cell, bool]]:
    """Yield the lines of the list of totals: label, value, whether it is a heading or a sum."""
    if not has_courses(snapshot):
        return
    found = counts(snapshot)
    yield _label(N_("Tasks followed, by lead agency (totals)")), "", True
    for bucket, msgid in BUCKETS.items():
        yield vietnamese(Text("Tasks: {state}", state=_label(msgid))), found.buckets[bucket], False
    yield _label(N_("Tasks assigned, by lead agency (totals)")), found.total, True
    yield _label(N_("Different tasks assigned (totals)")), found.tasks, False
    yield _label(N_("Tasks suspended (totals)")), found.suspended, False
    yield _label(N_("Tasks waiting for confirmation (totals)")), found.waiting, False
    yield _label(N_("Extensions granted (totals)")), found.extensions, False
    yield _label(N_("Tasks cancelled, not counted (totals)")), len(snapshot["courses"]["cancelled"]), False


def _label(msgid: str) -> str:
    return vietnamese(Text(msgid))
