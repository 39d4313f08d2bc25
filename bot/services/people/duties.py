"""Giving and ending duties, one at a time: the same rules and the same audit wherever that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bot.domain.directory import DirectoryEntry
from bot.domain.duties import is_last, may_change, takes_two
from bot.domain.operations import Operation, Send, Topic, TopicKind
from bot.domain.people import MEMBER_ROLES, Actor, Duty, Honorific, Person, Role, Seat, To
from bot.errors import BotError
from bot.screens.people import changing as wording
from bot.services.people.leaving import Losing, lose_duty
from storage import addressees, directory, ledgers, people
from storage.unit import Unit


@dataclass(frozen=True)
class Grant:
    """A duty that somebody is to get; a person without an id comes onto the roster with it."""

    person: Person
    role: Role
    seat: str
    """The code of the seat, empty for a role of the desk."""

    @property
    def body(self) -> Mapping[str, Any]:
        """What is kept of it, as plain JSON."""
        return asdict(self)

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Grant:
        """Return what `body` was made of."""
        person = {**body["person"], "honorific": Honorific(body["person"]["honorific"])}
        return cls(Person(**person), Role(body["role"]), body["seat"])


def by(actor: Actor) -> str:
    """Return how the audit names whoever acts."""
    return f"person:{actor.person.code}"


def check_right(unit: Unit, actor: Actor, role: Role) -> None:
    """Raise BotError("admins_only") unless the actor may give and end duties of this role."""
    if not may_change(actor.roles, role):
        raise BotError("admins_only", phone=unit.rules.profile.office.phone)


def second_admins(unit: Unit, person: int) -> list[To]:
    """Return where the administrators other than a person are written to, of those who can be reached."""
    found = addressees.recipients(unit.db, frozenset({Role.ADMIN}), unit.today)
    return [to for to in found if to.account and people.person_of_account(unit.db, to.account).id != person]


def roles_to_give(unit: Unit, person: int) -> list[Role]:
    """Return the roles that a person may give here: one that takes two only where there is a second administrator."""
    held = frozenset(duty.role for duty in people.duties_of(unit.db, person, unit.today))
    second = bool(second_admins(unit, person))
    return [role for role in Role if may_change(held, role) and (second or not takes_two(role))]


def seats(unit: Unit) -> list[Seat]:
    """Return the seats that are there, the earliest on the roster first, so that a new one changes no place."""
    return sorted(people.seats_there(unit.db, unit.today), key=lambda seat: seat.id)


def give(unit: Unit, grant: Grant, by: str) -> tuple[int, tuple[Operation, ...]]:
    """Give a duty; return the person's id, and what tells them where they are linked. Raises what `record` raises."""
    person, _ = record(unit, grant, by, unit.today)
    return person, told_of(unit, person, Duty(grant.role, _seat(unit, grant)))


def record(unit: Unit, grant: Grant, by: str, since: date, until: date | None = None) -> tuple[int, int]:
    """Give a duty from a day on, up to a day on which it is held no more; return the ids of the person and the duty.

    Raises BotError("duty_held") where they hold it already, BotError("stale") where the seat is there no longer.
    """
    seat = _seat(unit, grant)
    if (grant.role in MEMBER_ROLES) != bool(seat):
        raise BotError("stale")
    person = grant.person if grant.person.id else _added(unit, grant, by)
    held = (*people.duties_of(unit.db, person.id, unit.today), *people.duties_of(unit.db, person.id, since))
    if any(duty.role is grant.role and duty.seat == seat for duty in held):
        raise BotError("duty_held", full_name=person.full_name)
    duty = people.add_duty(unit.db, person.id, seat.id if seat else None, grant.role, since, until)
    days = {"from": since.isoformat(), "until": until.isoformat() if until else ""}
    ledgers.append_audit(unit.db, unit.now, by, "duty.given", _named(person, grant.role, seat), days)
    return person.id, duty


def _seat(unit: Unit, grant: Grant) -> Seat | None:
    return next((seat for seat in seats(unit) if seat.code == grant.seat), None)


def told_of(unit: Unit, person: int, duty: Duty) -> tuple[Operation, ...]:
    """Return what tells a person of a duty they have got, where they are linked."""
    screen = wording.duty_given(unit.rules.profile, duty, unit.now)
    return tuple(Send(to, screen, topic=Topic(TopicKind.MEMBERSHIP)) for to in addressees_of(unit, person))


def addressees_of(unit: Unit, person: int) -> list[To]:
    """Return where a person is written to."""
    accounts = addressees.reachable_accounts(unit.db, person)
    found = (addressees.recipient(unit.db, account, unit.today) for account in accounts)
    return [to for to in found if to]


def end(unit: Unit, actor: Actor, entry: DirectoryEntry, duty: Duty) -> tuple[Operation, ...]:
    """End a duty; return what tells its holder. Raises what `check_end` raises."""
    end_on(unit, actor, entry, duty, unit.today)
    return after_end(unit, by(actor), entry.person.id, duty)


def end_on(unit: Unit, actor: Actor, entry: DirectoryEntry, duty: Duty, day: date) -> None:
    """Let a duty end on a day, on which it is held no more. Raises what `check_end` raises."""
    check_end(unit, actor, entry, duty)
    people.end_duty(unit.db, duty.id, day)
    named = _named(entry.person, duty.role, duty.seat)
    ledgers.append_audit(unit.db, unit.now, by(actor), "duty.ended", named, {"on": day.isoformat()})


def after_end(unit: Unit, by: str, person: int, duty: Duty, successor: str = "") -> tuple[Operation, ...]:
    """Do what follows from the end of a duty that a person held until now; return what tells them.

    `successor` is named to them where the seat was handed over.
    """
    accounts = directory.live_accounts(unit.db, person)
    told = lose_duty(unit, person, losing(unit, duty, successor))
    if not people.is_linked(unit.db, person):
        for account in accounts:
            ledgers.append_audit(unit.db, unit.now, by, "account.unlinked", f"account:{account}")
    return tuple(told)


def check_end(unit: Unit, actor: Actor, entry: DirectoryEntry, duty: Duty) -> None:
    """Raise BotError("admins_only"), ("own_duty") for the actor's own, ("last_of_role") where nobody would be left."""
    check_right(unit, actor, duty.role)
    if entry.person.id == actor.person.id:
        raise BotError("own_duty")
    if is_last(directory.entries(unit.db, unit.today), entry.person.id, duty):
        raise BotError("last_of_role", full_name=entry.person.full_name)


def losing(unit: Unit, duty: Duty, successor: str = "") -> Losing:
    """Return what whoever lost a duty is told."""

    def screen(*, last: bool) -> Any:
        return wording.duty_ended(unit.rules.profile, duty, unit.now, successor, last=last)

    return Losing(of_one=screen(last=False), of_last=screen(last=True))


def _named(person: Person, role: Role, seat: Seat | None) -> str:
    return "duty:" + "/".join((person.code, role.value, seat.code if seat else ""))


def _added(unit: Unit, grant: Grant, by: str) -> Person:
    person = replace(grant.person, code=_new_code(unit, grant))
    added = replace(person, id=people.put_person(unit.db, person))
    ledgers.append_audit(unit.db, unit.now, by, "person.added", f"person:{person.code}")
    return added


def _new_code(unit: Unit, grant: Grant) -> str:
    """The code of the seat or of the role, and the first number that nobody has: a file names the person by it."""
    taken = {code.casefold() for code in people.person_codes(unit.db)}
    stem, number = grant.seat or grant.role.value.upper(), 1
    while f"{stem}-{number:02}".casefold() in taken:
        number += 1
    return f"{stem}-{number:02}"


def officer_only(unit: Unit, actor: Actor) -> None:
    """Raise BotError("rights") for whoever is no officer of the desk."""
    if Role.SECRETARIAT not in actor.roles:
        raise BotError("rights", phone=unit.rules.profile.office.phone)
