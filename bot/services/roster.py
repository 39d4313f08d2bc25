"""The roster: everybody who may use the program, checked as a whole before anything is written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.members import MEMBER_ROLES, Honorific, Person, Role
from bot.domain.screens import N_, Text, joined
from bot.domain.text import clean
from bot.errors import BotError
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
_MOST_CHARACTERS = 300


@dataclass(frozen=True)
class Ended:
    """A duty that is not in the new roster."""

    person_code: str
    role: str
    seat_code: str


@dataclass(frozen=True)
class Line:
    """A checked line of the roster."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    @property
    def duty(self) -> tuple[str, str, str]:
        """What makes a duty the same from one roster to the next."""
        return self["person_code"], self["role"], self["seat_code"]


def read(text: str, bodies: Iterable[str]) -> list[Line]:
    """Return the lines of a roster in CSV (comma or semicolon, with or without a byte order mark).

    Raises BotError("roster_bad") that names every bad line with its reason.
    """
    text = text.removeprefix("\ufeff")
    header = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",", strict=True)
    try:
        records = [[cell.strip() for cell in record] for record in reader]
    except csv.Error as error:
        raise _bad([(reader.line_num, Text(N_("the line is not CSV")))]) from error
    if not records or tuple(records[0]) != COLUMNS:
        raise _bad([(1, Text(N_("the header must be {header}"), header=",".join(COLUMNS)))])
    numbered = [(number, record) for number, record in enumerate(records[1:], 2) if any(record)]
    faults = [(n, Text(N_("the number of columns is wrong"))) for n, record in numbered if len(record) != len(COLUMNS)]
    lines = [Line(n, dict(zip(COLUMNS, record, strict=True))) for n, record in numbered if len(record) == len(COLUMNS)]
    faults += [(line.number, reason) for line in lines for reason in _faults(line, frozenset(bodies))]
    faults += _contradictions(lines)
    if not lines and not faults:
        faults = [(1, Text(N_("there is nobody in it")))]
    if faults:
        raise _bad(sorted(faults, key=lambda fault: fault[0]))
    return lines


def missing_duties(unit: Unit, lines: Iterable[Line]) -> list[Ended]:
    """Return the duties held today that the roster does not name."""
    named = {line.duty for line in lines}
    return [Ended(*duty) for duty in people.held_duties(unit.db, unit.today) if duty not in named]


def write(unit: Unit, lines: Iterable[Line], by: str) -> None:
    """Bring persons, seats and duties to what the roster says; what it does not name ends today."""
    lines = list(lines)
    held = people.held_duties(unit.db, unit.today)
    named = {line.duty for line in lines}
    for duty, number in held.items():
        if duty not in named:
            people.end_duty(unit.db, number, unit.today)
            ledgers.append_audit(unit.db, unit.now, by, "duty.ended", "duty:" + "/".join(duty))
    for line in lines:
        person = people.put_person(unit.db, _person(line))
        seat = _seat(unit, line)
        if line.duty not in held:
            people.add_duty(unit.db, person, seat, Role(line["role"]), unit.today)
            held[line.duty] = 0
            ledgers.append_audit(unit.db, unit.now, by, "duty.given", "duty:" + "/".join(line.duty))


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


def _seat(unit: Unit, line: Line) -> int | None:
    if not line["seat_code"]:
        return None
    return people.put_seat(
        unit.db, line["seat_code"], line["body"], clean(line["organisation"]), _due_from(unit, line["body"])
    )


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
    if any(len(value) > _MOST_CHARACTERS for value in line.values.values()):
        yield Text(N_("a value is longer than {most} characters"), most=_MOST_CHARACTERS)
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


def _contradictions(lines: Iterable[Line]) -> list[tuple[int, Text]]:
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
        if ("duty", *line.duty) in seen:
            faults.append((line.number, Text(N_("the same duty stands on an earlier line"))))
        seen["duty", *line.duty] = ()
    return faults


def _bad(faults: list[tuple[int, Text]]) -> BotError:
    lines = [Text(N_("line {number}: {reason}"), number=number, reason=reason) for number, reason in faults]
    return BotError("roster_bad", count=len(faults), lines=joined(lines, "\n"))
