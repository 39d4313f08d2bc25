"""`purge`: remove what must not be here, such as a state secret, wherever it is."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from bot.config import Settings
from bot.domain.periods import Period
from bot.domain.texts import N_, Text, joined
from bot.services.upkeep import purging
from bot.services.upkeep.purging import Plan
from bot.verbs.changing import carry_out
from bot.verbs.opening import say, to_read
from storage.backup import BACKUPS
from storage.rotation import made_at


def run(options: Namespace, settings: Settings) -> int:
    """Show what would be removed; with --yes, remove it. Then say what only people can delete."""
    with to_read(settings) as base:
        found = purging.plan(base.unit(base.db), options.code)
    for line in _planned(found):
        print(say(line))
    if not options.yes:
        print(say(Text(N_("Nothing has been removed. To remove it, run the command again with --yes."))))
        return 0
    done = carry_out(settings, "purge", {"code": options.code})
    print(say(Text(N_("The content of {code} has been removed."), code=done["code"])))
    for line in _left(found, settings.directory() / BACKUPS):
        print(say(line))
    return 0


def _planned(found: Plan) -> Iterator[Text]:
    wanted = found.wanted
    codes = ", ".join(sorted(wanted.difficulties)) or "–"
    msgid = N_("{code}: difficulties {codes}; versions of reports: {versions:number}; files: {files:number}")
    yield Text(msgid, code=wanted.code, codes=codes, versions=found.versions, files=found.files)
    for each in found.papers:
        paper = N_("Issued again under the next number: {period}, number {number:number}")
        yield Text(paper, period=Period.parse(each.period), number=each.number)
    if found.same_files:
        same = N_("The same file also stands in {codes} and stays there; remove it there as well if it has to go.")
        yield Text(same, codes=", ".join(found.same_files))
    yield Text(N_("Messages in chats that the system deletes: {count:number}"), count=len(found.deletable))
    yield from _by_hand(found)


def _by_hand(found: Plan) -> Iterator[Text]:
    for full_name, shown in found.by_hand.items():
        days = [Text(N_("{at:stamp}"), at=each.at) for each in shown if each.at]
        msgid = N_("{full_name}: {count:number} messages are older than 48 hours and have to be deleted by hand{days}")
        sent = Text(N_(" (sent {days})"), days=joined(days, "; ")) if days else None
        where = full_name or Text(N_("the group of the Standing Body"))
        yield Text(msgid, full_name=where, count=len(shown), days=sent)


def _left(found: Plan, backups: Path) -> Iterator[Text]:
    yield from _by_hand(found)
    yield Text(
        N_(
            "What was sent more than 30 days ago is not listed any more. Please ask the sender, the officers and the"
            " leaders to delete copies of messages, files and papers that they keep elsewhere."
        )
    )
    kept = sorted(path.name for path in backups.glob("bot-*.db") if made_at(path.name))
    if not kept:
        yield Text(N_("There are no backups in {path}; others may be kept elsewhere."), path=str(backups))
        return
    yield Text(
        N_("These backups in {path} still hold the content: {names}. Please make a new one, then delete them."),
        path=str(backups),
        names=", ".join(kept),
    )
    yield Text(N_("Copies of backups that are kept elsewhere have to be deleted there."))
