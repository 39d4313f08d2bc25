"""A report that the desk enters in a member's place: for whom, which, and that its receipt goes to the member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.forms import Draft
from bot.domain.people import Seat
from bot.domain.periods import Schedule
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.approving import ChooseProxy, ContinueProxy, ListProxySeats, OpenProxy
from bot.screens.reporting.choosing import report_label
from bot.screens.reporting.form import HOME

PAGE = 6
TO_SEATS = Choice(Text(N_("Enter for a member")), ListProxySeats(0))


def for_seat(seat: Seat, *, several: bool) -> Choice:
    """The way to the reports of one member; of several it names its own."""
    label = Text(N_("Enter for {member}"), member=seat.code) if several else Text(N_("Enter a report"))
    return Choice(label, ChooseProxy(seat.id))


def pages(seats: int) -> int:
    """Return how many screens so many members take, one at least."""
    return max(1, -(-seats // PAGE))


def seats(found: Sequence[tuple[Seat, bool]], page: int) -> Screen:
    """A screen of members, each with whether a periodic report of theirs is still to come."""
    here = found[page * PAGE : (page + 1) * PAGE]
    lines = [
        Text(
            N_("{number}. {organisation} ({code}): {state}"),
            number=number,
            organisation=Excerpt(seat.organisation),
            code=seat.code,
            state=Text(N_("report not sent") if owes else N_("nothing due")),
        )
        for number, (seat, owes) in enumerate(here, 1)
    ]
    choices = [
        Choice(Text(N_("Choose {number}"), number=number), ChooseProxy(seat.id))
        for number, (seat, _) in enumerate(here, 1)
    ]
    rows: list[Row] = [tuple(choices[i : i + 3]) for i in range(0, len(choices), 3)]
    turning = [Choice(Text(N_("Previous page")), ListProxySeats(page - 1))] if page else []
    turning += [Choice(Text(N_("Next page")), ListProxySeats(page + 1))] if page + 1 < pages(len(found)) else []
    rows += [tuple(turning)] if turning else []
    heading = Text(
        N_("<b>Enter a report in a member's place</b>, page {page}/{pages}"), page=page + 1, pages=pages(len(found))
    )
    why = Text(
        N_("For a report that came on paper or by telephone. The member gets the receipt, which says who entered it.")
    )
    return Screen((heading, why, *lines), (*rows, (HOME,)))


def reports(seat: Seat, open_: Sequence[Schedule], filed: Sequence[Text]) -> Screen:
    """Which report of a member is entered; `filed` is what has been sent already."""
    rows: list[Row] = [(Choice(report_label(None, each), OpenProxy(seat.id, each.period)),) for each in open_]
    rows.append((Choice(Text(N_("Ad hoc report")), OpenProxy(seat.id)),))
    heading = Text(N_("<b>Enter a report in the place of {organisation}</b>"), organisation=Excerpt(seat.organisation))
    return Screen((heading, *filed, Text(N_("Please choose the report:"))), (*rows, (TO_SEATS, HOME)))


def left(draft: Draft, kept_until: date, now: datetime) -> Screen:
    """The form was left; nothing has been sent."""
    said = N_("The draft was saved at {now:clock}. It is kept until {until:date} and has not been sent.")
    resume = Choice(Text(N_("Continue draft")), ContinueProxy(draft.id))
    return Screen((Text(said, now=now, until=kept_until),), ((resume, HOME),))
