"""The words that the desk keeps to use again: saved from the draft of an act, listed, named anew, deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.acting_forms import HANDLING
from bot.domain.characters import clean
from bot.domain.forms import Done, Draft, Form
from bot.domain.handling import WORDS, DeskAct
from bot.domain.people import Actor
from bot.domain.saved_replies import ACTS, MOST, NAME, NAMING, SavedReply, naming_form
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.screens import saved_replies as wording
from bot.services.difficulties import acting
from bot.services.people import duties
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, ledgers, people, saved_replies
from storage.unit import Unit


def show_list(unit: Unit, actor: Actor, act: DeskAct) -> Reply:
    """Show what is kept for an act. Raises BotError: rights, or stale for an act whose words are not kept."""
    officer_only(unit, actor)
    if act not in ACTS:
        raise BotError("stale")
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.of_act(act, saved_replies.of_act(unit.db, act)))


def show(unit: Unit, actor: Actor, number: int) -> Reply:
    """Show one whole. Raises BotError: rights, or stale where it is not there any more."""
    reply = _reply(unit, actor, number)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.one(reply))


def ask_delete(unit: Unit, actor: Actor, number: int) -> Reply:
    """Ask whether one is to be deleted. Raises as `show` does."""
    return Reply(wording.ask_delete(_reply(unit, actor, number)))


def delete(unit: Unit, actor: Actor, number: int) -> Reply:
    """Delete one. Raises as `show` does."""
    reply = _reply(unit, actor, number)
    saved_replies.delete(unit.db, reply)
    _audit(unit, actor, "deleted", number)
    return with_remark(show_list(unit, actor, reply.act), wording.deleted(reply.name))


def save(unit: Unit, actor: Actor, draft_id: int) -> Reply:
    """Ask for the name under which the words of an act that is being written are kept.

    Raises BotError: rights, or stale for any other draft. Where there is no room for more, the form says so.
    """
    officer_only(unit, actor)
    draft = drafts.draft_by_id(unit.db, draft_id)
    if draft is None or draft.person != actor.person.id or not _words(draft):
        raise BotError("stale")
    if len(saved_replies.of_act(unit.db, _act(draft))) >= MOST:
        return with_remark(open_draft(unit, actor, acting.FORM, draft), wording.full())
    return _ask_name(unit, actor, draft.subject)


def rename(unit: Unit, actor: Actor, number: int) -> Reply:
    """Ask for another name. Raises as `show` does."""
    return _ask_name(unit, actor, str(_reply(unit, actor, number).id))


def _ask_name(unit: Unit, actor: Actor, subject: str) -> Reply:
    key = (actor.person.id, 0, NAMING, subject)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = replace(draft, rev=draft.rev + 1, items=(), position=_form(unit, draft).start())
    drafts.save_draft(unit.db, begun, unit.now)
    return open_draft(unit, actor, FORM, begun)


def _reply(unit: Unit, actor: Actor, number: int) -> SavedReply:
    officer_only(unit, actor)
    found = saved_replies.by_id(unit.db, number)
    if found is None:
        raise BotError("stale")
    return found


def _act(draft: Draft) -> DeskAct:
    return DeskAct(draft.subject.partition(":")[2])


def _words(draft: Draft | None) -> str:
    """What would be kept of the draft of an act; empty where it has nothing of the kind."""
    if draft is None or draft.kind != HANDLING or draft.closed_at or not draft.items or _act(draft) not in ACTS:
        return ""
    return clean(draft.items[0].get(WORDS, ""))


def _source(unit: Unit, draft: Draft) -> SavedReply | Draft | None:
    """What is named: one that is kept already, or the draft of an act; None where it is gone."""
    if draft.subject.isdecimal():
        return saved_replies.by_id(unit.db, int(draft.subject))
    found = drafts.live_draft(unit.db, draft.person, 0, HANDLING, draft.subject)
    return found if _words(found) else None


def _form(unit: Unit, draft: Draft) -> Form:
    source = _source(unit, draft)
    if source is None:
        return naming_form(())
    act = source.act if isinstance(source, SavedReply) else _act(source)
    own = source.id if isinstance(source, SavedReply) else 0
    return naming_form([each.name for each in saved_replies.of_act(unit.db, act) if each.id != own])


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    source = _source(unit, draft)
    assert source is not None  # else it was overtaken
    words = source.words if isinstance(source, SavedReply) else _words(source)
    return wording.naming(_form(unit, draft), draft, words)


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    if _source(unit, draft):
        return None
    drafts.drop_draft(unit.db, draft.id)
    return show_list(unit, actor, ACTS[0])


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    source, name = _source(unit, draft), clean(draft.items[0][NAME])
    if source is None or _refuses(unit, draft, name):
        return open_draft(unit, actor, FORM, replace(draft, position=_form(unit, draft).start(), rev=draft.rev + 1))
    if isinstance(source, SavedReply):
        saved_replies.rename(unit.db, source, name)
        number = source.id
        _audit(unit, actor, "renamed", number)
    else:
        number = saved_replies.add(unit.db, _act(source), name, _words(source), actor.person.id, unit.now)
        _audit(unit, actor, "saved", number)
    # By its number: the name is kept in one place.
    drafts.close_draft(unit.db, draft.id, f"reply:{number}", unit.now)
    return with_remark(_back(unit, actor, draft), wording.saved(name))


def _refuses(unit: Unit, draft: Draft, name: str) -> bool:
    """Whether a colleague has taken the name while it was looked at."""
    return _form(unit, draft).steps[0].refuse(name) is not None


def _back(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    """The form of the act that the words are of, or the one that was named anew."""
    source = _source(unit, draft)
    if isinstance(source, SavedReply):
        return show(unit, actor, source.id)
    return open_draft(unit, actor, acting.FORM, source) if source else show_list(unit, actor, ACTS[0])


def _audit(unit: Unit, actor: Actor, what: str, number: int) -> None:
    """That there is one, and not what it says."""
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), f"reply.{what}", f"reply:{number}")


def _done_before(_code: str, _at: datetime) -> Text:
    return wording.saved_before()


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, _done_before, _back)
"""The form in which one is named."""
