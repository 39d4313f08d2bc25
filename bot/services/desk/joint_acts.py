"""One act done with all difficulties that an officer has marked: each by itself, and taken back together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.handling import Case, revocable
from bot.domain.operations import Lane, Operation, Send
from bot.domain.people import Actor, Role
from bot.domain.selecting import Hindrance, JointAct, Marked, by_seat, fingerprint
from bot.domain.triage import QueueView
from bot.errors import BotError
from bot.screens import selecting as wording
from bot.screens.selecting import Outcome, Plan
from bot.services.desk import selecting
from bot.services.difficulties import accepting, acts, clusters
from bot.services.difficulties.cases import case_of, record, to_seat
from bot.services.people import duties
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from storage import claims, ledgers, people, selections
from storage.unit import Unit

Work = Callable[[Marked], Sequence[Operation]]
"""Does an act with one difficulty; returns what is sent because of it."""


def do(unit: Unit, actor: Actor, act: JointAct, person: int, seen: int, view: QueueView) -> Reply:
    """Do an act without words with what is marked, if that is as it was `seen`.

    Raises BotError: rights, or stale for a colleague who is none and for an act that needs words.
    """
    officer_only(unit, actor)
    to = selecting.colleague(unit, actor, person) if act is JointAct.HANDED_OVER else None
    plan = selecting.plan(unit, actor, act, to.id if to else 0)
    if fingerprint(plan.marked) != seen:
        shown = selecting.ask_hand_over(unit, actor, to.id, view) if to else selecting.preview(unit, actor, act, view)
        return with_remark(shown, wording.changed())
    match act:
        case JointAct.ACCEPTED:
            return _accept(unit, actor, plan, view)
        case JointAct.CLAIMED:
            return _assign(unit, actor, plan, actor.person.id, "taken", view)
        case JointAct.HANDED_OVER:
            assert to is not None
            return _assign(unit, actor, plan, to.id, "handed_over", view)
        case _:
            raise BotError("stale")


def _accept(unit: Unit, actor: Actor, plan: Plan, view: QueueView) -> Reply:
    """Accept each; a seat with several of them gets one message."""
    event = acts.event_of(unit, actor, DifficultyAct.ACCEPTED, {})
    accepted: list[Case] = []

    def work(each: Marked) -> Sequence[Operation]:
        assert each.case is not None
        accepted.append(record(unit, each.case, event))
        return ()

    done, _ = each_by_itself(unit, plan, work)
    there = {each.code for each in done.open}
    notices: list[Operation] = []
    untold: list[str] = []
    for cases in by_seat([case for case in accepted if case.code in there]).values():
        told = accepting.told_together(unit, cases)
        notices += told
        untold += [] if told else [case.code for case in cases]
    return finish(unit, actor, done, notices, untold, view)


def each_with_words(
    unit: Unit, actor: Actor, plan: Plan, detail: Callable[[Case], acts.Detail], view: QueueView
) -> Reply:
    """Do an act with words with each: an event of its own, told under its own code."""
    event = plan.act.event
    assert event is not None
    untold: list[str] = []

    def work(each: Marked) -> Sequence[Operation]:
        assert each.case is not None
        after = record(unit, each.case, acts.event_of(unit, actor, event, detail(each.case)))
        told = to_seat(unit, after, acts.told_of(unit, after))
        more, _ = clusters.spread(unit, after, partial(acts.told_of, unit), reached=bool(told))
        untold.extend([] if told else [each.code])
        return (*told, *more)

    done, notices = each_by_itself(unit, plan, work)
    there = {each.code for each in done.open}
    return finish(unit, actor, done, notices, [code for code in untold if code in there], view)


def _assign(unit: Unit, actor: Actor, plan: Plan, person: int, how: str, view: QueueView) -> Reply:
    """Let somebody take care of each; a colleague is told of all of them at once."""
    duty = next(
        duty.id
        for who, held in people.everybody(unit.db, unit.today)
        if who.id == person
        for duty in held
        if duty.role is Role.SECRETARIAT
    )

    def work(each: Marked) -> Sequence[Operation]:
        claims.add_claim(unit.db, each.code, person, duty, unit.now)
        ledgers.append_audit(unit.db, unit.now, duties.by(actor), f"claim.{how}", f"difficulty:{each.code}")
        return ()

    done, _ = each_by_itself(unit, plan, work)
    codes = [each.code for each in done.open]
    notices: list[Operation] = []
    if codes and person != actor.person.id:
        screen = wording.handed_over(codes, actor.person.full_name)
        notices += [Send(to, screen, lane=Lane.BULK) for to in duties.addressees_of(unit, person)]
    selections.unselect(unit.db, actor.person.id, codes)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.done(Outcome(done, 0, unit.rules.profile.undo_within), view), notices=tuple(notices))


def each_by_itself(unit: Unit, plan: Plan, work: Work) -> tuple[Plan, list[Operation]]:
    """Do something with each that is open to it; one that fails stops no other. Return what came of it."""
    notices: list[Operation] = []
    marked: list[Marked] = []
    for each in plan.marked:
        if each.hindrance is None:
            sent: list[Operation] = []
            failed = unit.attempt(lambda each=each, sent=sent: sent.extend(work(each)))  # type: ignore[misc]
            notices += [] if failed else sent
            each = replace(each, hindrance=Hindrance.FAILED if failed else None)
        marked.append(each)
    return Plan(plan.act, marked), notices


def finish(
    unit: Unit, actor: Actor, done: Plan, notices: Sequence[Operation], untold: Sequence[str], view: QueueView
) -> Reply:
    """Keep what was done together, mark it no longer, and say what came of it."""
    codes = [each.code for each in done.open]
    event = done.act.event
    assert event is not None
    number = selections.add_together(unit.db, actor.person.id, event.value, unit.now, codes) if codes else 0
    selections.unselect(unit.db, actor.person.id, codes)
    people.set_open_draft(unit.db, actor.account, None)
    outcome = Outcome(done, number, unit.rules.profile.undo_within, untold)
    return Reply(wording.done(outcome, view), notices=tuple(notices))


def undo(unit: Unit, actor: Actor, number: int) -> Reply:
    """Take back what an officer did together, as far as nobody has been told of it and nothing came after it.

    Raises BotError: rights, or stale for what was somebody else's or is not known any more.
    """
    officer_only(unit, actor)
    found = selections.together(unit.db, number)
    if found is None or found.person != actor.person.id:
        raise BotError("stale")
    taken: dict[str, int] = {}
    left: list[str] = []
    for code in found.codes:
        case = case_of(unit, code)
        place = revocable(case.events, unit.now) if case else 0
        event = case.events[place - 1] if case and place else None
        if case is None or event is None or (event.act.value, event.at) != (found.act, found.at):
            left.append(code)
            continue
        accepting.take_back(unit, actor, case, event)
        taken[code] = case.seat.id
    people.set_open_draft(unit.db, actor.account, None)
    event = DifficultyEvent(DifficultyAct(found.act), found.at, duties.by(actor))
    told = accepting.told_anew(unit, left, event, set(taken.values()))
    return Reply(wording.taken_back(list(taken), left), notices=tuple(told))
