"""Changes that verbs have done by the running program, through its local socket."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import main
from bot.config import Settings
from bot.errors import BotError
from bot.runtime import control
from bot.services.people import changes, roster
from bot.services.people.changes import Changes
from bot.verbs import opening
from bot.verbs.changing import carry_out
from storage import inbox
from storage.inbox import Arrival
from storage.lock import exclusive
from tests.world import ROSTER, START, World, running

WITHOUT_AN = "\n".join(line for line in ROSTER.splitlines() if not line.startswith("AN,"))
DIFFERENT = ROSTER.replace("Phó Chủ tịch", "Chủ tịch")


@pytest.fixture
def held(still_world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world whose directory is locked, as it is by the program; verbs go by its clock."""
    monkeypatch.setattr(opening, "clock_of", lambda _directory: still_world.clock)
    monkeypatch.setenv("DATA_DIR", str(still_world.path))
    with exclusive(still_world.path):
        yield still_world


def file_of(world: World, text: str) -> str:
    path = world.path / "ds.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


async def verb(*arguments: str) -> int:
    return await asyncio.to_thread(main.main, arguments)


def found(world: World, text: str) -> Changes:
    return changes.of_roster(world.unit(), roster.read(text, world.rules.profile.bodies))


async def asked(world: World, act: str, payload: dict[str, object]) -> object:
    return await asyncio.to_thread(carry_out, Settings(data_dir=world.path), act, payload)


async def listening(world: World) -> Path:
    path = control.socket_of(world.path)
    while not path.exists():
        await asyncio.sleep(0)
        path = control.socket_of(world.path)
    return path


async def raw(path: Path, line: bytes) -> bytes:
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(line)
    try:
        return await reader.readline()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


# --- the verbs


async def test_a_roster_is_imported_beside_the_running_program(held: World) -> None:
    async with running(held):
        await listening(held)
        status = await verb("import-roster", "--yes", file_of(held, WITHOUT_AN))

    assert status == 0
    assert held.count("duties", "valid_to IS NOT NULL") == 1
    assert held.count("audit", "verb = 'duty.ended' AND actor = 'operator'") == 1


async def test_invitations_are_issued_beside_the_running_program(
    held: World, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(held):
        await listening(held)
        status = await verb("invite", "--person", "an")

    assert status == 0
    assert "AN,Nguyễn Văn An," in capsys.readouterr().out
    assert held.count("invitations") == 1


async def test_tasks_are_imported_beside_the_running_program(held: World) -> None:
    header = "task_code,basis,title,lead,coordinating,deadline_kind,deadline,recurrence,note,done_on"
    tasks = f"{header}\nNV-26-001,Công văn,Rà soát,HIEPHOIA,HIEPHOIB,day,30/11/2026,,,20/11/2026\n"

    async with running(held):
        await listening(held)
        status = await verb("import-tasks", file_of(held, tasks))

    assert status == 0
    assert held.count("task_events", "kind = 'done' AND detail LIKE '%2026-11-20%'") == 1
    assert held.count("audit", "verb LIKE 'task.%'") == 2


async def test_what_was_set_aside_is_handled_again_at_once(held: World) -> None:
    async with running(held):
        await listening(held)
        held.write_now(lambda db: inbox.take_in(db, "telegram", [Arrival("1", "hash", "101", "{}")], START))
        held.write_now(lambda db: inbox.quarantine(db, 1, "SC-261116-01", START))
        assert await verb("replay", "1") == 0
        await held.settle()

    assert held.count("inbox", "state <> 'new'") == 1


async def test_an_error_of_an_act_is_the_sentence_it_always_was(
    held: World, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(held):
        await listening(held)
        status = await verb("invite", "--person", "KHONG")

    assert status == 1
    assert '"KHONG"' in capsys.readouterr().err


async def test_a_backup_is_made_beside_the_running_program(held: World) -> None:
    async with running(held):
        assert await verb("backup") == 0

    assert list((held.path / "backups").glob("bot-*.db"))


@pytest.mark.parametrize("arguments", [("migrate",), ("restore", "x.db")])
async def test_what_cannot_be_done_beside_it_says_why(
    held: World, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(held):
        status = await verb(*arguments)

    assert status == 1
    assert "Hệ thống đang chạy" in capsys.readouterr().err


# --- whole or not at all


async def test_of_two_imports_at_once_the_second_is_refused(held: World) -> None:
    first, second = found(held, WITHOUT_AN), found(held, DIFFERENT)

    async with running(held):
        await listening(held)
        answers = await asyncio.gather(
            asked(held, "import-roster", first.as_plain()),
            asked(held, "import-roster", second.as_plain()),
            return_exceptions=True,
        )

    (refused,) = [answer for answer in answers if isinstance(answer, BotError)]
    assert refused.code == "roster_changed"
    assert [answer for answer in answers if answer == {}] == [{}]


async def test_an_act_that_fails_changes_nothing_and_the_program_goes_on(held: World) -> None:
    plain = found(held, WITHOUT_AN).as_plain()
    broken = {**plain, "lines": [[2, {"person_code": "X"}]]}

    async with running(held):
        await listening(held)
        with pytest.raises(BotError, match="act_failed"):
            await asked(held, "import-roster", broken)
        done = await asked(held, "import-roster", plain)

    assert done == {}
    assert held.count("duties", "valid_to IS NOT NULL") == 1


async def stop_soon(world: World, moments: int) -> None:
    for _ in range(moments):
        await asyncio.sleep(0)
    world.app.stop()


@pytest.mark.parametrize("moments", [0, 5, 50, 500])
async def test_a_program_that_stops_meanwhile_does_all_of_it_or_nothing(held: World, moments: int) -> None:
    plain = found(held, WITHOUT_AN + "\nMOI,Người Mới,,,vi,,leader,,,").as_plain()

    async with running(held):
        await listening(held)
        answer, _ = await asyncio.gather(
            asked(held, "import-roster", plain), stop_soon(held, moments), return_exceptions=True
        )

    ended, given = held.count("duties", "valid_to IS NOT NULL"), held.count("persons", "code = 'MOI'")
    assert ended == given
    assert ended == 1 or isinstance(answer, BotError)


# --- the socket


async def test_the_socket_is_for_its_owner_alone_and_goes_with_the_program(held: World) -> None:
    async with running(held):
        mode = (await listening(held)).stat().st_mode

    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600
    assert not control.socket_of(held.path).exists()


async def test_another_user_is_not_answered(held: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "peer_of", lambda _connection: os.geteuid() + 4321)

    async with running(held):
        answer = await raw(await listening(held), b'{"act": "replay", "asked": {"id": null}}\n')

    assert answer == b""


async def test_root_is_answered(held: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "peer_of", lambda _connection: 0)

    async with running(held):
        answer = await raw(await listening(held), b'{"act": "replay", "asked": {"id": null}}\n')

    assert b'"released": 0' in answer


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"no json\n",
        b"[]\n",
        b'{"act": "dance", "asked": {}}\n',
        b'{"act": ["replay"], "asked": {}}\n',
        b"\xff\n",
    ],
)
async def test_what_is_no_request_is_refused(held: World, line: bytes) -> None:
    async with running(held):
        answer = await raw(await listening(held), line)

    assert b"act_unknown" in answer


async def test_a_socket_that_a_killed_program_left_is_replaced(held: World) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(control.socket_of(held.path)))

    async with running(held):
        await asyncio.sleep(0)
        while (status := await verb("invite", "--person", "AN")) != 0:
            await asyncio.sleep(0)

    assert status == 0


def test_a_socket_that_nobody_listens_at_is_as_none(held: World, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(control.socket_of(held.path)))

    assert main.main(["invite", "--all"]) == 1
    assert "không nhận thay đổi" in capsys.readouterr().err


def test_a_verb_does_it_itself_where_a_killed_program_left_its_socket(
    still_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(still_world.path))
    monkeypatch.setattr(opening, "clock_of", lambda _directory: still_world.clock)
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(control.socket_of(still_world.path)))

    assert main.main(["invite", "--all"]) == 0
    assert still_world.count("invitations") == 5


@pytest.mark.parametrize("length", [120, 200])
async def test_a_directory_with_a_long_name_has_its_socket_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    place = tmp_path / ("d" * length)
    place.mkdir()
    world = World(place)
    world.import_roster()
    monkeypatch.setattr(opening, "clock_of", lambda _directory: world.clock)
    monkeypatch.setenv("DATA_DIR", str(place))

    with exclusive(place):
        async with running(world):
            path = await listening(world)
            status = await verb("invite", "--all")

    assert status == 0
    assert len(os.fsencode(path)) <= 107
    assert world.count("invitations") == 5
    assert not path.parent.exists()
    assert not (place / "control.path").exists()
    world.close()
