"""`/healthz` and `/metrics` on this machine, for whoever watches the program from outside."""

from __future__ import annotations

import asyncio
import errno
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from sqlite_utils import Database

from bot.clock import Clock
from bot.errors import BotError
from bot.runtime.vital_signs import VitalSigns, ailments
from storage import figures
from storage.figures import Figures, Queue
from storage.rotation import newest

_LOOPBACK = "127.0.0.1"


class HealthServer:
    """Reads, when asked, over a connection that cannot write; without a question it costs nothing."""

    def __init__(
        self,
        port: int,
        directory: Path,
        backups: Path,
        reading: Database,
        clock: Clock,
        channels: Iterable[str],
        signs: Callable[[], VitalSigns],
    ) -> None:
        self._port = port
        self._directory = directory
        self._backups = backups
        self._reading = reading
        self._clock = clock
        self._channels = frozenset(channels)
        self._signs = signs
        # Of its own: the library's would add what it measures of the process, and keep it between two programs.
        self._registry = CollectorRegistry()
        self._registry.register(_Collector(self.collect))
        self.address = ""
        """Where it answers, once it does."""

    async def run(self) -> None:
        """Answer until cancelled. Raises BotError("metrics_port_taken")."""
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/metrics", self._metrics)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            site = web.TCPSite(runner, _LOOPBACK, self._port)
            await _started(site, self._port)
            self.address = f"http://{_LOOPBACK}:{runner.addresses[0][1]}"
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        now = self._clock.now()
        found = list(ailments(self._signs(), figures.read(self._reading, now), self._channels, now))
        text = "\n".join(found) if found else "well"
        return web.Response(status=503 if found else 200, text=f"{text}\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def collect(self) -> Iterable[Metric]:
        """Return all figures of now, ages in seconds; what has never happened has none."""
        signs, now = self._signs(), self._clock.now()
        found = figures.read(self._reading, now)
        yield from _queue("inbox", "Updates that wait to be handled", found.inbox, now)
        yield from _queue("outbox", "Messages that have not ended", found.outbox, now)
        yield from self._instants(found, now)
        yield from _failures(found)
        yield _by("messages_sent_today", "Messages a channel has taken since midnight", "channel", found.sent_today)
        yield _by("mail_addresses", "Addresses of e-mail by what they are used for", "state", found.mailboxes)
        yield _gauge("loop_lag_seconds", "By how much the loop is late", signs.lag)
        yield _gauge("write_seconds", "For how long the present batch has been written", signs.writing)
        yield _gauge("database_bytes", "Size of the database", found.base_bytes)
        disk = shutil.disk_usage(self._directory)
        yield _gauge("disk_bytes", "Size of the disk with the data", disk.total)
        yield _gauge("disk_free_bytes", "What is free of it", disk.free)

    def _instants(self, found: Figures, now: datetime) -> Iterable[Metric]:
        names = [path.name for path in self._backups.iterdir()] if self._backups.is_dir() else []
        for name, help_, at in (
            ("last_update_timestamp_seconds", "When an update was stored last", found.last_update),
            ("last_tick_timestamp_seconds", "When anything of a time of day was done last", found.last_tick),
            ("last_backup_timestamp_seconds", "When the newest backup was made", newest(names, now)),
        ):
            if at is not None:
                yield _gauge(name, help_, at.timestamp())
        polls = {channel: at.timestamp() for channel, at in found.last_polls.items()}
        yield _by("last_poll_timestamp_seconds", "When a channel answered last, to the minute", "channel", polls)


class _Collector(Collector):
    """What the library asks for figures."""

    def __init__(self, collect: Callable[[], Iterable[Metric]]) -> None:
        self._collect = collect

    def collect(self) -> Iterable[Metric]:
        return self._collect()

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering must not read the base."""
        return ()


async def _started(site: web.TCPSite, port: int) -> None:
    try:
        await site.start()
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        raise BotError("metrics_port_taken", port=port) from error


def _gauge(name: str, help_: str, value: float) -> Metric:
    return GaugeMetricFamily(f"tthc_{name}", help_, value=value)


def _by(name: str, help_: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"tthc_{name}", help_, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _queue(name: str, help_: str, queue: Queue, now: datetime) -> Iterable[Metric]:
    age = max(0.0, (now - queue.oldest).total_seconds()) if queue.oldest else 0.0
    yield _gauge(f"{name}_depth", help_, queue.depth)
    yield _gauge(f"{name}_oldest_age_seconds", "Age of the oldest of them", age)


def _failures(found: Figures) -> Iterable[Metric]:
    yield _gauge("updates_set_aside", "Updates under an incident code", found.set_aside)
    yield _by("messages_retrying", "Messages that wait for another try", "failure", found.retries)
    yield _by("messages_ended", "Messages of the last 30 days by how they ended", "state", found.ended)
    yield _by("messages_waiting", "Messages that have not ended, by channel", "channel", found.waiting)
    yield _by("messages_held", "Messages that a channel keeps and nobody has opened", "channel", found.held)
    yield _by("nudges", "Notifications to browsers in 30 days by how they ended", "outcome", found.nudges)
    yield _gauge("push_subscriptions", "Browsers that are notified", found.push_subscriptions)
    yield _by("tick_failures", "Failures since all was done", "tick", found.tick_failures)
