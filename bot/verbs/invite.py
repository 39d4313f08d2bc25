"""`invite`: one-time codes and links for persons of the roster."""

from __future__ import annotations

import csv
import io
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from bot.channels.telegram.links import CHANNEL, invitation_link
from bot.clock import VN
from bot.config import Settings
from bot.domain.people import Reader
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.i18n import translate
from bot.runtime.ports import ChannelError
from bot.services.people import enrolment, signing_in
from bot.verbs.changing import carry_out
from bot.verbs.opening import say, to_preview
from storage import ledgers

COLUMNS = ("person_code", "full_name", "code", "link", "expires_at", "instructions")
_LINK = N_("Link that signs {name} in to the office's page, once, until {until:clock}: {link}")
_FOR_ONE = N_("Please give it to this person alone, and to nobody who cannot be recognised, such as by their voice.")
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
    """Issue invitations and write them to the file, or to standard output; or print a link to sign in."""
    if options.sign_in is not None:
        return _sign_in(options.sign_in, settings)
    with to_preview(settings) as base:
        known = ledgers.fact(base.db, enrolment.invitation_link_fact(CHANNEL)) or ""
    link = _link(settings, known, ask_name)
    issued = carry_out(settings, "invite", {"person": options.person})["issued"]
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


def _sign_in(code: str, settings: Settings) -> int:
    if not settings.public_url:
        raise BotError("no_page")
    done = carry_out(settings, "sign-in-link", {"person": code})
    link = signing_in.template(settings.public_url).replace(signing_in.TOKEN, done["token"])
    until = datetime.fromisoformat(done["expires_at"])
    print(say(Text(_LINK, name=done["full_name"], until=until, link=link)))
    print(say(Text(_FOR_ONE)), file=sys.stderr)
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


def _csv(issued: Sequence[Sequence[str]], link: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for person, name, lang, code, token, until in issued:
        expires_at = datetime.fromisoformat(until)
        expires = expires_at.astimezone(VN).isoformat(timespec="minutes")
        own = link.replace(enrolment.TOKEN, token)
        told = Text(_WITH_LINK if own else _WITHOUT_LINK, link=own, code=code, expires=expires_at)
        instructions = translate(told, Reader(lang=lang))
        writer.writerow((person, name, code, own, expires, instructions))
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
