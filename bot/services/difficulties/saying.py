"""What those who hold the seat of a difficulty say of it: what a result has come to, or what is to be added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import questions
from bot.domain.difficulties import DifficultyAct, DifficultyEvent, DifficultyState
from bot.domain.forms import Done, Draft, Form, Step
from bot.domain.handling import (
    OBJECTION,
    SUPPLEMENT,
    WORDS,
    Case,
    Verdict,
    confirmation,
    may_be_added_to,
    may_say,
)
from bot.domain.operations import Operation, Replace
from bot.domain.people import Actor
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.screens.difficulties import notices
from bot.screens.difficulties import saying as wording
from bot.services import lookup
from bot.services.desk.notices import to_desk
from bot.services.difficulties.cases import anchor_of, case_of, names_of, people_of, record, topic_of
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, open_draft, seat_of
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import anchors, drafts
from storage.unit import Unit


def say_of_result(unit: Unit, actor: Actor, code: str, number: int, verdict: Verdict) -> Reply:
    """Take what event `number`, a result or a close, has come to; that it is not solved asks why first.

    It is said once for the seat: a second press says who answered what. Raises BotError("stale") for what is not
    theirs.
    """
    case = _own(unit, actor, code)
    if not may_say(case.events, number, verdict):
        return Reply(toast=_over(unit, case, number))
    if verdict is Verdict.NOT_SOLVED:
        return _open(unit, actor, case, OBJECTION, f"{code}:{number}")
    after, told = _say(unit, actor, case, number, verdict)
    reply = Reply(toast=wording.noted(code), notices=tuple(told))
    # A form that is open stays in sight; the notice itself shows what was answered.
    return reply if actor.open_draft else replace(reply, screen=lookup.show(unit, actor, after.code).screen)


def start_supplement(unit: Unit, actor: Actor, code: str) -> Reply:
    """Open the form that adds to a difficulty. Raises BotError("stale") for what is not theirs."""
    case = _own(unit, actor, code)
    if not may_be_added_to(case.events):
        return Reply(toast=notices.newer(code))
    return _open(unit, actor, case, SUPPLEMENT, code)


def draft_of_what_was_asked(unit: Unit, actor: Actor, code: str) -> int | None:
    """Return the draft that adds to a difficulty, begun where there was none; None where the desk waits for nothing."""
    case = case_of(unit, code)
    own = case is not None and case.seat.id in (seat.id for seat in actor.seats)
    if case is None or not own or case.state is not DifficultyState.ASKED:
        return None
    return _draft(unit, actor, case, SUPPLEMENT, code).id


def _own(unit: Unit, actor: Actor, code: str) -> Case:
    case = case_of(unit, code)
    if case is None or case.seat.id not in (seat.id for seat in actor.seats):
        raise BotError("stale")
    return case


def _over(unit: Unit, case: Case, number: int) -> Text:
    """Why something cannot be said of an event any more."""
    said = confirmation(case.events, number) if number else None
    if said is None:
        return notices.newer(case.code)
    return notices.answered_by(said, names_of(unit, [said]).get(said.actor, ""))


def _say(
    unit: Unit, actor: Actor, case: Case, number: int, verdict: Verdict, words: str = ""
) -> tuple[Case, list[Operation]]:
    after = _record(unit, actor, case, verdict.act, words)
    screen = notices.answered(after, number, after.events[-1], actor.person.full_name)
    # The copies of the notice lose their choices, so that nobody sets out to answer what has been answered.
    copies = [(to, anchor_of(after, number, to)) for to in people_of(unit, after.seat)]
    shown = [Replace(to, screen, name, topic_of(after)) for to, name in copies if anchors.anchor(unit.db, name)]
    return after, [*shown, *told_to_desk(unit, after, actor.person.full_name)]


def _record(unit: Unit, actor: Actor, case: Case, act: DifficultyAct, words: str) -> Case:
    detail = {WORDS: words} if words else {}
    return record(unit, case, DifficultyEvent(act, unit.now, f"person:{actor.person.code}", detail))


def told_to_desk(unit: Unit, case: Case, who: str) -> Sequence[Operation]:
    """Tell the desk of the newest event where something is left for it to do."""
    if not notices.tells_desk(case.events[-1].act):
        return ()
    key = f"desk:difficulty:{case.code}:{len(case.events)}"
    return to_desk(unit, notices.to_desk(case, who), key, topic_of(case))


def _open(unit: Unit, actor: Actor, case: Case, kind: str, subject: str) -> Reply:
    return open_draft(unit, actor, FORMS[kind], _draft(unit, actor, case, kind, subject))


def _draft(unit: Unit, actor: Actor, case: Case, kind: str, subject: str) -> Draft:
    key = (actor.person.id, case.seat.id, kind, subject)
    found = drafts.live_draft(unit.db, *key)
    if found:
        return found
    begun = drafts.add_draft(unit.db, *key, "", unit.now)
    begun = replace(begun, position=_form(unit, begun).start())
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def _form(unit: Unit, draft: Draft) -> Form:
    asked = questions.WORDS
    words = wording.asked(draft.kind, draft.subject.partition(":")[0], unit.rules.profile.office.email)
    step = Step(
        asked.name, words, optional=draft.kind == OBJECTION, least=asked.least, most=asked.most, extendable=True
    )
    return Form((step,), items_max=1)


def _case(unit: Unit, draft: Draft) -> Case | None:
    return case_of(unit, draft.subject.partition(":")[0])


def _number(draft: Draft) -> int:
    return int(draft.subject.partition(":")[2])


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    return screen_about(unit, actor, draft, _form(unit, draft), _case(unit, draft))


def screen_about(unit: Unit, actor: Actor, draft: Draft, form: Form, case: Case | None) -> Screen:
    """The screen of a draft in which those of its seat say something of a difficulty."""
    assert case is not None  # else it was overtaken
    view = wording.View(
        form=form,
        fields=unit.rules.fields,
        organisation=seat_of(actor, draft).organisation,
        sender=actor.person.full_name,
        case=case,
        email=unit.rules.profile.office.email,
    )
    return wording.draft_screen(view, draft)


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say why what a draft says cannot be said any more, or return None; its words stay in it."""
    case = _case(unit, draft)
    if case is None:
        return Reply(wording.gone(draft.subject.partition(":")[0]))
    if draft.kind == SUPPLEMENT:
        if may_be_added_to(case.events):
            return None
        return with_remark(lookup.show(unit, actor, case.code), notices.newer(case.code))
    if may_say(case.events, _number(draft), Verdict.NOT_SOLVED):
        return None
    return with_remark(lookup.show(unit, actor, case.code), _over(unit, case, _number(draft)))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    # Asked again in the transaction that says it: somebody else of the seat may have been first.
    if lost := _overtaken(unit, actor, draft):
        return lost
    case = _case(unit, draft)
    assert case is not None
    words = draft.items[0].get(questions.WORDS.name, "") if draft.items else ""
    if draft.kind == OBJECTION:
        after, told = _say(unit, actor, case, _number(draft), Verdict.NOT_SOLVED, words)
        remark = wording.objected(case.code)
    else:
        after = _record(unit, actor, case, DifficultyAct.SUPPLEMENTED, words)
        told, remark = (
            list(told_to_desk(unit, after, actor.person.full_name)),
            wording.supplemented(case.code, unit.now),
        )
    drafts.close_draft(unit.db, draft.id, case.code, unit.now)
    shown = with_remark(lookup.show(unit, actor, after.code), remark)
    return replace(shown, notices=(*shown.notices, *told))


def _done_before(code: str, at: datetime) -> Text:
    return wording.done_before(code, at)


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, _done_before)
"""The form in which words about a difficulty are written: why it is not solved, or what is added."""
FORMS = {OBJECTION: FORM, SUPPLEMENT: FORM}
