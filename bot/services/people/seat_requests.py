"""What members ask for their seats: taken back by them, decided by the desk, past where nobody decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlite_utils import Database

from bot.domain import seat_requests as asked
from bot.domain.days import kept
from bot.domain.operations import Operation, Piece, Send, Topic, TopicKind
from bot.domain.people import MEMBER_ROLES, Actor, Role
from bot.domain.periods import Period, Schedule
from bot.domain.seat_requests import SeatOutcome, SeatRequest, SeatRequestKind
from bot.domain.texts import N_, Row, Screen, Text
from bot.errors import BotError
from bot.screens.people import seat_requests as wording
from bot.screens.people.seat_requests import Asked
from bot.screens.reporting.form import HOME
from bot.services.desk.notices import to_desk
from bot.services.people import duties, substituting
from bot.services.people.quiet import held
from bot.services.reply import Reply, with_remark
from bot.services.standing import period_schedule
from storage import addressees, ledgers, people, reports, seat_requests
from storage.unit import Unit

_DESK = frozenset({Role.SECRETARIAT})


def make(unit: Unit, actor: Actor, kind: SeatRequestKind, seat: int, subject: str, body: dict[str, str]) -> Reply:
    """Keep a request and bring it to the desk; say so, also that nobody can be reached there."""
    number = seat_requests.add_request(unit.db, kind, seat, subject, body, actor.person.id, unit.now)
    _audit(unit, duties.by(actor), "made", number, {"kind": kind.value, "subject": subject, **body})
    found = asked_for(unit, number)
    on_duty = bool(addressees.recipients(unit.db, _DESK, unit.today))
    screen = wording.sent(found, unit.rules.profile, schedule_of(unit, found.request), on_duty=on_duty)
    return Reply(screen, notices=to_desk(unit, wording.card(found), f"seat-request:{number}", _topic(number)))


def _topic(request: int) -> Topic:
    """What a message is about that gives the reason of a request, or what was said of it."""
    return Topic(TopicKind.SEAT, {"request": request})


def schedule_of(unit: Unit, request: SeatRequest) -> Schedule | None:
    """Return the period that a request to be excused is about."""
    if request.kind is not SeatRequestKind.EXCUSE:
        return None
    return period_schedule(unit, Period.parse(request.subject))


def withdraw(unit: Unit, actor: Actor, request_id: int) -> Reply:
    """Take a request back. Raises BotError("stale") for one of another's seat, and where it has ended."""
    found = _open(unit, request_id, {seat.id for seat in actor.seats})
    _end(unit, found.request, SeatOutcome.WITHDRAWN, actor)
    told = to_desk(
        unit,
        Screen((wording.ended(asked_for(unit, request_id)),)),
        f"seat-request-ended:{request_id}",
        _topic(request_id),
    )
    return Reply(Screen((wording.withdrawn(found),), ((HOME,),)), notices=told)


def show_list(unit: Unit, actor: Actor) -> Reply:
    """What the desk has to decide."""
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.listed([asked_for(unit, each.id) for each in seat_requests.open_requests(unit.db)]))


def show(unit: Unit, actor: Actor, request_id: int) -> Reply:
    """One request; what became of it where it has ended. Raises BotError("stale") where there is none."""
    people.set_open_draft(unit.db, actor.account, None)
    found = asked_for(unit, request_id)
    return _over(unit, actor, found) or Reply(wording.card(found))


def grant(unit: Unit, actor: Actor, request_id: int) -> Reply:
    """Excuse the seat, or open the form that names the substitute; what became of it where it has ended."""
    found = asked_for(unit, request_id)
    if done := _over(unit, actor, found):
        return done
    request = found.request
    if request.kind is SeatRequestKind.SUBSTITUTE:
        return substituting.start(unit, actor, int(request.subject), request)
    if reports.live_report(unit.db, request.seat, request.subject):
        _end(unit, request, SeatOutcome.LAPSED, actor)  # it has been sent: nothing is left to be excused from
        return _ended(unit, actor, request_id)
    reason = request.body[asked.REASON]
    seat_requests.excuse(unit.db, request.seat, request.subject, reason, actor.person.id, unit.now)
    _end(unit, request, SeatOutcome.GRANTED, actor)
    return _ended(unit, actor, request_id, _tell(unit, request, wording.granted(found)))


def decline(unit: Unit, actor: Actor, request_id: int, words: str) -> Reply:
    """End a request with the desk's words; what became of it where it has ended."""
    found = asked_for(unit, request_id)
    if done := _over(unit, actor, found):
        return done
    _end(unit, found.request, SeatOutcome.REFUSED, actor, words)
    found = asked_for(unit, request_id)
    told = _tell(unit, found.request, wording.declined(found, schedule_of(unit, found.request)))
    return _ended(unit, actor, request_id, told)


def any_open(db: Database) -> bool:
    """Return whether anything waits to be decided."""
    return bool(seat_requests.open_requests(db))


def lapse(unit: Unit) -> Iterable[Piece]:
    """End what is about something past, and tell the member where nothing else has told them."""
    for request in seat_requests.open_requests(unit.db):
        if _is_past(unit, request):
            yield Piece(Text(N_("request {number}"), number=request.id), lambda request=request: _lapse(unit, request))  # type: ignore[misc]


def member_parts(unit: Unit, actor: Actor) -> tuple[Sequence[Text], Sequence[Row]]:
    """Return what the main screen says of the requests of a member's seats, and the choices that take them back."""
    own = [asked_for(unit, each.id) for each in seat_requests.open_of_seats(unit.db, [seat.id for seat in actor.seats])]
    return [wording.waiting_line(each) for each in own], [(wording.take_back(each.request.id),) for each in own]


def desk_parts(unit: Unit) -> tuple[Sequence[Text], Sequence[Row]]:
    """Return what the desk is told of what waits, and the choice that lists it; nothing where nothing does."""
    count = len(seat_requests.open_requests(unit.db))
    return ([wording.desk_line(count)], [(wording.WAITING,)]) if count else ([], [])


def _is_past(unit: Unit, request: SeatRequest) -> bool:
    schedule = schedule_of(unit, request)
    if schedule:
        filed = reports.live_report(unit.db, request.seat, request.subject)
        return filed is not None or unit.now >= schedule.stop_at
    last = kept(request.body[asked.UNTIL])
    return last is None or unit.today > last


def _lapse(unit: Unit, request: SeatRequest) -> Sequence[Operation]:
    seat_requests.end_request(unit.db, request.id, SeatOutcome.LAPSED, None, unit.now)
    _audit(unit, "tick", SeatOutcome.LAPSED.value, request.id)
    filed = request.kind is SeatRequestKind.EXCUSE and reports.live_report(unit.db, request.seat, request.subject)
    return [] if filed else _tell(unit, request, wording.lapsed(asked_for(unit, request.id)))


def _tell(unit: Unit, request: SeatRequest, screen: Screen) -> tuple[Operation, ...]:
    """Tell everybody who holds the seat."""
    holders = people.persons_of_seat(unit.db, request.seat, MEMBER_ROLES, unit.today)
    found = [to for person in holders for to in duties.addressees_of(unit, person)]
    key = f"seat-request-answer:{request.id}"
    return tuple(held(unit, (Send(to, screen, topic=_topic(request.id), key=f"{key}:{to.account}") for to in found)))


def over(unit: Unit, actor: Actor, request_id: int) -> Reply | None:
    """Return what is said of a request that has ended; None for one that is open. Raises BotError("stale")."""
    return _over(unit, actor, asked_for(unit, request_id))


def _over(unit: Unit, actor: Actor, found: Asked) -> Reply | None:
    """What is said of a request that has ended, above what is left; None for one that is open."""
    return with_remark(show_list(unit, actor), wording.ended(found)) if found.request.ended_at else None


def _ended(unit: Unit, actor: Actor, request_id: int, told: tuple[Operation, ...] = ()) -> Reply:
    ended = over(unit, actor, request_id)
    assert ended is not None
    return Reply(ended.screen, notices=told)


def _open(unit: Unit, request_id: int, seats: Collection[int]) -> Asked:
    found = asked_for(unit, request_id)
    if found.request.ended_at or found.request.seat not in seats:
        raise BotError("stale")
    return found


def asked_for(unit: Unit, request_id: int) -> Asked:
    """Return a request with what it names. Raises BotError("stale") where there is none."""
    request = seat_requests.request_by_id(unit.db, request_id)
    if request is None:
        raise BotError("stale")
    seat = people.seat_by_id(unit.db, request.seat)
    assert seat is not None
    return Asked(request, seat.organisation, people.person_by_id(unit.db, request.by_person).full_name)


def _end(unit: Unit, request: SeatRequest, outcome: SeatOutcome, actor: Actor, words: str = "") -> None:
    seat_requests.end_request(unit.db, request.id, outcome, actor.person.id, unit.now, words)
    _audit(unit, duties.by(actor), outcome.value, request.id, {"words": words} if words else {})


def _audit(unit: Unit, by: str, what: str, number: int, detail: dict[str, str] | None = None) -> None:
    ledgers.append_audit(unit.db, unit.now, by, f"seat_request.{what}", f"seat_request:{number}", detail or {})
