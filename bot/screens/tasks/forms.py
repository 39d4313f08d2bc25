"""The forms in which a lead works on its task: each question with what can be tapped, and what will be sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.courses import DATED, DOCUMENT, FILES, RESULT, TO, WORDS
from bot.domain.days import kept
from bot.domain.form_questions import step_before
from bot.domain.forms import Act, At, Draft, Form, Step
from bot.domain.task_forms import PROGRESS, QUICK, Known, TaskForm, quick_days, said_progress
from bot.domain.tasks import Task, TaskStatus
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.home import ShowHome
from bot.screens.reporting import attachments, written
from bot.screens.reporting.acts import back, choice, files_row, save, send
from bot.screens.tasks.courses import far, percent, progress_line
from bot.screens.tasks.listing import due_line
from bot.screens.tasks.page import to_task

_HEADINGS: Mapping[TaskForm, str] = {
    TaskForm.PROGRESS: N_("<b>{code}</b> – progress at present?"),
    TaskForm.RESULT: N_("<b>{code}</b> – report of completion"),
    TaskForm.EXTENSION: N_("<b>{code}</b> – request to move the deadline"),
    TaskForm.QUESTION: N_("<b>{code}</b> – question"),
}
_SEND: Mapping[TaskForm, str] = {
    TaskForm.PROGRESS: N_("Record progress"),
    TaskForm.RESULT: N_("Send the result"),
    TaskForm.EXTENSION: N_("Send the request"),
    TaskForm.QUESTION: N_("Send the question"),
}
_CHANGES: Mapping[str, str] = {
    PROGRESS: N_("Change progress"),
    RESULT: N_("Change the result"),
    DOCUMENT: N_("Change document"),
    DATED: N_("Change its day"),
    FILES: N_("Change files"),
    TO: N_("Change the day"),
    WORDS: N_("Change the reason"),
}
_HOME = Choice(Text(N_("Main screen")), ShowHome())


@dataclass(frozen=True)
class View:
    """What the screens show besides the draft; `standing` is that of the course, None for a question."""

    form: Form
    kind: TaskForm
    task: Task
    known: Known
    standing: TaskStatus | None
    in_name: str = ""
    """The agency in whose name it is."""
    email: str = ""
    """Where a file can be sent that the program does not take."""


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
            return written.with_kept(_review(view, draft), draft)
        case _:
            begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
            return written.with_kept(Screen(tuple(_head(view)), ((begin,), (save(draft),))), draft)


def _head(view: View) -> Sequence[Text]:
    in_name = [Text(N_("Recorded in the name of {name}."), name=view.in_name)] if view.in_name else []
    return (Text(_HEADINGS[view.kind], code=view.task.code), *in_name)


def _about(view: View, asked: Step) -> Sequence[Text]:
    """What the task says that one has to know for an answer."""
    course = view.known.course
    if asked.name == PROGRESS:
        return (progress_line(view.task, course.progress),) if course and course.progress else ()
    if asked.name == TO and view.standing:
        overdue = N_(
            "The task is overdue, so an explanation is needed with the day by which it will be completed. The Standing"
            " Body considers it; the first deadline is kept for the figures."
        )
        return (due_line(view.task, view.standing), *([Text(overdue)] if view.known.overdue else []))
    return ()


def _step(view: View, draft: Draft) -> Screen:
    asked, position = view.form.step(draft.position.step), draft.position
    if asked.files_max:
        return _files(view, draft, asked)
    answer = draft.answer(0, asked)
    more = Text(N_("Please write on; the text is put behind what is there."))
    lines = (
        *_head(view),
        *written.recorded(view.form, draft),
        *_about(view, asked),
        BLANK,
        *((more,) if position.adding else asked.words),
        *([BLANK, Text(N_("Entered: {answer}"), answer=Excerpt(answer))] if answer else []),
        *written.kept_lines(draft),
    )
    rows: list[Row] = [] if position.adding else _quick(view, draft, asked)
    if asked.optional and not position.adding:
        rows.append((choice(draft, Text(N_("Skip")), Act.SKIP),))
    if answer:
        rows.append((choice(draft, Text(N_("Keep this answer")), Act.KEEP),))
    return Screen(lines, (*rows, *_ways_on(view.form, draft, asked)))


def _quick(view: View, draft: Draft, asked: Step) -> list[Row]:
    """The answers that can be tapped."""
    if asked.name == PROGRESS:
        labels = [percent(int(text.rstrip("%"))) for text in asked.quick]
    elif asked.name == TO:
        label = N_("{day:short} (+{days:count} days)")
        labels = [Text(label, day=day, days=days) for days, day in quick_days(view.known)]
    else:
        labels = []
    taps = [choice(draft, label, Act.CHOOSE, number) for number, label in enumerate(labels)]
    return (
        [tuple(taps[i : i + len(QUICK)]) for i in range(0, len(taps), len(QUICK))]
        if asked.name == PROGRESS
        else [(tap,) for tap in taps]
    )


def _files(view: View, draft: Draft, asked: Step) -> Screen:
    files = draft.attached(0)
    lines = (
        *_head(view),
        *written.recorded(view.form, draft),
        *attachments.not_taken(draft, asked.files_max, view.email),
        *((attachments.taken(files),) if files else asked.words),
        *written.kept_lines(draft),
    )
    return Screen(lines, (files_row(draft, files), *_ways_on(view.form, draft, asked)))


def _ways_on(form: Form, draft: Draft, asked: Step) -> Sequence[Row]:
    kept_rows = written.kept_rows(draft, asked)
    first = step_before(form, asked.name) is None and not draft.position.returning and not draft.position.adding
    if first:
        return (*kept_rows, (choice(draft, Text(N_("‹ Back")), Act.EXIT),))
    return (*written.recorded_rows(form, draft), *kept_rows, (back(draft), save(draft)))


def _changes(view: View, draft: Draft) -> Screen:
    asks = view.kind is TaskForm.QUESTION
    labels = [N_("Change the question") if asks else _CHANGES[step.name] for step in view.form.steps]
    changes = [choice(draft, Text(label), Act.CHANGE, number) for number, label in enumerate(labels)]
    lines = (*_head(view), *_entered(view, draft), BLANK, Text(N_("Which answer is to be changed?")))
    rows = [tuple(changes[i : i + 2]) for i in range(0, len(changes), 2)]
    return Screen(lines, (*rows, (back(draft),)))


def _review(view: View, draft: Draft) -> Screen:
    change = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)
    lines = (
        Text(N_("<b>Check before sending</b>")),
        *_head(view),
        *_entered(view, draft),
        *attachments.named(draft.attached(0)),
    )
    return Screen(lines, ((send(draft, Text(_SEND[view.kind])), change), (save(draft),)))


def _entered(view: View, draft: Draft) -> Sequence[Text]:
    return _ENTERED[view.kind](view, draft) if draft.items else ()


def _progress(view: View, draft: Draft) -> Sequence[Text]:
    said = said_progress(view.known, draft)
    how = far(view.task, said.percent, said.figure)
    return (
        *([Text(N_("Progress: {far}"), far=how)] if how else []),
        *([Text(N_("{text}"), text=Excerpt(said.words))] if said.words else []),
    )


def _result(_view: View, draft: Draft) -> Sequence[Text]:
    item = draft.items[0]
    document, dated = item.get(DOCUMENT, ""), kept(item.get(DATED, ""))
    named = Text(N_("Document: {document}"), document=Excerpt(document))
    if dated:
        named = Text(N_("Document: {document}, of {day:date}"), document=Excerpt(document), day=dated)
    return (
        *([Text(N_("Result: {result}"), result=Excerpt(item[RESULT]))] if item.get(RESULT) else []),
        *([named] if document else []),
    )


def _extension(view: View, draft: Draft) -> Sequence[Text]:
    item = draft.items[0]
    to, reason = kept(item.get(TO, "")), item.get(WORDS, "")
    due_at = view.standing.due_at if view.standing else None
    still = N_("The old deadline is in force until the request is granted.")
    if view.known.overdue:
        still = N_("The first deadline is kept for the figures.")
    return (
        *([Text(N_("From {due:full} to {day:day}"), due=due_at, day=to)] if to and due_at else []),
        *([Text(N_("Reason: {words}"), words=Excerpt(reason))] if reason else []),
        Text(still),
    )


def _question(_view: View, draft: Draft) -> Sequence[Text]:
    words = draft.items[0].get(WORDS, "")
    return (Text(N_("{text}"), text=Excerpt(words)),) if words else ()


_ENTERED: Mapping[TaskForm, Callable[[View, Draft], Sequence[Text]]] = {
    TaskForm.PROGRESS: _progress,
    TaskForm.RESULT: _result,
    TaskForm.EXTENSION: _extension,
    TaskForm.QUESTION: _question,
}


def entered(draft: Draft) -> Sequence[Text]:
    """What was entered and has not been sent, so that it can be used otherwise."""
    texts = [text for name, text in draft.items[0].items() if name in _CHANGES and text] if draft.items else []
    lines = [Text(N_("{text}"), text=Excerpt(text)) for text in texts]
    return (Text(N_("What was entered is kept:")), *lines) if lines else ()


def lost(task: Task, draft: Draft, *, may_see: bool) -> Screen:
    """Whoever writes has no part in the task any more."""
    said = Text(N_("{code}: nothing can be sent about it any more."), code=task.code)
    return Screen((said, *entered(draft)), ((to_task(task),),) if may_see else ((_HOME,),))


def left(code: str) -> Text:
    """The form was left; nothing was sent."""
    return Text(N_("Nothing was sent about {code}. What was entered is kept in the draft."), code=code)


def done_before(code: str, _at: datetime) -> Text:
    """What a second press of the last button is told."""
    return Text(N_("{code}: this was sent already. It need not be sent again."), code=code)


def completes() -> Text:
    """Why a form for the result is open: at 100 per cent nothing is recorded by itself."""
    return Text(N_("At 100% the result is reported, and the Standing Body confirms it. Nothing has been recorded yet."))
