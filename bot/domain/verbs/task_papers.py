"""What is pressed for papers on a task."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb


@dataclass(frozen=True)
class MakeTaskDossier(Verb, wire="pa", access=Access.READER):
    """The dossier of a task as a file."""

    task: int
