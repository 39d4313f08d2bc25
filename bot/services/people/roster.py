"""The roster: everybody who may use the program, checked as a whole before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.agencies import Agency, KnownSeat, current
from bot.domain.characters import clean
from bot.domain.people import MEMBER_ROLES, Honorific, Person, Role
from bot.domain.texts import N_, Text
from bot.services.csv_table import Fault, Line, Record, check_records, read_csv, refusal, too_long
from bot.services.standing import accepting_now
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
MOST_BYTES = 5_000_000
"""Of a roster file: some hundred times what both bodies need."""
MOST_ROWS = 10_000
"""Below the header."""

_ERROR = "roster_bad"
_NOTHING_KNOWN: Mapping[str, KnownSeat] = {}


@dataclass(frozen=True)
class Ended:
    """A duty that is not in the new roster."""

    person_code: str
    role: str
    seat_code: str


def read(text: str, bodies: Iterable[str]) -> list[Line]:
    """Return the lines of a roster in CSV (comma or semicolon, with or without a byte order mark).

    Raises BotError("roster_bad") that names every bad line with its reason.
    """
    return check(read_csv(text, _ERROR), bodies)


def check(records: Sequence[Record], bodies: Iterable[str], faults: Iterable[Fault] = ()) -> list[Line]:
    """Return the lines of a roster whose cells have been read; `faults` were found in reading.

    Raises BotError("roster_bad") that names every bad line with its reason.
    """
    if len(records) > MOST_ROWS + 1:
        too_many = Text(N_("the list has more than {most:number} lines below its header"), most=MOST_ROWS)
        raise refusal(_ERROR, [(MOST_ROWS + 2, too_many)])
    lines, wrong = check_records(records, COLUMNS, _ERROR)
    found = [*faults, *wrong]
    found += [(line.number, reason) for line in lines for reason in _faults(line, frozenset(bodies))]
    found += _contradictions(lines)
    if not lines and not found:
        found = [(1, Text(N_("there is nobody in it")))]
    if found:
        raise refusal(_ERROR, found)
    return lines


def missing_duties(unit: Unit, lines: Iterable[Line]) -> list[Ended]:
    """Return the duties held today that the roster does not name."""
    named = {_duty(line) for line in lines}
    return [Ended(*duty) for duty in people.held_duties(unit.db, unit.today) if duty not in named]


def succeeded(lines: Iterable[Line], agencies: Mapping[str, Agency], day: date) -> list[tuple[Agency, Agency]]:
    """Return every organisation the roster names that is no longer there, with the one that followed it."""
    named = {line["organisation"] for line in lines}
    ended = [agency for agency in agencies.values() if agency.name in named and agency.ended(day)]
    return [(agency, current(agencies, agency.code, day)) for agency in ended if agency.successor]


def write(unit: Unit, lines: Iterable[Line], by: str, known: Mapping[str, KnownSeat] = _NOTHING_KNOWN) -> None:
    """Bring persons, seats and duties to what the roster says; what it does not name ends today.

    A seat that is `known` has its rank, and where it is new its first day, from there; any other new one comes last
    and is there from today.
    """
    lines = list(lines)
    held = people.held_duties(unit.db, unit.today)
    named = {_duty(line) for line in lines}
    for duty, number in held.items():
        if duty not in named:
            people.end_duty(unit.db, number, unit.today)
            ledgers.append_audit(unit.db, unit.now, by, "duty.ended", "duty:" + "/".join(duty))
    for line in lines:
        person = people.put_person(unit.db, _person(line))
        seat = _seat(unit, line, known.get(line["seat_code"]))
        if _duty(line) not in held:
            people.add_duty(unit.db, person, seat, Role(line["role"]), unit.today)
            held[_duty(line)] = 0
            ledgers.append_audit(unit.db, unit.now, by, "duty.given", "duty:" + "/".join(_duty(line)))


def _duty(line: Line) -> tuple[str, str, str]:
    """What makes a duty the same from one roster to the next."""
    return line["person_code"], line["role"], line["seat_code"]


def _person(line: Line) -> Person:
    return Person(
        id=0,
        code=line["person_code"],
        full_name=clean(line["full_name"]),
        title=clean(line["title"]),
        honorific=Honorific(line["address"]),
        lang=line["language"],
        phone=clean(line["phone"]),
    )


def _seat(unit: Unit, line: Line, known: KnownSeat | None) -> int | None:
    if not line["seat_code"]:
        return None
    since, rank = (known.valid_from, known.rank) if known else (_due_from(unit, line["body"]), None)
    return people.put_seat(unit.db, line["seat_code"], line["body"], clean(line["organisation"]), since, rank)


def _due_from(unit: Unit, body: str) -> date:
    """A seat that is new on the roster owes the oldest report that can still be sent."""
    open_ = accepting_now(unit, unit.rules.profile.bodies[body].cadence)
    return open_[0].period.first_day if open_ else unit.today


def _faults(line: Line, bodies: frozenset[str]) -> Iterable[Text]:
    if not line["person_code"] or not line["person_code"].isascii():
        yield Text(N_("person_code must be plain letters and digits"))
    if not line["full_name"]:
        yield Text(N_("full_name is empty"))
    if line["address"] not in {honorific.value for honorific in Honorific}:
        yield Text(N_("address must be dong_chi, ong, ba or empty"))
    if line["language"] not in ("vi", "en"):
        yield Text(N_("language must be vi or en"))
    yield from too_long(line)
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


def _contradictions(lines: Iterable[Line]) -> list[Fault]:
    """A person is the same person and a seat the same seat on every line; a duty stands once."""
    faults = []
    seen: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in lines:
        who = tuple(line[column] for column in ("full_name", "title", "address", "language", "phone"))
        if seen.setdefault(("person", line["person_code"]), who) != who:
            faults.append(
                (line.number, Text(N_("person {code} differs from an earlier line"), code=line["person_code"]))
            )
        where = (line["body"], line["organisation"])
        if line["seat_code"] and seen.setdefault(("seat", line["seat_code"]), where) != where:
            faults.append((line.number, Text(N_("seat {code} differs from an earlier line"), code=line["seat_code"])))
        if ("duty", *_duty(line)) in seen:
            faults.append((line.number, Text(N_("the same duty stands on an earlier line"))))
        seen["duty", *_duty(line)] = ()
    return faults
