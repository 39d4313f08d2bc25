"""Which variables of the environment the program goes by: a test that starts it leaves those of its machine out."""

from __future__ import annotations

from bot.config import ENV_FILE, Settings

NAMES = frozenset(name.upper() for name in Settings.model_fields) | {
    ENV_FILE, "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID",
}  # fmt: skip
