"""The states of docs/doctor.md, each made in a real data directory that is otherwise in order."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlite_utils import Database

from bot.clock import SystemClock
from bot.verbs.checks import place
from storage import ledgers
from storage.backup import make_backup
from storage.lock import exclusive
from storage.rows import iso
from tests.verbs.bot_api_server import bot_api
from tests.verbs.data_directory import BASE, TOKEN, write
from tests.world import ROSTER, START

DATA, KEY, BACKUP = Path("data"), Path("data/secret.key"), Path("data/backups/bot-20261116-081500.db")
COMPLETE = f"{ROSTER}MAI,Đỗ Thị Mai,Chuyên viên,,vi,,admin,,,\n"
"""The standing cast with an administrator."""
_NOBODY = 65534


@dataclass
class Scene:
    """What a state can change besides files: the clock, the settings, who asks, whether a program runs."""

    patch: pytest.MonkeyPatch
    stack: ExitStack
    arguments: list[str] = field(default_factory=lambda: ["doctor"])
    unprivileged: bool = False
    """Whether rights of files have to count, also where the suite is run by root."""

    def later(self, **passed: float) -> None:
        """Let time go by."""
        self.set_clock(START + timedelta(**passed))

    def set_clock(self, at: datetime) -> None:
        """Make the machine's clock stand at an instant."""
        self.patch.setattr(SystemClock, "now", lambda _clock: at)

    def start(self) -> None:
        """Let a program hold the data."""
        self.stack.enter_context(exclusive(DATA))

    def stop_disk(self, **figures: int) -> None:
        """Let the disk say something else of itself."""
        usual = {"f_bavail": 1 << 30, "f_frsize": 4096, "f_files": 1 << 20, "f_favail": 1 << 20, "f_flag": 0}
        self.patch.setattr(os, "statvfs", lambda _path: SimpleNamespace(**(usual | figures)))

    def serve(self, answers: dict[str, tuple[int, str]]) -> str:
        """Start a server that says `answers` by method, and make it the one to ask; return its address."""
        address = self.stack.enter_context(bot_api(answers))
        self.patch.setenv("BOT_API_BASE", address)
        self.arguments.append("--online")
        return address


State = Callable[[Scene], None]
STATES: dict[str, State] = {}


def state(name: str) -> Callable[[State], State]:
    """Name a state as the page does."""

    def register(made: State) -> State:
        assert name not in STATES
        STATES[name] = made
        return made

    return register


def put_in_order() -> None:
    """Give a new base what the states start from: a program has run on it, and there is a backup."""
    write(_has_run)
    make_backup(BASE, DATA / "backups", START)


def _has_run(db: Database) -> None:
    ledgers.put_fact(db, "kind", "live")
    ledgers.put_fact(db, "last_poll:telegram", iso(START))
    ledgers.record_slot(db, "plan", START, START)


def sql(statement: str) -> None:
    with sqlite3.connect(BASE) as connection:
        connection.execute(statement)
    connection.close()


def _give_away(scene: Scene, path: Path) -> None:
    """Make a file somebody else's; who is not root can only have it said."""
    if os.geteuid() == 0:
        os.chown(path, _NOBODY, -1)
    else:
        told = place.owner_of
        scene.patch.setattr(place, "owner_of", lambda each: _NOBODY if each == path else told(each))


# the directory and the base


@state("Mọi thứ bình thường")
def _fine(_scene: Scene) -> None:
    pass


@state("DATA_DIR là thư mục không có")
def _no_directory(scene: Scene) -> None:
    scene.patch.setenv("DATA_DIR", "dta")


@state("DATA_DIR là thư mục trống")
def _empty_directory(scene: Scene) -> None:
    Path("empty").mkdir(mode=0o700)
    scene.patch.setenv("DATA_DIR", "empty")


@state("DATA_DIR là một tệp")
def _a_file(scene: Scene) -> None:
    scene.patch.setenv("DATA_DIR", "roster.csv")


@state("DATA_DIR có tên quá dài")
def _long_name(scene: Scene) -> None:
    scene.patch.setenv("DATA_DIR", "dai" * 100)


@state("bot.db là thư mục")
def _base_is_a_directory(_scene: Scene) -> None:
    BASE.unlink()
    BASE.mkdir(mode=0o700)


@state("bot.db trống (0 byte)")
def _empty_base(_scene: Scene) -> None:
    BASE.write_bytes(b"")


@state("bot.db không phải cơ sở dữ liệu")
def _no_base(_scene: Scene) -> None:
    BASE.write_text("BACKUP OF THE BACKUP\n" * 999)


@state("bot.db hỏng một phần")
def _damaged(_scene: Scene) -> None:
    write(_long_chain)
    content = bytearray(BASE.read_bytes())
    content[-20 * 4096 : -10 * 4096] = b"\x5a" * 10 * 4096
    BASE.write_bytes(content)


def _long_chain(db: Database) -> None:
    for _ in range(300):
        ledgers.append_audit(db, START, "x", "y", "z" * 200)


@state("bot.db chỉ cho đọc (0400)")
def _read_only(_scene: Scene) -> None:
    BASE.chmod(0o400)


@state("bot.db không đọc được (0000)")
def _closed_base(scene: Scene) -> None:
    BASE.chmod(0)
    scene.unprivileged = True


@state("Cấu trúc dữ liệu cũ hơn chương trình")
def _older(_scene: Scene) -> None:
    sql("DELETE FROM _sqlite_migrations WHERE name = (SELECT max(name) FROM _sqlite_migrations)")


@state("Cấu trúc dữ liệu mới hơn chương trình")
def _newer(_scene: Scene) -> None:
    sql("INSERT INTO _sqlite_migrations VALUES (999, 'bot', 'm999_later', '2030-01-01')")


# the key


@state("Thiếu khóa")
def _no_key(_scene: Scene) -> None:
    KEY.unlink()


@state("Khóa trống")
def _empty_key(_scene: Scene) -> None:
    KEY.write_bytes(b"")


@state("Khóa bị cắt ngắn")
def _short_key(_scene: Scene) -> None:
    KEY.write_bytes(KEY.read_bytes()[:16])


@state("Khóa không đọc được (0000)")
def _closed_key(scene: Scene) -> None:
    KEY.chmod(0)
    scene.unprivileged = True


# owners and rights


@state("Người khác đọc được thư mục dữ liệu")
def _open_directory(_scene: Scene) -> None:
    DATA.chmod(0o755)


@state("Người khác đọc được bot.db")
def _open_base(_scene: Scene) -> None:
    BASE.chmod(0o644)


@state("Người khác đọc được khóa")
def _open_key(_scene: Scene) -> None:
    KEY.chmod(0o640)


@state("Người khác đọc được bản sao lưu")
def _open_backup(_scene: Scene) -> None:
    BACKUP.chmod(0o604)


@state("Người khác đọc được tệp .env có mã bot")
def _open_settings(_scene: Scene) -> None:
    Path(".env").write_text(f"BOT_TOKEN={TOKEN}\n")
    Path(".env").chmod(0o644)


@state("Thư mục dữ liệu không cho chủ sở hữu ghi")
def _closed_directory(scene: Scene) -> None:
    DATA.chmod(0o500)
    scene.unprivileged = True


@state("Khóa thuộc người dùng khác (do root ghi)")
def _foreign_key(scene: Scene) -> None:
    _give_away(scene, KEY)


@state("Bản sao lưu thuộc người dùng khác")
def _foreign_backup(scene: Scene) -> None:
    _give_away(scene, BACKUP)


@state("Lệnh chạy bằng người dùng khác, đọc được dữ liệu")
def _another_asks(scene: Scene) -> None:
    scene.patch.setattr(os, "geteuid", lambda: 4711)


@state("Lệnh chạy bằng người dùng khác, không vào được thư mục")
def _shut_out(scene: Scene) -> None:
    DATA.chmod(0)
    scene.unprivileged = True


# the disk and the clock


@state("Ổ đĩa gần hết chỗ")
def _disk_full(scene: Scene) -> None:
    scene.stop_disk(f_bavail=1024)


@state("Ổ đĩa gần hết inode")
def _no_inodes(scene: Scene) -> None:
    scene.stop_disk(f_favail=12)


@state("Ổ đĩa không giới hạn inode")
def _inodes_uncounted(scene: Scene) -> None:
    scene.stop_disk(f_files=0, f_favail=0)


@state("Ổ đĩa chỉ cho đọc")
def _disk_read_only(scene: Scene) -> None:
    scene.stop_disk(f_flag=os.ST_RDONLY)


@state("Đồng hồ máy chậm hơn mục mới nhất")
def _clock_behind(scene: Scene) -> None:
    scene.later(hours=-3)
    BACKUP.rename(DATA / "backups/bot-20261116-030000.db")
    BACKUP.with_suffix(".key").rename(DATA / "backups/bot-20261116-030000.key")


# the way to Telegram


@state("Chưa đặt BOT_TOKEN")
def _no_token(scene: Scene) -> None:
    scene.patch.delenv("BOT_TOKEN")


@state("BOT_TOKEN viết sai")
def _bad_token(scene: Scene) -> None:
    scene.patch.setenv("BOT_TOKEN", "123456789")


@state("PROXY_URL viết sai")
def _bad_proxy(scene: Scene) -> None:
    scene.patch.setenv("PROXY_URL", "https://proxy:3128")


@state("PROFILE không có")
def _bad_profile(scene: Scene) -> None:
    scene.patch.setenv("PROFILE", "vpcp-2032")


ME = '{"ok": true, "result": {"id": 123456789, "is_bot": true, "first_name": "T", "username": "tthc_bot"}}'
NO_WEBHOOK = '{"ok": true, "result": {"url": "", "has_custom_certificate": false, "pending_update_count": 0}}'
_WEBHOOK = (
    '{"ok": true, "result": {"url": "https://cu.example.vn/secret-path", "has_custom_certificate": false,'
    ' "pending_update_count": 4}}'
)


@state("--online: Telegram trả lời")
def _answers(scene: Scene) -> None:
    scene.serve({"getMe": (200, ME), "getWebhookInfo": (200, NO_WEBHOOK)})


@state("--online: webhook đặt ở nơi khác")
def _webhook(scene: Scene) -> None:
    scene.serve({"getMe": (200, ME), "getWebhookInfo": (200, _WEBHOOK)})


@state("--online: mã bot bị thu hồi")
def _revoked(scene: Scene) -> None:
    scene.serve({"getMe": (401, '{"ok": false, "error_code": 401, "description": "Unauthorized"}')})


@state("--online: máy chủ trả lời 404")
def _unknown(scene: Scene) -> None:
    scene.serve({"getMe": (404, '{"ok": false, "error_code": 404, "description": "Not Found"}')})


@state("--online: trang đăng nhập thay cho Bot API")
def _login_page(scene: Scene) -> None:
    scene.serve({"getMe": (200, "<html>Đăng nhập</html>")})


def _with_zalo(scene: Scene, answer: str) -> None:
    scene.serve({"getMe": (200, ME), "getWebhookInfo": (200, NO_WEBHOOK)})
    none_set = '{"ok": false, "error_code": 400, "description": "no webhook"}'
    address = scene.stack.enter_context(bot_api({"getMe": (200, answer), "getWebhookInfo": (200, none_set)}))
    scene.patch.setenv("ZALO_BOT_TOKEN", TOKEN)
    scene.patch.setenv("ZALO_API_BASE", address)


@state("--online: Zalo trả lời")
def _zalo_answers(scene: Scene) -> None:
    _with_zalo(scene, '{"ok": true, "result": {"id": "99", "account_name": "bot.troly"}}')


@state("--online: mã bot Zalo bị thu hồi")
def _zalo_revoked(scene: Scene) -> None:
    _with_zalo(scene, '{"ok": false, "error_code": 401, "description": "Unauthorized"}')


@state("--online: Zalo không chạy")
def _zalo_down(scene: Scene) -> None:
    _with_zalo(scene, "{}")
    scene.patch.setenv("ZALO_API_BASE", "http://127.0.0.1:1")


@state("--online: máy chủ Bot API không chạy")
def _nobody_listens(scene: Scene) -> None:
    scene.arguments.append("--online")
    scene.patch.setenv("BOT_API_BASE", "http://127.0.0.1:1")


@state("--online: máy chủ trung gian không chạy")
def _no_proxy(scene: Scene) -> None:
    scene.arguments.append("--online")
    scene.patch.setenv("PROXY_URL", "http://an:c4n4ry@127.0.0.1:1")


@state("--online khi chưa đặt BOT_TOKEN, chương trình đang chạy")
def _online_without_token(scene: Scene) -> None:
    scene.arguments.append("--online")
    scene.patch.delenv("BOT_TOKEN")
    scene.start()
