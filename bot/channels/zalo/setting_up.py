"""The channel as the settings have it."""

from __future__ import annotations

import hmac

from bot.channels.zalo.client import Door, ZaloChannel
from bot.config import Settings


def channel(settings: Settings, key: bytes) -> ZaloChannel:
    """Return the channel; the key of the data stands in for a secret of the webhook that nobody set."""
    secret = settings.zalo_webhook_secret or hmac.digest(key, b"zalo webhook", "sha256").hex()
    return ZaloChannel(settings.zalo_bot_token, settings.zalo_api_base, Door(settings.public_url, secret))
