"""The dossier of a seat: which periods there are, and what its files are sent with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.people import Seat
from bot.domain.periods import Period
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.difficulties import ListDossiers, MakeDossier
from bot.domain.verbs.home import ShowHome
from bot.screens.lookup import LOOK_UP, by_number, page_of

_HOME = Choice(Text(N_("Main screen")), ShowHome())


def choose(here: Sequence[tuple[Seat, Period]], page: int, pages: int, *, name_members: bool) -> Screen:
    """A page of periods, the newest first; members are named where the reader has several."""
    lines = [
        Text(
            N_("{number}. {period} ({period:window}){member}"),
            number=number,
            period=period,
            member=Text(N_(" – {organisation}"), organisation=Excerpt(seat.organisation)) if name_members else None,
        )
        for number, (seat, period) in enumerate(here, 1)
    ]
    before = (Choice(Text(N_("Previous page")), ListDossiers(page - 1)),) if page else ()
    after = (Choice(Text(N_("Next page")), ListDossiers(page + 1)),) if page + 1 < pages else ()
    turning: tuple[Row, ...] = ((*before, *after),) if before or after else ()
    return Screen(
        (
            Text(N_("<b>My dossier</b>{page}"), page=page_of(page, pages)),
            Text(
                N_(
                    "Everything that was sent in a period, in all versions, each difficulty with its handling and"
                    " outcome, and the tasks, as a .docx and an .xlsx file. Please choose the period:"
                )
            ),
            *lines,
        ),
        (*by_number([MakeDossier(seat.id, period) for seat, period in here]), *turning, (LOOK_UP, _HOME)),
    )


def made(period: Period, organisation: str) -> Screen:
    """The files are on their way."""
    said = Text(
        N_("The dossier of {organisation} for {period} is being made; two files follow."),
        organisation=organisation,
        period=period,
    )
    return Screen((said,), ((Choice(Text(N_("‹ Back to the list")), ListDossiers(0)), _HOME),))


def caption(period: Period, organisation: str, taken_at: datetime, sha256: str) -> Text:
    """Under a file of a dossier."""
    return Text(
        N_("Dossier of {organisation}, {period}, figures up to {at:stamp}. Data code: {sha256}"),
        organisation=organisation,
        period=period,
        at=taken_at,
        sha256=sha256[:16],
    )
