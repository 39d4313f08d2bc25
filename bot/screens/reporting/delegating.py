"""How the reports of a member are approved: the setting, what waits, and in whose place somebody approves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.approving import DELEGATE as DELEGATE_STEP
from bot.domain.approving import SINCE, Delegation, Requirement
from bot.domain.forms import Act, At, Draft, Form, Step
from bot.domain.people import Seat
from bot.domain.texts import BLANK, N_, Choice, Row, Screen, Text, Weight
from bot.domain.verbs.approving import OpenDelegation, ReleaseApproval, RequireApproval, StopDelegation
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save
from bot.screens.reporting.deciding import TO_APPROVALS
from bot.screens.reporting.form import HOME
from bot.screens.reporting.submitted import DELEGATE, Waiting, to_submission, waits_line


@dataclass(frozen=True)
class Rule:
    """How the reports of one seat are approved, as one of its people sees it."""

    seat: Seat
    requirement: Requirement | None
    decided_by: str
    """Who asked for approval; empty where nobody did."""
    approvers: Sequence[str]
    """Who may approve and can be reached."""
    delegations: Sequence[tuple[Delegation, str, str]]
    """Each with the names of whoever approves and of whoever delegated it."""
    waiting: Sequence[Waiting]
    principal: bool
    """Whether the reader is a principal of the seat."""
    decides: bool
    """Whether the reader may approve."""


def rules(found: Sequence[Rule], own: int) -> Screen:
    """Everything about approval for the seats of one person, `own` being the person's id."""
    lines = [Text(N_("<b>Approval of reports</b>"))]
    rows: list[Row] = []
    for rule in found:
        lines += [BLANK, *_lines(rule)]
        rows += _rows(rule, own, several=len(found) > 1)
    if not any(rule.principal for rule in found):
        lines += [BLANK, Text(N_("Whether approval is needed is decided by the head of the member."))]
    return Screen(tuple(lines), (*rows, (HOME,)))


def _lines(rule: Rule) -> Sequence[Text]:
    name = Text(N_("<b>{organisation}</b>"), organisation=rule.seat.organisation)
    if rule.requirement is None:
        return (name, Text(N_("Reports are sent without approval.")))
    since = Text(
        N_("Reports are approved before they are sent, since {at:stamp}, decided by {who}."),
        at=rule.requirement.since,
        who=rule.decided_by,
    )
    who = (
        Text(N_("Approved by: {approvers}."), approvers=", ".join(rule.approvers))
        if rule.approvers
        else Text(N_("Nobody who approves can be reached at present."))
    )
    delegated = [
        Text(
            N_("{delegate} approves in the place of {principal} from {since:date} to the end of {last:date}."),
            delegate=delegate,
            principal=principal,
            since=each.since,
            last=each.last_day,
        )
        for each, delegate, principal in rule.delegations
    ]
    waiting = [waits_line(each, decides=rule.decides) for each in rule.waiting]
    return (name, since, who, *delegated, *waiting)


def _rows(rule: Rule, own: int, *, several: bool) -> list[Row]:
    rows: list[Row] = [(to_submission(each, decides=rule.decides),) for each in rule.waiting]
    code = rule.seat.code if several else None
    if rule.requirement is not None:
        for each, delegate, _ in rule.delegations:
            if rule.principal or each.person == own:
                label = Text(N_("Stop: {name}"), name=delegate.rsplit(" ", 2)[-1])
                rows.append((Choice(label, StopDelegation(each.id), Weight.DESTRUCTIVE),))
    if not rule.principal:
        return rows
    if rule.requirement is None:
        return [*rows, (Choice(_of(N_("Require approval"), code), RequireApproval(rule.seat.id)),)]
    release = Choice(_of(N_("Stop approval"), code), ReleaseApproval(rule.seat.id))
    delegate_choice = Choice(DELEGATE, OpenDelegation(rule.seat.id))
    return [*rows, (delegate_choice,), (release,)]


def _of(label: str, code: str | None) -> Text:
    """A button; of several seats it names its own."""
    return Text(N_("{label} ({code})"), label=Text(label), code=code) if code else Text(label)


def required(organisation: str, who: str, at: datetime, *, on: bool) -> Text:
    """What was decided, to everybody of the seat."""
    said = (
        N_("From {at:stamp} on the reports of {organisation} are approved before they are sent, decided by {who}.")
        if on
        else N_(
            "From {at:stamp} on the reports of {organisation} are sent without approval, decided by {who}. What waits"
            " for approval goes on waiting until it is decided on or taken back."
        )
    )
    return Text(said, at=at, organisation=organisation, who=who)


def told(line: Text) -> Screen:
    """The same, as a message."""
    return Screen((line,), ((TO_APPROVALS,),))


@dataclass(frozen=True)
class View:
    """What the form shows beside its draft."""

    form: Form
    organisation: str
    names: Mapping[str, str]
    """Those who may be chosen, by code."""
    result: tuple[str, date, date] | None
    """Who would approve, from when and to the end of which day, as far as all is answered."""


def nobody_to_delegate(organisation: str) -> Screen:
    """There is nobody else."""
    said = N_(
        "Nobody else of {organisation} is on the list of members, so there is nobody to whom approval can be delegated."
        " Please ask the Standing Body to add a focal person."
    )
    return Screen((Text(said, organisation=organisation),), ((TO_APPROVALS, HOME),))


def delegating(view: View, draft: Draft) -> Screen:
    """The screens of the form in which approval is delegated."""
    heading = Text(N_("<b>Delegate the approval of reports of {organisation}</b>"), organisation=view.organisation)
    match draft.position.at:
        case At.STEP:
            return _step(view, heading, draft)
        case At.SHORTEN:
            return written.shorten_screen(view.form, draft)
        case At.REVIEW if view.result:
            return _review(view.result, view.organisation, draft)
        case At.REVIEW:
            change = choice(draft, Text(N_("Change an answer")), Act.OPEN_ITEM)
            return Screen(
                (heading, Text(N_("The person or the days do not fit any more."))), ((change,), (save(draft),))
            )
        case At.ITEM:
            changes = [
                (choice(draft, _CHANGES[step.name], Act.CHANGE, number),) for number, step in enumerate(view.form.steps)
            ]
            return Screen((heading, Text(N_("Which answer is to be changed?"))), (*changes, (back(draft),)))
        case _:
            begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
            return Screen((heading, Text(N_("Nothing has been delegated yet."))), ((begin,), (save(draft),)))


_CHANGES: Mapping[str, Text] = {
    DELEGATE_STEP: Text(N_("Change the person")),
    SINCE: Text(N_("Change the first day")),
    "until": Text(N_("Change the last day")),
}


def _review(result: tuple[str, date, date], organisation: str, draft: Draft) -> Screen:
    name, since, last = result
    said = N_(
        "Delegate the approval of reports of {organisation} to {name} from {since:date} to the end of {last:date}? It"
        " can be stopped at any time."
    )
    send = choice(draft, DELEGATE, Act.SEND, weight=Weight.SEND)
    change = choice(draft, Text(N_("Change an answer")), Act.OPEN_ITEM)
    return Screen(
        (Text(said, organisation=organisation, name=name, since=since, last=last),), ((change, send), (save(draft),))
    )


def _step(view: View, heading: Text, draft: Draft) -> Screen:
    step = view.form.step(draft.position.step)
    answer = draft.answer(0, step)
    lines = [heading, *written.recorded(view.form, draft), *step.words]
    if answer:
        lines += [BLANK, Text(N_("Entered: {answer}"), answer=view.names.get(answer, answer))]
    rows: list[Row] = [(_option(view, draft, step, code),) for code in (draft.position.offered or step.options)]
    if step.optional:
        rows.append((choice(draft, Text(N_("From today on")), Act.SKIP),))
    if answer:
        rows.append((choice(draft, Text(N_("Keep this answer")), Act.KEEP),))
    return Screen(tuple(lines), (*rows, (back(draft), save(draft))))


def _option(view: View, draft: Draft, step: Step, code: str) -> Choice:
    return choice(draft, Text("{name}", name=view.names[code]), Act.CHOOSE, step.options.index(code))


def delegated(name: str, principal: str, organisation: str, since: date, last: date) -> Text:
    """What was delegated."""
    said = N_(
        "{name} approves the reports of {organisation} in the place of {principal} from {since:date} to the end of"
        " {last:date}."
    )
    return Text(said, name=name, organisation=organisation, principal=principal, since=since, last=last)


def stopped(name: str, organisation: str, who: str, at: datetime) -> Text:
    """What was stopped."""
    said = N_("{who} ended at {at:stamp} that {name} approves the reports of {organisation}.")
    return Text(said, who=who, at=at, name=name, organisation=organisation)
