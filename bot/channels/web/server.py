"""The server of the office's page: behind a proxy of this machine, started and stopped with the program."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.channels.web.addresses import Address
from bot.channels.web.guarding import BODY_BYTES, Guards
from bot.errors import BotError

_HEAD_SECONDS = 20.0
"""So long the head of a request may take to come, and a connection may wait for its next one."""
_END_SECONDS = 2.0
"""Whoever stops the program waits no longer for a request under way, nor for those who hold a stream."""
_SOCKET_MODE = 0o660
"""The proxy is in the group of the service."""


def _is_ours(record: logging.LogRecord) -> bool:
    """What cannot be read as a request is no failure here, and may hold the secret of a link; nor is who hangs up."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError | ConnectionResetError))


_log = logging.getLogger(__name__)
_log.addFilter(_is_ours)


class WebServer:
    """Serves the routes that it is given, behind the guards."""

    def __init__(
        self,
        address: Address,
        guards: Guards,
        routes: Sequence[web.AbstractRouteDef],
        close: Callable[[], None] = lambda: None,
    ) -> None:
        """`close` ends what would go on, such as streams."""
        self._address = address
        self._guards = guards
        self._routes = routes
        self._close = close
        self.listens_at = ""
        """Once it does: http://… or unix:…"""

    async def run(self) -> None:
        """Serve until cancelled. Raises BotError("web_place_taken")."""
        app = web.Application(middlewares=self._guards.middlewares, client_max_size=BODY_BYTES)
        app.add_routes(self._routes)
        app.on_shutdown.append(self._end_streams)
        app.on_response_prepare.append(self._guards.add_headers)
        runner = web.AppRunner(
            app,
            access_log=None,
            logger=_log,
            # Whoever hangs up needs no answer: a stream ends, an act that was stored stays stored.
            handler_cancellation=True,
            keepalive_timeout=_HEAD_SECONDS,
            lingering_time=_END_SECONDS,
            shutdown_timeout=_END_SECONDS,
        )
        await runner.setup()
        try:
            await self._listen(runner)
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _end_streams(self, _app: web.Application) -> None:
        self._close()

    async def _listen(self, runner: web.AppRunner) -> None:
        place = self._address.listen
        try:
            if place.startswith("unix:"):
                await _listen_at(runner, Path(place.removeprefix("unix:")))
                self.listens_at = place
                return
            host, _, port = place.rpartition(":")
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
            self.listens_at = f"http://{host}:{runner.addresses[0][1]}"
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL, errno.ENOENT, errno.ENOTDIR):
                raise
            raise BotError("web_place_taken", place=place) from error


def _remove(path: Path) -> None:
    """Remove what is left of a program that was killed, and nothing that is no socket."""
    with suppress(FileNotFoundError):
        if stat.S_ISSOCK(path.stat().st_mode):
            path.unlink()


async def _listen_at(runner: web.AppRunner, path: Path) -> None:
    """Listen at a Unix socket, for the service and its group."""
    _remove(path)
    before = os.umask(0o777 & ~_SOCKET_MODE)
    try:
        await web.UnixSite(runner, path).start()
    finally:
        os.umask(before)
