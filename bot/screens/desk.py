"""What the secretariat reads: reports as they come, the aggregate, what could not be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain import questions
from bot.domain.calendars import Provisional
from bot.domain.fields import Field
from bot.domain.periods import Period
from bot.domain.questions import ReportPart
from bot.domain.reports import Difficulty, Report
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text, joined
from bot.domain.verbs.desk import ShowAggregate
from bot.domain.verbs.lookup import ShowReport
from bot.screens.difficulties.handling import accept_all
from bot.screens.reporting import answers, attachments, carrying
from bot.screens.reporting.acceptance import open_items
from bot.screens.reporting.amending import called, view_difference
from bot.screens.reporting.periodic import View, nil_said
from bot.screens.reporting.periodic_received import timeliness
from bot.screens.reporting.quarterly import notice_lines
from bot.screens.summary import (
    Summary,
    adhoc_lines,
    field_lines,
    followed_lines,
    member_lines,
    remark_lines,
    sent_line,
    todo_lines,
)


def new_report(view: View, report: Report) -> Screen:
    """A report as it reaches each officer: what it is, then every difficulty."""
    heading = Text(
        N_("<b>{code}</b> – {period}, {timeliness}"),
        code=called(report),
        period=view.schedule.period,
        timeliness=timeliness(view.late),
    )
    sender = Text(
        N_("{organisation} – sent by: {sender}, {at:stamp}"),
        organisation=view.organisation,
        sender=view.signature or view.sender,
        at=report.sent_at,
    )
    if report.nil:
        said = (nil_said(view.adhoc), *_before_the_end(view))
        left = carrying.left_alone(len(view.going.carried))
        return Screen((heading, sender, *said, *left, *notice_lines(report)), _changes(report), silent=True)
    updates = carrying.full_lines(report, view.going, view.fields)
    if not report.difficulties:
        none = Text(N_("No new difficulties; updates of difficulties of earlier periods."))
        return Screen((heading, sender, none, *notice_lines(report), *updates), _changes(report), silent=True)
    items = [line for number, d in enumerate(report.difficulties, 1) for line in _item(view.fields, report, number, d)]
    rows = (*_changes(report), *to_act_on(report))
    return Screen(
        (heading, sender, counted(view.fields, report), *notice_lines(report), *items, *updates), rows, silent=True
    )


def to_act_on(report: Report) -> Sequence[Row]:
    """What the desk can do with a report from its copy: open each difficulty, accept all."""
    return (*open_items(report), (accept_all(report),))


def counted(fields: Mapping[str, Field], report: Report) -> Text:
    """How many difficulties and files a report has, by field."""
    return Text(
        NP_("{count:count} difficulty: {fields}{files}", "{count:count} difficulties: {fields}{files}", by="count"),
        count=len(report.difficulties),
        fields=_fields(fields, report),
        files=_with_files(report),
    )


def _with_files(report: Report) -> Text | None:
    if not report.attachments:
        return None
    return Text(
        NP_(", with {count:count} file{states}", ", with {count:count} files{states}", by="count"),
        count=len(report.attachments),
        states=attachments.states(report.attachments),
    )


def _changes(report: Report) -> tuple[Row, ...]:
    """Somebody may have looked up an earlier version before this copy left."""
    return ((view_difference(report),),) if report.is_amendment else ()


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
    summary: Summary,
    rows: Sequence[Row],
    todo: Sequence[Text] = (),
) -> Screen:
    """The provisional aggregate; `rows` lead to other periods and to what is frozen. `todo`: what the desk may do."""
    return Screen(
        (
            Text(N_("<b>Aggregate of {period}</b> – figures up to {at:stamp}"), period=period, at=taken_at),
            Text(N_("Deadline: {due:full}."), due=due_at),
            sent_line(summary),
            *member_lines(summary),
            *adhoc_lines(summary),
            BLANK,
            *field_lines(summary),
            *followed_lines(summary),
            *summary.tasks,
            *remark_lines(summary),
            *todo_lines(todo),
            BLANK,
            Text(N_("The figures are provisional; the draft and the annex follow as files.")),
        ),
        tuple(rows),
    )


def other_period(period: Period, *, closed: bool) -> Row:
    """The way to another period: as it stands, or as it was frozen where it is closed."""
    msgid = N_("View {period:short} (closed)") if closed else N_("View {period:short}")
    return (Choice(Text(msgid, period=period), ShowAggregate(period)),)


def file_caption(period: Period, taken_at: datetime, sha256: str) -> Text:
    """Under a file of the provisional aggregate."""
    return Text(
        N_("{period}, figures up to {at:stamp}. Data code: {sha256}"), period=period, at=taken_at, sha256=sha256[:16]
    )


def unreachable(
    full_name: str, organisation: str, now: datetime, missed: Sequence[Text], call: Choice | None
) -> Screen:
    """Messages to somebody do not arrive any more; `missed` says what did not, `call` leads to calling them."""
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
        ),
        ((call,),) if call else (),
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
