"""Difficulties marked in the queue, and what an act would do with them: nothing is done here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.people import Actor, Person, Role
from bot.domain.selecting import MOST, Facts, JointAct, Marked, fingerprint, hindrance
from bot.domain.triage import QueueView
from bot.errors import BotError
from bot.screens import selecting as wording
from bot.screens.selecting import Plan
from bot.services.desk import queue
from bot.services.desk.claims import claim_of
from bot.services.difficulties.cases import case_of
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from storage import directory, people, receptions, selections
from storage.unit import Unit


def show(unit: Unit, actor: Actor, view: QueueView) -> Reply:
    """Show a page of the queue on which difficulties can be marked; one that is not there shows the last."""
    officer_only(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    page = queue.page_of(unit, actor, view)
    marked = selections.selected(unit.db, actor.person.id)
    return Reply(wording.page(page.aged, marked, page.view, page.named, page.pages))


def toggle(unit: Unit, actor: Actor, code: str, view: QueueView) -> Reply:
    """Mark a difficulty, or mark it no longer. Raises BotError: rights, or stale for one that is not there."""
    officer_only(unit, actor)
    if case_of(unit, code) is None:
        raise BotError("stale")
    if code in selections.selected(unit.db, actor.person.id):
        selections.unselect(unit.db, actor.person.id, [code])
        return show(unit, actor, view)
    return _mark(unit, actor, [code], view)


def select_page(unit: Unit, actor: Actor, view: QueueView) -> Reply:
    """Mark all difficulties of a page."""
    officer_only(unit, actor)
    return _mark(unit, actor, [item.code for item, _ in queue.page_of(unit, actor, view).aged], view)


def _mark(unit: Unit, actor: Actor, codes: Sequence[str], view: QueueView) -> Reply:
    marked = selections.selected(unit.db, actor.person.id)
    new = [code for code in codes if code not in marked]
    selections.select(unit.db, actor.person.id, new[: MOST - len(marked)])
    shown = show(unit, actor, view)
    return with_remark(shown, wording.too_many()) if len(marked) + len(new) > MOST else shown


def clear(unit: Unit, actor: Actor, view: QueueView) -> Reply:
    """Mark nothing any longer."""
    officer_only(unit, actor)
    selections.unselect(unit.db, actor.person.id, selections.selected(unit.db, actor.person.id))
    return show(unit, actor, view)


def choose_act(unit: Unit, actor: Actor, view: QueueView) -> Reply:
    """Ask which act is done with what is marked."""
    officer_only(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    count = len(selections.selected(unit.db, actor.person.id))
    return Reply(wording.choose_act(count, view) if count else wording.nothing_marked(view))


def plan(unit: Unit, actor: Actor, act: JointAct, to: int = 0) -> Plan:
    """Return what an act would do with what the officer has marked; `to`: the colleague it is handed over to."""
    codes = selections.selected(unit.db, actor.person.id)
    cases = {code: case_of(unit, code) for code in codes}
    adhoc = {case.report.code for case in cases.values() if case and case.report.urgency}
    unaccepted = frozenset(code for code in adhoc if receptions.reception(unit.db, code).accepted_at is None)
    facts = Facts(actor.person.id, to, unaccepted)
    found = [(code, case, claim_of(unit, case) if case else None) for code, case in cases.items()]
    return Plan(act, [Marked(code, case, claim, hindrance(act, case, claim, facts)) for code, case, claim in found])


def preview(unit: Unit, actor: Actor, act: JointAct, view: QueueView) -> Reply:
    """Show what an act without words would do. Raises BotError("rights")."""
    officer_only(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    found = plan(unit, actor, act)
    if not found.marked:
        return Reply(wording.nothing_marked(view))
    return Reply(wording.preview(found, view, fingerprint(found.marked)))


def choose_colleague(unit: Unit, actor: Actor, view: QueueView) -> Reply:
    """Ask to whom what is marked is handed over."""
    officer_only(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.choose_colleague(_colleagues(unit, actor), view))


def ask_hand_over(unit: Unit, actor: Actor, person: int, view: QueueView) -> Reply:
    """Show what would be handed over to a colleague. Raises BotError: rights, or stale for who is none."""
    to = colleague(unit, actor, person)
    found = plan(unit, actor, JointAct.HANDED_OVER, to.id)
    if not found.marked:
        return Reply(wording.nothing_marked(view))
    return Reply(wording.preview(found, view, fingerprint(found.marked), to))


def colleague(unit: Unit, actor: Actor, person: int) -> Person:
    """Return another officer of the desk. Raises BotError: rights, or stale for who is none."""
    officer_only(unit, actor)
    found = next((each for each in _colleagues(unit, actor) if each.id == person), None)
    if found is None:
        raise BotError("stale")
    return found


def _colleagues(unit: Unit, actor: Actor) -> list[Person]:
    officers = directory.holders_of_role(unit.db, Role.SECRETARIAT, unit.today)
    found = people.persons_by_id(unit.db, [each for each in officers if each != actor.person.id])
    return sorted(found.values(), key=lambda each: each.full_name)
