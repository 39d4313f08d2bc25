"""What was not sent and will not be: listed for the desk, and counted in its card of a morning."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.people import Actor
from bot.screens import unsent as wording
from bot.screens.unsent import PAGE, Line
from bot.services.reply import Reply
from storage import people, unsent
from storage.unit import Unit

_FIRST_LOOKS_BACK = timedelta(days=7)
"""So far back goes the first card of an officer."""


def show(unit: Unit, actor: Actor, page: int) -> Reply:
    """Show a page of what was not sent; one that is not there any more shows the last."""
    people.set_open_draft(unit.db, actor.account, None)
    pages = max(1, -(-unsent.count(unit.db) // PAGE))
    shown = min(max(page, 0), pages - 1)
    found = unsent.unsent(unit.db, PAGE, shown * PAGE)
    lines = [
        Line(each.occurrence.due, each.occurrence.send_on, each.reason, each.full_name, each.organisation)
        for each in found
    ]
    return Reply(wording.unsent(lines, shown, pages))


def count_since_card(unit: Unit, account: int) -> int:
    """Return how many were not sent since an officer had the last card."""
    last = unsent.last_desk_card(unit.db, account)
    return unsent.count_since(unit.db, last or unit.now - _FIRST_LOOKS_BACK)
