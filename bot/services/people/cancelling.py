"""The desk undoes a handover that has not begun, or lets somebody stand in no longer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.turns import TurnKind
from bot.errors import BotError
from bot.screens.people import turning as wording
from bot.services.people import directory, duties
from bot.services.people import turns as turns_of
from bot.services.reply import Reply
from storage import turns
from storage.unit import Unit


def cancel(unit: Unit, actor: Actor, turn_id: int) -> Reply:
    """Undo a handover that has not begun, or end a substitution. Raises BotError("stale") and what it may not."""
    turn = turns.turn_by_id(unit.db, turn_id)
    if turn is None or turn.ended_at:
        raise BotError("stale")
    change = turns_of.change_of(unit, turn)
    duties.check_right(unit, actor, change.duty.role)
    told: Sequence[Operation] = ()
    # A duty that ends on the day it begins, or today, is held no more.
    turns.set_valid_to(unit.db, turn.to_duty, max(turn.begins_on, unit.today) if turn.begun_at else turn.begins_on)
    if turn.kind is TurnKind.HANDOVER:
        turns.set_valid_to(unit.db, turn.from_duty, None)
    elif turn.begun_at:
        told = duties.after_end(unit, duties.by(actor), turn.to_person, change.duty)
        turns_of.drafts_go_over(unit, turn, turn.to_person, turn.from_person)
    turns.mark(unit.db, turn_id, "ended", unit.now)
    turns_of.audit(unit, duties.by(actor), "cancelled", change)
    shown = directory.shown(unit, actor, turn.from_person)
    return Reply(shown.with_line_first(wording.cancelled(change)), notices=tuple(told))
