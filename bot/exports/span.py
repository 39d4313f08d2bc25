"""The figures and sentences of half a year or a year: what its frozen periods come to, for both files and the chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.difficulties import DifficultyState
from bot.domain.periods import Period
from bot.domain.spans import Sum
from bot.domain.tasks import Bucket
from bot.domain.texts import N_, Text
from bot.exports.sentences import listed
from bot.exports.tasks import BUCKETS
from bot.exports.trends import Run, run_of
from bot.exports.wording import instant, official_date, percent, period_of, vietnamese
from bot.screens.names import STANDS, age

Body = Mapping[str, Any]
"""What a snapshot of a span says of one of the bodies."""
_SENT = ("reported", "reported_late", "nil", "nil_late")
_UNSENT = ("open", "drafting", "missing")
_REPEATED_SHOWN = 10
_WIDE_MOST = 6
"""So many periods, which are months then, have room for their names beside each other."""


def is_span(snapshot: Mapping[str, Any]) -> bool:
    """Return whether a snapshot is one of half a year or a year."""
    return "bodies" in snapshot


def title(snapshot: Mapping[str, Any]) -> str:
    """Return the title that both files carry."""
    return vietnamese(Text(N_("Report for {period} (document title)"), period=period_of(snapshot)))


def name_of(period: Mapping[str, Any], form: str = "") -> str:
    """Return a period of a snapshot as it is named."""
    found = period_of({"period": period})
    return vietnamese(Text("{period:short}", period=found) if form else Text("{period}", period=found))


def runs(body: Body) -> list[Run]:
    """Return the periods of a body whose papers were frozen, oldest first."""
    return [run_of(row) for row in body["runs"]]


def parts(body: Body) -> list[Period]:
    """Return all periods of a body in the span, those without papers among them, oldest first."""
    return sorted([*(run.period for run in runs(body)), *(period_of({"period": each}) for each in body["missing"])])


@dataclass(frozen=True)
class Turns:
    """How often members were due over the periods, and what they did. due = named + nil + unsent + excused."""

    due: int
    named: int
    named_late: int
    nil: int
    nil_late: int
    unsent: int
    excused: int

    @property
    def sent(self) -> int:
        """How often somebody reported, a nil report included."""
        return self.named + self.nil


def turns(body: Body) -> Turns:
    """Return how often the members of a body were due and reported."""
    counts: Counter[str] = Counter()
    for row in body["runs"]:
        counts.update(row["ledger"])
    return Turns(
        due=counts.total(),
        named=counts["reported"] + counts["reported_late"],
        named_late=counts["reported_late"],
        nil=counts["nil"] + counts["nil_late"],
        nil_late=counts["nil_late"],
        unsent=sum(counts[state] for state in _UNSENT),
        excused=counts["excused"],
    )


def sum_of(body: Body) -> Sum | None:
    """Return what the periods of a body come to; None where none has papers."""
    return Sum(**body["reckoning"]) if body["reckoning"] else None


def opening(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the report is about, what it is made of and as of when."""
    period, office = snapshot["period"], snapshot["office"]
    about = N_(
        "{standing_body} sums up the reports of the members of {bodies} for {period}, data from {first} to {last}, from"
        " the frozen figures of the months and quarters:"
    )
    window = {name: official_date(date.fromisoformat(period[f"{name}_day"])) for name in ("first", "last")}
    names = {"standing_body": office["standing_body"], "bodies": bodies(snapshot), "period": period_of(snapshot)}
    yield vietnamese(Text(about, **names, **window))
    yield as_of(snapshot)


def bodies(snapshot: Mapping[str, Any]) -> str:
    """Return the names of the bodies as a part of a sentence."""
    named = [body["name"] for body in snapshot["bodies"] if body["runs"]] or [b["name"] for b in snapshot["bodies"]]
    return vietnamese(Text(" and (between bodies)")).join(named)


def as_of(snapshot: Mapping[str, Any]) -> str:
    """Return as of when the figures are, and who released them."""
    released = snapshot.get("released")
    if released:
        said = N_("The figures were released at {at:stamp} (released by: {by}).")
        return vietnamese(Text(said, at=instant(released["at"]), by=released["by"]))
    return vietnamese(Text(N_("The figures are provisional, as of {at:stamp}."), at=instant(snapshot["taken_at"])))


def sending(body: Body) -> Iterator[str]:
    """Yield how often the members of a body have reported."""
    if not body["runs"]:
        yield vietnamese(Text(N_("{body}: there are no released figures."), body=body["name"]))
        return
    found = turns(body)
    head = N_(
        "{body}: figures of {there:count} of {all:count} periods; due {due:count} times, reported {sent:count}"
        " times{share}:"
    )
    share = Text(N_(", {share} (document)"), share=percent(found.sent, found.due)) if found.due else None
    counts = {"there": len(body["runs"]), "all": len(parts(body)), "due": found.due, "sent": found.sent}
    yield vietnamese(Text(head, body=body["name"], share=share, **counts))
    late = N_(", of which late {n:count}")
    lines = (
        (N_("With difficulties: {n:count} times{late}"), found.named, found.named_late),
        (N_("Nothing to report: {n:count} times{late}"), found.nil, found.nil_late),
        (N_("Not reported: {n:count} times{late}"), found.unsent, 0),
        (N_("Excused: {n:count} times{late}"), found.excused, 0),
    )
    yield from listed(
        vietnamese(Text(m, n=n, late=Text(late, n=of_which) if of_which else None)) for m, n, of_which in lines if n
    )
    yield from absent(body)
    silent = [seat["organisation"] for seat in body["seats"] if not _SENT_SET.intersection(seat["states"].values())]
    if silent:
        named = "; ".join(f"({number}) {name}" for number, name in enumerate(silent, 1))
        yield vietnamese(Text(N_("Members that reported in none of these periods: {members}."), members=named))


_SENT_SET = frozenset(_SENT)


def absent(body: Body) -> Iterator[str]:
    """Yield the periods of which there are no frozen papers."""
    if body["missing"]:
        named = "; ".join(name_of(each) for each in body["missing"])
        yield vietnamese(Text("There are no released figures of: {periods}.", periods=named))


def reckoning(body: Body) -> Iterator[str]:
    """Yield what the periods of a body come to, from the beginning of the first to the end of the last."""
    found = sum_of(body)
    if found is None:
        return
    said = N_(
        "{body}: {carried:count} at the beginning, {new:count} new{reopened}{unmerged}, {closed:count} closed{merged}"
        "{unknown}, {open:count} being followed at the end."
    )
    gap = N_(", a difference of {n} over the periods without figures")
    yield vietnamese(
        Text(
            said,
            body=body["name"],
            carried=found.carried,
            new=found.new,
            reopened=Text(N_(", {n:count} reopened (document)"), n=found.reopened) if found.reopened else None,
            unmerged=Text(N_(", {n:count} no longer merged (document)"), n=found.unmerged) if found.unmerged else None,
            closed=found.closed,
            merged=Text(N_(", {n:count} merged with others (document)"), n=found.merged) if found.merged else None,
            unknown=Text(gap, n=f"{found.unknown:+d}") if found.unknown else None,
            open=found.open,
        )
    )


def counted(body: Body, name: str) -> list[tuple[str, int]]:
    """Return new difficulties by `fields` or by `agencies`, as they are named."""
    others = {"?": N_("Agencies in the members' own words"), "": N_("No agency in charge named yet (totals)")}
    return [
        (each["name"] or vietnamese(Text(others.get(each["code"], each["code"]))), each["count"]) for each in body[name]
    ]


def breakdown(body: Body) -> Iterator[str]:
    """Yield the new difficulties of a body by field and by agency in charge."""
    for head, name in (
        (N_("New difficulties of {body} by field:"), "fields"),
        (N_("New difficulties of {body} by agency in charge:"), "agencies"),
    ):
        rows = counted(body, name)
        if rows:
            yield vietnamese(Text(head, body=body["short"]))
            yield from listed(
                vietnamese(Text("{field}: {n:count} difficulties", field=field, n=count)) for field, count in rows
            )


def outcomes(body: Body) -> Iterator[str]:
    """Yield what came to a result, how what is open stands, and what of it was raised most often."""
    if not body["runs"]:
        return
    states = Counter(each["state"] for each in body["results"])
    head = N_("{body}: {n:count} difficulties came to a result{parts}.")
    parts_ = "; ".join(_standing(state, n) for state, n in states.items())
    yield vietnamese(
        Text(head, body=body["name"], n=len(body["results"]), parts=Text(": {parts}", parts=parts_) if parts_ else None)
    )
    if body["open"]:
        yield vietnamese(Text(N_("Being followed at the end of the period, {n:count}:"), n=sum(body["open"].values())))
        yield from listed(_standing(state, n) for state, n in body["open"].items())
    if body["repeated"]:
        yield vietnamese(Text("Raised several times and still open, most often first:"))
        yield from listed(map(_repeated, body["repeated"][:_REPEATED_SHOWN]))


def _standing(state: str, n: int) -> str:
    return vietnamese(Text(N_("{state} {n:count} (document)"), state=Text(STANDS[DifficultyState(state)]), n=n))


def _repeated(each: Mapping[str, Any]) -> str:
    msgid = N_("{code}, {field}, {member}: {age} (document)")
    raised = age(each["times"], period_of({"period": each["since"]}))
    return vietnamese(Text(msgid, code=each["code"], field=each["field"], member=each["organisation"], age=raised))


def tasks(body: Body) -> Iterator[str]:
    """Yield the tasks as they stood at the end of the last quarter; nothing where none were stated."""
    found = body.get("tasks")
    if not found:
        return
    head = N_(
        "By the reports of {period}: {members:count} members state {n:count} tasks, {different:count} different ones:"
    )
    counts = {"members": found["members"], "n": found["stated"], "different": found["different"]}
    yield vietnamese(Text(head, period=period_of(found), **counts))
    lines = [(BUCKETS[Bucket(bucket)], n) for bucket, n in found["buckets"].items() if n]
    yield from listed(vietnamese(Text(N_("{state}: {n:count} (tasks)"), state=Text(msgid), n=n)) for msgid, n in lines)


SHORT: Mapping[str, str] = {
    "reported": N_("Short state: sent"),
    "reported_late": N_("Short state: sent late"),
    "nil": N_("Short state: nil"),
    "nil_late": N_("Short state: nil, late"),
    "open": N_("Short state: not sent"),
    "drafting": N_("Short state: not sent"),
    "missing": N_("Short state: not sent"),
    "excused": N_("Short state: excused"),
}
_NOT_DUE = "–"


def ledger_heads(body: Body) -> list[str]:
    """Return the headings of the ledger: members, a column for each period, sums."""
    found = parts(body)
    narrow = len(found) > _WIDE_MOST
    named = [
        vietnamese(Text(N_("M{n} (month)"), n=p.number) if narrow else Text("{period:short}", period=p)) for p in found
    ]
    named = [name[:1].upper() + name[1:] for name in named]
    first = (N_("Annex column: number"), N_("Annex column: member"))
    last = (N_("Ledger column: sent"), N_("Ledger column: late"), N_("Ledger column: not sent"))
    return [*(_label(m) for m in first), *named, *(_label(m) for m in last)]


def ledger_rows(body: Body) -> list[list[str | int]]:
    """Return a row for each member: its state in each period, empty where there are no papers, and how often."""
    there = {run.period for run in runs(body)}
    rows: list[list[str | int]] = []
    for number, seat in enumerate(body["seats"], 1):
        states: Sequence[str] = list(seat["states"].values())
        cells = [
            (_label(SHORT[seat["states"][part.iso]]) if part.iso in seat["states"] else _NOT_DUE)
            if part in there
            else ""
            for part in parts(body)
        ]
        sent, late = sum(state in _SENT for state in states), sum(state.endswith("_late") for state in states)
        rows.append([number, seat["organisation"], *cells, sent, late, sum(state in _UNSENT for state in states)])
    return rows


def legend() -> str:
    """Return what the short states mean."""
    return vietnamese(Text(N_("Legend of the short states")))


def _label(msgid: str) -> str:
    return vietnamese(Text(msgid))
