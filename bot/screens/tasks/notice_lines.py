"""A line of a notice: the passage as it stands, what was read from it, what its deadline means, and its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.deadlines import DeadlineKind
from bot.domain.form_questions import missing
from bot.domain.forms import Act, At, Draft, Form, Step
from bot.domain.notice_forms import COORDINATING, DEADLINE, LEAD, TARGET, TITLE
from bot.domain.notice_lines import Chosen, Decision, Line, Said, Term
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.notices import (
    AcceptLine,
    ChooseDeadline,
    CorrectLine,
    CountReports,
    DropLine,
    ListLines,
    PassLine,
    ReviewImport,
    ShowLine,
)
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save, send
from bot.screens.tasks.deadlines import HOW_SURE, as_read
from bot.screens.tasks.series import reports_counted, reports_not_counted

_CHANGES: Mapping[str, str] = {
    TITLE: N_("Change content"),
    LEAD: N_("Change lead"),
    COORDINATING: N_("Change coordinating"),
    DEADLINE: N_("Change deadline"),
    TARGET: N_("Change target"),
}
_NAMED = 4
"""So many names are shown; of the others the number."""
_BUTTONS_IN_ROW = 4


@dataclass(frozen=True)
class View:
    """A line with what its screen shows besides: how many there are, names, and the days of its deadline.

    `last` is the last day as the document names it, `counts` the working day that it is followed by; both None where
    there is no deadline. `passed`: whether that day is behind.
    """

    line: Line
    total: int
    lead: Sequence[str]
    coordinating: Sequence[str]
    last: date | None
    counts: date | None
    passed: bool
    gone: bool = False
    """Whether somebody who was chosen has no seat any more."""
    reports: bool | None = None
    """Whether periodic reports are the results of what recurs; None where they cannot be."""


def item(view: View) -> Screen:
    """A line, to be accepted, corrected, left out or left for later."""
    line = view.line
    lines = [_heading(line, view.total), *_passage(line), *_task_lines(view)]
    if line.task:
        lines.append(Text(N_("Assigned as {code}."), code=line.task))
    elif line.decision is not Decision.OPEN:
        lines.append(Text(_DECIDED[line.decision]))
    return Screen(tuple(lines), _rows(view))


_DECIDED = {
    Decision.ACCEPTED: N_("This line is accepted; it is assigned at the review."),
    Decision.DROPPED: N_("This line is left out. Accept it to take it in again."),
    Decision.BEFORE: N_("An earlier import of this document assigned it."),
}


def _rows(view: View) -> tuple[Row, ...]:
    line = view.line
    to_list = Choice(Text(N_("View list")), ListLines(line.notice, 0))
    if line.task or line.decision is Decision.BEFORE or line.passage is None:
        return ((to_list, Choice(Text(N_("Next line")), PassLine(line.id))),)
    accept = Choice(Text(N_("Accept this line")), AcceptLine(line.id, line.rev))
    correct = Choice(Text(N_("Correct line")), CorrectLine(line.id, line.rev))
    drop = Choice(Text(N_("Leave line out")), DropLine(line.id, line.rev))
    to_review = Choice(Text(N_("To the review")), ReviewImport(line.notice))
    rows = ((accept, correct), (drop, Choice(Text(N_("Next line")), PassLine(line.id))), (to_list, to_review))
    return rows if view.reports is None else (*rows[:1], (_other_way(line, counted=view.reports),), *rows[1:])


def _other_way(line: Line, *, counted: bool) -> Choice:
    label = Text(N_("Reports do not count")) if counted else Text(N_("Count reports"))
    return Choice(label, CountReports(line.id, line.rev, int(not counted)))


def _heading(line: Line, total: int) -> Text:
    if line.passage is None:
        return Text(N_("<b>Line {number}/{total}</b>"), number=line.place, total=total)
    msgid = N_("<b>Line {number}/{total}</b> – quoted as it stands ({how})")
    return Text(msgid, number=line.place, total=total, how=Text(HOW_SURE[line.passage.how]))


def _passage(line: Line) -> Sequence[Text]:
    if line.passage is None:
        return (Text(N_("The words of this line have been deleted.")),)
    return (Text(N_('"{text}"'), text=Excerpt(line.passage.words)),)


def _task_lines(view: View) -> list[Text]:
    line, chosen = view.line, view.line.chosen
    passage = line.passage
    if passage is None:
        return []
    own_title = [] if _stands_in(chosen.title, passage.words) else [_title(chosen)]
    lead = _who(N_("Lead: {names}{how}"), view.lead, passage.lead)
    help_ = _who(N_("Coordinating: {names}{how}"), view.coordinating, passage.coordinating)
    figures = [Text(N_("Figures: {figures}."), figures="; ".join(passage.figures))] if passage.figures else []
    warning = [Text(N_("This deadline has passed: the task would be overdue at once."))] if view.passed else []
    gone = [Text(N_("Somebody who was named has no seat any more. Please choose Correct line."))] if view.gone else []
    return [*own_title, lead, help_, *_deadline(view), *_reports(view), *warning, *figures, *_target(chosen), *gone]


def _reports(view: View) -> list[Text]:
    return [] if view.reports is None else [reports_counted() if view.reports else reports_not_counted()]


def _stands_in(title: str, words: str) -> bool:
    return " ".join(title.casefold().split()) in " ".join(words.casefold().split())


def _title(chosen: Chosen) -> Text:
    return Text(N_("Content: {title}"), title=Excerpt(chosen.title))


def _target(chosen: Chosen) -> list[Text]:
    if chosen.target is None:
        return []
    return [Text(N_("Target: {target:number} {unit}"), target=chosen.target, unit=chosen.unit)]


def _who(msgid: str, names: Sequence[str], said_as: Sequence[Said]) -> Text:
    if not names:
        return Text(msgid, names=Text(N_("not named")), how=None)
    lowest = min((each.how for each in said_as), default=None)
    how = Text(N_(" ({how})"), how=Text(HOW_SURE[lowest])) if lowest is not None else None
    return Text(msgid, names=named(names), how=how)


def named(names: Sequence[str]) -> Text:
    """Several names, as many as a screen has room for."""
    shown = "; ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return Text(N_("{names}"), names=Excerpt(shown))
    return Text(N_("{names} and {more:count} others"), names=Excerpt(shown), more=len(names) - _NAMED)


def _deadline(view: View) -> list[Text]:
    chosen, passage = view.line.chosen, view.line.passage
    term = passage.term if passage else None
    if chosen.kind is DeadlineKind.NONE:
        return [Text(N_("Deadline: not named"))]
    words: object = as_read(chosen.kind, chosen.deadline, chosen.recurrence)
    how = None
    if term and _is_as_read(chosen, term):
        words, how = Excerpt(term.words), Text(N_(" ({how})"), how=Text(HOW_SURE[term.how]))
    if chosen.kind is DeadlineKind.RECURRING:
        msgid = N_("Recurring: {words}{how}; understood as {said}, first until the end of {day:day}")
        about = as_read(chosen.kind, chosen.deadline, chosen.recurrence)
        return [Text(msgid, words=words, how=how, said=about, day=view.counts)]
    if view.last != view.counts:
        msgid = N_("Deadline: {words}{how}; the last day {last:day} is a day off, it counts until the end of {day:day}")
        return [Text(msgid, words=words, how=how, last=view.last, day=view.counts)]
    return [Text(N_("Deadline: {words}{how}, until the end of {day:day}"), words=words, how=how, day=view.counts)]


def _is_as_read(chosen: Chosen, term: Term) -> bool:
    return (chosen.kind, chosen.deadline, chosen.recurrence) == (term.kind, term.deadline, term.recurrence)


# --- what a deadline means


def ask_deadline(view: View, options: Sequence[date | None]) -> Screen:
    """What the deadline of a line means: the days it may count until, None for no deadline; then another one."""
    line = view.line
    term = line.passage.term if line.passage else None
    question = Text(N_("The document names no deadline. It is followed as:"))
    if term:
        question = Text(
            N_('The document says "{words}". The deadline that is followed is understood as:'),
            words=Excerpt(term.words),
        )
    offered = [_option(number, day) for number, day in enumerate(options, 1)]
    other = Text(N_("{number}. Another day (entered directly)"), number=len(options) + 1)
    taps = tuple(
        Choice(Text(N_("Choose {number}"), number=number + 1), ChooseDeadline(line.id, line.rev, number))
        for number in range(len(options) + 1)
    )
    return Screen(
        (_heading(line, view.total), question, *offered, other),
        (taps, (Choice(Text(N_("‹ Back")), ShowLine(line.id)),)),
    )


def _option(number: int, day: date | None) -> Text:
    first = Text(N_(" (default)")) if number == 1 else None
    if day is None:
        return Text(N_("{number}. Without a deadline{first}"), number=number, first=first)
    return Text(N_("{number}. End of {day:day}{first}"), number=number, day=day, first=first)


# --- remarks


def moved_on() -> Text:
    """A button of an earlier state of a line."""
    return Text(N_("This line was changed since the screen was shown; please look at it again. Nothing was done."))


def no_lead() -> Text:
    """A line that nobody leads."""
    return Text(N_("Nobody leads it yet, so that it cannot be accepted. Please choose Correct line."))


def corrected() -> Text:
    """The form of a line was recorded."""
    return Text(N_("The line was changed; it is not accepted yet."))


def by_name(names: Sequence[str]) -> Text:
    """Names of nobody who has a seat."""
    return Text(N_("Without a seat, kept by name: {names}."), names="; ".join(names))


def gone() -> Screen:
    """The line cannot be changed any more."""
    return Screen((Text(N_("This line was assigned, or its import has ended; nothing was changed.")),), ())


# --- the form


@dataclass(frozen=True)
class FormView:
    """What the form of a line shows besides its draft: the line and the names of those who are entered."""

    form: Form
    line: Line
    total: int
    lead: Sequence[str]
    coordinating: Sequence[str]


def draft_screen(view: FormView, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    match draft.position.at:
        case At.STEP:
            return _step(view, draft)
        case At.SHORTEN:
            return written.shorten_screen(view.form, draft)
        case At.DISCARD:
            return written.discard_screen(draft)
        case At.REVIEW if missing(view.form, draft) is None:
            return written.with_kept(_review(view, draft), draft)
        case At.ITEM:
            return written.with_kept(_which(view, draft), draft)
        case _:
            begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
            return written.with_kept(Screen((_heading(view.line, view.total),), ((begin,), (save(draft),))), draft)


def _which(view: FormView, draft: Draft) -> Screen:
    changes = [
        choice(draft, Text(_CHANGES[step.name]), Act.CHANGE, number) for number, step in enumerate(view.form.steps)
    ]
    rows = [tuple(changes[i : i + 2]) for i in range(0, len(changes), 2)]
    lines = (*_values(view, draft), BLANK, Text(N_("Which answer is to be changed?")))
    return Screen(lines, (*rows, (back(draft), save(draft))))


def _review(view: FormView, draft: Draft) -> Screen:
    record = send(draft, Text(N_("Record changes")))
    more = choice(draft, Text(N_("Change more")), Act.OPEN_ITEM, 0)
    return Screen((Text(N_("<b>Check before recording</b>")), *_values(view, draft)), ((record, more), (save(draft),)))


def _values(view: FormView, draft: Draft) -> Sequence[Text]:
    answers = draft.items[0] if draft.items else {}
    deadline, target = answers.get(DEADLINE), answers.get(TARGET)
    return (
        _heading(view.line, view.total),
        Text(N_("Content: {title}"), title=Excerpt(answers.get(TITLE, ""))),
        _who(N_("Lead: {names}{how}"), view.lead, ()),
        _who(N_("Coordinating: {names}{how}"), view.coordinating, ()),
        Text(N_("Deadline as entered: {deadline}"), deadline=Excerpt(deadline))
        if deadline
        else Text(N_("Deadline: none")),
        *([Text(N_("Target as entered: {target}"), target=Excerpt(target))] if target else []),
    )


def _step(view: FormView, draft: Draft) -> Screen:
    asked = view.form.step(draft.position.step)
    answer = draft.answer(0, asked)
    lines = (
        _heading(view.line, view.total),
        *_passage(view.line),
        BLANK,
        *asked.words,
        *(Text(N_("{number}. {name}"), number=number, name=name) for number, name in enumerate(asked.quick, 1)),
        *([BLANK, Text(N_("Entered: {answer}"), answer=Excerpt(answer))] if answer else []),
        *written.kept_lines(draft),
    )
    return Screen(
        lines, (*_answers(draft, asked, answer), *written.kept_rows(draft, asked), (back(draft), save(draft)))
    )


def _answers(draft: Draft, asked: Step, answer: str | None) -> Sequence[Row]:
    taps = [
        choice(draft, Text(N_("Choose {number}"), number=number + 1), Act.CHOOSE, number)
        for number in range(len(asked.quick))
    ]
    rows: list[Row] = [tuple(taps[i : i + _BUTTONS_IN_ROW]) for i in range(0, len(taps), _BUTTONS_IN_ROW)]
    if asked.optional:
        rows.append((choice(draft, Text(N_("Leave empty")), Act.SKIP),))
    if answer:
        rows.append((choice(draft, Text(N_("Keep this answer")), Act.KEEP),))
    return rows
