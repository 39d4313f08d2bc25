"""The local socket by which verbs have their changes done by the running program, which alone may write.

One line of JSON in, {"act": name, "asked": {…}}, one line out: {"done": {…}} or {"error": code, "params": {…}}.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import struct
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.errors import BotError
from bot.services.acts import LEAVES_NO_TRACE, Act, Plain
from storage.database import Writer
from storage.files import delete_unwanted
from storage.unit import Unit

log = logging.getLogger(__name__)

MOST_BYTES = 64_000_000
"""Of one line: a list of the most rows there may be, with every cell as long as it may be."""
SOCKET = "control.sock"
_ELSEWHERE = "control.path"
"""The file in the data directory that names the directory of the socket, where the data directory's own name is too
long for one."""
_MOST_OF_A_PATH = 107
"""Bytes; what Linux has room for in the address of a socket."""
_ASK_SECONDS = 30.0
_CUT_TRIES, _CUT_AGAIN_SECONDS = 20, 0.5
_ROOT = 0
_PIECE_BYTES = 2**18
_CREDENTIALS = struct.Struct("3i")


def socket_of(directory: Path) -> Path:
    """Return where the socket of a data directory is, or would be."""
    own = directory.absolute() / SOCKET
    if len(os.fsencode(own)) <= _MOST_OF_A_PATH:
        return own
    with suppress(OSError):
        return Path((directory / _ELSEWHERE).read_text(encoding="utf-8"), SOCKET)
    return own


def peer_of(connection: socket.socket) -> int:
    """Return the user id of the process at the other end."""
    _pid, uid, _gid = _CREDENTIALS.unpack(
        connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    )
    return int(uid)


class Control:
    """Takes one change at a time from each verb, and from nobody but its own user and root."""

    def __init__(
        self,
        directory: Path,
        acts: Mapping[str, Act],
        writer: Writer,
        unit: Callable[[Database], Unit],
        changed: Callable[[], None],
    ) -> None:
        self._directory = directory
        self._acts = acts
        self._writer = writer
        self._unit = unit
        self._changed = changed

    async def run(self) -> None:
        """Serve until cancelled. A socket that cannot be had costs the verbs, not the program."""
        try:
            with _listening(self._directory) as listening:
                await self._serve(listening)
        except OSError as error:
            log.warning("verbs cannot reach the running program: %s", error.strerror)

    async def _serve(self, listening: socket.socket) -> None:
        # Not `start_unix_server`: its connections are tasks that nobody owns, and one that comes as it closes is lost.
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:

            def connected() -> None:
                with suppress(OSError):  # whoever came has gone again
                    connection, _ = listening.accept()
                    connection.setblocking(False)
                    answering = group.create_task(self._answer(connection))
                    # Also of one that is cancelled before it begins.
                    answering.add_done_callback(partial(_close, connection))

            loop.add_reader(listening, connected)
            try:
                await asyncio.Event().wait()
            finally:
                loop.remove_reader(listening)

    async def _answer(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        try:
            uid = peer_of(connection)
            if uid not in (os.geteuid(), _ROOT):
                log.warning("user %s asked for a change and was refused", uid)
                return
            async with asyncio.timeout(_ASK_SECONDS):
                line = await _line(connection)
            answer = json.dumps(await self._done(line), ensure_ascii=False, default=str)
            async with asyncio.timeout(_ASK_SECONDS):
                await loop.sock_sendall(connection, answer.encode() + b"\n")
        except (OSError, ValueError, TimeoutError) as error:
            log.warning("a verb was not answered: %s", type(error).__name__)

    async def _done(self, line: bytes) -> Mapping[str, Any]:
        try:
            return {"done": await self._carried_out(line)}
        except BotError as error:
            return {"error": error.code, "params": error.params}

    async def _carried_out(self, line: bytes) -> Plain:
        try:
            request = json.loads(line)
            act, asked = self._acts[request["act"]], request["asked"]
        except (ValueError, KeyError, TypeError) as error:
            raise BotError("act_unknown") from error
        try:
            done = await self._writer.write(lambda db: act(self._unit(db), asked))
        except BotError:
            raise
        except Exception as error:
            log.exception("what a verb asked for failed")
            raise BotError("act_failed") from error
        self._changed()
        if request["act"] in LEAVES_NO_TRACE and not await self._cut_log():
            raise BotError("log_not_cut")
        return done

    async def _cut_log(self) -> bool:
        """Leave nothing of what was removed; return False where somebody goes on reading what was there before."""
        await self._writer.write(lambda db: delete_unwanted(db, self._directory))
        await self._writer.write_anew()
        for _ in range(_CUT_TRIES):
            if await self._writer.checkpoint():
                return True
            await asyncio.sleep(_CUT_AGAIN_SECONDS)
        return False


def _close(connection: socket.socket, _answering: asyncio.Task[None]) -> None:
    connection.close()


async def _line(connection: socket.socket) -> bytes:
    """Return what was asked, up to the end of its line or of what comes."""
    loop, line = asyncio.get_running_loop(), bytearray()
    while not line.endswith(b"\n") and len(line) < MOST_BYTES:
        more = await loop.sock_recv(connection, _PIECE_BYTES)
        if not more:
            break
        line += more
    return bytes(line)


@contextmanager
def _listening(directory: Path) -> Iterator[socket.socket]:
    """Bind the socket for this user alone. Whoever calls holds the directory's lock: what is there is left over."""
    _remove(directory)
    place = directory.absolute()
    if len(os.fsencode(place / SOCKET)) > _MOST_OF_A_PATH:
        # A service's own directory, which verbs outside of it see too; /tmp may be private to it.
        place = Path(tempfile.mkdtemp(prefix="bot-", dir=os.environ.get("RUNTIME_DIRECTORY")))
        (directory / _ELSEWHERE).write_text(str(place), encoding="utf-8")
    listening = socket.socket(socket.AF_UNIX)
    try:
        # A mode that is set afterwards would leave it open to others for a moment.
        before = os.umask(0o177)
        try:
            listening.bind(str(place / SOCKET))
        finally:
            os.umask(before)
        listening.listen()
        listening.setblocking(False)
        yield listening
    finally:
        listening.close()
        _remove(directory)


def _remove(directory: Path) -> None:
    """Remove the socket, where it is elsewhere with its directory."""
    path = socket_of(directory)
    path.unlink(missing_ok=True)
    elsewhere = directory / _ELSEWHERE
    if elsewhere.exists():
        elsewhere.unlink()
        with suppress(OSError):
            path.parent.rmdir()
