"""The form in which the desk announces something: what is shown before it is sent is what is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import VN
from bot.domain.attachments import FileState
from bot.domain.broadcast_forms import (
    AUDIENCE,
    BROADCAST,
    CONFIRM,
    NOW,
    WHEN,
    WHICH,
    YES,
    Known,
    broadcast_form,
    instant_of,
)
from bot.domain.broadcast_forms import chosen as chosen_in
from bot.domain.broadcasts import Audience, Broadcast, Chosen, page_of
from bot.domain.form_questions import missing
from bot.domain.forms import At, Done, Draft, Form, Position
from bot.domain.handling import WORDS
from bot.domain.hour_phrases import MORNING
from bot.domain.people import Actor
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.screens import announcing as wording
from bot.services.desk import audiences, broadcast_flow, broadcasting
from bot.services.desk.audiences import Resolved
from bot.services.people import duties
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, at_review_again, open_draft, own_draft
from bot.services.tasks.described import directory
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import broadcasts, drafts, ledgers, people, result_files
from storage.unit import Unit

_SAME_WORDS = timedelta(days=1)
"""So far back the same words are pointed out that went out before."""


def start(unit: Unit, actor: Actor, number: int | None = None) -> Reply:
    """Open a draft of the form; without its number the one of no other announcement. Raises BotError: rights, stale."""
    officer_only(unit, actor)
    if number is None:
        return open_draft(unit, actor, FORM, _draft(unit, actor, ""))
    draft = own_draft(unit, actor, number)
    if draft.kind != BROADCAST:
        raise BotError("stale")
    return open_draft(unit, actor, FORM, draft)


def repeat(unit: Unit, actor: Actor, number: int) -> Reply:
    """Open the preview of the same announcement to those who have not confirmed it; once a working day.

    Raises BotError: rights, stale for one that nobody was asked to confirm.
    """
    made = broadcasting.of_desk(unit, actor, number)
    if not made.confirm:
        raise BotError("stale")
    chosen = Chosen(Audience.UNCONFIRMED, made.code)
    if before := _repeated(unit, chosen):
        return broadcasting.show_with(
            unit, actor, before, wording.repeated_already(made.code, before, _who(unit, before))
        )
    draft = _draft(unit, actor, made.code)
    answers = {WORDS: made.words, AUDIENCE: chosen.audience.value, WHICH[chosen.audience]: made.code}
    files = tuple(result_files.by_id(unit.db, made.files).values())
    if not draft.items:
        draft = replace(draft, items=({**answers, WHEN: NOW, CONFIRM: YES},), files=(files,) if files else ())
        draft = replace(draft, position=Position(At.REVIEW))
    drafts.save_draft(unit.db, draft, unit.now)
    return open_draft(unit, actor, FORM, draft)


def _draft(unit: Unit, actor: Actor, subject: str) -> Draft:
    key = (actor.person.id, 0, BROADCAST, subject)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = draft if draft.rev else replace(draft, rev=1, position=_form(unit, draft).start())
    drafts.save_draft(unit.db, begun, draft.updated_at)
    return begun


def _form(unit: Unit, draft: Draft) -> Form:
    morning = datetime.combine(unit.rules.calendar.next_working_after(unit.today), MORNING, VN)
    now = unit.now.astimezone(VN)
    known = Known(now, unit.today_for_words, directory(unit), audiences.options(unit), morning)
    return broadcast_form(known, draft)


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    form = _form(unit, draft)
    view = wording.FormView(form, names=_names(unit, draft), email=unit.rules.profile.office.email)
    if draft.position.at is At.REVIEW and draft.items and missing(form, draft) is None:
        before, found = _same_words(unit, draft), audiences.resolve(unit, chosen_in(draft.items[0]))
        # What is shown is kept: nothing else is sent.
        draft = replace(draft, base=found.mark(before.code if before else ""))
        drafts.save_draft(unit.db, draft, draft.updated_at)
        view = replace(view, preview=_preview(unit, draft, found, before))
    return wording.draft_screen(view, draft)


def _names(unit: Unit, draft: Draft) -> dict[str, object]:
    """How the options of the question are called that is asked."""
    item = draft.items[0] if draft.items else {}
    audience = Audience(item[AUDIENCE]) if item.get(AUDIENCE) else None
    found = audiences.options(unit).get(audience, {}) if audience else {}
    names: dict[str, object] = dict(wording.AUDIENCES)
    return names | {code: audiences.called(unit, Chosen(audience, code)) for code in found if audience}


def _preview(unit: Unit, draft: Draft, found: Resolved, before: Broadcast | None) -> wording.Preview:
    item, chosen = draft.items[0], chosen_in(draft.items[0])
    return wording.Preview(
        words=item[WORDS],
        files=draft.attached(0),
        chosen=chosen,
        called=audiences.called(unit, chosen),
        found=found.persons,
        vacant=found.vacant,
        send_at=_send_at(item[WHEN]),
        confirm=item[CONFIRM] == YES,
        before=(before, _who(unit, before)) if before else None,
    )


def _send_at(answer: str) -> datetime | None:
    """The instant that is chosen; None for at once."""
    at = instant_of(answer)
    return at.replace(tzinfo=VN) if at else None


def show_audience(unit: Unit, actor: Actor, number: int, page: int) -> Reply:
    """Show a page of those whom a draft would go to; where they changed since the preview, that is shown anew.

    Raises BotError as `own_draft` does, and stale for a draft without an audience.
    """
    officer_only(unit, actor)
    draft = own_draft(unit, actor, number)
    if draft.kind != BROADCAST or draft.closed_at or not draft.items or missing(_form(unit, draft), draft):
        raise BotError("stale")
    found = audiences.resolve(unit, chosen_in(draft.items[0]))
    before = _same_words(unit, draft)
    if found.mark(before.code if before else "") != draft.base:
        return at_review_again(unit, actor, FORM, draft, wording.changed())
    shown = page_of(found.persons, page)
    return Reply(wording.audience(draft, found.persons, found.vacant, shown))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    chosen, found, before = (
        chosen_in(draft.items[0]),
        audiences.resolve(unit, chosen_in(draft.items[0])),
        _same_words(unit, draft),
    )
    if other := _repeated(unit, chosen):
        drafts.close_draft(unit.db, draft.id, other.code, unit.now)
        people.set_open_draft(unit.db, actor.account, None)
        said = wording.repeated_already(chosen.which, other, _who(unit, other))
        return broadcasting.show_with(unit, actor, other, said)
    if remark := _refused(unit, draft, found, before):
        return at_review_again(unit, actor, FORM, draft, remark)
    made = _made(unit, actor, draft, found)
    drafts.close_draft(unit.db, draft.id, made.code, unit.now)
    people.set_open_draft(unit.db, actor.account, None)
    notices = broadcast_flow.go_on(unit, made)
    return replace(broadcasting.show_with(unit, actor, made, wording.taken(made)), notices=tuple(notices))


def _refused(unit: Unit, draft: Draft, found: Resolved, before: Broadcast | None) -> Text | None:
    """Why what was shown cannot be sent as it was."""
    if found.mark(before.code if before else "") != draft.base:
        return wording.changed()
    if not found.persons:
        return wording.nobody()
    at = _send_at(draft.items[0][WHEN])
    if at and at <= unit.now:
        return wording.passed(at)
    states = {each.state for each in draft.attached(0)}
    if FileState.WAITING in states:
        return wording.files_awaited()
    return wording.files_refused() if FileState.REFUSED in states else None


def _made(unit: Unit, actor: Actor, draft: Draft, found: Resolved) -> Broadcast:
    """Keep the announcement with everybody it is for."""
    item, month = draft.items[0], f"TB-{unit.today:%y%m}"
    code = f"{month}-{ledgers.next_number(unit.db, month):03}"
    made = Broadcast(
        id=0,
        code=code,
        person=actor.person.id,
        words=item[WORDS],
        files=tuple(result_files.add(unit.db, code, draft.attached(0))),
        chosen=chosen_in(item),
        confirm=item[CONFIRM] == YES,
        made_at=unit.now,
        send_at=_send_at(item[WHEN]) or unit.now,
    )
    recipients = [(each.person, each.basis) for each in found.persons]
    made = replace(made, id=broadcasts.add(unit.db, made, recipients))
    detail = {"audience": made.chosen.stored, "persons": [each.person for each in found.persons], "words": made.words}
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), "broadcast.made", f"broadcast:{code}", detail)
    return made


def _same_words(unit: Unit, draft: Draft) -> Broadcast | None:
    """The announcement with the same words that was made last by anybody; a repetition has them anyway."""
    if draft.items[0][AUDIENCE] == Audience.UNCONFIRMED:
        return None
    return broadcasts.last_with_words(unit.db, draft.items[0][WORDS], unit.now - _SAME_WORDS)


def _repeated(unit: Unit, chosen: Chosen) -> Broadcast | None:
    """The repetition of this working day, where an audience is of those who have not confirmed."""
    if chosen.audience is not Audience.UNCONFIRMED:
        return None
    day = unit.rules.calendar.previous_working(unit.today)
    return broadcasts.last_to(unit.db, chosen, datetime.combine(day, datetime.min.time(), VN))


def _who(unit: Unit, made: Broadcast) -> str:
    return people.person_by_id(unit.db, made.person).full_name


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    reply = broadcasting.show_list(unit, actor, 0)
    return with_remark(reply, wording.left()) if draft.holds_answers else reply


FORM = DraftForm(_form, _screen, _send, last_day_untouched, done_before=wording.done_before, left=_left)
"""The form of an announcement."""
