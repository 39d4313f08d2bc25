"""Versions of a report while another one is being written: which it is taken up from, and whether that still stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.clock import VN
from bot.domain.amendments import Difference, brought_up, is_taken_up_from, taken_up
from bot.domain.difficulties import DifficultyAct
from bot.domain.forms import Draft
from bot.domain.operations import Operation, Send, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.periods import Period, Schedule
from bot.domain.reports import ADHOC, REPORT, Report, withdrawable_until
from bot.errors import BotError
from bot.screens.reporting import amending as wording
from bot.services.difficulties import clusters
from bot.services.reply import Reply
from bot.services.reporting.carrying import statements
from bot.services.standing import period_schedule
from storage import addressees, difficulties, drafts, openings, people, receptions, reports, snapshots
from storage.unit import Unit


def own_report(unit: Unit, actor: Actor, code: str) -> Report | None:
    """Return the live version of a report of a seat that the actor holds, or None where it has been withdrawn.

    Raises BotError("stale") for any other, whether it exists or not.
    """
    first = reports.report_by_code(unit.db, code, 1)
    if first is None or first.seat not in (seat.id for seat in actor.seats):
        raise BotError("stale")
    return reports.report_by_code(unit.db, code)


def window_of(unit: Unit, report: Report) -> Schedule:
    """Return the period in whose papers a report stands."""
    if report.period:
        return period_schedule(unit, Period.parse(report.period))
    seat = people.seat_by_id(unit.db, report.seat)
    assert seat is not None
    day, cadence = report.filed_at.astimezone(VN).date(), unit.rules.profile.bodies[seat.body].cadence
    return period_schedule(unit, Period.containing(day, cadence))


def withdrawable(unit: Unit, report: Report) -> datetime | None:
    """Return until when a live report can be withdrawn, None where it no longer can.

    Whatever the time, not once the desk has opened it: pressed a button on it, looked it up, or made a paper with it.
    """
    until, schedule = withdrawable_until(report, unit.rules.profile.withdraw_within), window_of(unit, report)
    if unit.now >= until or openings.was_opened(unit.db, report.code, report.filed_at):
        return None
    if report.urgency and receptions.reception(unit.db, report.code).accepted_at:
        return None
    # What has been closed takes no report any more, and its last paper is being made.
    is_closed = bool(report.period) and unit.now >= schedule.stop_at
    return None if is_closed or snapshots.made_since(unit.db, schedule.period.iso, report.filed_at) else until


def take_up(unit: Unit, actor: Actor, report: Report) -> Draft:
    """Return a draft of the actor that holds a version of a report, the live one or one that has just been withdrawn.

    One that was begun before goes on, brought up to this version; what another draft for the same period holds stands
    behind what was sent, so that nothing is lost.
    """
    kind, subject = (ADHOC, report.code) if report.urgency else (REPORT, report.period)
    there = drafts.live_draft(unit.db, actor.person.id, report.seat, kind, subject)
    if there and is_taken_up_from(there, report):
        return there
    base = base_of(unit, there) if there else None
    if there and base and there.report == report.code:
        draft = brought_up(there, base, report)
    else:
        hint = difficulties.last_field(unit.db, report.seat)
        held = there or drafts.add_draft(unit.db, actor.person.id, report.seat, kind, subject, hint, unit.now)
        draft = taken_up(held, report, statements(unit, report))
    drafts.save_draft(unit.db, draft, unit.now)
    return draft


def base_of(unit: Unit, draft: Draft) -> Report | None:
    """Return the version of a report that a draft was taken up from."""
    return reports.report_by_code(unit.db, draft.report, draft.base) if draft.base else None


def amended(unit: Unit, draft: Draft) -> Report | None:
    """Return the version that a draft amends; None where it has not been taken up from the live version of a report."""
    live = reports.report_by_code(unit.db, draft.report) if draft.base else None
    return live if live and live.version == draft.base else None


def meant_to_amend(unit: Unit, draft: Draft) -> Report | None:
    """Return the version that a draft was taken up from to be amended, whatever has become of it since.

    What was taken up because it was withdrawn amends nothing.
    """
    base = base_of(unit, draft)
    return base if base and not reports.was_withdrawn(unit.db, base.code, base.version) else None


def overtaken(unit: Unit, actor: Actor, live: Report) -> Reply:
    """Say that another version has been sent since a draft was taken up; what was entered stays in it."""
    people.set_open_draft(unit.db, actor.account, None)
    sender = people.person_by_id(unit.db, live.person).full_name
    return Reply(wording.overtaken(live, sender))


def told_of_withdrawal(unit: Unit, report: Report, found: Difference) -> Sequence[Operation]:
    """Tell whoever accepted a difficulty that it has been taken out; the desk as a whole sees it in the difference."""
    told: list[Operation] = []
    for difficulty in found.withdrawn:
        person = _working_on(unit, report, difficulty.code)
        accounts = addressees.reachable_accounts(unit.db, person) if person else ()
        for to in filter(None, (addressees.recipient(unit.db, account, unit.today) for account in accounts)):
            screen, topic = wording.taken_out(report, difficulty), Topic(TopicKind.DESK_COPY, {"code": report.code})
            told.append(
                Send(to, screen, topic=topic, key=f"taken-out:{difficulty.code}:{report.reference}:{to.account}")
            )
    # What the desk follows together with it is followed by itself from now on.
    return [*told, *(clusters.released(unit) if found.withdrawn else ())]


def _working_on(unit: Unit, report: Report, difficulty: str) -> int | None:
    """The officer who accepted a difficulty last, or the ad hoc report it stands in."""
    events = difficulties.events_of(unit.db, [difficulty]).get(difficulty, ())
    actors = [event.actor for event in events if event.act is DifficultyAct.ACCEPTED]
    person = people.person_by_code(unit.db, actors[-1].removeprefix("person:")) if actors else None
    if person:
        return person.id
    return receptions.reception(unit.db, report.code).accepted_by if report.urgency else None
