"""The queue of the desk: the difficulties of which something is to be done, whoever sent them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import triage
from bot.domain.classifying import Matter
from bot.domain.correcting import value
from bot.domain.difficulties import DifficultyEvent
from bot.domain.directing import awaits_desk, awaits_opinion
from bot.domain.people import Actor, Seat
from bot.domain.texts import Row, Text
from bot.domain.triage import Claim, QueueFilter, QueueGroup, QueueItem, QueueView
from bot.domain.verbs.triage import OpenQueueItem
from bot.screens import triage as wording
from bot.screens.difficulties import handling as page_wording
from bot.screens.ledger import LEDGER
from bot.services import lookup
from bot.services.reply import Reply, with_remark
from storage import claims, difficulties, people, queue
from storage.queue import Candidate
from storage.unit import Unit


def show(unit: Unit, actor: Actor, view: QueueView) -> Reply:
    """Show a page of a part of the queue; one that is not there any more shows the last."""
    people.set_open_draft(unit.db, actor.account, None)
    everything = items(unit)
    found = triage.filtered(everything, view, actor.person.id)
    here = [item for item in found if triage.is_in(item, view.group)]
    count = triage.pages(len(here))
    view = replace(view, page=min(view.page, count - 1))
    shown = here[view.page * triage.PAGE : (view.page + 1) * triage.PAGE]
    aged = [(item, triage.working_days(item.since, unit.now, unit.rules.calendar)) for item in shown]
    named = wording.Named(everything, unit.rules.fields)
    return Reply(wording.queue(aged, triage.counts(found), view, named, count))


def ask_filter(unit: Unit, actor: Actor, which: QueueFilter, page: int, view: QueueView) -> Reply:
    """Show a page of the values of a filter, counted in what the other filters and the part leave."""
    people.set_open_draft(unit.db, actor.account, None)
    everything = items(unit)
    others = triage.filtered(everything, view.narrowed(which, 0), actor.person.id)
    found = triage.values((item for item in others if triage.is_in(item, view.group)), which)
    number = min(page, triage.pages(len(found), triage.CHOICES) - 1)
    return Reply(wording.ask_filter(which, found, number, view, wording.Named(everything, unit.rules.fields)))


def open_item(unit: Unit, actor: Actor, code: str, view: QueueView) -> Reply:
    """Show a difficulty with the way back. Raises BotError("not_found") for one that is not there."""
    return lookup.show_with(unit, actor, code, wording.back_to(view))


def page(unit: Unit, actor: Actor, code: str, view: QueueView | None) -> Reply:
    """Show a difficulty, with the way back to the part of the queue it was opened from, where it was.

    Raises BotError("not_found") for one that is not there.
    """
    return lookup.show(unit, actor, code) if view is None else open_item(unit, actor, code, view)


def following(unit: Unit, actor: Actor, view: QueueView | None, codes: Collection[str]) -> OpenQueueItem | None:
    """Return what opens the difficulty that comes after these in a part of the queue; None where there is no other.

    Asked before something is done with them: afterwards they may stand elsewhere, and what came next would not show.
    Behind the last comes the first.
    """
    view = view or QueueView()
    found = triage.filtered(items(unit), view, actor.person.id)
    here = [item.code for item in found if triage.is_in(item, view.group)]
    last = max((place for place, code in enumerate(here) if code in codes), default=-1)
    left = [code for code in (*here[last + 1 :], *here) if code not in codes]
    return OpenQueueItem(left[0], replace(view, page=here.index(left[0]) // triage.PAGE)) if left else None


def after_act(
    unit: Unit, actor: Actor, code: str, view: QueueView | None, done: Reply, following: OpenQueueItem | None
) -> Reply:
    """Show the page of what something was `done` with, what is said of it above, and the choice that opens the next."""
    shown = page(unit, actor, code, view)
    assert shown.screen is not None
    shown = replace(shown, screen=page_wording.with_next(shown.screen, following))
    said = with_remark(shown, done.toast) if done.toast else shown
    return replace(said, notices=(*said.notices, *done.notices))


def desk_parts(unit: Unit) -> tuple[Sequence[Text], Sequence[Row]]:
    """Return what the main screen of the desk says of the queue, and the choice that opens it."""
    counted = triage.counts(items(unit))
    count = counted[QueueGroup.ALL]
    return ([wording.figures(counted)] if count else [], [(wording.to_queue(count), LEDGER)])


def items(unit: Unit) -> list[QueueItem]:
    """Return everything of which something is to be done, in a fixed number of statements."""
    found = queue.candidates(unit.db)
    events = difficulties.events_of(unit.db, [each.code for each in found])
    seats = people.seats_by_id(unit.db, {each.seat for each in found})
    taken = claims.claims(unit.db, [each.code for each in found], unit.today)
    read = (_item(unit, each, events.get(each.code, ()), seats[each.seat], taken.get(each.code)) for each in found)
    return [item for item in read if item]


def waiting_since(found: Sequence[QueueItem]) -> datetime | None:
    """Return since when the longest waiting new difficulty waits; None without any."""
    return min((item.since for item in found if item.group is QueueGroup.NEW), default=None)


def _item(
    unit: Unit, each: Candidate, events: Sequence[DifficultyEvent], seat: Seat, claim: Claim | None
) -> QueueItem | None:
    group = triage.group_of(events) if events else None
    if group is None:
        return None
    known = unit.rules.agencies.get(each.agency_code)
    return QueueItem(
        code=each.code,
        field=value(events, Matter.FIELD, each.field),
        seat=seat,
        agency=triage.in_charge(events, each.agency, known.name if known else each.agency),
        urgency=each.urgency,
        since=events[0].at,
        group=group,
        overdue=triage.is_overdue(events, unit.now, unit.rules.profile.take_up_within, unit.rules.calendar),
        claim=claim if claim and claim.holds(events) else None,
        conflicting=bool(value(events, Matter.CRITERIA, "")),
        directed=awaits_desk(events),
        asks_leader=awaits_opinion(events),
        reply_missed=triage.reply_missed(events, unit.now),
    )
