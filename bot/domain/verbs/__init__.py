"""Everything a button can ask for: one declaration for each, with its arguments and who may press it.

A wire name and the order of the arguments stand in messages that people keep: a change makes those buttons out of
date. A new argument goes to the end and may be left out.
"""

from bot.domain.buttons import Verb
from bot.domain.verbs import (
    alike,
    approving,
    desk,
    difficulties,
    directory,
    drafts,
    forecasting,
    handling,
    home,
    joining,
    leading,
    leading_tasks,
    ledger,
    lookup,
    merging,
    notices,
    reminder_rules,
    reporting,
    saved_replies,
    seats,
    secrecy,
    selecting,
    settings,
    slips,
    subtasks,
    task_desk,
    task_papers,
    task_work,
    tasks,
    triage,
    versions,
    wordings,
)

MODULES = (
    joining,
    home,
    reporting,
    desk,
    forecasting,
    tasks,
    lookup,
    leading,
    leading_tasks,
    ledger,
    directory,
    alike,
    merging,
    notices,
    approving,
    difficulties,
    handling,
    drafts,
    reminder_rules,
    saved_replies,
    seats,
    secrecy,
    selecting,
    settings,
    slips,
    subtasks,
    task_desk,
    task_papers,
    task_work,
    triage,
    versions,
    wordings,
)
"""Where they are declared: who knows all verbs has these imported."""

VERBS = tuple(Verb.__subclasses__())
"""The registry: every verb has its row in the table of access and one handler."""
