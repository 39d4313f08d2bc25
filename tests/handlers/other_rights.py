"""The buttons that name nothing anybody owns, of the features whose rights stand in files of their own."""

from __future__ import annotations

from bot.domain.buttons import Verb
from bot.domain.verbs.home import ShowHelp, ShowHome
from bot.domain.verbs.settings import OpenPage
from tests.handlers import (
    broadcast_rights,
    calendar_rights,
    handling_rights,
    ladder_rights,
    lead_task_rights,
    mail_rights,
    release_rights,
    rule_rights,
    task_rights,
    triage_rights,
    way_rights,
)


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each such verb."""
    return [
        OpenPage(),
        *triage_rights.buttons_of_nobody(),
        *handling_rights.buttons_of_nobody(),
        *task_rights.buttons_of_nobody(),
        *release_rights.buttons_of_nobody(),
        *lead_task_rights.buttons_of_nobody(),
        *ladder_rights.buttons_of_nobody(),
        *rule_rights.buttons_of_nobody(),
        *broadcast_rights.buttons_of_nobody(),
        *calendar_rights.buttons_of_nobody(),
        *way_rights.buttons_of_nobody(),
        *mail_rights.buttons_of_nobody(),
        ShowHome(),
        ShowHelp(),
    ]


def buttons_of_account(account: int) -> list[Verb]:
    """Return a button of each verb that names an account of whoever presses."""
    return way_rights.buttons_of_account(account)
