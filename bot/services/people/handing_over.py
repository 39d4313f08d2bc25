"""Handing a seat over: the duty of one person ends, a successor gets it, and what belongs to the seat stays there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain import directory_forms as asked
from bot.domain.days import kept
from bot.domain.directory import DirectoryEntry
from bot.domain.form_questions import missing
from bot.domain.forms import Done, Draft, Form
from bot.domain.people import Actor, Duty, Person, Seat
from bot.domain.seat_requests import FROM
from bot.domain.texts import Screen, Text
from bot.domain.turns import Turn, TurnKind
from bot.domain.verbs.directory import OpenHandover
from bot.errors import BotError
from bot.screens.people import changing, forming, turning
from bot.services.people import directory, duties
from bot.services.people import turns as turns_of
from bot.services.people.duties import Grant
from bot.services.reply import Reply
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, filed, people, tasks, turns
from storage.unit import Unit


def start(unit: Unit, actor: Actor, duty_id: int) -> Reply:
    """Open the form, or the draft of it that there is.

    Raises BotError("stale") for a duty that is not held or has no seat, BotError("turn_planned") for one of which a
    handover is recorded, and what `duties.check_end` raises.
    """
    entry, duty, _ = _duty(unit, duty_id)
    duties.check_end(unit, actor, entry, duty)
    check_unplanned(unit, duty_id)
    subject = str(duty_id)
    draft = drafts.live_draft(unit.db, actor.person.id, 0, asked.HANDOVER, subject) or drafts.add_draft(
        unit.db, actor.person.id, 0, asked.HANDOVER, subject, "", unit.now
    )
    return open_draft(unit, actor, FORM, draft if draft.rev else _begun(unit, draft))


def check_unplanned(unit: Unit, duty: int) -> None:
    """Raise BotError("turn_planned") where a handover or a substitution of a duty is recorded."""
    turn = turns.planned_from(unit.db, duty)
    if turn:
        raise BotError("turn_planned", day=turn.begins_on)


def _duty(unit: Unit, duty_id: int) -> tuple[DirectoryEntry, Duty, Seat]:
    entry, duty = directory.duty(unit, duty_id)
    if duty.seat is None:
        raise BotError("stale")
    return entry, duty, duty.seat


def _begun(unit: Unit, draft: Draft) -> Draft:
    begun = replace(draft, position=_form(unit, draft).start())
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def _form(unit: Unit, draft: Draft) -> Form:
    entry, _, seat = _duty(unit, int(draft.subject))
    left_behind = bool(drafts.drafts_of_seat(unit.db, entry.person.id, seat.id))
    # An answer keeps its question, also where the last draft was sent meanwhile.
    answered = bool(draft.items and draft.items[0].get(asked.DRAFTS)) or draft.position.step == asked.DRAFTS
    return asked.handover(
        draft, people.everybody_ever(unit.db), unit.today_for_words, with_drafts=left_behind or answered
    )


def _successor(unit: Unit, draft: Draft) -> Person | None:
    """Who takes over, as far as that is answered."""
    if not draft.items or missing(_form(unit, draft), draft):
        return None
    item = draft.items[0]
    if item[asked.SUCCESSOR] == asked.NEW:
        return asked.person_of(item, "")
    return people.person_by_code(unit.db, item[asked.SUCCESSOR])


def _day(unit: Unit, draft: Draft) -> date:
    """From which day on the successor has the duty; one that is past by now is today."""
    return max(kept(draft.items[0].get(FROM, "")) or unit.today, unit.today)


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    entry, duty, seat = _duty(unit, int(draft.subject))
    known = {person.code: person for person in people.everybody_ever(unit.db)}
    successor = _successor(unit, draft)
    result: Sequence[Text] = ()
    if successor:
        result = _result(unit, draft, successor)
    view = forming.View(
        form=_form(unit, draft),
        heading=forming.handover_heading(entry.person.full_name, duty),
        seats={},
        people=known,
        suggested=_colleagues(unit, entry, duty, seat),
        missing_second=False,
        result=result,
        confirm=forming.HAND_OVER,
    )
    return forming.draft_screen(view, draft)


def _result(unit: Unit, draft: Draft, successor: Person) -> Sequence[Text]:
    entry, duty, _ = _duty(unit, int(draft.subject))
    drafts_, day = draft.items[0].get(asked.DRAFTS, ""), _day(unit, draft)
    if day == unit.today:
        return forming.handover_result(successor, duty, entry.person.full_name, drafts_)
    lines = forming.drafts_line(drafts_)
    return turning.handover_result(successor, duty, entry.person.full_name, day, lines)


def _colleagues(unit: Unit, entry: DirectoryEntry, duty: Duty, seat: Seat) -> list[str]:
    """The codes of those who hold another duty on the same seat: the likeliest successors."""
    return [
        person.code
        for person, held in people.everybody(unit.db, unit.today)
        if person.id != entry.person.id
        and any(each.seat == seat for each in held)
        and not any(each.seat == seat and each.role is duty.role for each in held)
    ]


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    entry, duty, seat = _duty(unit, int(draft.subject))
    successor = _successor(unit, draft)
    if successor is None:
        raise BotError("stale")
    if successor.id == entry.person.id:
        raise BotError("duty_held", full_name=successor.full_name)
    check_unplanned(unit, duty.id)
    day, deleting = _day(unit, draft), draft.items[0].get(asked.DRAFTS) == asked.DELETE
    left_behind = drafts.drafts_of_seat(unit.db, entry.person.id, seat.id)
    duties.end_on(unit, actor, entry, duty, day)
    grant = Grant(successor, duty.role, seat.code)
    person_id, duty_id = duties.record(unit, grant, duties.by(actor), day)
    turn = Turn(
        id=0,
        kind=TurnKind.HANDOVER,
        seat=seat.id,
        from_person=entry.person.id,
        from_duty=duty.id,
        to_person=person_id,
        to_duty=duty_id,
        begins_on=day,
        ends_on=None,
        pass_drafts=not deleting,
        by=duties.by(actor),
    )
    change, told = turns_of.plan(unit, turn)
    drafts.close_draft(unit.db, draft.id, change.after.code, unit.now)
    if day > unit.today:
        shown = directory.shown(unit, actor, entry.person.id)
        return Reply(shown.with_line_first(turning.planned(change)), notices=told)
    passed = sum(1 for each in left_behind if _is_of(unit, each.id, person_id))
    lines = changing.handed_over(
        entry.person.full_name,
        change.after,
        duty,
        unit.now,
        tasks=len(tasks.tasks_of_seats(unit.db, [seat.id], done=False)),
        reports=len(filed.listed_ids(unit.db, [seat.id], adhoc=False)),
        passed=passed,
        deleted=len(left_behind) if deleting else 0,
    )
    shown = directory.shown(unit, actor, person_id)
    return Reply(replace(shown, lines=(*lines, *shown.lines)), notices=told)


def _is_of(unit: Unit, draft_id: int, person: int) -> bool:
    draft = drafts.draft_by_id(unit.db, draft_id)
    return draft is not None and draft.person == person


def _overtaken(unit: Unit, _actor: Actor, draft: Draft) -> Reply | None:
    """The duty has ended since the draft was begun, so there is nothing left to hand over: BotError("stale")."""
    _duty(unit, int(draft.subject))
    return None


def _left(_unit: Unit, _actor: Actor, draft: Draft) -> Reply:
    return Reply(forming.left(OpenHandover(int(draft.subject))))


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, forming.done_before, _left)
"""The form that hands a seat over."""
