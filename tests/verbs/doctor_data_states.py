"""The states of docs/doctor.md that stand in the base: what waits, what failed, who is on the roster, backups."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from bot.domain.attachments import FileState, Kept, Refusal
from bot.domain.operations import Lane
from bot.domain.people import Caller
from bot.errors import BotError
from bot.verbs.checks import data
from storage import file_store, files, inbox, kept_files, ledgers, outbox, people, places, push, reach
from storage.backup import make_backup
from storage.files import StoredFile
from storage.inbox import Arrival
from storage.ledgers import TickFailure
from storage.outbox import Envelope, OutboxState
from storage.places import Left, Place
from tests.verbs.data_directory import BASE, TOKEN, write
from tests.verbs.doctor_states import BACKUP, DATA, Scene, sql, state
from tests.world import START


def _receive(at_hours: float = 0) -> None:
    at = START + timedelta(hours=at_hours)
    write(lambda db: inbox.take_in(db, "telegram", [Arrival("1", "hash", "101", "{}")], at))


def _queue(account: int | None = None) -> Callable[[Database], object]:
    return lambda db: outbox.put(db, Envelope("one", "telegram", "101", account, Lane.BULK, "send", {}), START)


def _link(code: str) -> Callable[[Database], int]:
    def work(db: Database) -> int:
        person = people.person_by_code(db, code)
        assert person is not None
        return people.link_account(db, Caller("telegram", "104", "104"), person.id, START)

    return work


def _end_duties(condition: str) -> None:
    sql(f"UPDATE duties SET valid_to = '2026-11-16' WHERE {condition}")


def _keep_working(scene: Scene, **passed: float) -> None:
    """Let time go by in which everything that runs by itself runs."""
    scene.later(**passed)
    at = START + timedelta(**passed)
    write(lambda db: ledgers.put_fact(db, "last_poll:telegram", at.isoformat()))
    write(lambda db: ledgers.record_slot(db, "plan", at, at))


# the program


@state("Chương trình đang chạy, mọi việc bình thường")
def _runs(scene: Scene) -> None:
    scene.start()


@state("Chương trình không chạy, không có tin chờ")
def _does_not_run(_scene: Scene) -> None:
    pass


@state("Đang chạy, Telegram im lặng 20 phút")
def _silent(scene: Scene) -> None:
    scene.start()
    scene.later(minutes=20)


@state("Đang chạy, Telegram chưa trả lời lần nào")
def _never_heard(scene: Scene) -> None:
    sql("DELETE FROM meta WHERE name = 'last_poll:telegram'")
    scene.start()


@state("Đang chạy, không có việc định kỳ trong 03 giờ")
def _no_ticks(scene: Scene) -> None:
    scene.start()
    _keep_working(scene, hours=3)
    write(lambda db: ledgers.record_slot(db, "plan", START, START))


@state("Đang chạy, chưa có việc định kỳ nào")
def _never_ticked(scene: Scene) -> None:
    sql("DELETE FROM ticks")
    scene.start()


@state("Đang chạy, tin đến vừa nhận")
def _just_received(scene: Scene) -> None:
    _receive()
    scene.start()


@state("Đang chạy, tin đến chờ 30 phút")
def _unhandled(scene: Scene) -> None:
    _receive()
    scene.start()
    _keep_working(scene, minutes=30)


@state("Không chạy, có tin đến đang chờ")
def _received_and_stopped(scene: Scene) -> None:
    _receive()
    scene.later(hours=5)


@state("Đang chạy, tin đi chờ 45 phút")
def _unsent(scene: Scene) -> None:
    write(_queue())
    scene.start()
    _keep_working(scene, minutes=45)


@state("Không chạy, có tin đi đang chờ")
def _queued_and_stopped(scene: Scene) -> None:
    write(_queue())
    scene.later(minutes=45)


@state("Có tin chưa được mở")
def _unopened(_scene: Scene) -> None:
    write(_queue())
    write(lambda db: db.conn.execute("UPDATE outbox SET state = 'held', ended_at = created_at, error = 'unopened'"))


@state("Có tin không gửi được trong ngày")
def _failed(_scene: Scene) -> None:
    write(_queue())
    write(lambda db: outbox.end(db, 1, OutboxState.FAILED, START, error="too long"))


@state("Có tin bị ngắt giữa chừng, không gửi lại")
def _uncertain(_scene: Scene) -> None:
    write(_queue())
    write(lambda db: outbox.end(db, 1, OutboxState.FAILED, START, error=outbox.UNCERTAIN))


@state("Zalo hết hạn mức gửi tin")
def _quota(scene: Scene) -> None:
    scene.patch.setenv("ZALO_BOT_TOKEN", TOKEN)
    scene.start()
    write(_queue())
    write(lambda db: ledgers.put_fact(db, "last_poll:zalo", START.isoformat()))
    sql("UPDATE outbox SET channel = 'zalo', state = 'retry', error = 'throttled', next_at = created_at")


def _with_nudges(scene: Scene, **outcomes: int) -> None:
    scene.patch.setenv("WEB_PUSH_CONTACT", "mailto:vanphong@coquan.gov.vn")
    scene.patch.setenv("PUBLIC_URL", "https://bot.coquan.gov.vn")
    for outcome, count in outcomes.items():
        for _ in range(count):
            write(partial(push.note, day=START.date(), outcome=outcome, now=START))


@state("Có thiết bị nhận thông báo")
def _nudged(scene: Scene) -> None:
    _with_nudges(scene, sent=3, later=1)
    sql("""INSERT INTO web_sessions (id, channel, user_key, series_hash, secret_hash, secret_at, device, language,
               made_at, seen_at, push_endpoint)
           VALUES ('s', 'web', 'x', 'h', 'h', '', '', 'vi', '', '', 'https://push.example.vn/x')""")


@state("Đã đặt WEB_PUSH_CONTACT, chưa đặt PUBLIC_URL")
def _no_page(scene: Scene) -> None:
    _with_nudges(scene)
    scene.patch.delenv("PUBLIC_URL")


@state("Máy chủ thông báo không nhận thông báo nào")
def _nudges_refused(scene: Scene) -> None:
    _with_nudges(scene, refused=3, unanswered=2)


@state("Có tin không gửi được ba ngày trước")
def _failed_before(_scene: Scene) -> None:
    write(_queue())
    write(lambda db: outbox.end(db, 1, OutboxState.FAILED, START - timedelta(days=3), error="too long"))


@state("Có tin để riêng")
def _set_aside(_scene: Scene) -> None:
    _receive()
    write(lambda db: inbox.quarantine(db, 1, "SC-261116-01", START))


@state("Việc định kỳ thất bại, đã báo sự cố")
def _failing(_scene: Scene) -> None:
    failure = TickFailure(5, START, START + timedelta(hours=1), "SC-261116-01", START)
    write(lambda db: ledgers.put_tick_failure(db, "morning", failure))


@state("Việc định kỳ thất bại lần đầu")
def _failing_once(_scene: Scene) -> None:
    write(lambda db: ledgers.put_tick_failure(db, "plan", TickFailure(1, START, START + timedelta(minutes=1))))


@state("Nhật ký thao tác bị sửa")
def _forged(_scene: Scene) -> None:
    sql("UPDATE audit SET actor = 'x' WHERE seq = 3")


@state("Mẫu báo cáo bị sửa hỏng")
def _template(scene: Scene) -> None:
    def refuse(*_: object) -> bytes:
        raise BotError("template_bad", name="bao-cao.docx", faults="bang_ky")

    scene.patch.setattr(data, "template_sha256", lambda: "that of an edited one")
    scene.patch.setattr(data, "build_in_child", refuse)


@state("Một mục kiểm tra bị lỗi chương trình")
def _broken_check(scene: Scene) -> None:
    def fail(*_: object) -> bytes:
        raise KeyError("c4n4ry")

    scene.patch.setattr(data, "template_sha256", lambda: "that of an edited one")
    scene.patch.setattr(data, "build_in_child", fail)


# backups


@state("Bản sao lưu cũ hơn 36 giờ")
def _old_backup(scene: Scene) -> None:
    scene.later(hours=50)


@state("Bản sao lưu trống (0 byte)")
def _empty_backup(_scene: Scene) -> None:
    BACKUP.write_bytes(b"")


@state("Bản sao lưu hỏng")
def _damaged_backup(_scene: Scene) -> None:
    BACKUP.write_text("x" * 9999)


@state("Bản sao lưu không có khóa đi kèm")
def _keyless_backup(_scene: Scene) -> None:
    BACKUP.with_suffix(".key").unlink()


@state("Chưa có bản sao lưu, dữ liệu mới lập")
def _no_backup_yet(_scene: Scene) -> None:
    _remove_backups()


@state("Chưa có bản sao lưu, dữ liệu đã hai ngày")
def _no_backup(scene: Scene) -> None:
    _remove_backups()
    scene.later(hours=49)


@state("Bản sao lưu mới nhất mang ngày trong tương lai")
def _future_backup(scene: Scene) -> None:
    _remove_backups()
    make_backup(BASE, DATA / "backups", START + timedelta(days=90))
    scene.later(hours=49)


def _remove_backups() -> None:
    for file in Path("data/backups").glob("bot-*"):
        file.unlink()


# the files of members


@state("Tệp của thành viên không có trong thư mục files")
def _file_missing(_scene: Scene) -> None:
    _keep_file().unlink()
    make_backup(BASE, DATA / "backups", START)


@state("Cạnh bản sao lưu thiếu tệp của thành viên")
def _file_not_backed_up(_scene: Scene) -> None:
    _keep_file()
    make_backup(BASE, DATA / "backups", START)
    shutil.rmtree(DATA / "backups" / "files")


@state("Tệp của thành viên chờ tải 45 phút")
def _file_waits(scene: Scene) -> None:
    write(lambda db: kept_files.add(db, START))
    scene.later(minutes=45)


@state("Có tệp bị từ chối trong tuần")
def _file_refused(_scene: Scene) -> None:
    refused = Kept(FileState.REFUSED, Refusal.MACROS)
    write(lambda db: kept_files.end(db, kept_files.add(db, START), refused, START))


def _keep_file() -> Path:
    """Store a file as the program does; return where it lies."""
    sha256, path = file_store.put(DATA / "files", b"x")

    def work(db: Database) -> None:
        files.put_file(db, StoredFile(sha256, path, 1, "application/pdf"), START)
        kept_files.end(db, kept_files.add(db, START), Kept(FileState.STORED, sha256=sha256), START)

    write(work)
    return DATA / "files" / path


# the roster


@state("Chưa nhập danh sách")
def _no_roster(_scene: Scene) -> None:
    _end_duties("1")


@state("Danh sách không có cán bộ Cơ quan thường trực")
def _no_desk(_scene: Scene) -> None:
    _end_duties("role = 'secretariat'")


@state("Danh sách không có người quản trị")
def _no_admin(_scene: Scene) -> None:
    _end_duties("role = 'admin'")


@state("Có ghế không có người")
def _vacant(_scene: Scene) -> None:
    _end_duties("seat = (SELECT id FROM seats WHERE code = 'HIEPHOIB')")


@state("Có người chưa liên kết tài khoản")
def _unlinked(_scene: Scene) -> None:
    write(_link("CHI"))


@state("Có người đã chặn bot")
def _blocked(_scene: Scene) -> None:
    write(lambda db: reach.set_unreachable(db, _link("CHI")(db), START))


def _bind(who: str) -> Callable[[Database], Place]:
    def work(db: Database) -> Place:
        person = people.person_by_code(db, who)
        assert person is not None
        places.bind(db, "telegram", "-500", person.id, START)
        place = places.living(db)
        assert place is not None
        return place

    return work


@state("Đã gắn nhóm của Cơ quan thường trực")
def _bound(_scene: Scene) -> None:
    write(_bind("CHI"))


@state("Cán bộ đã gắn nhóm thôi nhiệm vụ")
def _bound_by_another(_scene: Scene) -> None:
    write(_bind("AN"))


@state("Bot bị đưa ra khỏi nhóm của Cơ quan thường trực")
def _put_out(_scene: Scene) -> None:
    write(lambda db: places.leave(db, _bind("CHI")(db), Left.OUT, START))


@state("Nhóm của Cơ quan thường trực không cho bot gửi tin")
def _silenced(_scene: Scene) -> None:
    write(lambda db: places.leave(db, _bind("CHI")(db), Left.MUTE, START))


@state("Dữ liệu thử nghiệm, đã đặt BOT_TOKEN")
def _sandbox(_scene: Scene) -> None:
    write(lambda db: ledgers.put_fact(db, "kind", "sandbox"))
