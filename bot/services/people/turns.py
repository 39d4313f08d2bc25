"""Seats that change hands on a day: planned by the desk, done and told as the day begins, undone before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from sqlite_utils import Database

from bot.domain.forms import Draft
from bot.domain.operations import Operation, Piece, Send, Topic, TopicKind
from bot.domain.people import Actor, Duty
from bot.domain.reports import ADHOC
from bot.domain.texts import N_, Screen, Text
from bot.domain.turns import Turn, TurnKind
from bot.errors import BotError
from bot.screens.people import turning as wording
from bot.screens.people.turning import Change
from bot.services.desk.notices import to_desk
from bot.services.people import duties
from bot.services.people.belongings import belongings
from bot.services.reply import Reply, with_remark
from bot.services.reporting.waiting import free_subject
from storage import drafts, ledgers, people, turns
from storage.unit import Unit

TOPIC = Topic(TopicKind.SEAT)


def change_of(unit: Unit, turn: Turn, duty: Duty | None = None) -> Change:
    """Return a turn with what it names."""
    seat, role = people.seat_by_id(unit.db, turn.seat), people.role_of_duty(unit.db, turn.to_duty)
    before, after = (people.person_by_id(unit.db, person) for person in (turn.from_person, turn.to_person))
    return Change(turn, duty or Duty(role, seat), before, after)


def planned_of(unit: Unit, duties: Collection[int]) -> tuple[Change, ...]:
    """Return the turns that are recorded for these duties and have not ended."""
    return tuple(change_of(unit, turn) for turn in turns.planned_of(unit.db, duties))


def plan(unit: Unit, turn: Turn) -> tuple[Change, tuple[Operation, ...]]:
    """Keep a turn; do it at once where its day has come. Return it and what tells those it is about."""
    number = turns.add_turn(unit.db, turn, unit.now)
    kept = turns.turn_by_id(unit.db, number)
    assert kept is not None
    change = change_of(unit, kept)
    audit(unit, turn.by, "planned", change)
    if kept.begins_on <= unit.today:
        return change, tuple(_begin(unit, kept, silent=False))
    screen = wording.announced(change) if kept.kind is TurnKind.HANDOVER else wording.absent_told(change)
    return change, tuple(_to(unit, kept.from_person, screen, f"turn-planned:{number}"))


def any_waiting(db: Database) -> bool:
    """Return whether anything is still to come of a turn."""
    return bool(turns.waiting_turns(db))


def turn(unit: Unit) -> Iterable[Piece]:
    """Do what the day brings: handovers and substitutions begin, substitutions end, whoever was linked is told."""
    for each in turns.waiting_turns(unit.db):
        about = Text(N_("handover {number}"), number=each.id)
        if each.begun_at is None and each.begins_on <= unit.today:
            yield Piece(about, partial(_begin, unit, each, silent=True))
        elif each.begun_at and each.ended_at is None and each.ends_on and each.ends_on <= unit.today:
            yield Piece(about, partial(_end, unit, each))
        elif each.begun_at and each.told_at is None:
            yield Piece(about, partial(_tell, unit, each, silent=False))


def _begin(unit: Unit, turn: Turn, *, silent: bool) -> Sequence[Operation]:
    """The seat changes hands, which its duties say by themselves: what belongs to it follows, and all are told."""
    change, told = change_of(unit, turn), list[Operation]()
    turns.mark(unit.db, turn.id, "begun", unit.now)
    audit(unit, turn.by, "begun", change)
    if turn.kind is TurnKind.HANDOVER:
        drafts_go_over(unit, turn, turn.from_person, turn.to_person)
        turns.mark(unit.db, turn.id, "ended", unit.now)
        # One who lost the duty before has been told then.
        if turns.valid_to(unit.db, turn.from_duty) == turn.begins_on:
            told += duties.after_end(unit, turn.by, turn.from_person, change.duty, change.after.full_name)
    elif not silent:  # otherwise they were told when it was recorded
        told += _to(unit, turn.from_person, wording.absent_told(change), f"turn-planned:{turn.id}")
    told += _tell(unit, turn, silent=silent)
    if silent and not people.is_linked(unit.db, turn.to_person):
        told += to_desk(unit, wording.not_linked(change), f"turn-not-linked:{turn.id}", TOPIC)
    return told


def _end(unit: Unit, turn: Turn) -> Sequence[Operation]:
    """Somebody stands in no longer: what they were writing goes back, and they are told."""
    change = change_of(unit, turn)
    drafts_go_over(unit, turn, turn.to_person, turn.from_person)
    turns.mark(unit.db, turn.id, "ended", unit.now)
    turns.mark(unit.db, turn.id, "told", unit.now)
    audit(unit, turn.by, "ended", change)
    if turns.valid_to(unit.db, turn.to_duty) != turn.ends_on:
        return []
    return list(duties.after_end(unit, turn.by, turn.to_person, change.duty))


def _tell(unit: Unit, turn: Turn, *, silent: bool) -> Sequence[Operation]:
    """Send the card of what goes over; nothing where there is no account yet to send it to."""
    screen = wording.receive(change_of(unit, turn), belongings(unit, turn.seat, turn.to_person), silent=silent)
    told = list(_to(unit, turn.to_person, screen, f"turn:{turn.id}"))
    if told:
        turns.mark(unit.db, turn.id, "told", unit.now)
    return told


def show(unit: Unit, actor: Actor, turn_id: int) -> Reply:
    """What somebody has taken over. Raises BotError("stale") for what is not theirs."""
    change = _own(unit, actor, turn_id)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.shown(change, belongings(unit, change.turn.seat, actor.person.id)))


def receive(unit: Unit, actor: Actor, turn_id: int) -> Reply:
    """Keep that somebody has taken over, and tell the desk once. Raises BotError("stale") for what is not theirs."""
    change = _own(unit, actor, turn_id)
    told: tuple[Operation, ...] = ()
    if change.turn.received_at is None:
        turns.mark(unit.db, turn_id, "received", unit.now)
        audit(unit, duties.by(actor), "received", change)
        told = to_desk(unit, wording.told_desk(change), f"turn-received:{turn_id}", TOPIC)
    return replace(with_remark(show(unit, actor, turn_id), wording.received(change)), notices=told)


def _own(unit: Unit, actor: Actor, turn_id: int) -> Change:
    turn = turns.turn_by_id(unit.db, turn_id)
    holds = turn is not None and turn.seat in (seat.id for seat in actor.seats)
    if turn is None or not holds or turn.to_person != actor.person.id or turn.begun_at is None:
        raise BotError("stale")
    return change_of(unit, turn)


def drafts_go_over(unit: Unit, turn: Turn, before: int, after: int) -> None:
    """Make the drafts that one person has for the seat the other's, or delete them, as the turn says."""
    left = drafts.drafts_of_seat(unit.db, before, turn.seat)
    if turn.pass_drafts:
        pass_on(unit, left, after)
    else:
        for each in left:
            drafts.drop_draft(unit.db, each.id)


def pass_on(unit: Unit, left_behind: Sequence[Draft], person: int) -> int:
    """Make drafts another person's; return how many went over.

    A report of which they have a draft already stays behind, save where they have entered nothing into it; ad hoc
    reports are as many as there are.
    """
    passed = 0
    for draft in left_behind:
        own = drafts.live_draft(unit.db, person, draft.seat, draft.kind, draft.subject)
        if own and not own.holds_answers:
            drafts.drop_draft(unit.db, own.id)
            own = None
        subject = _another_subject(unit, person, draft) if own else draft.subject
        if subject is not None:
            drafts.give_draft(unit.db, draft.id, person, subject)
            passed += 1
    return passed


def _another_subject(unit: Unit, person: int, draft: Draft) -> str | None:
    return free_subject(unit, person, draft.seat) if draft.kind == ADHOC else None


def _to(unit: Unit, person: int, screen: Screen, key: str) -> list[Send]:
    return [Send(to, screen, topic=TOPIC, key=f"{key}:{to.account}") for to in duties.addressees_of(unit, person)]


def audit(unit: Unit, by: str, what: str, change: Change) -> None:
    """Write what happened to a turn into the audit."""
    turn = change.turn
    verb = "seat.handed_over" if (turn.kind, what) == (TurnKind.HANDOVER, "begun") else f"{turn.kind.value}.{what}"
    detail = {
        "from": change.before.code,
        "to": change.after.code,
        "role": change.duty.role.value,
        "day": turn.begins_on.isoformat(),
        "until": turn.ends_on.isoformat() if turn.ends_on else "",
    }
    seat = change.duty.seat
    assert seat is not None
    ledgers.append_audit(unit.db, unit.now, by, verb, f"seat:{seat.code}", detail)
