"""Another user than the owner of the data, root included: refused before it leaves what the service cannot read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.verbs.conftest import Run
from tests.world import ROSTER

_SERVICE = 4711


@pytest.fixture
def another(with_roster: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run verbs as another user than the one the data belong to: as root, if root runs the tests."""
    if os.geteuid() == 0:
        for path in (Path("data"), *Path("data").rglob("*")):
            os.chown(path, _SERVICE, _SERVICE)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
    return with_roster


def _files() -> dict[str, tuple[int, int]]:
    """Return whose the files are and how large; those that SQLite lays beside a base that is read go by their owner."""
    found = [path for path in sorted(Path("data").rglob("*")) if not path.name.endswith(("-shm", "-wal"))]
    return {str(path): (path.stat().st_uid, path.stat().st_size) for path in found}


def _owners() -> set[int]:
    return {path.stat().st_uid for path in Path("data").rglob("*")}


@pytest.mark.parametrize(
    "verb", ["import-roster more.csv --yes", "invite --all", "replay", "migrate", "backup", "restore data/bot.db"]
)
def test_a_verb_that_writes_is_refused_with_the_way_to_run_it(another: Run, verb: str) -> None:
    before, owner = _files(), Path("data").stat().st_uid
    Path("more.csv").write_text(f"{ROSTER}MAI,Vũ Thị Mai,,ba,vi,,secretariat,,,\n", encoding="utf-8")

    said = another(*verb.split())

    assert said.status == 1
    assert "sudo -u " in said.err
    assert (f"#{_SERVICE}" in said.err) == (owner == _SERVICE)
    assert _files() == before
    assert _owners() == {owner}


@pytest.mark.parametrize("verb", ["audit verify", "digest --period 2026-11 --out paper", "doctor"])
def test_a_verb_that_reads_says_whose_the_data_are_and_leaves_no_file_of_its_own(another: Run, verb: str) -> None:
    owner = Path("data").stat().st_uid

    said = another(*verb.split())

    assert "sudo -u " in said.out + said.err
    assert "DATA_DIR=" in said.out + said.err
    assert _owners() == {owner}


def test_a_backup_for_elsewhere_is_made_by_anybody_who_may_read(another: Run) -> None:
    said = another("backup", "--out", "elsewhere")

    assert said.status == 0
    assert list(Path("elsewhere").glob("bot-*.db"))
    assert _owners() == {Path("data").stat().st_uid}


def test_root_does_not_begin_the_data_of_a_directory_that_was_laid_out_for_the_service(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("data").mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown("data", _SERVICE, _SERVICE)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 0)

    said = run("import-roster", "roster.csv", "--yes")

    assert said.status == 1
    assert list(Path("data").iterdir()) == []


def test_a_service_may_use_a_volume_that_root_lends_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("data").mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: _SERVICE)

    assert run("migrate").status == 0
