"""What the base itself says: that it is whole, what was set aside, what keeps failing, what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.domain.periods import Cadence, Schedule, accepting
from bot.domain.texts import N_, Text
from bot.exports import SHIPPED_TEMPLATE, build_in_child, template_sha256
from bot.exports.snapshot import canonical
from bot.screens.undelivered import Lost, line
from bot.screens.upkeep import tick_name
from bot.verbs import provisional
from bot.verbs.checks.findings import Finding, Place, fault, note
from storage import inbox, ledgers, missed, outbox, reminders
from storage.ledgers import TickFailure
from storage.unit import Unit

_LATELY = timedelta(days=7)
_LOST_LISTED = 5
_OUT_OF_REACH_LISTED = 20
_BUILD_SECONDS = 60


def kind(place: Place, unit: Unit) -> Iterator[Finding]:
    """Which data these are."""
    found = ledgers.fact(unit.db, "kind")
    yield note(N_("Data: {path} ({kind})"), path=place.path, kind=found or Text(N_("not run yet")))
    if found == "sandbox" and place.settings.bot_token:
        yield note(N_("These data are a sandbox's: `run` on Telegram needs another DATA_DIR"))


def periods(_place: Place, unit: Unit) -> Iterator[Finding]:
    """Which periods are open, and what of the calendar ahead is not decided."""
    for schedule in _open(unit):
        due = schedule.stated(schedule.due_at)
        yield note(N_("Open: {period}, deadline {due:full}"), period=schedule.period, due=due)
    yield from map(Finding, provisional.lines(unit))


def _open(unit: Unit) -> Sequence[Schedule]:
    return accepting(unit.now, Cadence.MONTH, unit.rules.profile.periods, unit.rules.calendar)


def queues(_place: Place, unit: Unit) -> Iterator[Finding]:
    """What waits, what was skipped, what was lost, who misses what."""
    yield note(
        N_("Waiting: {updates:number} updates, {messages:number} messages"),
        updates=inbox.waiting(unit.db),
        messages=outbox.open_count(unit.db),
    )
    since = unit.now - _LATELY
    yield note(
        N_("Reminders that did not arrive: {waiting:number} to be sent again, {skipped:number} skipped in 7 days"),
        waiting=reminders.undelivered(unit.db),
        skipped=len(reminders.given_up(unit.db, since)),
    )
    failed = outbox.count_failed(unit.db, since)
    yield note(N_("Not delivered within {days} days: {count:number} messages"), days=_LATELY.days, count=failed)
    if failed:
        yield from map(Finding, map(line, _lost(unit, since)))
    if missed.out_of_reach(unit.db, unit.today):
        from bot.services.upkeep.missed import lines  # with all that can be missed

        yield from map(Finding, lines(unit, _OUT_OF_REACH_LISTED))


def _lost(unit: Unit, since: datetime) -> Sequence[Lost]:
    from bot.services.upkeep.undelivered import lost_since  # with every screen of the desk

    return lost_since(unit, since, _LOST_LISTED)


def chain(_place: Place, unit: Unit) -> Iterator[Finding]:
    """Whether the audit is as it was written."""
    if next(ledgers.audit_faults(unit.db), None) is not None:
        yield fault(N_("the audit chain is broken: run `python main.py audit verify`"))


def template(_place: Place, unit: Unit) -> Iterator[Finding]:
    """The draft report is built once where an office has edited its template; what is raised says what is wrong."""
    if template_sha256() == SHIPPED_TEMPLATE:
        return
    # A tenth of what doctor would import.
    from bot.services.desk.snapshots import make_snapshot
    from bot.services.standing import Window

    schedule = _open(unit)[0]
    # Without rows: what is tried is the template, not the figures.
    build_in_child("docx", canonical(make_snapshot(unit, Window(schedule, [], []))), _BUILD_SECONDS)
    yield from ()


def set_aside(_place: Place, unit: Unit) -> Iterator[Finding]:
    """Updates that could not be handled."""
    for seq, incident in inbox.quarantined(unit.db):
        yield fault(N_("update {seq} was set aside as {incident}: see `replay`"), seq=seq, incident=incident)


def failing(_place: Place, unit: Unit) -> Iterator[Finding]:
    """Ticks that did not do all they had to."""
    for name, failure in ledgers.tick_failures(unit.db).items():
        yield _failing(name, failure)


def _failing(name: str, failure: TickFailure) -> Finding:
    msgid = (
        N_("{tick} has failed {count:number} times ({incident}); next attempt {at:full}: look into the log")
        if failure.incident
        else N_("{tick} has failed {count:number} times; next attempt {at:full}: look into the log")
    )
    return fault(msgid, tick=tick_name(name), count=failure.attempts, incident=failure.incident, at=failure.next_at)
