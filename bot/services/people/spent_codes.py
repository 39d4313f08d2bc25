"""A code that was used, or whose time is over, is taken out of the chat in which it was shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from bot.domain.operations import Operation, Piece, Replace, Topic, TopicKind
from bot.screens.people import directory as wording
from storage import addressees, people, shown_codes
from storage.shown_codes import ShownCode
from storage.unit import Unit


def take_away(unit: Unit) -> Iterable[Piece]:
    """Yield a piece for each code that is of no use any more and still to be read."""
    for shown in shown_codes.spent(unit.db, unit.now):
        who = people.person_by_id(unit.db, shown.person)
        yield Piece(who.full_name, partial(_take_away, unit, shown, who.full_name))


def _take_away(unit: Unit, shown: ShownCode, full_name: str) -> Sequence[Operation]:
    to = addressees.recipient(unit.db, shown.account, unit.today)
    if to is None:  # whoever was shown it is not linked any more, and is written nothing
        shown_codes.forget(unit.db, shown.anchor)
        return ()
    screen = wording.code_used(full_name) if shown.was_used else wording.code_over(full_name)
    return [Replace(to, screen, shown.anchor, Topic(TopicKind.MEMBERSHIP))]
