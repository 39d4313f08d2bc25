"""Questions to the Bot API beside the running program: whether it can be reached, what the bot is called."""

from __future__ import annotations

import asyncio

from aiogram.exceptions import ClientDecodeError, TelegramNotFound, TelegramUnauthorizedError

from bot.channels.telegram.client import TelegramChannel
from bot.config import Settings
from bot.runtime.probing import Answer

_SECONDS = 15


def ask(settings: Settings) -> Answer:
    """Return what the Bot API says of the bot and of its webhook, asked the way the program would."""
    return asyncio.run(_ask(settings))


def name(settings: Settings) -> str:
    """Return the bot's user name. Raises ChannelError."""
    return asyncio.run(_name(settings))


async def _name(settings: Settings) -> str:
    channel = TelegramChannel(settings.bot_token, settings.bot_api_base, settings.proxy_url)
    try:
        return await channel.identify()
    finally:
        await channel.close()


async def _ask(settings: Settings) -> Answer:
    channel = TelegramChannel(settings.bot_token, settings.bot_api_base, settings.proxy_url)
    try:
        async with asyncio.timeout(_SECONDS):
            found = (await channel.bot.get_me()).username or ""
            webhook = await channel.bot.get_webhook_info()
        return Answer(found, webhook.url, webhook.pending_update_count)
    except TelegramUnauthorizedError:
        return Answer(refused=True)
    except TelegramNotFound:
        return Answer(unknown=True)
    except ClientDecodeError:
        return Answer(failure="HTML")
    except TimeoutError:
        return Answer(failure=f"> {_SECONDS} s")
    except Exception as error:  # of the library, of the proxy's, of the system
        # Its message may quote the address, which holds the token.
        return Answer(failure=type(error).__name__)
    finally:
        await channel.close()
