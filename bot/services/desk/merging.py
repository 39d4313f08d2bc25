"""The desk lets difficulties be followed together, and by themselves again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.codes import read_code
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.forms import At, Done, Draft, Form
from bot.domain.handling import INTO, Case, head_of, open_to_desk
from bot.domain.merging import Unmergeable, unmergeable
from bot.domain.merging_forms import CODE, MERGING, merging_form
from bot.domain.people import Actor
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.screens.difficulties import merging as wording
from bot.screens.difficulties.standing import standing
from bot.services import lookup
from bot.services.difficulties import clusters
from bot.services.difficulties.cases import case_of, record, to_seat
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, merges, people
from storage.unit import Unit


@dataclass(frozen=True)
class _Plan:
    """What would be merged into which head, named by the code that was typed or chosen."""

    case: Case
    named: str
    head: Case | None
    refused: Unmergeable | None

    @property
    def why(self) -> Text | None:
        """Why it is not done, None where it can be."""
        if self.refused is None:
            return None
        of_head = self.refused is Unmergeable.HEAD_ENDED and self.head
        return wording.refusal(self.refused, self.case.code, self.named, standing((of_head or self.case).events))


def start(unit: Unit, actor: Actor, code: str) -> Reply:
    """Open the form that names what a difficulty is to be followed with. Raises BotError as `_open` does."""
    _open(unit, actor, code)
    key = (actor.person.id, 0, MERGING, code)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = replace(draft, rev=draft.rev + 1, items=(), position=_form(unit, draft).start())
    drafts.save_draft(unit.db, begun, unit.now)
    return open_draft(unit, actor, FORM, begun)


def ask(unit: Unit, actor: Actor, code: str, into: str) -> Reply:
    """Ask whether a difficulty is merged into another one, or say why it cannot be."""
    plan = _plan(unit, _open(unit, actor, code), into)
    people.set_open_draft(unit.db, actor.account, None)
    if plan.why or plan.head is None:
        return with_remark(lookup.show(unit, actor, code), plan.why or wording.gone(code).lines[0])
    return Reply(wording.ask(code, plan.head.code, into, _weight(unit, code, plan.head.code)))


def merge(unit: Unit, actor: Actor, code: str, into: str) -> Reply:
    """Follow a difficulty together with another one, or with what that is followed with; its seat is told once.

    What was merged into it comes along, and can be parted later as it stands. Raises BotError as `_open` does.
    """
    plan = _plan(unit, _open(unit, actor, code), into)
    if plan.why or plan.head is None:
        return with_remark(lookup.show(unit, actor, code), plan.why or wording.gone(code).lines[0])
    head = plan.head.code
    event = DifficultyEvent(DifficultyAct.MERGED, unit.now, f"person:{actor.person.code}", {INTO: head})
    after = record(unit, plan.case, event)
    told = to_seat(unit, after, wording.merged(after, head, clusters.cluster_of(unit, head).weight))
    draft = drafts.live_draft(unit.db, actor.person.id, 0, MERGING, code)
    if draft:
        drafts.close_draft(unit.db, draft.id, code, unit.now)
    shown = with_remark(lookup.show(unit, actor, code), wording.done(code, head, told=bool(told)))
    return replace(shown, notices=(*shown.notices, *told))


def part(unit: Unit, actor: Actor, code: str) -> Reply:
    """Follow a difficulty by itself again, where it stood before; its seat is told.

    Raises BotError: rights, not_found, or difficulty_moved_on where it is merged into nothing any more.
    """
    case = _case(unit, actor, code)
    if not open_to_desk(DifficultyAct.UNMERGED, case.events):
        raise BotError("difficulty_moved_on", code=code, state=standing(case.events))
    head = head_of(case.events)
    told = clusters.release(unit, code, head, f"person:{actor.person.code}")
    shown = with_remark(lookup.show(unit, actor, code), wording.parted(code, head, told=bool(told)))
    return replace(shown, notices=(*shown.notices, *told))


def _case(unit: Unit, actor: Actor, code: str) -> Case:
    officer_only(unit, actor)
    case = case_of(unit, code)
    if case is None:
        raise BotError("not_found", typed=code)
    return case


def _open(unit: Unit, actor: Actor, code: str) -> Case:
    """Return what can be merged. Raises BotError: rights, not_found, or difficulty_moved_on where it has ended."""
    case = _case(unit, actor, code)
    if not open_to_desk(DifficultyAct.MERGED, case.events):
        raise BotError("difficulty_moved_on", code=code, state=standing(case.events))
    return case


def _plan(unit: Unit, case: Case, typed: str) -> _Plan:
    """Find what is meant by a code: the head of its cluster, as one answer goes to all of that."""
    named = read_code(typed) or ""
    other = case_of(unit, named) if named.startswith("VM-") else None
    if other is None:
        return _Plan(case, named or typed, None, Unmergeable.UNKNOWN)
    code = merges.heads(unit.db, [named])[named]
    head = case_of(unit, code)
    if head is None:
        return _Plan(case, named, other, Unmergeable.HEAD_ENDED)
    may = {each.code for each in (case, head) if open_to_desk(DifficultyAct.MERGED, each.events)}
    return _Plan(case, named, head, unmergeable(case.code, named, code, may))


def _weight(unit: Unit, code: str, head: str) -> int:
    """How many members will stand behind it."""
    return len(clusters.cluster_of(unit, code).seats | clusters.cluster_of(unit, head).seats)


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    case = case_of(unit, draft.subject)
    assert case is not None  # else it was overtaken
    if draft.position.at is not At.REVIEW:
        return wording.draft_screen(draft, case, clusters.likes(unit, case, 0))
    plan = _plan(unit, case, draft.items[0][CODE])
    if plan.why or plan.head is None:
        return wording.refused_typed(draft, plan.why or wording.gone(draft.subject).lines[0])
    return wording.ask_typed(draft, plan.head.code, plan.named, _weight(unit, case.code, plan.head.code))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    return merge(unit, actor, draft.subject, draft.items[0][CODE])


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say that it was withdrawn, merged or ended meanwhile, or return None."""
    case = case_of(unit, draft.subject)
    if case and open_to_desk(DifficultyAct.MERGED, case.events):
        return None
    people.set_open_draft(unit.db, actor.account, None)
    drafts.drop_draft(unit.db, draft.id)
    return Reply(wording.gone(draft.subject))


def _form(unit: Unit, draft: Draft) -> Form:
    case = case_of(unit, draft.subject)
    return merging_form(lambda typed: _plan(unit, case, typed).why if case else None)


def _done_before(code: str, _at: datetime) -> Text:
    return wording.done_before(code)


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, _done_before)
"""The form that names what a difficulty is to be followed with."""
