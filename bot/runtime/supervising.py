"""What tells a service manager, and whoever asks, how the program is doing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.clock import Clock
from bot.config import Settings, load_supervision
from bot.runtime.pulse import Pulse, ServiceManager
from bot.runtime.ticker import Ticker
from bot.runtime.vital_signs import LONGEST_WRITE_SECONDS, VitalSigns
from storage.backup import BACKUPS
from storage.database import Writer


def supervised(
    settings: Settings,
    directory: Path,
    writer: Writer,
    ticker: Ticker,
    reading: Database,
    clock: Clock,
    channels: Iterable[str],
) -> list[Callable[[], Coroutine[Any, Any, None]]]:
    """Return what tells a service manager, and whoever asks, how the program is doing."""
    manager = load_supervision()
    pulse = Pulse(
        ServiceManager(manager.notify_socket),
        manager.watchdog_seconds,
        stuck=lambda: writer.busy_seconds > LONGEST_WRITE_SECONDS,
    )
    if settings.metrics_port is None:
        return [pulse.run]
    from bot.runtime.health_server import HealthServer

    def signs() -> VitalSigns:
        return VitalSigns(pulse.lag, writer.busy_seconds, ticker.unlooked_seconds)

    server = HealthServer(settings.metrics_port, directory, directory / BACKUPS, reading, clock, channels, signs)
    return [pulse.run, server.run]
