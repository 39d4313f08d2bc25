"""`backup` and `restore`, as an operator runs them."""

from __future__ import annotations

import hashlib
import stat
import subprocess
import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.config import Settings, load_key
from bot.domain.periods import Period
from bot.errors import BotError
from bot.exports.snapshot import sha256
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import LedgerRow, ledger, period_schedule, window
from bot.verbs import backup, restore
from storage import ledgers, snapshots
from storage.backup import make_backup
from storage.database import Writer, migrate, open_for_reading, open_for_writing
from storage.lock import exclusive
from storage.migrations import KNOWN, MIGRATIONS
from tests.asking import answered
from tests.world import START, World, say

ROOT = Path(__file__).parents[2]
OPEN = ("/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]")
DIFFICULTY = answered(
    field="[Đất đai]",
    content="Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu.",
    proposal="Đề nghị bãi bỏ thành phần hồ sơ này.",
)


def back_up(data: Path, out: Path | None = None) -> None:
    assert backup.run(Namespace(out=str(out) if out else None), Settings(data_dir=data)) == 0


def restore_into(data: Path, file: Path) -> None:
    assert restore.run(Namespace(file=str(file)), Settings(data_dir=data)) == 0


def figures(world: World, db: Database) -> tuple[list[LedgerRow], str]:
    """Return the ledger of November and the fingerprint of its snapshot, as `db` has them."""
    unit = world.unit(db)
    schedule = period_schedule(unit, Period.parse("2026-11"))
    return ledger(unit, schedule), sha256(make_snapshot(unit, window(unit, schedule)))


@pytest.fixture
def saved(empty_world: World, tmp_path: Path) -> Path:
    """A backup of an empty base, with its key."""
    return make_backup(empty_world.path / "bot.db", tmp_path / "saved", START).path


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A data directory that does not exist yet."""
    return tmp_path / "fresh"


async def test_what_is_restored_has_the_same_ledger_and_the_same_figures(
    world: World, fresh: Path, tmp_path: Path
) -> None:
    await say(world, world.phone("AN"), *OPEN, *DIFFICULTY, "[Gửi báo cáo]")
    await say(world, world.phone("BICH"), *OPEN, *DIFFICULTY)

    back_up(world.path, tmp_path / "out")
    (file,) = (tmp_path / "out").glob("*.db")
    restore_into(fresh, file)

    with closing(open_for_reading(fresh / "bot.db")) as db:
        assert figures(world, db) == figures(world, world.read)
        assert ledgers.audit_head(db) == ledgers.audit_head(world.read)
        assert [row.state.value for row in figures(world, db)[0]] == ["reported", "drafting"]


def test_a_frozen_paper_is_restored_as_the_bytes_it_was(empty_world: World, fresh: Path, tmp_path: Path) -> None:
    content = bytes(range(256)) * 40

    def work(db: Database) -> int:
        digest = snapshots.add_digest(db, "2026-11", 0, START, b"{}", "")
        snapshots.keep_paper(db, digest, "docx", content, START)
        return digest

    digest = empty_world.write_now(work)

    restore_into(fresh, make_backup(empty_world.path / "bot.db", tmp_path / "out", START).path)

    with closing(open_for_reading(fresh / "bot.db")) as db:
        assert snapshots.paper(db, digest, "docx") == content


async def test_a_restored_base_runs_and_goes_on_with_the_draft(world: World, fresh: Path, tmp_path: Path) -> None:
    await say(world, world.phone("BICH"), *OPEN, *DIFFICULTY)
    made = make_backup(world.path / "bot.db", tmp_path / "out", START)

    restore_into(fresh, made.path)

    with closing(Writer(open_for_writing(fresh / "bot.db"))) as writer:
        writer.write_now(lambda db: ledgers.append_audit(db, START, "test", "goes on", "here"))
    with closing(open_for_reading(fresh / "bot.db")) as db:
        assert list(ledgers.audit_faults(db)) == []
        assert db.conn.execute("SELECT count(*) FROM drafts WHERE closed_at IS NULL").fetchone()[0] == 1


def test_an_operator_reads_where_the_backup_is_and_what_is_in_it(
    still_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    back_up(still_world.path)

    (file,) = (still_world.path / "backups").glob("bot-*.db")
    path, rows, fingerprint, key = capsys.readouterr().out.splitlines()
    assert path == str(file)
    assert rows.startswith("Số dòng: ")
    assert "persons 5" in rows
    assert fingerprint == f"SHA-256: {hashlib.sha256(file.read_bytes()).hexdigest()}"
    assert key == "Tệp khóa nằm cùng thư mục. Cả hai tệp phải được bảo quản như dữ liệu gốc."


def test_after_a_restore_an_operator_reads_the_rows_the_audit_head_and_what_to_expect(
    still_world: World, fresh: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = make_backup(still_world.path / "bot.db", tmp_path / "out", START)

    restore_into(fresh, made.path)

    shown = capsys.readouterr().out
    assert "persons 5" in shown
    assert ledgers.audit_head(still_world.read)[1] in shown
    assert "có thể đến hai lần" in shown


def test_open_invitations_keep_working_because_the_key_comes_along(saved: Path, fresh: Path, tmp_path: Path) -> None:
    restore_into(fresh, saved)

    assert load_key(fresh) == load_key(tmp_path)
    assert {stat.S_IMODE((fresh / name).stat().st_mode) for name in ("bot.db", "secret.key")} == {0o600}


def test_a_backup_without_its_key_is_restored_and_the_operator_is_told(
    saved: Path, fresh: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved.with_suffix(".key").unlink()

    restore_into(fresh, saved)

    assert "phải được cấp lại" in capsys.readouterr().out


@pytest.mark.parametrize("present", ["bot.db", "bot.db-wal"])
def test_nothing_is_restored_over_data_or_what_is_left_of_it(saved: Path, fresh: Path, present: str) -> None:
    fresh.mkdir()
    (fresh / present).write_bytes(b"precious")

    with pytest.raises(BotError) as told:
        restore_into(fresh, saved)

    assert told.value.code == "restore_not_empty"
    assert (fresh / present).read_bytes() == b"precious"
    assert not (fresh / "secret.key").exists()


def test_a_lock_file_and_the_same_key_do_not_make_a_directory_full(saved: Path, fresh: Path, tmp_path: Path) -> None:
    fresh.mkdir()
    (fresh / "bot.lock").touch()
    (fresh / "secret.key").write_bytes(load_key(tmp_path))

    restore_into(fresh, saved)

    assert (fresh / "bot.db").exists()


def test_a_restore_that_was_killed_can_be_repeated(saved: Path, fresh: Path, tmp_path: Path) -> None:
    fresh.mkdir()
    for name in ("restore.part", "restore.part-wal", "restore.part.key"):
        (fresh / name).write_bytes(b"half")
    (fresh / "secret.key").write_bytes(load_key(tmp_path))

    restore_into(fresh, saved)

    assert not list(fresh.glob("restore.part*"))
    assert (fresh / "bot.db").exists()


def test_another_key_is_not_overwritten(saved: Path, fresh: Path) -> None:
    fresh.mkdir()
    key = load_key(fresh)

    with pytest.raises(BotError) as told:
        restore_into(fresh, saved)

    assert told.value.code == "restore_key_differs"
    assert load_key(fresh) == key
    assert not (fresh / "bot.db").exists()


def test_a_directory_that_a_program_holds_is_left_alone(saved: Path, fresh: Path) -> None:
    fresh.mkdir()

    with exclusive(fresh), pytest.raises(BotError) as told:
        restore_into(fresh, saved)

    assert told.value.code == "restore_running"


@pytest.mark.parametrize("content", [b"", b"not a base at all" * 1000])
def test_a_file_that_is_no_backup_restores_nothing(tmp_path: Path, fresh: Path, content: bytes) -> None:
    file = tmp_path / "bot-20261116-023000.db"
    file.write_bytes(content)

    with pytest.raises(BotError) as told:
        restore_into(fresh, file)

    assert told.value.code == "backup_unsound"
    assert {path.name for path in fresh.iterdir()} == {"bot.lock"}


@pytest.mark.parametrize("how", ["overwritten", "cut"])
def test_a_damaged_backup_restores_nothing(saved: Path, fresh: Path, how: str) -> None:
    data = saved.read_bytes()
    middle = len(data) // 2
    saved.write_bytes(data[:middle] + (b"\xff" * 8192 + data[middle + 8192 :] if how == "overwritten" else b""))

    with pytest.raises(BotError) as told:
        restore_into(fresh, saved)

    assert told.value.code == "backup_unsound"
    assert {path.name for path in fresh.iterdir()} == {"bot.lock"}


def test_a_backup_of_a_newer_version_is_refused(saved: Path, fresh: Path) -> None:
    with closing(open_for_writing(saved)) as db:
        db["_sqlite_migrations"].insert({"migration_set": "bot", "name": "m999_later", "applied_at": "2027"})  # type: ignore[union-attr]

    with pytest.raises(BotError) as told:
        restore_into(fresh, saved)

    assert told.value.code == "schema_newer"
    assert {path.name for path in fresh.iterdir()} == {"bot.lock"}


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    tmp_path: Path, fresh: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.db"
    with closing(open_for_writing(old)) as db:
        MIGRATIONS.apply(db, stop_before=KNOWN - {"m001_first"})
    made = make_backup(old, tmp_path / "out", START)

    restore_into(fresh, made.path)

    assert migrate(fresh / "bot.db") == []
    shown = capsys.readouterr().out
    assert all(name in shown for name in KNOWN - {"m001_first"})


def test_a_directory_without_data_is_not_filled_by_backing_it_up(fresh: Path) -> None:
    with pytest.raises(BotError) as told:
        back_up(fresh)

    assert told.value.code == "database_missing"
    assert not fresh.exists()


def test_the_verbs_do_without_the_libraries_of_the_running_program() -> None:
    program = "import sys, bot.verbs.backup, bot.verbs.restore; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & {"bot", "aiogram", "aiohttp", "telegram", "docx", "xlsxwriter"} == {"bot"}
