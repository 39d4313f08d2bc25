"""Taking a difficulty on, over from a colleague, and leaving it."""

from __future__ import annotations

from bot.domain.handling import Case
from bot.domain.operations import Lane, Operation, Send
from bot.domain.people import Actor, Role
from bot.domain.triage import Claim, QueueView, group_of
from bot.errors import BotError
from bot.screens import triage as wording
from bot.services.desk import queue
from bot.services.desk.claims import claim_of
from bot.services.difficulties.cases import case_of, topic_of
from bot.services.people import duties
from bot.services.people.duties import officer_only
from bot.services.reply import Reply
from storage import claims, ledgers
from storage.unit import Unit


def claim(unit: Unit, actor: Actor, code: str, view: QueueView | None = None) -> Reply:
    """Take a difficulty on; where somebody has it, the page says so and nothing changes. Raises what `_case` raises."""
    case = _case(unit, actor, code)
    if claim_of(unit, case) is None:
        _take(unit, actor, code, "taken")
    return _page(unit, actor, code, view)


def take_over(unit: Unit, actor: Actor, code: str, number: int, view: QueueView | None = None) -> Reply:
    """Take a difficulty over from a colleague, who is told without a sound.

    Where it is with somebody else by now, the page says so and nothing changes. Raises what `_case` raises.
    """
    case = _case(unit, actor, code)
    before = claim_of(unit, case)
    if before and (before.id != number or before.person == actor.person.id):
        return _page(unit, actor, code, view)
    _take(unit, actor, code, "taken_over")
    told = _tell(unit, actor, case, before) if before else ()
    return _page(unit, actor, code, view, told)


def release(unit: Unit, actor: Actor, code: str, number: int, view: QueueView | None = None) -> Reply:
    """Take care of a difficulty no longer; nothing changes where somebody else does by now. Raises as `claim`."""
    before = claim_of(unit, _case(unit, actor, code))
    if before and before.id == number and before.person == actor.person.id:
        claims.end_claim(unit.db, code, actor.person.id, unit.now)
        _audit(unit, actor, code, "released")
    return _page(unit, actor, code, view)


def _case(unit: Unit, actor: Actor, code: str) -> Case:
    """Return a difficulty that is open. Raises BotError: rights, or stale for one that is not there or has ended."""
    officer_only(unit, actor)
    case = case_of(unit, code)
    if case is None or not can_be_claimed(case):
        raise BotError("stale")
    return case


def can_be_claimed(case: Case) -> bool:
    """Return whether something is left to be done about a difficulty."""
    return group_of(case.events) is not None


def _take(unit: Unit, actor: Actor, code: str, how: str) -> None:
    duty = next(held.id for held in actor.duties if held.role is Role.SECRETARIAT)
    claims.add_claim(unit.db, code, actor.person.id, duty, unit.now)
    _audit(unit, actor, code, how)


def _audit(unit: Unit, actor: Actor, code: str, how: str) -> None:
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), f"claim.{how}", f"difficulty:{code}")


def _tell(unit: Unit, actor: Actor, case: Case, before: Claim) -> tuple[Operation, ...]:
    screen = wording.taken_over(case.code, actor.person.full_name)
    return tuple(
        Send(to, screen, topic=topic_of(case), lane=Lane.BULK, key=f"claim:{before.id}:over:{to.account}")
        for to in duties.addressees_of(unit, before.person)
    )


def _page(unit: Unit, actor: Actor, code: str, view: QueueView | None, notices: tuple[Operation, ...] = ()) -> Reply:
    shown = queue.open_item(unit, actor, code, view or QueueView())
    return Reply(shown.screen, topic=shown.topic, notices=notices)
