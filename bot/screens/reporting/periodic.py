"""The screens of a periodic report, from choosing a period to the receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.form_questions import missing
from bot.domain.forms import Act, At, Draft
from bot.domain.periods import Schedule
from bot.domain.reports import PROXIES, Report
from bot.domain.tasks import TaskState
from bot.domain.texts import BLANK, N_, NP_, Choice, Row, Screen, Text
from bot.screens.reporting import (
    alike,
    amending,
    approval,
    carrying,
    form,
    quarterly,
    understanding,
    written,
)
from bot.screens.reporting.acts import back, choice, save
from bot.screens.reporting.form import NO_SECRET, add_item, change_items, field_suffix, item_lines, step_screen


@dataclass(frozen=True)
class View(form.View):
    """What the screens of a periodic report show beside the draft itself."""

    schedule: Schedule
    late: bool
    closed: bool = False
    """Whether nothing can be sent for the period any more."""
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
    amends: Report | None = None
    """The version that the draft amends."""
    paper: Text | None = None
    """Where an amendment goes, where the digest has been made without it."""
    going: carrying.Going = field(default_factory=carrying.Going)
    """What earlier reports of the seat carry."""


CARRIED_CHANGED = Text(
    N_(
        "A difficulty of an earlier period that was updated here is not followed any more. Nothing has been sent;"
        " please check the report again."
    )
)


def draft_screen(view: View, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    return written.with_kept(_SCREENS[draft.position.at](view, draft), draft)


def _amending_lines(view: View) -> Sequence[Text]:
    """What is amended, and where that goes; nothing for a report that is sent for the first time."""
    if view.amends is None:
        return ()
    return (*amending.heading(view.amends), *([view.paper] if view.paper else []))


def _late_lines(view: View) -> tuple[Text, ...]:
    if view.closed:
        over = N_(
            "The period {period} was closed at {stop:full}, and nothing can be sent for it any more. What was entered"
            " is kept; whoever chooses to send it is told where it can go instead."
        )
        return (Text(over, period=view.schedule.period, stop=view.schedule.stop_at),)
    # Of what is amended the first version has been judged already.
    if not view.late or view.amends:
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
            *_amending_lines(view),
            *_late_lines(view),
            *(() if view.tasks is None else (quarterly.WHAT_IT_HOLDS,)),
            *carrying.opening_lines(draft),
            Text(
                N_("Did {organisation} meet new difficulties with administrative procedures in this period?"),
                organisation=view.organisation,
            ),
        ),
        (
            (choice(draft, Text(N_("Report difficulties")), Act.BEGIN), _without_any(draft)),
            *_results_row(view, draft),
            (choice(draft, Text(N_("‹ Back")), Act.BACK if draft.carried else Act.EXIT),),
        ),
    )


def _without_any(draft: Draft) -> Choice:
    """What was said of earlier difficulties is a report, so that it is not said that there is nothing."""
    if draft.statements:
        return choice(draft, Text(N_("Review and send")), Act.REVIEW)
    return choice(draft, Text(N_("Nothing new")), Act.NOTHING)


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
            *_amending_lines(view),
            *_late_lines(view),
            _nothing_new(view),
            *carrying.left_alone(len(draft.carried)),
            *unfinished_lines(view),
            *unsent,
            *carrying.unsent_lines(draft),
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


def nil_content(view: View) -> Text:
    """What the receipt of a report that names no difficulty says of its content."""
    alone = N_("Content: no new difficulties in {period}.")
    beyond = N_("Content: no further difficulties in {period} than those sent in ad hoc report {adhoc}.")
    return Text(beyond if view.adhoc else alone, period=view.schedule.period, adhoc=", ".join(view.adhoc))


def nil_said(adhoc: Sequence[str]) -> Text:
    """What a report says that names no difficulty, beside ad hoc reports of its window, by code."""
    beyond = N_("Nothing new in this period beyond ad hoc report {adhoc}.")
    return Text(beyond, adhoc=", ".join(adhoc)) if adhoc else Text(N_("Nothing new in this period."))


def unfinished_lines(view: View) -> Sequence[Text]:
    """What becomes of difficulties that arise after nothing new was reported and before the data end."""
    if not view.unfinished:
        return ()
    msgid = N_(
        "The data of {period} run until the end of {last:date}. Difficulties that arise until then can be added to"
        " this report after it has been sent, or sent as an ad hoc report."
    )
    return (Text(msgid, period=view.schedule.period, last=view.schedule.period.last_day),)


def _nil_rows(view: View, draft: Draft) -> tuple[Row, ...]:
    sending, change = approval.sending(view, draft, _send_label(view)), _change_closing(view, draft)
    if not change:
        return ((sending, back(draft)),)
    return ((sending, *change), *_results_row(view, draft), (back(draft),))


def _send_label(view: View) -> Text:
    return amending.SEND if view.amends else Text(N_("Send report"))


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


def _review(view: View, draft: Draft) -> Screen:
    lacking = missing(view.form, draft)
    lines = [
        Text(N_("<b>Check before sending</b> – report for {period}"), period=view.schedule.period),
        Text(N_("{organisation} – prepared by: {sender}"), organisation=view.organisation, sender=view.sender),
        *_amending_lines(view),
        *_late_lines(view),
        *_task_lines(view),
        *(line for number, item in enumerate(draft.items, 1) for line in item_lines(view, draft, number, item)),
        *(() if draft.items else (Text(N_("No new difficulties are reported.")),)),
        *carrying.review_lines(draft),
        *_opinion_lines(view, draft),
        *alike.lines(view.alike),
        BLANK,
    ]
    if lacking:
        lines.append(
            Text(N_("Item {number} is not complete; it has to be completed before sending."), number=lacking.item + 1)
        )
        first = (choice(draft, Text(N_("Complete item {number}"), number=lacking.item + 1), Act.COMPLETE),)
    else:
        lines += approval.who_approves(view, draft)
        if not approval.waits(view):
            lines += [amending.reminder(), NO_SECRET] if view.amends else [_COUNTS]
        first = (approval.sending(view, draft, _send_label(view)),)
    edits = change_items(draft, *carrying.update(draft), *(() if lacking else _change_closing(view, draft)))
    rows = [first, *_results_row(view, draft), *edits]
    rows += (*understanding.rows(view.form, draft), *alike.rows(draft, view.alike))
    return Screen(tuple(lines), (*rows, (*add_item(view.form, draft), save(draft))))


def submitted_lines(view: View, draft: Draft, *, nil: bool) -> Sequence[Text]:
    """What a report says that waits for approval, as its review shows it."""
    items = [] if nil else [line for n, item in enumerate(draft.items, 1) for line in item_lines(view, draft, n, item)]
    said = (_nothing_new(view), *unfinished_lines(view)) if nil else carrying.review_lines(draft)
    shown = (*_amending_lines(view), *_late_lines(view))
    return (*shown, *said, *_task_lines(view), *items, *_opinion_lines(view, draft))


_COUNTS = Text(
    N_(
        "The report counts only after Send report is chosen. By choosing it {you} confirm that the content holds no"
        " state secret."
    )
)


def _carry(view: View, draft: Draft) -> Screen:
    return carrying.list_screen(view.going, view.fields, draft, view.schedule.period)


_SCREENS: Mapping[At, Callable[[View, Draft], Screen]] = {
    At.CARRY: _carry,
    At.CARRY_ITEM: lambda view, draft: carrying.item_screen(view.going, view.fields, draft),
    At.SUPPLEMENT: lambda view, draft: carrying.supplement_screen(view.form, draft, view.email),
    At.OPENING: _opening,
    At.NIL: _nil,
    At.STEP: _step,
    At.SHORTEN: form.shorten_screen,
    At.CLOSING: _closing,
    At.REVIEW: _review,
    At.ITEM: form.item_screen,
    At.DROP: form.drop_screen,
    At.DISCARD: form.discard_screen,
    At.COSIGN: form.cosign_screen,
    At.UNDERSTOOD: form.understood_screen,
}
