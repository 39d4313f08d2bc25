"""What becomes of a report that waits: approved, returned, edited by whoever approves, taken back, reminded of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.amendments import is_taken_up_from
from bot.domain.approving import (
    REASON,
    RETURNING,
    Authority,
    Submission,
    SubmissionEnd,
    sent_from,
)
from bot.domain.forms import Done, Draft, Form, Step
from bot.domain.operations import Operation, Send, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.questions import ReportPart, by_part
from bot.domain.reports import ADHOC, REPORT, Approval, Endorsement, Report
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens.reporting import deciding as asking
from bot.screens.reporting import quarterly
from bot.screens.reporting import submitted as wording
from bot.screens.reporting.periodic_received import timeliness
from bot.services.people.duties import addressees_of
from bot.services.reply import Reply, with_remark
from bot.services.reporting import adhoc, periodic
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.reporting.submitting import (
    Filing,
    audit,
    awaited,
    code_in,
    describe,
    end,
    overtake_one,
    plain,
    reachable,
    still_waiting,
    told,
    waiting_reply,
)
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import approvals, drafts, people, reports, submissions
from storage.unit import Unit

FILINGS: Mapping[str, Filing] = {REPORT: periodic.FILING, ADHOC: adhoc.FILING}
"""What may wait for approval, by the kind of its drafts."""


def show(unit: Unit, actor: Actor, number: int) -> Reply:
    """Show a report that waits, to those of its seat; one that does not wait any more says what became of it.

    Raises BotError("stale") for any other.
    """
    found = of_seat(unit, actor, number)
    if found.end:
        return over(unit, actor, found)
    return waiting_reply(unit, actor, found, FILINGS[found.kind])


def read(unit: Unit, actor: Actor, number: int, item: int | None, part: ReportPart | None) -> Reply:
    """Send all of a report that waits, an item a message; or one answer alone. Raises BotError("stale") as `show`."""
    found = of_seat(unit, actor, number)
    if found.end:
        return over(unit, actor, found)
    draft, filing = draft_of(unit, found), FILINGS[found.kind]
    waiting, form = describe(unit, found, draft, filing), filing.form(unit, draft)
    items = () if found.nil else draft.items
    if item is not None and part is not None:
        question = by_part(part)
        if question is None or not 1 <= item <= len(items):
            raise BotError("stale")
        return Reply(kept=asking.alone(item, items[item - 1].get(question.name, "")), aside=True)
    # What is asked once for the whole report stands on top; each item follows as a message of its own.
    whole = waiting.content if found.nil or draft.closing is not None else ()
    heading = Screen((wording.read_heading(waiting), *whole))
    topic = Topic(TopicKind.APPROVAL, {"submission": found.id})
    screens = [
        asking.item(form, unit.rules.fields, asking.Read(found.id, number, each, draft.attached(number - 1)))
        for number, each in enumerate(items, 1)
    ]
    screens += [Screen((quarterly.opinion_line(draft.closing),))] if draft.closing else []
    return Reply(kept=heading, aside=True, notices=tuple(Send(actor.to, screen, topic=topic) for screen in screens))


def approve(unit: Unit, actor: Actor, number: int, seen: int) -> Reply:
    """Approve a report and send it, if its content is what was shown; else show what it says now.

    Raises BotError("stale") for what the actor may not approve at this moment.
    """
    found, right = _decidable(unit, actor, number)
    if found.end:
        return over(unit, actor, found)
    draft, filing = draft_of(unit, found), FILINGS[found.kind]
    waiting = describe(unit, found, draft, filing)
    if waiting.shown != seen:
        return with_remark(waiting_reply(unit, actor, found, filing), wording.changed(_changed_at(found, draft)))
    closed = _closed(unit, actor, waiting, draft)
    if closed:
        return closed
    # Ended before it is filed: what waits stands in the way of another report.
    closed_cards = end(unit, found, SubmissionEnd.APPROVED, actor.person.id)
    audit(unit, actor, "report.approved", draft, _by_right(right, found, waiting.shown))
    reply = filing.file(
        unit, actor, draft, found.done, Endorsement(approval=Approval.GIVEN, approved_by=actor.person.id)
    )
    return replace(
        reply, notices=(*reply.notices, *closed_cards, *_approved(unit, actor, waiting, reply, draft.person))
    )


def _closed(unit: Unit, actor: Actor, waiting: wording.Waiting, draft: Draft) -> Reply | None:
    """End what can be sent no longer, and say so; None where it can still be sent."""
    found, live = waiting.submission, _live(unit, draft)
    overtaken = live if live and not is_taken_up_from(draft, live) else None
    is_open = waiting.schedule is None or unit.now < waiting.schedule.stop_at
    if overtaken is None and is_open:
        return None
    ended = overtake_one(unit, found, overtaken) if overtaken else close(unit, waiting, draft.person)
    refused = FILINGS[draft.kind].refused(unit, actor, draft, found.done)
    assert refused is not None
    return replace(refused, notices=(*refused.notices, *ended))


def _live(unit: Unit, draft: Draft) -> Report | None:
    """What has been sent in whose place a draft would come."""
    if draft.kind == REPORT:
        return reports.live_report(unit.db, draft.seat, draft.subject)
    return reports.report_by_code(unit.db, draft.report) if draft.base else None


def close(unit: Unit, waiting: wording.Waiting, writer: int) -> Sequence[Operation]:
    """Have a report whose period has closed wait no longer, and tell its writer."""
    closed_cards = end(unit, waiting.submission, SubmissionEnd.CLOSED)
    screen = wording.closed(waiting)
    return (*closed_cards, *told(unit, writer, screen, f"approval:closed:{waiting.submission.id}"))


def _approved(unit: Unit, actor: Actor, waiting: wording.Waiting, reply: Reply, writer: int) -> Sequence[Operation]:
    is_judged = waiting.schedule is not None and waiting.amends is None
    late = timeliness(unit.now > waiting.schedule.due_at) if waiting.schedule and is_judged else None
    code = code_in(reply)
    said = wording.approved(waiting, actor.person.full_name, code, unit.now, late)
    assert reply.kept is not None
    # One message: that it was approved, then the receipt of what was sent.
    screen = Screen((*said.lines, *reply.kept.lines), said.rows)
    topic = Topic(TopicKind.RECEIPT, {"code": code})
    return [
        Send(to, screen, topic=topic, key=f"approval:approved:{waiting.submission.id}:{to.account}")
        for to in addressees_of(unit, writer)
    ]


def _by_right(right: Authority, found: Submission, seen: int) -> dict[str, object]:
    delegation = right.delegation.id if right.delegation else None
    return {"submission": found.id, "submitted": found.content, "shown": seen, "delegation": delegation}


def _changed_at(found: Submission, draft: Draft) -> datetime:
    # What is stated of tasks changes without the draft: of that only the present moment is known.
    return max(found.at, draft.updated_at)


def take_over(unit: Unit, actor: Actor, number: int) -> Reply:
    """Go on writing a report that waits, in the place of whoever submitted it. Raises BotError("stale") as `approve`.

    Nothing is changed where the actor has a draft of the same report with something in it.
    """
    found, right = _decidable(unit, actor, number)
    if found.end:
        return over(unit, actor, found)
    draft = draft_of(unit, found)
    own = drafts.live_draft(unit.db, actor.person.id, draft.seat, draft.kind, draft.subject)
    if own and own.id != draft.id:
        if own.holds_answers:
            return Reply(asking.own_draft_in_the_way())
        drafts.drop_draft(unit.db, own.id)
    waiting = plain(unit, found)
    closed_cards = end(unit, found, SubmissionEnd.TAKEN_OVER, actor.person.id)
    audit(unit, actor, "report.taken_over", draft, _by_right(right, found, 0))
    writer = draft.person
    drafts.give_draft(unit.db, draft.id, actor.person.id, draft.subject)
    screen = wording.taken_over(waiting, actor.person.full_name, unit.now)
    reply = _opened(unit, actor, draft.id)
    return replace(
        reply, notices=(*reply.notices, *closed_cards, *told(unit, writer, screen, f"approval:taken-over:{found.id}"))
    )


def take_back(unit: Unit, actor: Actor, number: int) -> Reply:
    """Take back a report that the actor submitted, to edit it. Raises BotError("stale") for anybody else's."""
    found = _own(unit, actor, number)
    if found.end:
        return over(unit, actor, found)
    draft = draft_of(unit, found)
    closed_cards = end(unit, found, SubmissionEnd.TAKEN_BACK, actor.person.id)
    audit(unit, actor, "report.taken_back", draft)
    reply = _opened(unit, actor, draft.id)
    return replace(reply, notices=(*reply.notices, *closed_cards))


def _opened(unit: Unit, actor: Actor, draft_id: int) -> Reply:
    draft = drafts.draft_by_id(unit.db, draft_id)
    assert draft is not None
    return open_draft(unit, actor, periodic.FORM if draft.kind == REPORT else adhoc.FORM, draft)


def remind(unit: Unit, actor: Actor, number: int) -> Reply:
    """Remind whoever approves, not too often. Raises BotError("stale") for what the actor has not submitted."""
    found = _own(unit, actor, number)
    if found.end:
        return over(unit, actor, found)
    if unit.now < found.remind_from:
        return Reply(toast=wording.reminded_lately(found.remind_from))
    submissions.note_reminded(unit.db, found.id, unit.now)
    waiting = describe(unit, found, draft_of(unit, found), FILINGS[found.kind])
    notices = reminders(unit, found, wording.reminded(waiting, None), f"asked:{unit.now:%Y%m%d%H%M}")
    return Reply(toast=wording.reminder_sent(unit.now), notices=notices)


def reminders(unit: Unit, found: Submission, screen: Screen, what: str) -> tuple[Send, ...]:
    """Return a reminder to everybody who may approve a report, once each for the same `what`."""
    topic = Topic(TopicKind.APPROVAL, {"submission": found.id, "reminder": True})
    return tuple(
        Send(to, screen, topic=topic, key=f"approval:{found.id}:{what}:{to.account}", guard=still_waiting(found.id))
        for each in reachable(unit, found.seat)
        for to in addressees_of(unit, each.person.id)
    )


def send_unapproved(unit: Unit, actor: Actor, draft_id: int, rev: int) -> Reply:
    """Send a draft without approval, if still nobody who approves can be reached.

    Raises BotError("stale") for a draft that is not the actor's, or was changed since.
    """
    draft = drafts.draft_by_id(unit.db, draft_id)
    own = draft is not None and draft.person == actor.person.id and draft.seat in (seat.id for seat in actor.seats)
    if draft is None or not own or draft.kind not in FILINGS or draft.rev != rev or draft.closed_at:
        raise BotError("stale")
    waits = submissions.waiting_of_draft(unit.db, draft.id)
    done = waits.done if waits else sent_from(draft)
    if done is None:
        raise BotError("stale")
    needed = awaited(unit, draft)
    if needed is not None and needed.approvers:
        shown_again = (
            waiting_reply(unit, actor, waits, FILINGS[draft.kind]) if waits else _opened(unit, actor, draft.id)
        )
        return with_remark(shown_again, wording.somebody_reachable())
    closed = _closed(unit, actor, plain(unit, waits), draft) if waits else None
    if closed:
        return closed
    closed_cards = end(unit, waits, SubmissionEnd.UNAPPROVED, actor.person.id) if waits else ()
    # Asked for approval no longer: then it is sent as any other.
    how = Approval.UNREACHABLE if needed is not None else Approval.NONE
    audit(unit, actor, "report.unapproved", draft)
    reply = FILINGS[draft.kind].file(unit, actor, draft, done, Endorsement(approval=how))
    return replace(reply, notices=(*reply.notices, *closed_cards))


def return_(unit: Unit, actor: Actor, number: int) -> Reply:
    """Ask why a report is returned. Raises BotError("stale") as `approve`."""
    found, _ = _decidable(unit, actor, number)
    if found.end:
        return over(unit, actor, found)
    subject = str(found.id)
    draft = drafts.live_draft(unit.db, actor.person.id, found.seat, RETURNING, subject) or drafts.add_draft(
        unit.db, actor.person.id, found.seat, RETURNING, subject, "", unit.now
    )
    if not draft.rev:
        draft = replace(draft, position=_RETURN.start(), rev=1)
        drafts.save_draft(unit.db, draft, unit.now)
    return open_draft(unit, actor, FORM, draft)


_RETURN = Form((Step(REASON, (asking.WHY,), least=3, most=1000, extendable=True),), items_max=1, keeps=False)


def _returning(unit: Unit, draft: Draft) -> Submission:
    found = submissions.submission(unit.db, int(draft.subject))
    if found is None:
        raise BotError("stale")
    return found


def _return_screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    return asking.returning(_RETURN, plain(unit, _returning(unit, draft)), draft)


def _return_sent(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    found, right = _decidable(unit, actor, int(draft.subject))
    if found.end:
        return over(unit, actor, found)
    report, reason = draft_of(unit, found), draft.items[0][REASON]
    closed_cards = end(unit, found, SubmissionEnd.RETURNED, actor.person.id, reason)
    audit(unit, actor, "report.returned", report, {**_by_right(right, found, 0), "reason": reason})
    drafts.close_draft(unit.db, draft.id, subject_of(draft), unit.now)
    waiting = plain(unit, found)
    screen = wording.returned(waiting, actor.person.full_name, reason, unit.now)
    return Reply(
        Screen((asking.returned(waiting, unit.now),), ((asking.TO_APPROVALS,),)),
        notices=(*closed_cards, *told(unit, report.person, screen, f"approval:returned:{found.id}", found.id)),
    )


def subject_of(draft: Draft) -> str:
    """Return what a form about approval became, for a second press of its last button."""
    return f"{draft.kind}:{draft.subject}"


def _return_overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say what became of the report meanwhile, or return None; the form is of no more use then."""
    found = _returning(unit, draft)
    if not found.end:
        return None
    drafts.drop_draft(unit.db, draft.id)
    people.set_open_draft(unit.db, actor.account, None)
    reply, reason = over(unit, actor, found), draft.items[0].get(REASON, "") if draft.items else ""
    if reply.screen is None:
        assert reply.toast is not None
        return Reply(asking.overtaken(reply.toast, reason))
    return with_remark(reply, asking.not_sent(reason)) if reason else reply


def _return_left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    return show(unit, actor, int(draft.subject))


FORM = DraftForm(
    lambda _unit, _draft: _RETURN,
    _return_screen,
    _return_sent,
    last_day_untouched,
    _return_overtaken,
    asking.done_before,
    _return_left,
)
"""The form in which it is said why a report is returned."""


def of_seat(unit: Unit, actor: Actor, number: int) -> Submission:
    """Return a submission of a seat that the actor holds. Raises BotError("stale") for any other."""
    found = submissions.submission(unit.db, number)
    if found is None or found.seat not in (seat.id for seat in actor.seats):
        raise BotError("stale")
    return found


def _decidable(unit: Unit, actor: Actor, number: int) -> tuple[Submission, Authority]:
    """Return a submission with the right by which the actor decides on it at this moment, whatever became of it."""
    found = of_seat(unit, actor, number)
    right = approvals.authority(unit.db, found.seat, actor.person.id, unit.today)
    if right is None:
        raise BotError("stale")
    return found, right


def _own(unit: Unit, actor: Actor, number: int) -> Submission:
    found = of_seat(unit, actor, number)
    draft = draft_of(unit, found)
    if actor.person.id != draft.person:
        raise BotError("stale")
    return found


def draft_of(unit: Unit, found: Submission) -> Draft:
    """Return the draft that waits, or waited."""
    draft = drafts.draft_by_id(unit.db, found.draft)
    assert draft is not None  # a submission goes with its draft
    return draft


def over(unit: Unit, actor: Actor, found: Submission) -> Reply:
    """Say what became of a submission; where the same draft waits anew, show that instead."""
    anew = submissions.waiting_of_draft(unit.db, found.draft)
    if anew:
        shown_anew = waiting_reply(unit, actor, anew, FILINGS[anew.kind])
        return with_remark(shown_anew, wording.changed(anew.at))
    who = people.person_by_id(unit.db, found.ended_by).full_name if found.ended_by else ""
    return Reply(toast=wording.ended(plain(unit, found), who))
