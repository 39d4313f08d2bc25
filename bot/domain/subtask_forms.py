"""The forms about sub-tasks: a new one, and why one is returned or no longer wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.domain.characters import key
from bot.domain.day_phrases import Today
from bot.domain.day_steps import deadline
from bot.domain.forms import Form, Step
from bot.domain.seat_requests import WORDS, text
from bot.domain.texts import N_, Text
from bot.domain.verbs.subtasks import SubtaskAct

SUBTASK, SUBTASK_ACT = "subtask", "subtask_act"
"""The kinds of their drafts: the subject is the code of the parent; that of the sub-task and the act: `NV-26-045:r`."""
ASSIGNEE, DUE = "assignee", "due"
_LAST = date(2099, 12, 31)
_WHY: Mapping[SubtaskAct, str] = {
    SubtaskAct.RETURN: N_("What is to be completed? Whoever works on it reads this."),
    SubtaskAct.CANCEL: N_("Why is the sub-task no longer needed? Whoever works on it reads this."),
}


def subtask_form(assignees: Mapping[str, str], until: date | None, today: Today) -> Form:
    """Return what is asked of whoever assigns a sub-task.

    `assignees` are the persons and seats that can be named, by what stands on their buttons; `until` is the deadline of
    the parent in force, which that of a sub-task does not go beyond.
    """
    names = {key(label): label for label in assignees}
    named = [Text(N_("• {label}: {name}"), label=label, name=name) for label, name in assignees.items()]
    who = Step(
        ASSIGNEE,
        (Text(N_("Who is to do it?")), *named),
        options=tuple(assignees),
        find=lambda typed: tuple(label for name, label in names.items() if name == key(typed)),
        unknown=N_('"{typed}" is not among those who can be named. Please choose one of them.'),
    )
    words = text(WORDS, (Text(N_("What is to be done? One sub-task has one content.")),))
    return Form((words, who, _due(until, today)), items_max=1, keeps=False)


def _due(until: date | None, today: Today) -> Step:
    """Whatever is asked, a day that can be named is left: of a parent that is overdue today alone."""
    asked = Text(N_("By when? Without an answer it has no deadline of its own."))
    if until:
        msgid = N_("By when? Not after the deadline of the task, {until:date}, which is taken without an answer.")
        asked = Text(msgid, until=until)
    latest = max(until or _LAST, today.day)
    return deadline(DUE, (asked,), today, earliest=today.day, latest=latest)


def reason_form(act: SubtaskAct) -> Form:
    """Return what is asked of whoever returns a sub-task, or wants it no longer."""
    return Form((text(WORDS, (Text(_WHY[act]),)),), items_max=1, keeps=False)
