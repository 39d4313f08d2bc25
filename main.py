"""The command line and the wiring: the only place that knows every part.

`python main.py --help` imports the standard library only; each verb imports what it needs when it is chosen.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from aiogram.client.session.base import BaseSession
    from sqlite_utils import Database

    from bot.clock import Clock
    from bot.config import Settings
    from bot.runtime.app import App
    from bot.runtime.backup import NightlyBackup
    from bot.runtime.control import Control
    from bot.runtime.outbox import Sender
    from bot.runtime.ports import Channel
    from bot.runtime.probing import Answer
    from bot.runtime.ticker import Ticker
    from bot.runtime.ticks import Tick
    from bot.runtime.worker import Quota
    from handlers.dispatch import Inbound
    from storage.database import Writer
    from storage.unit import Rules, Unit

    class AnyChannel(Channel, Inbound, Protocol):
        """A channel as the runtime and the handlers know it."""


_INTERRUPTED = 130
"""The exit status that a shell gives to what Ctrl-C ended."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs."""
    top = argparse.ArgumentParser(
        prog="python main.py",
        description="Trợ lý Tổ công tác cải cách thủ tục hành chính: báo cáo khó khăn, vướng mắc qua trò chuyện.",
    )
    verbs = top.add_subparsers(dest="verb", required=True, metavar="LỆNH")

    run = verbs.add_parser("run", help="chạy hệ thống (Telegram, hoặc môi trường thử nghiệm với --sandbox)")
    run.add_argument("--sandbox", action="store_true", help="chạy với máy chủ thử nghiệm và dữ liệu minh họa")
    run.add_argument(
        "--port", type=_port, default=8015, metavar="CỔNG", help="cổng của trang thử nghiệm (mặc định 8015; 0: tự chọn)"
    )
    run.add_argument("--empty", action="store_true", help="với --sandbox: không nạp dữ liệu minh họa")
    run.add_argument(
        "--reset", action="store_true", help="với --sandbox: hỏi rồi xóa dữ liệu thử nghiệm, bắt đầu lại từ đầu"
    )

    _add_doctor(verbs)
    verbs.add_parser("migrate", help="đưa cơ sở dữ liệu về cấu trúc hiện hành")

    _add_imports(verbs)

    invite = verbs.add_parser("invite", help="cấp mã mời dùng một lần")
    who = invite.add_mutually_exclusive_group(required=True)
    who.add_argument("--person", metavar="MÃ", help="người có mã này trong danh sách")
    who.add_argument("--all", action="store_true", help="tất cả người đang có nhiệm vụ mà chưa liên kết tài khoản")
    invite.add_argument("--out", metavar="FILE.csv", help="ghi ra tệp (mặc định: in ra màn hình)")

    digest = verbs.add_parser("digest", help="lập dự thảo báo cáo và phụ lục của một kỳ, hoặc xuất lại bản đã chốt")
    digest.add_argument("--period", required=True, metavar="YYYY-MM", help="kỳ báo cáo, ví dụ 2026-11 hoặc 2026-Q4")
    digest.add_argument(
        "--no",
        type=_number,
        metavar="SỐ",
        help="bản đã chốt: 0 là bản tổng hợp, 1 trở đi là phụ lục bổ sung (mặc định: số liệu tạm tính)",
    )
    digest.add_argument("--out", required=True, metavar="DIR", help="thư mục ghi tệp")

    backup = verbs.add_parser("backup", help="sao lưu dữ liệu (chạy được cả khi hệ thống đang hoạt động)")
    backup.add_argument("--out", metavar="DIR", help="thư mục ghi (mặc định: backups trong thư mục dữ liệu)")

    restore = verbs.add_parser("restore", help="phục hồi một bản sao lưu vào thư mục dữ liệu còn trống")
    restore.add_argument("file", metavar="FILE.db")

    audit = verbs.add_parser("audit", help="nhật ký thao tác")
    audit.add_subparsers(dest="act", required=True, metavar="VIỆC").add_parser(
        "verify", help="kiểm tra chuỗi nhật ký còn nguyên vẹn"
    )

    replay = verbs.add_parser("replay", help="đưa các tin xử lý không được vào xử lý lại")
    replay.add_argument("id", nargs="?", type=int, metavar="SỐ", help="một tin (mặc định: tất cả)")
    return top


def _add_doctor(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = verbs.add_parser("doctor", help="kiểm tra cấu hình, dữ liệu, lịch, danh mục câu chữ; nêu việc cần xử lý")
    doctor.add_argument(
        "--online", action="store_true", help="hỏi thêm máy chủ Bot API (mã bot, đường truyền, webhook)"
    )
    doctor.set_defaults(ask=ask_telegram)


def ask_telegram(settings: Settings) -> Answer:
    """Ask the Bot API once what it says of the bot (`doctor --online`)."""
    from bot.channels.telegram.probe import ask

    return ask(settings)


def _add_imports(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    roster = verbs.add_parser("import-roster", help="nhập danh sách thành viên từ tệp CSV hoặc Excel (.xlsx)")
    roster.add_argument("file", metavar="FILE")
    roster.add_argument("--add", action="store_true", help="tệp chỉ là một phần danh sách: không kết thúc nhiệm vụ nào")
    agreed = roster.add_mutually_exclusive_group()
    agreed.add_argument("--dry-run", action="store_true", help="chỉ xem thay đổi, không ghi gì")
    agreed.add_argument("--yes", action="store_true", help="thực hiện ngay, không hỏi lại")

    tasks = verbs.add_parser("import-tasks", help="nhập danh sách nhiệm vụ từ tệp CSV hoặc Excel (.xlsx)")
    tasks.add_argument("file", metavar="FILE")


def _port(number: str) -> int:
    if not number.isdecimal() or int(number) >= 2**16:
        raise argparse.ArgumentTypeError("0–65535")
    return int(number)


def _number(written: str) -> int:
    if not written.isdecimal() or len(written) > 6:
        raise argparse.ArgumentTypeError("0, 1, 2 …")
    return int(written)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; return 0, 1 after a sentence on standard error, or 130 if interrupted. Wrong usage exits with 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without our letters must not fail a verb
    options = parser().parse_args(arguments)
    from bot.verbs import interrupts

    try:
        with interrupts.held():
            from bot.config import load_settings
            from bot.errors import BotError
            from bot.screens.errors import sentence
            from bot.verbs.opening import say

            verb: Any = import_module(f"bot.verbs.{options.verb.replace('-', '_')}")
    except KeyboardInterrupt:
        return _INTERRUPTED
    try:
        settings = load_settings()
        # What only this file may put together.
        given: dict[str, tuple[Any, ...]] = {"run": (build_app,), "invite": (bot_name,)}
        status: int = verb.run(options, settings, *given.get(options.verb, ()))
        return status
    except BotError as error:
        print(say(sentence(error)), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


def bot_name(settings: Settings) -> str:
    """Ask Telegram for the bot's user name. Raises ChannelError."""
    import asyncio

    from bot.channels.telegram.client import TelegramChannel

    async def ask() -> str:
        channel = TelegramChannel(settings.bot_token, settings.bot_api_base, settings.proxy_url)
        try:
            return await channel.identify()
        finally:
            await channel.close()

    return asyncio.run(ask())


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

    `session` replaces the connection to the Bot API; `others` are channels beside Telegram; `quota` is what one user
    may send.
    """

    from bot.channels.telegram.client import TelegramChannel
    from bot.runtime.app import App
    from bot.runtime.backup import NightlyBackup
    from bot.runtime.inbox import Poller
    from bot.runtime.menus import Menus
    from bot.runtime.ports import capabilities_of
    from bot.runtime.postbox import Postbox
    from bot.runtime.ticker import Ticker
    from bot.runtime.worker import Worker
    from bot.services.upkeep import incidents
    from bot.verbs.opening import database
    from handlers.dispatch import Dispatch
    from storage.backup import BACKUPS
    from storage.database import open_for_reading
    from storage.unit import Unit

    def unit(db: Database) -> Unit:
        return Unit(db, clock.now(), rules)

    telegram = TelegramChannel(settings.bot_token, settings.bot_api_base, settings.proxy_url, session)
    channels: dict[str, AnyChannel] = {channel.name: channel for channel in (telegram, *others)}
    # Reads that need not be part of a change go past the writer, on a connection that cannot write.
    reading = open_for_reading(database(directory))
    sender = program_sender(channels, writer, reading, clock, unit, settings.senders)
    worker = Worker(
        Dispatch(channels),
        channels,
        writer,
        reading,
        clock,
        unit=unit,
        queued=sender.wake,
        all_sent=lambda: sender.idle,
        quota=quota,
    )
    postbox = Postbox(unit, capabilities_of(channels), sender.wake)
    nightly = NightlyBackup(database(directory), directory / BACKUPS, writer, reading, clock, postbox)
    ticker = Ticker(program_ticks(writer, nightly), writer, reading, clock, postbox, incidents.tick_failed)
    pollers = [Poller(channel, writer, clock, rules.key, worker.wake, sender) for channel in channels.values()]
    menus = [Menus(channel, reading, unit=unit) for channel in channels.values() if channel.capabilities.commands]
    control = program_control(directory, writer, unit, (worker.wake, sender.wake))
    beside = [control.run, *supervised(settings, directory, writer, ticker, reading, clock, channels)]
    return App(channels, writer, pollers, worker, sender, ticker, menus, reading.close, beside)


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
    from bot.config import load_supervision
    from bot.runtime.pulse import Pulse, ServiceManager
    from bot.runtime.vital_signs import LONGEST_WRITE_SECONDS, VitalSigns
    from storage.backup import BACKUPS

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


def program_control(
    directory: Path, writer: Writer, unit: Callable[[Database], Unit], wakes: Sequence[Callable[[], None]]
) -> Control:
    """Return what takes the changes of verbs; whatever such a change may leave to do is looked for by `wakes`."""
    from bot.runtime.control import Control
    from bot.services.acts import ACTS

    def changed() -> None:
        for wake in wakes:
            wake()

    return Control(directory, ACTS, writer, unit, changed)


def program_sender(
    channels: Mapping[str, AnyChannel],
    writer: Writer,
    reading: Database,
    clock: Clock,
    unit: Callable[[Database], Unit],
    senders: int,
) -> Sender:
    """Return the way out, and what follows where a message ends."""
    from bot.runtime.endings import Endings
    from bot.runtime.outbox import Sender
    from bot.runtime.papers import Papers
    from bot.runtime.ports import capabilities_of
    from bot.services import reminding
    from bot.services.reporting import acceptance
    from bot.services.upkeep import missed, undelivered

    endings = Endings(
        unit,
        capabilities_of(channels),
        observers=(reminding.note_delivery, missed.ended),
        unreachable=undelivered.unreachable,
        undelivered=undelivered.given_up,
    )
    return Sender(
        channels,
        writer,
        reading,
        clock,
        senders=senders,
        make_file=Papers(writer, reading, clock).make,
        # The names stand in stored rows, so they outlive a release.
        guards={"still_owed": reminding.still_owed, "still_unaccepted": acceptance.still_unaccepted},
        unit=unit,
        endings=endings,
    )


def program_ticks(writer: Writer, nightly: NightlyBackup) -> list[Tick]:
    """Return what happens at a time of day."""
    from bot.runtime.ticks import Tick, at
    from bot.services import digesting, reminding
    from bot.services.people import spent_codes
    from bot.services.reporting import acceptance
    from bot.services.upkeep import backup, housekeeping
    from storage import shown_codes

    return [
        # What was blanked is gone from the disk only when the log has been written back.
        Tick("housekeeping", at(minute=40), housekeeping.clean_up, after=writer.checkpoint),
        Tick("plan", at(minute=10), reminding.plan_ahead),
        Tick("morning", at(hour=8, minute=30), reminding.send_morning),
        Tick("digest", at(hour=17, minute=0), digesting.make_due),
        # An urgent report waits for hours at most; while there is none, five minutes cost no commit.
        Tick("escalation", at(minute="*/5"), acceptance.escalate, wanted=acceptance.awaits_acceptance),
        Tick("second_call", at(hour=17, minute=0), acceptance.call_again),
        # While no code is shown in any chat, its slots cost no commit.
        Tick("spent_codes", at(minute="*/15"), spent_codes.take_away, wanted=shown_codes.any_shown),
        Tick(backup.TICK, at(hour=2, minute=30), backup.note_due, after=nightly.wake, beside=nightly.run),
    ]


if __name__ == "__main__":
    sys.exit(main())
