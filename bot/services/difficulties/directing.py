"""The leader is asked about a difficulty, and says what is to be done: events that leave its state as it is.

The desk is told once the direction cannot be taken back any more; the member is told nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain import triage
from bot.domain.difficulties import DONE_AT, UNDOES, DifficultyAct, DifficultyEvent
from bot.domain.directing import (
    DIRECTING,
    DIRECTION,
    Direction,
    awaits_opinion,
    directions,
    may_direct,
    may_urge,
    opinion_form,
    proposal,
)
from bot.domain.forms import Done, Draft, Form
from bot.domain.handling import WORDS, Case, newest, revocable_direction
from bot.domain.operations import Guard, Lane, Send
from bot.domain.people import Actor, Role
from bot.domain.texts import N_, Screen, Text
from bot.errors import BotError
from bot.screens.difficulties import acting as form_wording
from bot.screens.difficulties import directing as wording
from bot.screens.difficulties import handling as page_wording
from bot.screens.difficulties.directing import Asked
from bot.services import lookup
from bot.services.beside import OverPapers, reckoned
from bot.services.desk import queue
from bot.services.desk.notices import Waiting, to_desk
from bot.services.difficulties import acts, clusters
from bot.services.difficulties.cases import case_of, guard_of, held_until, names_of, record, topic_of
from bot.services.people import duties
from bot.services.people.quiet import held
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, at_review_again, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import addressees, difficulties, drafts, people
from storage.rows import iso
from storage.unit import Unit

_LEADERS = frozenset({Role.LEADER})


def ask(unit: Unit, actor: Actor, case: Case, detail: acts.Detail) -> Reply:
    """Ask the leaders for an opinion on a difficulty on which that is open; an officer has been checked for."""
    after = record(unit, case, acts.event_of(unit, actor, DifficultyAct.PROPOSED, detail))
    event = after.events[-1]
    screen = wording.asked_for(after, _weight(unit, case.code), names_of(unit, after.events))
    copies = [
        Send(
            to,
            screen,
            topic=topic_of(after),
            lane=Lane.BULK,
            key=f"opinion:{case.code}:{len(after.events)}:{to.account}",
            guard=Guard("opinion_awaited", {"code": case.code, "at": iso(event.at)}),
            not_before=held_until(event),
        )
        for to in addressees.recipients(unit.db, _LEADERS, unit.today)
    ]
    said = wording.sent_to_leaders(case.code, unit.rules.profile.undo_within, told=bool(copies))
    return Reply(toast=said, notices=tuple(held(unit, copies)))


def opinion_awaited(db: Database, asked: Mapping[str, Any], _now: datetime) -> bool:
    """The guard of what asks a leader: is an opinion on the difficulty with this `code`, asked for `at`, still awaited?

    It is not where another leader, or the same one, has said something before it left.
    """
    events = difficulties.events_of(db, [asked["code"]]).get(asked["code"], ())
    last = proposal(events)
    return last is not None and iso(last.at) == asked["at"] and awaits_opinion(events)


def _weight(unit: Unit, code: str) -> int:
    return clusters.weights(unit, [code])[code]


def leader_only(unit: Unit, actor: Actor) -> None:
    """Raise BotError("leaders_only") for whoever does not lead the standing body today."""
    if Role.LEADER not in actor.roles:
        raise BotError("leaders_only", phone=unit.rules.profile.office.phone)


def waiting(unit: Unit) -> list[str]:
    """Return the codes of what waits for an opinion, what was sent first standing first."""
    return queue.for_leaders(unit)


def list_waiting(unit: Unit, actor: Actor, page: int) -> Reply:
    """Show a page of what waits for an opinion; one that is not there any more shows the last."""
    leader_only(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(reckoned(unit, OpinionsOf(page)))


@dataclass(frozen=True)
class OpinionsOf(OverPapers):
    """The work of finding what waits for an opinion, among all that is open."""

    page: int

    def __call__(self, unit: Unit) -> Screen:
        """Return a page of it."""
        found, of = waiting(unit), wording.OPINIONS_SHOWN
        pages = triage.pages(len(found), of)
        number = min(self.page, pages - 1)
        cases = (case_of(unit, code) for code in found[number * of : (number + 1) * of])
        return wording.waiting([_asked(unit, case) for case in cases if case], number, pages, len(found))


def show(unit: Unit, actor: Actor, code: str) -> Reply:
    """Show what the desk proposes and what can be said; what nothing can be said of shows its page."""
    return _page(unit, actor, _current(unit, actor, code))


def _current(unit: Unit, actor: Actor, code: str) -> Case:
    """Return a difficulty for a leader. Raises BotError: leaders_only, or stale for what is not there any more."""
    leader_only(unit, actor)
    case = case_of(unit, code)
    if case is None:
        raise BotError("stale")
    return case


def _page(unit: Unit, actor: Actor, case: Case) -> Reply:
    people.set_open_draft(unit.db, actor.account, None)
    if not may_direct(case.events):
        return with_remark(lookup.show(unit, actor, case.code), wording.closed(case))
    return Reply(wording.opinion(_asked(unit, case)), topic=topic_of(case))


def _asked(unit: Unit, case: Case) -> Asked:
    return Asked(
        case, _weight(unit, case.code), names_of(unit, case.events), _is_late(unit, case) and may_urge(case.events)
    )


def _is_late(unit: Unit, case: Case) -> bool:
    return triage.is_overdue(case.events, unit.now, unit.rules.profile.take_up_within, unit.rules.calendar)


def agree(unit: Unit, actor: Actor, code: str, number: int) -> Reply:
    """Agree to what the desk proposed last, where event `number` is the newest that the leader saw."""
    case = _current(unit, actor, code)
    if newest(case.events) != number or not awaits_opinion(case.events):
        return _overtaken(unit, actor, case)
    return _direct(unit, actor, case, Direction.AGREED)


def urge(unit: Unit, actor: Actor, code: str, number: int) -> Reply:
    """Have the desk urge what is late; once, as long as the desk has done nothing since."""
    case = _current(unit, actor, code)
    urged = [each for each in directions(case.events) if each.direction is Direction.URGED]
    if urged and may_direct(case.events) and not may_urge(case.events):
        return with_remark(_page(unit, actor, case), wording.urged_before(code, urged[-1].at))
    if newest(case.events) != number or not may_direct(case.events):
        return _overtaken(unit, actor, case)
    if not _is_late(unit, case):
        return with_remark(_page(unit, actor, case), wording.not_late(code))
    return _direct(unit, actor, case, Direction.URGED)


def _overtaken(unit: Unit, actor: Actor, case: Case) -> Reply:
    """What was done since the screen was shown, and by whom; nothing was recorded."""
    return with_remark(_page(unit, actor, case), page_wording.meanwhile(case, names_of(unit, case.events)))


def _direct(unit: Unit, actor: Actor, case: Case, direction: Direction, words: str = "") -> Reply:
    detail = {DIRECTION: direction.value, **({WORDS: words} if words else {})}
    after = record(unit, case, acts.event_of(unit, actor, DifficultyAct.DIRECTED, detail))
    event = after.events[-1]
    told = to_desk(
        unit,
        wording.to_desk(after, actor.person.full_name),
        f"direction:{case.code}:{len(after.events)}",
        topic_of(after),
        Waiting(held_until(event), guard_of([case.code], event)),
    )
    people.set_open_draft(unit.db, actor.account, None)
    following = next((code for code in waiting(unit) if code != case.code), "")
    screen = wording.noted(after, unit.rules.profile.undo_within, following, told=bool(told))
    return Reply(screen, topic=topic_of(after), notices=told)


def undo(unit: Unit, actor: Actor, code: str, number: int) -> Reply:
    """Take back the leader's own direction while the desk has not been told of it, nor anything was done after it."""
    case = _current(unit, actor, code)
    if revocable_direction(case.events, duties.by(actor), unit.now) != number or not number:
        return with_remark(_page(unit, actor, case), wording.too_late(code, unit.rules.profile.undo_within))
    event = case.events[number - 1]
    detail = {UNDOES: event.act.value, DONE_AT: iso(event.at)}
    after = record(unit, case, DifficultyEvent(DifficultyAct.UNDONE, unit.now, duties.by(actor), detail))
    return with_remark(_page(unit, actor, after), wording.taken_back(code))


def start(unit: Unit, actor: Actor, code: str, number: int) -> Reply:
    """Open the form of an opinion, or the draft of it that there is."""
    case = _current(unit, actor, code)
    if newest(case.events) != number or not may_direct(case.events):
        return _overtaken(unit, actor, case)
    key = (actor.person.id, 0, DIRECTING, code)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = draft if draft.rev else replace(draft, rev=1, position=opinion_form().start())
    drafts.save_draft(unit.db, replace(begun, base=number), draft.updated_at)
    return open_draft(unit, actor, FORM, replace(begun, base=number))


def _form(_unit: Unit, _draft: Draft) -> Form:
    return opinion_form()


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    case = case_of(unit, draft.subject)
    if case is None:
        return form_wording.gone(draft.subject, draft)
    return form_wording.draft_screen(form_wording.View(opinion_form(), Direction.OWN, case, None), draft)


def _lost(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say why nothing can be said of the difficulty any more, or return None; words stay."""
    case = case_of(unit, draft.subject)
    if case is None:
        people.set_open_draft(unit.db, actor.account, None)
        return Reply(form_wording.gone(draft.subject, draft))
    if may_direct(case.events):
        return None
    reply = _page(unit, actor, case)
    assert reply.screen is not None
    said, *rest = reply.screen.lines
    return replace(reply, screen=replace(reply.screen, lines=(said, *form_wording.entered(draft), *rest)))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    leader_only(unit, actor)
    if lost := _lost(unit, actor, draft):
        return lost
    case = case_of(unit, draft.subject)
    assert case is not None
    if newest(case.events) != draft.base:
        remark = page_wording.meanwhile(case, names_of(unit, case.events))
        return at_review_again(unit, actor, FORM, replace(draft, base=newest(case.events)), remark)
    reply = _direct(unit, actor, case, Direction.OWN, draft.items[0][WORDS])
    drafts.close_draft(unit.db, draft.id, draft.subject, unit.now)
    return reply


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    reply = lookup.show(unit, actor, draft.subject)
    return with_remark(reply, form_wording.left(draft.subject)) if draft.holds_answers else reply


def _done_before(code: str, _at: object) -> Text:
    return Text(N_("{code}: this was recorded already. It need not be chosen again."), code=code)


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _lost, _done_before, _left)
"""The form in which a leader says what is to be done."""
