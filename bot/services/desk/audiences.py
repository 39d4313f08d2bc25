"""Whom an announcement is for: the persons that an audience means now, each once, and who cannot be reached and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain import broadcasts as rules
from bot.domain.broadcasts import Audience, Chosen
from bot.domain.directory import DirectoryEntry, LinkState, listed
from bot.domain.people import MEMBER_ROLES, Duty, Role, Seat
from bot.domain.periods import Period
from bot.domain.texts import Text
from bot.screens.people.calling import why
from bot.screens.people.changing import ROLES
from bot.services.desk.ledger import schedule_of
from bot.services.desk.morning import OWED, open_schedules
from bot.services.standing import ledger
from bot.services.tasks.described import directory as who_can_be_named
from storage import broadcasts, directory, people
from storage.unit import Unit

_EARLIER = 9
"""So many earlier announcements are offered."""
_TYPED: Mapping[Role, Sequence[str]] = {
    Role.FOCAL: ("dau moi", "focal person"),
    Role.PRINCIPAL: ("nguoi dung dau", "lanh dao thanh vien"),
    Role.LEADER: ("lanh dao co quan thuong truc", "leader of the standing body"),
}
"""How a role may be typed."""


@dataclass(frozen=True)
class Meant:
    """Somebody an announcement is for: their name and member, by which duties, and why nothing reaches them, if so."""

    person: int
    full_name: str
    organisation: str
    basis: frozenset[str]
    unreachable: Text | None


@dataclass(frozen=True)
class Resolved:
    """Everybody an audience means now, in the order of the list of members, and its seats that nobody holds."""

    persons: Sequence[Meant]
    vacant: Sequence[str]

    @property
    def reached(self) -> int:
        """How many of them can be reached."""
        return sum(each.unreachable is None for each in self.persons)

    def mark(self, before: str) -> int:
        """Return the number by which a preview of these is known (`bot.domain.broadcasts.mark`)."""
        return rules.mark({each.person: each.unreachable is None for each in self.persons}, before)


def resolve(unit: Unit, chosen: Chosen) -> Resolved:
    """Return whom an audience means now, in a fixed number of statements."""
    bodies = tuple(unit.rules.profile.bodies)
    entries = listed(directory.entries(unit.db, unit.today), bodies, unlinked=False)
    persons, seats, wanted = _wanted(unit, chosen)
    found = [_meant(unit, entry, wanted) for entry in entries if persons is None or entry.person.id in persons]
    held = {seat.id for entry in entries for seat in _member_seats(entry)}
    vacant = [seat.organisation for seat in seats if seat.id not in held]
    return Resolved([each for each in found if each], vacant)


def _wanted(unit: Unit, chosen: Chosen) -> tuple[frozenset[int] | None, Sequence[Seat], Callable[[Duty], bool]]:
    """Among whom is looked (None: everybody), the seats that are meant, and which duties make somebody one of them."""
    if chosen.audience is Audience.UNCONFIRMED:
        return _unconfirmed(unit, chosen.which), (), lambda _duty: True
    if chosen.audience is Audience.ROLE:
        role = Role(chosen.which)
        return None, (), lambda duty: duty.role is role
    seats = _seats(unit, chosen)
    ids = {seat.id for seat in seats}
    return None, seats, lambda duty: duty.role in MEMBER_ROLES and duty.seat is not None and duty.seat.id in ids


def _seats(unit: Unit, chosen: Chosen) -> Sequence[Seat]:
    match chosen.audience:
        case Audience.BODY:
            return [seat for seat in people.seats_there(unit.db, unit.today) if seat.body == chosen.which]
        case Audience.UNFILED:
            return owing(unit, Period.parse(chosen.which))
        case _:
            named = who_can_be_named(unit).named(chosen.which)
            found = {seat.id: seat for each in named for seat in each.seats}
            return sorted(found.values(), key=lambda seat: seat.rank)


def owing(unit: Unit, period: Period) -> list[Seat]:
    """Return the seats whose report for a period has not come, by rank."""
    return [row.seat for row in ledger(unit, schedule_of(unit, period)) if row.state in OWED]


def _unconfirmed(unit: Unit, code: str) -> frozenset[int]:
    made = broadcasts.by_code(unit.db, code)
    if made is None or not made.confirm:
        return frozenset()
    return frozenset(
        each.person for each in broadcasts.recipients(unit.db, made.id) if each.queued and not each.confirmed_at
    )


def _meant(unit: Unit, entry: DirectoryEntry, wanted: Callable[[Duty], bool]) -> Meant | None:
    duties = [duty for duty in entry.duties if wanted(duty)]
    if not duties:
        return None
    unreachable = None if entry.state(unit.now) is LinkState.LINKED else why(entry, unit.now)
    return Meant(
        entry.person.id, entry.person.full_name, _organisation(duties), broadcasts.basis_of(duties), unreachable
    )


def _organisation(duties: Sequence[Duty]) -> str:
    return "; ".join(dict.fromkeys(duty.seat.organisation for duty in duties if duty.seat))


def _member_seats(entry: DirectoryEntry) -> list[Seat]:
    return [duty.seat for duty in entry.duties if duty.seat and duty.role in MEMBER_ROLES]


def options(unit: Unit) -> Mapping[Audience, Mapping[str, Sequence[str]]]:
    """Return what can be chosen of each kind of audience: codes, and how each may be typed."""
    bodies = unit.rules.profile.bodies.values()
    periods = dict.fromkeys(schedule.period for schedule in open_schedules(unit))
    return {
        Audience.BODY: {body.code: (body.name.vi, body.name.en, body.short.vi, body.short.en) for body in bodies},
        Audience.ROLE: {role.value: _TYPED[role] for role in rules.ROLES},
        Audience.UNFILED: {period.iso: (period.code,) for period in periods},
        Audience.UNCONFIRMED: dict.fromkeys(broadcasts.with_unconfirmed(unit.db, _EARLIER), ()),
    }


def called(unit: Unit, chosen: Chosen) -> object:
    """Return how an audience is called on a screen: what fills a sentence."""
    match chosen.audience:
        case Audience.BODY:
            body = unit.rules.profile.bodies.get(chosen.which)
            return body.name if body else chosen.which
        case Audience.ROLE:
            return Text(ROLES[Role(chosen.which)])
        case Audience.UNFILED:
            return Period.parse(chosen.which)
        case _:
            return chosen.which
