"""`invite`: one-time codes and links for persons of the roster."""

from __future__ import annotations

import csv
import io
import os
from argparse import Namespace
from pathlib import Path

from sqlite_utils import Database

from bot.channels.telegram.links import CHANNEL, invitation_link
from bot.clock import VN
from bot.config import Settings
from bot.domain.characters import key
from bot.domain.people import Person
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.services.people import enrolment
from bot.services.people.enrolment import Issued
from bot.verbs.opening import BY, Base, say, to_write
from storage import ledgers, people

COLUMNS = ("person_code", "full_name", "code", "link", "expires_at")


def run(options: Namespace, settings: Settings) -> int:
    """Issue invitations and write them to the file, or to standard output."""
    with to_write(settings) as (base, writer):
        issued = writer.write_now(lambda db: _issue(base, db, options.person))
        known = ledgers.fact(base.db, enrolment.invitation_link_fact(CHANNEL)) or ""
    named = settings.bot_username
    text = _csv(issued, invitation_link(named, enrolment.TOKEN) if named else known)
    if options.out is None:
        print(text, end="")
        return 0
    _write_secret(Path(options.out), text)
    print(say(Text(N_("{count:number} invitations written to {path}."), count=len(issued), path=options.out)))
    return 0


def _issue(base: Base, db: Database, person_code: str | None) -> list[Issued]:
    unit = base.unit(db)
    return [enrolment.issue(unit, person, BY) for person in _persons(db, base, person_code)]


def _persons(db: Database, base: Base, code: str | None) -> list[Person]:
    """The person named, or everybody who holds a duty and has no linked account."""
    today = base.clock.now().astimezone(VN).date()
    if code is None:
        return [p for p in people.all_persons(db, today) if not people.is_linked(db, p.id)]
    stored = next((each for each in people.person_codes(db) if key(each) == key(code)), code)
    person = people.person_by_code(db, stored)
    if person is None:
        raise BotError("person_unknown", code=code)
    if not people.duties_of(db, person.id, today):
        raise BotError("person_without_duty", code=code)
    return [person]


def _csv(issued: list[Issued], link: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in issued:
        expires = one.expires_at.astimezone(VN).isoformat(timespec="minutes")
        writer.writerow((one.person.code, one.person.full_name, one.code, one.link(link), expires))
    return out.getvalue()


def _write_secret(path: Path, text: str) -> None:
    """Codes are for their persons only, so the file is for its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        # Without its mark spreadsheets take UTF-8 for something else.
        with os.fdopen(handle, "w", encoding="utf-8-sig") as file:
            # The mode above counts only where the file is new.
            os.fchmod(file.fileno(), 0o600)
            file.write(text)
    except OSError as error:
        raise BotError("file_unwritable", path=str(path)) from error
