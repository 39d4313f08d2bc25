"""The desk words a difficulty for the document, and asks its member, who need not answer; what the member says of it.

The words of the member stay as they are. A later wording takes the place of an earlier one; both are events.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.difficulties import DifficultyAct
from bot.domain.form_questions import missing
from bot.domain.forms import Done, Draft, Form
from bot.domain.handling import WORDS, Case, newest
from bot.domain.people import Actor
from bot.domain.texts import Screen, Text
from bot.domain.wording_forms import FORM as ASKED
from bot.domain.wording_forms import WORDING
from bot.domain.wordings import PROPOSAL, may_be_sent, may_be_worded
from bot.screens.difficulties import handling as page_wording
from bot.screens.difficulties import notices
from bot.screens.difficulties import wordings as wording
from bot.services import lookup
from bot.services.difficulties import acts
from bot.services.difficulties.accepting import current, overtaken
from bot.services.difficulties.cases import case_of, names_of, record, to_seat
from bot.services.difficulties.worded import asked_guard, wording_of
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, at_review_again, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people
from storage.unit import Unit


def start(unit: Unit, actor: Actor, code: str, number: int) -> Reply:
    """Open the form, or the draft of it that there is, with the wording of now to be kept or changed.

    Where something was done since the screen with the button was shown, that is said and nothing is opened.
    """
    case = current(unit, actor, code)
    if not may_be_worded(case.events) or newest(case.events) != number:
        return overtaken(unit, actor, case)
    key = (actor.person.id, 0, WORDING, code)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = draft if draft.rev else _begun(unit, case, draft)
    begun = replace(begun, base=number, report=case.report.reference)
    drafts.save_draft(unit.db, begun, draft.updated_at)
    return open_draft(unit, actor, FORM, begun)


def _begun(unit: Unit, case: Case, draft: Draft) -> Draft:
    found = wording_of(unit, case)
    items = ({WORDS: found.content, PROPOSAL: found.proposal},) if found else ()
    return replace(draft, rev=1, items=items, position=ASKED.start())


def ask_member(unit: Unit, actor: Actor, code: str, number: int) -> Reply:
    """Ask those who hold the seat whether the wording of now is right, once it cannot be taken back any more."""
    case = current(unit, actor, code)
    if newest(case.events) != number:
        return overtaken(unit, actor, case)
    found = wording_of(unit, case)
    if found is None or not may_be_sent(case.events):
        return with_remark(lookup.show(unit, actor, code), wording.nothing_to_send(code))
    after = record(unit, case, acts.event_of(unit, actor, DifficultyAct.WORDING_SENT, {}))
    told = to_seat(unit, after, wording.to_confirm(after, found), asked_guard(code, after.events[-1]))
    said = notices.recorded(code, unit.rules.profile.undo_within, told=bool(told))
    page = with_remark(lookup.show(unit, actor, code), said)
    return replace(page, notices=(*page.notices, *told))


def _form(_unit: Unit, _draft: Draft) -> Form:
    return ASKED


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    case = case_of(unit, draft.subject)
    # A text is kept whatever has happened.
    return wording.draft_screen(ASKED, draft, case) if case else wording.gone(draft.subject, draft)


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say that the difficulty was withdrawn, or return None; the words stay."""
    case = case_of(unit, draft.subject)
    if case and may_be_worded(case.events):
        return None
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.gone(draft.subject, draft))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    # Asked again in the transaction that does it.
    if lost := _overtaken(unit, actor, draft):
        return lost
    case = case_of(unit, draft.subject)
    assert case is not None
    assert missing(ASKED, draft) is None  # the form sends what is complete
    if newest(case.events) != draft.base:
        return _look_again(unit, actor, case, draft, page_wording.meanwhile(case, names_of(unit, case.events)))
    if case.report.reference != draft.report:
        return _look_again(unit, actor, case, draft, wording.amended_meanwhile(case.code))
    item = draft.items[0]
    detail = {name: item[name] for name in (WORDS, PROPOSAL) if item.get(name)}
    record(unit, case, acts.event_of(unit, actor, DifficultyAct.WORDED, detail))
    drafts.close_draft(unit.db, draft.id, case.code, unit.now)
    return with_remark(lookup.show(unit, actor, case.code), wording.recorded(case.code))


def _look_again(unit: Unit, actor: Actor, case: Case, draft: Draft, remark: Text) -> Reply:
    """It is not recorded on words, or on a state, that its writer does not know: both are shown before."""
    known = replace(draft, base=newest(case.events), report=case.report.reference)
    return at_review_again(unit, actor, FORM, known, remark)


def _done_before(code: str, _at: object) -> Text:
    return wording.already(code)


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    reply = lookup.show(unit, actor, draft.subject)
    return with_remark(reply, wording.left(draft.subject)) if draft.holds_answers else reply


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, _done_before, _left)
"""The form that words a difficulty."""
