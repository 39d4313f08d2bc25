"""`invite`: one-time codes and links for persons of the roster."""

from __future__ import annotations

import csv
import io
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from bot.channels.telegram.links import CHANNEL, invitation_link
from bot.clock import VN
from bot.config import Settings
from bot.domain.characters import key
from bot.domain.people import Person, Reader
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.i18n import translate
from bot.runtime.ports import ChannelError
from bot.services.acts import BY
from bot.services.people import enrolment
from bot.services.people.enrolment import Issued
from bot.verbs.opening import Base, say, to_write
from storage import ledgers, people

COLUMNS = ("person_code", "full_name", "code", "link", "expires_at", "instructions")
AskName = Callable[[Settings], str]
"""Asks the channel for the bot's user name. Raises ChannelError."""

_WITH_LINK = N_(
    "Open {link} and press Start, or send the code {code} in that chat. It works once, until {expires:full}."
)
_WITHOUT_LINK = N_("Send the code {code} to the assistant on Telegram. It works once, until {expires:full}.")
_WHAT_TO_DO = N_(
    "Please give each person their own line only, in a letter or by official mail, and delete the list afterwards."
)
_NO_LINKS = N_(
    "The list has no links, because the bot's name is not known. Please check BOT_TOKEN, BOT_API_BASE and PROXY_URL,"
    " or set BOT_USERNAME, and issue the invitations anew."
)


def run(options: Namespace, settings: Settings, ask_name: AskName) -> int:
    """Issue invitations and write them to the file, or to standard output."""
    with to_write(settings) as (base, writer):
        known = ledgers.fact(base.db, enrolment.invitation_link_fact(CHANNEL)) or ""
        link = _link(settings, known, ask_name)
        issued = writer.write_now(lambda db: _issue(base, db, options.person))
    text = _csv(issued, link)
    if options.out is None:
        print(text, end="")
    else:
        _write_secret(Path(options.out), text)
        print(say(Text(N_("{count:number} invitations written to {path}."), count=len(issued), path=options.out)))
    # Beside the list, which may be on its way into another program.
    for remark in (_WHAT_TO_DO, *(() if link else (_NO_LINKS,))):
        print(say(Text(remark)), file=sys.stderr)
    return 0


def _link(settings: Settings, known: str, ask_name: AskName) -> str:
    """Return what a link looks like; empty where the name of the bot cannot be learnt."""
    if settings.bot_username:
        return invitation_link(settings.bot_username, enrolment.TOKEN)
    if known or not settings.bot_token:
        return known
    try:
        name = ask_name(settings)
    except ChannelError:
        name = ""
    return invitation_link(name, enrolment.TOKEN) if name else ""


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
        own = one.link(link)
        told = Text(_WITH_LINK if own else _WITHOUT_LINK, link=own, code=one.code, expires=one.expires_at)
        instructions = translate(told, Reader(lang=one.person.lang))
        writer.writerow((one.person.code, one.person.full_name, one.code, own, expires, instructions))
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
