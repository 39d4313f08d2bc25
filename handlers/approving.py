"""Approving reports, and entering one in a member's place."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.approving import (
    AnswerProxy,
    ApproveReport,
    AskOrigin,
    ChooseOrigin,
    ChooseProxy,
    CompareSubmission,
    ContinueProxy,
    ListProxySeats,
    OpenDelegation,
    OpenProxy,
    ReadSubmission,
    ReleaseApproval,
    RemindApprover,
    RequireApproval,
    ReturnReport,
    SendUnapproved,
    ShowApprovals,
    ShowSubmission,
    StopDelegation,
    TakeBack,
    TakeOver,
)
from bot.services.reporting import comparing, deciding, delegating, proxying
from handlers.filters import Linked, Presses, Says
from handlers.messages import tapped
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="approving")


@router.message(Linked(), Says("duyet", "approval"))
async def approvals(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """How reports are approved, and what waits."""
    return after_message(actor, delegating.show(unit, actor))


@router.callback_query(Linked(), Presses(ShowApprovals))
async def show_approvals(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """How reports are approved, and what waits."""
    return after_press(actor, delegating.show(unit, actor))


@router.callback_query(Linked(), Presses(RequireApproval))
async def require(_query: CallbackQuery, unit: Unit, actor: Actor, press: RequireApproval) -> list[Operation]:
    """Reports need approval from now on."""
    return after_press(actor, delegating.require(unit, actor, press.seat, on=True))


@router.callback_query(Linked(), Presses(ReleaseApproval))
async def release(_query: CallbackQuery, unit: Unit, actor: Actor, press: ReleaseApproval) -> list[Operation]:
    """Reports need no approval any more."""
    return after_press(actor, delegating.require(unit, actor, press.seat, on=False))


@router.callback_query(Linked(), Presses(OpenDelegation))
async def delegate(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenDelegation) -> list[Operation]:
    """Delegate approval."""
    return after_press(actor, delegating.start(unit, actor, press.seat))


@router.callback_query(Linked(), Presses(StopDelegation))
async def stop(_query: CallbackQuery, unit: Unit, actor: Actor, press: StopDelegation) -> list[Operation]:
    """End what was delegated."""
    return after_press(actor, delegating.stop(unit, actor, press.delegation))


@router.callback_query(Linked(), Presses(ShowSubmission))
async def show(_query: CallbackQuery, unit: Unit, actor: Actor, press: ShowSubmission) -> list[Operation]:
    """A report that waits."""
    return after_press(actor, deciding.show(unit, actor, press.submission))


@router.callback_query(Linked(), Presses(ReadSubmission))
async def read(_query: CallbackQuery, unit: Unit, actor: Actor, press: ReadSubmission) -> list[Operation]:
    """All of a report that waits."""
    return after_press(actor, deciding.read(unit, actor, press.submission, press.item, press.part))


@router.callback_query(Linked(), Presses(CompareSubmission))
async def compare(_query: CallbackQuery, unit: Unit, actor: Actor, press: CompareSubmission) -> list[Operation]:
    """What an amendment that waits changes."""
    return after_press(actor, comparing.show(unit, actor, press.submission))


@router.callback_query(Linked(), Presses(ApproveReport))
async def approve(_query: CallbackQuery, unit: Unit, actor: Actor, press: ApproveReport) -> list[Operation]:
    """Approve a report."""
    return after_press(actor, deciding.approve(unit, actor, press.submission, press.shown))


@router.callback_query(Linked(), Presses(ReturnReport))
async def return_(_query: CallbackQuery, unit: Unit, actor: Actor, press: ReturnReport) -> list[Operation]:
    """Return a report."""
    return after_press(actor, deciding.return_(unit, actor, press.submission))


@router.callback_query(Linked(), Presses(TakeOver))
async def take_over(_query: CallbackQuery, unit: Unit, actor: Actor, press: TakeOver) -> list[Operation]:
    """Go on writing a report that waits."""
    return after_press(actor, deciding.take_over(unit, actor, press.submission))


@router.callback_query(Linked(), Presses(TakeBack))
async def take_back(_query: CallbackQuery, unit: Unit, actor: Actor, press: TakeBack) -> list[Operation]:
    """Take a report back."""
    return after_press(actor, deciding.take_back(unit, actor, press.submission))


@router.callback_query(Linked(), Presses(RemindApprover))
async def remind(_query: CallbackQuery, unit: Unit, actor: Actor, press: RemindApprover) -> list[Operation]:
    """Remind whoever approves."""
    return after_press(actor, deciding.remind(unit, actor, press.submission))


@router.callback_query(Linked(), Presses(SendUnapproved))
async def unapproved(_query: CallbackQuery, unit: Unit, actor: Actor, press: SendUnapproved) -> list[Operation]:
    """Send a report without approval."""
    return after_press(actor, deciding.send_unapproved(unit, actor, press.draft, press.rev))


@router.callback_query(Linked(), Presses(ListProxySeats))
async def proxy_seats(_query: CallbackQuery, unit: Unit, actor: Actor, press: ListProxySeats) -> list[Operation]:
    """In whose place a report is entered."""
    return after_press(actor, proxying.choose_seat(unit, actor, press.page))


@router.callback_query(Linked(), Presses(ChooseProxy))
async def proxy_reports(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChooseProxy) -> list[Operation]:
    """Which report is entered."""
    return after_press(actor, proxying.choose_report(unit, actor, press.seat))


@router.callback_query(Linked(), Presses(OpenProxy))
async def open_proxy(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenProxy) -> list[Operation]:
    """The form of a report that the desk enters."""
    return after_press(actor, proxying.start(unit, actor, press.seat, press.period))


@router.callback_query(Linked(), Presses(AskOrigin))
async def ask_origin(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskOrigin) -> list[Operation]:
    """How a report came that the desk enters."""
    return after_press(actor, proxying.ask_origin(unit, actor, press.draft))


@router.callback_query(Linked(), Presses(ChooseOrigin))
async def choose_origin(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChooseOrigin) -> list[Operation]:
    """It came by this way."""
    return after_press(actor, proxying.choose_origin(unit, actor, press.draft, press.source))


@router.callback_query(Linked(), Presses(ContinueProxy))
async def continue_proxy(_query: CallbackQuery, unit: Unit, actor: Actor, press: ContinueProxy) -> list[Operation]:
    """A draft of the desk's."""
    return after_press(actor, proxying.resume(unit, actor, press.draft))


@router.callback_query(Linked(), Presses(AnswerProxy))
async def answer_proxy(
    _query: CallbackQuery, unit: Unit, actor: Actor, press: AnswerProxy, typed: Message | None
) -> list[Operation]:
    """A choice of the form, pressed or typed."""
    return after_press(actor, proxying.answer(unit, actor, press.draft, tapped(press, typed, actor)))
