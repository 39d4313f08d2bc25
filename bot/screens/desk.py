"""What the secretariat reads: reports as they come, the aggregate, what could not be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain import questions
from bot.domain.calendars import Provisional
from bot.domain.fields import Field
from bot.domain.periods import Period, SeatState
from bot.domain.questions import ReportPart
from bot.domain.reports import Difficulty, Report
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Screen, Text, joined
from bot.domain.verbs import ShowAggregate, ShowReport
from bot.screens.reporting import answers
from bot.screens.reporting.periodic import View, timeliness
from bot.screens.reporting.quarterly import notice_lines

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


def new_report(view: View, report: Report) -> Screen:
    """A report as it reaches each officer: what it is, then every difficulty."""
    heading = Text(
        N_("<b>{code}</b> – {period}, {timeliness}"),
        code=report.code,
        period=view.schedule.period,
        timeliness=timeliness(view.late),
    )
    sender = Text(
        N_("{organisation} – sent by: {sender}, {at:stamp}"),
        organisation=view.organisation,
        sender=view.sender,
        at=report.sent_at,
    )
    if report.nil:
        said = (Text(N_("Nothing new in this period.")), *_before_the_end(view))
        return Screen((heading, sender, *said, *notice_lines(report)), silent=True)
    counted = Text(
        NP_("{count:count} difficulty: {fields}{files}", "{count:count} difficulties: {fields}{files}", by="count"),
        count=len(report.difficulties),
        fields=_fields(view.fields, report),
        files=Text(NP_(", with {count:count} file", ", with {count:count} files", by="count"), count=report.files)
        if report.files
        else None,
    )
    items = [line for number, d in enumerate(report.difficulties, 1) for line in _item(view.fields, report, number, d)]
    return Screen((heading, sender, counted, *notice_lines(report), *items), silent=True)


def _before_the_end(view: View) -> Sequence[Text]:
    if not view.unfinished:
        return ()
    msgid = N_("Sent before the end of the data window, which runs until the end of {last:date}.")
    return (Text(msgid, last=view.schedule.period.last_day),)


def _fields(fields: Mapping[str, Field], report: Report) -> Text:
    """ "Đất đai (01); Thuế, hải quan (02)" as one text: the names and counts are put together pair by pair."""
    counts = Counter(difficulty.field for difficulty in report.difficulties)
    return joined([Text(N_("{field} ({count:count})"), field=fields[c].name, count=n) for c, n in counts.items()], "; ")


def _item(fields: Mapping[str, Field], report: Report, number: int, difficulty: Difficulty) -> Sequence[Text]:
    in_full = ShowReport(difficulty.code, ReportPart.DIFFICULTY, report.version)
    view = Choice(Text(N_("View item {number} in full"), number=number), in_full)
    return (
        BLANK,
        _heading(fields, number, difficulty),
        *answers.brief(questions.periodic(), difficulty, view),
    )


def _heading(fields: Mapping[str, Field], number: int, difficulty: Difficulty) -> Text:
    procedure = Text(N_(" – {procedure}"), procedure=Excerpt(difficulty.procedure)) if difficulty.procedure else None
    return Text(
        N_("<b>Item {number}. {code} – {field}</b>{procedure}"),
        number=number,
        code=difficulty.code,
        field=fields[difficulty.field].name,
        procedure=procedure,
    )


def difficulty_in_full(
    fields: Mapping[str, Field], report: Report, difficulty: Difficulty, remark: Sequence[Text] = ()
) -> Screen:
    """One difficulty; where even one is too long for a message, each text can be viewed alone.

    `remark` says what became of the version it is of.
    """
    return Screen(
        (
            Text(N_("<b>{code} – {field}</b>"), code=difficulty.code, field=fields[difficulty.field].name),
            *remark,
            *answers.full(difficulty, report.version),
        )
    )


def attachment_caption(report: str, difficulty: str, name: Text, note: str) -> Text:
    """Under a file of a report; `note` is what the member wrote under it, or empty."""
    msgid = N_("{report} – {difficulty} – {name}\n{note}") if note else N_("{report} – {difficulty} – {name}")
    return Text(msgid, report=report, difficulty=difficulty, name=name, note=Excerpt(note))


def aggregate(
    period: Period,
    taken_at: datetime,
    due_at: datetime | Provisional,
    members: Mapping[SeatState, Sequence[str]],
    fields: Sequence[tuple[Text, int]],
    others: Sequence[Period],
    adhoc: Sequence[str],
    tasks: Sequence[Text] = (),
) -> Screen:
    """The provisional aggregate: members by state with names, difficulties by field, codes of ad hoc reports."""
    lines = [
        Text(N_("<b>Aggregate of {period}</b> – figures up to {at:stamp}"), period=period, at=taken_at),
        Text(N_("Deadline: {due:full}."), due=due_at),
        sent_line(members),
        *member_lines(members),
        BLANK,
        *field_lines(fields),
        *tasks,
        *_adhoc_lines(adhoc),
        BLANK,
        Text(N_("The figures are provisional; the draft and the annex follow as files.")),
    ]
    rows = tuple((Choice(Text(N_("View {period:short}"), period=p), ShowAggregate(p)),) for p in others)
    return Screen(tuple(lines), rows)


def _adhoc_lines(codes: Sequence[str]) -> Sequence[Text]:
    """Ad hoc reports are due from nobody, so they stand beside the figures."""
    if not codes:
        return ()
    msgid = N_("Ad hoc reports in the data window, not in the figures ({count:count}): {codes}.")
    return (Text(msgid, count=len(codes), codes=Excerpt(", ".join(codes))),)


_SENT = (SeatState.REPORTED, SeatState.REPORTED_LATE, SeatState.NIL, SeatState.NIL_LATE)


def sent_line(members: Mapping[SeatState, Sequence[str]]) -> Text:
    """How many of the members that are due have reported."""
    due = sum(len(names) for names in members.values())
    sent = sum(len(members.get(state, ())) for state in _SENT)
    return Text(N_("Members: {sent:count} of {due:count} have sent a report."), sent=sent, due=due)


def member_lines(members: Mapping[SeatState, Sequence[str]]) -> Sequence[Text]:
    """The members of each state by name."""
    return [
        Text(
            N_("• {state} ({count:count}): {names}"),
            state=Text(STATE_NAMES[state]),
            count=len(members[state]),
            names=Excerpt("; ".join(members[state])),
        )
        for state in STATE_NAMES
        if members.get(state)
    ]


def field_lines(fields: Sequence[tuple[Text, int]]) -> Sequence[Text]:
    """The difficulties by field."""
    if not fields:
        return (Text(N_("Difficulties: none so far.")),)
    total = sum(count for _, count in fields)
    by_field = joined([Text(N_("{field} {count:count}"), field=name, count=count) for name, count in fields], "; ")
    return (Text(N_("Difficulties: {total:count}, by field: {fields}."), total=total, fields=by_field),)


def file_caption(period: Period, taken_at: datetime, sha256: str) -> Text:
    """Under a file of the provisional aggregate."""
    return Text(
        N_("{period}, figures up to {at:stamp}. Data code: {sha256}"), period=period, at=taken_at, sha256=sha256[:16]
    )


def unreachable(full_name: str, organisation: str, now: datetime, missed: Sequence[Text]) -> Screen:
    """Messages to somebody do not arrive any more; `missed` says what did not."""
    return Screen(
        (
            Text(
                N_(
                    "Messages to {full_name} ({organisation}) have not arrived since {now:stamp}:"
                    " the account blocked the channel or is no longer active."
                ),
                full_name=full_name,
                organisation=organisation,
                now=now,
            ),
            *missed,
        )
    )


def incident(code: str, who: str, now: datetime) -> Screen:
    """An update could not be handled."""
    return Screen(
        (
            Text(
                N_(
                    "Incident {code} at {now:stamp}: a message from {who} could not be handled."
                    " The sender has been sent a notice."
                ),
                code=code,
                who=who,
                now=now,
            ),
        )
    )


def incidents(count: int, since: datetime, code: str, who: str, now: datetime) -> Screen:
    """Several updates could not be handled since an instant; the code and the sender are of the last."""
    return Screen(
        (
            Text(
                N_(
                    "Since {since:stamp} {count:count} messages could not be handled. The last one: incident {code}"
                    " at {now:clock}, from {who}. The senders have been sent a notice."
                ),
                count=count,
                since=since,
                code=code,
                who=who,
                now=now,
            ),
        )
    )
