"""Drafts that nobody has touched for some working days are mentioned once, those about to be deleted once more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.forms import Draft
from bot.domain.people import MEMBER_ROLES
from bot.domain.texts import Row, Text
from bot.screens.reporting import own_drafts as wording
from bot.screens.reporting.own_drafts import Waiting
from bot.services.reporting.waiting import KINDS, listed_of
from bot.services.upkeep.housekeeping import OPEN_DRAFTS_FOR
from storage import idle_drafts, people
from storage.rows import instant, iso
from storage.unit import Unit


@dataclass(frozen=True)
class Lying:
    """A draft that its writer is to be told of; `going`: it is about to be deleted."""

    waiting: Waiting
    going: bool

    @property
    def draft(self) -> Draft:
        """The draft itself."""
        return self.waiting.draft


def to_tell(unit: Unit) -> Mapping[int, Sequence[Lying]]:
    """Return by person the drafts to be told of this morning, of those who still hold the seat; earliest first."""
    idle_for, notice = unit.rules.profile.draft_idle_after, timedelta(days=unit.rules.profile.draft_notice_days)
    going_before = unit.now - OPEN_DRAFTS_FOR + notice
    # So many days lie between at least, though not whole ones; which of them are worked is asked of each that is left.
    found = idle_drafts.untold(unit.db, KINDS, unit.now - timedelta(days=idle_for - 1), going_before)
    lying = [each for each in found if each.holds_answers and _is_idle(unit, each, idle_for)]
    by_person: dict[int, list[Draft]] = defaultdict(list)
    for draft in lying:
        if draft.seat in people.seats_of_person(unit.db, draft.person, MEMBER_ROLES, unit.today):
            by_person[draft.person].append(draft)
    return {
        person: [Lying(each, each.draft.updated_at < going_before) for each in listed_of(unit, person, of)]
        for person, of in by_person.items()
    }


def _is_idle(unit: Unit, draft: Draft, idle_for: int) -> bool:
    touched_on = draft.updated_at.astimezone(VN).date()
    return unit.rules.calendar.working_day_after(touched_on, idle_for) <= unit.today


def parts(unit: Unit, lying: Iterable[Lying]) -> Sequence[tuple[Text, Row]]:
    """Return what a card says of each draft, and its choice."""
    return [
        (
            wording.lies(each.waiting, _last_day(unit, each.draft) if each.going else None),
            (wording.go_on(each.waiting),),
        )
        for each in lying
    ]


def _last_day(unit: Unit, draft: Draft) -> date:
    """The last whole day before it is deleted: nobody is told later than the profile says, however late it is now."""
    notice = timedelta(days=unit.rules.profile.draft_notice_days)
    ends = max(draft.updated_at + OPEN_DRAFTS_FOR, unit.now + notice)
    return (ends - timedelta(days=1)).astimezone(VN).date()


def as_plain(lying: Iterable[Lying]) -> list[list[Any]]:
    """Return what a card that tells of drafts keeps of them."""
    return [[each.draft.id, iso(each.draft.updated_at), each.going] for each in lying]


def still_lie(db: Database, kept: Iterable[Sequence[Any]]) -> bool:
    """Return whether any of these drafts is as it was when the card was made."""
    return any(idle_drafts.is_untouched(db, draft, instant(at)) for draft, at, _ in kept)


def note_told(unit: Unit, kept: Iterable[Sequence[Any]]) -> None:
    """Keep that a card that tells of these drafts has arrived."""
    for draft, at, going in kept:
        idle_drafts.note_told(unit.db, draft, instant(at), unit.now, going=bool(going))
