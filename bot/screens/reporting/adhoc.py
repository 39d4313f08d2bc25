"""The screens of an ad hoc report, from its level to its receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.amendments import Difference
from bot.domain.form_questions import missing
from bot.domain.forms import Act, At, Draft
from bot.domain.profiles import Profile
from bot.domain.reminder_rules import Ruleset
from bot.domain.reports import Report, Urgency
from bot.domain.texts import BLANK, N_, Choice, Row, Screen, Text
from bot.domain.verbs.reporting import OpenAdhoc
from bot.screens.reporting import alike, amending, answers, approval, form, understanding, written
from bot.screens.reporting.acceptance import URGENCY_NAMES, urgency_of, waits_soon, waits_urgent
from bot.screens.reporting.acts import choice, save
from bot.screens.reporting.attachments import amount
from bot.screens.reporting.form import (
    HOME,
    NO_SECRET,
    add_item,
    change_items,
    cosign_screen,
    discard_screen,
    drop_screen,
    field_suffix,
    item_lines,
    item_screen,
    shorten_screen,
    step_screen,
    understood_screen,
)

_SEND: Mapping[str, Text] = {
    Urgency.URGENT: Text(N_("Send as urgent")),
    Urgency.SOON: Text(N_("Send report")),
}


@dataclass(frozen=True)
class View(form.View):
    """What the screens of an ad hoc report show beside the draft itself."""

    amends: Report | None = None
    """The version that the draft amends."""
    paper: Text | None = None
    """Where an amendment goes, where the digest has been made without it."""


def choose_seat(options: Sequence[tuple[str, OpenAdhoc]]) -> Screen:
    """For which member an ad hoc report is; `options` are names and verbs."""
    numbered = [Text(N_("{number}. {member}"), number=n, member=name) for n, (name, _) in enumerate(options, 1)]
    rows = [(Choice(Text(N_("Choose {number}"), number=n), verb),) for n, (_, verb) in enumerate(options, 1)]
    return Screen(
        (Text(N_("<b>Ad hoc report</b>")), Text(N_("For which member is the report?")), *numbered), (*rows, (HOME,))
    )


def draft_screen(rules: Ruleset, view: View, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    at = draft.position.at
    screen = _level(rules, draft) if at is At.OPENING else _SCREENS[at](view, draft)
    return written.with_kept(screen, draft)


def _level(rules: Ruleset, draft: Draft) -> Screen:
    return Screen(
        (
            Text(N_("<b>Ad hoc report</b>")),
            Text(N_("How soon should it be handled?")),
            Text(
                N_("1. Urgent: to be accepted within {span}; after that the leader in charge is notified"),
                span=waits_urgent(rules),
            ),
            Text(
                N_("2. Soon: to be accepted within {span}; after that the officers on duty are reminded"),
                span=waits_soon(rules),
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
    # Where there is one difficulty nobody counts them.
    alone = N_("<b>Ad hoc report</b> – step {step}/{steps}{field}{optional}")
    numbered = N_("<b>Ad hoc report – difficulty {item}</b> – step {step}/{steps}{field}{optional}")
    heading = Text(
        numbered if draft.position.item or len(draft.items) > 1 else alone,
        item=draft.position.item + 1,
        step=view.form.number(draft.position.step) + 1,
        steps=len(view.form.steps),
        field=field_suffix(view, draft),
        optional=Text(N_(" (optional)")) if view.form.step(draft.position.step).optional else None,
    )
    return step_screen(view, draft, heading)


def _review(view: View, draft: Draft) -> Screen:
    lacking = missing(view.form, draft)
    last, first = _incomplete(draft) if lacking else _complete(view, draft)
    amends = (*amending.heading(view.amends), *([view.paper] if view.paper else [])) if view.amends else ()
    heading = Text(
        N_("<b>Check before sending</b> – ad hoc report, {urgency}"),
        urgency=Text(URGENCY_NAMES[Urgency(draft.opening)]),
    )
    lines = (
        heading,
        *amends,
        Text(N_("{organisation} – prepared by: {sender}"), organisation=view.organisation, sender=view.sender),
        *_contents(view, draft),
        *alike.lines(view.alike),
        BLANK,
        *last,
    )
    relevel = choice(draft, Text(N_("Change level")), Act.REOPEN)
    if len(draft.items) == 1:
        edit = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)
        first_rows: tuple[Row, ...] = ((first, edit),)
    else:
        first_rows = ((first,), *change_items(draft))
    read = (*understanding.rows(view.form, draft), *alike.rows(draft, view.alike))
    return Screen(lines, (*first_rows, *read, (*add_item(view.form, draft), relevel), (save(draft),)))


def _contents(view: View, draft: Draft) -> Sequence[Text]:
    if len(draft.items) > 1:
        return [line for number, item in enumerate(draft.items, 1) for line in item_lines(view, draft, number, item)]
    (item,) = draft.items
    field = Text(N_("Field: {field}"), field=view.fields[item["field"]].name if item.get("field") else None)
    return (field, *answers.review(view.form, item, draft.attached(0)))


def _incomplete(draft: Draft) -> tuple[Sequence[Text], Choice]:
    said = Text(N_("The report is not complete; it has to be completed before sending."))
    return (said,), choice(draft, Text(N_("Complete content")), Act.COMPLETE)


def _complete(view: View, draft: Draft) -> tuple[Sequence[Text], Choice]:
    asked = approval.who_approves(view, draft)
    label = amending.SEND if view.amends else _SEND[draft.opening]
    if approval.waits(view):
        return asked, approval.sending(view, draft, label)
    if view.amends:
        return (*asked, amending.reminder(), NO_SECRET), approval.sending(view, draft, label)
    at_once = N_("Sending it notifies the officers on duty at once, also outside office hours.")
    later = N_(
        "The officers on duty are notified once the report can no longer be withdrawn, also outside office hours."
    )
    said = Text(at_once if draft.opening == Urgency.URGENT else later)
    return (*asked, said, NO_SECRET), approval.sending(view, draft, label)


_SCREENS: Mapping[At, Callable[[View, Draft], Screen]] = {
    At.STEP: _step,
    At.SHORTEN: shorten_screen,
    At.REVIEW: _review,
    At.ITEM: item_screen,
    At.DROP: drop_screen,
    At.DISCARD: discard_screen,
    At.COSIGN: cosign_screen,
    At.UNDERSTOOD: understood_screen,
}
"""It has nothing to say where nothing arose, so no other position is reached."""


def submitted_lines(view: View, draft: Draft) -> Sequence[Text]:
    """What an ad hoc report says that waits for approval, as its review shows it."""
    return _contents(view, draft)


def receipt(
    profile: Profile,
    rules: Ruleset,
    report: Report,
    paper: Text,
    until: datetime | None,
    found: Difference | None,
    cosigned: Sequence[str] = (),
    signature: Text | None = None,
    *,
    on_duty: bool,
    told_at: datetime | None,
) -> Screen:
    """The report is stored, and goes into a `paper`; `until` when it can be withdrawn, `found` what it changes.

    `on_duty`: whether an officer can be reached, who is notified at `told_at`, or now for None. Says nothing that has
    not happened.
    """
    codes = ", ".join(difficulty.code for difficulty in report.difficulties)
    received = Text(N_("Received: {at:full}."), at=report.sent_at)
    return Screen(
        (
            amending.received(report) if found else _received(report),
            *((received, amending.summary(found)) if found else (received,)),
            *approval.endorsement_lines(report, signature),
            Text(N_("Content: {codes}{files}."), codes=codes, files=amount(report.attachments)),
            *alike.receipt_line(cosigned),
            _notice(on_duty=on_duty, told_at=told_at),
            *_promise(rules, report),
            paper,
            *amending.until_line(until),
            Text(N_("Telephone on duty: {phone}."), phone=profile.office.phone_duty),
        ),
        (amending.acts(report, until),),
    )


def _notice(*, on_duty: bool, told_at: datetime | None) -> Text:
    if not on_duty:
        return Text(N_("No officer can be reached through the system at present. Please call the number below."))
    if told_at:
        return Text(N_("The officers on duty are notified at {at:clock}."), at=told_at)
    return Text(N_("The officers on duty are being notified now."))


def _received(report: Report) -> Text:
    return Text(
        N_("<b>Ad hoc report {code} has been received</b> ({urgency})"),
        code=amending.called(report),
        urgency=urgency_of(report),
    )


def _promise(rules: Ruleset, report: Report) -> Sequence[Text]:
    if report.urgency is not Urgency.URGENT:
        return ()
    return (
        Text(
            N_("If nobody accepts it within {span}, the system notifies the leader in charge and tells you here."),
            span=waits_urgent(rules),
        ),
    )
