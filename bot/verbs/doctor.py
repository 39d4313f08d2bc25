"""`doctor`: what an operator would look at first."""

from __future__ import annotations

import platform
import sqlite3
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from bot.clock import VN, SystemClock
from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.i18n import LANGUAGES, messages
from bot.services.rules import load_rules
from bot.verbs.checks import backups, data, files, group, mail, place, push, roster, service, telegram, zalo
from bot.verbs.checks.findings import Finding, Place, alone, fault, note
from bot.verbs.checks.telegram import Ask
from bot.verbs.opening import clock_of, say
from storage.database import is_sound, reading
from storage.lock import is_held
from storage.unit import Unit

_OF_THE_PLACE: tuple[Callable[[Place], Iterable[Finding]], ...] = (
    telegram.way,
    zalo.way,
    mail.way,
    push.way,
    telegram.profile,
    service.state,
    place.owner,
    place.rights,
    place.settings_file,
    place.key,
    place.room,
)
_OF_THE_DATA: tuple[Callable[[Place, Unit], Iterable[Finding]], ...] = (
    data.kind,
    telegram.token,
    data.periods,
    roster.roster,
    roster.unlinked,
    roster.vacant,
    group.group,
    data.queues,
    service.polling,
    zalo.polling,
    zalo.sent,
    mail.sent,
    mail.failing,
    push.nudges,
    service.ticks,
    backups.backups,
    files.files,
    files.in_backup,
    service.clock,
    data.chain,
    data.template,
    data.set_aside,
    data.failing,
    service.unhandled,
    service.unsent,
    service.unopened,
    service.failed,
    service.uncertain,
    roster.unreachable,
)


def run(options: Namespace, settings: Settings, ask: Ask, ask_zalo: Ask, ask_mail: Ask) -> int:
    """Print what was found; the exit status is 1 where something has to be mended."""
    findings = list(_findings(options, settings, ask, ask_zalo, ask_mail))
    for text in _once(finding for finding in findings if not finding.to_mend):
        print(text)
    faults = _once(finding for finding in findings if finding.to_mend)
    for text in faults:
        print(say(Text(N_("To be mended: {fault}"), fault=text)))
    if not faults:
        print(say(Text(N_("Nothing to be mended."))))
    return 1 if faults else 0


def _findings(options: Namespace, settings: Settings, ask: Ask, ask_zalo: Ask, ask_mail: Ask) -> Iterator[Finding]:
    seen = _seen(settings)
    yield from alone(_machine, seen)
    for check in _OF_THE_PLACE:
        yield from alone(check, seen)
    barred = list(alone(place.missing, seen))
    yield from barred or alone(_of_the_data, seen)
    if options.online:
        yield from alone(telegram.online, seen, ask)
        yield from alone(zalo.online, seen, ask_zalo)
        yield from alone(mail.online, seen, ask_mail)


def _seen(settings: Settings) -> Place:
    directory, now, running = settings.directory(), SystemClock().now(), False
    # A directory that is closed to the one who asks is what the checks find.
    with suppress(OSError):
        now = clock_of(directory).now()
        running = is_held(directory)
    return Place(settings, directory, now, running)


def _machine(seen: Place) -> Iterator[Finding]:
    yield note(N_("Python {python}, SQLite {sqlite}"), python=platform.python_version(), sqlite=sqlite3.sqlite_version)
    yield note(N_("Time in Viet Nam: {now:full}"), now=seen.now)
    for lang in LANGUAGES:
        yield note(N_("Catalogue {lang}: {count:number} texts"), lang=lang, count=len(messages(lang)))


def _of_the_data(seen: Place) -> Iterator[Finding]:
    """What the base says, once it can be opened and is whole; what hinders that is the finding."""
    with reading(seen.base) as db:
        if not is_sound(db):
            yield fault(N_("the database is damaged: restore the latest backup"))
            return
        rules = load_rules(seen.settings.profile, b"", seen.now.astimezone(VN).date())
        unit = Unit(db, seen.now, rules)
        for check in _OF_THE_DATA:
            yield from alone(check, seen, unit)


def _once(findings: Iterable[Finding]) -> list[str]:
    """The sentences, each once: what hinders one check hinders its neighbours."""
    return list(dict.fromkeys(say(finding.text) for finding in findings))
