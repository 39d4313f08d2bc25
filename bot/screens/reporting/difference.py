"""What a version of a report changes of the one before it, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from bot.domain import questions
from bot.domain.amendments import Change, Changed, Difference
from bot.domain.carrying import Said
from bot.domain.fields import Field
from bot.domain.periods import Period
from bot.domain.questions import Question, ReportPart
from bot.domain.reports import Difficulty, Report
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Screen, Text, joined
from bot.domain.verbs.lookup import ShowReport
from bot.screens.names import SAYS
from bot.screens.reporting import answers, attachments
from bot.screens.reporting.acceptance import URGENCY_NAMES
from bot.screens.reporting.amending import called, view
from bot.screens.reporting.quarterly import opinion_line


def screen(
    before: Report, after: Report, found: Difference, organisation: str, sender: Text, fields: Mapping[str, Field]
) -> Screen:
    """A version beside the one before: what came, what went, and every answer that differs, before and now."""
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
            *lines(before, after, found, fields, Sent(after)),
        ),
        ((view(after),),),
        silent=after.urgency is None,
    )


class Named(Protocol):
    """How the difficulties of a version are named, and what shows its texts alone."""

    def name(self, difficulty: Difficulty) -> object:
        """Return what a difficulty is called."""
        ...

    def whole(self, difficulty: Difficulty, /) -> Choice:
        """Return the choice that shows a difficulty."""
        ...

    def part(self, label: Text, code: str, part: ReportPart) -> Choice:
        """Return the choice that shows one text of the difficulty with this code; of the report where it is empty."""
        ...


@dataclass(frozen=True)
class Sent:
    """A version that was sent: its difficulties have codes."""

    report: Report

    def name(self, difficulty: Difficulty) -> object:
        """Return its code."""
        return difficulty.code

    def whole(self, difficulty: Difficulty) -> Choice:
        """Return the choice that shows a difficulty as this version has it."""
        verb = ShowReport(difficulty.code, ReportPart.DIFFICULTY, self.report.version)
        return Choice(Text(N_("View {code}"), code=difficulty.code), verb)

    def part(self, label: Text, code: str, part: ReportPart) -> Choice:
        """Return the choice that shows one text as this version has it."""
        return Choice(label, ShowReport(code or self.report.code, part, self.report.version))


def lines(
    before: Report, after: Report, found: Difference, fields: Mapping[str, Field], later: Named
) -> Sequence[Text]:
    """What came, what went, and every answer that differs, before and now; `later` names those of the later version."""
    numbers = count(1)
    return (
        *_as_a_whole(before, after, found, later),
        *(line for each in found.added for line in _added(fields, after, each, later)),
        *(
            line
            for each in found.withdrawn
            for line in _named(N_("<b>Withdrawn: {code} – {field}</b>{procedure}"), fields, each, each.code)
        ),
        *(line for each in found.changed for line in _changed(fields, (Sent(before), later), each, numbers)),
        *([Text(N_("Both versions say the same."))] if found.is_nothing else []),
    )


def _heading(after: Report) -> Text:
    if after.urgency:
        return Text(N_("<b>Amendment: {report}</b> – ad hoc report"), report=called(after))
    return Text(N_("<b>Amendment: {report}</b> – {period}"), report=called(after), period=Period.parse(after.period))


def _as_a_whole(before: Report, after: Report, found: Difference, later: Named) -> Iterator[Text]:
    if found.nil:
        yield Text(N_("Nothing new is reported now.") if after.nil else N_("Nothing new had been reported before."))
    if found.urgency:
        old, new = found.urgency
        yield Text(N_("Level – before: {level}"), level=Text(URGENCY_NAMES[old]))
        yield Text(N_("Level – now: {level}"), level=Text(URGENCY_NAMES[new]))
    if found.opinion is not None:
        named: tuple[Named, Named] = (Sent(before), later)
        for side, version, text, label in zip(_SIDES, named, found.opinion, _VIEW_OPINION, strict=True):
            whole = version.part(Text(label), "", ReportPart.OPINION)
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


def _named(msgid: str, fields: Mapping[str, Field], difficulty: Difficulty, name: object) -> Sequence[Text]:
    procedure = Text(N_(" – {procedure}"), procedure=Excerpt(difficulty.procedure)) if difficulty.procedure else None
    named = Text(msgid, code=name, field=fields[difficulty.field].name, procedure=procedure)
    return (BLANK, named)


def _added(fields: Mapping[str, Field], after: Report, difficulty: Difficulty, later: Named) -> Sequence[Text]:
    asked = questions.adhoc() if after.urgency else questions.periodic()
    return (
        *_named(N_("<b>Added: {code} – {field}</b>{procedure}"), fields, difficulty, later.name(difficulty)),
        *answers.brief(asked, difficulty, later.whole(difficulty)),
        *attachments.named(difficulty.attachments),
    )


def _changed(
    fields: Mapping[str, Field], versions: tuple[Named, Named], changed: Changed, numbers: Iterator[int]
) -> Iterator[Text]:
    code = changed.difficulty.code
    yield from _named(N_("<b>Changed: {code} – {field}</b>{procedure}"), fields, changed.difficulty, code)
    for change in changed.changes:
        yield from _sides(fields, versions, code, change, next(numbers))
    if changed.added:
        yield Text(N_("Files added: {names}"), names=joined(attachments.described(changed.added), "; "))
    if changed.removed:
        yield Text(N_("Files removed: {names}"), names=joined(attachments.described(changed.removed), "; "))


def _sides(
    fields: Mapping[str, Field], versions: tuple[Named, Named], code: str, change: Change, number: int
) -> Iterator[Text]:
    question, said = change.question, (change.before, change.after)
    for side, label, version, answer in zip(_SIDES, _VIEW, versions, said, strict=True):
        whole = version.part(Text(label, number=number), code, question.part) if question.part else None
        yield Text(N_("{number}. {side}"), number=number, side=Text(side))
        yield Text(question.line or _FIELD, **{question.name: _said(fields, question, answer, whole)})


def _said(fields: Mapping[str, Field], question: Question, answer: str, whole: Choice | None) -> object:
    if not answer:
        return answers.NOT_GIVEN
    return fields[answer].name if question.chosen else Excerpt(answer, whole)
