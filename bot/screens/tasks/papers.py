"""The dossier of a task: where it is offered, and what it is sent with."""

from __future__ import annotations

from datetime import datetime

from bot.domain.tasks import Task
from bot.domain.texts import N_, Choice, Text
from bot.domain.verbs.task_papers import MakeTaskDossier


def dossier(task: Task) -> Choice:
    """The choice on the page of a task."""
    return Choice(Text(N_("Task dossier")), MakeTaskDossier(task.id))


def made(code: str) -> Text:
    """Over the button: the file is on its way."""
    return Text(N_("The dossier of {code} is being made; the file follows."), code=code)


def caption(code: str, taken_at: datetime, sha256: str) -> Text:
    """Under the file."""
    msgid = N_("Dossier of task {code}, made at {at:stamp}. Data code: {sha256}")
    return Text(msgid, code=code, at=taken_at, sha256=sha256[:12])
