"""How an announcement goes out: a part at a time, as fast as messages arrive, and never more than is soon sent.

What waits in the outbox is little, so that replies and a stop are never behind thousands of rows. The next part is
queued where a message of the one before has ended, and by a tick where that does not happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.broadcasts import Audience, Broadcast, Fate, LeftOut, fate
from bot.domain.broadcasts import Message as Standing
from bot.domain.operations import RESULT_FILE, Guard, Lane, Operation, Pause, Piece, Send, SendFile, Topic, TopicKind
from bot.domain.people import To
from bot.domain.periods import Period
from bot.domain.texts import Text
from bot.screens import announced as wording
from bot.screens.reporting.attachments import names
from bot.services.desk.audiences import owing
from bot.services.people.duties import addressees_of
from bot.services.people.quiet import held
from storage import addressees, broadcasts, result_files
from storage.outbox import Message, OutboxState
from storage.unit import Unit

PART = 100
"""Recipients that are queued in one go."""
_PARTS = 4
"""So many parts are looked at in one go where nobody of them can be reached."""
_FEW = 50
"""With fewer messages on their way the next part is queued."""
Files = Mapping[int, tuple[str, Text]]
"""The name of each file, and how it is called."""


def go_on(unit: Unit, made: Broadcast) -> list[Operation]:
    """Return what is sent next of an announcement; where nothing is left, whoever sent it is told what came of it."""
    if made.ended_at or not made.has_begun(unit.now):
        return []
    if made.stopped_at is None:
        if broadcasts.due_count(unit.db, made.id, unit.now, _FEW) >= _FEW:
            return []
        # Who is left out leaves no message behind whose end could go on.
        for _ in range(_PARTS):
            part = broadcasts.to_queue(unit.db, made.id, PART)
            if sent := _queued(unit, made, dict(part)):
                return sent
        if part:
            return []  # a tick goes on
    return _ended(unit, made)


def carry_on(unit: Unit) -> Iterable[Piece | Pause]:
    """Go on with every announcement whose hour has come, part by part (a tick)."""
    for made in broadcasts.under_way(unit.db, unit.now):
        before, first = None, broadcasts.to_queue(unit.db, made.id, 1)
        while first != before:
            yield Piece(made.code, partial(_go_on_with, unit, made.id))
            yield Pause.HERE
            # What waits for the morning of its reader holds nothing up; without, the next part follows by itself.
            before, first = first, broadcasts.to_queue(unit.db, made.id, 1)


def _go_on_with(unit: Unit, number: int) -> list[Operation]:
    made = broadcasts.by_id(unit.db, number)  # it may have been stopped in a pause
    return go_on(unit, made) if made else []


def ended(unit: Unit, message: Message, state: OutboxState) -> Sequence[Operation]:
    """A message has ended: where it is an announcement's own, that goes on.

    One that its channel holds may be opened long after what came of the announcement was told.
    """
    topic = message.topic
    if topic is None or "broadcast" not in topic.arguments:
        return ()
    if state is OutboxState.SENT and message.kind == "send" and message.guard:
        broadcasts.opened(unit.db, topic.arguments["broadcast"], message.guard.arguments["person"], unit.now)
    made = broadcasts.by_id(unit.db, int(topic.arguments["broadcast"]))
    return go_on(unit, made) if made else ()


def stands(db: Database, arguments: Mapping[str, Any], now: datetime) -> bool:
    """Guard of a message: not stopped, and its reader still holds a duty by which they were chosen."""
    return broadcasts.stands(db, arguments["broadcast"], arguments["person"], now.astimezone(VN).date())


def _queued(unit: Unit, made: Broadcast, part: Mapping[int, frozenset[str]]) -> list[Operation]:
    """Return the messages to a part of the recipients; why others get none is kept."""
    to = addressees.of_persons(unit.db, part, unit.today)
    left_out = _left_out(unit, made, part, to)
    broadcasts.leave_out(unit.db, made.id, left_out)
    meant = [person for person in part if person not in left_out]
    broadcasts.mark_queued(unit.db, made.id, meant, unit.now)
    files = _files(unit, made)
    return [each for person in meant for reader in to[person] for each in _messages(unit, made, person, reader, files)]


def _left_out(
    unit: Unit, made: Broadcast, part: Mapping[int, frozenset[str]], to: Mapping[int, Sequence[To]]
) -> dict[int, LeftOut]:
    if unit.now >= made.late_at:
        return dict.fromkeys(part, LeftOut.LATE)
    holding = broadcasts.duties_held(unit.db, part, unit.today)
    owed = _still_owed(unit, made)
    found: dict[int, LeftOut] = {}
    for person, basis in part.items():
        if not basis & holding.get(person, frozenset()):
            found[person] = LeftOut.DUTY
        elif owed is not None and not basis & owed:
            found[person] = LeftOut.FILED
        elif person not in to:
            found[person] = LeftOut.UNREACHABLE
    return found


def _still_owed(unit: Unit, made: Broadcast) -> frozenset[str] | None:
    """The duties on seats whose report is still missing; None where that was seen when it was sent, or is not asked."""
    if made.chosen.audience is not Audience.UNFILED or not made.is_scheduled:
        return None
    seats = owing(unit, Period.parse(made.chosen.which))
    return frozenset(f"{role}:{seat.id}" for seat in seats for role in broadcasts.MEMBER)


def _files(unit: Unit, made: Broadcast) -> Files:
    found = result_files.by_id(unit.db, made.files)
    called = zip(found.items(), names(list(found.values())), strict=True)
    return {number: (file.name or f"{made.code}-{number}.jpg", name) for (number, file), name in called}


def _messages(unit: Unit, made: Broadcast, person: int, to: To, files: Files) -> Iterable[Operation]:
    account = to.account or 0
    about = Topic(TopicKind.BROADCAST, {"code": made.code, "broadcast": made.id})
    guard = Guard("broadcast_stands", {"broadcast": made.id, "person": person})
    [words] = held(
        unit,
        [
            Send(
                to,
                wording.announcement(made),
                broadcasts.anchor(made.id, account),
                about,
                Lane.BULK,
                key=broadcasts.text_key(made.id, person, account),
                guard=guard,
                expires_at=made.late_at,
            )
        ],
    )
    yield words
    for number, (name, called) in files.items():
        yield SendFile(
            to,
            f"{RESULT_FILE}{number}",
            name,
            wording.caption(made, called),
            about,
            Lane.BULK,
            key=broadcasts.file_key(made.id, person, account, number),
            guard=guard,
            not_before=words.not_before,
        )


def fates(unit: Unit, made: Broadcast) -> dict[int, Fate]:
    """Return what has become of an announcement for everybody it is for, in order."""
    standing = broadcasts.messages(unit.db, made.id) if made.ended_at is None else {}
    stopped = made.stopped_at is not None
    return {
        each.person: fate(each, (state for state, _ in standing.get(each.person, ())), stopped=stopped)
        for each in broadcasts.recipients(unit.db, made.id)
    }


def _ended(unit: Unit, made: Broadcast) -> list[Operation]:
    """Nothing is left to be queued: once nothing is on its way either, what came of it is kept and told, once."""
    if broadcasts.is_on_its_way(unit.db, made.id):
        return []
    found, standing = fates(unit, made), broadcasts.messages(unit.db, made.id)
    # Whoever confirms is known by that; what is kept is that it arrived.
    kept = {
        person: (Fate.SENT if each is Fate.CONFIRMED else each, _arrived(standing.get(person, ())))
        for person, each in found.items()
    }
    if not broadcasts.settle(unit.db, made.id, kept, unit.now):
        return []
    about = Topic(TopicKind.BROADCAST, {"code": made.code})
    screen = wording.outcome(made, found)
    return [
        Send(to, screen, topic=about, lane=Lane.BULK, key=f"broadcast_ended:{made.id}:{to.account}")
        for to in addressees_of(unit, made.person)
    ]


def _arrived(states: Iterable[tuple[Standing, datetime | None]]) -> datetime | None:
    return min((at for state, at in states if state is Standing.SENT and at), default=None)
