"""The screens of a periodic report, from choosing a period to the receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.forms import Act, At, Draft, Item, missing
from bot.domain.periods import Schedule
from bot.domain.profiles import Profile
from bot.domain.reports import PROXIES, Report
from bot.domain.tasks import TaskState
from bot.domain.texts import BLANK, N_, NP_, Choice, Row, Screen, Text
from bot.domain.verbs.reporting import MoveDraft
from bot.screens.reporting import answers, approval, attachments, form, quarterly, written
from bot.screens.reporting.acts import back, choice, save
from bot.screens.reporting.form import HOME, field_suffix, procedure_suffix, step_screen

_FULL_ITEMS = 3
"""Up to this many difficulties the review shows in full."""


@dataclass(frozen=True)
class View(form.View):
    """What the screens of a periodic report show beside the draft itself."""

    schedule: Schedule
    late: bool
    unfinished: bool = False
    """Whether days of the data window are still to come."""
    tasks: tuple[TaskState, ...] | None = None
    """The tasks of the seat, where the report states them."""
    unsaved: tuple[str, ...] = ()
    """The codes of tasks whose result is being drafted, and so stands in no report yet."""
    signature: Text | None = None
    """Who stands behind the report, once it is filed."""
    adhoc: Sequence[str] = ()
    """The codes of what the seat sent ad hoc in the data window: nothing that is said of the report may deny it."""


def draft_screen(view: View, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    return written.with_kept(_SCREENS[draft.position.at](view, draft), draft)


def _late_lines(view: View) -> tuple[Text, ...]:
    if not view.late:
        return ()
    return (
        Text(
            N_(
                "The deadline of {period} was {due:full}. The report can still be sent until {stop:full};"
                " it is recorded as late."
            ),
            period=view.schedule.period,
            due=view.schedule.due_at,
            stop=view.schedule.stated(view.schedule.stop_at),
        ),
    )


def _opening(view: View, draft: Draft) -> Screen:
    period = view.schedule.period
    return Screen(
        (
            Text(
                N_("<b>Report for {period}</b> (data from {period:window})"),
                period=period,
            ),
            *_late_lines(view),
            *(() if view.tasks is None else (quarterly.WHAT_IT_HOLDS,)),
            Text(
                N_("Did {organisation} meet new difficulties with administrative procedures in this period?"),
                organisation=view.organisation,
            ),
        ),
        (
            (
                choice(draft, Text(N_("Report difficulties")), Act.BEGIN),
                choice(draft, Text(N_("Nothing new")), Act.NOTHING),
            ),
            *_results_row(view, draft),
            (choice(draft, Text(N_("‹ Back")), Act.EXIT),),
        ),
    )


def _nil(view: View, draft: Draft) -> Screen:
    unsent = (
        (
            Text(
                NP_(
                    "The draft holds {count:count} difficulty; if nothing new is reported it is not"
                    " sent and stays in the draft.",
                    "The draft holds {count:count} difficulties; if nothing new is reported they are"
                    " not sent and stay in the draft.",
                    by="count",
                ),
                count=len(draft.items),
            ),
        )
        if draft.items
        else ()
    )
    return Screen(
        (
            Text(N_("<b>Report for {period}</b>"), period=view.schedule.period),
            *_late_lines(view),
            _nothing_new(view),
            *_unfinished_lines(view),
            *unsent,
            *(() if view.tasks is None else (quarterly.SENT_ALL_THE_SAME,)),
            *_task_lines(view),
            *_opinion_lines(view, draft),
            *approval.who_approves(view, draft),
        ),
        _nil_rows(view, draft),
    )


def _nothing_new(view: View) -> Text:
    alone = N_("In this period {organisation} met no new difficulties with administrative procedures.")
    beyond = N_(
        "In this period {organisation} met no further difficulties with administrative procedures than those sent in"
        " ad hoc report {adhoc}."
    )
    return Text(beyond if view.adhoc else alone, organisation=view.organisation, adhoc=", ".join(view.adhoc))


def _nil_content(view: View) -> Text:
    alone = N_("Content: no new difficulties in {period}.")
    beyond = N_("Content: no further difficulties in {period} than those sent in ad hoc report {adhoc}.")
    return Text(beyond if view.adhoc else alone, period=view.schedule.period, adhoc=", ".join(view.adhoc))


def nil_said(adhoc: Sequence[str]) -> Text:
    """What a report says that names no difficulty, beside ad hoc reports of its window, by code."""
    beyond = N_("Nothing new in this period beyond ad hoc report {adhoc}.")
    return Text(beyond, adhoc=", ".join(adhoc)) if adhoc else Text(N_("Nothing new in this period."))


def _unfinished_lines(view: View) -> Sequence[Text]:
    """What becomes of difficulties that arise after nothing new was reported and before the data end."""
    if not view.unfinished:
        return ()
    msgid = N_(
        "The data of {period} run until the end of {last:date}. Difficulties that arise until then can still be sent"
        " as an ad hoc report."
    )
    return (Text(msgid, period=view.schedule.period, last=view.schedule.period.last_day),)


def _nil_rows(view: View, draft: Draft) -> tuple[Row, ...]:
    sending, change = approval.sending(view, draft, Text(N_("Send report"))), _change_closing(view, draft)
    if not change:
        return ((sending, back(draft)),)
    return ((sending, *change), *_results_row(view, draft), (back(draft),))


def _results_row(view: View, draft: Draft) -> Sequence[Row]:
    # What a seat says of its tasks is not the desk's to say.
    return ((quarterly.give_results(draft),),) if view.tasks and draft.kind not in PROXIES else ()


def _task_lines(view: View) -> Sequence[Text]:
    if view.tasks is None:
        return ()
    return (BLANK, *quarterly.task_lines(view.tasks), *quarterly.unsaved_lines(view.unsaved))


def _opinion_lines(view: View, draft: Draft) -> Sequence[Text]:
    return () if view.form.closing is None else (BLANK, quarterly.opinion_line(draft.closing or ""))


def _change_closing(view: View, draft: Draft) -> Sequence[Choice]:
    return () if view.form.closing is None else (quarterly.change_closing(draft),)


def _closing(view: View, draft: Draft) -> Screen:
    return quarterly.closing_screen(draft, view.schedule.period)


def _step(view: View, draft: Draft) -> Screen:
    return step_screen(view, draft, _step_heading(view, draft))


def _step_heading(view: View, draft: Draft) -> Text:
    position, optional = draft.position, view.form.step(draft.position.step).optional
    return Text(
        N_("<b>{period} – difficulty {item}</b> – step {step}/{steps}{field}{optional}"),
        period=view.schedule.period,
        item=position.item + 1,
        step=view.form.number(position.step) + 1,
        steps=len(view.form.steps),
        field=field_suffix(view, draft),
        optional=Text(N_(" (optional)")) if optional else None,
    )


def _item_done(view: View, draft: Draft) -> Screen:
    item = draft.items[draft.position.item]
    first = (
        choice(draft, Text(N_("Add a difficulty")), Act.ADD_ITEM),
        choice(draft, Text(N_("Review and send")), Act.REVIEW),
    )
    return Screen(
        (
            Text(
                N_("Difficulty {number} has been saved: {field}{procedure}."),
                number=draft.position.item + 1,
                field=view.fields[item["field"]].name,
                procedure=procedure_suffix(item),
            ),
            Text(N_("It has not been sent yet.")),
        ),
        (first, (save(draft),)),
    )


def _review(view: View, draft: Draft) -> Screen:
    lacking = missing(view.form, draft)
    lines = [
        Text(N_("<b>Check before sending</b> – report for {period}"), period=view.schedule.period),
        Text(N_("{organisation} – prepared by: {sender}"), organisation=view.organisation, sender=view.sender),
        *_late_lines(view),
        *_task_lines(view),
        *(line for number, item in enumerate(draft.items, 1) for line in _item_lines(view, draft, number, item)),
        *_opinion_lines(view, draft),
        BLANK,
    ]
    if lacking:
        lines.append(
            Text(N_("Item {number} is not complete; it has to be completed before sending."), number=lacking.item + 1)
        )
        first = (choice(draft, Text(N_("Complete item {number}"), number=lacking.item + 1), Act.COMPLETE),)
    else:
        lines += approval.who_approves(view, draft)
        lines += [] if approval.waits(view) else [_COUNTS_ONCE_SENT]
        first = (approval.sending(view, draft, Text(N_("Send report"))),)
    edits = [
        choice(draft, Text(N_("Change item {number}"), number=number), Act.OPEN_ITEM, number - 1)
        for number in range(1, len(draft.items) + 1)
    ]
    edits += [] if lacking else _change_closing(view, draft)
    rows = [first, *_results_row(view, draft), *(tuple(edits[i : i + 2]) for i in range(0, len(edits), 2))]
    last = [choice(draft, Text(N_("Add a difficulty")), Act.ADD_ITEM)] if len(draft.items) < view.form.items_max else []
    return Screen(tuple(lines), (*rows, (*last, save(draft))))


_COUNTS_ONCE_SENT = Text(
    N_(
        "The report counts only after Send report is chosen. By choosing it {you} confirm"
        " that the content holds no state secret."
    )
)


def submitted_lines(view: View, draft: Draft, *, nil: bool) -> Sequence[Text]:
    """What a report says that waits for approval, as its review shows it."""
    items = [] if nil else [line for n, item in enumerate(draft.items, 1) for line in _item_lines(view, draft, n, item)]
    said = (_nothing_new(view), *_unfinished_lines(view)) if nil else ()
    return (*_late_lines(view), *said, *_task_lines(view), *items, *_opinion_lines(view, draft))


def _item_lines(view: View, draft: Draft, number: int, item: Item) -> Sequence[Text]:
    heading = Text(
        N_("<b>Item {number}. {field}</b>{procedure}"),
        number=number,
        field=view.fields[item["field"]].name if item.get("field") else None,
        procedure=procedure_suffix(item),
    )
    return (
        (BLANK, heading, *answers.review(view.form, item, draft.attached(number - 1)))
        if len(draft.items) <= _FULL_ITEMS
        else (heading,)
    )


_SCREENS: Mapping[At, Callable[[View, Draft], Screen]] = {
    At.OPENING: _opening,
    At.NIL: _nil,
    At.STEP: _step,
    At.SHORTEN: form.shorten_screen,
    At.ITEM_DONE: _item_done,
    At.CLOSING: _closing,
    At.REVIEW: _review,
    At.ITEM: form.item_screen,
    At.DROP: form.drop_screen,
    At.DISCARD: form.discard_screen,
}


def receipt(profile: Profile, view: View, report: Report, paper: Text) -> Screen:
    """The report is stored, and goes into a `paper`. Says nothing that has not happened."""
    office = profile.office
    codes = ", ".join(difficulty.code for difficulty in report.difficulties)
    content = (
        _nil_content(view)
        if report.nil
        else Text(
            NP_(
                "Content: {count:count} difficulty ({codes}){files}.",
                "Content: {count:count} difficulties ({codes}){files}.",
                by="count",
            ),
            count=len(report.difficulties),
            codes=codes,
            files=attachments.amount(report.files),
        )
    )
    return Screen(
        (
            Text(N_("<b>Report {code} has been received</b>"), code=report.code),
            Text(
                N_("Period: {period}. Member: {organisation}."),
                period=view.schedule.period,
                organisation=view.organisation,
            ),
            Text(N_("Received: {at:full} ({timeliness})."), at=report.sent_at, timeliness=timeliness(view.late)),
            *approval.endorsement_lines(report, view.signature),
            content,
            *(_unfinished_lines(view) if report.nil else ()),
            *(quarterly.receipt_lines(report.quarterly) if report.quarterly else ()),
            BLANK,
            paper,
            Text(N_("Contact: {unit}, {phone}."), unit=office.department, phone=office.phone),
        )
    )


def timeliness(late: bool) -> Text:
    """How the time of a report that has been sent is called."""
    return Text(N_("late")) if late else Text(N_("on time"))


def already_received(
    report: Report, organisation: str, sender: Text, schedule: Schedule, kept: Draft | None, following: Schedule | None
) -> Screen:
    """The seat has reported for this period; there is one report per seat and period.

    A draft that is kept beside it can be moved into the `following` period, if there is one by now.
    """
    received = Text(
        N_(
            "The report of {organisation} for {period} was received at {at:stamp}, code {code},"
            " sent by {sender}. It need not be sent again."
        ),
        organisation=organisation,
        period=schedule.period,
        at=report.sent_at,
        code=report.code,
        sender=sender,
    )
    if kept is None:
        return Screen((received,), ((HOME,),))
    beside = Text(N_("What was entered in the draft is kept; it has not been sent."))
    move = (_move(kept, following),) if following else ()
    return Screen((received, beside), ((*move, HOME),))


def closed(schedule: Schedule, draft: Draft, following: Schedule | None) -> Screen:
    """The period closed before the draft was sent."""
    lines = [
        Text(
            N_("The period {period} was closed at {stop:full}. What was entered is kept."),
            period=schedule.period,
            stop=schedule.stop_at,
        )
    ]
    if following is None:
        return Screen(tuple(lines), ((HOME,),))
    return Screen(tuple(lines), ((_move(draft, following), HOME),))


def _move(draft: Draft, following: Schedule) -> Choice:
    return Choice(Text(N_("Move to {period:short}"), period=following.period), MoveDraft(draft.id))
