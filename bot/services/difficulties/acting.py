"""The forms in which the desk acts on a difficulty: opened from its page, checked again where the act is done."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.acting_forms import DAYS, HANDLING, Known, acting_form
from bot.domain.agencies import only
from bot.domain.days import kept as kept_day
from bot.domain.form_questions import missing
from bot.domain.forms import At, Done, Draft, Form
from bot.domain.handling import ADVICE, AGENCY, DATED, DOCUMENT, FILES, WORDS, Case, DeskAct, Note, newest, open_to_desk
from bot.domain.people import Actor
from bot.domain.texts import N_, Screen, Text
from bot.domain.triage import QueueView
from bot.domain.verbs.triage import ShowQueue
from bot.errors import BotError
from bot.screens.difficulties import acting as wording
from bot.screens.difficulties import handling as page_wording
from bot.services.desk import queue
from bot.services.difficulties import acts, directing
from bot.services.difficulties.accepting import current, overtaken
from bot.services.difficulties.cases import case_of, names_of
from bot.services.difficulties.suggesting import suggestion
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, at_review_again, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, ledgers, notes, people, result_files, saved_replies
from storage.unit import Unit

_INSIDE = frozenset({DeskAct.NOTED, DeskAct.PROPOSED})
"""Acts of which no member is told."""


def start(unit: Unit, actor: Actor, code: str, act: DeskAct, number: int, view: QueueView | None = None) -> Reply:
    """Open the form of an act, or the draft of it that there is; `view`: the part of the queue it was opened from.

    Where something was done since the screen with the button was shown, that is said and nothing is opened.
    """
    case = current(unit, actor, code)
    if is_overtaken(case, act, number):
        return overtaken(unit, actor, case, view)
    key = (actor.person.id, 0, HANDLING, f"{code}:{act.value}")
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = draft if draft.rev else replace(draft, rev=1, position=_form(unit, draft).start())
    begun = replace(begun, base=number, came_from=ShowQueue(view).data if view else "")
    drafts.save_draft(unit.db, begun, draft.updated_at)
    return open_draft(unit, actor, FORM, begun)


def is_overtaken(case: Case, act: DeskAct, number: int) -> bool:
    """Return whether more was done than what a screen showed whose newest event was `number`, or an act is closed."""
    return not _is_open(act, case) or (act is not DeskAct.NOTED and newest(case.events) != number)


def _view(draft: Draft) -> QueueView | None:
    """The part of the queue that the difficulty was opened from."""
    back = ShowQueue.read(draft.came_from)
    return back.view if back else None


def show_notes(unit: Unit, actor: Actor, code: str, page: int, view: QueueView | None = None) -> Reply:
    """Show a page of the notes of the desk on a difficulty. Raises BotError as `current` does."""
    case = current(unit, actor, code)
    people.set_open_draft(unit.db, actor.account, None)
    found = notes.notes_of(unit.db, code)
    return Reply(page_wording.notes_screen(code, found, newest(case.events), names_of(unit, found), page, view))


def _is_open(act: DeskAct, case: Case) -> bool:
    """Whether an act can be done now; a note always can."""
    return act is DeskAct.NOTED or open_to_desk(act.act, case.events)


def _subject(draft: Draft) -> tuple[str, DeskAct]:
    code, _, act = draft.subject.partition(":")
    return code, DeskAct(act)


def _form(unit: Unit, draft: Draft) -> Form:
    code, act = _subject(draft)
    case, profile = case_of(unit, code), unit.rules.profile
    agencies = _agencies(unit, case) if case and act is DeskAct.FORWARDED else ()
    kept = tuple(each.words for each in saved_replies.of_act(unit.db, act))
    known = Known(profile.reasons, agencies, profile.supplement_within, unit.today_for_words, kept)
    return acting_form(act, known, draft)


def _agencies(unit: Unit, case: Case) -> tuple[str, ...]:
    """Return the authority that the difficulty names; where nobody has named one, that which is likely in charge."""
    if named := case.difficulty.answers.get("agency", ""):
        return (named,)
    likely = suggestion(unit, case)
    return (likely.agency.name,) if likely else ()


def being_forwarded(unit: Unit, actor: Actor, draft_id: int) -> tuple[Case, acts.Detail]:
    """Return the difficulty that an officer is about to forward, and what would be kept of it.

    Raises BotError: rights, or stale for any other draft, one that lacks an answer, and one that is over.
    """
    officer_only(unit, actor)
    draft = drafts.draft_by_id(unit.db, draft_id)
    if draft is None or draft.person != actor.person.id or draft.kind != HANDLING or draft.closed_at:
        raise BotError("stale")
    code, act = _subject(draft)
    case = case_of(unit, code)
    if case is None or act is not DeskAct.FORWARDED or not _is_open(act, case) or missing(_form(unit, draft), draft):
        raise BotError("stale")
    return case, detail_of(unit, case, act, draft)


def detail_of(unit: Unit, case: Case, act: DeskAct, draft: Draft) -> acts.Detail:
    """Return what the answers of a draft become in the event."""
    item = draft.items[0]
    words = item.get(WORDS, "")
    match act:
        case DeskAct.ASKED:
            answer = item.get(DAYS, "")
            by = kept_day(answer)
            # A day that has passed since it was typed is none: the days of the profile are.
            by = by if by and by > unit.today else None
            return acts.asking(unit, words, int(answer) if answer.isdecimal() else None, by)
        case DeskAct.FORWARDED:
            return acts.forwarding(unit, item[AGENCY], document=item.get(DOCUMENT, ""))
        case DeskAct.ANSWERED:
            dated = kept_day(item.get(DATED, "")) if item.get(DOCUMENT) else None
            named = acts.answering(unit, case, words, item.get(DOCUMENT, ""), dated)
            # In the review by how many there are; they have numbers once the act is done.
            return {**named, FILES: [0] * len(draft.attached(0))} if draft.attached(0) else named
        case DeskAct.NOT_ACCEPTED:
            known = unit.rules.profile.reasons.advice(words)
            return acts.saying(words, known or item.get(ADVICE, ""))
        case _:
            return acts.saying(words)


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    code, act = _subject(draft)
    case, form = case_of(unit, code), _form(unit, draft)
    if case is None:
        return wording.gone(code, draft)  # a text is kept whatever has happened
    told, unlisted = None, False
    if act not in _INSIDE and draft.position.at is At.REVIEW and missing(form, draft) is None:
        told = acts.preview(unit, actor, case, act.act, detail_of(unit, case, act, draft))
        unlisted = act is DeskAct.FORWARDED and not only(unit.rules.agencies, draft.items[0][AGENCY])
    kept = {each.words: each.name for each in saved_replies.of_act(unit.db, act)}
    email = unit.rules.profile.office.email
    return wording.draft_screen(wording.View(form, act, case, told, email, unlisted, kept), draft)


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say what was done with the difficulty, so that this cannot be done any more, or return None; words stay."""
    code, act = _subject(draft)
    case = case_of(unit, code)
    if case is None:
        people.set_open_draft(unit.db, actor.account, None)
        return Reply(wording.gone(code, draft))
    return None if _is_open(act, case) else _lost(unit, actor, case, draft)


def _lost(unit: Unit, actor: Actor, case: Case, draft: Draft) -> Reply:
    reply = overtaken(unit, actor, case, _view(draft))
    assert reply.screen is not None
    said, *rest = reply.screen.lines
    return replace(reply, screen=replace(reply.screen, lines=(said, *wording.entered(draft), *rest)))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    # Asked again in the transaction that does it: another clerk may have been first.
    if lost := _overtaken(unit, actor, draft):
        return lost
    code, act = _subject(draft)
    case = case_of(unit, code)
    assert case is not None
    if act is DeskAct.NOTED:
        return _note(unit, actor, case, draft)
    if newest(case.events) != draft.base:
        return _look_again(unit, actor, case, draft)
    detail = detail_of(unit, case, act, draft)
    if FILES in detail:
        detail = {**detail, FILES: result_files.add(unit.db, code, draft.attached(0))}
    view = _view(draft)
    following = queue.following(unit, actor, view, [code])
    done = (
        directing.ask(unit, actor, case, detail)
        if act is DeskAct.PROPOSED
        else acts.do(unit, actor, case, act.act, detail)
    )
    drafts.close_draft(unit.db, draft.id, code, unit.now)
    return queue.after_act(unit, actor, code, view, done, following)


def _note(unit: Unit, actor: Actor, case: Case, draft: Draft) -> Reply:
    """Keep a note; it is no event of the difficulty, and the audit says that there is one, not what it says."""
    by = f"person:{actor.person.code}"
    notes.add_note(unit.db, case.code, case.report.id, Note(unit.now, by, draft.items[0][WORDS]))
    ledgers.append_audit(unit.db, unit.now, by, "note.kept", f"difficulty:{case.code}")
    drafts.close_draft(unit.db, draft.id, case.code, unit.now)
    return with_remark(show_notes(unit, actor, case.code, 0, _view(draft)), page_wording.noted(case.code))


def _look_again(unit: Unit, actor: Actor, case: Case, draft: Draft) -> Reply:
    """The act is still open, but rests on less than is known by now: what was done is said before it is done."""
    remark = page_wording.meanwhile(case, names_of(unit, case.events))
    return at_review_again(unit, actor, FORM, replace(draft, base=newest(case.events)), remark)


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    code, _ = _subject(draft)
    reply = queue.page(unit, actor, code, _view(draft))
    return with_remark(reply, wording.left(code)) if draft.holds_answers else reply


def _done_before(code: str, _at: object) -> Text:
    return Text(N_("{code}: this was recorded already. It need not be chosen again."), code=code)


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, _done_before, _left)
"""The form of every act that needs words."""
