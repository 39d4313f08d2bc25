"""Difficulties accepted for handling from their pages, one or all of a report, and acts taken back in time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.domain.difficulties import DONE_AT, OF_MEMBERS, UNDOES, DifficultyAct, DifficultyEvent, DifficultyState
from bot.domain.handling import Case, accepted_together, newest, open_to_desk, revocable
from bot.domain.operations import Lane, Send, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.reports import Report
from bot.domain.selecting import by_seat
from bot.domain.triage import QueueView
from bot.errors import BotError
from bot.screens import selecting as joint_wording
from bot.screens.difficulties import handling as wording
from bot.services import lookup
from bot.services.desk import queue
from bot.services.difficulties import acts, clusters
from bot.services.difficulties.cases import (
    case_of,
    cases_of,
    guard_of,
    held_until,
    names_of,
    people_of,
    record,
    to_seat,
)
from bot.services.people.duties import officer_only
from bot.services.people.quiet import held
from bot.services.reply import Reply, with_remark
from bot.services.reporting import acceptance
from storage import reports, selections
from storage.rows import iso
from storage.unit import Unit

_OF_DESK = frozenset(DifficultyAct) - OF_MEMBERS - {DifficultyAct.DIRECTED}
"""What its sender or a leader said is taken back by nobody of the desk."""


def accept(unit: Unit, actor: Actor, code: str, number: int, view: QueueView | None = None) -> Reply:
    """Accept a difficulty of which event `number` was the newest that the officer saw.

    `view`, here and below: the part of the queue it was opened from, where it was.
    """
    case = current(unit, actor, code)
    if newest(case.events) != number or not open_to_desk(DifficultyAct.ACCEPTED, case.events):
        return overtaken(unit, actor, case, view)
    following = queue.following(unit, actor, view, [code])
    return queue.after_act(unit, actor, code, view, acts.accept(unit, actor, code), following)


def current(unit: Unit, actor: Actor, code: str) -> Case:
    """Return a difficulty for an officer. Raises BotError: rights, or stale for one that is not there any more."""
    officer_only(unit, actor)
    case = case_of(unit, code)
    if case is None:
        raise BotError("stale")
    return case


def overtaken(unit: Unit, actor: Actor, case: Case, view: QueueView | None = None) -> Reply:
    """Show a difficulty as it is, and what was done with it meanwhile and by whom."""
    said = wording.meanwhile(case, names_of(unit, case.events))
    return with_remark(queue.page(unit, actor, case.code, view), said)


def accept_all(unit: Unit, actor: Actor, code: str, version: int) -> Reply:
    """Accept what waits for it in a version of a report, at once; those of its seat are told in one message."""
    report = _report(unit, actor, code)
    if report.version != version:
        return with_remark(lookup.show(unit, actor, code), wording.amended(report))
    following = queue.following(unit, actor, None, [each.code for each in report.difficulties])
    if report.urgency:
        done = acceptance.accept(unit, actor, code, version)
        return queue.after_act(unit, actor, code, None, done, following)
    waiting = [case for case in cases_of(unit, report) if case.state is DifficultyState.SENT]
    if not waiting:
        return with_remark(lookup.show(unit, actor, code), wording.none_waits(code))
    event = acts.event_of(unit, actor, DifficultyAct.ACCEPTED, {})
    accepted = [record(unit, case, event) for case in waiting]
    told, within = told_together(unit, accepted), unit.rules.profile.undo_within
    remark = wording.accepted_all(report, len(accepted), unit.now, within, told=bool(told))
    return queue.after_act(unit, actor, code, None, Reply(toast=remark, notices=tuple(told)), following)


def _report(unit: Unit, actor: Actor, code: str) -> Report:
    officer_only(unit, actor)
    report = reports.report_by_code(unit.db, code)
    if report is None:
        raise BotError("stale")
    return report


def told_together(unit: Unit, accepted: Sequence[Case]) -> list[Send]:
    """Return what tells a seat of difficulties of it that were accepted at one instant: one message a person."""
    if len(accepted) == 1:
        return to_seat(unit, accepted[0], acts.told_of(unit, accepted[0]))
    event = accepted[0].events[newest(accepted[0].events) - 1]
    codes, report = [case.code for case in accepted], accepted[0].report
    of_one = all(case.report.code == report.code for case in accepted)
    screen = wording.accepted_of(report, accepted) if of_one else joint_wording.accepted_of_seat(accepted)
    topic = Topic(TopicKind.HANDLING, {"code": report.code})
    # How many are named belongs to the key: of what is taken back of them, the others are told anew.
    about = report.reference if of_one else f"seat:{accepted[0].seat.id}"
    key = f"accepted:{about}:{iso(event.at)}:{len(codes)}"
    copies = [
        Send(
            to,
            screen,
            topic=topic,
            lane=Lane.BULK,
            key=f"{key}:{to.account}",
            guard=guard_of(codes, event),
            not_before=held_until(event),
        )
        for to in people_of(unit, accepted[0].seat)
    ]
    return held(unit, copies)


def undo(unit: Unit, actor: Actor, code: str, number: int, view: QueueView | None = None) -> Reply:
    """Take back event `number` of a difficulty while nobody has been told of it; later it says what to do instead."""
    case = current(unit, actor, code)
    event = next(iter(case.events[number - 1 : number]), None) if number else None
    if event is None:
        raise BotError("stale")
    if event.act is DifficultyAct.UNDONE:
        return with_remark(queue.page(unit, actor, code, view), wording.taken_back_before(code))
    if event.act not in _OF_DESK:
        return overtaken(unit, actor, case, view)
    until = held_until(event)
    if until is None or unit.now >= until:
        said = wording.too_late(code, event.act, unit.rules.profile.undo_within)
        return with_remark(queue.page(unit, actor, code, view), said)
    if revocable(case.events, unit.now) != number:
        return overtaken(unit, actor, case, view)
    take_back(unit, actor, case, event)
    shown = with_remark(queue.page(unit, actor, code, view), wording.taken_back(code))
    return replace(shown, notices=(*shown.notices, *_rest_told_anew(unit, case, event)))


def take_back(unit: Unit, actor: Actor, case: Case, event: DifficultyEvent) -> None:
    """Take back an act that can be, from all that it has reached."""
    for each in (case, *clusters.spread_to(unit, case, event)):
        _take_back(unit, actor, each, event)


def _take_back(unit: Unit, actor: Actor, case: Case, event: DifficultyEvent) -> None:
    detail = {UNDOES: event.act.value, DONE_AT: iso(event.at)}
    record(unit, case, DifficultyEvent(DifficultyAct.UNDONE, unit.now, f"person:{actor.person.code}", detail))


def _rest_told_anew(unit: Unit, case: Case, event: DifficultyEvent) -> list[Send]:
    """Return what tells a seat anew of what was accepted with a difficulty of which that was taken back."""
    beside = [each.code for each in case.report.difficulties]
    together = selections.done_with(unit.db, case.code, event.act.value, event.at)
    return told_anew(unit, [*beside, *together], event, {case.seat.id})


def told_anew(unit: Unit, codes: Collection[str], event: DifficultyEvent, seats: Collection[int]) -> list[Send]:
    """Return what tells these seats of the difficulties of which the same act stands still.

    Their message was of all that were accepted at once, one of which was taken back. Other acts are told one by one.
    """
    if event.act is not DifficultyAct.ACCEPTED:
        return []
    found = [case for code in dict.fromkeys(codes) for case in [case_of(unit, code)] if case and case.seat.id in seats]
    same = [
        replace(each, events=each.events[:number])
        for each in found
        for number, other in enumerate(each.events, 1)
        if other.act is event.act and other.at == event.at
    ]
    return [send for cases in by_seat(same).values() for send in told_together(unit, cases)]


def undo_all(unit: Unit, actor: Actor, code: str) -> Reply:
    """Take back the acceptance of all difficulties of a report that were accepted last, at once."""
    report = _report(unit, actor, code)
    together = accepted_together(cases_of(unit, report), unit.now)
    if not together:
        return with_remark(lookup.show(unit, actor, code), wording.none_waits(code))
    for case in together:
        _take_back(unit, actor, case, case.events[newest(case.events) - 1])
    # What was accepted with them, of another report of the seat, stands; the message of all of it does not leave.
    first = together[0]
    told = _rest_told_anew(unit, first, first.events[newest(first.events) - 1])
    shown = with_remark(lookup.show(unit, actor, code), wording.all_taken_back(code, len(together)))
    return replace(shown, notices=(*shown.notices, *told))
