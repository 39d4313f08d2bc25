"""The wiring and the process: `python -m bot.sandbox --data DIR --port N`."""

from __future__ import annotations

import argparse
import asyncio
import errno
import fcntl
import json
import os
import select
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from aiohttp import web

from bot.config import DEFAULT_PROFILE
from bot.data_source import load_profile
from bot.domain.people import Reader
from bot.domain.profiles import Profile
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.sandbox.bot_api import webhooks
from bot.sandbox.bot_api.routes import routes as bot_api_routes
from bot.sandbox.hub import HUB, Hub, Waits
from bot.sandbox.invitations import Knows
from bot.sandbox.language import translate
from bot.sandbox.page.routes import add_headers
from bot.sandbox.page.routes import routes as page_routes
from bot.sandbox.phones_api.access import only_this_machine
from bot.sandbox.phones_api.clock_control import CLOCK, ClockControl
from bot.sandbox.phones_api.requests import FILES_LIMIT
from bot.sandbox.phones_api.routes import routes as phones_api_routes
from bot.screens.errors import sentence
from storage.causes import told

HOST = "127.0.0.1"
_TIE = 0
"""The standard input: of a sandbox that is tied, a pipe whose other end its starter holds."""
_PORT_REFUSED = {
    errno.EADDRINUSE: N_(
        "Port {port} is in use by another program. Please choose another one with --port (`make run PORT=8016`),"
        " or 0 for any free one."
    ),
    errno.EACCES: N_("Port {port} may be used by the administrator only. Please choose one from 1024 on with --port."),
}


class StartError(Exception):
    """The sandbox cannot start; `reason` is for the person who tried."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


@asynccontextmanager
async def sandbox(
    data: Path,
    port: int = 0,
    knows: Knows | None = None,
    profile: str = DEFAULT_PROFILE,
    waits: Waits | None = None,
) -> AsyncIterator[str]:
    """Run a sandbox on `data` inside the present event loop; gives its address, ending in "/".

    Port 0 takes any free one. `knows(phones)` says what the program knows of them, if not the one of `data`; the
    clock is turned by the days of `profile`.
    Raises `OSError` where the port is taken.
    """
    hub = Hub(data, knows, waits)
    # A caller who hangs up ends his long poll at once.
    runner = web.AppRunner(
        _app(hub, load_profile(profile)), access_log=None, shutdown_timeout=2, handler_cancellation=True
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        yield f"http://{HOST}:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()
        hub.store.close()


def _app(hub: Hub, profile: Profile) -> web.Application:
    async def close(_app: web.Application) -> None:
        hub.close()

    async def deliver(_app: web.Application) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            delivering = group.create_task(webhooks.deliver(hub))
            yield
            delivering.cancel()  # a post to a bot that hangs would hold up the end

    app = web.Application(middlewares=[only_this_machine], client_max_size=FILES_LIMIT)
    app[HUB] = hub
    app[CLOCK] = ClockControl(hub, profile)
    app.add_routes([*bot_api_routes(), *phones_api_routes(), *page_routes()])
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(close)
    app.cleanup_ctx.append(deliver)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the process until it is told to stop; return its exit status."""
    options = _options(arguments)
    try:
        with _only_one(options.data):
            asyncio.run(_serve(options.data, options.port, options.profile, tied=options.tied))
    except StartError as error:
        reason = error.reason
    except Exception as error:
        cause = told(error, options.data / "sandbox.db")
        if cause is None:
            raise
        reason = sentence(cause)
    else:
        return 0
    sys.stderr.write(_say(reason) + "\n")
    return 1


async def _serve(data: Path, port: int, profile: str, *, tied: bool) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    if tied:
        loop.add_reader(_TIE, _follow_starter, stopped)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    try:
        async with sandbox(data, port, profile=profile) as address:
            if not (tied and _has_been_left()):
                _announce(data, address)
                await stopped.wait()
            (data / "sandbox.json").unlink(missing_ok=True)
    except OSError as error:
        reason = _PORT_REFUSED.get(error.errno or 0)
        if reason is None:
            raise
        raise StartError(Text(reason, port=port)) from error
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        loop.remove_signal_handler(signal.SIGINT)


def _follow_starter(stopped: asyncio.Event) -> None:
    """Whoever started us has our address, and then we stay; or is gone without it, and then we go."""
    asyncio.get_running_loop().remove_reader(_TIE)
    if not os.read(_TIE, 1):
        stopped.set()


def _has_been_left() -> bool:
    """Whether the starter is gone; before it has our address it has nothing to say."""
    return bool(select.select([_TIE], [], [], 0)[0])


def _announce(data: Path, address: str) -> None:
    file = data / "sandbox.json"
    own = data / f"sandbox.json.{os.getpid()}"
    own.unlink(missing_ok=True)
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as out:
        json.dump({"port": int(address.rstrip("/").rpartition(":")[2]), "pid": os.getpid()}, out)
    own.replace(file)  # in one step: whoever looks for us reads the whole file or none
    with suppress(BrokenPipeError):  # whoever started us was killed meanwhile; the next one finds us by the file
        os.write(sys.stdout.fileno(), f"{address}\n".encode())


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """Hold the lock of `data` for as long as the process serves it."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        # "a": the id in it is the holder's and must stay until the lock is ours.
        lock = open(data / "sandbox.lock", "a", encoding="utf-8")  # noqa: SIM115 - closed below
    except OSError as error:
        raise BotError("cannot_write", path=str(data)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            reason = Text("The sandbox of {data} is already running: {address}", data=str(data), address=_address(data))
            raise StartError(reason) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))  # for who has to end a sandbox that no longer answers
        lock.flush()
        yield


def _address(data: Path) -> str:
    try:
        return f"http://{HOST}:{json.loads((data / 'sandbox.json').read_text())['port']}/"
    except (OSError, ValueError, KeyError):
        return "?"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    about = _say(Text("A local Telegram for trials, with a page of phones."))
    data_help = _say(Text("folder of the sandbox's data"))
    port_help = _say(Text("port on 127.0.0.1; 0 takes any free one"))
    tied_help = _say(Text("end with the process that holds the other end of standard input, until it has the address"))
    profile_help = _say(Text("profile by whose days the clock is turned"))
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=about)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=data_help)
    parser.add_argument("--port", type=_port, default=0, metavar="N", help=port_help)
    parser.add_argument("--profile", metavar="NAME", default=DEFAULT_PROFILE, help=profile_help)
    parser.add_argument("--tied", action="store_true", help=tied_help)
    return parser.parse_args(arguments)


def _port(number: str) -> int:
    port = int(number)
    if not 0 <= port < 2**16:
        raise ValueError(number)
    return port


def _say(text: Text) -> str:
    return translate(text, Reader())
