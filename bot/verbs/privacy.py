"""`privacy`: what is kept about people and for how long; the data of one person are erased."""

from __future__ import annotations

import sys
from argparse import Namespace

from bot.config import Settings
from bot.domain.characters import key
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.services.people import erasing
from bot.services.upkeep import housekeeping
from bot.verbs.changing import carry_out
from bot.verbs.opening import say, to_preview, to_read
from storage.rehearsal import copy_in_memory

_AGREED = "xoa"
_RECORDS = (
    N_("reports, difficulties and what became of them: official records, by the rules on archives"),
    N_("frozen aggregates and their papers, with the names of those who sent the reports: official records"),
)
_UNTIL_ERASED = (
    N_("the roster: names, titles, telephone numbers, duties, until they are erased"),
    N_("linked accounts and consents: until the person's data are erased"),
    N_("e-mail addresses: until they are removed or stopped, the account is unlinked, or the last duty ends"),
)
_BESIDE = (
    N_("the audit: codes of persons, no names, no contents"),
    N_("backups: as many as are kept; erased data are in them until the last of those has gone"),
)


def run(options: Namespace, settings: Settings) -> int:
    """Report, or erase after having asked."""
    if options.act == "report":
        return _report(settings)
    with to_preview(settings) as base:
        person = erasing.erasable(base.unit(base.db), options.person)
    told = N_(
        "The name, title, telephone number and accounts of {name} ({code}) and what this person has typed and not sent"
        " will be deleted. Reports that were sent are kept without the name. This cannot be undone."
    )
    print(say(Text(told, name=person.full_name, code=person.code)))
    if not options.yes:
        _ask()
    carry_out(settings, "erase-person", {"person": person.code})
    print(say(Text(N_("Erased. What remains:"))))
    for kept in _RECORDS + _BESIDE:
        print(say(Text(N_("  {what}"), what=Text(kept))))
    return 0


def _report(settings: Settings) -> int:
    """Say what is kept for how long, and what would go now: tried on a copy in memory."""
    with to_read(settings) as base, copy_in_memory(base.db) as copied:
        rehearsed = housekeeping.rehearsed(base.unit(copied))
    print(say(Text(N_("Deleted by itself (days kept; rows that would go now):"))))
    for retention, rows in rehearsed:
        line = Text(
            N_("  {what}: {days:number} days; {rows:number}"),
            what=Text(retention.what), days=retention.kept_for.days, rows=rows,
        )  # fmt: skip
        print(say(line))
    print(say(Text(N_("Kept:"))))
    for kept in _RECORDS + _UNTIL_ERASED + _BESIDE:
        print(say(Text(N_("  {what}"), what=Text(kept))))
    return 0


def _ask() -> None:
    """Ask at the terminal. Raises BotError("no_terminal") where there is none, BotError("not_agreed")."""
    if not (sys.stdin and sys.stdin.isatty()):
        raise BotError("no_terminal")
    print(say(Text(N_("Type xoa to do this, anything else to leave everything as it is:"))), end=" ", flush=True)
    if key(sys.stdin.readline()) != _AGREED:
        raise BotError("not_agreed")
