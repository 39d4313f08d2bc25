"""The other verbs: what they print, write and refuse."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from sqlite_utils import Database

from bot.clock import FixedClock, SandboxClock, SystemClock
from bot.config import load_settings
from bot.domain.operations import Lane, Topic, TopicKind
from bot.verbs import opening
from bot.verbs import run as run_verb
from storage import inbox, ledgers, outbox
from storage.database import Writer, open_for_writing
from storage.inbox import Arrival
from storage.ledgers import TickFailure
from storage.lock import exclusive
from storage.outbox import Envelope, OutboxState
from tests.storage.test_migrations import overwrite_a_page, replace_by_text, truncate
from tests.verbs.conftest import Run, in_a_shell
from tests.world import START

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_01234"
BASE = Path("data/bot.db")


def write(work: Callable[..., object]) -> None:
    writer = Writer(open_for_writing(BASE))
    writer.write_now(work)
    writer.close()


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# invite


def test_an_invitation_is_a_code_and_without_a_known_bot_no_link(with_roster: Run) -> None:
    said = with_roster("invite", "--person", "AN")

    assert said.out.splitlines()[0] == "person_code,full_name,code,link,expires_at"
    (row,) = table(said.out)
    assert (row["person_code"], row["full_name"], row["link"]) == ("AN", "Nguyễn Văn An", "")
    assert re.fullmatch(r"MOI-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}", row["code"])
    assert row["expires_at"].endswith("+07:00")


@pytest.mark.parametrize(
    ("setting", "known", "name"),
    [("", "tro_ly_bot", "tro_ly_bot"), ("@ten_dat", "tro_ly_bot", "ten_dat"), ("ten_dat", "", "ten_dat")],
)
def test_the_link_names_the_bot_of_the_setting_or_the_one_that_ran(
    with_roster: Run, monkeypatch: pytest.MonkeyPatch, setting: str, known: str, name: str
) -> None:
    monkeypatch.setenv("BOT_USERNAME", setting)
    if known:
        write(lambda db: ledgers.put_fact(db, "invitation_link:telegram", f"https://t.me/{known}?start={{token}}"))

    (row,) = table(with_roster("invite", "--person", "AN").out)

    assert re.fullmatch(rf"https://t\.me/{name}\?start=[A-Za-z0-9_-]{{22}}", row["link"])


def test_invitations_for_all_go_into_a_file_for_its_owner_only(with_roster: Run) -> None:
    Path("codes.csv").write_text("old")
    Path("codes.csv").chmod(0o644)

    said = with_roster("invite", "--all", "--out", "codes.csv")

    rows = table(Path("codes.csv").read_text(encoding="utf-8-sig"))
    assert [row["person_code"] for row in rows] == ["AN", "BICH", "BINH", "CHI", "LAN"]
    assert len({row["code"] for row in rows}) == 5
    assert stat.S_IMODE(Path("codes.csv").stat().st_mode) == 0o600
    assert not any(row["code"] in said.out for row in rows)


def test_codes_are_kept_as_hashes_only(with_roster: Run) -> None:
    (row,) = table(with_roster("invite", "--person", "AN").out)
    letters = row["code"].removeprefix("MOI-").replace("-", "").encode()

    assert not any(letters in file.read_bytes() for file in Path("data").iterdir())


def test_nobody_without_a_duty_is_invited(with_roster: Run) -> None:
    lines = Path("roster.csv").read_text(encoding="utf-8").splitlines()
    Path("roster.csv").write_text("\n".join(line for line in lines if not line.startswith("AN,")), encoding="utf-8")
    with_roster("import-roster", "roster.csv")

    ended, unknown = with_roster("invite", "--person", "AN"), with_roster("invite", "--person", "nobody")

    assert (ended.status, ended.out) == (1, "")
    assert '"AN"' in ended.err
    assert (unknown.status, unknown.out) == (1, "")
    assert '"nobody"' in unknown.err
    assert [row["person_code"] for row in table(with_roster("invite", "--all").out)] == ["BICH", "BINH", "CHI", "LAN"]


def test_a_file_that_cannot_be_written_is_named(with_roster: Run) -> None:
    said = with_roster("invite", "--all", "--out", "no/such/place.csv")

    assert said.status == 1
    assert "no/such/place.csv" in said.err


# digest


@pytest.fixture
def demonstration(run: Run) -> Run:
    """Verbs on the demonstration, as the sandbox lays it out."""
    opening.prepare(Path("data"))
    with run_verb._opened(load_settings(), Path("data"), sandbox=True):
        pass
    return run


def test_a_digest_is_two_files_with_the_same_figures(demonstration: Run) -> None:
    said = demonstration("digest", "--period", "2026-11", "--out", "out/of/it")

    assert said.status == 0
    first, second, sha = said.out.splitlines()
    paths = sorted(Path("out/of/it").iterdir())
    assert sorted([first, second]) == [str(path) for path in paths]
    assert [path.name for path in paths] == ["Du-thao-bao-cao-2026-11.docx", "Phu-luc-2026-11.xlsx"]
    code = sha.rpartition(" ")[2].rstrip(".")
    assert re.fullmatch("[0-9a-f]{64}", code)
    text = document_text(next(path for path in paths if path.suffix == ".docx"))
    cells = sheet_text(next(path for path in paths if path.suffix == ".xlsx"))
    codes = set(re.findall(r"VM-2611-\d{3}", cells))
    assert code in text.replace(" ", "").replace("\n", "")
    assert code in cells.replace(" ", "").replace("\n", "")
    assert codes
    assert len(codes) == in_base("SELECT count(*) FROM difficulties WHERE code LIKE 'VM-2611-%'")


def document_text(path: Path) -> str:
    document = Document(str(path))
    parts = [p.text for p in document.paragraphs]
    parts += [cell.text for found in document.tables for row in found.rows for cell in row.cells]
    return "\n".join(parts)


def sheet_text(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )


def in_base(sql: str) -> int:
    with sqlite3.connect(BASE) as connection:
        found = connection.execute(sql).fetchone()[0]
    connection.close()
    return int(found)


@pytest.mark.parametrize("period", ["2026-13", "2026-0", "11/2026", "2026-Q5", "x", ""])
def test_a_digest_of_no_period_says_how_a_period_is_written(with_roster: Run, period: str) -> None:
    said = with_roster("digest", f"--period={period}", "--out", "out")

    assert (said.status, said.out) == (1, "")
    assert "2026-11" in said.err
    assert not Path("out").exists()


def test_a_digest_into_a_place_that_is_a_file_is_refused(with_roster: Run) -> None:
    said = with_roster("digest", "--period", "2026-11", "--out", "roster.csv")

    assert said.status == 1
    assert "roster.csv" in said.err


# audit, doctor, migrate, replay


def test_a_whole_chain_is_said_to_be_whole_with_its_head(with_roster: Run) -> None:
    said = with_roster("audit", "verify")

    with sqlite3.connect(BASE) as connection:
        head = connection.execute("SELECT hash FROM audit ORDER BY seq DESC").fetchone()[0]
    connection.close()
    assert said.status == 0
    assert head in said.out


def test_a_broken_chain_is_an_error_that_names_the_entry(with_roster: Run) -> None:
    with sqlite3.connect(BASE) as connection:
        connection.execute("UPDATE audit SET actor = 'x' WHERE seq = 3")
    connection.close()

    verified, examined = with_roster("audit", "verify"), with_roster("doctor")

    assert (verified.status, verified.out) == (1, "")
    assert re.search(r"\b0?3\b", verified.err)
    assert examined.status == 1
    assert "audit verify" in examined.out


def test_doctor_finds_nothing_in_a_healthy_place(with_roster: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)

    said = with_roster("doctor")

    assert said.status == 0
    assert said.err == ""
    assert TOKEN.partition(":")[2] not in said.out


def test_doctor_names_what_others_can_read_and_what_was_set_aside(with_roster: Run) -> None:
    Path("data/secret.key").chmod(0o640)
    write(lambda db: inbox.take_in(db, "telegram", [Arrival("1", "hash", "101", "{}")], START))
    write(lambda db: inbox.quarantine(db, 1, "SC-261116-01", START))

    said = with_roster("doctor")

    assert said.status == 1
    assert "data/secret.key" in said.out
    assert "SC-261116-01" in said.out


def test_doctor_names_a_tick_that_is_failing_and_what_did_not_arrive(with_roster: Run) -> None:
    failure = TickFailure(5, START, START + timedelta(hours=1), "SC-261116-01", START)
    write(lambda db: ledgers.put_tick_failure(db, "morning", failure))
    write(lambda db: ledgers.put_tick_failure(db, "of another version", TickFailure(1, START, START)))

    said = with_roster("doctor")

    assert said.status == 1
    assert "việc gửi tin nhắc buổi sáng chưa thực hiện được 5 lần (SC-261116-01)" in said.out
    assert "of another version chưa thực hiện được 1 lần; lần thử tiếp theo" in said.out
    assert "0 mục sẽ gửi lại" in said.out


def test_doctor_counts_what_was_not_delivered_and_names_the_latest_without_their_words(with_roster: Run) -> None:
    now, topic = SystemClock().now(), Topic(TopicKind.DESK_COPY, {"code": "BC-2611-007"})

    def lose(db: Database) -> None:
        for number in range(8):
            body = {"runs": [["", "chim hoàng yến"]]}
            key, place = f"lost {number}", ("telegram", "101", None)
            outbox.put(db, Envelope(key, *place, Lane.BULK, "send", body, topic=topic), now)
            outbox.end(db, number + 1, OutboxState.FAILED, now - timedelta(days=number), error="too long")

    write(lose)

    said = with_roster("doctor")

    assert "Chưa gửi được trong 7 ngày: 7 tin" in said.out
    assert said.out.count("bản sao báo cáo BC-2611-007") == 5
    assert "chim hoàng yến" not in said.out
    assert "too long" not in said.out


def test_migrating_twice_says_so(run: Run) -> None:
    first, second = run("migrate"), run("migrate")

    assert (first.status, second.status) == (0, 0)
    assert "m001_first" in first.out
    assert "m001_first" not in second.out


def test_what_was_set_aside_is_put_back_one_by_one_or_all(with_roster: Run) -> None:
    arrivals = [Arrival(str(n), "hash", "101", "{}") for n in range(3)]
    write(lambda db: inbox.take_in(db, "telegram", arrivals, START))
    for number in (1, 2, 3):
        write(lambda db, seq=number: inbox.quarantine(db, seq, f"SC-261116-0{seq}", START))

    one, unknown, rest = with_roster("replay", "2"), with_roster("replay", "99"), with_roster("replay")

    assert one.status == 0
    assert "SC-261116-02" in one.out
    assert (unknown.status, unknown.err != "") == (1, True)
    assert rest.status == 0
    assert "SC-261116-02" not in rest.out
    assert in_base("SELECT count(*) FROM inbox WHERE state = 'new'") == 3


# the state of the data


def long_chain(db: Database) -> None:
    """Make the audit a large part of the file."""
    for number in range(300):
        ledgers.append_audit(db, START, "operator", "verb", f"o{number}")


@pytest.mark.parametrize(
    "verb", ["doctor", "audit verify", "digest --period 2026-11 --out .", "replay", "invite --all"]
)
def test_an_empty_place_is_made_ready_by_any_verb_for_its_owner_only(run: Run, verb: str) -> None:
    said = run(*verb.split())

    assert said.status == 0, said.err
    assert stat.S_IMODE(Path("data").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in Path("data").iterdir()} == {0o600}


@pytest.mark.parametrize("damage", [overwrite_a_page, truncate, replace_by_text])
@pytest.mark.parametrize("verb", ["audit verify", "migrate", "invite --all", "digest --period 2026-11 --out ."])
def test_a_damaged_base_is_an_error_in_a_sentence(with_roster: Run, damage: Callable[[Path], None], verb: str) -> None:
    write(long_chain)
    damage(BASE)

    said = with_roster(*verb.split())

    if verb.startswith("digest") and said.status == 0:
        return  # what a digest reads was not on the damaged page
    assert said.status == 1
    assert "data/bot.db" in said.err
    assert "sao lưu" in said.err


@pytest.mark.parametrize("damage", [overwrite_a_page, truncate, replace_by_text])
def test_doctor_says_of_a_damaged_base_that_it_is_damaged(with_roster: Run, damage: Callable[[Path], None]) -> None:
    write(long_chain)
    damage(BASE)

    said = with_roster("doctor")

    assert said.status == 1
    assert "sao lưu" in said.out + said.err


@pytest.mark.parametrize("verb", ["doctor", "audit verify", "digest --period 2026-11 --out ."])
def test_a_base_left_half_made_is_not_read(run: Run, verb: str) -> None:
    Path("data").mkdir()
    BASE.touch()

    said = run(*verb.split())

    assert (said.status, said.out) == (1, "")
    assert "main.py migrate" in said.err


@pytest.mark.parametrize("verb", ["doctor", "audit verify", "digest --period 2026-11 --out .", "replay", "migrate"])
def test_a_base_of_a_newer_program_is_not_touched(with_roster: Run, verb: str) -> None:
    with sqlite3.connect(BASE) as connection:
        connection.execute("INSERT INTO _sqlite_migrations VALUES (99, 'bot', 'm999_later', '2030-01-01')")
    connection.close()

    said = with_roster(*verb.split())

    assert said.status == 1
    assert "data/bot.db" in said.err


@pytest.mark.parametrize("verb", ["import-roster roster.csv", "invite --all", "replay", "migrate"])
def test_a_verb_that_writes_is_refused_while_the_program_runs(with_roster: Run, verb: str) -> None:
    with exclusive(Path("data")):
        said = with_roster(*verb.split())

    assert (said.status, said.out) == (1, "")
    assert "data" in said.err


@pytest.mark.parametrize("verb", ["audit verify", "digest --period 2026-11 --out .", "doctor"])
def test_a_verb_that_reads_works_beside_the_program(with_roster: Run, verb: str) -> None:
    with exclusive(Path("data")):
        said = with_roster(*verb.split())

    assert said.status == 0


# run


def test_run_without_a_token_says_what_to_do(run: Run) -> None:
    said = run("run")

    assert said.status == 1
    assert "BOT_TOKEN" in said.err
    assert "--sandbox" in said.err
    assert not Path("data").exists()


def test_run_without_a_roster_says_what_to_do(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)

    said = run("run")

    assert said.status == 1
    assert "import-roster" in said.err
    assert in_base("SELECT count(*) FROM meta WHERE name = 'kind'") == 0


def test_the_demonstration_is_never_run_live(demonstration: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)

    said = demonstration("run")

    assert said.status == 1
    assert "data" in said.err
    assert in_base("SELECT count(*) FROM meta WHERE name = 'kind' AND value = 'sandbox'") == 1


def test_real_data_is_never_run_in_the_sandbox_and_keeps_its_own_time(with_roster: Run) -> None:
    write(lambda db: ledgers.put_fact(db, "kind", "live"))
    before = {file.name for file in Path("data").iterdir()}

    said = with_roster("run", "--sandbox")

    assert said.status == 1
    assert "data" in said.err
    assert {file.name for file in Path("data").iterdir()} == before
    assert not isinstance(opening.clock_of(Path("data")), SandboxClock)


def test_a_second_program_on_the_same_data_is_refused(with_roster: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)

    with exclusive(Path("data")):
        said = with_roster("run")

    assert said.status == 1
    assert "data" in said.err


# settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "not-a-token-c4n4ry"),
        ("BOT_API_BASE", "ftp://example.vn"),
        ("BOT_USERNAME", "tên bot"),
        ("PROXY_URL", "socks9://user:c4n4ry@proxy"),
        ("LOG_LEVEL", "LOUD"),
        ("SENDERS", "0"),
        ("PROFILE", "khong-co"),
    ],
)
def test_a_wrong_setting_names_itself_and_keeps_its_secret(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    said = run("doctor")

    assert (said.status, said.out) == (1, "")
    assert (name in said.err) or (name == "PROFILE" and "vpcp-2023" in said.err)
    assert "c4n4ry" not in said.err


def test_a_place_that_cannot_be_written_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "roster.csv/data")

    said = run("migrate")

    assert said.status == 1
    assert "roster.csv/data" in said.err


# as a process


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["migrate"], 0),
        (["import-roster", "missing.csv"], 1),
        ([], 2),
        (["dance"], 2),
        (["invite"], 2),
        (["invite", "--all", "--person", "AN"], 2),
        (["digest", "--period", "2026-11"], 2),
        (["replay", "two"], 2),
    ],
)
def test_the_exit_status_tells_success_from_failure_and_from_misuse(
    here: Path, arguments: list[str], status: int
) -> None:
    said = in_a_shell(arguments, here)

    assert said.status == status
    assert bool(said.err) == (status != 0)
    assert "Traceback" not in said.err
    if status == 1:
        assert len(said.err.splitlines()) == 1


def test_an_error_can_be_printed_on_a_terminal_without_utf_8(here: Path) -> None:
    said = in_a_shell(["import-roster", "missing.csv"], here, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert said.status == 1
    assert "missing.csv" in said.err
    assert "Traceback" not in said.err


def test_output_can_be_printed_where_there_is_no_utf_8(here: Path) -> None:
    said = in_a_shell(["migrate"], here, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert said.status == 0, said.err


def test_times_are_viet_nams_wherever_the_operator_sits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "clock_of", lambda _directory: FixedClock(START))
    monkeypatch.setenv("TZ", "America/New_York")
    run("import-roster", "roster.csv")

    (row,) = table(run("invite", "--person", "AN").out)

    assert row["expires_at"] == "2026-11-19T08:15+07:00"
