"""The files that go with a result: kept with it, and sent to whoever may read it and asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.domain.attachments import Attachment, FileState
from bot.domain.difficulties import DifficultyAct
from bot.domain.handling import files_of
from bot.domain.operations import RESULT_FILE, SendFile, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.texts import Text
from bot.errors import BotError
from bot.screens.difficulties import result_files as wording
from bot.screens.reporting.attachments import names
from bot.services import lookup
from bot.services.reply import Reply
from storage import result_files
from storage.unit import Unit


def send(unit: Unit, actor: Actor, code: str, number: int) -> Reply:
    """Send the files of event `number` of a difficulty, a result that stands; whoever may read it may have them.

    Raises BotError("stale") for what is not there, not theirs, taken back, or no result with files.
    """
    event = next(iter(lookup.events_seen(unit, actor, code)[number - 1 : number]), None) if number else None
    if event is None or event.act is not DifficultyAct.ANSWERED or not files_of(event):
        raise BotError("stale")
    topic = Topic(TopicKind.DIFFICULTY, {"code": code})
    return send_numbered(unit, actor, files_of(event), code, wording.caption, topic)


def send_numbered(
    unit: Unit,
    actor: Actor,
    numbers: Sequence[int],
    code: str,
    caption: Callable[[str, Text, str], Text],
    topic: Topic,
) -> Reply:
    """Send the files with these numbers, of the result of what has this code. Whether they may was asked before."""
    found = result_files.by_id(unit.db, numbers)
    called = zip(found.items(), names(list(found.values())), strict=True)
    files = tuple(
        SendFile(
            actor.to,
            f"{RESULT_FILE}{each}",
            file.name or f"{code}-{place}.jpg",
            caption(code, name, file.caption),
            topic,
        )
        for place, ((each, file), name) in enumerate(called, 1)
        if _is_there(file)
    )
    waiting = sum(file.state is FileState.WAITING for file in found.values())
    gone = len(numbers) - len(files) - waiting
    return Reply(toast=wording.sent(len(files), waiting, gone), notices=files)


def _is_there(file: Attachment) -> bool:
    """Whether it can be sent on: one that could not be fetched is known to its channel all the same."""
    return file.state not in (FileState.WAITING, FileState.REFUSED)
