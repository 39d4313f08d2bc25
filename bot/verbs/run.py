"""`run`: the bot, on Telegram or on the sandbox."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
from argparse import Namespace
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from sqlite_utils import Database

from bot.channels.telegram.links import CHANNEL
from bot.clock import VN, Clock, SandboxClock, SystemClock
from bot.config import Settings, load_key
from bot.data_source import PRESENT, DemonstrationPhone, cast_on, load_demonstration
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.runtime.redaction import set_up_logging
from bot.services import demonstration
from bot.services.rules import load_rules
from bot.verbs import interrupts, resetting, starting, trial
from bot.verbs.opening import bring_up_to_date, database, prepare, say
from storage import ledgers, people
from storage.checking import Checking
from storage.database import Work, Writer, open_for_writing
from storage.lock import exclusive
from storage.unit import Rules, Unit

_CAST, _OWN = "cast", "own"
"""The fact of a sandbox's base of which demonstration its people are, or that they are of an imported roster."""
_STRANGER = "stranger"
_PHONES = "phones.json"
_READY = N_("The trial is ready. Ctrl-C ends it; its data stay in {path}. Open this page in a browser: {address}")
_PAGE = N_('Beside it, the page of the office: {address}. A member signs in with "Open the office page" in /caidat.')
_HOW_TO_FILL = N_(
    "There is no roster yet. Press Ctrl-C, run `DATA_DIR={path} python main.py import-roster FILE.csv`, then start"
    " again."
)
_LOOKED_FOR_GARBAGE = 10_000
"""Objects made and not freed after which the collector looks for those that hold each other."""


@dataclass(frozen=True)
class Prepared:
    """An opened base, ready to be run."""

    settings: Settings
    path: Path
    clock: Clock
    rules: Rules
    writer: Writer
    checking: Checking


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

    def next_instant(self, after: datetime) -> datetime:
        """Return when, later than `after`, there is something to be done."""
        ...

    async def catch_up(self) -> None:
        """Do what is due by now, to the end."""
        ...


BuildApp = Callable[[Settings, Path, Clock, Rules, Writer], App]
Beside = Callable[[App], Coroutine[Any, Any, None]]
"""What runs as long as the program does."""


def run(options: Namespace, settings: Settings, build_app: BuildApp) -> int:
    """Run until told to stop. `build_app` puts the program together; it imports what the verb itself need not know."""
    set_up_logging(settings.log_level)
    for option, given in (("--empty", options.empty), ("--reset", options.reset), ("--start", options.start)):
        if given is not None and given is not False and not options.sandbox:
            raise BotError("sandbox_only", option=option)
    if not options.sandbox and not settings.bot_token:
        raise BotError("token_missing")
    if options.sandbox:
        _expect_packages()  # before there are data
    start = starting.read(options.start) if options.start is not None else None
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as an interrupt, until the loop takes both over
    try:
        return _run(options, settings, build_app, start)
    except KeyboardInterrupt:
        return 0


def _expect_packages() -> None:
    with interrupts.held():
        from bot.sandbox import process

    process.expect_packages()


def _run(options: Namespace, settings: Settings, build_app: BuildApp, start: datetime | None) -> int:
    directory = settings.directory(sandbox=options.sandbox)
    prepare(directory)
    with exclusive(directory):
        if options.reset:
            resetting.reset(directory)
        with _opened(settings, directory, sandbox=options.sandbox, empty=options.empty, start=start) as prepared:
            return _run_sandbox(prepared, options.port, build_app) if options.sandbox else _serve(prepared, build_app)


def _run_sandbox(prepared: Prepared, port: int | None, build_app: BuildApp) -> int:
    with interrupts.held():
        from bot.sandbox.clock_advancer import ClockAdvancer

    nobody = _lay_out_phones(prepared)
    clock, settings = prepared.clock, prepared.settings
    assert isinstance(clock, SandboxClock)
    with _sandbox(prepared.path, port, settings.profile) as address:
        if nobody:
            print(say(Text(_HOW_TO_FILL, path=str(prepared.path))), flush=True)
        print(say(Text(_READY, path=str(prepared.path), address=address)), flush=True)
        local = trial.settings(settings, address)
        print(say(Text(_PAGE, address=local.public_url)), flush=True)
        arrived = partial(_lay_out_phones_again, prepared)
        serving = replace(prepared, settings=local, rules=trial.rules(prepared.rules))
        return _serve(serving, build_app, lambda app: ClockAdvancer(app, clock, address, arrived).run())


@contextmanager
def _opened(
    settings: Settings, directory: Path, *, sandbox: bool, empty: bool = False, start: datetime | None = None
) -> Iterator[Prepared]:
    bring_up_to_date(directory, check=False)
    db = open_for_writing(database(directory))
    writer = Writer(db)
    # A thread takes over what is held where it is made: else an interrupt that is held here would come by way of it.
    with interrupts.held():
        checking = Checking(database(directory))
    try:
        _check_kind(db, directory, sandbox=sandbox)  # before the sandbox's clock leaves its file with real data
        if sandbox or ledgers.fact(db, "kind") is None:
            checking.wait()  # what follows writes
        if start:
            starting.begin_at(db, directory, start)
        clock = _sandbox_clock(db, directory) if sandbox else SystemClock()
        rules = load_rules(settings.profile, load_key(directory), clock.now().astimezone(VN).date())
        prepared = Prepared(settings, directory, clock, rules, writer, checking)
        writer.write_now(lambda db: _mark_kind(Unit(db, clock.now(), rules), directory, sandbox=sandbox, empty=empty))
        yield prepared
    finally:
        checking.close()
        writer.close()


def _sandbox_clock(db: Database, directory: Path) -> Clock:
    """Return the sandbox's clock; it does not stand before what the base holds, such as a roster imported by day."""
    clock = SandboxClock(directory / "clock.json")
    if latest := ledgers.latest_audit(db):
        clock.set(latest)
    return clock


def _check_kind(db: Database, directory: Path, *, sandbox: bool) -> None:
    """Demonstration and real data never mix."""
    wanted = "sandbox" if sandbox else "live"
    kind = ledgers.fact(db, "kind")
    if kind not in (None, wanted):
        raise BotError("wrong_kind", path=str(directory), kind=kind, wanted=wanted)


def _mark_kind(unit: Unit, directory: Path, *, sandbox: bool, empty: bool) -> None:
    """Make the base one kind for good, and fill an empty one of the sandbox, unless it is to stay so."""
    somebody = bool(people.all_persons(unit.db, unit.today))
    if not sandbox and not somebody:
        raise BotError("no_roster", path=str(directory))
    if sandbox:
        _fill(unit, directory, empty=empty, somebody=somebody)
    kind = "sandbox" if sandbox else "live"
    # A base that is marked is not written to: it may still be being checked.
    if ledgers.fact(unit.db, "kind") != kind:
        ledgers.put_fact(unit.db, "kind", kind)


def _fill(unit: Unit, directory: Path, *, empty: bool, somebody: bool) -> None:
    own = ledgers.fact(unit.db, _CAST) == _OWN
    is_new = ledgers.fact(unit.db, "kind") is None
    if empty and not own and not is_new:
        raise BotError("has_demonstration", path=str(directory))
    if is_new and (empty or somebody):
        ledgers.put_fact(unit.db, _CAST, _OWN)
    elif not own and not somebody:
        cast = cast_on(unit.today)
        demonstration.seed(unit, load_demonstration(cast), CHANNEL)
        ledgers.put_fact(unit.db, _CAST, cast)


def _lay_out_phones(prepared: Prepared) -> bool:
    """Write who holds the sandbox's phones, before the sandbox reads it; return whether nobody of a roster does."""
    phones = prepared.writer.write_now(_who_holds_phones(prepared, starting=True))
    _keep_phones(prepared.path, phones)
    return all(phone["kind"] == _STRANGER for phone in phones)


async def _lay_out_phones_again(prepared: Prepared) -> None:
    """Replace the codes that ended when the clock was turned; the sandbox notices by itself."""
    _keep_phones(prepared.path, await prepared.writer.write(_who_holds_phones(prepared, starting=False)))


def _who_holds_phones(prepared: Prepared, *, starting: bool) -> Work[list[dict[str, object]]]:
    try:
        kept = json.loads((prepared.path / _PHONES).read_text())
        codes = {phone["user_id"]: phone["code"] for phone in kept}
    # Edited by hand, perhaps: that costs new codes, not the start.
    except (OSError, ValueError, KeyError, TypeError):
        codes = {}

    def work(db: Database) -> list[dict[str, object]]:
        unit = Unit(db, prepared.clock.now(), prepared.rules)
        return demonstration.phones(unit, _cast(unit), CHANNEL, codes, starting=starting)

    return work


def _keep_phones(directory: Path, phones: list[dict[str, object]]) -> None:
    own = directory / f"{_PHONES}.{os.getpid()}"
    # Before anything is in it: codes are for their persons only.
    own.touch(mode=0o600)
    own.write_text(json.dumps(phones, ensure_ascii=False))
    own.replace(directory / _PHONES)


def _cast(unit: Unit) -> Sequence[DemonstrationPhone]:
    cast = ledgers.fact(unit.db, _CAST) or PRESENT
    if cast != _OWN:
        return load_demonstration(cast).phones
    stranger = next(phone for phone in load_demonstration().phones if phone.code == _STRANGER)
    return demonstration.cast_of_roster(unit, stranger)


@contextmanager
def _sandbox(directory: Path, port: int | None, profile: str) -> Iterator[str]:
    """Start the sandbox of a data directory, or join the one that answers for it; end it in the end."""
    with interrupts.held():
        from bot.sandbox import process

    # One that is still starting when this ends is tied to us; one that answers is known and ended here.
    try:
        yield process.have(directory, port, profile)
    finally:
        process.stop(directory)


def _serve(prepared: Prepared, build_app: BuildApp, beside: Beside | None = None) -> int:
    with interrupts.held():  # until the loop takes them over
        app = _built(prepared, build_app)
        try:
            asyncio.run(_until_stopped(app, prepared.checking, beside))
        # A task group wraps what one of its parts raises.
        except* BotError as group:
            raise _first(group) from None
        finally:
            app.close()
    return 0


def _built(prepared: Prepared, build_app: BuildApp) -> App:
    gc.disable()  # the import makes a hundred megabytes of classes; walking them over and over takes a fifth of it
    app = build_app(prepared.settings, prepared.path, prepared.clock, prepared.rules, prepared.writer)
    gc.enable()
    gc.collect()
    # What is there by now stays to the end: the collector need not look at it again. What an update leaves is freed
    # without it, all but a little: it may look once in some dozens of updates instead of at each.
    gc.freeze()
    gc.set_threshold(_LOOKED_FOR_GARBAGE)
    return app


async def _until_stopped(app: App, checking: Checking, beside: Beside | None) -> None:
    def stop() -> None:
        checking.stop()
        app.stop()

    loop = asyncio.get_running_loop()
    for number in interrupts.INTERRUPTS:
        loop.add_signal_handler(number, stop)
    interrupts.deliver()
    # It began before the import of the program, and has ended by now but for a very large base.
    if not await asyncio.to_thread(checking.wait):
        return
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(beside(app))] if beside else []
        await app.run()
        for task in tasks:
            task.cancel()


def _first(group: BaseExceptionGroup[BotError]) -> BotError:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
