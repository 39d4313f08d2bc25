"""What the program would do by itself, played on a copy of its base with its own ticks and its own marks of delivery.

Nobody acts, every channel takes everything at once, and no file is built: that is all that is assumed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.forecasts import DESK, Forecast, Matter, Push, Unsent
from bot.domain.operations import Lane
from bot.domain.reminders import Occurrence, SkipReason
from bot.runtime.endings import Endings
from bot.runtime.leaving import Leaving, Question
from bot.runtime.ports import Capabilities, Shown
from bot.runtime.postbox import Postbox
from bot.runtime.redaction import describe
from bot.runtime.slots import IncidentNotice, Slots
from bot.runtime.ticks import Tick
from storage import anchors, forecasts, ledgers, outbox, outbox_claims, people, reminders, retries
from storage.database import attempt, one_transaction
from storage.outbox import Message
from storage.unit import Rules, Unit

log = logging.getLogger(__name__)

_AT_ONCE = 64
_NEW = ("send", "file")
"""Kinds of messages that somebody is disturbed by; the others change what is there."""

MakeEndings = Callable[[Callable[[Database], Unit], Mapping[str, Capabilities]], Endings]
Stopped = Callable[[], bool]


class StoppedError(Exception):
    """Nobody wants the outcome any more."""


@dataclass(frozen=True)
class Program:
    """The parts of a program that a simulation is played with."""

    rules: Rules
    capabilities: Mapping[str, Capabilities]
    ticks: Sequence[Tick]
    guards: Mapping[str, Question]
    incident: IncidentNotice
    endings: MakeEndings


def forecast(
    program: Program, copy: Database, now: datetime, until: date, stopped: Stopped = lambda: False
) -> Forecast:
    """Play a copy of the base from `now` to the end of a day of Viet Nam; what is done to it is nobody's truth.

    Raises StoppedError as soon as `stopped`.
    """
    played = _Play(program, copy, now)
    played.run(datetime.combine(until + timedelta(days=1), time(0), VN), stopped)
    return Forecast(now, until, tuple(played.pushes), tuple(_unsent(copy, now)))


@dataclass
class _Play:
    """A copy of the base whose time goes from one instant at which something is to be done to the next."""

    program: Program
    db: Database
    now: datetime
    pushes: list[Push] = field(default_factory=list)

    def __post_init__(self) -> None:
        postbox = Postbox(self._unit, self.program.capabilities, lambda: None)
        self._slots = Slots(self.program.ticks, postbox, self.program.incident)
        self._leaving = Leaving(self.program.guards, self.program.endings(self._unit, self.program.capabilities))
        # What was laid over them is remembered with them, and another thread may go by them too.
        self._rules = replace(self.program.rules)
        self._queued_before = outbox.newest(self.db)

    def run(self, end: datetime, stopped: Stopped) -> None:
        """Do everything that is due before `end`."""
        # What was on its way as the copy was made arrives.
        with one_transaction(self.db):
            retries.recover(self.db, self.now)
        while self.now < end:
            if stopped():
                raise StoppedError
            self._catch_up()
            self.now = self._next()

    def _unit(self, db: Database) -> Unit:
        return Unit(db, self.now, self._rules)

    def _next(self) -> datetime:
        due = (outbox.next_after(self.db, name, self.now) for name in self.program.capabilities)
        return min([self._slots.next(self.db, self.now), *(at for at in due if at)])

    def _catch_up(self) -> None:
        """Run what is due, then let everything arrive, as a turned clock does."""
        failed = set[str]()
        for slot, tick in self._slots.due(self.db, self.now):
            if tick.name not in failed and not self._run(tick, slot):
                failed.add(tick.name)
        with one_transaction(self.db):
            self._deliver()

    def _run(self, tick: Tick, slot: datetime) -> bool:
        """Run a slot as the ticker does; return whether all was done."""
        with one_transaction(self.db):
            undone, error = attempt(self.db, lambda: self._slots.work(self.db, tick, slot))
            if error:
                log.error("tick %s failed in a simulation: %s", tick.name, describe(error))
            if error or undone:
                self._slots.count(self.db, tick, undone or ())
            else:
                ledgers.forget_tick_failure(self.db, tick.name)
        return not (error or undone)

    def _deliver(self) -> None:
        for channel in self.program.capabilities:
            while due := outbox.sendable(self.db, channel, self.now, (), _AT_ONCE):
                for message in due:
                    if self._leaving.may_go(self.db, message, self.now):
                        self._arrive(message)

    def _arrive(self, message: Message) -> None:
        there = anchors.anchor(self.db, message.anchor) if message.anchor else None
        new = message.kind in _NEW or (message.kind == "replace" and there is None)
        # An answer that somebody waits for is nothing that comes unasked.
        if new and (message.lane is Lane.BULK or message.id > self._queued_before):
            self.pushes.append(self._push(message))
        shown = Shown(there.message_id if there else f"simulated:{message.id}")
        outbox_claims.claim(self.db, message.id)
        self._leaving.arrived(self.db, message, shown, message.body, self.now)

    def _push(self, message: Message) -> Push:
        topic = message.topic
        arguments = topic.arguments if topic else {}
        carried = reminders.occurrences(self.db, arguments.get("occurrences", ()))
        person = people.person_of_account(self.db, message.account).id if message.account is not None else None
        of = DESK if arguments.get("desk") else arguments.get("code") or arguments.get("period") or ""
        return Push(
            self.now,
            person,
            topic.kind if topic else "",
            str(of),
            message.kind == "file",
            tuple(map(_matter, carried)),
        )


def _unsent(copy: Database, since: datetime) -> Iterator[Unsent]:
    """What of the coming days was skipped, folded into a nearer one, or cancelled by the desk before."""
    for occurrence, reason, at in forecasts.not_sent(copy, since):
        changed = at.astimezone(VN).date()
        by_desk = reason == SkipReason.DESK
        yield Unsent(occurrence.send_on if by_desk else changed, occurrence.due.person, _matter(occurrence), reason)


def _matter(occurrence: Occurrence) -> Matter:
    due = occurrence.due
    return Matter(occurrence.key, due.kind, str(occurrence.mark), due.subject, due.seat, due.due_on)
