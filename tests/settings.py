"""Which variables of the environment the program goes by: a test that starts it leaves those of its machine out."""

from __future__ import annotations

from bot import config

NAMES = frozenset(config.NAMES) | {
    config.ENV_FILE, "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID",
}  # fmt: skip
