"""The screens on which a seat says what became of a task: the list that leads to them, and the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import questions
from bot.domain.characters import cut
from bot.domain.forms import Act, At, Draft
from bot.domain.tasks import Task, TaskFilter, TaskState
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.reporting import ContinueDraft
from bot.domain.verbs.tasks import ListReportTasks, ShowTask, StateTask
from bot.screens.reporting import form, periodic, written
from bot.screens.reporting.acts import back, choice, save
from bot.screens.reporting.form import discard_screen, drop_screen, shorten_screen, step_screen
from bot.screens.reporting.quarterly import numbered, state
from bot.screens.tasks.listing import TITLE_LENGTH, statement_lines

PER_PAGE = 5
"""How many tasks one screen of the list shows."""


@dataclass(frozen=True)
class View(form.View):
    """What the screens of this form show beside the draft itself."""

    task: TaskState
    """As it stands, with what the seat has said of it so far."""
    leave: Choice
    """Where one comes from."""


def task_list(view: periodic.View, draft: Draft, page: int, ids: Mapping[str, int]) -> Screen:
    """A page of the tasks that a quarterly draft states; each can be said more of. `ids` are theirs, by code."""
    tasks = view.tasks or ()
    shown = tasks[page * PER_PAGE : (page + 1) * PER_PAGE]
    first = page * PER_PAGE + 1
    heading = Text(
        N_("<b>Results of tasks</b> – report for {period} ({first}–{last}/{total})"),
        period=view.schedule.period,
        first=first,
        last=first + len(shown) - 1,
        total=len(tasks),
    )
    lines = [line for number, task in enumerate(shown, first) for line in numbered(number, task)]
    rows: list[Row] = [(_state_choice(draft.seat, task, ids[task.code]),) for task in shown]
    turning = _turning(draft, page, len(tasks))
    return Screen((heading, _GOES_WITH_THIS, BLANK, *lines), (*rows, *turning, (to_report(draft),)))


_GOES_WITH_THIS = Text(
    N_(
        "What is entered goes to the Standing Body when the quarterly report is sent;"
        " it does not change the recorded state of a task."
    )
)


def _state_choice(seat: int, task: TaskState, task_id: int) -> Choice:
    label = N_("Change result {code}") if task.statement else N_("Give result {code}")
    return Choice(Text(label, code=task.code), StateTask(seat, task_id))


def _turning(draft: Draft, page: int, total: int) -> Sequence[Row]:
    before = Choice(Text(N_("Previous page")), ListReportTasks(draft.id, page - 1)) if page else None
    after = (
        Choice(Text(N_("Next page")), ListReportTasks(draft.id, page + 1)) if (page + 1) * PER_PAGE < total else None
    )
    row = tuple(each for each in (before, after) if each)
    return (row,) if row else ()


def to_results(report: Draft) -> Choice:
    """The choice that leads from one task to the list in the draft of the report."""
    return Choice(Text(N_("‹ Back to the list")), ListReportTasks(report.id, 0))


def to_task(task: Task) -> Choice:
    """The choice that leads back to a task."""
    return Choice(Text(N_("View {code}"), code=task.code), ShowTask(task.id, TaskFilter.OPEN, 0))


def to_report(draft: Draft) -> Choice:
    """The choice that leads back into the draft of the report."""
    return Choice(Text(N_("‹ Back to the report")), ContinueDraft(draft.id))


def draft_screen(view: View, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    return written.with_kept(_SCREENS[draft.position.at](view, draft), draft)


def _title(view: View) -> Text:
    return Text(N_("<b>{code}</b> – {title}"), code=view.task.code, title=Excerpt(cut(view.task.title, TITLE_LENGTH)))


def _stands(view: View) -> Text:
    return Text(
        N_("State: {state}{due}."),
        state=state(view.task),
        due=Text(N_(", due {day:date}"), day=view.task.due_on) if view.task.due_on else None,
    )


def _opening(view: View, draft: Draft) -> Screen:
    """What has been said; a draft begins here where something has."""
    given = view.task.statement
    if given is None:
        nothing = Text(N_("Nothing has been saved for this task yet."))
        return Screen((_title(view), _stands(view), nothing), ((choice(draft, _GIVE, Act.BEGIN),), (view.leave,)))
    said = Text(N_("Saved at {at:stamp}:"), at=given.at)
    change = choice(draft, Text(N_("Change content")), Act.BEGIN)
    take_back = choice(draft, Text(N_("Take back {code}"), code=view.task.code), Act.NOTHING)
    return Screen(
        (_title(view), _stands(view), BLANK, said, *statement_lines(given)), ((change,), (take_back,), (view.leave,))
    )


_GIVE = Text(N_("Give the result"))


def _taking_back(view: View, draft: Draft) -> Screen:
    given = view.task.statement
    asked = Text(N_("Take back what was entered for this task? Reports that have been sent stay as they are."))
    return Screen(
        (_title(view), asked, *(statement_lines(given) if given else ())),
        ((back(draft), choice(draft, Text(N_("Take back {code}"), code=view.task.code), Act.SEND)),),
    )


def _step(view: View, draft: Draft) -> Screen:
    heading = Text(
        N_("<b>{code}</b> – step {step}/{steps}{optional}\n{title}"),
        code=view.task.code,
        step=view.form.number(draft.position.step) + 1,
        steps=len(view.form.steps),
        optional=Text(N_(" (optional)")),
        title=Excerpt(cut(view.task.title, TITLE_LENGTH)),
    )
    return step_screen(view, draft, heading)


def _review(view: View, draft: Draft) -> Screen:
    entered = _entered(view, draft)
    lines = (Text(N_("<b>Check before saving</b>")), _title(view), _stands(view), BLANK, *entered)
    if not any(draft.items[0].values()):
        lacking = Text(N_("Nothing has been entered; at least one answer is needed."))
        enter = choice(draft, _GIVE, Act.OPEN_ITEM, 0)
        return Screen((*lines, lacking), ((enter,), (view.leave,), (save(draft),)))
    given = view.task.statement
    replaced = (Text(N_("It takes the place of what was saved at {at:stamp}."), at=given.at),) if given else ()
    return Screen(
        (*lines, BLANK, *replaced, _WHERE_IT_GOES),
        (
            (
                choice(draft, Text(N_("Save result")), Act.SEND),
                choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0),
            ),
            (save(draft),),
        ),
    )


# Not "the report of this quarter": that may have been sent, and a task stated as done is not stated again.
_WHERE_IT_GOES = Text(
    N_(
        "It goes to the Standing Body with the next quarterly report that states this task; reports that have been"
        " sent and the recorded state of the task stay as they are."
    )
)


def _entered(view: View, draft: Draft) -> Sequence[Text]:
    item = draft.items[0]
    asked = [questions.named(step.name) for step in view.form.steps]
    return [Text(each.line, **{each.name: Excerpt(item[each.name])}) for each in asked if item.get(each.name)]


def _item(view: View, draft: Draft) -> Screen:
    changes = [
        (choice(draft, Text(questions.named(step.name).change), Act.CHANGE, number),)
        for number, step in enumerate(view.form.steps)
    ]
    ask = Text(N_("Which answer is to be changed?"))
    return Screen((_title(view), *_entered(view, draft), BLANK, ask), (*changes, (back(draft),)))


_SCREENS: Mapping[At, Callable[[View, Draft], Screen]] = {
    At.OPENING: _opening,
    At.NIL: _taking_back,
    At.STEP: _step,
    At.SHORTEN: shorten_screen,
    At.REVIEW: _review,
    At.ITEM: _item,
    At.DROP: drop_screen,
    At.DISCARD: discard_screen,
}
"""The form has one item, so that there is nothing between two; nothing offers to delete it, but a button is data."""


def saved(code: str, *, taken_back: bool) -> Text:
    """What has been done, above the screen that follows."""
    return Text(N_("What was entered for {code} has been taken back.") if taken_back else _SAVED, code=code)


_SAVED = N_("What was entered for {code} has been saved.")


def done_before(code: str, at: datetime) -> Text:
    """A second press of Save result, or of the choice that takes it back."""
    return Text(N_("This was done for {code} at {at:clock}. It need not be chosen again."), code=code, at=at)


def no_part(code: str, organisation: str) -> Screen:
    """The seat has lost its part in the task since the draft was begun."""
    lost = Text(
        N_("{organisation} no longer leads or takes part in {code}; what was entered has not been saved."),
        organisation=organisation,
        code=code,
    )
    return Screen((lost,), ((form.HOME,),))
