"""What an officer does in the group of the desk: acts of one press are done there, forms open in private."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.buttons import Verb
from bot.domain.handling import Case
from bot.domain.operations import Operation, Replace, Send, Strip, Toast, screen_anchor
from bot.domain.people import Actor, Role
from bot.domain.texts import Screen, Text
from bot.domain.triage import QueueView
from bot.domain.verbs.desk import AcceptAdhoc
from bot.domain.verbs.difficulties import ShowEvent
from bot.domain.verbs.handling import AcceptAll, AcceptDifficulty, OpenAct, UndoAct, UndoAll
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.triage import (
    AskQueueFilter,
    ClaimDifficulty,
    OpenQueueItem,
    ReleaseDifficulty,
    ShowQueue,
    TakeOverDifficulty,
)
from bot.errors import BotError
from bot.screens import group as wording
from bot.screens.triage import taken_on_line
from bot.services import lookup
from bot.services.desk import claiming, opened, queue
from bot.services.desk.cards import anchor_of, open_page, to_place
from bot.services.desk.claims import claim_of
from bot.services.difficulties import accepting, acting
from bot.services.difficulties.cases import case_of, topic_of
from bot.services.people import consenting
from bot.services.reply import Reply
from bot.services.reporting import acceptance
from storage import anchors, people, places
from storage.places import Place
from storage.unit import Unit

_QUEUE = "queue"
_OPEN_FOR = timedelta(minutes=10)
"""So long a page that was opened in the group is still near: it is not shown a second time."""


def press(unit: Unit, actor: Actor | None, place: Place | None, verb: Verb | None, pressed: str) -> Sequence[Operation]:
    """Do what a button in a group asks for, on the presser's own duty; `pressed` is the message it stands under.

    Raises BotError: rights, for whoever is no officer; stale, where the group is not the desk's or the button says
    nothing; group, for what is one person's matter; and what the act raises.
    """
    if place is None or verb is None:
        raise BotError("stale")
    officer = _officer(unit, actor)
    if not wording.works_in_group(verb):
        raise BotError("group")
    done = _do(unit, officer, place, verb, pressed)
    _as_it_was(unit, officer, verb)
    return done


def show_queue(unit: Unit, actor: Actor | None, place: Place) -> Sequence[Operation]:
    """Show the whole queue below in the group. Raises BotError("rights") as `press`."""
    officer = _officer(unit, actor)
    shown = queue.show(unit, officer, QueueView())
    _as_it_was(unit, officer)
    return _queue_below(place, shown)


def _officer(unit: Unit, actor: Actor | None) -> Actor:
    if actor is None or Role.SECRETARIAT not in actor.roles:
        raise BotError("rights", phone=unit.rules.profile.office.phone)
    if consenting.is_asked(unit, actor):
        raise BotError("group")  # the notice to agree to is read in private
    return actor


def _as_it_was(unit: Unit, actor: Actor, verb: Verb | None = None) -> None:
    """The private chat shows what it showed: what is typed there next answers the same as before."""
    if isinstance(verb, OpenAct):
        return
    if actor.lookup_asked_at:
        people.ask_for_query(unit.db, actor.account, actor.lookup_asked_at)
    else:
        people.set_open_draft(unit.db, actor.account, actor.open_draft)


def _do(unit: Unit, actor: Actor, place: Place, verb: Verb, pressed: str) -> Sequence[Operation]:
    match verb:
        case AcceptDifficulty(code, number):
            return _said(accepting.accept(unit, actor, code, number))
        case AcceptAll(code, version):
            return _said(accepting.accept_all(unit, actor, code, version))
        case AcceptAdhoc(code, version):
            return _said(acceptance.accept(unit, actor, code, version))
        case UndoAct(code, number):
            return _said(accepting.undo(unit, actor, code, number))
        case UndoAll(code):
            return _said(accepting.undo_all(unit, actor, code))
        case ClaimDifficulty(code):
            return _claimed(unit, code, claiming.claim(unit, actor, code))
        case TakeOverDifficulty(code, number):
            return _claimed(unit, code, claiming.take_over(unit, actor, code, number))
        case ReleaseDifficulty(code, number):
            return _claimed(unit, code, claiming.release(unit, actor, code, number))
        case OpenAct():
            return _form(unit, actor, verb)
        case _:
            return _show(unit, actor, place, verb, pressed)


def _show(unit: Unit, actor: Actor, place: Place, verb: Verb, pressed: str) -> Sequence[Operation]:
    match verb:
        case ShowReport(code, None) | OpenQueueItem(code):
            return _open(unit, actor, place, code)
        case ShowReport(code, part, version):
            assert part is not None
            return _below(unit, place, code, lookup.show_part(unit, actor, code, part, version).kept)
        case ShowEvent(code, number):
            return _below(unit, place, code, lookup.show_event(unit, actor, code, number).kept)
        case ShowQueue(view):
            return _queue(unit, place, queue.show(unit, actor, view or QueueView()), pressed)
        case AskQueueFilter(which, values, view):
            return _queue(unit, place, queue.ask_filter(unit, actor, which, values, view), pressed)
    raise AssertionError(verb)


def _said(reply: Reply) -> list[Operation]:
    """What was done is said over the button; what it has come to, the cards show."""
    said = reply.toast or (reply.screen.lines[0] if reply.screen else None)
    return [*([Toast(said)] if said else []), *reply.notices]


def _claimed(unit: Unit, code: str, reply: Reply) -> list[Operation]:
    return [Toast(_taken(unit, code)), *reply.notices]


def _taken(unit: Unit, code: str) -> Text:
    claim = claim_of(unit, _case(unit, code))
    return taken_on_line(claim, unit.now) if claim else wording.nobody_has(code)


def _case(unit: Unit, code: str) -> Case:
    case = case_of(unit, code)
    if case is None:
        raise BotError("stale")
    return case


def _form(unit: Unit, actor: Actor, verb: OpenAct) -> list[Operation]:
    """Open the form in the officer's private chat, and let the group see who is at it."""
    case = accepting.current(unit, actor, verb.difficulty)
    if acting.is_overtaken(case, verb.act, verb.number):
        _as_it_was(unit, actor)
        return _said(accepting.overtaken(unit, actor, case))
    if claim_of(unit, case) is None and claiming.can_be_claimed(case):
        claiming.claim(unit, actor, case.code)
    form = acting.start(unit, actor, case.code, verb.act, verb.number)
    assert form.screen is not None
    anchor = screen_anchor(actor.account)
    below = Send(actor.to, form.screen, anchor, form.topic)
    return [Toast(wording.in_private(case.code)), Strip(actor.to, anchor), below, *form.notices]


def _open(unit: Unit, actor: Actor, place: Place, code: str) -> list[Operation]:
    case, anchor = _case(unit, code), anchor_of(place, code)
    opened.note(unit, actor, case.report)
    if places.waits(unit.db, anchor) or places.is_under_way(unit.db, anchor):
        return [Toast(wording.opening(code))]
    at = places.sent_at(unit.db, anchor)
    if at and unit.now - at < _OPEN_FOR and anchors.anchor(unit.db, anchor):
        return [Toast(wording.opened_before(code, at))]
    return [Strip(to_place(place), anchor), open_page(unit, place, case)]


def _below(unit: Unit, place: Place, code: str, screen: Screen | None) -> list[Operation]:
    """A part that is too long for its page, as a message of its own."""
    assert screen is not None
    return [Send(to_place(place), wording.for_group(screen), topic=topic_of(_case(unit, code)))]


def _queue(unit: Unit, place: Place, shown: Reply, pressed: str) -> list[Operation]:
    """The queue changes in place where it is pressed; from any other message it is shown below."""
    live = anchors.anchor(unit.db, anchor_of(place, _QUEUE))
    if live is None or live.message_id != pressed:
        return _queue_below(place, shown)
    assert shown.screen is not None
    return [Replace(to_place(place), wording.for_group(shown.screen), anchor_of(place, _QUEUE))]


def _queue_below(place: Place, shown: Reply) -> list[Operation]:
    assert shown.screen is not None
    anchor = anchor_of(place, _QUEUE)
    return [Strip(to_place(place), anchor), Send(to_place(place), wording.for_group(shown.screen), anchor)]
