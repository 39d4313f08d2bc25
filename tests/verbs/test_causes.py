"""What a setting, a file, a right, a full disk or a missing package causes is a sentence, never a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.guards.tree import ROOT
from tests.unprivileged import unprivileged
from tests.verbs.conftest import Said
from tests.verbs.data_directory import TOKEN
from tests.world import ROSTER

PROGRAM = (sys.executable, str(ROOT / "main.py"))
SECRET = "c4n4ry"
# `doctor` says what it finds where it says everything: `docs/doctor.md` has the states.
READING = ("backup", "audit verify")
VERBS = (*READING, "replay", "migrate", "invite --all", "import-roster roster.csv --yes", "run")


def shell(directory: Path, *arguments: str, before: tuple[str, ...] = (), **environment: str) -> Said:
    """Run a verb as a user for whom rights count; nothing but `environment` is set.

    No bytecode is kept: under a limit of the size of files it would be cut off, and be there for whoever comes next.
    """
    found = subprocess.run(
        unprivileged([*before, *PROGRAM, *arguments]),
        cwd=directory,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", **environment},
        check=False,
    )
    return Said(found.returncode, found.stdout, found.stderr)


def refused(said: Said, *parts: str) -> None:
    """Fail unless a verb ended with one sentence that holds these parts and no secret."""
    assert said.status == 1, said
    assert len(said.err.splitlines()) == 1, said.err
    assert "Traceback" not in said.err + said.out
    assert SECRET not in said.err + said.out
    for part in parts:
        assert part in said.err


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working directory with data in `var/live`, made once: a command takes seconds."""
    place = tmp_path_factory.mktemp("office")
    (place / "roster.csv").write_text(ROSTER, encoding="utf-8")
    assert shell(place, "import-roster", "roster.csv", "--yes").status == 0
    return place


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Path:
    """A working directory with data in `var/live`, and a roster that has somebody more."""
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    (tmp_path / "roster.csv").write_text(f"{ROSTER}MAI,Vũ Thị Mai,,ba,vi,,secretariat,,,\n", encoding="utf-8")
    return tmp_path


# settings

PROXIES = [
    f"https://user:{SECRET}@proxy:3128",
    "http://proxy",
    "http://proxy:",
    "http://proxy:port",
    f"http://user:{SECRET}@proxy:31x8",
    f"http://user:{SECRET}@@proxy",
    f"http://user:p@{SECRET}:proxy",
    f"user:{SECRET}:proxy:3128",
    "http://::1:3128",
    "socks5://fe80::1:1080",
    "http://[::1:3128",
    "http://",
    " ",
    "http://pro xy:3128",
    "http://pro..xy:3128",
    "http://proxy:3128/path",
]


@pytest.mark.parametrize("address", PROXIES)
def test_a_proxy_in_a_form_that_cannot_be_used_is_refused_by_name(tmp_path: Path, address: str) -> None:
    said = shell(tmp_path, "run", PROXY_URL=address, BOT_TOKEN=TOKEN)

    refused(said, "PROXY_URL", "http://host:port")
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    "address", ["http://user:p@ss@proxy:3128", "http://[::1]:3128", "socks5://máy-chủ.vn:1080", ""]
)
def test_a_proxy_that_only_looks_wrong_is_taken(tmp_path: Path, address: str) -> None:
    said = shell(tmp_path, "run", PROXY_URL=address, BOT_TOKEN=TOKEN)

    refused(said, "import-roster")


WRONG = {"LOG_LEVEL": "LOUD", "SENDERS": "eight", "BOT_TOKEN": f"1234:{SECRET}", "BOT_API_BASE": "localhost:8081",
         "BOT_USERNAME": "ten bot"}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_refused_by_name(tmp_path: Path, name: str) -> None:
    refused(shell(tmp_path, "doctor", before=(), **{name: WRONG[name]}), name)


# the file of settings


def unreadable(file: Path) -> None:
    file.write_text(f"BOT_TOKEN={TOKEN}")
    file.chmod(0)


FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a directory": (lambda file: file.mkdir(), "Không đọc được tệp cấu hình .env"),
    "closed to this user": (unreadable, "Không đọc được tệp cấu hình .env"),
    "a link to itself": (lambda file: file.symlink_to(file), "Không đọc được tệp cấu hình .env"),
    "a link to nowhere": (lambda file: file.symlink_to("nowhere"), "Không đọc được tệp cấu hình .env"),
    "in UTF-16": (lambda file: file.write_text(f"BOT_TOKEN={SECRET}", encoding="utf-16"), "UTF-8"),
    "in Latin-1": (lambda file: file.write_bytes(b"SENDERS=8\nBOT_USERNAME=\xe9"), "UTF-8"),
    "with a zero in it": (lambda file: file.write_text("DATA_DIR=a\0b\n"), "TÊN=giá trị"),
    "with prose in it": (lambda file: file.write_text(f"SENDERS=8\nthe token is {SECRET}\n"), "TÊN=giá trị"),
    "with an open quote": (lambda file: file.write_text(f'BOT_TOKEN="{SECRET}\n'), "TÊN=giá trị"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_settings_that_cannot_be_read_is_said_to_be_so(tmp_path: Path, kind: str) -> None:
    make, part = FILES[kind]
    make(tmp_path / ".env")

    said = shell(tmp_path, "doctor")

    refused(said, ".env", part)
    assert [path.name for path in tmp_path.iterdir()] == [".env"]


def test_another_file_of_settings_may_be_named_and_then_has_to_be_there(tmp_path: Path) -> None:
    unreadable(tmp_path / ".env")
    (tmp_path / "service.env").write_text("LOG_LEVEL=LOUD\n")

    named = shell(tmp_path, "doctor", ENV_FILE="service.env")
    missing = shell(tmp_path, "doctor", ENV_FILE="misspelt.env")

    refused(named, "LOG_LEVEL")
    refused(missing, "misspelt.env", "ENV_FILE")


# files and rights


@pytest.mark.parametrize("verb", ["import-roster roster.csv --yes", "invite --all", "replay", "migrate", "run"])
def test_a_base_that_may_only_be_read_is_named_by_who_has_to_write(office: Path, verb: str) -> None:
    (office / "var/live/bot.db").chmod(0o400)

    refused(shell(office, *verb.split(), BOT_TOKEN=TOKEN), "var/live/bot.db")


CLOSED = [
    *((verb, place) for verb in VERBS for place in ("var/live/bot.db", "var/live", "var")),
    *((verb, "var/live/bot.lock") for verb in VERBS if verb not in READING),
    *((verb, "var/live/secret.key") for verb in VERBS if verb not in ("migrate", "audit verify")),
]


@pytest.mark.parametrize(("verb", "closed"), CLOSED)
def test_what_is_closed_to_this_user_is_named(office: Path, verb: str, closed: str) -> None:
    (office / closed).chmod(0)

    said = shell(office, *verb.split(), BOT_TOKEN=TOKEN)

    (office / closed).chmod(0o700)
    refused(said, "var/live")


@pytest.mark.parametrize("verb", VERBS)
def test_a_data_directory_that_is_a_file_is_named(tmp_path: Path, verb: str) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "file").write_text("")

    for directory in ("file", "file/below"):
        refused(shell(tmp_path, *verb.split(), DATA_DIR=directory, BOT_TOKEN=TOKEN), directory)


@pytest.mark.parametrize("verb", VERBS)
def test_a_data_directory_whose_name_is_too_long_is_refused(tmp_path: Path, verb: str) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")

    refused(shell(tmp_path, *verb.split(), DATA_DIR="x" * 300, BOT_TOKEN=TOKEN), "xxx", "ENAMETOOLONG")


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_key_that_is_not_whole_is_not_used(office: Path, content: bytes) -> None:
    (office / "var/live/secret.key").write_bytes(content)

    refused(shell(office, "invite", "--all"), "var/live/secret.key")


def test_the_sandbox_says_what_its_own_file_lacks(tmp_path: Path) -> None:
    (tmp_path / "var/sandbox/sandbox.lock").mkdir(parents=True)

    refused(shell(tmp_path, "run", "--sandbox", "--port", "0"), "sandbox")


# a full disk


def limited(kibibytes: int) -> tuple[str, ...]:
    """Return what makes the system refuse files that are larger."""
    return ("sh", "-c", f'ulimit -f {kibibytes * 2}; exec "$@"', "sh")


@pytest.mark.parametrize("kibibytes", [0, 8, 64])
@pytest.mark.parametrize("verb", ["import-roster roster.csv --yes", "migrate", "run --sandbox --port 0"])
def test_a_limit_that_the_base_meets_at_its_start_is_said(tmp_path: Path, verb: str, kibibytes: int) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")

    # What a first roster would change is looked at in a base of its own.
    refused(shell(tmp_path, *verb.split(), before=limited(kibibytes)), "" if "roster" in verb else "var/")


def full_disk(directory: Path, kibibytes: int) -> tuple[str, ...]:
    """Return what lays a small disk over a directory for one command."""
    lay = f'mount -t tmpfs -o size={kibibytes}k none "{directory}" && exec "$@"'
    before = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", lay, "sh")
    if not shutil.which("unshare") or subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody lay a disk over a directory")
    return before


@pytest.mark.parametrize("kibibytes", [4, 40, 120, 200])
@pytest.mark.parametrize("verb", ["import-roster roster.csv --yes", "migrate", "run --sandbox --port 0"])
def test_a_disk_that_is_full_at_the_start_is_said(tmp_path: Path, verb: str, kibibytes: int) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "small").mkdir()
    before = full_disk(tmp_path / "small", kibibytes)

    found = subprocess.run(
        [*before, *PROGRAM, *verb.split()], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "DATA_DIR": "small"},
    )  # fmt: skip

    refused(Said(found.returncode, found.stdout, found.stderr), "Không còn chỗ")


def test_output_that_finds_no_room_is_said(office: Path) -> None:
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            [*PROGRAM, "audit", "verify"], cwd=office, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    refused(Said(found.returncode, "", found.stderr), "Không còn chỗ")


# a reader that leaves


@pytest.mark.parametrize("command", ["--help", "doctor", "invite --all", "run --help", "doctor 2>&1"])
def test_a_reader_that_leaves_early_is_no_error(office: Path, command: str) -> None:
    line = f"{sys.executable} {ROOT / 'main.py'} {command} | head -n 1"

    found = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], cwd=office, capture_output=True, text=True, check=False
    )

    assert not [sign for sign in ("Traceback", "Error", "Errno") if sign in found.stderr]
    # 141 unless everything was in the pipe before the reader left; doctor found something to mend here.
    assert found.returncode in (0, 1, 141)
    assert len(found.stdout.splitlines()) == 1


def test_a_reader_that_was_never_there_is_no_error(office: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w") as out:
        found = subprocess.run([*PROGRAM, "doctor"], cwd=office, stdout=out, stderr=subprocess.PIPE, check=False)

    assert (found.returncode, found.stderr) == (141, b"")


# packages

WITHOUT = """
import sys

class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name in sys.argv[1].split(",") or name.partition(".")[0] in sys.argv[1].split(","):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Nothing())
from main import main
sys.exit(main(sys.argv[2:]))
"""


def without(packages: str, directory: Path, *arguments: str, **environment: str) -> Said:
    """Run a verb where packages are not installed."""
    found = subprocess.run(
        [sys.executable, "-c", WITHOUT, packages, *arguments], cwd=directory, capture_output=True, text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}, check=False,
    )  # fmt: skip
    return Said(found.returncode, found.stdout, found.stderr)


@pytest.mark.parametrize("package", ["telegram", "imagesize"])
def test_the_sandbox_without_its_packages_names_the_lock_and_leaves_nothing(tmp_path: Path, package: str) -> None:
    said = without(package, tmp_path, "run", "--sandbox")

    refused(said, package, "requirements/sandbox.lock")
    assert list(tmp_path.iterdir()) == []


def test_where_the_sandbox_was_left_out_it_says_where_there_is_one(tmp_path: Path) -> None:
    refused(without("bot.sandbox", tmp_path, "run", "--sandbox"), "make run")


@pytest.mark.parametrize("package", ["dotenv", "pydantic", "sqlite_utils", "holidays", "aiogram"])
def test_a_package_that_is_missing_is_named_with_its_lock(office: Path, package: str) -> None:
    refused(without(package, office, "run", BOT_TOKEN=TOKEN), package, "requirements/base.lock")


def test_an_error_of_the_program_itself_is_not_hidden(tmp_path: Path) -> None:
    said = without("storage", tmp_path, "migrate")

    assert said.status == 1
    assert "Traceback" in said.err
