"""Drafts that nobody has touched for some working days are mentioned once, those about to be deleted once more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.forms import Draft
from bot.domain.reminder_rules import Kind, Side
from bot.domain.reminders import Occurrence
from bot.screens.reporting.own_drafts import Waiting
from bot.services.reporting.waiting import listed_of
from bot.services.upkeep.housekeeping import OPEN_DRAFTS_FOR
from storage import drafts, idle_drafts
from storage.rows import instant, iso
from storage.unit import Unit

DRAFT = "draft:"
"""Begins the subject of a reminder of a draft, before its number."""


def subject_of(draft: int) -> str:
    """Return the subject of the reminders of a draft."""
    return f"{DRAFT}{draft}"


def number_of(subject: str) -> int:
    """Return the draft that a subject names."""
    return int(subject.removeprefix(DRAFT))


@dataclass(frozen=True)
class Lying:
    """A draft that its writer is told of; `going`: it is about to be deleted."""

    waiting: Waiting
    going: bool

    @property
    def draft(self) -> Draft:
        """The draft itself."""
        return self.waiting.draft


def lying(unit: Unit, person: int, found: Iterable[Occurrence]) -> Mapping[str, Lying]:
    """Return by subject the drafts of a person that these reminders are of, of those that say something."""
    going = {o.due.subject: o.mark.side is not Side.WAITED for o in found}
    of = [draft for subject in going if (draft := drafts.draft_by_id(unit.db, number_of(subject)))]
    shown = listed_of(unit, person, [draft for draft in of if draft.closed_at is None and draft.holds_answers])
    return {key: Lying(each, going[key]) for each in shown for key in [subject_of(each.draft.id)]}


def last_day(unit: Unit, each: Lying) -> date | None:
    """Return the last whole day before a draft is deleted, None where it only lies.

    Nobody is told later than the rule says, however late it is now.
    """
    if not each.going:
        return None
    notice = unit.rules.reminders.notice(Kind.DRAFT)
    ends = max(each.draft.updated_at + OPEN_DRAFTS_FOR, unit.now + notice)
    return (ends - timedelta(days=1)).astimezone(VN).date()


def as_plain(lying: Iterable[Lying]) -> list[list[Any]]:
    """Return what a card that tells of drafts keeps of them."""
    return [[each.draft.id, iso(each.draft.updated_at), each.going] for each in lying]


def still_lie(db: Database, kept: Iterable[Sequence[Any]]) -> bool:
    """Return whether any of these drafts is as it was when the card was made."""
    return any(idle_drafts.is_untouched(db, draft, instant(at)) for draft, at, _ in kept)


def note_told(unit: Unit, kept: Iterable[Sequence[Any]]) -> None:
    """Keep that a card that tells of these drafts has arrived: none is deleted before its writer was told."""
    for draft, at, going in kept:
        idle_drafts.note_told(unit.db, draft, instant(at), unit.now, going=bool(going))
