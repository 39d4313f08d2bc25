"""Files that nothing needs any more are found without a look at all the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from storage import files
from storage.database import migrate, open_for_writing
from storage.files import StoredFile
from tests.world import START

HASHES = ("a", "b", "c")
_LOOKED_AT_ALL = """
SELECT sha256 FROM files WHERE NOT EXISTS (SELECT 1 FROM kept_files k WHERE k.sha256 = files.sha256)
    AND NOT EXISTS (SELECT 1 FROM requests r WHERE r.file = files.sha256 AND r.ended_at IS NULL)
"""
ACTS = {
    "come": "INSERT OR IGNORE INTO files (sha256, path, size, mime, stored_at) VALUES (:hash, :hash, 1, '', '')",
    "keep": "INSERT INTO kept_files (sha256, received_at) SELECT sha256, '' FROM files WHERE sha256 = :hash",
    "let go": "UPDATE kept_files SET sha256 = NULL WHERE sha256 = :hash",
    "delete": "DELETE FROM kept_files WHERE id = (SELECT max(id) FROM kept_files WHERE sha256 = :hash)",
    "ask": """INSERT INTO requests (kind, body, file, by_person, made_at, expires_at)
              SELECT 'roster', '', sha256, 1, '', '' FROM files WHERE sha256 = :hash""",
    "end": "UPDATE requests SET ended_at = '' WHERE file = :hash",
    "forget": "DELETE FROM requests WHERE file = :hash",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("files") / "bot.db"
    migrate(path)
    with closing(open_for_writing(path)) as db:
        db.conn.execute("PRAGMA foreign_keys=OFF")  # whoever asked is nobody here
        db.conn.execute("PRAGMA synchronous=OFF")
        yield db


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from([*ACTS, "look"]), st.sampled_from(HASHES)), max_size=20))
def test_whatever_becomes_of_files_those_that_nothing_needs_are_found(
    base: Database, acts: list[tuple[str, str]]
) -> None:
    base.conn.execute("BEGIN")
    try:
        for act, sha256 in acts:
            files.hold(base) if act == "look" else base.conn.execute(ACTS[act], {"hash": sha256})
            wanted = {row["sha256"] for row in base.conn.execute(_LOOKED_AT_ALL)}
            assert {file.sha256 for file in files.unwanted(base)} == wanted
    finally:
        base.conn.execute("ROLLBACK")


def test_a_file_that_is_needed_is_looked_at_once(base: Database) -> None:
    base.conn.execute("BEGIN")
    try:
        files.put_file(base, StoredFile("d", "d", 1, ""), START)
        base.conn.execute(ACTS["keep"], {"hash": "d"})

        before = files.any_held(base)
        files.hold(base)

        assert (before, files.any_held(base)) == (True, False)
        assert base.conn.execute("SELECT count(*) FROM files WHERE loose = 1").fetchone()[0] == 0
    finally:
        base.conn.execute("ROLLBACK")
