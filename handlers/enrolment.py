"""Joining with an invitation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.codes import invitation_code, link_token
from bot.domain.operations import Operation
from bot.domain.people import Actor, Caller
from bot.domain.verbs.joining import AskAddress, ChooseAddress, Join, JoinStep
from bot.screens.people import enrolment as wording
from bot.services.people import denying, enrolment
from bot.services.reply import Reply
from handlers.filters import HasText, Linked, Presses, Says, Stranger
from handlers.replies import after_message, after_press, to_stranger
from storage.unit import Unit

router = Router(name="enrolment")

_STEPS: Mapping[JoinStep, Callable[[Unit, Caller], Reply]] = {
    JoinStep.CONFIRM: enrolment.confirm,
    JoinStep.DENY: denying.ask,
    JoinStep.BACK: enrolment.back,
    JoinStep.LOCK: denying.deny,
    JoinStep.NO_REASON: denying.skip_reason,
    JoinStep.LATER: enrolment.put_off,
    JoinStep.NOTICE: enrolment.read_notice,
    JoinStep.ENTER: lambda unit, _caller: Reply(wording.no_code(unit.rules.profile)),
    JoinStep.HOW: lambda unit, _caller: Reply(wording.help_code(unit.rules.profile)),
}


@router.message(Stranger(), Says("start", "batdau"))
async def start(_message: Message, unit: Unit, caller: Caller, rest: str) -> list[Operation]:
    """The channel was opened, with an invitation link or without one, to begin or to go on."""
    return to_stranger(caller, enrolment.open_link(unit, caller, rest) if rest else enrolment.go_on(unit, caller))


@router.message(Stranger(), HasText())
async def code(message: Message, unit: Unit, caller: Caller) -> list[Operation]:
    """A code in any spelling or a pasted link; else the reason that was asked for, or the fixed answer."""
    typed = message.text or ""
    if token := link_token(typed):
        return to_stranger(caller, enrolment.open_link(unit, caller, token))
    # A reason may hold a telephone number, which looks like a code and can be none.
    if not enrolment.may_be_code(typed) and denying.awaits_reason(unit, caller):
        return to_stranger(caller, denying.give_reason(unit, caller, typed))
    if written := invitation_code(typed):
        return to_stranger(caller, enrolment.enter_code(unit, caller, written))
    return to_stranger(caller, Reply(wording.no_code(unit.rules.profile)))


@router.callback_query(Stranger(), Presses(Join))
async def step(_query: CallbackQuery, unit: Unit, caller: Caller, press: Join) -> list[Operation]:
    """A choice on the way in."""
    if press.step is JoinStep.AGREE:
        answer, actor = enrolment.accept(unit, caller)
        return after_message(actor, answer) if actor else to_stranger(caller, answer)
    return to_stranger(caller, _STEPS[press.step](unit, caller))


@router.message(Stranger())
async def anything(_message: Message, unit: Unit, caller: Caller) -> list[Operation]:
    """The fixed answer."""
    return to_stranger(caller, Reply(wording.no_code(unit.rules.profile)))


@router.callback_query(Linked(), Presses(AskAddress))
async def ask_address(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """How to be addressed."""
    return after_press(actor, enrolment.ask_address(unit, actor))


@router.callback_query(Linked(), Presses(ChooseAddress))
async def address(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChooseAddress) -> list[Operation]:
    """A form of address was chosen."""
    return after_press(actor, enrolment.choose_address(unit, actor, press.address))
