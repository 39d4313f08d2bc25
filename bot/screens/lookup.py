"""What is found under a code: a report or a difficulty as it was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.fields import Field
from bot.domain.periods import Period
from bot.domain.reports import Difficulty, Report
from bot.domain.texts import N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs import ShowHome, ShowReport
from bot.screens.reporting import answers, attachments
from bot.screens.reporting.adhoc import URGENCY_NAMES, Acceptance, accepted_line
from bot.screens.reporting.quarterly import report_lines

_HOME = Choice(Text(N_("Main screen")), ShowHome())
_NAMED_ITEMS = 3
"""Up to this many difficulties a report names the files of each."""


def ask() -> Screen:
    """Nothing was asked for yet."""
    return Screen(
        (
            Text(N_("<b>Look up</b>")),
            Text(
                N_(
                    "Please type the code of a task, report or difficulty, for example:"
                    " <code>NV-26-045</code>, <code>BC-2611-007</code>, <code>VM-2611-031</code>."
                )
            ),
        ),
        ((_HOME,),),
    )


def report(
    found: Report, organisation: str, sender: str, fields: Mapping[str, Field], acceptance: Acceptance | None
) -> Screen:
    """A report: what it is, and the difficulties in it, each of which can be viewed.

    `acceptance` is that of an ad hoc report, None where nobody has accepted it.
    """
    heading = (
        Text(N_("<b>Ad hoc report {code}</b> – {urgency}"), code=found.code, urgency=Text(URGENCY_NAMES[found.urgency]))
        if found.urgency
        else Text(N_("<b>{code}</b> – report for {period}"), code=found.code, period=Period.parse(found.period))
    )
    sent = Text(
        N_("{organisation} – sent by: {sender}, {at:stamp}"), organisation=organisation, sender=sender, at=found.sent_at
    )
    items = [
        line
        for number, difficulty in enumerate(found.difficulties, 1)
        for line in (_item(fields, number, difficulty), *_files(found, difficulty))
    ]
    views = [Choice(Text(N_("View {code}"), code=d.code), ShowReport(d.code)) for d in found.difficulties]
    pairs: list[Row] = [tuple(views[i : i + 2]) for i in range(0, len(views), 2)]
    return Screen(
        (
            heading,
            sent,
            *_reception(found, acceptance),
            *(items or [Text(N_("Nothing new in this period."))]),
            *report_lines(found),
        ),
        (*pairs, (_HOME,)),
    )


def _reception(found: Report, acceptance: Acceptance | None) -> tuple[Text, ...]:
    if found.urgency is None:
        return ()
    return (accepted_line(acceptance) if acceptance else Text(N_("Not accepted for handling yet.")),)


def _item(fields: Mapping[str, Field], number: int, difficulty: Difficulty) -> Text:
    return Text(
        N_("{number}. {code} – {field}{procedure}"),
        number=number,
        code=difficulty.code,
        field=fields[difficulty.field].name,
        procedure=Text(N_(" – {procedure}"), procedure=Excerpt(difficulty.procedure)) if difficulty.procedure else None,
    )


def _files(found: Report, difficulty: Difficulty) -> Sequence[Text]:
    """The files by name, or their number where so many names would not fit."""
    if len(found.difficulties) <= _NAMED_ITEMS:
        return attachments.named(difficulty.attachments)
    return attachments.counted(difficulty.attachments)


def difficulty(found: Difficulty, source: Report, organisation: str, fields: Mapping[str, Field]) -> Screen:
    """A difficulty; where it is too long for a message, each of its texts can be viewed alone."""
    return Screen(
        (
            Text(N_("<b>{code} – {field}</b>"), code=found.code, field=fields[found.field].name),
            Text(
                N_("{organisation}, in {report}, sent {at:stamp}"),
                organisation=organisation,
                report=source.code,
                at=source.sent_at,
            ),
            *answers.full(found, source.version),
        ),
        ((Choice(Text(N_("View {code}"), code=source.code), ShowReport(source.code)),), (_HOME,)),
    )


def superseded(source: Report, newest: Report) -> Text:
    """What is shown is of a version that is no longer the newest."""
    msgid = N_("This was sent at {at:stamp}. There is a newer version of {code}, sent at {newest:stamp}.")
    return Text(msgid, at=source.sent_at, code=source.code, newest=newest.sent_at)


def taken_out(source: Report, newest: Report, difficulty: str) -> Text:
    """What is shown is of a version that is no longer the newest, and the newest does not have it any more."""
    msgid = N_(
        "This was sent at {at:stamp}. There is a newer version of {code}, sent at {newest:stamp},"
        " which no longer holds {difficulty}."
    )
    return Text(msgid, at=source.sent_at, code=source.code, newest=newest.sent_at, difficulty=difficulty)


def withdrawn(source: Report) -> Text:
    """What is shown is of a report that was withdrawn."""
    msgid = N_("This was sent at {at:stamp}. Report {code} has been withdrawn.")
    return Text(msgid, at=source.sent_at, code=source.code)
