"""Half a year and a year as plain data: made of the frozen papers of their months and quarters, and of nothing else.

A paper of a span holds no words of members: it counts, and names difficulties by their codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.domain.difficulties import UNRESOLVED, DifficultyState
from bot.domain.following import Reckoning, first_period
from bot.domain.periods import Cadence, Period
from bot.domain.profiles import Body
from bot.domain.spans import Break, Part, breaks, summed
from bot.exports import template_sha256
from bot.exports.snapshot import Snapshot
from bot.exports.tasks import results
from bot.exports.trends import plain
from bot.services.desk.snapshots import PROVISIONAL, office_of
from storage import people, releases, snapshots
from storage.rows import iso
from storage.snapshots import Frozen
from storage.unit import Unit

_WITH_RESULT = frozenset({DifficultyState.ANSWERED, DifficultyState.CLOSED, DifficultyState.NOT_ACCEPTED})
_REPEATED_MOST = 20


@dataclass(frozen=True)
class Made:
    """A span as it stands: its figures, what keeps them from being released, and what they are made of."""

    period: Period
    snapshot: Snapshot
    breaks: Sequence[Break]
    frozen: Sequence[Frozen]
    """All papers that it is made of."""
    unfinished: Sequence[Period]
    """Periods that may still change it: those that wait for their release, and a last one without papers."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was frozen in it."""
        return not self.frozen


@dataclass(frozen=True)
class _Papers:
    """The papers of a period: the digest, and its addenda."""

    period: Period
    frozen: Sequence[Frozen]

    @property
    def last(self) -> dict[str, Any]:
        """What the period has come to."""
        return self.frozen[-1].snapshot

    @property
    def new(self) -> dict[str, Mapping[str, Any]]:
        """The new lines by their codes: each paper lists its own, the last knows which there are and how they stand."""
        listed = {each["code"]: each for paper in self.frozen for each in paper.snapshot["difficulties"]}
        after = self.last.get("after")
        if after is None:
            return listed
        stand = {each["code"]: each["state"] for each in after["lines"]}
        return {code: {**listed[code], "state": state} for code, state in stand.items()}

    @property
    def carried(self) -> dict[str, Mapping[str, Any]]:
        """The lines of earlier periods by their codes."""
        return {each["code"]: each for each in self.last["carried"]}

    @property
    def part(self) -> Part:
        """What it joins by: a line that it began with had not ended in the papers before."""
        began = frozenset(code for code, each in self.carried.items() if _was_open(each))
        lines = {**self.new, **self.carried}
        return Part(
            self.period,
            began,
            frozenset(code for code, each in lines.items() if DifficultyState(each["state"]) in UNRESOLVED),
            Reckoning(**self.last["reckoning"]),
        )


def _was_open(each: Mapping[str, Any]) -> bool:
    return each["before"] is None or DifficultyState(each["before"]) in UNRESOLVED


def make(unit: Unit, period: Period) -> Made:
    """Return a span as it stands now."""
    bodies = [(body, _papers(unit, body, period)) for body in unit.rules.profile.bodies.values()]
    told = [(body, papers) for body, papers in bodies if papers or people.seats_of_body(unit.db, body.code)]
    parts = {body.code: [each.part for each in papers] for body, papers in told}
    snapshot = {
        "kind": PROVISIONAL,
        "taken_at": iso(unit.now),
        "template": template_sha256(),
        "period": {
            **_period(period),
            "code": period.code,
            "first_day": period.first_day.isoformat(),
            "last_day": period.last_day.isoformat(),
        },
        "office": office_of(unit.rules.profile.office),
        "bodies": [_body(unit, body, period, papers) for body, papers in told],
    }
    return Made(
        period,
        snapshot,
        [each for of_body in parts.values() for each in breaks(of_body)],
        [each for _, papers in told for of_period in papers for each in of_period.frozen],
        [each for body, papers in told if papers for each in _unfinished(unit, body, period, papers)],
    )


def _papers(unit: Unit, body: Body, period: Period) -> list[_Papers]:
    """What was frozen before papers reckoned cannot be summed up."""
    found = [_Papers(part, snapshots.digests(unit.db, part.iso)) for part in period.parts(body.cadence)]
    return [each for each in found if each.frozen and "reckoning" in each.last]


def _unfinished(unit: Unit, body: Body, period: Period, papers: Sequence[_Papers]) -> Iterator[Period]:
    parts = period.parts(body.cadence)
    yield from (part for part in parts if releases.waiting(unit.db, part.iso))
    if papers[-1].period != parts[-1] and not releases.waiting(unit.db, parts[-1].iso):
        yield parts[-1]


def _period(period: Period) -> dict[str, object]:
    return {"year": period.year, "number": period.number, "cadence": period.cadence.value}


def _body(unit: Unit, body: Body, period: Period, papers: Sequence[_Papers]) -> dict[str, object]:
    there = {each.period for each in papers}
    return {
        "code": body.code,
        "name": body.name.vi,
        "short": body.short.vi,
        "runs": [_run(unit, each) for each in papers],
        "missing": [_period(part) for part in period.parts(body.cadence) if part not in there],
        "seats": _seats(papers),
        "fields": _counted(papers, "fields"),
        "agencies": _counted(papers, "agencies"),
        "reckoning": asdict(summed([each.part for each in papers])) if papers else None,
        **_lines(papers),
        **_tasks(papers),
        **_courses(papers),
    }


def _run(unit: Unit, papers: _Papers) -> dict[str, object]:
    last = papers.frozen[-1]
    ledger = {state: n for state, n in last.snapshot["ledger"].items() if state != "due"}
    return {**plain(last.snapshot, snapshots.sha256_of(unit.db, last.id)), "number": last.number, "ledger": ledger}


def _seats(papers: Sequence[_Papers]) -> list[dict[str, object]]:
    """Every member that was due in any of the periods, by rank, with its state in each."""
    found: dict[str, dict[str, Any]] = {}
    for each in papers:
        for seat in each.last["seats"]:
            row = found.setdefault(seat["code"], {"code": seat["code"], "states": {}})
            # As it was called last.
            row.update(rank=seat["rank"], organisation=seat["organisation"])
            row["states"][each.period.iso] = seat["state"]
    return sorted(found.values(), key=lambda row: (row["rank"], row["code"]))


def _counted(papers: Sequence[_Papers], name: str) -> list[dict[str, object]]:
    """New lines by field or by agency, most first; those of agencies on no list, in a member's words, without them."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for each in papers:
        for row in each.last.get("after", each.last).get(name, ()):
            # Nobody named one: neither a code nor a name. Somebody's own words: a name alone.
            place = row["code"] or ("" if not row["name"] else "?")
            counts[place] += row["count"]
            names[place] = row["name"] if row["code"] else ""
    ranked = sorted(
        counts.items(), key=lambda pair: (("?", "").index(pair[0]) + 1 if pair[0] in ("?", "") else 0, -pair[1])
    )
    return [{"code": place, "name": names[place], "count": count} for place, count in ranked]


def _lines(papers: Sequence[_Papers]) -> dict[str, object]:
    """How what is open at the end stands, what of it was raised most often, and what has come to a result, and when.

    What had one when a period began that follows none with papers is no result of theirs.
    """
    results_in: dict[str, tuple[Period, Mapping[str, Any]]] = {}
    for each in papers:
        for code, line in {**each.new, **each.carried}.items():
            if not _has_result(line["state"]):
                # The desk has it, or has it again.
                results_in.pop(code, None)
            elif code in results_in or not _has_result(line.get("before")):
                period, _ = results_in.get(code, (each.period, line))
                results_in[code] = (period, line)
    last = {**papers[-1].new, **papers[-1].carried} if papers else {}
    followed = [line for line in last.values() if DifficultyState(line["state"]) in UNRESOLVED]
    repeated = sorted((line for line in followed if line.get("times", 1) > 1), key=lambda line: -int(line["times"]))
    states = Counter(line["state"] for line in followed)
    return {
        "open": {state.value: states[state.value] for state in DifficultyState if states[state.value]},
        "repeated": [{**_named(line), "times": line["times"]} for line in repeated[:_REPEATED_MOST]],
        "results": [{**_named(line), "period": _period(period)} for period, line in results_in.values()],
    }


def _has_result(state: str | None) -> bool:
    return state is not None and DifficultyState(state) in _WITH_RESULT


def _named(line: Mapping[str, Any]) -> dict[str, object]:
    first = first_period(line["code"])
    said = {name: line[name] for name in ("code", "seat", "organisation", "field", "state")}
    return {**said, "since": _period(first)}


def _tasks(papers: Sequence[_Papers]) -> dict[str, object]:
    """The tasks as the reports of the last quarter stated them; nothing where none had any."""
    quarters = [each for each in papers if each.period.cadence is Cadence.QUARTER]
    listed = [task for paper in quarters[-1].frozen for task in paper.snapshot.get("tasks", ())] if quarters else []
    # What a later version states takes the place of what an earlier one did.
    tasks = {(task["seat"], task["code"]): task for task in listed}
    if not tasks:
        return {}
    found = results({"tasks": list(tasks.values())})
    buckets = {bucket.value: n for bucket, n in found.buckets.items()}
    counts = {"members": found.members, "stated": found.stated, "different": found.different, "buckets": buckets}
    return {"tasks": {**counts, "period": _period(quarters[-1].period)}}


def _courses(papers: Sequence[_Papers]) -> dict[str, object]:
    """How the tasks stood by the last paper that has them, and when that was; nothing where none has."""
    frozen = [each.snapshot for paper in papers for each in paper.frozen if "courses" in each.snapshot]
    if not frozen:
        return {}
    return {"courses": {"at": frozen[-1]["taken_at"], "figures": frozen[-1]["courses"]["figures"]}}
