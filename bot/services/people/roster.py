"""The roster: everybody who may use the program, checked as a whole before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.domain.agencies import Agency, KnownSeat, current
from bot.domain.characters import key
from bot.domain.mailboxes import normal
from bot.domain.people import MEMBER_ROLES, Honorific, Person, Role, Seat
from bot.domain.rosters import Held
from bot.domain.texts import N_, Text
from bot.services.people import mailing
from bot.services.standing import accepting_now
from bot.services.tables import csv_file, table
from bot.services.tables.faults import Fault
from bot.services.tables.table import Line, ListForm, Table, in_column, refusal, too_long
from storage import ledgers, people
from storage.unit import Unit

COLUMNS = (
    "person_code",
    "full_name",
    "title",
    "address",
    "language",
    "phone",
    "role",
    "body",
    "seat_code",
    "organisation",
)
EMAIL = "email"
"""An optional column: an address that is proposed to its person, who alone can have it used."""
FORM = ListForm(
    "roster_bad",
    COLUMNS,
    (EMAIL,),
    written=frozenset({"person_code", "phone", "seat_code"}),
    chosen={
        "address": frozenset(honorific.value for honorific in Honorific),
        "language": frozenset({"vi", "en"}),
        "role": frozenset(role.value for role in Role),
    },
)
_LOST_ZERO = re.compile(r"[1-9]\d{8,9}")
"""A telephone number of Viet Nam without its first 0."""

NOTHING_KNOWN: Mapping[str, KnownSeat] = {}
_OF_A_PERSON = ("full_name", "title", "address", "language", "phone", EMAIL)
_OF_A_SEAT = ("body", "organisation")


def read(text: str, bodies: Iterable[str]) -> list[Line]:
    """Return the lines of a roster in CSV. Raises BotError("roster_bad") that names every bad line with its reason."""
    return check(csv_file.read(text), bodies)


def check(found: Table, bodies: Iterable[str]) -> list[Line]:
    """Return the lines of a roster. Raises BotError("roster_bad") that names every bad line with its reason."""
    known = frozenset(bodies)
    lines, faults = table.check(found, replace(FORM, chosen={**FORM.chosen, "body": known}))
    faults += [(line.number, reason) for line in lines for reason in _faults(line, known)]
    faults += _contradictions(lines)
    if not lines and not faults:
        faults = [(1, Text(N_("there is nobody in it")))]
    if faults:
        raise refusal(FORM, faults, found.sheet)
    return lines


def succeeded(lines: Iterable[Line], agencies: Mapping[str, Agency], day: date) -> list[tuple[Agency, Agency]]:
    """Return every organisation the roster names that is no longer there, with the one that followed it."""
    named = {line["organisation"] for line in lines}
    ended = [agency for agency in agencies.values() if agency.name in named and agency.ended(day)]
    return [(agency, current(agencies, agency.code, day)) for agency in ended if agency.successor]


def write(unit: Unit, lines: Iterable[Line], by: str, known: Mapping[str, KnownSeat] = NOTHING_KNOWN) -> None:
    """Bring persons, seats and duties to what the roster says; what it does not name ends today."""
    lines = spelled(unit, lines, known)
    put(unit, lines, missing(unit, lines), by, known)


def missing(unit: Unit, lines: Iterable[Line]) -> list[Held]:
    """Return the duties held today that a roster does not name; its codes are spelled as they are stored."""
    named = {duty(line) for line in lines}
    return [each for each in map(Held._make, people.held_duties(unit.db, unit.today)) if each not in named]


def put(unit: Unit, lines: Iterable[Line], ended: Iterable[Held], by: str, known: Mapping[str, KnownSeat]) -> None:
    """End duties today, then add or change the persons, seats and duties of the lines, spelled as they are stored.

    A seat that is `known` has its rank, and where it is new its first day, from there; any other new one comes last
    and is there from the first day of the oldest report that can still be sent.
    """
    held = people.held_duties(unit.db, unit.today)
    for each in ended:
        people.end_duty(unit.db, held.pop(each), unit.today)
        ledgers.append_audit(unit.db, unit.now, by, "duty.ended", "duty:" + "/".join(each))
    seats = _Seats(unit, known)
    for line in lines:
        person = people.put_person(unit.db, _person(line))
        if address := normal(line[EMAIL]):
            mailing.propose(unit, people.person_by_id(unit.db, person), address, by)
        seat = seats.put(line) if line["seat_code"] else None
        if duty(line) not in held:
            people.add_duty(unit.db, person, seat, Role(line["role"]), unit.today)
            held[duty(line)] = 0
            ledgers.append_audit(unit.db, unit.now, by, "duty.given", "duty:" + "/".join(duty(line)))


def spelled(unit: Unit, lines: Iterable[Line], known: Mapping[str, KnownSeat]) -> list[Line]:
    """Return the lines with each code as it is stored, else as it is `known`, else as its first line has it.

    Whoever types a code in other letters, capital or small, means the same person and the same seat.
    """
    lines = list(lines)
    persons = _spellings([*people.person_codes(unit.db), *(line["person_code"] for line in lines)])
    seats = _spellings([*people.seat_codes(unit.db), *known, *(line["seat_code"] for line in lines)])
    return [
        replace(
            line,
            values={
                **line.values,
                "person_code": persons[key(line["person_code"])],
                "seat_code": seats[key(line["seat_code"])],
            },
        )
        for line in lines
    ]


def duty(line: Line) -> Held:
    """Return what makes a duty the same from one roster to the next."""
    return Held(line["person_code"], line["role"], line["seat_code"])


def _spellings(codes: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in codes:
        found.setdefault(key(code), code)
    return found


def _person(line: Line) -> Person:
    return Person(
        id=0,
        code=line["person_code"],
        full_name=line["full_name"],
        title=line["title"],
        honorific=Honorific(line["address"]),
        lang=line["language"],
        phone=line["phone"],
    )


class _Seats:
    """The seats of a roster that is being put: what is the same for many of them is looked up once."""

    def __init__(self, unit: Unit, known: Mapping[str, KnownSeat]) -> None:
        self._unit = unit
        self._known = known
        self._due_from: dict[str, date] = {}
        there = people.seats_ever(unit.db)
        self._there = {seat.code: seat for seat in there}
        self._next_rank = max((seat.rank for seat in there), default=0) + 1

    def put(self, line: Line) -> int:
        """Add or change the seat of a line; return its id."""
        code, body, organisation = line["seat_code"], line["body"], line["organisation"]
        there, known = self._there.get(code), self._known.get(code)
        if there and (there.body, there.organisation) == (body, organisation):
            return there.id
        since, rank = (known.valid_from, known.rank) if known else (self._first_day(body), self._next_rank)
        seat = people.put_seat(self._unit.db, code, body, organisation, since, rank)
        if there is None:
            self._next_rank = max(self._next_rank, rank + 1)
            self._there[code] = Seat(seat, code, body, organisation, rank, since, None)
        return seat

    def _first_day(self, body: str) -> date:
        """A seat that is new on the roster owes the oldest report that can still be sent."""
        if body not in self._due_from:
            open_ = accepting_now(self._unit, self._unit.rules.profile.bodies[body].cadence)
            self._due_from[body] = open_[0].period.first_day if open_ else self._unit.today
        return self._due_from[body]


def _faults(line: Line, bodies: frozenset[str]) -> Iterable[Text]:
    if not line["person_code"] or not line["person_code"].isascii():
        yield Text(N_("person_code must be plain letters and digits"))
    if not line["full_name"]:
        yield Text(N_("full_name is empty"))
    if line["address"] not in {honorific.value for honorific in Honorific}:
        yield Text(N_("address must be dong_chi, ong, ba or empty"))
    if line["language"] not in ("vi", "en"):
        yield Text(N_("language must be vi or en"))
    if _LOST_ZERO.fullmatch(re.sub(r"[\s.-]", "", line["phone"])):
        yield in_column("phone", Text(N_("the number has lost its first 0; please enter it as text, with the 0")))
    if line[EMAIL] and not normal(line[EMAIL]):
        yield in_column(EMAIL, Text(N_("this is no e-mail address; please write one address, or leave it empty")))
    yield from too_long(line, FORM.most_characters)
    yield from _role_faults(line, bodies)


def _role_faults(line: Line, bodies: frozenset[str]) -> Iterable[Text]:
    if line["role"] not in {role.value for role in Role}:
        yield Text(N_("role must be one of {roles}"), roles=", ".join(role.value for role in Role))
    elif Role(line["role"]) in MEMBER_ROLES:
        if line["body"] not in bodies:
            yield Text(N_("body must be one of {bodies}"), bodies=", ".join(sorted(bodies)))
        if not line["seat_code"] or not line["organisation"]:
            yield Text(N_("a member needs seat_code and organisation"))
    elif line["body"] or line["seat_code"]:
        yield Text(N_("role {role} has no body and no seat"), role=line["role"])


def _contradictions(lines: Iterable[Line]) -> Iterator[Fault]:
    """A person is the same person and a seat the same seat on every line; a duty stands once."""
    persons: dict[str, Line] = {}
    seats: dict[str, Line] = {}
    duties: set[tuple[str, ...]] = set()
    for line in lines:
        person, seat = key(line["person_code"]), key(line["seat_code"])
        if differing := _differing(line, persons.setdefault(person, line), _OF_A_PERSON):
            reason = Text(N_("person {code} differs from an earlier line"), code=line["person_code"])
            yield line.number, in_column(differing, reason)
        if seat and (differing := _differing(line, seats.setdefault(seat, line), _OF_A_SEAT)):
            reason = Text(N_("seat {code} differs from an earlier line"), code=line["seat_code"])
            yield line.number, in_column(differing, reason)
        same = (person, line["role"], seat)
        if same in duties:
            where = ", ".join(("person_code", "role", "seat_code"))
            yield line.number, in_column(where, Text(N_("the same duty stands on an earlier line")))
        duties.add(same)


def _differing(line: Line, earlier: Line, columns: Iterable[str]) -> str:
    return ", ".join(column for column in columns if line[column] != earlier[column])
