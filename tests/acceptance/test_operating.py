"""docs/van-hanh.md is followed without privileges, from an empty machine to a service, a backup and a way back."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.machine import MANUAL, SERVICE, Machine, commands, kill, quiet
from tests.acceptance.program import ROOT, START_SECONDS
from tests.acceptance.stub import TOKEN, Stub, stub_server
from tests.acceptance.test_other_server import MEMBER, ROSTER, join

INSTALLING, CHANGING = "Dịch vụ systemd", "Đổi người khi dịch vụ đang chạy"
UPGRADING, GOING_BACK = "Nâng cấp", "Quay lại phiên bản trước"
COPYING, DRILL = "Chép bản sao lưu ra nơi khác", "Diễn tập phục hồi"
FOLLOWED = (INSTALLING, CHANGING, UPGRADING, GOING_BACK, COPYING, DRILL)
NOT_FOLLOWED = (
    "docker compose ",
    "install -m 0640 -g 10001 ",
    "export DATA_DIR=var/tap-huan",
    ".venv/bin/python main.py ",
    "person_code,",
    "task_code,",
)
"""Containers (`tests/test_container.py`), the trial on a roster of one's own (`tests/verbs/test_run_sandbox.py`), and
the heads of tables, which are no commands."""


SUCCESSOR = 102
HEADER, AN, CHI = ROSTER.splitlines()
MAI = "MAI,Vũ Thị Mai,Phó phòng,ba,vi,,focal,hoi_dong_tu_van,HIEPHOIA,Hiệp hội A"
LAN = "LAN,Đỗ Thị Lan,Chuyên viên,ba,vi,,secretariat,,,"


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    kill(machine)


def set_up(machine: Machine, address: str) -> None:
    """Do what the manual says in words: fill in the settings, bring the list."""
    settings = (machine.source / ".env.example").read_text(encoding="utf-8")
    filled = settings.replace("BOT_TOKEN=\n", f"BOT_TOKEN={TOKEN}\n").replace(
        "#BOT_API_BASE=", f"BOT_API_BASE={address}"
    )
    (machine.source / ".env").write_text(filled, encoding="utf-8")
    (machine.source / "danh-sach.csv").write_text(ROSTER, encoding="utf-8")


async def answered(stub: Stub) -> None:
    """Fail unless the service answers a member."""
    before = len(stub.messages)
    stub.say(MEMBER, "/trogiup")
    await stub.wait_for(lambda: True if len(stub.messages) > before else None, START_SECONDS, "an answer")


async def test_the_manual_leads_from_nothing_to_a_service_a_backup_an_upgrade_and_back(machine: Machine) -> None:
    async with stub_server(seed=31) as (stub, address):
        set_up(machine, address)
        for line in commands(INSTALLING):
            await machine.follow(line)
            if line.endswith(f"/etc/{SERVICE}.env"):
                close_to_the_service(machine)
        await join(stub, MEMBER, invitation(machine, "AN"))
        await people_change(machine, stub)

        await machine.follow("tthc backup", *commands(COPYING))
        await machine.follow(*(machine.newest_backup(line) for line in commands(DRILL)))
        await answered(stub)
        assert machine.stops == 0

        await machine.follow(*commands(UPGRADING))
        await answered(stub)
        assert machine.stops == 1
        for line in commands(GOING_BACK):
            await machine.follow(machine.newest_backup(line))
        await answered(stub)
        await machine.stop()

    assert quiet(machine.root / "journal") == ""
    installed = [path.read_text().split()[-1] for path in machine.path("/opt/").rglob("python.installed")]
    assert {Path(lock).name for lock in installed} == {"base.lock"}
    assert not list(machine.path("/opt/").glob("*/bot/sandbox"))


async def test_the_readme_leads_from_a_clone_to_a_member_who_is_answered(machine: Machine) -> None:
    lists = machine.root / "duong" / "dan"
    lists.mkdir(parents=True)
    async with stub_server(seed=33) as (stub, address):
        for line in commands("Chạy trên Telegram", of="README.md"):
            line = line.replace("/duong/dan", str(lists))
            if line.endswith("main.py run"):
                await machine.serve(line)
            else:
                await machine.follow(line)
            if line.startswith("cp .env.example "):
                set_up(machine, address)  # over the file that was copied
                shutil.move(machine.source / "danh-sach.csv", lists)
        (code,) = (each["code"] for each in invitations(lists / "ma-moi.csv") if each["person_code"] == "AN")
        await join(stub, MEMBER, code)
        await answered(stub)
        await machine.stop()

    assert quiet(machine.root / "journal") == ""
    assert all(each["link"] for each in invitations(lists / "ma-moi.csv"))
    assert Path((machine.source / ".venv/bin/python.installed").read_text().split()[-1]).name == "base.lock"


async def people_change(machine: Machine, stub: Stub) -> None:
    """One person is added, one ends, and a seat is handed over, beside the running service."""
    for rows in ((AN, CHI, LAN), (AN, CHI), (MAI, CHI)):
        (machine.source / "danh-sach.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        await machine.follow(*commands(CHANGING))
    assert machine.held() == {"MAI", "CHI"}

    await join(stub, SUCCESSOR, invitation(machine, "MAI"))
    stub.say(MEMBER, "/baocao")
    await stub.text_with(MEMBER, "dành cho", START_SECONDS)


def close_to_the_service(machine: Machine) -> None:
    """The file of settings that the administrator filled in is his alone, wherever it lies."""
    shutil.copy(machine.source / ".env", machine.path(f"/opt/{SERVICE}/.env"))
    for place in (machine.source / ".env", machine.path(f"/opt/{SERVICE}/.env")):
        place.chmod(0)


def invitation(machine: Machine, person: str) -> str:
    """Return a code that the manual's command wrote."""
    written = machine.path("/var/lib/to-cong-tac-tthc/trao-doi/ma-moi.csv")
    return next(line["code"] for line in invitations(written) if line["person_code"] == person)


def invitations(written: Path) -> list[dict[str, str]]:
    """Return the lines of a file of invitations."""
    return list(csv.DictReader(written.read_text("utf-8-sig").splitlines()))


async def test_a_service_that_is_started_before_there_is_a_roster_says_what_is_missing(machine: Machine) -> None:
    set_up(machine, "http://127.0.0.1:9")
    left_out = ("danh-sach", "invite", "tthc doctor")
    lines = [line for line in commands(INSTALLING) if not any(part in line for part in left_out)]
    await machine.follow(*lines)

    assert machine.service is not None
    assert await machine.service.wait() == 1
    assert "import-roster" in (machine.root / "journal").read_text()
    machine.service = None


def test_every_command_of_the_manual_is_followed_or_stands_on_the_list_of_those_that_are_not() -> None:
    followed = {line for heading in FOLLOWED for line in commands(heading)}
    blocks = (ROOT / MANUAL).read_text(encoding="utf-8").split("```")[1::2]
    lines = [line.strip() for block in blocks for line in block.splitlines() if line.strip()]

    left = [line for line in lines if line not in followed and not line.startswith(NOT_FOLLOWED)]

    assert len(followed) > 30
    assert left == []


UNITS = [path.name for path in sorted((ROOT / "deploy").glob("to-cong-tac-tthc*.*"))]


@pytest.mark.parametrize("unit", UNITS)
def test_the_units_are_sound(machine: Machine, unit: str) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not there")
    for name in UNITS:
        shutil.copy(machine.source / "deploy" / name, machine.path(f"/etc/systemd/system/{name}"))
    interpreter = machine.path(f"/opt/{SERVICE}/.venv/bin/python")
    interpreter.parent.mkdir(parents=True)
    interpreter.symlink_to("/bin/true")

    place = machine.path("/etc/systemd/system/")
    found = subprocess.run(
        ["systemd-analyze", "verify", place / unit], capture_output=True, text=True, check=False,
        env={"SYSTEMD_UNIT_PATH": f"{place}:", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip

    assert (found.returncode, found.stderr) == (0, "")


def test_the_service_runs_what_was_installed_as_nobody_else() -> None:
    unit = (ROOT / "deploy" / f"{SERVICE}.service").read_text(encoding="utf-8")
    tthc = (ROOT / "deploy" / "tthc").read_text(encoding="utf-8")

    for place in (f"ENV_FILE=/etc/{SERVICE}.env", f"/var/lib/{SERVICE}", f"/opt/{SERVICE}/main.py"):
        assert place in unit
        assert place in tthc
    assert "User=tthc" in unit
    assert "EnvironmentFile" not in unit, "systemd and the program would read one file in two ways"
