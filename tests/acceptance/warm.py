"""A process that has imported the program and forks a running bot on command, so that a start costs milliseconds.

`python -m tests.acceptance.warm DIR SENDERS ADDRESS PAGE`, then lines on standard input, each answered with one line:
`start` (the child's process id), `kill` and `stop` (its exit status; told to stop, it first finishes what it has).
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
import time
import traceback
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update

from bot.clock import VN, SandboxClock
from bot.config import Settings, load_key
from bot.domain.people import Reader
from bot.domain.texts import BLANK
from bot.i18n import translate
from bot.runtime.app import App
from bot.runtime.redaction import set_up_logging
from bot.services.rules import load_rules
from bot.verbs.opening import database
from main import build_app
from storage import inbox, outbox
from storage.database import Writer, migrate, open_for_reading, open_for_writing
from storage.lock import exclusive

TOKEN = "1000001:acceptance_acceptance_acceptance"
_PERSON = {"id": 1, "is_bot": False, "first_name": "A"}
_UPDATE = {
    "update_id": 1,
    "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "from": _PERSON, "text": "A"},
    "callback_query": {"id": "1", "from": _PERSON, "chat_instance": "1", "data": "a"},
}
_LOOK_AGAIN_SECONDS = 0.02
_SIGNALS = {"kill": signal.SIGKILL, "stop": signal.SIGTERM}


class HurriedClock(SandboxClock):
    """Paces a thousand times as fast: at Telegram's the desk would be reading for minutes after the last report."""

    def seconds(self) -> float:
        return super().seconds() * 1000


class PageClock(SandboxClock):
    """Of what waits, streams of the page wait longest: they must not end whenever the clock is turned."""

    def seconds(self) -> float:
        return time.monotonic()


class Assembled(NamedTuple):
    """The program, and what it writes with."""

    writer: Writer
    app: App


def main(arguments: list[str]) -> None:
    """Serve commands until standard input ends."""
    directory, page = Path(arguments[0]), arguments[3]
    settings = Settings(bot_token=TOKEN, bot_api_base=arguments[2], senders=int(arguments[1]))
    if page:
        settings = replace(settings, public_url=f"http://{page}", web_listen=page)
    # Its certificates take as long to load as everything else a child does before it asks for updates.
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_base))
    warm_up(settings, session)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # for a child that is not ready for it yet
    child = 0
    say("warm")
    for command in map(str.strip, sys.stdin):
        if command == "start":
            child = os.fork() or run(directory, settings, session)
            say(child)
        else:
            say(ended(child, _SIGNALS[command]))
            child = 0
    if child:
        ended(child, signal.SIGKILL)


def warm_up(settings: Settings, session: BaseSession) -> None:
    """Do once what every child would do, and close it again: a fork copies neither threads nor open files well."""
    with TemporaryDirectory() as scratch:
        migrate(database(Path(scratch)))
        assembled = assemble(Path(scratch), settings, session)
        assembled.app.close()
        assembled.writer.close()
    translate(BLANK, Reader())
    Update.model_validate(_UPDATE)
    assert threading.active_count() == 1
    gc.collect()
    gc.freeze()


def run(directory: Path, settings: Settings, session: BaseSession) -> int:
    """Be the bot until told to stop; never returns."""
    status = 1
    try:
        sys.stdin.close()
        set_up_logging("ERROR")
        serve(directory, settings, session)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def serve(directory: Path, settings: Settings, session: BaseSession) -> None:
    """Run the program on an initialised data directory until it is told to stop and has nothing left to do."""
    with exclusive(directory):
        assembled = assemble(directory, settings, session)
        asyncio.run(until_told(assembled.app, directory))
        assembled.app.close()
        assembled.writer.close()


async def until_told(app: App, directory: Path) -> None:
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    async with asyncio.TaskGroup() as group:
        running = group.create_task(app.run())
        group.create_task(stop_when_done(app, directory, told))
        await running


async def stop_when_done(app: App, directory: Path, told: asyncio.Event) -> None:
    await told.wait()
    db = open_for_reading(database(directory))
    while inbox.waiting(db) or outbox.open_count(db):
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    db.close()
    app.stop()


def assemble(directory: Path, settings: Settings, session: BaseSession) -> Assembled:
    """Put the program together on an initialised data directory."""
    clock = (PageClock if settings.public_url else HurriedClock)(directory / "clock.json")
    rules = load_rules(settings.profile, load_key(directory), clock.now().astimezone(VN).date())
    writer = Writer(open_for_writing(database(directory)))
    app = build_app(settings, directory, clock, rules, writer, session)
    return Assembled(writer, app)


def ended(child: int, how: signal.Signals) -> int:
    """Send the child a signal and wait for its end; return its exit status, negative if a signal ended it."""
    os.kill(child, how)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def say(answer: object) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
