"""The aggregate of a period as the secretariat and the leaders get it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.periods import Period, SeatState
from bot.domain.texts import BLANK, N_, NP_, Screen, Text
from bot.screens.desk import field_lines, file_caption, member_lines, sent_line

caption = file_caption


def digest(
    period: Period,
    taken_at: datetime,
    members: Mapping[SeatState, Sequence[str]],
    fields: Sequence[tuple[Text, int]],
    sha256: str,
    tasks: Sequence[Text] = (),
) -> Screen:
    """The frozen aggregate."""
    return Screen(
        (
            Text(N_("<b>Aggregate of difficulties with administrative procedures, {period}</b>"), period=period),
            Text(N_("Made at {at:full}."), at=taken_at),
            sent_line(members),
            *member_lines(members),
            BLANK,
            *field_lines(fields),
            *tasks,
            BLANK,
            Text(N_("Drafted by the system, to be checked before it is submitted.")),
            Text(N_("Data code: {sha256}"), sha256=sha256[:16]),
        ),
        silent=True,
    )


def addendum(
    period: Period,
    number: int,
    since: datetime,
    until: datetime,
    count: int,
    fields: Sequence[tuple[Text, int]],
    members: Mapping[SeatState, Sequence[str]],
    tasks: Sequence[Text] = (),
) -> Screen:
    """What came between the digest and the close of the period."""
    return Screen(
        (
            Text(N_("<b>Addendum No. {number:count}</b> – {period}"), number=number, period=period),
            Text(
                NP_(
                    "Sent from {since:stamp} to {until:stamp}: {count:count} report.",
                    "Sent from {since:stamp} to {until:stamp}: {count:count} reports.",
                    by="count",
                ),
                since=since,
                until=until,
                count=count,
            ),
            *field_lines(fields),
            *tasks,
            sent_line(members),
        ),
        silent=True,
    )
