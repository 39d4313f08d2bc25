"""The roster: whether somebody is at the desk, and whether everybody can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.people import Role
from bot.domain.texts import N_
from bot.verbs.checks.findings import Finding, Place, fault, note
from storage import addressees, directory, missed, people
from storage.unit import Unit

_NAMED = 5


def roster(_place: Place, unit: Unit) -> Iterator[Finding]:
    """Who holds what."""
    held = people.everybody(unit.db, unit.today)
    yield note(N_("Persons with a duty: {count:number}"), count=len(held))
    if not held:
        yield fault(N_("there is no roster: run `python main.py import-roster FILE.csv`"))
        return
    roles = {duty.role for _, duties in held for duty in duties}
    if Role.SECRETARIAT not in roles:
        yield fault(
            N_(
                "nobody of the roster is an officer of the Standing Body (secretariat), so that nobody gets the"
                " reports: add one and import the roster again"
            )
        )
    if Role.ADMIN not in roles:
        yield note(N_("Nobody of the roster is an administrator (admin): its notices go to the officers alone"))


def vacant(_place: Place, unit: Unit) -> Iterator[Finding]:
    """Seats that are counted as due and that nobody can report for."""
    codes = directory.vacant_seats(unit.db, unit.today)
    if codes:
        yield note(
            N_("Seats that nobody holds: {count:number} ({codes}); whoever takes one over is added to the roster"),
            count=len(codes),
            codes=_first(codes),
        )


def unlinked(_place: Place, unit: Unit) -> Iterator[Finding]:
    """Persons whom nothing can be sent to, because they have not come in yet."""
    count = sum(not entry.account for entry in directory.entries(unit.db, unit.today))
    if count:
        yield note(
            N_("Persons with a duty who have not come in yet: {count:number}; `invite --all` makes their invitations"),
            count=count,
        )


def unreachable(_place: Place, unit: Unit) -> Iterator[Finding]:
    """Persons who came in and whom nothing reaches any more."""
    found = missed.out_of_reach(unit.db, unit.today)
    # One with another account that works gets everything there.
    names = [each.full_name for each in found if not addressees.reachable_accounts(unit.db, each.person)]
    if names:
        yield fault(
            N_(
                "{count:number} persons cannot be reached ({names}): call them; when they write to the bot again, what"
                " they missed is sent"
            ),
            count=len(names),
            names=_first(names),
        )


def _first(names: list[str]) -> str:
    more = f" … (+{len(names) - _NAMED})" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
