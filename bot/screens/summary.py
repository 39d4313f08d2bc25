"""A period in a few lines, the same for every chat that tells of it: members, ad hoc reports, difficulties, tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.carrying import STATEMENTS
from bot.domain.difficulties import DifficultyAct
from bot.domain.following import Reckoning
from bot.domain.periods import SeatState
from bot.domain.reports import Urgency
from bot.domain.texts import BLANK, N_, Excerpt, Text, joined
from bot.screens.names import SAYS

STATE_NAMES: Mapping[SeatState, str] = {
    SeatState.REPORTED: N_("Reported on time"),
    SeatState.REPORTED_LATE: N_("Reported late"),
    SeatState.NIL: N_("Nothing new, on time"),
    SeatState.NIL_LATE: N_("Nothing new, late"),
    SeatState.DRAFTING: N_("Not sent, being drafted"),
    SeatState.OPEN: N_("Not sent"),
    SeatState.MISSING: N_("Not sent, past the deadline"),
    SeatState.EXCUSED: N_("Excused"),
}
"""In the order in which they are listed."""
_ADHOC: Mapping[Urgency, str] = {
    Urgency.URGENT: N_("• Urgent ad hoc reports in the data window ({count:count}): {names}"),
    Urgency.SOON: N_("• Ad hoc reports to be handled early in the data window ({count:count}): {names}"),
}
_SEPARATOR = "; "
"""Names of members and of fields hold commas."""
_SENT = (SeatState.REPORTED, SeatState.REPORTED_LATE, SeatState.NIL, SeatState.NIL_LATE)


@dataclass(frozen=True)
class Summary:
    """What is told of a snapshot. Difficulties are those of periodic and of ad hoc reports together."""

    members: Mapping[SeatState, Sequence[str]]
    """By state, of periodic reports alone."""
    fields: Sequence[tuple[Text, int]]
    adhoc: Mapping[Urgency, Sequence[str]] = field(default_factory=dict)
    """By urgency, each ad hoc report as it is named."""
    adhoc_difficulties: int = 0
    unrepresented: Sequence[str] = ()
    """Members that have not reported and for whom nobody holds a duty."""
    tasks: Sequence[Text] = field(default=())
    reckoning: Reckoning | None = None
    """How the period leaves difficulties, those of earlier ones among them; None where that is not known."""
    said: Mapping[DifficultyAct, Sequence[str]] = field(default_factory=dict)
    """What members say of difficulties of earlier periods: the codes."""

    worded: int = 0
    """How many difficulties are said in the wording of the desk, those of earlier periods among them."""
    remarks: str = ""
    """What the desk remarks in the paper."""

    @property
    def difficulties(self) -> int:
        """How many there are."""
        return sum(count for _, count in self.fields)

    @property
    def sent(self) -> int:
        """How many periodic reports there are."""
        return sum(len(self.members.get(state, ())) for state in _SENT)


def sent_line(summary: Summary) -> Text:
    """How many of the members that are due have reported."""
    due = sum(map(len, summary.members.values()))
    return Text(N_("Members: {sent:count} of {due:count} have sent their periodic report."), sent=summary.sent, due=due)


def member_lines(summary: Summary) -> Sequence[Text]:
    """The members of each state by name."""
    states = [
        _names(N_("• {state} ({count:count}): {names}"), summary.members[state], state=Text(msgid))
        for state, msgid in STATE_NAMES.items()
        if summary.members.get(state)
    ]
    nobody = N_("• Of those not sent, without a representative ({count:count}): {names}")
    return [*states, *([_names(nobody, summary.unrepresented)] if summary.unrepresented else [])]


def adhoc_lines(summary: Summary) -> Sequence[Text]:
    """What was sent ad hoc, which is due from nobody."""
    return [_names(_ADHOC[urgency], summary.adhoc[urgency]) for urgency in _ADHOC if summary.adhoc.get(urgency)]


def _names(msgid: str, names: Sequence[str], **more: object) -> Text:
    return Text(msgid, count=len(names), names=Excerpt(_SEPARATOR.join(names)), **more)


def field_lines(summary: Summary) -> Sequence[Text]:
    """The difficulties by field, and in what they were reported where not all are in periodic reports."""
    if not summary.fields:
        # Where somebody has reported and nobody named any, every report says that there are none.
        none, nil = N_("Difficulties: none so far."), N_("Difficulties: the reports sent say that nothing new arose.")
        return (Text(nil if summary.sent else none),)
    by_field = joined(
        [Text(N_("{field} {count:count}"), field=name, count=n) for name, n in summary.fields], _SEPARATOR
    )
    msgid = N_("Difficulties: {total:count}{parts}, by field: {fields}.")
    return (Text(msgid, total=summary.difficulties, parts=_parts(summary), fields=by_field),)


def _parts(summary: Summary) -> Text | None:
    adhoc = summary.adhoc_difficulties
    if not adhoc:
        return None
    periodic = summary.difficulties - adhoc
    both = N_(" ({periodic:count} in periodic reports, {adhoc:count} in ad hoc reports)")
    only = N_(" ({adhoc:count} in ad hoc reports)")
    return Text(both if periodic else only, periodic=periodic, adhoc=adhoc)


def followed_lines(summary: Summary) -> Sequence[Text]:
    """How the period leaves difficulties, and what members say of those of earlier ones."""
    found = summary.reckoning
    if found is None:
        return ()
    line = Text(
        N_(
            "Followed: carried over {carried:count}; new {new:count}{reopened}{unmerged}; closed {closed:count}"
            "{merged}; still open {open:count}."
        ),
        carried=found.carried,
        new=found.new,
        reopened=Text(N_("; reopened {n:count}"), n=found.reopened) if found.reopened else None,
        unmerged=Text(N_("; no longer merged {n:count}"), n=found.unmerged) if found.unmerged else None,
        closed=found.closed,
        merged=Text(N_("; merged with others {n:count}"), n=found.merged) if found.merged else None,
        open=found.open,
    )
    msgid = N_("• Of earlier periods, {said} ({count:count}): {codes}")
    said = [
        Text(msgid, said=Text(SAYS[act]), count=len(codes), codes=Excerpt(", ".join(codes)))
        for act in STATEMENTS
        if (codes := summary.said.get(act))
    ]
    return (line, *said)


def remark_lines(summary: Summary) -> Sequence[Text]:
    """How many difficulties are worded by the desk, and what it remarks in the paper; nothing where neither is."""
    worded = N_("Difficulties worded by the Standing Body: {count:count}; the members' own words stand in the annex.")
    return (
        *([Text(worded, count=summary.worded)] if summary.worded else []),
        *([BLANK, Text(N_("<b>Remarks</b>: {text}"), text=Excerpt(summary.remarks))] if summary.remarks else []),
    )


def todo_lines(todo: Sequence[Text]) -> Sequence[Text]:
    """What the desk may want to do before a paper is made, under a line of its own; nothing where there is none."""
    return (BLANK, Text(N_("Still to be done, if wanted:")), *todo) if todo else ()
