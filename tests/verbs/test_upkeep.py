"""The verbs of upkeep, and what every verb makes of the state of the data."""

from __future__ import annotations

import re
import sqlite3
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.clock import SystemClock
from bot.domain.operations import Lane, Topic, TopicKind
from bot.domain.people import Caller
from storage import inbox, ledgers, outbox, people, reach
from storage.inbox import Arrival
from storage.ledgers import TickFailure
from storage.lock import exclusive
from storage.outbox import Envelope, OutboxState
from tests.storage.test_migrations import overwrite_a_page, replace_by_text, truncate
from tests.verbs.conftest import Run
from tests.verbs.data_directory import BASE, TOKEN, in_base, write
from tests.world import ROSTER, START

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
    assert "việc gửi tin nhắc trong ngày chưa thực hiện được 5 lần (SC-261116-01)" in said.out
    assert "of another version chưa thực hiện được 1 lần; lần thử tiếp theo" in said.out
    assert "0 mục sẽ gửi lại" in said.out


def test_doctor_says_who_is_out_of_reach_and_what_they_miss(with_roster: Run) -> None:
    def miss(db: Database) -> None:
        chi = people.person_by_code(db, "CHI")
        assert chi is not None
        account = people.link_account(db, Caller("telegram", "104", "104"), chi.id, START)
        lost = Topic(TopicKind.DESK_COPY, {"code": "BC-2611-001"})
        outbox.put(db, outbox.Envelope("lost", "telegram", "104", account, Lane.BULK, "send", {}, topic=lost), START)
        reach.set_unreachable(db, account, START)
        outbox.cancel_for(db, account, START)

    write(miss)

    assert "Phạm Thu Chi không nhận được tin từ 08:15 ngày 16/11/2026: 01 tin" in with_roster("doctor").out


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


@pytest.mark.parametrize("verb", ["replay", "invite --all", "migrate"])
def test_an_empty_place_is_made_ready_by_a_verb_that_writes_for_its_owner_only(run: Run, verb: str) -> None:
    said = run(*verb.split())

    assert said.status == 0, said.err
    assert stat.S_IMODE(Path("data").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in Path("data").iterdir()} == {0o600}


@pytest.mark.parametrize("verb", ["doctor", "audit verify", "digest --period 2026-11 --out .", "backup"])
@pytest.mark.parametrize("place", ["nowhere", "empty", "roster.csv", "roster.csv/data"])
def test_a_verb_that_reads_makes_nothing_where_there_are_no_data(
    run: Run, monkeypatch: pytest.MonkeyPatch, verb: str, place: str
) -> None:
    Path("empty").mkdir()
    monkeypatch.setenv("DATA_DIR", place)
    before = sorted(Path().rglob("*"))

    said = run(*verb.split())

    assert said.status == 1
    assert place in said.out + said.err
    assert "DATA_DIR" in said.out + said.err
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize("verb", ["doctor", "audit verify", "digest --period 2026-11 --out ."])
def test_a_verb_that_reads_makes_no_key(with_roster: Run, verb: str) -> None:
    Path("data/secret.key").unlink()

    said = with_roster(*verb.split())

    assert said.status == (1 if verb == "doctor" else 0)
    assert not Path("data/secret.key").exists()


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

    assert said.status == 1
    assert "main.py migrate" in said.out + said.err


@pytest.mark.parametrize("verb", ["doctor", "audit verify", "digest --period 2026-11 --out .", "replay", "migrate"])
def test_a_base_of_a_newer_program_is_not_touched(with_roster: Run, verb: str) -> None:
    with sqlite3.connect(BASE) as connection:
        connection.execute("INSERT INTO _sqlite_migrations VALUES (99, 'bot', 'm999_later', '2030-01-01')")
    connection.close()

    said = with_roster(*verb.split())

    assert said.status == 1
    assert "data/bot.db" in said.out + said.err


@pytest.mark.parametrize("verb", ["import-roster --yes roster.csv", "invite --all", "replay", "migrate"])
def test_a_verb_that_writes_is_refused_while_another_holds_the_data(with_roster: Run, verb: str) -> None:
    Path("roster.csv").write_text(ROSTER.replace("Phó Chủ tịch", "Chủ tịch"), encoding="utf-8")

    with exclusive(Path("data")):
        said = with_roster(*verb.split())

    assert said.status == 1
    assert "data" in said.err


@pytest.mark.parametrize("verb", ["audit verify", "digest --period 2026-11 --out .", "doctor"])
def test_a_verb_that_reads_works_beside_the_program(with_roster: Run, verb: str) -> None:
    with exclusive(Path("data")):
        said = with_roster(*verb.split())

    assert said.status == 0
