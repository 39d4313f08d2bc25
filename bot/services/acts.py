"""What a verb has done, by itself or by the running program: named acts on plain data, each in one unit of work."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.data_source import load_seats
from bot.domain.calendar_days import of_plain
from bot.domain.characters import key
from bot.domain.operations import Operation
from bot.domain.people import Person
from bot.domain.reminder_rules import from_plain
from bot.errors import BotError
from bot.services import reminder_rules
from bot.services.desk import binding, calendar_moves, files
from bot.services.people import changes, enrolment, erasing, second_factors, signing_in
from bot.services.people.changes import Changes
from bot.services.tasks import import_told, importing
from bot.services.upkeep import purging
from storage import inbox, people
from storage.unit import Unit

BY = "operator"
"""Who the audit names for what is done on the command line."""

Plain = Mapping[str, Any]
"""Whatever JSON can hold."""
Act = Callable[[Unit, Plain], Plain]


def import_roster(unit: Unit, asked: Plain) -> Plain:
    """Carry out the changes of a roster."""
    changes.apply(unit, Changes.of_plain(asked), BY, load_seats())
    return {}


def import_tasks(unit: Unit, asked: Plain) -> Plain:
    """Write tasks; they name seats by id, as these were on the roster they were read against."""
    if asked["revision"] != changes.revision(unit):
        raise BotError("roster_changed")
    found = [importing.of_plain(each) for each in asked["tasks"]]
    assigned = [task.code for task in import_told.assigned_by(unit, found)]
    imported = importing.write(unit, found, BY)
    return {"new": imported.new, "changed": imported.changed, "same": imported.same, "assigned": assigned}


def import_rules(unit: Unit, asked: Plain) -> Plain:
    """Set rules of reminders in place of the version they were compared with."""
    rules = {**unit.rules.reminders.rules, **from_plain(asked["rules"])}
    return {"version": reminder_rules.put(unit, rules, asked["version"], BY)}


def import_calendar(unit: Unit, asked: Plain) -> Plain:
    """Set days of the calendar, if it is as it was when it was shown what they move."""
    if asked["version"] != calendar_moves.version(unit):
        raise BotError("calendar_changed")
    done = calendar_moves.change(unit, of_plain(asked["own"]), BY)
    return {"version": done.version, "moved": calendar_moves.moved_as_plain(done.moves)}


def invite(unit: Unit, asked: Plain) -> Plain:
    """Issue invitations to the person with a code, or to everybody who holds a duty and has no linked account."""
    issued = [enrolment.issue(unit, person, BY) for person in _invited(unit, asked["person"])]
    return {
        "issued": [
            [one.person.code, one.person.full_name, one.person.lang, one.code, one.token, one.expires_at.isoformat()]
            for one in issued
        ]
    }


def sign_in_link(unit: Unit, asked: Plain) -> Plain:
    """Make a link that signs the person with a code in to the office's page."""
    [person] = _invited(unit, asked["person"])
    issued = signing_in.issue(unit, person, BY)
    return {"full_name": person.full_name, "token": issued.token, "expires_at": issued.expires_at.isoformat()}


def reset_totp(unit: Unit, asked: Plain) -> Plain:
    """Remove the second factor of the person with a code, and sign them out everywhere."""
    person = _person(unit, asked["person"])
    second_factors.reset(unit, person, BY)
    return {"full_name": person.full_name}


def replay(unit: Unit, asked: Plain) -> Plain:
    """Put one update that was set aside, or all of them, back to wait."""
    return {"released": inbox.release(unit.db, asked["id"], unit.now)}


def bind_desk(unit: Unit, _asked: Plain) -> Plain:
    """Issue a code by which a group becomes the desk's."""
    issued = binding.issue(unit, BY)
    return {"code": issued.code, "expires_at": issued.expires_at.isoformat()}


def unbind_desk(unit: Unit, _asked: Plain) -> Plain:
    """End the place of the desk in its group."""
    return {"unbound": binding.unbind(unit, BY)}


def keep_papers(unit: Unit, asked: Plain) -> Plain:
    """Keep frozen papers that were built for the first time; return those that are kept."""
    kept = {
        reference: files.keep(unit.db, reference, b64decode(content), unit.now)
        for reference, content in asked["papers"].items()
    }
    return {"papers": {reference: b64encode(content).decode() for reference, content in kept.items()}}


def purge(unit: Unit, asked: Plain) -> Plain:
    """Remove what must not be here."""
    return {"code": purging.purge(unit, asked["code"], BY).wanted.code}


def erase_person(unit: Unit, asked: Plain) -> Plain:
    """Erase the personal data of somebody who holds no duty any more."""
    erasing.erase(unit, asked["person"], BY)
    return {}


ACTS: Mapping[str, Act] = {
    "bind-desk": bind_desk,
    "unbind-desk": unbind_desk,
    "erase-person": erase_person,
    "import-calendar": import_calendar,
    "import-roster": import_roster,
    "import-rules": import_rules,
    "import-tasks": import_tasks,
    "invite": invite,
    "replay": replay,
    "keep-papers": keep_papers,
    "purge": purge,
    "reset-totp": reset_totp,
    "sign-in-link": sign_in_link,
}
TELLS: Mapping[str, Callable[[Unit, Plain], Sequence[Operation]]] = {
    "import-calendar": lambda unit, done: calendar_moves.notices_of_plain(unit, done["version"], done["moved"]),
    "import-tasks": lambda unit, done: import_told.notices(unit, done["assigned"]),
}
"""What is to be told of an act, by what it answered."""
LEAVES_NO_TRACE = frozenset({"erase-person", "purge"})
"""Acts after which files that nothing needs are deleted, the base is written anew and its log cut, so that what was
removed is gone from the disk too."""


def _invited(unit: Unit, code: str | None) -> list[Person]:
    if code is None:
        return [p for p in people.all_persons(unit.db, unit.today) if not people.is_linked(unit.db, p.id)]
    person = _person(unit, code)
    if not people.duties_of(unit.db, person.id, unit.today):
        raise BotError("person_without_duty", code=code)
    return [person]


def _person(unit: Unit, code: str) -> Person:
    stored = next((each for each in people.person_codes(unit.db) if key(each) == key(code)), code)
    person = people.person_by_code(unit.db, stored)
    if person is None:
        raise BotError("person_unknown", code=code)
    return person
