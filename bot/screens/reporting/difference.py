"""What a version of a report changes of the one before it, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from bot.domain import questions
from bot.domain.amendments import Change, Changed, Difference
from bot.domain.carrying import Said
from bot.domain.fields import Field
from bot.domain.periods import Period
from bot.domain.questions import Question, ReportPart
from bot.domain.reports import Difficulty, Report
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Screen, Text, joined
from bot.domain.verbs.lookup import ShowReport
from bot.screens.reporting import answers, attachments
from bot.screens.reporting.acceptance import URGENCY_NAMES
from bot.screens.reporting.amending import called, view
from bot.screens.reporting.carrying import SAYS
from bot.screens.reporting.quarterly import opinion_line


def screen(
    before: Report, after: Report, found: Difference, organisation: str, sender: Text, fields: Mapping[str, Field]
) -> Screen:
    """A version beside the one before: what came, what went, and every answer that differs, before and now."""
    numbers = count(1)
    return Screen(
        (
            _heading(after),
            Text(
                N_("{organisation} – sent by: {sender}, {at:stamp}"),
                organisation=organisation,
                sender=sender,
                at=after.sent_at,
            ),
            Text(
                N_("Compared with what was sent at {at:stamp}; first received at {first:stamp}."),
                at=before.sent_at,
                first=after.filed_at,
            ),
            *_as_a_whole(before, after, found),
            *(line for each in found.added for line in _added(fields, after, each)),
            *(
                line
                for each in found.withdrawn
                for line in _named(N_("<b>Withdrawn: {code} – {field}</b>{procedure}"), fields, each)
            ),
            *(line for each in found.changed for line in _changed(fields, before, after, each, numbers)),
            *([Text(N_("Both versions say the same."))] if found.is_nothing else []),
        ),
        ((view(after),),),
        silent=after.urgency is None,
    )


def _heading(after: Report) -> Text:
    if after.urgency:
        return Text(N_("<b>Amendment: {report}</b> – ad hoc report"), report=called(after))
    return Text(N_("<b>Amendment: {report}</b> – {period}"), report=called(after), period=Period.parse(after.period))


def _as_a_whole(before: Report, after: Report, found: Difference) -> Iterator[Text]:
    if found.nil:
        yield Text(N_("Nothing new is reported now.") if after.nil else N_("Nothing new had been reported before."))
    if found.urgency:
        old, new = found.urgency
        yield Text(N_("Level – before: {level}"), level=Text(URGENCY_NAMES[old]))
        yield Text(N_("Level – now: {level}"), level=Text(URGENCY_NAMES[new]))
    if found.opinion is not None:
        for side, version, text, label in zip(_SIDES, (before, after), found.opinion, _VIEW_OPINION, strict=True):
            whole = Choice(Text(label), ShowReport(version.code, ReportPart.OPINION, version.version))
            yield Text(side)
            yield opinion_line(text, whole)
    for each in found.said:
        yield _stated(N_("Of {code} is said now: {said}{words}"), each)
    for each in found.unsaid:
        yield _stated(N_("Of {code} is said no longer: {said}{words}"), each)
    if found.tasks:
        yield Text(N_("The results of tasks are stated anew; they stand in the report."))


def _stated(msgid: str, said: Said) -> Text:
    words = Text(N_(": {words}"), words=Excerpt(said.words)) if said.words else None
    return Text(msgid, code=said.code, said=Text(SAYS[said.act]), words=words)


_SIDES = (N_("Before:"), N_("Now:"))
_FIELD = N_("Field: {field}")
"""It has no line of its own, as headings show it."""
_VIEW_OPINION = (N_("View opinion before"), N_("View opinion now"))
_VIEW = (N_("View {number} before"), N_("View {number} now"))


def _named(msgid: str, fields: Mapping[str, Field], difficulty: Difficulty) -> Sequence[Text]:
    procedure = Text(N_(" – {procedure}"), procedure=Excerpt(difficulty.procedure)) if difficulty.procedure else None
    named = Text(msgid, code=difficulty.code, field=fields[difficulty.field].name, procedure=procedure)
    return (BLANK, named)


def _added(fields: Mapping[str, Field], after: Report, difficulty: Difficulty) -> Sequence[Text]:
    whole = Choice(
        Text(N_("View {code}"), code=difficulty.code),
        ShowReport(difficulty.code, ReportPart.DIFFICULTY, after.version),
    )
    asked = questions.adhoc() if after.urgency else questions.periodic()
    return (
        *_named(N_("<b>Added: {code} – {field}</b>{procedure}"), fields, difficulty),
        *answers.brief(asked, difficulty, whole),
        *attachments.named(difficulty.attachments),
    )


def _changed(
    fields: Mapping[str, Field], before: Report, after: Report, changed: Changed, numbers: Iterator[int]
) -> Iterator[Text]:
    yield from _named(N_("<b>Changed: {code} – {field}</b>{procedure}"), fields, changed.difficulty)
    for change in changed.changes:
        yield from _sides(fields, before, after, changed.difficulty.code, change, next(numbers))
    if changed.added:
        yield Text(N_("Files added: {names}"), names=joined(attachments.described(changed.added), "; "))
    if changed.removed:
        yield Text(N_("Files removed: {names}"), names=joined(attachments.described(changed.removed), "; "))


def _sides(
    fields: Mapping[str, Field], before: Report, after: Report, code: str, change: Change, number: int
) -> Iterator[Text]:
    question, sides = change.question, ((before, change.before), (after, change.after))
    for side, label, (version, answer) in zip(_SIDES, _VIEW, sides, strict=True):
        whole = _view(Text(label, number=number), code, question, version)
        yield Text(N_("{number}. {side}"), number=number, side=Text(side))
        yield Text(question.line or _FIELD, **{question.name: _said(fields, question, answer, whole)})


def _view(label: Text, code: str, question: Question, version: Report) -> Choice | None:
    return Choice(label, ShowReport(code, question.part, version.version)) if question.part else None


def _said(fields: Mapping[str, Field], question: Question, answer: str, whole: Choice | None) -> object:
    if not answer:
        return answers.NOT_GIVEN
    return fields[answer].name if question.chosen else Excerpt(answer, whole)
