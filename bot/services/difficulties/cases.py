"""A difficulty with what has happened to it, and how its people and the desk are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain.correcting import corrected
from bot.domain.difficulties import DifficultyEvent
from bot.domain.handling import HELD, Case, Note
from bot.domain.operations import Guard, Lane, Send, Topic, TopicKind
from bot.domain.people import MEMBER_ROLES, Seat, To
from bot.domain.reports import Report
from bot.domain.texts import Screen
from bot.services.people.quiet import held
from storage import addressees, difficulties, ledgers, people, reports
from storage.rows import iso
from storage.unit import Unit

_PERSON = "person:"


def case_of(unit: Unit, code: str) -> Case | None:
    """Return the difficulty with this code, None where no live report carries it."""
    report = reports.report_of_difficulty(unit.db, code)
    return case_in(unit, report, code) if report else None


def case_in(unit: Unit, report: Report, code: str) -> Case:
    """Return a difficulty of a report, which must carry it."""
    seat = people.seat_by_id(unit.db, report.seat)
    assert seat is not None
    found = next(each for each in report.difficulties if each.code == code)
    events = difficulties.events_of(unit.db, [code]).get(code, ())
    return Case(corrected(found, events), report, seat, events)


def cases_of(unit: Unit, report: Report) -> list[Case]:
    """Return the difficulties of a report in their order."""
    seat = people.seat_by_id(unit.db, report.seat)
    assert seat is not None
    events = difficulties.events_of(unit.db, [each.code for each in report.difficulties])
    return [
        Case(corrected(each, came), report, seat, came)
        for each in report.difficulties
        for came in [events.get(each.code, ())]
    ]


def record(unit: Unit, case: Case, event: DifficultyEvent) -> Case:
    """Keep what has happened, in the audit too; return the case with it. Whether it may was asked before."""
    difficulties.add_event(unit.db, case.code, case.report.id, event)
    detail = audited(case.report.reference, len(case.events) + 1, event.detail)
    ledgers.append_audit(
        unit.db, event.at, event.actor, f"difficulty.{event.act.value}", f"difficulty:{case.code}", detail
    )
    # Read anew: an event may have taken back another one, a correction too.
    events = difficulties.events_of(unit.db, [case.code])[case.code]
    found = corrected(case.difficulty, events)
    if found != case.difficulty:
        difficulties.index_again(unit.db, case.difficulty, found)
    return replace(case, difficulty=found, events=events)


def audited(report: str, number: int, detail: Mapping[str, object]) -> dict[str, object]:
    """Return what the audit covers of an event: in which version, the how manieth, and its words."""
    return {"report": report, "number": number, **detail}


def to_seat(unit: Unit, case: Case, screen: Screen, guard: Guard | None = None) -> list[Send]:
    """Return what tells everybody who holds the seat today of the newest event, once each.

    Of an act that can be taken back nobody is told before that time is over, nor if it was; `guard` asks more than
    that.
    """
    event = case.events[-1]
    guard = guard or (guard_of([case.code], event) if HELD in event.detail else None)
    copies = [
        Send(
            to,
            screen,
            anchor,
            topic_of(case),
            Lane.BULK,
            key=anchor,
            guard=guard,
            not_before=held_until(event),
        )
        for to in people_of(unit, case.seat)
        for anchor in [anchor_of(case, len(case.events), to)]
    ]
    return held(unit, copies)


def held_until(event: DifficultyEvent) -> datetime | None:
    """Return until when an act can be taken back, None for what never can."""
    until = event.detail.get(HELD)
    return datetime.fromisoformat(until) if isinstance(until, str) else None


def guard_of(codes: Sequence[str], event: DifficultyEvent) -> Guard:
    """Return the question whether an act that was done to these difficulties at once still stands for all of them."""
    return Guard("acts_stand", {"codes": list(codes), "act": event.act.value, "at": iso(event.at)})


def acts_stand(db: Database, done: Mapping[str, Any], _now: datetime) -> bool:
    """The guard of what tells of an act: was it taken back of none of the difficulties with these `codes`?"""
    at = datetime.fromisoformat(done["at"])
    events = difficulties.events_of(db, done["codes"])
    return all(
        any(event.act == done["act"] and event.at == at for event in events.get(code, ())) for code in done["codes"]
    )


def people_of(unit: Unit, seat: Seat) -> list[To]:
    """Return where everybody who holds a seat today is written to, as far as they can be reached."""
    holders = people.persons_of_seat(unit.db, seat.id, MEMBER_ROLES, unit.today)
    accounts = [account for person in holders for account in addressees.reachable_accounts(unit.db, person)]
    return [to for account in accounts for to in [addressees.recipient(unit.db, account, unit.today)] if to]


def anchor_of(case: Case, number: int, to: To) -> str:
    """Return the name, and the key, of the message that tells an account of event `number`, the first being 1."""
    return f"difficulty:{case.code}:{number}:{to.account}"


def topic_of(case: Case) -> Topic:
    """Return what messages about a difficulty are about."""
    return Topic(TopicKind.DIFFICULTY, {"code": case.code})


def names_of(unit: Unit, events: Iterable[DifficultyEvent | Note]) -> dict[str, str]:
    """Return the names of the persons who did, or noted, these, by what the events call them."""
    codes = {each.actor.removeprefix(_PERSON) for each in events if each.actor.startswith(_PERSON)}
    return {f"{_PERSON}{code}": name for code, name in people.names_by_code(unit.db, codes).items()}
