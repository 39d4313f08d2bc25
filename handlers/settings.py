"""How one is written to, and one's own data."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.verbs.settings import (
    AskLeaving,
    AskOfOwnData,
    AskSetting,
    ChooseLanguage,
    ChooseMorning,
    ChoosePause,
    ChooseQuiet,
    Consent,
    Leave,
    OpenPage,
    SendOwnData,
    ShowOwnData,
    ShowSettings,
)
from bot.services.people import consenting, own_data, settings
from handlers.filters import Linked, Presses, Says
from handlers.replies import after_message, after_press
from storage.unit import Unit

router = Router(name="settings")


@router.message(Linked(), Says("caidat", "settings"))
async def show(_message: Message, unit: Unit, actor: Actor) -> list[Operation]:
    """What is set."""
    return after_message(actor, settings.show(unit, actor))


@router.callback_query(Linked(), Presses(ShowSettings))
async def show_pressed(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """What is set."""
    return after_press(actor, settings.show(unit, actor))


@router.callback_query(Linked(), Presses(AskSetting))
async def ask(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskSetting) -> list[Operation]:
    """The choices of a setting."""
    return after_press(actor, settings.ask(unit, actor, press.setting))


@router.callback_query(Linked(), Presses(ChooseMorning))
async def morning(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChooseMorning) -> list[Operation]:
    """The hour of the morning's card."""
    return after_press(actor, settings.choose_morning(unit, actor, press.place))


@router.callback_query(Linked(), Presses(ChooseQuiet))
async def quiet(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChooseQuiet) -> list[Operation]:
    """The quiet hours."""
    return after_press(actor, settings.choose_quiet(unit, actor, press.hours))


@router.callback_query(Linked(), Presses(ChoosePause))
async def pause(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChoosePause) -> list[Operation]:
    """A pause of the reminders."""
    return after_press(actor, settings.choose_pause(unit, actor, press.length))


@router.callback_query(Linked(), Presses(ChooseLanguage))
async def language(_query: CallbackQuery, unit: Unit, actor: Actor, press: ChooseLanguage) -> list[Operation]:
    """The language, in which the answer is given already."""
    answer, speaking = settings.choose_language(unit, actor, press.language)
    return after_press(speaking, answer)


@router.callback_query(Linked(), Presses(OpenPage))
async def page(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """A link that signs in to the office's page."""
    return after_press(actor, settings.open_page(unit, actor))


@router.callback_query(Linked(), Presses(ShowOwnData))
async def data(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """What is stored about oneself."""
    return after_press(actor, own_data.show(unit, actor))


@router.callback_query(Linked(), Presses(SendOwnData))
async def send_data(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """What is stored about oneself, as a file."""
    return after_press(actor, own_data.send(unit, actor))


@router.callback_query(Linked(), Presses(AskOfOwnData))
async def ask_of_data(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskOfOwnData) -> list[Operation]:
    """That the desk corrects or erases one's data."""
    return after_press(actor, own_data.ask(unit, actor, press.request, sure=bool(press.sure)))


@router.callback_query(Linked(), Presses(AskLeaving))
async def ask_leaving(_query: CallbackQuery, unit: Unit, actor: Actor, press: AskLeaving) -> list[Operation]:
    """Whether to end the link."""
    return after_press(actor, settings.ask_leaving(unit, actor, press.how))


@router.callback_query(Linked(), Presses(Leave))
async def leave(_query: CallbackQuery, unit: Unit, actor: Actor, press: Leave) -> list[Operation]:
    """The end of the link."""
    return after_press(actor, settings.leave(unit, actor, press.how))


@router.callback_query(Linked(), Presses(Consent))
async def consent(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """The consent to the notice as it is now."""
    return after_press(actor, consenting.agree(unit, actor))
