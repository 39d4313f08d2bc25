"""`doctor`: what an operator would look at first."""

from __future__ import annotations

import platform
import sqlite3
import stat
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.clock import VN
from bot.config import Settings
from bot.domain.periods import Cadence
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.exports import build_in_child
from bot.exports.snapshot import canonical
from bot.i18n import LANGUAGES, messages
from bot.screens.errors import sentence
from bot.screens.undelivered import line
from bot.screens.upkeep import tick_name
from bot.services.desk.snapshots import make_snapshot
from bot.services.standing import Window, accepting_now
from bot.services.upkeep import missed
from bot.services.upkeep.undelivered import lost_since
from bot.verbs import provisional
from bot.verbs.opening import Base, database, say, to_read
from storage import inbox, ledgers, outbox, people, reminders
from storage.database import is_sound
from storage.ledgers import TickFailure
from storage.unit import Unit

_LATELY = timedelta(days=7)
_LOST_LISTED = 5
_OUT_OF_REACH_LISTED = 20

_BUILD_SECONDS = 60


def run(_options: Namespace, settings: Settings) -> int:
    """Print what was found; the exit status is 1 where something has to be mended."""
    with to_read(settings) as base:
        for line in _facts(base, settings):
            print(say(line))
        faults = list(_faults(base))
    for fault in faults:
        print(say(Text(N_("To be mended: {fault}"), fault=fault)))
    if not faults:
        print(say(Text(N_("Nothing to be mended."))))
    return 1 if faults else 0


def _facts(base: Base, settings: Settings) -> Iterator[Text]:
    now, unit = base.clock.now(), base.unit(base.db)
    yield Text(N_("Python {python}, SQLite {sqlite}"), python=platform.python_version(), sqlite=sqlite3.sqlite_version)
    yield Text(N_("Time in Viet Nam: {now:full}"), now=now)
    kind = ledgers.fact(base.db, "kind") or Text(N_("not run yet"))
    yield Text(N_("Data: {path} ({kind})"), path=str(base.path), kind=kind)
    yield Text(N_("Profile: {profile}"), profile=settings.profile)
    token = Text(N_("set")) if settings.bot_token else Text(N_("not set"))
    yield Text(N_("BOT_TOKEN: {state}"), state=token)
    for schedule in accepting_now(unit, Cadence.MONTH):
        due = schedule.stated(schedule.due_at)
        yield Text(N_("Open: {period}, deadline {due:full}"), period=schedule.period, due=due)
    yield from provisional.lines(unit)
    yield Text(
        N_("Persons with a duty: {count:number}"), count=len(people.all_persons(base.db, now.astimezone(VN).date()))
    )
    yield Text(
        N_("Waiting: {updates:number} updates, {messages:number} messages"),
        updates=inbox.waiting(base.db),
        messages=outbox.open_count(base.db),
    )
    yield Text(
        N_("Reminders that did not arrive: {waiting:number} to be sent again, {skipped:number} skipped in 7 days"),
        waiting=reminders.undelivered(base.db),
        skipped=len(reminders.given_up(base.db, now - _LATELY)),
    )
    yield from _lost(unit)
    yield from missed.lines(unit, _OUT_OF_REACH_LISTED)
    for lang in LANGUAGES:
        yield Text(N_("Catalogue {lang}: {count:number} texts"), lang=lang, count=len(messages(lang)))


def _lost(unit: Unit) -> Iterator[Text]:
    since = unit.now - _LATELY
    yield Text(
        N_("Not delivered within {days} days: {count:number} messages"),
        days=_LATELY.days,
        count=outbox.count_failed(unit.db, since),
    )
    for lost in lost_since(unit, since, _LOST_LISTED):
        yield line(lost)


def _faults(base: Base) -> Iterator[Text]:
    if not is_sound(base.db):
        yield Text(N_("the database is damaged: restore the latest backup"))
    if next(ledgers.audit_faults(base.db), None) is not None:
        yield Text(N_("the audit chain is broken: run `python main.py audit verify`"))
    yield from _template_faults(base)
    for path in (base.path / "secret.key", database(base.path)):
        if _readable_by_others(path):
            yield Text(N_("others can read {path}: set its mode to 600"), path=str(path))
    for seq, incident in inbox.quarantined(base.db):
        yield Text(N_("update {seq} was set aside as {incident}: see `replay`"), seq=seq, incident=incident)
    for name, failure in ledgers.tick_failures(base.db).items():
        yield _failing(name, failure)


def _failing(name: str, failure: TickFailure) -> Text:
    msgid = (
        N_("{tick} has failed {count:number} times ({incident}); next attempt {at:full}")
        if failure.incident
        else N_("{tick} has failed {count:number} times; next attempt {at:full}")
    )
    return Text(msgid, tick=tick_name(name), count=failure.attempts, incident=failure.incident, at=failure.next_at)


def _template_faults(base: Base) -> Iterator[Text]:
    """The draft report is built once: an office may have edited its template."""
    unit = base.unit(base.db)
    schedule = accepting_now(unit, Cadence.MONTH)[0]
    try:
        # Without rows: what is tried is the template, not the figures.
        build_in_child("docx", canonical(make_snapshot(unit, Window(schedule, [], []))), _BUILD_SECONDS)
    except BotError as error:
        yield sentence(error)


def _readable_by_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO))
