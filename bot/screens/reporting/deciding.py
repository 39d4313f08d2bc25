"""What whoever approves a report reads of it, and the form in which it is said why one is returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.approving import REASON
from bot.domain.attachments import Attachment
from bot.domain.fields import Field
from bot.domain.forms import Act, At, Draft, Form, Item
from bot.domain.questions import Question
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.approving import ReadSubmission, ShowApprovals
from bot.screens.reporting import answers, written
from bot.screens.reporting.acts import back, choice, save
from bot.screens.reporting.form import HOME, procedure_suffix
from bot.screens.reporting.submitted import Waiting, named, named_first

WHY = Text(N_("Why is the report returned? Its writer is told."))
TO_APPROVALS = Choice(Text(N_("View approvals")), ShowApprovals())


@dataclass(frozen=True)
class Read:
    """An item of a report that waits, to be read in full; the first has number 1."""

    submission: int
    number: int
    answers: Item
    files: Sequence[Attachment]


def item(form: Form, fields: Mapping[str, Field], read: Read) -> Screen:
    """One item in full; where even that is too long for a message, each of its texts can be viewed alone."""

    def view(question: Question) -> Choice:
        return Choice(Text(question.view), ReadSubmission(read.submission, read.number, question.part))

    heading = Text(
        N_("<b>Item {number}. {field}</b>{procedure}"),
        number=read.number,
        field=fields[read.answers["field"]].name,
        procedure=procedure_suffix(read.answers),
    )
    return Screen((heading, *answers.submitted(form, read.answers, read.files, view)))


def alone(number: int, answer: str) -> Screen:
    """One answer about an item."""
    heading = Text(N_("<b>Item {number}</b>"), number=number)
    return Screen((heading, Text("{text}", text=answer) if answer else answers.NOT_GIVEN))


def returning(form: Form, waiting: Waiting, draft: Draft) -> Screen:
    """The screens of the form: what is asked, and what will be told."""
    heading = Text(
        N_("<b>Return the {report} of {organisation}</b>"), report=named(waiting), organisation=waiting.organisation
    )
    reason = draft.items[0].get(REASON, "") if draft.items else ""
    match draft.position.at:
        case At.STEP:
            return _asked(form, heading, reason, draft)
        case At.SHORTEN:
            return written.shorten_screen(form, draft)
        case At.DISCARD:
            return written.discard_screen(draft)
        case At.REVIEW if reason:
            send = choice(draft, Text(N_("Return the report")), Act.SEND, weight=Weight.SEND)
            change = choice(draft, Text(N_("Change the opinion")), Act.OPEN_ITEM)
            lines = (
                heading,
                Text(N_("Opinion: {reason}"), reason=Excerpt(reason)),
                Text(N_("Nothing has been returned yet.")),
            )
            return Screen(lines, ((change, send), (save(draft),)))
        case At.ITEM:
            change = choice(draft, Text(N_("Change the opinion")), Act.CHANGE)
            return Screen((heading, Text(N_("Opinion: {reason}"), reason=Excerpt(reason))), ((back(draft), change),))
        case _:
            begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
            return Screen((heading, Text(N_("Nothing has been returned yet."))), ((begin,), (save(draft),)))


def _asked(form: Form, heading: Text, reason: str, draft: Draft) -> Screen:
    entered = (BLANK, Text(N_("Entered: {answer}"), answer=Excerpt(reason))) if reason else ()
    rows: list[Row] = [(choice(draft, Text(N_("Keep this answer")), Act.KEEP),)] if reason else []
    rows += written.recorded_rows(form, draft)
    lines = (heading, *written.recorded(form, draft), WHY, *entered)
    return Screen(lines, (*rows, (back(draft), save(draft))))


def returned(waiting: Waiting, now: datetime) -> Text:
    """To whoever returned it."""
    said = N_("{report} of {organisation} was returned at {now:clock}; its writer is being told.")
    return Text(said, report=named_first(waiting), organisation=waiting.organisation, now=now)


def overtaken(ended: Text, reason: str) -> Screen:
    """The report does not wait any more; what was written of it is shown, as it went nowhere."""
    return Screen((ended, *((not_sent(reason),) if reason else ())), ((TO_APPROVALS,),))


def not_sent(reason: str) -> Text:
    """An opinion on a report that does not wait any more."""
    return Text(N_("The opinion that was entered has not been sent: {reason}"), reason=Excerpt(reason))


def done_before(_code: str, at: datetime) -> Text:
    """A second press of the last button."""
    return Text(N_("This was done at {at:clock}."), at=at)


def own_draft_in_the_way() -> Screen:
    """Who approves has a draft of the same report, which taking over must not put an end to."""
    line = Text(
        N_(
            "{You} have a draft of the same report with something entered in it. Please send or empty that one first,"
            " or return the report with an opinion. Nothing was changed."
        )
    )
    return Screen((line,), ((HOME,),))
