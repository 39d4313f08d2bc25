"""Writing and sending a report."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.callbacks import number
from bot.domain.forms import Attached, Event, Tap, Typed, Unreadable
from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.services import home
from bot.services.people import enrolment
from bot.services.reporting import adhoc, forms, periodic
from handlers.files import file_of
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="reporting")

_VOICE = Text(
    N_(
        "The system cannot read voice messages yet. Please type the content"
        " or use the dictation of the phone's keyboard."
    )
)
_OTHER = Text(N_("The system takes text, photos and files. What was just sent has not been handled."))


@router.message(Linked(), Says("baocao"))
async def report(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """Which report to send."""
    return after_message(actor, periodic.choose(unit, actor))


@router.callback_query(Linked(), Presses("k"))
async def choose(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """Which report to send."""
    return after_press(actor, periodic.choose(unit, actor))


@router.callback_query(Linked(), Presses("n"))
async def begin(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """Open the report of a seat for a period."""
    if len(args) != 2:
        raise BotError("stale")
    return after_press(actor, periodic.start(unit, actor, number(args[0]), args[1]))


@router.callback_query(Linked(), Presses("z"))
async def begin_nil(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """Open the report of a seat for a period where it says that nothing new arose."""
    if len(args) != 2:
        raise BotError("stale")
    return after_press(actor, periodic.start_nil(unit, actor, number(args[0]), args[1]))


@router.callback_query(Linked(), Presses("u"))
async def begin_adhoc(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """Open an ad hoc report."""
    if len(args) > 1:
        raise BotError("stale")
    return after_press(actor, adhoc.start(unit, actor, number(args[0]) if args else None))


@router.callback_query(Linked(), Presses("d"))
async def resume(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """Continue a draft."""
    if len(args) != 1:
        raise BotError("stale")
    return after_press(actor, forms.resume(unit, actor, number(args[0])))


@router.callback_query(Linked(), Presses("p"))
async def move(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """Move a draft into the next period."""
    if len(args) != 1:
        raise BotError("stale")
    return after_press(actor, periodic.move(unit, actor, number(args[0])))


@router.callback_query(Linked(), Presses("f"))
async def press(_query: CallbackQuery, unit: Unit, actor: Actor, args: tuple[str, ...]) -> list[Operation]:
    """A choice of the form."""
    if len(args) != 4:
        raise BotError("stale")
    draft, rev, what, index = args
    return after_press(actor, forms.answer(unit, actor, number(draft), Tap(number(rev), what, number(index))))


@router.message(Linked())
async def typed(message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """An answer to the open form; a code, or a request nobody understands, where none is open."""
    if (message.text or "").startswith("/"):
        return after_message(actor, home.unknown(actor))
    if actor.open_draft is not None:
        return after_message(actor, forms.answer(unit, actor, actor.open_draft, _event(message, actor)))
    if message.text and enrolment.looks_like_code(message.text):
        return after_message(actor, enrolment.enter_as_member(unit, actor, message.text))
    if file_of(message, actor.caller.channel):
        return after_message(actor, home.stray_file(actor))
    return after_message(actor, home.unknown(actor))


def _event(message: Message, actor: Actor) -> Event:
    if message.text:
        return Typed(message.text, message.date)  # a channel's `date` is when it took the message
    attachment = file_of(message, actor.caller.channel)
    return Attached(attachment) if attachment else Unreadable(_VOICE if message.voice else _OTHER)
