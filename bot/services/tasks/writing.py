"""The forms in which a lead works on its task: opened from its page, checked again where they are sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.course_acts import is_open_to
from bot.domain.courses import DATED, DOCUMENT, RESULT, TO, WORDS, Course, Lead, TaskAct
from bot.domain.days import kept
from bot.domain.form_questions import missing
from bot.domain.forms import At, Done, Draft, Form, Position
from bot.domain.people import Actor
from bot.domain.progress_words import read_progress
from bot.domain.task_forms import ACTS, PROGRESS, TASK_WORK, Known, TaskForm, TaskSubject, said_progress, task_form
from bot.domain.tasks import Part, Task
from bot.domain.texts import Screen
from bot.domain.writing import Written
from bot.errors import BotError
from bot.screens.errors import sentence
from bot.screens.tasks import forms as wording
from bot.screens.tasks import way
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, at_review_again, open_draft
from bot.services.tasks import page, working
from bot.services.tasks.courses import status_of_course, to_move
from bot.services.tasks.leads import asking_seat, own_lead, seen_task
from bot.services.tasks.listing import may_see
from bot.services.tasks.pressing import after, meant
from bot.services.tasks.working import Result
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, people, result_files, tasks
from storage.unit import Unit


def start(unit: Unit, actor: Actor, task_id: int, form: TaskForm, seat: int, agency: int) -> Reply:
    """Open a form about a task, or the draft of it that there is.

    Raises BotError: stale, and for what is of a course as `courses.to_move` does.
    """
    task = seen_task(unit, actor, task_id)
    if form is TaskForm.QUESTION:
        asking = asking_seat(actor, task, seat)
        if not asking:
            raise BotError("stale")
        return open_draft(unit, actor, FORM, _draft(unit, actor, asking, TaskSubject(task.code, form)))
    lead = meant(actor, task, seat, agency)
    if lead is None:
        return page.choose_course(unit, actor, task_id, 0)
    to_move(unit, actor, task_id, lead, ACTS[form])
    return open_draft(unit, actor, FORM, _draft_of(unit, actor, task, lead, form))


def progress_typed(unit: Unit, actor: Actor, code: str, written: Written) -> Reply | None:
    """Open the form with how far somebody says a task is in answer to a message about it; it is recorded there.

    None for a text that says no figure, and where there is not one course of theirs that it can be of.
    """
    task = tasks.task_by_code(unit.db, code)
    lead = own_lead(actor, task) if task and may_see(actor, task) else None
    course = task.course_of(lead) if task and lead else None
    if task is None or lead is None or course is None or not is_open_to(TaskAct.PROGRESSED, course):
        return None
    said = read_progress(written.text, task.target)
    if said.too_far or said.other_target is not None or (said.percent, said.figure, said.full) == (None, None, False):
        return None
    if said.full:
        return _completion(unit, actor, task, lead, said.words)
    draft = _draft_of(unit, actor, task, lead, TaskForm.PROGRESS)
    begun = replace(draft, items=({PROGRESS: written.text},), rev=draft.rev + 1)
    begun = replace(begun, position=missing(_form(unit, begun), begun) or Position(At.REVIEW))
    drafts.save_draft(unit.db, begun, unit.now)
    return open_draft(unit, actor, FORM, begun)


def _draft_of(unit: Unit, actor: Actor, task: Task, lead: Lead, form: TaskForm) -> Draft:
    """The draft of a course: of its seat, or of the seat by which somebody acts in an agency's name; the desk has
    none."""
    watching = task.seats.get(Part.WATCHING, ())
    by_seat = next((seat.id for seat in actor.seats if seat.id in watching), 0)
    seat = lead.seat if lead.seat is not None else by_seat
    return _draft(unit, actor, seat, TaskSubject(task.code, form, lead.agency))


def _draft(unit: Unit, actor: Actor, seat: int, subject: TaskSubject) -> Draft:
    key = (actor.person.id, seat, TASK_WORK, str(subject))
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    if draft.holds_answers:
        return draft
    # One into which nothing was entered knows nothing of what was done since.
    course = _course(unit, draft)
    begun = replace(draft, rev=draft.rev + 1, base=course.newest if course else 0, position=_form(unit, draft).start())
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def _task(unit: Unit, draft: Draft) -> Task:
    task = tasks.task_by_code(unit.db, TaskSubject.of(draft).code)
    assert task is not None  # tasks are never deleted
    return task


def _lead(draft: Draft) -> Lead:
    agency = TaskSubject.of(draft).agency
    return Lead(agency=agency) if agency else Lead(draft.seat)


def _course(unit: Unit, draft: Draft) -> Course | None:
    """The course that a draft is about; None for a question, and for who leads no longer."""
    asks = TaskSubject.of(draft).form is TaskForm.QUESTION
    return None if asks else _task(unit, draft).course_of(_lead(draft))


def _known(unit: Unit, draft: Draft) -> Known:
    task, course = _task(unit, draft), _course(unit, draft)
    at = status_of_course(unit, task, course) if course else None
    return Known(
        unit.today_for_words,
        course,
        task.target,
        task.unit,
        at.due_on if at else None,
        at.overdue if at else False,
    )


def _form(unit: Unit, draft: Draft) -> Form:
    return task_form(TaskSubject.of(draft).form, _known(unit, draft), draft)


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    task, course, subject = _task(unit, draft), _course(unit, draft), TaskSubject.of(draft)
    at = status_of_course(unit, task, course) if course else None
    email = unit.rules.profile.office.email
    view = wording.View(_form(unit, draft), subject.form, task, _known(unit, draft), at, subject.agency, email)
    return wording.draft_screen(view, draft)


def _at_once(unit: Unit, draft: Draft) -> bool:
    """Progress is cheap, and taken back with one press: what was tapped or typed is recorded."""
    return TaskSubject.of(draft).form is TaskForm.PROGRESS and missing(_form(unit, draft), draft) is None


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say why what a draft says cannot be sent any more, or return None; its words are shown."""
    task, form = _task(unit, draft), TaskSubject.of(draft).form
    if form is TaskForm.QUESTION:
        return None if task.part_of([draft.seat]) is not None else _lost(unit, actor, task, draft)
    try:
        to_move(unit, actor, task.id, _lead(draft), ACTS[form])
    except BotError as error:
        if error.code == "stale" or not may_see(actor, task):
            return _lost(unit, actor, task, draft)
        shown = with_remark(page.detail(unit, actor, task), sentence(error))
        assert shown.screen is not None
        refused, *rest = shown.screen.lines
        return replace(shown, screen=replace(shown.screen, lines=(refused, *wording.entered(draft), *rest)))
    return None


def _lost(unit: Unit, actor: Actor, task: Task, draft: Draft) -> Reply:
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.lost(task, draft, may_see=may_see(actor, task)))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    # Asked again in the transaction that does it: a colleague or the desk may have been first.
    if lost := _overtaken(unit, actor, draft):
        return lost
    course = _course(unit, draft)
    if course and course.newest != draft.base:
        return _look_again(unit, actor, draft, course)
    return _SENDS[TaskSubject.of(draft).form](unit, actor, draft)


def _look_again(unit: Unit, actor: Actor, draft: Draft, course: Course) -> Reply:
    """It can still be sent, but rests on less than is known by now: what was done is said before."""
    task = _task(unit, draft)
    happened = page.since(unit, task, course.lead, draft.base)
    known = replace(draft, base=course.newest)
    if not happened:  # what was done was taken back
        drafts.save_draft(unit.db, known, unit.now)
        return _SENDS[TaskSubject.of(draft).form](unit, actor, known)
    return at_review_again(unit, actor, FORM, known, way.meanwhile(task, happened))


def _send_progress(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    task, lead, said = _task(unit, draft), _lead(draft), said_progress(_known(unit, draft), draft)
    if said.full:
        drafts.drop_draft(unit.db, draft.id)
        return _completion(unit, actor, task, lead, said.words)
    done = working.progress(unit, actor, task.id, lead, said.percent, said.words, said.figure)
    assert done.toast is not None
    drafts.close_draft(unit.db, draft.id, task.code, unit.now)
    return with_remark(after(unit, actor, task.id, lead), done.toast)


def _completion(unit: Unit, actor: Actor, task: Task, lead: Lead, words: str) -> Reply:
    """At 100 per cent nothing is recorded: the result is asked for, with what was typed."""
    draft = _draft_of(unit, actor, task, lead, TaskForm.RESULT)
    if words and not draft.items:
        draft = replace(draft, items=({RESULT: words},))
    elif words:
        draft = replace(draft, kept=(*draft.kept, Written("", words)))
    drafts.save_draft(unit.db, draft, unit.now)
    return with_remark(open_draft(unit, actor, FORM, draft), wording.completes())


def _send_result(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    task, item = _task(unit, draft), draft.items[0]
    document = item.get(DOCUMENT, "")
    dated = kept(item.get(DATED, "")) if document else None
    files = tuple(result_files.add(unit.db, task.code, draft.attached(0)))
    result = Result(item.get(RESULT, ""), document, dated, files)
    return _closed(unit, actor, draft, working.report(unit, actor, task.id, _lead(draft), result))


def _send_extension(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    task, item = _task(unit, draft), draft.items[0]
    to = kept(item[TO])
    assert to is not None  # the question takes nothing but a day
    return _closed(unit, actor, draft, working.ask_extension(unit, actor, task.id, _lead(draft), to, item[WORDS]))


def _send_question(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    task = _task(unit, draft)
    return _closed(unit, actor, draft, working.ask(unit, actor, task.id, draft.seat, draft.items[0][WORDS]))


def _closed(unit: Unit, actor: Actor, draft: Draft, sent: Reply) -> Reply:
    drafts.close_draft(unit.db, draft.id, TaskSubject.of(draft).code, unit.now)
    people.set_open_draft(unit.db, actor.account, None)
    return sent


_SENDS: Mapping[TaskForm, Callable[[Unit, Actor, Draft], Reply]] = {
    TaskForm.PROGRESS: _send_progress,
    TaskForm.RESULT: _send_result,
    TaskForm.EXTENSION: _send_extension,
    TaskForm.QUESTION: _send_question,
}


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    task = _task(unit, draft)
    if not may_see(actor, task):
        return _lost(unit, actor, task, draft)
    course = _course(unit, draft)
    shown = page.detail(unit, actor, task, lead=course.lead if course else None)
    return with_remark(shown, wording.left(task.code)) if draft.holds_answers else shown


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, wording.done_before, _left, at_once=_at_once)
"""The form of everything a lead writes about its task."""
