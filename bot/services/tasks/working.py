"""What a lead does with its task: receipt, progress, a result, a later deadline; and a question from any part in it.

Each is an event. What is cheap can be taken back for a while by whoever did it; a result and a later deadline are
decided by the desk, and until then nothing is done and the old deadline is in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.characters import clean
from bot.domain.course_acts import to_undo
from bot.domain.courses import DATED, DOCUMENT, EVENT, FIGURE, FILES, PERCENT, RESULT, TO, WORDS, Course, Lead, TaskAct
from bot.domain.deadlines import DeadlineKind, counted_on
from bot.domain.operations import Operation
from bot.domain.people import Actor
from bot.domain.progress_words import FULL
from bot.domain.task_forms import falls
from bot.domain.tasks import Task
from bot.errors import BotError
from bot.screens.tasks import told
from bot.services.desk.notices import to_desk
from bot.services.people.duties import by
from bot.services.reply import Reply
from bot.services.tasks.courses import lead_name, may_lead, record, status_of_course, to_lead, to_move, topic_of
from bot.services.tasks.listing import may_see
from bot.services.tasks.subtasks import result_to_assigner
from storage import task_events, tasks
from storage.unit import Unit


@dataclass(frozen=True)
class Result:
    """What a lead reports as its result; `files` are the numbers of files that are kept already."""

    words: str
    document: str = ""
    dated: date | None = None
    files: tuple[int, ...] = ()


def receive(unit: Unit, actor: Actor, task_id: int, lead: Lead) -> Reply:
    """Confirm that a lead has its task. Raises BotError as `to_move` does."""
    found = to_move(unit, actor, task_id, lead, TaskAct.RECEIVED)
    record(unit, actor, found.task, TaskAct.RECEIVED, found.detail(), lead)
    return Reply(toast=told.received(found.task, lead_name(unit, lead), unit.now))


def progress(
    unit: Unit, actor: Actor, task_id: int, lead: Lead, percent: int | None, words: str = "", figure: int | None = None
) -> Reply:
    """Record how far a lead is. `percent` is 0 to 99: at 100 a result is reported. `figure` counts to the target.

    Raises BotError as `to_move` does; progress_bad for a figure that is none, progress_falls for one lower than the
    last without a word why, and words_missing where nothing is said at all.
    """
    found = to_move(unit, actor, task_id, lead, TaskAct.PROGRESSED)
    said = clean(words)
    _check_progress(found.task, found.course, percent, figure, said)
    numbers = {name: value for name, value in ((PERCENT, percent), (FIGURE, figure)) if value is not None}
    record(unit, actor, found.task, TaskAct.PROGRESSED, found.detail(**numbers, **{WORDS: said}), lead)
    return Reply(toast=told.progressed(found.task, percent, figure, said, unit.now))


def _check_progress(task: Task, course: Course, percent: int | None, figure: int | None, said: str) -> None:
    if percent is not None and not 0 <= percent < FULL:
        raise BotError("progress_bad", code=task.code)
    if figure is not None and (task.target is None or figure < 0):
        raise BotError("progress_bad", code=task.code)
    if falls(course, percent, figure) and not said:
        raise BotError("progress_falls", code=task.code)
    if percent is None and figure is None and not said:
        raise BotError("words_missing")


def report(unit: Unit, actor: Actor, task_id: int, lead: Lead, result: Result) -> Reply:
    """Report a result, which the desk is told of and confirms or returns. Raises BotError as `to_move` does, and
    words_missing for a result without a word, a document or a file."""
    found = to_move(unit, actor, task_id, lead, TaskAct.REPORTED)
    words, document = clean(result.words), clean(result.document)
    if not (words or document or result.files):
        raise BotError("words_missing")
    detail: dict[str, object] = {RESULT: words, DOCUMENT: document, FILES: list(result.files)}
    if result.dated:
        detail[DATED] = result.dated.isoformat()
    task, event = record(unit, actor, found.task, TaskAct.REPORTED, found.detail(**detail), lead)
    course = _of(task, lead)
    at, name = status_of_course(unit, task, course), lead_name(unit, lead)
    copy = told.result_to_desk(task, course, at, name, in_name=found.in_name)
    colleagues = to_lead(
        unit, task, lead, event, told.result_to_colleagues(task, course, actor.person.full_name), actor
    )
    decides: Sequence[Operation] = (
        result_to_assigner(unit, task, event, actor)
        if task.parent
        else to_desk(unit, copy, f"task:{task.code}:{event}", topic_of(task))
    )
    return Reply(kept=told.result_sent(task, unit.now), kept_topic=topic_of(task), notices=(*decides, *colleagues))


def ask_extension(unit: Unit, actor: Actor, task_id: int, lead: Lead, to: date, words: str) -> Reply:
    """Ask for a later deadline, or explain why the old one was missed. The old one is in force until it is decided.

    Raises BotError as `to_move` does; extension_bad for a task without a deadline and for a day that is not later than
    the one in force or has passed, words_missing without a reason.
    """
    found = to_move(unit, actor, task_id, lead, TaskAct.EXTENSION_ASKED)
    at = status_of_course(unit, found.task, found.course)
    until = counted_on(DeadlineKind.DAY, to, unit.rules.calendar)
    if at.due_on is None or until <= max(at.due_on, unit.today):
        raise BotError("extension_bad", code=found.task.code)
    reason = clean(words)
    if not reason:
        raise BotError("words_missing")
    detail = found.detail(**{TO: until.isoformat(), WORDS: reason})
    task, event = record(unit, actor, found.task, TaskAct.EXTENSION_ASKED, detail, lead)
    course = _of(task, lead)
    copy = told.extension_to_desk(task, course, at, lead_name(unit, lead))
    colleagues = told.extension_to_colleagues(task, course, at, actor.person.full_name)
    return Reply(
        kept=told.extension_sent(task, course, at, unit.now),
        kept_topic=topic_of(task),
        notices=(
            *to_desk(unit, copy, f"task:{task.code}:{event}", topic_of(task)),
            *to_lead(unit, task, lead, event, colleagues, actor),
        ),
    )


def ask(unit: Unit, actor: Actor, task_id: int, seat_id: int, words: str) -> Reply:
    """Ask the desk about a task, for a seat of the actor that has a part in it; the answer comes to that seat.

    Raises BotError: stale, words_missing, and subtask_asks for a sub-task, of which the desk knows nothing.
    """
    task, seat = tasks.task_by_id(unit.db, task_id), next((each for each in actor.seats if each.id == seat_id), None)
    if task is None or seat is None or task.part_of([seat.id]) is None or not may_see(actor, task):
        raise BotError("stale")
    if task.parent:
        raise BotError("subtask_asks", code=task.code)
    question = clean(words)
    if not question:
        raise BotError("words_missing")
    _, event = record(unit, actor, task, TaskAct.ASKED, {WORDS: question}, Lead(seat.id))
    copy = told.question_to_desk(task, event, seat.organisation, question)
    desk = to_desk(unit, copy, f"task:{task.code}:{event}", topic_of(task))
    return Reply(kept=told.question_sent(task, unit.now), kept_topic=topic_of(task), notices=desk)


def take_back(unit: Unit, actor: Actor, task_id: int, lead: Lead) -> Reply:
    """Take back one's own newest act on a course, which is cheap and some minutes old. Raises BotError("stale"), and
    task_not_undone where something followed or the time is over."""
    task = tasks.task_by_id(unit.db, task_id)
    course = task.course_of(lead) if task else None
    if task is None or course is None or not may_lead(actor, task, lead):
        raise BotError("stale")
    undone = to_undo(course, task_events.events_of_task(unit.db, task.id), by(actor), unit.now)
    if undone is None:
        raise BotError("task_not_undone", code=task.code)
    record(unit, actor, task, TaskAct.UNDONE, {EVENT: undone.id}, lead)
    return Reply(toast=told.taken_back(task))


def _of(task: Task, lead: Lead) -> Course:
    course = task.course_of(lead)
    assert course is not None  # it was moved just now
    return course
