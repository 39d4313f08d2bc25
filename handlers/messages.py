"""What was typed or pressed, and the program's name for the message it was typed as."""

from __future__ import annotations

from aiogram.types import Message

from bot.domain.characters import clean
from bot.domain.forms import Tap
from bot.domain.people import Actor
from bot.domain.verbs.approving import AnswerProxy
from bot.domain.verbs.directory import AnswerDirectory
from bot.domain.verbs.leading import AnswerDirection
from bot.domain.verbs.reporting import AnswerForm
from bot.domain.writing import Written


def written(message: Message, actor: Actor) -> Written:
    """Return the words of a message, or those under a file."""
    return Written(ref(message, actor), clean(message.text or message.caption or ""))


def ref(message: Message, actor: Actor) -> str:
    """The program's name for a message; empty where the channel has no number for it, and so never edits it."""
    return f"{actor.account}:{message.message_id}" if message.message_id else ""


def tapped(
    press: AnswerForm | AnswerDirectory | AnswerDirection | AnswerProxy, typed: Message | None, actor: Actor
) -> Tap:
    """Return the choice of a form that a press is, or that was `typed` as its number or label."""
    return Tap(press.rev, press.what, press.index, written(typed, actor) if typed else None)
