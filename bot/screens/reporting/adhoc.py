"""The screens of an ad hoc report, from its level to its receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.domain.forms import Act, At, Draft, missing
from bot.domain.profiles import Profile
from bot.domain.reports import Report, Urgency
from bot.domain.texts import BLANK, N_, Choice, Screen, Text
from bot.domain.verbs.reporting import OpenAdhoc
from bot.screens.reporting import answers, approval, written
from bot.screens.reporting.acceptance import URGENCY_NAMES, span, urgency_of, working_days
from bot.screens.reporting.acts import choice, save
from bot.screens.reporting.attachments import amount
from bot.screens.reporting.form import (
    HOME,
    View,
    discard_screen,
    drop_screen,
    field_suffix,
    item_screen,
    shorten_screen,
    step_screen,
)

_SEND: Mapping[str, Text] = {
    Urgency.URGENT: Text(N_("Send as urgent")),
    Urgency.SOON: Text(N_("Send report")),
}


def choose_seat(options: Sequence[tuple[str, OpenAdhoc]]) -> Screen:
    """For which member an ad hoc report is; `options` are names and verbs."""
    numbered = [Text(N_("{number}. {member}"), number=n, member=name) for n, (name, _) in enumerate(options, 1)]
    rows = [(Choice(Text(N_("Choose {number}"), number=n), verb),) for n, (_, verb) in enumerate(options, 1)]
    return Screen(
        (Text(N_("<b>Ad hoc report</b>")), Text(N_("For which member is the report?")), *numbered), (*rows, (HOME,))
    )


def draft_screen(profile: Profile, view: View, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    at = draft.position.at
    screen = _level(profile, draft) if at is At.OPENING else _SCREENS[at](view, draft)
    return written.with_kept(screen, draft)


def _level(profile: Profile, draft: Draft) -> Screen:
    return Screen(
        (
            Text(N_("<b>Ad hoc report</b>")),
            Text(N_("How soon should it be handled?")),
            Text(
                N_("1. Urgent: to be accepted within {span}; after that the leader in charge is notified"),
                span=span(profile.accept_within),
            ),
            Text(
                N_("2. Soon: to be accepted within {span}; after that the officers on duty are reminded"),
                span=working_days(profile.soon_within),
            ),
            Text(
                N_(
                    "The Standing Body decides how it is handled. Where life or property is threatened, please call"
                    " 112, 113, 114 or 115."
                )
            ),
        ),
        (
            (
                choice(draft, Text(N_("Ask for urgent")), Act.CHOOSE, 0),
                choice(draft, Text(N_("Ask for soon")), Act.CHOOSE, 1),
            ),
            (choice(draft, Text(N_("‹ Back")), Act.EXIT),),
        ),
    )


def _step(view: View, draft: Draft) -> Screen:
    heading = Text(
        N_("<b>Ad hoc report</b> – step {step}/{steps}{field}{optional}"),
        step=view.form.number(draft.position.step) + 1,
        steps=len(view.form.steps),
        field=field_suffix(view, draft),
        optional=Text(N_(" (optional)")) if view.form.step(draft.position.step).optional else None,
    )
    return step_screen(view, draft, heading)


def _review(view: View, draft: Draft) -> Screen:
    item, lacking = draft.items[0], missing(view.form, draft)
    level = Text(URGENCY_NAMES[Urgency(draft.opening)])
    edit = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)
    relevel = choice(draft, Text(N_("Change level")), Act.REOPEN)
    if lacking:
        last = [Text(N_("The report is not complete; it has to be completed before sending."))]
        first = choice(draft, Text(N_("Complete content")), Act.COMPLETE)
    else:
        last = [
            Text(N_("Sending it notifies the officers on duty at once, also outside office hours.")),
            Text(N_("By sending it {you} confirm that the content holds no state secret.")),
        ]
        asked = approval.who_approves(view, draft)
        last = asked if approval.waits(view) else [*asked, *last]
        first = approval.sending(view, draft, _SEND[draft.opening])
    return Screen(
        (
            Text(N_("<b>Check before sending</b> – ad hoc report, {urgency}"), urgency=level),
            Text(N_("{organisation} – prepared by: {sender}"), organisation=view.organisation, sender=view.sender),
            Text(N_("Field: {field}"), field=view.fields[item["field"]].name if item.get("field") else None),
            *answers.review(view.form, item, draft.attached(0)),
            BLANK,
            *last,
        ),
        ((first, edit), (relevel, save(draft))),
    )


_SCREENS: Mapping[At, Callable[[View, Draft], Screen]] = {
    At.STEP: _step,
    At.SHORTEN: shorten_screen,
    At.REVIEW: _review,
    At.ITEM: item_screen,
    At.DROP: drop_screen,
    At.DISCARD: discard_screen,
}
"""Those of the item; the form has one and nothing to say where nothing arose, so no other position is reached."""


def submitted_lines(view: View, draft: Draft) -> Sequence[Text]:
    """What an ad hoc report says that waits for approval, as its review shows it."""
    item = draft.items[0]
    return (
        Text(N_("Field: {field}"), field=view.fields[item["field"]].name),
        *answers.review(view.form, item, draft.attached(0)),
    )


def receipt(profile: Profile, report: Report, paper: Text, signature: Text, *, on_duty: bool) -> Screen:
    """The report is stored, and goes into a `paper`; `on_duty`: whether an officer can be reached.

    Says nothing that has not happened.
    """
    codes = ", ".join(difficulty.code for difficulty in report.difficulties)
    notice = (
        Text(N_("The officers on duty are being notified now."))
        if on_duty
        else Text(N_("No officer can be reached through the system at present. Please call the number below."))
    )
    return Screen(
        (
            _received(report),
            Text(N_("Received: {at:full}."), at=report.sent_at),
            *approval.endorsement_lines(report, signature),
            Text(N_("Content: {codes}{files}."), codes=codes, files=amount(report.files)),
            notice,
            *_promise(profile, report),
            paper,
            Text(N_("Telephone on duty: {phone}."), phone=profile.office.phone_duty),
        )
    )


def _received(report: Report) -> Text:
    return Text(
        N_("<b>Ad hoc report {code} has been received</b> ({urgency})"), code=report.code, urgency=urgency_of(report)
    )


def _promise(profile: Profile, report: Report) -> Sequence[Text]:
    if report.urgency is not Urgency.URGENT:
        return ()
    return (
        Text(
            N_("If nobody accepts it within {span}, the system notifies the leader in charge and tells you here."),
            span=span(profile.accept_within),
        ),
    )
