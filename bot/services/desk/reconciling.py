"""The figures and rows of a snapshot, as the rule that reconciles them takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.difficulties import DifficultyState
from bot.domain.following import Course, Reckoning
from bot.domain.periods import SeatState
from bot.domain.reconciling import Fault, Figures, Line, SeatRow, reconcile, was
from bot.domain.task_counts import of_plain
from bot.domain.task_reconciling import CourseRow, reconcile_tasks
from bot.domain.tasks import Bucket
from bot.exports.snapshot import Snapshot

_DUE = "due"


def faults_of(snapshot: Snapshot) -> list[Fault]:
    """Return what does not add up in a snapshot; empty where it may be released."""
    return [*reconcile(figures_of(snapshot)), *_tasks(snapshot)]


def _tasks(snapshot: Snapshot) -> Iterator[Fault]:
    """Nothing of papers of before tasks were in them, nor of addenda, which have none."""
    if found := snapshot.get("courses"):
        rows = [
            CourseRow(each["code"], each["seat"] or each["lead"], Bucket(each["bucket"]), each["extensions"])
            for each in found["rows"]
        ]
        agencies = [{bucket: each["buckets"][bucket.value] for bucket in Bucket} for each in found["agencies"]]
        yield from reconcile_tasks(of_plain(found["figures"]), rows, agencies)


def figures_of(snapshot: Snapshot) -> Figures:
    """Return what a snapshot states, and the rows it lists.

    An addendum lists its own difficulties; those of the whole period, of which its reckoning is, stand in `after`.
    """
    ledger, after = snapshot["ledger"], snapshot.get("after")
    new = after["lines"] if after else snapshot["difficulties"]
    breakdowns = {name: sum(each["count"] for each in snapshot[name]) for name in ("fields", "agencies")}
    return Figures(
        due=ledger[_DUE],
        states={SeatState(state): count for state, count in ledger.items() if state != _DUE},
        seats=[_seat(each) for each in snapshot["seats"]],
        reckoning=Reckoning(**snapshot["reckoning"]),
        lines=[*map(_carried, snapshot["carried"]), *map(_new, new)],
        breakdowns=breakdowns,
        listed=len(snapshot["difficulties"]),
    )


def _seat(seat: Mapping[str, Any]) -> SeatRow:
    state = seat["state"] if seat["state"] in list(SeatState) else None
    return SeatRow(
        seat["code"],
        seat["organisation"],
        SeatState(state) if state else None,
        seat["report"] or "",
        seat["difficulties"],
    )


def _new(each: Mapping[str, Any]) -> Line:
    course = Course(None, DifficultyState(each["state"]), is_new=True)
    return _weighed(each, course, each["report"])


def _carried(each: Mapping[str, Any]) -> Line:
    return _weighed(each, Course(was(each["before"]), DifficultyState(each["state"])), "")


def _weighed(each: Mapping[str, Any], course: Course, report: str) -> Line:
    return Line(
        each["code"], course, report, each.get("members", 1), each.get("sources", ()), each.get("cosigners", ())
    )
