"""A report that the desk enters in a member's place: for whom, which, and that its receipt goes to the member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.domain.forms import Act, At, Draft, Form
from bot.domain.origins import DATED, NUMBER, Source
from bot.domain.people import Seat
from bot.domain.periods import Schedule
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.approving import AskOrigin, ChooseOrigin, ChooseProxy, ContinueProxy, ListProxySeats, OpenProxy
from bot.screens.difficulties.handling import two_in_a_row
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save
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
    change = Choice(Text(N_("Change how it came")), AskOrigin(draft.id))
    return Screen((Text(said, now=now, until=kept_until),), ((resume, change), (HOME,)))


def ask_origin(draft: Draft, organisation: str) -> Screen:
    """By what way the report came."""
    choices = [Choice(Text(_SOURCES[source]), ChooseOrigin(draft.id, source)) for source in Source]
    asked = Text(N_("How did the report of {organisation} come?"), organisation=Excerpt(organisation))
    why = Text(N_("The receipt, the look-up and the papers name it."))
    return Screen((asked, why), (*two_in_a_row(choices), (TO_SEATS, HOME)))


_SOURCES: Mapping[Source, str] = {
    Source.LETTER: N_("Letter"),
    Source.EMAIL: N_("E-mail"),
    Source.PHONE: N_("Telephone"),
    Source.IN_PERSON: N_("In person"),
    Source.OTHER: N_("Other way"),
}


def letter(form: Form, draft: Draft) -> Screen:
    """The form in which a letter is named."""
    if draft.position.at is At.SHORTEN:
        return written.shorten_screen(form, draft)
    if draft.position.at is At.ITEM:
        changes = [
            choice(draft, Text(N_("Change number")), Act.CHANGE, 0),
            choice(draft, Text(N_("Change its day")), Act.CHANGE, 1),
        ]
        return Screen((Text(N_("Which answer is to be changed?")),), (tuple(changes), (back(draft),)))
    if draft.position.at is At.REVIEW and draft.items:
        number, dated = (draft.items[0].get(name, "") for name in (NUMBER, DATED))
        said = Text(N_("Letter {number} of {dated}."), number=number, dated=dated)
        change = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM)
        return Screen((said,), ((choice(draft, Text(N_("Enter the report")), Act.SEND), change), (save(draft),)))
    asked = form.step(draft.position.step) if draft.position.step else form.steps[0]
    return written.with_kept(Screen(asked.words, ((back(draft), save(draft)),)), draft)
