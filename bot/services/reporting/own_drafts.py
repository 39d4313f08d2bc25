"""What a member does with drafts besides writing them: look through them, delete one."""

from __future__ import annotations

from bot.domain.form_moves import STALE
from bot.domain.people import Actor
from bot.errors import BotError
from bot.screens.reporting import own_drafts as wording
from bot.screens.reporting.own_drafts import Waiting
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import own_draft, sent_before
from bot.services.reporting.waiting import KINDS, listed, waiting
from storage import drafts, ledgers, people
from storage.unit import Unit


def show(unit: Unit, actor: Actor) -> Reply:
    """Every draft of whoever asks."""
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.listed(waiting(unit, actor)))


def ask_delete(unit: Unit, actor: Actor, draft_id: int) -> Reply:
    """Whether to delete a draft. Raises BotError("stale") for what is not theirs; one that was sent names its code."""
    draft = own_draft(unit, actor, draft_id)
    if draft.kind not in KINDS:
        raise BotError("stale")
    if draft.result_code:
        return sent_before(draft)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.ask_delete(_named(unit, actor, draft.id)))


def delete(unit: Unit, actor: Actor, draft_id: int, rev: int) -> Reply:
    """Delete a draft with all that was entered, if it is as it was shown; else ask again."""
    asked = ask_delete(unit, actor, draft_id)
    draft = own_draft(unit, actor, draft_id)
    if draft.result_code:
        return asked
    if draft.rev != rev:
        return with_remark(asked, STALE)
    named = _named(unit, actor, draft.id)
    drafts.drop_draft(unit.db, draft.id)
    ledgers.append_audit(
        unit.db, unit.now, f"person:{actor.person.code}", "draft.deleted", f"draft:{draft.id}", {"kind": draft.kind}
    )
    return with_remark(show(unit, actor), wording.deleted(named))


def _named(unit: Unit, actor: Actor, draft_id: int) -> Waiting:
    """The draft with the number that the list gives it."""
    found = next((each for each in waiting(unit, actor) if each.draft.id == draft_id), None)
    if found is not None:
        return found
    draft = drafts.draft_by_id(unit.db, draft_id)
    assert draft is not None
    return listed(unit, actor, [draft])[0]
