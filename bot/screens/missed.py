"""What somebody has not got while nothing arrived: told to them when they are back, and to the desk meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.operations import Topic
from bot.domain.texts import N_, NP_, Choice, Row, Screen, Text
from bot.domain.verbs.lookup import ShowReport
from bot.screens.undelivered import about

LISTED = 10


@dataclass(frozen=True)
class Missed:
    """Something that was not delivered: what about, when it would have come, of which member (empty if of none)."""

    topic: Topic
    at: datetime
    organisation: str = ""
    adhoc: bool = False

    @property
    def code(self) -> str:
        """The report's code, or empty."""
        return str(self.topic.arguments.get("code", "")) if self.organisation else ""


def list_(since: datetime, missed: Sequence[Missed]) -> Screen:
    """Tell somebody who is back what did not arrive; ad hoc reports stand first and are never left out for others."""
    shown = missed[:LISTED]
    lines = [
        Text(
            NP_(
                "<b>{count:count} message has not reached you since {since:stamp}</b>",
                "<b>{count:count} messages have not reached you since {since:stamp}</b>",
                by="count",
            ),
            count=len(missed),
            since=since,
        ),
        *(_line(each) for each in shown),
    ]
    if len(missed) > len(shown):
        lines.append(Text(N_("… and {count:count} more."), count=len(missed) - len(shown)))
    codes = dict.fromkeys(each.code for each in shown if each.code)
    if codes:
        lines.append(Text(N_("A report can be viewed here, or at any time with /tracuu and its code.")))
    return Screen(tuple(lines), view_rows(list(codes)))


def view_rows(codes: Sequence[str]) -> tuple[Row, ...]:
    """Return a button for each report, two in a row."""
    views = [Choice(Text(N_("View {code}"), code=code), ShowReport(code)) for code in codes]
    return tuple(tuple(views[i : i + 2]) for i in range(0, len(views), 2))


def _line(missed: Missed) -> Text:
    if missed.organisation:
        return Text(
            N_("• {at:short}, {who}: {about}"), at=missed.at, who=missed.organisation, about=about(missed.topic)
        )
    return Text(N_("• {at:short}: {about}"), at=missed.at, about=about(missed.topic))


def who_misses_what(full_name: str, since: datetime, missed: Sequence[Missed]) -> Text:
    """In a line: to whom nothing has arrived since when, and what; the first reports are named."""
    codes = list(dict.fromkeys(each.code for each in missed if each.code))
    if not codes:
        return Text(
            NP_(
                "Nothing has reached {full_name} since {since:stamp}: {count:count} message.",
                "Nothing has reached {full_name} since {since:stamp}: {count:count} messages.",
                by="count",
            ),
            full_name=full_name,
            since=since,
            count=len(missed),
        )
    return Text(
        NP_(
            "Nothing has reached {full_name} since {since:stamp}: {count:count} message, of report {codes}.",
            "Nothing has reached {full_name} since {since:stamp}: {count:count} messages, of reports {codes}.",
            by="count",
        ),
        full_name=full_name,
        since=since,
        count=len(missed),
        codes=_named(codes),
    )


def _named(codes: Sequence[str]) -> str:
    return ", ".join(codes[:3]) + (" …" if len(codes) > 3 else "")


def no_copy_for(full_names: Sequence[str]) -> Text:
    """Beside a report at the desk: which officers have not got it."""
    return Text(N_("Not delivered, as nothing reaches them at present: {names}."), names=", ".join(full_names))
