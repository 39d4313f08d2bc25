"""Drafts that wait: how each is called, where it stands, and what is asked before one goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.forms import At, Draft, Form
from bot.domain.handling import OBJECTION, SUPPLEMENT
from bot.domain.periods import Period
from bot.domain.reports import ADHOC, PROXIES, REPORT, TASK_RESULT
from bot.domain.task_forms import TASK_WORK, TaskForm, TaskSubject
from bot.domain.texts import BLANK, N_, NP_, Choice, Row, Screen, Text, Weight
from bot.domain.verbs.approving import ContinueProxy
from bot.domain.verbs.drafts import AskDeleteDraft, DeleteDraft, ListDrafts, ShowSharedDraft, StartAdhoc, TakeDraft
from bot.domain.verbs.reporting import ContinueDraft, OpenNilReport
from bot.domain.wording_forms import WORDING_OBJECTION
from bot.screens.reporting import answers
from bot.screens.reporting.form import HOME, View, procedure_suffix

_OF_TASK = {
    TaskForm.PROGRESS: N_("Draft of the progress of {code}: saved {at:stamp}, not sent."),
    TaskForm.RESULT: N_("Draft of the completion of {code}: saved {at:stamp}, not sent."),
    TaskForm.EXTENSION: N_("Draft of a request to move the deadline of {code}: saved {at:stamp}, not sent."),
    TaskForm.QUESTION: N_("Draft of a question about {code}: saved {at:stamp}, not sent."),
}
OF_DIFFICULTY = (OBJECTION, SUPPLEMENT, WORDING_OBJECTION)
"""The kinds of drafts that are about one difficulty."""


@dataclass(frozen=True)
class Waiting:
    """A draft as it is listed. `number` tells it from others that are called the same, 0 where there are none;
    `organisation` is named where its writer has several.
    """

    draft: Draft
    form: Form
    number: int = 0
    organisation: str = ""


def line(waiting: Waiting) -> Text:
    """Which draft it is, where it stands and when it was saved."""
    draft = waiting.draft
    if draft.kind == TASK_WORK:
        about = TaskSubject.of(draft)
        return Text(_OF_TASK[about.form], code=about.code, at=draft.updated_at)
    if draft.base:
        msgid = N_("Draft of another version of {code}: saved {at:stamp}, not sent.")
        return Text(msgid, code=draft.report, at=draft.updated_at)
    if draft.kind in PROXIES:
        return Text(N_("Draft of a report for a member: saved {at:stamp}, not sent."), at=draft.updated_at)
    if draft.kind in OF_DIFFICULTY:
        return Text(N_("Draft about {code}: saved {at:stamp}, not sent."), code=_code(draft), at=draft.updated_at)
    if draft.kind == TASK_RESULT:
        msgid = N_("Draft of the result of {code}: last changed {at:stamp}, not part of the report yet.")
        return Text(msgid, code=draft.subject, at=draft.updated_at)
    of = Text(N_(" – {organisation}"), organisation=waiting.organisation) if waiting.organisation else None
    msgid = (
        N_("Draft for {period}{of}: {where}, saved {at:stamp}, not sent.")
        if draft.kind == REPORT
        else N_("Draft of ad hoc report{number}{of}: {where}, saved {at:stamp}, not sent.")
    )
    return Text(
        msgid,
        period=_period(draft) if draft.kind == REPORT else None,
        number=_numbered(waiting),
        of=of,
        where=_where(waiting.form, draft),
        at=draft.updated_at,
    )


def _code(draft: Draft) -> str:
    """The difficulty or task that a draft is about."""
    return draft.subject.partition(":")[0]


def _numbered(waiting: Waiting) -> Text | None:
    return Text(N_(" {number}"), number=waiting.number) if waiting.number else None


def _period(draft: Draft) -> Period:
    return Period.parse(draft.subject)


def _where(form: Form, draft: Draft) -> Text:
    position = draft.position
    if position.at is At.STEP:
        return Text(
            N_("at step {step}/{steps} of difficulty {item}"),
            step=form.number(position.step) + 1,
            steps=len(form.steps),
            item=position.item + 1,
        )
    if draft.statements and not draft.items:
        return Text(N_("updates of earlier difficulties: {count:count}"), count=len(draft.statements))
    return Text(
        NP_("{count:count} difficulty entered", "{count:count} difficulties entered", by="count"),
        count=len(draft.items),
    )


def go_on(waiting: Waiting) -> Choice:
    """The choice that takes a draft up, named by what it is of."""
    draft, number = waiting.draft, _numbered(waiting)
    if draft.kind in PROXIES:
        return Choice(Text(N_("Continue for a member")), ContinueProxy(draft.id))
    if (draft.base and draft.kind != TASK_WORK) or draft.kind in OF_DIFFICULTY:
        return Choice(Text(N_("Continue {code}"), code=draft.report or _code(draft)), ContinueDraft(draft.id))
    if draft.kind == ADHOC:
        label = Text(N_("Continue ad hoc draft{number}"), number=number)
    elif draft.kind in (TASK_RESULT, TASK_WORK):
        label = Text(N_("Continue {code}{number}"), code=_code(draft), number=number)
    else:
        label = Text(N_("Continue draft {period:short}{number}"), period=_period(draft), number=number)
    return Choice(label, ContinueDraft(draft.id))


def named(waiting: Waiting) -> Text:
    """What a draft is called in a sentence."""
    draft = waiting.draft
    if draft.kind == TASK_WORK:
        return Text(N_("what is said of {code} (name of a draft)"), code=_code(draft))
    if draft.base:
        return Text(N_("another version of {code} (name of a draft)"), code=draft.report)
    if draft.kind in OF_DIFFICULTY:
        return Text(N_("what is said of {code} (name of a draft)"), code=_code(draft))
    if draft.kind == ADHOC:
        return Text(N_("ad hoc report{number} (name of a draft)"), number=_numbered(waiting))
    if draft.kind == TASK_RESULT:
        return Text(N_("result of {code} (name of a draft)"), code=draft.subject)
    return Text(N_("report for {period} (name of a draft)"), period=_period(draft))


MANAGE = Choice(Text(N_("Manage drafts")), ListDrafts())


def listed(waiting: Sequence[Waiting]) -> Screen:
    """Every draft, each to be taken up or deleted."""
    if not waiting:
        return Screen((Text(N_("There is no draft.")),), ((HOME,),))
    return Screen((Text(N_("<b>Drafts</b>")), *_lines(waiting)), (*_rows(waiting), (HOME,)))


def found(waiting: Sequence[Waiting], seat: int) -> Screen:
    """Ad hoc reports of a seat that were begun, before another one is."""
    head = Text(N_("{You} have drafts of ad hoc reports that were not sent ({count:count}):"), count=len(waiting))
    fresh = (Choice(Text(N_("New one, keep draft")), StartAdhoc(seat)),)
    return Screen((head, *_lines(waiting)), (*_rows(waiting), fresh, (HOME,)))


def _lines(waiting: Sequence[Waiting]) -> Sequence[Text]:
    if len(waiting) == 1:
        return (line(waiting[0]),)
    return [Text(N_("{number}. {line}"), number=n, line=line(each)) for n, each in enumerate(waiting, 1)]


def _rows(waiting: Sequence[Waiting]) -> Sequence[Row]:
    several = len(waiting) > 1
    return [
        (
            Choice(Text(N_("Continue draft{number}"), number=_place(n, several=several)), ContinueDraft(each.draft.id)),
            Choice(Text(N_("Delete draft{number}"), number=_place(n, several=several)), AskDeleteDraft(each.draft.id)),
        )
        for n, each in enumerate(waiting, 1)
    ]


def _place(number: int, *, several: bool) -> Text | None:
    return Text(N_(" {number}"), number=number) if several else None


def lies(waiting: Waiting, last_day: date | None) -> Text:
    """In the card of a morning: nobody has touched it for days; `last_day`: after it, it is deleted."""
    if last_day is None:
        return line(waiting)
    msgid = N_("{line} Unless it is changed or sent, it is deleted after {last:date}.")
    return Text(msgid, line=line(waiting), last=last_day)


def ask_delete(waiting: Waiting) -> Screen:
    """Whether to delete a draft."""
    draft = waiting.draft
    return Screen(
        (
            Text(N_("Delete the draft: {name}? What was entered cannot be brought back."), name=named(waiting)),
            line(waiting),
        ),
        (
            (
                Choice(Text(N_("Keep draft")), ListDrafts()),
                Choice(Text(N_("Delete draft")), DeleteDraft(draft.id, draft.rev), Weight.DESTRUCTIVE),
            ),
        ),
    )


def deleted(waiting: Waiting) -> Text:
    """What was done."""
    return Text(N_("The draft was deleted: {name}."), name=named(waiting))


def shared(draft: Draft, organisation: str, writer: str) -> Screen:
    """A colleague of the same seat is writing the report that was to be opened."""
    said = Text(
        N_(
            "The draft of the report for {period} of {organisation} is being written by {writer} (saved {at:stamp})."
            " {You} can view it or write on in their place."
        ),
        period=_period(draft),
        organisation=organisation,
        writer=writer,
        at=draft.updated_at,
    )
    view = Choice(Text(N_("View draft")), ShowSharedDraft(draft.id))
    nil = Choice(Text(N_("Nothing new")), OpenNilReport(draft.seat, _period(draft)))
    return Screen((said,), ((view, _take(draft)), (nil, HOME)))


def _take(draft: Draft) -> Choice:
    return Choice(Text(N_("Take over draft")), TakeDraft(draft.id, draft.rev))


def view(shown: View, draft: Draft) -> Screen:
    """What a colleague has entered, to be read; `shown.sender` is the colleague."""
    lines = [
        Text(
            N_("<b>Draft of the report for {period}</b> – {organisation}, prepared by: {sender}"),
            period=_period(draft),
            organisation=shown.organisation,
            sender=shown.sender,
        ),
        Text(N_("Saved {at:stamp}, not sent."), at=draft.updated_at),
    ]
    for number, item in enumerate(draft.items, 1):
        heading = Text(
            N_("<b>Item {number}. {field}</b>{procedure}"),
            number=number,
            field=shown.fields[item["field"]].name if item.get("field") else None,
            procedure=procedure_suffix(item),
        )
        lines += [BLANK, heading, *answers.review(shown.form, item, draft.attached(number - 1))]
    return Screen(tuple(lines), ((_take(draft), HOME),))


def taken(draft: Draft, writer: str, at: datetime) -> Text:
    """To whoever was writing a draft that a colleague has taken over, and has just typed into it."""
    return Text(
        N_("{writer} took over the draft of the report for {period} at {at:stamp}. What was just sent is kept."),
        writer=writer,
        period=_period(draft),
        at=at,
    )


def lost_file(draft: Draft, writer: str, at: datetime) -> Text:
    """The same, where a file was sent."""
    return Text(
        N_(
            "{writer} took over the draft of the report for {period} at {at:stamp}. The file that was just sent has"
            " not been stored."
        ),
        writer=writer,
        period=_period(draft),
        at=at,
    )
