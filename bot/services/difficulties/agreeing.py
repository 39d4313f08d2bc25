"""What those who hold the seat of a difficulty say of its wording: that it is right, or what is to be otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import questions
from bot.domain.difficulties import DifficultyEvent
from bot.domain.forms import Done, Draft, Form, Step
from bot.domain.handling import WORDS, Case
from bot.domain.operations import Operation, Replace
from bot.domain.people import Actor
from bot.domain.texts import Screen
from bot.domain.wording_forms import WORDING_OBJECTION
from bot.domain.wordings import Agreement, Wording, asked
from bot.errors import BotError
from bot.screens.difficulties import saying as form_wording
from bot.screens.difficulties import wordings as wording
from bot.services import lookup
from bot.services.difficulties.cases import anchor_of, case_of, people_of, record, topic_of
from bot.services.difficulties.saying import screen_about, told_to_desk
from bot.services.difficulties.worded import wording_of
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import anchors, drafts
from storage.unit import Unit


def say_of_wording(unit: Unit, actor: Actor, code: str, number: int, said: Agreement) -> Reply:
    """Take what is said of the wording that event `number` asked about; what is to be otherwise is asked first.

    It is said once for the seat, of the words and the wording of now: else what there is is shown. Raises
    BotError("stale") for what is not theirs.
    """
    case = case_of(unit, code)
    if case is None or case.seat.id not in (seat.id for seat in actor.seats):
        raise BotError("stale")
    found = _asked_about(unit, case, number)
    if found is None:
        return with_remark(lookup.show(unit, actor, code), wording.over(code))
    if said is Agreement.OBJECTED:
        return _open(unit, actor, case, number)
    return _say(unit, actor, case, found, said)


def _asked_about(unit: Unit, case: Case, number: int) -> Wording | None:
    """The wording of now, where event `number` asks about it and nobody has answered."""
    return wording_of(unit, case) if number and asked(case.events) == number else None


def _say(unit: Unit, actor: Actor, case: Case, found: Wording, said: Agreement, words: str = "") -> Reply:
    number, who = asked(case.events), actor.person.full_name
    detail = {WORDS: words} if words else {}
    after = record(unit, case, DifficultyEvent(said.act, unit.now, f"person:{actor.person.code}", detail))
    screen = wording.answered(after, found, after.events[-1], who)
    # The copies of the question lose their choices, so that nobody sets out to answer what has been answered.
    copies = [(to, anchor_of(after, number, to)) for to in people_of(unit, after.seat)]
    shown: Sequence[Operation] = [
        Replace(to, screen, name, topic_of(after)) for to, name in copies if anchors.anchor(unit.db, name)
    ]
    page = with_remark(lookup.show(unit, actor, case.code), wording.noted(case.code))
    return replace(page, notices=(*page.notices, *shown, *told_to_desk(unit, after, who)))


def _open(unit: Unit, actor: Actor, case: Case, number: int) -> Reply:
    key = (actor.person.id, case.seat.id, WORDING_OBJECTION, f"{case.code}:{number}")
    draft = drafts.live_draft(unit.db, *key)
    if draft is None:
        begun = drafts.add_draft(unit.db, *key, "", unit.now)
        draft = replace(begun, position=_form(unit, begun).start())
        drafts.save_draft(unit.db, draft, unit.now)
    return open_draft(unit, actor, FORM, draft)


def _form(_unit: Unit, draft: Draft) -> Form:
    words = questions.WORDS
    return Form(
        (Step(words.name, form_wording.QUESTIONS[draft.kind], least=words.least, most=words.most, extendable=True),),
        items_max=1,
    )


def _case(unit: Unit, draft: Draft) -> tuple[Case | None, int]:
    code, _, number = draft.subject.partition(":")
    return case_of(unit, code), int(number)


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    return screen_about(unit, actor, draft, _form(unit, draft), _case(unit, draft)[0])


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say why nothing can be said of the wording any more, or return None; the words stay in the draft."""
    case, number = _case(unit, draft)
    if case is None:
        return Reply(form_wording.gone(draft.subject.partition(":")[0]))
    if _asked_about(unit, case, number):
        return None
    return with_remark(lookup.show(unit, actor, case.code), wording.over(case.code))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    # Asked again in the transaction that says it: somebody else of the seat may have been first.
    if lost := _overtaken(unit, actor, draft):
        return lost
    case, _ = _case(unit, draft)
    found = wording_of(unit, case) if case else None
    assert case is not None
    assert found is not None
    drafts.close_draft(unit.db, draft.id, case.code, unit.now)
    return _say(unit, actor, case, found, Agreement.OBJECTED, draft.items[0][questions.WORDS.name])


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, form_wording.done_before)
"""The form in which a member asks for another wording."""
