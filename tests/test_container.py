"""The container: the program alone, run by nobody in particular, on a file system that it cannot change."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.guards.tree import ROOT

DOCKERFILE, COMPOSE = "deploy/Dockerfile", "deploy/compose.yaml"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    """Return the instructions for a word: of the whole file, lines joined."""
    joined = re.sub(r"\\\n\s*", "", text(DOCKERFILE))
    return [line.partition(" ")[2] for line in joined.splitlines() if line.startswith(f"{name} ")]


def sent() -> list[str]:
    """Return the patterns of what goes to the builder; before them everything is left out."""
    lines = [line for line in text(".dockerignore").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    return lines[1:]


def test_it_is_built_from_named_versions() -> None:
    images = [line.split()[0] for line in instructions("FROM")]

    assert len(set(images)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", images[0])
    oldest = tomllib.loads(text("pyproject.toml"))["project"]["requires-python"]
    assert int(images[0].partition(".")[2].partition("-")[0]) >= int(oldest.partition(".")[2])


def test_it_holds_the_base_lock_and_the_program_and_nothing_else() -> None:
    copied = [word for line in instructions("COPY") for word in line.split()[:-1] if not line.startswith("--from")]

    assert "--require-hashes" in "".join(instructions("RUN"))
    assert sorted(copied) == sorted(pattern.removeprefix("!") for pattern in sent() if pattern.startswith("!"))
    assert [name for name in copied if name.endswith(".lock")] == ["requirements/base.lock"]
    assert "bot/sandbox" in sent()
    assert instructions("ADD") == []


def test_what_the_program_imports_at_its_start_is_in_it() -> None:
    copied = {word for line in instructions("COPY") for word in line.split()}

    for name in ("main.py", "pyproject.toml", "bot", "handlers", "storage", "locales"):
        assert name in copied


def test_it_runs_as_nobody_in_particular_and_tells_how_it_is() -> None:
    (user,) = instructions("USER")
    after = text(DOCKERFILE).partition(f"USER {user}")[2]

    assert user.partition(":")[0] not in ("root", "0")
    assert "RUN" not in after
    assert len(instructions("HEALTHCHECK")) == 1
    assert "--uid 10001" in text(DOCKERFILE)
    assert 'user: "10001:10001"' in text(COMPOSE)


@pytest.mark.parametrize("name", [DOCKERFILE, COMPOSE])
def test_no_secret_stands_in_it_and_no_version_is_left_open(name: str) -> None:
    assert re.findall(r"TOKEN|PASSWORD|KEY=|\d{5,}:[\w-]{20,}", text(name)) == []
    assert ":latest" not in text(name)
    assert re.findall(r"^\s*image: [^:\n]+$", text(name), re.MULTILINE) == []


CLOSED = [
    "read_only: true",
    "- /tmp",
    "- data:/data",
    "- ALL",
    "- no-new-privileges:true",
    "ENV_FILE: /run/secrets/settings",
    "dockerfile: deploy/Dockerfile",
    "init: true",
]


@pytest.mark.parametrize("line", CLOSED)
def test_its_file_system_is_closed_but_for_its_data(line: str) -> None:
    assert line in [found.strip() for found in text(COMPOSE).splitlines()]
    assert "privileged" not in text(COMPOSE).replace("no-new-privileges", "")
    assert "ports:" not in text(COMPOSE)


def test_its_version_is_the_programs() -> None:
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]

    assert f"image: to-cong-tac-tthc:{version}" in text(COMPOSE)


def test_its_health_is_that_of_the_lock_that_the_program_holds(tmp_path: Path) -> None:
    (check,) = instructions("HEALTHCHECK")
    command = re.search(r'"sh", "-c", "(.+)"\]', check)
    assert command is not None
    asked = ["sh", "-c", command[1].replace("/data/", f"{tmp_path}/")]
    lock = tmp_path / "bot.lock"

    assert subprocess.run(asked, check=False).returncode == 1
    with subprocess.Popen(["flock", lock, "sh", "-c", "echo held; read _"], stdin=-1, stdout=-1, text=True) as held:
        assert held.stdout is not None
        held.stdout.readline()
        assert subprocess.run(asked, check=False).returncode == 0
        held.communicate("\n")
