"""What a member types while nothing is open: kept, and offered as the beginning of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.characters import utf16_length
from bot.domain.form_texts import NOT_KEPT
from bot.domain.operations import Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.phrases import looks_like_content
from bot.domain.texts import Choice, Screen
from bot.domain.verbs.reporting import OpenReport
from bot.domain.writing import Written, joined
from bot.screens.reporting import freetext as wording
from bot.screens.reporting.choosing import report_label
from bot.services import home, seen
from bot.services.reply import Reply
from bot.services.reporting import keeping
from bot.services.standing import seat_periods
from storage import people
from storage.rows import iso
from storage.unit import Unit


def goes_on(unit: Unit, actor: Actor, at: datetime) -> bool:
    """Return whether a message that was sent at `at`, by the channel's time, goes on with what has been kept."""
    return bool(actor.seats) and seen.goes_on(unit, actor, at) and not keeping.short(unit, actor)


def take(unit: Unit, actor: Actor, written: Written, at: datetime, otherwise: Reply | None = None) -> Reply:
    """Keep a text that is content or goes on with what was kept, and offer it to the reports that can be sent.

    What is too short for that is answered with `otherwise`, and kept if what follows at once is content.
    """
    going = seen.goes_on(unit, actor, at)
    before = keeping.short(unit, actor) if going else ()
    messages = (*before, written)
    people.set_open_draft(unit.db, actor.account, None)
    if looks_like_content(joined(messages)) or (going and not before):
        return add(unit, actor, messages, at)
    keeping.bear_in_mind(unit, actor, *messages)
    return replace(otherwise or home.unknown(actor), topic=_topic(at, len(messages)))


def add(unit: Unit, actor: Actor, messages: Sequence[Written], at: datetime) -> Reply:
    """Keep messages behind what is kept, whatever their length, and offer it."""
    screen = offered(unit, actor).with_line_first(NOT_KEPT)
    if keeping.keep(unit, actor, *messages):
        screen = offered(unit, actor)
    return Reply(screen, topic=_topic(at, len(keeping.kept(unit, actor))))


def _topic(at: datetime, messages: int) -> Topic:
    return Topic(TopicKind.UNASKED, {"at": iso(at), "messages": messages})


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
