"""What takes two administrators: asked for by one, done once another has agreed, and ended in time if nobody does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from bot.domain.operations import Operation, Piece, Send, Topic, TopicKind
from bot.domain.people import Actor, Duty, Role
from bot.domain.requests import VALID_FOR, RequestKind, RequestOutcome, RosterScope
from bot.domain.texts import N_, Screen, Text
from bot.errors import BotError
from bot.screens.people import requests as wording
from bot.screens.people import roster_file as file_wording
from bot.services.people import duties, roster_files
from bot.services.people.duties import Grant
from bot.services.reply import Reply
from storage import directory, ledgers, people, requests
from storage.requests import Request
from storage.unit import Unit

_TOPIC = Topic(TopicKind.MEMBERSHIP)


def ask(unit: Unit, actor: Actor, grant: Grant) -> tuple[int, tuple[Operation, ...]]:
    """Keep the wish for a duty that takes two; return its number and the question to the other administrators.

    Raises BotError("no_second_admin") where there is none who can be reached.
    """
    request = requests.add_request(
        unit.db, RequestKind.DUTY, grant.body, actor.person.id, unit.now, unit.now + VALID_FOR
    )
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), "request.made", f"request:{request}", grant.body)
    return request, questions(unit, actor, request)


def questions(unit: Unit, actor: Actor, request_id: int) -> tuple[Operation, ...]:
    """Return the question to every other administrator. Raises BotError("no_second_admin") where there is none."""
    asked = duties.second_admins(unit, actor.person.id)
    if not asked:
        raise BotError("no_second_admin")
    request = _open(unit, request_id)
    return tuple(Send(to, _question(unit, request, own=False), topic=_TOPIC) for to in asked)


def waiting(unit: Unit) -> list[Request]:
    """Return what waits for a second administrator."""
    return [each for each in requests.open_requests(unit.db) if each.asked_at and unit.now < each.expires_at]


def show(unit: Unit, actor: Actor, request_id: int) -> Reply:
    """Show what a request asks for; who made it may take it back, every other administrator may answer."""
    request = _open(unit, request_id)
    if request.asked_at is None:
        raise BotError("stale")
    return Reply(_question(unit, request, own=request.by_person == actor.person.id))


def confirm(unit: Unit, actor: Actor, request_id: int) -> Reply:
    """Do what was asked for. Raises BotError("own_request") to whoever asked, ("stale") for what waits no longer."""
    request = _open(unit, request_id)
    if request.asked_at is None:
        raise BotError("stale")
    if request.by_person == actor.person.id:
        raise BotError("own_request")
    if request.by_person not in directory.holders_of_role(unit.db, Role.ADMIN, unit.today):
        # What somebody asked for who may no longer ask is not done in their name.
        return _ended(unit, actor, request, RequestOutcome.LAPSED)
    asker = people.person_by_id(unit.db, request.by_person)
    told = _carry_out(unit, request, f"person:{asker.code}+{actor.person.code}")
    _close(unit, actor, request, RequestOutcome.DONE)
    done = wording.done(named(request), unit.now)
    return Reply(Screen((done,), (wording.to_list(),)), notices=(*told, *_tell(unit, request, done)))


def _carry_out(unit: Unit, request: Request, by: str) -> tuple[Operation, ...]:
    if request.kind is RequestKind.DUTY:
        return duties.give(unit, Grant.read(request.body), by)[1]
    return roster_files.carry_out(unit, request, RosterScope(request.body["scope"]), by)


def show_file(unit: Unit, actor: Actor, request_id: int, scope: RosterScope) -> Reply:
    """Show its sender what a file would change. Raises BotError("stale") where it is not theirs to decide on."""
    return Reply(roster_files.screen_of(unit, actor.person, _own_file(unit, actor, request_id), scope))


def apply_file(unit: Unit, actor: Actor, request_id: int, scope: RosterScope) -> Reply:
    """Apply a file as it was shown to its sender, or ask a second administrator where it takes two.

    Raises BotError("stale") where it is not theirs to decide on, or cannot be done, and ("roster_changed").
    """
    request = _own_file(unit, actor, request_id)
    seen = roster_files.found(unit, actor.person, request, scope)
    if seen.obstacles:
        raise BotError("stale")  # no screen offers it
    if seen.takes_two:
        requests.ask_second(unit.db, request.id, scope.value, unit.now, unit.now + VALID_FOR)
        ledgers.append_audit(unit.db, unit.now, duties.by(actor), "request.made", f"request:{request.id}")
        said = wording.asked(named(request), unit.now + VALID_FOR)
        return Reply(Screen((said,), (wording.to_list(),)), notices=questions(unit, actor, request.id))
    told = roster_files.carry_out(unit, request, scope, duties.by(actor))
    _close(unit, actor, request, RequestOutcome.DONE)
    done = file_wording.applied(named(request), unit.now)
    return Reply(Screen((done,), (wording.to_list(),)), notices=told)


def _own_file(unit: Unit, actor: Actor, request_id: int) -> Request:
    request = _open(unit, request_id)
    if request.kind is not RequestKind.ROSTER or request.asked_at or request.by_person != actor.person.id:
        raise BotError("stale")
    return request


def refuse(unit: Unit, actor: Actor, request_id: int) -> Reply:
    """End a request without doing it: taken back by whoever made it, refused by anybody else."""
    request = _open(unit, request_id)
    own = request.by_person == actor.person.id
    if not own and request.asked_at is None:
        raise BotError("stale")
    return _ended(unit, actor, request, RequestOutcome.WITHDRAWN if own else RequestOutcome.REFUSED)


def any_open(db: Database) -> bool:
    """Return whether anything waits."""
    return bool(requests.open_requests(db))


def expire(unit: Unit) -> Iterable[Piece]:
    """End what has waited too long, and tell whoever asked."""
    for request in requests.open_requests(unit.db):
        if unit.now >= request.expires_at:
            yield Piece(Text(N_("request {number}"), number=request.id), lambda request=request: _expire(unit, request))  # type: ignore[misc]


def _expire(unit: Unit, request: Request) -> tuple[Operation, ...]:
    requests.end_request(unit.db, request.id, RequestOutcome.EXPIRED, None, unit.now)
    ledgers.append_audit(unit.db, unit.now, "tick", "request.expired", f"request:{request.id}")
    return _tell(unit, request, wording.expired(named(request), request.made_at))


def _open(unit: Unit, request_id: int) -> Request:
    request = requests.request_by_id(unit.db, request_id)
    if request is None or request.ended_at or unit.now >= request.expires_at:
        raise BotError("stale")
    return request


def _ended(unit: Unit, actor: Actor, request: Request, outcome: RequestOutcome) -> Reply:
    _close(unit, actor, request, outcome)
    said = wording.ended(outcome, named(request), unit.now)
    told = () if outcome is RequestOutcome.WITHDRAWN else _tell(unit, request, said)
    return Reply(Screen((said,), (wording.to_list(),)), notices=told)


def _close(unit: Unit, actor: Actor, request: Request, outcome: RequestOutcome) -> None:
    requests.end_request(unit.db, request.id, outcome, actor.person.id, unit.now)
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), f"request.{outcome.value}", f"request:{request.id}")


def _tell(unit: Unit, request: Request, said: Text) -> tuple[Operation, ...]:
    screen = Screen((said,), (wording.to_list(),))
    return tuple(
        Send(to, screen, topic=_TOPIC, key=f"request:{request.id}:{to.account}")
        for to in duties.addressees_of(unit, request.by_person)
    )


def _question(unit: Unit, request: Request, *, own: bool) -> Screen:
    asker = people.person_by_id(unit.db, request.by_person)
    return wording.question(request.id, request.expires_at, asker.full_name, _asked_for(unit, request), own=own)


def _asked_for(unit: Unit, request: Request) -> Sequence[Text]:
    if request.kind is RequestKind.ROSTER:
        asker = people.person_by_id(unit.db, request.by_person)
        seen = roster_files.found(unit, asker, request, RosterScope(request.body["scope"]))
        return wording.of_file(named(request), file_wording.shown(seen.preview))
    grant = Grant.read(request.body)
    seat = next((seat for seat in duties.seats(unit) if seat.code == grant.seat), None)
    return wording.of_duty(grant.person, Duty(grant.role, seat))


def named(request: Request) -> str:
    """Return whom a request is for, or the name of its file."""
    if request.kind is RequestKind.ROSTER:
        return str(request.body["name"])
    return str(request.body["person"]["full_name"])
