"""The desk's acts on the persons of the roster: look through them, invite them, end a link."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.directory import DirectoryEntry, DirectoryView, listed, pages
from bot.domain.operations import Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens.people import directory as wording
from bot.services.people import enrolment
from bot.services.people.leaving import end_link
from bot.services.reply import Reply
from storage import directory, ledgers, people, shown_codes
from storage.unit import Unit


def show(unit: Unit, actor: Actor, view: DirectoryView) -> Reply:
    """Show one screen of the list, the last one where it has become shorter."""
    people.set_open_draft(unit.db, actor.account, None)
    everybody = directory.entries(unit.db, unit.today)
    shown = listed(everybody, tuple(unit.rules.profile.bodies), unlinked=view.unlinked)
    view = replace(view, page=min(view.page, pages(len(shown)) - 1))
    return Reply(wording.people(shown, everybody, view, unit.now))


def person(unit: Unit, actor: Actor, person_id: int, view: DirectoryView) -> Reply:
    """Show one person."""
    return Reply(_screen(unit, actor, _entry(unit, person_id), view))


def invite(unit: Unit, actor: Actor, person_id: int, newest: int, view: DirectoryView) -> Reply:
    """Issue an invitation and show its code this once; `newest` is the invitation the officer saw as the last one.

    Raises BotError("stale") where there is another by now, so that a second press ends no code just handed out.
    """
    before = _entry(unit, person_id)
    if before.invitation != newest:
        raise BotError("stale")
    issued = enrolment.issue(unit, before.person, _by(actor))
    link = issued.link(ledgers.fact(unit.db, enrolment.invitation_link_fact(actor.caller.channel)) or "")
    code = wording.invitation(before.person, before.duties[0], issued.code, link, issued.expires_at)
    after = _entry(unit, person_id)
    return Reply(
        _screen(unit, actor, after, view),
        kept=code,
        kept_topic=Topic(TopicKind.MEMBERSHIP, {"invitation": after.invitation}),
        kept_anchor=shown_codes.anchor_of(actor.account, after.invitation),
    )


def ask_unlink(unit: Unit, actor: Actor, person_id: int, view: DirectoryView) -> Reply:
    """Ask whether to end a person's link."""
    return Reply(wording.ask_unlink(_linked(unit, actor, person_id), view))


def unlink(unit: Unit, actor: Actor, person_id: int, account: int, view: DirectoryView) -> Reply:
    """End a person's link, if `account` is still the newest one, and tell the account; others of the person end too."""
    entry = _linked(unit, actor, person_id)
    if entry.account != account:
        raise BotError("stale")
    notice = wording.link_ended(unit.rules.profile, unit.now)
    notices = []
    for live in directory.live_accounts(unit.db, person_id):
        told = end_link(unit, live, notice)
        ledgers.append_audit(unit.db, unit.now, _by(actor), "account.unlinked", f"account:{live}")
        # Somebody out of reach would not get it.
        if entry.reachable:
            notices.append(told)
    screen = _screen(unit, actor, _entry(unit, person_id), view)
    done = wording.unlinked(entry.person.full_name, unit.now)
    return Reply(screen.with_line_first(done), notices=tuple(notices))


def _entry(unit: Unit, person_id: int) -> DirectoryEntry:
    found = directory.entry(unit.db, person_id, unit.today)
    if found is None:
        raise BotError("stale")
    return found


def _linked(unit: Unit, actor: Actor, person_id: int) -> DirectoryEntry:
    """Return a person who is linked and is not the officer, who would be left outside."""
    found = _entry(unit, person_id)
    if not found.account or person_id == actor.person.id:
        raise BotError("stale")
    return found


def _screen(unit: Unit, actor: Actor, entry: DirectoryEntry, view: DirectoryView) -> Screen:
    own = entry.person.id == actor.person.id
    return wording.person(unit.rules.profile, entry, view, unit.now, own=own)


def _by(actor: Actor) -> str:
    return f"person:{actor.person.code}"
