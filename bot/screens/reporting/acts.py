"""The choices of a form: what each carries is of the present revision of its draft."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.attachments import Attachment
from bot.domain.directing import OF_LEADERS
from bot.domain.forms import Act, Draft
from bot.domain.reports import PROXIES
from bot.domain.texts import N_, Choice, Row, Text, Weight
from bot.domain.verbs.approving import AnswerProxy
from bot.domain.verbs.directory import AnswerDirectory
from bot.domain.verbs.leading import AnswerDirection
from bot.domain.verbs.reporting import AnswerForm


def choice(draft: Draft, label: Text, what: Act, index: int = 0, weight: Weight = Weight.PLAIN) -> Choice:
    """Return a choice of the present revision of a draft."""
    if draft.kind in OF_LEADERS:
        return Choice(label, AnswerDirection(draft.id, draft.rev, what, index), weight)
    # Any other draft of no seat is about the roster, which others may work on than those who report.
    if not draft.seat:
        return Choice(label, AnswerDirectory(draft.id, draft.rev, what, index), weight)
    if draft.kind in PROXIES:
        return Choice(label, AnswerProxy(draft.id, draft.rev, what, index), weight)
    return Choice(label, AnswerForm(draft.id, draft.rev, what, index), weight)


def send(draft: Draft, label: Text) -> Choice:
    """Return the choice that sends a draft."""
    return choice(draft, label, Act.SEND, weight=Weight.SEND)


def save(draft: Draft) -> Choice:
    """Return the choice that leaves the form."""
    return choice(draft, Text(N_("Save and exit")), Act.EXIT)


def back(draft: Draft) -> Choice:
    """Return the choice that goes one screen back."""
    return choice(draft, Text(N_("‹ Back")), Act.BACK)


def files_row(draft: Draft, files: Sequence[Attachment]) -> Row:
    """Return the choices of a step for files."""
    if not files:
        return (choice(draft, Text(N_("No files")), Act.SKIP),)
    return (
        choice(draft, Text(N_("Files complete")), Act.FILES_COMPLETE),
        choice(draft, Text(N_("Delete last file")), Act.TAKE_BACK, weight=Weight.DESTRUCTIVE),
    )
