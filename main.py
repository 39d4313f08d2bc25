"""The command line and the wiring: the only place that knows every part.

`python main.py --help` imports the standard library only; each verb imports what it needs when it is chosen.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # built in; `signal` takes longer to import than a hand to interrupt it

if __name__ == "__main__":
    # Whatever falls into an import may end in a traceback. `_perform` lets it through again.
    _signal.pthread_sigmask(_signal.SIG_BLOCK, (_signal.SIGINT, _signal.SIGTERM))

import gc
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from bot.verbs.command_line import parser

if TYPE_CHECKING:
    from aiogram.client.session.base import BaseSession
    from sqlite_utils import Database

    from bot.clock import Clock
    from bot.config import Settings
    from bot.runtime.app import App
    from bot.runtime.control import Control
    from bot.runtime.endings import Endings
    from bot.runtime.fetching import Fetcher, Purpose
    from bot.runtime.forecaster import Forecaster
    from bot.runtime.outbox import Sender
    from bot.runtime.ports import Capabilities, Channel, Outlet
    from bot.runtime.postbox import Postbox
    from bot.runtime.simulation import Program
    from bot.runtime.ticker import Ticker
    from bot.runtime.worker import Quota
    from handlers.dispatch import Inbound
    from storage.database import Writer
    from storage.unit import Rules, Unit

    class AnyChannel(Channel, Inbound, Protocol):
        """A channel as the runtime and the handlers know it."""


_INTERRUPTED = 130
"""The exit status that a shell gives to what Ctrl-C ended."""
_NOBODY_READS = 141
"""The exit status that a shell gives to what wrote into a pipe whose reader had gone."""
_PACKAGE_MISSING = (
    "Chưa cài đặt thư viện {name}. Đề nghị cài đặt theo tệp {lock}:"
    " .venv/bin/pip install --require-hashes --only-binary :all: -r {lock}"
)
_NO_SANDBOX = "Bản cài đặt này không có môi trường thử nghiệm. Đề nghị chạy thử trong bản sao mã nguồn: make run"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; return 0, 1 after a sentence on standard error, or 130 if interrupted. Wrong usage exits with 2.

    What a setting, a file, a right, a full disk, a signal or a missing package causes never ends in a traceback.
    """
    try:
        with _all_written():
            return _perform(arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        return _NOBODY_READS
    except ImportError as error:
        if not _is_of_a_package(error):
            raise
        print(_package_missing(error), file=sys.stderr)
        return 1


def _perform(arguments: Sequence[str] | None) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without our letters must not fail a verb
    options = parser().parse_args(arguments)
    from bot.verbs import interrupts

    gc.disable()  # what is imported stays to the end: walking over it again and again takes a tenth of the time
    with interrupts.held():
        from bot.config import load_settings
        from bot.errors import BotError
        from bot.screens.errors import sentence
        from bot.verbs.opening import database, say
        from storage.causes import told

        verb: Any = import_module(f"bot.verbs.{options.verb.replace('-', '_')}")
    gc.enable()
    interrupts.deliver()
    settings = None
    try:
        # What only this file may put together.
        given: dict[str, tuple[Any, ...]] = {
            "run": (build_app,),
            "invite": (_probe("bot_name"),),
            "doctor": tuple(map(_probe, ("ask_telegram", "ask_zalo", "ask_mail"))),
            "simulate": (program_simulation,),
        }
        with _all_written():
            settings = load_settings()
            return int(verb.run(options, settings, *given.get(options.verb, ())))
    except BotError as error:
        refused = error
    except BrokenPipeError:
        raise
    except Exception as error:
        sandbox = bool(getattr(options, "sandbox", False))
        cause = told(error, database(settings.directory(sandbox=sandbox) if settings else Path()))
        if cause is None:
            raise
        refused = cause
    print(say(sentence(refused)), file=sys.stderr)
    return 1


def _probe(name: str) -> Callable[[Settings], Any]:
    """Return a question to a channel outside the running program (`bot.channels.probes`), imported once it is asked."""
    return lambda settings: getattr(import_module("bot.channels.probes"), name)(settings)


@contextmanager
def _all_written() -> Iterator[None]:
    """Let what was printed reach its reader here, where it can still be said that it did not."""
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                _write_out(stream)


def _write_out(stream: TextIO) -> None:
    try:
        stream.flush()
    except OSError:
        # The interpreter writes what is left on its way out, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise


def _is_of_a_package(error: ImportError) -> bool:
    """Whether a package is missing, or a part of it; a module of ours that is missing is an error of the program.

    A service is installed without the sandbox.
    """
    name = error.name or "main"
    return name.startswith("bot.sandbox") or name.partition(".")[0] not in ("main", "bot", "handlers", "storage")


def _package_missing(error: ImportError) -> str:
    """Without packages there are no catalogues either: in Vietnamese, as the help."""
    name = str(error.name).partition(".")[0]
    if name == "bot":
        return _NO_SANDBOX
    lock = "sandbox" if name in ("telegram", "imagesize") else "base"
    return _PACKAGE_MISSING.format(name=name, lock=f"requirements/{lock}.lock")


def build_app(
    settings: Settings,
    directory: Path,
    clock: Clock,
    rules: Rules,
    writer: Writer,
    session: BaseSession | None = None,
    others: Sequence[AnyChannel] = (),
    quota: Quota | None = None,
) -> App:
    """Put the program together on an opened base.

    `session` replaces the connection to the Bot API; `others` are channels beside those that are set up; `quota` is
    what one user may send.
    """
    from bot.channels.further import further_channels
    from bot.channels.mail.beside import announced
    from bot.channels.telegram.client import TelegramChannel
    from bot.channels.web.beside import page_parts
    from bot.runtime.app import App
    from bot.runtime.inbox import Poller
    from bot.runtime.menus import Menus
    from bot.runtime.ports import capabilities_of
    from bot.runtime.postbox import Postbox
    from bot.runtime.reckoning import Reckoner
    from bot.runtime.supervising import supervised
    from bot.runtime.worker import Worker
    from bot.verbs.opening import database
    from handlers.dispatch import Dispatch
    from storage.database import open_for_reading

    unit = program_units(clock, rules)
    # Reads that need not be part of a change go past the writer, on a connection that cannot write.
    reading = open_for_reading(database(directory))
    telegram = TelegramChannel(settings.bot_token, settings.bot_api_base, settings.proxy_url, session)
    further = (*further_channels(settings, directory, clock, rules, writer, reading), *others)
    channels: dict[str, AnyChannel] = {channel.name: channel for channel in (telegram, *further)}
    sender = program_sender(channels, writer, reading, clock, unit, settings, directory)
    postbox = Postbox(unit, capabilities_of(channels), sender.wake, Reckoner(database(directory), rules))
    fetcher = program_fetcher(channels, directory, rules, writer, reading, clock, postbox)

    def asked() -> None:
        fetcher.wake()
        forecaster.wake()

    def look() -> None:
        worker.wake()
        sender.wake()
        asked()

    forecaster = program_forecaster(directory, rules, writer, reading, clock, postbox)
    dispatch = Dispatch(channels)
    worker = Worker(dispatch, channels, writer, reading, clock, postbox, sender=sender, asked=asked, quota=quota)
    ticker = program_ticker(directory, writer, reading, clock, postbox, look)
    pollers = [Poller(channel, writer, clock, rules.key, worker.arrived, sender) for channel in channels.values()]
    menus = [Menus(each, reading, unit=unit, writer=writer) for each in channels.values() if each.capabilities.commands]
    control = program_control(directory, writer, postbox, look)
    beside = [control.run, forecaster.run, *supervised(settings, directory, writer, ticker, reading, clock, channels)]
    beside += [*page_parts(channels, settings, writer, postbox), announced(settings, writer, postbox)]
    return App(channels, writer, pollers, worker, sender, ticker, menus, fetcher, reading.close, beside)


def program_units(clock: Clock, rules: Rules) -> Callable[[Database], Unit]:
    """Return what opens a unit of work at the present moment."""
    from storage.unit import Unit

    return lambda db: Unit(db, clock.now(), rules)


def program_forecaster(
    directory: Path, rules: Rules, writer: Writer, reading: Database, clock: Clock, postbox: Postbox
) -> Forecaster:
    """Return what makes the forecasts that are asked for."""
    from bot.runtime.forecaster import Forecaster
    from bot.verbs.opening import database

    program = program_simulation(rules, postbox.capabilities)
    return Forecaster(database(directory), program, writer, reading, clock, postbox)


def program_control(directory: Path, writer: Writer, postbox: Postbox, changed: Callable[[], None]) -> Control:
    """Return what takes the changes of verbs; `changed` looks for whatever such a change leaves to do."""
    from bot.runtime.control import Control
    from bot.runtime.telling import telling

    return Control(directory, telling(postbox.capabilities), writer, postbox.unit, changed)


def program_fetcher(
    channels: Mapping[str, AnyChannel],
    directory: Path,
    rules: Rules,
    writer: Writer,
    reading: Database,
    clock: Clock,
    postbox: Postbox,
) -> Fetcher:
    """Return what fetches the files that people send."""
    from bot.runtime.fetching import Fetcher
    from storage.file_store import FILES

    return Fetcher(channels, directory / FILES, writer, reading, clock, postbox, program_files(rules))


def program_files(rules: Rules) -> Mapping[str, Purpose]:
    """Return what files that people send are fetched for."""
    from bot.runtime.fetching import Purpose
    from bot.runtime.notice_purposes import notice_purposes
    from bot.services.people import roster_files
    from bot.services.reporting import kept_files

    read = roster_files.reader(rules.profile.bodies)
    roster = Purpose(roster_files.MOST_BYTES, read, roster_files.take, roster_files.fail)
    attached = Purpose(
        kept_files.MOST_BYTES,
        kept_files.check,
        kept_files.take,
        kept_files.fail,
        lambda _content, checked: checked.content,
        kept_files.AGAIN_SECONDS,
    )
    return {roster_files.PURPOSE: roster, kept_files.PURPOSE: attached, **notice_purposes()}


def program_sender(
    channels: Mapping[str, AnyChannel],
    writer: Writer,
    reading: Database,
    clock: Clock,
    unit: Callable[[Database], Unit],
    settings: Settings,
    directory: Path,
) -> Sender:
    """Return the way out, and what follows where a message ends."""
    from bot.channels.mail.beside import outlets
    from bot.runtime.outbox import Sender
    from bot.runtime.papers import KeptFiles, Papers
    from bot.runtime.ports import Keeper, capabilities_of
    from bot.services.guards import GUARDS
    from storage.file_store import FILES

    ways_out: dict[str, Outlet] = {**channels, **{each.name: each for each in outlets(settings, reading)}}
    sender = Sender(
        ways_out,
        writer,
        reading,
        clock,
        senders=settings.senders,
        make_file=Papers(writer, reading, clock).make,
        kept_file=KeptFiles(directory / FILES).read,
        guards=GUARDS,
        unit=unit,
        endings=program_endings(unit, capabilities_of(ways_out)),
    )
    for keeper in (each for each in channels.values() if isinstance(each, Keeper)):
        keeper.when_opened(partial(sender.opened, keeper.name))
    return sender


def program_endings(unit: Callable[[Database], Unit], capabilities: Mapping[str, Capabilities]) -> Endings:
    """Return what follows where a message ends."""
    from bot.domain.operations import TopicKind
    from bot.runtime.endings import Endings
    from bot.services import nudging, reminding
    from bot.services.desk import broadcast_flow, urging
    from bot.services.upkeep import missed, quotas, undelivered

    return Endings(
        unit,
        capabilities,
        observers={
            TopicKind.REMINDER: reminding.note_delivery,
            TopicKind.MISSED: missed.ended,
            TopicKind.URGE: urging.ended,
            TopicKind.BROADCAST: broadcast_flow.ended,
            TopicKind.LETTER: nudging.ended,
        },
        unreachable=undelivered.unreachable,
        undelivered=undelivered.given_up,
        place_gone=undelivered.place_gone,
        throttled=quotas.used_up,
        unread=nudging.ring,
    )


def program_simulation(rules: Rules, capabilities: Mapping[str, Capabilities]) -> Program:
    """Return the parts with which a copy of the base is played; nothing of it is on the disk or beside the loop."""
    from bot.runtime.simulation import Program
    from bot.runtime.timetable import of_the_base
    from bot.services.guards import GUARDS
    from bot.services.upkeep import incidents

    return Program(rules, capabilities, of_the_base(), GUARDS, incidents.tick_failed, program_endings)


def program_ticker(
    directory: Path, writer: Writer, reading: Database, clock: Clock, postbox: Postbox, look: Callable[[], None]
) -> Ticker:
    """Return what does its work at a time of day; `look` finds whatever that leaves to do."""
    from bot.runtime.backup import NightlyBackup
    from bot.runtime.ticker import Ticker
    from bot.runtime.timetable import ticks
    from bot.services.upkeep import incidents
    from bot.verbs.opening import database
    from storage.backup import BACKUPS

    nightly = NightlyBackup(database(directory), directory / BACKUPS, writer, reading, clock, postbox)
    return Ticker(ticks(writer, nightly), writer, reading, clock, replace(postbox, queued=look), incidents.tick_failed)


if __name__ == "__main__":
    status = main()
    # What is left is the interpreter's own end, and quick.
    _signal.pthread_sigmask(_signal.SIG_BLOCK, (_signal.SIGINT, _signal.SIGTERM))
    sys.exit(status)
