"""One question to Zalo's Bot API, for an operator who wants to know whether it can be reached."""

from __future__ import annotations

import asyncio

from bot.channels.zalo.client import ZaloChannel
from bot.config import Settings
from bot.runtime.ports import ChannelError
from bot.runtime.probing import Answer

_SECONDS = 15


def ask(settings: Settings) -> Answer:
    """Return what the Bot API says of the bot and of its webhook."""
    return asyncio.run(_ask(settings))


async def _ask(settings: Settings) -> Answer:
    channel = ZaloChannel(settings.zalo_bot_token, settings.zalo_api_base)
    try:
        async with asyncio.timeout(_SECONDS):
            return Answer(await channel.identify(), await channel.webhook())
    except ChannelError as error:
        refused, unknown = (str(error).startswith(code) for code in ("401", "404"))
        return Answer(refused=refused, unknown=unknown, failure=str(error))
    except TimeoutError:
        return Answer(failure=f"> {_SECONDS} s")
    finally:
        await channel.close()
