"""Urging those whose report is missing: shown first, done in one act, and told afterwards what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.domain import urging as rules
from bot.domain.operations import Guard, Lane, Operation, Send, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.periods import Period
from bot.domain.texts import Screen
from bot.domain.urging import Arrival, Missing, Urging
from bot.errors import BotError
from bot.screens import urging as wording
from bot.services.desk.ledger import is_accepting, missing, schedule_of
from bot.services.desk.morning import OWED
from bot.services.difficulties.cases import people_of
from bot.services.people import duties
from bot.services.people.duties import officer_only
from bot.services.people.quiet import held
from bot.services.reply import Reply
from bot.services.standing import ledger, period_schedule
from storage import addressees, ledgers, people, urgings
from storage.outbox import Message, OutboxState
from storage.unit import Unit


def start(unit: Unit, actor: Actor, period: Period) -> Reply:
    """Show whom an urging would reach. Raises BotError("stale") for a period that takes no report now."""
    number = urgings.open_urging(unit.db, period, actor.person.id, actor.account, unit.now)
    return show(unit, actor, number)


def show(unit: Unit, actor: Actor, number: int) -> Reply:
    """Show what an urging would do, or what has come of it. Raises what `_own` raises."""
    people.set_open_draft(unit.db, actor.account, None)
    urging = _own(unit, actor, number)
    if urging.sent_at:
        return Reply(_result(unit, urging))
    found = _missing(unit, urging.period)
    to_urge, not_urged = _parted(urging, found)
    urgings.put_shown(unit.db, number, [each.seat.id for each in to_urge])
    return Reply(wording.preview(urging, to_urge, not_urged, unit.now))


def show_words(unit: Unit, actor: Actor, number: int) -> Reply:
    """Show what members would read, by the first of them. Raises what `_own` raises."""
    urging = _own(unit, actor, number)
    to_urge, _ = _parted(urging, _missing(unit, urging.period))
    if urging.sent_at or not to_urge:
        return show(unit, actor, number)
    return Reply(wording.shown_words(_words(unit, urging, to_urge[0]), urging))


def choose(unit: Unit, actor: Actor, number: int, page: int) -> Reply:
    """Show a page of those who could be urged, to leave some out. Raises what `_own` raises."""
    urging = _own(unit, actor, number)
    found = [each for each in _missing(unit, urging.period) if each.may_be_urged]
    if urging.sent_at or not found:
        return show(unit, actor, number)
    return Reply(wording.choose(urging, found, min(page, rules.pages(len(found)) - 1)))


def leave_out(unit: Unit, actor: Actor, number: int, seat: int, page: int) -> Reply:
    """Leave a seat out, or take it in again. Raises what `_own` raises."""
    urging = _own(unit, actor, number)
    if urging.sent_at is None:
        urgings.put_left_out(unit.db, number, urging.left_out ^ {seat})
    return choose(unit, actor, number, page)


def send(unit: Unit, actor: Actor, number: int) -> Reply:
    """Urge those who were shown and whose report is still missing; once. Raises what `_own` raises."""
    urging = _own(unit, actor, number)
    to_urge, _ = _parted(urging, _missing(unit, urging.period))
    meant = [each for each in to_urge if each.seat.id in urging.shown]
    if not meant or not urgings.mark_sent(unit.db, number, unit.now):
        return show(unit, actor, number)
    urged = [each for each in meant if urgings.urge(unit.db, number, each.seat.id, urging.period, unit.today)]
    detail = {"period": urging.period.iso, "seats": [each.seat.code for each in urged]}
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), "members.urged", f"urging:{number}", detail)
    notices = held(unit, [message for each in urged for message in _messages(unit, urging, each)])
    if not notices:
        # Nothing is on its way whose end could tell what came of it.
        urgings.mark_told(unit.db, number, unit.now)
    waiting = {each.seat.id: [Arrival.WAITING] for each in urged if people_of(unit, each.seat)}
    return Reply(wording.result(urging, _arrived(urged, waiting), unit.now), notices=tuple(notices))


def ended(unit: Unit, message: Message, _state: OutboxState) -> Sequence[Operation]:
    """A message of an urging has ended: after the last, whoever urged is told what came of it, once."""
    topic = message.topic
    assert topic is not None
    number = int(topic.arguments["urging"])
    if any(Arrival.WAITING in states for states in urgings.arrivals(unit.db, number).values()):
        return ()
    urging = urgings.urging_by_id(unit.db, number)
    if urging is None or not urgings.mark_told(unit.db, number, unit.now):
        return ()
    to = addressees.recipient(unit.db, urging.account, unit.today)
    if to is None:
        return ()
    about = Topic(TopicKind.URGE, {"period": urging.period.iso, "urging": number})
    return (Send(to, _result(unit, urging), topic=about, lane=Lane.BULK, key=f"urged:{number}"),)


def _own(unit: Unit, actor: Actor, number: int) -> Urging:
    """Return an urging of the actor's.

    Raises BotError: rights; stale for one of another's, and for one not sent whose period takes no report any more.
    """
    officer_only(unit, actor)
    urging = urgings.urging_by_id(unit.db, number)
    if urging is None or urging.person != actor.person.id:
        raise BotError("stale")
    if urging.sent_at is None and not is_accepting(unit, schedule_of(unit, urging.period)):
        raise BotError("stale")
    return urging


def _missing(unit: Unit, period: Period) -> list[Missing]:
    """The seats whose report for a period is still to come, by rank."""
    seats = [row.seat for row in ledger(unit, schedule_of(unit, period)) if row.state in OWED]
    return list(missing(unit, seats, period).values())


def _parted(urging: Urging, found: Sequence[Missing]) -> tuple[list[Missing], list[Missing]]:
    """Part those who are urged from those who are not."""
    to_urge = [each for each in found if each.may_be_urged and each.seat.id not in urging.left_out]
    return to_urge, [each for each in found if each not in to_urge]


def _words(unit: Unit, urging: Urging, each: Missing) -> Screen:
    return wording.words(each.seat, period_schedule(unit, urging.period), unit.now)


def _messages(unit: Unit, urging: Urging, each: Missing) -> list[Send]:
    period, seat = urging.period.iso, each.seat.id
    guard = Guard("still_owed", {"reports": [[period, seat]], "tasks": []})
    about = Topic(TopicKind.URGE, {"period": period, "seat": seat, "urging": urging.id})
    screen, stop = _words(unit, urging, each), period_schedule(unit, urging.period).stop_at
    return [
        Send(
            to,
            screen,
            topic=about,
            lane=Lane.BULK,
            key=urgings.message_key(urging.id, seat, to.account or 0),
            guard=guard,
            expires_at=stop,
        )
        for to in people_of(unit, each.seat)
    ]


def _result(unit: Unit, urging: Urging) -> Screen:
    seats = people.seats_by_id(unit.db, urgings.urged_in(unit.db, urging.id))
    ranked = sorted(seats.values(), key=lambda seat: seat.rank)
    meant = list(missing(unit, ranked, urging.period).values())
    return wording.result(urging, _arrived(meant, urgings.arrivals(unit.db, urging.id)), unit.now)


def _arrived(meant: Sequence[Missing], states: Mapping[int, Sequence[Arrival]]) -> Mapping[Arrival, Sequence[Missing]]:
    found: dict[Arrival, list[Missing]] = defaultdict(list)
    for each in meant:
        found[rules.arrival(states.get(each.seat.id, ()))].append(each)
    return found
