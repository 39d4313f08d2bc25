"""The changes that a roster makes: found and shown first, carried out as they were shown, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.agencies import KnownSeat
from bot.domain.mailboxes import normal
from bot.domain.people import MEMBER_ROLES, Person, Role, Seat
from bot.domain.rosters import Detail, Held, Listed, Preview, doubtful_persons, doubtful_seats, standings
from bot.errors import BotError
from bot.services.people import roster
from bot.services.people.roster import NOTHING_KNOWN
from bot.services.tables.table import Line
from storage import mailboxes, people
from storage.unit import Unit


@dataclass(frozen=True)
class Changes:
    """What is to be changed: lines of a roster that are put, and duties that end today.

    `revision` is the one of the roster they were found on. Codes are spelled as they are stored.
    """

    revision: str
    lines: tuple[Line, ...] = ()
    ended: tuple[Held, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """Return the changes as JSON has them."""
        return {
            "revision": self.revision,
            "lines": [[line.number, dict(line.values)] for line in self.lines],
            "ended": [list(each) for each in self.ended],
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Changes:
        """Return the changes that JSON has. Raises KeyError, TypeError or ValueError where these are none."""
        lines = tuple(Line(int(number), dict(values)) for number, values in plain["lines"])
        return cls(str(plain["revision"]), lines, tuple(Held(*each) for each in plain["ended"]))


def revision(unit: Unit) -> str:
    """Return what is another one as soon as a person, a seat or a duty held today is: a hash of all of them."""
    # Without the form of address, which people choose for themselves, and the language where they did.
    persons = [
        (p.code, p.full_name, p.title, "" if p.lang_chosen else p.lang, p.phone) for p in people.everybody_ever(unit.db)
    ]
    seats = [(s.code, s.body, s.organisation, s.valid_to) for s in people.seats_ever(unit.db)]
    held = sorted(people.held_duties(unit.db, unit.today))
    return hashlib.sha256(repr((persons, seats, held)).encode()).hexdigest()


def of_roster(
    unit: Unit,
    lines: Iterable[Line],
    *,
    partial: bool = False,
    known: Mapping[str, KnownSeat] = NOTHING_KNOWN,
) -> Changes:
    """Return what checked lines of a roster change; a partial one ends no duty."""
    lines = roster.spelled(unit, lines, known)
    held = people.held_duties(unit.db, unit.today)
    persons = {person.code: person for person in people.everybody_ever(unit.db)}
    seats = {seat.code: seat for seat in people.seats_ever(unit.db)}
    known_mail = mailboxes.known_to_roster(unit.db)
    put = tuple(
        line
        for line in lines
        if roster.duty(line) not in held
        or any(_of_person(persons[line["person_code"]], known_mail, line))
        or any(_of_seat(seats.get(line["seat_code"]), line))
    )
    return Changes(revision(unit), put, () if partial else tuple(roster.missing(unit, lines)))


def preview(unit: Unit, changes: Changes, by: str = "") -> Preview:
    """Return what the changes would do; `by` is the code of the person who asks for them, empty for the operator."""
    persons = {person.code: person for person in people.everybody_ever(unit.db)}
    seats = {seat.code: seat for seat in people.seats_ever(unit.db)}
    before = list(map(Held._make, people.held_duties(unit.db, unit.today)))
    gone = set(changes.ended)
    after = list(dict.fromkeys([*(d for d in before if d not in gone), *map(roster.duty, changes.lines)]))
    names = {code: person.full_name for code, person in persons.items()}
    names |= {line["person_code"]: line["full_name"] for line in changes.lines}
    joining, leaving, moving = standings(before, after, names)
    return Preview(
        joining,
        leaving,
        moving,
        details=_details(changes.lines, persons, mailboxes.known_to_roster(unit.db), seats),
        vacant=_vacant(unit, seats, after),
        doubts=(
            *doubtful_persons(*_listed(changes.lines, persons)),
            *doubtful_seats(_new_seats(changes.lines, seats), seats),
        ),
        secretariat_before=_secretariat(before),
        secretariat_after=_secretariat(after),
        ends_own=any(each.person_code == by for each in changes.ended),
    )


def apply(unit: Unit, changes: Changes, by: str, known: Mapping[str, KnownSeat] = NOTHING_KNOWN) -> None:
    """Carry the changes out. Raises BotError("roster_changed") on another roster than the one they were found on.

    Raises BotError("roster_no_secretariat") where there is a secretariat and would be none.
    """
    held = people.held_duties(unit.db, unit.today)
    if changes.revision != revision(unit) or not held.keys() >= set(changes.ended):
        raise BotError("roster_changed")
    roster.put(unit, changes.lines, changes.ended, by, known)
    if _secretariat(map(Held._make, held)) and not _secretariat(
        map(Held._make, people.held_duties(unit.db, unit.today))
    ):
        raise BotError("roster_no_secretariat")


def _secretariat(duties: Iterable[Held]) -> int:
    return len({each.person_code for each in duties if each.role == Role.SECRETARIAT})


def _of_person(person: Person, known_mail: Mapping[int, str | None], line: Line) -> Iterable[Detail]:
    stored = {
        "full_name": person.full_name,
        "title": person.title,
        "address": person.honorific.value,
        "language": person.lang,
        "phone": person.phone,
    }
    for column, before in stored.items():
        # A roster that leaves the form of address empty does not undo what the person chose, nor any the language.
        kept = (column == "address" and not line[column]) or (column == "language" and person.lang_chosen)
        if before != line[column] and not kept:
            yield Detail(person.code, column, before, line[column])
    # Nor what they have said of letters.
    proposed, known = normal(line[roster.EMAIL]), known_mail.get(person.id, "")
    if proposed and known is not None and proposed != known:
        yield Detail(person.code, roster.EMAIL, known, proposed)


def _of_seat(seat: Seat | None, line: Line) -> Iterable[Detail]:
    if seat is None:
        return
    for column, before in (("body", seat.body), ("organisation", seat.organisation)):
        if before != line[column]:
            yield Detail(seat.code, column, before, line[column])


def _details(
    lines: Iterable[Line],
    persons: Mapping[str, Person],
    known_mail: Mapping[int, str | None],
    seats: Mapping[str, Seat],
) -> tuple[Detail, ...]:
    found = [
        detail
        for line in lines
        for detail in (
            *(_of_person(persons[line["person_code"]], known_mail, line) if line["person_code"] in persons else ()),
            *_of_seat(seats.get(line["seat_code"]), line),
        )
    ]
    return tuple(dict.fromkeys(found))


def _vacant(unit: Unit, seats: Mapping[str, Seat], after: Iterable[Held]) -> tuple[str, ...]:
    taken = {each.seat_code for each in after if each.role in MEMBER_ROLES}
    there = (s for s in seats.values() if s.valid_to is None or s.valid_to > unit.today)
    return tuple(seat.code for seat in there if seat.code not in taken)


def _listed(lines: Iterable[Line], persons: Mapping[str, Person]) -> tuple[list[Listed], frozenset[str]]:
    """Everybody as they are afterwards, those who were there first; and whose name or number is new."""
    new = {line["person_code"]: Listed(line["person_code"], line["full_name"], line["phone"]) for line in lines}
    was = {code: Listed(code, person.full_name, person.phone) for code, person in persons.items()}
    fresh = frozenset(code for code, listed in new.items() if was.get(code) != listed)
    # Whose values are new is compared with all the others, wherever it stood before.
    return [*(one for code, one in was.items() if code not in fresh), *(new[code] for code in new if code in fresh)], (
        fresh
    )


def _new_seats(lines: Iterable[Line], seats: Mapping[str, Seat]) -> list[str]:
    return list(
        dict.fromkeys(line["seat_code"] for line in lines if line["seat_code"] and line["seat_code"] not in seats)
    )
