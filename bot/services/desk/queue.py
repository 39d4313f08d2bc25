"""The queue of the desk: the difficulties of which something is to be done, whoever sent them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import triage
from bot.domain.people import Actor, Seat
from bot.domain.standings import Hour, Placed
from bot.domain.standings import standing as standing_after
from bot.domain.texts import Row, Text
from bot.domain.triage import Claim, QueueFilter, QueueGroup, QueueItem, QueueView
from bot.domain.verbs.triage import OpenQueueItem
from bot.screens import triage as wording
from bot.screens.difficulties import handling as page_wording
from bot.screens.ledger import LEDGER
from bot.services import lookup
from bot.services.reply import Reply, with_remark
from storage import claims, difficulties, people, queue, queued
from storage.queue import Candidate
from storage.queued import Asked
from storage.unit import Unit


def show(unit: Unit, actor: Actor, view: QueueView) -> Reply:
    """Show a page of a part of the queue; one that is not there any more shows the last."""
    people.set_open_draft(unit.db, actor.account, None)
    page = page_of(unit, actor, view)
    return Reply(wording.queue(page.aged, page.counted, page.view, page.named, page.pages))


@dataclass(frozen=True)
class Page:
    """A page of a part of the queue."""

    view: QueueView
    """Of this page: one that was not there any more has become the last."""
    aged: Sequence[tuple[QueueItem, int]]
    """What is on it, each with its age in working days."""
    counted: Mapping[QueueGroup, int]
    """What each part has by the filters of the view."""
    pages: int
    named: wording.Named


def page_of(unit: Unit, actor: Actor, view: QueueView) -> Page:
    """Return a page of a part of the queue; one that is not there any more is the last."""
    asked = _asked(unit, view, actor.person.id)
    counted = queued.counts(unit.db, asked)
    count = triage.pages(counted[view.group])
    view = replace(view, page=min(view.page, count - 1))
    placed = queued.page(unit.db, asked, view.page * triage.PAGE, triage.PAGE)
    here = _items(unit, placed, asked.hour)
    aged = [(item, triage.working_days(item.since, unit.now, unit.rules.calendar)) for item in here]
    chosen = [(QueueFilter.SEAT, view.seat), (QueueFilter.AGENCY, view.agency)]
    return Page(view, aged, counted, count, _named(unit, asked, chosen))


def ask_filter(unit: Unit, actor: Actor, which: QueueFilter, page: int, view: QueueView) -> Reply:
    """Show a page of the values of a filter, counted in what the other filters and the part leave."""
    people.set_open_draft(unit.db, actor.account, None)
    asked = _asked(unit, view.narrowed(which, 0), actor.person.id)
    found = queued.values(unit.db, asked, which)
    number = min(page, triage.pages(len(found), triage.CHOICES) - 1)
    here = found[number * triage.CHOICES : (number + 1) * triage.CHOICES]
    named = _named(unit, asked, [(which, value) for value, _ in here])
    return Reply(wording.ask_filter(which, found, number, view, named))


def _named(unit: Unit, asked: Asked, values: Iterable[tuple[QueueFilter, int]]) -> wording.Named:
    """What these values of filters are called: an item that has it says so of each."""
    found = [queued.example(unit.db, which, value) for which, value in values if value]
    return wording.Named(_items(unit, [each for each in found if each], asked.hour), unit.rules.fields)


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
    here = queued.codes(unit.db, _asked(unit, view, actor.person.id))
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
    counted = counts(unit)
    count = counted[QueueGroup.ALL]
    return ([wording.figures(counted)] if count else [], [(wording.to_queue(count), LEDGER)])


def counts(unit: Unit) -> dict[QueueGroup, int]:
    """Return how many difficulties each part of the queue has."""
    return queued.counts(unit.db, _asked(unit, QueueView()))


def for_leaders(unit: Unit) -> list[str]:
    """Return the difficulties that wait for a leader's opinion, what was sent first standing first."""
    _refresh(unit)
    return queued.for_leaders(unit.db)


def items(unit: Unit) -> list[QueueItem]:
    """Return everything of which something is to be done, in a fixed number of statements.

    Of thousands that takes its time: it is for what is reckoned beside the loop. Screens ask for a page.
    """
    placed = [each for each in _placed(unit, queue.candidates(unit.db)) if each]
    return _items(unit, placed, hour_of(unit))


def waiting_since(found: Sequence[QueueItem]) -> datetime | None:
    """Return since when the longest waiting new difficulty waits; None without any."""
    return min((item.since for item in found if item.group is QueueGroup.NEW), default=None)


def _asked(unit: Unit, view: QueueView, person: int = 0) -> Asked:
    """What is asked for, of a queue that is as it stands."""
    _refresh(unit)
    return Asked(view, person, hour_of(unit))


def _refresh(unit: Unit) -> None:
    stale = queued.stale(unit.db)
    if stale:
        found = queue.candidates_of(unit.db, stale)
        placed = zip(found, _placed(unit, list(found.values())), strict=True)
        queued.keep(unit.db, stale, [(row, each) for row, each in placed if each])


def hour_of(unit: Unit) -> Hour:
    """Return what is compared to say what is late now."""
    return Hour.at(unit.now, unit.rules.profile.take_up_within, unit.rules.calendar)


def _placed(unit: Unit, found: Sequence[Candidate]) -> Iterator[Placed | None]:
    """Yield where each stands; None for one that is not in the queue."""
    events = difficulties.events_of(unit.db, [each.code for each in found])
    for each in found:
        known = unit.rules.agencies.get(each.agency_code)
        named = known.name if known else each.agency
        standing = standing_after(events.get(each.code, ()), each.field, each.agency, named)
        yield Placed(each.code, each.seat, each.urgency, standing) if standing else None


def _items(unit: Unit, found: Sequence[Placed], hour: Hour) -> list[QueueItem]:
    """Return these as they stand at an hour, with who has taken each on."""
    seats = people.seats_by_id(unit.db, {each.seat for each in found})
    taken = claims.claims(unit.db, [each.code for each in found], unit.today)
    return [_item(each, seats[each.seat], taken.get(each.code), hour) for each in found]


def _item(placed: Placed, seat: Seat, claim: Claim | None, hour: Hour) -> QueueItem:
    at = placed.standing
    return QueueItem(
        code=placed.code,
        field=at.field,
        seat=seat,
        agency=at.agency,
        urgency=placed.urgency,
        since=at.since,
        group=at.group,
        overdue=hour.is_late(at),
        claim=claim if claim and claim.outlasts(at.ended_at) else None,
        conflicting=at.conflicting,
        directed=at.directed,
        asks_leader=at.asks_leader,
        reply_missed=hour.reply_missed(at),
    )
