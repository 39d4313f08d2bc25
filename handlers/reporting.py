"""Writing and sending a report."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain import keywords
from bot.domain.forms import Attached, Event, Typed, Unreadable
from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.phrases import says_nothing_new
from bot.domain.texts import N_, Text
from bot.domain.verbs.reporting import (
    AnswerForm,
    ChooseReport,
    ContinueDraft,
    DropKept,
    MoveDraft,
    OpenAdhoc,
    OpenNilReport,
    OpenReport,
)
from bot.domain.verbs.versions import AmendReport, AskWithdrawal, WithdrawReport
from bot.domain.writing import Written
from bot.runtime.ports import Capabilities
from bot.screens.files import not_received
from bot.services import home, replying
from bot.services.people import enrolment, roster_files, signing_in
from bot.services.reply import Reply, with_remark
from bot.services.reporting import adhoc, amending, forms, freetext, periodic, withdrawing
from handlers.files import file_of
from handlers.filters import Linked, Presses, Says
from handlers.messages import ref, tapped, written
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="reporting")

_VOICE = Text(
    N_(
        "The system cannot read voice messages yet. Please type the content"
        " or use the dictation of the phone's keyboard."
    )
)
_LOCATION = Text(N_("The system cannot take locations. Please type the address or the name of the place."))
_CONTACT = Text(N_("The system cannot take contacts. Please type the name and the phone number."))
_WORDS = Text(N_("{words}, or a code (such as VM-2611-031), can be typed."), words=", ".join(keywords.COMMANDS))
_OTHER = Text(N_("The system takes text, photos and files. What was just sent has not been handled."))


@router.message(Linked(), Says("baocao", "report"))
async def report(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """Which report to send."""
    return after_message(actor, periodic.choose(unit, actor))


@router.callback_query(Linked(), Presses(ChooseReport))
async def choose(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """Which report to send."""
    return after_press(actor, periodic.choose(unit, actor))


@router.callback_query(Linked(), Presses(OpenReport))
async def begin(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenReport) -> list[Operation]:
    """Open the report of a seat for a period."""
    return after_press(actor, periodic.start(unit, actor, press.seat, press.period))


@router.callback_query(Linked(), Presses(OpenNilReport))
async def begin_nil(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenNilReport) -> list[Operation]:
    """Open the report of a seat for a period where it says that nothing new arose."""
    return after_press(actor, periodic.start_nil(unit, actor, press.seat, press.period))


@router.callback_query(Linked(), Presses(OpenAdhoc))
async def begin_adhoc(_query: CallbackQuery, unit: Unit, actor: Actor, press: OpenAdhoc) -> list[Operation]:
    """Open an ad hoc report."""
    return after_press(actor, adhoc.start(unit, actor, press.seat))


@router.callback_query(Linked(), Presses(ContinueDraft))
async def resume(_query: CallbackQuery, unit: Unit, actor: Actor, press: ContinueDraft) -> list[Operation]:
    """Continue a draft."""
    return after_press(actor, forms.resume(unit, actor, press.draft))


@router.callback_query(Linked(), Presses(MoveDraft))
async def move(_query: CallbackQuery, unit: Unit, actor: Actor, press: MoveDraft) -> list[Operation]:
    """Move a draft into the next period."""
    return after_press(actor, periodic.move(unit, actor, press.draft))


@router.callback_query(Linked(), Presses(AmendReport))
async def amend(_query: CallbackQuery, unit: Unit, actor: Actor, press: AmendReport) -> list[Operation]:
    """Open a report that was sent, to add or correct something."""
    return after_press(actor, amending.start(unit, actor, press.report))


@router.callback_query(Linked(), Presses(AskWithdrawal))
async def ask_withdrawal(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskWithdrawal) -> list[Operation]:
    """Whether a report is to be withdrawn."""
    return after_press(actor, withdrawing.ask(unit, actor, press.report))


@router.callback_query(Linked(), Presses(WithdrawReport))
async def withdraw(_query: CallbackQuery, unit: Unit, actor: Actor, press: WithdrawReport) -> list[Operation]:
    """Withdraw a report."""
    return after_press(actor, withdrawing.withdraw(unit, actor, press.report))


@router.callback_query(Linked(), Presses(AnswerForm))
async def answer(
    _query: CallbackQuery, unit: Unit, actor: Actor, press: AnswerForm, typed: Message | None
) -> list[Operation]:
    """A choice of the form, pressed or typed."""
    return after_press(actor, forms.answer(unit, actor, press.draft, tapped(press, typed, actor)))


@router.callback_query(Linked(), Presses(DropKept))
async def drop_kept(_query: CallbackQuery, unit: Unit, actor: Actor, press: DropKept) -> list[Operation]:
    """What was kept is to be discarded."""
    return after_press(actor, freetext.discard(unit, actor, press.units))


@router.edited_message(Linked())
async def edited(message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """A message says something else now."""
    words = message.text or message.caption
    if not words or words.startswith("/"):
        return []  # a place that moves, or a request that has been answered
    reply = forms.edit(unit, actor, written(message, actor))
    return after_press(actor, reply) if reply else []


@router.message(Linked())
async def said(message: Message, unit: Unit, actor: Actor, able: Capabilities) -> list[Operation]:
    """An answer to an older message or to the open form; a code, content or anything else where none is open."""
    done = after_message(actor, _answer(message, unit, actor, able))
    return [*done, *signing_in.offer(unit, actor)] if _was_not_handed_over(message, actor, able) else done


def _answer(message: Message, unit: Unit, actor: Actor, able: Capabilities) -> Reply:
    # Never an answer: a command that was mistyped must not get into a report.
    if (message.text or "").startswith("/"):
        return _with_words(home.unknown(actor), able)
    words = written(message, actor)
    replied = _replied(message, unit, actor, words, able) if message.reply_to_message else None
    if replied:
        return replied
    file = file_of(message, actor.caller.channel)
    if file and roster_files.takes(unit, actor, file):
        return roster_files.accept(unit, actor, file)
    # An open form takes everything: a code is part of what is being written.
    if actor.open_draft is not None:
        event = _event(message, unit, actor, able)
        return replying.to_open_form(unit, actor, actor.open_draft, event, words, message.date)
    return _unasked(message, unit, actor, words, able)


def _replied(message: Message, unit: Unit, actor: Actor, words: Written, able: Capabilities) -> Reply | None:
    """What to say to an answer to a message, None where that is about nothing that is known.

    A file concerns whatever is open, with its words.
    """
    assert message.reply_to_message is not None
    about = str(message.reply_to_message.message_id)
    if message.text:
        return replying.answer(unit, actor, about, words, message.date)
    event = _event(message, unit, actor, able)
    return replying.point_to(unit, actor, about, event.remark) if isinstance(event, Unreadable) else None


def _unasked(message: Message, unit: Unit, actor: Actor, words: Written, able: Capabilities) -> Reply:
    """What to say to what nothing asked for."""
    has_file = file_of(message, actor.caller.channel) is not None
    unknown = home.stray_file(actor) if has_file else _with_words(home.unknown(actor), able)
    event = _event(message, unit, actor, able)
    if isinstance(event, Unreadable):
        return with_remark(unknown, event.remark)
    going_on = freetext.goes_on(unit, actor, message.date)
    if message.text and not going_on and enrolment.looks_like_code(message.text):
        return enrolment.enter_as_member(unit, actor, message.text)
    if not actor.seats or not words.text:
        return unknown
    if not going_on and says_nothing_new(words.text):
        return periodic.choose_nil(unit, actor)
    taken = freetext.take(unit, actor, words, message.date, unknown)
    return home.with_stray_file(taken) if has_file and taken.screen != unknown.screen else taken


def _with_words(unknown: Reply, able: Capabilities) -> Reply:
    """Name the words that stand for commands where there is no menu of them."""
    return unknown if able.commands else with_remark(unknown, _WORDS)


def _event(message: Message, unit: Unit, actor: Actor, able: Capabilities) -> Event:
    if message.text:
        return Typed(message.text, ref(message, actor))
    attachment = file_of(message, actor.caller.channel)
    if attachment:
        return Attached(attachment, ref(message, actor))
    return Unreadable(_unreadable(message, unit, able))


def _was_not_handed_over(message: Message, actor: Actor, able: Capabilities) -> bool:
    """Whether it may have been a file that the channel keeps to itself, and can be sent on the page."""
    is_read = message.text or message.voice or file_of(message, actor.caller.channel)
    return bool(able.page) and not able.files and not is_read


def _unreadable(message: Message, unit: Unit, able: Capabilities) -> Text:
    """What is said of a message that holds neither text nor a file that is taken."""
    if message.voice:
        return _VOICE
    if not able.files:
        return not_received(able.page, unit.rules.profile.office.email)
    if message.location or message.venue:
        return _LOCATION
    return _CONTACT if message.contact else _OTHER
