"""`run`: the bot, on Telegram or on the sandbox."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from sqlite_utils import Database

from bot.clock import VN, Clock, SandboxClock, SystemClock
from bot.config import Settings, load_key
from bot.data_source import load_demonstration
from bot.domain.screens import N_, Text
from bot.errors import BotError
from bot.runtime.redaction import set_up_logging
from bot.services import demonstration
from bot.services.rules import load_rules
from bot.verbs.opening import database, prepare, say
from storage import ledgers, people
from storage.database import Writer, migrate, open_for_writing
from storage.lock import exclusive
from storage.unit import Rules, Unit

_CHANNEL = "telegram"
_SANDBOX_TOKEN = "1000001:sandbox_sandbox_sandbox_sandbox"  # noqa: S105 - of the local server, which takes any


@dataclass(frozen=True)
class Prepared:
    """An opened base, ready to be run."""

    settings: Settings
    path: Path
    clock: Clock
    rules: Rules
    writer: Writer


class App(Protocol):
    """The running program."""

    async def run(self) -> None:
        """Run until `stop`."""
        ...

    def stop(self) -> None:
        """Finish what is under way, then end `run`."""
        ...

    def close(self) -> None:
        """Close what was opened for the program; after `run`."""
        ...


BuildApp = Callable[[Settings, Path, Clock, Rules, Writer], App]


def run(options: Namespace, settings: Settings, build_app: BuildApp) -> int:
    """Run until told to stop. `build_app` puts the program together; it imports what the verb itself need not know."""
    set_up_logging(settings.log_level)
    if not options.sandbox and not settings.bot_token:
        raise BotError("token_missing")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as an interrupt, until the loop takes both over
    try:
        return _run(options, settings, build_app)
    except KeyboardInterrupt:
        return 0


def _run(options: Namespace, settings: Settings, build_app: BuildApp) -> int:
    directory = settings.directory(sandbox=options.sandbox)
    prepare(directory)
    with exclusive(directory), _opened(settings, directory, sandbox=options.sandbox) as prepared:
        if not options.sandbox:
            return _serve(prepared, build_app)
        _lay_out_phones(prepared)
        with _sandbox(directory, options.port) as address:
            print(say(Text(N_("Sandbox: {address}"), address=address)), flush=True)
            local = replace(settings, bot_token=_SANDBOX_TOKEN, bot_api_base=address.rstrip("/"), proxy_url="")
            return _serve(replace(prepared, settings=local), build_app)


@contextmanager
def _opened(settings: Settings, directory: Path, *, sandbox: bool) -> Iterator[Prepared]:
    path = database(directory)
    migrate(path)
    db = open_for_writing(path)
    writer = Writer(db)
    try:
        _check_kind(db, directory, sandbox=sandbox)  # before the sandbox's clock leaves its file with real data
        clock: Clock = SandboxClock(directory / "clock.json") if sandbox else SystemClock()
        rules = load_rules(settings.profile, load_key(directory), clock.now().astimezone(VN).date())
        prepared = Prepared(settings, directory, clock, rules, writer)
        writer.write_now(lambda db: _mark_kind(Unit(db, clock.now(), rules), directory, sandbox=sandbox))
        yield prepared
    finally:
        writer.close()


def _check_kind(db: Database, directory: Path, *, sandbox: bool) -> None:
    """Demonstration and real data never mix."""
    wanted = "sandbox" if sandbox else "live"
    kind = ledgers.fact(db, "kind")
    if kind not in (None, wanted):
        raise BotError("wrong_kind", path=str(directory), kind=kind, wanted=wanted)


def _mark_kind(unit: Unit, directory: Path, *, sandbox: bool) -> None:
    """Make the base one kind for good, and fill an empty one of the sandbox."""
    somebody = bool(people.all_persons(unit.db, unit.today))
    if not sandbox and not somebody:
        raise BotError("no_roster", path=str(directory))
    ledgers.put_fact(unit.db, "kind", "sandbox" if sandbox else "live")
    if sandbox and not somebody:
        demonstration.seed(unit, load_demonstration(), _CHANNEL)


def _lay_out_phones(prepared: Prepared) -> None:
    """Write who holds the sandbox's phones, before the sandbox reads it."""
    path = prepared.path / "phones.json"
    try:
        codes = {phone["user_id"]: phone["code"] for phone in json.loads(path.read_text())}
    except (OSError, ValueError, KeyError, TypeError):
        codes = {}

    def work(db: Database) -> list[dict[str, object]]:
        unit = Unit(db, prepared.clock.now(), prepared.rules)
        return demonstration.phones(unit, load_demonstration(), _CHANNEL, codes)

    phones = prepared.writer.write_now(work)
    own = path.with_name(f"{path.name}.{os.getpid()}")
    own.touch(mode=0o600)
    own.write_text(json.dumps(phones, ensure_ascii=False))
    own.replace(path)


@contextmanager
def _sandbox(directory: Path, port: int) -> Iterator[str]:
    """Start the sandbox of a data directory, or join the one that answers for it; end it in the end."""
    from bot.sandbox import process

    address = process.find(directory) or process.start(directory, port)
    try:
        yield address
    finally:
        process.stop(directory)


def _serve(prepared: Prepared, build_app: BuildApp) -> int:
    gc.disable()  # the import makes a hundred megabytes of classes; walking them over and over takes a fifth of it
    app = build_app(prepared.settings, prepared.path, prepared.clock, prepared.rules, prepared.writer)
    gc.enable()
    gc.collect()
    gc.freeze()
    try:
        asyncio.run(_until_stopped(app))
    except* BotError as group:
        raise _first(group) from None
    finally:
        app.close()
    return 0


async def _until_stopped(app: App) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, app.stop)
    await app.run()


def _first(group: BaseExceptionGroup[BotError]) -> BotError:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
