"""People, seats and duties.

A seat is an organisation's place in a body: seats report. Persons hold duties on seats, or at the desk, for a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may do, given by the roster from a day to a day."""

    PRINCIPAL = "principal"
    FOCAL = "focal"
    SECRETARIAT = "secretariat"
    LEADER = "leader"
    ADMIN = "admin"


MEMBER_ROLES = frozenset({Role.PRINCIPAL, Role.FOCAL})


class Honorific(StrEnum):
    """The form of address the roster names or the person chose."""

    NONE = ""
    COMRADE = "dong_chi"
    MR = "ong"
    MS = "ba"


@dataclass(frozen=True)
class Reader:
    """Who a screen is for, as far as its wording depends on it."""

    lang: str = "vi"
    honorific: Honorific = Honorific.NONE
    full_name: str = ""
    of_desk: bool = False


@dataclass(frozen=True)
class To:
    """Where a message goes: an address of a channel, and who reads there. A stranger has no account."""

    channel: str
    address: str
    reader: Reader = Reader()
    account: int | None = None


@dataclass(frozen=True)
class Person:
    """A person of the roster."""

    id: int
    code: str
    full_name: str
    title: str
    honorific: Honorific
    lang: str
    phone: str
    lang_chosen: bool = field(default=False, compare=False)
    """Whether the person chose the language, so that the roster's does not count."""


@dataclass(frozen=True)
class Seat:
    """An organisation's place in a body, valid from a day, to a day where it has ended."""

    id: int
    code: str
    body: str
    organisation: str
    rank: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Duty:
    """What a person does: a role, on a seat unless it is a role of the desk."""

    role: Role
    seat: Seat | None
    id: int = field(default=0, compare=False)
    """Its row; two duties are the same where role and seat are."""


@dataclass(frozen=True)
class Caller:
    """Whoever an update came from, known or not."""

    channel: str
    user_key: str
    address: str
    lang: str = "vi"
    """What the channel says of the app's language: a stranger is answered in it; nothing else depends on it."""

    @property
    def to(self) -> To:
        """Where an answer to a stranger goes."""
        return To(self.channel, self.address, Reader(self.lang))


@dataclass(frozen=True)
class Actor:
    """A linked account and the duties its person holds today."""

    account: int
    caller: Caller
    person: Person
    duties: tuple[Duty, ...]
    open_draft: int | None
    missed_since: datetime | None = None
    """From when on messages did not arrive of which this account has not been told yet."""
    lookup_asked_at: datetime | None = None
    """Since when this account is asked what to look up; None where the newest screen asks something else."""
    consent: str = ""
    """The version of the notice that this account agreed to last."""

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held today."""
        return frozenset(duty.role for duty in self.duties)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The seats this person reports for, by rank, each once."""
        seats = {d.seat.id: d.seat for d in self.duties if d.seat and d.role in MEMBER_ROLES}
        return tuple(sorted(seats.values(), key=lambda seat: seat.rank))

    @property
    def to(self) -> To:
        """Where this person is answered."""
        reader = reader_of(self.person, self.roles)
        return To(self.caller.channel, self.caller.address, reader, self.account)


def reader_of(person: Person, roles: frozenset[Role]) -> Reader:
    """Return how `person` is written to; the neutral form of address differs at the desk."""
    return Reader(person.lang, person.honorific, person.full_name, bool(roles) and not roles & MEMBER_ROLES)
