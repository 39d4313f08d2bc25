"""How a verb changes the data: itself under the program's lock, or by the program that holds it."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bot.config import Settings
from bot.errors import BotError
from bot.runtime.control import peer_of, socket_of
from bot.services.acts import ACTS, LEAVES_NO_TRACE, TELLS, Act, Plain
from bot.verbs.opening import to_write
from storage.files import delete_unwanted

_ANSWER_SECONDS = 120.0
_ROOT = 0


def carry_out(settings: Settings, act: str, asked: Plain) -> Plain:
    """Do one of `bot.services.acts.ACTS` and return its answer; all of it or nothing.

    Raises what the act raises, BotError("already_running") where the lock is held by something that does not answer,
    BotError("control_silent") where the running program ended before it answered.
    """
    with ExitStack() as stack:
        try:
            base, writer = stack.enter_context(to_write(settings))
        except BotError as error:
            if error.code != "already_running" or (answer := _ask(settings.directory(), act, asked)) is None:
                raise
            return answer
        acts = _telling() if act in TELLS else ACTS
        done = writer.write_now(lambda db: acts[act](base.unit(db), asked))
        if act in LEAVES_NO_TRACE:
            writer.write_now(lambda db: delete_unwanted(db, settings.directory()))
            if not writer.write_anew_now():
                raise BotError("log_not_cut")
        return done


def _telling() -> Mapping[str, Act]:
    """The acts with what is told of them, as the program would queue it; loaded only where somebody is told."""
    from bot.channels.telegram.capabilities import CAPABILITIES
    from bot.runtime.telling import telling

    return telling({"telegram": CAPABILITIES})


def _ask(directory: Path, act: str, asked: Plain) -> Plain | None:
    """Have the running program do it; None where there is none that listens."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(_ANSWER_SECONDS)
        try:
            connection.connect(str(socket_of(directory)))
        except OSError:
            return None  # left behind by a killed program, or of one that has none
        # A directory elsewhere could be another user's by now.
        if peer_of(connection) not in (directory.stat().st_uid, _ROOT):
            return None
        try:
            connection.sendall(json.dumps({"act": act, "asked": asked}, ensure_ascii=False).encode() + b"\n")
            with connection.makefile("rb") as answers:
                line = answers.readline()
        except OSError as error:
            raise BotError("control_silent", path=str(directory)) from error
    return _read(line, directory)


def _read(line: bytes, directory: Path) -> Plain:
    if not line:
        raise BotError("control_silent", path=str(directory))
    answer: dict[str, Any] = json.loads(line)
    if "error" in answer:
        raise BotError(answer["error"], **answer["params"])
    done: Plain = answer["done"]
    return done
