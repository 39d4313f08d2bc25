"""Half a year or a year in the chat: what its frozen periods come to, and why it cannot be released yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.periods import Period
from bot.domain.spans import Break, Sum
from bot.domain.task_counts import TaskCounts
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, joined
from bot.domain.verbs.desk import AskRelease, ReleaseFigures, ShowAggregate
from bot.screens.tasks import counted

_CODES_NAMED = 10
_SEPARATOR = "; "


@dataclass(frozen=True)
class OfBody:
    """What is told of one of the bodies."""

    name: str
    there: int
    """Periods with frozen papers."""
    missing: Sequence[Period]
    due: int
    sent: int
    sum: Sum | None
    fields: Sequence[tuple[str, int]]
    tasks: TaskCounts | None = None
    """As the last paper has them."""


@dataclass(frozen=True)
class Release:
    """When and by whom it was released."""

    at: datetime
    officer: str


def span(
    period: Period, bodies: Sequence[OfBody], at: datetime, rows: Sequence[Row], unfinished: Sequence[Period]
) -> Screen:
    """The figures as they stand; `unfinished` are periods whose papers may still change them."""
    provisional = N_(
        "The figures are provisional, as of {at:stamp}; they are made of the frozen figures of each period."
    )
    waits = N_("They can be released once there are released figures of: {periods}.")
    said = [Text(waits, periods=_periods(unfinished))] if unfinished else []
    return Screen((*_lines(period, bodies), BLANK, Text(provisional, at=at), *said), tuple(rows))


def released(period: Period, bodies: Sequence[OfBody], by: Release) -> Screen:
    """The figures as they were released."""
    said = Text(N_("The figures were released at {at:full} (released by: {officer})."), at=by.at, officer=by.officer)
    return Screen((*_lines(period, bodies), BLANK, said), ((_again(period),),), silent=True)


def _again(period: Period) -> Choice:
    return Choice(Text(N_("Get the files again")), ShowAggregate(period, 0))


def confirm(period: Period, bodies: Sequence[OfBody], fingerprint: int) -> Screen:
    """Released figures never change again."""
    asked = N_(
        "Release these figures? They are frozen, numbered and sent to the officers and leaders. Nothing in them can be"
        " changed afterwards."
    )
    release = Choice(Text(N_("Release the figures")), ReleaseFigures(period, fingerprint))
    back = Choice(Text(N_("‹ Back")), ShowAggregate(period))
    return Screen((*_lines(period, bodies), Text(asked)), ((release,), (back,)))


def to_release(period: Period, fingerprint: int) -> Row:
    """The way to the release of what is shown."""
    return (Choice(Text(N_("Release the figures")), AskRelease(period, fingerprint)),)


def empty(period: Period) -> Screen:
    """Nothing was frozen yet in it."""
    none = N_("There are no released figures yet of any period in {period}; the report is made of these alone.")
    return Screen((Text(none, period=period),))


def does_not_join(period: Period, breaks: Sequence[Break]) -> Screen:
    """Periods that follow each other say different things of the same day."""
    heading = N_("The report for {period} cannot be made: these periods do not join.")
    line = N_(
        "• {before} leaves {left:count} difficulties open, {after} begins with {carried:count}; only in one of the two:"
        " {codes}."
    )
    told = [
        Text(line, before=b.before, after=b.after, left=b.left_open, carried=b.carried, codes=_codes(b.codes))
        for b in breaks
    ]
    return Screen((Text(heading, period=period), *told))


def tampered(period: Period, names: Sequence[str]) -> Screen:
    """Frozen papers are not as they were written down when they were frozen."""
    said = N_(
        "The figures of {period} cannot be released: the papers they are made of are not what the audit has of them"
        " ({names}). Please tell the administrator of the system; nothing was sent."
    )
    return Screen((Text(said, period=period, names=Excerpt(_SEPARATOR.join(names))),))


def _codes(codes: Sequence[str]) -> str:
    return ", ".join(codes[:_CODES_NAMED]) + (" …" if len(codes) > _CODES_NAMED else "")


def _periods(periods: Sequence[Period]) -> Text:
    return joined([Text(N_("{period}"), period=each) for each in periods], _SEPARATOR)


def _lines(period: Period, bodies: Sequence[OfBody]) -> list[Text]:
    lines = [Text(N_("<b>Report for {period}</b>, data from {period:window}"), period=period)]
    for body in bodies:
        lines += [BLANK, *_of_body(body)]
    return lines


def _of_body(body: OfBody) -> list[Text]:
    name = N_("<b>{body}</b> – figures of {there:count} of {all:count} periods")
    lines = [Text(name, body=body.name, there=body.there, all=body.there + len(body.missing))]
    if body.missing:
        lines.append(Text(N_("• No released figures: {periods}"), periods=_periods(body.missing)))
    if body.sum is None:
        return lines
    sent = N_("• Members reported {sent:count} of the {due:count} times they were due.")
    counts = N_(
        "• Difficulties: {carried:count} at the beginning, {new:count} new, {ended:count} ended, {open:count} being"
        " followed at the end."
    )
    found = body.sum
    ended = found.closed + found.merged
    return [
        *lines,
        Text(sent, sent=body.sent, due=body.due),
        Text(counts, carried=found.carried, new=found.new, ended=ended, open=found.open),
        *([_fields(body.fields)] if body.fields else []),
        *(Text(N_("• {tasks}"), tasks=each) for each in (counted.lines(body.tasks) if body.tasks else ())),
    ]


def _fields(fields: Sequence[tuple[str, int]]) -> Text:
    named = joined([Text(N_("{field} {count:count}"), field=name, count=n) for name, n in fields], _SEPARATOR)
    return Text(N_("• New by field: {fields}."), fields=named)
