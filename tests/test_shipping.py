"""What is shipped: the base lock alone, under licences that bind nobody, and nothing half installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from scripts import licences
from tests.guards.tree import ROOT

LOCKS = ROOT / "requirements"


def extra(name: str) -> set[str]:
    """Return the packages of an extra of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[<>=\[]", named)[0] for named in project["optional-dependencies"][name]}


# licences


def test_everything_that_is_shipped_names_a_licence_that_binds_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    status = licences.main([])

    listed = capsys.readouterr().out.splitlines()
    assert status == 0, listed
    assert len(listed) == len(licences.locked(licences.BASE)) > 30


def test_what_is_not_shipped_would_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    status = licences.main([str(LOCKS / "sandbox.lock")])

    assert status == 1
    assert "python-telegram-bot" in next(line for line in capsys.readouterr().out.splitlines() if "(copyleft)" in line)


BINDING = [
    "LGPL-3.0-only",
    "GNU General Public License v3 (GPLv3)",
    "GNU Lesser General Public License v2 or later (LGPLv2+)",
    "AGPL-3.0-or-later",
    "MIT OR GPL-2.0",
]


@pytest.mark.parametrize("name", BINDING)
def test_a_licence_that_binds_is_known_by_any_of_its_names(name: str) -> None:
    assert licences.is_copyleft(name)


@pytest.mark.parametrize("name", ["MIT", "Apache-2.0 AND MIT", "Mozilla Public License 2.0 (MPL 2.0)", "PSF-2.0"])
def test_a_licence_that_does_not_is_let_pass(name: str) -> None:
    assert not licences.is_copyleft(name)


def test_the_base_lock_holds_nothing_of_the_sandbox_or_of_the_development() -> None:
    base = set(licences.locked(licences.BASE))

    assert base & (extra("sandbox") | extra("dev")) == set()
    assert base < set(licences.locked(LOCKS / "sandbox.lock"))


def test_what_is_told_of_running_on_telegram_installs_the_base_lock_alone() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Chạy trên Telegram")[2].partition("## ")[0]
    manual = (ROOT / "docs" / "van-hanh.md").read_text(encoding="utf-8")

    for page in (readme, manual):
        assert set(re.findall(r"-r \S*requirements/(\w+)\.lock", page)) == {"base"}


# make run


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone in which nothing was done yet."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(LOCKS, tmp_path / "requirements")
    return tmp_path


def make(clone: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments], cwd=clone, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", **environment},
    )  # fmt: skip


LIVE = ["BOT_TOKEN=1:a", " export BOT_TOKEN = '1:a'", 'BOT_TOKEN="1:a"', "SENDERS=8\nBOT_TOKEN=1:a"]
ON_TRIAL = ["", "BOT_TOKEN=", "#BOT_TOKEN=1:a", "BOT_TOKEN=''", "BOT_TOKEN= # none yet", "MY_BOT_TOKEN=1:a"]


@pytest.mark.parametrize("settings", LIVE)
def test_with_a_token_make_run_installs_the_base_lock_and_runs_on_telegram(clone: Path, settings: str) -> None:
    (clone / ".env").write_text(settings)

    told = make(clone, "-n", "run").stdout

    assert "requirements/base.lock" in told
    assert "requirements/sandbox.lock" not in told
    assert told.splitlines()[-1].split() == ["exec", ".venv/bin/python", "main.py", "run"]


@pytest.mark.parametrize("settings", ON_TRIAL)
def test_without_one_it_installs_the_sandbox_and_runs_that(clone: Path, settings: str) -> None:
    (clone / ".env").write_text(settings)

    told = make(clone, "-n", "run", "PORT=0").stdout

    assert "requirements/sandbox.lock" in told
    assert told.splitlines()[-1].split()[-4:] == ["run", "--sandbox", "--port", "0"]


def test_the_token_may_also_stand_in_the_environment_or_in_another_file(clone: Path) -> None:
    (clone / "service.env").write_text("BOT_TOKEN=1:a")

    assert "base.lock" in make(clone, "-n", "run", BOT_TOKEN="1:a").stdout
    assert "base.lock" in make(clone, "-n", "run", ENV_FILE="service.env").stdout
    assert "sandbox.lock" in make(clone, "-n", "run").stdout


PYTHON = """#!/bin/sh
# Stands for python3: what it installs is a line in .venv/installed; it is cut off where `cut` says so.
case "$*" in
  "-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python;;
  "-m pip"*) echo half >> .venv/installed; if test -e cut; then kill -9 $PPID $$; fi; echo whole >> .venv/installed;;
esac
"""


@pytest.mark.parametrize("cuts", [1, 3])
def test_an_installation_that_was_cut_off_is_begun_anew_by_the_next_one(clone: Path, cuts: int) -> None:
    (clone / "bin").mkdir()
    (clone / "bin" / "python3").write_text(PYTHON)
    (clone / "bin" / "python3").chmod(0o755)
    path = f"{clone}/bin:/usr/bin:/bin"
    (clone / "cut").touch()
    cut_off = [make(clone, ".venv/base.stamp", PATH=path).returncode for _ in range(cuts)]
    assert (clone / ".venv" / "installed").read_text().split() == ["half"]
    (clone / "cut").unlink()

    whole = make(clone, ".venv/base.stamp", PATH=path)

    assert 0 not in cut_off
    assert whole.returncode == 0, whole.stderr
    assert (clone / ".venv" / "installed").read_text().split() == ["half", "whole"]
    assert make(clone, ".venv/base.stamp", PATH=path).stdout.strip().endswith("is up to date.")
