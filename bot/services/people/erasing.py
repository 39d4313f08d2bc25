"""A person's data are erased: what has to stay stays as nobody's."""

from __future__ import annotations

from bot.domain.people import Person
from bot.domain.verbs.settings import Leaving
from bot.errors import BotError
from bot.screens.people.settings import left
from bot.services.people import mailing
from bot.services.people.leaving import end_link
from storage import directory, erasure, ledgers, people
from storage.unit import Unit

ERASED = "person.erased"
"""The verb of the entry that says that somebody's data were erased."""


def erasable(unit: Unit, code: str) -> Person:
    """Return the person with a code whose data can be erased.

    Raises BotError("person_unknown"), and BotError("person_on_duty") while a duty is held or is to come.
    """
    person = people.person_by_code(unit.db, code)
    if person is None:
        raise BotError("person_unknown", code=code)
    if directory.has_duty_from(unit.db, person.id, unit.today):
        raise BotError("person_on_duty", code=code)
    return person


def erase(unit: Unit, code: str, by: str) -> None:
    """Erase the data of a person. Raises what `erasable` raises."""
    person = erasable(unit, code)
    for account in directory.live_accounts(unit.db, person.id):
        end_link(unit, account, left(Leaving.UNLINK, unit.rules.profile.office.phone))
    mailing.forget(unit, person.id)
    erasure.erase(unit.db, person.id, unit.now)
    ledgers.append_audit(unit.db, unit.now, by, ERASED, f"person:{person.code}")
