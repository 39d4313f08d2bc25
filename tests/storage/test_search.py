"""The index of what was sent: kept in the transaction of what it indexes, read for live versions alone."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from bot.domain.reports import Quarterly
from bot.domain.searching import FoundKind, Hit, read_query
from storage import people, reports, search
from storage.backup import make_backup, restore
from storage.database import attempt, migrate, open_for_reading, open_for_writing
from storage.lock import exclusive
from storage.migrations import MIGRATIONS
from storage.search import Scope
from tests.storage.test_versions import CODE, add, difficulty, report, withdraw
from tests.world import START, World

ALL = Scope(None, senders=True, persons=True, today=START.date())


def found(db: Database, query: str, scope: Scope = ALL) -> list[Hit]:
    """Return the hits that have every word of a query."""
    asked = read_query(query)
    every = (1 << len(asked.words)) - 1
    return [hit for hit in search.hits(db, asked.terms, {}, scope) if hit.matched & every == every]


def test_a_difficulty_is_found_by_every_text_of_it_as_soon_as_it_is_stored(still_world: World) -> None:
    stored = add(still_world, report(still_world, difficulty(1, "Nộp lại trích lục")))

    (hit,) = found(still_world.read, "trich luc kien nghi")
    assert (hit.kind, hit.id) == (FoundKind.DIFFICULTY, stored.difficulties[0].id)


def test_what_is_undone_is_not_found_and_what_was_stored_before_it_is(still_world: World) -> None:
    kept, undone = report(still_world, difficulty(1, "Giữ lại")), report(still_world, difficulty(2, "Bỏ đi"), seat=1)

    before: list[Hit] = []

    def work(db: Database) -> None:
        reports.add_version(db, kept)
        attempt(db, lambda: fails(db))

    def fails(db: Database) -> None:
        reports.add_version(db, replace(undone, code="BC-2611-002"))
        before.extend(found(db, "bo di"))
        raise ZeroDivisionError

    still_world.write_now(work)

    assert len(before) == 1
    assert len(found(still_world.read, "giu lai")) == 1
    assert found(still_world.read, "bo di") == []


def test_a_version_that_was_superseded_is_not_found_any_more(still_world: World) -> None:
    add(still_world, report(still_world, difficulty(1, "Câu cũ"), difficulty(2, "Câu thứ hai")))
    newer = add(still_world, report(still_world, difficulty(1, "Câu mới"), at=START + timedelta(hours=1)))

    assert found(still_world.read, "cau cu") == []
    assert found(still_world.read, "cau thu hai") == []
    assert [hit.id for hit in found(still_world.read, "cau moi")] == [newer.difficulties[0].id]
    assert [hit.id for hit in found(still_world.read, "hiep hoi a") if hit.kind is FoundKind.REPORT] == [newer.id]


def test_a_report_that_was_withdrawn_is_not_found_any_more(still_world: World) -> None:
    add(still_world, report(still_world, difficulty(1, "Nội dung đã rút")))

    withdraw(still_world, CODE)

    assert found(still_world.read, "noi dung da rut") == []
    assert found(still_world.read, "hiep hoi a") == []


def test_the_free_paragraph_of_a_report_is_found(still_world: World) -> None:
    stored = add(still_world, replace(report(still_world), quarterly=Quarterly((), "Tập huấn trực tuyến")))

    (hit,) = found(still_world.read, "tap huan")
    assert (hit.kind, hit.id) == (FoundKind.REPORT, stored.id)


def test_only_what_is_of_the_seats_is_found(still_world: World) -> None:
    add(still_world, report(still_world, difficulty(1)))
    a, b = (seat.id for seat in people.seats_of_body(still_world.read, "hoi_dong_tu_van"))
    of = [Scope([seat], senders=False, persons=False, today=START.date()) for seat in (a, b)]

    assert len(found(still_world.read, "noi dung", of[0])) == 1
    assert found(still_world.read, "noi dung", of[1]) == []
    assert found(still_world.read, "hiep hoi a", of[1]) == []
    assert found(still_world.read, "nguyen van an", of[0]) == []
    assert found(still_world.read, "noi dung", Scope([], senders=False, persons=False, today=START.date())) == []


def test_an_organisation_is_found_by_its_new_name_at_once(still_world: World) -> None:
    stored = add(still_world, report(still_world, difficulty(1)))

    still_world.import_roster(
        "person_code,full_name,title,address,language,phone,role,body,seat_code,organisation\n"
        "AN,Nguyễn Văn An,,ong,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Liên minh Hợp tác xã\n"
    )

    assert [hit.id for hit in found(still_world.read, "lien minh hop tac xa")] == [stored.id]
    assert [hit for hit in found(still_world.read, "hiep hoi a") if hit.kind is FoundKind.REPORT] == []


def test_persons_are_those_who_hold_a_duty_today(still_world: World) -> None:
    still_world.write_now(lambda db: db.conn.execute("UPDATE duties SET valid_to = '2026-11-16' WHERE id = 1"))

    assert found(still_world.read, "nguyen van an") == []
    assert [hit.kind for hit in found(still_world.read, "pham thu chi")] == [FoundKind.PERSON]


def test_what_is_restored_from_a_backup_is_found(still_world: World, tmp_path: Path) -> None:
    add(still_world, report(still_world, difficulty(1, "Nộp lại trích lục")))
    made = make_backup(still_world.path / "bot.db", tmp_path / "backups", START)
    (tmp_path / "again").mkdir()

    with exclusive(tmp_path / "again"):
        restore(made.path, tmp_path / "again" / "bot.db")

    with closing(open_for_reading(tmp_path / "again" / "bot.db")) as db:
        assert len(found(db, "trich luc")) == 1


def test_what_an_older_base_holds_is_found(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    older = open_for_writing(path)
    MIGRATIONS.apply(older, stop_before="m013_search")
    for statement in (
        "INSERT INTO persons VALUES (1, 'AN', 'Nguyễn Văn An', '', '', 'vi', '', NULL)",
        "INSERT INTO seats VALUES (1, 'HIEPHOIA', 'hoi_dong_tu_van', 'Hiệp hội A', 1, '2020-01-01', NULL)",
        """INSERT INTO reports (id, code, version, seat, kind, period, nil, by_person, via, sent_at, opinion) VALUES
           (1, 'BC-2611-001', 1, 1, 'periodic', '2026-11', 0, 1, 'self', '2026-11-16T01:15:00.000000Z', 'Ý kiến')""",
        """INSERT INTO difficulties
           (id, code, report, position, field, procedure, content, legal, proposal, agency, folded) VALUES
           (7, 'VM-2611-001', 1, 1, 'dat_dai', '', 'Nộp lại trích lục', 'Luật Đất đai', 'Bãi bỏ', 'Sở Y tế', 'cũ')""",
    ):
        older.conn.execute(statement)
    older.close()

    migrate(path)

    with closing(open_for_reading(path)) as db:
        hits = found(db, "trich luc luat dat dai bai bo so y te")
        opinions = found(db, "y kien")
        stale = found(db, "cu")
    sent_at = datetime(2026, 11, 16, 1, 15, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert [(hit.kind, hit.id, hit.at) for hit in hits] == [(FoundKind.DIFFICULTY, 7, sent_at)]
    assert [hit.kind for hit in opinions] == [FoundKind.REPORT]
    assert stale == []


def test_what_was_looked_for_is_forgotten_after_its_time(still_world: World) -> None:
    still_world.link("AN")

    def work(db: Database) -> int:
        search.put_query(db, 1, "đất đai", START)
        search.put_query(db, 1, "thuế", START + timedelta(hours=1))
        return search.purge_queries(db, START + timedelta(minutes=30))

    assert still_world.write_now(work) == 0
    assert search.query_of(still_world.read, 1) == "thuế"
    assert still_world.write_now(lambda db: search.purge_queries(db, START + timedelta(hours=2))) == 1
    assert search.query_of(still_world.read, 1) is None
