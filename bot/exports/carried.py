"""What earlier periods leave to a period, as both files show it: the reckoning, and the difficulties one by one.

A snapshot that was frozen before this was in it says nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.carrying import STATEMENTS
from bot.domain.difficulties import DifficultyAct, DifficultyState
from bot.domain.following import Reckoning
from bot.domain.periods import Cadence, Period
from bot.domain.texts import N_, Text
from bot.exports import classified
from bot.exports.annex import WORDED_HEAD, is_worded
from bot.exports.cells import Again, Cell, Column
from bot.exports.figures import as_written, worded
from bot.exports.wording import vietnamese
from bot.screens.names import SAYS, STANDS, age

_COLUMNS = (
    (N_("Annex column: number"), 5, Again.SAME),
    (N_("Annex column: code"), 14, Again.MARKED),
    (N_("Annex column: member"), 22, Again.SAME),
    (N_("Annex column: field"), 14, Again.SAME),
    (N_("Annex column: procedure"), 18, Again.NOTHING),
    (N_("Annex column: content"), 45, Again.NOTHING),
    (N_("Carried column: times raised"), 8, Again.NOTHING),
    (N_("Carried column: since"), 14, Again.NOTHING),
    (N_("Carried column: state"), 18, Again.NOTHING),
    (N_("Carried column: said in the period"), 16, Again.NOTHING),
    (N_("Carried column: added"), 36, Again.NOTHING),
    (N_("Carried column: said in report"), 14, Again.NOTHING),
)
_WORDED_WIDTH = 45


def reckoning(snapshot: Mapping[str, Any]) -> Reckoning | None:
    """Return how the period leaves difficulties; None where there is nothing to tell or the snapshot does not say."""
    found = Reckoning(**snapshot["reckoning"]) if "reckoning" in snapshot else Reckoning()
    return None if found == Reckoning() else found


def is_carried(snapshot: Mapping[str, Any]) -> bool:
    """Return whether there are difficulties of earlier periods to show."""
    return bool(snapshot.get("carried"))


def sentences(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield the reckoning, then what reports say of difficulties of earlier periods: the codes."""
    found = reckoning(snapshot)
    if found is None:
        return
    line = Text(
        N_(
            "With those of earlier periods: {carried:count} carried over, {new:count} new{reopened}{unmerged},"
            " {closed:count} closed{merged}, {open:count} being followed."
        ),
        carried=found.carried,
        new=found.new,
        reopened=Text(N_(", {n:count} reopened (document)"), n=found.reopened) if found.reopened else None,
        unmerged=Text(N_(", {n:count} no longer merged (document)"), n=found.unmerged) if found.unmerged else None,
        closed=found.closed,
        merged=Text(N_(", {n:count} merged with others (document)"), n=found.merged) if found.merged else None,
        open=found.open,
    )
    after = snapshot["kind"] == "addendum"
    yield vietnamese(Text("After this addendum: {sentence}", sentence=line) if after else line)
    for act in STATEMENTS:
        codes = [each["code"] for each in snapshot["carried"] if each["said"] == act.value]
        if codes:
            msgid = N_("Of those of earlier periods members report as {said} ({n:count}): {codes}.")
            yield vietnamese(Text(msgid, said=Text(SAYS[act]), n=len(codes), codes=", ".join(codes)))


def annex_lines(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield the list below the annex; what was added to one has its own lines."""
    if not is_carried(snapshot):
        return
    yield vietnamese(Text("Difficulties carried over from earlier periods (list below the annex):"))
    items = [vietnamese(_item(snapshot, each)) for each in snapshot["carried"]]
    for number, item in enumerate(items, 1):
        yield from f"- {item}{'.' if number == len(items) else ';'}".split("\n")


def _item(snapshot: Mapping[str, Any], each: Mapping[str, Any]) -> Text:
    words, chosen = as_written(snapshot, each["words"]), classified.chosen(each)
    said = Text(
        N_("; in this period: {said}{words} (document)"),
        said=Text(_said(each)),
        words=Text(N_(": {words} (document)"), words=words) if words else None,
    )
    return Text(
        N_("{code}, {member}, {field}{procedure}{chosen}, {age}; state: {state}{said} (document)"),
        code=each["code"],
        member=each["organisation"],
        field=each["field"],
        procedure=Text(N_(": {procedure}"), procedure=each["procedure"]) if each["procedure"] else None,
        chosen=Text(N_(" (the member chose: {chosen}) (document)"), chosen=chosen) if chosen else None,
        age=age(each["times"], since(each)),
        state=Text(_state(each)),
        said=said if each["said"] else None,
    )


def since(each: Mapping[str, Any]) -> Period:
    """Return the period, or the month, in which a difficulty of a snapshot was first raised."""
    first = each["since"]
    return Period(first["year"], first["number"], Cadence(first["cadence"]))


def _state(each: Mapping[str, Any]) -> str:
    return STANDS[DifficultyState(each["state"])]


def _said(each: Mapping[str, Any]) -> str:
    return SAYS[DifficultyAct(each["said"])] if each["said"] else ""


def columns(snapshot: Mapping[str, Any]) -> list[Column]:
    """Return the columns of the sheet; with more for what the desk says besides."""
    found = [Column(vietnamese(Text(head)), width, again) for head, width, again in _COLUMNS]
    more = [Column(vietnamese(Text(WORDED_HEAD)), _WORDED_WIDTH)] if is_worded(snapshot["carried"]) else []
    return [*found, *more, *classified.columns(classified.said_of(snapshot["carried"]))]


def rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return one row for every difficulty of earlier periods, in the order of the snapshot."""
    with_wordings = is_worded(snapshot["carried"])
    said = classified.said_of(snapshot["carried"])
    return [
        [
            number,
            each["code"],
            each["organisation"],
            each["field"],
            as_written(snapshot, each["procedure"]),
            as_written(snapshot, each["content"]),
            each["times"],
            vietnamese(Text("{period}", period=since(each))),
            vietnamese(Text(_state(each))),
            vietnamese(Text(_said(each))) if each["said"] else "",
            as_written(snapshot, each["words"]),
            each["said_in"] or "",
            *([worded(each)] if with_wordings else []),
            *classified.cells(said, each),
        ]
        for number, each in enumerate(snapshot["carried"], 1)
    ]


_WHERE_THERE_ARE_ANY = (N_("Difficulties no longer merged (totals)"), N_("Difficulties merged with others (totals)"))


def totals(snapshot: Mapping[str, Any]) -> Sequence[tuple[str, int, bool]]:
    """Return the lines of the reckoning, the last of them the sum."""
    found = reckoning(snapshot)
    if found is None:
        return ()
    terms = (
        (N_("Difficulties carried over (totals)"), found.carried, False),
        (N_("Difficulties new in the period (totals)"), found.new, False),
        (N_("Difficulties reopened (totals)"), found.reopened, False),
        (N_("Difficulties no longer merged (totals)"), found.unmerged, False),
        (N_("Difficulties closed (totals)"), found.closed, False),
        (N_("Difficulties merged with others (totals)"), found.merged, False),
        (N_("Difficulties being followed (totals)"), found.open, True),
    )
    # Nobody is told of merges where there are none.
    return [(vietnamese(Text(m)), n, is_sum) for m, n, is_sum in terms if n or m not in _WHERE_THERE_ARE_ANY]
