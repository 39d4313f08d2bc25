"""Messages with a mark of secrecy: looked at before every other handler."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery, Message, Update

from bot.domain.operations import Operation
from bot.domain.people import Actor, Caller
from bot.domain.secrecy import mark_in
from bot.domain.verbs.secrecy import AnswerGuard
from bot.services import secrecy
from bot.services.secrecy import Said
from handlers.filters import Linked, Presses
from storage.unit import Unit

router = Router(name="secrecy")


def held_back(update: Update, unit: Unit, caller: Caller, actor: Actor | None) -> Sequence[Operation] | None:
    """Return what follows from a message, new or edited, that is not to be used; None where it may be."""
    message = _message(update)
    return secrecy.hold_back(unit, caller, actor, _said(message)) if message else None


def has_mark(update: Update) -> bool:
    """Return whether a message bears a mark, of whomever and wherever it was sent."""
    message = _message(update)
    return message is not None and _said(message).mark is not None


def is_marked(raw: object) -> bool:
    """Return whether a mark stands anywhere in an update that may not have been read."""
    return mark_in(_strings(raw)) is not None or mark_in((), _strings(raw)) is not None


def _message(update: Update) -> Message | None:
    return update.message or update.edited_message


def _said(message: Message) -> Said:
    texts = [message.text, message.caption]
    if message.poll:
        texts += [message.poll.question, *(option.text for option in message.poll.options)]
    found = [message.document, message.video, message.audio, message.animation]
    files = [each for each in found if each]
    return Said(
        tuple(text for text in texts if text),
        tuple(name for each in files if (name := each.file_name)),
        tuple(each.file_size or 0 for each in files),
    )


def _strings(raw: object) -> list[str]:
    if isinstance(raw, str):
        return [raw]
    if isinstance(raw, dict):
        raw = list(raw.values())
    return [text for each in raw for text in _strings(each)] if isinstance(raw, list) else []


@router.callback_query(Linked(), Presses(AnswerGuard))
async def answer(_query: CallbackQuery, unit: Unit, actor: Actor, press: AnswerGuard) -> list[Operation]:
    """What is to become of a message that was held back."""
    return list(secrecy.answer(unit, actor, press.refused, press.step))
