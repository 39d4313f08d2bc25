"""The frozen aggregate of a period, and its addenda, as the secretariat and the leaders get them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendars import Provisional
from bot.domain.periods import Period
from bot.domain.texts import BLANK, N_, Choice, Row, Screen, Text
from bot.domain.verbs.desk import ShowAggregate
from bot.screens.desk import file_caption
from bot.screens.summary import Summary, adhoc_lines, field_lines, followed_lines, member_lines, remark_lines, sent_line

caption = file_caption


def again(period: Period, number: int) -> Row:
    """The way to the papers as they were sent the first time."""
    return (Choice(Text(N_("Get the files again")), ShowAggregate(period, number)),)


def frozen(period: Period, number: int) -> Row:
    """The way from a period as it stands to what is frozen of it."""
    msgid = N_("View addendum No. {number:count}") if number else N_("View the frozen aggregate")
    return (Choice(Text(msgid, number=number), ShowAggregate(period, number)),)


def again_issued(number: int, of: int, at: datetime) -> Text:
    """Say why a paper was issued again."""
    reissued = N_(
        "Number {number:number}, issued at {at:stamp} in the place of number {of:number}, of which content was removed"
        " under the rules on the protection of state secrets."
    )
    return Text(reissued, number=number, of=of, at=at)


@dataclass(frozen=True)
class Made:
    """Up to when an aggregate knows reports; when and by whom it was released, where the desk does that."""

    at: datetime
    released_at: datetime | None = None
    officer: str = ""


def digest(period: Period, made: Made, stop_at: datetime | Provisional, summary: Summary, sha256: str) -> Screen:
    """The frozen aggregate; what is sent from then until `stop_at` goes to an addendum."""
    closes = stop_at.at if isinstance(stop_at, Provisional) else stop_at
    return Screen(
        (
            Text(N_("<b>Aggregate of difficulties with administrative procedures, {period}</b>"), period=period),
            Text(N_("Made at {at:full}."), at=made.at),
            *([Text(_RELEASED, at=made.released_at, officer=made.officer)] if made.released_at else []),
            *([Text(_LATER, stop=stop_at)] if made.at < closes else []),
            sent_line(summary),
            *member_lines(summary),
            *adhoc_lines(summary),
            BLANK,
            *field_lines(summary),
            *followed_lines(summary),
            *summary.tasks,
            *remark_lines(summary),
            BLANK,
            Text(_TO_BE_CHECKED if summary.sent or summary.adhoc else _NOTHING_TO_DO),
            Text(N_("Data code: {sha256}"), sha256=sha256[:16]),
        ),
        (again(period, 0),),
        silent=True,
    )


_RELEASED = N_("The figures were released at {at:full} (released by: {officer}).")
_LATER = N_("The figures are frozen; reports sent later, until {stop:full}, go to an addendum.")
_TO_BE_CHECKED = N_("Drafted by the system, to be checked before it is submitted.")
_NOTHING_TO_DO = N_("No report was sent for this period; nothing is to be considered or decided.")


@dataclass(frozen=True)
class After:
    """What a period has come to with an addendum."""

    difficulties: int
    reports: int
    """Periodic ones that name difficulties."""
    adhoc: int


def addendum(
    period: Period, number: int, since: datetime, until: datetime, count: int, own: Summary, after: After | None
) -> Screen:
    """What came between the digest and the close of the period.

    `count` reports are in it; `own` are its own difficulties and ad hoc reports, beside the members as they stand
    after it. `after` is None where what was frozen does not say it.
    """
    return Screen(
        (
            Text(N_("<b>Addendum No. {number:count}</b> – {period}"), number=number, period=period),
            Text(
                N_("Sent from {since:stamp} to {until:stamp}, this addendum alone: reports: {count:count}."),
                since=since,
                until=until,
                count=count,
            ),
            *adhoc_lines(own),
            *field_lines(own),
            *own.tasks,
            *remark_lines(own),
            BLANK,
            Text(N_("After this addendum:")),
            *([_total(after)] if after else []),
            sent_line(own),
            *member_lines(own),
            *followed_lines(own),
        ),
        (again(period, number),),
        silent=True,
    )


def _total(after: After) -> Text:
    periodic, both = (
        N_("Difficulties in the period: {difficulties:count}, in {reports:count} periodic reports."),
        N_(
            "Difficulties in the period: {difficulties:count}, in {reports:count} periodic and {adhoc:count} ad hoc"
            " reports."
        ),
    )
    return Text(
        both if after.adhoc else periodic, difficulties=after.difficulties, reports=after.reports, adhoc=after.adhoc
    )
