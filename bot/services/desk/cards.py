"""The cards of reports in the group of the desk, and the pages of difficulties that were opened there.

What a card shows is read anew whenever the audit has something about its report, whoever did it and wherever: so no
act has to know that there is a group.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.domain.handling import Case, accepted_together, brought_about
from bot.domain.operations import Lane, Operation, Piece, Replace, Send, Topic, TopicKind
from bot.domain.people import Reader, To
from bot.domain.reports import Report
from bot.domain.texts import N_, Screen, Text
from bot.domain.triage import group_of
from bot.screens import group as wording
from bot.screens import lookup as lookup_wording
from bot.screens import sharing as sharing_wording
from bot.screens.difficulties import handling as handling_wording
from bot.screens.group import Card, Item
from bot.screens.reporting.signing import signature
from bot.services import lookup
from bot.services.desk.claims import claim_of
from bot.services.desk.notices import waiting_of
from bot.services.difficulties.cases import case_of, cases_of, names_of, topic_of
from bot.services.reporting.acceptance import acceptance_of
from bot.services.reporting.filing import AMENDED, SENT
from bot.services.reporting.versions import window_of
from bot.services.standing import beside
from storage import anchors, difficulties, people, places, reports
from storage.places import Place
from storage.unit import Unit

_REPORT, _DIFFICULTY = "report", "difficulty"
_ARRIVALS = (SENT, AMENDED)
_LOOKED_AT = 500
"""So many entries of the audit are looked at again before that is noted."""


def to_place(place: Place) -> To:
    """Return where the group of the desk is written to, in the language of the office."""
    return To(place.channel, place.address, Reader(of_desk=True))


def anchor_of(place: Place, code: str) -> str:
    """Return the name of the message in a group that is about what has this code."""
    return f"desk:place{place.id}:{code}"


def notice(
    unit: Unit, screen: Screen, key: str, topic: Topic, expires_at: datetime | None = None
) -> tuple[Operation, ...]:
    """Return a message to the group of the desk, once per key and without a sound; nothing where there is none."""
    place = places.living(unit.db)
    if place is None:
        return ()
    shown = wording.for_group(screen)
    key = f"{key}:place{place.id}"
    return (Send(to_place(place), shown, topic=topic, lane=Lane.BULK, key=key, expires_at=expires_at),)


def anything_new(db: Database) -> bool:
    """Return whether something has happened of which the cards do not know."""
    place = places.living(db)
    return place is not None and bool(places.touched(db, place.followed)[1])


def follow_up(unit: Unit) -> Iterable[Piece]:
    """Bring the cards up to date with what was done by no press and no message: by time, or on the command line."""
    yield Piece(Text(N_("the cards in the desk's group")), lambda: follow(unit))


def follow(unit: Unit) -> list[Operation]:
    """Return what brings the group up to date with everything that has happened in this unit of work and before."""
    place = places.living(unit.db)
    if place is None:
        return []
    newest_entry, entries = places.touched(unit.db, place.followed)
    # Where nothing is to be told, not every update has to write; but what was looked at is not looked at for ever.
    if entries or newest_entry - place.followed > _LOOKED_AT:
        places.set_followed(unit.db, place.id, newest_entry)
    touched = [(verb, *_named(object_)) for verb, object_ in entries]
    arrived = {code for verb, _, code in touched if verb in _ARRIVALS}
    of_reports = dict.fromkeys(code for _, kind, code in touched if kind == _REPORT)
    pages = dict.fromkeys(code for _, kind, code in touched if kind == _DIFFICULTY)
    carrying = [code for page in pages for code in reports.codes_carrying(unit.db, page)]
    # What a new version says of a difficulty, or that it is withdrawn, is of its page too.
    pages |= dict.fromkeys(code for each in of_reports for code in difficulties.codes_in_report(unit.db, each))
    cards = [
        each
        for code in of_reports | dict.fromkeys(carrying)
        for each in _card(unit, place, code, arrived=code in arrived)
    ]
    return [*cards, *(each for code in sorted(pages) for each in _page(unit, place, code))]


def _named(object_: str) -> tuple[str, str]:
    """Return what an entry of the audit is about: a report or a difficulty, and its code without a version."""
    kind, _, rest = object_.rpartition(":") if object_.count(":") == 0 else object_.partition(":")
    code = rest.partition(":")[0]
    return kind or (_DIFFICULTY if code.startswith("VM-") else _REPORT), code


def _card(unit: Unit, place: Place, code: str, *, arrived: bool) -> Sequence[Operation]:
    """What brings the card of a report up to date; one that the group has not got comes when it arrives alone."""
    anchor, to, topic = anchor_of(place, code), to_place(place), Topic(TopicKind.DESK_COPY, {"code": code})
    is_there = anchors.anchor(unit.db, anchor) is not None or places.is_under_way(unit.db, anchor)
    report = reports.report_by_code(unit.db, code)
    if report is None:
        last = reports.last_version(unit.db, code)
        return [Replace(to, _withdrawn(unit, last), anchor, topic)] if is_there and last else []
    if is_there:
        return [Replace(to, screen(unit, report), anchor, topic)]
    if not arrived and not places.waits(unit.db, anchor):
        return []
    waiting = waiting_of(unit, report, None)
    card, guard, until = screen(unit, report), waiting.guard, waiting.not_before
    return [Send(to, card, anchor, topic, Lane.BULK, guard=guard, not_before=until)]


def screen(unit: Unit, report: Report) -> Screen:
    """Return the card of a report as it stands."""
    cases = cases_of(unit, report)
    items = [Item(case, _who(unit, case), claim_of(unit, case) if group_of(case.events) else None) for case in cases]
    of = replace(
        _of(unit, report),
        items=items,
        acceptance=acceptance_of(unit, report),
        undo=not report.urgency and bool(accepted_together(cases, unit.now)),
    )
    return wording.card(report, of)


def _withdrawn(unit: Unit, report: Report) -> Screen:
    return wording.card(report, replace(_of(unit, report), withdrawn=True))


def _of(unit: Unit, report: Report) -> Card:
    seat = people.seat_by_id(unit.db, report.seat)
    assert seat is not None
    return Card(
        seat.organisation,
        signature(report, people.persons_by_id(unit.db, report.signers)),
        unit.rules.fields,
        unit.now,
        window_of(unit, report) if report.period else None,
        adhoc=beside(unit, [report])[report.code],
    )


def _who(unit: Unit, case: Case) -> str:
    """Whoever brought a difficulty to where it stands."""
    event = case.events[brought_about(case.events) - 1]
    return names_of(unit, [event]).get(event.actor, "")


def _page(unit: Unit, place: Place, code: str) -> Sequence[Operation]:
    """What brings the page of a difficulty up to date, where it was opened in the group."""
    anchor = anchor_of(place, code)
    is_there = anchors.anchor(unit.db, anchor) is not None or places.is_under_way(unit.db, anchor)
    if not is_there and not places.waits(unit.db, anchor):
        return []
    case = case_of(unit, code)
    shown = page(unit, case) if case else wording.gone(code)
    return [Replace(to_place(place), shown, anchor, Topic(TopicKind.DIFFICULTY, {"code": code}))]


def page(unit: Unit, case: Case) -> Screen:
    """Return a difficulty as everybody of the desk may see it, with what can be done by one press in the group."""
    names = names_of(unit, case.events)
    shown = lookup_wording.difficulty(case, unit.rules.fields, names, None, own=False, inside=True)
    shown = sharing_wording.beside(shown, lookup.standing_of(unit, case.code), desk=True)
    if group_of(case.events):
        shown = wording.with_claim(shown, case.code, claim_of(unit, case), unit.now)
    return wording.for_group(handling_wording.beside(shown, case, lookup.at_desk(unit, case)))


def open_page(unit: Unit, place: Place, case: Case) -> Operation:
    """Return a difficulty as a message of its own in the group."""
    return Send(to_place(place), page(unit, case), anchor_of(place, case.code), topic_of(case))
