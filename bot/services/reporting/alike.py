"""What looks like the items of a draft: difficulties of the same seat, and headlines that the desk has shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from bot.domain import questions
from bot.domain.alike import Compared, Reason, compared, likeness
from bot.domain.difficulties import UNRESOLVED, current_state
from bot.domain.forms import NOT_MEANT, At, Draft
from bot.domain.questions import PROCEDURE
from bot.domain.reports import Difficulty
from bot.screens.reporting.alike import Alike, OwnAlike, SharedAlike
from bot.services.difficulties import clusters
from storage import difficulties, sharing
from storage.unit import Unit

V = TypeVar("V")

_NEWEST = 40
"""So many difficulties of a seat are looked at."""
_SHOWN = 4
"""So many are named on a review: it is there to be sent."""


def alike(unit: Unit, draft: Draft) -> Sequence[Alike]:
    """Return what looks like the items of a draft at its review, in their order; elsewhere nothing.

    Of each item one difficulty of the seat and one headline, those that look most like it. Nothing of other members is
    read but what the desk has shared.
    """
    if draft.position.at is not At.REVIEW or not draft.items:
        return ()
    items = [_item(item) for item in draft.items]
    found: list[Alike] = [*_own(unit, draft, items), *_shared(unit, draft, items)]
    return sorted(found, key=lambda each: each.item)[:_SHOWN]


def headline(unit: Unit, draft: Draft) -> str:
    """Return the headline of the difficulty that may be co-signed where the draft stands; empty where none is."""
    found = sharing.shared(unit.db, draft.position.about) if draft.position.about else ()
    return next((each.headline for each in found), "")


def _item(item: Mapping[str, str]) -> Compared:
    dropped = item.get(NOT_MEANT, "").split("\n")
    understood = [each for each in questions.understood(item) if each not in dropped]
    return compared([item.get("content", "")], item.get(PROCEDURE, ""), understood)


def _difficulty(found: Difficulty) -> Compared:
    return compared([found.answers["content"]], found.procedure, (*found.provisions, *found.procedure_codes))


def _own(unit: Unit, draft: Draft, items: Sequence[Compared]) -> Iterator[OwnAlike]:
    newest = difficulties.newest_of_seat(unit.db, draft.seat, _NEWEST)
    known = [(found, at) for found, at in newest if found.code not in draft.codes]
    events = difficulties.events_of(unit.db, [found.code for found, _ in known])
    unresolved = [(f, at) for f, at in known if current_state(events.get(f.code, ())) in UNRESOLVED]
    others = [(_difficulty(found), found.code, at) for found, at in unresolved]
    for number, item in enumerate(items):
        if draft.continues(number):
            continue
        best = _best(item, ((each, (code, at)) for each, code, at in others))
        if best:
            (code, at), reasons = best[0], best[1]
            yield OwnAlike(number, code, at, reasons)


def _shared(unit: Unit, draft: Draft, items: Sequence[Compared]) -> Iterator[SharedAlike]:
    shared = [each for each in sharing.shared(unit.db) if each.seat != draft.seat]
    others = [(compared([each.headline], "", each.understood), each) for each in shared]
    weights = clusters.weights(unit, [each.difficulty for each in shared])
    for number, item in enumerate(items):
        best = None if draft.continues(number) else _best(item, others)
        if best:
            each = best[0]
            cosigned, members = draft.seat in each.cosigned_by, weights[each.difficulty]
            yield SharedAlike(number, each.difficulty, each.headline, each.answer, members, cosigned)


def _best(item: Compared, others: Iterable[tuple[Compared, V]]) -> tuple[V, tuple[Reason, ...]] | None:
    """What looks most like an item, and why."""
    likest = [(found.score, what, found.reasons) for other, what in others if (found := likeness(item, other))]
    return max(likest, key=lambda each: each[0])[1:] if likest else None
