"""The form of an act with words that is done with all difficulties an officer has marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.acting_forms import Known, acting_form
from bot.domain.agencies import only
from bot.domain.form_questions import missing
from bot.domain.forms import At, Done, Draft, Form
from bot.domain.handling import AGENCY
from bot.domain.people import Actor
from bot.domain.selecting import JOINT, JointAct, fingerprint
from bot.domain.texts import Screen, Text
from bot.domain.triage import QueueView
from bot.domain.verbs.triage import ShowQueue
from bot.screens import selecting as wording
from bot.screens.difficulties import acting as form_wording
from bot.services.desk import joint_acts, selecting
from bot.services.difficulties import acting, acts
from bot.services.people.duties import officer_only
from bot.services.reply import Reply
from bot.services.reporting.drafting import DraftForm, at_review_again, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people, saved_replies
from storage.unit import Unit


def start(unit: Unit, actor: Actor, act: JointAct, view: QueueView) -> Reply:
    """Open the form of an act, or the draft of it that there is, or what an act without words would do.

    Raises BotError("rights").
    """
    officer_only(unit, actor)
    if act is JointAct.HANDED_OVER:
        return selecting.choose_colleague(unit, actor, view)
    if act.with_words is None:
        return selecting.preview(unit, actor, act, view)
    if not selecting.plan(unit, actor, act).marked:
        return Reply(wording.nothing_marked(view))
    key = (actor.person.id, 0, JOINT, act.value)
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    begun = draft if draft.rev else replace(draft, rev=1, position=_form(unit, draft).start())
    begun = replace(begun, base=_seen(unit, actor, draft), came_from=ShowQueue(view).data)
    drafts.save_draft(unit.db, begun, draft.updated_at)
    return open_draft(unit, actor, FORM, begun)


def _seen(unit: Unit, actor: Actor, draft: Draft) -> int:
    return fingerprint(selecting.plan(unit, actor, JointAct(draft.subject)).marked)


def _view(draft: Draft) -> QueueView:
    back = ShowQueue.read(draft.came_from)
    return (back.view if back else None) or QueueView()


def _form(unit: Unit, draft: Draft) -> Form:
    act, profile = JointAct(draft.subject).with_words, unit.rules.profile
    assert act is not None
    kept = tuple(each.words for each in saved_replies.of_act(unit.db, act))
    return acting_form(act, Known(profile.reasons, (), profile.supplement_within, unit.today_for_words, kept), draft)


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    joint = JointAct(draft.subject)
    act, form, plan = joint.with_words, _form(unit, draft), selecting.plan(unit, actor, joint)
    assert act is not None
    kept = {each.words: each.name for each in saved_replies.of_act(unit.db, act)}
    told, unlisted, planned = None, False, []
    if draft.position.at is At.REVIEW and missing(form, draft) is None:
        planned = wording.planned(plan)
        unlisted = AGENCY in draft.items[0] and not only(unit.rules.agencies, draft.items[0][AGENCY])
        first = next((each.case for each in plan.open if each.case), None)
        if first:
            told = acts.preview(unit, actor, first, act.act, acting.detail_of(unit, first, act, draft))
    view = form_wording.View(
        form, act, None, told, unlisted=unlisted, saved=kept, count=len(plan.marked), planned=planned
    )
    return form_wording.draft_screen(view, draft)


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say that nothing is marked any more, or return None; words stay."""
    if selecting.plan(unit, actor, JointAct(draft.subject)).marked:
        return None
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.nothing_marked(_view(draft)))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    joint = JointAct(draft.subject)
    act, plan = joint.with_words, selecting.plan(unit, actor, joint)
    assert act is not None
    # Another clerk may have been first; what would be done now is shown before it is.
    if fingerprint(plan.marked) != draft.base or not plan.open:
        return _look_again(unit, actor, draft)
    reply = joint_acts.each_with_words(
        unit, actor, plan, lambda case: acting.detail_of(unit, case, act, draft), _view(draft)
    )
    drafts.close_draft(unit.db, draft.id, joint.value, unit.now)
    return reply


def _look_again(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    return at_review_again(unit, actor, FORM, replace(draft, base=_seen(unit, actor, draft)), wording.changed())


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    return selecting.show(unit, actor, _view(draft))


def _done_before(_code: str, _at: datetime) -> Text:
    return wording.done_before()


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, _done_before, _left)
"""The form of an act with words on all that is marked."""
