"""What a member types while nothing is open: kept, and offered as the beginning of a report."""

from __future__ import annotations

from bot.domain.characters import utf16_length
from bot.domain.form_texts import NOT_KEPT
from bot.domain.people import Actor
from bot.domain.texts import Choice, Screen
from bot.domain.verbs import OpenReport
from bot.domain.writing import Written, joined
from bot.screens.reporting import freetext as wording
from bot.screens.reporting.periodic import report_label
from bot.services import home
from bot.services.reply import Reply
from bot.services.reporting import keeping
from bot.services.standing import seat_periods
from storage import people
from storage.unit import Unit


def take(unit: Unit, actor: Actor, written: Written) -> Reply:
    """Keep a text and offer it to the reports that can be sent."""
    people.set_open_draft(unit.db, actor.account, None)
    kept = keeping.keep(unit, actor, written)
    return Reply(offered(unit, actor) if kept else offered(unit, actor).with_line_first(NOT_KEPT))


def offered(unit: Unit, actor: Actor) -> Screen:
    """Return the screen that asks what is to become of what is kept."""
    several = len(actor.seats) > 1
    reports = [
        Choice(report_label(s.seat.code if several else None, s.schedule), OpenReport(s.seat.id, s.schedule.period))
        for s in seat_periods(unit, actor)
        if s.report is None
    ]
    return wording.offered(keeping.kept(unit, actor), reports)


def discard(unit: Unit, actor: Actor, confirmed: int | None) -> Reply:
    """Keep it no longer, if it is the text of so many UTF-16 units of which that was confirmed; else ask."""
    kept = keeping.kept(unit, actor)
    units = utf16_length(joined(kept))
    if kept and confirmed != units:
        people.set_open_draft(unit.db, actor.account, None)
        return Reply(wording.discarding(kept, units))
    keeping.take(unit, actor)
    screen = home.home(unit, actor).screen
    assert screen is not None
    return Reply(screen, toast=wording.discarded() if kept else wording.nothing_kept())
