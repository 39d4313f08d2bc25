"""The desk corrects how a difficulty is classified: nobody is sent a message, and nothing else comes of it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import triage
from bot.domain.agencies import in_place_of, only
from bot.domain.characters import clean
from bot.domain.classifying import (
    AFTER,
    BEFORE,
    CODE,
    MATTER,
    NAMES,
    SAID,
    Criterion,
    Matter,
)
from bot.domain.correcting import corrected, criteria_text, overruled, said_of
from bot.domain.correcting_forms import CORRECTING, Offered, correcting_form
from bot.domain.difficulties import DifficultyAct
from bot.domain.form_questions import missing
from bot.domain.forms import At, Done, Draft, Form
from bot.domain.handling import Case, newest, open_to_desk, revocable
from bot.domain.people import Actor
from bot.domain.texts import Screen, Text
from bot.screens.difficulties import correcting as wording
from bot.screens.difficulties import handling as page_wording
from bot.services import lookup
from bot.services.difficulties import suggesting
from bot.services.difficulties.accepting import current, overtaken
from bot.services.difficulties.acts import Detail, event_of
from bot.services.difficulties.cases import case_of, names_of, record
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, at_review_again, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people
from storage.unit import Unit


def show(unit: Unit, actor: Actor, code: str) -> Reply:
    """Show how a difficulty is classified, and what can be corrected. Raises BotError as `current` does."""
    case = current(unit, actor, code)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.menu(case, unit.rules.fields, revocable(case.events, unit.now)))


def start(unit: Unit, actor: Actor, code: str, matter: Matter, number: int) -> Reply:
    """Open the form that corrects a matter, or the draft of it that there is.

    Where something was done since the screen with the button was shown, that is said and nothing is opened.
    """
    case = current(unit, actor, code)
    if not _is_current(case, number) or matter is Matter.CRITERIA:
        return overtaken(unit, actor, case)
    key = (actor.person.id, 0, CORRECTING, f"{code}:{matter.value}")
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = draft if draft.rev else replace(draft, rev=1, position=_form(unit, draft).start())
    drafts.save_draft(unit.db, replace(begun, base=number), draft.updated_at)
    return open_draft(unit, actor, FORM, replace(begun, base=number))


def mark(unit: Unit, actor: Actor, code: str, criterion: Criterion, number: int) -> Reply:
    """Mark a criterion of a difficulty made by rules, or take the mark away where it is there."""
    case = current(unit, actor, code)
    if not _is_current(case, number):
        return overtaken(unit, actor, case)
    marked = set(case.difficulty.classified.criteria) ^ {criterion}
    _record(unit, actor, case, _detail(unit, case, Matter.CRITERIA, criteria_text(marked)))
    return with_remark(show(unit, actor, code), _recorded(unit, code))


def take_agency(unit: Unit, actor: Actor, code: str, agency: int, number: int) -> Reply:
    """Put the agency in charge that is suggested, where it is the one that the presser saw."""
    case = current(unit, actor, code)
    found = suggesting.suggestion(unit, case)
    if not _is_current(case, number) or found is None or triage.mark(found.agency.code) != agency:
        return overtaken(unit, actor, case)
    _record(unit, actor, case, _detail(unit, case, Matter.AGENCY, found.agency.name))
    return with_remark(lookup.show(unit, actor, code), _recorded(unit, code))


def _is_current(case: Case, number: int) -> bool:
    return newest(case.events) == number and open_to_desk(DifficultyAct.CORRECTED, case.events)


def _record(unit: Unit, actor: Actor, case: Case, detail: Detail) -> Case:
    return record(unit, case, event_of(unit, actor, DifficultyAct.CORRECTED, detail))


def _recorded(unit: Unit, code: str) -> Text:
    return wording.recorded(code, unit.rules.profile.undo_within)


def _detail(unit: Unit, case: Case, matter: Matter, after: str) -> Detail:
    """Return what is kept of a correction."""
    found, agencies = case.difficulty, unit.rules.agencies
    before = criteria_text(found.classified.criteria) if matter is Matter.CRITERIA else wording.value_of(found, matter)
    detail: dict[str, object] = {MATTER: matter.value, SAID: said_of(found, matter), BEFORE: before}
    if matter is Matter.AGENCY:
        code = after if after in agencies else only(agencies, after)
        return {**detail, AFTER: agencies[code].name if code else after, CODE: code}
    if matter is Matter.FIELD:
        names = [unit.rules.fields[code].name for code in (before, after)]
        detail[NAMES] = [text for name in names for text in (name.vi, name.en)]
    return {**detail, AFTER: after}


def _subject(draft: Draft) -> tuple[str, Matter]:
    code, _, matter = draft.subject.partition(":")
    return code, Matter(matter)


def _form(unit: Unit, draft: Draft) -> Form:
    code, matter = _subject(draft)
    case = case_of(unit, code) if matter is Matter.AGENCY else None
    return correcting_form(matter, Offered(tuple(unit.rules.fields.values()), _agencies(unit, case)))


def _agencies(unit: Unit, case: Case | None) -> list[str]:
    """The agencies that have fields, those likely in charge first."""
    if case is None:
        return []
    first = suggesting.likely_of(unit, case)
    codes = (field.agency for field in unit.rules.fields.values() if field.agency)
    of_fields = (each.name for code in codes for each in in_place_of(unit.rules.agencies, code, unit.today))
    return list(dict.fromkeys((*((first.agency.name,) if first else ()), *of_fields)))


def _after(unit: Unit, case: Case, draft: Draft) -> Detail:
    _, matter = _subject(draft)
    return _detail(unit, case, matter, clean(draft.items[0].get(AFTER, "")))


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    code, matter = _subject(draft)
    case, form = case_of(unit, code), _form(unit, draft)
    if case is None:
        return wording.gone(code, draft)
    view = wording.View(form, matter, case, unit.rules.fields)
    if draft.position.at in (At.REVIEW, At.ITEM) and missing(form, draft) is None:
        detail = _after(unit, case, draft)
        foreseen = corrected(case.difficulty, (*case.events, event_of(unit, actor, DifficultyAct.CORRECTED, detail)))
        unlisted = matter is Matter.AGENCY and bool(detail[AFTER]) and not detail[CODE]
        view = replace(view, after=foreseen, unlisted=unlisted)
    return wording.draft_screen(view, draft)


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say that a difficulty was withdrawn, or return None; what was typed stays."""
    code, _ = _subject(draft)
    case = case_of(unit, code)
    if case and open_to_desk(DifficultyAct.CORRECTED, case.events):
        return None
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.gone(code, draft))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    # Asked again in the transaction that does it: another clerk may have been first.
    if lost := _overtaken(unit, actor, draft):
        return lost
    code, _ = _subject(draft)
    case = case_of(unit, code)
    assert case is not None
    if newest(case.events) != draft.base:
        return _look_again(unit, actor, case, draft)
    detail = _after(unit, case, draft)
    # To say again what the member has entered since is to agree with it.
    disputed = [each.detail[MATTER] for each in overruled(case.difficulty.own, case.events)]
    changes = detail[AFTER] != detail[BEFORE] or detail[MATTER] in disputed
    if changes:
        _record(unit, actor, case, detail)
    drafts.close_draft(unit.db, draft.id, code, unit.now)
    return with_remark(lookup.show(unit, actor, code), _recorded(unit, code) if changes else wording.unchanged(code))


def _look_again(unit: Unit, actor: Actor, case: Case, draft: Draft) -> Reply:
    """What is corrected rests on less than is known by now: what was done is said before it is recorded."""
    remark = page_wording.meanwhile(case, names_of(unit, case.events))
    return at_review_again(unit, actor, FORM, replace(draft, base=newest(case.events)), remark)


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    return show(unit, actor, _subject(draft)[0])


def _done_before(code: str, _at: object) -> Text:
    return wording.done_before(code)


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, _done_before, _left)
"""The form that corrects how a difficulty is classified."""
