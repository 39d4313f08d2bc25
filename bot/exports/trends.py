"""How a period goes on from those before it: what its papers say of earlier ones is what their own frozen papers said.

A snapshot holds a row of figures for each earlier period of its cadence whose papers were frozen, oldest first; one
of before this was kept, or of the first period, has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.periods import Period
from bot.domain.texts import N_, Text
from bot.exports.sentences import listed
from bot.exports.wording import period_of, vietnamese

_SENT = ("reported", "reported_late", "nil", "nil_late")
_MOVERS = 3
"""So many fields are named that rose or fell most."""
_RUN = 3
"""From so many periods on their run is told."""


@dataclass(frozen=True)
class Run:
    """The figures of a period, as its papers had them. `fields` are new difficulties by the names of fields."""

    period: Period
    due: int
    sent: int
    carried: int
    new: int
    reopened: int
    closed: int
    merged: int
    open: int
    fields: Mapping[str, int]

    @property
    def ended(self) -> int:
        """What is no line any more: closed, or merged with another."""
        return self.closed + self.merged


def plain(snapshot: Mapping[str, Any], sha256: str) -> dict[str, object]:
    """Return the row of figures of a frozen paper, with the hash of what it is read from.

    An addendum has the whole period in its reckoning, and in `after` what is new in it.
    """
    period, ledger = snapshot["period"], snapshot["ledger"]
    whole = snapshot.get("after", snapshot)
    return {
        "period": {name: period[name] for name in ("year", "number", "cadence")},
        "due": ledger["due"],
        "sent": sum(ledger[state] for state in _SENT),
        "reckoning": snapshot["reckoning"],
        "fields": whole["fields"],
        "sha256": sha256,
    }


def runs(snapshot: Mapping[str, Any]) -> list[Run]:
    """Return the earlier periods that a snapshot knows of, and its own as the last; nothing where it knows of none."""
    earlier = snapshot.get("trend", ())
    return [run_of(each) for each in (*earlier, plain(snapshot, ""))] if earlier else []


def run_of(row: Mapping[str, Any]) -> Run:
    """Return the figures of a row that `plain` made."""
    counts = row["reckoning"]
    return Run(
        period_of(row),
        row["due"],
        row["sent"],
        counts["carried"],
        counts["new"],
        # What is told apart again is a line again: the row has to add up.
        counts["reopened"] + counts.get("unmerged", 0),
        counts["closed"],
        counts.get("merged", 0),
        counts["open"],
        {each["name"]: each["count"] for each in row["fields"]},
    )


def missing(found: Sequence[Run]) -> list[Period]:
    """Return the periods between the first and the last of which there are no frozen papers."""
    there, gone, period = {run.period for run in found}, [], found[0].period
    while period < found[-1].period:
        gone += [] if period in there else [period]
        period = period.next()
    return gone


def sentences(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield what changed since the period before and, from three on, how the periods ran."""
    found = runs(snapshot)
    if not found:
        return
    gone, (before, now) = missing(found), found[-2:]
    if before.period == now.period.previous():
        yield from _since(before, now)
    if gone:
        named = "; ".join(vietnamese(Text("{period}", period=each)) for each in gone)
        yield vietnamese(Text("There are no released figures of: {periods}.", periods=named))
    if len(found) >= _RUN:
        yield from _over(found)


def _since(before: Run, now: Run) -> Iterator[str]:
    yield vietnamese(Text("Compared with {period}:", period=before.period))
    sent = Text(
        N_("Members that reported: {sent:count} of {due:count} (before: {sent_before:count} of {due_before:count})"),
        sent=now.sent,
        due=now.due,
        sent_before=before.sent,
        due_before=before.due,
    )
    counts = (
        (N_("New difficulties: {n:count} ({change})"), before.new, now.new),
        (N_("Ended: {n:count} ({change})"), before.closed, now.closed),
        (N_("Being followed at the end: {n:count} ({change})"), before.open, now.open),
    )
    yield from listed([vietnamese(sent), *(vietnamese(Text(m, n=to, change=_change(a, to))) for m, a, to in counts)])
    yield from _movers(before, now)


def _change(before: int, now: int) -> Text:
    if now == before:
        return Text(N_("unchanged (trend)"))
    msgid = N_("up by {n:count} (trend)") if now > before else N_("down by {n:count} (trend)")
    return Text(msgid, n=abs(now - before))


def _movers(before: Run, now: Run) -> Iterator[str]:
    """The fields that rose and those that fell most, by new difficulties."""
    names = dict.fromkeys((*now.fields, *before.fields))
    moved = {name: now.fields.get(name, 0) - before.fields.get(name, 0) for name in names}
    rose = sorted((name for name in names if moved[name] > 0), key=lambda name: -moved[name])[:_MOVERS]
    fell = sorted((name for name in names if moved[name] < 0), key=lambda name: moved[name])[:_MOVERS]
    for msgid, found in (
        (N_("Fields that rose most: {fields}."), rose),
        (N_("Fields that fell most: {fields}."), fell),
    ):
        if found:
            told = [_moved(name, before.fields.get(name, 0), now.fields.get(name, 0)) for name in found]
            yield vietnamese(Text(msgid, fields="; ".join(told)))


def _moved(name: str, before: int, now: int) -> str:
    return vietnamese(Text(N_("{field} (from {a:count} to {b:count})"), field=name, a=before, b=now))


def _over(found: Sequence[Run]) -> Iterator[str]:
    first, last = found[0], found[-1]
    head = N_(
        "Over {n:count} periods, from {first} to {last}: {new:count} new difficulties, {ended:count} ended;"
        " those being followed went from {a:count} to {b:count}:"
    )
    yield vietnamese(
        Text(
            head,
            n=len(found),
            first=first.period,
            last=last.period,
            new=sum(run.new for run in found),
            ended=sum(run.closed for run in found),
            a=first.open,
            b=last.open,
        )
    )
    of_one = N_("{period}: {new:count} new, {ended:count} ended, {open:count} being followed")
    lines = [Text(of_one, period=run.period, new=run.new, ended=run.closed, open=run.open) for run in found]
    yield from listed(map(vietnamese, lines))
