"""Persons, seats, duties and the accounts linked to them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from itertools import groupby
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.people import Actor, Caller, Duty, Honorific, Person, Role, Seat
from storage.rows import change, insert, instant, iso, listed, maybe_instant, maybe_iso_day, one, rows

_SEAT = "s.id AS seat_id, s.code AS seat_code, s.body, s.organisation, s.rank, s.valid_from, s.valid_to"
HELD = "d.valid_from <= :today AND (d.valid_to IS NULL OR d.valid_to > :today)"
"""A duty that ends on a day is not held on that day any more."""


def person_by_code(db: Database, code: str) -> Person | None:
    """Return the person of the roster with this code."""
    row = one(db, "SELECT * FROM persons WHERE code = :code", code=code)
    return person_of(row) if row else None


def person_codes(db: Database) -> list[str]:
    """Return the codes of everybody who is or was on the roster, the earliest first."""
    return [row["code"] for row in rows(db, "SELECT code FROM persons ORDER BY id")]


def everybody_ever(db: Database) -> list[Person]:
    """Return everybody who is or was on the roster, the earliest first."""
    return [person_of(row) for row in rows(db, "SELECT * FROM persons ORDER BY id")]


def person_by_id(db: Database, person: int) -> Person:
    """Return the person with this id, which must exist."""
    row = one(db, "SELECT * FROM persons WHERE id = :id", id=person)
    assert row is not None
    return person_of(row)


def persons_by_id(db: Database, persons: Collection[int]) -> dict[int, Person]:
    """Return the persons with these ids, by id."""
    found = rows(
        db, "SELECT * FROM persons WHERE id IN (SELECT value FROM json_each(:persons))", persons=listed(persons)
    )
    return {row["id"]: person_of(row) for row in found}


def names_by_code(db: Database, codes: Collection[str]) -> dict[str, str]:
    """Return the full names of the persons with these codes, by code; one that is not there is left out."""
    found = rows(
        db,
        "SELECT code, full_name FROM persons WHERE code IN (SELECT value FROM json_each(:codes))",
        codes=listed(codes),
    )
    return {row["code"]: row["full_name"] for row in found}


def all_persons(db: Database, today: date) -> list[Person]:
    """Return everybody who holds a duty today, by code."""
    found = rows(
        db,
        f"SELECT * FROM persons WHERE id IN (SELECT person FROM duties d WHERE {HELD}) ORDER BY code",
        today=today.isoformat(),
    )
    return [person_of(row) for row in found]


def put_person(db: Database, person: Person) -> int:
    """Add or update the person with this code; return its id."""
    # A roster that leaves the form of address empty does not undo what the person chose, nor any the language.
    return int(
        rows(
            db,
            """INSERT INTO persons (code, full_name, title, honorific, language, phone)
               VALUES (:code, :full_name, :title, :honorific, :language, :phone)
               ON CONFLICT (code) DO UPDATE SET full_name = excluded.full_name, title = excluded.title,
                   honorific = CASE WHEN excluded.honorific = '' THEN honorific ELSE excluded.honorific END,
                   language = CASE WHEN language_chosen THEN language ELSE excluded.language END,
                   phone = excluded.phone
               RETURNING id""",
            code=person.code,
            full_name=person.full_name,
            title=person.title,
            honorific=person.honorific.value,
            language=person.lang,
            phone=person.phone,
        )[0]["id"]
    )


def set_honorific(db: Database, person: int, honorific: Honorific) -> None:
    """Keep the form of address a person chose."""
    change(db, "UPDATE persons SET honorific = :honorific WHERE id = :id", id=person, honorific=honorific.value)


def put_seat(db: Database, code: str, body: str, organisation: str, valid_from: date, rank: int | None = None) -> int:
    """Add or update the seat with this code; a new one without a rank comes last. Return its id."""
    # RETURNING, since the last row's id is not that of a row that was updated.
    return int(
        rows(
            db,
            """INSERT INTO seats (code, body, organisation, rank, valid_from)
               VALUES (:code, :body, :organisation,
                   coalesce(:rank, (SELECT coalesce(max(rank), 0) + 1 FROM seats)), :valid_from)
               ON CONFLICT (code) DO UPDATE SET body = excluded.body, organisation = excluded.organisation
               RETURNING id""",
            code=code,
            body=body,
            organisation=organisation,
            rank=rank,
            valid_from=valid_from.isoformat(),
        )[0]["id"]
    )


def seat_by_id(db: Database, seat: int) -> Seat | None:
    """Return the seat with this id."""
    row = one(db, f"SELECT {_SEAT} FROM seats s WHERE s.id = :id", id=seat)
    return _seat(row) if row else None


def seats_by_id(db: Database, seats: Collection[int]) -> dict[int, Seat]:
    """Return the seats with these ids, by id."""
    found = rows(
        db, f"SELECT {_SEAT} FROM seats s WHERE s.id IN (SELECT value FROM json_each(:seats))", seats=listed(seats)
    )
    return {row["seat_id"]: _seat(row) for row in found}


def seat_codes(db: Database) -> list[str]:
    """Return the codes of all seats there are or were, the earliest first."""
    return [row["code"] for row in rows(db, "SELECT code FROM seats ORDER BY id")]


def seats_ever(db: Database) -> list[Seat]:
    """Return all seats there are or were, by rank."""
    return [_seat(row) for row in rows(db, f"SELECT {_SEAT} FROM seats s ORDER BY rank, id")]


def seats_of_body(db: Database, body: str) -> list[Seat]:
    """Return every seat a body has or had, by rank."""
    return [
        _seat(row) for row in rows(db, f"SELECT {_SEAT} FROM seats s WHERE s.body = :body ORDER BY rank", body=body)
    ]


def held_duties(db: Database, today: date) -> dict[tuple[str, str, str], int]:
    """Return the duties held today: (person code, role, seat code or "") to duty id."""
    found = rows(
        db,
        f"""SELECT d.id, p.code AS person_code, d.role, coalesce(s.code, '') AS seat_code
            FROM duties d JOIN persons p ON p.id = d.person LEFT JOIN seats s ON s.id = d.seat
            WHERE {HELD} ORDER BY d.id""",
        today=today.isoformat(),
    )
    return {(row["person_code"], row["role"], row["seat_code"]): row["id"] for row in found}


def add_duty(
    db: Database, person: int, seat: int | None, role: Role, valid_from: date, valid_to: date | None = None
) -> int:
    """Give a person a duty from a day on, until a day where one is named; return its id."""
    return insert(
        db,
        """INSERT INTO duties (person, seat, role, valid_from, valid_to)
           VALUES (:person, :seat, :role, :valid_from, :valid_to)""",
        person=person,
        seat=seat,
        role=role.value,
        valid_from=valid_from.isoformat(),
        valid_to=maybe_iso_day(valid_to),
    )


def role_of_duty(db: Database, duty: int) -> Role:
    """Return the role of a duty, which must be there, whether or not it is held."""
    row = one(db, "SELECT role FROM duties WHERE id = :id", id=duty)
    assert row is not None
    return Role(row["role"])


def end_duty(db: Database, duty: int, today: date) -> None:
    """End a duty: it is no longer held today."""
    change(db, "UPDATE duties SET valid_to = :today WHERE id = :id", id=duty, today=today.isoformat())


def duties_of(db: Database, person: int, today: date) -> tuple[Duty, ...]:
    """Return what a person holds today."""
    found = rows(
        db,
        f"""SELECT d.id AS duty, d.role, {_SEAT} FROM duties d LEFT JOIN seats s ON s.id = d.seat
            WHERE d.person = :person AND {HELD} ORDER BY d.id""",
        person=person,
        today=today.isoformat(),
    )
    return tuple(_duty(row) for row in found)


def seats_there(db: Database, today: date) -> list[Seat]:
    """Return every seat that is there today, by rank."""
    found = rows(
        db,
        f"""SELECT {_SEAT} FROM seats s WHERE s.valid_from <= :today AND (s.valid_to IS NULL OR s.valid_to > :today)
            ORDER BY s.rank""",
        today=today.isoformat(),
    )
    return [_seat(row) for row in found]


def everybody(db: Database, today: date) -> list[tuple[Person, tuple[Duty, ...]]]:
    """Return everybody who holds a duty today, with all of these duties."""
    found = rows(
        db,
        f"""SELECT p.*, d.id AS duty, d.role, {_SEAT} FROM duties d JOIN persons p ON p.id = d.person
            LEFT JOIN seats s ON s.id = d.seat WHERE {HELD} ORDER BY p.id, d.id""",
        today=today.isoformat(),
    )
    held = [(person_of(row), _duty(row)) for row in found]
    # The query has the rows of a person side by side, as groupby needs them.
    return [(person, tuple(duty for _, duty in each)) for person, each in groupby(held, key=lambda pair: pair[0])]


def find_actor(db: Database, caller: Caller, today: date) -> Actor | None:
    """Return who is linked to the caller's account, or None for a stranger."""
    row = one(
        db,
        """SELECT a.id AS account, a.open_draft, a.missed_since, a.lookup_asked_at, p.*,
               (SELECT version FROM consents c WHERE c.account = a.id AND c.withdrawn_at IS NULL
                ORDER BY c.id DESC LIMIT 1) AS consent
           FROM accounts a JOIN persons p ON p.id = a.person
           WHERE a.channel = :channel AND a.user_key = :user_key AND a.unlinked_at IS NULL""",
        channel=caller.channel,
        user_key=caller.user_key,
    )
    if row is None:
        return None
    person = person_of(row)
    return Actor(
        account=row["account"],
        caller=caller,
        person=person,
        duties=duties_of(db, person.id, today),
        open_draft=row["open_draft"],
        missed_since=maybe_instant(row["missed_since"]),
        lookup_asked_at=maybe_instant(row["lookup_asked_at"]),
        consent=row["consent"] or "",
    )


def link_account(db: Database, caller: Caller, person: int, now: datetime) -> int:
    """Link the caller's account to a person; return the account's id."""
    return insert(
        db,
        """INSERT INTO accounts (channel, user_key, address, person, linked_at)
           VALUES (:channel, :user_key, :address, :person, :now)""",
        channel=caller.channel,
        user_key=caller.user_key,
        address=caller.address,
        person=person,
        now=iso(now),
    )


def accounts_of(db: Database, person: int, channel: str) -> list[int]:
    """Return the accounts a person is linked to in a channel."""
    found = rows(
        db,
        "SELECT id FROM accounts WHERE person = :person AND channel = :channel AND unlinked_at IS NULL",
        person=person,
        channel=channel,
    )
    return [row["id"] for row in found]


def linked_at(db: Database, account: int) -> datetime:
    """Return when an account was linked."""
    row = one(db, "SELECT linked_at FROM accounts WHERE id = :id", id=account)
    assert row is not None
    return instant(row["linked_at"])


def is_linked(db: Database, person: int) -> bool:
    """Return whether a person is linked to an account in any channel."""
    return one(db, "SELECT 1 FROM accounts WHERE person = :person AND unlinked_at IS NULL", person=person) is not None


def unlink_account(db: Database, account: int, now: datetime) -> None:
    """End the link of an account."""
    change(db, "UPDATE accounts SET unlinked_at = :now, open_draft = NULL WHERE id = :id", id=account, now=iso(now))


def set_open_draft(db: Database, account: int, draft: int | None) -> None:
    """Keep which draft the next typed text of an account belongs to, and that it is asked for nothing else."""
    # Most updates find it as it is: nothing is written then.
    change(
        db,
        """UPDATE accounts SET open_draft = :draft, lookup_asked_at = NULL
           WHERE id = :id AND (open_draft IS NOT :draft OR lookup_asked_at IS NOT NULL)""",
        id=account,
        draft=draft,
    )


def ask_for_query(db: Database, account: int, now: datetime) -> None:
    """Keep that an account is asked what to look up: its next typed text belongs to no draft."""
    change(
        db,
        "UPDATE accounts SET open_draft = NULL, lookup_asked_at = :now WHERE id = :id",
        id=account,
        now=iso(now),
    )


def persons_of_seat(db: Database, seat: int, roles: frozenset[Role], today: date) -> list[int]:
    """Return everybody who holds one of `roles` on a seat today."""
    marks = ", ".join(f"'{role.value}'" for role in sorted(roles))
    found = rows(
        db,
        f"SELECT DISTINCT person FROM duties d WHERE seat = :seat AND role IN ({marks}) AND {HELD} ORDER BY person",
        seat=seat,
        today=today.isoformat(),
    )
    return [row["person"] for row in found]


def seats_of_person(db: Database, person: int, roles: frozenset[Role], today: date) -> list[int]:
    """Return the seats on which a person holds one of `roles` today."""
    found = rows(
        db,
        f"""SELECT DISTINCT seat FROM duties d WHERE person = :person AND {HELD}
            AND role IN (SELECT value FROM json_each(:roles)) ORDER BY seat""",
        person=person,
        today=today.isoformat(),
        roles=listed(sorted(roles)),
    )
    return [row["seat"] for row in found]


def seats_held(db: Database, seats: Collection[int], roles: frozenset[Role], today: date) -> frozenset[int]:
    """Return those of these seats on which somebody holds one of `roles` today."""
    marks = ", ".join(f"'{role.value}'" for role in sorted(roles))
    found = rows(
        db,
        f"""SELECT DISTINCT seat FROM duties d
            WHERE seat IN (SELECT value FROM json_each(:seats)) AND role IN ({marks}) AND {HELD}""",
        seats=listed(seats),
        today=today.isoformat(),
    )
    return frozenset(row["seat"] for row in found)


def person_of_account(db: Database, account: int) -> Person:
    """Return who an account is or was linked to."""
    row = one(db, "SELECT p.* FROM persons p JOIN accounts a ON a.person = p.id WHERE a.id = :account", account=account)
    assert row is not None
    return person_of(row)


def person_of(row: Row) -> Person:
    """Return the person whose columns a row has."""
    return Person(
        id=row["id"],
        code=row["code"],
        full_name=row["full_name"],
        title=row["title"],
        honorific=Honorific(row["honorific"]),
        lang=row["language"],
        phone=row["phone"],
        lang_chosen=bool(row["language_chosen"]),
    )


def _duty(row: Row) -> Duty:
    return Duty(Role(row["role"]), _seat(row) if row["seat_id"] else None, row["duty"])


def _seat(row: Row) -> Seat:
    return Seat(
        id=row["seat_id"],
        code=row["seat_code"],
        body=row["body"],
        organisation=row["organisation"],
        rank=row["rank"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )
