"""What was accepted becomes tasks: all in one press, each by itself, told in the morning of the next working day."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain.courses import Stage
from bot.domain.notice_lines import Line, NoticeImport, leaves_at
from bot.domain.operations import Guard, Send
from bot.domain.people import MEMBER_ROLES, Actor
from bot.domain.series import BY_REPORT
from bot.domain.tasks import Part, Task
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.exports.wording import vietnamese
from bot.screens import errors
from bot.screens.tasks import notice_told
from bot.screens.tasks import notices as wording
from bot.screens.tasks.notice_told import Given
from bot.services.people.duties import by
from bot.services.people.quiet import held
from bot.services.reply import Reply, with_remark
from bot.services.tasks.assigning import assign
from bot.services.tasks.courses import lead_name
from bot.services.tasks.listing import status_of
from bot.services.tasks.notice_lines import counts_reports
from bot.services.tasks.notice_parties import Directory
from bot.services.tasks.notice_reviewing import own, review, seen, to_assign, waiting
from storage import ledgers, notices, people, tasks
from storage.unit import Unit

log = logging.getLogger(__name__)

_TOGETHER = 8
"""So many tasks are told in one message; more is no message to be read."""
_FAILED = "notice_line_failed"


@dataclass(frozen=True)
class _Assigned:
    task: Task
    sends: Sequence[Send]


def assign_lines(unit: Unit, actor: Actor, notice_id: int, shown: int) -> Reply:
    """Assign what was accepted, where it is what the review showed; a line that fails does not stop the others.

    Raises as `own` does.
    """
    notice = own(unit, actor, notice_id)
    accepted = to_assign(notices.lines_of(unit.db, notice.id))
    if not accepted or not notice.basis or seen(notice, accepted) != shown:
        return with_remark(review(unit, actor, notice), wording.changed())
    people.set_open_draft(unit.db, actor.account, None)
    directory = Directory.of(unit, notice.stated)
    done, failed = [], []
    for line in accepted:
        found = _assign(unit, actor, notice, directory, line)
        if isinstance(found, BotError):
            failed.append((line.place, errors.sentence(found)))
        else:
            done.append(found)
    left = notices.lines_of(unit.db, notice.id)
    if not waiting(left) and not to_assign(left):
        notices.end(unit.db, notice.id, unit.now)
    codes = [each.task.code for each in done]
    detail = {"tasks": codes, "failed": [place for place, _ in failed]}
    ledgers.append_audit(unit.db, unit.now, by(actor), "notice.assigned", f"notice:{notice.id}", detail)
    at = leaves_at(unit.now, unit.rules.calendar)
    outcome = wording.Outcome(codes, failed, len(waiting(left)), at)
    return Reply(wording.assigned(notice, outcome), notices=tuple(_told(unit, notice, done, at)))


def _assign(unit: Unit, actor: Actor, notice: NoticeImport, directory: Directory, line: Line) -> _Assigned | BotError:
    """Assign one line; what fails leaves nothing of it behind, and is kept with the line."""
    done: list[_Assigned] = []

    def work() -> None:
        task, reply = assign(unit, actor, _task(notice, directory, line))
        assert all(isinstance(each, Send) for each in reply.notices)
        done.append(_Assigned(task, [each for each in reply.notices if isinstance(each, Send)]))
        notices.save_line(unit.db, replace(line, task=task.code, fault="", rev=line.rev + 1), unit.now)

    error = unit.attempt(work)
    if error is None:
        return done[0]
    if not isinstance(error, BotError):
        log.error("line %d of notice %d could not be assigned: %r", line.place, notice.id, error)
        error = BotError(_FAILED)
    notices.save_line(unit.db, replace(line, fault=error.code, rev=line.rev + 1), unit.now)
    return error


def _task(notice: NoticeImport, directory: Directory, line: Line) -> Task:
    chosen = line.chosen
    lead, helping = directory.there(chosen.lead), directory.there(chosen.coordinating)
    if len(lead) < len(chosen.lead) or not (lead or chosen.outside):
        raise BotError("notice_no_lead")
    parts = {Part.LEAD: tuple(seat.id for seat in lead), Part.COORDINATING: tuple(seat.id for seat in helping)}
    return Task(
        id=0,
        code="",
        basis=notice.basis,
        title=chosen.title,
        deadline_kind=chosen.kind,
        deadline=chosen.deadline,
        recurrence=chosen.recurrence,
        note=_note(chosen.helping),
        assigned_on=None,
        done_on=None,
        result="",
        seats={part: seats for part, seats in parts.items() if seats},
        outside=chosen.outside,
        target=chosen.target,
        unit=chosen.unit,
        fulfilled_by=BY_REPORT if counts_reports(directory, line) else "",
    )


def _note(helping: Sequence[str]) -> str:
    """Who takes part and has no seat: as the document says it, in its language."""
    return vietnamese(Text(N_("Supporting, as the text says: {who}."), who="; ".join(helping))) if helping else ""


def _told(unit: Unit, notice: NoticeImport, done: Sequence[_Assigned], at: datetime) -> list[Send]:
    """What tells everybody once of all that is theirs."""
    by_account: dict[int | None, list[tuple[Task, Send]]] = defaultdict(list)
    for each in done:
        for send in each.sends:
            by_account[send.to.account].append((each.task, send))
    parts = (
        mine[first : first + _TOGETHER] for mine in by_account.values() for first in range(0, len(mine), _TOGETHER)
    )
    return held(unit, [_message(unit, notice, part, at) for part in parts])


def _message(unit: Unit, notice: NoticeImport, mine: Sequence[tuple[Task, Send]], at: datetime) -> Send:
    _, first = mine[0]
    guard = Guard("tasks_stand", {"tasks": [task.code for task, _ in mine]})
    # Quiet hours count from when it would leave, not from now.
    send = replace(first, not_before=at, guard=guard)
    if len(mine) == 1:
        return send
    assert first.to.account is not None
    person = people.person_of_account(unit.db, first.to.account)
    seats = people.seats_of_person(unit.db, person.id, MEMBER_ROLES, unit.today)
    given = [_given(unit, task, seats) for task, _ in mine]
    return replace(send, screen=notice_told.together(notice.basis, given))


def _given(unit: Unit, task: Task, seats: Sequence[int]) -> Given:
    part = task.part_of(seats)
    assert part is not None  # it is told to those who have one
    return Given(task, status_of(unit, task), part, [lead_name(unit, lead) for lead in task.leads])


def still_stand(db: Database, arguments: Mapping[str, Any], _now: datetime) -> bool:
    """Return whether any of these tasks is still followed."""
    found = (tasks.task_by_code(db, code) for code in arguments["tasks"])
    return any(task is not None and task.stage is not Stage.CANCELLED for task in found)
