"""A seat whose people change on a day: handed over for good, or stood in for from a day to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TurnKind(StrEnum):
    """What changes; the value stands in the base."""

    HANDOVER = "handover"
    SUBSTITUTE = "substitute"


@dataclass(frozen=True)
class Turn:
    """A change of who holds a seat, by day of Viet Nam. The duties have the days themselves: they give the access."""

    id: int
    kind: TurnKind
    seat: int
    from_person: int
    from_duty: int
    to_person: int
    to_duty: int
    begins_on: date
    ends_on: date | None
    """The first day on which a substitute stands in no longer; None where the seat was handed over."""
    pass_drafts: bool
    """Whether the drafts of who leaves go over; otherwise they are deleted."""
    by: str
    """Who recorded it, as the audit names them."""
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    told_at: datetime | None = None
    """When whoever takes over was sent what goes over."""
    received_at: datetime | None = None
    """When they said that they have it."""
