"""The forms in which the desk assigns tasks and acts on them: each question, what is checked before it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.assigning_forms import (
    BASIS,
    CONTENT,
    COORDINATING,
    DEADLINE,
    LAST,
    LEAD,
    NO,
    NOTE,
    PRIORITY,
    REPORTS,
    RESOLVES,
    TARGET,
    WATCHING,
    YES,
)
from bot.domain.courses import DOCUMENT, TO, WORDS
from bot.domain.forms import Act, At, Draft, Form, Step
from bot.domain.task_deadlines import NO_DEADLINE
from bot.domain.texts import BLANK, N_, Excerpt, Row, Screen, Text
from bot.screens.difficulties.handling import two_in_a_row
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save, send

TASKS = "tasks"
"""The name of the question which tasks resolve a difficulty."""
_BUTTONS_IN_ROW = 4
_CHANGES: Mapping[str, str] = {
    BASIS: N_("Change basis"),
    CONTENT: N_("Change content"),
    LEAD: N_("Change lead"),
    COORDINATING: N_("Change coordinating"),
    WATCHING: N_("Change watching"),
    DEADLINE: N_("Change deadline"),
    LAST: N_("Change last day"),
    REPORTS: N_("Change reports count"),
    PRIORITY: N_("Change priority"),
    TARGET: N_("Change target"),
    NOTE: N_("Change note"),
    RESOLVES: N_("Change difficulties"),
    WORDS: N_("Change words"),
    TO: N_("Change day"),
    DOCUMENT: N_("Change document"),
    TASKS: N_("Change tasks"),
}
_LINES: Mapping[str, str] = {
    BASIS: N_("Assigned by: {answer}"),
    CONTENT: N_("Content: {answer}"),
    LEAD: N_("Lead: {answer}"),
    COORDINATING: N_("Coordinating: {answer}"),
    WATCHING: N_("Watching: {answer}"),
    DEADLINE: N_("Deadline as it is said: {answer}"),
    LAST: N_("Last day: {answer}"),
    REPORTS: N_("Periodic reports count as the results of each period: {answer}"),
    PRIORITY: N_("Priority task: {answer}"),
    TARGET: N_("Counted: {answer}"),
    NOTE: N_("Note: {answer}"),
    RESOLVES: N_("Difficulties: {answer}"),
    WORDS: N_("Words: {answer}"),
    TO: N_("Day: {answer}"),
    DOCUMENT: N_("Document: {answer}"),
    TASKS: N_("Tasks: {answer}"),
}


@dataclass(frozen=True)
class View:
    """What the screens of a form show besides its draft.

    `before` is what a task says now of what is changed; `checked` are lines of the review, None for the answers alone.
    """

    form: Form
    heading: Text
    send: Text
    about: Sequence[Text] = ()
    before: str = ""
    checked: Sequence[Text] | None = None


def draft_screen(view: View, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    match draft.position.at:
        case At.STEP:
            return _step(view, draft)
        case At.SHORTEN:
            return written.shorten_screen(view.form, draft)
        case At.DISCARD:
            return written.discard_screen(draft)
        case At.ITEM:
            return _changes(view, draft)
        case At.REVIEW if draft.items:
            return _review(view, draft)
        case _:
            begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
            return Screen((view.heading, *view.about), ((begin,), (save(draft),)))


def _step(view: View, draft: Draft) -> Screen:
    asked, adding = view.form.step(draft.position.step), draft.position.adding
    answer = draft.answer(0, asked)
    offered = () if adding else asked.options or asked.quick
    numbered = [
        Text(N_("{number}. {reason}"), number=number, reason=_spelt(text)) for number, text in enumerate(offered, 1)
    ]
    first = draft.position.step == view.form.steps[0].name
    before = [Text(N_("At present: {answer}"), answer=_spelt(view.before))] if view.before and first else []
    lines = (
        view.heading,
        *written.recorded(view.form, draft),
        *view.about,
        BLANK,
        *((Text(N_("Please write on; the text is put behind what is there.")),) if adding else asked.words),
        *before,
        *numbered,
        *([Text(N_("Entered: {answer}"), answer=_spelt(answer))] if answer else []),
    )
    return Screen(lines, (*_answers(draft, asked, answer, offered), *_ways_on(view.form, draft, asked)))


def _answers(draft: Draft, asked: Step, answer: str | None, offered: Sequence[str]) -> list[Row]:
    taps = [
        choice(draft, Text(N_("Choose {number}"), number=number + 1), Act.CHOOSE, number)
        for number in range(len(offered))
    ]
    rows: list[Row] = [tuple(taps[i : i + _BUTTONS_IN_ROW]) for i in range(0, len(taps), _BUTTONS_IN_ROW)]
    beside = []
    if asked.optional and not draft.position.adding:
        beside.append(choice(draft, Text(N_("Skip")), Act.SKIP))
    if answer:
        beside.append(choice(draft, Text(N_("Keep this answer")), Act.KEEP))
    return [*rows, *([tuple(beside)] if beside else [])]


def _ways_on(form: Form, draft: Draft, asked: Step) -> Sequence[Row]:
    rows = (*written.recorded_rows(form, draft), *written.kept_rows(draft, asked))
    return (*rows, (back(draft), save(draft)))


def _spelt(text: str) -> object:
    """An answer as it is shown."""
    if text in _SPELT:
        return Text(_SPELT[text])
    return Excerpt(text)


_SPELT = {YES: N_("yes"), NO: N_("no"), NO_DEADLINE: N_("no deadline")}


def _changes(view: View, draft: Draft) -> Screen:
    changes = [choice(draft, Text(_CHANGES[each.name]), Act.CHANGE, n) for n, each in enumerate(view.form.steps)]
    lines = (view.heading, *entered(view.form, draft), BLANK, Text(N_("Which answer is to be changed?")))
    return Screen(lines, (*two_in_a_row(changes), (back(draft),)))


def entered(form: Form, draft: Draft) -> list[Text]:
    """What was answered so far, a line each."""
    found = [(each.name, draft.answer(0, each)) for each in form.steps]
    return [Text(_LINES[name], answer=_spelt(answer)) for name, answer in found if answer]


def _review(view: View, draft: Draft) -> Screen:
    change = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)
    lines = view.checked if view.checked is not None else entered(view.form, draft)
    checked = Text(N_("<b>Check before recording</b>"))
    if view.checked is None and any(not each.optional and not draft.answer(0, each) for each in view.form.steps):
        complete = choice(draft, Text(N_("Continue")), Act.COMPLETE)
        return Screen((view.heading, *lines), ((complete, change), (save(draft),)))
    return Screen((checked, view.heading, *lines), ((send(draft, view.send), change), (save(draft),)))
