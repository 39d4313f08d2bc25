"""What an operator asks outside the running program, of each channel; each is imported where it is asked alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config import Settings

if TYPE_CHECKING:
    from bot.runtime.probing import Answer


def ask_telegram(settings: Settings) -> Answer:
    """Ask the Bot API once what it says of the bot (`doctor --online`)."""
    from bot.channels.telegram.probe import ask

    return ask(settings)


def ask_zalo(settings: Settings) -> Answer:
    """Ask Zalo's Bot API once what it says of the bot (`doctor --online`)."""
    from bot.channels.zalo.probe import ask

    return ask(settings)


def ask_mail(settings: Settings) -> Answer:
    """Ask the mail server once whether it takes the user and the password, without a letter (`doctor --online`)."""
    from bot.channels.mail.probe import ask

    return ask(settings)


def bot_name(settings: Settings) -> str:
    """Ask Telegram for the bot's user name. Raises ChannelError."""
    from bot.channels.telegram.probe import name

    return name(settings)
