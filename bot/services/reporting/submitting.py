"""Sending a report, or submitting it to whoever approves it where the member's head asks for that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.domain.approving import Authority, Submission, SubmissionEnd, fingerprint, shown
from bot.domain.forms import Done, Draft, Form
from bot.domain.operations import Guard, Operation, Replace, Send, Topic, TopicKind
from bot.domain.origins import origin_of
from bot.domain.people import MEMBER_ROLES, Actor, Seat, To
from bot.domain.periods import Period
from bot.domain.reports import PROXIES, REPORT, SENDER_ALONE, Approval, Endorsement, Report, Via
from bot.domain.tasks import TaskState
from bot.domain.texts import Screen, Text
from bot.screens.reporting import submitted as wording
from bot.screens.reporting.form import Awaited
from bot.screens.reporting.submitted import Waiting
from bot.services.desk.notices import to_desk
from bot.services.people.duties import addressees_of
from bot.services.people.quiet import held
from bot.services.reply import Reply
from bot.services.reporting import keeping
from bot.services.reporting.versions import meant_to_amend
from bot.services.standing import period_schedule
from storage import addressees, anchors, approvals, drafts, ledgers, people, submissions
from storage.unit import Unit


@dataclass(frozen=True)
class Filing:
    """How drafts of one kind are filed, and what they say while they wait for approval."""

    form: Callable[[Unit, Draft], Form]
    file: Callable[[Unit, Actor, Draft, Done, Endorsement], Reply]
    """Stores the report and answers with its receipt, or says why it cannot be stored any more."""
    content: Callable[[Unit, Draft, bool], Sequence[Text]]
    """What the report says; the last argument: that there is nothing new."""
    refused: Callable[[Unit, Actor, Draft, Done], Reply | None]
    """Says why it is not sent, None where it can be."""
    stated: Callable[[Unit, Draft], Sequence[TaskState]] = lambda _unit, _draft: ()
    """What it states of tasks beside what the draft holds."""


def send(unit: Unit, actor: Actor, draft: Draft, done: Done, filing: Filing, *, waits: bool = True) -> Reply:
    """File a report at once, or have it wait for approval where its writer may not give that.

    `waits`: whether it may wait; what may not is filed, and whoever approves is told.
    """
    needed = awaited(unit, draft, waits=waits)
    if needed is None:
        reply = filing.file(unit, actor, draft, done, _own(unit, actor, draft))
        return replace(reply, notices=(*reply.notices, *_to_whom_it_was_taken_from(unit, draft, reply)))
    refused = filing.refused(unit, actor, draft, done)
    if refused:
        return refused
    if not waits:
        reply = filing.file(unit, actor, draft, done, Endorsement(approval=Approval.URGENT))
        return replace(reply, notices=(*reply.notices, *_urgent(unit, actor, draft, reply)))
    if not needed.approvers:
        return _nobody(unit, draft, done, filing)
    return _submit(unit, actor, draft, done, filing)


def awaited(unit: Unit, draft: Draft, *, waits: bool = True) -> Awaited | None:
    """Return the approval a draft needs that its writer may not give; None where it needs none."""
    if draft.kind in PROXIES or not approvals.is_required(unit.db, draft.seat):
        return None
    if approvals.authority(unit.db, draft.seat, draft.person, unit.today):
        return None
    return Awaited([each.person.full_name for each in reachable(unit, draft.seat)], waits)


def reachable(unit: Unit, seat: int) -> list[Authority]:
    """Return who may approve for a seat today and can be written to."""
    found = approvals.authorities(unit.db, seat, unit.today)
    return [each for each in found if addressees.reachable_accounts(unit.db, each.person.id)]


def _own(unit: Unit, actor: Actor, draft: Draft) -> Endorsement:
    """What stands under a report that its writer sends: a delegate approves it in doing so."""
    if draft.kind in PROXIES:
        return Endorsement(via=Via.PROXY, origin=origin_of(draft.origin))
    right = approvals.authority(unit.db, draft.seat, actor.person.id, unit.today)
    if right and right.delegation and approvals.is_required(unit.db, draft.seat):
        audit(unit, actor, "report.approved", draft, {"delegation": right.delegation.id})
        return Endorsement(approval=Approval.GIVEN, approved_by=actor.person.id)
    return SENDER_ALONE


def audit(unit: Unit, actor: Actor, verb: str, draft: Draft, detail: dict[str, object] | None = None) -> None:
    """Put an act on a draft that is submitted, or need not be, into the audit."""
    seat = people.seats_by_id(unit.db, [draft.seat])[draft.seat]
    subject = "/".join((seat.code, draft.kind, draft.subject or str(draft.id)))
    ledgers.append_audit(unit.db, unit.now, f"person:{actor.person.code}", verb, f"submission:{subject}", detail)


def code_in(reply: Reply) -> str:
    """Return the code of the report that a receipt is of, empty where the reply is none."""
    topic = reply.kept_topic
    return str(topic.arguments["code"]) if topic and topic.kind is TopicKind.RECEIPT else ""


def _to_whom_it_was_taken_from(unit: Unit, draft: Draft, reply: Reply) -> Sequence[Operation]:
    """Whoever submitted a report that was then taken over learns that it has been sent."""
    code = code_in(reply)
    before = submissions.last_of_draft(unit.db, draft.id)
    if not code or before is None or before.end is not SubmissionEnd.TAKEN_OVER or before.person == draft.person:
        return ()
    approver = people.person_by_id(unit.db, draft.person).full_name
    screen = wording.approved(plain(unit, before), approver, code, unit.now, None)
    return told(unit, before.person, screen, f"taken-over:{before.id}:sent")


def _urgent(unit: Unit, actor: Actor, draft: Draft, reply: Reply) -> Sequence[Operation]:
    code, seat = code_in(reply), people.seats_by_id(unit.db, [draft.seat])[draft.seat]
    screen = wording.urgent_told(code, seat.organisation, actor.person.full_name, unit.now)
    return [
        notice
        for each in reachable(unit, draft.seat)
        for notice in told(unit, each.person.id, screen, f"approval:urgent:{code}")
    ]


def _nobody(unit: Unit, draft: Draft, done: Done, filing: Filing) -> Reply:
    """Nobody who approves can be reached: writer and desk are told, and who may send is offered."""
    found = describe(unit, _as_if(unit, draft, done), draft, filing)
    # The form is out of sight now; the draft stands where it is.
    for account in addressees.reachable_accounts(unit.db, draft.person):
        people.set_open_draft(unit.db, account, None)
    notice = wording.nobody_reachable_to_desk(found)
    return Reply(
        wording.nobody_reachable(draft.id, draft.rev, found.organisation, unit.rules.profile),
        notices=to_desk(unit, notice, f"approval:nobody:{draft.id}:{draft.rev}", Topic(TopicKind.APPROVAL)),
    )


def _as_if(unit: Unit, draft: Draft, done: Done) -> Submission:
    """The submission that cannot be made."""
    nil = done is Done.SEND_NIL
    return Submission(0, draft.id, draft.seat, draft.kind, draft.subject, draft.person, nil, unit.now, "")


def _submit(unit: Unit, actor: Actor, draft: Draft, done: Done, filing: Filing) -> Reply:
    if draft.kept:
        keeping.hand_over(unit, actor, *draft.kept)
        draft = replace(draft, kept=())
        drafts.save_draft(unit.db, draft, unit.now)
    nil = done is Done.SEND_NIL
    content = fingerprint(draft, nil=nil, stated=filing.stated(unit, draft))
    submission = submissions.add_submission(unit.db, draft, content, unit.now, nil=nil)
    audit(unit, actor, "report.submitted", draft, {"content": content})
    found = describe(unit, submission, draft, filing)
    return Reply(wording.waiting(found, own=True), notices=cards(unit, found))


def describe(unit: Unit, submission: Submission, draft: Draft, filing: Filing) -> Waiting:
    """Return a report that waits, with what it says at this moment."""
    content = fingerprint(draft, nil=submission.nil, stated=filing.stated(unit, draft))
    lines = filing.content(unit, draft, submission.nil)
    return replace(plain(unit, submission), content=lines, shown=shown(content))


def plain(unit: Unit, submission: Submission) -> Waiting:
    """Return a report that waits, or waited, without what it says."""
    seat = people.seats_by_id(unit.db, [submission.seat])[submission.seat]
    draft = drafts.draft_by_id(unit.db, submission.draft)
    return Waiting(
        submission,
        seat.organisation,
        people.person_by_id(unit.db, submission.person).full_name,
        [each.person.full_name for each in reachable(unit, submission.seat)],
        # The subject of ad hoc drafts only tells them apart.
        period_schedule(unit, Period.parse(submission.subject)) if submission.kind == REPORT else None,
        amends=meant_to_amend(unit, draft) if draft else None,
    )


def _anchor(submission: int, account: int | None) -> str:
    return f"approval:{submission}:{account}"


def still_waiting(submission: int) -> Guard:
    """What is asked when a message about a report that waits is about to leave."""
    return Guard("still_submitted", {"submission": submission})


def cards(unit: Unit, found: Waiting) -> tuple[Operation, ...]:
    """Return the one card that each of those gets who may approve a report."""
    number = found.submission.id
    topic = Topic(TopicKind.APPROVAL, {"submission": number})
    sent: list[Operation] = []
    for each in reachable(unit, found.submission.seat):
        screen = wording.request(replace(found, may_delegate=each.delegation is None), unit.now)
        for to in addressees_of(unit, each.person.id):
            anchor = _anchor(number, to.account)
            key = f"{anchor}:request"
            sent.append(Send(to, screen, anchor, topic, key=key, guard=still_waiting(number)))
    return tuple(sent)


def cards_ended(unit: Unit, submission: Submission) -> tuple[Operation, ...]:
    """Return what makes of every card of a submission that has ended one sentence without choices."""
    who = people.person_by_id(unit.db, submission.ended_by).full_name if submission.ended_by else ""
    screen = Screen((wording.ended(plain(unit, submission), who),))
    topic = Topic(TopicKind.APPROVAL, {"submission": submission.id})
    accounts = [to for each in approvals.authorities(unit.db, submission.seat, unit.today) for to in _of(unit, each)]
    return tuple(
        Replace(to, screen, anchor, topic)
        for to in accounts
        if anchors.anchor(unit.db, anchor := _anchor(submission.id, to.account))
    )


def _of(unit: Unit, right: Authority) -> list[To]:
    return addressees_of(unit, right.person.id)


def told(unit: Unit, person: int, screen: Screen, key: str, submission: int = 0) -> tuple[Operation, ...]:
    """Return a message to everything a person is written to by, once each per key; with the submission it quotes."""
    topic = Topic(TopicKind.APPROVAL, {"submission": submission} if submission else {})
    return tuple(Send(to, screen, topic=topic, key=f"{key}:{to.account}") for to in addressees_of(unit, person))


def end(
    unit: Unit, submission: Submission, how: SubmissionEnd, by: int | None = None, reason: str = ""
) -> tuple[Operation, ...]:
    """Have a submission wait no longer; return what takes the choices from its cards."""
    submissions.end_submission(unit.db, submission.id, how, unit.now, by, reason)
    ended = submissions.submission(unit.db, submission.id)
    assert ended is not None
    return cards_ended(unit, ended)


def overtake(unit: Unit, report: Report) -> tuple[Operation, ...]:
    """Have what waits for approval in the place of a report wait no longer, and tell whoever submitted it."""
    if report.period:
        found = filter(None, [submissions.waiting_for(unit.db, report.seat, report.period)])
        return tuple(told for each in found for told in overtake_one(unit, each, report))
    amending = submissions.waiting_to_amend(unit.db, report.code)
    return tuple(told for each in amending for told in overtake_one(unit, each, report))


def overtake_one(unit: Unit, found: Submission, report: Report) -> tuple[Operation, ...]:
    """Have a submission wait no longer because of a report that was sent, and tell whoever submitted it."""
    closed = end(unit, found, SubmissionEnd.OVERTAKEN)
    screen = wording.overtaken(plain(unit, found), report.code)
    return (*closed, *told(unit, found.person, screen, f"approval:overtaken:{found.id}"))


def to_seat(unit: Unit, seat: Seat, screen: Screen, report: Report) -> tuple[Operation, ...]:
    """Return the receipt of a report that the desk entered to everybody of the seat it was entered for."""
    topic = Topic(TopicKind.RECEIPT, {"code": report.code})
    persons = people.persons_of_seat(unit.db, seat.id, MEMBER_ROLES, unit.today)
    accounts = [to for person in persons for to in addressees_of(unit, person)]
    key = f"proxy:{report.reference}"
    return tuple(held(unit, (Send(to, screen, topic=topic, key=f"{key}:{to.account}") for to in accounts)))


def waiting_reply(unit: Unit, actor: Actor, found: Submission, filing: Filing) -> Reply:
    """Show a report that waits: to whoever approves what they decide on, to others that it waits."""
    draft = drafts.draft_by_id(unit.db, found.draft)
    assert draft is not None  # a submission goes with its draft
    people.set_open_draft(unit.db, actor.account, None)
    waiting = describe(unit, found, draft, filing)
    right = approvals.authority(unit.db, found.seat, actor.person.id, unit.today)
    if right:
        return Reply(wording.request(replace(waiting, may_delegate=right.delegation is None), unit.now))
    return Reply(wording.waiting(waiting, own=actor.person.id in (found.person, draft.person)))
